"""Los textos editables: se llenan, y lo que no se podría llenar se rechaza diciendo qué."""

import pytest

from conferencia.domain.plantillas import CAMPOS, DE_FABRICA, Plantilla, PlantillaInvalida, llenar, revisar


@pytest.mark.parametrize("clase", sorted(CAMPOS))
def test_las_que_trae_el_producto_son_validas(clase):
    assert revisar(clase, DE_FABRICA[clase]) is None


@pytest.mark.parametrize(
    ("asunto", "cuerpo", "campo", "dicho"),
    [
        ("", "texto", "asunto", "No puede quedar vacío."),
        ("x", " \n ", "cuerpo", "No puede quedar vacío."),
        ("x" * 301, "texto", "asunto", "Pasa de 300 caracteres."),
        ("x", "hola {nadie}", "cuerpo", "No existe el campo «{nadie}»"),
        ("x", "hola {reunion", "cuerpo", "Hay una llave suelta"),
        ("{}", "texto", "asunto", "No existe el campo «{}»"),
        ("x", "{avisos}", "cuerpo", "No existe el campo «{avisos}»"),
    ],
    ids=["asunto vacío", "cuerpo vacío", "largo", "desconocido", "llave suelta", "sin nombre", "de otra clase"],
)
def test_lo_que_no_se_podria_llenar_se_rechaza(asunto, cuerpo, campo, dicho):
    with pytest.raises(PlantillaInvalida) as error:
        revisar("notificacion", Plantilla(asunto, cuerpo))
    assert (error.value.campo, str(error.value).startswith(dicho)) == (campo, True)


def test_un_parrafo_cuyos_campos_quedan_vacios_desaparece():
    assert llenar("{fundamento}\n\nSe avisa a {institucion}.\r\n\r\n{avisos}", {"institucion": "todas"}) == "Se avisa a todas."


def test_lo_que_el_valor_traiga_entre_llaves_no_se_vuelve_a_llenar():
    assert llenar("{reunion}", {"reunion": "{buzon}", "buzon": "x"}) == "{buzon}"
