"""Contra un clamd de verdad con una base de una sola firma (EICAR): lo infectado no entra, y si el antivirus calla se hace lo que se dijo."""

import io
import os
import socket
import threading
import time
from contextlib import closing

import pytest

from conferencia.models import Archivo, ExamenDeArchivo, Hecho
from conferencia.services import antivirus
from conferencia.services.archivos import PDF, ArchivoInadmisible, guardar_archivo
from tests import reparto
from tests.clamd import EICAR, con_clamd
from tests.clamd import clamd as demonio
from tests.conferencia.presentaciones import presentar
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, con_clamd]


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    with demonio(tmp_path_factory.mktemp("clamd")) as direccion:
        yield direccion


@pytest.fixture
def encendido(clamd, settings):
    settings.CLAMAV_URL = clamd


@pytest.fixture
def caido(tmp_path, settings):
    settings.CLAMAV_URL = f"unix://{tmp_path / 'no-hay'}"


def subir(enlace, contenido: bytes, nombre: str = "oficio.pdf") -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(contenido), nombre=nombre, admitidos={PDF}, actor=enlace.pk)


def infectado() -> bytes:
    return pdf_de_una_pagina() + b"\n%" + EICAR + b"\n%%EOF\n"


@pytest.mark.usefixtures("encendido")
def test_lo_limpio_entra_con_su_veredicto_y_su_hora(enlace):
    examen = subir(enlace, pdf_de_una_pagina()).examen
    assert (examen.antivirus, examen.revisado_en == examen.examinado_en, examen.firma_de_virus) == ("limpio", True, "")


@pytest.mark.usefixtures("encendido")
def test_lo_infectado_no_entra_y_se_dice(enlace):
    with pytest.raises(ArchivoInadmisible) as negado:
        subir(enlace, infectado())
    assert (negado.value.motivo, str(negado.value)) == (
        "virus",
        "«oficio.pdf» trae un virus. No se guardó. Revisa tu equipo, vuelve a generar el archivo y súbelo otra vez.",
    )
    assert Archivo.objects.filter(subido_por=enlace).count() == 0


@pytest.mark.usefixtures("caido")
def test_caido_y_obligatorio_no_se_recibe_y_se_pide_volver(enlace, settings):
    settings.CLAMAV_OBLIGATORIO = True
    with pytest.raises(ArchivoInadmisible) as negado:
        subir(enlace, pdf_de_una_pagina())
    assert (negado.value.motivo, str(negado.value)) == (
        "sin_revisar",
        "«oficio.pdf» no se pudo revisar contra virus; inténtalo más tarde. Lo demás quedó guardado.",
    )


@pytest.mark.usefixtures("caido")
def test_caido_y_no_obligatorio_se_recibe_marcado_y_el_barrido_espera(enlace):
    examen = subir(enlace, pdf_de_una_pagina()).examen
    assert (examen.antivirus, examen.revisado_en) == ("sin_revisar", None)
    assert antivirus.revisar_lo_pendiente() == 0
    examen.refresh_from_db()
    assert examen.antivirus == "sin_revisar"


def test_cuando_vuelve_se_revisa_lo_pendiente_y_lo_infectado_queda_retenido(hoy, settings, tmp_path, clamd):
    settings.CLAMAV_URL = f"unix://{tmp_path / 'no-hay'}"
    entrega = presentar(reparto.enlace(), "A9.1", "PUE-SS")
    limpio, malo = entrega.oficio.archivos.get(), subir(reparto.enlace(), infectado())
    entrega.oficio.adjuntos.create(archivo=malo, orden=2)
    settings.CLAMAV_URL = clamd
    assert (antivirus.revisar_lo_pendiente(), antivirus.revisar_lo_pendiente()) == (2, 0)
    estados = dict(ExamenDeArchivo.objects.filter(archivo__in=[limpio, malo]).values_list("archivo", "antivirus"))
    assert estados == {limpio.pk: "limpio", malo.pk: "infectado"}
    hecho = Hecho.objects.get(clase="archivo.retenido")
    assert (hecho.obligacion_id, hecho.actor_id, hecho.motivo) == (
        entrega.obligacion_id,
        None,
        "«oficio.pdf»: el antivirus halló Prueba.Eicar.UNOFFICIAL.",
    )


@pytest.mark.usefixtures("encendido")
def test_lo_que_pasa_del_limite_del_antivirus_no_se_da_por_limpio():
    with pytest.raises(antivirus.NoContesta):
        antivirus.revisar(io.BytesIO(os.urandom(3 * 1024 * 1024)))


def test_por_tcp_y_con_un_servidor_que_cuelga(settings):
    """Contesta la conexión y nunca el veredicto: se deja de esperar."""
    with closing(socket.create_server(("127.0.0.1", 0))) as servidor:
        settings.CLAMAV_URL, settings.CLAMAV_SEGUNDOS = f"tcp://127.0.0.1:{servidor.getsockname()[1]}", 0.3
        antes = time.monotonic()
        with pytest.raises(antivirus.NoContesta, match="timed out"):
            antivirus.revisar(io.BytesIO(b"hola"))
        assert time.monotonic() - antes < 5


@pytest.mark.parametrize(("dice", "virus"), [(b"stream: OK\0", ""), (b"stream: Malo.Uno FOUND\0", "Malo.Uno")])
def test_por_tcp_se_lee_el_veredicto_y_se_manda_el_archivo_por_trozos(settings, dice, virus):
    with closing(socket.create_server(("127.0.0.1", 0))) as servidor:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{servidor.getsockname()[1]}"
        recibido: list[bytes] = []

        def atender() -> None:
            conexion, _ = servidor.accept()
            with conexion:
                crudo = b""
                while not crudo.endswith(b"\0\0\0\0"):
                    crudo += conexion.recv(65536)
                recibido.append(crudo)
                conexion.sendall(dice)

        hilo = threading.Thread(target=atender)
        hilo.start()
        veredicto = antivirus.revisar(io.BytesIO(b"hola"))
        hilo.join(timeout=5)
    assert (veredicto.virus, recibido) == (virus, [b"zINSTREAM\0" + b"\0\0\0\x04hola" + b"\0\0\0\0"])
