"""Las solicitudes por resolver y las resueltas, lo que falta por sustituir, y quién responde de cada compromiso."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from conferencia.domain.estados import EXENTOS, Estado
from conferencia.models import Archivo, ClaseSolicitud, Compromiso, EstadoSolicitud, Hecho, Institucion, Modo, Obligacion, Reunion, Solicitud
from conferencia.reloj import MEXICO


def con_todo(solicitudes: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
    """Con lo que una lista o su página muestran."""
    return solicitudes.select_related(
        "obligacion__compromiso__disposicion__reunion", "obligacion__institucion", "obligacion__entidad", "institucion__entidad", "oficio", "sustituta"
    )


def pendientes_primero(solicitudes: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
    """Por resolver, la más antigua primero; después lo resuelto, lo más nuevo primero."""
    primero = Case(When(estado=EstadoSolicitud.PENDIENTE, then=Value(0)), default=Value(1), output_field=IntegerField())
    espera = Case(When(estado=EstadoSolicitud.PENDIENTE, then=F("presentada_en")))
    return solicitudes.order_by(primero, espera.asc(nulls_last=True), F("resuelta_en").desc(nulls_last=True), "pk")


def cuantas_por_resolver() -> int:
    """Lo que la navegación anuncia a quien resuelve: solicitudes por resolver y sustitutas por nombrar."""
    return Solicitud.objects.filter(estado=EstadoSolicitud.PENDIENTE).count() + faltan_por_sustituir().count()


def faltan_por_sustituir() -> QuerySet[Solicitud]:
    """No competencias procedentes que dejaron sin quién responda: se resolvieron sin nombrar sustituta y la exención sigue en pie.

    De todas las entidades: solo es para quien las resuelve.
    """
    return sustituibles().filter(sin_sustituta="")


def sustituibles() -> QuerySet[Solicitud]:
    """Lo mismo, también aquellas en que se resolvió que nadie responde: si alguien aparece, todavía se nombra."""
    sin = Solicitud.objects.filter(clase=ClaseSolicitud.NO_COMPETENCIA, estado=EstadoSolicitud.PROCEDENTE, sustituta__isnull=True)
    en_pie = sin.filter(obligacion__estado=Estado.NO_COMPETENTE) | sin.exclude(obligacion__modo=Modo.INDIVIDUAL)
    return con_todo(en_pie).order_by("resuelta_en", "pk")


def dias_de_espera(solicitud: Solicitud, hoy: date) -> int:
    """Días naturales desde que se recibió hasta que se resolvió o, si nadie la ha resuelto, hasta hoy."""
    fin = solicitud.resuelta_en.astimezone(MEXICO).date() if solicitud.resuelta_en else hoy
    return (fin - solicitud.presentada_en.astimezone(MEXICO).date()).days


@dataclass(frozen=True)
class SolicitudVista:
    """Una solicitud como se muestra: los archivos que quien mira puede abrir y cuántos más tiene."""

    solicitud: Solicitud
    espera: int
    archivos: tuple[Archivo, ...]
    ocultos: int

    @property
    def grupo(self) -> str:
        """El tono con que se pinta su estado."""
        return {"pendiente": "en_tramite", "procedente": "cumplida", "improcedente": "vencida"}.get(self.solicitud.estado, "exenta")


def vistas(solicitudes: Iterable[Solicitud], archivos: QuerySet[Archivo], hoy: date) -> list[SolicitudVista]:
    """En el orden en que vienen. ``archivos``: los que quien mira puede abrir."""
    todas = list(solicitudes)
    adjuntos: dict[UUID, list[Archivo]] = {}
    for archivo, oficio in _adjuntos(s.oficio_id for s in todas):
        adjuntos.setdefault(oficio, []).append(archivo)
    ids = {a.pk for suyos in adjuntos.values() for a in suyos}
    abribles = set(archivos.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [_vista(s, adjuntos.get(s.oficio_id, []), abribles, hoy) for s in todas]


def _adjuntos(oficios: Iterable[UUID]) -> list[tuple[Archivo, UUID]]:
    archivos = Archivo.objects.filter(adjunto_en__oficio__in=list(oficios)).annotate(del_oficio=F("adjunto_en__oficio"), lugar=F("adjunto_en__orden"))
    return [(a, a.del_oficio) for a in archivos.order_by("del_oficio", "lugar")]


def _vista(solicitud: Solicitud, todos: list[Archivo], abribles: set[UUID], hoy: date) -> SolicitudVista:
    suyos = tuple(a for a in todos if a.pk in abribles)
    return SolicitudVista(solicitud, dias_de_espera(solicitud, hoy), suyos, len(todos) - len(suyos))


# --- Quién responde ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Celda:
    """Lo que una institución debe de un compromiso. ``exentas``: cuántas de ``cuantas`` no cuentan. ``una``: a dónde lleva la celda."""

    una: Obligacion
    cuantas: int
    exentas: int
    conjunta: bool

    @property
    def exenta(self) -> bool:
        return self.exentas == self.cuantas


@dataclass
class RenglonDeQuien:
    """Una institución y su celda en cada compromiso, en el orden de la matriz. ``desde``: si es de fuera de la zona."""

    institucion: Institucion
    celdas: list[Celda | None] = field(default_factory=list)
    desde: date | None = None
    motivo: str = ""


@dataclass(frozen=True)
class QuienResponde:
    """La matriz institución × compromiso de una reunión."""

    compromisos: list[Compromiso]
    renglones: list[RenglonDeQuien]
    exentas: list[tuple[Obligacion, str]]


def quien_responde(reunion: Reunion, visibles: QuerySet[Obligacion], *, entidad: str = "") -> QuienResponde:
    """``visibles``: las obligaciones que quien mira puede ver. ``entidad``: abreviatura, para ver solo sus instituciones."""
    suyas = visibles.de_la_reunion(reunion).select_related("compromiso__disposicion", "institucion", "entidad", "sustituida_por__reunion")
    obligaciones = list(suyas.prefetch_related("partes__institucion__entidad", "suplida_por__institucion").order_by("clave"))
    compromisos = sorted({o.compromiso for o in obligaciones}, key=lambda c: (c.disposicion.clase, c.disposicion.numero, c.orden))
    por_par: dict[tuple, list[Obligacion]] = {}
    instituciones: dict[UUID, Institucion] = {}
    for o in obligaciones:
        for parte in o.partes.all():
            instituciones[parte.institucion_id] = parte.institucion
            por_par.setdefault((parte.institucion_id, o.compromiso_id), []).append(o)
    invitadas = {x.institucion_id: x for x in reunion.invitadas.select_related("institucion__entidad")}
    instituciones |= {pk: x.institucion for pk, x in invitadas.items()}
    renglones = []
    for i in sorted(instituciones.values(), key=lambda i: (i.entidad is None, i.entidad.orden if i.entidad else "", i.tipo, i.nombre)):
        if entidad and (i.entidad is None or i.entidad.abreviatura != entidad):
            continue
        invitada = invitadas.get(i.pk)
        celdas = [_celda(por_par.get((i.pk, c.pk), [])) for c in compromisos]
        renglones.append(RenglonDeQuien(i, celdas, invitada.desde if invitada else None, invitada.motivo if invitada else ""))
    exentas = [o for o in obligaciones if o.estado in EXENTOS]
    razones = _razones(o.pk for o in exentas)
    return QuienResponde(compromisos, renglones, [(o, razones.get(o.pk, "")) for o in exentas])


def _razones(obligaciones: Iterable[UUID]) -> dict[UUID, str]:
    """Por qué se eximió cada una: el motivo del último hecho que cambió su estado."""
    hechos = Hecho.objects.filter(obligacion_id__in=list(obligaciones), a__in=EXENTOS).order_by("numero")
    return dict(hechos.values_list("obligacion_id", "motivo"))


def _celda(obligaciones: list[Obligacion]) -> Celda | None:
    if not obligaciones:
        return None
    exentas = [o for o in obligaciones if o.estado in EXENTOS]
    vivas = [o for o in obligaciones if o.estado not in EXENTOS]
    return Celda((vivas or exentas)[0], len(obligaciones), len(exentas), obligaciones[0].modo != Modo.INDIVIDUAL)
