"""Cómo se llegó a la fecha de una obligación, paso por paso, y cómo van las que solo tienen fecha objetivo."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from conferencia.domain.calendario import en_palabras
from conferencia.domain.plazos import NATURALES, UNIDADES, Prorrogado, SituacionDeObjetivo, Suspendido, situacion_de_objetivo
from conferencia.domain.situacion import DIAS_POR_VENCER
from conferencia.models import ClasePlazo, ClaseSolicitud, Compromiso, EstadoSolicitud, Evento, Hecho, Obligacion, Solicitud, Suspension
from conferencia.models.obligacion import ObligacionQuerySet
from conferencia.queries.corte import Corte
from conferencia.queries.titulos_de_hechos import titulo_de

INICIADO = "obligacion.plazo_iniciado"


@dataclass(frozen=True)
class Paso:
    """Una etapa del cálculo. ``el``: desde cuándo vale. ``vence_el``: la fecha que dejó, si dejó alguna."""

    titulo: str
    frases: tuple[str, ...]
    vence_el: date | None = None
    el: date | None = None


def explicacion(obligacion: Obligacion, corte: Corte | None = None) -> tuple[Paso, ...]:
    """De lo leído a la fecha que rige: lectura, evento, día hábil, prórrogas y suspensiones, en el orden en que se asentaron.

    Cada paso dice lo que se calculó ese día: cambiar después un calendario no reescribe la explicación.
    ``corte``: solo lo que entonces regía y se sabía; sin él, todo lo asentado, también lo que regirá.
    """
    return explicaciones([obligacion], corte)[obligacion.pk]


def explicaciones(obligaciones: Sequence[Obligacion], corte: Corte | None = None) -> dict[UUID, tuple[Paso, ...]]:
    """Las de varias, en las mismas dos consultas."""
    ids = [o.pk for o in obligaciones]
    concedidas: dict[UUID, list[Solicitud]] = {}
    for s in Solicitud.objects.filter(obligacion__in=ids, clase=ClaseSolicitud.PRORROGA, estado=EstadoSolicitud.PROCEDENTE):
        concedidas.setdefault(s.obligacion_id, []).append(s)
    mueven = _que_mueven(ids, corte)
    return {o.pk: _pasos(o, mueven.get(o.pk, []), concedidas.get(o.pk, [])) for o in obligaciones}


def _pasos(o: Obligacion, mueven: Iterable[Hecho], concedidas: Sequence[Solicitud]) -> tuple[Paso, ...]:
    pasos = [_lectura(o), *_nacimiento(o), *(_de_hecho(hecho, concedidas) for hecho in mueven)]
    return (*pasos, _sin_fecha(o)) if o.vence_el is None and not o.permanente else tuple(pasos)


def _lectura(o: Obligacion) -> Paso:
    rige = o.plazo_dado_por
    frases = [f"El acta dice: «{rige.plazo_texto}»." if rige.plazo_texto else f"El acta no fija plazo: {rige.get_plazo_clase_display().lower()}."]
    frases += [_oracion(paso) for paso in rige.plazo_explicacion]
    if rige.pk != o.compromiso_id:
        frases.append(f"El plazo lo da otra disposición: {rige.clave}.")
    return Paso("Lo que dice el acta", tuple(frases), rige.plazo_vence)


def _oracion(texto: str) -> str:
    return texto[:1].upper() + texto[1:] + ("" if texto.endswith(".") else ".")


def _nacimiento(o: Obligacion) -> list[Paso]:
    if o.periodo:
        return [Paso(f"Periodo {o.periodo}", (f"Corre desde el {en_palabras(o.inicia_el)}.",) if o.inicia_el else (), o.vence_original_el)]
    if not (o.programada_el and o.vence_original_el) or o.programada_el == o.vence_original_el or esperaba_evento(o.plazo_dado_por):
        return []
    frase = f"El {en_palabras(o.programada_el)} es inhábil: pasa al siguiente día hábil, el {en_palabras(o.vence_original_el)}."
    return [Paso("Pasa a día hábil", (frase,), o.vence_original_el)]


def _procedentes(o: Obligacion) -> QuerySet[Solicitud]:
    return Solicitud.objects.filter(obligacion=o, clase=ClaseSolicitud.PRORROGA, estado=EstadoSolicitud.PROCEDENTE).order_by("resuelta_en")


def _que_mueven(obligaciones: Sequence[UUID], corte: Corte | None) -> dict[UUID, list[Hecho]]:
    """Los hechos, no anulados, que movieron la fecha, detuvieron el plazo o explican por qué no, después de nacer."""
    suyos = Hecho.objects.filter(obligacion_id__in=obligaciones).exclude(clase="obligacion.creada").order_by("numero")
    if corte:
        suyos = suyos.filter(rige_el__lte=corte.dia, asentado_en__lte=corte.sabido_al)
    hechos = [(h, json.loads(h.datos)) for h in suyos]
    anulados = {datos.get("anula") for _, datos in hechos}
    por_obligacion: dict[UUID, list[Hecho]] = {}
    for h, datos in hechos:
        if h.obligacion_id and h.numero not in anulados and ("vence_el" in datos.get("cambios", {}) or datos.get("explicacion")):
            por_obligacion.setdefault(h.obligacion_id, []).append(h)
    return por_obligacion


def _de_hecho(h: Hecho, concedidas: Iterable[Solicitud]) -> Paso:
    datos = json.loads(h.datos)
    texto = datos.get("cambios", {}).get("vence_el")
    vence = date.fromisoformat(texto) if texto else None
    frases = list(datos.get("explicacion", ()))
    if prorroga := next((s for s in concedidas if vence and s.concede_hasta == vence and not frases), None):
        frases = [f"Concedida hasta el {en_palabras(vence)}, con fundamento en {prorroga.fundamento}." if vence else ""]
    if h.motivo:
        frases.append(f"Motivo: {_oracion(h.motivo)}")
    if datos.get("fundamento"):
        frases.append(f"Fundamento: {_oracion(datos['fundamento'])}")
    if datos.get("oficio"):
        frases.append(f"Oficio {datos['oficio']}.")
    return Paso(titulo_de(h.clase), tuple(frases), vence, h.rige_el)


def _sin_fecha(o: Obligacion) -> Paso:
    rige = o.plazo_dado_por
    if esperaba_evento(rige):
        desde = f" («{rige.plazo_evento}»)" if rige.plazo_evento else ""
        return Paso("Todavía sin fecha", (f"La fecha se sabrá cuando se registre el evento del que se cuenta{desde}.",))
    return Paso("Sin fecha", ("El acta no da fecha y nadie la inventa: no cuenta como vencida.",))


def esperaba_evento(rige: Compromiso) -> bool:
    """Su plazo se cuenta desde algo que el acta no fecha."""
    return rige.plazo_vence is None and rige.plazo_clase in (ClasePlazo.TERMINO, ClasePlazo.CONDICIONADO)


def unidad_de(obligacion: Obligacion) -> str:
    """En qué se cuenta su plazo: lo que dice el acta, lo que se decidió al registrar el evento o, sin término, días naturales."""
    rige = obligacion.plazo_dado_por
    if rige.plazo_unidad in UNIDADES:
        return rige.plazo_unidad
    if rige.plazo_cantidad:
        dichas = Hecho.objects.filter(obligacion_id=obligacion.pk, clase=INICIADO).order_by("-numero").values_list("datos", flat=True)
        return next((json.loads(d)["unidad"] for d in dichas[:1]), NATURALES)
    return NATURALES


def dispuesto(obligacion: Obligacion) -> list[Suspendido | Prorrogado]:
    """Lo que ya movió su fecha, en el orden en que se dispuso."""
    dispuestos: list[tuple[datetime, Suspendido | Prorrogado]] = []
    dispuestos += [(s.dispuesta_en, Suspendido(s.desde, s.hasta)) for s in Suspension.objects.filter(obligacion=obligacion) if s.hasta]
    dispuestos += [(s.resuelta_en, Prorrogado(s.concede_hasta)) for s in _procedentes(obligacion) if s.resuelta_en and s.concede_hasta]
    return [m for _, m in sorted(dispuestos, key=lambda par: par[0])]


def suspension_abierta(obligacion: Obligacion) -> Suspension | None:
    """La que tiene detenido el plazo, o lo detendrá."""
    return Suspension.objects.filter(obligacion=obligacion).order_by("-desde").first() if obligacion.detenida_el else None


def esperan_evento(compromisos: QuerySet[Compromiso]) -> QuerySet[Compromiso]:
    """Los que dan un plazo que se cuenta desde un evento, con cuántas obligaciones abiertas esperan o ya lo tienen."""
    de_evento = compromisos.filter(plazo_clase__in=[ClasePlazo.TERMINO, ClasePlazo.CONDICIONADO], plazo_vence__isnull=True)
    return de_evento.order_by("disposicion__clave", "orden")


def que_rige(compromiso: Compromiso) -> ObligacionQuerySet:
    """Las obligaciones cuyo plazo da este compromiso: las suyas o las del que completa."""
    return Obligacion.objects.filter(plazo_dado_por=compromiso, periodo="", permanente=False)


def evento_de(obligacion: Obligacion) -> Evento | None:
    """El que vale para ella: el de su entidad o, sin él, el de todas."""
    suyos = Evento.objects.filter(compromiso=obligacion.plazo_dado_por_id).filter(Q(entidad=obligacion.entidad_id) | Q(entidad__isnull=True))
    return suyos.order_by("entidad").first()


# --- Fecha objetivo ---------------------------------------------------------------------------------------------------

ROTULOS_DE_OBJETIVO = {
    SituacionDeObjetivo.EN_PLAZO: "en plazo",
    SituacionDeObjetivo.POR_VENCER: "por vencer",
    SituacionDeObjetivo.REBASADA: "rebasada",
    SituacionDeObjetivo.ATENDIDA: "atendida",
}


@dataclass(frozen=True)
class ConteoDeObjetivos:
    """Aparte de todo denominador: lo que solo tiene la fecha que puso la Secretaría Técnica, que no es del acta."""

    total: int
    en_plazo: int
    por_vencer: int
    rebasadas: int
    atendidas: int


def con_objetivo(obligaciones: ObligacionQuerySet, hoy: date) -> ConteoDeObjetivos:
    """Cómo van, contadas en una consulta. La misma regla que ``domain.plazos.situacion_de_objetivo``."""
    suyas = obligaciones.nacidas(hoy).filter(objetivo_el__isnull=False, vence_el__isnull=True).exclude(estado__in=["no_aplica", "no_competente", "sin_efecto"])
    atendida = Q(primera_entrega_el__lte=hoy)
    sin_atender = Q(primera_entrega_el__isnull=True) | Q(primera_entrega_el__gt=hoy)
    pronto = date.fromordinal(hoy.toordinal() + DIAS_POR_VENCER)
    cuenta = suyas.order_by().aggregate(
        total=Count("pk"),
        atendidas=Count("pk", filter=atendida),
        rebasadas=Count("pk", filter=Q(objetivo_el__lt=hoy) & sin_atender),
        por_vencer=Count("pk", filter=Q(objetivo_el__gte=hoy, objetivo_el__lte=pronto) & sin_atender),
    )
    return ConteoDeObjetivos(**cuenta, en_plazo=cuenta["total"] - cuenta["atendidas"] - cuenta["rebasadas"] - cuenta["por_vencer"])


def objetivo_de(obligacion: Obligacion, hoy: date) -> tuple[str, str] | None:
    """(clave, palabras) de cómo va con su fecha objetivo; ``None`` si no tiene o ya tiene fecha del acta."""
    if obligacion.objetivo_el is None or obligacion.vence_el is not None:
        return None
    situacion = situacion_de_objetivo(obligacion.objetivo_el, hoy, obligacion.primera_entrega_el)
    return situacion.value, ROTULOS_DE_OBJETIVO[situacion]
