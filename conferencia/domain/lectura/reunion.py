# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Identidad de la reunión: órgano, zona, lugar, fecha y fundamento, leídos del encabezado."""

from __future__ import annotations

import re
from datetime import date

from .fechas import FechaHallada, hallar_fechas
from .limpieza import Parrafo, es_mayuscula
from .modelo import Reunion
from .numeros import ORDINAL
from .plegado import plegar
from .reparos import reparar

_ZONAS = ("Noroeste", "Noreste", "Occidente", "Centro", "Sureste")
_ZONA = re.compile(r"\b(?:zona|region|regional)\s+(" + "|".join(z.lower() for z in _ZONAS) + r")\b|\b(sur\s?-?\s?sureste)\b")
_ORGANO = re.compile(
    r"\b(?P<organo>(?:conferencia nacional de|consejo nacional de|consejo (?:estatal|ciudadano|municipal|local|regional|interinstitucional) de|comision permanente de|comite (?:tecnico|nacional|estatal|interinstitucional)? ?(?:de|para)|"
    r"gabinete de|junta de|mesa de|grupo (?:de trabajo|interinstitucional) (?:de|para)|sistema (?:nacional|estatal) de)\s+[a-z ]{4,90}?)"
    r"(?=\s*(?:[.,;:()\n«»“”\"-]|$|\bcelebrad|\bcorrespondiente|\bacuerdan?\b|\bque\b|\ben\b|\bpor\b|\bpara\b|\brealizada|\bzona\b|\b20\d\d\b|\bse\b|\breunid|\bcon\b|\ba\s+(?!(?:la|las|los|el)\b)))"
)
_NOMBRE = re.compile(
    rf"(?:acta\s+de\s+(?:la\s+)?|minuta\s+de\s+(?:la\s+)?)?(?P<nombre>(?:{ORDINAL}\s+|[ivxl]+\s+|\d+\s?[a-z]{{0,2}}\.?\s+)?(?:(?:sesion|reunion|asamblea|plenaria)\b|mesa\s+de\s+(?:trabajo|coordinacion|seguridad|paz|justicia|seguimiento))[^.;:\n]{{0,110}})"
)
_LUGAR_FECHA = re.compile(r"(?P<lugar>[A-ZÁÉÍÓÚÑ](?:[^\d.;:]|(?<=\s[A-Z][a-z][a-z])\.|(?<=\s[A-Z][a-z])\.){2,70}?)\s*[,.]?\s+a\s+(?:los\s+)?(?:dia\s+)?$")
_LUGAR_COMA = re.compile(r"(?:[Ll]ugar y fecha:\s*|[Ff]echa y lugar:\s*)?(?P<lugar>[A-ZÁÉÍÓÚÑ][^\d.:;]{3,50}?)[,;]\s*(?:el\s+)?$")
_EN_LUGAR = re.compile(
    r"\b[Ee][Nn]\s+(?:la\s+|el\s+)?(?:(?:[Cc]iudad|villa|municipio|puerto)\s+de\s+)?(?P<lugar>[A-ZÁÉÍÓÚÑ][\wáéíóúñÁÉÍÓÚÑ]+(?:\s+(?:de|del|la|las|los|y|[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]*))*(?:,\s+(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]+)(?:\s+(?:de|del|la|[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]*))*)?)"
    r"(?=\s*,?\s*(?:siendo|a\s+las|a\s+los|el\s+d[ií]a|el\s+\d|el\s+\w+\s+de\s+\w+\s+de|los\s+d[ií]as|se\s+re[uú]n|con\s+fecha|reunid))"
)
_EN_LA_CIUDAD = re.compile(r"\b[Ee]n\s+la\s+[Cc]iudad\s+de\s+(?P<lugar>[A-ZÁÉÍÓÚÑ][^.;:]{2,60}?)\s*\.?\s*$")
_SUCESO = re.compile(r"(?:publicad|reformad|expedid|vigente|firmad|aprobad|ley|decreto|dof|diario oficial)\w*[^.;]{0,80}$")
_PROXIMA = re.compile(r"(?:proxima|siguiente|a mas tardar|limite|antes)\b[^.;]{0,60}$")
_MENORES = set("de del la las los el y e en a para por con".split())
_SIGLAS = re.compile(r"(?=.*[IVX])[IVXL]+|C5|SESNSP|CNSP|SNSP|CNSSP")


def _capitalizar(texto: str) -> str:
    """De «PRIMERA REUNIÓN ZONA CENTRO» a «Primera Reunión Zona Centro»; lo que no viene en mayúsculas se respeta."""
    if not es_mayuscula(texto):
        return texto
    palabras = [p if _SIGLAS.fullmatch(p) else p.lower() for p in texto.split()]
    return " ".join(p if i and p in _MENORES else p[:1].upper() + p[1:] for i, p in enumerate(palabras))


def _limpiar(texto: str) -> str:
    return re.sub(r"\s+", " ", texto).strip(' .,;:-–—|«»“”"')


def _zona(encabezado: str) -> str | None:
    m = _ZONA.search(plegar(encabezado))
    if not m:
        return None
    return next(z for z in _ZONAS if z.lower() == m.group(1)) if m.group(1) else "Sureste"


def _organo(encabezado: str) -> str:
    m = _ORGANO.search(plegar(encabezado))
    return _capitalizar(_limpiar(encabezado[m.start("organo") : m.end("organo")])) if m else ""


def _nombre(encabezado: list[str], organo: str) -> str:
    for texto in encabezado:
        m = _NOMBRE.search(plegar(texto))
        if m:
            nombre = _limpiar(texto[m.start("nombre") : m.end("nombre")])
            corte = re.search(r"\s(?:de|del)\s+(?:la\s+|el\s+)?" + re.escape(plegar(organo)[:25]), plegar(nombre)) if organo else None
            nombre = nombre[: corte.start()] if corte and corte.start() > 12 else nombre
            nombre = re.split(r",\s|\scelebrada\b|\srealizada\b", nombre, maxsplit=1, flags=re.I)[0]
            return _capitalizar(_limpiar(nombre))
    return _capitalizar(_limpiar(encabezado[0])[:160]) if encabezado else ""


def _lugar_de(texto: str, hallada: FechaHallada | None) -> str | None:
    if hallada:
        m = _LUGAR_FECHA.search(texto[max(0, hallada.inicio - 120) : hallada.inicio]) or (
            _LUGAR_COMA.match(texto[: hallada.inicio]) if len(texto) < 90 else None
        )
        if m:
            return _limpiar(re.sub(r"^[Ll]ugar[^:]*:\s*|^.*\b(?:[Ee]n|EN)\s+(?:la\s+[Cc]iudad\s+de\s+|el\s+municipio\s+de\s+)?", "", m["lugar"]))
    m = _EN_LUGAR.search(texto) or _EN_LA_CIUDAD.search(texto)
    return _limpiar(m["lugar"]) if m else None


def _fecha_y_lugar(parrafos: list[str]) -> tuple[date | None, str | None]:
    """La fecha del acto: la que sigue a un lugar; si no, la primera que no sea mención de otra cosa."""
    suelta: tuple[date, str | None] | None = None
    for texto in parrafos:
        for hallada in hallar_fechas(texto, None):
            antes = plegar(texto[max(0, hallada.inicio - 400) : hallada.inicio])
            if hallada.fecha is None or _SUCESO.search(antes[-110:]) or _PROXIMA.search(antes[-80:]):
                continue
            lugar = _lugar_de(texto, hallada)
            if _LUGAR_FECHA.search(texto[max(0, hallada.inicio - 120) : hallada.inicio]) or re.search(r"(?:siendo las|celebrad|realizad|reunid)", antes):
                return hallada.fecha, lugar
            suelta = suelta or (hallada.fecha, lugar)
    return suelta or (None, None)


def leer_reunion(encabezado: list[Parrafo], cierre: list[Parrafo], fecha: date | None) -> Reunion:
    """La identidad que declara el acta.

    ``encabezado`` son los párrafos previos a la primera disposición; ``cierre``, los últimos (algunas actas fechan al final).
    ``fecha`` se usa solo si el texto no trae la suya.
    """
    textos = [reparar(p.texto).texto for p in encabezado[:40]]
    unido = "\n".join(textos)
    organo = _organo(unido)
    hallada, lugar = _fecha_y_lugar(textos)
    if hallada is None:
        hallada, lugar_final = _fecha_y_lugar([reparar(p.texto).texto for p in cierre])
        lugar = lugar or lugar_final
    if lugar is None:
        lugar = next((x for t in textos if (x := _lugar_de(t, None))), None)
    fundamento = next((t for t in textos if plegar(t).startswith(("con fundamento", "de conformidad"))), "")
    return Reunion(_nombre(textos, organo), organo, _zona(unido), lugar, hallada or fecha, fundamento)
