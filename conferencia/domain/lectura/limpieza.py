"""Del texto crudo a párrafos rehechos: sin folios ni encabezados corridos, unidos a través de páginas y guiones.

Cada párrafo recuerda el tramo del texto recibido del que salió.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .columnas import LineaCruda, trazar_rayas
from .modelo import Tramo
from .numeros import ORDINAL
from .plegado import plegar

_RENGLON = re.compile(r"[^\n\f\r\v\x85\u2028\u2029]*[\n\f\r\v\x85\u2028\u2029]?")
_FOLIO = re.compile(r"[-–—|\s]*(?:(?:pagina|pag\.?|hoja|foja|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,5}(?=\s*[-–—]))(?:\s*(?:de|/)\s*\d{1,4})?[-–—|\s.]*$")
_LISTA = re.compile(r"(?:[-•·▪◦*–]\s+|\(?[a-zñ]\)\s*|\(?[ivx]{1,5}[.)]\s+|\(?\d{1,2}(?:\.\d{1,2})*\s?[.)-]+\s*)(?=\S)", re.I)
_TITULAR = re.compile(
    rf"(?:(?:acuerdo|articulo|transitorio|transitoria|resolutivo)s?\s+(?:numero\s+|no\.?\s*)?)?(?:{ORDINAL})\s*(?:transitori[oa]\s*)?[.:–—)-]"
)
_ACUERDO_SESION = re.compile(r"acuerdo\s+(?:no\.?\s*|numero\s+)?[\w-]*\d")
_CAMPO = re.compile(
    r"(?:(?:area|instancia|institucion|autoridad)\s+)?(?:responsables?|fecha|plazo|entregables?|evidencia|producto|periodicidad|lugar)\b[a-z ]{0,30}:\s"
)
_COLGANTE = re.compile(r"(?:^|\s)(?:de|del|la|el|los|las|y|e|o|u|en|a|al|con|por|para|que|su|sus|un|una|se|como|entre|sobre|ante)$")
_ENLACE = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_COMENTARIO = re.compile(r"<!--.{0,2000}?-->|</?(?:br|b|i|u|p|strong|em)\s*/?>", re.I | re.S)
_NEGRITA = re.compile(r"^\s*(?:\*\*|__)(?P<cuerpo>.+?)(?:\*\*|__)")
_INVISIBLES = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff\u2060"), None)
_SIN_RENGLONES = 200
_TERMINAL = (".", ":", ";", "?", "!", "”", '"', "»")


@dataclass(frozen=True, slots=True)
class Parrafo:
    """Un párrafo limpio. ``nivel`` > 0 si era título de Markdown; ``negrita`` mide el arranque en negrita."""

    texto: str
    origen: Tramo
    nivel: int = 0
    negrita: int = 0
    es_fila: bool = False


@dataclass(frozen=True, slots=True)
class _Linea:
    texto: str
    origen: Tramo
    nivel: int
    negrita: int
    es_fila: bool
    tras_blanco: bool
    tras_pagina: bool


def es_mayuscula(texto: str) -> bool:
    """¿Está escrito en mayúsculas (al menos cuatro de cada cinco letras)?"""
    letras = [c for c in texto if c.isalpha()]
    return len(letras) >= 3 and sum(c.isupper() for c in letras) >= 0.8 * len(letras)


def abre_lista(texto: str) -> bool:
    """¿Empieza con marca de lista: guion, letra, romano o número?"""
    return bool(_LISTA.match(texto))


def _limpiar_linea(cruda: str) -> tuple[str, int, int]:
    """Texto sin marcas de Markdown, nivel de título y largo del arranque en negrita."""
    texto = _COMENTARIO.sub(" ", cruda.translate(_INVISIBLES)) if "<" in cruda else cruda.translate(_INVISIBLES)
    texto = _ENLACE.sub(r"\1", texto) if "](" in texto else texto
    titulo = re.match(r"\s*(#{1,6})\s+", texto)
    nivel = len(titulo.group(1)) if titulo else 0
    texto = texto[titulo.end() :] if titulo else texto
    texto = re.sub(r"^\s*>\s?", "", texto)
    negrita = _NEGRITA.match(texto)
    largo = len(negrita["cuerpo"].strip()) if negrita else 0
    texto = re.sub(r"\*\*|__|\\(?=[-.*_#()\[\]!+|])", "", texto)
    texto = re.sub(r"(?<!\w)\*(?=\S)([^*]{1,300})(?<=\S)\*(?!\w)", r"\1", texto)
    return re.sub(r"\s+", " ", texto).strip(), nivel, largo


def _lineas(texto: str) -> list[_Linea]:
    lineas, blanco, pagina = [], True, False
    crudas = [LineaCruda(m.group(), m.start(), m.end()) for m in _RENGLON.finditer(texto) if m.group()]
    for cruda in trazar_rayas(crudas):
        limpia, nivel, negrita = _limpiar_linea(cruda.texto)
        if limpia and not re.fullmatch(r"[-_=*·.\s]{3,}", limpia):
            es_fila = limpia.startswith("|") and limpia.count("|") >= 2
            lineas.append(_Linea(limpia, Tramo(cruda.inicio, cruda.fin), nivel, negrita, es_fila, blanco, pagina))
            blanco = pagina = False
        else:
            blanco = True
        pagina = pagina or cruda.texto.endswith("\f")
    return lineas


def _es_folio(linea: _Linea) -> bool:
    return not linea.nivel and len(linea.texto) <= 24 and bool(_FOLIO.match(plegar(linea.texto)))


def _clave_corrida(texto: str) -> str:
    return re.sub(r"\d+", "#", plegar(texto))


def _corridos(lineas: list[_Linea]) -> set[str]:
    """Renglones cortos, sin puntuación final, que se repiten como encabezado o pie de página."""
    hay_paginas = any(linea.tras_pagina for linea in lineas)
    minimo = 2 if hay_paginas else 3
    cuenta: Counter[str] = Counter()
    for linea in lineas:
        texto = linea.texto
        if linea.es_fila or len(texto) > 120 or texto.endswith((".", ";", ":", ",")) or len(texto) < 4:
            continue
        plano = plegar(texto)
        if abre_lista(texto) or _TITULAR.match(plano) or _ACUERDO_SESION.match(plano) or texto[0].islower():
            continue
        cuenta[_clave_corrida(texto)] += 1
    return {clave for clave, n in cuenta.items() if n >= minimo}


def _abre_bloque(linea: _Linea) -> bool:
    """¿La línea empieza por fuerza un párrafo: título, fila, lista o numeral de disposición?"""
    if linea.nivel or linea.es_fila or abre_lista(linea.texto):
        return True
    plano = plegar(linea.texto)
    if linea.texto[0].isupper() and _CAMPO.match(plano):
        return True
    titular = _TITULAR.match(plano)
    if titular and linea.texto[0].isupper():
        return True
    return bool(_ACUERDO_SESION.match(plano)) and linea.texto[0].isupper() and linea.tras_blanco


def _ancho(lineas: list[_Linea]) -> int:
    largos = sorted(len(linea.texto) for linea in lineas)
    return largos[int(len(largos) * 0.9)] if largos else 0


def _continua(ultima: _Linea, linea: _Linea, ancho: int) -> bool:
    """¿``linea`` sigue el párrafo cuya última línea fue ``ultima``?"""
    if ultima.nivel or ultima.es_fila or _abre_bloque(linea):
        return False
    texto = ultima.texto
    cuelga = bool(_COLGANTE.search(plegar(texto[-12:]))) or texto.endswith((",", "-"))
    if linea.texto[0].islower() and not texto.endswith((".", ":", "?", "!")):
        return True
    en_mayusculas = es_mayuscula(texto)
    if cuelga and (not en_mayusculas or es_mayuscula(linea.texto)):
        return True
    if linea.tras_blanco or linea.tras_pagina or ancho > _SIN_RENGLONES:
        return False
    if en_mayusculas and not es_mayuscula(linea.texto):
        return False
    if texto.endswith(_TERMINAL):
        return len(texto) >= 0.75 * ancho and not texto.endswith(":")
    return len(texto) >= 0.5 * ancho or not linea.texto[0].isupper()


def _unir(lineas: list[_Linea]) -> Parrafo:
    """Un párrafo de sus líneas; la palabra cortada con guion al final de línea se rehace."""
    piezas = [lineas[0].texto]
    for linea in lineas[1:]:
        cortada = piezas[-1].endswith("-") and piezas[-1][-2:-1].isalpha() and linea.texto[0].islower()
        piezas[-1] = piezas[-1][:-1] if cortada else f"{piezas[-1]} "
        piezas.append(linea.texto)
    primera = lineas[0]
    return Parrafo("".join(piezas), Tramo(primera.origen.inicio, lineas[-1].origen.fin), primera.nivel, primera.negrita, primera.es_fila)


def rehacer_parrafos(texto: str) -> list[Parrafo]:
    """Los párrafos del documento, en orden, con su origen en ``texto``. Tiempo lineal."""
    lineas = _lineas(texto)
    corridos = _corridos(lineas)
    vistos: set[str] = set()
    limpias = []
    for linea in lineas:
        clave = _clave_corrida(linea.texto)
        if _es_folio(linea) or (clave in corridos and clave in vistos):
            continue
        vistos.add(clave)
        limpias.append(linea)
    ancho = _ancho([linea for linea in limpias if not linea.es_fila])
    grupos: list[list[_Linea]] = []
    for linea in limpias:
        if grupos and _continua(grupos[-1][-1], linea, ancho):
            grupos[-1].append(linea)
        else:
            grupos.append([linea])
    return [_unir(grupo) for grupo in grupos]
