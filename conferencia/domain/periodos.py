"""Periodos como objetos: «2022-07», «2022-07-Q1», «2022-W27», «2022-B4», «2022-T3», «2022-C2», «2022-S2», «2022»; y la regla que los repite.

Un bloque a la medida se nombra por su primer mes y cuántos dura («2022-08+5»: cinco meses desde agosto) o por su primera semana («2022-W27+2»).
Lo diario no es un periodo: se sigue como deber continuo.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conferencia.domain.calendario import UN_DIA, CalendarioHabil, sumar_meses
from conferencia.domain.errores import NoProcede

MESES_DE = {"mensual": 1, "bimestral": 2, "trimestral": 3, "cuatrimestral": 4, "semestral": 6, "anual": 12}
CON_PERIODOS = frozenset({*MESES_DE, "quincenal", "semanal"})
_LETRA = {"bimestral": "B", "trimestral": "T", "cuatrimestral": "C", "semestral": "S"}
_DE_LETRA = {letra: periodicidad for periodicidad, letra in _LETRA.items()}
DIA_HABIL_DE_ENTREGA = 10
MAXIMO_DE_MESES, MAXIMO_DE_SEMANAS = 36, 26
HABIL, NATURAL, ULTIMO = "habil", "natural", "ultimo"


@dataclass(frozen=True, order=True)
class Periodo:
    """Tramo de calendario civil. ``fin`` incluido. ``cada``: cuántas unidades de ``periodicidad`` abarca."""

    inicio: date
    fin: date
    periodicidad: str
    cada: int = 1

    @property
    def clave(self) -> str:
        if self.periodicidad == "semanal":
            anio, semana, _ = self.inicio.isocalendar()
            return f"{anio}-W{semana:02}{f'+{self.cada}' if self.cada > 1 else ''}"
        if self.periodicidad == "quincenal":
            return f"{self.inicio:%Y-%m}-Q{1 if self.inicio.day == 1 else 2}"
        if self.cada > 1:
            return f"{self.inicio:%Y-%m}+{MESES_DE[self.periodicidad] * self.cada}"
        if self.periodicidad == "mensual":
            return f"{self.inicio:%Y-%m}"
        if self.periodicidad == "anual":
            return f"{self.inicio:%Y}"
        numero = (self.inicio.month - 1) // MESES_DE[self.periodicidad] + 1
        return f"{self.inicio:%Y}-{_LETRA[self.periodicidad]}{numero}"

    @property
    def siguiente(self) -> "Periodo":
        """El que empieza al día siguiente de que este termina, del mismo tamaño."""
        return _bloque(self.fin + UN_DIA, self.periodicidad, self.cada)

    def vence(self, calendario: CalendarioHabil) -> date:
        """Décimo día hábil del periodo siguiente: lo que rige cuando el acta no dice día (producto.md §4)."""
        return calendario.sumar_habiles(self.fin, DIA_HABIL_DE_ENTREGA)


def periodo_de(dia: date, periodicidad: str) -> Periodo:
    """El periodo de calendario que contiene ``dia``. ``ValueError`` si la periodicidad no tiene periodos."""
    if periodicidad == "semanal":
        return _bloque(dia - timedelta(days=dia.weekday()), periodicidad, 1)
    if periodicidad == "quincenal":
        return _bloque(dia.replace(day=1 if dia.day <= 15 else 16), periodicidad, 1)
    if periodicidad not in MESES_DE:
        raise ValueError(f"Periodicidad sin periodos: {periodicidad!r}.")
    meses = MESES_DE[periodicidad]
    return _bloque(dia.replace(month=(dia.month - 1) // meses * meses + 1, day=1), periodicidad, 1)


def _bloque(inicio: date, periodicidad: str, cada: int) -> Periodo:
    """El periodo que empieza en ``inicio``, que ya es comienzo de unidad."""
    if periodicidad == "semanal":
        return Periodo(inicio, inicio + timedelta(days=7 * cada - 1), periodicidad, cada)
    if periodicidad == "quincenal":
        fin = inicio.replace(day=15) if inicio.day == 1 else sumar_meses(inicio.replace(day=1), 1) - UN_DIA
        return Periodo(inicio, fin, periodicidad)
    return Periodo(inicio, sumar_meses(inicio, MESES_DE[periodicidad] * cada) - UN_DIA, periodicidad, cada)


def periodos(desde: date, hasta: date, periodicidad: str, cada: int = 1) -> Iterator[Periodo]:
    """Los periodos que empiezan a más tardar en ``hasta``. De una unidad, desde el que contiene ``desde``; de varias, contados desde él."""
    periodo = _bloque(periodo_de(desde, periodicidad).inicio, periodicidad, cada)
    while periodo.inicio <= hasta:
        yield periodo
        periodo = periodo.siguiente


_CLAVE = re.compile(
    r"(?P<anio>\d{4})(?:-(?:W(?P<semana>\d\d)(?:\+(?P<semanas>\d+))?|(?P<letra>[BTCS])(?P<n>\d)|(?P<mes>\d\d)(?:-Q(?P<q>[12])|\+(?P<meses>\d+))?))?"
)


def periodo_de_clave(clave: str) -> Periodo:
    """El periodo que una clave nombra. ``ValueError`` si no lo es."""
    m = _CLAVE.fullmatch(clave)
    if m is None:
        raise ValueError(f"No es un periodo: {clave!r}.")
    anio = int(m["anio"])
    if m["semana"]:
        return _bloque(date.fromisocalendar(anio, int(m["semana"]), 1), "semanal", int(m["semanas"] or 1))
    if m["letra"]:
        periodicidad = _DE_LETRA[m["letra"]]
        return _bloque(date(anio, (int(m["n"]) - 1) * MESES_DE[periodicidad] + 1, 1), periodicidad, 1)
    if not m["mes"]:
        return _bloque(date(anio, 1, 1), "anual", 1)
    inicio = date(anio, int(m["mes"]), 16 if m["q"] == "2" else 1)
    return _bloque(inicio, "quincenal" if m["q"] else "mensual", int(m["meses"] or 1))


_UNA = {
    "semanal": ("cada semana", "semanas"),
    "quincenal": ("cada quincena", "quincenas"),
    "mensual": ("cada mes", "meses"),
    "bimestral": ("cada bimestre", "bimestres"),
    "trimestral": ("cada trimestre", "trimestres"),
    "cuatrimestral": ("cada cuatrimestre", "cuatrimestres"),
    "semestral": ("cada semestre", "semestres"),
    "anual": ("cada año", "años"),
}


class ReglaInvalida(NoProcede):
    """La regla no tiene sentido; ``campo`` es el dato que falla."""


@dataclass(frozen=True)
class Regla:
    """Cada cuánto se repite y qué día vence. ``hasta`` incluido: el último periodo es el que empieza a más tardar ese día.

    ``capturada``: la fijó la Secretaría Técnica; si no, es la que el texto dice.
    """

    periodicidad: str
    desde: date
    cada: int = 1
    hasta: date | None = None
    dia_clase: str = HABIL
    dia: int = DIA_HABIL_DE_ENTREGA
    capturada: bool = False

    def periodos(self, hasta: date) -> list[Periodo]:
        """Los que empiezan a más tardar en ``hasta`` y dentro de la vigencia de la regla."""
        return list(periodos(self.desde, min(hasta, self.hasta or hasta), self.periodicidad, self.cada))

    def vence(self, periodo: Periodo, calendario: CalendarioHabil) -> date:
        """El día en que vence lo de ``periodo``. Un día que el mes siguiente no tiene es su último."""
        if self.dia_clase == ULTIMO:
            return periodo.fin
        if self.dia_clase == HABIL:
            return calendario.sumar_habiles(periodo.fin, self.dia)
        tope = sumar_meses(periodo.fin + UN_DIA, 1) - UN_DIA if periodo.periodicidad in MESES_DE else periodo.siguiente.fin
        return min(periodo.fin + timedelta(days=self.dia), tope)

    @property
    def dicha(self) -> str:
        """«cada mes» o «cada 5 meses»."""
        una, varias = _UNA[self.periodicidad]
        return una if self.cada == 1 else f"cada {self.cada} {varias}"

    @property
    def dia_dicho(self) -> str:
        """«el día hábil 5 del periodo siguiente»."""
        if self.dia_clase == ULTIMO:
            return "el último día del propio periodo"
        if self.dia_clase == NATURAL:
            return f"el día {self.dia} del periodo siguiente"
        return "el décimo día hábil del periodo siguiente" if self.dia == DIA_HABIL_DE_ENTREGA else f"el día hábil {self.dia} del periodo siguiente"


def revisar_regla(regla: Regla) -> Regla:
    """La misma regla si tiene sentido; si no, ``ReglaInvalida`` con el campo que falla."""
    if regla.periodicidad not in CON_PERIODOS:
        raise ReglaInvalida("Elige cada cuánto se repite.", "periodicidad")
    if regla.cada < 1 or (regla.periodicidad == "quincenal" and regla.cada > 1):
        raise ReglaInvalida("Lo quincenal se repite cada quincena; para otro ritmo elige meses o semanas.", "cada")
    if regla.cada * MESES_DE.get(regla.periodicidad, 0) > MAXIMO_DE_MESES or (regla.periodicidad == "semanal" and regla.cada > MAXIMO_DE_SEMANAS):
        raise ReglaInvalida(f"A lo más {MAXIMO_DE_MESES} meses o {MAXIMO_DE_SEMANAS} semanas entre una y otra.", "cada")
    if regla.hasta and regla.hasta < regla.desde:
        raise ReglaInvalida("La última fecha debe ser igual o posterior a la primera.", "hasta")
    if not 1 <= regla.dia <= 31:
        raise ReglaInvalida("El número de día va del 1 al 31.", "dia")
    return regla
