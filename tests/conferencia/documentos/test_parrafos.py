"""El guion al final del renglón: cuándo es del corte y cuándo de la palabra."""

import pytest

from conferencia.documentos.parrafos import conserva_guion, esta_cortada


@pytest.mark.parametrize(
    ("texto", "sigue", "unido"),
    [
        ("confe-", "rencia", "conferencia"),
        ("confe\u2010", "rencia", "conferencia"),
        ("DECIMO-", "SEGUNDO", "DECIMOSEGUNDO"),
        ("DECIMO\u2010", "TERCERO,", "DECIMOTERCERO,"),
        ("109-", "BIS;", "109-BIS;"),
        ("109-", "bis", "109-bis"),
        ("SSPC-", "Puebla", "SSPC-Puebla"),
        ("C5-", "CNI", "C5-CNI"),
    ],
)
def test_se_pega_a_su_resto(texto, sigue, unido):
    assert esta_cortada(texto, sigue)
    assert (texto if conserva_guion(texto, sigue) else texto[:-1]) + sigue == unido


@pytest.mark.parametrize(("texto", "sigue"), [("-", "uno"), ("2022-", "2024"), ("fin.", "Otro"), ("a -", "uno")])
def test_no_toda_raya_corta_palabra(texto, sigue):
    assert not esta_cortada(texto, sigue)
