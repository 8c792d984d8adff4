"""Piezas que las plantillas de ``components/`` necesitan: situaciones, formas, proporciones y bloques.

Texto y aritmética; ninguna lectura de la base. Las palabras y los grupos son los del dominio. Una clave desconocida es un error de quien escribe
la página y detiene el dibujo con su lista de opciones.
"""

from dataclasses import dataclass

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conferencia.domain.situacion import GRUPO_DE, ROTULOS

register = template.Library()

FIGURAS = {
    "circulo": '<circle cx="6" cy="6" r="5.5"/>',
    "circulo_marcado": '<path fill-rule="evenodd" d="M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM5.3 2.6v3.9l2.8 1.7.7-1.2-2.1-1.2V2.6z"/>',
    "rombo": '<path d="M6 0l6 6-6 6-6-6z"/>',
    "triangulo": '<path d="M6 .5l6 11H0z"/>',
    "cuadrado": '<path d="M.75.75h10.5v10.5H.75z"/>',
    "aro": '<path fill-rule="evenodd" d="M6 .25a5.75 5.75 0 1 1 0 11.5A5.75 5.75 0 0 1 6 .25zm0 2a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5z"/>',
}


@dataclass(frozen=True)
class Grupo:
    """Familia de situaciones que comparten forma y color."""

    clave: str
    palabra: str
    plural: str
    forma: str


@dataclass(frozen=True)
class Situacion:
    """Cómo se nombra y se dibuja una situación: ``corta`` es la palabra para celdas estrechas."""

    clave: str
    palabra: str
    corta: str
    grupo: str
    forma: str


GRUPOS = {
    grupo.clave: grupo
    for grupo in (
        Grupo("cumplida", "cumplida", "cumplidas", "circulo"),
        Grupo("en_tramite", "en trámite", "en trámite", "rombo"),
        Grupo("en_plazo", "en plazo", "en plazo", "rombo"),
        Grupo("por_vencer", "por vencer", "por vencer", "triangulo"),
        Grupo("vencida", "vencida", "vencidas", "cuadrado"),
        Grupo("exenta", "exenta", "exentas", "aro"),
    )
}


CORTAS = {
    "cumplida_a_tiempo": "cumplida",
    "permanente_al_dia": "al día",
    "cumplida_extemporanea": "extemporánea",
    "recibida_por_confirmar": "por confirmar",
    "con_observaciones": "observada",
    "en_espera_de_insumo": "espera insumo",
    "avance_parcial": "parcial",
    "permanente_sin_ratificar": "sin ratificar",
    "sin_respuesta": "sin respuesta",
    "respondio_ajeno": "ajena",
    "exenta_no_aplica": "no aplica",
    "exenta_no_competente": "no competente",
    "exenta_sin_efecto": "sin efecto",
}
FORMAS_PROPIAS = {"cumplida_extemporanea": "circulo_marcado"}

SITUACIONES = {
    clave.value: Situacion(
        clave=clave.value,
        palabra=palabra,
        corta=CORTAS.get(clave.value, palabra),
        grupo=GRUPO_DE[clave].value,
        forma=FORMAS_PROPIAS.get(clave.value, GRUPOS[GRUPO_DE[clave].value].forma),
    )
    for clave, palabra in ROTULOS.items()
}


def _elige(opciones: dict, clave: str, que: str):
    try:
        return opciones[clave]
    except KeyError:
        raise ValueError(f"No hay {que} «{clave}». Opciones: {', '.join(opciones)}.") from None


@register.filter
def situacion(clave: str) -> Situacion:
    """La situación de esa clave. ``ValueError`` si no existe."""
    return _elige(SITUACIONES, clave, "situación")


@register.filter
def grupo(clave: str) -> Grupo:
    """El grupo de esa clave. ``ValueError`` si no existe."""
    return _elige(GRUPOS, clave, "grupo")


@register.filter
def cuenta(grupo: Grupo, cuantas: int) -> str:
    """La palabra del grupo que concuerda con ese número: «1 vencida», «2 vencidas»."""
    return grupo.palabra if cuantas == 1 else grupo.plural


@register.simple_tag
def forma(nombre: str) -> SafeString:
    """La figura como SVG en línea, muda para el lector de pantalla: la palabra de al lado la nombra."""
    figura = mark_safe(_elige(FIGURAS, nombre, "forma"))  # noqa: S308 — constante de este módulo
    return format_html('<svg class="forma" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">{}</svg>', figura)


@register.inclusion_tag("components/insignia_situacion.html")
def insignia(situacion: str, avance: int | None = None, tarde: bool = False) -> dict:
    """Atajo de ``components/insignia_situacion.html``. ``avance`` en por ciento; ``tarde`` añade «entregada tarde»."""
    return {"situacion": situacion, "avance": avance, "tarde": tarde}


@register.filter
def por_ciento(parte: int, total: int) -> str:
    """«44 %» con espacio fino irrompible; «—» si el total es cero: sin denominador no hay porcentaje."""
    return f"{round(100 * parte / total)}\u202f%" if total else "—"


@dataclass(frozen=True)
class Tramo:
    """Un tramo de la barra: ``x`` y ``ancho`` en milésimas del total."""

    grupo: Grupo
    valor: int
    x: float
    ancho: float


@register.filter
def en_tramos(segmentos: list[dict]) -> list[Tramo]:
    """Reparte ``[{grupo, valor}]`` en una barra de 1000 unidades, en orden; los ceros no ocupan lugar."""
    total = sum(segmento["valor"] for segmento in segmentos)
    tramos, x = [], 0.0
    for segmento in segmentos:
        ancho = 1000 * segmento["valor"] / total if total else 0.0
        tramos.append(Tramo(grupo(segmento["grupo"]), segmento["valor"], round(x, 2), round(ancho, 2)))
        x += ancho
    return tramos


@register.filter
def con_ancla(segmentos: list[dict]) -> list[dict]:
    """Los segmentos de una cita, con ``ancla`` verdadera solo en la primera aparición de cada compromiso.

    Una cita partida en dos resaltados no repite el ``id``.
    """
    vistos: set = set()
    anclados = []
    for segmento in segmentos:
        compromiso = segmento.get("compromiso")
        anclados.append({**segmento, "ancla": compromiso is not None and compromiso not in vistos})
        vistos.add(compromiso)
    return anclados


@register.filter
def en_lista(valor) -> list:
    """Un texto suelto como lista de uno; una lista, igual; nada, lista vacía."""
    if not valor:
        return []
    return [valor] if isinstance(valor, str) else list(valor)


@register.filter
def ancla_de_campo(campo) -> str:
    """El ``id`` al que lleva el resumen de errores: en grupos de opciones, el de la primera."""
    return f"{campo.auto_id}_0" if campo.use_fieldset and campo.auto_id else campo.id_for_label


@register.simple_block_tag
def desplazable(content: str, etiqueta: str) -> SafeString:
    """Contenedor de tabla ancha: se desplaza por sí, recibe el foco y dice qué contiene."""
    return format_html('<div class="desplazable" role="region" tabindex="0" aria-label="{}">{}</div>', etiqueta, content)


@register.simple_block_tag
def panel(content: str, titulo: str = "", nivel: int = 2, id: str = "", tono: str = "") -> str:  # noqa: A002 — es el atributo de HTML
    """``components/panel.html`` alrededor de lo que encierra. ``tono`` es un grupo de situación."""
    return render_to_string("components/panel.html", {"titulo": titulo, "nivel": nivel, "id": id, "tono": tono, "cuerpo": content})


@register.inclusion_tag("components/paginacion.html", takes_context=True)
def paginacion(context, pagina: Page, nombre: str = "pagina") -> dict:
    """``components/paginacion.html`` de una página de Django; conserva los filtros de la URL."""
    parametros = context["request"].GET.copy()

    def url(numero: int) -> str:
        parametros[nombre] = str(numero)
        return f"?{parametros.urlencode()}"

    return {
        "anterior": url(pagina.previous_page_number()) if pagina.has_previous() else "",
        "siguiente": url(pagina.next_page_number()) if pagina.has_next() else "",
        "paginas": [
            {"numero": numero, "url": url(numero) if isinstance(numero, int) else "", "actual": numero == pagina.number}
            for numero in pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1)
        ],
        "resumen": f"{pagina.start_index()} a {pagina.end_index()} de {pagina.paginator.count}" if pagina.paginator.count else "",
    }


@register.filter
def palabras(texto: str) -> list[str]:
    """Las palabras de un texto, para recorrer una lista corta escrita en la plantilla."""
    return texto.split()


@register.filter
def de_llave(mapa: dict, llave: object) -> object:
    """El valor de una llave que no es un texto fijo."""
    return mapa.get(llave)
