"""Designar y relevar: quién propone, quién confirma, quién termina, y quién ve a qué personas."""

from uuid import UUID

from django.db.models import Q, QuerySet

from conferencia.domain.permisos import Capacidad, Facultades, Negado, Permitido, Respuesta
from conferencia.models import Designacion, Institucion, Obligacion, PropuestaDeDesignacion
from conferencia.permissions.derechos import NO_ES_TUYO, SIN_DESIGNACION

QUE_PROPONEN = frozenset({"contacto", "enlace_titular"})


def _por(facultades: Facultades, institucion: UUID | None, *roles: str) -> bool:
    return institucion is not None and any(e.institucion == institucion and e.rol in roles for e in facultades.encargos)


def puede_proponer_designacion(facultades: Facultades, institucion: Institucion) -> Respuesta:
    """El contacto oficial o el enlace titular por su institución; la Secretaría Técnica, lo que llega a su mesa."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if facultades.tiene(Capacidad.DESIGNAR) or _por(facultades, institucion.pk, *QUE_PROPONEN):
        return Permitido()
    if _por(facultades, institucion.pk, "enlace_suplente", "enlace_captura", "enlace_consulta"):
        return Negado("Designa el contacto oficial de tu institución o su enlace titular.")
    return NO_ES_TUYO


def puede_terminar(facultades: Facultades, designacion: Designacion) -> Respuesta:
    """La Secretaría Técnica, cualquiera; el contacto oficial, las de enlaces de su institución."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if facultades.tiene(Capacidad.DESIGNAR):
        return Permitido()
    if not _por(facultades, designacion.institucion_id, "contacto"):
        return NO_ES_TUYO if not _propia(facultades, designacion) else Negado("Lo termina el contacto oficial de la institución o la Secretaría Técnica.")
    return Permitido() if designacion.rol.startswith("enlace_") else Negado("Solo la Secretaría Técnica cambia al contacto oficial.")


def _propia(facultades: Facultades, designacion: Designacion) -> bool:
    return designacion.usuario_id == facultades.usuario or any(e.institucion == designacion.institucion_id for e in facultades.encargos if e.institucion)


def puede_delegar(facultades: Facultades, designacion: Designacion) -> Respuesta:
    """El propio enlace titular, el contacto oficial de su institución o la Secretaría Técnica."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if designacion.rol != "enlace_titular":
        return Negado("Solo delega un enlace titular.") if _propia(facultades, designacion) or facultades.tiene(Capacidad.DESIGNAR) else NO_ES_TUYO
    suya = designacion.usuario_id == facultades.usuario and designacion.delegada_de_id is None
    if suya or facultades.tiene(Capacidad.DESIGNAR) or _por(facultades, designacion.institucion_id, "contacto"):
        return Permitido()
    return Negado("Delega el propio enlace titular o el contacto oficial.") if _propia(facultades, designacion) else NO_ES_TUYO


def puede_confirmar(facultades: Facultades, propuesta: PropuestaDeDesignacion) -> Respuesta:
    """Solo el contacto oficial de esa institución: es quien puede decir que la persona es suya."""
    if _por(facultades, propuesta.institucion_id, "contacto"):
        return Permitido()
    return NO_ES_TUYO if not facultades.tiene(Capacidad.DESIGNAR) else Negado("La confirma el contacto oficial de la institución, con la liga que le llegó.")


def puede_presentar_designando(facultades: Facultades, obligacion: Obligacion) -> list[UUID]:
    """De las partes de una obligación que se cumple designando, por cuáles puede presentar su contacto oficial, haya o no enlace."""
    if not obligacion.compromiso.designa:
        return []
    partes = {p.institucion_id for p in obligacion.partes.all()}
    return sorted(e.institucion for e in facultades.encargos if e.rol == "contacto" and e.institucion in partes)


def propuestas_visibles(facultades: Facultades) -> QuerySet[PropuestaDeDesignacion]:
    """Secretaría Técnica y auditoría, todas; los demás, las de las instituciones por las que proponen y las que hicieron."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return PropuestaDeDesignacion.objects.all()
    if not facultades.encargos:
        return PropuestaDeDesignacion.objects.none()
    propias = [e.institucion for e in facultades.encargos if e.rol in QUE_PROPONEN]
    condicion = Q(institucion__in=propias)
    if facultades.usuario:
        suyas = [e.institucion for e in facultades.encargos if e.institucion]
        condicion |= Q(propuesta_por=facultades.usuario, institucion__in=suyas)
    return PropuestaDeDesignacion.objects.filter(condicion)
