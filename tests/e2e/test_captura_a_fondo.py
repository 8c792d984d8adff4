"""La captura, a fondo: axe y reflujo en cada página y estado, la cita que se vuelve a trazar, dos personas a la vez, el doble clic y la rectificación."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conferencia.documentos import muestras
from tests.e2e.test_accesibilidad import violaciones
from tests.e2e.test_captura import ACTA, faltan, selecciona, subir

pytestmark = pytest.mark.e2e
ANCHOS = (1280, 390, 320)


@pytest.fixture
def quejas(page: Page) -> list[str]:
    page.set_default_timeout(15_000)
    dichas: list[str] = []
    page.on("console", lambda m: dichas.append(m.text) if m.type == "error" and "with a status of 4" not in m.text else None)
    page.on("pageerror", lambda e: dichas.append(str(e)))
    return dichas


@pytest.fixture
def capturada(producto, entrar, tmp_path) -> Callable[[Page, str], str]:
    """Sube una reunión que nadie ha subido y da la dirección de su mesa."""

    def con(page: Page, ordinal: str) -> str:
        acta = tmp_path / f"{ordinal}.md"
        acta.write_text(ACTA.format(ordinal=ordinal), encoding="utf-8")
        subir(entrar(page, "secretaria"), producto, acta)
        return page.url

    return con


def revisa(page: Page, donde: str) -> list[str]:
    """Lo que axe objeta y lo que se desborda, en los tres anchos."""
    faltas = []
    for ancho in ANCHOS:
        page.set_viewport_size({"width": ancho, "height": 900})
        faltas += [f"{donde} a {ancho}: {v}" for v in violaciones(page)]
        if (ocupa := page.evaluate("document.documentElement.scrollWidth")) > ancho:
            faltas.append(f"{donde} a {ancho}: ocupa {ocupa}")
    page.set_viewport_size({"width": 1280, "height": 900})
    return faltas


def test_cada_pagina_de_captura_llena_vacia_y_con_error_pasa_axe_y_cabe_en_320(page: Page, producto, capturada, tmp_path):
    mesa = capturada(page, "Quinta")
    faltas = revisa(page, "mesa")
    page.keyboard.press("?")
    faltas += revisa(page, "ayuda de atajos")
    page.keyboard.press("Escape")
    selecciona(page, "El inventario es de uso interno.")
    expect(page.locator("#seleccion")).to_be_visible()
    faltas += revisa(page, "con texto seleccionado")
    page.locator("#c-a1-1").get_by_role("link", name="Corregir").click()
    page.locator(".pieza--hoja").get_by_label("Qué se debe hacer").fill("")
    faltas += revisa(page, "hoja en su ficha")
    page.get_by_role("button", name="Guardar y aceptar").click()
    expect(page.locator(".pieza--hoja .govuk-error-summary")).to_be_focused()
    faltas += revisa(page, "hoja en su ficha, con error")
    faltas += _hojas(page, mesa)
    page.goto(f"{mesa}publicar/")
    faltas += revisa(page, "lo que nacerá")
    assert faltas == []


def _hojas(page: Page, mesa: str) -> list[str]:
    """Cada hoja de página entera, abierta y devuelta con error."""
    faltas = []
    for ruta, campo, boton in (
        ("compromisos/a1-1/", "Qué se debe hacer", "Guardar y aceptar"),
        ("compromisos/a1-1/cita/", "Frase exacta del acta", "Usar como cita"),
        ("acuerdo/1/agregar/", "Frase exacta del acta", "Agregar el compromiso"),
    ):
        page.goto(f"{mesa}{ruta}")
        faltas += revisa(page, ruta)
        page.get_by_label(campo).fill("")
        page.get_by_role("button", name=boton).click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        faltas += revisa(page, f"{ruta}, con error")
    return faltas


def test_un_acta_sin_compromisos_y_las_paginas_sueltas_pasan_axe(page: Page, producto, entrar, tmp_path):
    acta = tmp_path / "vacia.md"
    acta.write_text(
        "# Sexta Reunión Zona Centro 2022\n\nPuebla, a seis de julio de dos mil veintidós.\n\n## ACUERDAN:\n\n### PRIMERO.- HIMNO\n\nSe escuchó el himno.\n"
    )
    subir(entrar(page, "secretaria"), producto, acta)
    faltas = revisa(page, "mesa sin compromisos")
    page.goto(f"{page.url}publicar/")
    faltas += revisa(page, "no nacerá nada")
    for ruta, boton in (("/actas/nueva/", "Leer el acta"), ("/actas/borrador/", "Revisar el borrador")):
        page.goto(f"{producto.url}{ruta}")
        page.get_by_role("button", name=boton).click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        faltas += revisa(page, f"{ruta}, con error")
    assert faltas == []


def test_los_recuadros_de_la_pagina_cambian_de_color_con_cada_gesto(page: Page, producto, entrar, tmp_path, quejas):
    estilo = "@page{size:15cm 10cm;margin:1.2cm} body{font:12pt 'Noto Serif','DejaVu Serif'}"
    pdf = muestras.pdf(tmp_path / "septima.pdf", estilo, muestras.a_html(ACTA.format(ordinal="Séptima")))
    subir(entrar(page, "secretaria"), producto, pdf)
    page.get_by_role("link", name="Página", exact=True).click()
    expect(page.locator(".tira__caja.tira--propuesto[data-c='a1-1']").first).to_be_visible()
    pedidas: list[str] = []
    page.on("request", lambda r: pedidas.append(r.url) if "/paginas/" in r.url else None)
    page.locator("#c-a1-1").get_by_role("button", name="Aceptar").click()
    expect(page.locator(".tira__caja.tira--aceptado[data-c='a1-1']").first).to_be_visible()
    page.locator("#c-a2-1 summary", has_text="Descartar").click()
    page.locator("#m-a2-1").fill("no obliga")
    page.locator("#c-a2-1").get_by_role("button", name="Descartarlo").click()
    expect(page.locator(".tira__caja[data-c='a2-1']")).to_have_count(0)
    assert pedidas == [], "la imagen no se vuelve a pedir"
    assert revisa(page, "por páginas") == []
    page.reload()
    expect(page.locator(".tira").first).to_be_visible()
    assert quejas == []


def test_la_cita_se_vuelve_a_trazar_seleccionando(page: Page, producto, capturada, quejas):
    capturada(page, "Octava")
    selecciona(page, "El inventario es de uso interno.")
    page.get_by_role("link", name="Usar como cita del compromiso 1").click()
    expect(page.get_by_label("Frase exacta del acta")).to_have_value("El inventario es de uso interno.")
    page.get_by_role("button", name="Usar como cita").click()
    expect(page.locator("mark[data-c='a1-1']")).to_have_text(["El inventario es de uso interno."])
    faltan(page, "Faltan 3 de 3")
    assert quejas == []


def test_dos_personas_en_la_misma_lectura_una_gana_y_la_otra_no_pierde_lo_escrito(page: Page, browser: Browser, producto, entrar, capturada):
    mesa = capturada(page, "Novena")
    otra = browser.new_context(locale="es-MX").new_page()
    entrar(otra, "analista").goto(mesa)
    otra.locator("#c-a1-1").get_by_role("link", name="Corregir").click()
    otra.get_by_label("Con qué se prueba").fill("el inventario firmado por la titular")
    page.locator("#c-a1-1").get_by_role("button", name="Aceptar").click()
    faltan(page, "Faltan 2 de 3")
    otra.get_by_role("button", name="Guardar y aceptar").click()
    expect(otra.locator(".govuk-error-summary")).to_contain_text("aceptó A1.1")
    expect(otra.get_by_label("Con qué se prueba")).to_have_value("el inventario firmado por la titular")
    otra.get_by_role("button", name="Guardar y aceptar").click()
    expect(otra.locator("#c-a1-1")).to_contain_text("el inventario firmado por la titular")
    page.locator("#c-a2-1").get_by_role("button", name="Aceptar").click()
    expect(page.locator("#noticia")).to_contain_text("Mientras tanto")
    expect(page.locator("#c-a1-1")).to_contain_text("el inventario firmado por la titular")
    otra.context.close()


def test_los_atajos_se_apagan_y_se_recuerda(page: Page, producto, capturada):
    capturada(page, "Décima")
    page.keyboard.press("?")
    page.get_by_label("Usar atajos de una sola tecla").uncheck()
    page.get_by_role("button", name="Cerrar").click()
    page.keyboard.press("j")
    page.keyboard.press("a")
    faltan(page, "Faltan 3 de 3")
    page.reload()
    page.keyboard.press("?")
    expect(page.locator("#atajos")).to_be_hidden()
    page.get_by_role("button", name=re.compile("Atajos")).click()
    page.get_by_label("Usar atajos de una sola tecla").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#c-a2-1")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("a")
    faltan(page, "Faltan 2 de 3")


def test_dos_pestanas_publican_una_sola_vez_y_despues_se_rectifica_quien_responde(page: Page, producto, capturada):
    mesa = capturada(page, "Undécima")
    otra = page.context.new_page()
    for pestana in (page, otra):
        pestana.goto(f"{mesa}publicar/")
    page.get_by_role("button", name="Aceptar todo y publicar").dblclick()
    expect(page.get_by_text("Disposiciones: 3; compromisos: 3; obligaciones: 21.")).to_be_visible()
    otra.get_by_role("button", name="Aceptar todo y publicar").click()
    expect(otra.get_by_text("El acta ya estaba publicada; no se cambió nada.")).to_be_visible()
    page.goto(f"{producto.url}/obligaciones/?q=ZC-2022-11/A2.1/PUE")
    page.locator("main table a").first.click()
    page.get_by_role("link", name=re.compile("Ver el texto completo")).click()
    page.get_by_role("link", name="Rectificar el compromiso 1").click()
    faltas = revisa(page, "rectificar")
    page.get_by_role("button", name="Rectificar").click()
    faltas += revisa(page, "rectificar, con error")
    page.get_by_label("Quién responde").fill("Secretarios de Seguridad de la Zona Centro")
    page.get_by_label("Por qué se rectifica").fill("El texto nombra a las Secretarías")
    page.get_by_role("button", name="Rectificar").click()
    expect(page.locator("#previsto")).to_contain_text("7 dejan de exigirse")
    faltas += revisa(page, "rectificar, lo que cambiaría")
    page.get_by_role("button", name="Rectificar así").click()
    expect(page.get_by_text("quedaron sin efecto 7 obligaciones; nacieron 7 obligaciones")).to_be_visible()
    faltas += revisa(page, "lo rectificado")
    assert faltas == []


def test_sin_javascript_la_cita_se_cambia_y_se_publica(browser: Browser, producto, capturada):
    mesa = capturada(con_js := browser.new_context(locale="es-MX").new_page(), "Duodécima")
    con_js.context.close()
    page = browser.new_context(java_script_enabled=False, locale="es-MX").new_page()
    page.set_default_timeout(15_000)
    page.goto(mesa)
    page.get_by_label("Correo", exact=True).fill("secretaria@demo.mx")
    page.get_by_label("Contraseña", exact=True).fill("recorrido-de-prueba")
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.locator("#c-a1-1").get_by_role("link", name="Cambiar la cita").click()
    page.get_by_label("Frase exacta del acta").fill("El inventario es de uso interno.")
    page.get_by_role("button", name="Usar como cita").click()
    expect(page.locator("mark[data-c='a1-1']")).to_have_text(["El inventario es de uso interno."])
    page.locator("#c-a3-1 summary", has_text="Descartar").click()
    page.locator("#m-a3-1").fill("es una exhortación")
    page.locator("#c-a3-1").get_by_role("button", name="Descartarlo").click()
    faltan(page, "Faltan 2 de 3")
    page.get_by_role("button", name="Aceptar los que faltan").click()
    faltan(page, "Todo confirmado: 3 de 3 · 1 descartado")
    page.get_by_role("button", name=re.compile("Ver lo que nacerá")).click()
    page.get_by_role("button", name="Publicar el acta").click()
    expect(page.get_by_text("Disposiciones: 3; compromisos: 2; obligaciones: 14.")).to_be_visible()
    page.context.close()
