"""Los filtros saben decirse y quitarse; lo que no existe no se acepta."""

from datetime import date

import pytest

from conferencia.models import Disposicion, Obligacion, Reunion, Zona
from conferencia.queries.obligaciones import FEDERALES, Filtro
from conferencia.web.forms import ActaForm, FiltrosDeObligaciones, FiltrosDeTablero

pytestmark = pytest.mark.django_db


def de_obligaciones(**datos) -> FiltrosDeObligaciones:
    return FiltrosDeObligaciones(datos, disposiciones=Disposicion.objects.all(), obligaciones=Obligacion.objects.all())


def test_sin_nada_no_hay_fichas_y_el_filtro_es_el_vacio():
    formulario = de_obligaciones()
    assert formulario.is_valid()
    assert (formulario.fichas, formulario.filtro(), formulario.direccion()) == ([], Filtro(), "?")


def test_lo_puesto_se_vuelve_filtro():
    formulario = de_obligaciones(entidad="PUE", vence_desde="12/07/2022", q=" diagnóstico ")
    assert formulario.is_valid()
    assert formulario.filtro() == Filtro(entidad="PUE", vence_desde=date(2022, 7, 12), q="diagnóstico")


def test_las_opciones_salen_de_lo_que_hay():
    formulario = de_obligaciones()
    assert [v for v, _ in formulario.fields["entidad"].choices] == ["", "CDMX", "GRO", "HGO", "MEX", "MOR", "PUE", "TLAX", FEDERALES]
    assert [v.removeprefix("ZC-2022-1/") for v, _ in formulario.fields["disposicion"].choices] == [
        "", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "T1", "T3", "T4",
    ]  # fmt: skip
    assert formulario.fields["periodo"].choices == [("", "Todos"), ("2022-07", "2022-07")]


def test_los_menos_usados_se_abren_si_estan_puestos():
    assert [de_obligaciones(**d).usa_otros for d in ({}, {"q": "x"}, {"periodo": "2022-07"}, {"vence_desde": "mal"})] == [False, False, True, True]


def test_el_tablero_no_recorta_por_situacion():
    formulario = FiltrosDeTablero({"grupo": "vencida", "entidad": "PUE"}, reuniones=Reunion.objects.all(), obligaciones=Obligacion.objects.all())
    assert formulario.is_valid()
    assert formulario.filtro() == Filtro(entidad="PUE")


def test_el_acta_solo_acepta_zonas_que_existen():
    formulario = ActaForm({"zona": "Bajío"}, {})
    assert set(formulario.errors) == {"archivo", "zona"}
    assert [str(z) for z in formulario.fields["zona"].queryset] == [str(z) for z in Zona.objects.order_by("nombre")]
