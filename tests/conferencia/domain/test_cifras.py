"""Cifras: cómo se leen, cuáles no caben, cuáles llaman la atención y cuánto avance dicen."""

from decimal import Decimal

import pytest

from conferencia.domain.cifras import CifraInvalida, Limites, avance_de, avance_de_etapa, dicha, leer_cifra, llama_la_atencion, promedio_de, revisar_cifra


@pytest.mark.parametrize(
    ("texto", "valor"), [("0", Decimal(0)), (" 1,234.5 ", Decimal("1234.5")), ("12%", Decimal(12)), ("-3", Decimal(-3)), ("1234567", Decimal(1234567))]
)
def test_leer_como_se_escribe_en_mexico(texto, valor):
    assert leer_cifra(texto) == Decimal(valor)


@pytest.mark.parametrize("texto", ["", "doce", "1.234,5", "1,23", "NaN", "1e5", "--1"])
def test_lo_que_no_es_un_numero_se_dice(texto):
    with pytest.raises(CifraInvalida, match="Escribe un número"):
        leer_cifra(texto)


@pytest.mark.parametrize(
    ("valor", "limites", "dice"),
    [
        (Decimal("1.5"), Limites(), "Debe ser un número entero."),
        (Decimal("1.25"), Limites(1), "Debe ser un número con 1 decimal a lo más."),
        (Decimal(-1), Limites(minimo=Decimal(0)), "No puede ser menor que 0."),
        (Decimal("100.1"), Limites(1, maximo=Decimal(100)), "No puede ser mayor que 100."),
    ],
)
def test_lo_que_el_indicador_no_admite(valor, limites, dice):
    with pytest.raises(CifraInvalida) as error:
        revisar_cifra(valor, limites)
    assert str(error.value) == dice


def test_los_extremos_si_caben():
    assert [revisar_cifra(v, Limites(0, Decimal(0), Decimal(100))) for v in (Decimal(0), Decimal("100.0"))] == [0, 100]


@pytest.mark.parametrize(
    ("valor", "previos", "llama"), [(30, [10], False), (31, [10], True), (3, [10], True), (4, [10], False), (9, [], False), (9, [0, 0], False)]
)
def test_tres_veces_mas_o_menos_llama_la_atencion(valor, previos, llama):
    assert bool(llama_la_atencion(Decimal(valor), [Decimal(p) for p in previos])) is llama


def test_sin_dato_no_llama_la_atencion_ni_avanza():
    assert (llama_la_atencion(None, [Decimal(10)]), avance_de(None, Decimal(100))) == ("", 0)


@pytest.mark.parametrize(("valor", "meta", "avance"), [("99.99", 100, 99), (100, 100, 100), (250, 100, 100), (-5, 100, 0), (1, 3, 33)])
def test_el_avance_se_redondea_hacia_abajo(valor, meta, avance):
    assert avance_de(Decimal(valor), Decimal(meta)) == avance


def test_etapas_y_promedios():
    assert [avance_de_etapa(e) for e in ("sin_iniciar", "negociacion", "por_firmar", "firmado")] == [0, 33, 66, 100]
    assert (promedio_de([]), promedio_de([100, 66, 0])) == (0, 55)


def test_se_dice_sin_ceros_de_mas():
    assert [dicha(v) for v in (Decimal("1234.5000"), Decimal("100.0000"), Decimal(1200), Decimal(0), None)] == ["1,234.5", "100", "1,200", "0", "sin dato"]
