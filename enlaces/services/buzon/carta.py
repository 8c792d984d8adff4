"""Lo que se le dice a quien escribió al buzón: llegó, y todavía no cuenta."""

from enlaces.domain.asuntos import componer
from enlaces.models import Aviso, CorreoRecibido, EstadoCorreo, Regla, RenglonDeAviso
from enlaces.services import cartas
from enlaces.services.papel import Carta, YaNoToca, absoluta, pintar


def _recibido(aviso: Aviso) -> Carta:
    correo = CorreoRecibido.objects.filter(acuse_provisional=aviso).first()
    if correo is None or correo.estado != EstadoCorreo.PROPUESTO:
        raise YaNoToca("Al enviarlo, el correo que acusaba ya se había confirmado o descartado.")
    candidatas = list(correo.candidatas.filter(entrega__isnull=False).select_related("obligacion__compromiso__disposicion", "institucion"))
    contexto = {
        "correo": correo,
        "candidatas": candidatas,
        "por_que": ["escribiste al buzón de la Secretaría Técnica"],
        "url": absoluta("correo-detalle", correo.pk) if correo.usuario_id and candidatas else "",
        "boton": "Ver tu correo y confirmarlo",
    }
    asunto = componer("Recibido, falta confirmarlo", correo.asunto or "sin asunto", "")
    texto, html = pintar("recibido", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, [RenglonDeAviso(aviso=aviso, obligacion=c.obligacion, vence_el=c.obligacion.vence_el) for c in candidatas])


def inscribir() -> None:
    """Alta de la carta, en ``AppConfig.ready``."""
    cartas.inscribir(Regla.RECIBIDO, _recibido)
