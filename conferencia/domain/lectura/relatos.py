# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Cómo se cuenta una acción leída: su lema, su redacción en infinitivo, su objeto y su naturaleza."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .acciones import Accion
from .borradores import Clausula
from .clausulas import accion_nominal, es_activo
from .fechas import preparar
from .redaccion import participios_a_infinitivos, presente_a_infinitivo, redactar, sin_tramos
from .verbos import de_sustantivo

_ACTOS = frozenset("aprobar ratificar tomar validar autorizar declarar reconocer expresar refrendar convalidar avalar".split())
_DETERMINADO = re.compile(r"\s*(?:como\s+[^,;]{3,80}?\s+)?(?:a\s+(?:la|los|las)\b|al\b|a\s+(?:[A-Z]|lic|mtr|dr|ing))", re.I)
_INDETERMINADO = re.compile(r"\s*(?:a\s+)?(?:un|una|unos|unas|su|sus|por\s+lo\s+menos|al\s+menos|enlaces?|representantes?)\b")


@dataclass(frozen=True, slots=True)
class Relato:
    """``lema``: el infinitivo; ``accion``: la redacción; ``objeto``: lo que sigue al verbo."""

    lema: str
    accion: str
    objeto: str


@dataclass(frozen=True, slots=True)
class Narrador:
    """Redacta las acciones de un párrafo. ``tramos`` son los de sus plazos, que no se repiten en la acción."""

    texto: str
    plano: str
    tramos: list[tuple[int, int]]

    def narrar(self, c: Clausula, accion: Accion) -> Relato:
        """La acción en infinitivo, con palabras del texto."""
        n = c.nucleo
        nominal = accion_nominal(c) if c.paciente else None
        if nominal and not accion.derivada:
            return Relato(nominal[0], redactar(nominal[0], nominal[1]), nominal[1])
        cuerpo = sin_tramos(self.texto, accion.verbo, accion.fin, self.tramos)
        if accion.nominal or n.tipo == "nominal":
            return self._nominal(accion)
        if n.tipo == "infinitivo" or accion.derivada:
            return self._infinitivo(c, accion, cuerpo)
        if n.tipo in {"acto", "declarativo"}:
            return self._acto(c, cuerpo)
        return self._conjugado(c, cuerpo)

    def _infinitivo(self, c: Clausula, accion: Accion, cuerpo: str) -> Relato:
        if accion.pasiva and not es_activo(accion.lema):
            resto = re.sub(r"^(?:ser|quedar|estar)\s+(?=\S+[ao]s?\b)|^\S+\s*", "", cuerpo, count=1)
            resto = participios_a_infinitivos(resto, accion.lema)
            quien = c.paciente or ("" if c.inferido else self._sujeto(c))
            return Relato(accion.lema, redactar(accion.lema, resto, quien), quien)
        a_quien = f"a {c.paciente}" if c.nucleo.pasiva and c.paciente else ""
        niega = "no " if re.search(r"\bno\s+$", self.plano[max(0, accion.verbo - 4) : accion.verbo]) else ""
        return Relato(accion.lema, redactar("", f"{niega}{cuerpo} {a_quien}"), cuerpo)

    def _conjugado(self, c: Clausula, cuerpo: str) -> Relato:
        n = c.nucleo
        paciente = c.paciente if n.pasiva or n.relativo is not None else ""
        resto = re.sub(r"^\s*llegar\b[\s,]*", "", cuerpo) if n.lema == "hacer llegar" else cuerpo
        pronombre = re.search(r"\b(?:lo|la|los|las)\s+$", self.plano[max(0, n.inicio - 4) : n.inicio])
        verbo = n.lema + pronombre.group().strip() if pronombre and " " not in n.lema else n.lema
        return Relato(n.lema, redactar(verbo, resto, paciente), f"{paciente} {resto}")

    def _sujeto(self, c: Clausula) -> str:
        return self.texto[c.arranque : c.nucleo.inicio].strip(" ,")

    def _nominal(self, accion: Accion) -> Relato:
        cuerpo = sin_tramos(self.texto, accion.verbo, accion.fin, self.tramos[bisect_left(self.tramos, (accion.verbo + 1, 0)) :])
        cuerpo = re.sub(r"^((?:(?:la|el|las|los|un|una|su)\s+)?\w+\s+)del\s+", r"\1de el ", cuerpo)
        m = re.match(r"(?:(?:la|el|las|los|un|una|su)\s+)?(\w+)\s*(?:(?:de|con)\s+)?(.*)", cuerpo, re.S)
        lema = (accion.lema or de_sustantivo(preparar(m.group(1)))) if m else accion.lema
        if not m or not lema:
            return Relato("realizar", redactar("realizar", cuerpo), cuerpo)
        return Relato(lema, redactar(lema, m.group(2)), m.group(2))

    def _acto(self, c: Clausula, cuerpo: str) -> Relato:
        verbo = self.texto[c.nucleo.inicio : c.nucleo.cuerpo]
        if c.nucleo.tipo == "acto":
            return Relato(c.nucleo.lema, redactar("", presente_a_infinitivo(f"{verbo} {cuerpo}")), cuerpo)
        return Relato(c.nucleo.lema, redactar(c.nucleo.lema, cuerpo, c.paciente or self._sujeto(c)), cuerpo)

    def naturaleza(self, c: Clausula, accion: Accion, lema: str) -> str:
        """«acto» si se agota en la reunión; designar a alguien determinado lo es, acordar que se designará no."""
        n = c.nucleo
        if n.tipo in {"acto", "declarativo"}:
            return "acto"
        if n.fuerza not in {"acuerda", "que", "inciso", "compromete"}:
            return "obligacion"
        cola = re.sub(r"^\S+", "", self.texto[accion.verbo : accion.fin], count=1)
        if lema == "tomar":
            return "acto" if re.match(r"\s*(?:conocimiento|nota)", cola) else "obligacion"
        if lema in _ACTOS and n.fuerza != "inciso":
            return "acto"
        if lema in {"designar", "nombrar", "elegir"} and n.fuerza == "acuerda" and n.tipo == "infinitivo":
            return "acto" if _DETERMINADO.match(cola) and not _INDETERMINADO.match(cola) else "obligacion"
        return "obligacion"
