"""Rol × ruta, siempre con algo que pudiera filtrarse: la API niega lo mismo que las páginas y con las mismas palabras."""

import io
from datetime import date, datetime

import pytest

from conferencia import reloj
from conferencia.models import Disposicion, EntidadFederativa, Institucion, Obligacion, Rol
from conferencia.permissions import visibles_para
from conferencia.services.archivos import PDF, guardar_archivo
from conferencia.services.designaciones import designar
from conferencia.services.entregas import observar_entrega, presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.conferencia.api.conftest import Api, ficha_de
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db
SECRETO = "Falta la firma del titular de Puebla"


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=f"ZC-2022-1/{clave}")


@pytest.fixture
def de_puebla(hoy, enlace, titular) -> Obligacion:
    """Una obligación de Puebla con entrega observada: lo que Hidalgo no debe ver ni sospechar."""
    archivo = guardar_archivo(contenido=io.BytesIO(pdf_de_una_pagina()), nombre="oficio.pdf", admitidos={PDF}, actor=enlace.pk)
    (entrega,) = presentar_oficio(
        por=reparto.facultades(enlace),
        obligaciones=[obligacion("T3.1/PUE-SS")],
        institucion=Institucion.objects.get(clave="PUE-SS"),
        datos=DatosDeOficio(numero="SSP/PUE/77/2022", fecha=date(2022, 7, 6)),
        archivos=[archivo],
    )
    por = reparto.facultades(titular)
    version = Obligacion.objects.get(pk=entrega.obligacion_id).version
    observar_entrega(por=por, entrega=entrega, version=version, observaciones=[SECRETO], subsanar_el=date(2022, 7, 20))
    return obligacion("T3.1/PUE-SS")


COLAS = ("", "hechos/", "plazo/", "solicitudes/", "cifras/")
VE_TODO = {"reuniones/": 1, "disposiciones/": 17, "obligaciones/": 166}
VE_LO_SUYO = {"reuniones/": 1, "disposiciones/": 17, "obligaciones/": 24}


@pytest.mark.parametrize(
    ("quien", "listas", "detalle"),
    [("titular", VE_TODO, 200), ("analista", VE_TODO, 200), ("consulta", VE_TODO, 200), ("enlace", VE_LO_SUYO, 200), ("enlace_ajeno", VE_LO_SUYO, 404)],
)
def test_que_ve_cada_quien_en_cada_ruta(api_de, de_puebla, quien, listas, detalle):
    api = api_de(quien)
    assert {ruta: api.total(ruta) for ruta in listas} == listas
    assert [api.get(f"obligaciones/{de_puebla.pk}/{cola}").status_code for cola in COLAS] == [detalle] * len(COLAS)


@pytest.mark.parametrize("quien", ["titular", "analista", "consulta", "enlace", "enlace_ajeno"])
def test_la_lista_es_exactamente_lo_visible_para_las_paginas(api_de, quien):
    facultades = reparto.facultades(getattr(reparto, quien)())
    esperadas = visibles_para(facultades, Obligacion).nacidas(reloj.hoy()).values_list("clave", flat=True)
    assert sorted(api_de(quien).claves("obligaciones/")) == sorted(esperadas)


def test_hidalgo_no_encuentra_lo_de_puebla_por_ningun_camino(api_de, de_puebla):
    api = api_de("enlace_ajeno")
    caminos = [
        {"clave": de_puebla.clave},
        {"entidad": "PUE"},
        {"estado": "con_observaciones"},
        {"situacion": "con_observaciones"},
        {"q": "Puebla"},
        {"institucion": "PUE-SS", "disposicion": "ZC-2022-1/T3"},
        {"compromiso": de_puebla.compromiso.clave, "entidad": ["PUE", "HGO"]},
    ]
    vistas = {c for camino in caminos for c in api.claves("obligaciones/", **camino)}
    assert vistas == {"ZC-2022-1/T3.1/HGO-SS"}
    todo = " ".join(api.get(ruta, {"limite": 200}).content.decode() for ruta in ("obligaciones/", "compromisos/", "disposiciones/", "reuniones/"))
    assert [s for s in (de_puebla.clave, str(de_puebla.pk), SECRETO, "SSP/PUE/77/2022") if s in todo] == []


def test_la_conjunta_unica_si_la_ven_los_siete(api_de):
    assert [api_de(q).claves("obligaciones/", institucion="PUE-SS", disposicion="ZC-2022-1/A9") for q in ("enlace", "enlace_ajeno")] == [["ZC-2022-1/A9.1"]] * 2


def test_puebla_y_la_secretaria_tecnica_leen_la_observacion(api_de, de_puebla):
    for quien in ("enlace", "titular", "consulta"):
        hechos = api_de(quien).lista(f"obligaciones/{de_puebla.pk}/hechos/")["resultados"]
        assert [h["clase"] for h in hechos] == ["entrega.observada", "entrega.presentada", "obligacion.creada"]
        assert hechos[0]["motivo"] == SECRETO
        assert hechos[1]["datos"] == {"entrega": 1, "oficio": "SSP/PUE/77/2022", "institucion": "PUE-SS"}


@pytest.mark.parametrize("cola", COLAS)
def test_lo_ajeno_y_lo_inexistente_contestan_identico(api_de, de_puebla, cola):
    api = api_de("enlace_ajeno")
    inexistente = "01900000-0000-7000-8000-000000000000"
    cuerpos = []
    for pk in (de_puebla.pk, inexistente):
        cuerpo = api.get(f"obligaciones/{pk}/{cola}").json()
        cuerpo.pop("request_id")
        cuerpos.append({k: v.replace(str(pk), "…") if isinstance(v, str) else v for k, v in cuerpo.items()})
    assert cuerpos[0] == cuerpos[1]
    assert (cuerpos[0]["status"], cuerpos[0]["detail"]) == (404, "No existe o no está a tu alcance.")


RUTAS = ("", "reuniones/", "disposiciones/", "compromisos/", "obligaciones/", "rectificaciones/")


@pytest.mark.parametrize("ruta", RUTAS)
def test_sin_identificarse_no_se_ve_nada(anonima, ruta):
    respuesta = anonima.get(ruta)
    assert (respuesta.status_code, respuesta.json()["code"]) == (401, "no_autenticado")


@pytest.mark.parametrize("ruta", RUTAS)
def test_con_cuenta_y_sin_designacion_se_niega_con_su_razon(client, hoy, ruta):
    client.force_login(reparto.sin_designacion())
    respuesta = client.get(f"/api/v1/{ruta}")
    assert (respuesta.status_code, respuesta.json()["code"]) == (403, "sin_permiso")
    assert respuesta.json()["detail"] == "No tienes ninguna designación vigente. Pide a la Secretaría Técnica que la registre."


def test_por_detalle_tampoco(anonima, client, de_puebla):
    client.force_login(reparto.sin_designacion())
    rutas = [f"/api/v1/obligaciones/{de_puebla.pk}/{cola}" for cola in COLAS]
    assert {anonima.get(r).status_code for r in rutas} == {401}
    assert {client.get(r).status_code for r in rutas} == {403}


def test_la_sesion_ve_lo_mismo_que_la_credencial(api_de, client, enlace):
    client.force_login(enlace)
    with reloj.fijo(datetime(2022, 7, 6, 18, tzinfo=reloj.MEXICO)):
        por_sesion = client.get("/api/v1/obligaciones/", {"limite": 200}).json()
        assert por_sesion == api_de("enlace").lista("obligaciones/", limite=200)


def nombrar(email: str, rol: Rol, **ambito) -> Api:
    d = designar(por=reparto.facultades(reparto.titular()), email=email, nombre="Alguien", rol=rol, **ambito)
    return Api(ficha_de(d.usuario))


def test_la_coordinacion_ve_su_entidad_y_la_materia_acota_al_enlace(hoy, de_puebla):
    hidalgo = nombrar("coord@x.mx", Rol.COORDINACION, entidad=EntidadFederativa.objects.get(abreviatura="HGO"))
    assert hidalgo.total("obligaciones/") == 24
    assert hidalgo.get(f"obligaciones/{de_puebla.pk}/").status_code == 404
    materia = Disposicion.objects.get(clave="ZC-2022-1/T3")
    de_t3 = nombrar("t3@x.mx", Rol.ENLACE_TITULAR, institucion=Institucion.objects.get(clave="PUE-SS"), materia=materia)
    assert de_t3.claves("obligaciones/") == ["ZC-2022-1/T3.1/PUE-SS"]


def test_la_designacion_que_termina_se_lleva_la_vista(hoy):
    api = nombrar("breve@x.mx", Rol.ENLACE_TITULAR, institucion=Institucion.objects.get(clave="HGO-SS"), hasta=date(2022, 7, 8))
    codigos = []
    for dia in (date(2022, 7, 7), date(2022, 7, 8)):
        with reloj.fijo(dia):
            codigos.append(api.get("obligaciones/").status_code)
    assert codigos == [200, 403]


def test_un_acta_sin_publicar_solo_la_ve_quien_la_captura(api_de, reunion):
    reunion.acta.estado, reunion.acta.publicada_en = "leida", None
    reunion.acta.save()
    vistas = {q: tuple(api_de(q).total(r) for r in ("reuniones/", "disposiciones/", "compromisos/")) for q in ("titular", "consulta", "enlace")}
    assert (vistas["consulta"], vistas["enlace"]) == ((0, 0, 0), (0, 0, 0))
    assert vistas["titular"][:2] == (1, 17)
    respuesta = api_de("enlace").get("obligaciones/", {"reunion": "ZC-2022-1"})
    assert [e["code"] for e in respuesta.json()["errors"]] == ["no_existe"]


@pytest.mark.parametrize("metodo", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("ruta", RUTAS)
def test_nadie_escribe_por_aqui(api_de, anonima, ruta, metodo):
    for api in (api_de("titular"), anonima):
        respuesta = getattr(api.cliente, metodo)(f"/api/v1/{ruta}")
        assert (respuesta.status_code, respuesta["Allow"]) == (405, "GET, HEAD")


def test_head_contesta_sin_cuerpo(api):
    respuesta = api.cliente.head("/api/v1/obligaciones/")
    assert (respuesta.status_code, respuesta.content) == (200, b"")
