"""El buzón de demostración guarda cada correo entero, con su sobre."""

import os
import smtplib
import subprocess
import sys
from email import message_from_bytes, policy

import pytest

from conferencia.arranque.procesos import Programa, lanza
from conferencia.arranque.red import atiende, puerto_libre
from conferencia.arranque.rutas import RAIZ

MENSAJE = "From: seguimiento@localhost\r\nTo: Puebla <enlace.puebla@demo.mx>\r\nSubject: Vence =?utf-8?q?ma=C3=B1ana?=\r\n\r\nTexto\r\n.\r\nfin\r\n"


@pytest.fixture
def buzon(tmp_path, hasta):
    puerto = puerto_libre()
    orden = [sys.executable, "-m", "conferencia.arranque.buzon_demo", "--puerto", str(puerto), "--carpeta", str(tmp_path)]
    proceso = lanza(Programa("correo", orden, dict(os.environ), RAIZ), subprocess.DEVNULL)
    hasta(lambda: atiende(puerto))
    yield puerto
    proceso.terminate()
    assert proceso.wait(5) == 0


def test_guarda_el_mensaje_entero_y_su_sobre(buzon, tmp_path):
    with smtplib.SMTP("127.0.0.1", buzon) as cliente:
        cliente.sendmail("rebotes@localhost", ["enlace.puebla@demo.mx", "oculta@demo.mx"], MENSAJE)
    (archivo,) = tmp_path.iterdir()
    guardado = archivo.read_bytes()
    assert archivo.suffix == ".eml"
    assert guardado.endswith(MENSAJE.encode())
    leido = message_from_bytes(guardado, policy=policy.default)
    assert leido["X-Sobre-De"] == "rebotes@localhost"
    assert leido.get_all("X-Sobre-Para") == ["enlace.puebla@demo.mx", "oculta@demo.mx"]
    assert leido["Subject"] == "Vence mañana"


def test_los_nombres_dan_el_orden_de_llegada(buzon, tmp_path):
    with smtplib.SMTP("127.0.0.1", buzon) as cliente:
        for numero in range(5):
            cliente.sendmail("a@localhost", ["b@localhost"], f"Subject: {numero}\r\n\r\n")
    asuntos = [message_from_bytes(archivo.read_bytes())["Subject"] for archivo in sorted(tmp_path.glob("*.eml"))]
    assert asuntos == ["0", "1", "2", "3", "4"]
