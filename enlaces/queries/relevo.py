"""Lo que recibe quien llega: qué debe su institución, para cuándo, qué le observaron, qué se mandó y quién es quién."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from conferencia.domain.estados import ABIERTOS, Estado
from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import ContactoInstitucional, Designacion, Obligacion, Observacion, Oficio
from conferencia.permissions import Facultades, contactos_visibles, designaciones_visibles, obligaciones_visibles, visibles_para
from enlaces.models import Borrador

ULTIMOS_OFICIOS, EN_LA_PAGINA = 8, 12


@dataclass(frozen=True)
class Relevo:
    """``pendientes``: lo abierto, lo más urgente primero (a lo más doce); ``cuantos``: todo lo abierto. ``borradores``: lo que dejó a medias quien sale."""

    designacion: Designacion
    pendientes: Sequence[Obligacion]
    cuantos: int
    vencidas: int
    observaciones: Sequence[Observacion]
    oficios: Sequence[Oficio]
    borradores: Sequence[Borrador]
    personas: Sequence[Designacion]
    contacto: ContactoInstitucional | None


def al_entrar(facultades: Facultades) -> QuerySet[Designacion]:
    """Las designaciones de quien acaba de entrar que tienen página de relevo."""
    if facultades.usuario is None:
        return Designacion.objects.none()
    filas = Designacion.objects.vigentes(facultades.hoy).filter(usuario=facultades.usuario, institucion__isnull=False)
    return filas.exclude(institucion__tipo="ST").select_related("institucion", "materia").order_by("institucion__nombre", "pk")


def relevos_visibles(facultades: Facultades) -> QuerySet[Designacion]:
    """La de cada quien, y las de su institución para su contacto oficial; la Secretaría Técnica, todas."""
    return visibles_para(facultades, Designacion).filter(institucion__isnull=False, anulada_en__isnull=True)


def de_su_encargo(facultades: Facultades, designacion: Designacion) -> QuerySet[Obligacion]:
    """Las obligaciones de la institución que caen en la materia de la designación, hasta donde quien mira alcanza a ver."""
    filas = obligaciones_visibles(facultades).nacidas(facultades.hoy)
    suyas = Obligacion.objects.filter(partes__institucion=designacion.institucion_id)
    if designacion.materia_id:
        suyas = suyas.filter(compromiso__disposicion=designacion.materia_id)
    return filas.filter(pk__in=suyas.values("pk"))


def ver_relevo(facultades: Facultades, designacion: Designacion) -> Relevo:
    hoy = facultades.hoy
    suyas = de_su_encargo(facultades, designacion)
    abiertas = list(suyas.filter(estado__in=ABIERTOS).con_situacion(hoy).con_lo_de_lista().select_related("compromiso__disposicion").urgentes_primero())
    grupos = [GRUPO_DE[Situacion(o.situacion)] for o in abiertas]
    observaciones = Observacion.objects.filter(entrega__obligacion__in=suyas.filter(estado=Estado.CON_OBSERVACIONES).values("pk"), atendida_en__isnull=True)
    oficios = Oficio.objects.filter(entregas__obligacion__in=suyas.values("pk"), remitente=designacion.institucion_id).distinct()
    personas = designaciones_visibles(facultades).vigentes(hoy).filter(institucion=designacion.institucion_id).exclude(pk=designacion.pk)
    return Relevo(
        designacion=designacion,
        pendientes=abiertas[:EN_LA_PAGINA],
        cuantos=len(abiertas),
        vencidas=grupos.count(Grupo.VENCIDA),
        observaciones=list(observaciones.select_related("entrega__obligacion__compromiso").order_by("subsanar_el", "numero")),
        oficios=list(oficios.order_by("-recibido_en")[:ULTIMOS_OFICIOS]),
        borradores=list(borradores_heredables(facultades, designacion)),
        personas=list(personas.select_related("usuario", "materia").order_by("rol", "usuario__nombre")),
        contacto=contactos_visibles(facultades).vigentes(hoy).filter(institucion=designacion.institucion_id).first(),
    )


def borradores_heredables(facultades: Facultades, designacion: Designacion) -> QuerySet[Borrador]:
    """Lo que dejó a medias quien ya no tiene encargo en la institución, de obligaciones que tocan a quien llega."""
    siguen = Designacion.objects.vigentes(facultades.hoy).filter(institucion=designacion.institucion_id, rol__in={*ROLES_DE_ENLACE, "contacto"})
    fueron = Designacion.objects.filter(institucion=designacion.institucion_id).values("usuario")
    filas = Borrador.objects.filter(Q(usuario__in=fueron) & ~Q(usuario__in=siguen.values("usuario")))
    filas = filas.filter(obligacion__in=de_su_encargo(facultades, designacion).values("pk"))
    return filas.select_related("usuario", "obligacion__compromiso__disposicion").order_by("-creado_en")
