"""La documentación se ve en un navegador de verdad, con la política de contenido puesta y sin salir del sitio."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import sync_playwright

from conferencia.api.documentacion import RUTA_DEL_ESQUEMA

pytestmark = pytest.mark.django_db


def directivas(respuesta) -> dict[str, str]:
    return dict(d.strip().split(" ", 1) for d in respuesta["Content-Security-Policy"].split(";"))


def test_solo_los_estilos_se_relajan_y_solo_aqui(anonima):
    documentacion, esquema = directivas(anonima.get("docs/")), directivas(anonima.get("openapi.json"))
    assert documentacion == esquema | {"style-src": "'self' 'unsafe-inline'"}
    assert esquema["default-src"] == "'self'"
    assert "script-src" not in documentacion


def test_se_abre_sin_sesion_y_sin_nada_de_fuera(anonima):
    respuesta = anonima.get("docs/")
    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert 'lang="es-MX"' in html
    assert [u for u in ("http://", "https://", "<style", "cdn") if u in html] == []
    guion = anonima.get("docs/?script=")
    assert (guion.status_code, guion["Content-Type"].split(";")[0]) == (200, "application/javascript")
    assert '"/api/v1/openapi.json"' in guion.content.decode()


class Callado(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def sitio():
    """Servidor de verdad en un hilo. La documentación no toca la base, así que no hace falta vaciarla después."""
    with make_server("localhost", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Callado) as servidor:
        hilo = threading.Thread(target=servidor.serve_forever, daemon=True)
        hilo.start()
        yield f"http://localhost:{servidor.server_port}"
        servidor.shutdown()
        hilo.join()


@pytest.mark.e2e
def pintada(sitio: str) -> tuple[list[str], list[str], int]:
    """Lo que se quejó, lo que pidió fuera y cuántas operaciones muestra."""
    quejas, ajenas = [], []
    with sync_playwright() as p:
        navegador = p.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=["--no-sandbox"])
        pagina = navegador.new_page()
        pagina.on("console", lambda m: quejas.append(m.text) if m.type in ("error", "warning") else None)
        pagina.on("pageerror", lambda e: quejas.append(str(e)))
        pagina.on("request", lambda r: ajenas.append(r.url) if not r.url.startswith((sitio, "data:")) else None)
        pagina.goto(f"{sitio}/api/v1/docs/")
        pagina.get_by_role("heading", name="Seguimiento de Acuerdos").wait_for()
        operaciones = pagina.locator(".opblock").count()
        pagina.get_by_text("Lista las obligaciones").click()
        pagina.get_by_text("Situación al corte.").wait_for()
        if destino := os.environ.get("CAPTURA_DOCS"):
            pagina.screenshot(path=destino)
        navegador.close()
    return quejas, ajenas, operaciones


def test_en_chromium_se_pinta_sin_un_solo_error(sitio):
    with ThreadPoolExecutor(1) as hilo:  # en este proceso otro recorrido puede tener abierto su propio ciclo de eventos
        hecho = hilo.submit(pintada, sitio).result()
    assert hecho == ([], [], sum(len(metodos) for metodos in json.loads(RUTA_DEL_ESQUEMA.read_text())["paths"].values()))
