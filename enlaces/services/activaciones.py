"""La cuenta nace de una designación y se abre con una liga que llega a su correo: 72 horas, un solo uso, consumida solo con POST.

Los filtros de correo abren las ligas: por eso leerla no la gasta. Nunca viaja una contraseña.
"""

from datetime import timedelta
from typing import cast

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import ContactoInstitucional, Designacion, Usuario
from conferencia.permissions import Facultades, exigir, puede_designar, puede_terminar
from conferencia.services.contactos import recibir_al_contacto
from conferencia.services.hechos import Asiento, asentar
from enlaces.models import Activacion
from enlaces.services import llaves

DURA = timedelta(hours=72)
FALLOS = 5  # después, el código ya no sirve y queda la liga
ENTRE_PEDIDAS = timedelta(minutes=10)


class ActivacionImposible(NoProcede):
    """La liga o el código no sirven; el mensaje dice por qué y qué hacer. ``campo``: el del formulario."""


USADA = "Esta liga ya se usó. Si la usaste tú, entra con tu correo y tu contraseña."
REVOCADA = "Esta liga se revocó. Si debes tener acceso, pídelo al contacto oficial de tu institución o a la Secretaría Técnica."
VENCIDA = "Esta liga venció: dura 72 horas. Pide otra; llega al mismo correo."
NO_ES_EL_CODIGO = "Ese código no corresponde a ese correo, ya se usó o ya venció. Revisa los dos datos o usa la liga del correo."


def activacion_de(*, usuario: Usuario | None = None, contacto: ContactoInstitucional | None = None) -> Activacion:
    """La que está viva, o una nueva. La vencida se revoca: de cada persona hay a lo más una."""
    vivas = Activacion.objects.filter(usuario=usuario, contacto=contacto, usada_en__isnull=True, revocada_en__isnull=True)
    ahora = reloj.ahora()
    if (actual := vivas.first()) and llaves.esta_viva(actual, ahora):
        return actual
    vivas.update(revocada_en=ahora)
    return _nueva(usuario=usuario, contacto=contacto)


def _nueva(*, usuario: Usuario | None, contacto: ContactoInstitucional | None) -> Activacion:
    ahora, semilla = reloj.ahora(), llaves.semilla()
    correo = usuario.email if usuario else cast(ContactoInstitucional, contacto).correo
    campos = {"usuario": usuario, "contacto": contacto, "correo": correo, "creada_en": ahora, "vence_en": ahora + DURA, "semilla": semilla}
    campos["huella"] = llaves.huella_de(Activacion, llaves.token_de(Activacion, semilla))
    campos["huella_codigo"] = llaves.huella_de_codigo(semilla, llaves.codigo_de(semilla))
    try:
        with transaction.atomic():
            return Activacion.objects.create(**campos)
    except IntegrityError:  # otro correo de la misma persona la creó en este instante
        return Activacion.objects.get(usuario=usuario, contacto=contacto, usada_en__isnull=True, revocada_en__isnull=True)


def estado_de(activacion: Activacion) -> str:
    """Por qué no sirve, o vacío si sirve."""
    if activacion.usuario and not activacion.usuario.sin_activar:
        return USADA
    if activacion.usada_en:
        return USADA
    if activacion.revocada_en:
        return REVOCADA if activacion.revocada_en < activacion.vence_en else VENCIDA
    if not llaves.esta_viva(activacion, reloj.ahora()):
        return VENCIDA
    return "" if _tiene_por_que(activacion) else REVOCADA


def _tiene_por_que(activacion: Activacion) -> bool:
    """Sigue teniendo un encargo, de hoy o por empezar; o sigue siendo el contacto oficial."""
    if activacion.contacto:
        return ContactoInstitucional.objects.vigentes(reloj.hoy()).filter(pk=activacion.contacto_id, correo__iexact=activacion.correo).exists()
    return Designacion.objects.sin_terminar(reloj.hoy()).filter(usuario=activacion.usuario_id).exists()


@transaction.atomic
def activar(activacion: Activacion, *, contrasena: str) -> Usuario:
    """Pone la contraseña y gasta la liga: dos a la vez, una gana. Falla con ``ActivacionImposible`` sin dejar nada a medias."""
    activacion = Activacion.objects.select_for_update(of=("self",)).select_related("usuario", "contacto__institucion").get(pk=activacion.pk)
    if porque := estado_de(activacion):
        raise ActivacionImposible(porque)
    usuario = activacion.usuario or _del_contacto(cast(ContactoInstitucional, activacion.contacto))
    if usuario.sin_activar:
        _poner(usuario, contrasena)
    Activacion.objects.filter(pk=activacion.pk).update(usada_en=reloj.ahora())
    asentar([Asiento(clase="activacion.usada", objeto=usuario, datos={"persona": usuario.email})], actor=usuario.pk)
    return usuario


def _del_contacto(contacto: ContactoInstitucional) -> Usuario:
    usuario = recibir_al_contacto(contacto).usuario
    if not usuario.sin_activar:
        raise ActivacionImposible(f"{usuario.email} ya tiene cuenta: entra con su contraseña.")
    return usuario


def _poner(usuario: Usuario, contrasena: str) -> None:
    try:
        validate_password(contrasena, usuario)
    except ValidationError as error:
        raise ActivacionImposible(" ".join(error.messages), "contrasena") from error
    usuario.set_password(contrasena)
    usuario.save(update_fields=["password"])


# --- El código ----------------------------------------------------------------------------------------------------------


def por_codigo(correo: str, codigo: str) -> Activacion:
    """La activación viva de ese correo, si el código es el suyo. Cinco errores y el código deja de servir; la liga sigue.

    Falla con las mismas palabras si el correo no existe: no se averigua quién tiene cuenta por abrir.
    """
    viva = Activacion.objects.filter(correo__iexact=correo.strip(), usada_en__isnull=True, revocada_en__isnull=True).order_by("-creada_en").first()
    semilla, huella, fallos = (viva.semilla, viva.huella_codigo, viva.fallos) if viva else ("", "", 0)
    acierta = llaves.es_el_codigo(semilla, codigo.strip(), huella)
    if viva is None:
        raise ActivacionImposible(NO_ES_EL_CODIGO, "codigo")
    if fallos >= FALLOS or Activacion.objects.filter(pk=viva.pk, fallos__lt=FALLOS).update(fallos=F("fallos") + (0 if acierta else 1)) != 1:
        raise ActivacionImposible(NO_ES_EL_CODIGO, "codigo")
    if not acierta or estado_de(viva):
        raise ActivacionImposible(NO_ES_EL_CODIGO, "codigo")
    return viva


# --- Reenviar y revocar ---------------------------------------------------------------------------------------------------


@transaction.atomic
def reenviar(*, por: Facultades, designacion: Designacion) -> Activacion:
    """Una liga nueva al mismo correo; la anterior deja de servir. Quien puede terminar la designación puede reenviarla."""
    exigir(puede_terminar(por, designacion))
    if not designacion.usuario.sin_activar:
        raise ActivacionImposible(f"{designacion.usuario} ya activó su cuenta.")
    revocadas(usuario=designacion.usuario)
    activacion = activacion_de(usuario=designacion.usuario)
    _pedida(activacion, actor=por.usuario)
    return activacion


@transaction.atomic
def invitar(*, por: Facultades, contacto: ContactoInstitucional) -> None:
    """Al contacto oficial, la liga con que abre su cuenta; la anterior deja de servir. Falla si no tiene correo o si ya entra."""
    exigir(puede_designar(por))
    if not contacto.correo:
        raise ActivacionImposible("La institución no tiene correo oficial: captúralo primero.")
    if Usuario.objects.filter(email__iexact=contacto.correo).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        raise ActivacionImposible("Ese correo ya tiene cuenta activa: no necesita invitación.")
    revocadas(contacto=contacto)
    datos = {"institucion": contacto.institucion.clave, "correo": contacto.correo, "despues": contacto.correo}
    asentar([Asiento(clase="contacto.invitado", objeto=contacto, datos=datos)], actor=por.usuario)


@transaction.atomic
def pedir_otra(activacion: Activacion) -> Activacion:
    """Quien llegó con una liga vencida pide otra: va siempre al mismo correo, y no más de una cada diez minutos."""
    activacion = Activacion.objects.select_for_update(of=("self",)).select_related("usuario", "contacto").get(pk=activacion.pk)
    porque = estado_de(activacion)
    if porque not in ("", VENCIDA) or not _tiene_por_que(activacion):
        raise ActivacionImposible(porque or REVOCADA)
    ultima = Activacion.objects.filter(usuario=activacion.usuario, contacto=activacion.contacto).order_by("-creada_en").first()
    if ultima and reloj.ahora() - ultima.creada_en < ENTRE_PEDIDAS:
        raise ActivacionImposible("Ya se mandó otra hace un momento. Revisa tu correo, también los no deseados.")
    revocadas(usuario=activacion.usuario, contacto=activacion.contacto)
    nueva = activacion_de(usuario=activacion.usuario, contacto=activacion.contacto)
    _pedida(nueva, actor=None)
    return nueva


@transaction.atomic
def revocar(*, por: Facultades, designacion: Designacion) -> None:
    """La liga que anda en el correo deja de servir, sin terminar la designación."""
    exigir(puede_terminar(por, designacion))
    if not revocadas(usuario=designacion.usuario):
        raise ActivacionImposible("No hay ninguna liga de activación que revocar.")
    datos = {"persona": designacion.usuario.email}
    asentar([Asiento(clase="activacion.revocada", objeto=designacion.usuario, datos=datos)], actor=por.usuario)


def revocadas(*, usuario: Usuario | None = None, contacto: ContactoInstitucional | None = None) -> int:
    vivas = Activacion.objects.filter(usuario=usuario, contacto=contacto, usada_en__isnull=True, revocada_en__isnull=True)
    return vivas.update(revocada_en=reloj.ahora())


def _pedida(activacion: Activacion, *, actor) -> None:
    asentar([Asiento(clase="activacion.pedida", objeto=activacion, datos={"persona": activacion.correo})], actor=actor)
