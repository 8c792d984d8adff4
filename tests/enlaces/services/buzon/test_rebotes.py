"""Lo que rebota: se anota en su aviso, marca la dirección si es para siempre y se prueba que es nuestro, y el sustituto recibe lo suyo."""

from datetime import timedelta

import pytest

from conferencia import reloj
from conferencia.models import Designacion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import designar
from enlaces.models import Aviso, CorreoRecibido, Rebote
from enlaces.queries.destinatarios import Libreta
from enlaces.queries.rebotes import por_revisar, rebotan
from enlaces.services import sobres
from enlaces.services.buzon.jornada import recibir
from enlaces.services.buzon.rebotes import LiberacionRechazada, liberar
from enlaces.services.envio import enviar_pendientes
from enlaces.services.planeacion import planear
from tests import reparto
from tests.enlaces.correos import PUEBLA
from tests.enlaces.escena import FIRMA, VENCE, a_las_ocho, obligacion

pytestmark = pytest.mark.django_db


def dsn(
    *, a: str, estado: str = "5.2.2", accion: str = "failed", direccion: str = PUEBLA, message_id: str = "", diagnostico: str = "552 5.2.2 Mailbox full"
) -> bytes:
    """Como el que manda un servidor (RFC 3464)."""
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.puebla.mx\r\nTo: {a}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <{estado}.{accion}.{direccion}>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nNo se pudo entregar.\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.puebla.mx\r\n\r\n"
        f"Final-Recipient: rfc822; {direccion}\r\nAction: {accion}\r\nStatus: {estado}\r\nDiagnostic-Code: smtp; {diagnostico}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id or '<otro@mx>'}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def enviado(avisado, seis) -> Aviso:
    return Aviso.objects.get(correo=PUEBLA)


def de_sobre(aviso: Aviso) -> str:
    return sobres.remitente_de_sobre(aviso)


def test_uno_permanente_marca_la_direccion_y_dice_por_que(imap, enviado):
    imap.entregar(dsn(a=de_sobre(enviado)))
    assert recibir()["anotados"] == 1
    rebote = Rebote.objects.get()
    assert (rebote.aviso, rebote.direccion, rebote.permanente, rebote.probado, rebote.codigo, rebote.dicho) == (
        enviado,
        PUEBLA,
        True,
        True,
        "5.2.2",
        "buzón lleno",
    )
    assert rebote.diagnostico == "552 5.2.2 Mailbox full"
    assert rebotan([PUEBLA.upper()]) == {PUEBLA}
    assert [d.direccion for d in por_revisar(reparto.facultades(reparto.analista()))] == [PUEBLA]
    assert por_revisar(reparto.facultades(reparto.enlace())) == []


def test_uno_pasajero_solo_se_anota(imap, enviado):
    imap.entregar(dsn(a=de_sobre(enviado), estado="4.4.7", diagnostico="timeout"))
    recibir()
    assert (Rebote.objects.get().permanente, Rebote.objects.get().dicho, rebotan()) == (False, "se acabó el tiempo de intentarlo", set())


def test_el_que_avisa_que_sigue_intentando_no_es_un_rebote(imap, enviado):
    imap.entregar(dsn(a=de_sobre(enviado), estado="4.4.1", accion="delayed"))
    recibir()
    assert (Rebote.objects.count(), CorreoRecibido.objects.get().clase) == (0, "rebote")


def test_sin_direccion_de_rebote_lo_prueba_el_identificador_del_correo_devuelto(imap, enviado):
    imap.entregar(dsn(a="seguimiento@localhost", message_id=enviado.message_id))
    recibir()
    assert rebotan() == {PUEBLA}


@pytest.mark.parametrize("a", ["rebotes@secretaria.mx", "rebotes+raaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaa@secretaria.mx"])
def test_un_rebote_inventado_no_calla_a_nadie(imap, enviado, a):
    imap.entregar(dsn(a=a))
    recibir()
    assert (Rebote.objects.get().probado, rebotan()) == (False, set())


def test_uno_de_otra_direccion_no_marca_la_de_este_aviso(imap, enviado):
    imap.entregar(dsn(a=de_sobre(enviado), direccion="enlace.hidalgo@demo.mx"))
    recibir()
    assert rebotan() == set()


def test_lo_suyo_lo_recibe_el_suplente_y_sin_nadie_mas_el_contacto(imap, enviado, buzon):
    ss = obligacion().institucion
    materia = obligacion().compromiso.disposicion_id
    imap.entregar(dsn(a=de_sobre(enviado)))
    recibir()
    assert [d.correo for d in Libreta(reloj.hoy(), [ss.pk]).para(ss.pk, materia)] == ["titular.pue-ss@demo.mx"]
    designar(por=facultades_del_sistema(reloj.hoy()), institucion=ss, rol=Rol.ENLACE_SUPLENTE, nombre="Suplente", email="suplente@demo.mx")
    assert [d.correo for d in Libreta(reloj.hoy(), [ss.pk]).para(ss.pk, materia)] == ["suplente@demo.mx"]
    with reloj.fijo(a_las_ocho(VENCE - timedelta(days=1))):
        planear(VENCE - timedelta(days=1))
        enviar_pendientes()
    despues = {c.para for c in buzon.correos[1:]}
    assert "suplente@demo.mx" in despues
    assert not Aviso.objects.filter(correo=PUEBLA, para_el__gt=FIRMA).exists()


def test_liberada_se_le_vuelve_a_escribir_y_queda_por_que(imap, enviado):
    imap.entregar(dsn(a=de_sobre(enviado)))
    recibir()
    st = reparto.facultades(reparto.analista())
    with pytest.raises(LiberacionRechazada):
        liberar(por=st, direccion=PUEBLA, motivo="  ")
    assert liberar(por=st, direccion=PUEBLA.upper(), motivo="Vació su buzón.") == 1
    assert rebotan() == set()
    assert (Rebote.objects.get().motivo, Rebote.objects.get().liberada_por) == ("Vació su buzón.", reparto.analista())
    with pytest.raises(LiberacionRechazada, match="no está marcada"):
        liberar(por=st, direccion=PUEBLA, motivo="Otra vez.")


def test_la_pagina_del_aviso_dice_que_reboto(imap, enviado, client):
    imap.entregar(dsn(a=de_sobre(enviado)))
    recibir()
    client.force_login(reparto.analista())
    assert "Rebotó: buzón lleno" in client.get(f"/avisos/{enviado.pk}/").content.decode()


def test_los_dos_mismos_rebotes_se_anotan_una_vez(imap, enviado):
    for _ in range(2):
        imap.entregar(dsn(a=de_sobre(enviado)))
    recibir()
    assert Rebote.objects.count() == 1
    assert Designacion.objects.filter(usuario__email=PUEBLA).exists()
