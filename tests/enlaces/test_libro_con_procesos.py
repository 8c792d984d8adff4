"""El libro, con procesos de verdad: un trabajador de Celery al que tres días se le mata de golpe, dos relojes (beat) a la vez y un SMTP de verdad.

Cada día con correos, del 5 de julio al 15 de agosto, lo que llega al buzón es lo que el libro dice de ese día: ni uno de más ni uno de menos.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from conferencia.models import EstadoTrabajo, Trabajo
from enlaces.models import Aviso, EstadoAviso
from tests.enlaces.conftest import LIMITE, Sumidero
from tests.enlaces.escena import a_las_ocho
from tests.enlaces.libro import leer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada")]

# El trabajador y el beat de siempre; solo la hora es un argumento (un archivo) y el tic no espera medio minuto.
PROCESO = """
import sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from conferencia import reloj
from conferencia.celery import app
hora = Path(sys.argv[1])
reloj.ahora = lambda: datetime.fromisoformat(hora.read_text())
app.conf.beat_schedule["tic"]["schedule"] = 0.5
app.start(sys.argv[2:])
"""
TRABAJADOR = ("worker", "-Q", "celery", "--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
HASTA = date(2022, 8, 15)
# El día en que se le mata, con cuántos correos entregados y en qué paso del siguiente.
MUERTES = {date(2022, 7, 13): (0, "guardado"), date(2022, 7, 27): (5, "sobre"), date(2022, 8, 15): (11, "guardado")}


class Instancia:
    """Los procesos de una instancia sobre la base y el Redis de estas pruebas."""

    def __init__(self, carpeta: Path, buzon: Sumidero, settings) -> None:
        self.carpeta, self.buzon, self.vivos, self.raiz = carpeta, buzon, [], settings.BASE_DIR
        base = connection.settings_dict
        self.entorno = os.environ | {
            "DJANGO_SETTINGS_MODULE": "conferencia.settings",
            "DATABASE_URL": f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}",
            "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
            "CORREO_DEMO_DIR": str(buzon.carpeta),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "DEMO": "1",
        }
        self.trabajador: subprocess.Popen | None = None

    def lanza(self, nombre: str, *argumentos: str) -> subprocess.Popen:
        orden = [sys.executable, "-c", PROCESO, str(self.carpeta / "hora"), *argumentos]
        with (self.carpeta / f"{nombre}.log").open("ab") as salida:
            self.vivos.append(subprocess.Popen(orden, env=self.entorno, cwd=self.raiz, stdout=salida, stderr=salida, start_new_session=True))
        return self.vivos[-1]

    def trabaja(self) -> None:
        self.trabajador = self.lanza("trabajador", *TRABAJADOR)

    def mata(self) -> None:
        """A él y a sus hijos, sin aviso."""
        assert self.trabajador is not None
        os.killpg(self.trabajador.pid, signal.SIGKILL)
        assert self.trabajador.wait(LIMITE) == -signal.SIGKILL

    def son_las_ocho(self, dia: date) -> None:
        aparte = self.carpeta / "hora.nueva"
        aparte.write_text(a_las_ocho(dia).isoformat())
        aparte.replace(self.carpeta / "hora")

    def espera(self, condicion, queja: str) -> None:
        fin = time.monotonic() + LIMITE
        while not condicion():
            if time.monotonic() > fin:
                raise AssertionError("\n".join([queja, *(f"--- {p.name}\n{p.read_text()[-2000:]}" for p in self.carpeta.glob("*.log"))]))
            time.sleep(0.05)

    def detiene(self) -> None:
        for proceso in self.vivos:
            if proceso.poll() is None:
                os.killpg(proceso.pid, signal.SIGKILL)
                proceso.wait(LIMITE)


@pytest.fixture
def instancia(tmp_path, buzon, settings) -> Iterator[Instancia]:
    nueva = Instancia(tmp_path, buzon, settings)
    try:
        yield nueva
    finally:
        nueva.detiene()


def esperados(dia: date) -> Counter:
    return Counter((a.a_quien, a.asunto) for a in leer() if a.dia == dia.isoformat() and a.salio)


def llegados(buzon: Sumidero, desde: int) -> Counter:
    return Counter((c.para, c.asunto) for c in buzon.correos[desde:])


def terminado(dia: date) -> bool:
    por_salir = Aviso.objects.filter(estado__in=[EstadoAviso.PLANEADO, EstadoAviso.ENVIANDO])
    return Trabajo.objects.filter(clave=f"avisos/{dia}", estado=EstadoTrabajo.HECHO).exists() and not por_salir.exists()


def vencen_los_arrendamientos() -> None:
    """Lo que tomó el muerto, como si ya hubieran pasado sus minutos."""
    antes = timezone.now() - timedelta(seconds=1)
    Trabajo.objects.filter(estado=EstadoTrabajo.EN_CURSO).update(arrendado_hasta=antes)
    Aviso.objects.filter(estado=EstadoAviso.ENVIANDO).update(arrendado_hasta=antes)


def test_con_dos_relojes_y_tres_muertes_llega_lo_que_el_libro_dice(instancia, buzon):
    dias = sorted({date.fromisoformat(a.dia) for a in leer() if a.dia <= HASTA.isoformat()})
    assert set(MUERTES) <= set(dias)
    instancia.son_las_ocho(dias[0])
    for n in (1, 2):
        instancia.lanza(f"beat{n}", "beat", "--schedule", str(instancia.carpeta / f"agenda{n}"), "--pidfile=", "--loglevel", "WARNING")
    instancia.trabaja()
    for dia in dias:
        antes = len(buzon.correos)
        if dia in MUERTES:
            buzon.llego.clear()
            buzon.sigue.clear()
            buzon.dejar_pasar, buzon.detenerse_en = MUERTES[dia]
        instancia.son_las_ocho(dia)
        if dia in MUERTES:
            instancia.espera(buzon.llego.is_set, f"El {dia} nadie empezó a enviar.")
            instancia.mata()
            buzon.sigue.set()
            assert len(esperados(dia)) - len(buzon.correos[antes:]) > 0, "murió a la mitad"
            vencen_los_arrendamientos()
            instancia.trabaja()
        instancia.espera(lambda dia=dia: terminado(dia), f"El {dia} no terminó.")
        assert llegados(buzon, antes) == esperados(dia), f"el {dia}"
    assert Trabajo.objects.filter(clave__startswith="avisos/").count() == len(dias)
    assert set(Aviso.objects.values_list("estado", flat=True)) == {EstadoAviso.ENVIADO}
