"""El proceso que abre el archivo: con memoria y tiempo contados, y sin los secretos del servidor en su entorno.

Escribe renglones JSON: ``{"avance": [hechas, total]}`` conforme avanza y al final ``{"documento": …}``, ``{"examen": …}`` o ``{"ilegible": …}``.
Lo que son bytes (la imagen de una página) va después de un renglón ``{"contenido": largo}``.
"""

import importlib
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import orjson

from conferencia.documentos.errores import DocumentoIlegible, NoSeRecibe
from conferencia.documentos.limites import CPU_SEGUNDOS, MEGA, MEMORIA_BYTES


def _limitar() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_BYTES, MEMORIA_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SEGUNDOS, CPU_SEGUNDOS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEGA, MEGA))  # no escribe más que sus quejas
    os.nice(5)


def _morir_con(padre: int) -> None:
    """Muerto quien pidió la lectura (kill -9, falta de memoria), nadie espera la respuesta: se va con todo su grupo, Tesseract incluido."""

    def vigilar() -> None:
        while os.getppid() == padre:
            time.sleep(0.5)
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=vigilar, daemon=True).start()


def _decir(mensaje: dict) -> None:
    sys.stdout.buffer.write(orjson.dumps(mensaje) + b"\n")
    sys.stdout.buffer.flush()


def _leer(ruta: str, tipo: str) -> None:
    documento = _de("lectura").leer_documento(Path(ruta), tipo, lambda hechas, total: _decir({"avance": [hechas, total]}))
    _decir({"documento": documento})


def _dibujar(ruta: str, tipo: str, *medidas: str) -> None:
    _entregar(_de("lectura").dibujar_pagina(Path(ruta), tipo, *map(int, medidas)))


def _examinar(ruta: str, nombre: str, tipo: str) -> None:
    _decir({"examen": _de("examen").examinar(Path(ruta), nombre, tipo)})


def _vista(ruta: str, tipo: str) -> None:
    _entregar(_de("vista").copia_de_vista(Path(ruta), tipo))


def _buscable(vista: str, lectura: str) -> None:
    _entregar(_de("buscable").con_texto(Path(vista), Path(lectura)))


def _juntar(*nombres_y_rutas: str) -> None:
    pares = list(zip(nombres_y_rutas[::2], map(Path, nombres_y_rutas[1::2]), strict=True))
    _entregar(_de("conjunto").en_un_pdf(pares))


def _firmas(ruta: str, anclas: str) -> None:
    _decir({"firmas": _de("firmas").firmas_de_pdf(Path(ruta), Path(anclas) if anclas else None)})


def _firma_suelta(ruta: str, anclas: str, *documentos: str) -> None:
    firma, cual = _de("firmas").firma_desprendida(Path(ruta), [Path(d) for d in documentos], Path(anclas) if anclas else None)
    _decir({"firmas": [firma], "cual": cual})


def _entregar(contenido: bytes) -> None:
    _decir({"contenido": len(contenido)})
    sys.stdout.buffer.write(contenido)


def _de(modulo: str) -> ModuleType:
    """Cada orden carga solo lo suyo: quien sube un archivo no espera a que cargue el reconocimiento óptico."""
    return importlib.import_module(f"conferencia.documentos.{modulo}")


_ORDENES = {
    "leer": _leer,
    "dibujar": _dibujar,
    "examinar": _examinar,
    "vista": _vista,
    "buscable": _buscable,
    "juntar": _juntar,
    "firmas": _firmas,
    "firma-suelta": _firma_suelta,
}


def main(orden: str, *argumentos: str) -> None:
    """``leer RUTA TIPO``, ``dibujar RUTA TIPO PÁGINA ANCHO GIRO``, ``examinar RUTA NOMBRE TIPO`` ``vista RUTA TIPO``, ``buscable VISTA LECTURA``,
    ``juntar NOMBRE RUTA NOMBRE RUTA…``, ``firmas RUTA ANCLAS`` o ``firma-suelta RUTA ANCLAS DOCUMENTO…``."""
    _morir_con(os.getppid())
    _limitar()
    try:
        _ORDENES[orden](*argumentos)
    except NoSeRecibe as error:
        _decir({"ilegible": str(error), "motivo": error.motivo})
    except DocumentoIlegible as error:
        _decir({"ilegible": str(error)})
    except MemoryError:
        _decir({"excedido": "memoria"})


if __name__ == "__main__":
    main(*sys.argv[1:])
