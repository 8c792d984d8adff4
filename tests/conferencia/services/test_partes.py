"""Lo conjunto: cada parte mueve su etapa, el turno se pasa a la vista de todas y, firmado, la constancia lo cumple."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Obligacion
from conferencia.permissions import AccesoNegado
from conferencia.queries.seguimiento import firmadas_sin_constancia
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.partes import Avance, ParteRechazada, aceptar_por_constancia, pasar_turno, registrar_etapa
from tests import reparto
from tests.conferencia.hilos import a_la_vez

pytestmark = pytest.mark.django_db
CONVENIO = "ZC-2022-1/A12.1/PUE"
EN_OCTUBRE = date(2022, 10, 10)


@pytest.fixture
def octubre(db):
    with reloj.fijo(EN_OCTUBRE):
        yield EN_OCTUBRE


def convenio() -> Obligacion:
    return Obligacion.objects.get(clave=CONVENIO)


def mover(institucion: str, etapa: str, *, quien=None, firmado_el: date | None = None, nota: str = "", version: int | None = None):
    parte = convenio().partes.get(institucion__clave=institucion)
    avance = Avance(etapa=etapa, firmado_el=firmado_el, nota=nota)
    return registrar_etapa(
        por=reparto.facultades(quien or reparto.enlace()), parte=parte, avance=avance, version=convenio().version if version is None else version
    )


def constancia(nota: str = "Convenio firmado, ejemplar en archivo"):
    return aceptar_por_constancia(por=reparto.facultades(reparto.titular()), obligacion=convenio(), nota=nota, version=convenio().version)


def test_el_avance_de_la_obligacion_es_el_promedio_de_las_etapas(octubre):
    partes = list(convenio().partes.order_by("orden").values_list("institucion__clave", flat=True))
    assert partes == ["PUE-SS", "SESNSP", "DGGSCDT"]
    mover("PUE-SS", "por_firmar")
    assert (convenio().avance, convenio().partes.get(institucion__clave="PUE-SS").avance) == (22, 66)
    hecho = Hecho.objects.get(clase="parte.avanzo")
    assert (hecho.obligacion_id, hecho.motivo) == (convenio().pk, "")
    assert comparar().concuerda


def test_firmado_pide_fecha_y_regresar_pide_nota(octubre):
    with pytest.raises(ParteRechazada, match="día de la firma"):
        mover("PUE-SS", "firmado")
    with pytest.raises(ParteRechazada, match="día de la firma"):
        mover("PUE-SS", "firmado", firmado_el=date(2022, 10, 11))
    mover("PUE-SS", "firmado", firmado_el=date(2022, 10, 3))
    with pytest.raises(ParteRechazada, match="por qué regresa"):
        mover("PUE-SS", "negociacion")
    assert mover("PUE-SS", "negociacion", nota="Se objetó la cláusula tercera").avance == 11


def test_cada_enlace_mueve_solo_su_parte(octubre):
    with pytest.raises(AccesoNegado):
        mover("SESNSP", "negociacion")
    with pytest.raises(AccesoNegado) as ajena:
        mover("PUE-SS", "negociacion", quien=reparto.enlace_ajeno())
    assert ajena.value.negado.existe is False
    assert mover("SESNSP", "negociacion", quien=reparto.analista()).avance == 11


def test_el_turno_lo_pasa_quien_lo_tiene(octubre):
    sesnsp = convenio().partes.get(institucion__clave="SESNSP").institucion_id
    pasar_turno(por=reparto.facultades(reparto.enlace()), obligacion=convenio(), a=[sesnsp], version=convenio().version)
    assert list(convenio().partes.filter(en_turno=True).values_list("institucion__clave", flat=True)) == ["SESNSP"]
    with pytest.raises(ParteRechazada, match="quien lo tiene"):
        pasar_turno(por=reparto.facultades(reparto.enlace()), obligacion=convenio(), a=[sesnsp], version=convenio().version)


def test_firmado_por_todas_se_avisa_y_la_constancia_cumple_a_tiempo(octubre):
    with pytest.raises(ParteRechazada, match="falta la firma"):
        constancia()
    for institucion, dia in (("PUE-SS", 3), ("SESNSP", 5), ("DGGSCDT", 4)):
        mover(institucion, "firmado", firmado_el=date(2022, 10, dia), quien=reparto.analista())
    assert [(o.clave, o.ultima_firma) for o in firmadas_sin_constancia(Obligacion.objects.all())] == [(CONVENIO, date(2022, 10, 5))]
    entrega = constancia()
    assert (entrega.clase, entrega.estado, entrega.institucion.clave) == ("constancia", "aceptada", "ST-CNSSP")
    assert (convenio().estado, convenio().primera_entrega_el, convenio().avance) == ("cumplida", date(2022, 10, 5), 100)
    assert list(firmadas_sin_constancia(Obligacion.objects.all())) == []
    assert comparar().concuerda


def test_firmado_a_tiempo_no_es_extemporaneo_aunque_la_constancia_tarde(octubre):
    for institucion in ("PUE-SS", "SESNSP", "DGGSCDT"):
        mover(institucion, "firmado", firmado_el=date(2022, 10, 3), quien=reparto.analista())
    with reloj.fijo(date(2023, 2, 1)):
        constancia()
        assert convenio().situacion_al(date(2023, 2, 1), espera_insumo=False) == "cumplida_a_tiempo"


@pytest.mark.django_db(transaction=True)
def test_de_dos_que_mueven_a_la_vez_uno_gana(sembrada):
    def negociar(n: int):
        with reloj.fijo(EN_OCTUBRE):
            return mover("PUE-SS", ("negociacion", "por_firmar")[n], version=1)

    assert sorted(type(r).__name__ for r in a_la_vez(2, negociar)) == ["Obligacion", "OtroSeAdelanto"]


def test_quien_decide_sobre_una_version_vieja_se_entera(octubre):
    mover("PUE-SS", "negociacion")
    with pytest.raises(OtroSeAdelanto):
        mover("PUE-SS", "por_firmar", version=1)
