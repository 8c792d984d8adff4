# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Quién responde: el sujeto de la oración, el agente de la pasiva, las partes de «entre…» y lo que «dichas» retoma."""

from __future__ import annotations

import itertools
import re

from .entidades import PATRON_ENTIDAD
from .plegado import plegar

_ARTICULO = r"(?:el|la|los|las|cada|ambos|ambas|aquell[oa]s|dich[oa]s?|tod[oa]s\s+l[oa]s|l[oa]s\s+propi[oa]s|un|una|un[oa]s|su|sus|est[oae]s?|est[ae])"
_RE_ARTICULO = re.compile(rf"(?<![\w#]){_ARTICULO}\b(?!\s+(?:cual(?:es)?|que)\b)")
_PREPOSICION = re.compile(
    r"(?:^|\s)(?:de|del|a|al|con|en|por|para|ante|sobre|entre|segun|hacia|desde|hasta|sin|mediante|bajo|tras|durante|contra|conforme\s+a|como)\s*$"
)
_ADVERBIAL = re.compile(
    r"\s*(?:y\s+)?(?:a|al|ante|bajo|con|conforme|de|del|desde|durante|dentro|en|entre|hasta|mediante|para|por|previa|previo|segun|sin|sobre|tras|una\s+vez|asi\s*mismo"
    r"|asimismo|ademas|tambien|igualmente|adicionalmente|finalmente|cuando|si|siempre|no\s+obstante|es\s+por|lo\s+anterior|derivado|toda\s+vez|considerando|tomando|atendiendo|a\s+mas|primero|segundo|para\s+tal|por\s+lo|que)\b"
)
_ABSOLUTA = re.compile(r"\s*(?:una\s+vez|cuando|si\b|en\s+tanto|hasta\s+que|toda\s+vez|siempre\s+que|derivado|considerando\s+que)")
_INSTITUCION = re.compile(
    r"\b(?:secretari[oa]s?|secretariado|subsecretari\w+|integrantes|miembros|unidad(?:es)?|centros?|consejos?|comision(?:es)?|comites?|direccion(?:es)?|coordinacion(?:es)?|coordinador\w*"
    r"|fiscal\w*|procuradur\w+|autoridad\w*|entidad\w*|estados?|municipi\w+|gobiern\w+|gobernador\w*|federacion|congreso|camaras?|legislaturas?|ejecutivo|titular\w*|president\w+"
    r"|instituci\w+|dependencias?|instancias?|corporaciones|conferencia|sistemas?\s+(?:nacional|estatal|dif|de\s+proteccion)|sistema|archivo\s+general|sujetos?\s+obligados?|enlaces?|representante\w*|grupos?"
    r"|organos?|organismos?|areas?|partes|polici\w+|guardia|academias?|institutos?|director\w*|comisionad\w+|comisari\w+|comandante\w*|procurador\w*|subdirector\w*|jef[ea]s?|inspector\w*|rector\w*|alcaldes\w*|alcaldesas?|contralor\w*|vocal\w*|consejer\w+|comandancia|jefatura|oficialia|alcaldias?|ayuntamientos?|tribunal\w*|poder(?:es)?"
    rf"|{PATRON_ENTIDAD}"
    r"|servidor\w*|asistentes|presentes|participantes|firmantes|tesoreria|cabildos?|regidor\w*|sindic\w+|juez|jueces|juzgados?|ministerios?|oficinas?|asamblea|pleno|mesa|c[45]i?|personas?\s+(?:titulares?|integrantes|secretari\w+)|sesnsp|sspc|conase|dgg\w+|cni|upc|plataforma|subdireccion|departamento|enlac\w+|zonas?|region(?:es)?|responsables?|delegaci\w+|presidencia|vocalia|agencia|registro\s+civil|observatorio|universidad\w*|organizaci\w+|asociaci\w+|empresas?|proveedor\w*)\b"
)
_SIGLA = re.compile(r"\b[A-Z][A-Z0-9]{1,}(?:[-–][A-Z0-9]+)?\b")
_TRATO = re.compile(r"\b(?:Lic|Ing|Mtro|Mtra|Dr|Dra|Gral|C|Cmte|Cap)\.\s+[A-ZÁÉÍÓÚÑ]")
SEPARA = re.compile(
    rf"\s*(?:,\s*(?:y\s+|e\s+|asi\s+como\s+(?:a\s+|de\s+)?)?|\s+(?:y|e)\s+|;\s*(?:y\s+)?|\s+asi\s+como\s+)(?:con\s+|a\s+|por\s+)?(?=(?:{_ARTICULO}|al)\s+\w|[A-Z][A-Z0-9]+\b|(?:{PATRON_ENTIDAD})\b)"
)
_COLA = re.compile(
    r"\s+(?:con\s+(?:el|la)\s+(?:objetiv\w*|objeto|fin|finalidad|proposito)|para|a\s+fin|a\s+efecto|mediante|a\s+traves|en\s+(?:materia|el\s+marco|terminos|coordinacion|el\s+ambito|conjunto|un|una|su)"
    r"|de\s+(?:manera|forma|conformidad)|respecto|a\s+mas\s+tardar|durante|que\s+permit\w+|se\b|vi?a\b|correspondientes?|bajo\s+la|#)|#|\s*[;:.]"
)
_DETERMINANTE = re.compile(
    r"^(?:(?:a|de|con|por|al|del|ante)\s+)?(?:tod[oa]s\s+)?(?:(?:el|la|los|las|aquell[oa]s|un[oa]?s?|est[oae]s?|su|sus)\s+)?(?:propi[oa]s\s+|citad[oa]s?\s+|referid[oa]s?\s+|mencionad[oa]s?\s+)?(?:dich[oa]s?\s+)?(?:cada\s+un[oa]\s+de\s+(?:las|los)\s+)?"
)


DICHO = re.compile(r"\b(?:dich|citad|referid|mencionad)[oa]s?\s+(?P<nombre>\w+)")


def es_institucion(nombre: str) -> bool:
    """¿El nombre es de alguien que puede responder: institución, cargo, sigla o persona?"""
    return bool(_INSTITUCION.search(plegar(nombre)) or _SIGLA.search(nombre) or _TRATO.search(nombre))


_SINGULARES = frozenset("secretarias comisiones direcciones fiscalias conferencias procuradurias coordinaciones delegaciones".split())
_CABEZA = re.compile(
    r"(?:a\s+)?(?:l[oa]s\s+)?(?P<cabeza>\w+(?:es|as|os)(?:\s+\w+(?:ales|icas|icos))?)\s+(?=de\b|del\b|federales|estatales|municipales|locales)"
)
_DE_ENTIDAD = re.compile(rf"(?P<cabeza>.+?\s(?:de|del)\s+)(?:estado\s+de\s+)?{PATRON_ENTIDAD}$")
_ENTIDAD_SOLA = re.compile(rf"(?:el\s+)?(?:estado\s+de\s+)?{PATRON_ENTIDAD}$")


_LUGAR = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]+(?:\s+(?:de(?:\s+(?:la|los|las))?\s+|del\s+|el\s+|la\s+)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]+)*"
_DE_MUNICIPIOS = re.compile(
    rf"(?:[Ll][oa]s\s+)?(?P<cabeza>(?:[Aa]yuntamientos|[Mm]unicipios|[Aa]lcald[ií]as|[Pp]resident[ae]s\s+[Mm]unicipales|[Gg]obiernos\s+[Mm]unicipales)\s+de)\s+(?P<lugares>{_LUGAR}(?:,\s+{_LUGAR})*\s+(?:y|e)\s+{_LUGAR})"
)
_ENTRE_CABEZAS = re.compile(
    r"\s*(?:,|\s(?:y|e))\s+(?=(?:Secretar[ií]a|Subsecretar[ií]a|Fiscal[ií]a|Procuradur[ií]a|Comisi[oó]n|Direcci[oó]n|Coordinaci[oó]n|Guardia|Instituto|Centro|Consejo|Academia|Unidad|Tribunal|Universidad|Ayuntamiento|Municipio)"
    r"\s+(?:de|del|General|Nacional|Estatal|Municipal|Local|Federal|Regional|Metropolitan[oa]|Ejecutiv[oa]|T[eé]cnic[oa])\b)"
)


def _singular(cabeza: str) -> str:
    """«Secretarías» → «Secretaría», «Conferencias Nacionales» → «Conferencia Nacional»; «autoridades» queda igual."""
    palabras = cabeza.split()
    if plegar(palabras[0]) not in _SINGULARES:
        return cabeza
    return " ".join(re.sub(r"iones$", "ión", re.sub(r"ales$", "al", re.sub(r"as$", "a", p))) for p in palabras)


def _repartir(nombre: str) -> list[str]:
    """«Las Secretarías de Gobernación, de Hacienda y de la Función Pública» → una por complemento."""
    plano = plegar(nombre)
    ayuntamientos = _DE_MUNICIPIOS.fullmatch(nombre)
    if ayuntamientos:
        cabeza_propia = re.sub(r"(?<=[aeiou])s\b", "", ayuntamientos["cabeza"].replace("ales", "al").replace("entes", "ente"))
        return [f"{cabeza_propia} {lugar}" for lugar in re.split(r",\s+|\s+(?:y|e)\s+", ayuntamientos["lugares"])]
    cabeza = _CABEZA.match(plano)
    partes = list(re.finditer(r"\s*(?:,\s*(?:y\s+)?|\s+y\s+)(?=(?:de|del)\s|municipales|estatales|locales|federales)", plano))
    if not cabeza or not partes or not re.search(r"(?:,|\sy)\s+(?:de|del)\s", plano):
        return [nombre]
    inicio, limites = cabeza.end(), [p.start() for p in partes]
    complementos = [nombre[a:b] for a, b in zip([inicio, *(p.end() for p in partes)], [*limites, len(nombre)], strict=False)]
    palabra = _singular(nombre[cabeza.start("cabeza") : cabeza.end("cabeza")])
    return [f"{palabra} {c.strip()}" for c in complementos]


def _repartir_entidades(nombres: list[str]) -> list[str]:
    """«Secretarías de Seguridad de Puebla, Tlaxcala y Morelos» → la Secretaría de cada una."""
    cabeza = _DE_ENTIDAD.match(plegar(nombres[0])) if nombres else None
    if not cabeza or len(nombres) < 2 or not all(_ENTIDAD_SOLA.match(plegar(n)) for n in nombres[1:]):
        return nombres
    palabras = nombres[0][: cabeza.end("cabeza")].split(" ", 1)
    comun = f"{_singular(palabras[0])} {palabras[1]}" if len(palabras) > 1 else nombres[0]
    return [f"{comun.strip()} {nombres[0][cabeza.end('cabeza') :].strip()}", *(f"{comun.strip()} {n}" for n in nombres[1:])]


def limpiar(nombre: str) -> str:
    """Sin artículos, «dichas», preposiciones ni signos a los lados."""
    nombre = nombre.strip(' ,;:.–—-"“”«»|')
    m = _DETERMINANTE.match(plegar(nombre))
    corte = m.end() if m else 0
    if corte >= len(nombre):
        return nombre
    return nombre[corte:].strip(' ,;:.–—-"“”«»|')


def separar(frase: str) -> tuple[str, ...]:
    """Los nombres de una frase coordinada; solo parte donde sigue un artículo o una sigla."""
    plano = enmascarar_siglas(frase)
    cortes = [0]
    for m in SEPARA.finditer(plano):
        cortes += [m.start(), m.end()]
    cortes.append(len(frase))
    trozos = [frase[a:b] for a, b in zip(cortes[::2], cortes[1::2], strict=False)]
    nombres = [limpiar(n) for t in trozos for c in _ENTRE_CABEZAS.split(t.strip()) for n in _repartir(c)]
    return tuple(dict.fromkeys(_repartir_entidades([n for n in nombres if len(n) > 1])))


def enmascarar_siglas(frase: str) -> str:
    """Plegado, pero con las siglas en mayúsculas para que la coordinación las reconozca."""
    plano = list(plegar(frase))
    for m in _SIGLA.finditer(frase):
        plano[m.start() : m.end()] = m.group()
    return "".join(plano)


def recortar(frase: str) -> str:
    """Quita lo que ya no es parte del nombre: finalidad, modo, tiempo."""
    plano = plegar(frase)
    propios = (m for m in _COLA.finditer(plano) if not (m.group().strip() == "para" and frase[m.end() + 1 : m.end() + 2].isupper()))
    m = next(propios, None)
    frase = frase[: m.start()] if m else frase
    for abre in ("(", "“", '"'):
        if frase.count(abre) and abre == "(" and frase.count("(") > frase.count(")"):
            frase = frase[: frase.rfind("(")]
    return frase.strip(" ,")


def posiciones_libres(plano: str) -> list[int]:
    """Posiciones de los artículos que no dependen de una preposición."""
    return [m.start() for m in _RE_ARTICULO.finditer(plano) if not _PREPOSICION.search(plano[max(0, m.start() - 14) : m.start()])]


def _segmentos(texto: str) -> list[tuple[int, int]]:
    cortes = [m.end() for m in re.finditer(r"[,;:]\s*", texto)]
    limites = [0, *cortes, len(texto)]
    return [(a, b) for a, b in itertools.pairwise(limites) if texto[a:b].strip(" ,;:")]


def _arranque(texto: str, plano: str, inicio: int, fin: int) -> int | None:
    """Dónde empieza el nombre dentro de un segmento; ``None`` si es solo circunstancia."""
    trozo = plano[inicio:fin]
    if not trozo.strip(" ,#") or _ABSOLUTA.match(trozo):
        return None
    libres = [p for p in posiciones_libres(trozo) if not _tras_que(trozo, p)]
    if _ADVERBIAL.match(trozo):
        propios = [p for p in libres if es_institucion(texto[inicio + p : fin])]
        return inicio + _primero_de_cadena(trozo, propios) if propios else None
    if libres and libres[0] <= 2:
        return inicio + libres[0]
    if libres and es_institucion(texto[inicio + libres[0] : fin]):
        return inicio + libres[0]
    primera = re.match(r"\s*(?:y\s+|e\s+)?", trozo)
    desde = inicio + (primera.end() if primera else 0)
    return desde if texto[desde : desde + 1].isupper() else None


def _tras_que(trozo: str, posicion: int) -> bool:
    """¿El artículo cae dentro de una oración de relativo del mismo segmento?"""
    previo = re.search(r"\bque\b[^,;]*$", trozo[:posicion])
    return bool(previo) and not re.search(r"\b(?:por\s+lo|por\s+ello|es)\s+que\s*$", trozo[:posicion])


def _primero_de_cadena(trozo: str, posiciones: list[int]) -> int:
    """De «…anterior el SESNSP y la DGGSCDT» toma «el»: retrocede mientras haya coordinación."""
    elegido = posiciones[-1]
    for anterior in reversed(posiciones[:-1]):
        if not re.search(r"\s(?:y|e)\s*$", trozo[anterior:elegido]):
            break
        elegido = anterior
    return elegido


def _hueco(trozo: str) -> bool:
    """¿Entre dos partes de un nombre solo hay coma o conjunción?"""
    return bool(re.fullmatch(r"[\s,]*(?:y|e)?\s*", trozo))


def hallar_sujeto(texto: str, plano: str) -> tuple[int, str] | None:
    """El sujeto que está antes del verbo, en ``texto`` (todo lo previo al verbo): posición y frase.

    ``plano`` es el mismo texto plegado con los plazos tapados.
    """
    partes: list[tuple[int, int]] = []
    for inicio, fin in reversed(_segmentos(plano)):
        arranque = _arranque(texto, plano, inicio, fin)
        if arranque is None:
            if partes and not _RELLENO.fullmatch(plano[inicio:fin]):
                break
            continue
        ajeno = texto[arranque:fin].strip(" ,")
        if partes and not (_sin_verbo(plano[arranque:fin]) and (es_institucion(ajeno) or not _empieza_con_articulo(texto, plano, partes[0]))):
            break
        partes.insert(0, (arranque, fin))
        if arranque > inicio + 2:
            break
    while partes and len(partes) > 1 and not es_institucion(texto[partes[0][0] : partes[0][1]]) and not _empieza_con_articulo(texto, plano, partes[0]):
        partes.pop(0)
    if not partes:
        return None
    return partes[0][0], _frase(texto, plano, partes)


_RELLENO = re.compile(r"[#\s,]*")


def _empieza_con_articulo(texto: str, plano: str, parte: tuple[int, int]) -> bool:
    return bool(_RE_ARTICULO.match(plano, parte[0])) or bool(_SIGLA.match(texto, parte[0]))


def _frase(texto: str, plano: str, partes: list[tuple[int, int]]) -> str:
    """Une las partes; si entre ellas o al final hay complementos repartidos («, de Hacienda y…»), los conserva."""
    inicio, fin = partes[0][0], partes[-1][1]
    cola = plano[fin:]
    if re.match(r"(?:de|del|federales|municipales|estatales)\b", cola):
        tramo = re.match(r"(?:(?:(?:y\s+)?(?:de|del)\s[^,#]*|municipales[^,#]*|estatales[^,#]*)(?:,\s*|$))+", cola)
        if tramo and len(partes) == 1 and _reparte(texto[inicio:fin], cola):
            return texto[inicio : fin + tramo.end()].strip(" ,")
    return ", ".join(texto[a:b].strip(" ,") for a, b in partes) if len(partes) > 1 else texto[inicio:fin].strip(" ,;")


def _reparte(cabeza: str, cola: str) -> bool:
    plano = plegar(cabeza)
    return (
        bool(re.match(r"(?:l[oa]s\s+)?\w+s\s+(?:de|del|federales|estatales)\b", plano))
        and bool(re.search(r"(?:^|\sy\s+)(?:de|del)\s", cola))
        and " y de" in f" {cola}"
    )


def _sin_verbo(trozo: str) -> bool:
    return not re.search(r"\b(?:se|deber\w+|acuerdan?|reconocen|aprueban?|toman|ratifican)\b", trozo)


def hallar_agente(texto: str) -> tuple[str, ...]:
    """El agente de una pasiva: «…expedidas por el Ejecutivo Federal»."""
    for m in re.finditer(r"\bpor\s+(?:part[e]\s+de\s+)?(?:el|la|los|las|cada)\s+", plegar(texto)):
        if re.search(r"(?<!ser)(?<!sido)(?<!sea)(?<!sean)\s[a-z]+[ai]d[oa]s?\s+$", plegar(texto[max(0, m.start() - 40) : m.start()])):
            continue
        nombre = recortar(re.split(r"[,;.]", texto[m.start() + 4 :], maxsplit=1)[0])
        nombre = re.sub(r"^parte de ", "", nombre)
        if es_institucion(" ".join(nombre.split()[:4])):
            return separar(nombre)
    return ()


_ENTRE = re.compile(r"\bentre\s+(?=(?:las|los|la|el|dich[oa]s|sus|ambas|[A-Z]))")


def hallar_partes(texto: str) -> tuple[str, ...]:
    """Las partes de «entre X, Y y Z», o de «entre las propias X y con Y»."""
    m = _ENTRE.search(enmascarar_siglas(texto))
    if not m:
        return ()
    frase = recortar(texto[m.end() :])
    nombres = []
    for nombre in separar(frase):
        if not es_institucion(nombre) and not DICHO.search(plegar(nombre)):
            break
        nombres.append(nombre)
    return tuple(nombres) if len(nombres) >= 2 else ()
