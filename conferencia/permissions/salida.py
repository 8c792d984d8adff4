"""Quién ve y quién hace los oficios de salida y los expedientes."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from conferencia.domain.permisos import Capacidad, Encargo, Facultades, Negado, Permitido, Respuesta
from conferencia.domain.salida import EMITIDOS
from conferencia.models import EntidadFederativa, Expediente, Institucion, Obligacion, OficioDeSalida
from conferencia.permissions.derechos import SIN_DESIGNACION, exige


def puede_emitir_oficios(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.EMITIR_OFICIOS, "Solo la Secretaría Técnica prepara y emite oficios.")


def puede_consultar_salidas(facultades: Facultades) -> Respuesta:
    """La página de oficios de salida: quien los ve todos y quien puede recibir alguno."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO) or facultades.tiene(Capacidad.VER_LO_SUYO):
        return Permitido()
    return Negado("Los oficios de salida los ven la Secretaría Técnica, la auditoría y la institución a la que se dirigen.")


def salidas_visibles(facultades: Facultades) -> QuerySet[OficioDeSalida]:
    """Secretaría Técnica y auditoría, todos; una institución, los ya emitidos que se le dirigieron o de los que recibió copia."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return OficioDeSalida.objects.all()
    condicion = Q(pk__in=[])
    for encargo in facultades.encargos_con(Capacidad.VER_LO_SUYO):
        condicion |= _dirigidos(encargo)
    return OficioDeSalida.objects.filter(condicion, estado__in=EMITIDOS)


def _dirigidos(encargo: Encargo) -> Q:
    """Con materia, solo los que tratan nada más de ella: uno que habla de todo lo de la institución no es de quien lleva una parte."""
    copia = OficioDeSalida.copiadas.through.objects.filter(oficiodesalida=OuterRef("pk"), institucion=encargo.institucion)
    suyo = Q(institucion=encargo.institucion) | Q(Exists(copia))
    if not encargo.materia:
        return suyo
    de_ella = OficioDeSalida.obligaciones.through.objects.filter(oficiodesalida=OuterRef("pk"))
    materia = {"obligacion__compromiso__disposicion": encargo.materia}
    return suyo & Q(Exists(de_ella.filter(**materia))) & ~Q(Exists(de_ella.exclude(**materia)))


def expedientes_visibles(facultades: Facultades) -> QuerySet[Expediente]:
    """Secretaría Técnica y auditoría, todos; una institución, los que se hicieron con solo lo suyo."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return Expediente.objects.all()
    condicion = Q(pk__in=[])
    for encargo in facultades.encargos_con(Capacidad.VER_LO_SUYO):
        materia = {"obligacion__compromiso__disposicion": encargo.materia} if encargo.materia else {}
        condicion |= Q(alcance=encargo.institucion, **materia)
    return Expediente.objects.filter(condicion | Q(entidad__in=entidades_propias(facultades)))


def entidades_propias(facultades: Facultades) -> QuerySet[EntidadFederativa]:
    """Aquellas por todas cuyas instituciones actúa, en todas las materias: lo de una no basta para ver lo de las demás."""
    suyas = [e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO) if e.materia is None and e.institucion]
    de_ella = Institucion.objects.filter(entidad=OuterRef("pk"))
    return EntidadFederativa.objects.filter(Exists(de_ella.filter(pk__in=suyas)), ~Exists(de_ella.exclude(pk__in=suyas)))


def puede_pedir_expediente_de(facultades: Facultades, de: Institucion | EntidadFederativa) -> Respuesta:
    """El de todo lo que debe. Quien lleva una sola materia pide el de cada obligación: este juntaría lo que no es suyo."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO) or _actua_por(facultades, de):
        return Permitido()
    return Negado("Este expediente lo piden la Secretaría Técnica, la auditoría y quien actúa por la institución en todas las materias.")


def puede_cancelar_expediente(facultades: Facultades, expediente: Expediente) -> Respuesta:
    if facultades.es_secretaria_tecnica or (facultades.encargos and expediente.pedido_por_id == facultades.usuario):
        return Permitido()
    return Negado("Lo cancela quien lo pidió o la Secretaría Técnica.")


def _actua_por(facultades: Facultades, de: Institucion | EntidadFederativa) -> bool:
    if isinstance(de, EntidadFederativa):
        return entidades_propias(facultades).filter(pk=de.pk).exists()
    return any(e.institucion == de.pk and e.materia is None for e in facultades.encargos_con(Capacidad.VER_LO_SUYO))


def alcances_de_expediente(facultades: Facultades, obligacion: Obligacion) -> list:
    """Con qué alcance puede pedirlo: ``None`` es completo; si no, ids de las instituciones por las que actúa y son parte."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return [None]
    partes = {p.institucion_id for p in obligacion.partes.all()}
    disposicion = obligacion.compromiso.disposicion_id
    suyos = {e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO) if e.institucion in partes and e.materia in (None, disposicion)}
    return sorted(suyos)


def puede_pedir_expediente(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    if not facultades.encargos:
        return SIN_DESIGNACION
    if alcances_de_expediente(facultades, obligacion):
        return Permitido()
    return Negado("El expediente lo piden la Secretaría Técnica, la auditoría y las instituciones que responden de la obligación.")
