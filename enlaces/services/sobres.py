"""Con qué sobre y encabezados sale un aviso: a dónde se responde, a dónde rebota y de qué conversación es."""

from uuid import UUID

from django.conf import settings

from conferencia import reloj
from enlaces.domain import direcciones
from enlaces.models import Aviso, CorreoRecibido, Regla
from enlaces.services.preferencias import direccion_de_baja
from enlaces.services.registro import dominio


def llave() -> bytes:
    """Con la que se firman las direcciones del buzón."""
    return direcciones.llave(settings.SECRET_KEY)


def hilo(obligacion: UUID) -> str:
    """Message-ID raíz de la conversación sobre una obligación: los lectores de correo juntan sus avisos bajo él."""
    return f"<{direcciones.ficha(direcciones.HILO, obligacion, llave())}@{dominio()}>"


def responder_a(aviso: Aviso) -> str:
    """Dirección firmada del buzón, o vacía si no hay buzón configurado."""
    return direcciones.direccion(settings.CORREO_BUZON, direcciones.RESPUESTA, aviso.pk, llave())


def remitente_de_sobre(aviso: Aviso) -> str:
    """A dónde rebota (VERP): el rebote dice por sí solo de qué aviso es. Sin buzón de rebotes, el remitente de siempre."""
    firmada = direcciones.direccion(settings.CORREO_REBOTES, direcciones.REBOTE, aviso.pk, llave())
    return firmada or settings.DEFAULT_FROM_EMAIL


def encabezados(aviso: Aviso, obligacion: UUID | None) -> dict[str, str]:
    """Los que lleva el aviso. ``obligacion``: si habla de una sola, para ir en su hilo."""
    dichos = {
        "From": settings.DEFAULT_FROM_EMAIL,  # el sobre puede decir otra cosa: la dirección de rebote
        "Message-ID": aviso.message_id,
        "Date": reloj.ahora().strftime("%a, %d %b %Y %H:%M:%S %z"),
        "Auto-Submitted": "auto-generated",
        "Content-Language": "es-MX",
        "List-Id": f"Seguimiento de Acuerdos <avisos.{dominio()}>",
        "X-Loop": dominio(),
    }
    if destino := responder_a(aviso):
        dichos["Reply-To"] = destino
    if aviso.regla == Regla.SEMANAL and aviso.usuario_id:  # lo único que se puede dejar de recibir (RFC 8058)
        dichos["List-Unsubscribe"] = f"<{direccion_de_baja(aviso.usuario_id)}>"
        dichos["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if aviso.regla == Regla.RECIBIDO:  # contesta a un correo concreto: va en su conversación, y otra máquina no debe contestarle
        dichos |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        if acusado := CorreoRecibido.objects.filter(acuse_provisional=aviso).values_list("message_id", flat=True).first():
            dichos["In-Reply-To"] = dichos["References"] = acusado
    elif obligacion is not None:
        dichos["In-Reply-To"] = dichos["References"] = hilo(obligacion)
    return dichos
