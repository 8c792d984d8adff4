"""Reconocimiento óptico con Tesseract en español: de la imagen de una página a sus renglones."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from PIL import Image

from conferencia.domain.documento import RECONOCIDA

from .armado import Plana
from .enderezado import enderezar, girada, recolocar
from .errores import DocumentoIlegible
from .limites import RECONOCER_PAGINA_SEGUNDOS
from .renglones import Vocablo
from .tablas import con_tablas
from .tablas_sin_lineas import cuadricula_por_titulos

DUDOSA = 75.0  # confianza media, de 0 a 100, bajo la cual conviene revisar la página
_PERDIDA = 62.0  # bajo esta, se sospecha que la página está de lado
_RUIDO = 12.0
_A_LA_VEZ = max(1, min(2, os.cpu_count() or 1))
_GIRO = re.compile(r"Rotate:\s*(\d+)")


@dataclass(slots=True)
class Toma:
    """La imagen de una página (en grises) y cuánto mide la página en puntos."""

    numero: int
    imagen: Image.Image
    ancho: float
    alto: float
    es_foto: bool = False


def exigir_tesseract() -> None:
    """``DocumentoIlegible`` si falta el programa o su idioma."""
    if not shutil.which("tesseract"):
        raise DocumentoIlegible(
            "Para leer escaneos y fotos falta Tesseract. Quien administra el sistema lo instala con: apt-get install tesseract-ocr tesseract-ocr-spa"
        )


def reconocer_todas(tomas: Iterable[Toma]) -> Iterator[tuple[Plana, float]]:
    """Página y confianza, en orden. Pide las imágenes conforme avanza: nunca hay más que unas cuantas en memoria."""
    exigir_tesseract()
    origen = iter(tomas)
    with ThreadPoolExecutor(_A_LA_VEZ) as hilos:
        en_curso: list[Future] = [hilos.submit(reconocer, toma) for toma in islice(origen, _A_LA_VEZ + 1)]
        while en_curso:
            yield en_curso.pop(0).result()
            en_curso += [hilos.submit(reconocer, toma) for toma in islice(origen, 1)]


def reconocer(toma: Toma) -> tuple[Plana, float]:
    """Los renglones de la página, derecha, con su confianza media. Si sale ilegible o de lado, prueba a girarla."""
    mejor = _intento(toma, 0)
    if mejor.vale < _PERDIDA:
        for giro in _giros(toma.imagen, de_lado=_de_lado(mejor.vocablos)):
            mejor = max(mejor, _intento(toma, giro), key=lambda i: i.vale)
    return mejor.plana, _confianza(mejor.vocablos)


@dataclass(slots=True)
class _Intento:
    """La página leída con cierto giro. ``vale``: su confianza, o nada si las palabras salieron de lado."""

    vocablos: list[Vocablo]
    plana: Plana

    @property
    def vale(self) -> float:
        return 0.0 if _de_lado(self.vocablos) else _confianza(self.vocablos)


def _intento(toma: Toma, giro: int) -> _Intento:
    ancho, alto = (toma.alto, toma.ancho) if giro in {90, 270} else (toma.ancho, toma.alto)
    vuelta = Toma(toma.numero, girada(toma.imagen, giro), ancho, alto, toma.es_foto)
    imagen, postura = enderezar(vuelta.imagen)
    vocablos = _vocablos(imagen, vuelta)
    puntos = ancho / vuelta.imagen.width
    for v in vocablos:
        v.x0, v.y0, v.x1, v.y1 = v.x0 * puntos, v.y0 * puntos, v.x1 * puntos, v.y1 * puntos
    tabla = cuadricula_por_titulos(vocablos)
    renglones = con_tablas(vocablos, [tabla] if tabla else [], toma.numero)
    recolocar(vocablos, postura, puntos)
    return _Intento(vocablos, Plana(toma.numero, ancho, alto, renglones, RECONOCIDA, giro))


def _de_lado(vocablos: list[Vocablo]) -> bool:
    """¿Las palabras corren de arriba abajo? Tesseract las lee así en una hoja girada, pero sus renglones no sirven."""
    largas = [v for v in vocablos if len(v.texto) >= 5]
    return len(largas) >= 3 and sum(v.y1 - v.y0 > v.x1 - v.x0 for v in largas) > len(largas) / 2


def _confianza(vocablos: list[Vocablo]) -> float:
    """Media ponderada por letras; sin una docena de letras no hay de qué fiarse."""
    letras = sum(len(v.texto) for v in vocablos)
    return sum((v.confianza or 0) * len(v.texto) for v in vocablos) / letras if letras >= 12 else 0.0


def _vocablos(imagen: Image.Image, toma: Toma) -> list[Vocablo]:
    resolucion = max(70, min(600, round(imagen.width * 72 / max(toma.ancho, 1))))
    opciones = ["-c", "thresholding_method=2"] if toma.es_foto else []
    tabla = _tesseract(imagen, "-l", "spa", "--psm", "3", "--dpi", str(resolucion), *opciones, "tsv", nombre=f"página {toma.numero}")
    vocablos: list[Vocablo] = []
    linea = (0.0, 0.0)
    for renglon in tabla.splitlines()[1:]:
        campos = renglon.split("\t")
        if len(campos) != 12:
            continue
        x, y, ancho, alto = map(float, campos[6:10])
        if campos[0] == "4":
            linea = (y, y + alto)
        elif campos[0] == "5" and _sirve(campos[11], float(campos[10])):
            vocablos.append(Vocablo(campos[11].strip(), x, linea[0], x + ancho, linea[1], round(float(campos[10]), 1)))
    return vocablos


def _sirve(texto: str, confianza: float) -> bool:
    """Fuera lo que no es palabra: rayas, manchas y orillas."""
    texto = texto.strip()
    return bool(texto) and confianza >= _RUIDO and (any(c.isalnum() for c in texto) or confianza >= 50) and texto not in {"|", "—", "_", "=", "~"}


def _giros(imagen: Image.Image, *, de_lado: bool) -> tuple[int, ...]:
    """Con qué giros vale la pena probar: el del detector de orientación; si no lo sabe y está de lado, los dos que la paran."""
    hallado = _giro(imagen)
    if de_lado and hallado not in {90, 270}:
        return 90, 270
    return (hallado,) if hallado else ()


def _giro(imagen: Image.Image) -> int:
    """Grados horarios que la enderezan, según el detector de orientación; 0 si no lo sabe."""
    try:
        hallado = _GIRO.search(_tesseract(imagen, "--psm", "0", nombre="la orientación"))
    except DocumentoIlegible:
        return 0
    return int(hallado[1]) % 360 if hallado else 0


def _tesseract(imagen: Image.Image, *opciones: str, nombre: str) -> str:
    entrada = io.BytesIO()
    imagen.save(entrada, "PPM")
    orden = ["tesseract", "stdin", "stdout", *opciones]
    try:
        hecho = subprocess.run(  # noqa: S603 — orden fija; la imagen va por la entrada estándar
            orden, input=entrada.getvalue(), capture_output=True, timeout=RECONOCER_PAGINA_SEGUNDOS, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
        )
    except subprocess.TimeoutExpired:
        raise DocumentoIlegible(f"El reconocimiento óptico no terminó con {nombre}. Escanéala de nuevo, más limpia o a 200 ppp.") from None
    if hecho.returncode:
        dicho = hecho.stderr.decode(errors="replace").strip()[-200:]
        raise DocumentoIlegible(f"El reconocimiento óptico falló con {nombre}: {dicho}")
    return hecho.stdout.decode("utf-8", errors="replace")
