"""``make docs``: levanta el producto al día siguiente de la firma y retrata el tablero para el README."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import BANDERAS, CHROMIUM
from tests.e2e.producto import CONTRASENA, RAIZ, Producto

DESTINO = RAIZ / "docs" / "tablero.png"
VENTANA = {"width": 1280, "height": 1180}


def retratar(producto: Producto) -> None:
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(executable_path=CHROMIUM, args=BANDERAS)
        pagina = navegador.new_page(viewport=VENTANA, locale="es-MX")
        pagina.goto(f"{producto.url}/cuentas/login/")
        pagina.get_by_label("Correo", exact=True).fill("secretaria@demo.mx")
        pagina.get_by_label("Contraseña", exact=True).fill(CONTRASENA)
        pagina.get_by_role("button", name="Entrar", exact=True).click()
        pagina.get_by_role("heading", name="Entidad por disposición").wait_for()
        DESTINO.parent.mkdir(exist_ok=True)
        pagina.screenshot(path=DESTINO)
        navegador.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as carpeta:
        producto = Producto(Path(carpeta), hoy="2022-07-06")
        try:
            producto.levanta()
            retratar(producto)
        finally:
            producto.detiene()


if __name__ == "__main__":
    main()
