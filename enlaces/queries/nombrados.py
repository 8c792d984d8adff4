"""De un oficio de designación ya recibido: quién lo mandó, si se le conoce, a quién parece nombrar y qué más atiende."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from conferencia.models import Entrega
from conferencia.queries.designaciones import materia_de, quien_es
from enlaces.domain import autenticidad
from enlaces.domain.nombramiento import Nombrado, leer_nombrado
from enlaces.models import CorreoRecibido


@dataclass(frozen=True)
class Remision:
    """``de``: el correo de quien lo mandó; vacío si no llegó por correo. ``conocida``: es enlace o contacto oficial de la institución, y nada lo desmiente."""

    de: str
    conocida: bool
    nombrado: Nombrado


def remision_de(entrega: Entrega, hoy: date) -> Remision:
    correo = CorreoRecibido.objects.filter(oficio=entrega.oficio_id).prefetch_related("adjuntos").first() if entrega.oficio_id else None
    if correo is None:
        return Remision("", conocida=True, nombrado=Nombrado())
    textos = [*(a.texto for a in correo.adjuntos.all() if a.sirve), correo.propio]
    nombrado = leer_nombrado(textos, {correo.de, settings.CORREO_BUZON, *correo.para.split()})
    conocida = quien_es(correo.de, entrega.institucion, hoy) and not autenticidad.desmentido(correo.autenticacion)
    return Remision(correo.de, conocida, nombrado)


def por_materia(entrega: Entrega) -> dict[UUID, Entrega]:
    """Con ese mismo oficio, la entrega que atiende la obligación de designar para cada materia."""
    filas = Entrega.objects.filter(oficio=entrega.oficio_id, institucion=entrega.institucion_id, obligacion__compromiso__designa=True)
    filas = filas.select_related("obligacion__compromiso__disposicion", "institucion", "oficio")
    return {materia_de(e.obligacion).pk: e for e in filas.prefetch_related("obligacion__compromiso__disposicion__referencias__destino").order_by("pk")}


def sin_nombrado(correo: CorreoRecibido) -> Entrega | None:
    """La primera entrega de ese correo que se cumple designando y de la que nadie ha capturado a quién designa."""
    filas = Entrega.objects.filter(oficio=correo.oficio_id, oficio__isnull=False, obligacion__compromiso__designa=True, propuestas__isnull=True)
    return filas.order_by("pk").first()
