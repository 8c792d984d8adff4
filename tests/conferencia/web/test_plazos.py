"""Suspender, reanudar, fijar una fecha objetivo y registrar un evento, desde la página; y «Cómo se calculó»."""

from datetime import date

import pytest
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Evento, Suspension
from conferencia.services.indice import comparar
from tests import reparto
from tests.conferencia.plazos import A81, A101, con_termino, la, suspendida

pytestmark = pytest.mark.django_db
SUSPENSION = {"desde": "06/07/2022", "hasta": "", "motivo": "Contingencia sanitaria", "fundamento": "LFPA art. 38", "oficio_numero": "", "oficio_fecha": ""}


def ruta(nombre: str, clave: str = A81) -> str:
    return reverse(f"obligacion-{nombre}", args=[la(clave).pk])


def de_compromiso(nombre: str, clave: str = A81) -> str:
    return reverse(f"compromiso-{nombre}", args=[la(clave).compromiso_id])


def texto(respuesta) -> str:
    return " ".join(respuesta.content.decode().split())


@pytest.mark.parametrize("nombre", ["suspender", "reanudar", "objetivo", "evento"])
def test_lo_ajeno_no_existe_y_lo_propio_se_mira_sin_disponer(entrar, hoy, nombre):
    con_termino()
    url = ruta(nombre, A101)
    assert entrar(reparto.enlace_ajeno()).get(url).status_code == 404
    for quien in (reparto.enlace(), reparto.consulta()):
        assert entrar(quien).get(url).status_code == 403
    assert entrar(reparto.sin_designacion()).get(url).status_code in (403, 404)


@pytest.mark.parametrize("nombre", ["evento", "plazos"])
def test_solo_la_secretaria_tecnica_dispone_de_un_compromiso(entrar, hoy, nombre):
    con_termino()
    for quien in (reparto.enlace(), reparto.enlace_ajeno(), reparto.consulta()):
        assert entrar(quien).get(de_compromiso(nombre, A101)).status_code == 403
    assert entrar(reparto.sin_designacion()).get(de_compromiso(nombre, A101)).status_code == 404


def test_suspender_y_reanudar_desde_la_pagina(entrar, hoy):
    cliente = entrar(reparto.analista())
    assert "Suspender el plazo" in texto(cliente.get(ruta("detail")))
    datos = SUSPENSION | {"version": la(A81).version, "oficio_numero": "ST/7/2022", "oficio_fecha": "06/07/2022"}
    assert cliente.post(ruta("suspender"), datos).status_code == 302
    pagina = texto(cliente.get(ruta("detail")))
    assert "Plazo suspendido desde el miércoles 6 de julio de 2022" in pagina
    assert "Oficio ST/7/2022." in pagina
    assert "Reanudar el plazo" in pagina
    with reloj.fijo(date(2022, 7, 18)):
        assert cliente.post(ruta("reanudar"), {"version": la(A81).version, "hasta": "15/07/2022"}).status_code == 302
        assert "Recorrido; la fecha original era viernes 30 de septiembre de 2022" in texto(cliente.get(ruta("detail")))
        assert "Recorrido; la fecha original era" in texto(cliente.get(reverse("obligacion-list"), {"q": A81}))
        assert "la fecha original era" not in texto(cliente.get(ruta("detail"), {"corte": "2022-07-10"}))
    assert la(A81).vence_el == date(2022, 10, 10)
    assert "Contados otra vez desde el sábado 16 de julio de 2022, llegan al lunes 10 de octubre de 2022." in texto(cliente.get(ruta("detail")))
    assert comparar().concuerda


def test_con_error_nada_escrito_se_pierde(entrar, hoy):
    respuesta = entrar(reparto.analista()).post(ruta("suspender"), SUSPENSION | {"version": la(A81).version, "fundamento": "", "oficio_numero": "ST/7"})
    assert respuesta.status_code == 422
    assert "Contingencia sanitaria" in texto(respuesta)
    assert set(respuesta.context["formulario"].errors) == {"fundamento", "oficio_fecha"}
    assert not Suspension.objects.exists()


def test_si_otro_se_adelanto_se_dice_y_se_puede_reintentar(entrar, hoy):
    cliente, vista = entrar(reparto.analista()), la(A81).version
    suspendida(desde=date(2022, 7, 6), hasta=date(2022, 7, 6))
    respuesta = cliente.post(ruta("suspender"), SUSPENSION | {"version": vista})
    assert respuesta.status_code == 422
    assert "mientras decidías" in texto(respuesta)
    assert f'name="version" value="{la(A81).version}"' in texto(respuesta)


def test_la_fecha_objetivo_se_ve_rotulada_y_pide_oficio(entrar, hoy):
    cliente = entrar(reparto.analista())
    datos = {"version": la(A101).version, "fecha": "30/09/2022", "motivo": "Para el pleno", "oficio_numero": "", "oficio_fecha": ""}
    assert cliente.post(ruta("objetivo", A101), datos).status_code == 422
    assert cliente.post(ruta("objetivo", A101), datos | {"oficio_numero": "ST/9/2022", "oficio_fecha": "06/07/2022"}).status_code == 302
    pagina = texto(entrar(reparto.enlace()).get(ruta("detail", A101)))
    assert "No es del acta: la puso la Secretaría Técnica con el oficio ST/9/2022" in pagina
    assert "Ninguna: no cuenta como vencida" in pagina


def test_el_evento_se_mira_antes_de_registrar(entrar, hoy):
    con_termino(unidad="dias")
    cliente = entrar(reparto.analista())
    llegada = cliente.get(ruta("evento", A101))
    assert llegada.url == f"{de_compromiso('evento', A101)}?entidad=PUE"
    datos = {"fecha": "05/07/2022", "entidad": "", "unidad": "dias_habiles", "fundamento": "DOF", "oficio_numero": "", "oficio_fecha": ""}
    previsto = cliente.post(de_compromiso("evento", A101), datos)
    assert (previsto.status_code, Evento.objects.count(), la(A101).vence_el) == (200, 0, None)
    assert "7 obligaciones tomarían fecha" in texto(previsto)
    assert cliente.post(de_compromiso("evento", A101), datos | {"unidad": ""}).status_code == 422
    assert cliente.post(de_compromiso("evento", A101), datos | {"confirmar": "1"}).status_code == 302
    assert la(A101).vence_el == date(2022, 8, 16)
    pagina = texto(entrar(reparto.enlace()).get(ruta("detail", A101)))
    assert "El evento ocurrió el martes 5 de julio de 2022; se cuenta desde el día siguiente (LFPA art. 38)." in pagina
    assert "Corregir el evento" in texto(cliente.get(reverse("disposicion-plazos", args=[la(A101).compromiso.disposicion_id])))


def test_un_evento_futuro_se_niega_junto_a_su_campo(entrar, hoy):
    con_termino()
    datos = {"fecha": "01/12/2022", "entidad": "", "fundamento": "DOF", "oficio_numero": "", "oficio_fecha": ""}
    respuesta = entrar(reparto.analista()).post(de_compromiso("evento", A101), datos)
    assert (respuesta.status_code, list(respuesta.context["formulario"].errors)) == (422, ["fecha"])


def test_varias_a_la_vez_dicen_como_le_fue_a_cada_una(entrar, hoy):
    cliente, o, otra = entrar(reparto.analista()), la(A81), la("ZC-2022-1/A8.1/HGO-SS")
    elegidas = [f"{o.pk}:{o.version}", f"{otra.pk}:{otra.version + 3}"]
    respuesta = cliente.post(de_compromiso("plazos"), SUSPENSION | {"obligaciones": elegidas})
    assert "Se hizo en 1 de 2" in texto(respuesta)
    assert Suspension.objects.count() == 1
    assert cliente.post(de_compromiso("plazos"), SUSPENSION).status_code == 422
    basura = cliente.post(de_compromiso("plazos"), SUSPENSION | {"obligaciones": ["no", "x:y"]})
    assert (basura.status_code, Suspension.objects.count()) == (200, 1)
    with reloj.fijo(date(2022, 7, 18)):
        vuelta = cliente.post(f"{de_compromiso('plazos')}?reanudar", {"hasta": "15/07/2022", "obligaciones": [f"{o.pk}:{la(A81).version}"]})
    assert "Se hizo en 1 de 1" in texto(vuelta)


def test_quien_no_dispone_ve_el_calculo_y_no_las_gestiones(entrar, hoy):
    pagina = texto(entrar(reparto.enlace()).get(ruta("detail")))
    assert "Cómo se calculó la fecha" in pagina
    assert "Inhábiles de la Administración Pública Federal" in pagina
    assert "Suspender el plazo" not in pagina
