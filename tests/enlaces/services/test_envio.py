"""Enviar por un SMTP de verdad: qué sale, qué se reintenta, qué se suprime y por qué."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conferencia import reloj
from conferencia.models import Designacion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import designar
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.envio import ESPERA, INTENTOS, enviar_pendientes, hay_por_enviar
from enlaces.services.planeacion import planear
from tests.enlaces.escena import FIRMA, VENCE, a_las_ocho, presentar

pytestmark = pytest.mark.django_db
PUEBLA = "enlace.puebla@demo.mx"


@pytest.fixture
def firma():
    with reloj.fijo(a_las_ocho(FIRMA)):
        yield FIRMA


def ya_puede_reintentar() -> None:
    Aviso.objects.filter(estado=EstadoAviso.PLANEADO).update(arrendado_hasta=timezone.now() - timedelta(seconds=1))


def test_sale_un_correo_por_persona_y_la_cola_queda_vacia(buzon, firma):
    planear(firma)
    saldo = enviar_pendientes()
    assert saldo.como_dict() == {"enviados": 17, "suprimidos": 0, "fallidos": 0, "por_reintentar": 0}
    assert sorted(c.para for c in buzon.correos) == sorted(Aviso.objects.values_list("correo", flat=True))
    assert set(Aviso.objects.values_list("estado", "intentos", "enviado_en")) == {(EstadoAviso.ENVIADO, 1, a_las_ocho(firma))}
    assert not hay_por_enviar()
    assert enviar_pendientes().enviados == 0
    assert len(buzon.correos) == 17


def test_el_correo_que_llega_es_el_que_queda_en_el_registro(buzon, firma):
    planear(firma)
    enviar_pendientes()
    aviso = Aviso.objects.get(correo=PUEBLA)
    correo = next(c for c in buzon.correos if c.para == PUEBLA)
    encabezados = dict(correo.encabezados)
    assert (correo.asunto, correo.texto, correo.html) == (aviso.asunto, aviso.cuerpo_texto, aviso.cuerpo_html)
    assert encabezados["Message-ID"] == aviso.message_id
    assert encabezados["Auto-Submitted"] == "auto-generated"
    assert encabezados["Date"] == "Tue, 05 Jul 2022 08:00:00 -0500"


def test_si_el_servidor_no_contesta_nada_se_pierde_ni_gasta_intentos(buzon, firma, settings):
    planear(firma)
    puerto, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    saldo = enviar_pendientes()
    assert saldo.por_reintentar == 1
    assert set(Aviso.objects.values_list("estado", "intentos")) == {(EstadoAviso.PLANEADO, 0)}
    settings.EMAIL_PORT = puerto
    assert enviar_pendientes().enviados == 16  # el que se intentó espera un minuto
    ya_puede_reintentar()
    assert enviar_pendientes().enviados == 1
    assert len({c.para for c in buzon.correos}) == len(buzon.correos) == 17


@pytest.mark.parametrize("encadena", [True, False])
def test_una_direccion_que_no_existe_falla_sola_y_dice_por_que(buzon, firma, encadena):
    buzon.encadena = encadena
    buzon.rechazar["titular.mor-ss@demo.mx"] = "550 5.1.1 No existe ese buzón"
    planear(firma)
    saldo = enviar_pendientes()
    assert (saldo.enviados, saldo.fallidos) == (16, 1)
    fallido = Aviso.objects.get(correo="titular.mor-ss@demo.mx")
    assert (fallido.estado, fallido.motivo) == (EstadoAviso.FALLIDO, "550 5.1.1 No existe ese buzón")


def test_un_rechazo_temporal_se_reintenta_con_espera_y_al_quinto_se_rinde(buzon, firma):
    buzon.rechazar["titular.mor-ss@demo.mx"] = "450 4.2.1 Ocupado"
    planear(firma)
    assert enviar_pendientes().por_reintentar == 1
    ocupado = Aviso.objects.get(correo="titular.mor-ss@demo.mx")
    assert (ocupado.estado, ocupado.intentos) == (EstadoAviso.PLANEADO, 1)
    assert timezone.now() < ocupado.arrendado_hasta <= timezone.now() + ESPERA
    for _ in range(INTENTOS - 1):
        ya_puede_reintentar()
        enviar_pendientes()
    ocupado.refresh_from_db()
    assert (ocupado.estado, ocupado.intentos) == (EstadoAviso.FALLIDO, INTENTOS)


def test_lo_entregado_un_minuto_antes_ya_no_se_recuerda(buzon):
    with reloj.fijo(a_las_ocho(VENCE)):
        planear(VENCE)
        presentar()
        enviar_pendientes()
    aviso = Aviso.objects.get(correo=PUEBLA)
    assert sorted(aviso.renglones.values_list("obligacion__clave", flat=True)) == [
        "ZC-2022-1/T1.1/PUE-C5",
        "ZC-2022-1/T1.1/PUE-UPC",
        "ZC-2022-1/T4.1/PUE-C5",
        "ZC-2022-1/T4.1/PUE-UPC",
    ]
    assert "Secretaría de Seguridad de Puebla" not in aviso.cuerpo_texto.split("Recibes este correo")[0]


def test_si_ya_no_hay_nada_que_avisar_se_suprime_y_dice_por_que(buzon, firma):
    planear(firma)
    Aviso.objects.exclude(correo="titular.mor-ss@demo.mx").delete()
    with reloj.fijo(a_las_ocho(firma)):
        designar(
            por=facultades_del_sistema(firma),
            email="nueva@morelos.mx",
            nombre="Nueva",
            rol=Rol.ENLACE_TITULAR,
            institucion=Aviso.objects.get().institucion,
        )
        enviar_pendientes()
    assert Aviso.objects.get(correo="titular.mor-ss@demo.mx").estado == EstadoAviso.SUPRIMIDO
    assert "ya no tiene el encargo" in Aviso.objects.get(correo="titular.mor-ss@demo.mx").motivo
    relevo = Aviso.objects.get(correo="nueva@morelos.mx")
    assert relevo.estado == EstadoAviso.ENVIADO
    assert "nueva@morelos.mx" in {c.para for c in buzon.correos}
    assert "titular.mor-ss@demo.mx" not in {c.para for c in buzon.correos}


def test_un_aviso_imposible_de_redactar_no_detiene_a_los_demas(buzon, firma):
    planear(firma)
    roto = Aviso.objects.get(correo="titular.mor-ss@demo.mx")
    Aviso.objects.filter(pk=roto.pk).update(regla="acuse", hecho=None)  # un acuse sin hecho no se puede escribir
    saldo = enviar_pendientes()
    assert (saldo.enviados, saldo.por_reintentar) == (16, 1)
    roto.refresh_from_db()
    assert (roto.estado, roto.intentos, roto.motivo) == (EstadoAviso.PLANEADO, 1, "No se pudo redactar: AssertionError.")


def test_lo_que_otro_tiene_arrendado_no_se_toca(buzon, firma):
    planear(firma)
    Aviso.objects.filter(correo=PUEBLA).update(estado=EstadoAviso.ENVIANDO, arrendado_hasta=timezone.now() + timedelta(minutes=1))
    assert enviar_pendientes().enviados == 16
    assert PUEBLA not in {c.para for c in buzon.correos}
    assert Designacion.objects.filter(usuario__email=PUEBLA).exists()
