import pytest

from conferencia.templatetags.titulos import sin_gritar


@pytest.mark.parametrize(
    ("titulo", "dicho"),
    [
        ("SISTEMA DE OBJETIVOS PRIORITARIOS", "Sistema de objetivos prioritarios"),
        ("DIAGNÓSTICO DEL SISTEMA (AFIS)", "Diagnóstico del sistema (AFIS)"),
        ("ACUERDO DE COLABORACIÓN ENTRE UPC, CONASE, Y DGGSCDT.", "Acuerdo de colaboración entre UPC, CONASE, y DGGSCDT."),
        ("SELECCIÓN EN EL ESTADO DE MÉXICO", "Selección en el estado de México"),
        ("Colaboración entre Unidades", "Colaboración entre Unidades"),
        ("colaboración", "Colaboración"),
        ("", ""),
    ],
)
def test_sin_gritar(titulo, dicho):
    assert sin_gritar(titulo) == dicho
