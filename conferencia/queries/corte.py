"""Un corte: lo que regía un día según lo sabido hasta un instante. Toda cifra dice su par, y el par la reproduce siempre.

Lo sabido hoy sale del índice (``models.indice``). Si después del ``sabido_al`` se asentó algo que cambia ese día, lo de entonces se
pliega de los hechos y se encima: son las *enmiendas*. Después, todo sigue el mismo camino.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Count, DateField, F, FilteredRelation, Func, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from conferencia import reloj
from conferencia.domain.trayectoria import SIEMPRE, Tramo, Vida
from conferencia.models import Entrega, Hecho, Obligacion, TramoDeSituacion
from conferencia.models.obligacion import que_mueven
from conferencia.queries.partes import con_sus_partes, partes_al
from conferencia.queries.vidas import tramos_de, vidas

LOTE = 2000
HORIZONTE = timedelta(days=366)  # hasta dónde se proyecta


@dataclass(frozen=True)
class Enmienda:
    """Una obligación que aquel día se veía de otro modo: lo que entonces se sabía y lo que se sabe ahora (``None``: no se debía)."""

    entonces: Tramo | None
    ahora: Tramo | None


@dataclass(frozen=True)
class Corte:
    """``dia``: lo que regía al terminar ese día; ``sabido_al``: con lo asentado hasta ese instante."""

    dia: date
    sabido_al: datetime
    presente: bool = False
    enmiendas: Mapping[UUID, Enmienda] = field(default_factory=dict, repr=False)

    @property
    def proyecta(self) -> bool:
        """El día aún no llegaba: es lo que pasaría si nadie hiciera nada."""
        return self.dia > self.sabido_al.astimezone(reloj.MEXICO).date()

    @property
    def parametros(self) -> dict[str, str]:
        """El par, como va en la URL."""
        return {"corte": self.dia.isoformat(), "sabido_al": self.sabido_al.astimezone(reloj.MEXICO).isoformat()}


def con_insumos(pk: UUID) -> QuerySet[Obligacion]:
    """Ella y aquellas de las que espera algo: lo que su página dice de un corte depende de las dos cosas."""
    return Obligacion.objects.filter(Q(pk=pk) | Q(pk__in=Obligacion.insumos.through.objects.filter(from_obligacion=pk).values("to_obligacion")))


def tomar(dia: date | None = None, sabido_al: datetime | None = None, *, de: QuerySet[Obligacion] | None = None) -> Corte:
    """El corte pedido; por omisión, hoy con lo sabido ahora. ``de``: solo interesan esas obligaciones."""
    hoy = reloj.hoy()
    if sabido_al is None:
        return Corte(dia or hoy, reloj.ahora(), presente=dia in (None, hoy))
    cual = dia or sabido_al.astimezone(reloj.MEXICO).date()
    return Corte(cual, sabido_al, enmiendas=enmiendas(cual, sabido_al, de=de))


# --- Lo que se supo después -------------------------------------------------------------------------------------------


def enmiendas(dia: date, sabido_al: datetime, *, de: QuerySet[Obligacion] | None = None) -> dict[UUID, Enmienda]:
    """Las obligaciones cuya situación o vencimiento ese día no eran, para lo sabido entonces, los que hoy se saben."""
    halladas: dict[UUID, Enmienda] = {}
    for ids in por_lotes(tocadas(sabido_al, de)):
        entonces, ahora = tramos_de(ids, asentado_en__lte=sabido_al), _del_indice(ids, dia)
        for pk in ids:
            enmienda = Enmienda(tramo_de(entonces.get(pk, []), dia), ahora.get(pk))
            if dicho(enmienda.entonces) != dicho(enmienda.ahora):
                halladas[pk] = enmienda
    return halladas


def dicho(t: Tramo | None) -> tuple[str, date | None] | None:
    """Lo que de un tramo se ve a un corte."""
    return None if t is None else (str(t.situacion), t.vence_el)


def tramo_de(tramos: Sequence[Tramo], dia: date) -> Tramo | None:
    return next((t for t in tramos if t.desde <= dia < t.hasta), None)


def tocadas(desde: datetime, de: QuerySet[Obligacion] | None, *, hasta: datetime | None = None) -> Iterator[UUID]:
    """Las que movió algún hecho asentado después (y no después de ``hasta``), y las que esperan a esas."""
    hechos = Hecho.objects.filter(asentado_en__gt=desde, obligacion_id__isnull=False, datos__contains='"cambios"')
    hechos = hechos.filter(asentado_en__lte=hasta) if hasta else hechos
    movidas = hechos.order_by().values("obligacion_id")
    suyas = Obligacion.objects.all() if de is None else de
    condicion = Q(pk__in=movidas) | Q(pk__in=Obligacion.insumos.through.objects.filter(to_obligacion__in=movidas).values("from_obligacion"))
    return suyas.filter(condicion).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=LOTE)


def _del_indice(ids: Sequence[UUID], dia: date) -> dict[UUID, Tramo]:
    return {t.obligacion_id: Tramo(t.desde, t.hasta, t.situacion, t.vence_el) for t in TramoDeSituacion.objects.al(dia).filter(obligacion__in=ids)}


def por_lotes(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    pendientes = iter(ids)
    while lote := list(islice(pendientes, LOTE)):
        yield lote


# --- Las obligaciones a un corte --------------------------------------------------------------------------------------


class _DelMapa(Func):
    """El valor que un objeto JSON tiene para una llave."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = CharField()


class _EnMapa(Func):
    function = "jsonb_exists"
    output_field = BooleanField()


def al_corte(obligaciones: QuerySet[Obligacion], corte: Corte) -> QuerySet:
    """Las que ya se debían, con ``situacion``, ``vence_al`` (el vencimiento que regía) y, para ordenar, ``orden_el`` y ``orden_clave``."""
    tramo = FilteredRelation("tramos", condition=Q(tramos__desde__lte=corte.dia, tramos__hasta__gt=corte.dia))
    con: QuerySet = obligaciones.annotate(tramo=tramo)
    if not corte.enmiendas:
        con = con.filter(tramo__isnull=False)
        # Se filtra por lo anotado, no por «tramo__…»: otro filtro sobre la relación sería otra vuelta a los tramos.
        con = con.annotate(situacion=F("tramo__situacion"), vence_al=F("tramo__vence_el"), rezagado=F("tramo__rezagado"))
        return con.annotate(orden_el=F("tramo__orden_el"), orden_clave=F("tramo__clave"))
    mapas = [{str(pk): e.entonces and str(getattr(e.entonces, que) or "") for pk, e in corte.enmiendas.items()} for que in ("situacion", "vence_el")]
    situaciones, vencimientos = (Cast(Value(m, JSONField()), JSONField()) for m in mapas)
    llave = Cast("pk", CharField())
    enmendada = When(_EnMapa(situaciones, llave), then=_DelMapa(situaciones, llave))
    vencia = When(
        _EnMapa(situaciones, llave), then=Cast(Func(_DelMapa(vencimientos, llave), Value(""), function="NULLIF", output_field=CharField()), DateField())
    )
    con = con.annotate(
        situacion=Case(enmendada, default=F("tramo__situacion"), output_field=CharField()),
        vence_al=Case(vencia, default=F("tramo__vence_el"), output_field=DateField()),
        orden_clave=F("clave"),
    )
    return con.annotate(orden_el=Coalesce(F("vence_al"), Value(SIEMPRE, DateField()))).filter(situacion__isnull=False)


# --- Lo demás que de ellas se dice ------------------------------------------------------------------------------------


def como_estaban(obligaciones: Iterable[Obligacion], corte: Corte) -> list[Obligacion]:
    """Cada obligación (de ``al_corte``, sin guardar) con sus rasgos como estaban: estado, vencimiento, avance, entregas…"""
    todas = list(obligaciones)
    for lote in (todas[n : n + LOTE] for n in range(0, len(todas), LOTE)):
        suyas = {} if corte.presente else vidas([o.pk for o in lote], asentado_en__lte=corte.sabido_al)
        entregas = {} if corte.presente else _entregas(lote, corte)
        movidas = {} if corte.presente else _movidas(lote, corte)
        partes = {} if corte.presente else partes_al(lote, corte.dia, corte.sabido_al)
        for o in lote:
            if o.pk in suyas:
                _devolver(o, suyas[o.pk], corte.dia)
                o.entregas_recibidas, o.movida_por = entregas.get(o.pk, 0), movidas.get(o.pk)
            if o.pk in partes:
                con_sus_partes(o, partes[o.pk])
            o.vence_el = o.vence_al  # type: ignore[attr-defined]
    return todas


def _devolver(o: Obligacion, vida: Vida, dia: date) -> None:
    rasgos = vida.rasgos_al(dia)
    if rasgos is None:
        return
    for nombre in ("estado", "ratificada_el", "ratificar_el", "primera_entrega_el", "ajena", "por_confirmar", "subsanar_el", "avance", "detenida_el"):
        setattr(o, nombre, getattr(rasgos, nombre))
    estados = [(c.rige_el, c.valores["estado"]) for c in vida.cambios if c.rige_el <= dia and "estado" in c.valores]
    o.cumplida_el = estados[-1][0] if estados and estados[-1][1] == "cumplida" else None


def _movidas(obligaciones: Sequence[Obligacion], corte: Corte) -> dict[UUID, str]:
    """Qué hecho había movido por última vez cada vencimiento."""
    hechos = que_mueven(obligacion_id__in=[o.pk for o in obligaciones], hasta=(corte.dia, corte.sabido_al))
    return {pk: clase for pk, clase in hechos.order_by("numero").values_list("obligacion_id", "clase") if pk}


def _entregas(obligaciones: Sequence[Obligacion], corte: Corte) -> dict[UUID, int]:
    """Cuántas entregas habían llegado."""
    suyas = Entrega.objects.filter(obligacion__in=[o.pk for o in obligaciones], presentada_en__lte=corte.sabido_al, presentada_en__date__lte=corte.dia)
    return dict(suyas.order_by().values_list("obligacion").annotate(n=Count("pk")))
