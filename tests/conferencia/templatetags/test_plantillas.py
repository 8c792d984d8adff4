"""Cada componente, dibujado con lo que recibe de una página."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test.html import parse_html

from conferencia.templatetags.componentes import forma

HOY = date(2022, 7, 5)


def dibuja(nombre: str, **contexto) -> str:
    return render_to_string(f"components/{nombre}.html", contexto)


def iguales(obtenido: str, esperado: str) -> bool:
    return parse_html(obtenido) == parse_html(esperado)


def test_plazo_dice_la_fecha_larga_y_lo_relativo_solo_acompana():
    assert iguales(
        dibuja("plazo", vence_el=date(2022, 7, 12), hoy=HOY),
        '<span class="plazo"><time datetime="2022-07-12">martes 12 de julio de 2022</time> <span class="plazo__relativo">(vence en 7 días)</span></span>',
    )


def test_plazo_prorrogado_conserva_el_original_y_el_concluido_ya_no_cuenta():
    assert iguales(
        dibuja("plazo", vence_el=date(2022, 7, 12), original_el=date(2022, 7, 8), movida="Prorrogado", hoy=HOY, concluida=True),
        '<span class="plazo"><time datetime="2022-07-12">martes 12 de julio de 2022</time>'
        ' <span class="plazo__nota">Prorrogado; la fecha original era viernes 8 de julio de 2022</span></span>',
    )


def test_plazo_objetivo_dice_que_no_es_del_acta():
    assert iguales(
        dibuja("plazo", vence_el=date(2022, 7, 12), objetivo=True),
        '<span class="plazo"><time datetime="2022-07-12">martes 12 de julio de 2022</time>'
        ' <span class="plazo__nota">Fecha objetivo: no es del acta</span></span>',
    )


def test_sin_plazo_no_es_vencido():
    assert iguales(dibuja("plazo", vence_el=None, hoy=HOY), '<span class="plazo"><span class="plazo__nulo">Sin plazo en el acta</span></span>')


def test_la_cifra_lleva_siempre_su_denominador():
    assert iguales(
        dibuja("cifra", valor=11, de=156, etiqueta="vencidas", grupo="vencida", url="/x", nota="9 sin respuesta"),
        f'<div class="cifra grupo-vencida"><p class="cifra__numero">{forma("cuadrado")}<strong>11</strong> <span class="cifra__de">de 156 · 7\u202f%</span></p>'
        '<p class="cifra__etiqueta"><a href="/x">vencidas</a></p><p class="cifra__nota">9 sin respuesta</p></div>',
    )


def test_la_cita_resalta_sin_perder_un_caracter():
    segmentos = [
        {"texto": "Las entidades ", "compromiso": None},
        {"texto": "enviarán <el> oficio", "compromiso": "A8.1", "numero": 1, "url": "#c1"},
        {"texto": " y "},
        {"texto": "lo firmarán", "compromiso": "A8.1"},
    ]
    assert iguales(
        dibuja("cita", segmentos=segmentos, rotulo="Párrafo segundo"),
        '<blockquote class="cita"><p class="cita__rotulo">Párrafo segundo</p><p class="cita__texto">Las entidades '
        '<mark id="cita-A8.1"><a class="cita__numero" href="#c1" aria-label="Compromiso 1">1</a>enviarán &lt;el&gt; oficio</mark> y '
        "<mark>lo firmarán</mark></p></blockquote>",
    )


MATRIZ = {
    "titulo": "Situación",
    "columnas": [{"titulo": "A8", "titulo_largo": "Acuerdo OCTAVO", "url": "/a8"}, {"titulo": "T1"}],
    "renglones": [
        {
            "titulo": "Puebla",
            "url": "/pue",
            "total": "1 de 2",
            "celdas": [{"grupo": "vencida", "texto": "0/1", "etiqueta": "vencida, Puebla, Acuerdo OCTAVO", "url": "/o"}, None],
        }
    ],
}


def test_la_matriz_es_una_tabla_con_caption_scope_y_celdas_que_se_leen_solas():
    tabla = parse_html(dibuja("matriz", **MATRIZ))
    cuadro = parse_html(
        f"""<div class="desplazable matriz-caja" role="region" tabindex="0" aria-label="Situación"><table class="matriz">
        <caption class="matriz__titulo">Situación</caption>
        <thead><tr><th scope="col" class="matriz__esquina">Entidad</th><th scope="col" class="matriz__col">Cumplidas</th>
        <th scope="col" class="matriz__col"><a class="matriz__enlace-col" href="/a8" title="Acuerdo OCTAVO">A8
        <span class="govuk-visually-hidden">, Acuerdo OCTAVO</span></a></th>
        <th scope="col" class="matriz__col">T1</th></tr></thead>
        <tbody><tr><th scope="row" class="matriz__renglon"><a class="matriz__enlace-col" href="/pue">Puebla</a></th><td class="matriz__total">1 de 2</td>
        <td><a class="matriz__celda grupo-vencida" href="/o">{forma("cuadrado")}<span>0/1
        <span class="govuk-visually-hidden"> vencida, Puebla, Acuerdo OCTAVO</span></span></a></td>
        <td><span class="matriz__nada"><span aria-hidden="true">·</span>
        <span class="govuk-visually-hidden">sin obligación</span></span></td></tr></tbody></table></div>"""
    )
    assert tabla.children[0] == cuadro


def test_la_matriz_trae_su_leyenda_con_los_seis_grupos():
    leyenda = parse_html(dibuja("leyenda"))
    assert [str(renglon.children[0].children[-1].children[0]) for renglon in leyenda.children] == [
        "cumplida",
        "en trámite",
        "en plazo",
        "por vencer",
        "vencida",
        "exenta",
    ]


def test_la_linea_de_tiempo_dice_que_cuando_y_quien():
    hechos = [
        {"titulo": "Devuelta", "en": datetime(2022, 7, 5, 19, 40, tzinfo=UTC), "autor": "Analista", "detalle": "Un plazo.", "observacion": "1. Falta <algo>"},
        {"titulo": "Publicada", "en": HOY, "url": "/h"},
    ]
    assert iguales(
        dibuja("linea_de_tiempo", hechos=hechos, titulo="Historia"),
        '<ol class="linea" aria-label="Historia"><li class="linea__hecho"><h3 class="linea__titulo">Devuelta</h3>'
        '<p class="linea__cuando"><time datetime="2022-07-05T14:40:00-05:00">martes 5 de julio de 2022, 14:40 h</time> · Analista</p>'
        '<p class="linea__detalle">Un plazo.</p><blockquote class="linea__observacion">1. Falta &lt;algo&gt;</blockquote></li>'
        '<li class="linea__hecho"><h3 class="linea__titulo"><a href="/h">Publicada</a></h3>'
        '<p class="linea__cuando"><time datetime="2022-07-05">martes 5 de julio de 2022</time></p></li></ol>',
    )


def test_la_barra_trae_su_frase_su_titulo_y_su_tabla():
    dibujo = dibuja("barra_apilada", mensaje="1 de 4 cumplida.", total=4, segmentos=[{"grupo": "cumplida", "valor": 1}, {"grupo": "vencida", "valor": 3}])
    figura = parse_html(dibujo)
    frase, barra, cuentas, detalle = figura.children
    assert [
        frase == parse_html('<figcaption class="grafica__mensaje">1 de 4 cumplida.</figcaption>'),
        barra
        == parse_html(
            '<svg class="barra" viewBox="0 0 1000 28" preserveAspectRatio="none" role="img" xmlns="http://www.w3.org/2000/svg"><title>1 de 4 cumplida.</title>'
            '<rect class="grupo-cumplida" x="0.0" y="0" width="250.0" height="28"/>'
            '<rect class="grupo-vencida" x="250.0" y="0" width="750.0" height="28"/></svg>'
        ),
        cuentas
        == parse_html(
            f'<ul class="barra__cuentas" aria-hidden="true"><li class="grupo-cumplida">{forma("circulo")}<span>1 cumplida</span></li>'
            f'<li class="grupo-vencida">{forma("cuadrado")}<span>3 vencidas</span></li></ul>'
        ),
        detalle.name,
    ] == [True, True, True, "details"]


def test_las_fichas_se_quitan_y_con_una_sola_no_se_ofrece_quitar_todas():
    ficha = {"titulo": "Entidad", "valor": "Puebla", "url_quitar": "?zona=c"}
    assert [dibuja("fichas_de_filtro", fichas=n * [ficha], url_limpiar="?").count("href=") for n in (0, 1, 2)] == [0, 1, 3]


def test_el_estado_vacio_dice_que_hacer():
    assert iguales(
        dibuja("estado_vacio", titulo="Aún no hay actas", texto="Sube la primera.", accion_texto="Subir acta", accion_url="/actas/nueva/"),
        '<div class="vacio"><p class="vacio__titulo">Aún no hay actas</p><p>Sube la primera.</p>'
        '<a class="govuk-button" href="/actas/nueva/" role="button" draggable="false" data-module="govuk-button">Subir acta</a></div>',
    )


@pytest.mark.parametrize(
    ("nivel", "grupo", "titulo"),
    [("success", "cumplida", "Listo"), ("warning", "por_vencer", "Atención"), ("error", "vencida", "No se pudo"), ("info", "en_tramite", "Aviso")],
)
def test_cada_nivel_de_aviso_tiene_palabra_ademas_de_color(nivel, grupo, titulo):
    aviso = parse_html(dibuja("aviso", texto="Algo pasó.", nivel=nivel))
    assert (dict(aviso.attributes)["class"], aviso.children[1]) == (
        f"aviso grupo-{grupo}",
        parse_html(f'<div><p class="aviso__titulo">{titulo}</p><p class="aviso__texto">Algo pasó.</p></div>'),
    )


def test_la_paginacion_por_cursor_solo_ofrece_lo_que_hay():
    assert iguales(dibuja("paginacion", resumen="1 a 3 de 3"), '<p class="paginacion__resumen">1 a 3 de 3</p>')


def test_las_migas_marcan_la_pagina_actual():
    assert iguales(
        dibuja("migas", migas=[{"titulo": "Reuniones", "url": "/reuniones/"}, {"titulo": "Zona Centro"}]),
        '<nav class="govuk-breadcrumbs migas" aria-label="Ruta de navegación"><ol class="govuk-breadcrumbs__list">'
        '<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="/reuniones/">Reuniones</a></li>'
        '<li class="govuk-breadcrumbs__list-item" aria-current="page">Zona Centro</li></ol></nav>',
    )
