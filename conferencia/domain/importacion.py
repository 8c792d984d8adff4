"""La matriz en que ya se llevaba el seguimiento: sus columnas, y lo que dice cada renglón (``importacion_pasos`` decide qué hacer con él)."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from conferencia.domain.estados import Estado


class Reportada(StrEnum):
    """Las palabras que la matriz puede decir de una obligación."""

    PENDIENTE = "pendiente"
    EN_REVISION = "en revisión"
    CON_OBSERVACIONES = "con observaciones"
    CUMPLIDA = "cumplida"
    NO_APLICA = "no aplica"
    NO_COMPETENTE = "no competente"


ESTADO_DE: dict[Reportada, Estado] = {
    Reportada.PENDIENTE: Estado.PENDIENTE,
    Reportada.EN_REVISION: Estado.EN_REVISION,
    Reportada.CON_OBSERVACIONES: Estado.CON_OBSERVACIONES,
    Reportada.CUMPLIDA: Estado.CUMPLIDA,
    Reportada.NO_APLICA: Estado.NO_APLICA,
    Reportada.NO_COMPETENTE: Estado.NO_COMPETENTE,
}
CON_ENTREGA = frozenset({Reportada.EN_REVISION, Reportada.CON_OBSERVACIONES, Reportada.CUMPLIDA})
EXENTA = frozenset({Reportada.NO_APLICA, Reportada.NO_COMPETENTE})


def llano(texto: object) -> str:
    """Sin acentos, signos, blancos ni mayúsculas: para reconocer un rótulo o una palabra aunque vengan escritos de otro modo."""
    plano = unicodedata.normalize("NFKD", str(texto)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9%]+", "", plano.lower())


@dataclass(frozen=True)
class Columna:
    """``ayuda``: qué se escribe en ella; vacía si es solo de lectura."""

    nombre: str
    rotulo: str
    ancho: int
    ayuda: str = ""


COLUMNAS: tuple[Columna, ...] = (
    Columna("clave", "Clave", 30),
    Columna("disposicion", "Disposición", 22),
    Columna("compromiso", "Compromiso", 46),
    Columna("responde", "Institución", 36),
    Columna("periodo", "Periodo", 11),
    Columna("vence", "Vence", 13),
    Columna("situacion", "Situación reportada", 20, "Una de la lista. En blanco, el renglón no se toca."),
    Columna("entregada_el", "Fecha de entrega", 16, "El día en que la institución presentó, con su hora si se sabe. De ella sale si fue a tiempo."),
    Columna("presento", "Presentó", 14, "Solo si responden varias instituciones: la clave de la que presentó (PUE-SS)."),
    Columna("oficio", "Número de oficio", 24, "El del oficio con que se presentó. Sin él, se asienta como constancia de la Secretaría Técnica."),
    Columna("oficio_el", "Fecha del oficio", 14, "La del documento. En blanco, la de entrega."),
    Columna("resuelta_el", "Fecha de cumplimiento", 14, "El día en que se aceptó, se observó o se resolvió. En blanco, si se cumplió, la de entrega."),
    Columna("subsanar_el", "Subsanar hasta", 14, "Solo con observaciones: el plazo que se le dio."),
    Columna("avance", "Avance %", 10, "De 0 a 100, sin decimales."),
    Columna("prorroga_hasta", "Prórroga hasta", 14, "Si se concedió: la nueva fecha. La original se conserva."),
    Columna("nota", "Nota", 40, "Obligatoria con observaciones (cuáles) y si no aplica o no es competente (por qué)."),
)
DE_LECTURA = tuple(c for c in COLUMNAS if not c.ayuda)
POR_LLENAR = tuple(c for c in COLUMNAS if c.ayuda)
FECHAS = ("entregada_el", "oficio_el", "resuelta_el", "subsanar_el", "prorroga_hasta")
ROTULO = {c.nombre: c.rotulo for c in COLUMNAS}


@dataclass(frozen=True, kw_only=True)
class Renglon:
    """Lo que un renglón dice, ya entendido. ``entregada_a``: la hora de la entrega, si la hoja la trae."""

    clave: str
    situacion: Reportada | None = None
    entregada_el: date | None = None
    entregada_a: time | None = None
    presento: str = ""
    oficio: str = ""
    oficio_el: date | None = None
    resuelta_el: date | None = None
    subsanar_el: date | None = None
    avance: int | None = None
    prorroga_hasta: date | None = None
    nota: str = ""

    @property
    def en_blanco(self) -> bool:
        return self == Renglon(clave=self.clave)

    def como_dict(self) -> dict[str, object]:
        """Lo dicho, en valores de JSON."""
        dichos = {f.name: getattr(self, f.name) for f in fields(self)}
        return {n: v.isoformat() if isinstance(v, date | time) else v for n, v in dichos.items() if v not in (None, "")}

    @classmethod
    def de_dict(cls, guardado: Mapping) -> "Renglon":
        leido: dict[str, Any] = {n: date.fromisoformat(v) if n in FECHAS else v for n, v in guardado.items()}
        if "entregada_a" in leido:
            leido["entregada_a"] = time.fromisoformat(leido["entregada_a"])
        if "situacion" in leido:
            leido["situacion"] = Reportada(leido["situacion"])
        return cls(**leido)


def entender(valores: Mapping[str, object]) -> tuple[Renglon, list[str]]:
    """El renglón y lo que en él no se entiende."""
    problemas: list[str] = []
    leido: dict[str, object] = {n: _texto(valores.get(n)) for n in ("clave", "presento", "oficio", "nota")}
    for nombre, lector in (("situacion", _situacion), *((n, _fecha) for n in FECHAS), ("avance", _avance)):
        try:
            leido[nombre] = lector(valores.get(nombre))
        except ValueError as error:
            problemas.append(f"«{ROTULO[nombre]}»: {error}")
    leido["entregada_a"] = _hora(valores.get("entregada_el")) if leido.get("entregada_el") else None
    if len(str(leido["oficio"])) > 80:
        problemas.append("«Número de oficio»: caben 80 caracteres.")
    return Renglon(**leido), problemas  # type: ignore[arg-type]


def _texto(valor: object) -> str:
    if isinstance(valor, float) and valor.is_integer():
        valor = int(valor)
    return " ".join(str(valor).split()) if valor is not None else ""


_SINONIMOS = {llano(r): r for r in Reportada} | {"cumplido": Reportada.CUMPLIDA, "ratificada": Reportada.CUMPLIDA, "observada": Reportada.CON_OBSERVACIONES}


def _situacion(valor: object) -> Reportada | None:
    if not (dicho := _texto(valor)):
        return None
    if (situacion := _SINONIMOS.get(llano(dicho))) is None:
        raise ValueError(f"«{dicho}» no es de la lista ({', '.join(Reportada)}).")
    return situacion


_DIA_MES_ANIO = re.compile(r"(?P<dia>\d{1,2})[/-](?P<mes>\d{1,2})[/-](?P<anio>\d{4})")
_ANIO_MES_DIA = re.compile(r"(?P<anio>\d{4})-(?P<mes>\d{2})-(?P<dia>\d{2})")
_CON_HORA = re.compile(r"(?P<fecha>\S+)[ T](?P<hora>\d{1,2}):(?P<minuto>\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?h(?:rs?)?\.?)?")


def _fecha(valor: object) -> date | None:
    if isinstance(valor, datetime):
        return valor.date()
    if isinstance(valor, date) or valor is None:
        return valor
    if not (dicho := _texto(valor)):
        return None
    if (con_hora := _CON_HORA.fullmatch(dicho)) and _hora(dicho, medianoche=True):
        dicho = con_hora["fecha"]
    if (escrita := _DIA_MES_ANIO.fullmatch(dicho)) or (escrita := _ANIO_MES_DIA.fullmatch(dicho)):
        partes = {n: int(v) for n, v in escrita.groupdict().items()}
        with suppress(ValueError):
            return date(partes["anio"], partes["mes"], partes["dia"])
    raise ValueError(f"«{dicho}» no es una fecha; escríbela como 30/09/2022.")


def _hora(valor: object, *, medianoche: bool = False) -> time | None:
    """La que trae una fecha, si trae: Excel escribe la medianoche cuando nadie dijo hora."""
    leida = None
    if isinstance(valor, datetime):
        leida = valor.time().replace(second=0, microsecond=0)
    elif isinstance(valor, str) and (escrita := _CON_HORA.fullmatch(" ".join(valor.split()))):
        with suppress(ValueError):
            leida = time(int(escrita["hora"]), int(escrita["minuto"]))
    return leida if medianoche or leida != time(0) else None


def _avance(valor: object) -> int | None:
    dicho = _texto(valor).removesuffix("%").strip()
    if not dicho:
        return None
    if not dicho.isdecimal() or int(dicho) > 100:
        raise ValueError(f"«{dicho}» no es un avance; escríbelo de 0 a 100, sin decimales.")
    return int(dicho)
