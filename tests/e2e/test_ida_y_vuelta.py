"""Los caminos 3, 4 y 5 enteros en Chromium: tres fotos desde el teléfono para dos obligaciones; una se acepta, la otra se observa,
se contesta y se acepta. Los correos que llegaron, la verificación pública y la línea de tiempo lo cuentan todo. Y la designación que
llega al buzón por correo, que con un clic es una entrega.
"""

import re
import smtplib

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dovecot import dovecot, smtp_que_entrega
from tests.e2e.producto import Producto
from tests.e2e.test_accesibilidad import ANCHOS, violaciones
from tests.e2e.test_del_acta_al_oficio import correos_para
from tests.e2e.test_presentar import TELEFONO, abrir, foto, llenar
from tests.enlaces.correos import BUZON, correo, pdf_con_texto
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.e2e
ESCRITORIO = {"width": 1280, "height": 900}
PRIMERA, SEGUNDA = "ZC-2022-1/A10.1/PUE-SS", "ZC-2022-1/A10.2/PUE-SS"
PIDE = "Falta el total de registros confrontados."
CONTESTA = "Va en la segunda hoja: 4,812 registros."
PAULA, SARA = "enlace.puebla@demo.mx", "sara.rios@puebla.gob.mx"
DESIGNA = pdf_con_texto(
    "Puebla, Pue., a 6 de julio de 2022",
    "Oficio No. SSP/DGA/0456/2022",
    "Nombre completo: Sara Ríos",
    "Cargo: Directora de Vinculación",
    f"Correo institucional: {SARA}",
)
CORREOS = [
    "Aceptado: actualizar permanente de la totalidad…, Puebla",
    "Aceptado: continuar trabajando de manera coordinada…, Puebla",
    "Recibido el oficio SSP/0700/2022: acuerdo DECIMO y 1 más",
    "Recibido el oficio SSP/0701/2022: acuerdo DECIMO, Puebla",
    "Subsana hasta el 20 de julio: continuar trabajando…, Puebla",
]
HISTORIA = [
    "Se aceptó la entrega",
    "Se contestaron las observaciones",
    "Se presentó una entrega",
    "Se devolvió con observaciones",
    "Se deshizo el dictamen antes de avisarlo",
    "Se devolvió con observaciones",
    "Se presentó una entrega",
    "Nació la obligación",
]


@pytest.fixture(scope="module")
def buzon():
    with dovecot() as servidor:
        yield servidor


@pytest.fixture(scope="module")
def producto(tmp_path_factory, buzon):
    """Como la de los demás recorridos, con un buzón IMAP de verdad y quince segundos para deshacer en vez de cinco minutos: se esperan los correos."""
    instancia = Producto(tmp_path_factory.mktemp("producto"), hoy="2022-07-06")
    instancia.entorno |= {"DESHACER_SEGUNDOS": "15", "IMAP_URL": buzon.url, "CORREO_BUZON": BUZON}
    try:
        instancia.levanta()
        yield instancia
    finally:
        instancia.detiene()


def test_una_se_acepta_la_otra_se_observa_se_contesta_y_se_acepta(page: Page, browser: Browser, producto, entrar):
    page.set_viewport_size(TELEFONO)
    presentar(entrar(page, "enlace.puebla"), producto)
    page.set_viewport_size(ESCRITORIO)
    observar_y_aceptar(entrar(page, "analista"), producto)
    page.set_viewport_size(TELEFONO)
    contestar(entrar(page, "enlace.puebla"), producto)
    page.set_viewport_size(ESCRITORIO)
    dar_por_subsanada(entrar(page, "analista"), producto, titular=entrar(browser.new_context(viewport=ESCRITORIO).new_page(), "secretaria"))
    page.set_viewport_size(TELEFONO)
    lo_cuenta_todo(entrar(page, "enlace.puebla"), producto)
    lo_dijeron_los_correos(producto)


def presentar(page: Page, producto: Producto) -> None:
    abrir(page, producto, PRIMERA)
    llenar(page, "SSP/0700/2022")
    page.locator("input[type=file][multiple]").set_input_files([{"name": f"hoja{n}.jpg", "mimeType": "image/jpeg", "buffer": foto(n, 400)} for n in (1, 2, 3)])
    expect(page.get_by_role("heading", name="3 archivos guardados, en este orden")).to_be_visible(timeout=40_000)
    page.get_by_text("Este oficio atiende también otras obligaciones").click()
    page.get_by_label(re.compile("totalidad de los campos", re.IGNORECASE)).first.check()
    enviar(page)
    expect(page.get_by_text(SEGUNDA)).to_be_visible()
    cabe(page)


def enviar(page: Page) -> None:
    page.get_by_role("button", name="Revisar antes de enviar").click()
    expect(page.get_by_role("heading", name="Revisa antes de enviar")).to_be_visible()
    cabe(page)
    page.get_by_role("button", name="Enviar y generar acuse").click()
    expect(page.get_by_role("heading", name=re.compile(r"AR-2022-\d{6}"))).to_be_visible()


def cabe(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEFONO["width"]


def observar_y_aceptar(page: Page, producto: Producto) -> None:
    abrir_en_la_mesa(page, producto)
    expect(page.locator("iframe.dictamen__pdf")).to_be_visible()
    expect(page.get_by_text("Este oficio atiende también:")).to_be_visible()
    sin_violaciones(page)
    devolver(page)
    page.get_by_role("button", name=re.compile("^Deshacer")).click()
    expect(page.get_by_text("A nadie se le avisó.")).to_be_visible()
    devolver(page)
    expect(page.get_by_role("button", name=re.compile("^Deshacer"))).to_be_visible()
    expect(page.get_by_role("heading", name="Actualizar permanente de la totalidad de los campos")).to_be_visible()  # pasó sola a la siguiente
    aceptar(page)


def abrir_en_la_mesa(page: Page, producto: Producto) -> None:
    page.goto(f"{producto.url}/bandeja/")
    page.locator("tr", has_text=PRIMERA).get_by_role("link").click()


def sin_violaciones(page: Page) -> None:
    """La mesa a lo ancho y a 320 px, con una decisión elegida: lo que pide está a la vista y lo de las demás, no."""
    page.get_by_label("Devolver con observaciones").check()
    expect(page.get_by_label("Observación 1")).to_be_visible()
    expect(page.get_by_label("Por qué es ajena a lo acordado")).to_be_hidden()
    for ancho in ANCHOS:
        page.set_viewport_size(ESCRITORIO | {"width": ancho})
        assert violaciones(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= ancho
    page.set_viewport_size(ESCRITORIO)


def devolver(page: Page) -> None:
    page.get_by_label("Devolver con observaciones").check()
    page.get_by_label("Observación 1").fill(PIDE)
    page.get_by_role("button", name="Dictaminar").click()


def aceptar(page: Page) -> None:
    page.get_by_label(re.compile("^Aceptar")).check()
    page.get_by_role("button", name="Dictaminar").click()
    expect(page.get_by_text(re.compile("Entrega aceptada"))).to_be_visible()


def contestar(page: Page, producto: Producto) -> None:
    abrir(page, producto, PRIMERA)
    expect(page.get_by_text(PIDE).first).to_be_visible()
    llenar(page, "SSP/0701/2022")
    page.get_by_label("Respuesta a la observación 1").fill(CONTESTA)
    page.locator("input[type=file][multiple]").set_input_files([{"name": "total.pdf", "mimeType": "application/pdf", "buffer": pdf_de_una_pagina()}])
    expect(page.get_by_role("heading", name="1 archivo guardado, en este orden")).to_be_visible(timeout=30_000)
    enviar(page)


def dar_por_subsanada(page: Page, producto: Producto, titular: Page) -> None:
    abrir_en_la_mesa(page, producto)
    expect(page.locator(".ronda__respuesta")).to_contain_text(CONTESTA)
    page.get_by_role("button", name="Tomar").click()
    expect(page.get_by_text("La estás revisando")).to_be_visible()
    titular.goto(page.url)
    expect(titular.get_by_text(re.compile("^La tiene Andrés Lira"))).to_be_visible()
    con_una_tecla(page)
    page.get_by_label("Cómo queda la observación 1.1").select_option("Subsanada")
    aceptar(page)
    titular.reload()
    expect(titular.get_by_role("heading", name="Ya está dictaminada")).to_be_visible()
    titular.context.close()


def con_una_tecla(page: Page) -> None:
    """Las teclas eligen; apagadas, ya no."""
    page.keyboard.press("r")
    expect(page.get_by_label(re.compile("^Rechazar"))).to_be_checked()
    page.keyboard.press("?")
    page.get_by_role("button", name="Apagar los atajos").click()
    expect(page.get_by_text("Atajos de teclado apagados.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_label(re.compile("^Rechazar"))).not_to_be_checked()


def lo_cuenta_todo(page: Page, producto: Producto) -> None:
    page.goto(f"{producto.url}/obligaciones/?q={PRIMERA}")
    page.locator("tbody th a").first.click()
    assert page.locator(".linea__titulo").all_inner_texts() == HISTORIA
    dicho = page.locator(".linea").inner_text()
    assert [d for d in ("SSP/0700/2022", PIDE, CONTESTA, "SSP/0701/2022") if d not in dicho] == []
    cabe(page)
    page.get_by_role("link", name=re.compile("Ver su acuse")).last.click()
    publica = page.locator(".acuse__publica").get_attribute("href")
    page.context.clear_cookies()
    page.goto(publica)
    expect(page.get_by_text("Este acuse es auténtico")).to_be_visible()
    page.locator("#archivo").set_input_files([{"name": "mia.jpg", "mimeType": "image/jpeg", "buffer": foto(2, 400)}])
    expect(page.get_by_text("Es el mismo: «mia.jpg» es el archivo 2 de este oficio, signo por signo.")).to_be_visible()
    cabe(page)


def lo_dijeron_los_correos(producto: Producto) -> None:
    """Uno por cada cosa que pasó; de lo deshecho, ninguno."""
    espera_correos(producto, PAULA, len(CORREOS))
    assert sorted(correos_para(producto, PAULA)) == CORREOS


def espera_correos(producto: Producto, direccion: str, cuantos: int) -> None:
    def llegaron() -> bool:
        producto.manage("avisos")  # lo que haría el siguiente tic
        return len(correos_para(producto, direccion)) >= cuantos

    producto.espera(llegaron, f"no llegaron los correos a {direccion}")


def test_la_designacion_llega_por_correo_y_con_un_clic_es_una_entrega(page: Page, producto, buzon, entrar):
    crudo = correo(asunto="Designación de enlace, ZC-2022-1/T3.1/PUE-SS", anexos={"oficio.pdf": DESIGNA})
    with smtp_que_entrega(buzon) as puerto, smtplib.SMTP("127.0.0.1", puerto) as smtp:
        smtp.sendmail(PAULA, [BUZON], crudo)
    page.set_viewport_size(ESCRITORIO)
    entrar(page, "analista")
    producto.manage("recibir_correo", "--una-vez")
    page.goto(f"{producto.url}/bandeja/correo/")
    page.get_by_role("link", name=re.compile("^Designación de enlace")).click()
    assert violaciones(page) == []
    page.get_by_role("button", name="Confirmar y generar acuse").click()
    expect(page.get_by_role("heading", name="A quién designa el oficio SSP/DGA/0456/2022")).to_be_visible()
    expect(page.get_by_label("Nombre completo")).to_have_value("Sara Ríos")
    expect(page.get_by_label("Correo oficial")).to_have_value(SARA)
    assert violaciones(page) == []
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Surte efecto cuando aceptes el oficio.")).to_be_visible()
    aceptar(page)
    page.goto(f"{producto.url}/enlaces/instituciones/PUE-SS/")
    expect(page.get_by_text("Sara Ríos").first).to_be_visible()
    espera_correos(producto, SARA, 1)
