"""Un proceso de verdad que envía y muere de golpe (kill -9) entre dos pasos: ningún correo se pierde ni se repite."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.envio import enviar_pendientes
from enlaces.services.planeacion import planear
from tests.enlaces.bloqueos import alguien_espera
from tests.enlaces.conftest import LIMITE, Sumidero
from tests.enlaces.escena import FIRMA, a_las_ocho

ENVIA = "import django; django.setup(); from enlaces.services.envio import enviar_pendientes; enviar_pendientes()"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada")]


def emisor(buzon: Sumidero, settings) -> subprocess.Popen:
    """Otro proceso, con su conexión a la misma base de pruebas y al mismo servidor SMTP."""
    base = connection.settings_dict
    entorno = os.environ | {
        "DJANGO_SETTINGS_MODULE": "conferencia.settings",
        "DATABASE_URL": f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "CORREO_DEMO_DIR": str(buzon.carpeta),
        "DEMO": "1",
        "HOY": FIRMA.isoformat(),
    }
    return subprocess.Popen([sys.executable, "-c", ENVIA], env=entorno, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def matar(proceso: subprocess.Popen) -> None:
    proceso.send_signal(signal.SIGKILL)
    proceso.communicate(timeout=LIMITE)
    assert proceso.returncode == -signal.SIGKILL


def vence_su_arrendamiento() -> None:
    Aviso.objects.filter(estado=EstadoAviso.ENVIANDO).update(arrendado_hasta=timezone.now() - timedelta(seconds=1))


def otro_termina_el_trabajo(buzon: Sumidero) -> list[str]:
    with reloj.fijo(a_las_ocho(FIRMA)):
        enviar_pendientes()
    return sorted(c.para for c in buzon.correos)


@pytest.fixture
def en_cola():
    with reloj.fijo(a_las_ocho(FIRMA)):
        planear(FIRMA)
    Aviso.objects.exclude(correo__in=["enlace.puebla@demo.mx", "enlace.hidalgo@demo.mx", "titular.mor-ss@demo.mx"]).delete()
    Aviso.objects.update(sale_desde=None)  # el otro proceso lleva la hora de verdad
    return sorted(Aviso.objects.values_list("correo", flat=True))


def estados() -> list[str]:
    return sorted(Aviso.objects.values_list("estado", flat=True))


@pytest.mark.parametrize("antes", [0, 1, 2])
@pytest.mark.parametrize(("paso", "el_ultimo"), [("sobre", 0), ("guardado", 1)], ids=["antes de entregarlo", "entregado y sin contestar"])
def test_muerto_mientras_entrega(buzon, settings, en_cola, paso, el_ultimo, antes):
    """Muere en el primero, el segundo o el tercero de su lote."""
    buzon.detenerse_en, buzon.dejar_pasar = paso, antes
    proceso = emisor(buzon, settings)
    assert buzon.llego.wait(LIMITE), proceso.stderr
    matar(proceso)
    buzon.sigue.set()
    salieron = antes + el_ultimo
    assert len(buzon.correos) == salieron
    assert estados().count("enviado") in {max(antes - 1, 0), antes}  # el penúltimo se anota mientras el servidor guarda el último

    otro_termina_el_trabajo(buzon)
    assert len(buzon.correos) == salieron  # lo del muerto sigue arrendado: nadie lo toca antes de tiempo
    vence_su_arrendamiento()
    assert otro_termina_el_trabajo(buzon) == en_cola
    assert set(estados()) == {EstadoAviso.ENVIADO}


def esperar_correos(buzon: Sumidero, cuantos: int) -> None:
    fin = time.monotonic() + LIMITE
    while len(buzon.correos) < cuantos:
        assert time.monotonic() < fin, f"No llegaron {cuantos} correos."
        time.sleep(0.05)


def test_muerto_entre_la_respuesta_del_servidor_y_el_registro(buzon, settings, en_cola):
    """La prueba retiene las filas: el proceso entregó dos correos y muere esperando anotar el primero."""
    buzon.detenerse_en = "guardado"
    proceso = emisor(buzon, settings)
    assert buzon.llego.wait(LIMITE), proceso.stderr
    with transaction.atomic():
        list(Aviso.objects.select_for_update().filter(estado=EstadoAviso.ENVIANDO))
        buzon.sigue.set()
        alguien_espera("enlaces_aviso")
        esperar_correos(buzon, 2)
        matar(proceso)
    assert len(buzon.correos) == 2
    assert estados().count("enviado") <= 1  # la anotación que la base ya tenía se consuma aunque quien la pidió haya muerto
    vence_su_arrendamiento()
    assert otro_termina_el_trabajo(buzon) == en_cola
    assert set(estados()) == {EstadoAviso.ENVIADO}


def test_dos_procesos_a_la_vez_se_reparten_la_cola(buzon, settings, en_cola):
    procesos = [emisor(buzon, settings), emisor(buzon, settings)]
    for proceso in procesos:
        _, errores = proceso.communicate(timeout=LIMITE)
        assert proceso.returncode == 0, errores.decode()
    assert sorted(c.para for c in buzon.correos) == en_cola
    assert set(Aviso.objects.values_list("estado", "intentos")) == {(EstadoAviso.ENVIADO, 1)}
