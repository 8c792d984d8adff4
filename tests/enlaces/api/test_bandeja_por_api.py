"""La bandeja por la API: la misma puerta que la web, y quien no puede no se entera de nada."""

import pytest

from conferencia.models import Alcance, Entrega, Obligacion, Turno, Usuario
from conferencia.services.indice import comparar
from tests.conferencia.api.conftest import Api, ficha_de
from tests.conferencia.api.escribir import etag, orden, que_escribe
from tests.conferencia.services.test_turnos import area
from tests.enlaces.escena import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
UPC, SS = "ZC-2022-1/T1.1/PUE-UPC", "ZC-2022-1/T3.1/PUE-SS"


@pytest.fixture
def analista(hoy) -> Api:
    return que_escribe("analista")


@pytest.fixture
def entrega(hoy) -> Entrega:
    return presentar(SS)[0]


def decidir(api: Api, entrega: Entrega, **cuerpo):
    obligacion = Obligacion.objects.get(pk=entrega.obligacion_id)
    return orden(api, f"entregas/{entrega.pk}/decision/", cuerpo, si_es=etag(api, obligacion))


def estado() -> str:
    return Obligacion.objects.get(clave=SS).estado


def test_las_colas_se_leen_con_sus_filtros(analista, entrega):
    (otra,) = presentar(UPC, numero="B")
    assert [r["obligacion"] for r in analista.lista("entregas/", cola="por_revisar")["resultados"]] == [SS, UPC]
    assert [r["id"] for r in analista.lista("entregas/", cola="por_revisar", institucion="PUE-UPC")["resultados"]] == [str(otra.pk)]
    assert analista.lista("entregas/", cola="resueltas")["resultados"] == []
    assert analista.get("entregas/", {"cola": "inventada"}).status_code == 400
    assert analista.get("entregas/", {"inventado": "x"}).status_code == 400


def test_de_tomar_a_deshacer(analista, entrega):
    assert orden(analista, f"entregas/{entrega.pk}/toma/", {}).json()["toma"]["quien"] == "Andrés Lira (demo)"
    ajena = orden(que_escribe("titular"), f"entregas/{entrega.pk}/toma/", {})
    assert (ajena.status_code, ajena.json()["code"]) == (409, "no_procede") or "La tiene Andrés Lira (demo)" in ajena.json()["detail"]
    assert analista.lista("entregas/", cola="mias")["resultados"][0]["id"] == str(entrega.pk)
    decidida = decidir(analista, entrega, sentido="aceptar", motivo="Completo")
    assert (decidida.status_code, decidida.json()["estado"], estado()) == (200, "aceptada", "cumplida")
    deshecha = orden(analista, f"entregas/{entrega.pk}/deshacer/", {})
    assert (deshecha.status_code, deshecha.json()["estado"], estado()) == (200, "en_revision", "en_revision")
    assert orden(analista, f"entregas/{entrega.pk}/toma/", {"accion": "soltar"}).json()["toma"] is None
    assert comparar().concuerda


@pytest.mark.parametrize(
    ("cuerpo", "queda"),
    [
        ({"sentido": "observar", "observaciones": ["Falta la firma"], "subsanar_el": "2022-07-20"}, "con_observaciones"),
        ({"sentido": "ajena", "motivo": "Otra cosa"}, "ajena"),
        ({"sentido": "captura", "motivo": "Es de otra"}, "devuelta"),
        ({"sentido": "no_competencia", "motivo": "Le toca a la Fiscalía"}, "alegacion"),
    ],
)
def test_cada_decision(analista, entrega, cuerpo, queda):
    assert decidir(analista, entrega, **cuerpo).json()["estado"] == queda


def test_sin_version_con_una_vieja_o_sin_razon_no_se_decide(analista, entrega):
    ruta = f"entregas/{entrega.pk}/decision/"
    assert analista.get(f"entregas/{entrega.pk}/")["ETag"].startswith('"2')  # la de su obligación, ya presentada
    assert orden(analista, ruta, {"sentido": "aceptar"}).status_code == 428
    assert orden(analista, ruta, {"sentido": "aceptar"}, si_es='"1"').status_code == 412
    assert decidir(analista, entrega, sentido="ajena").status_code in (409, 422)
    assert decidir(analista, entrega, sentido="quizá").status_code == 422
    assert estado() == "en_revision"


def test_se_turna_y_el_area_opina(analista, entrega):
    por = area()
    turnado = orden(analista, f"entregas/{entrega.pk}/turnos/", {"institucion": "CNI-PM", "pregunta": "¿Cumple?", "dias": 3})
    assert (turnado.status_code, turnado.json()["vence_el"]) == (201, "2022-07-11")
    del_area = Api(ficha_de(Usuario.objects.get(pk=por.usuario), alcance=Alcance.ESCRITURA))
    opinado = orden(del_area, f"turnos/{turnado.json()['id']}/opinion/", {"sentido": "favorable", "opinion": "Cumple"})
    assert (opinado.status_code, opinado.json()["estado"]) == (200, "opinado")
    assert del_area.lista("entregas/")["resultados"] == []
    assert del_area.get(f"entregas/{entrega.pk}/").status_code == 404


def test_un_enlace_ve_lo_suyo_y_no_decide_y_el_ajeno_no_sabe_que_existe(analista, entrega):
    area()
    turno = orden(analista, f"entregas/{entrega.pk}/turnos/", {"institucion": "CNI-PM", "pregunta": "¿Cumple?", "dias": 3}).json()["id"]
    orden(analista, f"entregas/{entrega.pk}/toma/", {})
    suyo, ajeno = que_escribe("enlace"), que_escribe("enlace_ajeno")
    assert suyo.get(f"entregas/{entrega.pk}/").json()["toma"] is None  # quién la revisa es cosa de la mesa
    assert ajeno.get(f"entregas/{entrega.pk}/").status_code == 404
    cuerpos = {"deshacer": {}, "toma": {}, "turnos": {"institucion": "CNI-PM", "pregunta": "x", "dias": 1}}
    for nombre, cuerpo in cuerpos.items():
        assert orden(suyo, f"entregas/{entrega.pk}/{nombre}/", cuerpo).status_code == 403, nombre
        assert orden(ajeno, f"entregas/{entrega.pk}/{nombre}/", cuerpo).status_code == 404, nombre
    for quien in (suyo, ajeno, analista):
        assert orden(quien, f"turnos/{turno}/opinion/", {"sentido": "favorable", "opinion": "x"}).status_code == (403 if quien is analista else 404)
    assert Turno.objects.get().estado == "pendiente"
