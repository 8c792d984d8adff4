"""La cédula de obligaciones de varias instituciones: lo que cada una debe, leído en un número fijo de consultas."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from conferencia.domain.cedula import CedulaDe, Debida, Plazo
from conferencia.domain.estados import ABIERTOS
from conferencia.models import Institucion, Obligacion, Parte, Reunion
from conferencia.models.obligacion import ObligacionQuerySet
from conferencia.queries.citas import rotulo_de_parrafo
from conferencia.queries.plazos import esperaba_evento

TIPOS_EN_ORDEN = ("SS", "UPC", "C5", "FED", "ST")


def exigibles(reunion: Reunion, hoy: date) -> ObligacionQuerySet:
    """Las de la reunión que ya se deben y siguen abiertas: son las que se notifican."""
    return Obligacion.objects.de_la_reunion(reunion).nacidas(hoy).filter(estado__in=ABIERTOS)


def con_lo_de_cedula(obligaciones: ObligacionQuerySet) -> ObligacionQuerySet:
    partes = Prefetch("partes", Parte.objects.select_related("institucion__entidad").order_by("orden"))
    suyas = obligaciones.select_related("compromiso__disposicion", "compromiso__parrafo", "plazo_dado_por__disposicion").prefetch_related(partes)
    return suyas.order_by("compromiso__disposicion__clase", "compromiso__disposicion__numero", "compromiso__orden", "periodo", "clave")


def cedulas(obligaciones: ObligacionQuerySet, instituciones: Iterable[Institucion]) -> tuple[CedulaDe, ...]:
    """Una por institución que deba algo, la Secretaría de cada entidad primero; dentro, en el orden del acta."""
    todas = list(con_lo_de_cedula(obligaciones))
    suyas = sorted(instituciones, key=lambda i: (TIPOS_EN_ORDEN.index(i.tipo), i.clave))
    hechas = (CedulaDe(i.clave, i.nombre, tuple(debida(o, i.pk) for o in todas if i.pk in {p.institucion_id for p in o.partes.all()})) for i in suyas)
    return tuple(c for c in hechas if c.debidas)


def debida(o: Obligacion, institucion: UUID | None = None) -> Debida:
    """Una obligación como se le dice a ``institucion``; sin ella, con todas las que responden. Pide ``con_lo_de_cedula``."""
    c = o.compromiso
    return Debida(
        id=o.pk,
        clave=o.clave,
        disposicion=str(c.disposicion),
        sigla=c.disposicion.sigla,
        parrafo=rotulo_de_parrafo(c.parrafo.numero),
        cita=c.cita,
        antes=c.parrafo.texto[: c.cita_inicio],
        accion=c.accion,
        entregable=c.entregable,
        plazo=_plazo(o),
        con=tuple(p.institucion.nombre for p in o.partes.all() if p.institucion_id != institucion),
    )


def _plazo(o: Obligacion) -> Plazo:
    rige = o.plazo_dado_por
    return Plazo(
        vence_el=o.vence_el,
        original_el=o.vence_original_el,
        programada_el=o.programada_el,
        permanente=o.permanente,
        desde=o.inicia_el or rige.plazo_inicio,
        periodo=o.periodo,
        periodicidad=rige.plazo_periodicidad,
        texto=rige.plazo_texto,
        evento=rige.plazo_evento if esperaba_evento(rige) and o.vence_el is None else "",
        dado_por="" if rige.pk == o.compromiso_id else _con_minuscula(str(rige.disposicion)),
    )


def _con_minuscula(texto: str) -> str:
    return texto[:1].lower() + texto[1:]
