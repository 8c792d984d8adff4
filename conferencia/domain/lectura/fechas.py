# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Fechas en español: en cifras, en palabras, mixtas y relativas al año del acto.

Una fecha hallada nunca se inventa: si el día no existe o el año no se dice, lo declara en sus avisos.
El año de «presente año» y «año en curso» es el del acto, nunca el de la captura.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .numeros import CARDINAL, cardinal, ordinal
from .plegado import plegar, reparar_cifras

MESES = ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre").split()
_MES_NUMERO = {nombre: n for n, nombre in enumerate(MESES, start=1)} | {"setiembre": 9}
_MES_NUMERO |= {nombre[:3]: n for n, nombre in enumerate(MESES, start=1)} | {"sept": 9}
MES = r"(?:" + "|".join([*MESES, "setiembre"]) + r")\b"
_DIAS_SEMANA = "lunes martes miercoles jueves viernes sabado domingo".split()
_DIA = rf"(?:\d{{1,2}}(?!\d)\s?(?:o\b|er\b|ro\b|°|º)?\.?(?:\s+{CARDINAL}(?=\s+(?:de|del|dias?)\b))?|primer[oa]?\b|{CARDINAL})(?:\s*\((?:[^()]{{1,25}})\))?"
_ANIO_CIFRA = r"(?:(?:19|20)\d\d\b)"
_ANIO_PALABRA = rf"(?:\bdos\s+mil\b(?:\s+{CARDINAL})?|\bmil\s+novecientos\s+{CARDINAL})"
_ANIO_NUMERO = rf"(?:{_ANIO_CIFRA}|{_ANIO_PALABRA})(?:\s*\([^()]{{1,40}}\))?"
_EJERCICIO = r"(?:ano|anualidad|ejercicio)(?:\s+(?:fiscal|presupuestal|presupuestario|calendario|natural))?"
ANIO = (
    rf"(?:(?P<anio_cada>\s*,?\s*(?:de|en)\s+cada\s+{_EJERCICIO})"
    rf"|(?P<anio_siguiente>\s*,?\s*del?\s+(?:proximo|siguiente|entrante)\s+{_EJERCICIO}"
    rf"|\s*,?\s*del?\s+{_EJERCICIO}\s+(?:siguiente|proximo|entrante|que entra|inmediato\s+siguiente))"
    rf"|(?P<anio_acto>\s*,?\s*(?:del?|en\s+el)\s+(?:presente|actual|corriente|mismo|este)\s+{_EJERCICIO}"
    rf"|\s*,?\s*de\s+este\s+{_EJERCICIO}|\s*,?\s*(?:del?\s+|en\s+el\s+)?{_EJERCICIO}\s+en\s+(?:curso|transcurso)"
    rf"|\s*,?\s*del\s+(?:presente|corriente|actual)(?=\s*[,.;:)]|\s*$|\s+(?:al?|y|e|los|las|el|la)\b))"
    rf"|(?P<anio_expreso>\s*,?\s*(?:del?\s+|del?\s+(?:presente\s+)?{_EJERCICIO}\s+(?:de\s+|del\s+)?|{_EJERCICIO}\s+(?:de\s+|del\s+)?)?"
    rf"(?P<anio_numero>{_ANIO_NUMERO})))"
)
_RE_ANIO = re.compile(ANIO)
_DEL_ANIO = re.compile(r"\s+del\s+ano(?=\s*[,.;:)]|\s*$|\s+y\b)")
_SEMANA = r"(?:(?P<semana>" + "|".join(_DIAS_SEMANA) + r")\s*,?\s+)?"
_LARGA = re.compile(
    rf"{_SEMANA}(?:dia\s+)?{_SEMANA.replace('semana', 'semana_bis')}(?<![\w])(?P<dia>{_DIA})\s*"
    rf"(?:dias?\s+)?(?:(?:de|del)\s+(?:mes\s+de\s+|mes\s+)?(?P<mes>{MES})"
    r"|(?P<mes_acto>del\s+(?:presente\s+mes|mes\s+en\s+curso|mes\s+corriente)|de\s+los\s+corrientes|del\s+mes\s+actual))"
)
_MES_CORTO = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)"
_CORTA = re.compile(
    r"(?<![\w/.-])(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    rf"|(?P<d>\d{{1,2}})\s?(?P<s>[-/.])\s?(?P<m>\d{{1,2}}|{_MES_CORTO}|{MES[:-2]})\.?\s?(?P=s)\s?(?P<a>\d{{4}}|\d{{2}}))(?![\w/-])"
)
_ULTIMO = re.compile(rf"(?P<cual>ultim|primer)[oa]?\s+dia\s*(?P<habil>habil|laborable)?\s+(?:(?:de|del)\s+)(?:mes\s+de\s+)?(?P<mes>{MES})")


@dataclass(frozen=True, slots=True)
class Anio:
    """Cómo dice el texto el año: ``modo`` es expreso, acto, siguiente, cada u omitido."""

    modo: str
    valor: int | None
    fin: int


@dataclass(frozen=True, slots=True)
class FechaHallada:
    """Una fecha en el texto. ``fecha`` es nula si no puede calcularse; ``cada_anio`` si se repite."""

    inicio: int
    fin: int
    fecha: date | None
    cada_anio: bool = False
    avisos: tuple[str, ...] = ()
    explicacion: tuple[str, ...] = ()


def preparar(texto: str) -> str:
    """El texto plegado y con las cifras reparadas, de la misma longitud."""
    return plegar(reparar_cifras(texto))


def _entero(texto: str) -> int | None:
    limpio = re.sub(r"\(.*", "", texto).strip(" .")
    if limpio.startswith("primer"):
        return 1
    sin_ordinal = re.match(r"(\d{1,4})\s?(?:o|er|ro|°|º)?(?:\s[a-z ]+)?$", limpio)
    return int(sin_ordinal.group(1)) if sin_ordinal else cardinal(" ".join(limpio.split()))


def leer_anio(plano: str, desde: int, acto: date | None) -> Anio:
    """El año escrito justo en ``desde``; si no hay, modo «omitido» y el del acto como valor tentativo."""
    hallado = _RE_ANIO.match(plano, desde)
    tentativo = acto.year if acto else None
    if not hallado:
        del_anio = _DEL_ANIO.match(plano, desde)
        return Anio("omitido", tentativo, del_anio.end() if del_anio else desde)
    if hallado["anio_numero"]:
        return Anio("expreso", _entero(hallado["anio_numero"]), hallado.end())
    if hallado["anio_siguiente"]:
        return Anio("siguiente", tentativo + 1 if tentativo else None, hallado.end())
    return Anio("cada" if hallado["anio_cada"] else "acto", tentativo, hallado.end())


def explicar_anio(anio: Anio) -> str:
    """Una línea que dice de dónde salió el año."""
    fuentes = {
        "expreso": f"el texto dice el año: {anio.valor}",
        "acto": f"«presente año» o «en curso» es el del acto: {anio.valor}",
        "siguiente": f"el año siguiente al del acto: {anio.valor}",
        "cada": "se repite cada año",
        "omitido": f"el texto no dice el año; se propone {anio.valor}",
    }
    return fuentes[anio.modo]


def avisos_de_anio(anio: Anio) -> tuple[str, ...]:
    """Lo que hay que confirmar del año."""
    if anio.modo == "omitido":
        return ("año no expreso",)
    return ("falta la fecha del acto",) if anio.valor is None and anio.modo != "cada" else ()


def construir(anio: int | None, mes: int, dia: int) -> date | None:
    """La fecha, o ``None`` si no existe en el calendario."""
    if anio is None or not 1 <= anio <= 9999 or not 1 <= mes <= 12:
        return None
    return date(anio, mes, dia) if 1 <= dia <= calendar.monthrange(anio, mes)[1] else None


def ultimo_dia(anio: int, mes: int) -> date:
    """El último día natural del mes."""
    return date(anio, mes, calendar.monthrange(anio, mes)[1])


def _avisos_cifra(original: str, plano: str, inicio: int, fin: int) -> tuple[str, ...]:
    return ("cifra corregida",) if plegar(original[inicio:fin]) != plano[inicio:fin] else ()


def _entre_parentesis(trozo: str) -> int | None:
    """El número que repite el paréntesis en «12 (doce)», si lo hay."""
    hallado = re.search(r"\(([^()]*)\)", trozo)
    return _entero(hallado.group(1)) if hallado else None


def _larga(m: re.Match[str], plano: str, acto: date | None) -> FechaHallada | None:
    dia = _entero(m["dia"])
    if dia is None or re.search(r"\b(?:primer|ultim)os\s+$", plano[max(0, m.start() - 12) : m.start()]):
        return None
    fin = m.end()
    avisos: list[str] = []
    if m["mes"]:
        mes, anio = _MES_NUMERO[m["mes"]], leer_anio(plano, m.end(), acto)
        fin = anio.fin
    else:
        mes, anio = (acto.month if acto else 0), Anio("acto", acto.year if acto else None, fin)
    fecha = construir(anio.valor, mes, dia)
    avisos += avisos_de_anio(anio)
    if fecha and anio.modo == "omitido" and acto and fecha < acto:
        fecha = construir(anio.valor + 1, mes, dia) if anio.valor else None
    if fecha is None and anio.valor is not None and anio.modo != "cada":
        avisos.append("fecha imposible")
    if _entre_parentesis(m["dia"]) not in (None, dia):
        avisos.append("fecha contradictoria")
    semana = m["semana"] or m["semana_bis"]
    if fecha and semana and anio.modo != "cada" and _DIAS_SEMANA[fecha.weekday()] != semana:
        avisos.append("el día de la semana no coincide")
    pasos = (f"día {dia}, mes {mes}", explicar_anio(anio))
    return FechaHallada(m.start(), fin, fecha, anio.modo == "cada", tuple(avisos), pasos)


def _corta(m: re.Match[str]) -> FechaHallada | None:
    if m["iso"]:
        anio, mes, dia = (int(parte) for parte in m["iso"].split("-"))
    else:
        dia, mes_texto, anio = int(m["d"]), m["m"], int(m["a"])
        mes = int(mes_texto) if mes_texto.isdigit() else _MES_NUMERO[mes_texto]
        anio += 2000 if anio < 100 else 0
    if not 1 <= mes <= 12 and m["iso"] is None and dia <= 12:
        return FechaHallada(m.start(), m.end(), None, avisos=("fecha imposible",), explicacion=("el mes no existe",))
    fecha = construir(anio, mes, dia)
    avisos = () if fecha else ("fecha imposible",)
    return FechaHallada(m.start(), m.end(), fecha, avisos=avisos, explicacion=(f"día {dia}, mes {mes}, año {anio}",))


def _ultimo(m: re.Match[str], plano: str, acto: date | None) -> FechaHallada:
    anio, mes = leer_anio(plano, m.end(), acto), _MES_NUMERO[m["mes"]]
    pasos = [explicar_anio(anio)]
    avisos = list(avisos_de_anio(anio))
    if anio.valor is None:
        return FechaHallada(m.start(), anio.fin, None, anio.modo == "cada", tuple(avisos), tuple(pasos))
    al_final = m["cual"] == "ultim"
    fecha = ultimo_dia(anio.valor, mes) if al_final else date(anio.valor, mes, 1)
    pasos.append(f"{'último' if al_final else 'primer'} día natural del mes: {fecha.isoformat()}")
    if m["habil"]:
        while fecha.weekday() >= 5:
            fecha += timedelta(days=-1 if al_final else 1)
        pasos.append(f"sin contar sábados ni domingos (LFPA art. 28): {fecha.isoformat()}")
        avisos.append("días inhábiles por confirmar")
    return FechaHallada(m.start(), anio.fin, fecha, anio.modo == "cada", tuple(avisos), tuple(pasos))


def hallar_fechas(texto: str, acto: date | None, plano: str | None = None) -> list[FechaHallada]:
    """Todas las fechas de ``texto``, en orden y sin encimarse.

    ``acto`` es la fecha del acto (ancla de los años relativos). ``plano`` evita plegar dos veces.
    """
    plano = preparar(texto) if plano is None else plano
    candidatas = [_larga(m, plano, acto) for m in _LARGA.finditer(plano)]
    candidatas += [_corta(m) for m in _CORTA.finditer(plano)]
    candidatas += [_ultimo(m, plano, acto) for m in _ULTIMO.finditer(plano)]
    halladas: list[FechaHallada] = []
    for hallada in sorted((c for c in candidatas if c), key=lambda c: (c.inicio, -c.fin)):
        if halladas and hallada.inicio < halladas[-1].fin:
            continue
        dudosas = _avisos_cifra(texto, plano, hallada.inicio, hallada.fin)
        if dudosas:
            hallada = FechaHallada(
                hallada.inicio,
                hallada.fin,
                hallada.fecha,
                hallada.cada_anio,
                hallada.avisos + dudosas,
                hallada.explicacion,
            )
        halladas.append(hallada)
    return halladas


def numero_de_mes(nombre: str) -> int:
    """«julio» o «jul» → 7. Lanza ``KeyError`` si no es un mes."""
    return _MES_NUMERO[nombre]


def numero_ordinal(texto: str) -> int | None:
    """Ordinal en palabras o en cifras («segundo», «2o», «2do», «ii»)."""
    hallado = re.fullmatch(r"(\d{1,2})\s?(?:er|do|to|mo|vo|no|ro|ra|da|ta|o|a|°|º)?\.?", texto)
    return int(hallado.group(1)) if hallado else ordinal(texto)
