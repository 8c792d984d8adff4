"""El acuse en papel: una hoja, etiquetada, con su QR y las huellas; se compone una vez y sus bytes no cambian."""

import io
import re

import pikepdf
import pypdfium2
import pytest

from conferencia import reloj
from conferencia.models import Acuse, EstadoTrabajo, Trabajo
from conferencia.reports import acuse as impreso
from conferencia.reports import qr
from conferencia.services import trabajos
from conferencia.services.acuses import guardar_pdf
from tests import reparto
from tests.conferencia.presentaciones import presentar

PERFIL_SIN_CERRAR = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
pytestmark = [pytest.mark.django_db, pytest.mark.lento, pytest.mark.usefixtures("hoy"), PERFIL_SIN_CERRAR]


@pytest.fixture
def acuse() -> Acuse:
    return presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/1/2022", nombre="oficio de designación.pdf").oficio.acuse


def texto(contenido: bytes) -> list[str]:
    documento = pypdfium2.PdfDocument(contenido)
    try:
        paginas = []
        for pagina in documento:
            leido = pagina.get_textpage()
            paginas.append(re.sub(r"\s+", " ", leido.get_text_range()))
            leido.close()
            pagina.close()
        return paginas
    finally:
        documento.close()


def test_una_hoja_carta_etiquetada_que_dice_todo(acuse):
    contenido = impreso.componer(acuse)
    with pikepdf.open(io.BytesIO(contenido)) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), "/StructTreeRoot" in pdf.Root) == ("es-MX", True, True)
        assert [float(x) for x in pdf.pages[0].MediaBox] == [0, 0, 612, 792]
    (pagina,) = texto(contenido)
    sin_espacios = pagina.replace(" ", "")
    archivo = acuse.oficio.archivos.get()
    for dicho in (
        acuse.folio,
        "SSP/1/2022",
        "oficio de designación.pdf",
        "ZC-2022-1/T3.1/PUE-SS",
        "Recibir no es cumplir",
        "miércoles 6 de julio de 2022, 12:00 h",
    ):
        assert dicho in pagina
    for dicho in (archivo.sha256, acuse.cabeza, f"/v/{acuse.clave_publica}"):
        assert dicho in sin_espacios


def test_el_qr_lleva_a_la_pagina_de_verificacion(acuse):
    html = impreso.render_to_string(impreso.PLANTILLA, impreso.contexto(acuse))
    direccion = f"http://127.0.0.1:8000/v/{acuse.clave_publica}"
    assert str(qr.dibujado(direccion, "Código QR a la página de verificación de este acuse")) in html
    assert str(qr.dibujado(direccion[:-1], "Código QR a la página de verificación de este acuse")) not in html


def test_el_encargo_nace_con_el_acuse_y_lo_compone_una_sola_vez(acuse):
    encargo = Trabajo.objects.get(clave=f"acuse/{acuse.folio}")
    assert (encargo.clase, encargo.cola, encargo.estado) == ("acuse", "informes", EstadoTrabajo.PENDIENTE)
    assert trabajos.hacer(str(encargo.pk))
    acuse.refresh_from_db()
    primero = acuse.archivo
    assert (Trabajo.objects.get(pk=encargo.pk).resultado["sha256"], primero.nombre, primero.tipo) == (primero.sha256, f"{acuse.folio}.pdf", "application/pdf")
    impreso.componer_encolado(encargo)
    guardar_pdf(acuse, b"otros bytes")
    acuse.refresh_from_db()
    assert (acuse.archivo_id, acuse.archivo.contenido.read()[:5]) == (primero.pk, b"%PDF-")
    acuse.archivo.contenido.close()


def test_los_mismos_datos_dan_los_mismos_bytes(acuse):
    with reloj.fijo(reloj.hoy()):
        assert impreso.componer(acuse) == impreso.componer(acuse)
