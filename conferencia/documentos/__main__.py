"""El proceso que abre el archivo: con memoria y tiempo contados, y sin los secretos del servidor en su entorno.

Escribe renglones JSON: ``{"avance": [hechas, total]}`` conforme avanza y al final ``{"documento": …}`` o ``{"ilegible": …}``.
La imagen de una página va en bytes, después de un renglón ``{"imagen": largo}``.
"""

import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

import orjson

from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.lectura import dibujar_pagina, leer_documento
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


def main(orden: str, ruta: str, tipo: str, *resto: str) -> None:
    """``leer RUTA TIPO`` o ``dibujar RUTA TIPO PÁGINA ANCHO GIRO``."""
    _morir_con(os.getppid())
    _limitar()
    try:
        if orden == "dibujar":
            imagen = dibujar_pagina(Path(ruta), tipo, *map(int, resto))
            _decir({"imagen": len(imagen)})
            sys.stdout.buffer.write(imagen)
            return
        documento = leer_documento(Path(ruta), tipo, lambda hechas, total: _decir({"avance": [hechas, total]}))
        _decir({"documento": documento})
    except DocumentoIlegible as error:
        _decir({"ilegible": str(error)})
    except MemoryError:
        _decir({"excedido": "memoria"})


if __name__ == "__main__":
    main(*sys.argv[1:])
