"""La cadena: la base niega tocarla, y quien la toque por debajo queda descubierto y localizado."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from conferencia import reloj
from conferencia.domain.hechos import huella
from conferencia.models import Hecho, Informe, Obligacion
from conferencia.services.hechos import Asiento, _eslabon, asentar, cabeza_de_la_cadena, verificar
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


def test_intercambiar_dos_hechos_se_descubre_en_el_primero():
    """Con sus huellas y todo: cada uno queda entero, pero ya no enlaza donde lo pusieron."""
    a_escondidas("UPDATE conferencia_hecho SET numero = CASE numero WHEN 50 THEN 900060 ELSE 900050 END WHERE numero IN (50, 60)")
    a_escondidas("UPDATE conferencia_hecho SET numero = numero - 900000 WHERE numero > 900000")
    v = verificar()
    assert (v.rotura.numero, v.rotura.motivo, v.revisados) == (50, "no enlaza con el hecho anterior", 49)


def test_intercambiar_lo_que_dicen_dos_hechos_se_descubre():
    a_escondidas(
        "UPDATE conferencia_hecho h SET datos = o.datos, sujeto_id = o.sujeto_id, obligacion_id = o.obligacion_id"
        " FROM conferencia_hecho o WHERE (h.numero, o.numero) IN ((100, 101), (101, 100))"
    )
    v = verificar()
    assert (v.rotura.numero, v.rotura.motivo) == (100, "su contenido no corresponde a su huella")


def test_rehacer_la_huella_de_un_hecho_alterado_rompe_al_siguiente():
    """Quien altera un hecho y recalcula su huella tendría que recalcularlas todas: el siguiente ya no enlaza."""
    a_escondidas("UPDATE conferencia_hecho SET motivo = 'otro', huella = repeat('a', 64) WHERE numero = 30")
    assert verificar().rotura.numero == 30
    falso = replace(_eslabon(Hecho.objects.get(numero=30)), huella="")
    sello = huella(falso.anterior, falso.contenido)
    a_escondidas("UPDATE conferencia_hecho SET huella = %s WHERE numero = 30", sello)
    v = verificar()
    assert (v.rotura.numero, v.rotura.motivo) == (31, "no enlaza con el hecho anterior")


def test_quitar_los_ultimos_no_rompe_la_cadena_pero_falta_la_cabeza_impresa(titular):
    asentar([Asiento(clase="prueba", objeto=titular)], actor=None)
    impresa, cuantos = cabeza_de_la_cadena(), Hecho.objects.count()
    assert verificar([impresa]).integra
    a_escondidas("DELETE FROM conferencia_hecho WHERE numero = %s", cuantos)
    assert verificar().rotura is None  # la cadena sola no puede saberlo
    v = verificar([impresa.upper()])
    assert (v.integra, v.rotura, v.revisados, v.ausentes) == (False, None, cuantos - 1, (impresa,))


def test_la_cabeza_de_un_informe_emitido_tambien_delata_el_truncamiento(titular, reunion):
    asentar([Asiento(clase="prueba", objeto=titular)], actor=None)
    cabeza = cabeza_de_la_cadena()
    Informe.objects.create(reunion=reunion, corte=date(2022, 7, 6), sabido_al=reloj.ahora(), formato="pdf", pedido_en=reloj.ahora(), cabeza=cabeza)
    assert verificar().integra
    a_escondidas("DELETE FROM conferencia_hecho WHERE huella = %s", cabeza)
    assert verificar().ausentes == (cabeza,)


def test_la_orden_recibe_cabezas_impresas_y_dice_cual_falta(capsys):
    cabeza, ajena = cabeza_de_la_cadena(), "ab" * 32
    call_command("verificar_hechos", "--cabeza", cabeza, "--json")
    assert json.loads(capsys.readouterr().out)["ausentes"] == []
    with pytest.raises(SystemExit) as salida:
        call_command("verificar_hechos", "--cabeza", cabeza, "--cabeza", ajena)
    assert salida.value.code == 1
    assert capsys.readouterr().out == (
        f"Cadena truncada: sus {Hecho.objects.count()} hechos enlazan, pero ya no está la cabeza {ajena}. Le quitaron los últimos.\n"
    )
    with pytest.raises(CommandError, match="64 dígitos"):
        call_command("verificar_hechos", "--cabeza", "abc")


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
