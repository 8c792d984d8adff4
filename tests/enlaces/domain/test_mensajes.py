"""Desarmar correos de verdad y correos hostiles: o se leen, o se dice que no; nunca revientan de otro modo ni dejan algo sin razón."""

import json
from datetime import UTC, datetime

import pytest

from enlaces.domain.clases_de_correo import ClaseDeCorreo, clasificar
from enlaces.domain.mensajes import CorreoIlegible, Mensaje, decodificar, desarmar, entregado_en, parece_correo
from enlaces.domain.textos import sin_lo_citado, texto_de_html
from tests.enlaces.correos import OFICIO, correo
from tests.enlaces.correos_hostiles import ANEXOS, DE_MAQUINAS, TODOS

MEGAS = 25 * 1024 * 1024


def clase_de(crudo: bytes) -> ClaseDeCorreo:
    m = desarmar(crudo, tamano_maximo=MEGAS)
    return clasificar(
        m.encabezados,
        tipo=m.tipo,
        de=m.de.correo,
        asunto=m.asunto,
        message_id=m.message_id,
        propias={"seguimiento@localhost", "buzon@secretaria.mx"},
        dominio="localhost",
    ).clase


def test_son_unos_cien():
    assert len(TODOS) >= 100


def leido(crudo: bytes) -> Mensaje | None:
    """``None`` si se dijo que no se puede leer."""
    try:
        return desarmar(crudo, tamano_maximo=MEGAS)
    except (CorreoIlegible, RecursionError):
        return None


@pytest.mark.parametrize(("nombre", "crudo"), TODOS, ids=[n for n, _ in TODOS])
def test_ninguno_revienta_ni_deja_un_anexo_sin_razon(nombre, crudo):
    m = leido(crudo)
    if m is None:
        return
    de_un_renglon = [m.asunto, m.de.correo, m.de.nombre, m.message_id, *(a.nombre for a in m.anexos)]
    assert [d for d in de_un_renglon if not d.isprintable()] == []
    assert "\x00" not in m.texto
    json.dumps(m.encabezados, ensure_ascii=False).encode()  # ni sustitutos sueltos ni nada que la base no guarde
    assert all(a.sirve or a.razon for a in m.anexos)
    assert len(m.asunto) <= 300


def test_los_que_no_se_leen_son_los_que_no_son_correos():
    ilegibles = {n for n, crudo in TODOS if leido(crudo) is None}
    assert {"encabezados: vacio", "encabezados: solo espacios", "anidados: mil partes"} <= ilegibles
    assert len(ilegibles) <= 10


@pytest.mark.parametrize(
    "nombre", [n for n in ANEXOS if n not in ("pdf roto", "base64 cortado", "doc viejo", "macro", "zip que dice ser pdf", "programa que dice ser pdf")]
)
def test_los_que_no_son_documentos_se_quedan_fuera_con_su_razon(nombre):
    anexos = desarmar(ANEXOS[nombre], tamano_maximo=MEGAS).anexos
    conocidos = [a for a in anexos if not a.sirve]
    assert conocidos or all(a.hallado not in ("application/pdf", "image/jpeg", "image/tiff") for a in anexos), anexos


@pytest.mark.parametrize("nombre", list(DE_MAQUINAS))
def test_lo_que_escribe_una_maquina_no_es_correspondencia(nombre):
    assert clase_de(DE_MAQUINAS[nombre]) != ClaseDeCorreo.CORRESPONDENCIA


def test_un_correo_comun_es_correspondencia_y_trae_su_oficio():
    crudo = correo(asunto="Envío de oficio", html="<p>Hola</p>")
    m = desarmar(crudo, tamano_maximo=MEGAS)
    assert clase_de(crudo) == ClaseDeCorreo.CORRESPONDENCIA
    assert (m.asunto, m.de.nombre, m.texto.splitlines()[0]) == ("Envío de oficio", "Enlace de Puebla", "Buenos días. Se anexa el oficio. Saludos.")
    [anexo] = m.anexos
    assert (anexo.nombre, anexo.hallado, anexo.sirve, anexo.contenido) == ("oficio.pdf", "application/pdf", True, OFICIO)


def test_una_foto_puesta_dentro_del_texto_no_es_un_logotipo():
    foto, logo = b"\xff\xd8\xff\xe0" + b"0" * 80_000, b"\xff\xd8\xff\xe0" + b"0" * 3_000
    html = '<p>Va la foto <img src="cid:foto"><img src="cid:logo"></p>'
    crudo = correo(html=html, anexos={"IMG_01.jpg": foto, "image001.jpg": logo})
    assert [(a.nombre, a.sirve) for a in desarmar(crudo, tamano_maximo=MEGAS).anexos] == [("IMG_01.jpg", True), ("image001.jpg", False)]


def test_de_un_correo_reenviado_se_toman_los_anexos_de_adentro():
    from email.message import EmailMessage  # noqa: PLC0415
    from email.parser import BytesParser  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415

    fuera = EmailMessage(policy=SMTP)
    fuera["From"], fuera["Subject"] = "jefa@puebla.gob.mx", "RV: oficio"
    fuera.set_content("Te lo reenvío")
    fuera.add_attachment(BytesParser(policy=SMTP).parsebytes(correo()))
    anexos = desarmar(fuera.as_bytes(), tamano_maximo=MEGAS).anexos
    assert next((a.tipo, a.sirve) for a in anexos) == ("message/rfc822", False)
    assert [a.nombre for a in anexos if a.sirve] == ["oficio.pdf"]


def test_lo_citado_no_es_de_quien_escribe():
    assert sin_lo_citado("Va el oficio.\n\nEl mar, 5 jul 2022, Seguimiento <x@y.mx> escribió:\n> Vence el martes: AFIS") == "Va el oficio."
    assert sin_lo_citado("Listo\n-----Mensaje original-----\nDe: x") == "Listo"
    assert texto_de_html("<style>p{}</style><p>Hola &amp; adiós</p><blockquote>antes</blockquote>") == "Hola & adiós\n> antes"


@pytest.mark.parametrize(
    ("crudo", "dicho"),
    [("=?utf-8?q?Designaci=C3=B3n?=", "Designación"), ("=?iso-8859-1?q?n=FAmero?= 5", "número 5"), ("=?x-raro?q?hola?=", "hola"), ("a\x07b", "a b")],
)
def test_los_encabezados_codificados_se_leen(crudo, dicho):
    assert decodificar(crudo) == dicho


def test_cuando_lo_recibio_el_servidor_lo_dice_el_received_de_arriba():
    crudo = b"Received: by mx; Tue, 05 Jul 2022 23:00:00 -0500\r\nReceived: by otro; Mon, 04 Jul 2022 01:00:00 -0500\r\nSubject: x\r\n\r\n"
    assert entregado_en(crudo) == datetime(2022, 7, 6, 4, tzinfo=UTC)
    assert entregado_en(b"Subject: x\r\n\r\n") is None


def test_se_distingue_un_correo_de_lo_que_no_lo_es():
    assert [parece_correo(c) for c in (correo(), OFICIO, b"", b"hola", b"X-Algo: 1\r\n\r\n")] == [True, False, False, False, False]
