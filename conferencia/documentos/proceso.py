"""Abrir el archivo en otro proceso, con límites: un documento hostil no toca la memoria ni los secretos de quien lo pide."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import orjson

from conferencia.domain.admision import Examen, Motivo
from conferencia.domain.documento import Documento, Linea, Pagina, Palabra
from conferencia.domain.firmas import Confianza, Firma, Integridad, Tiempo

from .errores import DocumentoIlegible, NoSeRecibe
from .limites import EXAMEN_SEGUNDOS, SIN_AVANCE_SEGUNDOS

_bitacora = logging.getLogger(__name__)
_RAIZ = Path(__file__).resolve().parents[2]
_PROGRAMA = ("-m", "conferencia.documentos")
_DEL_ENTORNO = ("PATH", "LANG", "LC_ALL", "HOME", "TESSDATA_PREFIX", "TMPDIR", "VIRTUAL_ENV")
Avance = Callable[[int, int], None]


def leer_aparte(ruta: Path, tipo: str, avance: Avance | None = None) -> Documento:
    """El documento, leído en un proceso con límites. ``avance(hechas, total)`` se llama conforme termina cada página."""
    with _proceso("leer", ruta, tipo) as (salida, sigue):
        for renglon in salida:
            sigue()
            mensaje = _entendido(renglon, ruta.name)
            if "documento" in mensaje:
                return _documento(mensaje["documento"])
            if avance is not None:
                avance(*mensaje["avance"])
    raise _excedido(ruta.name)


def dibujar_aparte(ruta: Path, tipo: str, numero: int, ancho: int, giro: int = 0) -> bytes:
    """PNG de una página, dibujada en un proceso con límites y girada ``giro`` grados horarios."""
    return _contenido(ruta.name, "dibujar", ruta, tipo, str(numero), str(ancho), str(giro))


def vista_aparte(ruta: Path, tipo: str) -> bytes:
    """PDF sin código del archivo, hecho en un proceso con límites. Falla con ``DocumentoIlegible``."""
    return _contenido(ruta.name, "vista", ruta, tipo)


def buscable_aparte(vista: Path, documento: Documento) -> bytes:
    """El PDF de vista con el texto reconocido encima, invisible. Falla con ``DocumentoIlegible``."""
    with tempfile.NamedTemporaryFile(prefix="lectura-", suffix=".json") as lectura:
        lectura.write(orjson.dumps(documento))
        lectura.flush()
        return _contenido(vista.name, "buscable", vista, lectura.name)


def juntar_aparte(partes: Sequence[tuple[str, Path]]) -> bytes:
    """Un PDF con todas las copias limpias, en ese orden y cada una con su nombre. Falla con ``DocumentoIlegible``."""
    return _contenido("El oficio", "juntar", *(dato for parte in partes for dato in parte))


def firmas_aparte(ruta: Path, anclas: Path | None) -> list[Firma]:
    """Las firmas que un PDF lleva dentro, verificadas en un proceso con límites. Falla con ``DocumentoIlegible``."""
    return [_firma(f) for f in _mensaje(ruta.name, "firmas", ruta, anclas or "")["firmas"]]


def firma_suelta_aparte(ruta: Path, documentos: Sequence[Path], anclas: Path | None) -> tuple[Firma, int | None]:
    """Una firma PKCS#7 y el lugar, en ``documentos``, de aquel al que corresponde. Falla con ``DocumentoIlegible``."""
    mensaje = _mensaje(ruta.name, "firma-suelta", ruta, anclas or "", *documentos)
    return _firma(mensaje["firmas"][0]), mensaje["cual"]


def _mensaje(nombre: str, *orden: str | Path) -> dict:
    with _proceso(*orden) as (salida, _):
        if renglon := salida.readline():
            return _entendido(renglon, nombre)
    raise _excedido(nombre)


def _firma(datos: dict) -> Firma:
    clases: dict[str, type] = {"integridad": Integridad, "confianza": Confianza, "tiempo": Tiempo}
    return Firma(**{k: clases[k](v) if k in clases else v for k, v in datos.items()})


def examinar_aparte(ruta: Path, nombre: str, tipo: str = "") -> Examen:
    """Qué es y qué trae, visto en un proceso con límites. Falla con ``NoSeRecibe``; si el examen no termina, también."""
    with _proceso("examinar", ruta, nombre, tipo, segundos=EXAMEN_SEGUNDOS) as (salida, _):
        if renglon := salida.readline():
            try:
                datos = _entendido(renglon, nombre)["examen"]
            except NoSeRecibe:
                raise
            except DocumentoIlegible:
                raise _sin_examen(nombre) from None
            return Examen(datos["tipo"], datos["paginas"], tuple(datos["hallazgos"]), datos["es"])
    raise _sin_examen(nombre)


def _contenido(nombre: str, *orden: str | Path) -> bytes:
    with _proceso(*orden) as (salida, _):
        if renglon := salida.readline():
            largo = _entendido(renglon, nombre)["contenido"]
            if len(contenido := salida.read(largo)) == largo:
                return contenido
    raise _excedido(nombre)


@contextmanager
def _proceso(*orden: str | Path, segundos: float = 0) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """La salida del proceso y cómo decir que sigue vivo: si calla demasiado, se termina."""
    entorno = {k: v for k in _DEL_ENTORNO if (v := os.environ.get(k))}
    programa = [sys.executable, *_PROGRAMA, *map(str, orden)]
    with tempfile.TemporaryFile() as errores:
        proceso = subprocess.Popen(  # noqa: S603 — programa propio; la ruta es un argumento, no una orden
            programa, cwd=_RAIZ, env=entorno, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errores, start_new_session=True
        )
        vigia = _Vigia(proceso, segundos or SIN_AVANCE_SEGUNDOS)
        try:
            yield cast(IO[bytes], proceso.stdout), vigia.sigue
        finally:
            vigia.retirar()
            _terminar(proceso)
            _anotar(errores, proceso.returncode)


def _anotar(errores: IO[bytes], salio_con: int) -> None:
    """Si el proceso cayó, sus últimas palabras van a la bitácora del sistema; a quien subió el archivo, no."""
    errores.seek(0, os.SEEK_END)
    errores.seek(max(0, errores.tell() - 2000))
    if (dicho := errores.read()) and salio_con:
        _bitacora.warning("El proceso que lee documentos salió con %s: %s", salio_con, dicho.decode(errors="replace"))


class _Vigia:
    """Termina el proceso que calla más de lo permitido."""

    def __init__(self, proceso: subprocess.Popen, segundos: float):
        self._proceso, self._segundos = proceso, segundos
        self._reloj: threading.Timer | None = None
        self.sigue()

    def sigue(self) -> None:
        """Vuelve a contar desde ahora."""
        self.retirar()
        self._reloj = threading.Timer(self._segundos, _matar, [self._proceso])
        self._reloj.daemon = True
        self._reloj.start()

    def retirar(self) -> None:
        """Deja de contar."""
        if self._reloj is not None:
            self._reloj.cancel()


def _terminar(proceso: subprocess.Popen) -> None:
    if proceso.stdout is not None:
        proceso.stdout.close()
    _matar(proceso)
    proceso.wait()


def _matar(proceso: subprocess.Popen) -> None:
    """A él y a los que haya abierto: está en su propio grupo."""
    if proceso.poll() is None:
        try:
            os.killpg(proceso.pid, 9)
        except ProcessLookupError:
            proceso.kill()


def _entendido(renglon: bytes, nombre: str) -> dict:
    try:
        mensaje = orjson.loads(renglon)
    except orjson.JSONDecodeError:
        raise _excedido(nombre) from None
    if "motivo" in mensaje:
        raise NoSeRecibe(mensaje["ilegible"], Motivo(mensaje["motivo"]))
    if "ilegible" in mensaje:
        raise DocumentoIlegible(mensaje["ilegible"])
    if "excedido" in mensaje:
        raise _excedido(nombre)
    return mensaje


def _excedido(nombre: str) -> DocumentoIlegible:
    return DocumentoIlegible(f"{nombre} no se pudo leer: está dañado o pide más memoria o tiempo de lo permitido. Divídelo o vuelve a generarlo en PDF.")


def _sin_examen(nombre: str) -> NoSeRecibe:
    return NoSeRecibe(f"«{nombre}» no se pudo revisar: está dañado o pide más memoria o tiempo de lo permitido. Vuelve a generarlo en PDF.", Motivo.DESMESURADO)


def _documento(datos: dict) -> Documento:
    return Documento(datos["tipo"], datos["texto"], tuple(_pagina(p) for p in datos["paginas"]), tuple(datos["avisos"]))


def _pagina(datos: dict) -> Pagina:
    lineas = tuple(Linea(tuple(Palabra(**p) for p in linea["palabras"]), linea["corrida"]) for linea in datos["lineas"])
    return Pagina(datos["numero"], datos["ancho"], datos["alto"], lineas, datos["origen"], datos["giro"])
