"""``manage.py`` a secas: leer un documento no pide nada levantado; lo demás dice qué falta."""

import json
import os
import subprocess
import sys

from django.conf import settings

ACTA = settings.BASE_DIR / "conferencia" / "datos" / "acta-zona-centro-2022-1.md"


def manage(*argumentos: str, cwd) -> subprocess.CompletedProcess:
    """Con el entorno pelado, como en una terminal recién abierta."""
    entorno = {nombre: os.environ[nombre] for nombre in ("PATH", "HOME", "LANG") if nombre in os.environ}
    return subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", *argumentos], env=entorno, cwd=cwd, capture_output=True, text=True, check=False)


def test_leer_un_acta_no_pide_configuracion_ni_base(tmp_path):
    salida = manage("leer_acta", str(ACTA), "--json", cwd=tmp_path)
    assert (salida.returncode, len(json.loads(salida.stdout)["disposiciones"])) == (0, 17)


def test_lo_que_si_usa_la_base_dice_que_falta(tmp_path):
    salida = manage("verificar_hechos", cwd=tmp_path)
    assert salida.returncode != 0
    assert "Falta SECRET_KEY" in salida.stderr
