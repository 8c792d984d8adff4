"""``arranque pruebas``: servicios efímeros que no dejan rastro."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from conferencia.arranque.red import atiende
from conferencia.arranque.rutas import RAIZ

DECLARA = "import json, os, sys; print(json.dumps(dict(os.environ))); sys.exit(7)"


def test_la_orden_recibe_servicios_vivos_y_al_terminar_no_queda_nada():
    ajeno = os.environ | {"DATABASE_URL": "postgres://ajena/base", "HOY": "2022-07-06", "DEMO": "1"}
    orden = [
        sys.executable,
        "-m",
        "conferencia.arranque",
        "pruebas",
        "--",
        "sh",
        "-c",
        f'psql "$DATABASE_URL" -qAtc "SELECT 1" >&2; {sys.executable} -c "{DECLARA}"',
    ]
    hecho = subprocess.run(orden, cwd=RAIZ, env=ajeno, capture_output=True, text=True, check=False)
    assert (hecho.returncode, hecho.stderr) == (7, "1\n")
    recibido = json.loads(hecho.stdout)
    assert {"HOY", "DEMO"}.isdisjoint(recibido)
    assert not any(atiende(urlsplit(recibido[nombre]).port) for nombre in ("DATABASE_URL", "REDIS_URL"))
    assert not Path(recibido["MEDIA_ROOT"]).parent.exists()
