"""Hacer: sobre qué objeto puede actuar cada quien, y por qué no."""

from uuid import UUID

from conferencia.domain.estados import ABIERTOS, POR_ENTREGAR, Estado
from conferencia.domain.permisos import Capacidad, Facultades, Negado, Permitido, Respuesta
from conferencia.models import ClaseSolicitud, EstadoSolicitud, EstadoTurno, Institucion, Obligacion, Solicitud, Turno
from conferencia.permissions.derechos import NO_ES_TUYO, SIN_DESIGNACION, exige
from conferencia.permissions.designar import puede_presentar_designando
from conferencia.permissions.ver import areas_de, puede_ver


def puede_presentar(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Presentar una entrega: un enlace de alguna de las partes, o su contacto oficial mientras no haya enlace para esa materia; designar, siempre.

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


def puede_registrar_a_nombre(facultades: Facultades, obligacion: Obligacion, institucion: Institucion) -> Respuesta:
    """Lo llegado por ventanilla o por correo: la Secretaría Técnica lo registra a nombre de una de las partes."""
    if not (puede := exige(facultades, Capacidad.DICTAMINAR, "Solo la Secretaría Técnica registra lo que llega por ventanilla o por correo.")):
        return puede
    if institucion.pk not in {p.institucion_id for p in obligacion.partes.all()}:
        return Negado(f"{institucion} no responde de {obligacion.clave}.")
    if obligacion.estado not in POR_ENTREGAR:
        return Negado(f"La obligación {obligacion.clave} está {obligacion.get_estado_display().lower()}: no espera entrega.")
    return Permitido()


def puede_registrar_oficios(facultades: Facultades) -> Respuesta:
    """Lo que llega en papel lo sella y registra la Secretaría Técnica, atienda o no una obligación."""
    return exige(facultades, Capacidad.DICTAMINAR, "Solo la Secretaría Técnica registra lo que llega por ventanilla.")


def puede_listar_oficios(facultades: Facultades) -> Respuesta:
    """Quien ve alguno: la Secretaría Técnica y la auditoría, y cada institución los suyos."""
    if facultades.tiene(Capacidad.VER_ARCHIVOS_DE_TODO) or facultades.tiene(Capacidad.VER_LO_SUYO):
        return Permitido()
    return Negado("Tu designación no abarca los oficios que se presentan.") if facultades.encargos else SIN_DESIGNACION


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
    return sorted({*suyas, *puede_presentar_designando(facultades, obligacion)})


def puede_dictaminar(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.DICTAMINAR, "Solo la Secretaría Técnica dictamina lo presentado.")


def puede_opinar(facultades: Facultades, turno: Turno) -> Respuesta:
    """El área a la que se le turnó, mientras espere opinión."""
    if not puede_ver(facultades, turno):
        return NO_ES_TUYO
    if turno.institucion_id not in areas_de(facultades):
        return Negado("Opina el área técnica a la que se le turnó.")
    if turno.estado != EstadoTurno.PENDIENTE:
        return Negado(f"Este turno ya está cerrado: {turno.get_estado_display().lower()}.")
    return Permitido()


def puede_disponer_plazos(facultades: Facultades) -> Respuesta:
    return exige(facultades, Capacidad.DISPONER_PLAZOS, "Solo la Secretaría Técnica resuelve solicitudes y dispone sobre los plazos.")


def puede_pedir_prorroga(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Quien puede presentar, mientras el plazo no haya vencido y no haya otra por resolver. Cuántas y hasta cuándo lo dice el límite."""
    if not (propia := _por_su_institucion(facultades, obligacion)):
        return propia
    if obligacion.estado not in POR_ENTREGAR:
        return Negado(f"La obligación está {obligacion.get_estado_display().lower()}: no hay entrega pendiente que aplazar.")
    if obligacion.vence_el is None:
        return Negado("Esta obligación no tiene vencimiento: no hay plazo que prorrogar.")
    if min(facultades.hoy, obligacion.detenida_el or facultades.hoy) > obligacion.vence_el:
        return Negado("El plazo ya venció: la prórroga se pide antes de vencer. Presenta tu oficio aunque sea tarde, y explica en él por qué.")
    if obligacion.solicitudes.filter(clase=ClaseSolicitud.PRORROGA, estado=EstadoSolicitud.PENDIENTE).exists():
        return Negado("Ya hay una prórroga por resolver en esta obligación.")
    return Permitido()


def puede_alegar_no_competencia(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Quien puede presentar, mientras la obligación siga abierta y ninguna de sus instituciones lo tenga ya por resolver."""
    if not (propia := _por_su_institucion(facultades, obligacion)):
        return propia
    if obligacion.estado not in ABIERTOS:
        return Negado(f"La obligación está {obligacion.get_estado_display().lower()}: ya no hay competencia que alegar.")
    suyas = instituciones_que_presentan(facultades, obligacion)
    alegadas = obligacion.solicitudes.filter(clase=ClaseSolicitud.NO_COMPETENCIA, estado=EstadoSolicitud.PENDIENTE, institucion__in=suyas)
    if alegadas.count() >= len(suyas):
        return Negado("Tu institución ya alegó no ser competente aquí; falta que la Secretaría Técnica lo resuelva.")
    return Permitido()


def puede_desistir(facultades: Facultades, solicitud: Solicitud) -> Respuesta:
    """Retira lo pedido quien puede presentar por la institución que lo pidió, mientras no se resuelva."""
    if not puede_ver(facultades, solicitud):
        return NO_ES_TUYO
    if solicitud.institucion_id not in instituciones_que_presentan(facultades, solicitud.obligacion):
        return Negado("Desiste quien puede presentar por la institución que lo pidió.")
    if solicitud.estado != EstadoSolicitud.PENDIENTE:
        return Negado(f"Esta solicitud ya está {solicitud.get_estado_display().lower()}.")
    return Permitido()


def _por_su_institucion(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Pide y alega quien puede presentar por alguna de las partes. De lo ajeno no se dice ni su estado."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if instituciones_que_presentan(facultades, obligacion):
        return Permitido()
    if puede_ver(facultades, obligacion) and facultades.es_secretaria_tecnica:
        return Negado("Lo piden con oficio las instituciones obligadas; la Secretaría Técnica lo resuelve.")
    return _por_que_no_presenta(facultades, obligacion)


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


def puede_suscribirse(facultades: Facultades, titular: UUID, institucion: Institucion | None) -> Respuesta:
    """Cada quien, a su propio calendario: el de una institución suya o, quien las ve todas, el de cualquiera."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if facultades.usuario != titular:
        return NO_ES_TUYO
    suyas = {e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO)}
    if institucion is not None and institucion.pk not in suyas and not facultades.tiene(Capacidad.VER_TODO):
        return NO_ES_TUYO
    return Permitido()


def puede_revocar_credencial(facultades: Facultades, titular: UUID) -> Respuesta:
    """También quien se quedó sin designación puede revocar las que dejó."""
    propia = facultades.usuario == titular or (facultades.usuario is None and facultades.encargos)
    return Permitido() if propia else NO_ES_TUYO
