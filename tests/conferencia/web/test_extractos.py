"""La página del extracto: se pide a una fecha, se sigue y se baja; quien no ve a las demás entidades no entra."""

import html
import re

import pytest
from django.urls import reverse

from conferencia.models import Disposicion, Informe
from conferencia.reports.escritos import impreso
from conferencia.services import trabajos
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db


def url(sigla: str = "T3") -> str:
    return reverse("disposicion-extracto", args=[Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}").pk])


@pytest.mark.parametrize("quien", [reparto.titular, reparto.consulta])
def test_se_pide_desde_la_disposicion_y_se_baja_cuando_esta(entrar, texto, monkeypatch, quien):
    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: f"%PDF {escrito.numero}".encode())
    cliente = entrar(quien())
    assert url() in cliente.get(url().removesuffix("extracto/")).content.decode()
    respuesta = cliente.post(url(), {"corte": "", "sabido_al": ""})
    pedido = Informe.objects.get()
    assert (respuesta["Location"], pedido.disposicion.clave, pedido.formato) == (f"{url()}#informe-{pedido.pk}", "ZC-2022-1/T3", "pdf")
    assert "en cola" in texto(cliente.get(url()))
    trabajos.hacer(str(pedido.trabajo_id))
    assert "Extracto de Transitorio TERCERA" in texto(cliente.get(url())) or pedido.folio in texto(cliente.get(url()))
    pedido.refresh_from_db()
    bajado = cliente.get(reverse("archivo-descargar", args=[pedido.archivo_id]))
    assert b"".join(bajado.streaming_content) == f"%PDF {pedido.folio}".encode()
    publica = texto(cliente.get(f"/v/{pedido.folio}-{pedido.codigo}"))
    assert f"Extracto de {pedido.disposicion}" in publica


def test_desde_la_pagina_a_un_corte_se_llega_con_ese_corte_puesto(entrar):
    pagina = entrar(reparto.titular()).get(url().removesuffix("extracto/") + "?corte=2022-07-05").content.decode()
    (destino,) = [html.unescape(h) for h in re.findall(r'href="([^"]+/extracto/[^"]*)"', pagina)]
    assert destino.startswith(f"{url()}?corte=2022-07-05")
    assert 'value="05/07/2022"' in entrar(reparto.titular()).get(destino).content.decode()


def test_una_fecha_mala_se_dice_junto_al_campo_y_no_se_pierde(entrar, texto):
    cliente = entrar(reparto.titular())
    futura = cliente.post(url(), {"corte": "07/07/2022"})
    assert (futura.status_code, texto(futura).count("El corte 07/07/2022 aún no llega: hoy es 06/07/2022.")) == (400, 2)
    assert 'value="07/07/2022"' in futura.content.decode() or 'value="2022-07-07"' in futura.content.decode()
    assert cliente.post(url(), {"corte": "ayer"}).status_code == 400
    assert Informe.objects.count() == 0


@pytest.mark.parametrize(("quien", "codigo"), [(reparto.enlace, 403), (reparto.enlace_ajeno, 403), (reparto.sin_designacion, 404)])
def test_quien_no_ve_a_todas_no_lo_pide_ni_se_le_ofrece(entrar, quien, codigo):
    cliente = entrar(quien())
    assert (cliente.get(url()).status_code, cliente.post(url(), {}).status_code) == (codigo, codigo)
    assert url() not in cliente.get(url().removesuffix("extracto/")).content.decode()
    assert Informe.objects.count() == 0


def test_la_pagina_cuesta_siempre_lo_mismo(entrar):
    cliente = entrar(reparto.titular())
    with consultas_como_siempre("extracto"):
        cliente.get(url())
