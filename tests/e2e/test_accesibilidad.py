"""axe-core 4.14.1 en cada página, papel y ancho, con ``target-size`` encendido: ninguna violación de WCAG 2.2 AA que una máquina sepa ver."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
OPCIONES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
DE_LA_SECRETARIA = [
    "/",
    "/reuniones/",
    "/obligaciones/",
    "/bandeja/",
    "/bandeja/correo/",
    "/bandeja/correo/registro/",
    "/bandeja/correo/subir/",
    "/bandeja/rebotes/",
    "/buscar/?q=oficio",
    "/calendario/",
    "/enlaces/",
    "/enlaces/cambio-de-gobierno/",
    "/enlaces/designar/",
    "/enlaces/designar/PUE-SS/",
    "/enlaces/instituciones/PUE-SS/",
    "/enlaces/propuestas/",
    "/enlaces/vacantes/",
    "/actas/nueva/",
    "/informes/",
    "/instituciones/PUE-SS/expediente/",
    "/bitacora/",
    "/avisos/",
    "/avisos/reglas/",
    "/avisos/reglas/nueva/",
    "/avisos/reglas/prevision/",
    "/oficios/",
    "/oficios/plantillas/",
    "/oficios/salida/",
    "/oficios/salida/por-requerir/",
    "/oficios/ventanilla/PUE-SS/",
    "/solicitudes/",
    "/turnos/",
]
DEL_ENLACE = [
    "/",
    "/mis-pendientes/",
    "/obligaciones/",
    "/reuniones/",
    "/avisos/mios/",
    "/cuenta/avisos/",
    "/calendario/seguir/",
    "/credenciales/",
    "/cuentas/2fa/",
    "/cuentas/password/change/",
]
ANCHOS = (1280, 320)
PAGINAS = [("secretaria", ruta) for ruta in DE_LA_SECRETARIA] + [("enlace.puebla", ruta) for ruta in DEL_ENLACE] + [("area.tecnica", "/turnos/")]


def violaciones(page: Page) -> list[str]:
    """Una línea por violación: regla y primer elemento que la comete. Se inyecta con ``evaluate``, que la CSP estricta permite."""
    page.evaluate(AXE)
    halladas = page.evaluate("opciones => axe.run(document, opciones).then(r => r.violations)", OPCIONES)
    return [f"{v['id']}: {v['nodes'][0]['target']} ({len(v['nodes'])})" for v in halladas]


@pytest.mark.parametrize(("cuenta", "ruta"), PAGINAS)
def test_sin_violaciones_ni_desbordes(page: Page, producto, entrar, cuenta, ruta):
    entrar(page, cuenta)
    for ancho in ANCHOS:
        page.set_viewport_size({"width": ancho, "height": 900})
        assert page.goto(f"{producto.url}{ruta}").status == 200
        assert violaciones(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= ancho


@pytest.mark.parametrize("ruta", ["disposiciones", "obligaciones"])
def test_sin_violaciones_en_el_detalle(page: Page, producto, entrar, ruta):
    entrar(page, "secretaria")
    page.goto(f"{producto.url}/api/v1/{ruta}/?campos=id&limit=1")
    (identidad,) = [r["id"] for r in page.evaluate("() => JSON.parse(document.body.innerText).resultados")]
    page.goto(f"{producto.url}/{ruta}/{identidad}/")
    assert violaciones(page) == []


@pytest.mark.parametrize("ruta", ["/cuentas/login/", "/cuentas/password/reset/", "/cuentas/activar/codigo/", "/v/"])
def test_la_entrada_sin_violaciones(page: Page, producto, ruta):
    page.goto(f"{producto.url}{ruta}")
    assert violaciones(page) == []
