"""El aviso al remitente de que su correo llegó y aún no cuenta. A lo más uno por conversación y por hora, y nunca a una máquina."""

from datetime import timedelta

from conferencia import reloj
from enlaces.models import Aviso, ClaseDeCorreo, ClaseDeRemitente, CorreoRecibido, Regla
from enlaces.queries.destinatarios import Destinatario
from enlaces.services.registro import insertar, nuevo

CONOCIDOS = (ClaseDeRemitente.ENLACE, ClaseDeRemitente.CONTACTO, ClaseDeRemitente.DOMINIO)
TREGUA = timedelta(hours=1)


def acusar_provisionalmente(correo: CorreoRecibido) -> Aviso | None:
    """Lo deja en cola y lo liga al correo; ``None`` si no toca."""
    if correo.clase != ClaseDeCorreo.CORRESPONDENCIA or correo.remitente not in CONOCIDOS or correo.subido_por_id or _ya_se_le_dijo(correo):
        return None
    a = Destinatario(correo.de, correo.de_nombre, correo.usuario_id, correo.institucion_id, "escribiste al buzón de la Secretaría Técnica")
    hechos = insertar([nuevo(Regla.RECIBIDO, f"{Regla.RECIBIDO.value}:{correo.pk}", a, para_el=reloj.hoy())])
    correo.acuse_provisional = hechos[0] if hechos else None
    return correo.acuse_provisional


def _ya_se_le_dijo(correo: CorreoRecibido) -> bool:
    """Por conversación (el aviso que contesta) o, fuera de una, por remitente."""
    previos = CorreoRecibido.objects.filter(acuse_provisional__isnull=False, de=correo.de, recibido_en__gte=correo.recibido_en - TREGUA)
    return previos.filter(responde_a=correo.responde_a).exclude(pk=correo.pk).exists()
