"""La página pública dice que un oficio o un expediente se emitió y la huella de sus archivos; con otro código, nada."""

import pytest

from conferencia.reports.escritos import expediente as reporte
from conferencia.reports.escritos import impreso
from conferencia.services.expedientes import abrir_expediente
from conferencia.services.salida import apartar_numero
from tests.conferencia.oficios import archivos_de, de_la_st, emitida, notificacion
from tests.conferencia.presentaciones import obligacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def test_un_oficio_emitido_se_verifica_sin_cuenta(client):
    salida = emitida(notificacion())
    pagina = client.get(f"/v/{salida.clave_publica}")
    html = pagina.content.decode()
    assert (pagina.status_code, pagina.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "Este oficio es auténtico" in html
    assert "Notificación ST-CNSSP/001/2022, para la Secretaría de Seguridad de Puebla." in html
    assert archivos_de(salida)[0].sha256 in html
    assert salida.asunto not in html


def test_un_expediente_emitido_se_verifica(client, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda *_: b"%PDF-1.7")
    emitido = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=obligacion("T3.1/PUE-SS")))
    html = client.get(f"/v/{emitido.clave_publica}").content.decode()
    assert "Expediente de prueba de ZC-2022-1/T3.1/PUE-SS, completo." in html
    assert {emitido.pdf.sha256 in html, emitido.paquete.sha256 in html} == {True}


def test_otro_codigo_o_algo_sin_emitir_dan_la_misma_pagina_que_lo_que_no_existe(client):
    salida = emitida(notificacion())
    sin_emitir = apartar_numero(por=de_la_st(), salida=notificacion("HGO-SS"))
    nada = client.get("/v/OS-2022-999999-0000000000")
    for clave in (f"{salida.folio}-0000000000", sin_emitir.clave_publica, f"{salida.folio}-"):
        respuesta = client.get(f"/v/{clave}")
        assert (respuesta.status_code, respuesta.content) == (404, nada.content)
