"""Las firmas de un oficio: se verifican aparte, se guardan y se dicen en la obligación y en la mesa, cada cosa por su lado."""

import io
from datetime import date

import pytest

from conferencia.models import Archivo, FirmaDeArchivo, Institucion, Trabajo
from conferencia.services import trabajos
from conferencia.services.archivos import TIPOS_DE_OFICIO, guardar_archivo
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.conferencia.certificados import CURP, RFC, autoridad, firmado, persona, suelta
from tests.conferencia.presentaciones import obligacion
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db


@pytest.fixture
def raiz(settings, tmp_path):
    quien = autoridad()
    settings.ANCLAS_DE_FIRMA = str(quien.anclar(tmp_path))
    return quien


def guardado(nombre: str, contenido: bytes) -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(contenido), nombre=nombre, admitidos=TIPOS_DE_OFICIO, actor=reparto.enlace().pk)


def presentar(*archivos: Archivo):
    (entrega,) = presentar_oficio(
        por=reparto.facultades(reparto.enlace()),
        obligaciones=[obligacion("A9.1")],
        institucion=Institucion.objects.get(clave="PUE-SS"),
        datos=DatosDeOficio(numero="SSP/9/2022", fecha=date(2022, 7, 6)),
        archivos=archivos,
    )
    trabajos.hacer(str(Trabajo.objects.get(clave=f"firmas/{entrega.oficio_id}").pk))
    return entrega


def test_la_de_dentro_y_la_suelta_quedan_con_su_archivo(hoy, raiz):
    quien, oficio, anexo = persona(raiz), guardado("oficio.pdf", firmado(persona(raiz))), guardado("anexo.pdf", pdf_de_una_pagina())
    with anexo.contenido.open() as bytes_:
        prueba = guardado("anexo.pdf.p7m", suelta(quien, bytes_.read()))
    presentar(oficio, anexo, prueba)
    halladas = FirmaDeArchivo.objects.order_by("prueba").values_list("archivo__nombre", "prueba__nombre", "integridad", "confianza", "tiempo", "curp", "rfc")
    assert sorted(halladas, key=str) == [
        ("anexo.pdf", "anexo.pdf.p7m", "intacta", "reconocida", "declarado", CURP, RFC),
        ("oficio.pdf", None, "intacta", "reconocida", "declarado", CURP, RFC),
    ]


def test_verificar_otra_vez_sustituye_y_no_duplica(hoy, raiz):
    entrega = presentar(guardado("oficio.pdf", firmado(persona(raiz))))
    Trabajo.objects.filter(clave=f"firmas/{entrega.oficio_id}").update(estado="pendiente")
    trabajos.hacer(str(Trabajo.objects.get(clave=f"firmas/{entrega.oficio_id}").pk))
    assert FirmaDeArchivo.objects.count() == 1


def test_la_suelta_que_no_es_de_ninguno_queda_dicha(hoy, raiz):
    presentar(guardado("oficio.pdf", pdf_de_una_pagina()), guardado("otro.p7s", suelta(persona(raiz), b"otra cosa")))
    firma = FirmaDeArchivo.objects.get()
    assert (firma.archivo.nombre, firma.integridad, firma.detalle) == ("otro.p7s", "ajena", "No corresponde a ninguno de los archivos del oficio.")


@pytest.mark.parametrize(("quien", "la_ve"), [(reparto.titular, True), (reparto.enlace, True), (reparto.consulta, False)])
def test_en_la_obligacion_se_dicen_las_tres_cosas_a_quien_puede_abrir_el_archivo(client, hoy, raiz, quien, la_ve):
    entrega = presentar(guardado("oficio.pdf", firmado(persona(raiz))))
    client.force_login(quien(), backend="allauth.account.auth_backends.AuthenticationBackend")
    pagina = client.get(f"/obligaciones/{entrega.obligacion_id}/").content.decode()
    frases = (
        "El documento es exactamente el que se firmó.",
        "El certificado lo emitió una autoridad reconocida aquí.",
        "La hora la dice quien firmó; ningún sello la prueba.",
        f'CURP <span class="clave">{CURP}</span>',
    )
    assert [f in pagina for f in frases] == [la_ve] * 4
