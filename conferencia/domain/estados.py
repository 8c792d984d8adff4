"""Los estados guardados de una obligación y la única tabla de transiciones (producto.md §1)."""

from enum import StrEnum


class Estado(StrEnum):
    PENDIENTE = "pendiente"
    EN_REVISION = "en_revision"
    CON_OBSERVACIONES = "con_observaciones"
    CUMPLIDA = "cumplida"
    NO_APLICA = "no_aplica"
    NO_COMPETENTE = "no_competente"
    SIN_EFECTO = "sin_efecto"


class Accion(StrEnum):
    PRESENTAR = "presentar"
    ACEPTAR = "aceptar"
    OBSERVAR = "observar"
    RECHAZAR_AJENA = "rechazar_ajena"


EXENTOS = frozenset({Estado.NO_APLICA, Estado.NO_COMPETENTE, Estado.SIN_EFECTO})
ABIERTOS = frozenset({Estado.PENDIENTE, Estado.EN_REVISION, Estado.CON_OBSERVACIONES})

TRANSICIONES: dict[tuple[Estado, Accion], Estado] = {
    (Estado.PENDIENTE, Accion.PRESENTAR): Estado.EN_REVISION,
    (Estado.CON_OBSERVACIONES, Accion.PRESENTAR): Estado.EN_REVISION,
    (Estado.EN_REVISION, Accion.ACEPTAR): Estado.CUMPLIDA,
    (Estado.EN_REVISION, Accion.OBSERVAR): Estado.CON_OBSERVACIONES,
    (Estado.EN_REVISION, Accion.RECHAZAR_AJENA): Estado.PENDIENTE,
}

# Lo permanente no se agota: cada ratificación se revisa, y aceptada deja la obligación abierta para la siguiente.
TRANSICIONES_PERMANENTE: dict[tuple[Estado, Accion], Estado] = {
    **TRANSICIONES,
    (Estado.EN_REVISION, Accion.ACEPTAR): Estado.PENDIENTE,
}


class TransicionIlegal(Exception):
    """La acción no cabe en el estado actual; el mensaje se le puede mostrar a la persona."""

    def __init__(self, estado: Estado, accion: Accion):
        self.estado, self.accion = estado, accion
        super().__init__(f"No se puede {accion.value.replace('_', ' por ')} lo que está {_DICHO[estado]}.")


_DICHO = {
    Estado.PENDIENTE: "pendiente, sin entrega por revisar",
    Estado.EN_REVISION: "en revisión",
    Estado.CON_OBSERVACIONES: "con observaciones",
    Estado.CUMPLIDA: "cumplido",
    Estado.NO_APLICA: "marcado como no aplicable",
    Estado.NO_COMPETENTE: "exento por no competencia",
    Estado.SIN_EFECTO: "sin efecto por acto posterior",
}


def aplicar(estado: Estado, accion: Accion, *, permanente: bool = False) -> Estado:
    """Estado que sigue; ``TransicionIlegal`` si la tabla no lo prevé."""
    tabla = TRANSICIONES_PERMANENTE if permanente else TRANSICIONES
    try:
        return tabla[estado, accion]
    except KeyError:
        raise TransicionIlegal(estado, accion) from None
