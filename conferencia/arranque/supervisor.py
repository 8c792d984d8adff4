"""Supervisor: lanza programas, junta su salida, levanta al que muere y los detiene en orden.

Un solo hilo: así los hijos quedan atados a la vida del proceso (véase ``procesos.lanza``).
"""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .bitacora import Bitacora
from .procesos import Programa, lanza, senala_grupo

ESPERA_INICIAL, ESPERA_MAXIMA = 0.5, 30.0  # segundos entre muerte y reinicio
VIDA_SANA = 60.0  # segundos en pie que borran la cuenta de caídas
PASO = 0.2
TAMANO_DE_LECTURA = 65536


class Paro(Exception):
    """Se pidió detener todo (Ctrl-C, SIGTERM o terminal cerrada)."""


@dataclass
class Hijo:
    """Un programa y su proceso en turno."""

    programa: Programa
    proceso: subprocess.Popen
    desde: float
    caidas: int = 0
    reinicio: float | None = None
    pendiente: bytes = b""

    @property
    def vivo(self) -> bool:
        return self.proceso.poll() is None


class Supervisor:
    """Dueño de los hijos. ``marca`` es la carpeta por la que se les reconoce si quedan huérfanos."""

    def __init__(self, bitacora: Bitacora, marca: Path) -> None:
        self.bitacora, self.marca = bitacora, marca
        self.hijos: list[Hijo] = []
        self.senales = 0
        self.selector = selectors.DefaultSelector()

    def escucha_senales(self) -> None:
        """Ctrl-C, SIGTERM y cierre de terminal piden el paro; repetidas, lo fuerzan."""
        for senal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(senal, self._anota_senal)

    def _anota_senal(self, *_: object) -> None:
        self.senales += 1

    def arranca(self, programa: Programa) -> Hijo:
        """Lanza ``programa`` y lo mantiene en pie hasta el paro."""
        hijo = Hijo(programa, self._lanza(programa), time.monotonic())
        self._escucha(hijo)
        self.hijos.append(hijo)
        return hijo

    def corre(self, *programas: Programa) -> None:
        """Corre a la vez ``programas`` que deben terminar bien; si uno falla, ``CalledProcessError``."""
        hijos = [self.arranca(programa) for programa in programas]
        for hijo in hijos:
            self.hijos.remove(hijo)  # no se reinician: si el paro llega antes, mueren con su etapa
        try:
            while any(hijo.vivo for hijo in hijos):
                self._paso()
        finally:
            self._termina(hijos)
        for hijo in hijos:
            self._vacia(hijo)
            if hijo.proceso.returncode:
                raise subprocess.CalledProcessError(hijo.proceso.returncode, hijo.programa.nombre)

    def espera(self, condicion: Callable[[], bool], limite: float) -> bool:
        """Atiende a los hijos hasta que se cumpla ``condicion`` o pasen ``limite`` segundos."""
        fin = time.monotonic() + limite
        while not condicion():
            if time.monotonic() > fin:
                return False
            self._paso()
        return True

    def atiende(self) -> None:
        """Atiende a los hijos hasta que se pida el paro (``Paro``)."""
        while True:
            self._paso()

    def detiene(self) -> None:
        """Detiene por etapas, de la más alta a la más baja; lo que no obedece en su gracia muere."""
        for etapa in sorted({h.programa.etapa for h in self.hijos}, reverse=True):
            self._termina([h for h in self.hijos if h.programa.etapa == etapa])
        self.hijos.clear()

    def _termina(self, hijos: list[Hijo]) -> None:
        """Pide terminar a todos a la vez y espera a cada uno su gracia."""
        inicio, senales = time.monotonic(), self.senales
        for hijo in hijos:
            if hijo.vivo:
                hijo.proceso.send_signal(hijo.programa.senal)
        while vivos := [h for h in hijos if h.vivo]:
            for hijo in vivos:
                if self.senales > senales or time.monotonic() - inicio > hijo.programa.gracia:
                    self.bitacora.dice(f"{hijo.programa.nombre} no terminó a tiempo: se le fuerza.")
                    senala_grupo(hijo.proceso, signal.SIGKILL)
                    hijo.proceso.wait()
            self._lee()
        for hijo in hijos:
            senala_grupo(hijo.proceso, signal.SIGKILL)  # nietos que su padre haya olvidado
            self._vacia(hijo)

    def _paso(self) -> None:
        if self.senales:
            raise Paro
        self._lee()
        for hijo in self.hijos:
            if not hijo.vivo:
                self._atiende_caida(hijo)

    def _atiende_caida(self, hijo: Hijo) -> None:
        ahora = time.monotonic()
        if hijo.reinicio is None:
            self._vacia(hijo)
            senala_grupo(hijo.proceso, signal.SIGKILL)
            hijo.caidas = 1 if ahora - hijo.desde > VIDA_SANA else hijo.caidas + 1
            espera = min(ESPERA_MAXIMA, ESPERA_INICIAL * 2 ** (hijo.caidas - 1))
            hijo.reinicio = ahora + espera
            self.bitacora.dice(f"{hijo.programa.nombre} terminó ({_causa(hijo.proceso.returncode)}); se reinicia en {espera:g} s.")
        elif ahora >= hijo.reinicio:
            hijo.proceso, hijo.desde, hijo.reinicio = self._lanza(hijo.programa), ahora, None
            self._escucha(hijo)

    def _lanza(self, programa: Programa) -> subprocess.Popen:
        return lanza(programa, marca=self.marca)

    def _escucha(self, hijo: Hijo) -> None:
        assert hijo.proceso.stdout is not None
        os.set_blocking(hijo.proceso.stdout.fileno(), False)
        self.selector.register(hijo.proceso.stdout, selectors.EVENT_READ, hijo)

    def _lee(self) -> None:
        for llave, _ in self.selector.select(PASO):
            self._lee_de(llave.data)

    def _lee_de(self, hijo: Hijo) -> bool:
        """Lee lo disponible; ``False`` si ya no hay más."""
        tuberia = hijo.proceso.stdout
        assert tuberia is not None
        try:
            datos = os.read(tuberia.fileno(), TAMANO_DE_LECTURA)
        except BlockingIOError:
            return False
        *renglones, hijo.pendiente = (hijo.pendiente + datos).split(b"\n")
        for renglon in renglones:
            self._publica(hijo, renglon)
        if not datos:
            self._suelta(hijo)
        return bool(datos)

    def _vacia(self, hijo: Hijo) -> None:
        """Publica lo que dejó escrito un proceso terminado y suelta su tubería."""
        tuberia = hijo.proceso.stdout
        if tuberia is None or tuberia.closed:
            return
        while self._lee_de(hijo):
            pass
        if not tuberia.closed:
            self._suelta(hijo)

    def _suelta(self, hijo: Hijo) -> None:
        assert hijo.proceso.stdout is not None
        self.selector.unregister(hijo.proceso.stdout)
        hijo.proceso.stdout.close()
        self._publica(hijo, hijo.pendiente)
        hijo.pendiente = b""

    def _publica(self, hijo: Hijo, renglon: bytes) -> None:
        if renglon.strip():
            self.bitacora.renglon(hijo.programa.nombre, renglon.decode("utf-8", "replace").rstrip())


def _causa(codigo: int) -> str:
    return f"señal {signal.Signals(-codigo).name}" if codigo < 0 else f"código {codigo}"
