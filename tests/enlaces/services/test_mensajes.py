"""Lo que se arma a mano lo entiende el lector de correo de Python, parte por parte."""

from email import policy
from email.parser import BytesParser

import pytest

from enlaces.services.mensajes import armar

LARGO = "Vence el miércoles 30 de septiembre de 2022 el diagnóstico de la Secretaría de Seguridad Ciudadana y 14 más"


def leido(**cambios):
    datos = {
        "de": "Seguimiento de Acuerdos <a@b.mx>",
        "para": "c@d.mx",
        "asunto": "Hola",
        "texto": "uno\n",
        "html": "<p>uno</p>\n",
        "frontera": "abc",
    } | cambios
    crudo = armar(datos.pop("encabezados", {}), **datos)
    return crudo, BytesParser(policy=policy.default).parsebytes(crudo)


@pytest.mark.parametrize(
    "texto", ["uno\n", "ñandú, «comillas» y = signos\n\nfin\n", ".\n..empieza con punto\n", "x" * 500 + "\n", "espacios al final   \ny tabulador\t\n"]
)
def test_los_dos_cuerpos_se_leen_como_se_escribieron(texto):
    crudo, m = leido(texto=texto, html=f"<p>{texto}</p>")
    assert m.get_content_type() == "multipart/alternative"
    assert [p.get_content().replace("\r\n", "\n") for p in m.iter_parts()] == [texto, f"<p>{texto}</p>\n"] or [
        p.get_content().replace("\r\n", "\n").rstrip("\n") for p in m.iter_parts()
    ] == [texto.rstrip("\n"), f"<p>{texto}</p>".rstrip("\n")]
    assert max(len(r) for r in crudo.split(b"\r\n")) <= 78
    assert b"\n" not in crudo.replace(b"\r\n", b"")


@pytest.mark.parametrize("asunto", ["Corto", LARGO, "Sin acentos pero muy largo: " + "palabra " * 12])
def test_el_asunto_y_los_encabezados(asunto):
    _, m = leido(asunto=asunto, encabezados={"Message-ID": "<1@b.mx>", "Auto-Submitted": "auto-generated"})
    assert " ".join(str(m["Subject"]).split()) == " ".join(asunto.split())
    assert (m["From"], m["To"], m["Message-ID"], m["Auto-Submitted"]) == ("Seguimiento de Acuerdos <a@b.mx>", "c@d.mx", "<1@b.mx>", "auto-generated")


def test_ningun_dato_agrega_un_encabezado():
    _, m = leido(asunto="Uno\r\nBcc: otro@x.mx", encabezados={"Message-ID": "<1@b.mx>\r\nBcc: otro@x.mx"})
    assert m["Bcc"] is None
    assert str(m["Subject"]) == "Uno Bcc: otro@x.mx"
