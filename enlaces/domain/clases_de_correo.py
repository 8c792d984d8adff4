"""De qué clase es un correo, antes de preguntarse de quién y para qué: lo que escribe una máquina no cuenta como entrega."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ClaseDeCorreo(StrEnum):
    CORRESPONDENCIA = "correspondencia"
    AUTOMATICA = "automatica"
    REBOTE = "rebote"
    BUCLE = "bucle"
    VENENOSO = "venenoso"


@dataclass(frozen=True)
class Clasificado:
    clase: ClaseDeCorreo
    razon: str = ""


SALTOS_MAXIMOS = 50  # servidores por los que pasó: más es una vuelta sin fin
_ASUNTO_AUTOMATICO = re.compile(
    r"^\s*(?:respuesta autom[aá]tica|contestaci[oó]n autom[aá]tica|autorrespuesta|automatic reply|auto(?:matic)?[- ]?response|auto:|"
    r"fuera de (?:la )?oficina|out of (?:the )?office|ausente|vacaciones:|acuse de lectura|le[ií]do:|read:|not read:|no le[ií]do:)",
    re.IGNORECASE,
)
_DEL_SERVIDOR = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|maildelivery|microsoftexchange[0-9a-f]*)@", re.IGNORECASE)
Encabezados = Mapping[str, Sequence[str]]


def clasificar(encabezados: Encabezados, *, tipo: str, de: str, asunto: str, message_id: str, propias: Collection[str], dominio: str) -> Clasificado:
    """``propias``: direcciones desde las que este sistema escribe. ``dominio``: con el que firma sus Message-ID y su X-Loop."""
    if razon := _bucle(encabezados, de=de, message_id=message_id, propias=propias, dominio=dominio):
        return Clasificado(ClaseDeCorreo.BUCLE, razon)
    if razon := _rebote(encabezados, tipo=tipo, de=de):
        return Clasificado(ClaseDeCorreo.REBOTE, razon)
    if razon := _automatica(encabezados, tipo=tipo, asunto=asunto):
        return Clasificado(ClaseDeCorreo.AUTOMATICA, razon)
    return Clasificado(ClaseDeCorreo.CORRESPONDENCIA)


def _bucle(encabezados: Encabezados, *, de: str, message_id: str, propias: Collection[str], dominio: str) -> str:
    if dominio in encabezados.get("x-loop", []):
        return "Es un correo de este mismo sistema que volvió (X-Loop)."
    if message_id.startswith("<aviso.") and message_id.endswith(f"@{dominio}>"):
        return "Trae el Message-ID de un correo de este mismo sistema."
    if de in propias:
        return "Dice venir de la dirección con que escribe este sistema."
    if len(encabezados.get("received", [])) > SALTOS_MAXIMOS:
        return f"Pasó por más de {SALTOS_MAXIMOS} servidores."
    return ""


def _rebote(encabezados: Encabezados, *, tipo: str, de: str) -> str:
    contenido = _dicho(encabezados, "content-type")
    if tipo == "multipart/report" and "delivery-status" in contenido:
        return "Es un aviso de que algo no se pudo entregar (RFC 3464)."
    if _DEL_SERVIDOR.match(de):
        return "Lo manda el servidor de correo."
    return "Trae la lista de destinatarios que fallaron." if "x-failed-recipients" in encabezados else ""


def _automatica(encabezados: Encabezados, *, tipo: str, asunto: str) -> str:
    automatico = _dicho(encabezados, "auto-submitted").split(";")[0].strip()
    if automatico and automatico != "no":
        return "Se declara automático (Auto-Submitted, RFC 3834)."
    if tipo == "multipart/report":
        return "Es un acuse de lectura u otro informe automático."
    if any(nombre in encabezados for nombre in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-vacation")):
        return "Lo mandó un contestador automático."
    if _dicho(encabezados, "precedence") in ("bulk", "junk", "list", "auto_reply"):
        return "Es un envío masivo o automático (Precedence)."
    if _dicho(encabezados, "return-path") == "<>":
        return "No admite respuesta: su remitente de sobre está vacío."
    if _ASUNTO_AUTOMATICO.match(asunto):
        return "Su asunto es el de una respuesta automática."
    return "Viene de una lista de correo." if "list-unsubscribe" in encabezados or "list-id" in encabezados else ""


def _dicho(encabezados: Encabezados, nombre: str) -> str:
    return " ".join(encabezados.get(nombre, [])).strip().lower()
