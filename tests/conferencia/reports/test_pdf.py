"""El PDF por dentro: etiquetado, con sus datos adjuntos, cada ficha en su página y los totales de la base."""

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from django.conf import settings

from conferencia.models import Obligacion
from conferencia.reports import cuentas, informe_cumplimiento
from tests.conferencia.reports.conftest import CORTE, FOLIO

# WeasyPrint 70 deja abierto su propio perfil de color en cada documento; no es nuestro para cerrarlo.
PERFIL_SIN_CERRAR = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
pytestmark = [pytest.mark.django_db, pytest.mark.lento, PERFIL_SIN_CERRAR]


def textos(contenido: bytes) -> list[str]:
    documento = pypdfium2.PdfDocument(contenido)
    try:
        paginas = []
        for pagina in documento:
            texto = pagina.get_textpage()
            paginas.append(re.sub(r"\s+", " ", texto.get_text_range().replace("￾", "")))
            texto.close()
            pagina.close()
        return paginas
    finally:
        documento.close()


def etiquetas(nodo, hallados: list) -> list:
    """Los nodos del árbol de estructura, de raíz a hojas."""
    if isinstance(nodo, pikepdf.Array):
        for hijo in nodo:
            etiquetas(hijo, hallados)
    elif isinstance(nodo, pikepdf.Dictionary):
        if "/S" in nodo:
            hallados.append(nodo)
        if "/K" in nodo:
            etiquetas(nodo.K, hallados)
    return hallados


def test_declara_su_idioma_su_estructura_y_su_variante(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as documento:
        raiz = documento.Root
        assert (str(raiz.Lang), bool(raiz.MarkInfo.Marked)) == ("es-MX", True)
        assert "/StructTreeRoot" in raiz
        assert len(raiz.OutputIntents) == 1
        with documento.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
            assert xmp["dc:title"].startswith("Informe de cumplimiento · Primera Reunión Zona Centro 2022")
        assert all(abs(float(p.MediaBox[2]) - 612) < 1 and abs(float(p.MediaBox[3]) - 792) < 1 for p in documento.pages)


def test_cada_figura_tiene_texto_alterno_y_cada_tabla_sus_encabezados(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as documento:
        nodos = etiquetas(documento.Root.StructTreeRoot.K, [])
        clases = Counter(str(n.S) for n in nodos)
        figuras = [n for n in nodos if n.S == "/Figure"]
        assert len(figuras) > 100
        assert [n for n in figuras if not str(n.get("/Alt", ""))] == []
        assert clases["/Table"] >= 20
        assert clases["/TH"] > clases["/Table"] * 4
        assert {"/H1", "/H2", "/Caption"} <= set(clases)


def test_los_datos_van_adentro_y_dan_los_totales_de_la_base(pdf, datos, reunion):
    with pikepdf.open(io.BytesIO(pdf)) as documento:
        (nombre,) = documento.attachments
        adjunto = documento.attachments[nombre]
        crudo = adjunto.get_file().read_bytes()
        assert (nombre, str(adjunto.obj.AFRelationship)) == ("obligaciones.csv", "/Data")
    filas = list(csv.DictReader(io.StringIO(crudo.decode("utf-8-sig"))))
    base = Obligacion.objects.de_la_reunion(reunion).nacidas(datos.corte).con_situacion(datos.corte)
    assert Counter(f["Clave"] for f in filas) == Counter(base.values_list("clave", flat=True))
    assert Counter(f["Grupo"] for f in filas) == Counter(r.grupo.value for r in datos.renglones)
    assert {f["Corte"] for f in filas} == {"2022-07-13"}


def test_paginas_folio_y_totales(pdf, datos):
    paginas = textos(pdf)
    total = cuentas.contar(datos.renglones)
    assert len(paginas) <= 24
    for numero, texto in enumerate(paginas[1:], start=2):
        assert f"Folio {FOLIO} · Página {numero} de {len(paginas)}" in texto
        assert "Corte: miércoles 13 de julio de 2022" in texto
    portada, resumen = paginas[0], paginas[1]
    assert "Informe de cumplimiento" in portada
    assert FOLIO in portada
    assert f"hay {total.total} obligaciones exigibles: 2 cumplidas" in resumen
    assert f"{total.vencidas} de {total.total}" in resumen
    assert "Método y leyenda" in paginas[2]
    assert datos.cabeza[:8] in paginas[-1]


def test_cada_entidad_ocupa_exactamente_una_pagina(pdf, datos):
    paginas = textos(pdf)
    fichas = [t for t in paginas[1:] if "Fichas por entidad" in t]
    assert len(fichas) == len(datos.entidades)
    for entidad, texto in zip(datos.entidades, fichas, strict=True):
        assert f"Fichas por entidad {entidad} " in texto
    indice_vencidas = next(n for n, t in enumerate(paginas[1:], start=1) if "Obligaciones vencidas" in t)
    assert "Fichas por entidad" in paginas[indice_vencidas - 1]


def test_la_ficha_con_demasiado_sigue_siendo_una_pagina_y_los_bytes_se_repiten(datos):
    largas = [replace(r, accion="diagnóstico interinstitucional " * 9, compromiso=f"ZC/A{n}.1") for n, r in enumerate(datos.renglones) if r.entidad == "Puebla"]
    una = replace(datos, renglones=tuple(largas), entidades=("Puebla",), disposiciones=datos.disposiciones[:2])
    contenido = informe_cumplimiento.componer(una, FOLIO)
    fichas = [t for t in textos(contenido) if "Responde Vence Situación" in t]
    assert len(fichas) == 1
    assert "en los datos adjuntos" in fichas[0]
    assert informe_cumplimiento.componer(una, FOLIO) == contenido


def test_sin_obligaciones_tambien_se_compone_y_lo_dice(datos):
    vacio = replace(datos, renglones=(), entidades=())
    paginas = textos(informe_cumplimiento.componer(vacio, FOLIO))
    assert "no tiene obligaciones exigibles" in paginas[1]
    assert [n for n, t in enumerate(paginas) if "no hay ninguna obligación vencida" in t], "lo vencido dice que no hay"


def test_el_proceso_web_no_carga_weasyprint():
    programa = "import django, sys; django.setup(); import conferencia.urls; print(sorted({'weasyprint', 'fontTools'} & set(sys.modules)))"
    hecho = subprocess.run([sys.executable, "-c", programa], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=True)
    assert hecho.stdout.strip() == "[]"


def test_el_instante_es_el_de_los_datos(datos):
    assert datos.sabido_al == CORTE
