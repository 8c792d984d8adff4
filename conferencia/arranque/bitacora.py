"""Un solo flujo de salida: cada renglón lleva el nombre, en su color, de quien lo escribió."""

import os
import sys
from typing import TextIO

COLORES = (36, 33, 35, 32, 34, 96, 93, 95)
ANCHO = 10
PROPIO = "arranque"


class Bitacora:
    """Escribe renglones con prefijo. Colorea solo en terminal y si ``NO_COLOR`` no lo pide así."""

    def __init__(self, salida: TextIO | None = None) -> None:
        self.salida = salida or sys.stdout
        self.con_color = self.salida.isatty() and not os.environ.get("NO_COLOR")
        self._colores: dict[str, int] = {}

    def renglon(self, nombre: str, texto: str) -> None:
        """Un renglón de ``nombre``."""
        prefijo = f"{nombre:<{ANCHO}} |"
        if self.con_color:
            color = self._colores.setdefault(nombre, COLORES[len(self._colores) % len(COLORES)])
            prefijo = f"\033[{color}m{prefijo}\033[0m"
        self._escribe(f"{prefijo} {texto}\n")

    def dice(self, texto: str) -> None:
        """Un renglón de quien arranca."""
        self.renglon(PROPIO, texto)

    def aviso(self, texto: str) -> None:
        """Un bloque sin prefijo, para que se lea de un vistazo."""
        self._escribe(f"\n{texto}\n\n")

    def _escribe(self, texto: str) -> None:
        try:
            self.salida.write(texto)
            self.salida.flush()
        except OSError:
            pass  # la terminal se cerró: el paro ordenado continúa a ciegas
