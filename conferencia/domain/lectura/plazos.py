"""Los plazos de un párrafo: qué fechas son plazo y cuáles solo se mencionan, y cómo se combinan.

Nunca produce una fecha sin una expresión de tiempo en su propia cita, y toda fecha explica su cálculo.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from .fechas import FechaHallada, construir, hallar_fechas, preparar
from .modelo import PlazoLeido, Tramo
from .numeros import CARDINAL, cardinal
from .periodos import hallar_periodos
from .recurrencias import hallar_recurrencias
from .terminos import hallar_terminos

_TOPE = re.compile(
    r"(?:(?:estableci(?:endo(?:se)?|do|da)\s+|fijando(?:se)?\s+|senalando(?:se)?\s+|teniendo\s+)?(?:como\s+|con\s+)?"
    r"(?:fecha|plazo|dia|termino)\s+(?:limite|maxim[oa]|compromiso|tope|de\s+(?:vencimiento|entrega|cumplimiento|termino|compromiso))"
    r"(?:\s+(?:para|de)\s+[^,.;:|]{1,60}?)?\s*(?:,|:|\|)?\s*(?:sera\s+|es\s+)?(?:el|al|del)?"
    r"|(?:a\s+|,\s*)?mas\s+tardar\s*,?\s*(?:(?:para|hasta|antes|en)\s+)?(?:(?:a\s+)?las\s+\d{1,2}(?:[:.]\d\d)?\s*(?:horas|hrs?\.?|h)\s*,?\s*)?(?:el|al|del?)?|como\s+maximo\s*,?\s*(?:el|al)?"
    r"|(?P<antes>antes)\s+del?|(?:hasta|para)\s+(?:el|al)|(?:no\s+)?(?:posterior\s+al|despues\s+del)|no\s+mas\s+alla\s+del"
    r"|(?:que\s+)?(?:sin\s+que\s+pueda\s+|no\s+podra\s+|sin\s+|no\s+)?exce(?:der|da)\s+(?:del|al)|(?:con\s+)?venc(?:e|era|imiento)\s*:?\s*(?:el|al)?"
    r"|(?:concluy\w+|termin\w+|finali[cz]\w+|entreg[ao]|cumplimiento|compromiso|limite)\s*:\s*(?:el|al)?)\s*(?:dia\s+)?(?:proximo\s+)?$"
)
_DESDE = re.compile(r"(?:a\s+partir\s+del?|desde\s+el|con\s+efectos\s+del?|inicia(?:ndo|ra)\s+el)\s*(?:dia\s+)?$")
_MENCION = re.compile(
    r"(?:publicad|celebrad|suscrit|firmad|emitid|aprobad|reformad|expedid|autorizad|presentad|adoptad|fechad|dictad|otorgad|recibid"
    r"|instalad|iniciad|ocurrid|realizad|efectuad|registrad|turnad|notificad|ratificad|tomad|vigente)[oa]?s?\b[^.;]{0,90}$|de\s+fecha\s*:?\s*$"
    r"|(?:reunion|sesion|asamblea|acta|oficio|acuerdo|decreto|diario|dof|ley|minuta)\b[^,.;]{0,50}\s(?:de|del)\s*(?:dia\s+)?$"
)
_PRESENTACION = re.compile(r"(?:^|[\s,;(])(?:el|en|para\s+el|este|proximo)\s*(?:dia\s+|proximo\s+)?$|\|\s*$|^\s*$")
_RANGO_CORTO = re.compile(rf"(?:del|entre\s+el|desde\s+el)\s+(?:dia\s+)?(?P<dia>\d{{1,2}}|primero|{CARDINAL})\s+(?:al|y\s+el|hasta\s+el)\s+(?:dia\s+)?$")
_ENTRE_FECHAS = re.compile(r"\s*(?:al|y\s+(?:el|al)|hasta\s+el|a)\s+(?:dia\s+)?")
_OTRA_FECHA = re.compile(r"\s*(?:,|,?\s*y|/)\s*(?:el\s+)?(?:dia\s+)?")
_ANTES_DE_RANGO = re.compile(r"(?:del|entre\s+el|desde\s+el)\s+(?:dia\s+)?$")
_VENTANA = 130
ORDEN = ("fecha", "periodo", "termino", "periodico", "permanente", "condicionado", "inmediato", "sin_plazo")


def _rango_corto(texto: str, plano: str, hallada: FechaHallada) -> PlazoLeido | None:
    """«del 1 al 15 de agosto de 2022»."""
    antes = plano[max(0, hallada.inicio - 60) : hallada.inicio]
    m = _RANGO_CORTO.search(antes)
    if not m or hallada.fecha is None:
        return None
    dia = 1 if m["dia"] == "primero" else cardinal(" ".join(m["dia"].split()))
    inicio = construir(hallada.fecha.year, hallada.fecha.month, dia or 0)
    tramo = Tramo(hallada.inicio - len(antes) + m.start(), hallada.fin)
    return _periodo(texto, tramo, inicio, hallada.fecha, hallada.avisos)


def _periodo(texto: str, tramo: Tramo, inicio: date | None, vence: date, avisos: tuple[str, ...]) -> PlazoLeido:
    if inicio is None or inicio > vence:
        inicio, avisos = None, (*avisos, "periodo contradictorio")
    pasos = (f"del {inicio} al {vence}",)
    return PlazoLeido("periodo", inicio, vence, texto=tramo.de(texto), explicacion=pasos, avisos=avisos, tramo=tramo)


def _rango_largo(texto: str, plano: str, una: FechaHallada, otra: FechaHallada) -> PlazoLeido | None:
    """«del 1 de julio al 30 de septiembre de 2022»: la primera fecha toma el año de la segunda si no lo dice."""
    if not _ENTRE_FECHAS.fullmatch(plano[una.fin : otra.inicio]) or not una.fecha or not otra.fecha:
        return None
    antes = plano[max(0, una.inicio - 30) : una.inicio]
    m = _ANTES_DE_RANGO.search(antes)
    if not m:
        return None
    if otra.cada_anio:
        tramo = Tramo(una.inicio - len(antes) + m.start(), otra.fin)
        return PlazoLeido("periodico", periodicidad="anual", texto=tramo.de(texto), explicacion=otra.explicacion, tramo=tramo)
    inicio, avisos = una.fecha, tuple(dict.fromkeys(una.avisos + otra.avisos))
    if "año no expreso" in una.avisos and "año no expreso" not in otra.avisos:
        avisos = tuple(a for a in avisos if a != "año no expreso")
        inicio = construir(otra.fecha.year, una.fecha.month, una.fecha.day) or una.fecha
        if inicio > otra.fecha:
            inicio = construir(otra.fecha.year - 1, inicio.month, inicio.day) or inicio
    return _periodo(texto, Tramo(una.inicio - len(antes) + m.start(), otra.fin), inicio, otra.fecha, avisos)


def _de_fecha(texto: str, plano: str, hallada: FechaHallada, acto: date | None) -> PlazoLeido | None:
    """El plazo que introduce la frase anterior a la fecha; ``None`` si la fecha solo se menciona."""
    desde = max(0, hallada.inicio - _VENTANA)
    antes = plano[desde : hallada.inicio]
    tope, a_partir = _TOPE.search(antes), _DESDE.search(antes)
    if tope or a_partir:
        inicio = desde + (tope or a_partir).start()  # type: ignore[union-attr]
        inicio += len(texto[inicio : hallada.inicio]) - len(texto[inicio : hallada.inicio].lstrip(" ,"))
    elif _MENCION.search(antes) or not _PRESENTACION.search(antes):
        return None
    else:
        inicio = hallada.inicio
    tramo = Tramo(inicio, hallada.fin)
    base = PlazoLeido("fecha", texto=tramo.de(texto), explicacion=hallada.explicacion, avisos=hallada.avisos, tramo=tramo)
    if hallada.cada_anio:
        return replace(base, clase="periodico", periodicidad="anual")
    if a_partir and not tope:
        return replace(base, clase="permanente", inicio=hallada.fecha, avisos=(*hallada.avisos, "sin fin expreso"))
    avisos, vence, pasos = list(hallada.avisos), hallada.fecha, list(hallada.explicacion)
    if vence and tope and tope["antes"] and vence > date.min:
        vence -= timedelta(days=1)
        pasos.append(f"«antes del» no incluye ese día: a más tardar la víspera, {vence.isoformat()}")
        avisos.append("«antes del» excluye ese día")
    if vence and acto and vence < acto:
        avisos.append("fecha anterior al acto")
    if vence is None:
        avisos.append("fecha por confirmar")
    return replace(base, vence=vence, explicacion=(*pasos, f"vence el {vence}"), avisos=tuple(dict.fromkeys(avisos)))


def _de_fechas(texto: str, plano: str, halladas: list[FechaHallada], acto: date | None) -> list[PlazoLeido]:
    plazos: list[PlazoLeido] = []
    consumidas: set[int] = set()
    for i, hallada in enumerate(halladas):
        if i in consumidas:
            continue
        siguiente = halladas[i + 1] if i + 1 < len(halladas) else None
        plazo = _rango_largo(texto, plano, hallada, siguiente) if siguiente else None
        if plazo:
            consumidas.add(i + 1)
        plazo = plazo or _rango_corto(texto, plano, hallada) or _de_fecha(texto, plano, hallada, acto)
        if plazo is None and plazos and plazos[-1].tramo and hallada.fecha and _OTRA_FECHA.fullmatch(plano[plazos[-1].tramo.fin : hallada.inicio]):
            tramo = Tramo(hallada.inicio, hallada.fin)
            plazo = PlazoLeido("fecha", vence=hallada.fecha, texto=tramo.de(texto), explicacion=hallada.explicacion, avisos=hallada.avisos, tramo=tramo)
        if plazo:
            plazos.append(plazo)
    return plazos


def tapar(plano: str, tramos: list[tuple[int, int]]) -> str:
    """``plano`` con los tramos cambiados por «#», para que nadie más los lea."""
    letras = list(plano)
    for inicio, fin in tramos:
        letras[inicio:fin] = "#" * (fin - inicio)
    return "".join(letras)


def _tramos(plazos: list[PlazoLeido]) -> list[tuple[int, int]]:
    return [(p.tramo.inicio, p.tramo.fin) for p in plazos if p.tramo]


def hallar_plazos(texto: str, acto: date | None) -> list[PlazoLeido]:
    """Todos los plazos de un párrafo, en orden de aparición y sin encimarse. ``acto``: fecha del acto."""
    plano = preparar(texto)
    halladas = hallar_fechas(texto, acto, plano)
    plazos = _de_fechas(texto, plano, halladas, acto)
    tapado = tapar(plano, [(h.inicio, h.fin) for h in halladas] + _tramos(plazos))
    terminos = hallar_terminos(texto, tapado, acto)
    tapado = tapar(tapado, _tramos(terminos))
    periodos = hallar_periodos(texto, tapado, acto)
    tapado = tapar(tapado, _tramos(periodos))
    plazos += terminos + periodos + hallar_recurrencias(texto, tapado)
    return sorted(plazos, key=lambda p: p.tramo.inicio if p.tramo else 0)


def combinar(plazos: list[PlazoLeido], acto: date | None) -> PlazoLeido:
    """Un solo plazo de los que tocan a un compromiso.

    Lo periódico toma inicio y fin de la fecha o el periodo que lo acompañe; lo permanente empieza el día del acto
    si el texto no dice otro. Dos fechas distintas para lo mismo dejan el aviso «más de un plazo».
    """
    if not plazos:
        return PlazoLeido()
    por_clase = {clase: [p for p in plazos if p.clase == clase] for clase in ORDEN}
    if por_clase["periodico"]:
        return _con_vigencia(por_clase["periodico"][0], por_clase)
    hasta = [p for p in por_clase["fecha"] if p.vence and preparar(p.texto).startswith("hasta")]
    desde = [p for p in por_clase["permanente"] if p.inicio]
    if hasta and desde:
        return replace(hasta[0], clase="periodo", inicio=desde[0].inicio, explicacion=(*desde[0].explicacion, *hasta[0].explicacion))
    principal = next(por_clase[clase][0] for clase in ORDEN if por_clase[clase])
    if principal.clase == "permanente":
        return _permanente(principal, por_clase["permanente"], acto)
    if principal.clase == "termino" and principal.evento is None and por_clase["condicionado"]:
        evento = por_clase["condicionado"][0].texto
        avisos = tuple(a for a in principal.avisos if a != "evento no expreso")
        return replace(principal, evento=evento, avisos=avisos)
    distintas = {(p.clase, p.inicio, p.vence, p.cantidad, p.unidad) for c in ORDEN[:3] for p in por_clase[c]}
    if len(distintas) > 1:
        return replace(principal, avisos=(*principal.avisos, "más de un plazo"))
    return principal


def _con_vigencia(periodico: PlazoLeido, por_clase: dict[str, list[PlazoLeido]]) -> PlazoLeido:
    desde = [p for p in por_clase["permanente"] if p.inicio]
    if desde:
        periodico = replace(periodico, inicio=desde[0].inicio)
    for tope in por_clase["periodo"] + por_clase["fecha"]:
        hasta = re.match(r"hasta|durante|a\s+lo\s+largo|en\s+el\s+(?:trans)?curso|del\b|entre\b", preparar(tope.texto))
        if hasta:
            return replace(periodico, inicio=tope.inicio or periodico.inicio, vence=tope.vence, avisos=periodico.avisos + tope.avisos)
        return replace(periodico, avisos=(*periodico.avisos, "más de un plazo"))
    return periodico


def _permanente(principal: PlazoLeido, todos: list[PlazoLeido], acto: date | None) -> PlazoLeido:
    con_inicio = [p for p in todos if p.inicio]
    if con_inicio:
        expresa = any(p.inicio is None for p in todos)
        avisos = tuple(a for a in con_inicio[0].avisos if not (expresa and a == "sin fin expreso"))
        return replace(principal, inicio=con_inicio[0].inicio, avisos=avisos)
    if acto is None:
        return replace(principal, avisos=(*principal.avisos, "falta la fecha del acto"))
    return replace(principal, inicio=acto, explicacion=(*principal.explicacion, f"empieza el día del acto: {acto.isoformat()}"))
