"""Una secretaria captura un acta en el navegador: la sube, la confirma, corrige, descarta, agrega y publica."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conferencia.documentos import muestras

pytestmark = pytest.mark.e2e

ACTA = """# {ordinal} Reunión Zona Centro 2022

**Puebla, a seis de julio de dos mil veintidós.**

## ACUERDAN:

### PRIMERO.- INVENTARIO DE CÁMARAS

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un inventario de cámaras a más tardar el ocho de julio del presente año.\
 El inventario es de uso interno.

### SEGUNDO.- ENLACE TÉCNICO

Las Unidades de Policía Cibernética entregarán un directorio de guardias a más tardar el doce de agosto de dos mil veintidós.

### TERCERO.- FOROS

Los Secretarios de Seguridad de la Zona Centro se comprometen a promover la participación ciudadana.
"""


@pytest.fixture
def quejas(page: Page) -> list[str]:
    page.set_default_timeout(10_000)
    dichas: list[str] = []
    page.on("console", lambda m: dichas.append(m.text) if m.type == "error" and "409" not in m.text and "422" not in m.text else None)
    page.on("pageerror", lambda e: dichas.append(str(e)))
    return dichas


def subir(page: Page, producto, ruta: Path) -> None:
    page.goto(f"{producto.url}/actas/nueva/")
    page.locator("input[type=file]").set_input_files(ruta)
    page.get_by_role("button", name="Leer el acta").click()
    page.wait_for_url(re.compile(r"/actas/[0-9a-f-]{36}/$"), timeout=60_000)


def faltan(page: Page, dicho: str) -> None:
    expect(page.locator(".avance__dicho")).to_contain_text(dicho)


def cabe(page: Page, ancho: int) -> None:
    page.set_viewport_size({"width": ancho, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho


def test_un_docx_se_corrige_se_descarta_se_agrega_y_se_publica(page: Page, producto, entrar, tmp_path, quejas):
    documento = tmp_path / "segunda.docx"
    muestras.word(ACTA.format(ordinal="Segunda")).save(str(documento))
    subir(entrar(page, "secretaria"), producto, documento)
    faltan(page, "Faltan 3 de 3")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_label("Vence el").fill("29/07/2022")
    page.get_by_role("button", name="Guardar y aceptar").click()
    faltan(page, "Faltan 2 de 3")
    expect(page.locator("#c-a1-1")).to_contain_text("vence el viernes 29 de julio de 2022")
    expect(page.locator("#c-a2-1")).to_be_focused()
    page.keyboard.press("a")
    faltan(page, "Falta 1 de 3")
    expect(page.locator("#c-a3-1")).to_be_focused()
    page.keyboard.press("d")
    page.get_by_label("Por qué no es un compromiso").locator("visible=true").fill("Es una exhortación")
    page.get_by_role("button", name="Descartarlo").locator("visible=true").click()
    faltan(page, "Todo confirmado: 3 de 3 · 1 descartado")
    selecciona(page, "El inventario es de uso interno.")
    page.get_by_role("link", name="Agregar lo seleccionado").click()
    expect(page.get_by_label("Frase exacta del acta")).to_have_value("El inventario es de uso interno.")
    page.get_by_label("Qué se debe hacer").fill("reservar el inventario")
    page.get_by_label("Quién responde").fill("Secretarios de Seguridad")
    page.get_by_role("button", name="Agregar el compromiso").click()
    expect(page.locator("#c-a1-2")).to_contain_text("agregado")
    cabe(page, 390)
    cabe(page, 1280)
    page.get_by_role("button", name=re.compile("Ver lo que nacerá")).click()
    expect(page.get_by_role("heading", name="Al publicar nacerán 21 obligaciones")).to_be_visible()
    page.get_by_role("button", name="Publicar el acta").click()
    expect(page.get_by_text("Disposiciones: 3; compromisos: 3; obligaciones: 21.")).to_be_visible()
    assert quejas == []


def selecciona(page: Page, frase: str) -> None:
    """Como con el ratón: la frase dentro de su párrafo, que puede venir partido en varias marcas."""
    page.evaluate(
        """(frase) => {
          for (const p of document.querySelectorAll("[data-parrafo]")) {
            const caminante = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
            for (let nodo; (nodo = caminante.nextNode()); ) {
              const lugar = nodo.data.indexOf(frase);
              if (lugar >= 0) return getSelection().setBaseAndExtent(nodo, lugar, nodo, lugar + frase.length);
            }
          }
        }""",
        frase,
    )


def test_un_escaneo_de_dos_paginas_se_ve_con_sus_citas_recuadradas(page: Page, producto, entrar, tmp_path, quejas):
    pdf = muestras.pdf(
        tmp_path / "tercera.pdf",
        "@page{size:15cm 10cm;margin:1.2cm} body{font:12pt 'Noto Serif','DejaVu Serif'}",
        muestras.a_html(ACTA.format(ordinal="Tercera")),
    )
    hojas = muestras.paginas_como_imagen(pdf, 200)
    assert len(hojas) == 2
    subir(entrar(page, "secretaria"), producto, muestras.escaneado(tmp_path / "escaneo.pdf", hojas, 200))
    faltan(page, "Faltan 3 de 3")
    page.get_by_role("link", name="Página", exact=True).click()
    expect(page.locator(".tira__caja").first).to_be_visible()
    assert page.evaluate("[...new Set([...document.querySelectorAll('.tira__caja')].map((c) => c.dataset.c))]") == ["a1-1", "a2-1", "a3-1"]
    assert page.request.get(page.locator(".tira image").first.evaluate("(i) => new URL(i.href.baseVal, location).href")).headers["content-type"] == "image/png"
    cabe(page, 390)
    cabe(page, 1280)
    page.get_by_role("button", name="Aceptar todos").click()
    faltan(page, "Todo confirmado")
    page.get_by_role("button", name=re.compile("Ver lo que nacerá")).click()
    page.get_by_role("button", name="Publicar el acta").click()
    expect(page.get_by_text("Disposiciones: 3; compromisos: 3")).to_be_visible()
    assert quejas == []


def test_sin_javascript_tambien_se_captura(browser, producto, entrar, tmp_path):
    acta = tmp_path / "cuarta.md"
    acta.write_text(ACTA.format(ordinal="Cuarta"), encoding="utf-8")
    page = browser.new_context(java_script_enabled=False, locale="es-MX").new_page()
    entrar(page, "analista")
    page.goto(f"{producto.url}/actas/nueva/")
    page.locator("input[type=file]").set_input_files(acta)
    page.get_by_role("button", name="Leer el acta").click()
    for _ in range(40):
        if not page.get_by_role("link", name="Actualizar").count():
            break
        page.wait_for_timeout(250)
        page.get_by_role("link", name="Actualizar").click()
    faltan(page, "Faltan 3 de 3")
    page.locator("#c-a1-1").get_by_role("button", name="Aceptar").click()
    faltan(page, "Faltan 2 de 3")
    page.locator("#c-a2-1").get_by_role("link", name="Corregir").click()
    page.get_by_label("Vence el").fill("31/02/2022")
    page.get_by_role("button", name="Guardar y aceptar").click()
    expect(page.get_by_text("Escribe una fecha real, como 30/09/2022: Vence el").first).to_be_visible()
    page.get_by_label("Vence el").fill("31/08/2022")
    page.get_by_role("button", name="Guardar y aceptar").click()
    faltan(page, "Falta 1 de 3")
    page.context.close()
