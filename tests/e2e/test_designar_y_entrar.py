"""De la designación a la primera entrada y al relevo, en Chromium y con correo de verdad: la liga abre la cuenta y terminar la cierra en el acto."""

import re
import time
from email import policy
from email.parser import BytesParser

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.e2e
SARA, CLAVE = "sara@morelos.gob.mx", "una frase larga de prueba"


def test_designar_activar_y_terminar(page: Page, browser: Browser, producto, entrar, tmp_path):
    designar(entrar(page, "analista"), producto, tmp_path)
    persona = browser.new_context().new_page()
    activar(persona, liga(producto))
    persona.goto(f"{producto.url}/mis-pendientes/")
    expect(persona.get_by_role("heading", name="Mis pendientes")).to_be_visible()
    terminar(page, producto)
    persona.reload()
    expect(persona.get_by_role("heading", name="Entrar")).to_be_visible()


def designar(page: Page, producto, tmp_path) -> None:
    oficio = tmp_path / "oficio.pdf"
    oficio.write_bytes(pdf_de_una_pagina())
    page.goto(f"{producto.url}/enlaces/designar/MOR-UPC/")
    page.get_by_label("Nombre completo").fill("Sara Ríos")
    page.get_by_label("Correo oficial").fill(SARA)
    page.get_by_label(re.compile("^Titular:")).check()
    page.get_by_label(re.compile("^Todas las disposiciones")).check()
    page.get_by_label("Número de oficio").fill("UPC/9/2022")
    page.get_by_label("Fecha del oficio").fill("06/07/2022")
    page.get_by_label("Quién lo firma").fill("El titular")
    page.get_by_label("Ventanilla").check()
    page.locator("input[name=archivos]").set_input_files(oficio)
    page.get_by_role("button", name="Registrar la designación").click()
    expect(page.get_by_text("Le mandamos su acceso")).to_be_visible()


def liga(producto) -> str:
    """La que llegó al correo de la persona; el reloj la manda en su siguiente tic."""
    hasta = time.monotonic() + 90
    while time.monotonic() < hasta:
        for ruta in sorted(producto.correos.glob("*.eml")):
            mensaje = BytesParser(policy=policy.default).parsebytes(ruta.read_bytes())
            if SARA in str(mensaje["To"]) and (cuerpo := mensaje.get_body(("plain",))):
                return re.search(r"https?://\S+/cuentas/activar/[0-9a-f]+/", cuerpo.get_content())[0]
        time.sleep(1)
    pytest.fail("No llegó el correo de activación.")


def activar(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Contraseña", exact=True).fill(CLAVE)
    page.get_by_label("Escríbela otra vez").fill(CLAVE)
    page.get_by_role("button", name="Activar mi cuenta").click()
    expect(page.get_by_role("heading", name="Tu cuenta está activa")).to_be_visible()


def terminar(page: Page, producto) -> None:
    page.goto(f"{producto.url}/enlaces/?entidad=MOR")
    page.get_by_role("link", name=re.compile("Terminar la designación de Sara")).click()
    page.get_by_label("Motivo").fill("Se relevó")
    page.get_by_role("button", name="Terminar designación").click()
    expect(page.get_by_text("Terminó la designación de Sara Ríos")).to_be_visible()
