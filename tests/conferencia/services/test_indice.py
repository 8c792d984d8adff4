"""El índice de cortes: dice lo mismo que la regla, se entera de cada hecho y se descubre si alguien lo altera."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from conferencia import reloj
from conferencia.models import CambioDiario, CambioNacional, Hecho, Obligacion, TramoDeSituacion
from conferencia.services.entregas import aceptar_entrega
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.indice import Comparacion, comparar, reconstruir
from tests import reparto
from tests.conferencia.presentaciones import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "ZC-2022-1/T3.1/PUE-SS"


def tramos(clave: str) -> list[tuple[str, str]]:
    return [(t.desde.isoformat(), t.situacion) for t in TramoDeSituacion.objects.filter(obligacion__clave=clave).order_by("desde")]


def conteo_del_indice(corte: date) -> dict:
    filas = CambioDiario.objects.filter(dia__lte=corte).values_list("entidad", "disposicion", "situacion").annotate(n=Sum("delta"))
    return {(e, d, s): n for e, d, s, n in filas if n}


def de_la_regla(corte: date) -> dict:
    filas = Obligacion.objects.nacidas(corte).con_situacion(corte).order_by().values_list("entidad", "compromiso__disposicion", "situacion")
    return {(e, d, s): n for e, d, s, n in filas.annotate(n=Count("pk"))}


def test_la_semilla_deja_el_indice_hecho_y_concuerda():
    assert comparar() == Comparacion(revisadas=Obligacion.objects.count(), discordantes=(), conteos=True)


def test_una_designacion_recorre_sus_situaciones_sin_que_nadie_haga_nada():
    assert tramos(CLAVE) == [("2022-07-05", "por_vencer"), ("2022-07-13", "sin_respuesta")]


@pytest.mark.parametrize("dias", [0, 1, 7, 8, 13, 30, 88, 180, 400])
def test_el_conteo_a_cualquier_corte_es_el_de_la_regla(dias):
    """Con todo lo sembrado y sin más hechos, el índice al corte dice lo que la regla diría ese día."""
    corte = date(2022, 7, 5) + timedelta(days=dias)
    assert conteo_del_indice(corte) == de_la_regla(corte)


def test_lo_nacional_es_la_suma_de_lo_de_cada_disposicion():
    corte = date(2022, 10, 1)
    nacional = dict(CambioNacional.objects.filter(dia__lte=corte).values_list("situacion").annotate(n=Sum("delta")).order_by())
    por_disposicion = dict(CambioDiario.objects.filter(dia__lte=corte).values_list("situacion").annotate(n=Sum("delta")).order_by())
    assert nacional == por_disposicion


def test_presentar_y_aceptar_mueve_los_tramos_desde_ese_dia():
    with reloj.fijo(date(2022, 7, 8)):
        entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    with reloj.fijo(date(2022, 7, 14)):
        aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version)
    assert tramos(CLAVE) == [("2022-07-05", "por_vencer"), ("2022-07-08", "en_revision"), ("2022-07-14", "cumplida_a_tiempo")]
    assert comparar().concuerda


def test_quien_espera_un_insumo_deja_de_esperarlo_cuando_se_cumple():
    insumo = Obligacion.objects.get(clave="ZC-2022-1/A8.2/CNI-PM")
    esperan = Obligacion.objects.filter(insumos=insumo).values_list("clave", flat=True)
    assert {tramos(c)[0][1] for c in esperan} == {"en_espera_de_insumo"}
    with reloj.fijo(date(2022, 7, 15)):
        hecho = Asiento(
            clase="entrega.aceptada",
            objeto=insumo,
            obligacion_id=insumo.pk,
            cambios={"estado": "cumplida", "primera_entrega_el": date(2022, 7, 15)},
        )
        asentar([hecho], actor=None)
    assert {tuple(tramos(c)[1]) for c in esperan} == {("2022-07-15", "en_plazo")}


def test_un_hecho_anulado_deja_de_contar():
    obligacion = Obligacion.objects.get(clave=CLAVE)
    (error,) = asentar([Asiento(clase="x.error", objeto=obligacion, obligacion_id=obligacion.pk, cambios={"vence_el": date(2022, 12, 31)})], actor=None)
    assert tramos(CLAVE) == [("2022-07-05", "por_vencer"), ("2022-07-06", "en_plazo"), ("2022-12-24", "por_vencer"), ("2023-01-01", "sin_respuesta")]
    asentar([Asiento(clase="x.anulado", objeto=obligacion, obligacion_id=obligacion.pk, anula=error.numero)], actor=None)
    assert tramos(CLAVE) == [("2022-07-05", "por_vencer"), ("2022-07-13", "sin_respuesta")]


def test_alterar_el_indice_se_descubre_y_reconstruir_lo_repara():
    TramoDeSituacion.objects.filter(obligacion__clave=CLAVE, situacion="sin_respuesta").update(situacion="vencida")
    CambioDiario.objects.filter(pk=CambioDiario.objects.first().pk).update(delta=99)
    c = comparar()
    assert (c.discordantes, c.conteos, c.concuerda) == ((CLAVE,), False, False)
    assert reconstruir() == Obligacion.objects.count()
    assert comparar().concuerda


def test_alterar_el_resumen_de_una_obligacion_se_descubre():
    Obligacion.objects.filter(clave=CLAVE).update(vence_el=date(2022, 7, 20))
    assert comparar().discordantes == (CLAVE,)


def test_la_orden_dice_si_concuerda(capsys):
    call_command("indice_de_cortes", "--json")
    assert json.loads(capsys.readouterr().out)["concuerda"] is True
    Obligacion.objects.filter(clave=CLAVE).update(avance=50)
    with pytest.raises(SystemExit, match="1"):
        call_command("indice_de_cortes")
    assert CLAVE in capsys.readouterr().out
    assert Hecho.objects.exists()
