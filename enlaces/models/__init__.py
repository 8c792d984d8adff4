"""Lo propio de este paquete: los avisos, sus reglas y preferencias, lo que aún no se envía y las ligas que abren una cuenta."""

from enlaces.models.aviso import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.models.borrador import Borrador
from enlaces.models.llave import VIVA, Activacion, Confirmacion, Llave
from enlaces.models.mesa import Toma, VistaDeBandeja
from enlaces.models.preferencia import Modalidad, PreferenciaDeAvisos
from enlaces.models.regla import ClaseDeCompromiso, Momento, Papel, ReglaDeAviso
from enlaces.models.requerimiento import TareaDeRequerimiento

__all__ = [
    "VIVA",
    "Activacion",
    "Aviso",
    "Borrador",
    "ClaseDeCompromiso",
    "Confirmacion",
    "EstadoAviso",
    "Llave",
    "Modalidad",
    "Momento",
    "Papel",
    "PreferenciaDeAvisos",
    "Regla",
    "ReglaDeAviso",
    "RenglonDeAviso",
    "TareaDeRequerimiento",
    "Toma",
    "VistaDeBandeja",
]
