"""La API a un corte dice lo mismo que las páginas, filtra por lo que entonces regía, y su par reproduce la respuesta."""

from datetime import date, datetime, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Medicion, Obligacion
from conferencia.queries.corte import tomar
from conferencia.queries.cuentas import contar, nacionales
from conferencia.services.pleno import declarar_concluida
from tests import reparto
from tests.conferencia.api.test_filters import errores
from tests.conferencia.cambios import asentado
from tests.conferencia.services.test_cifras import JULIO, agosto, capturar  # noqa: F401 - el día de agosto de aquellas pruebas
from tests.conferencia.services.test_solicitudes import pedir
from tests.conferencia.web.conftest import entrar, texto  # noqa: F401 - navegador de las pruebas web

pytestmark = pytest.mark.django_db
TRECE = "2022-07-13"
ANTES = datetime(2022, 7, 20, 11, tzinfo=reloj.MEXICO)
LUEGO = datetime(2022, 7, 20, 12, tzinfo=reloj.MEXICO)
SECRETO = "El diagnóstico llegó incompleto y por la puerta de atrás"


@pytest.fixture
def prorrogada(hoy):
    """El 20 de julio al mediodía se asienta que el plazo de Puebla era otro desde el 12; ahora son las 13 horas."""
    with reloj.fijo(LUEGO):
        o = asentado("T3.1/PUE-SS", vence_el=date(2022, 8, 12), rige_el=date(2022, 7, 12))
    with reloj.fijo(LUEGO + timedelta(hours=1)):
        yield o


def situaciones(api, **pedido) -> dict[str, int]:
    todas = api.lista("obligaciones/", limite=200, campos="situacion", **pedido)["resultados"]
    return {s: sum(o["situacion"] == s for o in todas) for s in {o["situacion"] for o in todas}}


@pytest.mark.parametrize("corte", ["2022-07-05", TRECE, "2022-10-03"])
@pytest.mark.parametrize("sabido_al", ["", ANTES.isoformat()])
def test_cuenta_lo_mismo_que_el_tablero(api, prorrogada, corte, sabido_al):
    pedido = {"corte": corte} | ({"sabido_al": sabido_al} if sabido_al else {})
    del_tablero = contar(nacionales(tomar(date.fromisoformat(corte), datetime.fromisoformat(sabido_al) if sabido_al else None)))
    assert situaciones(api, **pedido) == dict(del_tablero.por_situacion)


def test_la_lista_y_el_detalle_dicen_su_par_y_el_par_los_reproduce(api, prorrogada):
    ruta = f"obligaciones/{prorrogada.pk}/"
    primera = api.get(ruta, {"corte": TRECE, "sabido_al": ANTES.isoformat()})
    par = {"corte": primera["Corte"], "sabido_al": primera["Sabido-Al"]}
    assert (par, primera.json()["al"]) == ({"corte": TRECE, "sabido_al": "2022-07-20T16:00:00+00:00"}, TRECE)
    asentado("T3.1/PUE-SS", vence_el=date(2022, 9, 1), rige_el=date(2022, 7, 12))
    assert api.get(ruta, par).json() | {"version": 0} == primera.json() | {"version": 0}
    lista = api.lista("obligaciones/", clave=prorrogada.clave, **par)
    assert {n: lista[n] for n in ("al", "corte", "sabido_al")} == {"al": TRECE, "corte": TRECE, "sabido_al": "2022-07-20T16:00:00Z"}
    assert lista["resultados"] == [api.get(ruta, par).json()]


def test_los_filtros_y_el_orden_son_de_lo_que_regia(api, prorrogada):
    entonces, ahora = {"corte": TRECE, "sabido_al": ANTES.isoformat()}, {"corte": TRECE}
    pedido = {"entidad": "PUE", "disposicion": "ZC-2022-1/T3"}
    assert [api.claves("obligaciones/", **pedido, situacion="sin_respuesta", **c) for c in (entonces, ahora)] == [[prorrogada.clave], []]
    assert [api.claves("obligaciones/", **pedido, vence_hasta="2022-07-12", **c) for c in (entonces, ahora)] == [[prorrogada.clave], []]
    assert [api.claves("obligaciones/", **pedido, vence_desde="2022-08-12", **c) for c in (entonces, ahora)] == [[], [prorrogada.clave]]
    for corte in (entonces, ahora):
        primera = api.lista("obligaciones/", limite=40, **corte)
        segunda = api.get(primera["siguiente"]).json()
        seguidas = [o["vence_el"] or "9999" for o in (*primera["resultados"], *segunda["resultados"])]
        assert seguidas == sorted(seguidas)
        assert segunda["corte"] == TRECE


def test_a_un_corte_cada_rasgo_es_el_de_entonces(api, hoy):
    with reloj.fijo(date(2022, 7, 14)):
        asentado("A8.2/CNI-PM", estado="cumplida", cumplida_el=date(2022, 7, 14), primera_entrega_el=date(2022, 7, 14))
        vista = {d: api.lista("obligaciones/", clave="ZC-2022-1/A8.2/CNI-PM", corte=d)["resultados"][0] for d in (TRECE, "2022-07-14")}
        espera = {d: api.lista("obligaciones/", clave="ZC-2022-1/A8.1/PUE-SS", corte=d)["resultados"][0] for d in (TRECE, "2022-07-14")}
    campos = ("estado", "situacion", "cumplida_el", "primera_entrega_el")
    assert [vista[TRECE][c] for c in campos] == ["pendiente", "por_vencer", None, None]
    assert [vista["2022-07-14"][c] for c in campos] == ["cumplida", "cumplida_a_tiempo", "2022-07-14", "2022-07-14"]
    assert [[i["clave"] for i in e["insumos_pendientes"]] for e in espera.values()] == [["ZC-2022-1/A8.2/CNI-PM"], []]


def test_antes_de_nacer_no_existe_y_lo_mal_pedido_se_explica(api, prorrogada):
    assert api.total("obligaciones/", corte="2022-07-04") == 0
    assert api.get(f"obligaciones/{prorrogada.pk}/", {"corte": "2022-07-04"}).status_code == 404
    assert errores(api.get("obligaciones/", {"corte": "2024-07-06"})) == [("/query/corte", "valor_invalido")]
    assert errores(api.get("obligaciones/", {"sabido_al": "2022-07-20T14:00:00-05:00"})) == [("/query/sabido_al", "valor_invalido")]
    assert errores(api.get("obligaciones/", {"sabido_al": "2022-07-20"})) == [("/query/sabido_al", "valor_invalido")]
    assert errores(api.get("obligaciones/", {"corte": TRECE, "estado": "cumplida"})) == [("/query/estado", "no_combina")]


# --- La disposición y la reunión --------------------------------------------------------------------------------------


def test_la_situacion_que_pregunta_el_pleno(api, prorrogada):
    with reloj.fijo(LUEGO + timedelta(days=1)):
        declarar_concluida(por=reparto.facultades(reparto.titular()), objeto=_a9(), el=date(2022, 7, 18), acto="Segunda Reunión")
        vistas = {d: {x["clave"][10:]: x["situacion"] for x in api.lista("disposiciones/", corte=d)["resultados"]} for d in (TRECE, "2022-07-18")}
        assert {s: vistas[TRECE][s]["clave"] for s in ("A1", "A9", "T3")} == {"A1": "agotada", "A9": "en_proceso", "T3": "incumplida"}
        concluida = {"clave": "concluida", "rotulo": "concluida", "extemporanea": False, "concluida_el": "2022-07-18"}
        assert vistas["2022-07-18"]["A9"] == concluida
        (reunion,) = api.lista("reuniones/", corte="2022-07-18")["resultados"]
        assert (reunion["acuerdos"]["concluida"], sum(reunion["acuerdos"].values()), reunion["concluida_el"]) == (1, 17, None)
        assert api.get(f"disposiciones/{_a9().pk}/", {"corte": TRECE}).json()["situacion"]["clave"] == "en_proceso"


def _a9():
    return Obligacion.objects.select_related("compromiso__disposicion__reunion").get(clave="ZC-2022-1/A9.1").compromiso.disposicion


def test_quien_no_las_ve_todas_no_sabe_como_va_la_disposicion(api_de, prorrogada):
    enlace = api_de("enlace_ajeno")
    assert [d["situacion"] for d in enlace.lista("disposiciones/")["resultados"]] == [None] * 17
    assert enlace.lista("reuniones/")["resultados"][0]["acuerdos"] is None


# --- Lo rectificado ---------------------------------------------------------------------------------------------------


def test_lo_rectificado_dice_antes_despues_y_que_hecho(api, prorrogada):
    cuerpo = api.lista("rectificaciones/", corte=TRECE, desde=ANTES.isoformat())
    (r,) = cuerpo["resultados"]
    assert (r["clave"], r["antes"], r["despues"]) == (
        prorrogada.clave,
        {"situacion": "sin_respuesta", "vence_el": "2022-07-12"},
        {"situacion": "en_plazo", "vence_el": "2022-08-12"},
    )
    assert [(h["clase"], h["rige_el"]) for h in r["hechos"]] == [("prueba.movida", "2022-07-12")]
    assert (cuerpo["corte"], cuerpo["desde"], cuerpo["completa"]) == (TRECE, "2022-07-20T16:00:00Z", True)
    assert api.lista("rectificaciones/", corte=TRECE, desde=ANTES.isoformat(), hasta=(LUEGO - timedelta(seconds=1)).isoformat())["resultados"] == []


def test_lo_rectificado_mal_pedido(api, prorrogada):
    assert errores(api.get("rectificaciones/")) == [("/query/desde", "requerido")]
    assert errores(api.get("rectificaciones/", {"desde": LUEGO.isoformat(), "hasta": ANTES.isoformat()})) == [("/query/hasta", "valor_invalido")]


def test_cada_quien_ve_lo_rectificado_de_lo_suyo(api_de, prorrogada):
    vistas = {q: len(api_de(q).lista("rectificaciones/", corte=TRECE, desde=ANTES.isoformat())["resultados"]) for q in QUIENES}
    assert vistas == {"titular": 1, "consulta": 1, "enlace": 1, "enlace_ajeno": 0}


QUIENES = ("titular", "consulta", "enlace", "enlace_ajeno")


def test_de_un_insumo_ajeno_se_dice_que_paso_y_no_con_que_palabras(api_de, prorrogada, entrar, texto):  # noqa: F811 - las que se importaron
    """Puebla espera el diagnóstico del CNI, cuya obligación no puede abrir."""
    insumo = asentado(
        "A8.2/CNI-PM", estado="cumplida", cumplida_el=date(2022, 7, 12), primera_entrega_el=date(2022, 7, 12), rige_el=date(2022, 7, 12), motivo=SECRETO
    )
    pedido = {"corte": TRECE, "desde": ANTES.isoformat()}
    motivos = {}
    for quien in ("enlace", "consulta"):
        suyas = {r["clave"][10:]: r for r in api_de(quien).lista("rectificaciones/", **pedido)["resultados"]}
        motivos[quien] = [(h["clase"], h["motivo"]) for h in suyas["A8.1/PUE-SS"]["hechos"]]
        pagina = texto(entrar(getattr(reparto, quien)()).get("/cortes/rectificaciones/", {"corte": TRECE, "sabido_al": ANTES.isoformat()}))
        assert (SECRETO in pagina) is (quien == "consulta")
    assert motivos == {"enlace": [("prueba.movida", "")], "consulta": [("prueba.movida", SECRETO)]}
    assert api_de("enlace").get(f"obligaciones/{insumo.pk}/").status_code == 404


# --- Alrededor de una obligación --------------------------------------------------------------------------------------


def test_el_plazo_se_explica_paso_por_paso(api, prorrogada):
    dicho = api.get(f"obligaciones/{prorrogada.pk}/plazo/").json()
    assert (dicho["clave"], dicho["vence_el"], dicho["vence_original_el"]) == (prorrogada.clave, "2022-08-12", "2022-07-12")
    assert [(p["titulo"], p["vence_el"]) for p in dicho["pasos"]] == [("Lo que dice el acta", "2022-07-12"), ("Prueba: movida", "2022-08-12")]
    assert dicho["pasos"][0]["frases"][0].startswith("El acta dice: «")


def test_el_plazo_a_un_corte_es_el_que_regia_y_el_par_lo_reproduce(api, prorrogada):
    ruta = f"obligaciones/{prorrogada.pk}/plazo/"
    entonces = api.get(ruta, {"corte": TRECE, "sabido_al": ANTES.isoformat()})
    par = {"corte": entonces["Corte"], "sabido_al": entonces["Sabido-Al"]}
    assert (entonces.json()["vence_el"], len(entonces.json()["pasos"])) == ("2022-07-12", 1)
    assert api.get(ruta, par).json() == entonces.json()
    assert [api.get(ruta, {"corte": d}).json()["vence_el"] for d in ("2022-07-11", TRECE)] == ["2022-07-12", "2022-08-12"]
    assert api.get(ruta, {"corte": "2022-07-04"}).status_code == 404
    assert errores(api.get(ruta, {"corte": "ayer"})) == [("/query/corte", "valor_invalido")]


def test_las_solicitudes_de_una_obligacion_las_ven_quienes_la_ven(api_de, hoy):
    solicitud = pedir()
    ruta = f"obligaciones/{solicitud.obligacion_id}/solicitudes/"
    assert {q: api_de(q).get(ruta).status_code for q in QUIENES} == {"titular": 200, "consulta": 200, "enlace": 200, "enlace_ajeno": 404}
    (dicha,) = api_de("enlace").lista(ruta)["resultados"]
    assert {c: dicha[c] for c in ("clase", "estado", "institucion", "oficio", "pide_hasta", "resuelta_en", "sustituta")} == {
        "clase": "prorroga",
        "estado": "pendiente",
        "institucion": "PUE-SS",
        "oficio": "SSP/9/2022",
        "pide_hasta": "2022-08-15",
        "resuelta_en": None,
        "sustituta": None,
    }


def test_las_cifras_con_sus_rectificaciones_y_solo_de_quien_las_ve(api_de, agosto):  # noqa: F811 - la que se importó
    medida = capturar(JULIO, 3, 0) and Medicion.objects.order_by("pk").first()
    ruta = f"obligaciones/{medida.obligacion_id}/cifras/"
    assert {q: api_de(q).get(ruta).status_code for q in QUIENES} == {"titular": 200, "consulta": 200, "enlace": 200, "enlace_ajeno": 404}
    primera = api_de("enlace").lista(ruta, limite=1)
    segunda = api_de("enlace").get(primera["siguiente"]).json()
    assert [(c["valor"], c["version"], c["vigente"], c["institucion"]) for c in (*primera["resultados"], *segunda["resultados"])] == [
        ("3.0000", 1, True, "PUE-UPC"),
        ("0.0000", 1, True, "PUE-UPC"),
    ]


def test_las_cifras_y_las_solicitudes_vacias_son_una_lista_vacia(api, prorrogada):
    for cola in ("solicitudes", "cifras"):
        assert api.lista(f"obligaciones/{prorrogada.pk}/{cola}/", incluir="total")["total"] == 0
        respuesta = api.cliente.put(f"/api/v1/obligaciones/{prorrogada.pk}/{cola}/")
        assert (respuesta.status_code, respuesta["Allow"]) == (405, "GET, HEAD, POST")
