"""La institución con su artículo: nadie escribe «de Secretaría» ni «de el C5»."""

import pytest

from conferencia.templatetags.articulos import a_articulo, con_articulo, de_articulo


@pytest.mark.parametrize(
    ("nombre", "solo", "de", "a"),
    [
        ("Secretaría de Seguridad", "la Secretaría de Seguridad", "de la Secretaría de Seguridad", "a la Secretaría de Seguridad"),
        ("C5 u homólogo de Puebla", "el C5 u homólogo de Puebla", "del C5 u homólogo de Puebla", "al C5 u homólogo de Puebla"),
        ("Unidad de Policía Cibernética", "la Unidad de Policía Cibernética", "de la Unidad de Policía Cibernética", "a la Unidad de Policía Cibernética"),
    ],
)
def test_articulo(nombre, solo, de, a):
    assert (con_articulo(nombre), de_articulo(nombre), a_articulo(nombre)) == (solo, de, a)
