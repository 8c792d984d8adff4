"""Quién es enlace de cada institución, quién lo fue y con qué oficio; y a cuáles les falta."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.models import Archivo, ContactoInstitucional, Designacion, Disposicion, EntidadFederativa, Institucion, Parte, Usuario
from conferencia.permissions import Facultades, archivos_visibles, contactos_visibles, designaciones_visibles, instituciones_visibles
from enlaces.queries.vacantes import sin_enlace, vacantes_desde

SIN_ACTIVAR, ACTIVA = "sin_activar", "activa"
SIN_CONTRASENA = Q(usuario__password__startswith=UNUSABLE_PASSWORD_PREFIX)


@dataclass(frozen=True)
class Filtro:
    """``q``: institución o, a quien ve personas, nombre o correo. ``cuenta``: «sin_activar» o «activa»."""

    q: str = ""
    entidad: EntidadFederativa | None = None
    rol: str = ""
    materia: Disposicion | None = None
    cuenta: str = ""
    vacantes: bool = False
    todas: bool = False


def directorio(facultades: Facultades, filtro: Filtro) -> QuerySet[Institucion]:
    """Instituciones que deben algo (o ``filtro.todas``), con ``con_enlace`` anotado.

    ``vigentes`` y ``oficiales`` traen solo las personas que quien pregunta puede ver; un filtro de personas solo halla a las que ve.
    """
    hoy = facultades.hoy
    enlaces = Designacion.objects.vigentes(hoy).filter(institucion=OuterRef("pk"), rol__in=ROLES_DE_ENLACE)
    filas = instituciones_visibles(facultades).exclude(tipo="ST").annotate(con_enlace=Exists(enlaces))
    if not filtro.todas:
        filas = filas.filter(Exists(Parte.objects.filter(institucion=OuterRef("pk"))))
    if filtro.entidad:
        filas = filas.filter(entidad=filtro.entidad)
    if filtro.vacantes:
        filas = filas.filter(con_enlace=False)
    de_personas = _de_personas(filtro)
    personas = designaciones_visibles(facultades).sin_terminar(hoy)
    if de_personas:
        filas = filas.filter(Exists(personas.filter(de_personas, institucion=OuterRef("pk"))))
        personas = personas.filter(de_personas)
    if filtro.q:
        halladas = personas.filter(Q(usuario__nombre__icontains=filtro.q) | Q(usuario__email__icontains=filtro.q), institucion=OuterRef("pk"))
        filas = filas.filter(Q(nombre__icontains=filtro.q) | Q(siglas__iexact=filtro.q) | Q(clave__icontains=filtro.q) | Exists(halladas))
    personas = personas.select_related("usuario", "materia", "oficio", "delegada_de__usuario").order_by("rol", "usuario__nombre")
    return (
        filas.select_related("entidad")
        .prefetch_related(Prefetch("designaciones", personas, "vigentes"), Prefetch("contactos", contactos_visibles(facultades).vigentes(hoy), "oficiales"))
        .order_by("entidad__orden", "tipo", "nombre")
    )


def _de_personas(filtro: Filtro) -> Q:
    condicion = Q()
    if filtro.rol:
        condicion &= Q(rol=filtro.rol)
    if filtro.materia:
        condicion &= Q(materia=filtro.materia) | Q(materia__isnull=True)
    if filtro.cuenta:
        condicion &= SIN_CONTRASENA if filtro.cuenta == SIN_ACTIVAR else ~SIN_CONTRASENA
    return condicion


def designaciones_para_exportar(facultades: Facultades, filtro: Filtro) -> list[Designacion]:
    """Las del directorio ya filtrado, una por renglón, en el mismo orden."""
    return [d for institucion in directorio(facultades, filtro) for d in _con_institucion(institucion)]


def _con_institucion(institucion: Institucion) -> list[Designacion]:
    for designacion in institucion.vigentes:  # type: ignore[attr-defined]
        designacion.institucion = institucion
    return institucion.vigentes  # type: ignore[attr-defined]


def vacantes(facultades: Facultades) -> int:
    """Cuántas de las instituciones que ve no tienen enlace hoy."""
    return sin_enlace(facultades.hoy).filter(pk__in=instituciones_visibles(facultades).values("pk")).count()


@dataclass(frozen=True)
class EnlacesDeInstitucion:
    """``enlaces`` puede venir vacío porque no los hay (``vacante``) o porque no le toca verlos a quien pregunta. ``dias``: de vacante."""

    vacante: bool
    dias: int
    enlaces: list[Designacion]
    contacto: ContactoInstitucional | None


def enlaces_de(facultades: Facultades, institucion: UUID) -> EnlacesDeInstitucion:
    hoy = facultades.hoy
    suyas = Designacion.objects.vigentes(hoy).filter(institucion=institucion, rol__in=ROLES_DE_ENLACE)
    visibles = designaciones_visibles(facultades).vigentes(hoy).filter(institucion=institucion).select_related("usuario", "materia", "oficio")
    contacto = contactos_visibles(facultades).vigentes(hoy).filter(institucion=institucion).first()
    vacante = not suyas.exists()
    dias = (hoy - vacantes_desde({institucion}, hoy)[institucion]).days if vacante else 0
    return EnlacesDeInstitucion(vacante, dias, list(visibles.order_by("rol")), contacto)


# --- La historia ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DesignacionVista:
    """``archivos``: los del oficio que la nombra que quien mira puede abrir."""

    designacion: Designacion
    archivos: Sequence[Archivo]


def historia_de(facultades: Facultades, institucion: Institucion) -> list[DesignacionVista]:
    """Quién ha sido enlace o contacto, de la más nueva a la más vieja, con el oficio detrás de cada una."""
    filas = designaciones_visibles(facultades).filter(institucion=institucion)
    return _vistas(facultades, filas)


def de_la_persona(facultades: Facultades, usuario: UUID) -> list[DesignacionVista]:
    """Sus designaciones, hasta donde quien mira alcanza a ver."""
    return _vistas(facultades, designaciones_visibles(facultades).filter(usuario=usuario))


def _vistas(facultades: Facultades, filas: QuerySet[Designacion]) -> list[DesignacionVista]:
    juntas = filas.select_related("usuario", "institucion", "entidad", "materia", "oficio", "sustituye_a__usuario", "delegada_de__usuario")
    lista = list(juntas.order_by("-vigencia", "pk"))
    archivos: dict[UUID, list[Archivo]] = {}
    oficios = {d.oficio_id for d in lista if d.oficio_id}
    if oficios:
        abribles = archivos_visibles(facultades).filter(adjunto_en__oficio__in=oficios).values_list("adjunto_en__oficio", "pk")
        pares = list(abribles)
        por_id = Archivo.objects.in_bulk({a for _, a in pares})
        for oficio, archivo in pares:
            if oficio in oficios and por_id[archivo] not in archivos.setdefault(oficio, []):
                archivos[oficio].append(por_id[archivo])
    return [DesignacionVista(d, archivos.get(d.oficio_id, []) if d.oficio_id else []) for d in lista]


def contactos_de(facultades: Facultades, institucion: Institucion) -> list[ContactoInstitucional]:
    return list(contactos_visibles(facultades).filter(institucion=institucion).order_by("-vigencia"))


def personas_visibles(facultades: Facultades) -> QuerySet[Usuario]:
    """De quienes ve alguna designación, de hoy o de antes."""
    return Usuario.objects.filter(pk__in=designaciones_visibles(facultades).values("usuario"))
