"""El contenido de un escrito: párrafos, a quién se dirige y cómo se fecha."""

from datetime import date

import pytest

from conferencia.domain.escrito import Destinatario, Escrito, Lista, Parrafo, con_articulo, enumerar, parrafos


def test_los_parrafos_se_separan_con_un_renglon_en_blanco_y_los_guiones_hacen_lista():
    texto = "Uno que\nsigue.\r\n\r\n- primero\n- segundo\n\n\n\nOtro."
    assert parrafos(texto) == (Parrafo("Uno que sigue."), Lista(("primero", "segundo")), Parrafo("Otro."))


def test_un_guion_entre_renglones_comunes_no_es_lista():
    assert parrafos("Antes\n- esto") == (Parrafo("Antes - esto"),)


@pytest.mark.parametrize(
    ("titular", "institucion", "renglones"),
    [
        ("", "Secretaría de Seguridad de Puebla", ("A quien corresponda", "Titular de la Secretaría de Seguridad de Puebla")),
        ("Ana Ruiz", "Secretaría de Seguridad de Puebla", ("Ana Ruiz", "Titular de la Secretaría de Seguridad de Puebla")),
        ("Ana Ruiz", "Otra", ("Ana Ruiz", "Titular de la Secretaría de Seguridad de Puebla", "Otra")),
    ],
    ids=["sin nombre", "con nombre", "el cargo no dice la institución"],
)
def test_del_titular_que_no_se_conoce_no_se_inventa_nombre(titular, institucion, renglones):
    assert Destinatario("Titular de la Secretaría de Seguridad de Puebla", institucion, titular).renglones == renglones


@pytest.mark.parametrize(("lugar", "dado"), [("Puebla", "Puebla, a 6 de julio de 2022"), ("", "6 de julio de 2022")])
def test_se_fecha_con_su_lugar(lugar, dado):
    assert Escrito(clase="Oficio", emisor="", organo="", asunto="", bloques=(), fecha=date(2022, 7, 6), lugar=lugar).dado == dado


@pytest.mark.parametrize(
    ("nombres", "dicho"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b y c"), (["Puebla", "Hidalgo"], "Puebla e Hidalgo"), (["a", "imagen"], "a e imagen")]
)
def test_enumera_con_su_conjuncion(nombres, dicho):
    assert enumerar(nombres) == dicho


@pytest.mark.parametrize(
    ("nombre", "con", "de"),
    [
        ("Secretaría de Seguridad de Puebla", "la Secretaría de Seguridad de Puebla", "de la Secretaría de Seguridad de Puebla"),
        ("Unidad de Policía", "la Unidad de Policía", "de la Unidad de Policía"),
        ("Coordinación Nacional", "la Coordinación Nacional", "de la Coordinación Nacional"),
        ("C5 u homólogo", "el C5 u homólogo", "del C5 u homólogo"),
        ("Secretariado Ejecutivo", "el Secretariado Ejecutivo", "del Secretariado Ejecutivo"),
    ],
)
def test_las_instituciones_llevan_su_articulo(nombre, con, de):
    assert (con_articulo(nombre), con_articulo(nombre, de=True)) == (con, de)
