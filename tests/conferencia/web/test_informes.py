"""La página de informes: quién entra, qué ve mientras se compone y qué bytes recibe."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conferencia import reloj
from conferencia.models import EstadoTrabajo, Informe, Trabajo
from conferencia.services.informes import Emision, folio_de, guardar_emitido, pedir_informe
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
LISTA = "/informes/"


@pytest.fixture
def entra(client):
    def entrar(quien):
        client.force_login(quien, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entrar


def pedido(reunion, formato="pdf", minutos=0, **trabajo) -> Informe:
    with reloj.fijo(reloj.ahora() + timedelta(minutes=minutos)):
        informe = pedir_informe(por=reparto.facultades(reparto.titular()), reunion=reunion, formato=formato, corte=reloj.hoy())
    Trabajo.objects.filter(pk=informe.trabajo_id).update(**trabajo) if trabajo else None
    return informe


def emitido(reunion, contenido=b"%PDF-1.7 de prueba", **opciones) -> Informe:
    informe = pedido(reunion, estado=EstadoTrabajo.HECHO, avance=100, **opciones)
    return guardar_emitido(informe, Emision(contenido=contenido, sabido_al=reloj.ahora(), cabeza="a" * 64, obligaciones=166))


@pytest.mark.parametrize(
    ("quien", "codigo"),
    [(reparto.titular, 200), (reparto.analista, 200), (reparto.consulta, 200), (reparto.enlace, 403), (reparto.sin_designacion, 403)],
)
def test_entra_quien_ve_a_todas_las_entidades(entra, quien, codigo):
    assert entra(quien()).get(LISTA).status_code == codigo


def test_sin_sesion_va_a_la_entrada(client):
    assert client.get(LISTA).headers["Location"].endswith("?next=/informes/")


def test_pedirlo_lo_encola_y_lleva_a_su_renglon(entra, titular, reunion):
    respuesta = entra(titular).post("/informes/pedir/", {"reunion": reunion.pk, "formato": "pdf"})
    informe = Informe.objects.get()
    assert (respuesta.status_code, respuesta.headers["Location"]) == (302, f"/informes/#informe-{informe.pk}")
    pagina = entra(titular).get(LISTA).content.decode()
    assert folio_de(informe) in pagina
    assert "en cola" in pagina
    assert f'hx-get="/informes/{informe.pk}/estado/"' in pagina
    assert ">Actualizar</a>" in pagina


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.sin_designacion])
def test_un_enlace_no_lo_pide(entra, quien, reunion):
    assert entra(quien()).post("/informes/pedir/", {"reunion": reunion.pk, "formato": "pdf"}).status_code == 403
    assert Informe.objects.count() == 0


@pytest.mark.parametrize("cambio", [{"formato": "docx"}, {"reunion": str(uuid.uuid4())}, {"reunion": "x"}], ids=["formato", "otra", "basura"])
def test_lo_mal_pedido_se_dice_y_no_encola(entra, titular, reunion, cambio):
    respuesta = entra(titular).post("/informes/pedir/", {"reunion": str(reunion.pk), "formato": "pdf"} | cambio)
    assert (respuesta.status_code, Trabajo.objects.count()) == (400, 0)
    assert "<title>Error: " in respuesta.content.decode()


def test_se_descargan_los_bytes_guardados_como_adjunto(entra, consulta, reunion):
    informe = emitido(reunion)
    pagina = entra(consulta).get(LISTA).content.decode()
    assert f'href="/archivos/{informe.archivo_id}/"' in pagina
    assert informe.archivo.sha256 in pagina
    respuesta = entra(consulta).get(f"/archivos/{informe.archivo_id}/")
    assert b"".join(respuesta.streaming_content) == b"%PDF-1.7 de prueba"
    assert respuesta.headers["Content-Disposition"] == f'attachment; filename="{folio_de(informe)}.pdf"'
    assert (respuesta.headers["Content-Type"], respuesta.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    respuesta.close()


def test_un_enlace_no_descarga_ni_sospecha_que_existe(entra, enlace, reunion):
    informe = emitido(reunion)
    cliente = entra(enlace)
    assert cliente.get(f"/archivos/{informe.archivo_id}/").status_code == 404
    assert cliente.get(f"/informes/{informe.pk}/estado/").status_code == 404


def test_mientras_se_compone_se_pregunta_y_al_terminar_ya_no(entra, titular, reunion):
    informe = pedido(reunion, estado=EstadoTrabajo.EN_CURSO, avance=25, intentos=1, arrendado_hasta=timezone.now())
    cliente = entra(titular)
    antes = cliente.get(f"/informes/{informe.pk}/estado/").content.decode()
    assert 'value="25"' in antes
    assert 'hx-trigger="every 2s"' in antes
    guardar_emitido(informe, Emision(contenido=b"%PDF-1.7 x", sabido_al=reloj.ahora(), cabeza="a" * 64, obligaciones=1))
    despues = cliente.get(f"/informes/{informe.pk}/estado/").content.decode()
    assert "hx-get" not in despues
    assert 'role="status"' in despues
    assert "emitido" in despues


@pytest.mark.parametrize(
    ("error", "dicho"),
    [
        ("Todavía no se emiten informes a un corte pasado.", "Todavía no se emiten informes a un corte pasado."),
        ('Traceback (most recent call last):\n  File "x.py"\nKeyError: 1', "No se pudo componer. No se perdió ningún dato"),
    ],
)
def test_lo_que_falla_se_explica_sin_rastros_de_programa(entra, titular, reunion, error, dicho):
    pedido(reunion, estado=EstadoTrabajo.FALLIDO, error=error, intentos=5)
    pagina = entra(titular).get(LISTA).content.decode()
    assert dicho in pagina
    assert "Traceback" not in pagina


def test_la_pagina_de_la_reunion_ofrece_generarlo_solo_a_quien_puede(entra, titular, enlace, reunion):
    emitido(reunion)
    de_titular = entra(titular).get(f"/reuniones/{reunion.pk}/").content.decode()
    assert 'action="/informes/pedir/"' in de_titular
    assert "Generar informe" in de_titular
    de_enlace = entra(enlace).get(f"/reuniones/{reunion.pk}/").content.decode()
    assert "/informes/" not in de_enlace


def test_las_consultas_no_crecen_con_los_informes(entra, titular, reunion):
    cliente = entra(titular)
    emitido(reunion)
    cliente.get(LISTA)
    with CaptureQueriesContext(connection) as con_uno:
        cliente.get(LISTA)
    for n in range(1, 9):
        emitido(reunion, minutos=n) if n % 2 else pedido(reunion, minutos=n)
    with CaptureQueriesContext(connection) as con_nueve:
        assert cliente.get(LISTA).content.decode().count('class="informe ') == 9
    assert len(con_nueve) == len(con_uno) <= 15
