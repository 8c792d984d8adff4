"""Lo que una persona tiene por responder, lo más urgente primero y agrupado por compromiso."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from conferencia.domain.calendario import UN_DIA
from conferencia.domain.estados import Estado
from conferencia.domain.permisos import Capacidad
from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import Compromiso, Institucion, Obligacion
from conferencia.models.obligacion import ObligacionQuerySet
from conferencia.permissions import Facultades, instituciones_que_presentan, obligaciones_visibles

RESPONDIDAS = {Situacion.EN_REVISION, Situacion.RECIBIDA_POR_CONFIRMAR} | {s for s, g in GRUPO_DE.items() if g in (Grupo.CUMPLIDA, Grupo.EXENTA)}
# De lo más a lo menos urgente; dentro de cada escalón manda la fecha.
_URGENCIA = {
    Situacion.RESPONDIO_AJENO: 0,
    Situacion.SIN_RESPUESTA: 0,
    Situacion.VENCIDA: 0,
    Situacion.CON_OBSERVACIONES: 1,
    Situacion.PERMANENTE_SIN_RATIFICAR: 1,
    Situacion.POR_VENCER: 1,
    Situacion.AVANCE_PARCIAL: 2,
    Situacion.EN_PLAZO: 2,
    Situacion.SIN_PLAZO: 3,
    Situacion.EN_ESPERA_DE_INSUMO: 4,
}


@dataclass(frozen=True)
class Pendiente:
    """Una obligación como la ve quien debe responderla. ``insumos``: de quién se espera algo; ``instituciones``: las suyas que son parte.

    ``original_el``: la fecha con que nació, si lo que rige es su vencimiento. ``suspendido_desde``: primer día que no cuenta, o no contará;
    ``detenido``: hoy ya no cuenta.
    """

    obligacion: Obligacion
    situacion: str
    vence_el: date | None
    original_el: date | None
    suspendido_desde: date | None
    detenido: bool
    insumos: tuple[str, ...]
    instituciones: tuple[str, ...]
    puede_presentar: bool


@dataclass
class GrupoDePendientes:
    """Un compromiso y lo que de él se debe."""

    compromiso: Compromiso
    pendientes: list[Pendiente] = field(default_factory=list)


@dataclass(frozen=True)
class Lista:
    """``abiertos`` y ``respondidos``, cada uno por compromiso. ``urgentes``: vencidas o por vencer."""

    abiertos: list[GrupoDePendientes]
    respondidos: list[GrupoDePendientes]
    total_abiertos: int
    vencidas: int
    por_vencer: int


def mias(facultades: Facultades) -> ObligacionQuerySet:
    """Las que responden las instituciones por las que actúa, según la materia de cada designación."""
    condicion = Q(pk__in=[])
    for encargo in facultades.encargos_con(Capacidad.VER_LO_SUYO):
        suya = Q(partes__institucion=encargo.institucion)
        condicion |= suya & Q(compromiso__disposicion=encargo.materia) if encargo.materia else suya
    ids = Obligacion.objects.filter(condicion).values("pk")
    return obligaciones_visibles(facultades).filter(pk__in=ids)


def cuantas_abiertas(facultades: Facultades) -> int:
    """Las que esperan algo de esta persona: lo que anuncia la navegación."""
    return mias(facultades).nacidas(facultades.hoy).filter(estado__in=[Estado.PENDIENTE, Estado.CON_OBSERVACIONES], por_confirmar=False).count()


def lista_de(facultades: Facultades) -> Lista:
    hoy = facultades.hoy
    filas = mias(facultades).nacidas(hoy).con_situacion(hoy).con_lo_de_lista().select_related("compromiso__disposicion__reunion")
    pendientes = [_pendiente(facultades, o) for o in filas.prefetch_related("insumos__partes__institucion")]
    pendientes.sort(key=_orden)
    abiertos = [p for p in pendientes if p.situacion not in RESPONDIDAS]
    respondidos = [p for p in pendientes if p.situacion in RESPONDIDAS]
    grupos = [GRUPO_DE[Situacion(p.situacion)] for p in abiertos]
    return Lista(_por_compromiso(abiertos), _por_compromiso(respondidos), len(abiertos), grupos.count(Grupo.VENCIDA), grupos.count(Grupo.POR_VENCER))


def _pendiente(facultades: Facultades, obligacion: Obligacion) -> Pendiente:
    propias = {e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO)}
    observada = obligacion.situacion == Situacion.CON_OBSERVACIONES
    return Pendiente(
        obligacion=obligacion,
        situacion=obligacion.situacion,
        vence_el=obligacion.subsanar_el if observada else obligacion.vence_el,
        original_el=None if observada else obligacion.vence_original_el,
        suspendido_desde=obligacion.detenida_el + UN_DIA if obligacion.detenida_el else None,
        detenido=obligacion.detenida_el is not None and obligacion.detenida_el < facultades.hoy,
        insumos=_de_quien(obligacion) if obligacion.situacion == Situacion.EN_ESPERA_DE_INSUMO else (),
        instituciones=tuple(p.institucion.nombre for p in obligacion.partes.all() if p.institucion_id in propias),
        puede_presentar=bool(instituciones_que_presentan(facultades, obligacion)),
    )


def _de_quien(obligacion: Obligacion) -> tuple[str, ...]:
    faltan = [i for i in obligacion.insumos.all() if i.estado not in (Estado.CUMPLIDA, Estado.NO_APLICA, Estado.NO_COMPETENTE, Estado.SIN_EFECTO)]
    return tuple(dict.fromkeys(p.institucion.nombre_corto for i in faltan for p in i.partes.all()))


def _orden(pendiente: Pendiente) -> tuple:
    return _URGENCIA.get(Situacion(pendiente.situacion), 5), pendiente.vence_el or date.max, pendiente.obligacion.clave


def _por_compromiso(pendientes: Iterable[Pendiente]) -> list[GrupoDePendientes]:
    """Cada grupo ocupa el lugar de su pendiente más urgente."""
    grupos: dict = {}
    for pendiente in pendientes:
        compromiso = pendiente.obligacion.compromiso
        grupos.setdefault(compromiso.pk, GrupoDePendientes(compromiso)).pendientes.append(pendiente)
    return list(grupos.values())


def atendibles(facultades: Facultades, obligacion: Obligacion) -> list[Obligacion]:
    """Otras que un mismo oficio puede atender: de las mismas instituciones y que hoy reciben entrega de esta persona."""
    mismas = set(instituciones_que_presentan(facultades, obligacion))
    filas = (
        mias(facultades)
        .nacidas(facultades.hoy)
        .filter(estado__in=[Estado.PENDIENTE, Estado.CON_OBSERVACIONES])
        .exclude(pk=obligacion.pk)
        .con_situacion(facultades.hoy)
        .con_lo_de_lista()
        .urgentes_primero()
    )
    return [o for o in filas if mismas & set(instituciones_que_presentan(facultades, o))]


def instituciones_para(facultades: Facultades, obligacion: Obligacion) -> list[Institucion]:
    """Por cuáles de sus instituciones puede presentar aquí."""
    ids = instituciones_que_presentan(facultades, obligacion)
    return list(Institucion.objects.filter(pk__in=ids).select_related("entidad").order_by("nombre"))
