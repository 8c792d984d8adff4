"""Los correos de un relevo: a quien se designa, a quien termina, a quien debe confirmar y a quien propuso."""

import json
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from conferencia import reloj
from conferencia.models import ContactoInstitucional, Designacion, Hecho, PropuestaDeDesignacion, Usuario
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Activacion, Aviso, EstadoAviso, Regla
from enlaces.queries.destinatarios import Destinatario
from enlaces.services import inmediatos
from enlaces.services.registro import nuevo


def _aviso(regla: Regla, hecho: Hecho, a: Destinatario, *, sale_desde: datetime | None = None) -> list[Aviso]:
    aviso = nuevo(regla, clave_inmediata(regla, hecho.numero, a.correo), a, para_el=reloj.hoy(), hecho=hecho, sale_desde=sale_desde)
    return [aviso] if a.correo else []


def a_la_persona(usuario: Usuario, designacion: Designacion | None, calidad: str) -> Destinatario:
    institucion = designacion.institucion_id if designacion else None
    return Destinatario(usuario.email.lower(), usuario.nombre, usuario.pk, institucion, calidad, str(designacion.institucion or "") if designacion else "")


def designacion_de(hecho: Hecho) -> Designacion:
    return Designacion.objects.select_related("usuario", "institucion__entidad", "materia__reunion", "oficio").get(pk=hecho.sujeto_id)


def _registrada(hecho: Hecho) -> list[Aviso]:
    designacion = designacion_de(hecho)
    if json.loads(hecho.datos).get("historica"):
        return []
    espera = PropuestaDeDesignacion.objects.filter(designacion=designacion, con_dictamen=True).exists()  # el dictamen se puede deshacer un rato
    sale = hecho.asentado_en + settings.DESHACER_DURANTE if espera else None
    return _aviso(Regla.DESIGNACION, hecho, a_la_persona(designacion.usuario, designacion, "te designaron en"), sale_desde=sale)


def _terminada(hecho: Hecho) -> list[Aviso]:
    """De la que se anuló sin que la persona llegara a saberlo, nada se le dice."""
    designacion = designacion_de(hecho)
    supo = Aviso.objects.filter(regla=Regla.DESIGNACION, hecho__sujeto_id=designacion.pk, estado__in=[EstadoAviso.ENVIANDO, EstadoAviso.ENVIADO])
    if designacion.anulada_en and not supo.exists():
        return []
    return _aviso(Regla.TERMINO, hecho, a_la_persona(designacion.usuario, designacion, "terminó tu designación en"))


def _activacion(hecho: Hecho) -> list[Aviso]:
    activacion = Activacion.objects.select_related("usuario", "contacto__institucion").filter(pk=hecho.sujeto_id).first()
    if activacion is None:
        return []
    if activacion.usuario:
        return _aviso(Regla.ACTIVACION, hecho, a_la_persona(activacion.usuario, None, "pediste activar tu cuenta"))
    assert activacion.contacto is not None
    return _aviso(Regla.INVITACION, hecho, al_contacto(activacion.contacto))


def al_contacto(contacto: ContactoInstitucional) -> Destinatario:
    return Destinatario(
        contacto.correo.lower(), contacto.titular or contacto.cargo, None, contacto.institucion_id, "es el correo oficial de", str(contacto.institucion)
    )


def _contacto(hecho: Hecho) -> list[Aviso]:
    """El nuevo contacto oficial recibe su invitación, si de verdad cambió el correo."""
    datos = json.loads(hecho.datos)
    contacto = ContactoInstitucional.objects.vigentes(reloj.hoy()).select_related("institucion").filter(pk=hecho.sujeto_id).first()
    if contacto is None or not datos.get("despues"):
        return []
    return _aviso(Regla.INVITACION, hecho, al_contacto(contacto))


def propuesta_de(hecho: Hecho) -> PropuestaDeDesignacion:
    return PropuestaDeDesignacion.objects.select_related("institucion__entidad", "materia__reunion", "oficio", "propuesta_por").get(pk=hecho.sujeto_id)


def _por_confirmar(hecho: Hecho) -> list[Aviso]:
    propuesta = propuesta_de(hecho)
    vigentes = ContactoInstitucional.objects.vigentes(reloj.hoy()).select_related("institucion").exclude(correo="")
    contacto = vigentes.filter(institucion=propuesta.institucion_id).first()
    return _aviso(Regla.CONFIRMACION, hecho, al_contacto(contacto)) if contacto else []


def _rechazada(hecho: Hecho) -> list[Aviso]:
    """A quien la propuso con su cuenta; al desconocido no se le contesta: no se sabe quién es."""
    propuesta = propuesta_de(hecho)
    quien = propuesta.propuesta_por
    if quien is None or quien.pk == hecho.actor_id or propuesta.remitente:
        return []
    persona = Destinatario(quien.email.lower(), quien.nombre, quien.pk, propuesta.institucion_id, "propusiste a esta persona por", str(propuesta.institucion))
    return _aviso(Regla.NO_ACEPTADA, hecho, persona)


DE_HECHO: dict[str, Callable[[Hecho], list[Aviso]]] = {
    "designacion.registrada": _registrada,
    "designacion.terminada": _terminada,
    "designacion.anulada": _terminada,
    "designacion.vencida": _terminada,
    "activacion.pedida": _activacion,
    "contacto.cambiado": _contacto,
    "contacto.invitado": _contacto,
    "propuesta.por_confirmar": _por_confirmar,
    "propuesta.confirmacion_pedida": _por_confirmar,
    "propuesta.rechazada": _rechazada,
}


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    for clase, avisos in DE_HECHO.items():
        inmediatos.inscribir(clase, avisos)
