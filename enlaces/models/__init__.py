"""Lo propio de este paquete: los avisos y lo que aún no se envía."""

from enlaces.models.aviso import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.models.borrador import Borrador

__all__ = ["Aviso", "Borrador", "EstadoAviso", "Regla", "RenglonDeAviso"]
