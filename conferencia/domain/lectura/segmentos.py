"""Parte el acta en disposiciones: numeral, título y párrafos rehechos."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .limpieza import Parrafo, es_mayuscula
from .modelo import Tramo
from .numerales import Numeral, leer_numeral
from .numeros import ORDINAL, ordinal
from .plegado import plegar
from .secciones import ACUERDOS, CIERRE, IGNORADA, TRANSITORIOS, anuncia_acuerdos, seccion
from .sueltas import cortes_de_anuncio, hallar_sueltas, por_compromiso, sigue_acordando, sin_vineta
from .tablas import Fila, Tabla
from .verbos import infinitivo

_EN_LINEA = re.compile(
    rf"(?:(?<=[.;:,]\s)|(?<=[.;:])|(?<=\sy\s))(?P<numeral>(?:acuerdo\s+)?{ORDINAL})(?P<cierre>\s*(?:\.\s?[-–—]+|[-–—]+|\.|:|\))|\s*,(?=\s+(?:que|se)\b))\s+"
)
_ROTULO_EN_LINEA = re.compile(
    r"(?:(?<=[.;:,]\s)|(?<=\w\s))(?:(?P<trans>(?:(?:DISPOSICIONES|ART[IÍ]CULOS|ACUERDOS)\s+)?TRANSITORI[OA]S?)|ACUERDAN?|ACUERDOS|A\s?C\s?U\s?E\s?R\s?D\s?O\s?S)\s*[.:]?\s*-?\s*(?=(?:PRIMER[OA]|[UÚ]NIC[OA])\b)"
)
_FUERZA = re.compile(
    r"\b(?:se|acuerdan?|aprueban?|compromete[n]?|instruye[n]?|toma[n]?|ratifican?|deber[a-z]+|designan?|exhorta[n]?|entrara|conforme|\w{3,}(?:ar|er|ir)an)\b"
)
_FUTURO = re.compile(r"\b\w{2,}rán?\b")
_PRIMERA_FRASE = re.compile(r"(?P<titulo>[^a-záéíóúñ]{8,300}?)(?:[.:]\s?[-–—]?|[-–—])\s+(?=[A-ZÁÉÍÓÚÑ¿«“\"]?[a-záéíóúñ]|[A-ZÁÉÍÓÚÑ][a-záéíóúñ])")
_RUBRO = re.compile(
    r"(?P<titulo>(?!(?:El|La|Los|Las|Se|Cada|Un|Una|En|Con|Por|Para|A|Al|Que|Toda?s?)\b)[A-ZÁÉÍÓÚÑ][^.:;,]{3,70})\.\s?[-–—]?\s*(?=(?:El|La|Los|Las|Se|Cada|Queda|Todas?|Todos?|Con|En|A)\b)"
)


@dataclass(slots=True)
class Segmento:
    """Una disposición recién partida. ``cabecera`` es el anuncio común de unas viñetas; ``filas``, por párrafo, las celdas de una tabla."""

    clase: str
    numero: int
    ordinal: str
    titulo: str
    parrafos: list[Parrafo] = field(default_factory=list)
    cabecera: str = ""
    filas: dict[int, Fila] = field(default_factory=dict)


def _cortar(parrafo: Parrafo, cortes: list[int]) -> list[Parrafo]:
    limites = [0, *cortes, len(parrafo.texto)]
    trozos = [(parrafo.texto[a:b].strip(), a) for a, b in itertools.pairwise(limites)]
    return [replace(parrafo, texto=t, nivel=parrafo.nivel if not a else 0, negrita=0) for t, a in trozos if t]


def _cortes_en_linea(texto: str) -> list[int]:
    """Dónde empiezan, dentro del párrafo, numerales que siguen en orden al que lo abre o a un «primero»."""
    plano = plegar(texto)
    abre = leer_numeral(texto)
    espera = abre.numero + 1 if abre and abre.fuerte else 1
    cortes: list[int] = []
    for m in _EN_LINEA.finditer(plano):
        inicio = m.start("numeral")
        forma = re.sub(r"^acuerdo\s+", "", m["numeral"])
        valor = ordinal(" ".join(forma.split()))
        minuscula = texto[inicio].islower()
        if minuscula and (m["cierre"].strip() not in {",", ":"} or (not cortes and abre)):
            continue
        if valor == espera:
            cortes.append(inicio)
            espera += 1
    return cortes if (abre and abre.fuerte) or len(cortes) >= 2 else []


def partir_en_linea(parrafos: list[Parrafo]) -> list[Parrafo]:
    """Separa rótulos y numerales que vienen a media línea, como en la prosa corrida."""
    partidos: list[Parrafo] = []
    for parrafo in parrafos:
        if parrafo.es_fila or len(parrafo.texto) < 40:
            partidos.append(parrafo)
            continue
        rotulos = [c for m in _ROTULO_EN_LINEA.finditer(parrafo.texto) for c in (m.start(), m.end())]
        for trozo in _cortar(parrafo, rotulos):
            partidos += _cortar(trozo, _cortes_en_linea(trozo.texto))
    return [_mayuscula_inicial(p, i, partidos) for i, p in enumerate(partidos)]


def _mayuscula_inicial(parrafo: Parrafo, indice: int, todos: list[Parrafo]) -> Parrafo:
    """«primero, que…» partido a media frase se trata como numeral: conserva el texto, sube la inicial."""
    previo = todos[indice - 1] if indice else None
    if previo is None or previo.origen != parrafo.origen or not parrafo.texto[0].islower():
        return parrafo
    m = re.match(rf"(?:y\s+)?({ORDINAL})\s*[,:]", plegar(parrafo.texto))
    return replace(parrafo, texto=parrafo.texto[0].upper() + parrafo.texto[1:].replace(",", ".-", 1)) if m else parrafo


class Segmentador:
    """Recorre los párrafos con un estado: en qué sección va y qué disposición está abierta."""

    def __init__(self, parrafos: list[Parrafo]) -> None:
        self.parrafos = parrafos
        self.numerales = [leer_numeral(p.texto, p.nivel > 0) if not p.es_fila else None for p in parrafos]
        self.secciones = [None if p.es_fila or self._es_disposicion(i) else seccion(p) for i, p in enumerate(parrafos)]
        self.segmentos: list[Segmento] = []
        self.tabla: Tabla | None = None
        self.hay_acuerdos = ACUERDOS in self.secciones or any(anuncia_acuerdos(p) for p in parrafos)
        self.nombrados = any(n and n.clase == "acuerdo" for n in self.numerales)
        self._abrir_seccion(None)

    def _es_disposicion(self, i: int) -> bool:
        numeral = self.numerales[i]
        return bool(numeral and numeral.fuerte)

    def _abrir_seccion(self, nombre: str | None, desde: int = 0) -> None:
        self.seccion, self.abierta, self.ultimo = nombre, False, 0
        self.debil: str | None = None
        resto = range(desde, len(self.parrafos))
        hasta = next((j for j in resto if self.secciones[j] in {ACUERDOS, TRANSITORIOS, IGNORADA} and j > desde), len(self.parrafos))
        self.con_fuertes = any(self._es_disposicion(j) for j in range(desde, hasta))
        self.sueltas: dict[int, int | None] = {}
        self.cabecera: int | None = None
        if nombre == ACUERDOS and not self._hay_numerales(desde, hasta):
            fin = next((j for j in range(desde + 1, hasta) if self.secciones[j] == CIERRE or self.parrafos[j].es_fila), hasta)
            self.sueltas, self.cabecera = hallar_sueltas(self.parrafos, desde + 1, fin)

    def _hay_numerales(self, desde: int, hasta: int) -> bool:
        return self.con_fuertes or any(n is not None and 1 in (n.numero, n.letra) for n in self.numerales[desde + 1 : hasta])

    def _abre(self, i: int) -> bool:
        """¿El párrafo ``i`` abre una disposición en el estado actual?"""
        numeral = self.numerales[i]
        if numeral is None:
            return False
        if numeral.clase == "transitorio":
            return True
        if numeral.clase == "acuerdo":
            return self.seccion != TRANSITORIOS
        if self.seccion in {IGNORADA, CIERRE} and not (self.seccion == CIERRE and numeral.fuerte and numeral.numero == self.ultimo + 1):
            return False
        if self.seccion is None and (self.hay_acuerdos or not numeral.fuerte):
            return False
        if self.nombrados and self.seccion != TRANSITORIOS:
            return False
        if numeral.fuerte:
            return numeral.numero > self.ultimo
        return self._abre_debil(numeral)

    def _abre_debil(self, numeral: Numeral) -> bool:
        lecturas = {"arabigo" if numeral.ordinal.isdigit() else "romano": numeral.numero, "letra": numeral.letra}
        for especie, numero in lecturas.items():
            if not self.con_fuertes and numero == self.ultimo + 1 and self.debil in (None, especie):
                self.debil = especie
                return True
        return False

    def _clase(self, numeral: Numeral) -> str:
        return numeral.clase or ("transitorio" if self.seccion == TRANSITORIOS else "acuerdo")

    def _abrir(self, i: int, numeral: Numeral) -> None:
        parrafo = self.parrafos[i]
        titulo, cuerpo = _titulo(parrafo, numeral, self._sigue_cuerpo(i))
        numero = numeral.letra if self.debil == "letra" and not numeral.fuerte else numeral.numero
        segmento = Segmento(self._clase(numeral), numero, numeral.ordinal.strip(), titulo)
        if cuerpo:
            segmento.parrafos.append(replace(parrafo, texto=cuerpo, nivel=0))
        self.segmentos.append(segmento)
        self.abierta, self.ultimo = True, numero
        if self.seccion in {None, IGNORADA, CIERRE}:
            self.seccion = TRANSITORIOS if segmento.clase == "transitorio" else ACUERDOS

    def _sigue_cuerpo(self, i: int) -> bool:
        """¿Después del párrafo ``i`` viene texto de la misma disposición?"""
        if i + 1 >= len(self.parrafos):
            return False
        return not self._es_disposicion(i + 1) and self.secciones[i + 1] is None and not (self._debil_siguiente(i + 1))

    def _debil_siguiente(self, j: int) -> bool:
        numeral = self.numerales[j]
        return bool(numeral and not numeral.fuerte and not self.con_fuertes and self.ultimo + 2 in (numeral.numero, numeral.letra))

    def _abrir_suelta(self, i: int) -> None:
        """Un acuerdo sin numeral toma el que le toca en orden."""
        numero = self._siguiente()
        rubro = self.sueltas.get(i)
        segmento = Segmento("acuerdo", numero, str(numero), self.parrafos[i].texto.strip(" .:") if rubro is not None else "")
        segmento.cabecera = self.parrafos[self.cabecera].texto if self.cabecera is not None else ""
        if rubro is None:
            segmento.parrafos.append(sin_vineta(self.parrafos[i]))
        self.segmentos.append(segmento)
        self.abierta, self.ultimo = True, numero

    def _siguiente(self) -> int:
        return max((s.numero for s in self.segmentos if s.clase == "acuerdo"), default=0) + 1

    def _fila(self, parrafo: Parrafo) -> None:
        self.tabla = self.tabla or Tabla()
        fila = self.tabla.leer(parrafo.texto)
        if fila is None:
            return
        limpio = replace(parrafo, texto=fila.texto, es_fila=True)
        if self.abierta and self.segmentos and not self.segmentos[-1].filas.get(-1):
            segmento = self.segmentos[-1]
        else:
            numero = fila.numero or self._siguiente()
            segmento = Segmento("acuerdo", numero, fila.ordinal or str(numero), "")
            self.segmentos.append(segmento)
            self.abierta = False
        segmento.parrafos.append(limpio)
        segmento.filas[len(segmento.parrafos)] = fila

    def recorrer(self) -> list[Segmento]:
        """Las disposiciones, en el orden del acta."""
        for i, parrafo in enumerate(self.parrafos):
            if parrafo.es_fila:
                self._fila(parrafo)
                continue
            tras_tabla, self.tabla = self.tabla is not None, None
            numeral, nombre = self.numerales[i], self.secciones[i]
            if numeral and self._abre(i):
                self._abrir(i, numeral)
            elif i in self.sueltas or (tras_tabla and self.segmentos and not self.abierta and sigue_acordando(parrafo.texto)):
                self._abrir_suelta(i)
            elif nombre is not None:
                self._cambiar(nombre, i)
            elif self.abierta and self.segmentos:
                self._agregar(parrafo)
            elif self.seccion not in {ACUERDOS, TRANSITORIOS} and anuncia_acuerdos(parrafo):
                self._abrir_seccion(ACUERDOS, i)
        return self.segmentos

    def _cambiar(self, nombre: str, i: int) -> None:
        if nombre == CIERRE:
            self.abierta, self.seccion = False, CIERRE
        else:
            self._abrir_seccion(nombre, i)

    def _agregar(self, parrafo: Parrafo) -> None:
        segmento = self.segmentos[-1]
        es_rotulo = parrafo.nivel > 0 or es_mayuscula(parrafo.texto)
        if es_rotulo and not segmento.parrafos and not _FUERZA.search(plegar(parrafo.texto)):
            segmento.titulo = f"{segmento.titulo} {parrafo.texto}".strip(" .")
        else:
            segmento.parrafos.append(parrafo)


def _titulo(parrafo: Parrafo, numeral: Numeral, sigue: bool) -> tuple[str, str]:
    """Separa el título del cuerpo en el párrafo que abre una disposición."""
    texto = parrafo.texto
    resto = texto[numeral.fin :].strip()
    if not resto:
        return "", ""
    if numeral.fin + 2 < parrafo.negrita < len(texto) - 2:
        return texto[numeral.fin : parrafo.negrita].strip(" .:-–—"), texto[parrafo.negrita :].lstrip(" .:-–—")
    manda = infinitivo(plegar(resto.split(maxsplit=1)[0])) is not None and not es_mayuscula(resto)
    con_fuerza = manda or bool(_FUERZA.search(plegar(resto)) or _FUTURO.search(resto))
    rotulado = parrafo.nivel > 0 or es_mayuscula(resto) or parrafo.negrita >= len(texto) - 2
    if sigue and (rotulado or (len(resto) <= 160 and not con_fuerza)):
        return resto.strip(" .:"), ""
    primera = _PRIMERA_FRASE.match(resto)
    if primera and es_mayuscula(primera["titulo"]) and len(primera["titulo"].split()) >= 2:
        return primera["titulo"].strip(" .:"), resto[primera.end() :]
    rubro = _RUBRO.match(resto)
    if rubro and not manda and len(rubro["titulo"].split()) <= 9 and not _FUERZA.search(plegar(rubro["titulo"])) and not _FUTURO.search(rubro["titulo"]):
        return rubro["titulo"].strip(), resto[rubro.end() :]
    return "", resto


def _renumerar(segmentos: list[Segmento]) -> None:
    """«CI/04/2024-01», «CI/04/2024-02»: si el primer número es el de la sesión y se repite, cuenta la cifra que cambia."""
    cifras = [[int(c) for c in re.findall(r"\d{1,4}", s.ordinal)] for s in segmentos]
    if len(segmentos) < 2 or len({s.numero for s in segmentos}) == len(segmentos) or len({len(c) for c in cifras}) != 1:
        return
    columna = next((c for c in zip(*cifras, strict=True) if len(set(c)) == len(c) and max(c) < 1000), None)
    for segmento, numero in zip(segmentos, columna or (), strict=False):
        segmento.numero = numero


def segmentar(parrafos: list[Parrafo], compromete: Callable[[str], bool]) -> list[Segmento]:
    """Las disposiciones del acta. Cada párrafo lleva su origen en el texto recibido.

    ``compromete`` dice si un texto obliga a alguien: sirve cuando el acta no trae numerales, rubros ni anuncio.
    """
    segmentos = [s for s in Segmentador(partir_en_linea(parrafos)).recorrer() if s.parrafos or s.titulo]
    if segmentos:
        _renumerar([s for s in segmentos if s.clase == "acuerdo" and "/" in s.ordinal])
        return segmentos
    cortados = [replace(t, nivel=0) for p in parrafos for t in _cortar(p, cortes_de_anuncio(p.texto)) if not p.es_fila and seccion(p) is None]
    hallados = por_compromiso(cortados, compromete)
    return [Segmento("acuerdo", n, str(n), "", [p]) for n, p in enumerate(hallados, start=1)]


def origenes(segmento: Segmento) -> tuple[Tramo, ...]:
    """El tramo de origen de cada párrafo."""
    return tuple(p.origen for p in segmento.parrafos)
