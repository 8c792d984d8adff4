"""De qué reunión es un acta: lo que se supone al recibirla, lo que se corrige antes de publicar y lo que se niega."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conferencia import reloj
from conferencia.domain.captura import CapturaInvalida, hallar
from conferencia.models import Acta, Compromiso, DenominacionOrgano, Hecho, Obligacion, Organo, Zona
from conferencia.permissions import AccesoNegado, Facultades, facultades_del_sistema
from conferencia.services.captura import ActaCambiada, ActaYaPublicada
from conferencia.services.identificacion import Identidad, identificar
from conferencia.services.indice import comparar
from conferencia.services.publicacion import FaltaIdentificar, publicar
from tests.conferencia.captura import OTRA, acta_leida
from tests.conferencia.hilos import a_la_vez

pytestmark = pytest.mark.django_db
NACIONAL = (Path(__file__).parents[2] / "corpus" / "consejo-nacional.md").read_text(encoding="utf-8")


def por() -> Facultades:
    return facultades_del_sistema(reloj.hoy())


def la_de(acta: Acta, **cambios) -> Identidad:
    r = acta.reunion
    return replace(Identidad(organo=r.organo, zona=r.zona, nombre=r.nombre, clave=r.clave, lugar=r.lugar, fecha=r.fecha), **cambios)


def identificada(acta: Acta, **cambios) -> Acta:
    return identificar(por=por(), acta=acta, version=acta.version, identidad=la_de(acta, **cambios))


def test_un_acta_de_otro_organo_no_se_archiva_en_una_zona_ni_se_publica_sin_decirlo(hoy):
    acta = acta_leida(NACIONAL)
    assert (acta.reunion.clave, acta.reunion.zona) == ("CNSP-2024-52", None)
    assert [(d["campo"], d["impide"]) for d in acta.lectura["reunion"]["dudas"]] == [("organo", True), ("fecha", False)]
    with pytest.raises(FaltaIdentificar, match="«Consejo Nacional de Seguridad Pública», que no está en el catálogo"):
        publicar(por=por(), acta=acta, confirmar_todo=True)
    assert not Compromiso.objects.filter(disposicion__acta=acta).exists()
    nueva = identificada(acta, organo=None, organo_nombre="Consejo Nacional de  Seguridad Pública", clave="")
    acta.refresh_from_db()
    reunion = acta.reunion
    assert (reunion.organo.clave, reunion.clave, reunion.zona) == ("CNSP", "CNSP-2024-52", None)
    assert DenominacionOrgano.objects.get(organo__clave="CNSP").nombre == "Consejo Nacional de Seguridad Pública"
    assert (nueva.lectura["reunion"]["dudas"], nueva.lectura["reunion"]["organo"]) == ([], "Consejo Nacional de Seguridad Pública")
    assert nueva.lectura_original["reunion"]["organo"] == "Consejo Nacional de Seguridad Pública"
    publicada = publicar(por=por(), acta=nueva, confirmar_todo=True)
    assert publicada.clave == "CNSP-2024-52"
    assert comparar().concuerda


def test_el_mismo_organo_ya_agregado_se_reconoce_y_no_se_repite(hoy):
    identificada(acta_leida(NACIONAL), organo=None, organo_nombre="Consejo Nacional de Seguridad Pública")
    otra = acta_leida(NACIONAL.replace("Segunda", "Tercera"), nombre="otra.md")
    assert (otra.reunion.organo.clave, [d["campo"] for d in otra.lectura["reunion"]["dudas"]]) == ("CNSP", ["zona", "fecha"])
    identificada(otra, organo=None, organo_nombre="CONSEJO NACIONAL DE SEGURIDAD PUBLICA")
    assert list(Organo.objects.order_by("clave").values_list("clave", flat=True)) == ["CNSP", "CNSSP"]


def test_corregir_zona_lugar_y_numero_queda_como_hecho_con_lo_de_antes(hoy):
    acta = acta_leida()
    sureste = Zona.objects.get(clave="SE")
    identificada(acta, zona=sureste, clave="se-2022-7", lugar="Mérida, Yucatán")
    acta.refresh_from_db()
    assert (acta.reunion.clave, acta.reunion.zona, acta.reunion.lugar) == ("SE-2022-7", sureste, "Mérida, Yucatán")
    hecho = Hecho.objects.get(clase="captura.identificada")
    assert json.loads(hecho.datos)["identidad"] == {
        "zona": ["Zona Centro", "Zona Sureste"],
        "clave": ["ZC-2022-2", "SE-2022-7"],
        "lugar": [acta.lectura_original["reunion"]["lugar"], "Mérida, Yucatán"],
    }
    resultado = publicar(por=por(), acta=acta, confirmar_todo=True)
    assert resultado.clave == "SE-2022-7"
    suyas = Obligacion.objects.filter(compromiso__disposicion__acta=acta)
    assert set(suyas.values_list("entidad__abreviatura", flat=True)) == {"CAMP", "CHIS", "OAX", "QROO", "TAB", "VER", "YUC"}
    assert comparar().concuerda


def test_otra_fecha_del_acto_vuelve_a_leer_presente_ano(hoy):
    acta = acta_leida()
    nueva = identificada(acta, fecha=date(2021, 8, 9), clave="")
    _, c = hallar(nueva.lectura, "a1-1")
    assert (c["plazo"]["vence"], c["revision"]) == ("2021-09-30", "propuesto")
    acta.reunion.refresh_from_db()
    assert (acta.reunion.clave, acta.reunion.fecha) == ("ZC-2021-2", date(2021, 8, 9))
    assert json.loads(Hecho.objects.get(clase="captura.identificada").datos)["releidos"] == ["a1-1"]


@pytest.mark.parametrize(
    ("cambios", "campo", "dice"),
    [
        ({"clave": "zona centro"}, "clave", "mayúsculas, cifras y guiones"),
        ({"clave": "Z-" + "9" * 40}, "clave", "mayúsculas, cifras y guiones"),
        ({"nombre": "  "}, "nombre", "cómo se llama la reunión"),
        ({"organo": None, "organo_nombre": "¿?"}, "organo_nombre", "cómo se llama el órgano"),
        ({"organo": None, "organo_nombre": "Consejo de Salud"}, "zona", "no es de ese órgano"),
        ({"clave": "ZC-2022-3"}, "clave", "Ya hay otra reunión"),
    ],
)
def test_lo_que_no_puede_ser_se_dice_en_su_campo_y_no_deja_rastro(hoy, cambios, campo, dice):
    acta = acta_leida()
    acta_leida(OTRA.replace("Segunda", "Tercera"), nombre="tercera.md")
    antes = Hecho.objects.count(), Organo.objects.count(), acta.reunion.clave
    with pytest.raises(CapturaInvalida, match=dice) as error:
        identificada(acta, **cambios)
    acta.refresh_from_db()
    assert error.value.campo == campo
    assert (Hecho.objects.count(), Organo.objects.count(), acta.reunion.clave) == antes


def test_ni_sin_permiso_ni_sobre_otra_version_ni_publicada(hoy):
    acta = acta_leida()
    with pytest.raises(AccesoNegado):
        identificar(por=Facultades(None, reloj.hoy()), acta=acta, version=1, identidad=la_de(acta))
    identificada(acta, lugar="Puebla")
    with pytest.raises(ActaCambiada):
        identificar(por=por(), acta=acta, version=1, identidad=la_de(acta, lugar="Toluca"))
    publicar(por=por(), acta=acta, confirmar_todo=True)
    with pytest.raises(ActaYaPublicada):
        identificar(por=por(), acta=acta, version=2, identidad=la_de(acta, lugar="Toluca"))
    acta.refresh_from_db()
    assert acta.reunion.lugar == "Puebla"


def test_dos_que_identifican_a_la_vez_uno_gana(hoy, sembrada):
    acta = acta_leida()

    def gesto(n: int) -> str:
        lugar = ("Puebla", "Toluca")[n]
        with reloj.fijo(hoy):
            try:
                identificar(por=por(), acta=acta, version=1, identidad=la_de(acta, lugar=lugar))
            except ActaCambiada:
                return ""
        return lugar

    logrados = [lugar for lugar in a_la_vez(2, gesto) if lugar]
    acta.reunion.refresh_from_db()
    assert (logrados, Hecho.objects.filter(clase="captura.identificada").count()) == ([acta.reunion.lugar], 1)
