"""El correo en bytes: encabezados y dos cuerpos, texto y HTML.

``email.message`` tarda diez veces lo que el propio envío; estos mensajes tienen siempre la misma forma y se arman a mano con ``binascii``.
Una prueba los lee con ``email`` y compara cada parte.
"""

import re
from binascii import b2a_qp
from collections.abc import Mapping
from email.header import Header
from email.utils import formataddr, parseaddr

LARGO_DE_RENGLON = 76


def armar(encabezados: Mapping[str, str], *, de: str, para: str, asunto: str, texto: str, html: str, frontera: str) -> bytes:
    """RFC 5322, renglones CRLF. ``frontera``: lo que separa las partes; no puede aparecer en ellas (con «=_», ningún quoted-printable lo trae)."""
    todos = {**encabezados, "From": _direccion(de), "To": _direccion(para), "Subject": _dicho(asunto), "MIME-Version": "1.0"}
    todos["Content-Type"] = f'multipart/alternative; boundary="=_{frontera}"'
    cabeza = "".join(f"{nombre}: {_sin_saltos(valor)}\r\n" for nombre, valor in todos.items()).encode("ascii")
    partes = [_parte(frontera, "plain", texto), _parte(frontera, "html", html)]
    return b"\r\n".join([cabeza, *partes, f"--=_{frontera}--\r\n".encode()])


def _parte(frontera: str, subtipo: str, cuerpo: str) -> bytes:
    cabeza = f'--=_{frontera}\r\nContent-Type: text/{subtipo}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    renglones = cuerpo.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    return cabeza.encode() + b2a_qp(renglones, istext=True)


def _dicho(texto: str) -> str:
    """Un encabezado con acentos, como manda RFC 2047, en renglones de los que todo lector entiende."""
    limpio = " ".join(texto.split())
    return Header(limpio, None if limpio.isascii() else "utf-8", LARGO_DE_RENGLON, "Subject").encode(linesep="\r\n")


def _direccion(direccion: str) -> str:
    nombre, correo = parseaddr(direccion)
    return formataddr((nombre, correo))


def _sin_saltos(valor: str) -> str:
    """Ningún dato puede agregar un encabezado: solo se admite el salto que pliega."""
    return re.sub(r"\r?\n(?![ \t])", " ", valor)
