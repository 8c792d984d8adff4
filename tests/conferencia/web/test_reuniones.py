"""Las reuniones y su acta."""

import pytest
from django.urls import reverse

from conferencia.models import Acta, Reunion
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db


def pagina() -> str:
    return reverse("reunion-detail", args=[Reunion.objects.get().pk])


def test_la_lista_dice_cuantas_con_su_denominador(entrar, texto):
    dicho = texto(entrar(reparto.titular()).get("/reuniones/"))
    assert "Primera Reunión Zona Centro 2022 ZC-2022-1 · Hidalgo martes 5 de julio de 2022 17 0 de 166 35 0" in dicho


def test_la_reunion_trae_sus_17_disposiciones_y_la_huella_del_original(entrar, texto):
    respuesta = entrar(reparto.titular()).get(pagina())
    assert [d.disposicion.sigla for d in respuesta.context["disposiciones"]] == [f"A{n}" for n in range(1, 14)] + [f"T{n}" for n in range(1, 5)]
    dicho = texto(respuesta)
    assert Acta.objects.get().archivo.sha256 in dicho
    assert "17 disposiciones. 0 de 166 obligaciones cumplidas, 35 por vencer y 0 vencidas, al miércoles 6 de julio de 2022" in dicho


def test_un_enlace_cuenta_solo_lo_suyo(entrar, texto):
    dicho = texto(entrar(reparto.enlace()).get(pagina()))
    assert "De lo que toca a tus instituciones: 0 de 24 obligaciones cumplidas, 5 por vencer" in dicho


def test_un_acta_sin_publicar_solo_la_ve_quien_captura(entrar, texto):
    Acta.objects.update(estado="leida", publicada_en=None)
    assert "El acta está leída y sin publicar" in texto(entrar(reparto.titular()).get(pagina()))
    assert entrar(reparto.enlace()).get(pagina()).status_code == 404
    assert "Aún no hay actas" in texto(entrar(reparto.enlace()).get("/reuniones/"))


@pytest.mark.parametrize(("nombre", "ruta"), [("reuniones", lambda: "/reuniones/"), ("reunión", pagina)])
def test_consultas(nombre, ruta, entrar):
    cliente = entrar(reparto.titular())
    with consultas_como_siempre(nombre):
        assert cliente.get(ruta()).status_code == 200
