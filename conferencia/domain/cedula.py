"""Cómo se le dice a una institución lo que debe: para cuándo, por qué esa fecha y con qué se acredita."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conferencia.domain.calendario import en_palabras

SIN_ENTREGABLE = "El acta no nombra el documento: basta el oficio firmado que describa lo hecho, con su evidencia."
_NOMBRA_ENLACE = re.compile(r"\b(?:nombr|design)\w*\s+(?:a\s+)?(?:un[oa]?s?\s+|sus?\s+)?(?:\w+\s+)?enlaces?\b", re.IGNORECASE)


def nombra_enlace(accion: str) -> bool:
    """Lo comprometido es nombrar a un enlace: se cumple con el oficio que lo designa."""
    return bool(_NOMBRA_ENLACE.search(accion))


@dataclass(frozen=True, kw_only=True)
class Plazo:
    """Lo que de un plazo hace falta para decirlo. ``dado_por``: la otra disposición que lo da, si no es la propia."""

    vence_el: date | None = None
    original_el: date | None = None
    programada_el: date | None = None
    permanente: bool = False
    desde: date | None = None
    periodo: str = ""
    periodicidad: str = ""
    texto: str = ""
    evento: str = ""
    dado_por: str = ""

    @property
    def dicho(self) -> str:
        if self.vence_el:
            dia = en_palabras(self.vence_el)
            return f"{dia[:1].upper()}{dia[1:]}, hasta las 23:59 h"
        if self.permanente:
            return f"De manera permanente, desde el {en_palabras(self.desde)}" if self.desde else "De manera permanente"
        return f"Se cuenta desde que ocurra: {self.evento}" if self.evento else "El acta no fija fecha"

    @property
    def explicacion(self) -> tuple[str, ...]:
        """De dónde sale la fecha: las palabras del acta, quién la da, si pasó a día hábil y si después se movió."""
        pasos = [f"El acta dice: «{self.texto}»."] if self.texto else []
        if self.dado_por:
            pasos.append(f"El plazo lo da la {self.dado_por}.")
        if self.periodo and self.periodicidad:
            pasos.append(f"Se repite cada {_CADA.get(self.periodicidad, self.periodicidad)}; este es el periodo {self.periodo}.")
        if self.programada_el and self.original_el and self.programada_el < self.original_el and not self.periodo:
            pasos.append(f"El {en_palabras(self.programada_el)} es inhábil: pasa al siguiente día hábil.")
        if self.vence_el and self.original_el and self.vence_el != self.original_el:
            pasos.append(f"Vencía el {en_palabras(self.original_el)}; se movió por resolución posterior.")
        return tuple(pasos)


_CADA = {"mensual": "mes", "bimestral": "bimestre", "trimestral": "trimestre", "cuatrimestral": "cuatrimestre", "semestral": "semestre", "anual": "año"}


@dataclass(frozen=True, kw_only=True)
class Debida:
    """Una obligación en la cédula de una institución. ``con``: las demás que responden junto con ella. ``antes``: lo que el párrafo dice antes de la cita."""

    id: UUID
    clave: str
    disposicion: str
    sigla: str
    parrafo: str
    cita: str
    antes: str
    accion: str
    entregable: str
    plazo: Plazo
    con: tuple[str, ...]

    @property
    def que(self) -> str:
        return self.accion[:1].upper() + self.accion[1:]

    @property
    def con_que(self) -> str:
        return self.entregable[:1].upper() + self.entregable[1:] if self.entregable else SIN_ENTREGABLE

    @property
    def materia(self) -> str:
        """Para qué se designa: lo que el párrafo dice antes de ordenarlo o, si empieza ordenándolo, la propia acción."""
        return f"{self.disposicion}. {self.antes.strip(' ;,.') or self.que}"

    @property
    def nombra_enlace(self) -> bool:
        return nombra_enlace(self.accion)


@dataclass(frozen=True)
class CedulaDe:
    """Lo que debe una institución, en el orden del acta."""

    clave: str
    institucion: str
    debidas: tuple[Debida, ...]


def primer_vencimiento(cedulas: Sequence[CedulaDe], hoy: date) -> date | None:
    """El más próximo que no ha pasado; si todos pasaron, el último."""
    fechas = sorted(d.plazo.vence_el for c in cedulas for d in c.debidas if d.plazo.vence_el)
    return next((f for f in fechas if f >= hoy), fechas[-1] if fechas else None)
