# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Rehace, solo para leer, las palabras que el reconocimiento óptico dañó: «cornprometen», «acuerd0», «j unio».

El párrafo no cambia: se lee el texto reparado y se cita el original, con un mapa de posiciones entre los dos.
Solo repara hacia palabras del género (verbos conocidos, meses, unidades); las cifras son asunto de ``plegado``.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from .modelo import PlazoLeido, Tramo
from .plegado import plegar
from .verbos import INFINITIVOS_CONOCIDOS, infinitivo, subjuntivo

_MESES = "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre".split()
_CORTABLES = frozenset(
    """acuerdan acuerda acuerdo acuerdos comprometen compromete deberan debera integrantes transitorios transitorias transitoria considerandos
    semestre trimestre bimestre cuatrimestre quincena habiles naturales siguientes posteriores tardar plazo presente partir vigor secretarios secretarias
    conferencia seguridad nacional mensual mensualmente trimestral trimestralmente semestral permanente permanentemente""".split()
) | frozenset(_MESES)
_PALABRAS = _CORTABLES | frozenset(
    """termino terminos mes meses minimo maximo tramite tramites formato formatos informe informes informacion mismo misma mismos mismas sistema sistemas
    programa programas como miembro miembros comision comite compromiso compromisos documento documentos forma conforme firma firmas normatividad numero
    armamento siempre tiempo ministerio municipio municipios municipales tema temas medios mediante menos materia mayor mecanismo mecanismos modelo modulo
    plataforma primer primero primera primeros ultimo mesa mando homologado minuta metodologia diagnostico dictamen dictamenes fecha dias""".split()
)
_PREFIJOS = frozenset(palabra[:n] for palabra in _CORTABLES for n in range(1, len(palabra)))
_FICHA = re.compile(r"[^\W_]+")
_DIGITO_ENTRE_LETRAS = re.compile(r"[015]")
_MAYUSCULA_CON_ELE = re.compile(r"(?=(?:.*[A-ZÁÉÍÓÚÑ]){3})[A-ZÁÉÍÓÚÑ0-9]*l[A-ZÁÉÍÓÚÑ0-9l]*")


@dataclass(frozen=True, slots=True)
class Reparado:
    """El texto legible y sus cambios: (inicio y fin en el legible, inicio y fin en el original)."""

    texto: str
    cambios: tuple[tuple[int, int, int, int], ...] = ()

    def _original(self, posicion: int, es_fin: bool) -> int:
        i = bisect_right(self.cambios, (posicion, 0, 0, 0)) - 1
        if (es_fin and i + 1 < len(self.cambios) and self.cambios[i + 1][0] < posicion) or (
            not es_fin and i + 1 < len(self.cambios) and self.cambios[i + 1][0] == posicion
        ):
            i += 1
        if i < 0:
            return posicion
        a, b, x, y = self.cambios[i]
        if posicion >= b:
            return y + posicion - b
        return x if posicion == a or not es_fin else y

    def tramo(self, tramo: Tramo) -> Tramo:
        """El mismo tramo, contado en el original."""
        return Tramo(self._original(tramo.inicio, es_fin=False), self._original(tramo.fin, es_fin=True))

    def plazo(self, plazo: PlazoLeido, original: str) -> PlazoLeido:
        """El mismo plazo, con la frase citada tal como está en ``original``."""
        if plazo.tramo is None:
            return plazo
        propio = self.tramo(plazo.tramo)
        return replace(plazo, tramo=propio, texto=propio.de(original))


def _conocida(forma: str) -> bool:
    if forma in _PALABRAS or subjuntivo(forma) or infinitivo(forma) in INFINITIVOS_CONOCIDOS:
        return True
    tema = re.sub(r"an?$", "", forma)
    return tema != forma and tema in INFINITIVOS_CONOCIDOS


def _con_cifra(ficha: str) -> str | None:
    """«acuerd0» → «acuerdo»; «ju1io» → «julio». El cero entre letras siempre es «o»; lo demás, si da una palabra."""
    if sum(c.isalpha() for c in ficha) < 3 or not _DIGITO_ENTRE_LETRAS.search(ficha) or re.search(r"\d\d|[2-46-9]", ficha):
        return None
    vocal = "O" if sum(c.isupper() for c in ficha) >= 2 else "o"
    sin_ceros = ficha.replace("0", vocal)
    if not re.search(r"\d", sin_ceros):
        return sin_ceros
    for uno, cinco in itertools.product("li", "s"):
        candidata = sin_ceros.replace("1", uno).replace("5", cinco)
        if _conocida(plegar(candidata)):
            return candidata.upper() if vocal == "O" else candidata
    return None


def _palabra(ficha: str) -> str | None:
    """La palabra que la ficha quiso ser; ``None`` si no parece dañada."""
    if len(ficha) < 4:
        return None
    if not ficha.isalpha():
        return _con_cifra(ficha)
    if "l" in ficha and _MAYUSCULA_CON_ELE.fullmatch(ficha):
        return ficha.replace("l", "I")
    if "rn" in ficha.lower() and not _conocida(plegar(ficha)):
        candidata = re.sub("rn", "m", re.sub("RN", "M", ficha))
        return candidata if _conocida(plegar(candidata)) else None
    return None


def _cortada(fichas: list[re.Match[str]], desde: int, plano: str) -> int:
    """Cuántas fichas seguidas, separadas por un espacio, forman una palabra cortada («j unio»); 0 si ninguna."""
    junta, mejor = "", 0
    for i in range(desde, min(desde + 14, len(fichas))):
        if i > desde and plano[fichas[i - 1].end() : fichas[i].start()] != " ":
            break
        junta += plano[fichas[i].start() : fichas[i].end()]
        if i > desde and junta in _CORTABLES:
            mejor = i - desde + 1
        if junta not in _PREFIJOS:
            break
    return mejor


def reparar(texto: str) -> Reparado:
    """El texto legible. Tiempo lineal; sin daño, el mismo texto y ningún cambio."""
    fichas, plano = list(_FICHA.finditer(texto)), plegar(texto)
    piezas: list[str] = []
    cambios: list[tuple[int, int, int, int]] = []
    desde = largo = i = 0
    while i < len(fichas):
        cuantas = _cortada(fichas, i, plano)
        inicio, fin = fichas[i].start(), fichas[i + max(cuantas, 1) - 1].end()
        nueva = texto[inicio:fin].replace(" ", "") if cuantas else _palabra(fichas[i].group())
        if nueva is not None:
            largo += inicio - desde
            cambios.append((largo, largo + len(nueva), inicio, fin))
            piezas += [texto[desde:inicio], nueva]
            largo, desde = largo + len(nueva), fin
        i += max(cuantas, 1)
    return Reparado("".join([*piezas, texto[desde:]]), tuple(cambios))
