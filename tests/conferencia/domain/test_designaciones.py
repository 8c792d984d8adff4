"""Qué se cumple designando se lee de lo que el compromiso ordena."""

import pytest

from conferencia.domain.designaciones import designa_enlace


@pytest.mark.parametrize(
    ("accion", "designa"),
    [
        ("nombrarán a un enlace de forma individual, el cual será designado por oficio", True),
        ("Designar, mediante oficio dirigido a la Secretaría Técnica, a las personas enlace", True),
        ("acreditar enlaces operativos", True),
        ("designar al representante regional", False),
        ("enviar el documento a los enlaces estatales", False),
        ("fortalecer el enlace entre las instituciones", False),
    ],
)
def test_designa_enlace(accion, designa):
    assert designa_enlace(accion) is designa
