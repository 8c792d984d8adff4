"""``correo_diagnostico`` contra un DNS y un SMTP de verdad, en loopback."""

import json
import socketserver
import threading

import dns.message
import dns.rrset
import pytest
from django.core.management import call_command

from conferencia.arranque.red import LOOPBACK, puerto_libre

ZONA = {
    ("conferencia.mx.", "MX"): ["10 correo.conferencia.mx."],
    ("conferencia.mx.", "TXT"): ['"v=spf1 mx " "-all"'],
    ("_dmarc.conferencia.mx.", "TXT"): ['"v=DMARC1; p=none"'],
    ("s1._domainkey.conferencia.mx.", "TXT"): ['"v=DKIM1; p=MIGf"'],
}


class _Responde(socketserver.BaseRequestHandler):
    def handle(self):
        datos, enchufe = self.request
        pregunta = dns.message.from_wire(datos)
        respuesta = dns.message.make_response(pregunta)
        (una,) = pregunta.question
        if valores := ZONA.get((una.name.to_text(), dns.rdatatype.to_text(una.rdtype))):
            respuesta.answer.append(dns.rrset.from_text(una.name, 60, "IN", una.rdtype, *valores))
        else:
            respuesta.set_rcode(dns.rcode.NXDOMAIN)
        enchufe.sendto(respuesta.to_wire(), self.client_address)


@pytest.fixture
def nombres():
    """«ip#puerto» de un servidor que solo conoce ``ZONA``."""
    with socketserver.UDPServer((LOOPBACK, 0), _Responde) as servidor:
        threading.Thread(target=servidor.serve_forever, daemon=True).start()
        yield f"{LOOPBACK}#{servidor.server_address[1]}"
        servidor.shutdown()


def corre(capsys, *argumentos: str) -> tuple[int, dict[str, str]]:
    codigo = 0
    try:
        call_command("correo_diagnostico", "--json", *argumentos)
    except SystemExit as salida:
        codigo = salida.code
    return codigo, {r["prueba"]: r["estado"] for r in json.loads(capsys.readouterr().out)}


def test_todo_en_orden_y_el_correo_de_prueba_llega(capsys, settings, buzon, nombres):
    settings.DEFAULT_FROM_EMAIL = "Seguimiento <avisos@conferencia.mx>"
    settings.IMAP_URL = ""
    codigo, estados = corre(capsys, "--dns", nombres, "--selector", "s1", "--enviar-a", "quien@ejemplo.mx")
    assert estados == {
        "Remitente": "bien",
        "MX": "bien",
        "SPF": "bien",
        "DMARC": "revisar",
        "DKIM": "bien",
        "SMTP": "bien",
        "IMAP": "omitida",
        "Envío": "bien",
    }
    assert codigo == 0
    assert [(c.para, c.asunto) for c in buzon.correos] == [("quien@ejemplo.mx", "Prueba de correo del seguimiento de acuerdos")]


def test_lo_que_falta_se_dice_y_sale_con_uno(capsys, settings, nombres):
    settings.DEFAULT_FROM_EMAIL = "avisos@sin-registros.mx"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, puerto_libre()
    settings.IMAP_URL = f"imap://x:y@{LOOPBACK}:{puerto_libre()}/INBOX"
    codigo, estados = corre(capsys, "--dns", nombres)
    assert (estados["MX"], estados["SPF"], estados["DMARC"], estados["DKIM"]) == ("falta", "falta", "falta", "omitida")
    assert (estados["SMTP"], estados["IMAP"], codigo) == ("sin_respuesta", "sin_respuesta", 1)


def test_sin_dns_no_se_da_por_faltante(capsys, settings, monkeypatch):
    monkeypatch.setattr("enlaces.services.diagnostico.ESPERA", 0.3)
    settings.DEFAULT_FROM_EMAIL = "avisos@conferencia.mx"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, puerto_libre()
    codigo, estados = corre(capsys, "--dns", f"{LOOPBACK}#{puerto_libre()}")
    assert (estados["SPF"], codigo) == ("sin_respuesta", 1)
