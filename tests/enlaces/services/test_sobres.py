"""A dónde se responde, a dónde rebota y en qué hilo va cada aviso, vistos en el correo que llega por SMTP."""

import pytest

from conferencia import reloj
from enlaces.domain import direcciones
from enlaces.models import Aviso
from enlaces.services import sobres
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from enlaces.services.planeacion import planear
from tests.enlaces.escena import FIRMA, a_las_ocho, obligacion, presentar

pytestmark = pytest.mark.django_db
PUEBLA = "enlace.puebla@demo.mx"


@pytest.fixture
def firma(settings):
    settings.CORREO_BUZON, settings.CORREO_REBOTES = "buzon@secretaria.mx", "rebotes@secretaria.mx"
    with reloj.fijo(a_las_ocho(FIRMA)):
        yield FIRMA


def llegado(buzon, para: str = PUEBLA, n: int = -1):
    correo = [c for c in buzon.correos if c.para == para][n]
    return correo, dict(correo.encabezados), (buzon.carpeta / f"{correo.pk}.eml").read_text(errors="replace").split("\n", 1)[0]


def test_se_responde_al_buzon_y_rebota_a_su_direccion(buzon, firma):
    planear(firma)
    enviar_pendientes()
    aviso = Aviso.objects.get(correo=PUEBLA)
    correo, dichos, sobre = llegado(buzon)
    assert dichos["Reply-To"].startswith("buzon+c")
    assert dichos["Reply-To"].endswith("@secretaria.mx")
    assert direcciones.identidad_firmada([dichos["Reply-To"]], direcciones.RESPUESTA, sobres.llave()) == aviso.pk
    assert sobre.startswith("X-Sobre-De: rebotes+r")
    assert direcciones.identidad_firmada([sobre.split(": ")[1]], direcciones.REBOTE, sobres.llave()) == aviso.pk
    assert correo.de == "Seguimiento de Acuerdos <seguimiento@localhost>"
    assert "llega al buzón de la Secretaría Técnica" in correo.texto
    assert "llega al buzón de la Secretaría Técnica" in correo.html


def test_lo_de_una_sola_obligacion_va_en_su_hilo(buzon, firma):
    presentar()
    planear_inmediatos()
    enviar_pendientes()
    _, dichos, _ = llegado(buzon)
    assert dichos["In-Reply-To"] == dichos["References"] == sobres.hilo(obligacion().pk)


def test_el_resumen_de_varias_no_es_de_ningun_hilo(buzon, firma):
    planear(firma)
    enviar_pendientes()
    _, dichos, _ = llegado(buzon)
    assert Aviso.objects.get(correo=PUEBLA).renglones.count() > 1
    assert "In-Reply-To" not in dichos
    assert dichos["List-Id"] == "Seguimiento de Acuerdos <avisos.localhost>"


def test_sin_buzon_configurado_no_se_promete_que_alguien_lea(buzon, firma, settings):
    settings.CORREO_BUZON = settings.CORREO_REBOTES = ""
    planear(firma)
    enviar_pendientes()
    correo, dichos, sobre = llegado(buzon)
    assert "Reply-To" not in dichos
    assert sobre == "X-Sobre-De: seguimiento@localhost"
    assert "lo que se responda aquí no se lee" in correo.texto
    assert "lo que se responda aquí no se lee" in correo.html
