"""Hacer: sobre qué objeto puede actuar cada quien, y por qué no."""

from uuid import UUID

from conferencia.domain.estados import ABIERTOS, Estado
from conferencia.domain.permisos import Capacidad, Facultades, Negado, Permitido, Respuesta
from conferencia.models import Obligacion
from conferencia.permissions.derechos import NO_ES_TUYO, SIN_DESIGNACION, exige
from conferencia.permissions.ver import puede_ver


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
    return exige(facultades, Capacidad.DICTAMINAR, "Solo la Secretaría Técnica dictamina lo presentado.")


def puede_disponer_plazos(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.DISPONER_PLAZOS, "Solo la Secretaría Técnica resuelve solicitudes y dispone sobre los plazos.")


def puede_editar_catalogos(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.EDITAR_CATALOGOS, "Solo la Secretaría Técnica edita los catálogos y calendarios.")


def puede_importar(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.IMPORTAR, "Solo la Secretaría Técnica importa un seguimiento anterior.")


def instituciones_que_capturan(facultades: Facultades, obligacion: Obligacion) -> list[UUID]:
    """De las partes de la obligación, aquellas por las que esta persona puede capturar cifras y avance."""
    partes = {p.institucion_id for p in obligacion.partes.all()}
    disposicion = obligacion.compromiso.disposicion_id
    encargos = facultades.encargos_con(Capacidad.CAPTURAR_CIFRAS)
    return sorted({e.institucion for e in encargos if e.institucion in partes and e.materia in (None, disposicion)})


def puede_capturar_cifras(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Un enlace (también el de captura) de alguna de las partes, o la Secretaría Técnica, que asienta a nombre de ellas."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if not puede_ver(facultades, obligacion):
        return NO_ES_TUYO
    if facultades.tiene(Capacidad.DISPONER_PLAZOS) or instituciones_que_capturan(facultades, obligacion):
        return Permitido()
    return Negado("Tu designación permite consultar, no capturar cifras.")


def puede_capturar_actas(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.CAPTURAR_ACTAS, "Solo la Secretaría Técnica captura y publica actas.")


def puede_emitir_informes(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.EMITIR_INFORMES, "El informe general abarca a todas las entidades y tu designación no.")


def puede_consultar_informes(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.VER_TODO, "Los informes generales abarcan a todas las entidades y tu designación no.")


def puede_designar(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.DESIGNAR, "Solo la Secretaría Técnica registra designaciones.")


def puede_ver_bitacora(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.VER_BITACORA, "La bitácora la consultan la Secretaría Técnica y la auditoría.")


def puede_crear_credencial(facultades: Facultades, titular: UUID) -> Respuesta:
    """Cada quien las suyas; el sistema (órdenes de administración), las de cualquiera."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    return Permitido() if facultades.usuario in (None, titular) else NO_ES_TUYO


def puede_revocar_credencial(facultades: Facultades, titular: UUID) -> Respuesta:
    """También quien se quedó sin designación puede revocar las que dejó."""
    propia = facultades.usuario == titular or (facultades.usuario is None and facultades.encargos)
    return Permitido() if propia else NO_ES_TUYO
