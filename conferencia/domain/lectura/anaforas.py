"""Lo que «dichas Unidades», «ambas dependencias» o «las citadas autoridades» retoman de lo ya dicho."""

from __future__ import annotations

import re

from .modos import es_colectivo
from .plegado import compactar, plegar
from .sujetos import DICHO, SEPARA, enmascarar_siglas, es_institucion, limpiar, recortar, separar

_GENERICO = re.compile(
    r"(?:(?P<ambas>amb[oa]s|l[oa]s\s+dos)|dich[oa]s|est[oa]s|tales|l[oa]s\s+(?:citad|referid|mencionad|propi|antedich)[oa]s)"
    r"\s+(?:dependencias|instituciones|instancias|autoridades|partes|entidades|secretarias|areas|organismos|organos|fiscalias|unidades|corporaciones|titulares)$"
)


def resolver_dichos(nombres: tuple[str, ...], frase: str, previo: str, vigentes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Cambia «dichas Unidades» por el grupo que nombra ``previo``, y «ambas dependencias» por los obligados ``vigentes``."""
    generico = _GENERICO.match(plegar(frase).strip(" ,"))
    if generico and generico["ambas"] and len(vigentes) == 2:
        return vigentes
    m = DICHO.search(plegar(frase))
    if not m:
        return vigentes if generico and not generico["ambas"] and _son_varios(vigentes) else nombres
    raiz = m["nombre"]
    resueltos: list[str] = []
    for nombre in nombres:
        es_este = plegar(nombre).split()[:1] == [raiz] and len(nombre.split()) <= 2
        resueltos += _antecedente(raiz, previo) or [nombre] if es_este else [nombre]
    if generico and tuple(resueltos) == nombres and _son_varios(vigentes):
        return vigentes
    return _sin_repetir(resueltos)


def _son_varios(nombres: tuple[str, ...]) -> bool:
    return len(nombres) >= 2 or any(es_colectivo(n) for n in nombres)


def _antecedente(raiz: str, previo: str) -> list[str]:
    hallados = list(re.finditer(rf"\b{re.escape(raiz)}\b", plegar(previo)))
    if not hallados:
        return []
    desde = hallados[-1].start()
    frase = re.split(r"[.;]", previo[desde:], maxsplit=1)[0]
    plano = enmascarar_siglas(frase)
    primero = SEPARA.search(plano)
    if primero and not primero.group().strip().startswith((",", ";")):
        nombres = [n for n in separar(recortar(frase)) if es_institucion(n)]
        return nombres[:3]
    corto = re.split(r",|\s(?:y|e|para|con|en|que)\s", frase, maxsplit=1)[0]
    return [limpiar(corto)]


def _sin_repetir(nombres: list[str]) -> tuple[str, ...]:
    vistos: dict[str, str] = {}
    for nombre in nombres:
        siglas = re.findall(r"\b(?:[A-Z]{2,}\d?|C\d)\b", nombre)
        clave = siglas[0] if siglas else compactar(nombre)
        vistos.setdefault(clave, nombre)
    return tuple(vistos.values())
