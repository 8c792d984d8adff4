"""Los calendarios los leen todos los designados; los cambia la Secretaría Técnica, y ninguna fecha dada se mueve en silencio."""

from datetime import date

import pytest
from django.urls import reverse

from conferencia.models import Calendario, DiaInhabil, Hecho, Reunion
from tests import reparto
from tests.conferencia.plazos import A81, la

pytestmark = pytest.mark.django_db
LFPA = "lfpa-28"


def ruta(nombre: str, *args) -> str:
    return reverse(f"calendario-{nombre}", args=args)


def texto(respuesta) -> str:
    return " ".join(respuesta.content.decode().split())


@pytest.mark.parametrize("quien", [reparto.analista, reparto.enlace, reparto.enlace_ajeno, reparto.consulta])
def test_los_leen_todos_los_designados(entrar, hoy, quien):
    cliente = entrar(quien())
    assert "LFT art. 74" in texto(cliente.get(ruta("list")))
    assert "viernes 16 de septiembre de 2022" in texto(cliente.get(ruta("detail", LFPA)))


def test_sin_designacion_no_se_leen(entrar, hoy):
    cliente = entrar(reparto.sin_designacion())
    assert [cliente.get(u).status_code for u in (ruta("list"), ruta("detail", LFPA))] == [403, 403]


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_los_cambia(entrar, hoy, quien):
    dia, cliente = DiaInhabil.objects.filter(calendario__clave=LFPA).first(), entrar(quien())
    urls = [ruta("nuevo"), ruta("agregar", LFPA), ruta("adoptar", LFPA), ruta("quitar", LFPA, dia.pk)]
    assert [cliente.post(u, {"motivo": "x"}).status_code for u in urls] == [403] * 4
    assert "Agregar un día" not in texto(cliente.get(ruta("detail", LFPA)))


def test_uno_que_no_existe_es_404(entrar, hoy):
    assert entrar(reparto.analista()).get(ruta("detail", "no-hay")).status_code == 404


def test_agregar_un_dia_que_no_toca_a_nadie(entrar, hoy):
    datos = {"fecha": "14/04/2023", "motivo": "Viernes Santo", "fuente": "DOF 10-01-2023"}
    assert entrar(reparto.analista()).post(ruta("agregar", "lft-74"), datos).status_code == 302
    assert DiaInhabil.objects.get(calendario__clave="lft-74", fecha=date(2023, 4, 14)).fuente == "DOF 10-01-2023"


def test_el_que_toca_a_alguien_se_decide_antes(entrar, hoy):
    Reunion.objects.update(rodar_a_habil=True)
    cliente, datos = entrar(reparto.analista()), {"fecha": "30/09/2022", "motivo": "Duelo", "fuente": "DOF"}
    previsto = cliente.post(ruta("agregar", LFPA), datos)
    assert "Nada se ha guardado todavía" in texto(previsto)
    assert la(A81).vence_el == date(2022, 9, 30)
    mover = [f"{la(A81).pk}:{la(A81).version}"]
    assert cliente.post(ruta("agregar", LFPA), datos | {"confirmar": "1", "mover": mover}).status_code == 302
    assert la(A81).vence_el == date(2022, 10, 3)
    assert la("ZC-2022-1/A8.1/HGO-SS").vence_el == date(2022, 9, 30)


def test_donde_no_se_recorre_solo_se_avisa(entrar, hoy):
    respuesta = entrar(reparto.analista()).post(ruta("agregar", LFPA), {"fecha": "30/09/2022", "motivo": "Duelo", "fuente": "DOF"})
    assert "lo que vence en inhábil no se recorre" in texto(respuesta)
    assert 'name="mover"' not in texto(respuesta)


@pytest.mark.parametrize("mover", ["x", "x:1", "00000000-0000-0000-0000-000000000000:abc"])
def test_una_casilla_alterada_no_mueve_nada(entrar, hoy, mover):
    datos = {"fecha": "30/09/2022", "motivo": "Duelo", "fuente": "DOF", "confirmar": "1", "mover": [mover]}
    assert entrar(reparto.analista()).post(ruta("agregar", LFPA), datos).status_code == 302
    assert la(A81).vence_el == date(2022, 9, 30)


def test_sabado_y_repetido_se_niegan_en_su_campo(entrar, hoy):
    cliente = entrar(reparto.analista())
    for dia in ("01/10/2022", "16/09/2022"):
        respuesta = cliente.post(ruta("agregar", LFPA), {"fecha": dia, "motivo": "x", "fuente": "y"})
        assert (respuesta.status_code, list(respuesta.context["formulario"].errors)) == (422, ["fecha"])


def test_quitar_un_dia_pide_motivo_y_queda_en_la_historia(entrar, hoy):
    dia, cliente = DiaInhabil.objects.get(calendario__clave=LFPA, fecha=date(2022, 9, 1)), entrar(reparto.analista())
    assert cliente.post(ruta("quitar", LFPA, dia.pk), {"motivo": ""}).status_code == 422
    assert cliente.post(ruta("quitar", LFPA, dia.pk), {"motivo": "Se derogó"}).status_code == 302
    assert not DiaInhabil.objects.filter(pk=dia.pk).exists()
    assert "Se derogó" in Hecho.objects.get(clase="calendario.dia_quitado").motivo


def test_crear_uno_con_los_dias_de_otro_y_adoptarlo(entrar, hoy):
    cliente = entrar(reparto.analista())
    datos = {"nombre": "Inhábiles de Puebla", "clave": "pue", "fuente": "Periódico Oficial", "copiar_de": "lft-74"}
    assert cliente.post(ruta("nuevo"), datos).status_code == 302
    assert Calendario.objects.get(clave="pue").inhabiles.count() == Calendario.objects.get(clave="lft-74").inhabiles.count()
    assert cliente.post(ruta("nuevo"), datos).status_code == 422
    adopta = {"institucion": "PUE-SS", "desde": "01/08/2022", "fuente": "Acuerdo 3"}
    assert cliente.post(ruta("adoptar", "pue"), adopta).status_code == 302
    assert cliente.post(ruta("adoptar", "pue"), adopta).status_code == 422
    assert "lunes 1 de agosto de 2022" in texto(cliente.get(ruta("detail", "pue")))
