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


def test_el_periodo_se_escribe_y_la_fecha_se_ve_como_se_escribe():
    """Con años de periodos no cabe una lista; y lo que en la dirección va como ISO, en el campo es día/mes/año."""
    assert {p: de_obligaciones(periodo=p).is_valid() for p in ("2022-07", "2022-T3", "2022", "2022-13", "julio")} == {
        "2022-07": True, "2022-T3": True, "2022": True, "2022-13": False, "julio": False,
    }  # fmt: skip
    assert [de_obligaciones(corte=f)["corte"].value() for f in ("2022-10-03", "ayer")] == [date(2022, 10, 3), "ayer"]
    assert 'value="03/10/2022"' in str(de_obligaciones(corte="2022-10-03")["corte"])


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
