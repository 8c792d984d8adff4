"""SPF, DKIM y DMARC: qué dice cada registro y qué falta."""

import pytest

from enlaces.domain.autenticacion import Estado, juzgar_dkim, juzgar_dmarc, juzgar_spf


@pytest.mark.parametrize(
    ("textos", "estado"),
    [
        ([], Estado.FALTA),
        (["google-site-verification=x"], Estado.FALTA),
        (["v=spf10 -all"], Estado.FALTA),
        (["v=spf1 include:_spf.ejemplo.mx -all"], Estado.BIEN),
        (["V=SPF1 mx ~all", "otra cosa"], Estado.BIEN),
        (["v=spf1 redirect=_spf.ejemplo.mx"], Estado.BIEN),
        (["v=spf1 mx"], Estado.REVISAR),
        (["v=spf1 mx ?all"], Estado.REVISAR),
        (["v=spf1 +all"], Estado.FALTA),
        (["v=spf1 mx all"], Estado.FALTA),
        (["v=spf1 -all", "v=spf1 mx -all"], Estado.FALTA),
        (["v=spf1 " + " ".join(f"include:{n}.mx" for n in range(11)) + " -all"], Estado.FALTA),
        (["v=spf1 " + " ".join(f"ip4:10.0.0.{n}" for n in range(30)) + " -all"], Estado.BIEN),
    ],
)
def test_spf(textos, estado):
    resultado = juzgar_spf(textos)
    assert (resultado.estado, bool(resultado.remedio)) == (estado, estado != Estado.BIEN)


@pytest.mark.parametrize(
    ("textos", "estado"),
    [
        ([], Estado.FALTA),
        (["v=DMARC1; p=reject; rua=mailto:a@b.mx"], Estado.BIEN),
        (["v=DMARC1;p=quarantine"], Estado.BIEN),
        (["v=DMARC1; p=none"], Estado.REVISAR),
        (["v=DMARC1; rua=mailto:a@b.mx"], Estado.FALTA),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], Estado.FALTA),
    ],
)
def test_dmarc(textos, estado):
    assert juzgar_dmarc(textos).estado == estado


@pytest.mark.parametrize(
    ("selector", "textos", "estado"),
    [
        ("", [], Estado.OMITIDA),
        ("s1", [], Estado.FALTA),
        ("s1", ["v=DKIM1; k=rsa; p="], Estado.FALTA),
        ("s1", ["v=DKIM1; k=rsa; p=MIGfMA0"], Estado.BIEN),
    ],
)
def test_dkim(selector, textos, estado):
    assert juzgar_dkim(selector, textos).estado == estado
