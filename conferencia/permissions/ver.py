"""Ver: la regla como queryset (``visibles_para``) y sobre un objeto (``puede_ver``)."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from conferencia.domain.permisos import Capacidad, Facultades, Permitido, Respuesta
from conferencia.models import (
    Acuse,
    Archivo,
    ArchivoDeOficio,
    Compromiso,
    ContactoInstitucional,
    CopiaDeOficio,
    Designacion,
    Disposicion,
    Entrega,
    EstadoTurno,
    Expediente,
    Importacion,
    Informe,
    Institucion,
    Medicion,
    Obligacion,
    Oficio,
    OficioDeSalida,
    Parte,
    PropuestaDeDesignacion,
    Reunion,
    Sentido,
    Solicitud,
    Turno,
)
from conferencia.models.designacion import DesignacionQuerySet
from conferencia.models.estructura import VigenteQuerySet
from conferencia.models.obligacion import ObligacionQuerySet
from conferencia.permissions.derechos import NO_ES_TUYO, SIN_DESIGNACION
from conferencia.permissions.designar import propuestas_visibles
from conferencia.permissions.salida import expedientes_visibles, salidas_visibles


def obligaciones_visibles(facultades: Facultades) -> ObligacionQuerySet:
    return Obligacion.objects.filter(_ve_obligacion(facultades))


def _ve_obligacion(facultades: Facultades, obligacion: str = "pk", prefijo: str = "") -> Q:
    """Condición «esta obligación le toca» vista desde otro modelo: ``prefijo`` es el camino hasta ella."""
    if facultades.tiene(Capacidad.VER_TODO):
        return Q()
    condicion = Q(pk__in=[])
    for encargo in facultades.encargos_con(Capacidad.VER_LO_SUYO):
        partes = Parte.objects.filter(obligacion=OuterRef(obligacion), institucion=encargo.institucion)
        suya = Q(Exists(partes))
        if encargo.materia:
            suya &= Q(**{f"{prefijo}compromiso__disposicion": encargo.materia})
        condicion |= suya
    for encargo in facultades.encargos_con(Capacidad.VER_SU_ENTIDAD):
        condicion |= Q(Exists(Parte.objects.filter(obligacion=OuterRef(obligacion), institucion__entidad=encargo.entidad)))
    return condicion


def reuniones_visibles(facultades: Facultades) -> QuerySet[Reunion]:
    """El acta la conocen todos los designados; solo ven las publicadas quienes no las capturan."""
    if not facultades.encargos:
        return Reunion.objects.none()
    if facultades.tiene(Capacidad.CAPTURAR_ACTAS):
        return Reunion.objects.all()
    return Reunion.objects.filter(acta__estado="publicada")


def disposiciones_visibles(facultades: Facultades) -> QuerySet[Disposicion]:
    return Disposicion.objects.filter(reunion__in=reuniones_visibles(facultades))


def compromisos_visibles(facultades: Facultades) -> QuerySet[Compromiso]:
    return Compromiso.objects.filter(disposicion__reunion__in=reuniones_visibles(facultades))


def entregas_visibles(facultades: Facultades) -> QuerySet[Entrega]:
    """Las de obligaciones que ve; en las conjuntas, cada parte ve lo que se presenta en esa misma obligación."""
    return Entrega.objects.filter(_ve_obligacion(facultades, "obligacion", "obligacion__"))


def archivos_visibles(facultades: Facultades) -> QuerySet[Archivo]:
    """Con archivos: Secretaría Técnica y auditoría, todos; una institución, los de oficios que presentó ella, también con sus cifras.

    Los de una prórroga o no competencia, también las demás partes de esa obligación: les cambia lo que deben.
    """
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return Archivo.objects.all()
    propias = [e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO)]
    entregas = entregas_visibles(facultades).filter(institucion__in=propias)
    visibles = Q(oficios__entregas__in=entregas) | Q(oficios__solicitudes__in=_solicitudes_propias(facultades))
    visibles |= Q(oficios__mediciones__in=mediciones_visibles(facultades).filter(institucion__in=propias))
    if facultades.encargos:
        visibles |= Q(acta__estado="publicada")
    salidas, expedientes = salidas_visibles(facultades), expedientes_visibles(facultades)
    visibles |= Q(oficios__salida__in=salidas) | Q(acuse_de_salida__in=salidas) | Q(expediente_pdf__in=expedientes) | Q(expediente_paquete__in=expedientes)
    if areas_de(facultades):
        turnos = turnos_visibles(facultades)
        visibles |= Q(oficios__entregas__turnos__in=turnos) | Q(opiniones__in=turnos)
    visibles |= Q(oficios__in=oficios_visibles(facultades)) | Q(acuse__in=acuses_visibles(facultades)) | Q(informe__in=informes_visibles(facultades))
    return Archivo.objects.filter(visibles).distinct()


def oficios_visibles(facultades: Facultades) -> QuerySet[Oficio]:
    """Secretaría Técnica y auditoría, todos; una institución, los que ella presentó. Con materia, solo los que atienden esa disposición."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return Oficio.objects.all()
    condicion = Q(pk__in=[])
    for encargo in facultades.encargos_con(Capacidad.VER_LO_SUYO):
        suyo = Q(remitente=encargo.institucion, sentido=Sentido.ENTRADA)
        if encargo.materia:
            entregas = Entrega.objects.filter(oficio=OuterRef("pk"), obligacion__compromiso__disposicion=encargo.materia)
            solicitudes = Solicitud.objects.filter(oficio=OuterRef("pk"), obligacion__compromiso__disposicion=encargo.materia)
            suyo &= Q(Exists(entregas)) | Q(Exists(solicitudes))
        condicion |= suyo
    return Oficio.objects.filter(condicion)


def copias_de_oficio_visibles(facultades: Facultades) -> QuerySet[CopiaDeOficio]:
    """Las de oficios de los que puede abrir todos los archivos: junta lo de cada uno, y basta uno ajeno para negarla."""
    ajenos = ArchivoDeOficio.objects.filter(oficio=OuterRef("oficio")).exclude(archivo__in=archivos_visibles(facultades).order_by().values("pk"))
    return CopiaDeOficio.objects.filter(~Exists(ajenos))


def turnos_visibles(facultades: Facultades) -> QuerySet[Turno]:
    """Secretaría Técnica y auditoría, todos; un área técnica, los que se le turnaron y no se cancelaron. Nadie más: la opinión es de uso interno."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return Turno.objects.all()
    return Turno.objects.filter(institucion__in=areas_de(facultades)).exclude(estado=EstadoTurno.CANCELADO)


def areas_de(facultades: Facultades) -> set[UUID]:
    """Las instituciones por las que opina."""
    return {e.institucion for e in facultades.encargos_con(Capacidad.OPINAR) if e.institucion}


def areas_tecnicas(hoy: date) -> QuerySet[Institucion]:
    """Aquellas con alguien designado hoy para opinar: a las que se les puede turnar."""
    designadas = Designacion.objects.vigentes(hoy).filter(rol="area_tecnica", usuario__is_active=True)
    return Institucion.objects.filter(pk__in=designadas.values("institucion")).order_by("nombre")


def acuses_visibles(facultades: Facultades) -> QuerySet[Acuse]:
    """El de cada oficio que ve."""
    return Acuse.objects.filter(oficio__in=oficios_visibles(facultades))


def informes_visibles(facultades: Facultades) -> QuerySet[Informe]:
    """El informe general habla de todas las entidades: solo quien las ve todas."""
    return Informe.objects.all() if facultades.tiene(Capacidad.VER_TODO) else Informe.objects.none()


def instituciones_visibles(facultades: Facultades) -> QuerySet[Institucion]:
    """El directorio institucional es de todos los designados; los datos de las personas, no."""
    return Institucion.objects.all() if facultades.encargos else Institucion.objects.none()


def designaciones_visibles(facultades: Facultades) -> DesignacionQuerySet:
    """Las personas: Secretaría Técnica y auditoría, todas; los demás, las de sus propias instituciones y la suya."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return Designacion.objects.all()
    if not facultades.encargos:
        return Designacion.objects.none()
    return Designacion.objects.filter(Q(institucion__in=_propias(facultades)) | Q(usuario=facultades.usuario))


def contactos_visibles(facultades: Facultades) -> VigenteQuerySet:
    """El titular y su correo son datos de una persona: la misma regla que las designaciones."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return ContactoInstitucional.objects.all()
    return ContactoInstitucional.objects.filter(institucion__in=_propias(facultades))


def _propias(facultades: Facultades) -> set[UUID]:
    return {e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO) if e.institucion}


def solicitudes_visibles(facultades: Facultades) -> QuerySet[Solicitud]:
    """Prórrogas y no competencias de las obligaciones que ve; y las que su institución pidió, aunque ya no sea parte."""
    if facultades.tiene(Capacidad.VER_TODO):
        return Solicitud.objects.all()
    return Solicitud.objects.filter(_ve_obligacion(facultades, "obligacion", "obligacion__") | _pidio(facultades))


def _pidio(facultades: Facultades) -> Q:
    condicion = Q(pk__in=[])
    for encargo in facultades.encargos_con(Capacidad.VER_LO_SUYO):
        materia = {"obligacion__compromiso__disposicion": encargo.materia} if encargo.materia else {}
        condicion |= Q(institucion=encargo.institucion, **materia)
    return condicion


def _solicitudes_propias(facultades: Facultades) -> QuerySet[Solicitud]:
    """Las que ve por lo que a sus instituciones toca: quien solo consulta o coordina las lee, sin sus archivos."""
    return solicitudes_visibles(Facultades(facultades.usuario, facultades.hoy, tuple(facultades.encargos_con(Capacidad.VER_LO_SUYO))))


def mediciones_visibles(facultades: Facultades) -> QuerySet[Medicion]:
    """Las cifras de las obligaciones que ve."""
    return Medicion.objects.filter(_ve_obligacion(facultades, "obligacion", "obligacion__"))


def importaciones_visibles(facultades: Facultades) -> QuerySet[Importacion]:
    """Traen el seguimiento de todas las instituciones: solo quien importa."""
    return Importacion.objects.all() if facultades.tiene(Capacidad.IMPORTAR) else Importacion.objects.none()


_VISIBLES = {
    Turno: turnos_visibles,
    Solicitud: solicitudes_visibles,
    Medicion: mediciones_visibles,
    Importacion: importaciones_visibles,
    OficioDeSalida: salidas_visibles,
    Expediente: expedientes_visibles,
    Obligacion: obligaciones_visibles,
    Reunion: reuniones_visibles,
    Disposicion: disposiciones_visibles,
    Compromiso: compromisos_visibles,
    Entrega: entregas_visibles,
    Archivo: archivos_visibles,
    CopiaDeOficio: copias_de_oficio_visibles,
    Oficio: oficios_visibles,
    Acuse: acuses_visibles,
    Informe: informes_visibles,
    Institucion: instituciones_visibles,
    Designacion: designaciones_visibles,
    ContactoInstitucional: contactos_visibles,
    PropuestaDeDesignacion: propuestas_visibles,
}


def visibles_para(facultades: Facultades, modelo) -> QuerySet:
    """Lo que de ``modelo`` puede ver. Un modelo sin regla escrita no se ve (``KeyError``: se niega por omisión)."""
    return _VISIBLES[modelo](facultades)


def puede_ver(facultades: Facultades, objeto) -> Respuesta:
    if not facultades.encargos:
        return SIN_DESIGNACION
    visible = visibles_para(facultades, type(objeto)).filter(pk=objeto.pk).exists()
    return Permitido() if visible else NO_ES_TUYO
