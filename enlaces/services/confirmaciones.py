"""Quien un desconocido propone no tiene cuenta hasta que el contacto oficial de la institución lo reconoce, con una liga que llega a su correo."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import ContactoInstitucional, EstadoPropuesta, PropuestaDeDesignacion
from conferencia.permissions import Facultades, exigir, facultades_del_contacto, puede_designar
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.propuestas import confirmar_propuesta, negar_propuesta
from enlaces.models import Confirmacion
from enlaces.services import llaves

DURA = timedelta(days=7)


class ConfirmacionImposible(NoProcede):
    """La liga no sirve; el mensaje dice por qué."""


def confirmacion_de(propuesta: PropuestaDeDesignacion) -> Confirmacion | None:
    """La liga viva para el contacto oficial de hoy, o una nueva; ``None`` si la institución no tiene correo oficial.

    Si el contacto cambió, la liga que llegó al anterior deja de servir.
    """
    contacto = ContactoInstitucional.objects.vigentes(reloj.hoy()).filter(institucion=propuesta.institucion_id).exclude(correo="").first()
    if contacto is None:
        return None
    vivas = Confirmacion.objects.filter(propuesta=propuesta, usada_en__isnull=True, revocada_en__isnull=True)
    ahora = reloj.ahora()
    if (actual := vivas.first()) and llaves.esta_viva(actual, ahora) and actual.correo == contacto.correo:
        return actual
    vivas.update(revocada_en=ahora)
    semilla = llaves.semilla()
    huella = llaves.huella_de(Confirmacion, llaves.token_de(Confirmacion, semilla))
    try:
        with transaction.atomic():
            return Confirmacion.objects.create(
                propuesta=propuesta, contacto=contacto, correo=contacto.correo, creada_en=ahora, vence_en=ahora + DURA, semilla=semilla, huella=huella
            )
    except IntegrityError:
        return Confirmacion.objects.get(propuesta=propuesta, usada_en__isnull=True, revocada_en__isnull=True)


def estado_de(confirmacion: Confirmacion) -> str:
    """Por qué la liga no sirve, o vacío si sirve."""
    propuesta = confirmacion.propuesta
    if confirmacion.usada_en or propuesta.estado != EstadoPropuesta.POR_CONFIRMAR:
        return f"Esto ya se resolvió: {propuesta.get_estado_display().lower()}. No hace falta que hagas nada más."
    sigue = ContactoInstitucional.objects.vigentes(reloj.hoy()).filter(pk=confirmacion.contacto_id, correo__iexact=confirmacion.correo).exists()
    if confirmacion.revocada_en or not sigue:
        return "Esta liga ya no sirve: cambió el contacto oficial de la institución o se mandó otra."
    if not llaves.esta_viva(confirmacion, reloj.ahora()):
        return "Esta liga venció: dura siete días. Pide a la Secretaría Técnica que te mande otra."
    return ""


@transaction.atomic
def contestar(confirmacion: Confirmacion, *, reconoce: bool, motivo: str = "") -> PropuestaDeDesignacion:
    """El contacto oficial confirma o niega. Gasta la liga; dos respuestas a la vez, una gana y la otra se entera.

    Actúa como contacto de la institución de *esa* propuesta y de ninguna más. Falla con ``ConfirmacionImposible`` o como los servicios que llama.
    """
    confirmacion = Confirmacion.objects.select_for_update(of=("self",)).select_related("propuesta__institucion").get(pk=confirmacion.pk)
    if porque := estado_de(confirmacion):
        raise ConfirmacionImposible(porque)
    propuesta, por = confirmacion.propuesta, _por(confirmacion)
    hecha = confirmar_propuesta(por=por, propuesta=propuesta) if reconoce else negar_propuesta(por=por, propuesta=propuesta, motivo=motivo)
    Confirmacion.objects.filter(pk=confirmacion.pk).update(usada_en=reloj.ahora())
    return hecha


def _por(confirmacion: Confirmacion) -> Facultades:
    return facultades_del_contacto(confirmacion.propuesta.institucion, reloj.hoy())


@transaction.atomic
def avisar_de_nuevo(*, por: Facultades, propuesta: PropuestaDeDesignacion) -> bool:
    """Otra liga, al contacto oficial de hoy; la anterior deja de servir. Falso si la institución no tiene a quién mandarla."""
    exigir(puede_designar(por))
    Confirmacion.objects.filter(propuesta=propuesta, usada_en__isnull=True, revocada_en__isnull=True).update(revocada_en=reloj.ahora())
    confirmacion = confirmacion_de(propuesta)
    if confirmacion is None:
        return False
    datos = {"persona": propuesta.email, "institucion": propuesta.institucion.clave, "correo": confirmacion.correo}
    asentar([Asiento(clase="propuesta.confirmacion_pedida", objeto=propuesta, datos=datos)], actor=por.usuario)
    return True
