"""El extracto por la API: se encarga a un corte y se pregunta por él; solo para quien ve a todas las entidades."""

import pytest

from conferencia.models import Disposicion, Informe
from tests.conferencia.api.escribir import orden, que_escribe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def ruta() -> str:
    return f"disposiciones/{Disposicion.objects.get(clave='ZC-2022-1/A9').pk}/extracto/"


def test_se_encarga_y_dice_donde_preguntar():
    api = que_escribe("titular")
    respuesta = orden(api, ruta(), {"corte": "2022-07-05"})
    dicho = respuesta.json()
    assert (respuesta.status_code, dicho["disposicion"], dicho["corte"], dicho["estado"], dicho["archivo"]) == (
        202,
        "ZC-2022-1/A9",
        "2022-07-05",
        "pendiente",
        None,
    )
    assert dicho["folio"].startswith("EA-ZC-2022-1-A9-20220705-")
    assert api.get(respuesta.headers["Location"].removeprefix("/api/v1/")).json() == dicho
    assert [e["id"] for e in api.get("extractos/").json()["resultados"]] == [dicho["id"]]


@pytest.mark.parametrize(("cuerpo", "codigo"), [({"corte": "2022-07-07"}, 422), ({"corte": "ayer"}, 422), ({"color": "rojo"}, 422)])
def test_lo_que_no_procede_se_dice(cuerpo, codigo):
    assert orden(que_escribe("titular"), ruta(), cuerpo).status_code == codigo
    assert Informe.objects.count() == 0


@pytest.mark.parametrize("quien", ["enlace", "enlace_ajeno"])
def test_una_institucion_ni_lo_pide_ni_lo_lista(quien):
    assert orden(que_escribe("titular"), ruta(), {}).status_code == 202
    api = que_escribe(quien)
    assert orden(api, ruta(), {}).status_code == 403
    assert api.get("extractos/").json()["resultados"] == []
    assert api.get(f"extractos/{Informe.objects.get().pk}/").status_code == 404
