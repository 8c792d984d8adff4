"""Los hechos leídos: en palabras, en orden, y sin nombres para quien no debe verlos."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from conferencia import reloj
from conferencia.models import Hecho
from conferencia.queries import historia
from conferencia.queries.titulos_de_hechos import TITULOS, titulo_de
from tests import reparto
from tests.conferencia.presentaciones import obligacion, observar, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def historia_de(clave: str, *, con_personas: bool) -> list[tuple]:
    hechos = historia.leer(historia.hechos_de_obligacion(obligacion(clave)), con_personas=con_personas)
    return [(h.titulo, h.autor, h.detalle, h.observacion) for h in hechos]


def test_la_historia_va_de_lo_mas_nuevo_a_lo_mas_viejo():
    entrega = observar(presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC", numero="UPC/7"), "Falta la firma")
    assert historia_de("T1.1/PUE-UPC", con_personas=True) == [
        ("Se devolvió con observaciones", "Andrés Lira (demo)", "Oficio UPC/7 · Por subsanar a más tardar el miércoles 20 de julio de 2022", "Falta la firma"),
        ("Se presentó una entrega", "Paula Ibarra (demo)", f"Oficio UPC/7 · Acuse {entrega.oficio.acuse.folio} · 1 archivo", ""),
        ("Nació la obligación", "Sistema", "", ""),
    ]


def test_sin_personas_se_dice_la_institucion_o_la_secretaria_tecnica():
    observar(presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC"), "Falta la firma")
    assert [autor for _, autor, _, _ in historia_de("T1.1/PUE-UPC", con_personas=False)] == ["Secretaría Técnica", "PUE-UPC", "Sistema"]


def test_una_clase_desconocida_se_lee_sin_signos():
    assert titulo_de("aviso.no_entregado") == "Aviso: no entregado"


def clases_que_se_asientan() -> set[str]:
    """Todo texto con forma de clase de hecho («obligacion.creada») en los servicios y tareas de cualquier paquete."""
    paquetes = ("conferencia", "acuerdos", "transitorios", "enlaces")
    forma = re.compile(rf"(?!(?:{'|'.join(paquetes)})\.)[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")  # «enlaces.enviar» es una tarea
    carpetas = [Path(settings.BASE_DIR) / p / c for p in paquetes for c in ("services", "tasks.py")]
    archivos = [a for c in carpetas for a in (c.rglob("*.py") if c.is_dir() else [c] if c.exists() else [])]
    textos = [t for a in archivos for t in _textos(ast.parse(a.read_text())) if forma.fullmatch(t.texto)]
    sujetos = {clase.split(".")[0] for clase in TITULOS}
    return {t.texto for t in textos if t.pasado or t.texto.split(".")[0] in sujetos}


class Texto(NamedTuple):
    """Una constante; ``pasado``: como argumento o ``clase=`` de una llamada. La que no, cuenta si habla de un sujeto conocido."""

    texto: str
    pasado: bool


def _textos(arbol: ast.AST) -> set[Texto]:
    llamadas = [n for n in ast.walk(arbol) if isinstance(n, ast.Call)]
    pasados = {id(a) for n in llamadas for a in (*n.args, *(k.value for k in n.keywords if k.arg == "clase"))}
    return {Texto(n.value, id(n) in pasados) for n in ast.walk(arbol) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_todo_lo_que_se_asienta_tiene_palabras():
    asentadas = clases_que_se_asientan()
    assert {"acta.publicada", "captura.aceptada", "compromiso.rectificado", "credencial.creada", "obligacion.sin_efecto"} - asentadas == set()
    assert asentadas - set(TITULOS) == set()


def test_un_gesto_de_captura_dice_de_que_compromiso_habla_y_una_rectificacion_que_decia():
    def detalle(clase: str, **datos) -> str:
        return historia._detalle(clase, datos, "", de_obligacion=True)

    assert detalle("captura.aceptada", aceptados=["a1-1", "t2-3"]) == "A1.1, T2.3"
    assert detalle("captura.citada", compromiso="a4-2", antes={"parrafo": 1}, despues={"parrafo": 2}) == "A4.2"
    assert detalle("captura.referencia_corregida", disposicion="transitorio 4", referencia=0) == "Transitorio 4"
    assert detalle("obligacion.vencimiento_rectificado", compromiso="ZC-2022-1/A1.1", antes="2022-09-30", despues="2022-10-31") == (
        "Antes viernes 30 de septiembre de 2022; ahora lunes 31 de octubre de 2022"
    )
    assert detalle("obligacion.vencimiento_rectificado", antes=None, despues="2022-10-31") == "Antes sin fecha; ahora lunes 31 de octubre de 2022"
    assert detalle("obligacion.sin_efecto", clave="ZC-2022-1/A1.1/PUE-SS", por="rectificacion") == "Al rectificarse quién responde del compromiso"
    assert detalle("obligacion.partes_rectificadas", antes="PUE-C5", despues="PUE-SS") == "Antes PUE-C5; ahora PUE-SS"


def test_la_fecha_en_que_rige_solo_se_dice_si_es_otra():
    """La hora es la de México: asentado el 5 a las 23:30 de allá, ya es 6 en UTC y no por eso rige otro día."""
    leidos = historia.leer(Hecho.objects.filter(clase="acta.publicada"), con_personas=True)
    assert [h.rige_el for h in leidos] == [None]
    hecho = Hecho(numero=1, clase="x", datos="{}", rige_el=date(2022, 7, 4), asentado_en=reloj.ahora(), huella="a")
    assert historia.leer([hecho], con_personas=True)[0].rige_el == date(2022, 7, 4)


# --- Bitácora ---------------------------------------------------------------------------------------------------------


def test_la_bitacora_va_por_llave_y_no_repite_ni_salta():
    numeros, antes_de = [], None
    while True:
        pagina = historia.bitacora(antes_de=antes_de)
        numeros += [h.numero for h in pagina.hechos]
        if pagina.antes_de is None:
            break
        antes_de = pagina.antes_de
    assert numeros == list(range(Hecho.objects.count(), 0, -1))


def test_filtros_de_la_bitacora():
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    assert [h.clase for h in historia.bitacora(clase="acta.publicada").hechos] == ["acta.publicada"]
    assert [h.clase for h in historia.bitacora(persona=reparto.enlace().pk).hechos] == ["entrega.presentada"]
    assert [h.clase for h in historia.bitacora(desde=date(2022, 7, 6)).hechos] == ["entrega.presentada"]
    assert historia.bitacora(hasta=date(2022, 7, 4)).hechos == ()
    assert historia.bitacora(desde=date(2022, 7, 5), hasta=date(2022, 7, 5), clase="acta.publicada").hechos != ()


def test_quienes_y_que_se_ha_asentado():
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    assert [str(u) for u in historia.quienes_asentaron()] == ["Paula Ibarra (demo)"]
    assert historia.clases_asentadas() == sorted(set(Hecho.objects.values_list("clase", flat=True)))


def test_la_pagina_hace_siempre_dos_consultas(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(historia.bitacora().hechos) == historia.POR_PAGINA
