"""La estrella, probada: flechas entre paquetes y dentro de cada uno, dominio puro, llaves y plantillas hacia abajo."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

RAIZ = Path(settings.BASE_DIR)
PAQUETES = ("conferencia", "acuerdos", "transitorios", "enlaces")
LINEAS_POR_ARCHIVO, LINEAS_POR_FUNCION = 300, 60


def archivos(*carpetas: str):
    for carpeta in carpetas:
        for ruta in sorted((RAIZ / carpeta).rglob("*.py")):
            if "migrations" not in ruta.parts:
                yield ruta


def nombre(ruta: Path) -> str:
    return str(ruta.relative_to(RAIZ))


def test_los_contratos_de_importacion_se_cumplen():
    orden = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    hecho = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, timeout=120, check=False)
    assert hecho.returncode == 0, hecho.stdout
    assert "Contracts: 4 kept, 0 broken." in hecho.stdout


def test_el_dominio_no_carga_django_ni_celery():
    modulos = [nombre(r)[:-3].replace("/", ".").removesuffix(".__init__") for r in archivos("conferencia/domain", "transitorios/domain", "enlaces/domain")]
    programa = f"import importlib, sys\nfor m in {modulos!r}: importlib.import_module(m)\nprint(sorted({{'django', 'celery'}} & set(sys.modules)))"
    hecho = subprocess.run([sys.executable, "-c", programa], cwd=RAIZ, capture_output=True, text=True, timeout=60, check=True)
    assert hecho.stdout.strip() == "[]"


def test_el_dominio_no_mira_el_reloj():
    culpables = [
        f"{nombre(r)}: {hallado}"
        for r in archivos("conferencia/domain", "transitorios/domain", "enlaces/domain")
        for hallado in re.findall(r"\b(?:date\.today|datetime\.now|time\.time|datetime\.utcnow)\(", r.read_text())
    ]
    assert culpables == []


def test_solo_el_reloj_dice_que_hora_es():
    """Los servicios y las vistas preguntan a ``conferencia.reloj``; los trabajos y sesiones usan la hora del sistema."""
    del_sistema = {"conferencia/reloj.py", "conferencia/services/trabajos.py", "conferencia/services/idempotencia.py", "enlaces/services/envio.py"}
    del_sistema.add("enlaces/services/buzon/pasos.py")
    hora = re.compile(r"\b(?:date\.today|datetime\.now|timezone\.now|timezone\.localdate)\(")
    miran = {nombre(r) for r in archivos(*PAQUETES) if "arranque" not in r.parts and hora.search(r.read_text())}
    assert miran - del_sistema == set()


def test_las_llaves_foraneas_apuntan_hacia_abajo():
    """También las escritas como cadena: nada de ``conferencia`` apunta a un paquete de arriba ni los de arriba entre sí."""
    hacia_arriba = []
    for paquete in PAQUETES:
        for modelo in apps.get_app_config(paquete).get_models(include_auto_created=True):
            for campo in modelo._meta.get_fields():
                destino = getattr(campo.remote_field, "model", None) if getattr(campo, "remote_field", None) and not campo.auto_created else None
                etiqueta = destino._meta.app_label if destino else paquete
                if etiqueta in PAQUETES and etiqueta not in {paquete, "conferencia"}:
                    hacia_arriba.append(f"{modelo.__name__}.{campo.name} → {etiqueta}")
    assert hacia_arriba == []


def nombres_de_url(resolver: URLResolver, modulo: str = ""):
    for patron in resolver.url_patterns:
        if isinstance(patron, URLPattern):
            yield patron.name, patron.lookup_str.split(".")[0]
        else:
            yield from nombres_de_url(patron)


def test_las_plantillas_de_abajo_no_enlazan_hacia_arriba():
    arriba = {n for n, paquete in nombres_de_url(get_resolver()) if paquete in PAQUETES[1:]}
    assert arriba, "los paquetes de arriba tienen páginas"
    culpables = []
    for ruta in sorted((RAIZ / "templates").rglob("*.html")):
        if ruta.relative_to(RAIZ / "templates").parts[0] in {"conferencia", "components", "base.html", "reports"}:
            usados = set(re.findall(r"{%\s*url\s+['\"]([^'\"]+)", ruta.read_text()))
            culpables += [f"{nombre(ruta)} → {u}" for u in sorted(usados & arriba)]
    for ruta in archivos("conferencia"):
        usados = set(re.findall(r"(?:reverse|reverse_lazy|redirect)\(\s*['\"]([^'\"]+)", ruta.read_text()))
        culpables += [f"{nombre(ruta)} → {u}" for u in sorted(usados & arriba)]
    assert culpables == []


def test_no_hay_senales_de_modelo():
    culpables = [nombre(r) for r in archivos(*PAQUETES) if re.search(r"django\.db\.models\.signals|@receiver", r.read_text())]
    assert culpables == []


def test_ningun_modulo_se_llama_cajon_de_sastre():
    prohibidos = {"utils", "helpers", "common", "core", "manager", "handler", "misc"}
    assert [nombre(r) for r in archivos(*PAQUETES, "tests") if r.stem in prohibidos or r.parent.name in prohibidos] == []


def test_conferencia_init_esta_vacio():
    assert (RAIZ / "conferencia/__init__.py").read_text() == ""


def test_ningun_archivo_pasa_del_presupuesto():
    grandes = {nombre(r): n for r in archivos(*PAQUETES) if (n := len(r.read_text().splitlines())) > LINEAS_POR_ARCHIVO}
    assert {k: v for k, v in grandes.items() if k != "conferencia/settings.py"} == {}


def funciones(ruta: Path):
    for nodo in ast.walk(ast.parse(ruta.read_text())):
        if isinstance(nodo, ast.FunctionDef | ast.AsyncFunctionDef):
            yield nodo.name, nodo.end_lineno - nodo.lineno + 1


def test_ninguna_funcion_pasa_del_presupuesto_y_la_mediana_es_breve():
    largos = [(nombre(r), f, n) for r in archivos(*PAQUETES) for f, n in funciones(r)]
    assert [x for x in largos if x[2] > LINEAS_POR_FUNCION] == []
    medidas = sorted(n for *_, n in largos)
    assert medidas[len(medidas) // 2] <= 10


@pytest.mark.parametrize("ruta", [r for r in sorted((RAIZ / "templates").rglob("*.html")) if "emails" not in r.parts and "reports" not in r.parts], ids=nombre)
def test_las_plantillas_respetan_la_csp_estricta(ruta: Path):
    """Sin estilos ni guiones en línea, sin ``hx-on`` ni ``js:``: la CSP los bloquearía en silencio."""
    texto = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", ruta.read_text(), flags=re.DOTALL)
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|hx-on|[\"']js:|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", texto) == []
