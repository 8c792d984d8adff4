"""Lo que un acta reparte, lo que se resuelve y las fechas que se mueven: un correo por cambio, a quien le toca."""

import io
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Hecho, Institucion, Obligacion
from conferencia.services.suspensiones import reanudar
from enlaces.models import Aviso, Regla
from enlaces.services.cartas import redactar
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import de_un_hecho, planear_inmediatos
from enlaces.services.secretos import CODIGO, LIGA
from tests import reparto
from tests.conferencia.plazos import analista, suspendida
from tests.conferencia.services.test_publicacion import ACTA_QUE_NOMBRA
from tests.enlaces.escena import DE_PUEBLA
from tests.enlaces.prorrogas import hidalgo_pide_prorroga, se_concede
from tests.enlaces.relevos import CONTRASENA, codigo_de, contacto_con_cuenta, correos_a, ruta_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PUEBLA = "enlace.puebla@demo.mx"


def test_publicar_un_acta_avisa_una_vez_por_institucion_lo_que_le_toca():
    publicada = Hecho.objects.get(clase="acta.publicada")
    assert de_un_hecho(publicada) == []  # la publicó la semilla: es una carga
    publicada.datos = "{}"  # como si la hubiera publicado una persona; el hecho de la base no se toca
    publicada.actor_id = reparto.analista().pk
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
        assert redactar(aviso).asunto.startswith("Nueva fecha, 26 de julio: ")
    assert reanudada.vence_el.isoformat() == "2022-07-26"
    assert planear_inmediatos() == []


def test_el_registro_dice_de_que_obligacion_habla():
    suspendida(DE_PUEBLA)
    (aviso,) = [a for a in planear_inmediatos() if a.regla == Regla.FECHA]
    (renglon,) = redactar(aviso).renglones
    assert (renglon.obligacion.clave, renglon.correo, renglon.institucion) == (DE_PUEBLA, PUEBLA, Institucion.objects.get(clave="PUE-SS"))


@pytest.mark.parametrize(
    ("dia", "opciones", "avisa"),
    [(date(2022, 8, 8), [], True), (date(2022, 8, 8), ["--sin-avisos"], False), (date(2022, 9, 4), [], True), (date(2022, 9, 5), [], False)],
    ids=["reciente", "reciente y sin avisos", "de hace treinta días", "de hace más de treinta días"],
)
def test_lo_que_publica_una_orden_se_avisa_igual_si_es_reciente(tmp_path, dia, opciones, avisa):
    """El acto es del 5 de agosto: nombra a Puebla, Tlaxcala y Morelos."""
    ruta, dicho = tmp_path / "nombra.md", io.StringIO()
    ruta.write_text(ACTA_QUE_NOMBRA)
    with reloj.fijo(dia):
        call_command("publicar_acta", str(ruta), "--zona", "Centro", *opciones, stdout=io.StringIO(), stderr=dicho)
        call_command("publicar_acta", str(ruta), "--zona", "Centro", *opciones, stdout=io.StringIO())
        avisos = [a for a in planear_inmediatos() if a.regla == Regla.ASIGNACION]
        assert planear_inmediatos() == []
    assert sorted(a.institucion.clave for a in avisos) == (["MOR-SS", "PUE-SS", "TLAX-SS"] if avisa else [])
    assert ("no se le escribe a nadie" in dicho.getvalue()) == (not avisa and not opciones)


# --- Al correo oficial de quien no ha designado enlace ------------------------------------------------------------------

DE_MORELOS = "titular.mor-ss@demo.mx"


def asignado_a_morelos(buzon):
    """El correo que de verdad le llegó, como si una persona hubiera publicado el acta."""
    publicada = Hecho.objects.get(clase="acta.publicada")
    publicada.datos = '{"avisar": true}'
    (aviso,) = [a for a in de_un_hecho(publicada) if a.correo == DE_MORELOS and a.institucion.clave == "MOR-SS"]
    aviso.sale_desde = None
    aviso.save()
    enviar_pendientes()
    (llegado,) = correos_a(buzon, DE_MORELOS)
    return llegado


def test_el_contacto_oficial_sin_cuenta_la_abre_desde_el_correo_de_asignacion_y_designa(client, buzon):
    llegado = asignado_a_morelos(buzon)
    registrado = Aviso.objects.get(correo=DE_MORELOS, regla=Regla.ASIGNACION)
    assert (LIGA in registrado.cuerpo_texto, CODIGO in registrado.cuerpo_texto, LIGA in llegado.texto) == (True, True, False)
    assert codigo_de(llegado) not in registrado.cuerpo_texto
    assert client.post(ruta_de(llegado), {"contrasena": CONTRASENA, "repetida": CONTRASENA}).status_code == 302
    assert client.get(reverse("enlaces-designar-oficio", args=["MOR-SS"])).status_code == 200
    assert client.get(reverse("enlaces-designar-oficio", args=["PUE-SS"])).status_code == 404


def test_el_que_ya_tiene_cuenta_va_directo_a_designar(buzon, settings):
    contacto_con_cuenta("MOR-SS")
    llegado = asignado_a_morelos(buzon)
    assert f"Designar enlace: {settings.BASE_URL}{reverse('enlaces-designar-oficio', args=['MOR-SS'])}" in llegado.texto
    assert "/cuentas/activar/" not in llegado.texto


# --- La resolución de una solicitud, palabra por palabra ------------------------------------------------------------------

CONCEDIDA = """\
Prórroga concedida: la Secretaría Técnica resolvió lo que la Secretaría de Seguridad de Hidalgo
pidió con el oficio HGO/P/1.

Nombrar a un enlace de forma individual
Disposición transitoria TERCERA · ZC-2022-1/T3.1/HGO-SS

Vence el viernes 22 de julio de 2022. Lo que no se presenta en su plazo queda vencido.

El motivo y el fundamento están en el portal.

Ver la resolución: https://seguimiento.gob.mx/obligaciones/<id>/

--
Recibes este correo porque eres enlace titular de la Secretaría de Seguridad de Hidalgo.
Es un envío automático: lo que se responda aquí no se lee.
Los plazos vencen al terminar el día, en hora de la Ciudad de México.
Seguimiento de Acuerdos · Secretaría Técnica de la Conferencia
"""


def test_la_prorroga_concedida_dice_a_quien_la_pidio_hasta_cuando_y_nada_del_motivo(settings):
    settings.BASE_URL, settings.CORREO_BUZON = "https://seguimiento.gob.mx", ""
    hidalgo_pide_prorroga()
    se_concede()
    (aviso,) = [a for a in planear_inmediatos() if a.regla == Regla.RESOLUCION]
    carta = redactar(aviso)
    assert (aviso.correo, carta.asunto) == ("enlace.hidalgo@demo.mx", "Prórroga concedida: nombrar a un enlace de forma…, Hidalgo")
    assert sin_ids(carta.texto) == CONCEDIDA.strip()
    assert [(r.obligacion.clave, r.correo) for r in carta.renglones] == [("ZC-2022-1/T3.1/HGO-SS", "enlace.hidalgo@demo.mx")]


def sin_ids(texto: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", re.sub(r"\n{3,}", "\n\n", texto.strip()))
