"""Un código copiado a mano se lee igual; lo que no tiene forma de folio no truena."""

import pytest

from conferencia.domain.folios import codigo_leido, partir


@pytest.mark.parametrize(("copiado", "leido"), [("7K3QF2ABCD", "7K3QF2ABCD"), (" 7k3q f2ab cd ", "7K3QF2ABCD"), ("oil0123456", "0110123456"), ("", "")])
def test_el_codigo_se_lee_aunque_se_confundan_sus_signos(copiado, leido):
    assert codigo_leido(copiado) == leido


@pytest.mark.parametrize(
    ("dicho", "partes"),
    [
        ("AR-2022-000001-7K3QF2ABCD", ("AR-2022-000001", "7K3QF2ABCD")),
        ("ar-2022-000001-7k3qf2abcd", ("AR-2022-000001", "7K3QF2ABCD")),
        ("IC-ZC-2022-1-20221003-7K3QF2-ABCDEFGHJK", ("IC-ZC-2022-1-20221003-7K3QF2", "ABCDEFGHJK")),
        ("nada", ("NADA", "")),
        ("-", ("-", "")),
        ("", ("", "")),
    ],
)
def test_se_separan_folio_y_codigo(dicho, partes):
    assert partir(dicho) == partes
