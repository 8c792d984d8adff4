"""Los caminos 1, 3 y 5 en Chromium: del acta subida al oficio aceptado, con trabajadores, correo y base de verdad."""

import re
from email import policy
from email.parser import BytesParser

import pytest
from playwright.sync_api import Page, expect

from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.e2e

ACTA = """# Segunda Reunión Zona Centro 2022 de la Conferencia Nacional de Secretarios de Seguridad Pública

**Puebla, a seis de julio de dos mil veintidós.**

## ACUERDAN:

### PRIMERO.- INVENTARIO DE CÁMARAS

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un inventario de cámaras a más tardar el ocho de julio del presente año.

### SEGUNDO.- ENLACE TÉCNICO

Las Unidades de Policía Cibernética entregarán un directorio de guardias dentro de los diez días hábiles siguientes a la firma del presente.
"""


def correos_para(producto, direccion: str) -> list[str]:
    """Asuntos de lo que el servidor SMTP recibió para esa dirección."""
    mensajes = [BytesParser(policy=policy.default).parsebytes(ruta.read_bytes()) for ruta in sorted(producto.correos.glob("*.eml"))]
    return [str(m["Subject"]) for m in mensajes if direccion in str(m["To"])]


def test_del_acta_al_oficio_aceptado(page: Page, producto, entrar, tmp_path):
    publicar(entrar(page, "secretaria"), producto, tmp_path)
    clave = presentar(entrar(page, "enlace.puebla"), producto, tmp_path)
    aceptar(entrar(page, "analista"), producto, clave)
    comprobar(entrar(page, "enlace.puebla"), producto, clave)


def publicar(page: Page, producto, tmp_path) -> None:
    acta = tmp_path / "segunda.md"
    acta.write_text(ACTA, encoding="utf-8")
    page.goto(f"{producto.url}/actas/nueva/")
    page.locator("input[type=file]").set_input_files(acta)
    page.get_by_role("button", name="Leer el acta").click()
    expect(page.get_by_text("inventario de cámaras").first).to_be_visible(timeout=20_000)
    page.get_by_role("button", name=re.compile("Ver lo que nacerá")).click()
    page.get_by_role("button", name="Aceptar todo y publicar").click()
    expect(page.get_by_text("Disposiciones: 2; compromisos: 2; obligaciones: 14")).to_be_visible()


def presentar(page: Page, producto, tmp_path) -> str:
    oficio = tmp_path / "oficio.pdf"
    oficio.write_bytes(pdf_de_una_pagina())
    page.goto(f"{producto.url}/mis-pendientes/")
    page.get_by_role("link", name=re.compile("inventario de cámaras")).first.click()
    page.get_by_role("button", name="Presentar oficio").click()
    page.get_by_label("Número de oficio").fill("SSP/0457/2022")
    page.get_by_label("Fecha del oficio").fill("06/07/2022")
    page.get_by_label("Quién lo firma").fill("Titular de la Secretaría")
    page.locator("input[type=file][multiple]").set_input_files(oficio)
    expect(page.get_by_role("heading", name="1 archivo guardado, en este orden")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Revisar antes de enviar").click()
    expect(page.get_by_role("heading", name="Revisa antes de enviar")).to_be_visible()
    clave = page.get_by_text(re.compile(r"ZC-2022-2/A1\.1/PUE-SS")).first.inner_text()
    page.get_by_role("button", name="Enviar y generar acuse").click()
    expect(page.get_by_text("SSP/0457/2022").first).to_be_visible()
    producto.espera(lambda: correos_para(producto, "enlace.puebla@demo.mx"), "no llegó el acuse por correo")
    return re.search(r"ZC-2022-2/\S+", clave)[0]


def aceptar(page: Page, producto, clave: str) -> None:
    page.goto(f"{producto.url}/bandeja/")
    page.get_by_role("link", name=re.compile("inventario de cámaras", re.IGNORECASE)).first.click()
    page.get_by_label(re.compile("^Aceptar")).check()
    page.get_by_role("button", name="Dictaminar").click()
    expect(page.get_by_text(re.compile("acept", re.IGNORECASE)).first).to_be_visible()


def comprobar(page: Page, producto, clave: str) -> None:
    page.goto(f"{producto.url}/obligaciones/?q={clave}")
    page.get_by_role("link", name=re.compile("inventario de cámaras", re.IGNORECASE)).first.click()
    expect(page.get_by_text("cumplida a tiempo").first).to_be_visible()
    expect(page.get_by_text("SSP/0457/2022").first).to_be_visible()


def test_un_enlace_de_otro_estado_no_llega_ni_adivinando(page: Page, producto, entrar):
    entrar(page, "enlace.puebla").goto(f"{producto.url}/obligaciones/?q=ZC-2022-1/T3.1/PUE-SS")
    page.get_by_role("link", name=re.compile("enlace", re.IGNORECASE)).last.click()
    direccion = page.url
    assert entrar(page, "enlace.hidalgo").goto(direccion).status == 404


@pytest.mark.parametrize("ancho", [1280, 390, 320])
@pytest.mark.parametrize("ruta", ["/", "/reuniones/", "/obligaciones/", "/bandeja/", "/enlaces/", "/actas/nueva/", "/informes/", "/bitacora/", "/avisos/"])
def test_ninguna_pagina_desborda_ni_rompe_la_politica_de_contenido(page: Page, producto, entrar, ruta, ancho):
    quejas: list[str] = []
    page.on("console", lambda m: quejas.append(m.text) if m.type == "error" else None)
    page.set_viewport_size({"width": ancho, "height": 800})
    entrar(page, "secretaria")
    respuesta = page.goto(f"{producto.url}{ruta}")
    assert (respuesta.status, quejas) == (200, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho
