# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""La obligación dicha en presente: «El SESNSP elabora y remite la guía», «Sinaloa y Sonora comparten sus protocolos»."""

from __future__ import annotations

import re

from .sujetos import es_institucion, hallar_sujeto
from .verbos import INFINITIVOS_CONOCIDOS

_IRREGULARES = {
    "remitir": "remite", "rendir": "rinde", "dirigir": "dirige", "proponer": "propone", "poner": "pone", "hacer": "hace", "dar": "da", "mantener": "mantiene",
    "obtener": "obtiene", "disponer": "dispone", "proveer": "provee", "requerir": "requiere", "transferir": "transfiere", "atender": "atiende", "promover": "promueve",
    "devolver": "devuelve", "reforzar": "refuerza", "distribuir": "distribuye", "concluir": "concluye", "incluir": "incluye", "construir": "construye",
    "contribuir": "contribuye", "sustituir": "sustituye", "seguir": "sigue", "elegir": "elige", "comprobar": "comprueba", "reponer": "repone", "resolver": "resuelve",
}  # fmt: skip
_AJENOS = frozenset(
    """instruir constituir exhortar solicitar requerir acordar aprobar reconocer expresar declarar ratificar abstener informar presentar exponer proponer considerar
    observar recibir emitir expedir integrar adoptar designar elegir nombrar instalar modificar crear conformar formalizar suscribir reformar validar autorizar contar
    obtener participar determinar disponer establecer ordenar convocar encargar encomendar tomar dar hacer usar buscar operar ser tener poder""".split()
)
_SIGUE = re.compile(r"\s*(?:,\s*|\s(?:y|e)\s+|,\s*(?:y|e)\s+)(?:l[oa]s?\s+|les?\s+)?(?P<verbo>[a-z]{3,})\b")
_LEJANO = re.compile(
    r"(?:[,;]\s*(?:(?:y|e|asi\s+como)\s+)?|\s(?:y|e)\s+)(?P<clitico>(?:l[oa]s?|les?)\s+)?(?P<verbo>[a-z]{3,})\b(?=\s+(?:a|al|el|la|los|las|un|una|su|sus|en|con|#))"
)
_HASTA = 320


def _formas() -> dict[str, str]:
    formas: dict[str, str] = {}
    for verbo in INFINITIVOS_CONOCIDOS - _AJENOS:
        singular = _IRREGULARES.get(verbo, verbo[:-1] if verbo.endswith("ar") else f"{verbo[:-2]}e")
        formas |= {singular: verbo, f"{singular}n": verbo}
    return formas


_PRESENTES = _formas()


def hallar_presente(texto: str, plano: str, inicio: int, fin: int) -> list[tuple[int, int, str]]:
    """Los presentes que mandan en la oración: (inicio, fin, infinitivo). El primero va pegado a un sujeto institucional."""
    for m in re.finditer(r"[a-z]{3,}", plano[inicio : min(fin, inicio + _HASTA)]):
        lema = _PRESENTES.get(m.group())
        posicion = inicio + m.start()
        if lema is None or texto[posicion].isupper() or re.match(r"\s+que\b", plano[inicio + m.end() :]):
            continue
        if _tras_su_sujeto(texto, plano, inicio, posicion, plural=m.group().endswith("n")):
            return [(posicion, inicio + m.end(), lema), *_siguientes(plano, inicio + m.end(), fin, m.group().endswith("n"))]
    return []


def _tras_su_sujeto(texto: str, plano: str, inicio: int, verbo: int, plural: bool) -> bool:
    antes = plano[inicio:verbo]
    if re.search(r"\b(?:que|cual(?:es)?|quien(?:es)?|donde|cuando|se|de|del|la|el|los|las|su|sus|un|una|por|para|a|en|con|y|e|o)\s+$", antes):
        return False
    hallado = hallar_sujeto(texto[inicio:verbo], antes)
    if hallado is None or not es_institucion(" ".join(hallado[1].split()[:6])) or re.search(r"\bque\b", hallado[1]):
        return False
    coordina = bool(re.search(r"\s(?:y|e)\s", hallado[1])) or hallado[1].lower().startswith(
        ("los ", "las ", "ambas", "ambos", "todas", "todos", "dichas", "dichos")
    )
    return texto[inicio + hallado[0] : verbo].strip(" ,").endswith(hallado[1].strip(" ,")[-12:]) and (coordina or not plural)


def _siguientes(plano: str, desde: int, fin: int, plural: bool) -> list[tuple[int, int, str]]:
    hallados, posicion = [], desde
    while (m := _SIGUE.match(plano, posicion, fin) or _LEJANO.search(plano, posicion, fin)) is not None:
        lema = _PRESENTES.get(m["verbo"])
        posicion = m.end("verbo")
        if lema and m["verbo"].endswith("n") == plural and not re.search(r"\b(?:que|cual(?:es)?)\s[^,;]*$", plano[desde : m.start()]):
            hallados.append((m.start("verbo"), m.end("verbo"), lema))
    return hallados
