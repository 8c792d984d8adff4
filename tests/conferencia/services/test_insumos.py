"""Quién espera a quién: se agrega y se quita con motivo, nunca en círculo, y la fecha propia no se mueve."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Obligacion
from conferencia.permissions import AccesoNegado
from conferencia.queries.seguimiento import quienes_detienen
from conferencia.services.indice import comparar
from conferencia.services.insumos import InsumoRechazado, agregar_insumo, prever, quitar_insumo
from tests import reparto
from tests.conferencia.hilos import a_la_vez

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CAPACITACION, CUENTAS = "ZC-2022-1/A4.1/PUE-SS", "ZC-2022-1/A4.4/PUE-SS"


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def datos(clave: str, insumo: str, quien=None) -> dict:
    suya = obligacion(clave)
    return {
        "por": reparto.facultades(quien or reparto.titular()),
        "obligacion": suya,
        "insumo": obligacion(insumo),
        "motivo": "Sin cuentas no hay con qué capacitar",
        "version": suya.version,
    }


def test_agregar_pone_en_espera_y_quitar_la_saca_sin_mover_la_fecha():
    vence = obligacion(CAPACITACION).vence_el
    previsto = prever(agregar_insumo, **datos(CAPACITACION, CUENTAS))
    assert (previsto.antes, previsto.despues) == ("en_plazo", "en_espera_de_insumo")
    assert obligacion(CAPACITACION).insumos.count() == 0, "prever no guarda"
    agregar_insumo(**datos(CAPACITACION, CUENTAS))
    assert obligacion(CAPACITACION).vence_el == vence
    assert comparar().concuerda
    assert quitar_insumo(**datos(CAPACITACION, CUENTAS)).despues == "en_plazo"
    assert comparar().concuerda


def test_no_se_hacen_circulos_ni_repetidas():
    agregar_insumo(**datos(CAPACITACION, CUENTAS))
    with pytest.raises(InsumoRechazado, match="círculo"):
        agregar_insumo(**datos(CUENTAS, CAPACITACION))
    with pytest.raises(InsumoRechazado, match="círculo"):
        agregar_insumo(**datos(CUENTAS, CUENTAS))
    with pytest.raises(InsumoRechazado, match="Ya espera"):
        agregar_insumo(**datos(CAPACITACION, CUENTAS))


def test_solo_la_secretaria_tecnica_lo_dispone():
    with pytest.raises(AccesoNegado):
        agregar_insumo(**datos(CAPACITACION, CUENTAS, quien=reparto.enlace()))


def test_se_cuenta_a_cuantas_detiene_cada_insumo_y_su_atraso():
    filas = {d.insumo.clave: (d.esperan, d.atraso) for d in quienes_detienen(Obligacion.objects.all(), date(2022, 7, 25))}
    assert filas["ZC-2022-1/A8.2/CNI-PM"] == (7, 7)
    assert {clave: n for clave, (n, _) in filas.items()} == {"ZC-2022-1/A8.2/CNI-PM": 7, "ZC-2022-1/A12.2": 7, "ZC-2022-1/A13.2": 7}


@pytest.mark.django_db(transaction=True)
def test_dos_dependencias_opuestas_a_la_vez_no_hacen_circulo(sembrada, hoy):
    pares = [(CAPACITACION, CUENTAS), (CUENTAS, CAPACITACION)]

    def agregar(n: int):
        with reloj.fijo(hoy):
            return agregar_insumo(**datos(*pares[n]))

    assert sorted(type(r).__name__ for r in a_la_vez(2, agregar)) == ["CambioDeInsumo", "InsumoRechazado"]
