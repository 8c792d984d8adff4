"""Oficios que salen de la Secretaría Técnica: lo que funda una suspensión, un evento o una fecha objetivo."""

from datetime import date

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.permisos import Facultades
from conferencia.models import Canal, Institucion, Oficio, Sentido, TipoInstitucion


class OficioRechazado(NoProcede):
    """El oficio no se puede registrar así; el mensaje dice por qué. ``campo``: el del formulario."""


def oficio_de_salida(*, por: Facultades, numero: str, fecha: date, asunto: str) -> Oficio:
    """Lo registra dentro de la transacción de quien dispone, que es quien autoriza. Falla con ``OficioRechazado``."""
    if not numero.strip():
        raise OficioRechazado("Escribe el número del oficio.", "oficio_numero")
    if fecha > reloj.hoy():
        raise OficioRechazado("La fecha del oficio no puede ser posterior a hoy.", "oficio_fecha")
    remitente = Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave").first()
    if remitente is None:
        raise OficioRechazado("El catálogo no tiene a la Secretaría Técnica: no hay quien firme el oficio.", "oficio_numero")
    ahora = reloj.ahora()
    return Oficio.objects.create(
        sentido=Sentido.SALIDA,
        numero=numero.strip(),
        fecha=fecha,
        asunto=asunto[:300],
        remitente=remitente,
        canal=Canal.VENTANILLA,
        recibido_en=ahora,
        registrado_en=ahora,
        registrado_por_id=por.usuario,
    )
