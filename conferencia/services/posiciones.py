"""Dónde cae cada palabra de un documento con páginas, en un archivo aparte y comprimido. El original no se toca."""

import gzip
from dataclasses import dataclass

import orjson
from django.core.files.base import ContentFile

from conferencia.domain.documento import Documento, Linea, Pagina, Palabra, Recuadro, Tramo, Ubicador
from conferencia.domain.lectura import Lectura
from conferencia.models import Recepcion

Origenes = dict[str, list[Tramo]]  # por disposición («a3»), el tramo de cada párrafo en el texto del documento


@dataclass(frozen=True)
class Posiciones:
    """El documento con sus palabras y en qué tramo de su texto está cada párrafo de cada disposición."""

    documento: Documento
    origenes: Origenes

    def ubicador(self) -> Ubicador:
        return Ubicador(self.documento)

    def parrafo(self, disposicion: str, numero: int) -> Tramo | None:
        tramos = self.origenes.get(disposicion, [])
        return tramos[numero - 1] if 0 < numero <= len(tramos) else None


def guardar_posiciones(recepcion: Recepcion, documento: Documento, lectura: Lectura) -> str:
    """Escribe el archivo y da su nombre; vacío si el formato no tiene páginas. Repetirlo lo reemplaza."""
    if not documento.paginas:
        return ""
    datos = {
        "texto": documento.texto,
        "paginas": [_pagina(p) for p in documento.paginas],
        "origenes": {f"{d.clase[0]}{d.numero}": [[t.inicio, t.fin] for t in d.origenes] for d in lectura.disposiciones},
    }
    almacen, nombre = recepcion.posiciones.storage, f"posiciones/{recepcion.pk}.json.gz"
    almacen.delete(nombre)
    return almacen.save(nombre, ContentFile(gzip.compress(orjson.dumps(datos), compresslevel=6, mtime=0)))


def _pagina(pagina: Pagina) -> dict:
    lineas = [[[p.texto, p.x0, p.y0, p.x1, p.y1, p.inicio] for p in linea.palabras] for linea in pagina.lineas if not linea.corrida]
    return {"n": pagina.numero, "ancho": pagina.ancho, "alto": pagina.alto, "girada": pagina.giro, "lineas": lineas}


def posiciones_de(recepcion: Recepcion) -> Posiciones | None:
    """Lo guardado, o ``None`` si el documento no tiene páginas o el archivo ya no está: se puede trabajar sin él."""
    if not recepcion.posiciones:
        return None
    try:
        with recepcion.posiciones.open("rb") as comprimido:
            datos = orjson.loads(gzip.decompress(comprimido.read()))
    except (OSError, EOFError, ValueError):
        return None
    paginas = tuple(Pagina(p["n"], p["ancho"], p["alto"], tuple(_linea(linea) for linea in p["lineas"]), giro=p.get("girada", 0)) for p in datos["paginas"])
    origenes = {clave: [(a, b) for a, b in tramos] for clave, tramos in datos["origenes"].items()}
    return Posiciones(Documento(recepcion.archivo.tipo, datos["texto"], paginas), origenes)


def giro_de(recepcion: Recepcion | None, numero: int) -> int:
    """Grados horarios con que hay que mostrar la página ``numero`` para que se lea y sus posiciones caigan en su lugar."""
    posiciones = posiciones_de(recepcion) if recepcion else None
    return next((p.giro for p in posiciones.documento.paginas if p.numero == numero), 0) if posiciones else 0


def _linea(palabras: list) -> Linea:
    return Linea(tuple(Palabra(texto, x0, y0, x1, y1, inicio) for texto, x0, y0, x1, y1, inicio in palabras))


def recuadros(posiciones: Posiciones, ubicador: Ubicador, disposicion: str, parrafo: int, cita: str) -> tuple[Recuadro, ...]:
    """Dónde se ve una cita, buscada dentro de su párrafo."""
    return ubicador.ubicar(cita, posiciones.parrafo(disposicion, parrafo))
