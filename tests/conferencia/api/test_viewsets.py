"""Los recursos dicen lo mismo que la tabla del contrato, y cada uno dice quién debe qué y para cuándo."""

from collections import Counter
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.urls import resolve

from conferencia import reloj
from conferencia.models import Compromiso, Hecho, Obligacion, Parte
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.obligaciones import extender_periodos
from tests.conferencia.cambios import asentado

pytestmark = pytest.mark.django_db

# La tabla del contrato: obligaciones por disposición al 6 de julio de 2022 (159 y un periodo mensual de 7).
POR_DISPOSICION = {
    "A3": 8 + 7,
    "A4": 35,
    "A5": 14,
    "A6": 7,
    "A7": 7,
    "A8": 7 + 1,
    "A9": 1,
    "A10": 21,
    "A11": 7,
    "A12": 7 + 1,
    "A13": 7 + 1,
    "T1": 14,
    "T3": 7,
    "T4": 14,
}


def una(api, clave: str) -> dict:
    (obligacion,) = api.lista("obligaciones/", clave=f"ZC-2022-1/{clave}")["resultados"]
    return obligacion


# --- Cuántas y cuáles ------------------------------------------------------------------------------------------------


def test_cuantas_obligaciones_nacen_por_disposicion(api):
    todas = api.lista("obligaciones/", limite=200)["resultados"]
    cuenta = Counter(o["disposicion"]["clave"].removeprefix("ZC-2022-1/") for o in todas)
    assert dict(cuenta) == POR_DISPOSICION
    assert sum(POR_DISPOSICION.values()) == len(todas) == 166


def test_cuantas_hay_de_cada_cosa(api):
    assert {ruta: api.total(ruta) for ruta in ("reuniones/", "disposiciones/", "obligaciones/")} == {
        "reuniones/": 1,
        "disposiciones/": 17,
        "obligaciones/": 166,
    }


def test_la_api_y_la_base_cuentan_los_mismos_compromisos(api, reunion):
    en_la_base = reunion.disposiciones.filter(compromisos__isnull=False).values_list("compromisos__clave", flat=True)
    assert sorted(api.claves("compromisos/")) == sorted(en_la_base)


def test_un_periodo_que_aun_no_nace_no_se_cuenta(api):
    extender_periodos(Compromiso.objects.get(clave="ZC-2022-1/A3.2"), hasta=date(2022, 8, 1))
    futura = Obligacion.objects.get(clave="ZC-2022-1/A3.2/PUE-UPC/2022-08")
    assert (Obligacion.objects.count(), api.total("obligaciones/"), api.total("obligaciones/", periodo="2022-08")) == (173, 166, 0)
    assert api.get(f"obligaciones/{futura.pk}/").status_code == 404


def test_las_situaciones_al_dia_siguiente_de_la_firma(api):
    grupos = Counter(o["grupo"] for o in api.lista("obligaciones/", limite=200)["resultados"])
    esperan = 7 + 7 + 7  # A8, A12 y A13 esperan diagnóstico y modelos
    assert dict(grupos) == {"por_vencer": 14 + 7 + 14, "en_tramite": esperan, "en_plazo": 166 - 35 - esperan}


# --- Qué dice cada una -----------------------------------------------------------------------------------------------


def test_una_obligacion_dice_quien_debe_que_y_para_cuando(api):
    o = una(api, "T3.1/PUE-SS")
    guardada = Obligacion.objects.get(clave="ZC-2022-1/T3.1/PUE-SS")
    identidades = {"id", "enlaces", "partes", "compromiso", "disposicion"}
    assert {k: v for k, v in o.items() if k not in identidades} == {
        "clave": "ZC-2022-1/T3.1/PUE-SS",
        "situacion": "por_vencer",
        "grupo": "por_vencer",
        "rotulo": "por vencer",
        "al": "2022-07-06",
        "estado": "pendiente",
        "quien": "Secretaría de Seguridad de Puebla",
        "modo": "individual",
        "entidad": {"clave": "21", "abreviatura": "PUE", "nombre": "Puebla"},
        "periodo": "",
        "permanente": False,
        "nace_el": "2022-07-05",
        "inicia_el": None,
        "vence_el": "2022-07-12",
        "vence_original_el": "2022-07-12",
        "plazo_dado_por": "ZC-2022-1/T3.1",
        "subsanar_el": None,
        "ratificar_el": None,
        "avance": 0,
        "entregas_recibidas": 0,
        "primera_entrega_el": None,
        "cumplida_el": None,
        "insumos_pendientes": [],
        "reunion": "ZC-2022-1",
        "version": 1,
    }
    assert UUID(o["id"]) == guardada.pk
    assert UUID(o["id"]).version == 7
    assert [(p["institucion"]["clave"], p["avance"], p["en_turno"]) for p in o["partes"]] == [("PUE-SS", 0, True)]
    assert (o["compromiso"]["clave"], o["disposicion"]["clave"]) == ("ZC-2022-1/T3.1", "ZC-2022-1/T3")


def test_la_clave_de_una_periodica_lleva_su_periodo(api):
    (clave,) = api.claves("obligaciones/", periodo="2022-07", institucion="PUE-UPC")
    o = una(api, clave.removeprefix("ZC-2022-1/"))
    assert clave.endswith("/PUE-UPC/2022-07")
    assert (o["periodo"], o["modo"], o["disposicion"]["clave"]) == ("2022-07", "individual", "ZC-2022-1/A3")


def test_el_plazo_que_da_un_transitorio_se_dice_de_quien_es(api):
    o = una(api, "A12.1/PUE")
    assert (o["vence_el"], o["plazo_dado_por"]) == ("2022-12-31", "ZC-2022-1/T3.2")
    assert [p["institucion"]["clave"] for p in o["partes"]] == ["PUE-SS", "SESNSP", "DGGSCDT"]


def test_el_insumo_pendiente_dice_quien_lo_debe_y_desaparece_al_cumplirse(api):
    esperado = [{"clave": "ZC-2022-1/A8.2/CNI-PM", "de": ["CNI-PM"], "vence_el": "2022-07-18"}]
    assert una(api, "A8.1/PUE-SS")["insumos_pendientes"] == esperado
    asentado("A8.2/CNI-PM", estado="cumplida", cumplida_el=date(2022, 7, 6))
    llego = una(api, "A8.1/PUE-SS")
    assert (llego["insumos_pendientes"], llego["situacion"]) == ([], "en_plazo")


def test_la_situacion_cambia_con_el_dia_y_dice_a_cual(api):
    for dia, situacion in ((date(2022, 7, 6), "por_vencer"), (date(2022, 7, 12), "por_vencer"), (date(2022, 7, 13), "sin_respuesta")):
        with reloj.fijo(dia):
            o = una(api, "T1.1/PUE-C5")
            assert (o["al"], o["situacion"]) == (dia.isoformat(), situacion)


def test_una_disposicion_trae_su_texto_y_su_referencia_dudosa(api):
    (t4,) = api.lista("disposiciones/", clave="ZC-2022-1/T4")["resultados"]
    assert [p["numero"] for p in t4["parrafos"]] == [1, 2]
    assert t4["parrafos"][0]["texto"].startswith("Con el fin de alcanzar lo comprometido en el acuerdo DECIMOTERCERO")
    (referencia,) = [r for r in t4["referencias"] if r["parrafo"] == 1]
    assert (referencia["destino"], bool(referencia["duda"])) == ("ZC-2022-1/A13", True)


def test_la_cita_de_un_compromiso_es_un_tramo_exacto_de_su_parrafo(api):
    parrafos = {(d["clave"], p["numero"]): p["texto"] for d in api.lista("disposiciones/")["resultados"] for p in d["parrafos"]}
    for c in api.lista("compromisos/", limite=200)["resultados"]:
        cita = c["cita"]
        assert parrafos[c["disposicion"]["clave"], cita["parrafo"]][cita["inicio"] : cita["fin"]] == cita["texto"]


def test_la_reunion_dice_la_huella_de_su_acta(api, reunion):
    (r,) = api.lista("reuniones/")["resultados"]
    assert r["acta"] == {"publicada_en": "2022-07-05T17:00:00Z", "sha256": reunion.acta.archivo.sha256}
    assert (r["fecha"], r["zona"]) == ("2022-07-05", {"clave": "ZC", "nombre": "Centro"})


# --- Direcciones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruta", ["reuniones/", "disposiciones/", "compromisos/", "obligaciones/"])
def test_las_direcciones_de_cada_cosa_llevan_a_algun_lado(api, ruta):
    cosa = api.lista(ruta, limite=1)["resultados"][0]
    enlaces = dict(cosa["enlaces"])
    web = enlaces.pop("web")
    assert web.startswith("http://testserver/")
    assert {nombre: api.get(url).status_code for nombre, url in enlaces.items()} == dict.fromkeys(enlaces, 200)
    assert api.get(enlaces["api"]).json() == cosa


@pytest.mark.parametrize(
    ("ruta", "pagina"), [("reuniones/", "reunion"), ("disposiciones/", "disposicion"), ("compromisos/", "disposicion"), ("obligaciones/", "obligacion")]
)
def test_la_pagina_que_enlaza_es_la_suya(api, ruta, pagina):
    """La API no importa las vistas de las páginas: sus rutas son contrato y aquí se comprueba."""
    web = urlsplit(api.lista(ruta, limite=1)["resultados"][0]["enlaces"]["web"])
    assert resolve(web.path).url_name == f"{pagina}-detail"


def test_la_raiz_enlaza_a_todo(api):
    raiz = api.lista("")
    assert raiz.pop("al") == "2022-07-06"
    assert set(raiz) == {"reuniones", "disposiciones", "compromisos", "obligaciones", "esquema", "documentacion"}
    assert {nombre: api.get(url).status_code for nombre, url in raiz.items()} == dict.fromkeys(raiz, 200)


# --- Hechos ----------------------------------------------------------------------------------------------------------


def test_los_hechos_van_del_mas_nuevo_al_mas_viejo_y_en_utc(api, titular):
    obligacion = Obligacion.objects.get(clave="ZC-2022-1/T3.1/PUE-SS")
    with reloj.fijo(datetime(2022, 7, 6, 18, 30, tzinfo=UTC)):
        asentar([Asiento(clase="entrega.aceptada", objeto=obligacion, obligacion_id=obligacion.pk, de="en_revision", a="cumplida")], actor=titular.pk)
    nuevo, viejo = api.lista(f"obligaciones/{obligacion.pk}/hechos/")["resultados"]
    assert (nuevo["clase"], nuevo["de"], nuevo["a"], nuevo["actor"], nuevo["asentado_en"]) == (
        "entrega.aceptada",
        "en_revision",
        "cumplida",
        titular.nombre,
        "2022-07-06T18:30:00Z",
    )
    assert (viejo["clase"], viejo["actor"], viejo["datos"]["partes"]) == ("obligacion.creada", None, ["PUE-SS"])
    assert nuevo["numero"] == Hecho.objects.count()


def test_un_hecho_no_publica_lo_que_no_esta_listado(api):
    obligacion = Obligacion.objects.get(clave="ZC-2022-1/T3.1/PUE-SS")
    datos = {"entrega": 1, "archivos": ["ab" * 32], "correo": "persona@ejemplo.mx"}
    asentar([Asiento(clase="entrega.presentada", objeto=obligacion, obligacion_id=obligacion.pk, datos=datos)], actor=None)
    assert api.lista(f"obligaciones/{obligacion.pk}/hechos/")["resultados"][0]["datos"] == {"entrega": 1}


def test_la_obligacion_conjunta_trae_todas_sus_partes_en_orden(api):
    partes = Parte.objects.filter(obligacion__clave="ZC-2022-1/A9.1").order_by("orden").values_list("institucion__clave", flat=True)
    assert [p["institucion"]["clave"] for p in una(api, "A9.1")["partes"]] == list(partes)
