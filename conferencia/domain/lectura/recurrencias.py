"""Plazos sin fecha propia: periódicos, permanentes, inmediatos y condicionados."""

from __future__ import annotations

import re

from .modelo import PlazoLeido, Tramo
from .numeros import NUMERO, cardinal

_RAICES = {
    "diari": "diaria",
    "semanal": "semanal",
    "quincenal": "quincenal",
    "mensual": "mensual",
    "bimestral": "bimestral",
    "trimestral": "trimestral",
    "cuatrimestral": "cuatrimestral",
    "semestral": "semestral",
    "anual": "anual",
}
_ADJETIVO = re.compile(
    r"(?P<manera>(?:de\s+(?:manera|forma|modo)|en\s+forma|con\s+(?:una\s+)?(?:periodicidad|frecuencia))\s+)?"
    r"\b(?P<raiz>diari(?=[ao]s?\b|amente\b)|(?:semanal|quincenal|bimestral|cuatrimestral|trimestral|semestral|mensual|anual)"
    r"(?=\b|es\b|mente\b))(?P<cola>amente|[ao]s?|mente|es)?\b"
)
_NO_RECURRE = re.compile(
    r"(?:programas?|planes|plan|presupuestos?|calendarios?|cuentas?|poa|operativ[oa]s?|fondos?|agendas?|proyectos?|metas?|objetivos?"
    r"|convenios?|acuerdos?|anexos?|boletin|gasto|publica|sesion(?:es)?|asamblea|evaluacion(?:es)?\s+del?\s+\w+|leyes|ley"
    r"|el|los)\s+(?:\w+\s+){0,2}$"
)
_UNIDADES = {
    "dia": ("diaria", 1),
    "seman": ("semanal", 7),
    "quincen": ("quincenal", 15),
    "mes": ("mensual", 1),
    "bimes": ("bimestral", 2),
    "trimes": ("trimestral", 3),
    "cuatrimes": ("cuatrimestral", 4),
    "semes": ("semestral", 6),
    "ano": ("anual", 12),
    "ejercicio": ("anual", 12),
}
_POR_MESES = {1: "mensual", 2: "bimestral", 3: "trimestral", 4: "cuatrimestral", 6: "semestral", 12: "anual"}
_POR_DIAS = {1: "diaria", 7: "semanal", 8: "semanal", 14: "quincenal", 15: "quincenal", 30: "mensual"}
_UNIDAD = r"(?P<unidad>dias?|semanas?|quincenas?|mes(?:es)?|bimestres?|trimestres?|cuatrimestres?|semestres?|anos?|ejercicios?)\b"
_CADA = re.compile(
    r"(?P<ancla>(?:(?:al|a\s+mas\s+tardar\s+(?:al?|el|en|dentro\s+de)?|dentro\s+de|durante|en|el|los|a)\s+)?(?:l[oa]s\s+|el\s+)?"
    rf"(?:(?:final|cierre|termino|fin|inicio)\s+de|(?:primer|ultim|quint|decim|segund|tercer|cuart)[oa]?s?\s+(?:{NUMERO}\s+)?"
    rf"(?:dias?|semanas?|lunes|martes|miercoles|jueves|viernes)\s*(?:habiles|habil|naturales)?\s+de|dia\s+{NUMERO}\s+de"
    rf"|{NUMERO}\s+(?:primeros\s+)?dias\s*(?:habiles|naturales)?\s+de)\s+)?"
    rf"\bcada\s+(?:(?P<n>{NUMERO})\s+)?{_UNIDAD}(?:\s+(?:calendario|fiscal))?"
)
_TODOS = re.compile(r"\btod[oa]s\s+l[oa]s\s+" + _UNIDAD)
_VECES = re.compile(rf"(?:al\s+menos\s+|por\s+lo\s+menos\s+)?(?P<n>\b{NUMERO})\s+(?:vez|veces|ocasion|ocasiones)\s+(?:al|por|cada|en\s+el)\s+{_UNIDAD}")
_SIN_PERIODO = re.compile(r"\bperiodicamente\b|\bde\s+(?:manera|forma)\s+periodica\b|\bcon\s+regularidad\b|\bregularmente\b")
_PERMANENTE = re.compile(
    r"(?:a\s+partir\s+de\s+(?:esta|la\s+presente)\s+fecha\s+y\s+)?(?:(?:de|en)\s+(?:manera|forma|modo)\s+(?:\w+\s*,?\s+(?:y\s+)?){0,2}?"
    r"(?:permanente|continua|constante|ininterrumpida)\b(?:\s+y\s+(?:permanente|continua|constante)\b)?|\bpermanentemente\b|\bcontinuamente\b"
    r"|(?:\b(?P<sustantivo>\w{1,40}?(?:cion|sion|miento|eo|aje|encia))\s+(?:y\s+\w+\s+|continua\s+y\s+)?permanentes?\b))"
)
_NOMBRE_PROPIO = {"comision", "sesion", "fuerza", "secretariado", "delegacion", "representacion", "diputacion"}
_INMEDIATO = re.compile(
    r"(?:de|en|con)\s+(?:manera|forma|caracter)\s+inmediat[ao]\b|\bde\s+inmediato\b|\binmediatamente\b|\ba\s+la\s+(?:mayor\s+)?brevedad(?:\s+posible)?"
    r"|\ben\s+el\s+menor\s+tiempo\s+posible|\bsin\s+(?:demora|dilacion)(?:\s+alguna)?\b|\bcon\s+caracter\s+de\s+urgente\b"
    r"|\ba\s+partir\s+de\s+(?:esta\s+(?:misma\s+)?fecha|la\s+presente\s+fecha|hoy|este\s+momento)\b"
)
_HASTA_COMA = r"[^,.;:|]{2,140}"
_CONDICION = re.compile(
    rf"\buna\s+vez\s+(?:que\s+)?{_HASTA_COMA}|\b(?:hasta\s+)?en\s+tanto\s+(?:no\s+)?(?:se\s+)?{_HASTA_COMA}|\bhasta\s+que\s+{_HASTA_COMA}"
    rf"|\ben\s+cuanto\s+(?!al?\b){_HASTA_COMA}|\btan\s+pronto\s+(?:como\s+)?{_HASTA_COMA}|\bal\s+momento\s+(?:de|en\s+que)\s+{_HASTA_COMA}"
    rf"|\ba\s+partir\s+de\s+que\s+{_HASTA_COMA}|\ba\s+partir\s+del?\s+(?:(?:inicio|comienzo)\s+del?\s+)?(?:(?:siguiente|proximo)\s+)?(?:ciclo|periodo|curso)\b[^.;:|,]{{0,80}}|\ba\s+partir\s+del\s+(?:siguiente|proximo)\s+ejercicio{_HASTA_COMA}"
    r"|\b(?:en|durante|para)\s+(?:su\s+primera|(?:su|la)\s+(?:proxima|siguiente))\s+(?:sesion|reunion|asamblea|plenaria)(?:\s+(?:ordinaria|plenaria|extraordinaria|de\s+trabajo)|\s+de\s+(?:(?:la|el|este|esta)\s+)?\w+)*"
    rf"|\bsujet[oa]s?\s+a\s+(?:la\s+|su\s+)?(?:disponibilidad|suficiencia){_HASTA_COMA}|\bprevia\s+(?:aprobacion|autorizacion|suscripcion|firma|publicacion)\s+{_HASTA_COMA}"
    rf"|(?:^|(?<=[.;]\s))cuando\s+{_HASTA_COMA}|(?:^|(?<=[.;:]\s))(?:en\s+caso\s+de\s+que|siempre\s+que)\s+{_HASTA_COMA}"
)


def _de_unidad(texto: str) -> tuple[str, int]:
    return next(v for raiz, v in sorted(_UNIDADES.items(), key=lambda par: -len(par[0])) if texto.startswith(raiz))


def periodicidad_de(n: int, unidad: str) -> str | None:
    """«cada cuatro meses» → cuatrimestral; ``None`` si no tiene nombre."""
    nombre, base = _de_unidad(unidad)
    if n == 1:
        return nombre
    if nombre in {"diaria", "semanal", "quincenal"}:
        return _POR_DIAS.get(n * base)
    return _POR_MESES.get(n * base)


def _plazo(clase: str, tramo: Tramo, texto: str, paso: str, avisos: tuple[str, ...] = (), **campos: str | None) -> PlazoLeido:
    return PlazoLeido(clase=clase, texto=tramo.de(texto), explicacion=(paso,), avisos=avisos, tramo=tramo, periodicidad=campos.get("periodicidad"))


def _periodico(tramo: Tramo, texto: str, periodicidad: str | None) -> PlazoLeido:
    avisos = () if periodicidad else ("periodicidad por confirmar",)
    paso = f"se repite con periodicidad {periodicidad}" if periodicidad else "se repite, sin un periodo de los conocidos"
    return _plazo("periodico", tramo, texto, paso, avisos, periodicidad=periodicidad)


def _adjetivos(texto: str, plano: str) -> list[PlazoLeido]:
    hallados = []
    for m in _ADJETIVO.finditer(plano):
        antes = plano[max(0, m.start() - 45) : m.start()]
        de_modo = m["manera"] or (m["cola"] or "").endswith("mente")
        if not de_modo and (_NO_RECURRE.search(antes) or plano.startswith("diario oficial", m.start("raiz"))):
            continue
        diario_suelto = m["raiz"] == "diari" and not de_modo and (m["cola"] or "").startswith("o")
        if diario_suelto and not re.search(r"\b(?:a|informes?|reportes?|partes?|registros?)\s+$", antes):
            continue
        hallados.append(_periodico(Tramo(m.start(), m.end()), texto, _RAICES[m["raiz"]]))
    return hallados


def _repeticiones(texto: str, plano: str) -> list[PlazoLeido]:
    hallados = []
    for m in _CADA.finditer(plano):
        n = cardinal(" ".join(m["n"].split())) if m["n"] else 1
        hallados.append(_periodico(Tramo(m.start(), m.end()), texto, periodicidad_de(n or 0, m["unidad"])))
    hallados += [_periodico(Tramo(m.start(), m.end()), texto, periodicidad_de(1, m["unidad"])) for m in _TODOS.finditer(plano)]
    for m in _VECES.finditer(plano):
        veces, (nombre, base) = cardinal(" ".join(m["n"].split())) or 0, _de_unidad(m["unidad"])
        exacta = veces and nombre not in {"diaria", "semanal", "quincenal"} and base % veces == 0
        periodicidad = nombre if veces == 1 else _POR_MESES.get(base // veces) if exacta else None
        hallados.append(_periodico(Tramo(m.start(), m.end()), texto, periodicidad))
    hallados += [_periodico(Tramo(m.start(), m.end()), texto, None) for m in _SIN_PERIODO.finditer(plano)]
    return hallados


def _permanentes(texto: str, plano: str) -> list[PlazoLeido]:
    hallados = []
    for m in _PERMANENTE.finditer(plano):
        if m["sustantivo"] and (m["sustantivo"] in _NOMBRE_PROPIO or "Permanente" in texto[m.start() : m.end()]):
            continue
        tramo = Tramo(m.start(), m.end())
        hallados.append(_plazo("permanente", tramo, texto, "sin fin: se cumple de manera permanente"))
    return hallados


def hallar_recurrencias(texto: str, plano: str) -> list[PlazoLeido]:
    """Periódicos, permanentes, inmediatos y condicionados, en ese orden de preferencia."""
    hallados: list[PlazoLeido] = []
    grupos = [
        _repeticiones(texto, plano),
        _adjetivos(texto, plano),
        _permanentes(texto, plano),
        [_plazo("inmediato", Tramo(m.start(), m.end()), texto, "de inmediato") for m in _INMEDIATO.finditer(plano)],
        [_plazo("condicionado", Tramo(m.start(), m.end()), texto, "depende de otro hecho") for m in _CONDICION.finditer(plano)],
    ]
    for grupo in grupos:
        hallados += [p for p in grupo if p.tramo and not any(h.tramo and h.tramo.toca(p.tramo) for h in hallados)]
    return hallados
