"""Quién ve los avisos que se mandaron y los correos que llegaron, y quién decide sobre ellos."""

from django.db.models import Q, QuerySet

from conferencia.domain.permisos import Capacidad, Negado, Respuesta
from conferencia.models import Entrega, EstadoEntrega, Obligacion
from conferencia.permissions import NO_ES_TUYO, SIN_DESIGNACION, Facultades, Permitido, instituciones_que_presentan, puede_dictaminar
from enlaces.models import POR_ATENDER, Aviso, CorreoRecibido, EstadoCorreo


def avisos_visibles(facultades: Facultades) -> QuerySet[Aviso]:
    """Secretaría Técnica y auditoría, todos: son datos de personas. Cada quien, los que se le mandaron."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return Aviso.objects.all()
    if facultades.usuario is None or not facultades.encargos:
        return Aviso.objects.none()
    return Aviso.objects.filter(usuario=facultades.usuario)


def correos_visibles(facultades: Facultades) -> QuerySet[CorreoRecibido]:
    """Secretaría Técnica y auditoría, todos. Quien responde, los que están por confirmar, o se confirmaron, a nombre de sus instituciones.

    El que primero pareció suyo y se confirmó a nombre de otra deja de verse: nunca lo fue.
    """
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return CorreoRecibido.objects.all()
    suyas = Entrega.objects.none()
    for encargo in facultades.encargos_con(Capacidad.PRESENTAR):
        suya = Entrega.objects.filter(institucion=encargo.institucion)
        suyas |= suya.filter(obligacion__compromiso__disposicion=encargo.materia) if encargo.materia else suya
    por_confirmar = suyas.filter(estado=EstadoEntrega.POR_CONFIRMAR).values("candidata__correo")
    propuestos = Q(estado=EstadoCorreo.PROPUESTO, pk__in=por_confirmar)
    return CorreoRecibido.objects.filter(propuestos | Q(estado=EstadoCorreo.CONFIRMADO, oficio__in=suyas.values("oficio")))


def puede_confirmar(facultades: Facultades, correo: CorreoRecibido) -> Respuesta:
    """La Secretaría Técnica, cualquiera. Quien responde, si todo lo que el correo dejó por confirmar es de lo que puede presentar."""
    if correo.estado not in POR_ATENDER:
        return Negado(f"Este correo ya está {correo.get_estado_display().lower()}.")
    if puede_dictaminar(facultades):
        return Permitido()
    if correo.estado != EstadoCorreo.PROPUESTO or not correos_visibles(facultades).filter(pk=correo.pk).exists():
        return NO_ES_TUYO
    anotadas = correo.candidatas.filter(entrega__estado=EstadoEntrega.POR_CONFIRMAR).select_related("obligacion__compromiso")
    if all(c.institucion_id in instituciones_que_presentan(facultades, c.obligacion) for c in anotadas):
        return Permitido()
    return Negado("Este correo también se refiere a otras instituciones: lo confirma la Secretaría Técnica.")


def obligaciones_por_confirmar(correo: CorreoRecibido) -> QuerySet[Obligacion]:
    return Obligacion.objects.filter(entregas__candidata__correo=correo, entregas__estado=EstadoEntrega.POR_CONFIRMAR)


def puede_ver_reglas(facultades: Facultades) -> Respuesta:
    """Cómo se avisa lo puede mirar quien ve a quién se avisó."""
    if not facultades.encargos:
        return SIN_DESIGNACION
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return Permitido()
    return Negado("Las reglas de aviso las ven la Secretaría Técnica y la auditoría.")
