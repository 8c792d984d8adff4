"""Las cuentas del tablero son, número por número, las del contrato."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Disposicion, EntidadFederativa, Obligacion
from conferencia.queries import tablero as resumen
from conferencia.queries.corte import tomar
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.presentaciones import presentar

pytestmark = pytest.mark.django_db
SEIS, TRECE = date(2022, 7, 6), date(2022, 7, 13)
ENTIDADES = ["Ciudad de México", "Guerrero", "Hidalgo", "México", "Morelos", "Puebla", "Tlaxcala"]

# disposición: {situación: cuántas} al 6 de julio de 2022
TABLA = {
    "A3": {"en_plazo": 15},
    "A4": {"en_plazo": 21, "sin_plazo": 14},
    "A5": {"sin_plazo": 14},
    "A6": {"en_plazo": 7},
    "A7": {"en_plazo": 7},
    "A8": {"en_espera_de_insumo": 7, "en_plazo": 1},
    "A9": {"sin_plazo": 1},
    "A10": {"en_plazo": 14, "sin_plazo": 7},
    "A11": {"en_plazo": 7},
    "A12": {"en_espera_de_insumo": 7, "en_plazo": 1},
    "A13": {"en_espera_de_insumo": 7, "en_plazo": 1},
    "T1": {"por_vencer": 14},
    "T3": {"por_vencer": 7},
    "T4": {"por_vencer": 14},
}


def al(dia: date) -> resumen.Tablero:
    return resumen.tablero(Obligacion.objects.all(), tomar(dia))


def por_sigla(tablero: resumen.Tablero) -> dict:
    siglas = {d.pk: d.sigla for d in Disposicion.objects.filter(pk__in=tablero.por_disposicion)}
    return {siglas[pk]: dict(conteo.por_situacion) for pk, conteo in tablero.por_disposicion.items()}


def test_al_dia_siguiente_de_la_firma():
    tablero = al(SEIS)
    assert por_sigla(tablero) == TABLA
    assert tablero.conteo.por_grupo == {"cumplida": 0, "en_tramite": 21, "en_plazo": 110, "por_vencer": 35, "vencida": 0, "exenta": 0}
    assert tablero.conteo.total == 159 + 7


def test_al_dia_siguiente_del_primer_vencimiento():
    """Lo que nadie mandó el 12 de julio está vencido y sin respuesta; el documento del CNI pasa a por vencer."""
    tablero = al(TRECE)
    vencidas = {sigla: {"sin_respuesta": n["por_vencer"]} for sigla, n in TABLA.items() if sigla.startswith("T")}
    assert por_sigla(tablero) == TABLA | vencidas | {"A8": {"en_espera_de_insumo": 7, "por_vencer": 1}}
    assert tablero.conteo.por_situacion["sin_respuesta"] == 35
    assert tablero.conteo.por_grupo == {"cumplida": 0, "en_tramite": 21, "en_plazo": 109, "por_vencer": 1, "vencida": 35, "exenta": 0}


def test_el_dia_que_vence_aun_no_esta_vencido():
    assert al(date(2022, 7, 12)).conteo.por_grupo["vencida"] == 0


def test_antes_de_firmarse_nadie_debe_nada():
    tablero = al(date(2022, 7, 4))
    assert (tablero.conteo.total, tablero.renglones, tablero.por_disposicion, tablero.reunion) == (0, (), {}, None)


@pytest.mark.parametrize("dia", [date(2022, 7, 4), SEIS, TRECE, date(2022, 10, 3)])
def test_el_de_quien_ve_todo_suma_el_indice_y_da_lo_mismo(dia):
    for opciones, suyas in (({}, {}), ({"entidad": "PUE"}, {"entidad__abreviatura": "PUE"}), ({"reunion": "ZC-2022-1"}, {})):
        contado, sumado = resumen.tablero(Obligacion.objects.filter(**suyas), tomar(dia)), resumen.tablero_nacional(tomar(dia), **opciones)
        assert (sumado.conteo, por_sigla(sumado), sumado.renglones) == (contado.conteo, por_sigla(contado), contado.renglones)


def test_un_renglon_por_entidad_y_al_final_lo_federal_y_de_zona():
    renglones = al(SEIS).renglones
    assert [r.entidad.nombre if r.entidad else None for r in renglones] == [*ENTIDADES, None]
    assert [r.conteo.total for r in renglones] == [23] * 7 + [5]
    assert [r.conteo.por_vencer for r in renglones] == [5] * 7 + [0]


def test_quien_debe_mas_va_primero():
    with reloj.fijo(SEIS):
        presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    orden = [(r.entidad.nombre if r.entidad else None, r.conteo.vencidas) for r in resumen.quien_debe(al(TRECE).renglones)]
    assert orden == [(e, 5) for e in ENTIDADES if e != "Puebla"] + [("Puebla", 4), (None, 0)]


def test_lo_exento_sale_del_denominador():
    asentado("T1.1/PUE-UPC", estado="no_aplica", rige_el=SEIS)
    conteo = al(SEIS).conteo
    assert (conteo.total, conteo.exentas, conteo.por_vencer) == (165, 1, 34)


def test_las_consultas_no_crecen_con_las_obligaciones(django_assert_num_queries):
    with django_assert_num_queries(3):
        al(SEIS)


# --- Insumos ----------------------------------------------------------------------------------------------------------


def detenidos() -> list[tuple]:
    return [(d.obligacion.clave.removeprefix("ZC-2022-1/"), d.esperan) for d in resumen.insumos_pendientes(Obligacion.objects.all(), tomar(SEIS))]


def test_cada_insumo_dice_cuantas_lo_esperan():
    assert detenidos() == [("A8.2/CNI-PM", 7), ("A12.2", 7), ("A13.2", 7)]


def test_el_insumo_entregado_deja_de_detener():
    asentado("A12.2", estado="cumplida", cumplida_el=SEIS, rige_el=SEIS)
    assert detenidos() == [("A8.2/CNI-PM", 7), ("A13.2", 7)]


def test_solo_cuentan_las_que_quien_mira_puede_ver():
    puebla = EntidadFederativa.objects.get(abreviatura="PUE")
    suyas = Obligacion.objects.filter(entidad=puebla)
    assert [d.esperan for d in resumen.insumos_pendientes(suyas, tomar(SEIS))] == [1, 1, 1]


def test_el_catalogo_de_situaciones_por_grupo():
    assert resumen.situaciones_de("vencida") == ["vencida", "sin_respuesta", "respondio_ajeno"]
