"""Procesos: cómo se lanzan para que no queden huérfanos y cómo se encuentran los que quedaron."""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
MARCA = "CONFERENCIA_ARRANQUE"
SERVICIOS = ("postgres", "valkey-server")
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Cuenta:
    """Usuario del sistema con el que corre un servicio."""

    uid: int
    gid: int

    def opciones(self) -> dict:
        """Argumentos de ``subprocess`` que bajan a esta cuenta."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Programa:
    """Un proceso por lanzar. ``etapa``: se detienen juntas, de la más alta a la más baja."""

    nombre: str
    orden: list[str]
    entorno: dict[str, str] = field(default_factory=dict, repr=False)
    carpeta: Path | None = None
    cuenta: Cuenta | None = None
    etapa: int = 0
    senal: int = signal.SIGTERM
    senal_de_orfandad: int = signal.SIGTERM
    gracia: float = 10.0


def _muere_con_el_padre(senal: int, padre: int) -> None:
    """En el hijo, antes de ``exec``: pide al núcleo ``senal`` cuando muera quien lo lanzó."""
    _LIBC.prctl(PR_SET_PDEATHSIG, senal, 0, 0, 0)
    if os.getppid() != padre:
        os._exit(1)  # el padre murió entre fork y prctl: ya nadie avisaría


def lanza(programa: Programa, salida: int | None = subprocess.PIPE, marca: Path | None = None) -> subprocess.Popen:
    """Lanza ``programa`` en su propia sesión, atado a la vida de este proceso.

    Debe llamarse desde el hilo principal: el núcleo avisa al morir el hilo que hizo ``fork``.
    """
    padre = os.getpid()
    entorno = programa.entorno | ({MARCA: str(marca)} if marca else {})
    return subprocess.Popen(
        programa.orden,
        stdin=subprocess.DEVNULL,
        stdout=salida,
        stderr=subprocess.STDOUT,
        env=entorno,
        cwd=programa.carpeta,
        start_new_session=True,
        preexec_fn=lambda: _muere_con_el_padre(programa.senal_de_orfandad, padre),
        **(programa.cuenta.opciones() if programa.cuenta else {}),
    )


def senala_grupo(proceso: subprocess.Popen, senal: int) -> None:
    """Envía ``senal`` al proceso y a todos los de su sesión."""
    with suppress(ProcessLookupError):
        os.killpg(proceso.pid, senal)


def vive(pid: int) -> bool:
    """¿Existe y no es un zombi en espera de que su padre lo recoja?"""
    try:
        estado = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return estado != "Z"


def _pertenece(pid: int, carpeta: Path) -> bool:
    """¿Lo marcó ``lanza`` con ``carpeta``, o es un servicio que trabaja dentro de ella?

    PostgreSQL escribe su título sobre el entorno y borra la marca: se le reconoce por dónde trabaja.
    """
    proc = Path(f"/proc/{pid}")
    try:
        if f"{MARCA}={carpeta}".encode() in (proc / "environ").read_bytes().split(b"\0"):
            return True
        return _nombre(pid) in SERVICIOS and Path(os.readlink(proc / "cwd")).is_relative_to(carpeta)
    except OSError:
        return False


def _nombre(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def procesos_de(carpeta: Path) -> list[int]:
    """Procesos vivos de esa carpeta de datos, sin contar este ni sus ancestros."""
    propios, pid = {os.getpid()}, os.getppid()
    while pid > 1:
        propios.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    todos = (int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit())
    return [p for p in todos if p not in propios and _pertenece(p, carpeta) and vive(p)]


def despeja(carpeta: Path, gracia: float = 10.0) -> int:
    """Detiene lo que un supervisor muerto haya dejado corriendo sobre ``carpeta``; devuelve cuántos eran.

    PostgreSQL recibe SIGINT (paro rápido) y los demás SIGTERM; a los ``gracia`` segundos, SIGKILL.
    """
    encontrados = procesos_de(carpeta)
    for pid in encontrados:
        _senala(pid, signal.SIGINT if _nombre(pid) == "postgres" else signal.SIGTERM)
    limite = time.monotonic() + gracia
    while procesos_de(carpeta) and time.monotonic() < limite:
        time.sleep(0.1)
    for pid in procesos_de(carpeta):
        _senala(pid, signal.SIGKILL)
    return len(encontrados)


def _senala(pid: int, senal: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, senal)
