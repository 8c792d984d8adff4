"""El camino de un oficio de salida: del borrador a lo que quedó atendido."""

from datetime import date, timedelta
from enum import StrEnum

DIAS_PARA_REQUERIR = 15  # naturales, desde que venció sin cumplirse
DIAS_PARA_RESPONDER = 10  # hábiles de quien responde, contados desde el siguiente (LFPA art. 38)


class EstadoDeSalida(StrEnum):
    BORRADOR = "borrador"
    EMITIDO = "emitido"
    NOTIFICADO = "notificado"
    ATENDIDO = "atendido"
    CANCELADO = "cancelado"


POR_EMITIR = frozenset({EstadoDeSalida.BORRADOR})
EMITIDOS = frozenset({EstadoDeSalida.EMITIDO, EstadoDeSalida.NOTIFICADO, EstadoDeSalida.ATENDIDO})
VIVOS = POR_EMITIR | EMITIDOS
NO_SE_PUEDE = {
    EstadoDeSalida.BORRADOR: "es un borrador: falta emitirlo",
    EstadoDeSalida.EMITIDO: "ya se emitió: lo emitido no se cambia",
    EstadoDeSalida.NOTIFICADO: "ya se entregó a su destinatario",
    EstadoDeSalida.ATENDIDO: "ya se atendió",
    EstadoDeSalida.CANCELADO: "está cancelado",
}


def por_requerir_el(vence_el: date) -> date:
    """Desde qué día toca preparar el requerimiento de lo que venció en ``vence_el``."""
    return vence_el + timedelta(days=DIAS_PARA_REQUERIR)


def numero_dicho(formato: str, consecutivo: int, anio: int) -> str:
    """«ST-CNSSP/{n}/{anio}» → «ST-CNSSP/007/2022». El consecutivo va con tres cifras por lo menos."""
    return formato.replace("{n}", f"{consecutivo:03d}").replace("{anio}", str(anio))
