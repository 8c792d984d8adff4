"""Lo que mueve un plazo, por la API: la misma puerta y las mismas negativas que en la página."""

from datetime import date

import pytest

from conferencia.models import Compromiso, Indicador, Obligacion, Solicitud, Suspension
from conferencia.services.indice import comparar
from tests.conferencia.api.conftest import Api
from tests.conferencia.api.escribir import cuerpo_de_entrega, etag, obligacion, orden, que_escribe, subir
from tests.conferencia.services.test_sustituciones import alegar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def puebla() -> Api:
    return que_escribe("enlace")


@pytest.fixture
def analista() -> Api:
    return que_escribe("analista")


def sobre(api: Api, que: str, cuerpo: dict, clave: str = "ZC-2022-1/T3.1/PUE-SS"):
    o = obligacion(clave)
    return orden(api, f"obligaciones/{o.pk}/{que}/", cuerpo, si_es=etag(api, o))


def pedir_prorroga(puebla: Api, **cambios):
    return sobre(
        puebla, "solicitudes", cuerpo_de_entrega(puebla) | {"clase": "prorroga", "motivo": "Falta el nombramiento", "pide_hasta": "2022-07-29"} | cambios
    )


def resolver(api: Api, cuerpo: dict):
    solicitud = Solicitud.objects.select_related("obligacion").get()
    base = {"procede": True, "resolucion": "Se justifica", "fundamento": "Acuerdo TERCERO"}
    return orden(api, f"solicitudes/{solicitud.pk}/resolucion/", base | cuerpo, si_es=etag(api, solicitud.obligacion))


def test_una_prorroga_se_pide_se_concede_y_mueve_la_fecha_sin_tocar_la_original(puebla, analista):
    assert pedir_prorroga(puebla).status_code == 201
    respuesta = resolver(analista, {"concede_hasta": "2022-07-22"})
    assert (respuesta.status_code, respuesta.json()["vence_el"]) == (200, "2022-07-22")
    o = obligacion()
    assert (o.vence_el, o.vence_original_el, o.prorrogas) == (date(2022, 7, 22), date(2022, 7, 12), 1)
    assert comparar().concuerda


def test_no_resuelve_quien_la_pidio(puebla):
    pedir_prorroga(puebla)
    assert resolver(puebla, {"concede_hasta": "2022-07-22"}).status_code == 403
    assert obligacion().vence_el == date(2022, 7, 12)


@pytest.mark.parametrize(
    ("cambios", "apuntador"),
    [({"pide_hasta": None}, "/pide_hasta"), ({"motivo": ""}, "/motivo"), ({"pide_hasta": "2022-07-01"}, "/pide_hasta"), ({"clase": "otra"}, "/clase")],
)
def test_una_solicitud_mala_dice_que_dato_esta_mal(puebla, cambios, apuntador):
    respuesta = pedir_prorroga(puebla, **cambios)
    assert (respuesta.status_code, [e["pointer"] for e in respuesta.json()["errors"]]) == (422, [apuntador])
    assert Solicitud.objects.count() == 0


def test_la_no_competencia_procedente_exime_y_nace_la_de_la_sustituta(puebla, analista):
    cuerpo = cuerpo_de_entrega(puebla) | {"clase": "no_competencia", "motivo": "Le toca al C5"}
    alegada = sobre(puebla, "solicitudes", cuerpo)
    assert (alegada.status_code, alegada.json()["estado"]) == (201, "pendiente")
    respuesta = resolver(analista, {"sustituta": "PUE-C5"})
    assert (respuesta.status_code, respuesta.json()["situacion"]) == (200, "exenta_no_competente")
    assert Obligacion.objects.get(suple_a=obligacion()).institucion.clave == "PUE-C5"


def test_quien_pidio_puede_desistir(puebla):
    pedir_prorroga(puebla)
    solicitud = Solicitud.objects.get()
    respuesta = orden(puebla, f"solicitudes/{solicitud.pk}/desistimiento/", {}, si_es=etag(puebla, obligacion()))
    solicitud.refresh_from_db()
    assert (respuesta.status_code, solicitud.estado) == (200, "desistida")


def test_suspender_y_reanudar_recorre_la_fecha(analista):
    suspendida = sobre(analista, "suspension", {"desde": "2022-07-06", "motivo": "Contingencia", "fundamento": "Acuerdo 1/2022"})
    assert suspendida.status_code == 200
    assert Suspension.objects.get().hasta is None
    reanudada = sobre(analista, "reanudacion", {"hasta": "2022-07-06"})
    assert reanudada.status_code == 200, reanudada.json()
    assert obligacion().vence_el > date(2022, 7, 12)
    assert comparar().concuerda


def test_no_se_suspende_dos_veces_lo_mismo(analista):
    cuerpo = {"desde": "2022-07-06", "motivo": "Contingencia", "fundamento": "Acuerdo 1/2022"}
    sobre(analista, "suspension", cuerpo)
    segunda = sobre(analista, "suspension", cuerpo)
    assert segunda.status_code in (409, 422)
    assert Suspension.objects.count() == 1


def test_la_fecha_objetivo_no_es_del_acta_y_no_cambia_la_situacion(analista):
    clave = "ZC-2022-1/A9.1"
    cuerpo = {"fecha": "2022-08-31", "oficio_numero": "ST/10/2022", "oficio_fecha": "2022-07-06", "motivo": "El acta calla"}
    respuesta = sobre(analista, "objetivo", cuerpo, clave)
    assert (respuesta.status_code, respuesta.json()["situacion"], respuesta.json()["vence_el"]) == (200, "sin_plazo", None)
    assert obligacion(clave).objetivo_el == date(2022, 8, 31)


def test_eximir_y_reactivar(analista):
    razon = {"motivo": "No tiene esa unidad", "fundamento": "Oficio 3"}
    assert sobre(analista, "exencion", razon | {"acto": "no_aplica"}).json()["situacion"] == "exenta_no_aplica"
    assert sobre(analista, "exencion", razon | {"acto": "no_aplica"}).status_code == 409
    assert sobre(analista, "exencion", razon | {"acto": "reactivar"}).json()["situacion"] == "por_vencer"
    assert comparar().concuerda


def test_las_etapas_de_una_conjunta_hacen_su_avance(puebla):
    clave = "ZC-2022-1/A12.1/PUE"
    respuesta = sobre(puebla, "etapas", {"institucion": "PUE-SS", "etapa": "negociacion"}, clave)
    assert respuesta.status_code == 200, respuesta.json()
    assert obligacion(clave).avance > 0
    ajena = sobre(puebla, "etapas", {"institucion": "SESNSP", "etapa": "negociacion"}, clave)
    assert ajena.status_code == 404


def test_un_evento_de_lo_que_no_espera_ninguno_se_niega_con_su_razon(analista):
    compromiso = Compromiso.objects.get(clave="ZC-2022-1/T3.1")
    respuesta = orden(analista, f"compromisos/{compromiso.pk}/evento/", {"fecha": "2022-07-06", "fundamento": "DOF"})
    assert (respuesta.status_code, respuesta.json()["code"]) == (422, "no_procede")


ORDENES = {
    "suspension": {"desde": "2022-07-06", "motivo": "m", "fundamento": "f"},
    "reanudacion": {"hasta": "2022-07-06"},
    "objetivo": {"fecha": "2022-08-31", "oficio_numero": "1", "oficio_fecha": "2022-07-06", "motivo": "m"},
    "exencion": {"acto": "no_aplica", "motivo": "m", "fundamento": "f"},
    "cifras": {"institucion": "PUE-SS", "cifras": [{"indicador": "x", "valor": "1"}]},
    "etapas": {"institucion": "PUE-SS", "etapa": "negociacion"},
}


@pytest.mark.parametrize("que", ORDENES)
@pytest.mark.parametrize(("quien", "esperado"), [("enlace_ajeno", {404}), ("consulta", {403, 422})])
def test_nadie_mas_mueve_lo_de_puebla(que, quien, esperado):
    o = obligacion()
    antes = o.version
    respuesta = orden(que_escribe(quien), f"obligaciones/{o.pk}/{que}/", ORDENES[que], si_es=f'"{antes}"')
    assert respuesta.status_code in esperado
    o.refresh_from_db()
    assert o.version == antes


def test_el_ajeno_no_resuelve_ni_ve_la_solicitud(puebla):
    pedir_prorroga(puebla)
    ajena = que_escribe("enlace_ajeno")
    solicitud = Solicitud.objects.get()
    for que, cuerpo in (("resolucion", {"procede": True, "resolucion": "r", "fundamento": "f"}), ("desistimiento", {})):
        assert orden(ajena, f"solicitudes/{solicitud.pk}/{que}/", cuerpo, si_es='"1"').status_code == 404


def alegada(analista: Api) -> Solicitud:
    """La no competencia de la UPC de Puebla, ya procedente y sin quien la supla."""
    solicitud = alegar()
    resolver(analista, {})
    solicitud.refresh_from_db()
    return solicitud


def sustituir(api: Api, solicitud: Solicitud, **cuerpo):
    o = Obligacion.objects.get(pk=solicitud.obligacion_id)
    return orden(api, f"solicitudes/{solicitud.pk}/sustituta/", {"motivo": "Por ley"} | cuerpo, si_es=etag(api, o))


def test_se_nombra_a_la_sustituta_o_se_dice_que_nadie(puebla, analista):
    solicitud = alegada(analista)
    assert sustituir(puebla, solicitud, sustituta=None).status_code == 403
    assert sustituir(analista, solicitud, sustituta=None, vence_el="2022-08-01").json()["errors"][0]["pointer"] == "/vence_el"
    assert sustituir(analista, solicitud, sustituta=None, motivo="Ninguna").status_code == 200
    solicitud.refresh_from_db()
    assert solicitud.sin_sustituta == "Ninguna"
    nombrada = sustituir(analista, solicitud, sustituta="SSPC")
    assert (nombrada.status_code, nombrada.json()["clave"]) == (200, "ZC-2022-1/T1.1/SSPC-PUE")
    assert sustituir(analista, solicitud, sustituta="SSPC").status_code == 412  # otro se adelantó


def test_las_cifras_se_mandan_con_su_oficio():
    enlace = que_escribe("enlace")
    cuerpo = {"institucion": "PUE-UPC", "confirmadas": True, "oficio": {"numero": "UPC/5", "fecha": "2022-07-06", "archivos": [subir(enlace)["id"]]}}
    cuerpo["cifras"] = [{"indicador": i.clave, "valor": "3"} for i in Indicador.objects.filter(compromiso__clave="ZC-2022-1/A3.2", vigente=True)]
    respuesta = sobre(enlace, "cifras", cuerpo, "ZC-2022-1/A3.2/PUE-UPC/2022-07")
    assert respuesta.status_code == 201, respuesta.json()
    entrega = Obligacion.objects.get(clave="ZC-2022-1/A3.2/PUE-UPC/2022-07").entregas.get()
    assert (entrega.clase, entrega.oficio.numero, entrega.oficio.canal) == ("cifras", "UPC/5", "api")
