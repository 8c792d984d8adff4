"""Nombrar y relevar: de aquí salen los derechos. El trabajo es de la institución, no de la persona."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import ContactoInstitucional, Designacion, Disposicion, EntidadFederativa, Institucion, Oficio, Rol, Usuario
from conferencia.permissions import Facultades, exigir, puede_designar
from conferencia.services.hechos import Asiento, asentar


class DesignacionRechazada(NoProcede):
    """No se puede designar así; el mensaje dice por qué."""


@transaction.atomic
def designar(
    *,
    por: Facultades,
    email: str,
    nombre: str,
    rol: Rol,
    institucion: Institucion | None = None,
    entidad: EntidadFederativa | None = None,
    materia: Disposicion | None = None,
    oficio: Oficio | None = None,
    desde: date | None = None,
    hasta: date | None = None,
) -> Designacion:
    """Da a una persona un encargo con vigencia ``[desde, hasta)``; si no tenía cuenta, nace aquí, sin contraseña utilizable."""
    exigir(puede_designar(por))
    desde = desde or reloj.hoy()
    if hasta is not None and hasta <= desde:
        raise DesignacionRechazada("La designación debe terminar después de empezar.")
    usuario = _usuario(email, nombre)
    try:
        with transaction.atomic():
            designacion = Designacion.objects.create(
                usuario=usuario, rol=rol, institucion=institucion, entidad=entidad, materia=materia, oficio=oficio, vigencia=DateRange(desde, hasta)
            )
    except IntegrityError as error:
        raise DesignacionRechazada(_por_que(error)) from error
    datos = {"persona": usuario.email, "rol": rol, "institucion": institucion.clave if institucion else "", "hasta": hasta}
    hecho = Asiento(clase="designacion.registrada", objeto=designacion, rige_el=desde, a=rol, datos=datos)
    asentar([hecho], actor=por.usuario)
    return designacion


def _usuario(email: str, nombre: str) -> Usuario:
    """La cuenta de ese correo, o una nueva sin contraseña: solo se entra por el enlace que llega a ese mismo correo, y por eso consta verificado."""
    usuario = Usuario.objects.filter(email__iexact=email.strip()).first()
    if usuario is None:
        usuario = Usuario.objects.create_user(email.strip(), nombre=nombre)
        EmailAddress.objects.create(user=usuario, email=usuario.email, verified=True, primary=True)
    return usuario


def _por_que(error: IntegrityError) -> str:
    if "traslape" in str(error):
        return "Esa persona ya tiene esa designación en esas fechas."
    return "La designación no tiene el ámbito que su rol exige: revisa institución, entidad y vigencia."


@transaction.atomic
def terminar_designacion(*, por: Facultades, designacion: Designacion, el: date, motivo: str) -> Designacion:
    """Deja de regir desde ``el``, inclusive. Lo pendiente se queda en la institución."""
    exigir(puede_designar(por))
    if not motivo.strip():
        raise DesignacionRechazada("Escribe el motivo del término.")
    vigencia = designacion.vigencia
    if el <= vigencia.lower or (vigencia.upper is not None and el >= vigencia.upper):
        raise DesignacionRechazada("La fecha de término debe caer dentro de la vigencia.")
    designacion.vigencia, designacion.motivo_termino = DateRange(vigencia.lower, el), motivo.strip()
    designacion.save(update_fields=["vigencia", "motivo_termino"])
    hecho = Asiento(clase="designacion.terminada", objeto=designacion, rige_el=el, de=designacion.rol, motivo=motivo.strip())
    asentar([hecho], actor=por.usuario)
    return designacion


@transaction.atomic
def cambiar_contacto(*, por: Facultades, institucion: Institucion, titular: str, cargo: str, correo: str) -> ContactoInstitucional:
    """El contacto oficial desde hoy; el anterior queda en la historia con su vigencia."""
    exigir(puede_designar(por))
    hoy = reloj.hoy()
    actual = institucion.contactos.vigentes(hoy).first()
    if actual and actual.vigencia.lower < hoy:
        actual.vigencia = DateRange(actual.vigencia.lower, hoy)
        actual.save(update_fields=["vigencia"])
        actual = None
    contacto = actual or ContactoInstitucional(institucion=institucion, vigencia=DateRange(hoy, None))
    contacto.titular, contacto.cargo, contacto.correo = titular.strip(), cargo.strip(), correo.strip().lower()
    contacto.save()
    datos = {"institucion": institucion.clave, "titular": contacto.titular, "cargo": contacto.cargo, "correo": contacto.correo}
    asentar([Asiento(clase="contacto.cambiado", objeto=institucion, datos=datos)], actor=por.usuario)
    return contacto
