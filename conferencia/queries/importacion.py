"""Lo que la carga de un seguimiento anterior necesita saber: las obligaciones como están y los renglones de un informe."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from django.db.models import QuerySet

from conferencia.domain.estados import Estado
from conferencia.domain.importacion_pasos import Resultado, Situada
from conferencia.domain.trayectoria import Vida
from conferencia.models import EstadoSolicitud, Obligacion, Reunion, Solicitud
from conferencia.queries.vidas import vidas

ORDEN_DE_RESULTADO = (Resultado.ERROR, Resultado.HARA, Resultado.APLICADO, Resultado.NADA)
SUGERENCIAS = 20  # buscar la clave más parecida cuesta: más allá, el libro es de otra reunión


def importables(reunion: Reunion, hoy: date) -> QuerySet[Obligacion]:
    """Las ya nacidas de la reunión, con lo que la plantilla y la revisión miran."""
    filas = Obligacion.objects.de_la_reunion(reunion).nacidas(hoy).select_related("compromiso__disposicion", "institucion", "entidad")
    return filas.prefetch_related("partes__institucion").order_by(
        "compromiso__disposicion__clase", "compromiso__disposicion__numero", "compromiso__orden", "clave"
    )


def situadas(obligaciones: Sequence[Obligacion]) -> dict[str, Situada]:
    """Cada una por su clave, con el último día que movió cada rasgo según sus hechos."""
    ids = [o.pk for o in obligaciones]
    suyas = vidas(ids)
    con_solicitud = set(Solicitud.objects.filter(obligacion__in=ids, estado=EstadoSolicitud.PENDIENTE).values_list("obligacion", flat=True))
    return {o.clave: _situada(o, suyas.get(o.pk), pedida=o.pk in con_solicitud) for o in obligaciones}


def _situada(o: Obligacion, vida: Vida | None, *, pedida: bool) -> Situada:
    movido: dict[str, date] = {}
    for cambio in vida.cambios if vida else ():
        movido |= dict.fromkeys(cambio.valores, cambio.rige_el)
    return Situada(
        nace_el=o.nace_el,
        vence_el=o.vence_el,
        permanente=o.permanente,
        estado=Estado(o.estado),
        primera_entrega_el=o.primera_entrega_el,
        resuelta_el=o.ratificada_el if o.permanente else o.cumplida_el,
        subsanar_el=o.subsanar_el,
        avance=o.avance,
        partes=tuple(p.institucion.clave for p in sorted(o.partes.all(), key=lambda p: p.orden)),
        ocupada=_ocupada(o, pedida=pedida),
        movido_el=movido,
    )


def _ocupada(o: Obligacion, *, pedida: bool) -> str:
    if o.estado != Estado.PENDIENTE or o.entregas_recibidas or o.por_confirmar:
        return f"Ya se movió aquí: está {o.get_estado_display().lower()} y lleva {o.entregas_recibidas} entrega{'' if o.entregas_recibidas == 1 else 's'}."
    if o.detenida_el:
        return "Su plazo está suspendido."
    return "Tiene una solicitud por resolver." if pedida else ""


class Parecidas:
    """Para una clave que no existe, la que se le parece; solo en los primeros renglones que fallan."""

    def __init__(self, claves: Iterable[str]) -> None:
        self._claves, self._quedan = list(claves), SUGERENCIAS

    def a(self, clave: str) -> str:
        if self._quedan <= 0:
            return ""
        self._quedan -= 1
        return next(iter(get_close_matches(clave, self._claves, n=1, cutoff=0.75)), "")


def en_orden(informe: Sequence[Mapping], resultado: str = "") -> list[Mapping]:
    """Los renglones de un informe, los errores primero; con ``resultado``, solo esos; sin él, los que no cambian nada sobran si hay otros."""
    lugar = {r.value: n for n, r in enumerate(ORDEN_DE_RESULTADO)}
    elegidos = [f for f in informe if f["resultado"] == resultado] if resultado else [f for f in informe if f["resultado"] != Resultado.NADA] or informe
    return sorted(elegidos, key=lambda f: (lugar[f["resultado"]], f["renglon"]))


def conteo(informe: Sequence[Mapping]) -> dict[str, int]:
    """Cuántos renglones de cada resultado, en el orden en que se leen."""
    cuantos = [f["resultado"] for f in informe]
    return {r.value: cuantos.count(r.value) for r in ORDEN_DE_RESULTADO}
