"""Un clamd de verdad, como proceso común y con una base de una sola firma (EICAR)."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

CLAMD = "/usr/sbin/clamd"
# La prueba convenida de los antivirus, partida para que ninguno confunda este archivo con ella.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
con_clamd = pytest.mark.skipif(not shutil.which(CLAMD), reason="falta clamd (apt-get install clamav-daemon)")


@contextmanager
def clamd(carpeta: Path) -> Iterator[str]:
    """Su dirección (``unix://…``), mientras vive en ``carpeta``."""
    carpeta.chmod(0o755)
    (carpeta / "base").mkdir()
    (carpeta / "base" / "prueba.ndb").write_text(f"Prueba.Eicar:0:*:{EICAR.hex()}\n")
    enchufe = carpeta / "clamd.ctl"
    ajustes = carpeta / "clamd.conf"
    ajustes.write_text(
        f"LocalSocket {enchufe}\nDatabaseDirectory {carpeta / 'base'}\nForeground yes\nStreamMaxLength 2M\nLogFile {carpeta / 'log'}\nUser root\n"
    )
    with (carpeta / "salida").open("wb") as salida:
        proceso = subprocess.Popen([CLAMD, "--config-file", str(ajustes)], stdout=salida, stderr=salida)
        try:
            _esperar(enchufe, proceso, carpeta / "salida")
            yield f"unix://{enchufe}"
        finally:
            proceso.terminate()
            proceso.wait(timeout=10)


def _esperar(enchufe: Path, proceso: subprocess.Popen, salida: Path) -> None:
    fin = time.monotonic() + 30
    while True:
        assert proceso.poll() is None, salida.read_text()
        assert time.monotonic() < fin, "clamd no abrió su socket"
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as prueba:
            if enchufe.exists() and prueba.connect_ex(str(enchufe)) == 0:
                return
        time.sleep(0.05)
