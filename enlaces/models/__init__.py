"""Lo propio de este paquete: los avisos, sus reglas y preferencias, lo que aún no se envía, las ligas que abren una cuenta y lo que llega al buzón."""

from enlaces.models.aviso import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.models.borrador import Borrador
from enlaces.models.correo import (
    POR_ATENDER,
    POR_HACER,
    AdjuntoRecibido,
    Candidata,
    ClaseDeCorreo,
    ClaseDeRemitente,
    CorreoRecibido,
    EstadoCorreo,
    OrigenDeCorreo,
    Rebote,
)
from enlaces.models.llave import VIVA, Activacion, Confirmacion, Llave
from enlaces.models.mesa import PreferenciaDeMesa, Toma, VistaDeBandeja
from enlaces.models.preferencia import Modalidad, PreferenciaDeAvisos
from enlaces.models.regla import ClaseDeCompromiso, Momento, Papel, ReglaDeAviso
from enlaces.models.requerimiento import TareaDeRequerimiento
from enlaces.models.subida import Subida, Trozo

__all__ = [
    "POR_ATENDER",
    "POR_HACER",
    "VIVA",
    "Activacion",
    "AdjuntoRecibido",
    "Aviso",
    "Borrador",
    "Candidata",
    "ClaseDeCompromiso",
    "ClaseDeCorreo",
    "ClaseDeRemitente",
    "Confirmacion",
    "CorreoRecibido",
    "EstadoAviso",
    "EstadoCorreo",
    "Llave",
    "Modalidad",
    "Momento",
    "OrigenDeCorreo",
    "Papel",
    "PreferenciaDeAvisos",
    "PreferenciaDeMesa",
    "Rebote",
    "Regla",
    "ReglaDeAviso",
    "RenglonDeAviso",
    "Subida",
    "TareaDeRequerimiento",
    "Toma",
    "Trozo",
    "VistaDeBandeja",
]
