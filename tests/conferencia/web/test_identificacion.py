"""La página donde se dice de qué reunión es un acta: lo leído y sus dudas, lo corregido, lo que se niega."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from conferencia.models import Acta, Organo
from conferencia.permissions import facultades_del_sistema
from conferencia.services.captura import confirmar
from tests import reparto
from tests.conferencia.captura import acta_leida

pytestmark = pytest.mark.django_db
NACIONAL = (Path(__file__).parents[2] / "corpus" / "consejo-nacional.md").read_text(encoding="utf-8")


def ruta(acta: Acta) -> str:
    return reverse("captura-identidad", args=[acta.pk])


def hoja(acta: Acta, **cambios) -> dict:
    r = acta.reunion
    dicho = {"version": acta.version, "organo": r.organo.clave, "zona": r.zona_id or "", "nombre": r.nombre, "clave": r.clave, "lugar": r.lugar}
    return dicho | {"fecha": f"{r.fecha:%d/%m/%Y}"} | cambios


def test_la_mesa_dice_de_que_reunion_es_y_lo_que_falta_decir(hoy, entrar, texto):
    acta = acta_leida(NACIONAL)
    cliente = entrar(reparto.titular())
    mesa, previa = (texto(cliente.get(reverse(n, args=[acta.pk]))) for n in ("acta-detail", "acta-publicar"))
    assert "El acta dice «Consejo Nacional de Seguridad Pública», que no está en el catálogo de órganos." in mesa
    assert "Mientras, no se puede publicar." in mesa
    assert mesa.count("Consejo Nacional de Seguridad Pública (por confirmar)") == 1
    assert ("Falta decir de qué reunión es el acta." in previa, "Aceptar todo y publicar" in previa) == (True, False)
    intento = cliente.post(reverse("acta-publicar", args=[acta.pk]), {"version": 1, "confirmar_todo": "1"})
    assert (intento.status_code, "No se publicó nada. Falta decir de qué reunión es." in texto(intento)) == (409, True)


def test_se_agrega_el_organo_que_dice_el_acta_sin_escribir_nada(hoy, entrar, texto):
    acta = acta_leida(NACIONAL)
    cliente = entrar(reparto.titular())
    abierta = cliente.get(ruta(acta))
    inicial = abierta.context["formulario"].initial
    assert (inicial["organo"], inicial["organo_nombre"]) == ("otro", "Consejo Nacional de Seguridad Pública")
    assert "Así empieza el acta" in texto(abierta)
    vuelta = cliente.post(ruta(acta), hoja(acta, organo="otro", organo_nombre=inicial["organo_nombre"]), follow=True)
    leido = texto(vuelta)
    assert vuelta.redirect_chain == [(reverse("acta-detail", args=[acta.pk]), 302)]
    assert ("Quedó dicho de qué reunión es el acta." in leido, "no está en el catálogo de órganos" in leido) == (True, False)
    assert Acta.objects.get(pk=acta.pk).reunion.organo == Organo.objects.get(clave="CNSP")


def test_los_errores_se_dicen_en_su_campo_y_nada_escrito_se_pierde(hoy, entrar, texto):
    acta = acta_leida()
    cliente = entrar(reparto.titular())
    pagina = cliente.post(ruta(acta), hoja(acta, clave="no vale", lugar="Atlixco", fecha="31/02/2022"))
    assert (pagina.status_code, 'value="Atlixco"' in pagina.content.decode()) == (422, True)
    pagina = cliente.post(ruta(acta), hoja(acta, clave="no vale", lugar="Atlixco"))
    assert pagina.status_code == 422
    assert pagina.context["formulario"].errors["clave"] == ["La clave lleva mayúsculas, cifras y guiones, como ZC-2022-1."]
    otro = cliente.post(ruta(acta), hoja(acta, organo="otro", organo_nombre=""))
    assert otro.context["formulario"].errors["organo_nombre"] == ["Escribe cómo se llama el órgano."]
    assert Acta.objects.get(pk=acta.pk).version == 1


def test_otra_fecha_avisa_que_plazos_cambiaron(hoy, entrar, texto):
    acta = acta_leida()
    vuelta = entrar(reparto.titular()).post(ruta(acta), hoja(acta, fecha="09/08/2021"), follow=True)
    assert "Con la nueva fecha del acto cambió un plazo, que quedó por confirmar." in texto(vuelta)
    assert Acta.objects.get(pk=acta.pk).reunion.fecha == date(2021, 8, 9)


def test_si_otra_persona_acepto_compromisos_se_guarda_y_si_identifico_se_avisa(hoy, entrar, texto):
    acta = acta_leida()
    por = facultades_del_sistema(hoy)
    confirmar(por=por, acta=acta, version=1, identidades=["a1-1"])
    cliente = entrar(reparto.titular())
    assert cliente.post(ruta(acta), hoja(acta, lugar="Cholula")).status_code == 302
    tarde = cliente.post(ruta(acta), hoja(acta, version=2, lugar="Atlixco"))
    assert (tarde.status_code, Acta.objects.get(pk=acta.pk).reunion.lugar) == (422, "Cholula")
    assert "corrigió de qué reunión es" in texto(tarde)
    assert 'value="Atlixco"' in tarde.content.decode()


def test_solo_quien_captura_la_ve(hoy, entrar):
    acta = acta_leida()
    antes = acta.reunion.clave
    for quien in (reparto.enlace(), reparto.enlace_ajeno(), reparto.consulta(), reparto.sin_designacion()):
        cliente = entrar(quien)
        assert (cliente.get(ruta(acta)).status_code, cliente.post(ruta(acta), hoja(acta, clave="ZC-2022-66")).status_code) == (403, 403)
    assert Acta.objects.get(pk=acta.pk).reunion.clave == antes
