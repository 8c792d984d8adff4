"""Lo que pesa de más se rechaza por su tamaño declarado, con una página que dice qué hacer, sin pasar por /tmp."""

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia.models import Archivo
from tests import reparto

pytestmark = pytest.mark.django_db
MEGA = 1024 * 1024


@pytest.mark.parametrize("ruta", ["acta-nueva", "acta-borrador"])
def test_un_archivo_de_mas_se_rechaza_sin_escribirlo(ruta, hoy, entrar, texto, settings, monkeypatch):
    settings.ARCHIVO_TAMANO_MAXIMO = 3 * MEGA
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *_, **__: pytest.fail("se escribió en /tmp"))
    archivos = Archivo.objects.count()
    pagina = entrar(reparto.titular()).post(reverse(ruta), {"archivo": SimpleUploadedFile("gordo.pdf", b"%PDF-" + b"0" * (6 * MEGA))})
    assert (pagina.status_code, Archivo.objects.count()) == (413, archivos)
    assert "se reciben hasta 3.0 MB. No se guardó nada." in texto(pagina)


def test_un_archivo_vacio_o_ninguno_se_dice_con_palabras_propias(hoy, entrar, texto):
    cliente = entrar(reparto.titular())
    vacio = cliente.post(reverse("acta-nueva"), {"archivo": SimpleUploadedFile("vacio.pdf", b"")})
    ninguno = cliente.post(reverse("acta-nueva"), {})
    borrador = cliente.post(reverse("acta-borrador"), {"archivo": SimpleUploadedFile("vacio.pdf", b"")})
    assert [p.status_code for p in (vacio, ninguno, borrador)] == [422, 422, 422]
    assert "Ese archivo está vacío. Elige otro." in texto(vacio)
    assert "Elige un archivo: Documento del acta" in texto(ninguno)
    assert "Ese archivo está vacío. Elige otro." in texto(borrador)


def test_el_tope_no_abre_la_puerta_a_quien_no_entro(client, settings):
    settings.ARCHIVO_TAMANO_MAXIMO = 1
    pagina = client.post(reverse("acta-nueva"), {"archivo": SimpleUploadedFile("gordo.pdf", b"0" * (3 * MEGA))})
    assert pagina.status_code == 302
