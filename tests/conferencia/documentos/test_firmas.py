"""De cada firma, integridad, confianza y tiempo por separado: una puede estar bien y las otras no."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferencia.documentos.proceso import firma_suelta_aparte, firmas_aparte
from tests.conferencia.certificados import CURP, RFC, SELLADO_EN, autoridad, firmado, persona, suelta
from tests.pdfs import pdf_de_una_pagina

RAIZ = autoridad()
QUIEN = persona(RAIZ)
CADUCO = persona(RAIZ, desde=datetime(2019, 1, 1, tzinfo=UTC), hasta=datetime(2020, 1, 1, tzinfo=UTC))
TSA = persona(RAIZ, usos=("digital_signature",), extendido=("time_stamping",))


@pytest.fixture
def anclas(tmp_path):
    (tmp_path / "anclas").mkdir()
    return RAIZ.anclar(tmp_path / "anclas")


def en(carpeta: Path, contenido: bytes, nombre: str = "oficio.pdf") -> Path:
    ruta = carpeta / nombre
    ruta.write_bytes(contenido)
    return ruta


def tres(firma) -> tuple[str, str, str]:
    return firma.integridad.value, firma.confianza.value, firma.tiempo.value


def test_un_pdf_bien_firmado_dice_quien_con_su_curp_y_rfc(tmp_path, anclas):
    """El RFC viene en 2.5.4.45 como texto, que es como lo pone la e.firma."""
    (firma,) = firmas_aparte(en(tmp_path, firmado(QUIEN)), anclas)
    assert tres(firma) == ("intacta", "reconocida", "declarado")
    assert (firma.firmante, firma.cargo, firma.curp, firma.rfc, firma.emisor) == ("JUANA PÉREZ PÉREZ", "Titular de la UPC", CURP, RFC, "Autoridad de Prueba")
    assert (firma.vigente_al_firmar, firma.sellada_en, firma.detalle) == (True, None, "")


def test_sin_anclas_no_se_sabe_de_la_cadena_pero_si_de_la_integridad(tmp_path):
    assert [tres(f) for f in firmas_aparte(en(tmp_path, firmado(QUIEN)), None)] == [("intacta", "sin_anclas", "declarado")]


def test_de_una_autoridad_que_aqui_no_se_reconoce(tmp_path, anclas):
    ajena = persona(autoridad("Otra"))
    assert [tres(f) for f in firmas_aparte(en(tmp_path, firmado(ajena)), anclas)] == [("intacta", "no_reconocida", "declarado")]


def test_con_sello_de_tiempo_la_hora_es_la_del_sello(tmp_path, anclas):
    (firma,) = firmas_aparte(en(tmp_path, firmado(QUIEN, sello=TSA)), anclas)
    assert (tres(firma), datetime.fromisoformat(firma.sellada_en)) == (("intacta", "reconocida", "sellado"), SELLADO_EN)


def test_cambiado_un_byte_de_lo_firmado_la_integridad_cae(tmp_path, anclas):
    contenido = firmado(QUIEN).replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 612 793 ]")
    (firma,) = firmas_aparte(en(tmp_path, contenido), anclas)
    assert (firma.integridad.value, firma.firmante) == ("alterada", "JUANA PÉREZ PÉREZ")


def test_con_otra_firma_encima_la_primera_dice_que_se_agrego_algo(tmp_path, anclas):
    dos = firmado(persona(RAIZ), pdf=firmado(QUIEN), campo="Firma2")
    assert [f.integridad.value for f in firmas_aparte(en(tmp_path, dos), anclas)] == ["ampliada", "intacta"]


def test_firmado_con_certificado_caduco(tmp_path, anclas):
    (firma,) = firmas_aparte(en(tmp_path, firmado(CADUCO)), anclas)
    assert (firma.integridad.value, firma.confianza.value, firma.vigente_al_firmar) == ("intacta", "no_reconocida", False)


def test_sin_firmas_o_roto_no_hay_ninguna(tmp_path, anclas):
    rotos = (pdf_de_una_pagina(), b"%PDF-1.7\nroto", firmado(QUIEN)[:900])
    assert [firmas_aparte(en(tmp_path, c), anclas) for c in rotos] == [[], [], []]


@pytest.mark.parametrize("forma", ["der", "pem", "base64"])
def test_la_firma_suelta_halla_su_documento_entre_los_del_oficio(tmp_path, anclas, forma):
    otro, suyo = pdf_de_una_pagina(), b"el oficio, byte por byte"
    der = suelta(QUIEN, suyo)
    formas = {"der": der, "base64": base64.b64encode(der), "pem": b"-----BEGIN PKCS7-----\n" + base64.encodebytes(der) + b"-----END PKCS7-----\n"}
    documentos = [en(tmp_path, otro, "otro.pdf"), en(tmp_path, suyo, "oficio.docx")]
    firma, cual = firma_suelta_aparte(en(tmp_path, formas[forma], "oficio.p7m"), documentos, anclas)
    assert (tres(firma), cual, firma.rfc) == (("intacta", "reconocida", "declarado"), 1, RFC)


def test_la_firma_suelta_de_otro_documento_no_se_le_cuelga_a_ninguno(tmp_path, anclas):
    firma, cual = firma_suelta_aparte(en(tmp_path, suelta(QUIEN, b"otra cosa"), "x.p7s"), [en(tmp_path, b"el oficio")], anclas)
    assert (firma.integridad.value, firma.confianza.value, cual) == ("ajena", "sin_comprobar", None)


def test_la_que_trae_su_documento_dentro_lo_dice(tmp_path, anclas):
    firma, cual = firma_suelta_aparte(en(tmp_path, suelta(QUIEN, b"adentro", con_documento=True), "x.p7m"), [en(tmp_path, b"el oficio")], anclas)
    assert (firma.integridad.value, cual, firma.detalle) == (
        "intacta",
        None,
        "La firma trae dentro su propio documento, que no es ninguno de los archivos del oficio.",
    )


@pytest.mark.parametrize("crudo", [b"0\x80", b"\x30\x82\xff\xff" + bytes(50), b"basura", b"-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n"])
def test_una_firma_suelta_rota_se_dice_ilegible(tmp_path, anclas, crudo):
    firma, cual = firma_suelta_aparte(en(tmp_path, crudo, "x.p7m"), [], anclas)
    assert (firma.integridad.value, cual, firma.detalle.startswith("No se pudo leer la firma")) == ("ilegible", None, True)
