# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Los verbos que mandan en una oración: dónde están, qué clase de fuerza tienen y quién es su sujeto.

Reglas del género: «se comprometen a», «acuerdan», «deberán», «se instruye a… para que» y el futuro obligan;
«podrán» no; «reconocen», «expresan» o «señalan» no comprometen; «ratifican» o «toman conocimiento» son actos.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .presentes import hallar_presente
from .subjuntivos import Subjuntivo, coordinados, de_finalidad, primero
from .verbos import INFINITIVO, INFINITIVOS_CONOCIDOS, NO_SON_VERBO, futuro, participio

_ACUERDA = (
    r"(?:acuerdan?|acordo|acordaron|acordar|convienen?|convinieron|determinan?|determino|deciden?|decidio|resuelven?|resolvio|aprueban?|aprobaron|aprobo"
    r"|proponen?|aceptan?|aceptaron|disponen?|establecen?|establecio|ordenan?)"
    r"(?:\s*,?\s+por\s+(?:unanimidad|mayoria|consenso|aclamacion)(?:\s+de\s+(?:votos|(?:sus|los)\s+[a-z]+))?\s*,?)?"
)
_COMPROMETE = (
    r"(?:se\s+(?:comprometen?|comprometio|comprometieron|comprometeran?|obligan?|obligaran?|obligaron|haran?\s+cargo|encargaran?)|comprometerse"
    r"|(?:asumen?|adquieren?|asumieron|asumio)\s+(?:el|los)\s+(?:siguientes\s+)?compromisos?|quedan?\s+(?:obligad|comprometid)[oa]s?"
    r"|(?:estan?|estaran?|quedaran?)\s+obligad[oa]s?|tendran?\s+(?:la|como)\s+(?:obligacion|responsabilidad|compromiso|tarea)|seran?\s+(?:(?:el|la|l[oa]s)\s+)?(?:responsables?|encargad[oa]s?)"
    r"|estaran?\s+a\s+cargo|(?:manifiestan?|reiteran?|expresan?|ratifican?|refrendan?|reafirman?|asumen?|adquieren?)\s+(?:el|su)\s+compromiso|quedo|quedaron)"
)
_INSTRUYE = (
    r"(?:instruyen?|instruyo|instruyeron|exhortan?|exhorto|exhortaron|solicitan?|solicito|requieren?|encomiendan?|encomendo|encargan?|conminan?|mandatan?"
    r"|giran?\s+instrucciones|instruir|exhortar|encomendar|encargar|requerir|solicitar)"
)
_ACTO = (
    r"(?:(?:toman?|tomo|tomaron|tomar)\s+(?:conocimiento|nota)|ratifican?|ratifico|ratificaron|aprueban?|aprobo|aprobaron|validan?|valido|validaron|autorizan?"
    r"|designan?|designo|nombran?|eligen?|eligio|declaran?|declaro|crean?|instalan?|instalo|constituyen?|integran?|conforman?|abrogan?|derogan?|expiden?|emiten?|adoptan?|aceptan?"
    r"|dan?\s+por\s+\w+|dio\s+por\s+\w+|dieron\s+por\s+\w+|tienen?\s+por\s+\w+|tuvo\s+por\s+\w+|dejan?\s+sin\s+efectos?|quedan?\s+(?:sin\s+efectos?|aprobad|enterad|instalad|designad|abrogad|derogad|formalmente|integrad)\w*"
    r"|reforman?|modifican?|adicionan?|suscriben?|formalizan?|reconocen\s+y\s+aprueban)"
)
_NEXO = r"(?:para\s+que|a\s+que|a\s+efecto\s+de\s+que|a\s+fin\s+de\s+que|con\s+el\s+(?:fin|objeto|objetivo)\s+de\s+que|con\s+la\s+finalidad\s+de\s+que|que\b(?=\s*,?\s*(?:#|se\b|[a-z]+n?\b)))"
_SUSTANTIVOS = "|".join(sorted(NO_SON_VERBO - {"ser", "haber", "estar", "saber", "poder"}))
_PIDE = "|".join(sorted((INFINITIVOS_CONOCIDOS | {"considerar", "permitir"}) - {"auxiliar", "circular", "firmar"}))
_HUECO = r"(?:[\s,;:#]|(?:ademas|asimismo|tambien|igualmente|en\s+todo\s+momento|en\s+su\s+caso|en\s+lo\s+sucesivo|a\s+su\s+vez|no)(?=[\s,]))*+"
_QUIEN = r"(?:\s+(?P<vs_{0}>(?:los|las|el|la|ambas|ambos|cada|tod[oa]s)\s[^.;:]{{2,140}}?))?"
_MARCA = r"(?:\(?[a-z]\)\s*|\(?[ivx]{1,5}[.)]\s+|\d{1,2}[.)]-?\s+|[-•]\s*)?"
_DISPARO = re.compile(
    rf"\b(?P<conplazo>(?:contaran?|cuentan?|tendran?|dispondran?)\s+(?:con\s+|de\s+)?(?:un\s+plazo\s*)?#[\s,#]*para)\s+(?={INFINITIVO})"
    r"|\b(?:se\s+)?(?P<encomienda>(?:encomiendan?|encargan?|asignan?|mandatan?|instruyen?)\s+al?)\s+(?P<encomendado>(?:(?!\s(?:que|para)\s)[^;.:,#]){3,120}?)\s+(?=(?:la|el)\s+[a-z]+(?:[cs]ion|miento)\s+(?:de|del)\s)"
    rf"|\b(?:se\s+)?(?P<instruye>{_INSTRUYE})\s*,?\s*(?:#+\s*)?(?:respetuosamente\s+|por\s+conducto\s[^,]{{3,80}},?\s+)?(?P<destino>al?\s[^;.:]{{2,240}}?)\s*,?\s*(?:{_NEXO}|\b(?:para|a|de|por)\s*{_HUECO}(?!(?:{_SUSTANTIVOS})\b)(?={INFINITIVO})|(?<=\s)(?=(?:{_PIDE})\s)|(?:\b(?:a|para)\b\s*)?(?:lo\s+siguiente\s*)?:)"
    rf"|\b(?P<cargo>(?:quedan?|quedaran?|estaran?|correspond(?:en?|era[n]?)|(?:es|sera))\s+(?:(?:responsabilidad|obligacion|tarea)\s+del?|a\s+cargo\s+del?|bajo\s+la\s+responsabilidad\s+del?|al?))\s+(?P<encargado>(?:l[oa]s?\s+)?[^;.:,#]{{3,120}}?)\s*,?\s+(?=(?:la|el)\s+[a-z]+\s+(?:de|del)\s|(?:{INFINITIVO})\s)"
    rf"|\b(?P<que>(?:se\s+)?(?:{_ACUERDA}|(?:comprometen?|obligan?)\s+a)\s*,?\s*(?:#+[\s,]*)?que\b)"
    rf"|\b(?P<compromete>{_COMPROMETE}){_QUIEN.format('c')}[\s,#]*\b(?:a|de|en)\b{_HUECO}(?:lo\s+siguiente\s*:?\s*)?{_MARCA}(?={INFINITIVO}|\s*$)"
    rf"|\b(?P<deber>deberan?|deben|debe|debiendo|habran?\s+de|tendran?\s+que|habra\s+que){_QUIEN.format('d')}{_HUECO}(?:lo\s+siguiente\s*:?\s*)?(?:[a-z]+mente\s+)?{_MARCA}(?={INFINITIVO}|\s*$)"
    rf"|\b(?P<acuerda>(?:se\s+)?{_ACUERDA}){_HUECO}{_MARCA}(?={INFINITIVO})"
    rf"|\b(?P<nominal>(?:se\s+)?(?:acuerdan?|acordo|acordaron|proponen?|convienen?|comprometen?\s+a))[\s#]+(?=(?:la|el|las|los|un|una|acciones|[a-z]+cion)\b)"
    r"|\b(?P<ordena>se\s+(?:instruye|ordena|solicita))\s+(?=(?:su|la|el)\s+[a-z]+[cs]ion\b)"
    rf"|\b(?P<podra>podran?|podria[n]?)\b"
    rf"|\b(?P<acto>(?:se\s+)?{_ACTO})\b"
    rf"|\b(?P<futuro>[a-z]{{2,}}ra[n]?)\b"
)
_CONECTOR = re.compile(
    r"\b(?:es\s+)?por\s+(?:lo|ello|eso|tal\s+motivo|tal\s+razon)\s*,?\s+(?:anterior\s*,?\s+)?(?:que|cual)\b|\b(?:motivo|razon)\s+por\s+(?:el|la|lo)\s+(?:que|cual)\b|\ben\s+virtud\s+de\s+(?:lo\s+cual|ello)\b"
    r"|\bpara\s+lo\s+cual\b|\b(?:una\s+vez|toda\s+vez|asi|siempre)\s+que\b|\bes\s+que\b"
)
_SUBORDINA = re.compile(r"\b(?:que|cual(?:es)?|quien(?:es)?|donde|cuy[oa]s?|cuando|como)\b")
_PRONOMBRE = re.compile(r"\b(?:el|la|los|las|lo|mism[oa]s?)\s+$")
_FRONTERA = re.compile(r"[,;:.()|]")
_NO_VERBO_TRAS_QUE = re.compile(r"\s*(?:el|la|los|las|un|una|su|sus|cada|dich[oa]s?|est[aeo]s?|l[oa]s|en|de|con|para|por|a|al|del|#|,)\b|\s*[#,]")
_PASIVA = re.compile(r"\s+(?:#+\s*)?(?P<participio>[a-z]+(?:ad|id|t|ch|st)[oa]s?)\b")
_COMO_SUSTANTIVO = re.compile(r"\b(?:de|del|la|el|los|las|su|sus|un|una|en|con|por|para|al?|dicha|esta|cada|y\s+su)\s+$")
_ALCANCE, _VECINOS = 600, 12
_ABRE_QUE = re.compile(r"\s*(?:#[\s,#]*)?que\s*,?\s")
_ESTADOS = frozenset(
    "tener estar haber poder consistir existir corresponder significar depender permitir contener comprender versar implicar representar derivar servir constar valer caber querer decir contar requerir bastar ser suceder ocurrir seguir".split()
)
_DECLARATIVOS = frozenset("entrar abrogar derogar permanecer quedar entender pasar surtir regir cobrar expirar subsistir perder conservar sujetar".split())
_DECLARATIVOS_SE = frozenset("cubrir aplicar continuar entender regir sujetar tener considerar estar resolver ajustar".split())


@dataclass(slots=True)
class Nucleo:
    """Un verbo con fuerza. ``inicio`` es donde empieza su frase verbal; ``cuerpo``, donde empieza lo que ordena.

    ``tipo``: infinitivo, futuro, subjuntivo, nominal, acto, declarativo o nulo (corta el alcance y no compromete).
    """

    inicio: int
    cuerpo: int
    tipo: str
    lema: str = ""
    pasiva: bool = False
    impersonal: bool = False
    plural: bool = False
    relativo: int | None = None
    destino: tuple[int, int] | None = None
    sujeto_tras: tuple[int, int] | None = None
    fuerza: str = ""
    completiva: bool = False


def sin_conectores(plano: str) -> str:
    """Tapa «por lo que», «es por ello que»… para que su «que» no parezca relativo."""
    return _CONECTOR.sub(lambda m: " " * len(m.group()), plano)


def _relativo(plano: str, desde: int, verbo: int, previos: list[Nucleo]) -> int | None:
    """Posición del relativo del que depende el verbo, o ``None`` si el verbo es principal."""
    tramo = plano[desde:verbo]
    fronteras = [m.end() for m in _FRONTERA.finditer(tramo)]
    inicio = desde + (fronteras[-1] if fronteras else 0)
    coordinado = re.search(r"\s(?:y|e|o)\s+(?:se\s+|lo\s+|la\s+|los\s+|las\s+|le\s+|les\s+|no\s+)*$", plano[inicio:verbo])
    if coordinado:
        mismo = [n for n in previos if n.inicio >= inicio]
        if mismo:
            return mismo[-1].relativo
    for m in reversed(list(_SUBORDINA.finditer(plano, inicio, verbo))):
        if any(n.completiva and n.inicio <= m.start() < n.cuerpo for n in previos):
            return None
        entre = plano[m.end() : verbo]
        satisfecho = entre.strip() and not _NO_VERBO_TRAS_QUE.match(entre) and len(entre.split()) >= 2
        if satisfecho and not re.fullmatch(r"(?:\s*(?:se|no|le|les|lo|la|los|las|a|su|vez))*\s*", entre):
            return None
        pronombre = _PRONOMBRE.search(plano, inicio, m.start())
        return pronombre.start() if pronombre else m.start()
    return None


def _clasificar_futuro(plano: str, m: re.Match[str], original: str) -> Nucleo | None:
    forma, inicio = m["futuro"], m.start("futuro")
    plural = forma.endswith("n")
    antes = plano[max(0, inicio - 12) : inicio]
    se = bool(re.search(r"\bse\s+(?:le\s+|les\s+|lo\s+|los\s+)?$", antes))
    if forma in {"sera", "seran", "quedara", "quedaran", "estara", "estaran"}:
        return _de_pasiva(plano, m, forma, plural)
    lema = futuro(forma, original)
    if lema is None:
        return None
    if lema == "hacer" and plano[m.end() :].lstrip().startswith("llegar"):
        lema = "hacer llegar"
    sigue_igual = lema in {"seguir", "continuar"} and re.match(r"\s+[a-z]+ndose\b", plano[m.end() :])
    if sigue_igual or lema in _DECLARATIVOS or (se and lema in _DECLARATIVOS_SE):
        return Nucleo(inicio, m.end(), "declarativo", lema, se, plural=plural)
    if lema in _ESTADOS:
        return Nucleo(inicio, m.end(), "nulo", lema, plural=plural)
    return Nucleo(inicio, m.end(), "futuro", lema, se, plural=plural, fuerza="futuro")


def _de_pasiva(plano: str, m: re.Match[str], forma: str, plural: bool) -> Nucleo:
    hallado = _PASIVA.match(plano, m.end())
    lema = participio(hallado["participio"]) if hallado else None
    inicio = m.start("futuro")
    if lema in {"sujetar", "abrogar", "derogar", "aplicar", "facultar", "obligar"} or (forma.startswith("quedar") and lema is None):
        return Nucleo(inicio, m.end(), "declarativo", lema or "quedar", pasiva=True, plural=plural)
    if lema is None or (forma.startswith("estar")):
        return Nucleo(inicio, m.end(), "nulo", "ser", plural=plural)
    return Nucleo(inicio, hallado.end() if hallado else m.end(), "futuro", lema, pasiva=True, plural=plural, fuerza="futuro")


def _clasificar(plano: str, m: re.Match[str], texto: str, base: int) -> Nucleo | None:
    especie = (
        m.lastgroup
        if m.lastgroup in {"podra", "acto", "futuro"}
        else next(
            (
                g
                for g in (
                    "conplazo",
                    "instruye",
                    "cargo",
                    "encomienda",
                    "que",
                    "compromete",
                    "deber",
                    "acuerda",
                    "nominal",
                    "ordena",
                    "podra",
                    "acto",
                    "futuro",
                )
                if m[g]
            ),
            "",
        )
    )
    if especie == "futuro":
        return _clasificar_futuro(plano, m, texto[base + m.start("futuro") : base + m.end("futuro")])
    inicio = m.start()
    se = m.group().startswith("se ") or bool(re.search(r"\bse\s+(?:les?\s+)?$", plano[max(0, inicio - 7) : inicio]))
    plural = bool(re.search(r"n\b", m[especie].split()[-1] if especie != "compromete" else m[especie]))
    if especie == "podra":
        return Nucleo(inicio, m.end(), "nulo", "poder")
    if especie == "acto" and not se and _COMO_SUSTANTIVO.search(plano[max(0, inicio - 14) : inicio]):
        return None
    if especie == "acto":
        return Nucleo(inicio, m.end(), "acto", m["acto"], se, se, plural, fuerza="acto")
    if especie == "que":
        return Nucleo(inicio, m.end(), "completiva", "", se, se, plural, fuerza=m["que"], completiva=True)
    if especie in {"nominal", "ordena"}:
        return Nucleo(inicio, m.end(), "nominal", "", se, se, plural, fuerza="acuerda")
    if especie == "instruye":
        destino = (m.start("destino"), m.end("destino"))
        es_que = m.group().rstrip().endswith("que")
        tipo = "completiva" if es_que else "infinitivo"
        return Nucleo(inicio, m.end(), tipo, impersonal=se, plural=plural, destino=destino, fuerza="instruye", completiva=es_que)
    if especie == "encomienda":
        return Nucleo(inicio, m.end(), "nominal", destino=(m.start("encomendado"), m.end("encomendado")), fuerza="cargo")
    if especie == "cargo":
        sigue_articulo = re.match(r"(?:la|el)\s", plano[m.end() :])
        destino = (m.start("encargado"), m.end("encargado"))
        return Nucleo(inicio, m.end(), "nominal" if sigue_articulo else "infinitivo", destino=destino, fuerza="cargo")
    tras = next(((m.start(g), m.end(g)) for g in ("vs_c", "vs_d") if m[g]), None)
    impersonal = se and especie in {"acuerda", "deber"}
    return Nucleo(inicio, m.end(), "infinitivo", "", se and especie == "deber", impersonal, plural, sujeto_tras=tras, fuerza=especie)


def hallar_nucleos(texto: str, plano: str, inicio: int, fin: int) -> list[Nucleo]:
    """Los núcleos de la oración ``texto[inicio:fin]``, en orden.

    ``plano`` va plegado, con los plazos tapados por «#» y sin conectores.
    """
    oracion = plano
    nucleos: list[Nucleo] = []
    posicion = inicio
    abre_que = _ABRE_QUE.match(oracion, inicio, fin)
    if abre_que:
        nucleos = _completar(oracion, Nucleo(inicio, abre_que.end(), "completiva", fuerza="que", completiva=True), fin)
        posicion = nucleos[-1].cuerpo
    while (m := _DISPARO.search(oracion, posicion, fin)) is not None:
        nucleo = _clasificar(oracion, m, texto, 0)
        posicion = max(m.start() + 2, m.end() if nucleo else m.start() + 2)
        if nucleo is None:
            continue
        if re.search(r"\bno\s+(?:se\s+)?$", oracion[max(inicio, m.start() - 8) : m.start()]) or re.match(r"se\s+no\b", m.group()):
            nucleo.tipo = "nulo"
        nucleo.relativo = _relativo(oracion, max(inicio, nucleo.inicio - _ALCANCE), nucleo.inicio, nucleos[-_VECINOS:])
        nucleos += _completar(oracion, nucleo, fin) if nucleo.completiva else [nucleo]
        posicion = max(posicion, nucleos[-1].cuerpo)
    if not any(n.relativo is None for n in nucleos):
        nucleos += [Nucleo(a, b, "futuro", lema, fuerza="presente") for a, b, lema in hallar_presente(texto, oracion, inicio, fin)]
    nucleos += [_de_subjuntivo(s) for s in de_finalidad(texto, oracion, inicio, fin) if not any(n.inicio <= s.verbo < n.cuerpo for n in nucleos)]
    return sorted(nucleos, key=lambda n: n.inicio)


def _completar(oracion: str, nucleo: Nucleo, fin: int) -> list[Nucleo]:
    """La completiva y los subjuntivos que rige."""
    siguiente = _DISPARO.search(oracion, nucleo.cuerpo, fin)
    hasta = siguiente.start() if siguiente else fin
    hallado = primero(oracion, nucleo.cuerpo, hasta)
    return [nucleo, *(_de_subjuntivo(s) for s in (hallado, *coordinados(oracion, hallado, hasta)))] if hallado else [nucleo]


def _de_subjuntivo(s: Subjuntivo) -> Nucleo:
    return Nucleo(s.inicio, s.fin, "subjuntivo", s.lema, s.con_se, plural=s.plural, sujeto_tras=s.quien, fuerza="que")
