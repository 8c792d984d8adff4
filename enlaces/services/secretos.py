"""Lo que un correo lleva y su registro no: la liga de un solo uso y el código.

El cuerpo se guarda con señas en su lugar; al entregarlo se ponen los de verdad. Quien lee el registro de avisos no puede usarlos.
"""

from django.db.models import Q

from conferencia import reloj
from conferencia.models import ContactoInstitucional, PropuestaDeDesignacion
from enlaces.models import Activacion, Aviso, Confirmacion, Regla
from enlaces.services import llaves
from enlaces.services.activaciones import activacion_de
from enlaces.services.confirmaciones import confirmacion_de

LIGA, CODIGO = "liga-que-solo-va-en-el-correo", "código-solo-en-el-correo"


def revelar(aviso: Aviso, cuerpo: str) -> str:
    """El cuerpo como debe llegar. Sin señas, tal cual."""
    if LIGA not in cuerpo:
        return cuerpo
    if aviso.regla == Regla.CONFIRMACION:
        confirmacion = _confirmacion(aviso)
        return cuerpo.replace(LIGA, llaves.token_de(Confirmacion, confirmacion.semilla)) if confirmacion else cuerpo
    activacion = _activacion(aviso)
    return cuerpo.replace(LIGA, llaves.token_de(Activacion, activacion.semilla)).replace(CODIGO, llaves.codigo_de(activacion.semilla))


def _activacion(aviso: Aviso) -> Activacion:
    if aviso.usuario:
        return activacion_de(usuario=aviso.usuario)
    suyos = ContactoInstitucional.objects.vigentes(reloj.hoy()).filter(Q(institucion=aviso.institucion_id), correo__iexact=aviso.correo)
    return activacion_de(contacto=suyos.get())


def _confirmacion(aviso: Aviso) -> Confirmacion | None:
    assert aviso.hecho is not None, "la confirmación nace de un hecho"
    return confirmacion_de(PropuestaDeDesignacion.objects.select_related("institucion").get(pk=aviso.hecho.sujeto_id))
