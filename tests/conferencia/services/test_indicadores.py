"""Lo que la Secretaría Técnica define: indicadores, requisitos y cadencia, con su hecho y sin pisar lo capturado."""

from datetime import date
from decimal import Decimal

import pytest

from conferencia import reloj
from conferencia.models import Compromiso, Hecho, Indicador, Obligacion, Requisito
from conferencia.permissions import AccesoNegado
from conferencia.services.cadencias import CadenciaInvalida, fijar_cadencia, prever_cadencia
from conferencia.services.cifras import Cifra, registrar_cifras
from conferencia.services.indicadores import DatosDeIndicador, IndicadorInvalido, cambiar_indicador, definir_indicador, retirar_indicador
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.requisitos import RequisitoInvalido, definir_requisito, marcar_cubiertos, retirar_requisito
from conferencia.services.seguimiento_inicial import sembrar_seguimiento
from conferencia.services.semilla import SEGUIMIENTO
from tests import reparto
from tests.conferencia.presentaciones import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PERMANENTE = "ZC-2022-1/A4.2"


def compromiso(clave: str) -> Compromiso:
    return Compromiso.objects.select_related("disposicion__reunion").get(clave=clave)


def st():
    return reparto.facultades(reparto.titular())


def test_el_acta_de_zona_centro_trae_lo_suyo_y_resembrar_no_repite():
    assert Indicador.objects.count() == 7
    assert list(Indicador.objects.filter(compromiso__clave="ZC-2022-1/A3.2").values_list("nombre", flat=True)) == [
        "Violencia de género por medios digitales",
        "Delitos monetizables",
    ]
    assert Requisito.objects.count() == 8
    retirar_indicador(por=st(), indicador=Indicador.objects.get(clave="delitos-monetizables"), motivo="Se sustituye")
    assert sembrar_seguimiento(SEGUIMIENTO, por=st()) == 0


def test_definir_cambiar_y_retirar_dejan_su_hecho():
    datos = DatosDeIndicador(nombre="Elementos capacitados", unidad="elementos", meta=Decimal(500), mide_avance=True)
    indicador = definir_indicador(por=st(), compromiso=compromiso("ZC-2022-1/A4.1"), datos=datos)
    assert (indicador.clave, indicador.orden) == ("elementos-capacitados", 1)
    cambiar_indicador(por=st(), indicador=indicador, datos=DatosDeIndicador(nombre="Elementos capacitados", unidad="elementos"), motivo="Sin meta")
    retirar_indicador(por=st(), indicador=indicador, motivo="Ya no se sigue")
    clases = Hecho.objects.filter(sujeto_id=indicador.pk).order_by("numero").values_list("clase", flat=True)
    assert list(clases) == ["indicador.definido", "indicador.cambiado", "indicador.retirado"]


@pytest.mark.parametrize(
    ("clave", "datos", "campo"),
    [
        ("ZC-2022-1/A4.1", {"nombre": "X", "unidad": "casos", "mide_avance": True}, "meta"),
        ("ZC-2022-1/A4.1", {"nombre": "X", "unidad": "%", "minimo": Decimal(2), "maximo": Decimal(1)}, "maximo"),
        ("ZC-2022-1/A3.2", {"nombre": "X", "unidad": "%", "meta": Decimal(1), "mide_avance": True}, "mide_avance"),
        ("ZC-2022-1/A3.2", {"nombre": "Delitos monetizables", "unidad": "casos"}, "nombre"),
        ("ZC-2022-1/A1.1", {"nombre": "Dictámenes", "unidad": "dictámenes"}, ""),
    ],
)
def test_lo_que_no_se_puede_definir(clave, datos, campo):
    with pytest.raises(IndicadorInvalido) as error:
        definir_indicador(por=st(), compromiso=compromiso(clave), datos=DatosDeIndicador(**datos))
    assert error.value.campo == campo


def test_con_cifras_la_unidad_ya_no_cambia():
    indicador = Indicador.objects.get(compromiso__clave="ZC-2022-1/A4.4")
    suya = Obligacion.objects.get(clave="ZC-2022-1/A4.4/PUE-SS")
    registrar_cifras(
        por=reparto.facultades(reparto.enlace()),
        obligacion=suya,
        institucion=suya.institucion,
        cifras=[Cifra(indicador, Decimal(3))],
        version=1,
        corresponde_el=date(2022, 7, 6),
    )
    with pytest.raises(IndicadorInvalido, match="retira este indicador"):
        cambiar_indicador(por=st(), indicador=indicador, datos=DatosDeIndicador(nombre=indicador.nombre, unidad="personas"), motivo="x")


def test_nadie_mas_define():
    for quien in (reparto.enlace(), reparto.consulta(), reparto.sin_designacion()):
        with pytest.raises(AccesoNegado):
            definir_requisito(por=reparto.facultades(quien), compromiso=compromiso("ZC-2022-1/A4.1"), nombre="Plan")


def test_los_requisitos_se_marcan_al_presentar_y_los_de_otro_compromiso_no_cuentan():
    propio = definir_requisito(por=st(), compromiso=compromiso("ZC-2022-1/T3.1"), nombre="Oficio de designación")
    ajeno = Requisito.objects.filter(compromiso__clave="ZC-2022-1/A8.1").first()
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    assert marcar_cubiertos(entrega, [propio.pk, ajeno.pk]) == 1
    with pytest.raises(RequisitoInvalido, match="ya está"):
        definir_requisito(por=st(), compromiso=compromiso("ZC-2022-1/T3.1"), nombre="oficio de designación")
    retirar_requisito(por=st(), requisito=propio, motivo="Repetido")
    with pytest.raises(RequisitoInvalido, match="ya estaba retirado"):
        retirar_requisito(por=st(), requisito=propio, motivo="Otra vez")


def test_con_cadencia_lo_no_ratificado_caduca_a_su_tiempo():
    assert prever_cadencia(compromiso(PERMANENTE), 3).obligaciones == 7
    fijada = fijar_cadencia(por=st(), compromiso=compromiso(PERMANENTE), meses=3, motivo="Lo pidió el pleno", version=0)
    assert (fijada.obligaciones, fijada.caducas) == (7, 0)
    una = Obligacion.objects.get(clave=f"{PERMANENTE}/PUE-SS")
    assert una.ratificar_el == date(2022, 10, 5)
    assert [una.situacion_al(d, espera_insumo=False) for d in (date(2022, 10, 5), date(2022, 10, 6))] == ["en_plazo", "permanente_sin_ratificar"]
    assert comparar().concuerda
    with reloj.fijo(date(2023, 1, 1)):
        assert prever_cadencia(compromiso(PERMANENTE), 3).caducas == 7
    fijar_cadencia(por=st(), compromiso=compromiso(PERMANENTE), meses=None, motivo="Se retira", version=3)
    assert Obligacion.objects.get(pk=una.pk).ratificar_el is None
    assert comparar().concuerda


def test_la_cadencia_va_con_motivo_en_rango_sobre_lo_visto_y_en_lo_permanente():
    with pytest.raises(CadenciaInvalida, match="por qué"):
        fijar_cadencia(por=st(), compromiso=compromiso(PERMANENTE), meses=3, motivo="", version=0)
    with pytest.raises(CadenciaInvalida, match="de 1 a 36"):
        fijar_cadencia(por=st(), compromiso=compromiso(PERMANENTE), meses=99, motivo="x", version=0)
    with pytest.raises(OtroSeAdelanto):
        fijar_cadencia(por=st(), compromiso=compromiso(PERMANENTE), meses=3, motivo="x", version=6)
    with pytest.raises(CadenciaInvalida, match="no hay qué ratificar"):
        fijar_cadencia(por=st(), compromiso=compromiso("ZC-2022-1/A4.1"), meses=3, motivo="x", version=0)
