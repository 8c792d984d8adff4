"""Cada filtro, contra la tabla del contrato o contra lo mismo escrito con el ORM; y nada se ignora en silencio."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import Compromiso, Disposicion, EstadoObligacion, Obligacion

pytestmark = pytest.mark.django_db
ENTIDADES = ("CDMX", "MEX", "GRO", "HGO", "MOR", "PUE", "TLAX")


def errores(respuesta) -> list[tuple[str, str]]:
    assert respuesta.status_code == 400, respuesta.content
    assert respuesta.json()["code"] == "parametros_invalidos"
    return [(e["pointer"], e["code"]) for e in respuesta.json()["errors"]]


# --- Obligaciones ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("disposicion", ["A3", "A4", "A9", "A13", "T1", "T2"])
def test_por_disposicion_por_clave_y_por_id_dan_lo_mismo(api, disposicion):
    clave = f"ZC-2022-1/{disposicion}"
    por_clave = api.claves("obligaciones/", disposicion=clave)
    por_id = api.claves("obligaciones/", disposicion=str(Disposicion.objects.get(clave=clave).pk))
    esperadas = Obligacion.objects.filter(compromiso__disposicion__clave=clave).values_list("clave", flat=True)
    assert sorted(por_clave) == sorted(por_id) == sorted(esperadas)


def test_repetir_es_o_y_distintos_es_y(api):
    pue, hgo = (set(api.claves("obligaciones/", entidad=e)) for e in ("PUE", "HGO"))
    ambas = set(api.claves("obligaciones/", entidad=["PUE", "HGO"]))
    assert ambas == pue | hgo
    assert not pue & hgo
    assert set(api.claves("obligaciones/", entidad=["PUE", "HGO"], disposicion="ZC-2022-1/T3")) == {"ZC-2022-1/T3.1/PUE-SS", "ZC-2022-1/T3.1/HGO-SS"}


def test_por_entidad_las_siete_suman_lo_que_no_es_federal_ni_unico(api):
    cuentas = {e: api.total("obligaciones/", entidad=e) for e in ENTIDADES}
    sin_entidad = 1 + 1 + 1 + 1 + 1  # DGGSCDT en A3, el CNI en A8, A9 y los dos modelos
    assert cuentas == dict.fromkeys(ENTIDADES, (166 - sin_entidad) // 7)
    assert sum(cuentas.values()) + sin_entidad == 166


def test_por_institucion_incluye_las_conjuntas_en_que_es_parte(api):
    de_puebla = api.claves("obligaciones/", institucion="PUE-SS")
    assert {c for c in de_puebla if "/A9" in c or "/A12" in c} == {"ZC-2022-1/A9.1", "ZC-2022-1/A12.1/PUE"}
    assert sorted(api.claves("obligaciones/", institucion="SESNSP")) == sorted(
        Obligacion.objects.filter(partes__institucion__clave="SESNSP").values_list("clave", flat=True)
    )


@pytest.mark.parametrize("grupo", list(Grupo))
def test_cada_grupo_es_la_suma_de_sus_situaciones(api, grupo):
    suyas = [s.value for s in Situacion if GRUPO_DE[s] == grupo]
    del_grupo = api.lista("obligaciones/", grupo=grupo.value, limite=200)["resultados"]
    assert {o["grupo"] for o in del_grupo} <= {grupo.value}
    assert [o["clave"] for o in del_grupo] == api.claves("obligaciones/", situacion=suyas)


def test_los_grupos_parten_el_universo(api):
    assert sum(api.total("obligaciones/", grupo=g.value) for g in Grupo) == 166


def test_la_situacion_se_filtra_a_la_fecha_de_hoy(api):
    conteos = []
    for dia in (date(2022, 7, 6), date(2022, 7, 13)):
        with reloj.fijo(dia):
            conteos.append((api.total("obligaciones/", situacion="por_vencer"), api.total("obligaciones/", situacion="sin_respuesta")))
    assert conteos == [(35, 0), (1, 35)]  # el 13, el diagnóstico que debe el CNI (día 18) ya está por vencer


def test_por_estado_guardado(api):
    Obligacion.objects.filter(clave="ZC-2022-1/A9.1").update(estado="no_aplica")
    assert {e: api.total("obligaciones/", estado=e) for e in EstadoObligacion.values if e in ("pendiente", "no_aplica")} == {"pendiente": 165, "no_aplica": 1}
    assert api.claves("obligaciones/", estado="no_aplica") == ["ZC-2022-1/A9.1"]


def test_por_vencimiento_con_los_dos_extremos_incluidos(api):
    def contar(**d):
        return api.total("obligaciones/", **d)

    assert contar(vence_desde="2022-07-12", vence_hasta="2022-07-12") == 35
    assert contar(vence_desde="2022-07-13", vence_hasta="2022-07-18") == 1
    assert contar(vence_hasta="2022-07-11") == 0
    con_plazo = Obligacion.objects.filter(vence_el__isnull=False).count()
    assert contar(vence_desde="2022-07-12") == con_plazo
    assert contar(vence_hasta="2022-12-31") == con_plazo


def test_por_periodo_por_compromiso_por_reunion_y_por_clave(api):
    mensual = Compromiso.objects.get(obligaciones__clave__endswith="/PUE-UPC/2022-07")
    assert api.total("obligaciones/", periodo="2022-07") == 7
    assert api.total("obligaciones/", periodo=["2022-07", "2022-08"]) == 7
    assert api.total("obligaciones/", periodo="2022-T3") == 0
    assert api.claves("obligaciones/", compromiso=mensual.clave) == api.claves("obligaciones/", compromiso=str(mensual.pk)) != []
    assert api.total("obligaciones/", reunion="ZC-2022-1") == 166
    assert api.claves("obligaciones/", clave=["ZC-2022-1/A9.1", "ZC-2022-1/NO"]) == ["ZC-2022-1/A9.1"]


@pytest.mark.parametrize(
    ("q", "cuantas"), [("AFIS", 8), ("diagnóstico", 8), ("DIAGNOSTICO", 8), ("diagnóstico puebla", 1), ("PUE-C5", 2), ("100%", 0), ("_", 0)]
)
def test_la_busqueda_pide_todas_las_palabras_y_no_usa_comodines(api, q, cuantas):
    assert api.total("obligaciones/", q=q) == cuantas


# --- Los demás recursos ----------------------------------------------------------------------------------------------


def test_filtros_de_reuniones_disposiciones_y_compromisos(api):
    assert (api.total("reuniones/", q="zona centro"), api.total("reuniones/", q="zona norte"), api.total("reuniones/", clave="ZC-2022-1")) == (1, 0, 1)
    assert {c: api.total("disposiciones/", clase=c) for c in ("acuerdo", "transitorio")} == {"acuerdo": 13, "transitorio": 4}
    assert api.claves("disposiciones/", q="huellas dactilares") == ["ZC-2022-1/A8"]
    assert sorted(api.claves("compromisos/", disposicion="ZC-2022-1/A8")) == ["ZC-2022-1/A8.1", "ZC-2022-1/A8.2"]
    for campo, columna in (("naturaleza", "naturaleza"), ("modo", "modo"), ("plazo", "plazo_clase")):
        for valor in Compromiso.objects.values_list(columna, flat=True).distinct():
            assert api.total("compromisos/", **{campo: valor}) == Compromiso.objects.filter(**{columna: valor}).count()


@pytest.mark.parametrize("ruta", ["reuniones/", "disposiciones/", "compromisos/", "obligaciones/"])
def test_todo_lo_declarado_en_el_esquema_se_acepta(api, ruta):
    """Ningún parámetro anunciado es letra muerta: cada uno, con un valor válido, contesta 200."""
    esquema = api.lista("openapi.json")
    parametros = [p for p in esquema["paths"][f"/api/v1/{ruta}"]["get"]["parameters"] if p["name"] != "cursor"]
    ejemplos = {"corte": "2022-07-13", "sabido_al": "2022-07-06T00:00:00Z"}
    ejemplos |= {"limite": 5, "limit": 5, "vence_desde": "2022-07-01", "vence_hasta": "2022-12-31", "q": "de", "entidad": "PUE", "institucion": "PUE-SS"}
    assert len(parametros) >= 7
    for p in parametros:
        uno = p["schema"].get("items", p["schema"])
        valor = ejemplos.get(p["name"]) or (uno["enum"][0] if "enum" in uno else uno["examples"][0])
        assert api.get(ruta, {p["name"]: valor}).status_code == 200, p["name"]


# --- Lo que no se entiende -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", ["al", "sabido", "estados", "page", "format", "offset", "SITUACION", "a/b~c"])
@pytest.mark.parametrize("ruta", ["", "reuniones/", "disposiciones/", "compromisos/", "obligaciones/"])
def test_un_parametro_desconocido_es_400_y_lo_nombra(api, ruta, nombre):
    assert errores(api.get(ruta, {nombre: "x"})) == [("/query/" + nombre.replace("~", "~0").replace("/", "~1"), "desconocido")]


@pytest.mark.parametrize("nombre", ["situacion", "limite", "cursor", "clave"])
def test_el_detalle_no_se_filtra_ni_se_pagina(api, nombre):
    obligacion = Obligacion.objects.get(clave="ZC-2022-1/A9.1")
    assert errores(api.get(f"obligaciones/{obligacion.pk}/", {nombre: "1"})) == [(f"/query/{nombre}", "desconocido")]


@pytest.mark.parametrize(
    ("nombre", "valor"),
    [
        ("situacion", "atrasada"),
        ("situacion", ""),
        ("grupo", "rojo"),
        ("estado", "vencida"),
        ("periodo", "2022-13"),
        ("periodo", "julio"),
        ("periodo", "2022-T5"),
        ("vence_desde", "2022-02-30"),
        ("vence_desde", "12/07/2022"),
        ("vence_hasta", "20220712"),
        ("limite", "0"),
        ("limite", "201"),
        ("limite", "diez"),
        ("limite", "-1"),
        ("limite", "٣"),
        ("limit", "1e2"),
        ("incluir", "todo"),
        ("orden", "nombre"),
        ("campos", "clave,secreto"),
        ("campos", ""),
        ("cursor", "inventado"),
        ("q", "   "),
        ("q", "a\0b"),
        ("q", "x" * 201),
        ("clave", ""),
    ],
)
def test_un_valor_que_no_sirve_es_400_y_lo_nombra(api, nombre, valor):
    assert errores(api.get("obligaciones/", {nombre: valor})) == [(f"/query/{nombre}", "valor_invalido")]


@pytest.mark.parametrize("nombre", ["vence_desde", "vence_hasta", "limite", "q", "orden", "campos", "incluir", "cursor"])
def test_lo_que_va_una_vez_no_se_repite(api, nombre):
    assert errores(api.get("obligaciones/", {nombre: ["a", "b"]})) == [(f"/query/{nombre}", "repetido")]


@pytest.mark.parametrize("nombre", ["entidad", "institucion", "reunion", "disposicion", "compromiso"])
def test_lo_que_no_existe_se_dice_en_vez_de_dar_una_lista_vacia(api, nombre):
    assert errores(api.get("obligaciones/", {nombre: ["NADA", "NUNCA"]})) == [(f"/query/{nombre}", "no_existe")] * 2


def test_un_id_ajeno_al_recurso_tampoco_existe(api):
    obligacion = Obligacion.objects.first()
    assert errores(api.get("obligaciones/", {"disposicion": str(obligacion.pk)})) == [("/query/disposicion", "no_existe")]


def test_todo_lo_malo_se_dice_de_una_vez(api):
    respuesta = api.get("obligaciones/", {"hoy": "2022-07-06", "situacion": ["vencida", "x"], "limite": "mil"})
    assert errores(respuesta) == [("/query/hoy", "desconocido"), ("/query/situacion", "valor_invalido"), ("/query/limite", "valor_invalido")]
    assert "situacion, grupo, estado" in respuesta.json()["errors"][0]["detail"]


def test_el_intervalo_al_reves_y_los_dos_nombres_del_limite(api):
    assert errores(api.get("obligaciones/", {"vence_desde": "2022-08-01", "vence_hasta": "2022-07-01"})) == [("/query/vence_hasta", "valor_invalido")]
    assert errores(api.get("obligaciones/", {"limite": "5", "limit": "5"})) == [("/query/limit", "repetido")]
    assert len(api.lista("obligaciones/", limit=5)["resultados"]) == 5
