"""El camino 3 en Chromium, a 390 px: tres fotos para dos obligaciones, con la conexión cortada a la mitad, y sin JavaScript."""

import io
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.producto import CONTRASENA
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.e2e
TELEFONO = {"width": 390, "height": 844}


def foto(semilla: int, lado: int = 900) -> bytes:
    """Una foto que no se comprime: pesa más de una parte de subida (1 MB)."""
    ruido = random.Random(semilla).randbytes(lado * lado * 3)
    salida = io.BytesIO()
    Image.frombytes("RGB", (lado, lado), ruido).save(salida, "JPEG", quality=92)
    return salida.getvalue()


@pytest.fixture
def telefono(page: Page) -> Page:
    page.set_viewport_size(TELEFONO)
    return page


def abrir(page: Page, producto, clave: str) -> None:
    page.goto(f"{producto.url}/obligaciones/?q={clave}")
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name=re.compile("Presentar oficio|Responder")).click()
    expect(page.get_by_label("Número de oficio")).to_be_visible()


def llenar(page: Page, numero: str) -> None:
    page.get_by_label("Número de oficio").fill(numero)
    page.get_by_label("Fecha del oficio").fill("06/07/2022")
    page.get_by_label("Quién lo firma").fill("Titular del C5")


def test_tres_fotos_para_dos_obligaciones_y_el_acuse(telefono, producto, entrar):
    page = entrar(telefono, "enlace.puebla")
    abrir(page, producto, "ZC-2022-1/A10.1/PUE-SS")
    llenar(page, "C5/0091/2022")
    expect(page.get_by_text("Actúas por:").first).to_be_attached()
    page.locator("#foto").set_input_files([{"name": "hoja1.jpg", "mimeType": "image/jpeg", "buffer": foto(1)}])
    page.locator("input[type=file][multiple]").set_input_files([{"name": f"hoja{n}.jpg", "mimeType": "image/jpeg", "buffer": foto(n)} for n in (2, 3)])
    expect(page.get_by_role("heading", name="3 archivos guardados, en este orden")).to_be_visible(timeout=40_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEFONO["width"]
    page.get_by_role("button", name="Mover arriba hoja3.jpg").click()
    expect(page.locator(".guardado .archivo__nombre")).to_have_text(["hoja1.jpg", "hoja3.jpg", "hoja2.jpg"])
    page.get_by_text("Este oficio atiende también otras obligaciones").click()
    page.get_by_label(re.compile("QUINTO")).first.check()
    page.get_by_role("button", name="Revisar antes de enviar").click()
    expect(page.get_by_role("heading", name="Revisa antes de enviar")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEFONO["width"]
    page.get_by_role("button", name="Enviar y generar acuse").click()
    expect(page.get_by_role("heading", name=re.compile(r"AR-2022-\d{6}"))).to_be_visible()
    expect(page.get_by_text("ZC-2022-1/A5.1/PUE-SS")).to_be_visible()
    expect(page.get_by_role("button", name="Descargar el acuse en PDF")).to_be_visible(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEFONO["width"]
    page.go_back()  # volver atrás y enviar otra vez no presenta otro
    page.goto(page.url)
    verifica(page, producto)


def verifica(page: Page, producto) -> None:
    """La página pública, sin sesión: el archivo propio se compara sin subirlo."""
    page.goto(f"{producto.url}/oficios/?q=C5/0091/2022")
    page.locator("tbody th a").first.click()
    publica = page.locator(".acuse__publica").get_attribute("href")
    page.context.clear_cookies()
    pedidas: list[str] = []
    page.goto(publica)
    page.on("request", lambda r: pedidas.append(r.url) if r.method != "GET" else None)
    expect(page.get_by_text("Este acuse es auténtico")).to_be_visible()
    page.locator("#archivo").set_input_files([{"name": "mia.jpg", "mimeType": "image/jpeg", "buffer": foto(3)}])
    expect(page.get_by_text("Es el mismo: «mia.jpg» es el archivo 2 de este oficio, signo por signo.")).to_be_visible()
    page.locator("#archivo").set_input_files([{"name": "otra.jpg", "mimeType": "image/jpeg", "buffer": foto(9)}])
    expect(page.get_by_text(re.compile("No es el mismo: «otra.jpg»"))).to_be_visible()
    assert pedidas == [], "el archivo no salió del navegador"


def test_se_corta_la_conexion_a_la_mitad_y_se_reanuda(telefono, producto, entrar):
    page = entrar(telefono, "enlace.puebla")
    abrir(page, producto, "ZC-2022-1/A4.1/PUE-SS")
    llenar(page, "SSP/0092/2022")
    contenido = foto(4, lado=1500)
    partes: list[str] = []

    def corta(ruta, peticion) -> None:
        partes.append(peticion.headers["upload-offset"])
        ruta.continue_() if len(partes) == 1 else ruta.abort()

    page.route("**/subidas/*/", corta)
    archivo = [{"name": "grande.jpg", "mimeType": "image/jpeg", "buffer": contenido}]
    page.locator("input[type=file][multiple]").set_input_files(archivo)
    expect(page.get_by_text("Se cortó la conexión. Lo que llegó está guardado.")).to_be_visible(timeout=30_000)
    page.unroute("**/subidas/*/")

    page.reload()  # cerró el navegador y volvió
    expect(page.get_by_text(re.compile(r"grande.jpg: llegó el \d+ %"))).to_be_visible()
    assert page.get_by_label("Número de oficio").input_value() == "SSP/0092/2022"
    siguen: list[str] = []
    page.on("request", lambda r: siguen.append(r.headers.get("upload-offset", "")) if r.method == "PATCH" else None)
    page.locator("input[type=file][multiple]").set_input_files(archivo)
    expect(page.get_by_role("heading", name="1 archivo guardado, en este orden")).to_be_visible(timeout=30_000)
    assert (partes[0], siguen[0]) == ("0", str(1024 * 1024)), "la primera parte no se sube dos veces"


def test_sin_javascript(browser: Browser, producto):
    contexto = browser.new_context(java_script_enabled=False, viewport=TELEFONO, locale="es-MX")
    page = contexto.new_page()
    page.goto(f"{producto.url}/cuentas/login/")
    page.get_by_label("Correo", exact=True).fill("enlace.hidalgo@demo.mx")
    page.get_by_label("Contraseña", exact=True).fill(CONTRASENA)
    page.get_by_role("button", name="Entrar", exact=True).click()
    abrir(page, producto, "ZC-2022-1/A4.1/HGO-SS")
    llenar(page, "SSP/HGO/7/2022")
    pdfs = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": pdf_de_una_pagina() + b"%" * n} for n in (1, 2)]
    page.locator("input[type=file][multiple]").set_input_files(pdfs)
    page.get_by_label("Quién lo firma").fill("")
    page.get_by_role("button", name="Revisar antes de enviar").click()
    expect(page.get_by_role("heading", name="2 archivos guardados, en este orden")).to_be_visible()
    page.get_by_label("Quién lo firma").fill("Titular")
    page.get_by_role("button", name="Mover arriba 2.pdf").click()
    expect(page.locator(".guardado .archivo__nombre")).to_have_text(["2.pdf", "1.pdf"])
    page.get_by_role("button", name="Revisar antes de enviar").click()
    page.get_by_role("button", name="Enviar y generar acuse").click()
    expect(page.get_by_role("heading", name=re.compile(r"AR-2022-\d{6}"))).to_be_visible()
    contexto.close()
