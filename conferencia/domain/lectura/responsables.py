# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""De un responsable, como lo nombra el texto, a las claves de un catálogo de instituciones.

El catálogo llega como datos. Lo ambiguo (tres «CNI» distintos, un nombre incompleto) se marca; nunca se adivina.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from .plegado import compactar

_VACIAS = frozenset("de la el los las del al y e u o a en su sus con por cada uno una un ambos ambas todos todas propias propios dichas dichos".split())
_PARENTESIS = re.compile(r"\(([^()]{2,40})\)")
_MINIMO = 0.8


@dataclass(frozen=True, slots=True)
class Denominacion:
    """Una manera de nombrar. ``es_tipo``: nombra una clase de institución estatal («Unidades Cibernéticas»), no a una sola."""

    texto: str
    clave: str
    es_tipo: bool


@dataclass(frozen=True)
class Catalogo:
    """Las denominaciones conocidas. Dos claves con la misma denominación la hacen ambigua.

    ``estatales``: la clave de cada institución estatal por (nombre de su entidad, plegado; clase).
    """

    denominaciones: tuple[Denominacion, ...]
    estatales: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def por_raices(self) -> tuple[tuple[tuple[str, ...], Denominacion], ...]:
        """Cada denominación con sus raíces, para comparar sin artículos, acentos ni plurales."""
        return tuple((raices(d.texto), d) for d in self.denominaciones)

    @cached_property
    def entidades(self) -> re.Pattern[str]:
        """Cualquier entidad por su nombre, la más larga primero: «Baja California Sur» no es «Baja California»."""
        nombres = sorted({entidad for entidad, _ in self.estatales}, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(map(re.escape, nombres)) + r")\b" if nombres else r"(?!)")


@dataclass(frozen=True, slots=True)
class Resolucion:
    """A quién corresponde un nombre. ``ambiguo``: hay que confirmarlo; ``motivo`` dice por qué.

    Varias claves sin ambigüedad son las instituciones de las entidades que el texto nombra.
    """

    claves: tuple[str, ...]
    es_tipo: bool
    ambiguo: bool
    motivo: str


def _raiz(palabra: str) -> str:
    if len(palabra) > 4 and palabra.endswith("es"):
        return palabra[:-2]
    return palabra[:-1] if len(palabra) > 3 and palabra[-1] in "saoe" and not palabra.endswith("ss") and palabra[:-1].isalpha() else palabra


def raices(texto: str) -> tuple[str, ...]:
    """Las palabras que distinguen un nombre, sin acentos, artículos, número ni puntuación."""
    return tuple(_raiz(_raiz(p)) if p.endswith("s") else _raiz(p) for p in compactar(texto).split() if p not in _VACIAS)


def _empieza_con(texto: tuple[str, ...], denominacion: tuple[str, ...]) -> bool:
    return bool(denominacion) and texto[: len(denominacion)] == denominacion


def _contiene(texto: tuple[str, ...], denominacion: tuple[str, ...]) -> bool:
    largo = len(denominacion)
    return largo > 0 and any(texto[i : i + largo] == denominacion for i in range(len(texto) - largo + 1))


def _parecido(texto: tuple[str, ...], denominacion: tuple[str, ...]) -> float:
    """Qué tanto de la denominación está en el arranque del texto (que puede seguir con «de la Secretaría de…»)."""
    arranque = set(texto[: len(denominacion) + 1])
    return len(set(denominacion) & arranque) / len(set(denominacion)) if len(denominacion) >= 3 else 0.0


def _resolucion(halladas: list[Denominacion], motivo: str, dudosa: bool = False) -> Resolucion:
    claves = tuple(dict.fromkeys(d.clave for d in halladas))
    if len(claves) > 1:
        return Resolucion(claves, all(d.es_tipo for d in halladas), ambiguo=True, motivo=f"{motivo}: corresponde a {len(claves)} instituciones distintas")
    return Resolucion(claves, halladas[0].es_tipo, dudosa, motivo)


def _mas_largas(pares: list[tuple[tuple[str, ...], Denominacion]]) -> list[Denominacion]:
    largo = max(len(r) for r, _ in pares)
    return [d for r, d in pares if len(r) == largo]


def _por_sigla(texto: str, catalogo: Catalogo) -> list[Denominacion]:
    siglas = {raices(m) for m in _PARENTESIS.findall(texto)}
    return [d for r, d in catalogo.por_raices if r in siglas]


def resolver(texto: str, catalogo: Catalogo) -> Resolucion:
    """Las claves que corresponden a ``texto``. Si nombra entidades («la Secretaría de Seguridad de Puebla»), solo las de esas."""
    hallada = _por_nombre(texto, catalogo)
    nombradas = _entidades_en(texto, catalogo)
    if not nombradas or (hallada.claves and not hallada.es_tipo) or len(hallada.claves) > 1:
        return hallada
    if not hallada.claves and not _SOLO_ENTIDADES.fullmatch(catalogo.entidades.sub(" ", compactar(texto))):
        return hallada
    clase = hallada.claves[0] if hallada.claves else CLASE_DE_UNA_ENTIDAD
    claves = tuple(catalogo.estatales[e, clase] for e in nombradas if (e, clase) in catalogo.estatales)
    if len(claves) < len(nombradas):
        return Resolucion(claves, es_tipo=False, ambiguo=True, motivo="nombra una entidad que no tiene esa institución en el catálogo")
    return replace(hallada, claves=claves, es_tipo=False, motivo="de las entidades que nombra")


# Cuando el texto solo dice entidades («los estados de Puebla y Tlaxcala»), responde la Secretaría de Seguridad de cada una.
CLASE_DE_UNA_ENTIDAD = "SS"
_SOLO_ENTIDADES = re.compile(r"(?:\s|\b(?:l[oa]s?|el|de|del|y|e|estados?|entidad(?:es)?|federativas?|gobiernos?|libre|soberano)\b|,)*")


def _entidades_en(texto: str, catalogo: Catalogo) -> tuple[str, ...]:
    """Las entidades que nombra, en su orden. «México» a secas es la entidad solo tras «Estado de» o junto a otras."""
    plano = compactar(texto)
    halladas = tuple(dict.fromkeys(m.group() for m in catalogo.entidades.finditer(plano)))
    suelta = halladas == ("mexico",) and not re.search(r"\bestado de mexico\b", plano)
    return () if suelta else halladas


def _por_nombre(texto: str, catalogo: Catalogo) -> Resolucion:
    """La clase o institución, sin mirar de qué entidad.

    Prefiere, en orden: el mismo nombre; la sigla entre paréntesis; el nombre con que empieza; uno que contiene; uno
    parecido. Un nombre incompleto («Centro Nacional de Información») se propone y se marca ambiguo.
    """
    propias = raices(_PARENTESIS.sub(" ", texto)) or raices(texto)
    if not propias:
        return Resolucion((), es_tipo=False, ambiguo=False, motivo="sin nombre")
    pares = [(r, d) for r, d in catalogo.por_raices if r]
    iguales = [d for r, d in pares if r in {propias, raices(texto)}]
    if iguales:
        return _resolucion(iguales, "mismo nombre")
    con_sigla = _por_sigla(texto, catalogo)
    if con_sigla:
        return _resolucion(con_sigla, "por su sigla")
    al_inicio = [(r, d) for r, d in pares if _empieza_con(propias, r)]
    incompletas = [d for r, d in pares if _empieza_con(r, propias) and len(r) > len(propias)]
    if al_inicio:
        return _resolucion(_mas_largas(al_inicio), "empieza con ese nombre")
    if incompletas:
        return _resolucion(incompletas, "nombre incompleto", dudosa=True)
    return _por_contenido(propias, pares)


def _por_contenido(propias: tuple[str, ...], pares: list[tuple[tuple[str, ...], Denominacion]]) -> Resolucion:
    notas = [(_parecido(propias, r), r, d) for r, d in pares]
    mejor = max((n for n, _, _ in notas), default=0.0)
    if mejor >= _MINIMO:
        return _resolucion([d for n, _, d in notas if n == mejor], "nombre parecido")
    contenidas = [(r, d) for r, d in pares if _contiene(propias, r)]
    if contenidas:
        return _resolucion(_mas_largas(contenidas), "lo menciona", dudosa=True)
    return Resolucion((), es_tipo=False, ambiguo=False, motivo="sin coincidencia")
