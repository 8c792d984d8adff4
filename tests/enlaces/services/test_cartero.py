"""Qué le dice el cartero a servidores que contestan distinto: uno de verdad en loopback, con el libreto que se le dé."""

import smtplib
import socketserver
import threading
from contextlib import suppress

import pytest

from conferencia.arranque.red import LOOPBACK
from enlaces.services.cartero import Cartero, Pliego

CARTA = b"Subject: Hola\r\n\r\nUno\r\n.Dos\r\n"


class Libreto(socketserver.StreamRequestHandler):
    """Contesta a cada orden lo que diga ``server.respuestas`` (si no, 250) y apunta lo que oyó; tras un «354», lee hasta el punto."""

    def handle(self) -> None:
        self.wfile.write(b"220 listo\r\n")
        for renglon in self.rfile:
            orden = renglon.decode().strip()
            self.server.oido.append(orden)
            verbo = orden[:4].upper()
            if verbo == "EHLO":
                self.wfile.write(self.server.saludo)
                continue
            respuesta = self.server.respuestas.get(verbo, "221 adiós" if verbo == "QUIT" else "250 OK")
            self.wfile.write(f"{respuesta}\r\n".encode())
            if respuesta.startswith("354"):
                contenido = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.contenidos.append(contenido)
                self.wfile.write(b"250 guardado\r\n" if contenido else b"554 sin destinatario\r\n")


@pytest.fixture(params=[True, False], ids=["encadenado", "de una en una"])
def servidor(request, settings):
    with socketserver.ThreadingTCPServer((LOOPBACK, 0), Libreto) as servidor:
        servidor.daemon_threads = True
        servidor.oido, servidor.contenidos, servidor.respuestas = [], [], {"DATA": "354 adelante"}
        servidor.saludo = b"250-yo\r\n250-PIPELINING\r\n250 HELP\r\n" if request.param else b"250-yo\r\n250 HELP\r\n"
        servidor.encadena = request.param
        threading.Thread(target=servidor.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = servidor.server_address
        yield servidor
        servidor.shutdown()


@pytest.fixture
def cartero(servidor):
    cartero = Cartero()
    yield cartero
    cartero.cerrar()


def entregar(cartero: Cartero, correo: str = "b@d.mx") -> list[str]:
    mientras: list[str] = []
    cartero.entregar(Pliego.de("a@d.mx", correo, CARTA), lambda: mientras.append("sí"))
    return mientras


def test_dos_cartas_por_la_misma_conexion(servidor, cartero):
    assert entregar(cartero) == entregar(cartero, "c@d.mx") == ["sí"]
    assert [o for o in servidor.oido if not o.startswith("ehlo")] == [
        "MAIL FROM:<a@d.mx>",
        "RCPT TO:<b@d.mx>",
        "DATA",
        "MAIL FROM:<a@d.mx>",
        "RCPT TO:<c@d.mx>",
        "DATA",
    ]
    assert servidor.contenidos == [b"Subject: Hola\r\n\r\nUno\r\n..Dos\r\n"] * 2


@pytest.mark.parametrize(
    ("respuestas", "error"),
    [
        ({"MAIL": "451 luego", "RCPT": "503 orden", "DATA": "503 orden"}, smtplib.SMTPSenderRefused),
        ({"RCPT": "550 no existe", "DATA": "503 orden"}, smtplib.SMTPRecipientsRefused),
        ({"DATA": "451 luego"}, smtplib.SMTPDataError),
    ],
)
def test_lo_rechazado_se_dice_y_la_siguiente_sale(servidor, cartero, respuestas, error):
    servidor.respuestas = respuestas
    with pytest.raises(error):
        entregar(cartero)
    servidor.respuestas = {"DATA": "354 adelante"}
    assert entregar(cartero) == ["sí"]
    assert [o for o in servidor.oido if o.lower() == "rset"] == ["rset"]
    assert len(servidor.contenidos) == 1


def test_si_pide_contenido_sin_destinatario_se_le_da_vacio(servidor, cartero):
    """Hay servidores que contestan «354» aunque hayan rechazado al único destinatario: encadenado, el DATA ya iba en camino."""
    servidor.respuestas = {"RCPT": "550 no existe", "DATA": "354 adelante"}
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        entregar(cartero)
    assert servidor.contenidos == ([b""] if servidor.encadena else [])
    servidor.respuestas = {"DATA": "354 adelante"}
    assert entregar(cartero) == ["sí"]


@pytest.mark.parametrize("mala", ["b@d.mx\r\nRCPT TO:<otro@d.mx>", "<b@d.mx\r\nRCPT TO:<otro@d.mx>"])
def test_una_direccion_no_puede_traer_otra_orden(servidor, cartero, mala):
    with suppress(ValueError):  # ``smtplib`` se niega a mandarla
        entregar(cartero, mala)
    assert "RCPT TO:<otro@d.mx>" not in servidor.oido
