"""El informe a un corte pasado: sus números son los del índice ese día, y el mismo par los reproduce aunque después se sepa otra cosa."""

from datetime import date, datetime, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Disposicion
from conferencia.queries.corte import tomar
from conferencia.queries.cuentas import contar, del_indice
from conferencia.queries.objetivos import objetivos_al
from conferencia.queries.plazos import ConteoDeObjetivos
from conferencia.queries.pleno import acuerdos_de
from conferencia.reports import cuentas, hojas, informe_cumplimiento
from conferencia.reports.datos import Datos, reunir
from conferencia.services.objetivos import fijar_objetivo
from conferencia.services.pleno import declarar_concluida
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.plazos import A101, analista, la, salida

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
OCTUBRE = datetime(2022, 10, 3, 12, tzinfo=reloj.MEXICO)
CORTES = [date(2022, 7, 5), date(2022, 7, 13), date(2022, 8, 31), date(2022, 10, 3)]


@pytest.fixture
def vivida(reunion):
    """Tres meses de historia: entregas, una prórroga asentada tarde y una exención."""
    with reloj.fijo(datetime(2022, 7, 8, 10, tzinfo=reloj.MEXICO)):
        asentado("T3.1/PUE-SS", estado="en_revision", primera_entrega_el=date(2022, 7, 8))
    with reloj.fijo(datetime(2022, 7, 14, 10, tzinfo=reloj.MEXICO)):
        asentado("T3.1/PUE-SS", estado="cumplida", cumplida_el=date(2022, 7, 14))
    with reloj.fijo(datetime(2022, 8, 1, 10, tzinfo=reloj.MEXICO)):
        asentado("T3.1/HGO-SS", vence_el=date(2022, 9, 12), rige_el=date(2022, 7, 12))
        asentado("A7.1/GRO-SS", estado="no_competente")
    return reunion


def numeros(datos: Datos) -> tuple:
    return (
        cuentas.contar(datos.renglones).por_situacion,
        [(r.titulo, r.total) for r in cuentas.matriz(datos).renglones],
        [(a.rotulo, a.siglas) for a in cuentas.acuerdos(datos)],
        datos.objetivos,
        datos.cabeza,
    )


@pytest.mark.parametrize("corte", CORTES)
def test_los_numeros_son_los_del_indice_ese_dia(vivida, corte):
    with reloj.fijo(OCTUBRE):
        datos = reunir(vivida, corte)
        assert cuentas.contar(datos.renglones) == contar(del_indice(tomar(corte), reunion=vivida.pk))
        assert [len(a.siglas) for a in cuentas.acuerdos(datos)] == list(acuerdos_de([vivida], tomar(corte))[vivida.pk].values())


@pytest.mark.parametrize("corte", CORTES)
def test_el_mismo_par_da_lo_mismo_despues_de_saberse_otra_cosa(vivida, corte):
    with reloj.fijo(OCTUBRE):
        entonces = reunir(vivida, corte)
    with reloj.fijo(OCTUBRE + timedelta(days=20)):
        asentado("T1.1/PUE-UPC", rige_el=date(2022, 7, 5), estado="no_aplica")
        asentado("T3.1/HGO-SS", rige_el=date(2022, 7, 12), vence_el=date(2022, 7, 12))
        a9 = Disposicion.objects.select_related("reunion").get(clave="ZC-2022-1/A9")
        declarar_concluida(por=reparto.facultades(reparto.titular()), objeto=a9, el=date(2022, 7, 5), acto="Segunda Reunión")
        otra_vez, ahora = reunir(vivida, corte, entonces.sabido_al), reunir(vivida, corte)
    assert numeros(otra_vez) == numeros(entonces)
    assert numeros(ahora)[0] != numeros(entonces)[0]
    assert hojas.componer(otra_vez, "IC-1") == hojas.componer(entonces, "IC-1")
    assert informe_cumplimiento.html(otra_vez, "IC-1") == informe_cumplimiento.html(entonces, "IC-1")


def test_dice_la_situacion_de_los_acuerdos_y_las_suma_todas(vivida):
    with reloj.fijo(OCTUBRE):
        datos = reunir(vivida, date(2022, 7, 13))
    por_rotulo = {a.rotulo: a.siglas for a in cuentas.acuerdos(datos)}
    assert (por_rotulo["agotada en el acto"], por_rotulo["incumplida"]) == (("A1", "A2"), ("T1", "T3", "T4"))
    assert sum(map(len, por_rotulo.values())) == 17
    impreso = informe_cumplimiento.html(datos, "IC-1")
    assert "Situación de los acuerdos" in impreso
    assert "T1, T3, T4" in impreso


def test_las_fechas_objetivo_van_aparte_y_al_corte_en_que_ya_estaban(reunion):
    todas = reunir(reunion, date(2022, 7, 6)).renglones
    with reloj.fijo(datetime(2022, 7, 7, 10, tzinfo=reloj.MEXICO)):
        o = la(A101)
        fijar_objetivo(por=analista(), obligacion=o, fecha=date(2022, 7, 20), oficio=salida(), motivo="Para ordenar el año", version=o.version)
    with reloj.fijo(OCTUBRE):
        vistos = {dia: reunir(reunion, dia).objetivos for dia in (date(2022, 7, 6), date(2022, 7, 7), date(2022, 7, 14), date(2022, 7, 21))}
        hoy = tomar()
        assert objetivos_al(type(o).objects.all(), hoy) == ConteoDeObjetivos(total=1, en_plazo=0, por_vencer=0, rebasadas=1, atendidas=0)
        assert reunir(reunion, date(2022, 7, 6)).renglones == todas
        impreso = informe_cumplimiento.html(reunir(reunion, date(2022, 7, 21)), "IC-1")
    assert [(c.total, c.en_plazo, c.por_vencer, c.rebasadas) for c in vistos.values()] == [(0, 0, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1)]
    assert "Fechas objetivo (no son del acta):" in impreso
