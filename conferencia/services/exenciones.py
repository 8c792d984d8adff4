"""Eximir, revocar la exención y reabrir lo mal aceptado: cada acto con su motivo y fundamento, de uno en uno o en lote."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction

from conferencia import reloj
from conferencia.domain.estados import EXENTOS, Accion, Estado, TransicionIlegal
from conferencia.models import Disposicion, Entrega, EstadoEntrega, Obligacion
from conferencia.permissions import Facultades, Negado, Permitido, Respuesta, exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.vidas import vidas
from conferencia.services.cadencias import vale_hasta
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, mover
from conferencia.services.solicitudes import SolicitudRechazada, exigir_sin_pisar


class Acto(StrEnum):
    NO_APLICA = "no_aplica"
    SIN_EFECTO = "sin_efecto"
    REACTIVAR = "reactivar"
    REABRIR = "reabrir"


ACCION_DE = {
    Acto.NO_APLICA: Accion.MARCAR_NO_APLICA,
    Acto.SIN_EFECTO: Accion.SUSTITUIR,
    Acto.REACTIVAR: Accion.REACTIVAR,
    Acto.REABRIR: Accion.REABRIR,
}
CLASE_DE = {
    Acto.NO_APLICA: "obligacion.no_aplica",
    Acto.SIN_EFECTO: "obligacion.sustituida",
    Acto.REACTIVAR: "obligacion.reactivada",
    Acto.REABRIR: "obligacion.reabierta",
}


@dataclass(frozen=True, kw_only=True)
class Razon:
    """Por qué. ``disposicion``: el acto posterior, solo al dejar sin efecto. ``rige_el``: desde qué día vale; por omisión, hoy."""

    motivo: str
    fundamento: str
    disposicion: Disposicion | None = None
    rige_el: date | None = None


def admite(facultades: Facultades, obligacion: Obligacion, acto: Acto) -> Respuesta:
    """¿Cabe ese acto en esta obligación, hoy y por esta persona?"""
    if not (puede := puede_disponer_plazos(facultades)):
        return puede
    if obligacion.estado in _DESDE[acto] or (acto == Acto.REABRIR and _ratificada(obligacion)):
        return Permitido()
    return Negado(str(TransicionIlegal(Estado(obligacion.estado), ACCION_DE[acto])))


def _ratificada(obligacion: Obligacion) -> bool:
    """Permanente, con lo último aceptado: eso es lo que se puede reabrir, porque nunca queda cumplida."""
    return obligacion.permanente and obligacion.estado == Estado.PENDIENTE and obligacion.ratificada_el is not None


_ABIERTOS = frozenset({Estado.PENDIENTE, Estado.EN_REVISION, Estado.CON_OBSERVACIONES})
_DESDE = {Acto.NO_APLICA: _ABIERTOS, Acto.SIN_EFECTO: _ABIERTOS, Acto.REACTIVAR: EXENTOS, Acto.REABRIR: frozenset({Estado.CUMPLIDA})}


@transaction.atomic
def disponer(*, por: Facultades, obligacion: Obligacion, acto: Acto, razon: Razon, version: int) -> Obligacion:
    """Aplica el acto. ``version``: la que vio quien decide.

    Falla con ``AccesoNegado``, ``SolicitudRechazada``, ``TransicionIlegal`` u ``OtroSeAdelanto``, sin dejar nada a medias.
    """
    exigir(puede_disponer_plazos(por))
    if not razon.motivo.strip():
        raise SolicitudRechazada("Escribe el motivo.", "motivo")
    if not razon.fundamento.strip():
        raise SolicitudRechazada("Escribe el fundamento.", "fundamento")
    obligacion.refresh_from_db()
    if obligacion.version != version:
        raise OtroSeAdelanto
    de, rige = obligacion.estado, _rige(obligacion, razon)
    cambios = _APLICAR[acto](obligacion, razon)
    datos = {"clave": obligacion.clave, "fundamento": razon.fundamento.strip()} | ({"por": razon.disposicion.clave} if razon.disposicion else {})
    asiento = Asiento(
        clase=CLASE_DE[acto],
        objeto=obligacion,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        de=de,
        a=obligacion.estado,
        motivo=razon.motivo.strip(),
        datos=datos,
        cambios=cambios,
        rige_el=rige,
    )
    asentar([asiento], actor=por.usuario)
    return obligacion


def _rige(obligacion: Obligacion, razon: Razon) -> date:
    rige = razon.rige_el or reloj.hoy()
    if rige > reloj.hoy():
        raise SolicitudRechazada("No puede regir desde un día que aún no llega.", "rige_el")
    if rige < obligacion.nace_el:
        raise SolicitudRechazada("No puede regir desde antes de que la obligación naciera.", "rige_el")
    if razon.rige_el:
        exigir_sin_pisar(obligacion, rige, "estado")
    return rige


def _no_aplica(obligacion: Obligacion, _: Razon) -> dict[str, object]:
    return mover(obligacion, Accion.MARCAR_NO_APLICA)


def _sin_efecto(obligacion: Obligacion, razon: Razon) -> dict[str, object]:
    if razon.disposicion is None:
        raise SolicitudRechazada("Elige el acto posterior que la deja sin efecto.", "disposicion")
    propia = obligacion.compromiso.disposicion
    if razon.disposicion.pk == propia.pk or razon.disposicion.reunion.fecha <= propia.reunion.fecha:
        raise SolicitudRechazada("El acto que la deja sin efecto tiene que ser posterior al que la creó.", "disposicion")
    return mover(obligacion, Accion.SUSTITUIR, sustituida_por=razon.disposicion)


def _reactivar(obligacion: Obligacion, _: Razon) -> dict[str, object]:
    """Vuelve a como estaba: si lo presentado seguía en revisión u observado, así sigue."""
    if suple := obligacion.suplida_por.exclude(estado__in=EXENTOS).first():
        raise SolicitudRechazada(f"Ya responde {suple.quien} en su lugar ({suple.clave}): exime antes a la sustituta, o habría dos obligadas a lo mismo.")
    cambios = mover(obligacion, Accion.REACTIVAR, sustituida_por=None, alega_no_competencia=False)
    ultima = obligacion.entregas.order_by("-numero").first()
    if ultima and ultima.estado in (EstadoEntrega.EN_REVISION, EstadoEntrega.CON_OBSERVACIONES):
        cambios |= mover(obligacion, Accion.PRESENTAR)
        if ultima.estado == EstadoEntrega.CON_OBSERVACIONES:
            cambios |= mover(obligacion, Accion.OBSERVAR)
    return cambios


def _reabrir(obligacion: Obligacion, _: Razon) -> dict[str, object]:
    """A revisión otra vez lo último aceptado; lo extemporáneo no se borra. Sin entrega que revisar, vuelve a pendiente."""
    if obligacion.permanente and not _ratificada(obligacion):
        raise TransicionIlegal(Estado(obligacion.estado), Accion.REABRIR)
    aceptadas = list(obligacion.entregas.filter(estado=EstadoEntrega.ACEPTADA).order_by("-numero"))
    aceptada = aceptadas[0] if aceptadas else None
    de_antes = _ratificacion_previa(obligacion, aceptadas[1:]) if obligacion.permanente else {"cumplida_el": None, "avance": _avance_previo(obligacion)}
    cambios = mover(obligacion, Accion.REABRIR, **de_antes)
    if aceptada:
        Entrega.objects.filter(pk=aceptada.pk).update(estado=EstadoEntrega.EN_REVISION, dictaminada_en=None, dictaminada_por=None)
        return cambios
    return cambios | mover(obligacion, Accion.RECHAZAR_AJENA)


def _ratificacion_previa(obligacion: Obligacion, anteriores: Sequence[Entrega]) -> dict[str, object]:
    """Hasta cuándo valía lo ratificado antes de lo que se reabre, con la cadencia de hoy."""
    dias = [e.dictaminada_en.astimezone(reloj.MEXICO).date() for e in anteriores if e.dictaminada_en]
    ratificada = max(dias, default=None)
    return {"ratificada_el": ratificada, "ratificar_el": vale_hasta(ratificada or obligacion.nace_el, obligacion.compromiso.ratificar_cada)}


def _avance_previo(obligacion: Obligacion) -> int:
    """El avance que tenía antes de que aceptarla lo pusiera en cien."""
    vida = vidas([obligacion.pk]).get(obligacion.pk)
    previos = [c.valores["avance"] for c in vida.cambios if "avance" in c.valores and c.valores.get("estado") != Estado.CUMPLIDA] if vida else []
    return int(str(previos[-1])) if previos else 0


_APLICAR: Mapping[Acto, Callable[[Obligacion, Razon], dict[str, object]]] = {
    Acto.NO_APLICA: _no_aplica,
    Acto.SIN_EFECTO: _sin_efecto,
    Acto.REACTIVAR: _reactivar,
    Acto.REABRIR: _reabrir,
}


# --- En lote -----------------------------------------------------------------------------------------------------------

TOPE_DE_LOTE = 200


@dataclass(frozen=True)
class Resultado:
    """Cómo le fue a una del lote. ``dicho``: por qué no se pudo."""

    obligacion: Obligacion
    hecho: bool
    dicho: str = ""


def disponer_en_lote(*, por: Facultades, versiones: Mapping[str, int], acto: Acto, razon: Razon) -> list[Resultado]:
    """Lo mismo a cada una, cada una por sí: la que no se pueda no detiene a las demás. ``versiones``: por clave, la que se vio."""
    exigir(puede_disponer_plazos(por))
    if len(versiones) > TOPE_DE_LOTE:
        raise SolicitudRechazada(f"Son demasiadas: elige hasta {TOPE_DE_LOTE}.")
    elegidas = visibles_para(por, Obligacion).filter(clave__in=versiones).select_related("compromiso__disposicion__reunion", "institucion", "entidad")
    return [_una(por, o, versiones[o.clave], acto, razon) for o in _en_orden(elegidas)]


def _en_orden(obligaciones: Iterable[Obligacion]) -> list[Obligacion]:
    return sorted(obligaciones, key=lambda o: o.clave)


def _una(por: Facultades, obligacion: Obligacion, version: int, acto: Acto, razon: Razon) -> Resultado:
    try:
        disponer(por=por, obligacion=obligacion, acto=acto, razon=razon, version=version)
    except (SolicitudRechazada, TransicionIlegal, OtroSeAdelanto) as error:
        return Resultado(obligacion, hecho=False, dicho=str(error))
    return Resultado(obligacion, hecho=True)
