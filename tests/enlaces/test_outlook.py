"""Un .msg de Outlook: con encabezados de internet y sin ellos, en texto, HTML o texto enriquecido, con anexos y con otro correo dentro."""

import email
import random
from collections import Counter
from datetime import UTC, datetime
from email import policy

import olefile
import pytest

from enlaces.documentos.outlook import a_correo
from enlaces.domain.mensajes import CorreoIlegible, desarmar, entregado_en
from tests.enlaces.correos import BUZON, OFICIO, PUEBLA
from tests.enlaces.outlook import Adjunto, compuesto, mensaje, rtf

TRANSPORTE = (
    "Received: from mx.puebla.mx by mx.secretaria.mx; Tue, 05 Jul 2022 23:00:00 -0500\r\n"
    "Received: from pc by mx.puebla.mx; Tue, 05 Jul 2022 22:58:00 -0500\r\n"
    "Authentication-Results: mx.secretaria.mx; dmarc=pass header.from=demo.mx\r\n"
    f"From: =?utf-8?q?Enlace_de_Puebl=C3=A1?= <{PUEBLA}>\r\nTo: {BUZON}\r\n"
    "Message-ID: <uno@correo.puebla.mx>\r\nDate: Tue, 05 Jul 2022 22:57:00 -0500\r\nX-Otro: se ignora\r\n"
)
INTERNO = {
    0x0037: "Envío de oficio",
    0x0C1A: "Ibarra, Paula",
    0x0C1E: "EX",
    0x0C1F: "/O=EXCHANGELABS/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=PAULA",
    0x5D01: PUEBLA,
    0x1035: "<interno@exchange.puebla.mx>",
    0x1042: "<aviso@secretaria.mx>",
    0x0039: datetime(2022, 7, 6, 3, 57, tzinfo=UTC),
    0x0E06: datetime(2022, 7, 6, 4, 0, tzinfo=UTC),
    0x1000: "Buenos días.\r\nSe anexa el oficio.",
}
UNO = (Adjunto("oficio.pdf", OFICIO),)


def leido(propiedades: dict, **dicho):
    crudo = a_correo(compuesto(mensaje(propiedades, para=BUZON, **dicho)))
    return desarmar(crudo, tamano_maximo=10_000_000), crudo


def test_lo_que_se_construye_es_un_archivo_compuesto(tmp_path):
    ruta = tmp_path / "uno.msg"
    ruta.write_bytes(compuesto(mensaje(INTERNO, para=BUZON, adjuntos=UNO)))
    with olefile.OleFileIO(ruta, raise_defects=olefile.DEFECT_POTENTIAL) as ole:
        assert ole.openstream("__attach_version1.0_#00000000/__substg1.0_37010102").read() == OFICIO


def test_con_encabezados_de_internet_se_conservan_todos_los_que_importan():
    m, crudo = leido({0x0037: "Envío de oficio", 0x007D: TRANSPORTE, 0x1000: "Se anexa."}, adjuntos=UNO)
    assert (m.de.correo, m.de.nombre, m.message_id, m.asunto) == (PUEBLA, "Enlace de Pueblá", "<uno@correo.puebla.mx>", "Envío de oficio")
    assert [r.rpartition("; ")[2] for r in m.encabezados["received"]] == ["Tue, 05 Jul 2022 23:00:00 -0500", "Tue, 05 Jul 2022 22:58:00 -0500"]
    assert entregado_en(crudo) == datetime(2022, 7, 6, 4, 0, tzinfo=UTC), "el de arriba, que puso el servidor que lo recibió"
    assert m.encabezados["authentication-results"] == ["mx.secretaria.mx; dmarc=pass header.from=demo.mx"]
    assert "x-otro" not in m.encabezados


def test_el_correo_interno_no_los_trae_y_se_rehacen():
    m, crudo = leido(INTERNO, adjuntos=UNO)
    assert (m.de.correo, m.de.nombre) == (PUEBLA, "Ibarra, Paula"), "su correo, no su lugar en el directorio de Exchange"
    assert (m.message_id, m.responde_a, [d.correo for d in m.para]) == ("<interno@exchange.puebla.mx>", ["<aviso@secretaria.mx>"], [BUZON])
    assert (m.fecha, entregado_en(crudo)) == (INTERNO[0x0039], INTERNO[0x0E06])
    assert m.texto.splitlines() == ["Buenos días.", "Se anexa el oficio."]
    [anexo] = m.anexos
    assert (anexo.nombre, anexo.contenido, anexo.sirve) == ("oficio.pdf", OFICIO, True)


def test_sin_correo_en_ningun_lado_se_lee_igual_y_va_sin_remitente():
    m, _ = leido({0x0037: "Borrador", 0x0C1F: "/O=X/CN=Y", 0x1000: "x"})
    assert (m.de.correo, m.asunto) == ("", "Borrador")


def sin_texto(**cuerpo) -> dict:
    return {pid: valor for pid, valor in INTERNO.items() if pid != 0x1000} | cuerpo.get("mas", {})


@pytest.mark.parametrize(
    "cuerpo",
    [
        {0x1013: "<p>Designación de Sofía Núñez</p>".encode(), 0x3FDE: 65001},
        {0x1013: "<p>Designación de Sofía Núñez</p>".encode("cp1252"), 0x3FDE: 1252},
        {0x1013: "<p>Designación de Sofía Núñez</p>".encode("cp1252"), 0x3FDE: 65001},  # dice UTF-8 y no lo es
        {0x1013: "<p>Designación de Sofía Núñez</p>"},
        {0x1009: rtf("Designación de Sofía Núñez")},
    ],
    ids=["utf-8", "windows", "mal dicho", "html en texto", "texto enriquecido"],
)
def test_el_cuerpo_venga_como_venga(cuerpo):
    m, _ = leido(sin_texto(mas=cuerpo))
    assert "Designación de Sofía Núñez" in m.texto


def test_un_rtf_roto_no_impide_leer_lo_demas():
    m, _ = leido(sin_texto(mas={0x1009: b"\x10\0\0\0\xff\xff\xff\xffLZFu basura"}), adjuntos=UNO)
    assert (m.texto.strip(), len(m.anexos)) == ("", 1)


def test_lo_grande_y_lo_chico_cada_uno_en_su_sitio():
    grande = b"%PDF-" + bytes(range(256)) * 300
    m, _ = leido(INTERNO, adjuntos=(Adjunto("grande.pdf", grande), Adjunto("vacio.txt", b""), Adjunto("logo.png", b"\x89PNG" + b"x" * 90, cid="logo@x")))
    assert [(a.nombre, len(a.contenido)) for a in m.anexos] == [("grande.pdf", len(grande)), ("vacio.txt", 0), ("logo.png", 94)]
    assert m.anexos[2].cid == "logo@x"


def test_lo_reenviado_como_adjunto_trae_su_oficio():
    dentro = mensaje({0x0037: "El original", 0x5D01: "otra@puebla.gob.mx", 0x1000: "Va."}, adjuntos=UNO, dentro=True)
    crudo = a_correo(compuesto(mensaje(INTERNO, para=BUZON, adjuntos=(Adjunto("El original", dentro),))))
    adjunto = next(iter(email.message_from_bytes(crudo, policy=policy.default).iter_attachments()))
    original = adjunto.get_content()
    assert (original["Subject"], original["From"]) == ("El original", "otra@puebla.gob.mx")
    assert [a.get_filename() for a in original.iter_attachments()] == ["oficio.pdf"]
    assert OFICIO in [a.contenido for a in desarmar(crudo, tamano_maximo=10_000_000).anexos]


@pytest.mark.parametrize("clase", ["REPORT.IPM.Note.NDR", "IPM.Note.Rules.OofTemplate.Microsoft"])
def test_lo_que_escribio_una_maquina_se_dice(clase):
    m, _ = leido(INTERNO | {0x001A: clase})
    assert m.encabezados["auto-submitted"] == ["auto-replied"]


def test_el_mismo_archivo_da_siempre_los_mismos_bytes():
    msg = compuesto(mensaje(INTERNO, para=BUZON, adjuntos=UNO))
    assert a_correo(msg) == a_correo(msg)


@pytest.mark.parametrize("corte", [600, 2000, 5000])
def test_cortado_a_la_mitad_se_dice(corte):
    with pytest.raises(CorreoIlegible, match="dañado"):
        a_correo(compuesto(mensaje(INTERNO, para=BUZON, adjuntos=UNO))[:corte])


def alterados(cuantos: int) -> list[bytes]:
    """El mismo archivo con pedazos cambiados, repetidos o encimados: siempre los mismos."""
    azar, entero = random.Random(7), compuesto(mensaje(INTERNO | {0x1009: rtf("x")}, para=BUZON, adjuntos=(*UNO, Adjunto("f", mensaje(INTERNO, dentro=True)))))
    hechos = []
    for _ in range(cuantos):
        roto = bytearray(entero)
        for _ in range(azar.choice((1, 4, 30))):
            donde, largo = azar.randrange(len(roto)), azar.choice((1, 2, 4, 64))
            roto[donde : donde + largo] = azar.choice((b"\xff", b"\0", azar.randbytes(1))) * min(largo, len(roto) - donde)
        hechos.append(bytes(roto))
    return hechos


def test_alterado_se_lee_o_se_dice_pero_nada_revienta():
    suertes = Counter()
    for roto in alterados(120):
        try:
            desarmar(a_correo(roto), tamano_maximo=10_000_000)
            suertes["leído"] += 1
        except CorreoIlegible:
            suertes["ilegible"] += 1
    assert min(suertes["leído"], suertes["ilegible"]) > 10
    assert suertes.total() == 120
