"""Qué dice un aviso de no entrega: a quién no llegó, si es para siempre y por qué (RFC 3464, RFC 3463).

El formato estándar se lee aquí; los de cada servidor viejo los conoce ``flufl.bounce``.
"""

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

from flufl.bounce import all_failures

_CODIGO = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
# Por (tema, detalle) de RFC 3463; el detalle vacío vale por todo el tema.
_DICHOS = {
    ("1", "1"): "no existe ese buzón",
    ("1", "2"): "no existe ese dominio",
    ("1", ""): "la dirección no es válida",
    ("2", "1"): "el buzón está desactivado",
    ("2", "2"): "buzón lleno",
    ("2", "3"): "el correo es demasiado grande para ese buzón",
    ("2", ""): "el buzón no recibe correo",
    ("3", ""): "el servidor de destino falló",
    ("4", "7"): "se acabó el tiempo de intentarlo",
    ("4", ""): "no se pudo llegar al servidor de destino",
    ("5", ""): "el servidor de destino no entendió el envío",
    ("6", ""): "el servidor de destino no admite el contenido",
    ("7", ""): "el servidor de destino lo rechazó por política o por no confiar en el remitente",
}
SIN_RAZON = "el servidor de destino no dijo por qué"


@dataclass(frozen=True)
class NoEntregado:
    """``permanente``: reintentar no sirve. ``dicho``: en palabras; ``diagnostico``: como lo dijo el servidor."""

    direccion: str
    permanente: bool
    codigo: str
    dicho: str
    diagnostico: str


def no_entregados(crudo: bytes) -> list[NoEntregado]:
    """Uno por dirección que falló. Vacía si el aviso no lo dice de modo reconocible, o solo avisa que sigue intentando."""
    mensaje = email.message_from_bytes(crudo, policy=compat32)
    estandar = [parte for parte in mensaje.walk() if parte.get_content_type() == "message/delivery-status"]
    hallados = {n.direccion: n for parte in estandar for n in _del_estandar(parte)}
    return list(hallados.values()) if estandar else _de_los_demas(mensaje)


def devueltos(crudo: bytes) -> list[str]:
    """Los Message-ID que aparecen en el cuerpo: entre ellos, el del correo que no se entregó."""
    cuerpo = crudo.partition(b"\r\n\r\n")[2] or crudo.partition(b"\n\n")[2]
    return [m.decode("ascii", "replace") for m in _MESSAGE_ID.findall(cuerpo[:200_000])]


def _del_estandar(parte: Message) -> list[NoEntregado]:
    grupos = [p for p in parte.get_payload() if isinstance(p, Message)] if parte.is_multipart() else []
    return [n for grupo in grupos if (n := _de_un_grupo(grupo))]


def _de_un_grupo(grupo: Message) -> NoEntregado | None:
    direccion = _direccion(grupo.get("Original-Recipient") or grupo.get("Final-Recipient") or "")
    accion = str(grupo.get("Action", "")).strip().lower()
    if not direccion or accion in ("delivered", "relayed", "expanded", "delayed"):
        return None
    diagnostico = " ".join(str(grupo.get("Diagnostic-Code", "")).partition(";")[2].split())[:500]
    codigo = _codigo(str(grupo.get("Status", ""))) or _codigo(diagnostico)
    return NoEntregado(direccion, codigo.startswith("5") if codigo else accion == "failed", codigo, en_palabras(codigo), diagnostico)


def _de_los_demas(mensaje: Message) -> list[NoEntregado]:
    try:
        temporales, permanentes = all_failures(mensaje)
    except Exception:  # noqa: BLE001 - sus detectores no esperan mensajes mal formados; un rebote que no se entiende solo se anota
        return []
    pares = [(d, True) for d in sorted(permanentes)] + [(d, False) for d in sorted(temporales - permanentes)]
    return [NoEntregado(_direccion(d.decode("ascii", "replace")), permanente, "", SIN_RAZON, "") for d, permanente in pares]


def _direccion(crudo: str) -> str:
    texto = " ".join(str(crudo).split())
    return texto.rpartition(";")[2].strip().strip("<>").lower()[:254]


def _codigo(texto: str) -> str:
    hallado = _CODIGO.search(texto)
    return ".".join(hallado.groups()) if hallado else ""


def en_palabras(codigo: str) -> str:
    """«buzón lleno» para 5.2.2; ``SIN_RAZON`` si no se conoce."""
    _, _, resto = codigo.partition(".")
    tema, _, detalle = resto.partition(".")
    return _DICHOS.get((tema, detalle)) or _DICHOS.get((tema, "")) or SIN_RAZON
