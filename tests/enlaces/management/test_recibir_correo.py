"""La orden, con el buzón de la demostración: lo mandado por SMTP al sumidero llega, se dice qué se hizo y se sale con verdad."""

import json
import smtplib
from io import StringIO

import pytest
from django.core.management import call_command

from conferencia.arranque.red import LOOPBACK
from enlaces.models import CorreoRecibido
from tests.enlaces.correos import PUEBLA, correo
from tests.enlaces.escena import DE_PUEBLA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def recibir(**opciones) -> str:
    salida = StringIO()
    call_command("recibir_correo", una_vez=True, stdout=salida, stderr=salida, **opciones)
    return salida.getvalue()


@pytest.fixture
def sumidero(buzon, settings):
    settings.CORREO_BUZON, settings.CORREO_REBOTES = "buzon@demo.mx", "rebotes@demo.mx"
    return settings.EMAIL_PORT


def mandar(puerto: int, para: str, crudo: bytes) -> None:
    with smtplib.SMTP(LOOPBACK, puerto) as smtp:
        smtp.sendmail(PUEBLA, [para], crudo)


def test_lo_mandado_al_buzon_de_la_demostracion_llega(sumidero):
    crudo = correo(para="buzon@demo.mx", asunto=DE_PUEBLA)
    mandar(sumidero, "buzon@demo.mx", crudo)
    mandar(sumidero, "otro@demo.mx", correo(asunto="No es para el buzón"))
    assert recibir() == "1 nuevos, 0 repetidos, 0 fallidos, 1 propuestos, 0 en cuarentena, 0 anotados, 0 por reintentar.\n"
    c = CorreoRecibido.objects.get()
    assert (c.origen, c.estado, c.asunto, c.encabezados["return-path"]) == ("carpeta", "propuesto", DE_PUEBLA, [f"<{PUEBLA}>"])
    with c.crudo.contenido.open("rb") as abierto:
        assert abierto.read().endswith(crudo)


def test_repetirla_no_agrega_nada(sumidero):
    mandar(sumidero, "buzon+lo-que-sea@demo.mx", correo(asunto=DE_PUEBLA))
    assert json.loads(recibir(json=True))["nuevos"] == 1
    assert json.loads(recibir(json=True)) == dict.fromkeys(["nuevos", "repetidos", "fallidos", "propuestos", "en_cuarentena", "anotados", "por_reintentar"], 0)


def test_sin_buzon_dice_que_configurar_y_sale_mal(settings):
    settings.IMAP_URL = settings.CORREO_DEMO_DIR = ""
    with pytest.raises(SystemExit) as salida:
        recibir()
    assert salida.value.code == 1


def test_si_el_servidor_no_contesta_lo_dice_sin_la_contrasena(settings):
    settings.IMAP_URL = "imap://buzon:secreta@127.0.0.1:1/INBOX"
    salida = StringIO()
    with pytest.raises(SystemExit):
        call_command("recibir_correo", una_vez=True, stdout=salida, stderr=salida)
    assert "No se pudo leer el buzón de 127.0.0.1" in salida.getvalue()
    assert "secreta" not in salida.getvalue()
