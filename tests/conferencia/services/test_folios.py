"""Folios sin huecos ni repetidos, con conexiones de verdad y transacciones que se deshacen."""

import re
from datetime import date

import pytest
from django.db import transaction

from conferencia import reloj
from conferencia.models import Acuse, Foliador, Oficio
from conferencia.services.folios import codigo_nuevo, siguiente
from conferencia.services.hechos import verificar
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.presentaciones import presentar


class SeArrepiente(Exception):
    pass


@pytest.mark.django_db
def test_cada_serie_y_anio_cuenta_por_su_lado():
    assert [siguiente("ZZ", 2022), siguiente("ZZ", 2022), siguiente("ZZ", 2023), siguiente("YY", 2022)] == [1, 2, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_fuera_de_una_transaccion_no_se_folia():
    with pytest.raises(transaction.TransactionManagementError):
        siguiente("ZZ", 2022)
    assert not Foliador.objects.filter(serie="ZZ").exists()


def test_el_codigo_tiene_diez_signos_y_no_se_repite():
    codigos = [codigo_nuevo() for _ in range(200)]
    assert len(set(codigos)) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", c) for c in codigos)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_ocho_a_la_vez_y_los_que_se_deshacen_no_dejan_hueco():
    """Ocho conexiones reciben a la vez, cada una en varias vueltas; una de cada tres se deshace después de tomar folio."""
    claves = ["T3.1/PUE-SS", "T3.1/HGO-SS", "A4.1/PUE-SS", "A4.1/HGO-SS"]

    def uno(n: int) -> int:
        recibidos = 0
        quien = reparto.enlace() if n % 2 == 0 else reparto.enlace_ajeno()
        for vuelta, clave in enumerate(c for c in claves if ("PUE" in c) == (n % 2 == 0)):
            try:
                with reloj.fijo(date(2022, 7, 6)), transaction.atomic():
                    presentar(quien, clave, clave.split("/")[1], numero=f"{n}/{vuelta}")
                    if n % 3 == 0:
                        raise SeArrepiente
                    recibidos += 1
            except Exception:  # noqa: BLE001 - se arrepintió, o de ocho que presentan a lo mismo uno gana: los demás también se deshacen
                continue
        return recibidos

    antes = Foliador.objects.filter(serie="AR", anio=2022).values_list("ultimo", flat=True).first() or 0
    recibidos = sum(a_la_vez(8, uno))
    folios = sorted(Acuse.objects.filter(folio__startswith="AR-2022-").values_list("folio", flat=True))[antes:]
    assert recibidos == 4
    assert folios == [f"AR-2022-{n:06d}" for n in range(antes + 1, antes + recibidos + 1)]
    assert Oficio.objects.filter(sentido="entrada", acuse__isnull=True).count() == 0
    assert verificar().integra


@pytest.mark.django_db(transaction=True)
def test_ocho_conexiones_toman_cien_folios_seguidos():
    def uno(n: int) -> list[int]:
        tomados = []
        for vuelta in range(20):
            try:
                with transaction.atomic():
                    numero = siguiente("ZZ", 2022)
                    if (n + vuelta) % 3 == 0:
                        raise SeArrepiente
                tomados.append(numero)
            except SeArrepiente:
                continue
        return tomados

    tomados = sorted(numero for suyos in a_la_vez(8, uno) for numero in suyos)
    assert len(tomados) > 100
    assert tomados == list(range(1, len(tomados) + 1))
