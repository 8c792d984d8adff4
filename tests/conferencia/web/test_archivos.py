"""La puerta de los archivos: el original byte por byte, como adjunto, y solo a quien puede verlo."""

import hashlib
from pathlib import Path

import pytest
from django.urls import reverse

from conferencia.models import Acta, Archivo
from tests import reparto
from tests.conferencia.presentaciones import presentar

pytestmark = pytest.mark.django_db


def bajar(cliente, archivo, nombre="archivo-descargar"):
    return cliente.get(reverse(nombre, args=[archivo.pk]))


def estado(respuesta) -> int:
    """El código, después de recibir el archivo entero si lo trae: así se suelta."""
    b"".join(respuesta) if respuesta.streaming else None
    return respuesta.status_code


def test_el_acta_sale_identica_y_con_encabezados_seguros(entrar):
    archivo = Acta.objects.get().archivo
    respuesta = bajar(entrar(reparto.consulta()), archivo)
    assert hashlib.sha256(b"".join(respuesta.streaming_content)).hexdigest() == archivo.sha256
    encabezados = {
        n: respuesta[n] for n in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control", "Content-Security-Policy", "Content-Length")
    }
    assert encabezados == {
        "Content-Type": "text/markdown",
        "Content-Disposition": 'attachment; filename="acta-zona-centro-2022-1.md"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'",
        "Content-Length": str(archivo.tamano),
    }


@pytest.mark.parametrize(
    ("quien", "codigo"),
    [
        (reparto.titular, 200),
        (reparto.analista, 200),
        (reparto.enlace, 200),
        (reparto.enlace_ajeno, 404),
        (reparto.consulta, 404),
        (reparto.sin_designacion, 404),
    ],
)
def test_un_oficio_solo_lo_abre_quien_lo_presento_y_la_secretaria_tecnica(quien, codigo, entrar):
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    cliente = entrar(quien())
    assert (estado(bajar(cliente, archivo)), estado(bajar(cliente, archivo, "archivo-ver"))) == (codigo, codigo)


def test_solo_un_pdf_se_muestra_dentro_de_la_pagina(entrar):
    cliente = entrar(reparto.titular())
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    visto = bajar(cliente, archivo, "archivo-ver")
    estado(visto)
    assert (visto["Content-Type"], visto["Content-Disposition"]) == ("application/pdf", 'inline; filename="oficio.pdf"')
    assert bajar(cliente, Acta.objects.get().archivo, "archivo-ver").status_code == 404


def test_un_nombre_con_acentos_y_comillas_no_rompe_el_encabezado(entrar):
    archivo = Acta.objects.get().archivo
    Archivo.objects.filter(pk=archivo.pk).update(nombre='acta "ñ"; x.md')
    respuesta = bajar(entrar(reparto.titular()), archivo)
    estado(respuesta)
    assert respuesta["Content-Disposition"] == "attachment; filename*=utf-8''acta%20%22%C3%B1%22%3B%20x.md"


def test_si_los_bytes_faltan_se_dice_que_no_esta(entrar):
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    Path(archivo.contenido.path).unlink()
    assert estado(bajar(entrar(reparto.titular()), archivo)) == 404
