"""La página del expediente: un clic lo pide, y quien no responde ni la encuentra."""

import pytest

from conferencia.models import Expediente, Hecho, Institucion
from conferencia.reports.escritos import expediente as reporte
from conferencia.reports.escritos import expediente_de as reporte_de
from conferencia.reports.escritos import impreso
from conferencia.services import trabajos
from conferencia.services.expedientes import abrir_expediente, abrir_expediente_de
from tests import reparto
from tests.conferencia.oficios import bytes_de, de_la_st
from tests.conferencia.presentaciones import obligacion, presentar
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def entra(client):
    def entrar(quien):
        client.force_login(quien, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entrar


@pytest.fixture
def url():
    presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    return f"/obligaciones/{obligacion('T3.1/PUE-SS').pk}/expediente/"


def html(respuesta) -> str:
    return respuesta.content.decode()


def test_un_clic_lo_pide_y_al_terminar_se_bajan_los_bytes_emitidos(entra, titular, url, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda *_: b"%PDF-1.7")
    assert "Aún no se emite ninguno" in html(entra(titular).get(url))
    respuesta = entra(titular).post(url)
    expediente = Expediente.objects.get()
    assert respuesta.headers["Location"] == f"{url}#expediente-{expediente.pk}"
    estado = f"/oficios/expedientes/{expediente.pk}/estado/"
    assert f'hx-get="{estado}"' in html(entra(titular).get(url))
    trabajos.hacer(str(expediente.trabajo_id))
    expediente.refresh_from_db()
    renglon = html(entra(titular).get(estado))
    assert f'href="/archivos/{expediente.paquete_id}/"' in renglon
    assert "hx-get" not in renglon
    bajado = b"".join(entra(titular).get(f"/archivos/{expediente.paquete_id}/").streaming_content)
    assert bajado == bytes_de(expediente.paquete)


def test_la_institucion_pide_el_suyo(entra, enlace, url):
    pagina = html(entra(enlace).get(url))
    assert "Generar el expediente de SS · Puebla" in pagina or "Generar el expediente de" in pagina
    assert "expediente completo" not in pagina
    entra(enlace).post(url)
    assert Expediente.objects.get().alcance.clave == "PUE-SS"


@pytest.mark.parametrize(("quien", "codigo"), [(reparto.enlace_ajeno, 404), (reparto.consulta, 403), (reparto.sin_designacion, 404)])
def test_nadie_mas_lo_ve_ni_lo_pide(entra, url, quien, codigo, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda *_: b"%PDF-1.7")
    emitido = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=obligacion("T3.1/PUE-SS")))
    cliente = entra(quien())
    assert (cliente.get(url).status_code, cliente.post(url).status_code) == (codigo, codigo)
    assert cliente.get(f"/oficios/expedientes/{emitido.pk}/estado/").status_code == 404
    assert {cliente.get(f"/archivos/{a}/").status_code for a in (emitido.pdf_id, emitido.paquete_id)} == {404}


def test_la_obligacion_ofrece_su_expediente_a_quien_puede(entra, titular, enlace, url):
    pagina = url.removesuffix("expediente/")
    assert f'href="{url}"' in html(entra(titular).get(pagina))
    assert f'href="{url}"' in html(entra(enlace).get(pagina))
    assert f'href="{url}"' not in html(entra(reparto.consulta()).get(pagina))


# --- El de todo lo que debe ----------------------------------------------------------------------------------------------

DE_PUEBLA = "/instituciones/PUE-SS/expediente/"


def test_el_de_una_institucion_se_pide_de_una_reunion_o_de_todas(entra, enlace, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda *_: b"%PDF-1.7")
    pagina = html(entra(enlace).get(DE_PUEBLA))
    assert "Generar el de las instituciones de Puebla" in pagina
    entra(enlace).post(DE_PUEBLA, {"de": "institucion", "reunion": "ZC-2022-1"})
    expediente = Expediente.objects.get()
    assert (expediente.alcance.clave, expediente.reunion.clave, expediente.obligacion) == ("PUE-SS", "ZC-2022-1", None)
    trabajos.hacer(str(expediente.trabajo_id))
    expediente.refresh_from_db()
    renglon = " ".join(html(entra(enlace).get(f"/oficios/expedientes/{expediente.pk}/estado/")).split())
    assert f'href="/archivos/{expediente.paquete_id}/"' in renglon
    assert f"Solo lo de {expediente.alcance}" in renglon
    assert b"".join(entra(enlace).get(f"/archivos/{expediente.paquete_id}/").streaming_content) == bytes_de(expediente.paquete)
    assert expediente.folio in html(entra(enlace).get(DE_PUEBLA))


def test_lo_que_no_se_ofrece_no_se_encarga(entra, enlace):
    for datos in ({"de": ""}, {"de": "todo"}, {"de": "institucion", "reunion": "NO-EXISTE"}):
        respuesta = entra(enlace).post(DE_PUEBLA, datos, follow=True)
        assert "Elige de quién y de qué reunión entre las que se ofrecen." in html(respuesta)
    assert Expediente.objects.count() == 0


def test_nadie_mas_entra_ni_baja_ni_se_entera(entra, enlace_ajeno, consulta, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda *_: b"%PDF-1.7")
    emitido = reporte_de.emitir(abrir_expediente_de(por=de_la_st(), de=Institucion.objects.get(clave="PUE-SS")))
    rutas = [f"/oficios/expedientes/{emitido.pk}/estado/", f"/archivos/{emitido.pdf_id}/", f"/archivos/{emitido.paquete_id}/"]
    for quien in (enlace_ajeno, consulta):
        assert [entra(quien).get(r).status_code for r in (DE_PUEBLA, *rutas)] == [403, 404, 404, 404]
        assert entra(quien).post(DE_PUEBLA, {"de": "institucion"}).status_code == 403
        assert "expediente" not in html(entra(quien).get("/instituciones/PUE-SS/")).lower()
    assert "generar o bajar el expediente" in html(entra(reparto.titular()).get("/instituciones/PUE-SS/"))


def test_el_de_una_entidad_se_verifica_sin_decir_que_contiene(client, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda *_: b"%PDF-1.7")
    emitido = reporte_de.emitir(abrir_expediente_de(por=de_la_st(), de=Institucion.objects.get(clave="PUE-SS").entidad))
    pagina = html(client.get(f"/v/{emitido.clave_publica}"))
    assert "Expediente de prueba de Puebla: todo lo que debe." in pagina
    assert emitido.paquete.sha256 in pagina


def test_las_paginas_de_expedientes_cuestan_siempre_lo_mismo(entra, titular):
    cliente = entra(titular)
    with consultas_como_siempre("expediente_de_institucion"):
        cliente.get(DE_PUEBLA)


@pytest.mark.parametrize(("quien", "codigo"), [(reparto.enlace, 302), (reparto.titular, 302), (reparto.enlace_ajeno, 404), (reparto.consulta, 404)])
def test_lo_cancela_quien_lo_pidio_o_la_secretaria_tecnica(entra, quien, codigo):
    entra(reparto.enlace()).post(DE_PUEBLA, {"de": "institucion"})
    expediente = Expediente.objects.select_related("trabajo").get()
    assert f"/oficios/expedientes/{expediente.pk}/cancelar/" in html(entra(reparto.enlace()).get(DE_PUEBLA))
    respuesta = entra(quien()).post(f"/oficios/expedientes/{expediente.pk}/cancelar/")
    assert respuesta.status_code == codigo
    expediente.trabajo.refresh_from_db()
    if codigo == 404:
        assert (expediente.trabajo.estado, Hecho.objects.filter(clase="expediente.cancelado").count()) == ("pendiente", 0)
        return
    assert (respuesta.url, expediente.trabajo.estado, Hecho.objects.filter(clase="expediente.cancelado").count()) == (DE_PUEBLA, "cancelado", 1)
    pagina = html(entra(quien()).get(DE_PUEBLA))
    assert ("<span>cancelado</span>" in pagina, "hx-get" in pagina, "/cancelar/" in pagina) == (True, False, False)
    otra = entra(quien()).post(f"/oficios/expedientes/{expediente.pk}/cancelar/", follow=True)
    assert "Ya había terminado: no queda nada que cancelar." in html(otra)
