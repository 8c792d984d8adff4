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
    DEVOLVER = "devolver"
    REABRIR = "reabrir"
    PEDIR_PRORROGA = "pedir_prorroga"
    PRORROGAR = "prorrogar"
    ALEGAR_NO_COMPETENCIA = "alegar_no_competencia"
    DECLARAR_NO_COMPETENTE = "declarar_no_competente"
    MARCAR_NO_APLICA = "marcar_no_aplica"
    SUSTITUIR = "sustituir"
    REACTIVAR = "reactivar"
    SUSPENDER = "suspender"
    REANUDAR = "reanudar"
    FIJAR_OBJETIVO = "fijar_objetivo"
    REGISTRAR_EVENTO = "registrar_evento"
    REGISTRAR_AVANCE = "registrar_avance"


EXENTOS = frozenset({Estado.NO_APLICA, Estado.NO_COMPETENTE, Estado.SIN_EFECTO})
CERRADOS = EXENTOS | {Estado.CUMPLIDA}
ABIERTOS = frozenset({Estado.PENDIENTE, Estado.EN_REVISION, Estado.CON_OBSERVACIONES})
POR_ENTREGAR = frozenset({Estado.PENDIENTE, Estado.CON_OBSERVACIONES})

# Lo que no cambia de estado también está en la tabla: dice desde cuáles se puede.
_EN_SITIO: dict[Accion, frozenset[Estado]] = {
    Accion.PEDIR_PRORROGA: POR_ENTREGAR,
    Accion.PRORROGAR: ABIERTOS,
    Accion.ALEGAR_NO_COMPETENCIA: ABIERTOS,
    Accion.SUSPENDER: ABIERTOS,
    Accion.REANUDAR: ABIERTOS,
    Accion.FIJAR_OBJETIVO: ABIERTOS,
    Accion.REGISTRAR_EVENTO: ABIERTOS,
    Accion.REGISTRAR_AVANCE: ABIERTOS,
}

TRANSICIONES: dict[tuple[Estado, Accion], Estado] = {
    (Estado.PENDIENTE, Accion.PRESENTAR): Estado.EN_REVISION,
    (Estado.CON_OBSERVACIONES, Accion.PRESENTAR): Estado.EN_REVISION,
    (Estado.EN_REVISION, Accion.ACEPTAR): Estado.CUMPLIDA,
    (Estado.EN_REVISION, Accion.OBSERVAR): Estado.CON_OBSERVACIONES,
    (Estado.EN_REVISION, Accion.RECHAZAR_AJENA): Estado.PENDIENTE,
    (Estado.EN_REVISION, Accion.DEVOLVER): Estado.PENDIENTE,
    (Estado.CUMPLIDA, Accion.REABRIR): Estado.EN_REVISION,
    **{(e, Accion.DECLARAR_NO_COMPETENTE): Estado.NO_COMPETENTE for e in ABIERTOS},
    **{(e, Accion.MARCAR_NO_APLICA): Estado.NO_APLICA for e in ABIERTOS},
    **{(e, Accion.SUSTITUIR): Estado.SIN_EFECTO for e in ABIERTOS},
    **{(e, Accion.REACTIVAR): Estado.PENDIENTE for e in EXENTOS},
    **{(e, accion): e for accion, desde in _EN_SITIO.items() for e in desde},
}

# Lo permanente no se agota: cada ratificación se revisa, y aceptada deja la obligación abierta para la siguiente.
TRANSICIONES_PERMANENTE: dict[tuple[Estado, Accion], Estado] = {
    **TRANSICIONES,
    (Estado.EN_REVISION, Accion.ACEPTAR): Estado.PENDIENTE,
    (Estado.PENDIENTE, Accion.REABRIR): Estado.EN_REVISION,  # lo ratificado por error
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
