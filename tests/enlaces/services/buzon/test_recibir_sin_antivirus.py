"""Con el antivirus obligatorio y caído, el correo espera lo que haga falta y no pierde su anexo; cuando vuelve, se propone o se dice qué traía."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conferencia.models import Entrega
from enlaces.models import CorreoRecibido
from enlaces.services.buzon.jornada import recibir
from enlaces.services.buzon.pasos import INTENTOS
from tests.clamd import EICAR, clamd, con_clamd
from tests.enlaces.correos import OFICIO, correo
from tests.enlaces.escena import DE_PUEBLA

pytestmark = [pytest.mark.django_db, con_clamd]
INFECTADO = OFICIO + b"\n%" + EICAR + b"\n%%EOF\n"


@pytest.fixture
def caido(tmp_path, settings):
    settings.CLAMAV_URL, settings.CLAMAV_OBLIGATORIO = f"unix://{tmp_path / 'no-hay'}", True


def pasa_un_rato() -> None:
    CorreoRecibido.objects.filter(arrendado_hasta__isnull=False).update(arrendado_hasta=timezone.now() - timedelta(seconds=1))


def test_espera_mas_de_lo_que_se_insiste_con_un_correo_venenoso_y_al_volver_se_recibe(imap, seis, caido, settings, tmp_path_factory):
    imap.entregar(correo(asunto=DE_PUEBLA, anexos={"oficio.pdf": OFICIO, "anexo.pdf": INFECTADO}))
    for _ in range(INTENTOS + 2):
        assert recibir()["por_reintentar"] == 1
        pasa_un_rato()
    espera = CorreoRecibido.objects.get()
    assert (espera.estado, espera.intentos, espera.adjuntos.count(), Entrega.objects.filter(estado="por_confirmar").count()) == ("recibido", 0, 0, 0)
    assert espera.error == "«oficio.pdf» no se pudo revisar contra virus; inténtalo más tarde. Lo demás quedó guardado."
    with clamd(tmp_path_factory.mktemp("clamd")) as settings.CLAMAV_URL:
        assert recibir()["propuestos"] == 1
    correo_ = CorreoRecibido.objects.get()
    assert [(a.nombre, a.sirve, a.archivo and a.archivo.examen.antivirus) for a in correo_.adjuntos.order_by("orden")] == [
        ("oficio.pdf", True, "limpio"),
        ("anexo.pdf", False, None),
    ]
    assert correo_.adjuntos.get(nombre="anexo.pdf").razon.startswith("«anexo.pdf» trae un virus. No se guardó.")


def test_si_solo_se_prefiere_se_recibe_marcado_y_no_espera(imap, seis, caido, settings):
    settings.CLAMAV_OBLIGATORIO = False
    imap.entregar(correo(asunto=DE_PUEBLA))
    assert recibir()["propuestos"] == 1
    assert CorreoRecibido.objects.get().adjuntos.get().archivo.examen.antivirus == "sin_revisar"
