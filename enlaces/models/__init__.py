"""Lo propio de este paquete: los avisos, lo que aún no se envía y las ligas que abren una cuenta."""

from enlaces.models.aviso import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.models.borrador import Borrador
from enlaces.models.llave import VIVA, Activacion, Confirmacion, Llave
from enlaces.models.mesa import Toma, VistaDeBandeja

__all__ = ["VIVA", "Activacion", "Aviso", "Borrador", "Confirmacion", "EstadoAviso", "Llave", "Regla", "RenglonDeAviso", "Toma", "VistaDeBandeja"]
