"""El oficio entero en un PDF: dónde se ofrece, y a quién no le llega."""

import hashlib

import pytest
from django.urls import reverse

from conferencia.models import ArchivoDeOficio, CopiaDeOficio, ExamenDeArchivo, Oficio
from tests import reparto
from tests.conferencia.documentos.corpus_hostil import imagen
from tests.conferencia.presentaciones import juntar, presentar, presentar_archivos

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
LIGA = "Ver todo el oficio en un PDF"


@pytest.fixture
def de_puebla() -> Oficio:
    """Dos fotos, todavía sin juntar."""
    return presentar_archivos(reparto.enlace(), "A9.1", "PUE-SS", {"hoja 1.jpg": imagen(), "hoja 2.png": imagen("PNG")})


def ver(cliente, oficio: Oficio):
    return cliente.get(reverse("oficio-ver", args=[oficio.pk]))


def estado(respuesta) -> int:
    b"".join(respuesta) if respuesta.streaming else None
    return respuesta.status_code


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
def test_solo_lo_abre_quien_puede_abrir_cada_archivo(quien, codigo, entrar, de_puebla):
    cliente = entrar(quien())
    assert estado(ver(cliente, de_puebla)) == 404, "mientras no se junta no hay qué ver, para nadie"
    juntar(de_puebla)
    assert estado(ver(cliente, de_puebla)) == codigo


def test_poder_abrir_una_de_las_fotos_no_abre_el_oficio_entero(entrar, de_puebla):
    juntar(de_puebla)
    ajeno = reparto.enlace_ajeno()
    suyo = presentar(ajeno, "T3.1/HGO-SS", "HGO-SS", numero="HGO/1").oficio
    compartida = de_puebla.archivos.order_by("adjunto_en__orden")[0]
    ArchivoDeOficio.objects.create(oficio=suyo, archivo=compartida, orden=9)
    cliente = entrar(ajeno)
    assert (estado(cliente.get(reverse("archivo-ver", args=[compartida.pk]))), estado(ver(cliente, de_puebla))) == (200, 404)


def test_sale_para_verse_en_la_pagina_y_con_encabezados_seguros(entrar, de_puebla):
    juntar(de_puebla)
    respuesta = ver(entrar(reparto.enlace()), de_puebla)
    assert hashlib.sha256(b"".join(respuesta.streaming_content)).hexdigest() == CopiaDeOficio.objects.get().sha256
    assert {n: respuesta[n] for n in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control", "Content-Security-Policy")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="SSP-PUE-0001-2022.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'",
    }


def test_se_ofrece_en_la_obligacion_y_en_el_acuse_cuando_ya_esta(entrar, texto, de_puebla):
    direcciones = [reverse("obligacion-detail", args=[de_puebla.entregas.get().obligacion_id]), reverse("acuse-detail", args=[de_puebla.acuse.pk])]
    cliente = entrar(reparto.enlace())
    assert [LIGA in texto(cliente.get(d)) for d in direcciones] == [False, False]
    juntar(de_puebla)
    assert [LIGA in texto(cliente.get(d)) for d in direcciones] == [True, True]
    assert LIGA not in texto(entrar(reparto.consulta()).get(direcciones[0])), "a quien no puede abrir los archivos no se le ofrece"


def test_si_una_foto_resulto_infectada_no_se_muestra_ninguna(entrar, texto, de_puebla):
    juntar(de_puebla)
    mala = de_puebla.archivos.get(nombre="hoja 2.png")
    ExamenDeArchivo.objects.filter(archivo=mala).update(antivirus="infectado", firma_de_virus="Malo.Uno", revisado_en=mala.subido_en)
    respuesta = ver(entrar(reparto.titular()), de_puebla)
    assert (respuesta.status_code, "El antivirus halló Malo.Uno en" in texto(respuesta)) == (403, True)
