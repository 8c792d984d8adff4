"""Lo común a toda lectura: campos pedidos, etiquetas y un número de consultas que no depende del de renglones."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferencia import reloj
from conferencia.models import Obligacion
from conferencia.services.hechos import Asiento, asentar
from tests.conferencia.cambios import asentado

pytestmark = pytest.mark.django_db


# --- Dispersión ------------------------------------------------------------------------------------------------------


def test_campos_recorta_lista_y_detalle_y_conserva_la_identidad(api):
    (o,) = api.lista("obligaciones/", clave="ZC-2022-1/A9.1", campos="vence_el,situacion")["resultados"]
    assert list(o) == ["id", "clave", "situacion", "vence_el"]
    detalle = api.get(f"obligaciones/{o['id']}/", {"campos": "clave,partes"}).json()
    assert set(detalle) == {"id", "clave", "partes"}
    assert len(detalle["partes"]) == 7


# --- Etiquetas -------------------------------------------------------------------------------------------------------


@pytest.fixture
def detalle(api) -> str:
    return f"/api/v1/obligaciones/{Obligacion.objects.get(clave='ZC-2022-1/A8.1/PUE-SS').pk}/"


def test_la_misma_obligacion_no_se_vuelve_a_mandar(api, detalle):
    primera = api.get(detalle)
    assert primera["ETag"].startswith('"1-')
    for conocida in (primera["ETag"], f'"otra", {primera["ETag"]}', f"W/{primera['ETag']}", "*"):
        repetida = api.get(detalle, headers={"If-None-Match": conocida})
        assert (repetida.status_code, repetida.content, repetida["ETag"]) == (304, b"", primera["ETag"])
    distinta = api.get(detalle, headers={"If-None-Match": '"1-0000000000000000"'})
    assert (distinta.status_code, distinta.json()) == (200, primera.json())


def test_la_etiqueta_cambia_con_la_version_con_el_dia_y_con_el_insumo(api, detalle):
    """La versión sola mentiría: la situación cambia sin que nadie toque la obligación."""
    etiquetas = [api.get(detalle)["ETag"]]
    with reloj.fijo(date(2022, 7, 7)):
        etiquetas.append(api.get(detalle)["ETag"])
    asentado("A8.2/CNI-PM", estado="cumplida", cumplida_el=date(2022, 7, 6))
    etiquetas.append(api.get(detalle)["ETag"])
    Obligacion.objects.filter(clave="ZC-2022-1/A8.1/PUE-SS").update(version=2)
    etiquetas += [api.get(detalle)["ETag"], api.get(f"{detalle}?campos=clave")["ETag"]]
    assert len(set(etiquetas)) == 5
    assert [e[1] for e in etiquetas] == ["1", "1", "1", "2", "2"]


def test_lo_privado_no_se_guarda_en_intermediarios(api, detalle):
    assert api.get("obligaciones/")["Cache-Control"] == "private, no-store"
    assert api.get(detalle)["Cache-Control"] == "private, no-cache"
    assert api.get(detalle)["Vary"] == "Accept, Authorization, Cookie"


# --- Cuántas consultas -----------------------------------------------------------------------------------------------

# En obligaciones, además, los tramos del índice a los que pertenece la página.
# Autenticar y facultades (2), la página (1) y un prefetch por relación. El primer uso de la credencial anota además cuándo.
# Lo que el pleno pregunta son tres más (cuentas, declaradas, compromisos) y, por reunión, sus disposiciones y si concluyó.
CONSULTAS = {"reuniones/": 8, "disposiciones/": 8, "compromisos/": 5, "obligaciones/": 7}


def consultas(api, ruta: str, **datos) -> int:
    with CaptureQueriesContext(connection) as hechas:
        api.lista(ruta, **datos)
    return len(hechas)


@pytest.mark.parametrize("ruta", CONSULTAS)
@pytest.mark.parametrize("limite", [1, 20, 200])
def test_las_consultas_no_crecen_con_los_renglones(api, ruta, limite):
    api.lista("")
    assert consultas(api, ruta, limite=limite) <= CONSULTAS[ruta]


@pytest.mark.parametrize("ruta", CONSULTAS)
def test_las_consultas_de_la_pagina_completa_son_las_escritas(api, ruta):
    api.lista("")
    assert consultas(api, ruta, limite=200) == CONSULTAS[ruta]


def test_el_total_cuesta_una_consulta_mas(api):
    api.lista("")
    assert consultas(api, "obligaciones/", incluir="total") == CONSULTAS["obligaciones/"] + 1


def test_el_detalle_y_los_hechos_cuestan_lo_mismo_tenga_lo_que_tenga(api, enlace):
    de_una = Obligacion.objects.get(clave="ZC-2022-1/T3.1/PUE-SS")
    de_siete = Obligacion.objects.get(clave="ZC-2022-1/A9.1")
    api.lista("")
    # La que no tiene insumos no pregunta por sus partes; por eso se comparan dos sin insumos.
    assert {consultas(api, f"obligaciones/{o.pk}/") for o in (de_una, de_siete)} == {5}
    asentar([Asiento(clase="prueba", objeto=de_una, obligacion_id=de_una.pk) for _ in range(30)], actor=enlace.pk)
    assert {consultas(api, f"obligaciones/{o.pk}/hechos/") for o in (de_una, de_siete)} == {4}
