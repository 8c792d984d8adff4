"""La situación: cómo va una obligación, derivada de su estado, su vencimiento, sus entregas y la fecha.

Nunca se guarda. La misma regla vive en SQL (``models.obligacion.con_situacion``) y una sola tabla de casos prueba las dos.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conferencia.domain.estados import Estado

DIAS_POR_VENCER = 7


class Situacion(StrEnum):
    CUMPLIDA_A_TIEMPO = "cumplida_a_tiempo"
    PERMANENTE_AL_DIA = "permanente_al_dia"
    CUMPLIDA_EXTEMPORANEA = "cumplida_extemporanea"
    EN_REVISION = "en_revision"
    RECIBIDA_POR_CONFIRMAR = "recibida_por_confirmar"
    CON_OBSERVACIONES = "con_observaciones"
    EN_ESPERA_DE_INSUMO = "en_espera_de_insumo"
    AVANCE_PARCIAL = "avance_parcial"
    EN_PLAZO = "en_plazo"
    SIN_PLAZO = "sin_plazo"
    POR_VENCER = "por_vencer"
    PERMANENTE_SIN_RATIFICAR = "permanente_sin_ratificar"
    VENCIDA = "vencida"
    SIN_RESPUESTA = "sin_respuesta"
    RESPONDIO_AJENO = "respondio_ajeno"
    EXENTA_NO_APLICA = "exenta_no_aplica"
    EXENTA_NO_COMPETENTE = "exenta_no_competente"
    EXENTA_SIN_EFECTO = "exenta_sin_efecto"


class Grupo(StrEnum):
    CUMPLIDA = "cumplida"
    EN_TRAMITE = "en_tramite"
    EN_PLAZO = "en_plazo"
    POR_VENCER = "por_vencer"
    VENCIDA = "vencida"
    EXENTA = "exenta"


_POR_GRUPO = {
    Grupo.CUMPLIDA: ("cumplida_a_tiempo", "permanente_al_dia", "cumplida_extemporanea"),
    Grupo.EN_TRAMITE: ("en_revision", "recibida_por_confirmar", "con_observaciones", "en_espera_de_insumo", "avance_parcial"),
    Grupo.EN_PLAZO: ("en_plazo", "sin_plazo"),
    Grupo.POR_VENCER: ("por_vencer", "permanente_sin_ratificar"),
    Grupo.VENCIDA: ("vencida", "sin_respuesta", "respondio_ajeno"),
    Grupo.EXENTA: ("exenta_no_aplica", "exenta_no_competente", "exenta_sin_efecto"),
}
GRUPO_DE: dict[Situacion, Grupo] = {Situacion(s): grupo for grupo, suyas in _POR_GRUPO.items() for s in suyas}

ROTULOS: dict[Situacion, str] = {
    Situacion.CUMPLIDA_A_TIEMPO: "cumplida a tiempo",
    Situacion.PERMANENTE_AL_DIA: "permanente al día",
    Situacion.CUMPLIDA_EXTEMPORANEA: "cumplida extemporánea",
    Situacion.EN_REVISION: "en revisión",
    Situacion.RECIBIDA_POR_CONFIRMAR: "recibida por confirmar",
    Situacion.CON_OBSERVACIONES: "con observaciones",
    Situacion.EN_ESPERA_DE_INSUMO: "en espera de insumo",
    Situacion.AVANCE_PARCIAL: "avance parcial",
    Situacion.EN_PLAZO: "en plazo",
    Situacion.SIN_PLAZO: "sin plazo",
    Situacion.POR_VENCER: "por vencer",
    Situacion.PERMANENTE_SIN_RATIFICAR: "permanente sin ratificar",
    Situacion.VENCIDA: "vencida",
    Situacion.SIN_RESPUESTA: "vencida · sin respuesta",
    Situacion.RESPONDIO_AJENO: "respondió ajeno a lo acordado",
    Situacion.EXENTA_NO_APLICA: "exenta: no aplica",
    Situacion.EXENTA_NO_COMPETENTE: "exenta: no competente",
    Situacion.EXENTA_SIN_EFECTO: "exenta: sin efecto",
}

_EXENTA = {
    Estado.NO_APLICA: Situacion.EXENTA_NO_APLICA,
    Estado.NO_COMPETENTE: Situacion.EXENTA_NO_COMPETENTE,
    Estado.SIN_EFECTO: Situacion.EXENTA_SIN_EFECTO,
}


@dataclass(frozen=True, kw_only=True)
class Rasgos:
    """Lo que de una obligación hace falta saber para situarla. Todas las fechas son días de la Ciudad de México.

    ``primera_entrega_el``: la primera no rechazada por ajena. ``ajena``: la última entrega se rechazó por ajena.
    ``subsanar_el``: plazo de las observaciones abiertas. ``subsano_tarde``: alguna se atendió fuera de su plazo.
    ``ratificar_el``: último día de vigencia de la evidencia de una permanente (``None``: sin cadencia).
    ``detenida_el``: último día que contó antes de suspenderse el plazo; mientras siga suspendido, no pasa ninguno más.
    """

    estado: Estado = Estado.PENDIENTE
    vence_el: date | None = None
    permanente: bool = False
    ratificada_el: date | None = None
    ratificar_el: date | None = None
    primera_entrega_el: date | None = None
    ajena: bool = False
    por_confirmar: bool = False
    subsanar_el: date | None = None
    subsano_tarde: bool = False
    espera_insumo: bool = False
    avance: int = 0
    detenida_el: date | None = None


def situacion(r: Rasgos, hoy: date) -> Situacion:
    """Situación de una obligación al terminar el día ``hoy``, con la precedencia de producto.md §1."""
    hoy = min(hoy, r.detenida_el or hoy)
    if r.estado in _EXENTA:
        return _EXENTA[r.estado]
    if r.estado == Estado.CUMPLIDA:
        return _cumplida(r)
    if r.por_confirmar:
        return Situacion.RECIBIDA_POR_CONFIRMAR
    if r.estado == Estado.EN_REVISION:
        return Situacion.EN_REVISION
    if r.estado == Estado.CON_OBSERVACIONES and r.subsanar_el is not None and hoy <= r.subsanar_el:
        return Situacion.CON_OBSERVACIONES
    if r.permanente:
        return _permanente(r, hoy)
    return _pendiente(r, hoy)


def _cumplida(r: Rasgos) -> Situacion:
    tarde = r.vence_el is not None and r.primera_entrega_el is not None and r.primera_entrega_el > r.vence_el
    return Situacion.CUMPLIDA_EXTEMPORANEA if tarde or r.subsano_tarde else Situacion.CUMPLIDA_A_TIEMPO


def _permanente(r: Rasgos, hoy: date) -> Situacion:
    if r.espera_insumo:
        return Situacion.EN_ESPERA_DE_INSUMO
    if r.ajena:
        return Situacion.RESPONDIO_AJENO
    if r.estado == Estado.CON_OBSERVACIONES or (r.ratificar_el is not None and hoy > r.ratificar_el):
        return Situacion.PERMANENTE_SIN_RATIFICAR
    return Situacion.PERMANENTE_AL_DIA if r.ratificada_el is not None else Situacion.EN_PLAZO


def _pendiente(r: Rasgos, hoy: date) -> Situacion:
    if r.espera_insumo:
        return Situacion.EN_ESPERA_DE_INSUMO
    if r.ajena:
        return Situacion.RESPONDIO_AJENO
    if r.estado == Estado.CON_OBSERVACIONES:  # no subsanó en el plazo que se le dio
        return Situacion.VENCIDA
    if r.vence_el is None:
        return Situacion.AVANCE_PARCIAL if r.avance else Situacion.SIN_PLAZO
    dias = (r.vence_el - hoy).days
    if dias < 0:
        return Situacion.VENCIDA if r.primera_entrega_el else Situacion.SIN_RESPUESTA
    if dias <= DIAS_POR_VENCER:
        return Situacion.POR_VENCER
    return Situacion.AVANCE_PARCIAL if r.avance else Situacion.EN_PLAZO
