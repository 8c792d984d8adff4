"""Un servidor SMTP de verdad, en loopback, que guarda cada correo como lo hace el de la demostración."""

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from conferencia.arranque.buzon_demo import con_encadenado, guarda
from conferencia.arranque.red import LOOPBACK, puerto_libre
from enlaces.queries import correos_demo

LIMITE = 60  # segundos


class Sumidero:
    """Recibe, guarda y, si se le pide, se detiene en un paso hasta que la prueba lo suelta.

    ``detenerse_en``: «sobre» (antes de recibir nada) o «guardado» (recibido, sin contestar), tras ``dejar_pasar`` correos.
    ``rechazar``: dirección → respuesta. ``encadena``: si anuncia PIPELINING.
    """

    def __init__(self, carpeta: Path) -> None:
        self.carpeta = carpeta
        self.detenerse_en, self.dejar_pasar = "", 0
        self.llego, self.sigue = threading.Event(), threading.Event()
        self.rechazar: dict[str, str] = {}
        self.encadena = True

    async def pausa(self, paso: str) -> None:
        if self.detenerse_en != paso:
            return
        if self.dejar_pasar:
            self.dejar_pasar -= 1
            return
        self.detenerse_en, self.dejar_pasar = "", 0
        self.llego.set()
        while not self.sigue.is_set():
            await asyncio.sleep(0.01)

    @property
    def correos(self) -> list[correos_demo.CorreoDeDemo]:
        """Del más viejo al más nuevo, enteros."""
        return [correos_demo.leer(c.pk) for c in reversed(correos_demo.listar(0, 1000))]


class Manejador:
    """Lo que el servidor llama. Va aparte del sumidero: aiosmtpd evalúa cada propiedad de su manejador en cada conexión."""

    def __init__(self, sumidero: Sumidero) -> None:
        self._sumidero = sumidero

    async def handle_EHLO(self, servidor, sesion, sobre, quien, dichos) -> list[str]:
        con_todo = con_encadenado(sesion, quien, dichos)
        return con_todo if self._sumidero.encadena else dichos

    async def handle_RCPT(self, servidor, sesion, sobre, direccion, opciones) -> str:
        await self._sumidero.pausa("sobre")
        if respuesta := self._sumidero.rechazar.get(direccion):
            return respuesta
        sobre.rcpt_tos.append(direccion)
        return "250 OK"

    async def handle_DATA(self, servidor, sesion, sobre) -> str:
        guarda(self._sumidero.carpeta, sobre.mail_from, sobre.rcpt_tos, sobre.original_content)
        await self._sumidero.pausa("guardado")
        return "250 Recibido"


class Servidor(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname=LOOPBACK, enable_SMTPUTF8=True)  # sin él pregunta el suyo al DNS en cada conexión


@pytest.fixture
def buzon(tmp_path, settings):
    carpeta = tmp_path / "correos"
    carpeta.mkdir()
    sumidero = Sumidero(carpeta)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # un renglón por cada orden de SMTP cuesta más que el correo
    servidor = Servidor(Manejador(sumidero), hostname=LOOPBACK, port=puerto_libre())
    servidor.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # el entorno de pruebas de Django pone uno en memoria
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, servidor.port
    settings.CORREO_DEMO_DIR = str(carpeta)
    yield sumidero
    sumidero.sigue.set()
    servidor.stop()
