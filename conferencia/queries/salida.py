"""Lecturas de los oficios de salida: la lista, lo que falta notificar de una reunión y lo que ya toca requerir."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from conferencia.domain.salida import DIAS_PARA_REQUERIR, POR_EMITIR, VIVOS
from conferencia.domain.situacion import GRUPO_DE, Grupo
from conferencia.models import (
    ClaseSalida,
    ContactoInstitucional,
    EstadoSalida,
    Hecho,
    Institucion,
    Numeracion,
    Obligacion,
    OficioDeSalida,
    Parte,
    Reunion,
    TipoInstitucion,
)
from conferencia.queries.cedula import TIPOS_EN_ORDEN, exigibles
from conferencia.queries.escaladas import Escalada, escaladas

VENCIDAS = [s for s, g in GRUPO_DE.items() if g == Grupo.VENCIDA]


def con_lo_de_lista(salidas: QuerySet[OficioDeSalida]) -> QuerySet[OficioDeSalida]:
    return salidas.select_related("reunion", "institucion", "entidad", "oficio").annotate(cuantas=Count("obligaciones", distinct=True))


@dataclass(frozen=True)
class Destino:
    """A quién se notifica una reunión: la Secretaría de una entidad por todas las suyas, o una institución federal por sí."""

    institucion: Institucion
    cubre: tuple[Institucion, ...]

    @property
    def nombre(self) -> str:
        return str(self.institucion.entidad or self.institucion.siglas or self.institucion)


def destinos(reunion: Reunion, hoy: date) -> list[Destino]:
    """Uno por entidad y uno por institución federal con algo que se le deba notificar, por nombre."""
    partes = Parte.objects.filter(obligacion__in=exigibles(reunion, hoy))
    obligadas = Institucion.objects.filter(pk__in=partes.values("institucion")).select_related("entidad")
    por_entidad: dict[UUID, list[Institucion]] = {}
    for institucion in sorted(obligadas, key=lambda i: (TIPOS_EN_ORDEN.index(i.tipo), i.clave)):
        por_entidad.setdefault(institucion.entidad_id or institucion.pk, []).append(institucion)
    cabezas = {i.entidad_id: i for i in Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA, entidad__in=por_entidad).select_related("entidad")}
    hallados = [Destino(cabezas.get(llave, suyas[0]), tuple(suyas)) for llave, suyas in por_entidad.items()]
    return sorted(hallados, key=lambda d: (d.institucion.entidad_id is None, d.institucion.entidad.orden if d.institucion.entidad else d.nombre))


@dataclass(frozen=True)
class PorNotificar:
    """Un destino y su oficio, si ya lo tiene."""

    destino: Destino
    salida: OficioDeSalida | None


def notificaciones(reunion: Reunion, hoy: date) -> list[PorNotificar]:
    """Cada destino con su notificación viva; también las ya emitidas a quien hoy no debe nada."""
    vivas = con_lo_de_lista(OficioDeSalida.objects.filter(reunion=reunion, clase=ClaseSalida.NOTIFICACION, estado__in=VIVOS))
    por_institucion = {s.institucion_id: s for s in vivas.select_related("institucion__entidad")}
    filas = [PorNotificar(d, por_institucion.pop(d.institucion.pk, None)) for d in destinos(reunion, hoy)]
    return filas + [PorNotificar(Destino(s.institucion, (s.institucion,)), s) for s in por_institucion.values()]


def contactos_de(instituciones: Iterable[Institucion], hoy: date) -> dict[UUID, ContactoInstitucional]:
    vigentes = ContactoInstitucional.objects.vigentes(hoy).filter(institucion__in=list(instituciones))
    return {c.institucion_id: c for c in vigentes}


def secretaria_tecnica() -> Institucion | None:
    return Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave").first()


@dataclass(frozen=True)
class PorRequerir:
    """Lo que una institución debe de una reunión desde hace quince días o más y nadie le ha requerido. ``dias``: del más viejo.

    ``escaladas``: de ello, lo que ya agotó los avisos, con su obligación.
    """

    institucion: Institucion
    reunion: Reunion
    obligaciones: tuple[Obligacion, ...]
    dias: int
    escaladas: tuple[tuple[Obligacion, Escalada], ...] = ()


def por_requerir(hoy: date, *, institucion: UUID | None = None) -> list[PorRequerir]:
    """Por institución y reunión, lo más atrasado primero. No incluye lo que espera de otro, lo que se revisa, lo ya requerido ni lo descartado."""
    vencidas = (
        Obligacion.objects.nacidas(hoy)
        .filter(vence_el__lte=hoy - timedelta(days=DIAS_PARA_REQUERIR), por_confirmar=False)
        .con_situacion(hoy)
        .filter(situacion__in=VENCIDAS)
        .select_related("compromiso__disposicion__reunion")
        .prefetch_related("partes__institucion__entidad")
        .urgentes_primero()
    )
    tareas = escaladas([o.pk for o in vencidas])
    fuera = _requeridas() | {llave for llave, tarea in tareas.items() if tarea.descartada}
    grupos: dict[tuple[Institucion, Reunion], list[Obligacion]] = {}
    for o in vencidas:
        for p in o.partes.all():
            if p.en_turno and institucion in (None, p.institucion_id) and (o.pk, p.institucion_id) not in fuera:
                grupos.setdefault((p.institucion, o.compromiso.disposicion.reunion), []).append(o)
    filas = [_fila(i, r, suyas, hoy, tareas) for (i, r), suyas in grupos.items()]
    return sorted(filas, key=lambda f: (-f.dias, f.institucion.clave))


def _fila(institucion: Institucion, reunion: Reunion, suyas: list[Obligacion], hoy: date, tareas: dict[tuple[UUID, UUID], Escalada]) -> PorRequerir:
    dias = (hoy - min(o.vence_el for o in suyas if o.vence_el)).days
    con_tarea = tuple((o, tareas[o.pk, institucion.pk]) for o in suyas if (o.pk, institucion.pk) in tareas)
    return PorRequerir(institucion, reunion, tuple(suyas), dias, con_tarea)


def _requeridas() -> set[tuple[UUID, UUID]]:
    """(obligación, institución) con un requerimiento en borrador o emitido y sin atender."""
    vigentes = [EstadoSalida.BORRADOR, EstadoSalida.EMITIDO, EstadoSalida.NOTIFICADO]
    return set(OficioDeSalida.objects.filter(clase=ClaseSalida.REQUERIMIENTO, estado__in=vigentes).values_list("obligaciones", "institucion"))


def requerimientos_pendientes(instituciones: Iterable[UUID], visibles: QuerySet[OficioDeSalida]) -> QuerySet[OficioDeSalida]:
    """Los emitidos a esas instituciones que aún no se atienden, lo que antes vence primero."""
    suyos = visibles.filter(clase=ClaseSalida.REQUERIMIENTO, institucion__in=list(instituciones), estado__in=[EstadoSalida.EMITIDO, EstadoSalida.NOTIFICADO])
    return con_lo_de_lista(suyos).order_by("responder_el", "numero")


def hechos_de_salida(salida: OficioDeSalida) -> QuerySet[Hecho]:
    """Su historia, lo más nuevo primero; lo que además se contó en cada obligación no se repite."""
    return Hecho.objects.de(salida).filter(obligacion_id__isnull=True).select_related("actor")


def respondidas(salida: OficioDeSalida) -> list[Obligacion]:
    """De lo requerido, aquello contra lo que ya se presentó algo después de emitirlo."""
    if salida.emitido_en is None:
        return []
    return list(salida.obligaciones.filter(entregas__presentada_en__gte=salida.emitido_en).distinct().order_by("clave"))


def cuantos_por_atender() -> int:
    """Lo que anuncia la navegación: borradores y los emitidos sin acuse de entrega."""
    return OficioDeSalida.objects.filter(Q(estado__in=POR_EMITIR) | Q(estado=EstadoSalida.EMITIDO)).count()


def numeracion_vista(anio: int) -> dict:
    """Cómo se numera ese año; si aún no empieza, como se numeró el anterior y desde uno."""
    ultima = Numeracion.objects.filter(anio__lte=anio).order_by("-anio").first()
    emisora = secretaria_tecnica()
    formato = ultima.formato if ultima else f"{emisora.clave if emisora else 'ST'}/{{n}}/{{anio}}"
    return {"formato": formato, "ultimo": ultima.ultimo if ultima and ultima.anio == anio else 0}
