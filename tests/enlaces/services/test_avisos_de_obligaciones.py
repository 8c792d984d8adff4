"""Lo que un acta reparte, lo que se resuelve y las fechas que se mueven: un correo por cambio, a quien le toca."""

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Institucion, Obligacion
from conferencia.services.suspensiones import reanudar
from enlaces.models import Aviso, Regla
from enlaces.services.cartas import redactar
from enlaces.services.inmediatos import de_un_hecho, planear_inmediatos
from tests import reparto
from tests.conferencia.plazos import analista, suspendida
from tests.enlaces.escena import DE_PUEBLA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PUEBLA = "enlace.puebla@demo.mx"


def test_publicar_un_acta_avisa_una_vez_por_institucion_lo_que_le_toca():
    publicada = Hecho.objects.get(clase="acta.publicada")
    assert de_un_hecho(publicada) == []  # la publicó una orden: es una carga
    publicada.actor_id = reparto.analista().pk  # como si la hubiera publicado una persona; el hecho de la base no se toca
    avisos = de_un_hecho(publicada)
    assert {a.institucion.clave for a in avisos if a.correo == PUEBLA} == {"PUE-SS", "PUE-UPC", "PUE-C5"}
    assert len({(a.correo, a.institucion_id) for a in avisos}) == len(avisos)
    Aviso.objects.bulk_create(avisos)
    de_la_upc = Aviso.objects.get(correo=PUEBLA, institucion__clave="PUE-UPC")
    carta = redactar(de_la_upc)
    suyas = Obligacion.objects.filter(partes__institucion__clave="PUE-UPC")
    assert len(carta.renglones) == suyas.count()
    assert carta.asunto.startswith(f"Te tocan {suyas.count()} obligaciones")
    assert "La primera vence el martes 12 de julio de 2022." in carta.texto
    assert {r.obligacion.clave.split("/")[2] for r in carta.renglones} <= {"PUE-UPC", "PUE"}


def test_suspender_y_reanudar_se_avisa_a_quien_responde():
    o = suspendida(DE_PUEBLA)
    (aviso,) = [a for a in planear_inmediatos() if a.regla == Regla.FECHA]
    assert (aviso.correo, aviso.sale_desde > aviso.planeado_en) == (PUEBLA, True)
    carta = redactar(aviso)
    assert carta.asunto.startswith("Plazo suspendido: nombrar a un enlace")
    assert "no se te recordará" in carta.texto
    o.refresh_from_db()
    with reloj.fijo(reloj.hoy().replace(day=20)):
        reanudada = reanudar(por=analista(), obligacion=o, hasta=reloj.hoy().replace(day=19), version=o.version)
        (aviso,) = [a for a in planear_inmediatos() if a.regla == Regla.FECHA]
        assert redactar(aviso).asunto.startswith("Nueva fecha, martes 26 de julio")
    assert reanudada.vence_el.isoformat() == "2022-07-26"
    assert planear_inmediatos() == []


def test_el_registro_dice_de_que_obligacion_habla():
    suspendida(DE_PUEBLA)
    (aviso,) = [a for a in planear_inmediatos() if a.regla == Regla.FECHA]
    (renglon,) = redactar(aviso).renglones
    assert (renglon.obligacion.clave, renglon.correo, renglon.institucion) == (DE_PUEBLA, PUEBLA, Institucion.objects.get(clave="PUE-SS"))
