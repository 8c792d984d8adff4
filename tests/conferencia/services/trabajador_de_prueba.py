"""Un trabajador de Celery de verdad, con el arrendamiento corto y una clase de trabajo que se deja observar.

``python -m tests.conferencia.services.trabajador_de_prueba CARPETA COLAS``: la clase «observada» anota en CARPETA cuándo empieza y
termina, y si sus datos dicen ``espera`` no termina hasta que exista el archivo ``sigue``.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.db import connection

django.setup()

from conferencia.celery import app  # noqa: E402 - hasta aquí hay ajustes
from conferencia.services import trabajos  # noqa: E402

ARRENDAMIENTO, LATIDO = 1.5, 0.4  # segundos


def anotar(carpeta: Path, texto: str) -> None:
    with (carpeta / "bitacora").open("a") as archivo:
        archivo.write(f"{texto}\n")


def observada(carpeta: Path):
    def hacer(trabajo) -> dict:
        anotar(carpeta, f"empieza {trabajo.clave}")
        while trabajo.datos.get("espera") and not (carpeta / "sigue").exists():
            time.sleep(0.05)
        anotar(carpeta, f"termina {trabajo.clave}")
        return {"base": connection.settings_dict["NAME"]}

    return hacer


def main() -> None:
    carpeta, colas = Path(sys.argv[1]), sys.argv[2]
    trabajos.ARRENDAMIENTO, trabajos.LATIDO = timedelta(seconds=ARRENDAMIENTO), LATIDO
    trabajos.inscribir("observada", observada(carpeta))
    app.worker_main(["worker", "-c", "1", "-Q", colas, "-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"])


if __name__ == "__main__":
    main()
