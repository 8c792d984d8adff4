"""El único lugar que contesta «¿puede ver o hacer esto, y por qué no?».

La misma regla con dos caras: sobre un objeto (``puede_…`` → ``Permitido | Negado(motivo)``) y como queryset
(``visibles_para``). Los derechos salen solo de las designaciones vigentes; sin designación no hay ninguno.
"""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from conferencia.domain.estados import ABIERTOS, Estado
from conferencia.domain.permisos import ROLES_DE_ENLACE, Capacidad, Encargo, Facultades, Negado, Permitido, Respuesta
from conferencia.models import (
    Archivo,
    Compromiso,
    ContactoInstitucional,
    Designacion,
    Disposicion,
    Entrega,
    Informe,
    Institucion,
    Obligacion,
    Parte,
    Reunion,
    Usuario,
)

SIN_DESIGNACION = Negado("No tienes ninguna designación vigente. Pide a la Secretaría Técnica que la registre.")
NO_ES_TUYO = Negado("No existe o no está a tu alcance.", existe=False)


class AccesoNegado(PermissionDenied):
    """Una negativa con su razón; web y API la cuentan igual (403, o 404 si el objeto no debe ni sospecharse)."""

    def __init__(self, negado: Negado):
        self.negado = negado
        super().__init__(negado.motivo)


def exigir(respuesta: Respuesta) -> None:
    """Sigue si está permitido; si no, ``AccesoNegado``."""
    if isinstance(respuesta, Negado):
        raise AccesoNegado(respuesta)


def facultades_de(usuario, hoy: date) -> Facultades:
    """Facultades por las designaciones vigentes a ``hoy``. Un anónimo o una cuenta inactiva no tiene ninguna."""
    if not isinstance(usuario, Usuario) or not usuario.is_active:
        return Facultades(None, hoy)
    filas = list(Designacion.objects.vigentes(hoy).filter(usuario=usuario).select_related("institucion__entidad", "entidad"))
    encargos = tuple(
        Encargo(d.rol, d.institucion_id, d.entidad_id, d.materia_id, f"{d.institucion or d.entidad or 'Conferencia'} ({d.get_rol_display()})") for d in filas
    )
    return Facultades(usuario.pk, hoy, encargos, _con_enlace({e.institucion for e in encargos if e.rol == "contacto"}, hoy))


def facultades_del_sistema(hoy: date) -> Facultades:
    """Para órdenes de administración y rutinas: las de la Secretaría Técnica, sin persona."""
    return Facultades(None, hoy, (Encargo("st_titular", None, None, None, "Sistema"),))


def _con_enlace(instituciones: set, hoy: date) -> frozenset[tuple[UUID, UUID | None]]:
    """Solo importa a quien es contacto oficial: mientras no haya enlace para una materia, actúa él."""
    if not instituciones:
        return frozenset()
    enlaces = Designacion.objects.vigentes(hoy).filter(institucion__in=instituciones, rol__in=ROLES_DE_ENLACE)
    return frozenset(enlaces.values_list("institucion", "materia"))


def _exige(facultades: Facultades, capacidad: Capacidad, motivo: str) -> Respuesta:
    if not facultades.encargos:
        return SIN_DESIGNACION
    return Permitido() if facultades.tiene(capacidad) else Negado(motivo)


# --- Ver -----------------------------------------------------------------------------------------------------------


def obligaciones_visibles(facultades: Facultades) -> QuerySet[Obligacion]:
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
    """Con archivos: Secretaría Técnica y auditoría, todos; una institución, los de oficios que presentó ella."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO):
        return Archivo.objects.all()
    propias = [e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO)]
    entregas = entregas_visibles(facultades).filter(institucion__in=propias)
    visibles = Q(oficios__entregas__in=entregas)
    if facultades.encargos:
        visibles |= Q(acta__estado="publicada")
    informes = informes_visibles(facultades)
    return Archivo.objects.filter(visibles | Q(informe__in=informes)).distinct()


def informes_visibles(facultades: Facultades) -> QuerySet[Informe]:
    """El informe general habla de todas las entidades: solo quien las ve todas."""
    return Informe.objects.all() if facultades.tiene(Capacidad.VER_TODO) else Informe.objects.none()


def instituciones_visibles(facultades: Facultades) -> QuerySet[Institucion]:
    """El directorio institucional es de todos los designados; los datos de las personas, no."""
    return Institucion.objects.all() if facultades.encargos else Institucion.objects.none()


def designaciones_visibles(facultades: Facultades) -> QuerySet[Designacion]:
    """Las personas: Secretaría Técnica y auditoría, todas; los demás, las de sus propias instituciones y la suya."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return Designacion.objects.all()
    if not facultades.encargos:
        return Designacion.objects.none()
    return Designacion.objects.filter(Q(institucion__in=_propias(facultades)) | Q(usuario=facultades.usuario))


def contactos_visibles(facultades: Facultades) -> QuerySet[ContactoInstitucional]:
    """El titular y su correo son datos de una persona: la misma regla que las designaciones."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return ContactoInstitucional.objects.all()
    return ContactoInstitucional.objects.filter(institucion__in=_propias(facultades))


def _propias(facultades: Facultades) -> set[UUID]:
    return {e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO) if e.institucion}


_VISIBLES = {
    Obligacion: obligaciones_visibles,
    Reunion: reuniones_visibles,
    Disposicion: disposiciones_visibles,
    Compromiso: compromisos_visibles,
    Entrega: entregas_visibles,
    Archivo: archivos_visibles,
    Informe: informes_visibles,
    Institucion: instituciones_visibles,
    Designacion: designaciones_visibles,
    ContactoInstitucional: contactos_visibles,
}


def visibles_para(facultades: Facultades, modelo) -> QuerySet:
    """Lo que de ``modelo`` puede ver. Un modelo sin regla escrita no se ve (``KeyError``: se niega por omisión)."""
    return _VISIBLES[modelo](facultades)


def puede_ver(facultades: Facultades, objeto) -> Respuesta:
    if not facultades.encargos:
        return SIN_DESIGNACION
    visible = visibles_para(facultades, type(objeto)).filter(pk=objeto.pk).exists()
    return Permitido() if visible else NO_ES_TUYO


# --- Hacer ---------------------------------------------------------------------------------------------------------


def puede_presentar(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Presentar una entrega: un enlace de alguna de las partes, o su contacto oficial mientras no haya enlace para esa materia.

    De lo ajeno no se dice ni su estado: primero se mira si le toca.
    """
    if not facultades.encargos:
        return SIN_DESIGNACION
    if not instituciones_que_presentan(facultades, obligacion):
        return _por_que_no_presenta(facultades, obligacion)
    if obligacion.estado == Estado.EN_REVISION:
        return Negado("La Secretaría Técnica está revisando lo que presentaste: espera su dictamen.")
    if obligacion.estado not in ABIERTOS:
        return Negado(f"La obligación está {obligacion.get_estado_display().lower()}: ya no recibe entregas.")
    return Permitido()


def _por_que_no_presenta(facultades: Facultades, obligacion: Obligacion) -> Negado:
    if not puede_ver(facultades, obligacion):
        return NO_ES_TUYO
    if facultades.es_secretaria_tecnica:
        return Negado("Presentan las instituciones obligadas; lo recibido en ventanilla se registra a nombre de ellas.")
    if facultades.tiene(Capacidad.PRESENTAR_SIN_ENLACE):
        return Negado("Tu institución ya tiene enlace vigente: es quien presenta.")
    return Negado("Tu designación permite consultar, no presentar.")


def instituciones_que_presentan(facultades: Facultades, obligacion: Obligacion) -> list[UUID]:
    """De las partes de la obligación, aquellas por las que esta persona puede presentar."""
    partes = {p.institucion_id for p in obligacion.partes.all()}
    disposicion = obligacion.compromiso.disposicion_id
    encargos = facultades.encargos_con(Capacidad.PRESENTAR)
    encargos += [e for e in facultades.encargos_con(Capacidad.PRESENTAR_SIN_ENLACE) if not facultades.atendida(e.institucion, disposicion)]
    suyas = {e.institucion for e in encargos if e.institucion in partes and e.materia in (None, disposicion)}
    return sorted(suyas)


def puede_dictaminar(facultades: Facultades) -> Respuesta:
    return _exige(facultades, Capacidad.DICTAMINAR, "Solo la Secretaría Técnica dictamina lo presentado.")


def puede_capturar_actas(facultades: Facultades) -> Respuesta:
    return _exige(facultades, Capacidad.CAPTURAR_ACTAS, "Solo la Secretaría Técnica captura y publica actas.")


def puede_emitir_informes(facultades: Facultades) -> Respuesta:
    return _exige(facultades, Capacidad.EMITIR_INFORMES, "El informe general abarca a todas las entidades y tu designación no.")


def puede_consultar_informes(facultades: Facultades) -> Respuesta:
    return _exige(facultades, Capacidad.VER_TODO, "Los informes generales abarcan a todas las entidades y tu designación no.")


def puede_designar(facultades: Facultades) -> Respuesta:
    return _exige(facultades, Capacidad.DESIGNAR, "Solo la Secretaría Técnica registra designaciones.")


def puede_ver_bitacora(facultades: Facultades) -> Respuesta:
    return _exige(facultades, Capacidad.VER_BITACORA, "La bitácora la consultan la Secretaría Técnica y la auditoría.")


def puede_crear_credencial(facultades: Facultades, titular: UUID) -> Respuesta:
    """Cada quien las suyas; el sistema (órdenes de administración), las de cualquiera."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    return Permitido() if facultades.usuario in (None, titular) else NO_ES_TUYO


def puede_revocar_credencial(facultades: Facultades, titular: UUID) -> Respuesta:
    """También quien se quedó sin designación puede revocar las que dejó."""
    propia = facultades.usuario == titular or (facultades.usuario is None and facultades.encargos)
    return Permitido() if propia else NO_ES_TUYO
