"""El oficio en varias fotos se consulta en un solo PDF: en el orden en que se subieron, con su texto, y sin tocar los originales."""

import hashlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta

import docx
import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from PIL import Image

from conferencia.models import Archivo, CopiaDeArchivo, CopiaDeOficio, Oficio, TextoDeArchivo, Trabajo
from conferencia.services import trabajos
from tests import reparto
from tests.conferencia.documentos import muestras
from tests.conferencia.documentos.corpus_hostil import imagen
from tests.conferencia.presentaciones import juntar, presentar_archivos
from tests.pdfs import pdf_de_una_pagina

PALABRAS = ("diagnóstico", "vehículos", "certificación")
en_una_transaccion = pytest.mark.django_db


@pytest.fixture(scope="module")
def fotos(tmp_path_factory) -> list[bytes]:
    """Tres hojas fotografiadas; la segunda, de lado."""
    ruta = tmp_path_factory.mktemp("hojas") / "hojas.pdf"
    cuerpo = "".join(
        f"<p style='break-after:page'>La entidad entrega el documento relativo a {p} a más tardar el treinta de septiembre de 2022.</p>" for p in PALABRAS
    )
    muestras.pdf(ruta, "@page{size:14cm 8cm;margin:1cm} body{font:12pt 'Noto Serif','DejaVu Serif'}", cuerpo)
    hojas: list[Image.Image] = muestras.paginas_como_imagen(ruta, 200)[:3]
    return [muestras.png(h.rotate(90, expand=True) if n == 1 else h) for n, h in enumerate(hojas)]


def presentado(archivos: Mapping[str, bytes]) -> Oficio:
    return presentar_archivos(reparto.enlace(), "A9.1", "PUE-SS", archivos)


def encargo(oficio: Oficio) -> Trabajo:
    return Trabajo.objects.get(clave=f"copia-de-oficio/{oficio.pk}")


def bytes_de(archivo: Archivo | CopiaDeOficio) -> bytes:
    with archivo.contenido.open() as bytes_:
        return bytes_.read()


def paginas(copia: CopiaDeOficio) -> list[str]:
    """Lo que se puede seleccionar en cada página."""
    with copia.contenido.open() as bytes_:
        pdf = pypdfium2.PdfDocument(bytes_.read())
    try:
        return [" ".join(pagina.get_textpage().get_text_range().split()) for pagina in pdf]
    finally:
        pdf.close()


@en_una_transaccion
def test_tres_fotos_un_pdf_en_el_orden_elegido_y_con_su_texto(hoy, fotos):
    oficio = presentado({"c.png": fotos[2], "a.png": fotos[0], "b.png": fotos[1]})
    trabajo = juntar(oficio)
    assert (trabajo.estado, trabajo.resultado, oficio.copia.juntos, oficio.copia.omitidos) == ("hecho", {"junto": True}, 3, [])
    dichas = paginas(oficio.copia)
    assert [next(p for p in PALABRAS if p in dicha) for dicha in dichas] == ["certificación", "diagnóstico", "vehículos"]
    assert hashlib.sha256(bytes_de(oficio.copia)).hexdigest() == oficio.copia.sha256
    with oficio.copia.contenido.open() as bytes_, pikepdf.open(bytes_) as pdf, pdf.open_outline() as marcadores:
        assert [m.title for m in marcadores.root] == ["1. c.png", "2. a.png", "3. b.png"]
    assert [bytes_de(a) for a in oficio.archivos.order_by("adjunto_en__orden")] == [fotos[2], fotos[0], fotos[1]]


@en_una_transaccion
def test_lo_que_no_tiene_vista_se_omite_y_se_dice(hoy):
    vacio = io.BytesIO()
    docx.Document().save(vacio)
    oficio = presentado({"1.jpg": imagen(), "vacio.docx": vacio.getvalue(), "2.png": imagen("PNG")})
    juntar(oficio)
    assert (oficio.copia.juntos, oficio.copia.omitidos, len(paginas(oficio.copia))) == (2, ["vacio.docx"], 2)


@en_una_transaccion
@pytest.mark.parametrize(
    ("archivos", "encargado"),
    [
        ({"oficio.pdf": pdf_de_una_pagina(), "anexo.pdf": pdf_de_una_pagina() + b"\n"}, True),
        ({"oficio.pdf": pdf_de_una_pagina(), "foto.jpg": imagen()}, True),
        ({"foto.jpg": imagen()}, False),
    ],
    ids=["dos PDF que no son escaneos", "un PDF y una foto", "una sola foto"],
)
def test_sin_dos_fotos_no_hay_que_juntar(hoy, archivos, encargado):
    oficio = presentado(archivos)
    assert Trabajo.objects.filter(clave=f"copia-de-oficio/{oficio.pk}").exists() is encargado
    if encargado:
        assert juntar(oficio).resultado == {"junto": False}
    assert CopiaDeOficio.objects.count() == 0


@en_una_transaccion
def test_hacerlo_otra_vez_no_la_cambia_y_sin_bytes_falla_y_lo_dice(hoy):
    oficio = presentado({"1.jpg": imagen(), "2.png": imagen("PNG")})
    juntar(oficio)
    antes = oficio.copia.sha256
    Trabajo.objects.filter(pk=encargo(oficio).pk).update(estado="pendiente")
    assert (juntar(oficio).estado, CopiaDeOficio.objects.get().sha256) == ("hecho", antes)
    CopiaDeOficio.objects.all().delete()
    primero = oficio.archivos.order_by("adjunto_en__orden")[0]
    primero.contenido.storage.delete(primero.contenido.name)
    Trabajo.objects.filter(pk=encargo(oficio).pk).update(estado="pendiente")
    fallido = juntar(oficio)
    assert (fallido.estado, fallido.error) == ("fallido", "Los bytes del archivo no están en su lugar.")


_PROGRAMA = """
import os, signal, sys
import django; django.setup()
from conferencia.services import copias, copias_de_oficio, trabajos
trabajo, dueno, nombre, cuando = sys.argv[1:]
dueno = {"copias": copias, "copias_de_oficio": copias_de_oficio}[dueno]
original = getattr(dueno, nombre)
def morir(*a, **k):
    if cuando == "despues":
        original(*a, **k)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(dueno, nombre, morir)
trabajos.hacer(trabajo)
"""


def muere_en(trabajo: Trabajo, *donde: str) -> None:
    base = connection.settings_dict
    direccion = f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}"
    entorno = os.environ | {"DJANGO_SETTINGS_MODULE": "conferencia.settings", "DATABASE_URL": direccion, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    orden = [sys.executable, "-c", _PROGRAMA, str(trabajo.pk), *donde]
    proceso = subprocess.run(orden, env=entorno, cwd=settings.BASE_DIR, capture_output=True, timeout=60, check=False)
    assert proceso.returncode == -signal.SIGKILL, proceso.stderr.decode()[-2000:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada", "hoy")
@pytest.mark.parametrize(
    ("donde", "leidos"),
    [(("copias", "completar", "despues"), 1), (("copias_de_oficio", "_guardar", "antes"), 2), (("copias_de_oficio", "juntar_aparte", "despues"), 2)],
    ids=["hecha la primera copia", "hechas todas", "juntas y sin guardar"],
)
def test_muerto_a_la_mitad_otro_lo_retoma_donde_quedo(donde, leidos):
    oficio = presentado({"1.jpg": imagen(), "2.png": imagen("PNG")})
    trabajo = encargo(oficio)
    muere_en(trabajo, *donde)
    hechas = set(CopiaDeArchivo.objects.values_list("pk", flat=True))
    assert (encargo(oficio).estado, TextoDeArchivo.objects.count(), CopiaDeOficio.objects.count()) == ("en_curso", leidos, 0)
    assert trabajos.hacer(str(trabajo.pk)) is False, "mientras dure su arrendamiento nadie lo toma"
    Trabajo.objects.filter(pk=trabajo.pk).update(arrendado_hasta=timezone.now() - timedelta(seconds=1))
    assert juntar(oficio).estado == "hecho"
    assert (CopiaDeOficio.objects.get().juntos, hechas <= set(CopiaDeArchivo.objects.values_list("pk", flat=True))) == (2, True)
