# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Ordena los núcleos de una oración en cláusulas: cuáles cuentan, hasta dónde alcanza cada una y quién responde."""

from __future__ import annotations

import re

from .anaforas import resolver_dichos
from .borradores import Clausula, Contexto
from .modelo import PlazoLeido
from .nucleos import Nucleo
from .plegado import plegar
from .sujetos import es_institucion, hallar_agente, hallar_partes, hallar_sujeto, recortar, separar
from .verbos import de_sustantivo

_ALCANCE = 1500
_CLITICOS = re.compile(r"(?:\b(?:se|lo|la|los|las|le|les|tambien|asimismo|ademas)\s+)*$")
_OTRA_CLAUSULA = re.compile(r"[,;:]\s*(?:y\s+|e\s+)?|\s(?:y|e|mientras\s+que)\s+(?=(?:el|la|los|las|cada|dich[oa]s?)\b)")
_CONJUNCION = re.compile(r"(?:^|[\s,;])(?:y|e|o|asi\s+como)\s*,?\s*$")
_DEL_PRINCIPAL = re.compile(r"(?:estableci|fijando|senalando|teniendo)", re.I)
_ANTECEDENTE = re.compile(r"(?:\b(?:el|la|los|las|un|una|del|al|su|sus)\s+)(?P<nombre>(?:(?!\b(?:el|la|los|las|un|una|del|al)\b)[^,;]){3,90})[,\s]*$")
_EN_EL = re.compile(r"(?:^|[,;.]\s*)en\s+(?P<quien>(?:el|la|los|las)\s+[^,;#]{4,120}?)\s*,?\s*(?:se\s+)?$")
_COLABORA = re.compile(r"\b(?:colaborar|coordinarse|trabajar|coadyuvar)\s+con\s+(?P<quien>(?:el|la|los|las)\s+[^,;#]{4,140}?)(?=\s+(?:en|para|a\s+fin)\b|[,;])")
_PORTAL = re.compile(r"\b(?:portal|pagina|sitio)\s+[^,;.]{0,40}?\b(?:del|de\s+(?:la|los|las))\s+(?P<quien>[^,;.]{4,80})")
_REALIZA = frozenset("realizar llevar efectuar concretar dar celebrar".split())
_ACTIVOS_SE = frozenset(
    "coordinar abstener sujetar apegar adherir comprometer reunir capacitar inscribir registrar sumar incorporar vincular conectar obligar alinear encargar acreditar certificar".split()
)
_ORGANO_PREVIO = re.compile(r".*\b(?:un|una)\s+(?P<nombre>(?:grupo|comite|subcomite|comision|mesa|consejo|unidad|observatorio|red)\b[^,;]{0,90})", re.S)
_PARENTESIS = re.compile(r",\s*[a-z]+[ai]d[oa]s?\s+(?:por|con)\s[^,]*,\s*$")
_ENTREGA = re.compile(r"(?:ser\s+)?(?:remit|envi|entreg|present|hacer llegar|public|difund|compart|inform|notific)")
_GUIA = re.compile(r"(?:;|,\s*(?:y|e)\b|\s(?:y|e)\b|,|\.)[\s,#]*$")


def _es_del_antecedente(plano: str, nucleo: Nucleo) -> bool:
    """«la ministración, la cual deberá realizarse…», «lo que harán del conocimiento…»: su plazo es de lo que antecede."""
    verbo = nucleo.lema or plano[nucleo.cuerpo : nucleo.cuerpo + 24].lstrip()
    if re.match(r"(?:realizar|efectuar|llevar|concretar|ejecutar|cumplir|materializar|(?:estar|quedar)\s+(?:conclui|termina|list))(?:se)?", verbo):
        return True
    avisa = re.match(r"(?:hacer|comunicar|informar|notificar|acreditar)(?:se)?\b", verbo)
    return bool(avisa) and bool(re.match(r"lo\s+(?:que|cual)\b", plano[nucleo.relativo or 0 :]))


def _relativo_con_plazo(plano: str, nucleo: Nucleo, fin: int, plazos: list[PlazoLeido]) -> bool:
    """¿La oración de relativo trae su propio plazo («el cual se hará llegar… a más tardar…»)?"""
    if nucleo.relativo is None or nucleo.tipo in {"nulo", "acto", "declarativo", "completiva"} or _es_del_antecedente(plano, nucleo):
        return False
    return any(p.tramo and nucleo.relativo <= p.tramo.inicio < fin and p.clase != "condicionado" and not _DEL_PRINCIPAL.match(p.texto) for p in plazos)


_DE_LEY = re.compile(r"(?:se\s+)?(?:abrogan?|derogan?|reforman?|adicionan?)$")


def elegir_nucleos(plano: str, nucleos: list[Nucleo], fin: int, plazos: list[PlazoLeido]) -> list[Nucleo]:
    """Los núcleos que cuentan: principales, y relativos con plazo propio. Une futuros coordinados sin objeto entre ellos."""
    elegidos: list[Nucleo] = []
    for i, nucleo in enumerate(nucleos):
        siguiente = next((n.inicio for n in nucleos[i + 1 : i + 30] if n.relativo is None), fin)
        if nucleo.relativo is not None and not _relativo_con_plazo(plano, nucleo, siguiente, plazos):
            continue
        if elegidos and nucleo.destino and elegidos[-1].fuerza == "acuerda" and elegidos[-1].cuerpo >= nucleo.inicio - 2:
            elegidos.pop()
        if elegidos and _contiguos(plano, elegidos[-1], nucleo):
            elegidos[-1].cuerpo = nucleo.cuerpo if nucleo.tipo != "acto" else elegidos[-1].cuerpo
            continue
        if (
            elegidos
            and elegidos[-1].tipo == "declarativo"
            and nucleo.fuerza == "deber"
            and re.search(r"\sy\s+$", plano[max(0, nucleo.inicio - 6) : nucleo.inicio])
        ):
            elegidos[-1].tipo = "nulo"
        elegidos.append(nucleo)
    return elegidos


def _contiguos(plano: str, previo: Nucleo, nucleo: Nucleo) -> bool:
    if _DE_LEY.match(previo.lema) and _DE_LEY.match(nucleo.lema):
        return True
    iguales = previo.tipo == nucleo.tipo and previo.tipo in {"futuro", "acto", "subjuntivo"} and previo.relativo == nucleo.relativo
    return iguales and bool(re.fullmatch(r"\s*(?:,\s*|(?:,\s*)?(?:y|e|o)\s+)(?:se\s+|en\s+su\s+caso\s*,?\s*)?", plano[previo.cuerpo : nucleo.inicio]))


def _previo(texto: str, plano: str, desde: int, nucleo: Nucleo) -> tuple[str, str, int]:
    """El texto entre la cláusula anterior y el verbo, sin clíticos."""
    hasta = nucleo.relativo if nucleo.relativo is not None else nucleo.inicio
    desde = max(desde, hasta - _ALCANCE)
    trozo = plano[desde:hasta]
    corte = _CLITICOS.search(trozo)
    fin = desde + (corte.start() if corte else len(trozo))
    return texto[desde:fin], plano[desde:fin], desde


def _sujeto(texto: str, plano: str, desde: int, nucleo: Nucleo, primero: bool) -> tuple[int, str] | None:
    if nucleo.sujeto_tras:
        a, b = nucleo.sujeto_tras
        return nucleo.inicio, texto[a:b]
    if nucleo.fuerza == "inciso":
        return None
    antes, antes_plano, desde = _previo(texto, plano, desde, nucleo)
    if not primero and (_CONJUNCION.search(antes_plano) or not antes_plano.strip(" ,#")):
        return None
    corte = 0 if primero else _tras_objeto(antes_plano)
    hallado = hallar_sujeto(antes[corte:], antes_plano[corte:])
    return (desde + corte + hallado[0], hallado[1]) if hallado else None


def _tras_objeto(plano: str) -> int:
    """Donde acaba el objeto del verbo anterior: lo pegado a él no puede ser el sujeto del siguiente."""
    m = _OTRA_CLAUSULA.search(plano)
    return m.end() if m else len(plano)


def _con_cliticos(plano: str, desde: int, nucleo: Nucleo) -> int:
    """Donde empieza el verbo con sus pronombres («lo remitirá»)."""
    base = max(desde, nucleo.inicio - 24)
    m = _CLITICOS.search(plano[base : nucleo.inicio])
    return base + m.start() if m else nucleo.inicio


def _guia(plano: str, desde: int, arranque: int, primero: bool, inicio: int) -> int:
    """Dónde empieza lo que precede al sujeto y es de su cláusula (los plazos adelantados)."""
    if primero:
        return inicio
    m = _GUIA.search(plano[max(desde, arranque - _ALCANCE) : arranque])
    if m and "#" in m.group():
        return max(desde, arranque - _ALCANCE) + m.start()
    return arranque


def armar_clausulas(texto: str, plano: str, inicio: int, fin: int, nucleos: list[Nucleo], contexto: Contexto) -> list[Clausula]:
    """Las cláusulas de la oración, con responsables resueltos; actualiza el sujeto vigente de ``contexto``."""
    clausulas: list[Clausula] = []
    desde, guia_completiva, sujeto_completiva = inicio, None, None
    por_encargo = False
    for i, nucleo in enumerate(nucleos):
        primero = i == 0
        hallado = _sujeto(texto, plano, desde, nucleo, primero or guia_completiva is not None) if nucleo.relativo is None else None
        arranque = hallado[0] if hallado else (nucleo.relativo if nucleo.relativo is not None else _con_cliticos(plano, desde, nucleo))
        guia = _guia(plano, desde, arranque, primero, inicio)
        if nucleo.tipo == "completiva":
            a, b = nucleo.destino or (0, 0)
            guia_completiva, sujeto_completiva = (guia, arranque), (a, re.sub(r"^al?\s+", "", texto[a:b])) if nucleo.destino else hallado
            por_encargo = nucleo.destino is not None
            desde = nucleo.cuerpo
            continue
        if clausulas:
            clausulas[-1].fin = min(clausulas[-1].fin, guia_completiva[0] if guia_completiva else guia)
        if guia_completiva:
            guia, arranque = guia_completiva
            impropio = hallado is None or not (es_institucion(hallado[1]) or nucleo.pasiva)
            hallado = sujeto_completiva if impropio and not nucleo.pasiva else hallado or (None if nucleo.pasiva else sujeto_completiva)
            guia_completiva, nucleo.pasiva = None, nucleo.pasiva and not por_encargo
            hallado = sujeto_completiva if por_encargo and hallado is None else hallado
        clausula = Clausula(nucleo, arranque, guia, fin, (), hallado is not None)
        _responsabilizar(clausula, texto, plano, hallado[1] if hallado else "", sujeto_completiva, contexto, clausulas)
        clausulas.append(clausula)
        desde = nucleo.cuerpo
    return clausulas


def _nombres(frase: str, contexto: Contexto, texto_previo: str) -> tuple[str, ...]:
    frase = re.sub(r"(?:\s*,)?\s+(?:en\s+el\s+ámbito|en\s+coordinación)\b.*$", "", frase)
    frase = frase if re.search(r"\bque\b", frase) else recortar(frase)
    return resolver_dichos(separar(frase), frase, f"{contexto.previo} {texto_previo}", contexto.sujeto)


def _responsabilizar(c: Clausula, texto: str, plano: str, frase: str, completiva: tuple[int, str] | None, contexto: Contexto, previas: list[Clausula]) -> None:
    """Decide quién responde de la cláusula y si lo dijo el texto o se dedujo."""
    n, previo = c.nucleo, texto[: c.arranque]
    if n.destino:
        nombres = _nombres(texto[n.destino[0] : n.destino[1]], contexto, previo)
        c.responsables = tuple(r for r in nombres if es_institucion(r)) or (nombres if n.fuerza == "instruye" else ())
        c.explicito = bool(c.responsables)
        return
    if n.relativo is not None:
        _de_relativo(c, texto, plano, contexto)
        return
    encargado = n.tipo == "subjuntivo" and completiva is not None and frase == completiva[1]
    institucional = bool(frase) and (encargado or es_institucion(" ".join(frase.split()[:9])))
    if n.pasiva and n.tipo != "acto":
        c.paciente, c.explicito = frase, True
        c.responsables = _agente(c, texto, plano, completiva, contexto)
        return
    if institucional:
        c.responsables = _nombres(frase, contexto, previo)
        contexto.sujeto = c.responsables
    elif frase and n.tipo != "nominal":
        c.paciente = frase
    elif n.impersonal or n.tipo == "nominal":
        c.responsables, c.inferido = (), True
    elif previas and previas[-1].paciente and not previas[-1].responsables:
        c.paciente = previas[-1].paciente
    else:
        c.responsables = contexto.sujeto


def _sin_plazos(texto: str, plano: str, c: Clausula) -> str:
    """Lo que sigue al verbo, con los plazos tapados: no son parte de ningún nombre."""
    return "".join("#" if plano[i] == "#" else texto[i] for i in range(c.nucleo.cuerpo, c.fin))


def _agente(c: Clausula, texto: str, plano: str, completiva: tuple[int, str] | None, contexto: Contexto) -> tuple[str, ...]:
    """El agente de una pasiva: «por…», «en el Sistema… se deberán», o el portal de quien publica."""
    agente = hallar_agente(_sin_plazos(texto, plano, c))
    if agente:
        return agente
    lugar = _EN_EL.search(plano[max(c.guia, c.nucleo.inicio - _ALCANCE) : c.nucleo.inicio])
    if lugar:
        base = max(c.guia, c.nucleo.inicio - _ALCANCE)
        quien = texto[base + lugar.start("quien") : base + lugar.end("quien")]
        if es_institucion(quien):
            return separar(quien)
    return _del_portal(c, texto, plano) or _de_completiva(c, texto, completiva, contexto)


def _del_portal(c: Clausula, texto: str, plano: str) -> tuple[str, ...]:
    portal = _PORTAL.search(plano[c.nucleo.cuerpo : c.fin])
    if portal:
        return separar(texto[c.nucleo.cuerpo + portal.start("quien") : c.nucleo.cuerpo + portal.end("quien")])
    return ()


def _de_completiva(c: Clausula, texto: str, completiva: tuple[int, str] | None, contexto: Contexto) -> tuple[str, ...]:
    if completiva and es_institucion(completiva[1]):
        nombres = _nombres(completiva[1], contexto, texto[: c.arranque])
        contexto.sujeto = nombres
        return nombres
    return ()


def _de_relativo(c: Clausula, texto: str, plano: str, contexto: Contexto) -> None:
    """Un relativo con plazo propio: su paciente es el antecedente; si se entrega a los propios obligados, responde la contraparte."""
    relativo = c.nucleo.relativo or 0
    antes = texto[c.guia - 200 if c.guia > 200 else 0 : relativo]
    parentesis = _PARENTESIS.search(plano[relativo - len(antes) : relativo])
    antes = antes[: parentesis.start()] if parentesis else antes
    base = relativo - len(texto[c.guia - 200 if c.guia > 200 else 0 : relativo])
    m = _ANTECEDENTE.search(plano[base : base + len(antes)])
    nombre = antes[m.start("nombre") : m.end("nombre")].strip(" ,") if m else ""
    c.explicito = True
    if re.match(r"lo\s+(?:que|cual)\b", plano[relativo : relativo + 12]):
        c.responsables, c.inferido = contexto.sujeto, bool(contexto.sujeto)
        return
    if not c.nucleo.pasiva:
        organo = None if es_institucion(nombre) else _ORGANO_PREVIO.search(plegar(antes))
        nombre = antes[organo.start("nombre") : organo.end("nombre")].strip() if organo else nombre
        if es_institucion(nombre):
            c.responsables = separar(recortar(nombre))
            return
    c.paciente = nombre
    agente = hallar_agente(_sin_plazos(texto, plano, c))
    contraparte = _COLABORA.search(plano, max(0, relativo - _ALCANCE), relativo)
    if agente:
        c.responsables = agente
    elif contraparte and c.nucleo.pasiva:
        c.responsables, c.inferido = separar(texto[contraparte.start("quien") : contraparte.end("quien")]), True
    elif not c.nucleo.pasiva and c.nucleo.plural:
        c.responsables = contexto.sujeto
    elif _ENTREGA.match(c.nucleo.lema or plano[c.nucleo.cuerpo : c.nucleo.cuerpo + 24].lstrip()):
        c.responsables, c.inferido = contexto.sujeto, bool(contexto.sujeto)


def partes_de(texto: str, inicio: int, fin: int, contexto: Contexto) -> tuple[str, ...]:
    """Las partes de «entre X, Y y Z» en la cita, con «dichas…» resuelto."""
    frase = texto[inicio:fin]
    partes = hallar_partes(frase)
    if not partes:
        return ()
    desde = frase.find("entre")
    return resolver_dichos(partes, frase[max(desde, 0) :], contexto.previo)


def agente_de(c: Clausula, texto: str, plano: str) -> tuple[str, ...]:
    """Quien responde de una pasiva en infinitivo («deberán ser expedidas por…»)."""
    return hallar_agente(_sin_plazos(texto, plano, c)) or _del_portal(c, texto, plano)


def es_activo(lema: str) -> bool:
    """¿El verbo con «se» sigue teniendo por responsable a su sujeto («coordinarse», «abstenerse»)?"""
    return lema in _ACTIVOS_SE


def accion_nominal(c: Clausula) -> tuple[str, str] | None:
    """«la celebración de los convenios se realizará» → («celebrar», «los convenios»)."""
    m = re.match(r"(?:la|el|las|los)\s+(?P<sustantivo>\w+)\s+(?:de\s+|del\s+)?(?P<resto>.*)", c.paciente, re.S)
    if not m or c.nucleo.lema not in _REALIZA:
        return None
    lema = de_sustantivo(re.sub(r"ó", "o", m["sustantivo"].lower()))
    return (lema, m["resto"].strip()) if lema else None
