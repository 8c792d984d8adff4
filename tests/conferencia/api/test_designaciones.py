"""Designaciones por la API: cada quien ve las suyas; proponer, responder y terminar llevan llave y versión."""

import pytest

from conferencia.models import Designacion, PropuestaDeDesignacion
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import Persona
from conferencia.services.propuestas import proponer_designacion
from tests import reparto
from tests.conferencia.api.conftest import Api, ficha_de
from tests.conferencia.api.escribir import orden, que_escribe, subir
from tests.conferencia.presentaciones import obligacion
from tests.enlaces.relevos import contacto_con_cuenta, institucion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def de_morelos() -> Api:
    return Api(ficha_de(contacto_con_cuenta("MOR-UPC"), alcance="escritura"))


def cuerpo(api: Api, **cambios) -> dict:
    datos = {"institucion": "MOR-UPC", "nombre": "Sara Ríos", "correo": "sara@morelos.gob.mx", "rol": "enlace_titular", "materias": ["ZC-2022-1/A6"]}
    return datos | {"numero": "UPC/9/2022", "fecha": "2022-07-06", "archivos": [subir(api)["id"]]} | cambios


def etiqueta(api: Api, ruta: str) -> str:
    respuesta = api.get(ruta)
    assert respuesta.status_code == 200, respuesta.json()
    return respuesta["ETag"]


def desconocida(hoy, clave: str = "MOR-UPC") -> PropuestaDeDesignacion:
    persona = Persona(nombre="Sara Ríos", email="sara@morelos.gob.mx")
    comunes = {"rol": "enlace_titular", "materias": [None], "de_desconocido": True, "remitente": "x@gmail.com"}
    return proponer_designacion(por=facultades_del_sistema(hoy), institucion=institucion(clave), persona=persona, **comunes)[0]


def test_cada_quien_lista_las_suyas(api_de):
    assert api_de("titular").total("designaciones/") == 10
    assert {d["institucion"] for d in api_de("enlace").lista("designaciones/")["resultados"]} == {"PUE-SS", "PUE-UPC", "PUE-C5"}
    assert {d["correo"] for d in api_de("enlace_ajeno").lista("designaciones/")["resultados"]} == {"enlace.hidalgo@demo.mx"}
    assert api_de("titular").total("designaciones/", institucion="PUE-SS", rol="enlace_titular", vigente_el="2022-07-06") == 1
    assert api_de("titular").total("designaciones/", vigente_el="2022-07-04") == 0


def test_una_ajena_no_existe(api_de):
    de_puebla = Designacion.objects.filter(usuario=reparto.enlace()).first()
    assert api_de("enlace").get(f"designaciones/{de_puebla.pk}/").json()["correo"] == "enlace.puebla@demo.mx"
    assert api_de("enlace_ajeno").get(f"designaciones/{de_puebla.pk}/").status_code == 404
    assert que_escribe("enlace_ajeno").get(f"designaciones/{de_puebla.pk}/").status_code == 404


def test_proponer_es_la_entrega_y_repetir_la_llave_no_la_repite():
    api = de_morelos()
    enviado = cuerpo(api)
    primera, segunda = (orden(api, "designaciones/", enviado, llave="llave-de-prueba-1") for _ in range(2))
    assert (primera.status_code, segunda.status_code, primera.json()) == (201, 201, segunda.json())
    (propuesta,) = primera.json()["resultados"]
    assert (propuesta["estado"], propuesta["materia"], propuesta["obligacion"]) == ("propuesta", "ZC-2022-1/A6", "ZC-2022-1/T1.1/MOR-UPC")
    assert primera["Location"] == f"/api/v1/designaciones/propuestas/{propuesta['id']}/"
    assert obligacion("T1.1/MOR-UPC").estado == "en_revision"
    assert PropuestaDeDesignacion.objects.count() == 1


@pytest.mark.parametrize(
    ("cambios", "puntero"),
    [
        ({"materias": ["ZC-2022-1/A99"]}, "/materias"),
        ({"rol": "contacto"}, "/rol"),
        ({"correo": "x"}, "/correo"),
        ({"sustituye_a": "0" * 8 + "-0000-7000-8000-" + "0" * 12}, "/sustituye_a"),
    ],
    ids=["materia", "rol", "correo", "sustituye"],
)
def test_lo_que_no_sirve_se_dice_con_su_campo(cambios, puntero):
    api = de_morelos()
    respuesta = orden(api, "designaciones/", cuerpo(api, **cambios))
    assert respuesta.status_code in (400, 422)
    assert [e["pointer"] for e in respuesta.json()["errors"]] == [puntero]


def test_por_otra_institucion_no_se_propone():
    api = que_escribe("enlace_ajeno")
    assert orden(api, "designaciones/", cuerpo(api)).status_code == 404
    assert not PropuestaDeDesignacion.objects.exists()


def test_el_contacto_confirma_y_la_secretaria_tecnica_acepta(hoy):
    propuesta = desconocida(hoy)
    ruta = f"designaciones/propuestas/{propuesta.pk}/"
    contacto, analista = de_morelos(), que_escribe("analista")
    vieja = etiqueta(analista, ruta)
    assert orden(analista, f"{ruta}respuesta/", {"sentido": "confirmar"}, si_es=vieja).status_code == 403
    confirmada = orden(contacto, f"{ruta}respuesta/", {"sentido": "confirmar"}, si_es=etiqueta(contacto, ruta))
    assert (confirmada.status_code, confirmada.json()["estado"]) == (200, "propuesta")
    assert orden(analista, f"{ruta}respuesta/", {"sentido": "aceptar"}, si_es=vieja).status_code == 412
    aceptada = orden(analista, f"{ruta}respuesta/", {"sentido": "aceptar"}, si_es=confirmada["ETag"])
    assert (aceptada.status_code, aceptada.json()["estado"]) == (200, "vigente")
    assert api_lee(analista, aceptada.json()["designacion"])["cuenta"] == "sin_activar"


def api_lee(api: Api, pk: str) -> dict:
    return api.get(f"designaciones/{pk}/").json()


def test_la_propuesta_de_otra_institucion_no_existe(hoy):
    propuesta = desconocida(hoy, "PUE-UPC")
    api = de_morelos()
    ruta = f"designaciones/propuestas/{propuesta.pk}/"
    assert api.get(ruta).status_code == 404
    assert orden(api, f"{ruta}respuesta/", {"sentido": "confirmar"}, si_es='"1-0"').status_code == 404
    assert api.lista("designaciones/propuestas/")["resultados"] == []


def test_terminar_corta_el_acceso_de_esa_misma_credencial():
    enlace, analista = que_escribe("enlace"), que_escribe("analista")
    for d in Designacion.objects.filter(usuario=reparto.enlace()):
        ruta = f"designaciones/{d.pk}/"
        terminada = orden(analista, f"{ruta}termino/", {"el": "2022-07-06", "motivo": "Relevo"}, si_es=etiqueta(analista, ruta))
        assert (terminada.status_code, terminada.json()["hasta"]) == (200, "2022-07-06")
    assert enlace.get("obligaciones/").status_code == 401


def test_terminar_pide_la_version_y_es_de_quien_puede():
    d = Designacion.objects.filter(usuario=reparto.enlace()).first()
    datos = {"el": "2022-07-06", "motivo": "Relevo"}
    assert orden(que_escribe("analista"), f"designaciones/{d.pk}/termino/", datos).status_code == 428
    propia = que_escribe("enlace")
    assert orden(propia, f"designaciones/{d.pk}/termino/", datos, si_es=etiqueta(propia, f"designaciones/{d.pk}/")).status_code == 403
    assert orden(que_escribe("enlace_ajeno"), f"designaciones/{d.pk}/termino/", datos, si_es='"1-0"').status_code == 404
