import pytest
from playwright.sync_api import Page

from tests.e2e.producto import CONTRASENA, Producto

CHROMIUM = "/usr/bin/chromium"
BANDERAS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": BANDERAS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "es-MX", "timezone_id": "America/Mexico_City", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def producto(tmp_path_factory):
    """La instancia completa, el 6 de julio de 2022: al día siguiente de la firma."""
    instancia = Producto(tmp_path_factory.mktemp("producto"), hoy="2022-07-06")
    try:
        instancia.levanta()
        yield instancia
    finally:
        instancia.detiene()


@pytest.fixture(scope="module")
def sesiones() -> dict[str, list]:
    """Las galletas de cada cuenta que ya entró: el límite de intentos por dirección cuenta de verdad también en las pruebas."""
    return {}


@pytest.fixture
def entrar(producto, sesiones):
    """Entra con una cuenta de demostración (o con la sesión que ya abrió) y deja la página en el tablero."""

    def como(page: Page, cuenta: str) -> Page:
        page.context.clear_cookies()
        page.context.add_cookies(sesiones.get(cuenta, []))
        page.goto(f"{producto.url}/")
        if page.url != f"{producto.url}/":
            page.goto(f"{producto.url}/cuentas/login/")
            page.get_by_label("Correo", exact=True).fill(f"{cuenta}@demo.mx")
            page.get_by_label("Contraseña", exact=True).fill(CONTRASENA)
            page.get_by_role("button", name="Entrar", exact=True).click()
            page.wait_for_url(f"{producto.url}/")
            sesiones[cuenta] = page.context.cookies()
        return page

    return como
