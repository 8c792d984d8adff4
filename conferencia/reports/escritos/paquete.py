"""Un ZIP en flujo y determinista: los mismos miembros e instante dan los mismos bytes, sin cargarlos todos en memoria."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Self

BLOQUE = 256 * 1024
COMPRIMIDOS = (".pdf", ".docx", ".zip", ".jpg", ".jpeg", ".png", ".xlsx")


@dataclass(frozen=True)
class Miembro:
    """Lo que quedó dentro, para el manifiesto. ``que``: qué es, en palabras."""

    nombre: str
    que: str
    sha256: str
    tamano: int


class Paquete:
    """Se escribe miembro por miembro sobre ``destino``; al salir de su bloque queda completo."""

    def __init__(self, destino: BinaryIO, instante: datetime):
        self._zip = zipfile.ZipFile(destino, "w", allowZip64=True)
        self._fecha = max(instante.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self.miembros: list[Miembro] = []

    def agregar(self, nombre: str, contenido: bytes | BinaryIO, que: str) -> Miembro:
        """Copia por bloques. Un nombre ya usado recibe un número: nada se pierde por llamarse igual."""
        info = zipfile.ZipInfo(self._libre(nombre), self._fecha)
        info.compress_type = zipfile.ZIP_STORED if nombre.lower().endswith(COMPRIMIDOS) else zipfile.ZIP_DEFLATED
        info.external_attr, info.create_system = 0o644 << 16, 3
        suma, tamano = hashlib.sha256(), 0
        flujo = io.BytesIO(contenido) if isinstance(contenido, bytes) else contenido
        with self._zip.open(info, "w", force_zip64=True) as dentro:
            while bloque := flujo.read(BLOQUE):
                suma.update(bloque)
                tamano += len(bloque)
                dentro.write(bloque)
        self.miembros.append(Miembro(info.filename, que, suma.hexdigest(), tamano))
        return self.miembros[-1]

    def _libre(self, nombre: str) -> str:
        usados, tronco, punto, extension = {m.nombre for m in self.miembros}, *nombre.rpartition(".")
        n, propuesto = 2, nombre
        while propuesto in usados:
            propuesto = f"{tronco}-{n}{punto}{extension}" if punto else f"{nombre}-{n}"
            n += 1
        return propuesto

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()


def limpio(nombre: str) -> str:
    """Un nombre sin rutas ni signos que un sistema de archivos rechace."""
    base = "".join(c if c.isalnum() or c in "-_. " else "-" for c in nombre)
    return base.strip(" .")[:120] or "sin-nombre"


def manifiesto_json(miembros: Sequence[Miembro], sobre: Mapping) -> bytes:
    """Qué hay dentro y la huella de cada miembro, con los datos de ``sobre``."""
    dicho = {**sobre, "miembros": [{"nombre": m.nombre, "que": m.que, "bytes": m.tamano, "sha256": m.sha256} for m in miembros]}
    return (json.dumps(dicho, ensure_ascii=False, indent=2) + "\n").encode()


def manifiesto_csv(miembros: Iterable[Miembro]) -> bytes:
    """Lo mismo como tabla. Con BOM, para que Excel lea los acentos; lo que empiece como fórmula lleva apóstrofo."""
    salida = io.StringIO()
    escritor = csv.writer(salida, lineterminator="\r\n")
    escritor.writerow(["Nombre", "Qué es", "Bytes", "SHA-256"])
    for m in miembros:
        escritor.writerow([_sin_formula(m.nombre), _sin_formula(m.que), m.tamano, m.sha256])
    return salida.getvalue().encode("utf-8-sig")


def _sin_formula(texto: str) -> str:
    return f"'{texto}" if texto[:1] in "=+-@\t\r" else texto
