"""Un supervisor en su propio proceso: ``python supervisor_de_prueba.py MARCA '[[nombre, guion, etapa, gracia], …]'``."""

import json
import os
import sys
from pathlib import Path

from conferencia.arranque.bitacora import Bitacora
from conferencia.arranque.procesos import Programa
from conferencia.arranque.supervisor import Paro, Supervisor


def main(marca: Path, guiones: list) -> None:
    supervisor = Supervisor(Bitacora(), marca)
    supervisor.escucha_senales()
    try:
        for nombre, guion, etapa, gracia in guiones:
            supervisor.arranca(Programa(nombre, ["sh", "-c", guion], dict(os.environ), marca, etapa=etapa, gracia=gracia))
        supervisor.bitacora.dice("listo")
        supervisor.atiende()
    except Paro:
        pass
    finally:
        supervisor.detiene()


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
