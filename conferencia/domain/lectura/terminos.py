"""Plazos contados desde un evento: «dentro de los treinta días hábiles siguientes a la firma»."""

from __future__ import annotations

import re
from datetime import date

from .computo import vencimiento
from .modelo import PlazoLeido, Tramo
from .numeros import CARDINAL, cardinal
from .recurrencias import periodicidad_de
from .verbos import INFINITIVO

_CANTIDAD = rf"(?P<cantidad>\d{{1,4}}(?!\d)(?:\s+{CARDINAL})?|{CARDINAL})(?:\s*\([^()]{{1,40}}\))?"
_SIGUIENTES = r"(?:siguientes|posteriores|subsecuentes|proximos|subsiguientes|previos|anteriores)"
_UNIDAD = (
    r"(?P<unidad>dias?(?:\s+(?:habiles|naturales|calendario|laborables|laborales|corridos))?"
    r"|semanas?|quincenas?|meses|mes\b|anos?\b|horas?)"
)
_INTRO = (
    r"(?P<intro>\b(?:(?:a\s+mas\s+tardar|como\s+maximo|maximo)\s+)?(?:"
    r"(?:en|dentro|durante|con|por|bajo)\s+(?:de\s+)?(?:el|la|un|una|del?)?\s*(?:plazo|termino|periodo|lapso)\s*"
    r"(?:(?:no\s+(?:mayor|superior|menor)\s+(?:a|de|al)|maximo\s+(?:de|a)|improrrogable\s+de|de\s+hasta|hasta\s+de"
    r"|que\s+no\s+(?:exceda|excedera|podra\s+exceder|sea\s+mayor|rebase)\s*(?:de|a|del?)?|de|perentorio\s+de)\s*)*"
    r"|(?<=contaran\scon\s)|(?<=contara\scon\s)|(?<=tendran\s)|(?<=tendra\s)|contando\s+con\s+|plazo\s+(?:maximo\s+)?(?:de|no\s+mayor\s+(?:a|de))\s+"
    r"|dentro\s+de\s*l?\s*(?:os|as)?\s*|en\s+(?:los|las)?\s*|durante\s+(?:los|las)\s+|a\s+los\s+|a\s+las\s+"
    r"|(?:a\s+mas\s+tardar|como\s+maximo|no\s+mayor\s+(?:a|de))\s*(?:los|las)?\s*)"
    r"(?:los|las|un|una)?\s*)"
)
_TERMINO = re.compile(rf"{_INTRO}(?P<antes>{_SIGUIENTES}\s+)?{_CANTIDAD}\s+(?P<medio>{_SIGUIENTES}\s+)?{_UNIDAD}(?P<tras>\s+{_SIGUIENTES})?")
_EVENTO = re.compile(
    r"\s*,?\s*(?:(?:que\s+)?(?:contad[oa]s?|computad[oa]s?|que\s+se\s+contaran|que\s+corren|contar(?:an|a))\s*,?\s*)?"
    r"(?P<nexo>a\s+partir\s+(?:de\s+la\s+fecha\s+)?(?:del?)|desde|despues\s+del?|posterior(?:es)?\s+al?|siguientes?\s+al?"
    r"|contados\s+del?|al?)\s*(?P<evento>(?!\s*mas\s+tardar)[^,.;:()|]{2,140})"
)
_FIN_EVENTO = re.compile(
    r"\s(?:para|a\s+fin\s+de|con\s+(?:el\s+)?(?:objeto|fin|objetivo)|se\s+(?:deber|realiz|llev|comprom|obliga|inici)"
    r"|deber[a-z]+|debe[n]?|los\s+cuales|las\s+cuales|el\s+cual|la\s+cual|remit\w+|entreg\w+an?|mediante)\b"
    r"|\s\w{3,}(?:ar|er|ir)an?\b(?<!lugar)"
    rf"|\s(?:y|e|asi\s+como)\s+(?:a\s+)?{INFINITIVO}\s"
)
_ACTO_PROPIO = re.compile(
    r"(?:la\s+|su\s+)?(?:presente\s+)?(?:firma|suscripcion)(?:\s+(?:del?|de\s+la)\s+(?:presente|esta|este|acta)\b.*)?$"
    r"|(?:la\s+)?(?:fecha|firma|suscripcion|celebracion|aprobacion|adopcion|emision|conclusion|clausura|toma)\s+"
    r"(?:de\s+(?:la\s+)?(?:firma|suscripcion|aprobacion)\s+)?(?:del?|de\s+la|de\s+esta|de\s+este|de\s+los|de\s+las|de\s+est[oa]s)\s*"
    r"(?:presentes?|est[ea]|est[oa]s|acta|minuta|acuerdos$|sesion|reunion|acuerdo$|asamblea).*"
    r"|(?:la\s+|su\s+)(?:aprobacion|firma)\s+(?:de\s+)?est[ea].*"
    r"|(?:de\s+)?(?:el|la)?\s*(?:presente|esta|este)\s+(?:misma\s+)?(?:fecha|sesion|reunion|asamblea|dia|acuerdo|acta)(?:\s+de\s+hoy)?"
    r"|(?:el\s+)?dia\s+(?:siguiente\s+)?(?:de\s+hoy|de\s+la\s+fecha)|hoy|(?:la\s+fecha\s+de\s+)?su\s+(?:aprobacion|firma|suscripcion)$"
)
_CADA = re.compile(
    r"\b(?:cierre|termino|final|fin|conclusion|inicio|vencimiento)\s+de\s+cada\s+(?P<unidad>semana|quincena|mes|bimestre|trimestre|cuatrimestre|semestre|ano)\b"
)
_MIEMBRO = re.compile(r"^(?:e?l|la|los|las)\s+")


def _unidad(texto: str) -> tuple[str, int]:
    """La unidad del contrato y por cuánto multiplicar la cantidad."""
    if texto.startswith("dia"):
        if re.search(r"habil|labora", texto):
            return "dias_habiles", 1
        return ("dias_naturales", 1) if re.search(r"natural|calendario|corrido", texto) else ("dias", 1)
    if texto.startswith("seman"):
        return "dias_naturales", 7
    if texto.startswith("quincena"):
        return "dias_naturales", 15
    return ("horas" if texto.startswith("hora") else "meses" if texto.startswith("mes") else "años"), 1


def _leer_evento(texto: str, plano: str, desde: int, hay_adjetivo: bool) -> tuple[str | None, int]:
    """El evento desde el que se cuenta y dónde acaba la frase."""
    hallado = _EVENTO.match(plano, desde)
    if not hallado or (re.fullmatch(r"al?", hallado["nexo"]) and not hay_adjetivo):
        return None, desde
    corte = _FIN_EVENTO.search(hallado["evento"])
    largo = corte.start() if corte else len(hallado["evento"])
    inicio = hallado.start("evento")
    evento = texto[inicio : inicio + largo].strip()
    if not evento:
        return None, desde
    return evento, inicio + len(texto[inicio : inicio + largo].rstrip())


def es_acto_propio(evento: str) -> bool:
    """¿El evento (plegado) es el propio acto: su firma, su aprobación, esta fecha?"""
    return bool(_ACTO_PROPIO.match(" ".join(evento.split())))


def _calcular(cantidad: int, unidad: str, evento: str, acto: date | None) -> tuple[date | None, list[str], list[str]]:
    pasos, avisos = [f"{cantidad} {unidad.replace('_', ' ')} desde «{evento}»"], []
    if acto is None:
        return None, [*pasos, "no se conoce la fecha del acto"], ["falta la fecha del acto"]
    fecha = vencimiento(acto, cantidad, unidad)
    if fecha:
        pasos.append(f"el evento es el propio acto, del {acto.isoformat()}; se cuenta desde el día siguiente (LFPA art. 38)")
        pasos.append(f"vence el {fecha.isoformat()}")
    if unidad == "dias_habiles":
        avisos.append("días inhábiles por confirmar")
    return fecha, pasos, avisos


def _es_duracion(m: re.Match[str]) -> bool:
    """«en tres meses» a secas puede ser; «en 2 años de antigüedad», «a los 18 años» no son plazos."""
    debil = re.fullmatch(r"(?:en|a\s+l[oa]s)\s*(?:los|las|un|una)?\s*", m["intro"])
    adjetivo = m["antes"] or m["medio"] or m["tras"]
    return bool(debil) and not adjetivo


def hallar_terminos(texto: str, plano: str, acto: date | None) -> list[PlazoLeido]:
    """Los plazos de clase «termino» de ``texto``; ``vence`` solo se calcula si el evento es el propio acto."""
    hallados = []
    for m in _TERMINO.finditer(plano):
        adjetivo = m["antes"] or m["medio"] or m["tras"]
        evento, fin = _leer_evento(texto, plano, m.end(), bool(adjetivo))
        if evento is None and (_es_duracion(m) or re.match(r"\s+de\s+(?:edad|antiguedad|experiencia)", plano[m.end() :])):
            continue
        plazo = _armar(m, texto, plano, evento, fin, acto)
        if plazo:
            hallados.append(plazo)
    return hallados


def _armar(m: re.Match[str], texto: str, plano: str, evento: str | None, fin: int, acto: date | None) -> PlazoLeido | None:
    cifras = re.match(r"\d+", m["cantidad"])
    cantidad = int(cifras.group()) if cifras else cardinal(" ".join(m["cantidad"].split()))
    if not cantidad:
        return None
    unidad, factor = _unidad(m["unidad"])
    adjetivo = (m["antes"] or m["medio"] or m["tras"] or "").strip()
    avisos: list[str] = ["días sin calificar"] if unidad == "dias" else []
    vence, pasos = None, [f"{cantidad * factor} {unidad.replace('_', ' ')}"]
    plano_evento = plano[fin - len(evento) : fin] if evento else ""
    if adjetivo.startswith(("previ", "anterior")):
        pasos.append("se cuenta hacia atrás desde el evento")
        avisos.append("se cuenta hacia atrás")
    elif evento and es_acto_propio(plano_evento):
        vence, pasos, extra = _calcular(cantidad * factor, unidad, evento, acto)
        avisos += extra + (["evento por confirmar"] if re.search(r"\bsu\s", plano_evento) else [])
    elif evento:
        pasos.append(f"desde «{evento}»: la fecha se sabrá cuando se registre ese evento")
    elif adjetivo.startswith("subsecuente"):
        evento = "vencimiento del plazo anterior"
        pasos.append("encadenado al plazo que lo precede")
    else:
        avisos.append("evento no expreso")
    tramo = Tramo(m.start(), fin)
    cada = _CADA.search(plano_evento)
    if cada:
        pasos = [f"se repite tras cada {cada['unidad']}", f"{cantidad * factor} {unidad.replace('_', ' ')} después de su cierre"]
        return PlazoLeido("periodico", periodicidad=periodicidad_de(1, cada["unidad"]), texto=tramo.de(texto), explicacion=tuple(pasos), tramo=tramo)
    return PlazoLeido(
        clase="termino",
        vence=vence,
        cantidad=cantidad * factor,
        unidad=unidad,
        evento=_MIEMBRO.sub("", evento) if evento else None,
        texto=tramo.de(texto),
        explicacion=tuple(pasos),
        avisos=tuple(avisos),
        tramo=tramo,
    )
