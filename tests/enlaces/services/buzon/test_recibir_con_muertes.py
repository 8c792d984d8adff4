"""Un proceso de verdad que recibe correo y muere de golpe (kill -9) entre dos pasos: ningún correo se pierde ni se dobla."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conferencia.models import Archivo, Entrega
from enlaces.models import CorreoRecibido
from enlaces.services.buzon.jornada import recibir
from tests.enlaces.correos import correo
from tests.enlaces.escena import DE_PUEBLA, FIRMA

LIMITE = 60
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada")]
# El proceso se mata a sí mismo, sin avisar a nadie, justo antes o después del paso que se le diga.
_PROGRAMA = """
import os, signal, sys
import django; django.setup()
from enlaces.services.buzon import fuentes, pasos, propuesta, recogida, jornada
modulo, nombre, cuando = sys.argv[1:]
dueno = {"fuente": fuentes.FuenteImap, "recogida": recogida, "pasos": pasos, "propuesta": propuesta}[modulo]
original = getattr(dueno, nombre)
def morir(*a, **k):
    if cuando == "despues":
        original(*a, **k)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(dueno, nombre, morir)
jornada.recibir()
"""


def muere_en(settings, modulo: str, nombre: str, cuando: str) -> None:
    base = connection.settings_dict
    entorno = os.environ | {
        "DJANGO_SETTINGS_MODULE": "conferencia.settings",
        "DATABASE_URL": f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}",
        "IMAP_URL": settings.IMAP_URL,
        "CORREO_BUZON": settings.CORREO_BUZON,
        "CORREO_REBOTES": settings.CORREO_REBOTES,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DEMO": "1",
        "HOY": FIRMA.replace(day=6).isoformat(),
    }
    proceso = subprocess.run(
        [sys.executable, "-c", _PROGRAMA, modulo, nombre, cuando], env=entorno, cwd=settings.BASE_DIR, capture_output=True, timeout=LIMITE, check=False
    )
    assert proceso.returncode == -signal.SIGKILL, proceso.stderr.decode()[-2000:]


def pasan_dos_minutos() -> None:
    CorreoRecibido.objects.filter(arrendado_hasta__isnull=False).update(arrendado_hasta=timezone.now() - timedelta(seconds=1))


PASOS = [
    ("recogida", "guardar", "antes"),  # leído del buzón y sin guardar
    ("recogida", "guardar", "despues"),  # guardado y sin apartar del buzón
    ("fuente", "_apartar", "despues"),  # apartado y sin tomar
    ("pasos", "leer", "antes"),  # tomado y sin leer
    ("pasos", "_adjuntar", "despues"),  # a la mitad de guardar sus anexos
    ("pasos", "leer", "despues"),  # leído y sin identificar
    ("propuesta", "anotar_recibida", "despues"),  # la obligación movida, sin confirmar la transacción
    ("pasos", "proponer", "despues"),  # propuesto y sin anotar que terminó
]


@pytest.mark.parametrize(("modulo", "nombre", "cuando"), PASOS, ids=[f"{c} de {n}" for _, n, c in PASOS])
def test_muerto_entre_dos_pasos(imap, settings, seis, modulo, nombre, cuando):
    imap.entregar(correo(asunto=DE_PUEBLA))
    muere_en(settings, modulo, nombre, cuando)
    pasan_dos_minutos()
    recibir()
    c = CorreoRecibido.objects.get()
    assert (c.estado, c.adjuntos.count()) == ("propuesto", 1)
    assert Entrega.objects.filter(estado="por_confirmar").count() == 1
    assert (imap.cuantos("INBOX"), imap.cuantos("Procesados")) == (0, 1)
    assert Archivo.objects.filter(tipo="message/rfc822").count() == 1
    recibir()
    assert CorreoRecibido.objects.count() == 1


def test_el_que_mata_a_quien_lo_lee_se_aparta_y_no_tapa_a_los_demas(imap, settings, seis):
    imap.entregar(correo(asunto="El venenoso"))
    for _ in range(3):
        muere_en(settings, "pasos", "leer", "antes")
        pasan_dos_minutos()
    imap.entregar(correo(asunto=DE_PUEBLA))
    assert recibir()["propuestos"] == 1
    venenoso = CorreoRecibido.objects.get(clase="venenoso")
    assert (venenoso.estado, venenoso.razones) == ("cuarentena", ["No se pudo leer: Quien lo leía murió a la mitad cada vez."])
