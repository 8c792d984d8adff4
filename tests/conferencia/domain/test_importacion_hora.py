"""La hora de una entrega, si la hoja la trae: como celda de fecha y hora, o escrita."""

from datetime import date, datetime, time

import pytest

from conferencia.domain.importacion import Renglon, entender

DIA = date(2022, 7, 12)


@pytest.mark.parametrize(
    ("valor", "hora"),
    [
        (datetime(2022, 7, 12, 16, 30, 15), time(16, 30)),  # noqa: DTZ001 - Excel no dice la zona
        (datetime(2022, 7, 12), None),  # noqa: DTZ001 - lo mismo
        (DIA, None),
        ("12/07/2022", None),
        ("12/07/2022 16:30", time(16, 30)),
        ("12/07/2022  9:05 hrs.", time(9, 5)),
        ("2022-07-12T23:59", time(23, 59)),
        ("2022-07-12 00:00:00", None),
    ],
)
def test_se_conserva_la_que_haya(valor, hora):
    renglon, problemas = entender({"clave": "x", "situacion": "cumplida", "entregada_el": valor, "oficio": "1"})
    assert (renglon.entregada_el, renglon.entregada_a, problemas) == (DIA, hora, [])
    assert Renglon.de_dict(renglon.como_dict()) == renglon


@pytest.mark.parametrize("valor", ["12/07/2022 25:00", "12/07/2022 a las 5", "16:30"])
def test_una_hora_que_no_existe_no_se_adivina(valor):
    renglon, problemas = entender({"clave": "x", "entregada_el": valor})
    assert (renglon.entregada_el, renglon.entregada_a, len(problemas)) == (None, None, 1)
