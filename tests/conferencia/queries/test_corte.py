"""Un corte: lo que regía un día según lo sabido hasta un instante, y lo que después se supo de otro modo."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Obligacion
from conferencia.queries.corte import al_corte, tomar
from conferencia.queries.cuentas import casillas, contar, nacionales
from conferencia.queries.paginas import pagina
from conferencia.queries.rectificadas import rectificaciones
from conferencia.services.hechos import Asiento, asentar
from tests import reparto
from tests.conferencia.web.conftest import entrar  # noqa: F401 - navegador de las pruebas web

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "ZC-2022-1/T3.1/PUE-SS"
TRECE = date(2022, 7, 13)


@pytest.fixture
def prorrogada():
    """El 20 de julio se asienta una prórroga de Puebla que rige desde el 12. Da el último instante en que no se sabía."""
    o = Obligacion.objects.get(clave=CLAVE)
    Obligacion.objects.filter(pk=o.pk).update(vence_el=date(2022, 8, 12))
    with reloj.fijo(date(2022, 7, 20)):
        asentar(
            [Asiento(clase="prorroga.concedida", objeto=o, obligacion_id=o.pk, rige_el=date(2022, 7, 12), cambios={"vence_el": date(2022, 8, 12)})],
            actor=None,
        )
        antes = reloj.ahora() - timedelta(minutes=1)
        yield antes


def situacion(corte) -> tuple:
    return al_corte(Obligacion.objects.filter(clave=CLAVE), corte).values_list("situacion", "vence_al").get()


def test_el_mismo_dia_se_ve_distinto_segun_lo_sabido(prorrogada):
    assert situacion(tomar(TRECE)) == ("en_plazo", date(2022, 8, 12))
    assert situacion(tomar(TRECE, prorrogada)) == ("sin_respuesta", date(2022, 7, 12))


def test_el_indice_y_lo_contado_dan_lo_mismo_con_y_sin_enmiendas(prorrogada):
    for corte in (tomar(TRECE), tomar(TRECE, prorrogada)):
        assert contar(nacionales(corte)).por_situacion == contar(casillas(Obligacion.objects.all(), corte)).por_situacion
    assert contar(nacionales(tomar(TRECE, prorrogada))).vencidas == 35
    assert contar(nacionales(tomar(TRECE))).vencidas == 34


def test_antes_de_publicarse_nada_se_sabia():
    primero = Hecho.objects.order_by("numero").first().asentado_en - timedelta(seconds=1)
    corte = tomar(date(2022, 7, 6), primero)
    assert (al_corte(Obligacion.objects.all(), corte).count(), nacionales(corte)) == (0, [])


def test_las_paginas_recorren_todo_una_vez_y_en_orden():
    corte, visto, despues = tomar(TRECE), [], ""
    while True:
        hoja = pagina(al_corte(Obligacion.objects.all(), corte), corte, situaciones=["sin_respuesta", "en_plazo", "por_vencer"], despues=despues, limite=20)
        visto += [o.clave for o in hoja.obligaciones]
        if not (despues := hoja.siguiente):
            break
    pedidas = al_corte(Obligacion.objects.all(), corte).filter(situacion__in=["sin_respuesta", "en_plazo", "por_vencer"])
    assert visto == list(pedidas.order_by("orden_el", "clave").values_list("clave", flat=True))


def test_lo_rectificado_dice_como_se_sabia_y_que_hecho_lo_causo(prorrogada):
    (r,) = rectificaciones(Obligacion.objects.all(), TRECE, prorrogada, reloj.ahora())
    assert (r.obligacion.clave, r.antes.situacion, r.despues.situacion) == (CLAVE, "sin_respuesta", "en_plazo")
    assert [h.clase for h in r.hechos] == ["prorroga.concedida"]


def test_las_rectificaciones_de_otros_no_se_ven(prorrogada, entrar):  # noqa: F811 - la que se importó
    ruta = f"/cortes/rectificaciones/?corte=2022-07-13&sabido_al={prorrogada.isoformat().replace('+', '%2B')}"
    vistas = {q: len(entrar(getattr(reparto, q)()).get(ruta).context["renglones"]) for q in ("titular", "consulta", "enlace", "enlace_ajeno")}
    assert vistas == {"titular": 1, "consulta": 1, "enlace": 1, "enlace_ajeno": 0}
    assert entrar(reparto.sin_designacion()).get(ruta).status_code == 403


def test_la_direccion_permanente_reproduce_las_cifras(prorrogada, entrar):  # noqa: F811 - la que se importó
    cliente = entrar(reparto.titular())
    primera = cliente.get("/", {"corte": "2022-07-13", "sabido_al": prorrogada.isoformat()})
    segunda = cliente.get(f"/{primera.context['permanente']}")
    assert primera.context["conteo"] == segunda.context["conteo"]
    assert segunda.context["conteo"].vencidas == 35
