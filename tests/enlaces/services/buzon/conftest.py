"""Un buzón IMAP de verdad para todas las pruebas de la carpeta, vacío en cada una."""

import pytest

from conferencia import reloj
from enlaces.models import Aviso
from enlaces.services import sobres
from enlaces.services.envio import enviar_pendientes
from enlaces.services.planeacion import planear
from tests.dovecot import Dovecot, dovecot
from tests.enlaces.correos import BUZON, PUEBLA, REBOTES
from tests.enlaces.escena import FIRMA, a_las_ocho


@pytest.fixture(scope="session")
def servidor_imap():
    with dovecot() as servidor:
        yield servidor


@pytest.fixture
def imap(servidor_imap: Dovecot, settings):
    settings.IMAP_URL = servidor_imap.url
    settings.CORREO_BUZON, settings.CORREO_REBOTES = BUZON, REBOTES
    settings.CORREO_AUTENTICADOR = ["mx.secretaria.mx"]
    with servidor_imap.caja() as caja:
        for carpeta in ("INBOX", "Procesados"):
            if caja.folder.exists(carpeta):
                caja.folder.set(carpeta)
                caja.delete(caja.uids())
    return servidor_imap


@pytest.fixture
def seis(imap):
    """Miércoles 6 de julio, a las ocho."""
    with reloj.fijo(a_las_ocho(FIRMA.replace(day=6))) as instante:
        yield instante


@pytest.fixture
def avisado(buzon, imap):
    """A Puebla ya le llegó el resumen del 5 de julio. Da la dirección a la que se responde y el Message-ID."""
    with reloj.fijo(a_las_ocho(FIRMA)):
        planear(FIRMA)
        enviar_pendientes()
    aviso = Aviso.objects.get(correo=PUEBLA)
    return sobres.responder_a(aviso), aviso.message_id
