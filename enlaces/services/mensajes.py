"""El correo en bytes: encabezados y dos cuerpos, texto y HTML.

``email.message`` y ``email.header`` tardan diez veces lo que el propio envío; estos mensajes tienen siempre la misma forma y se arman a mano con ``binascii``.
Una prueba los lee con ``email`` y compara cada parte.
"""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterator, Mapping
from email.header import Header
from email.utils import formataddr, parseaddr
from functools import lru_cache

LARGO_DE_RENGLON = 76
BYTES_POR_TROZO = 39


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
    if limpio.isascii():
        return Header(limpio, None, LARGO_DE_RENGLON, "Subject").encode(linesep="\r\n")
    return "\r\n ".join(f"=?utf-8?b?{b2a_base64(trozo, newline=False).decode()}?=" for trozo in _trozos(limpio))


def _trozos(texto: str) -> Iterator[bytes]:
    """De a lo más 39 bytes de UTF-8 (52 en base 64) y sin partir un carácter: caben en un renglón con todo y «Subject»."""
    trozo = b""
    for caracter in texto:
        crudo = caracter.encode()
        if len(trozo) + len(crudo) > BYTES_POR_TROZO:
            yield trozo
            trozo = b""
        trozo += crudo
    yield trozo


@lru_cache(maxsize=1024)
def _direccion(direccion: str) -> str:
    nombre, correo = parseaddr(direccion)
    return formataddr((nombre, correo))


def _sin_saltos(valor: str) -> str:
    """Ningún dato puede agregar un encabezado: solo se admite el salto que pliega."""
    return re.sub(r"\r?\n(?![ \t])", " ", valor)
