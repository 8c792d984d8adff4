"""Periodos: semestres, trimestres, meses, años y sus partes. Un periodo tiene primer y último día."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from .computo import vencimiento
from .fechas import (
    MES,
    Anio,
    avisos_de_anio,
    construir,
    explicar_anio,
    leer_anio,
    numero_de_mes,
    numero_ordinal,
    ultimo_dia,
)
from .modelo import PlazoLeido, Tramo
from .numeros import NUMERO, ORDINAL, cardinal, romano

_MESES_DE = {"semestre": 6, "mitad": 6, "cuatrimestre": 4, "trimestre": 3, "bimestre": 2}
_ORD = rf"(?:{ORDINAL}|ultim[oa]|\d{{1,2}}\s?(?:er|do|ro|to|o|a|°|º)?\.?|iii|ii|iv|i|vi|v)"
_SUBPERIODO = re.compile(
    rf"(?:(?:l[oa]s\s+)?(?:(?P<cual>primer|ultim)[oa]s\s+(?P<n>{NUMERO})|(?P<n2>{NUMERO})\s+(?P<cual2>primer|ultim)[oa]s)"
    rf"\s+meses\s+(?:del|de\s+la)\s+)?(?P<ord>\b{_ORD})\s+(?P<unidad>semestre|trimestre|cuatrimestre|bimestre|mitad)\b"
)
_PARTE_ANIO = re.compile(
    rf"(?:l[oa]s\s+)?(?:(?P<cual>primer|ultim)[oa]s\s+(?P<n>{NUMERO})|(?P<n2>{NUMERO})\s+(?P<cual2>primer|ultim)[oa]s)"
    r"\s+meses(?=\s+del?\b)"
)
_FRACCION_MES = rf"(?P<fraccion>{_ORD})\s+(?P<trozo>quincena|semana|mitad)\s+(?:de(?:l)?\s+(?:mes\s+de\s+)?)"
_MES_SOLO = re.compile(
    rf"(?:{_FRACCION_MES})?(?P<mes>\b{MES})(?:(?P<lista>(?:,\s*{MES})*)(?P<hasta>\s*(?:,|,?\s(?:a|al|y|hasta))\s+(?:el\s+mes\s+de\s+)?)(?P<mes2>{MES}))?"
)
_PRIMEROS_DIAS = re.compile(
    rf"(?:(?:a\s+mas\s+tardar|dentro\s+de|durante|en)\s+)?los\s+(?:primeros\s+(?P<n>{NUMERO})|(?P<n2>{NUMERO})\s+primeros)\s+dias\s*(?P<habiles>habiles)?(?:naturales)?"
    rf"\s+(?:de|del)\s+(?:mes\s+de\s+)?(?P<mes>{MES})"
)
_ANIO_SOLO = re.compile(
    r"(?P<base>\b(?:ano|ejercicio(?:\s+(?:fiscal|presupuestal))?)\b(?!\s+en\s+(?:curso|transcurso)))"
    r"|(?P<anio_suelto>(?<![\d/.-])20\d\d\b(?![/.-]\d))|(?P<relativo>\b(?:presente|este|proximo|siguiente)\s+(?:ano|ejercicio))"
    r"|(?P<curso>\b(?:ano|ejercicio(?:\s+fiscal)?)\s+en\s+(?:curso|transcurso))"
)
_INTRO = re.compile(
    r"(?<![a-z])(?:(?:a\s+mas\s+tardar|como\s+maximo|limite)\s*,?\s+)?(?:(?P<cierre>(?:(?:a|al|hasta\s+el|antes\s+del?|hacia\s+el|para\s+el)"
    r"\s+(?:el\s+)?(?:cierre|termino|final|fin|finales|finalizar|concluir|terminar|conclusion|fines)|finales|antes\s+de\s+"
    r"(?:que\s+)?(?:conclu[a-z]+|finali[cz][a-z]+|termin[a-z]+|acab[a-z]+))\s*(?:del?|el|la)?\s*(?:la|el)?)"
    r"|(?P<desde>(?:a\s+partir\s+(?:del?|de\s+la)|desde)\s*(?:el|la|los)?)"
    r"|(?P<dentro>durante|a\s+lo\s+largo\s+del?|en\s+(?:el|lo)\s+(?:curso|transcurso|que\s+resta)\s+del?|en|dentro\s+del?|para|por"
    r"|a\s+mas\s+tardar|hasta|(?P<antes>antes\s+del?)|al)\s*(?:el|la|los|las)?)"
    r"\s*(?:presente\s+|todo\s+el\s+)?(?:mes(?:es)?\s+de\s+)?(?:los\s+)?$"
)
_INFORMADO = re.compile(
    r"(?:correspond\w+|relativ\w+|referente\w*|comprendid\w+|reportad\w+|registrad\w+|obtenid\w+|ejercid\w+|asignad\w+"
    r"|aprobad\w+|autorizad\w+|publicad\w+|celebrad\w+|realizad\w+|efectuad\w+|recibid\w+|suscrit\w+|presentad\w+|emitid\w+"
    r"|ocurrid\w+|informes?|informacion|informad\w+|resultados?|cifras?|datos|presupuesto\w*|estadistic\w+|programas?|fondos?|recursos?)"
    r"\s*(?:\w+\s+){0,2}$"
)


_AL_CIERRE = re.compile(
    r"(?:cierre|termino|final|finalizar|concluir|terminar|fin|conclu[a-z]+|finali[cz][a-z]+|termin[a-z]+|acab[a-z]+)\s+(?:del?|el|la)?\s*(?:presente\s+)?$"
)
_DE_OTRO_HECHO = re.compile(r"\s*(?:fiscal|presupuestal|presupuestario)?\s+(?:a\s+la|al|a\s+su|posterior)\b")


def _rango(anio: int, mes_inicial: int, meses: int) -> tuple[date, date] | None:
    fin_total = anio * 12 + mes_inicial - 1 + meses - 1
    primero = construir(anio, mes_inicial, 1)
    if primero is None or not 1 <= fin_total // 12 <= 9998:
        return None
    return primero, ultimo_dia(fin_total // 12, fin_total % 12 + 1)


def _recorte(m: re.Match[str], mes: int, meses: int) -> tuple[int, int]:
    """Aplica «los primeros tres meses de» o «los últimos dos meses de» a un rango de meses."""
    texto = m["n"] or m["n2"]
    cuantos = cardinal(" ".join(texto.split())) if texto else None
    if not cuantos or not 1 <= cuantos <= meses:
        return mes, meses
    return (mes, cuantos) if (m["cual"] or m["cual2"]) == "primer" else (mes + meses - cuantos, cuantos)


def _orden(texto: str, total: int) -> int | None:
    plano = texto.strip()
    if plano.startswith("ultim"):
        return total
    numero = numero_ordinal(plano) or romano(plano)
    return numero if numero and 1 <= numero <= total else None


def _subperiodo(m: re.Match[str]) -> tuple[int, int] | None:
    meses = _MESES_DE[m["unidad"]]
    orden = _orden(m["ord"], 12 // meses)
    return _recorte(m, (orden - 1) * meses + 1, meses) if orden else None


def _dias_de_fraccion(m: re.Match[str], rango: tuple[date, date]) -> tuple[date, date] | None:
    """Quincena, semana o mitad de un mes; las semanas se cuentan de siete en siete días."""
    inicio, fin = rango
    if m["trozo"] == "semana":
        orden = _orden(m["fraccion"], 4)
        if orden is None:
            return None
        ultima = m["fraccion"].startswith("ultim")
        primero = fin.replace(day=fin.day - 6) if ultima else inicio.replace(day=7 * (orden - 1) + 1)
        return primero, primero.replace(day=primero.day + 6)
    orden = _orden(m["fraccion"], 2)
    if orden is None:
        return None
    return (inicio, inicio.replace(day=15)) if orden == 1 else (inicio.replace(day=16), fin)


def _meses_del_mes(m: re.Match[str]) -> tuple[int, int]:
    mes = numero_de_mes(m["mes"])
    if not m["mes2"]:
        return mes, 1
    return mes, (numero_de_mes(m["mes2"]) - mes) % 12 + 1


def _armar(texto: str, plano: str, inicio: int, anio: Anio, meses: tuple[int, int], acto: date | None, fraccion: re.Match[str] | None) -> PlazoLeido | None:
    """El plazo de un rango de meses, según la preposición que lo introduce; ``None`` si solo es un periodo informado."""
    ventana = plano[max(0, inicio - 70) : inicio]
    intro = _INTRO.search(ventana)
    if not intro or _INFORMADO.search(ventana[: intro.start()]):
        return None
    tramo = Tramo(inicio - len(ventana) + intro.start(), anio.fin)
    pasos, avisos = [explicar_anio(anio)], list(avisos_de_anio(anio))
    if anio.modo == "cada":
        return _plazo("periodico", None, None, tramo, texto, pasos, avisos, "anual")
    rango = _rango(anio.valor, *meses) if anio.valor else None
    if rango and fraccion and fraccion["trozo"]:
        if fraccion["trozo"] == "semana":
            avisos.append("semana por confirmar")
        rango = _dias_de_fraccion(fraccion, rango)
    if rango is None:
        return _plazo("periodo", None, None, tramo, texto, pasos, avisos or ["periodo imposible"])
    if acto and rango[1] < acto and anio.modo == "omitido" and anio.valor:
        rango = _rango(anio.valor + 1, *meses) or rango
    pasos.append(f"del {rango[0].isoformat()} al {rango[1].isoformat()}")
    if intro["antes"]:
        vispera = rango[0] - timedelta(days=1)
        return _plazo(
            "fecha",
            None,
            vispera,
            tramo,
            texto,
            [*pasos, f"«antes de» ese periodo: a más tardar el {vispera.isoformat()}"],
            [*avisos, "«antes del» excluye ese periodo"],
        )
    if intro["cierre"]:
        return _plazo("fecha", None, rango[1], tramo, texto, pasos, avisos)
    if intro["desde"]:
        return _plazo("permanente", rango[0], None, tramo, texto, pasos, avisos)
    return _plazo("periodo", rango[0], rango[1], tramo, texto, pasos, avisos)


def _plazo(
    clase: str,
    inicio: date | None,
    vence: date | None,
    tramo: Tramo,
    texto: str,
    pasos: list[str],
    avisos: list[str],
    periodicidad: str | None = None,
) -> PlazoLeido:
    return PlazoLeido(
        clase=clase,
        inicio=inicio,
        vence=vence,
        periodicidad=periodicidad,
        texto=tramo.de(texto),
        explicacion=tuple(pasos),
        avisos=tuple(avisos),
        tramo=tramo,
    )


def _de_subperiodos(texto: str, plano: str, acto: date | None) -> list[PlazoLeido | None]:
    hallados = []
    for m in _SUBPERIODO.finditer(plano):
        meses = _subperiodo(m)
        if meses:
            hallados.append(_armar(texto, plano, m.start(), leer_anio(plano, m.end(), acto), meses, acto, None))
    return hallados


def _de_partes_del_anio(texto: str, plano: str, acto: date | None) -> list[PlazoLeido | None]:
    hallados = []
    for m in _PARTE_ANIO.finditer(plano):
        anio = leer_anio(plano, m.end(), acto)
        if anio.modo != "omitido":
            hallados.append(_armar(texto, plano, m.start(), anio, _recorte(m, 1, 12), acto, None))
    return hallados


def _de_meses(texto: str, plano: str, acto: date | None) -> list[PlazoLeido | None]:
    hallados = []
    for m in _MES_SOLO.finditer(plano):
        anio, meses = leer_anio(plano, m.end(), acto), _meses_del_mes(m)
        plazo = _armar(texto, plano, m.start(), anio, meses, acto, m)
        nombrados = len(re.findall(MES, m.group()))
        salteados = plazo and m["mes2"] and not re.search(r"\b(?:a|al|hasta)\b", m["hasta"]) and meses[1] != nombrados
        hallados.append(replace(plazo, avisos=(*plazo.avisos, "más de un plazo")) if plazo and salteados else plazo)
    return hallados


def _de_anios(texto: str, plano: str, acto: date | None) -> list[PlazoLeido | None]:
    hallados = []
    for m in _ANIO_SOLO.finditer(plano):
        if m["anio_suelto"]:
            anio = Anio("expreso", int(m["anio_suelto"]), m.end())
        elif m["relativo"]:
            siguiente = re.match(r"proximo|siguiente", m["relativo"])
            valor = acto.year + bool(siguiente) if acto else None
            anio = Anio("siguiente" if siguiente else "acto", valor, m.end())
        elif m["curso"]:
            anio = Anio("acto", acto.year if acto else None, m.end())
        else:
            anio = leer_anio(plano, m.start(), acto)
        if anio.modo == "omitido" and m["base"] and _AL_CIERRE.search(plano[max(0, m.start() - 40) : m.start()]):
            anio = Anio("omitido", anio.valor, m.end())
        elif anio.modo in {"omitido", "cada"} or (anio.valor and acto and anio.valor < acto.year):
            continue
        if _DE_OTRO_HECHO.match(plano, m.end()):
            continue
        hallados.append(_armar(texto, plano, m.start(), anio, (1, 12), acto, None))
    return hallados


def _de_primeros_dias(texto: str, plano: str, acto: date | None) -> list[PlazoLeido | None]:
    """«dentro de los primeros veinte días del mes de enero de 2024»: del día 1 al 20."""
    hallados: list[PlazoLeido | None] = []
    for m in _PRIMEROS_DIAS.finditer(plano):
        anio, cuantos, mes = leer_anio(plano, m.end(), acto), cardinal(" ".join((m["n"] or m["n2"]).split())), numero_de_mes(m["mes"])
        inicio = construir(anio.valor, mes, 1)
        if anio.modo == "cada" or inicio is None or not cuantos or cuantos > 28:
            continue
        avisos, vence = list(avisos_de_anio(anio)), inicio.replace(day=cuantos)
        if m["habiles"]:
            vence = vencimiento(inicio - timedelta(days=1), cuantos, "dias_habiles") or vence
            avisos.append("días inhábiles por confirmar")
        pasos = [
            explicar_anio(anio),
            f"los primeros {cuantos} días{' hábiles' if m['habiles'] else ''} del mes",
            f"del {inicio.isoformat()} al {vence.isoformat()}",
        ]
        hallados.append(_plazo("periodo", inicio, vence, Tramo(m.start(), anio.fin), texto, pasos, avisos))
    return hallados


def hallar_periodos(texto: str, plano: str, acto: date | None) -> list[PlazoLeido]:
    """Los periodos que son plazo. ``plano`` trae ya tapadas las fechas completas."""
    hallados: list[PlazoLeido] = []
    for fuente in (_de_primeros_dias, _de_partes_del_anio, _de_subperiodos, _de_meses, _de_anios):
        for plazo in fuente(texto, plano, acto):
            if plazo and plazo.tramo and not any(h.tramo and h.tramo.toca(plazo.tramo) for h in hallados):
                hallados.append(plazo)
    return hallados
