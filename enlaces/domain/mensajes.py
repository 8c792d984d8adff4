"""Un correo crudo, desarmado: encabezados como vinieron, texto, y cada anexo con lo que de él se decide y por qué.

Se lee con la política ``compat32``, que no revienta con encabezados mal formados, y todo se acota: el mensaje es de quien sea.
Solo biblioteca estándar y ``filetype``: corre también en un proceso con límites (``enlaces.documentos``).
"""

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from enlaces.domain.anexos import Anexo, decidir, juzgar_imagen
from enlaces.domain.textos import sin_lo_citado, texto_de_html

TEXTO_MAXIMO = 60_000  # caracteres
PARTES_MAXIMAS = 200
DIRECCIONES_MAXIMAS = 200
ENCABEZADOS_MAXIMOS = 400
HONDURA_MAXIMA = 4  # correos dentro de correos
_MENSAJE = re.compile(r"<[^<>\s]{3,250}>")


class CorreoIlegible(Exception):
    """No hay modo de leerlo como correo; el mensaje dice por qué."""


@dataclass(frozen=True)
class Direccion:
    correo: str
    nombre: str = ""


@dataclass
class Mensaje:
    """``encabezados``: nombre en minúsculas → valores en su orden, sin plegar. ``propio``: el texto sin lo citado de correos anteriores.

    ``fecha``: la que dice el remitente. ``entregado``: la del primer «Received», que puso el servidor que lo recibió.
    """

    encabezados: dict[str, list[str]] = field(default_factory=dict)
    tipo: str = "text/plain"
    de: Direccion = Direccion("")
    para: list[Direccion] = field(default_factory=list)
    asunto: str = ""
    message_id: str = ""
    responde_a: list[str] = field(default_factory=list)
    fecha: datetime | None = None
    entregado: datetime | None = None
    texto: str = ""
    propio: str = ""
    huella_del_contenido: str = ""
    anexos: list[Anexo] = field(default_factory=list)


def desarmar(crudo: bytes, *, tamano_maximo: int) -> Mensaje:
    """El mensaje y sus anexos (con su contenido). ``tamano_maximo``: bytes por anexo. Falla con ``CorreoIlegible``."""
    if not crudo.strip():
        raise CorreoIlegible("El correo está vacío.")
    raiz = email.message_from_bytes(crudo, policy=compat32)
    hecho = Mensaje(encabezados=_encabezados(raiz), tipo=raiz.get_content_type())
    if not hecho.encabezados:
        raise CorreoIlegible("No tiene encabezados: no es un correo.")
    _leer_encabezados(hecho)
    _leer_partes(hecho, raiz, tamano_maximo)
    hecho.huella_del_contenido = _huella(hecho, raiz)
    return hecho


def parece_correo(crudo: bytes) -> bool:
    """Si empieza con encabezados y entre ellos alguno de los que todo correo lleva."""
    raiz = BytesHeaderParser(policy=compat32).parsebytes(crudo[:200_000])
    return not raiz.defects and any(nombre in raiz for nombre in ("From", "To", "Subject", "Date", "Message-ID", "Received"))


def entregado_en(crudo: bytes) -> datetime | None:
    """Lo que dice el «Received» de más arriba, que puso el servidor que lo recibió."""
    raiz = BytesHeaderParser(policy=compat32).parsebytes(crudo[:200_000])
    return _instante(str(raiz.get("Received", "")).rpartition(";")[2])


def _encabezados(raiz: Message) -> dict[str, list[str]]:
    dichos: dict[str, list[str]] = {}
    for nombre, valor in list(raiz.raw_items())[:ENCABEZADOS_MAXIMOS]:
        dichos.setdefault(limpio(nombre).lower()[:80], []).append(limpio(_sin_declarar(valor))[:4000])
    return dichos


def _sin_declarar(valor: str) -> str:
    """Hay programas que escriben bytes de UTF-8 o de Windows a secas: el analizador los deja como sustitutos sueltos."""
    return valor if valor.isascii() else _texto(valor.encode("ascii", "surrogateescape"), "utf-8")


def _leer_encabezados(hecho: Mensaje) -> None:
    de = _direcciones(hecho.encabezados.get("from", []))
    hecho.de = de[0] if de else Direccion("")
    nombres = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-sobre-para")
    hecho.para = _direcciones([v for nombre in nombres for v in hecho.encabezados.get(nombre, [])])
    hecho.asunto = decodificar(_primero(hecho, "subject"))[:300]
    hecho.message_id = next(iter(_MENSAJE.findall(_primero(hecho, "message-id"))), "")
    referencias = " ".join([*hecho.encabezados.get("in-reply-to", []), *hecho.encabezados.get("references", [])])
    hecho.responde_a = list(dict.fromkeys(_MENSAJE.findall(referencias)))[:100]
    hecho.fecha = _instante(_primero(hecho, "date"))
    hecho.entregado = _instante(_primero(hecho, "received").rpartition(";")[2])


def _primero(hecho: Mensaje, nombre: str) -> str:
    return next(iter(hecho.encabezados.get(nombre, [])), "")


def decodificar(valor: str) -> str:
    """Un encabezado en palabras codificadas (RFC 2047), sin caracteres de control. Lo que no se entiende queda como vino."""
    try:
        trozos = [_texto(t, codigo) if isinstance(t, bytes) else t for t, codigo in decode_header(valor)]
    except (ValueError, LookupError, email.errors.HeaderParseError):
        trozos = [valor]
    return limpio("".join(trozos))


def limpio(texto: str) -> str:
    """En un renglón, sin controles, sin marcas que inviertan la escritura ni sustitutos sueltos."""
    visible = "".join(c if c.isprintable() or c == " " else " " for c in texto.encode("utf-8", "replace").decode())
    return " ".join(visible.split())


def limpio_por_renglones(texto: str) -> str:
    return "\n".join(r for renglon in texto.splitlines() if (r := limpio(renglon)))


def _texto(crudo: bytes, codigo: str | None) -> str:
    for probado in (codigo, "utf-8", "cp1252"):
        try:
            return crudo.decode(probado or "ascii")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return crudo.decode("latin-1")


def _direcciones(valores: list[str]) -> list[Direccion]:
    try:
        pares = getaddresses([v[:4000] for v in valores])[:DIRECCIONES_MAXIMAS]
    except (ValueError, IndexError, TypeError):
        return []
    return [Direccion(limpio(correo).replace(" ", "").lower()[:254], decodificar(nombre)[:150]) for nombre, correo in pares if "@" in correo]


def _instante(valor: str) -> datetime | None:
    try:
        leido = parsedate_to_datetime(valor.strip())
        return (leido if leido.tzinfo else leido.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


# --- Partes --------------------------------------------------------------------------------------------------------------


def _leer_partes(hecho: Mensaje, raiz: Message, tamano_maximo: int) -> None:
    planos: list[str] = []
    htmls: list[str] = []
    for ruta, parte, honda in _hojas(raiz):
        if honda == 0 and _es_cuerpo(parte):
            (htmls if parte.get_content_subtype() == "html" else planos).append(_cuerpo(parte))
            continue
        hecho.anexos.append(_anexo(ruta, parte, tamano_maximo))
    html = "\n".join(htmls)
    hecho.texto = ("\n".join(p for p in planos if p.strip()) or texto_de_html(html))[:TEXTO_MAXIMO]
    hecho.propio = sin_lo_citado(hecho.texto)
    for anexo in hecho.anexos:
        juzgar_imagen(anexo, html)


def _hojas(raiz: Message) -> Iterator[tuple[str, Message, int]]:
    """(ruta «1.2», parte, a qué hondura de correos reenviados), en el orden del mensaje."""
    pendientes, vistas = [("", raiz, 0)], 0
    while pendientes:
        ruta, parte, honda = pendientes.pop(0)
        vistas += 1
        if vistas > PARTES_MAXIMAS:
            raise CorreoIlegible(f"Tiene más de {PARTES_MAXIMAS} partes.")
        reenviado = parte.get_content_type() == "message/rfc822"
        if reenviado or not parte.is_multipart():
            yield ruta or "1", parte, honda
        if parte.is_multipart() and not (reenviado and honda >= HONDURA_MAXIMA):
            hijas = [h for h in parte.get_payload() if isinstance(h, Message)]
            suyas = [(f"{ruta}.{n}".strip("."), h, honda + reenviado) for n, h in enumerate(hijas, start=1)]
            pendientes = suyas + pendientes


def _es_cuerpo(parte: Message) -> bool:
    de_texto = parte.get_content_type() in ("text/plain", "text/html")
    return de_texto and "attachment" not in str(parte.get("Content-Disposition", "")).lower() and not nombre_de(parte)


def _cuerpo(parte: Message) -> str:
    crudo = _contenido(parte)[: TEXTO_MAXIMO * 4]
    texto = _texto(crudo, str(parte.get_content_charset() or "") or None)
    return texto.replace("\r\n", "\n").replace("\x00", "").encode("utf-8", "replace").decode()


def _contenido(parte: Message) -> bytes:
    contenido = parte.get_payload(decode=True)
    return contenido if isinstance(contenido, bytes) else b""


def nombre_de(parte: Message) -> str:
    """El que dice el remitente, sin ruta ni controles; vacío si no dice ninguno."""
    try:
        crudo = parte.get_filename() or ""
    except (ValueError, LookupError, TypeError, UnicodeError):
        crudo = ""
    return limpio(decodificar(str(crudo)).replace("\\", "/").rsplit("/", 1)[-1])[-150:]


def _anexo(ruta: str, parte: Message, tamano_maximo: int) -> Anexo:
    tipo = parte.get_content_type()
    if tipo == "message/rfc822":
        return Anexo(ruta, nombre_de(parte) or "correo reenviado", tipo, 0, razon="Es un correo reenviado: lo que trae dentro va en los renglones que siguen.")
    if _es_cuerpo(parte):
        return Anexo(ruta, "texto del correo reenviado", tipo, 0, razon="Es el texto del correo reenviado.")
    contenido = _contenido(parte)
    anexo = Anexo(ruta, nombre_de(parte) or "sin nombre", tipo, len(contenido), cid=str(parte.get("Content-ID", "")).strip(" <>")[:200], contenido=contenido)
    decidir(anexo, en_firma=tipo in ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"), tamano_maximo=tamano_maximo)
    return anexo


def _huella(hecho: Mensaje, raiz: Message) -> str:
    """De lo que el remitente escribió, sin lo que cada servidor agrega en el camino: dos copias del mismo correo la comparten."""
    suma = hashlib.sha256()
    for nombre in ("from", "date", "subject", "message-id"):
        suma.update("\0".join(hecho.encabezados.get(nombre, [])).encode("utf-8", "replace") + b"\n")
    suma.update(hecho.texto.encode("utf-8", "replace"))
    for anexo in hecho.anexos:
        suma.update(hashlib.sha256(anexo.contenido).digest())
    return suma.hexdigest()
