"""La copia con el texto reconocido: encima de cada página escaneada, invisible y en su lugar, para poder seleccionarlo y buscarlo.

Las posiciones vienen de la lectura, en puntos y con el origen arriba a la izquierda de la página ya derecha. La letra es Courier, de ancho
fijo (600 milésimas), y se estira hasta medir lo que mide la palabra: así lo seleccionado cae sobre lo impreso.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import orjson
import pikepdf

from conferencia.domain.documento import RECONOCIDA

_ANCHO = 0.6  # de una letra Courier, por punto de cuerpo
_BAJO_LA_LINEA = 0.22  # lo que baja una «p», por punto de alto del renglón
_DERECHA = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def con_texto(vista: Path, lectura: Path) -> bytes:
    """El PDF de ``vista`` con el texto de ``lectura`` (un ``Documento`` en JSON) en las páginas que se reconocieron."""
    paginas = orjson.loads(lectura.read_bytes())["paginas"]
    with pikepdf.open(vista) as pdf:
        letra = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier, Encoding=pikepdf.Name.WinAnsiEncoding)
        )
        for leida in paginas:
            if leida["origen"] == RECONOCIDA and leida["numero"] <= len(pdf.pages):
                _sobreponer(pdf.pages[leida["numero"] - 1], leida, letra)
        salida = io.BytesIO()
        pdf.save(salida)
    return salida.getvalue()


def _sobreponer(pagina: pikepdf.Page, leida: dict, letra: Any) -> None:
    giro = (int(pagina.obj.get("/Rotate", 0)) + leida["giro"]) % 360
    if giro not in _DERECHA:
        return
    nombre = pagina.add_resource(letra, pikepdf.Name.Font, prefix="Reconocida")
    caja = [float(x) for x in pagina.cropbox]
    capa = _capa(leida, giro, caja, str(nombre).encode())
    pagina.contents_add(b"q", prepend=True)
    pagina.contents_add(b"Q\nq " + capa + b" Q")
    pagina.obj["/Rotate"] = giro


def _capa(leida: dict, giro: int, caja: list[float], letra: bytes) -> bytes:
    """El flujo que escribe las palabras, invisibles (modo 3)."""
    ancho, alto = caja[2] - caja[0], caja[3] - caja[1]
    visto = (ancho, alto) if giro in {0, 180} else (alto, ancho)
    escala = visto[0] / max(leida["ancho"], 1), visto[1] / max(leida["alto"], 1)
    partes = [b"BT 3 Tr"]
    for linea in leida["lineas"]:
        for palabra in linea["palabras"]:
            partes.append(_palabra(palabra, escala, giro, caja, letra))
    return b"\n".join([*partes, b"ET"])


def _palabra(palabra: dict, escala: tuple[float, float], giro: int, caja: list[float], letra: bytes) -> bytes:
    x, alto = palabra["x0"] * escala[0], max((palabra["y1"] - palabra["y0"]) * escala[1], 1)
    y = palabra["y1"] * escala[1] - alto * _BAJO_LA_LINEA
    mide = max((palabra["x1"] - palabra["x0"]) * escala[0], 0.5)
    estira = 100 * mide / (_ANCHO * alto * max(len(palabra["texto"]), 1))
    texto = palabra["texto"].encode("cp1252", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    matriz = " ".join(f"{v:.2f}" for v in (*_DERECHA[giro], *_en_la_hoja(x, y, giro, caja)))
    return b"%s %.2f Tf %.2f Tz %s Tm (%s ) Tj" % (letra, alto, estira, matriz.encode(), texto)


def _en_la_hoja(x: float, y: float, giro: int, caja: list[float]) -> tuple[float, float]:
    """De la página como se ve (origen arriba a la izquierda) a la hoja sin girar (origen abajo a la izquierda)."""
    ancho, alto = caja[2] - caja[0], caja[3] - caja[1]
    propio = {0: (x, alto - y), 90: (y, x), 180: (ancho - x, y), 270: (ancho - y, alto - x)}[giro]
    return caja[0] + propio[0], caja[1] + propio[1]
