"""Pedir que se desarme un correo en otro proceso. Uno hostil no toca la memoria ni los secretos de quien lo pide."""

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import orjson

from enlaces.documentos.limites import SEGUNDOS
from enlaces.domain.anexos import Anexo
from enlaces.domain.mensajes import CorreoIlegible, Direccion, Mensaje

_RAIZ = Path(__file__).resolve().parents[2]
_DEL_ENTORNO = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "VIRTUAL_ENV")
EXCEDIDO = "No se pudo leer: está dañado o pide más memoria o tiempo de lo permitido."


def desarmar_aparte(ruta: Path, carpeta: Path, tamano_maximo: int) -> Mensaje:
    """El mensaje en ``ruta``; los anexos que sirven quedan en ``carpeta``, cada uno con su número de orden desde 0. Falla con ``CorreoIlegible``."""
    return _mensaje(_pedir("desarmar", ruta, carpeta, tamano_maximo))


def convertir_aparte(msg: bytes) -> bytes:
    """El correo que guarda un .msg de Outlook. Falla con ``CorreoIlegible``."""
    with tempfile.TemporaryDirectory(prefix="outlook-") as nombre:
        ruta, carpeta = Path(nombre) / "correo.msg", Path(nombre)
        ruta.write_bytes(msg)
        _pedir("convertir", ruta, carpeta, 0)
        return (carpeta / "correo.eml").read_bytes()


def _pedir(que: str, ruta: Path, carpeta: Path, tamano_maximo: int) -> dict:
    entorno = {k: v for k in _DEL_ENTORNO if (v := os.environ.get(k))}
    orden = [sys.executable, "-m", "enlaces.documentos", que, str(ruta), str(carpeta), str(tamano_maximo)]
    try:
        hecho = subprocess.run(  # noqa: S603 — programa propio; las rutas son argumentos, no órdenes
            orden, cwd=_RAIZ, env=entorno, stdin=subprocess.DEVNULL, capture_output=True, timeout=SEGUNDOS, check=False
        )
        dicho = orjson.loads(hecho.stdout)
    except (subprocess.TimeoutExpired, orjson.JSONDecodeError):
        raise CorreoIlegible(EXCEDIDO) from None
    if "ilegible" in dicho:
        raise CorreoIlegible(dicho["ilegible"])
    return dicho["mensaje"]


def _mensaje(dicho: dict) -> Mensaje:
    propios = {
        "de": Direccion(**dicho["de"]),
        "para": [Direccion(**d) for d in dicho["para"]],
        "anexos": [Anexo(**a) for a in dicho["anexos"]],
        **{campo: datetime.fromisoformat(dicho[campo]) if dicho[campo] else None for campo in ("fecha", "entregado")},
    }
    return Mensaje(**dicho | propios)
