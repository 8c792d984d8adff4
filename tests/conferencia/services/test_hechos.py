"""La cadena: la base niega tocarla, y quien la toque por debajo queda descubierto y localizado."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from conferencia import reloj
from conferencia.models import Hecho, Obligacion
from conferencia.services.hechos import Asiento, asentar, cabeza_de_la_cadena, verificar
from tests.conferencia.hilos import a_la_vez

pytestmark = pytest.mark.django_db


def sql(orden: str, *valores) -> None:
    with connection.cursor() as cursor:
        cursor.execute(orden, valores)


def a_escondidas(orden: str, *valores) -> None:
    """Lo que haría quien manda en la base: levantar la guarda, alterar y volver a ponerla."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE conferencia_hecho DISABLE TRIGGER USER")
    sql(orden, *valores)
    sql("ALTER TABLE conferencia_hecho ENABLE TRIGGER USER")


@pytest.mark.parametrize("orden", ["UPDATE conferencia_hecho SET motivo = 'otro'", "DELETE FROM conferencia_hecho", "TRUNCATE conferencia_hecho CASCADE"])
def test_la_base_niega_tocar_los_hechos(orden):
    antes = Hecho.objects.count()
    with pytest.raises(IntegrityError, match="solo agregar"), transaction.atomic():
        sql(orden)
    assert Hecho.objects.count() == antes > 200


def test_la_semilla_deja_una_cadena_entera():
    v = verificar()
    assert (v.rotura, v.revisados, v.cabeza) == (None, Hecho.objects.count(), cabeza_de_la_cadena())


@pytest.mark.parametrize(
    ("columna", "valor"),
    [
        ("motivo", "otro"),
        ("datos", "{}"),
        ("rige_el", "2022-07-04"),
        ("a", "cumplida"),
        ("clase", "x"),
        ("asentado_en", "2022-07-05T00:00Z"),
        ("actor_id", None),
    ],
)
def test_alterar_cualquier_columna_se_descubre_y_se_localiza(columna, valor, titular):
    (hecho,) = asentar([Asiento(clase="prueba", objeto=titular, a="algo", motivo="m", datos={"n": 1})], actor=titular.pk)
    asentar([Asiento(clase="prueba.despues", objeto=titular)], actor=None)
    a_escondidas(f"UPDATE conferencia_hecho SET {columna} = %s WHERE numero = %s", valor, hecho.numero)
    assert verificar().rotura.numero == hecho.numero


def test_borrar_un_hecho_de_en_medio_se_descubre():
    a_escondidas("DELETE FROM conferencia_hecho WHERE numero = 100")
    v = verificar()
    assert (v.rotura.numero, v.revisados) == (100, 99)


def test_la_orden_dice_el_primer_eslabon_roto_y_sale_con_uno(capsys):
    call_command("verificar_hechos", "--json")
    assert json.loads(capsys.readouterr().out)["integra"] is True
    a_escondidas("UPDATE conferencia_hecho SET motivo = 'x' WHERE numero = 7")
    with pytest.raises(SystemExit) as salida:
        call_command("verificar_hechos", "--json")
    informe = json.loads(capsys.readouterr().out)
    assert (salida.value.code, informe["integra"], informe["rotura"]["numero"]) == (1, False, 7)


def test_rige_y_asentado_son_fechas_distintas(titular):
    with reloj.fijo(date(2022, 8, 1)):
        (hecho,) = asentar([Asiento(clase="prueba", objeto=titular, rige_el=date(2022, 7, 20))], actor=None)
    assert (hecho.rige_el, hecho.asentado_en.date()) == (date(2022, 7, 20), date(2022, 8, 1))


def test_los_hechos_de_un_objeto_son_los_suyos():
    obligacion = Obligacion.objects.get(clave="ZC-2022-1/T3.1/PUE-SS")
    assert [h.clase for h in Hecho.objects.de(obligacion)] == ["obligacion.creada"]


@pytest.mark.django_db(transaction=True)
def test_asentar_a_la_vez_no_rompe_ni_salta(sembrada):
    antes = Hecho.objects.count()
    objeto = Obligacion.objects.first()
    a_la_vez(4, lambda n: [asentar([Asiento(clase=f"hilo.{n}", objeto=objeto)] * 5, actor=None) for _ in range(5)])
    assert (Hecho.objects.count(), verificar().rotura) == (antes + 100, None)
