"""La puerta de los archivos: el original byte por byte, como adjunto, y solo a quien puede verlo."""

import hashlib
import io
from pathlib import Path

import pytest
from django.urls import reverse

from conferencia.models import Acta, Archivo, ExamenDeArchivo
from conferencia.services.archivos import TIPOS_DE_OFICIO, guardar_archivo
from conferencia.web.archivos import nombre_de_descarga
from tests import reparto
from tests.conferencia.documentos.corpus_hostil import imagen, pdf
from tests.conferencia.presentaciones import copiar, presentar

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
    copiar(archivo)
    cliente = entrar(quien())
    assert (estado(bajar(cliente, archivo)), estado(bajar(cliente, archivo, "archivo-ver"))) == (codigo, codigo)


def test_dentro_de_la_pagina_se_muestra_la_copia_limpia_y_nunca_el_original(entrar):
    cliente = entrar(reparto.titular())
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    espera = bajar(cliente, archivo, "archivo-ver")
    assert (espera.status_code, "Se está preparando la vista de oficio.pdf" in espera.content.decode()) == (202, True)
    copiar(archivo)
    visto = bajar(cliente, archivo, "archivo-ver")
    bytes_ = b"".join(visto.streaming_content)
    assert (visto["Content-Type"], visto["Content-Disposition"]) == ("application/pdf", 'inline; filename="oficio.pdf.pdf"')
    assert hashlib.sha256(bytes_).hexdigest() == archivo.copias.get().sha256 != archivo.sha256
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


def test_con_un_servidor_enfrente_los_bytes_los_manda_el(entrar, settings):
    settings.ARCHIVOS_X_ACCEL = "/protegidos/"
    archivo = Acta.objects.get().archivo
    respuesta = bajar(entrar(reparto.consulta()), archivo)
    assert (respuesta.content, respuesta["X-Accel-Redirect"]) == (b"", f"/protegidos/{archivo.contenido.name}")
    assert respuesta["Content-Disposition"] == 'attachment; filename="acta-zona-centro-2022-1.md"'
    (ajeno,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    assert bajar(entrar(reparto.enlace_ajeno()), ajeno).headers.get("X-Accel-Redirect") is None


def test_se_baja_con_la_extension_de_lo_que_es(enlace):
    def con(nombre: str, contenido: bytes) -> str:
        return nombre_de_descarga(guardar_archivo(contenido=io.BytesIO(contenido), nombre=nombre, admitidos=TIPOS_DE_OFICIO, actor=enlace.pk))

    assert [con("a.pdf", pdf()), con("a.pdf.exe", pdf()), con("foto.JPEG", imagen()), con("oficio", imagen()), con("x.tiff", imagen("TIFF"))] == [
        "a.pdf",
        "a.pdf.exe.pdf",
        "foto.JPEG",
        "oficio.jpg",
        "x.tiff",
    ]


def test_lo_que_despues_resulto_infectado_no_se_muestra_ni_se_baja(entrar, texto):
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    copiar(archivo)
    ExamenDeArchivo.objects.filter(archivo=archivo).update(antivirus="infectado", firma_de_virus="Malo.Uno", revisado_en=archivo.subido_en)
    cliente = entrar(reparto.titular())
    respuestas = [bajar(cliente, archivo, nombre) for nombre in ("archivo-descargar", "archivo-ver")]
    assert [(r.status_code, "El antivirus halló Malo.Uno en" in texto(r)) for r in respuestas] == [(403, True)] * 2
