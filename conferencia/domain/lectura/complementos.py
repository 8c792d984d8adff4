# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Qué compromiso de un acuerdo recibe su plazo de un transitorio."""

from __future__ import annotations

import re
from dataclasses import replace

from .modelo import Complementa, CompromisoLeido, DisposicionLeida, ReferenciaLeida
from .plegado import compactar

_VACIAS = frozenset(
    "a al ante con de del el en la las lo los o para por que se su sus un una y e referidos referidas citado este transitorio acuerdo debidamente requisitado citados mencionados".split()
)
_MINIMO = 0.5


def _raices(texto: str) -> frozenset[str]:
    return frozenset(p[:-2] if p.endswith("es") and len(p) > 5 else p.rstrip("s") for p in compactar(texto).split() if p not in _VACIAS or p == "acuerdos")


_REMITE = re.compile(
    r"\s(?:a(?:l)?\s+(?:que|cual)\s+(?:se\s+refiere|hace\s+(?:referencia|mencion)|alude)|(?:referid|previst|citad|mencionad|señalad|establecid)[oa]s?\s+en)\b.*",
    re.I | re.S,
)


def _objeto(compromiso: CompromisoLeido) -> frozenset[str]:
    """Las palabras de lo que se entrega o hace, sin la remisión al acuerdo."""
    return _raices(compromiso.entregable or _REMITE.sub("", compromiso.accion.split(" ", 1)[-1]))


def _parecido(uno: CompromisoLeido, otro: CompromisoLeido) -> float:
    """Qué parte del objeto del transitorio nombra ya el acuerdo."""
    propio = _objeto(uno)
    ajeno = _raices(f"{otro.accion} {otro.entregable or ''}")
    return len(propio & ajeno) / len(propio) if propio else 0.0


def _mismo_verbo(uno: CompromisoLeido, otro: CompromisoLeido, parrafo: str) -> float:
    """El acuerdo pudo decirlo con pronombre («implementarlo»): mismo verbo, y el objeto está en su párrafo."""
    verbos = [compactar(c.accion).split(" ", 1)[0] for c in (uno, otro)]
    if not verbos[0] or not verbos[1].startswith(verbos[0]):
        return 0.0
    propio = _objeto(uno)
    return len(propio & _raices(parrafo)) / len(propio) if propio else 0.0


def _mismo_obligado(uno: CompromisoLeido, otro: CompromisoLeido) -> bool:
    if not uno.responsables or not otro.responsables:
        return True
    propios = frozenset().union(*(_raices(r) for r in uno.responsables))
    return any(len(_raices(r) & propios) >= 1 for r in otro.responsables)


def hallar_complemento(
    compromiso: CompromisoLeido, referencias: list[ReferenciaLeida], por_clave: dict[tuple[str, int], DisposicionLeida]
) -> tuple[Complementa, CompromisoLeido] | None:
    """El compromiso sin plazo del acuerdo citado que ``compromiso`` completa; ``None`` si es una obligación nueva."""
    if compromiso.plazo.clase == "sin_plazo" or compromiso.naturaleza == "acto":
        return None
    mejores: list[tuple[bool, float, Complementa, CompromisoLeido]] = []
    for r in referencias:
        destino = por_clave.get((r.clase, r.numero))
        if r.clase != "acuerdo" or destino is None or r.en_parrafo > compromiso.parrafo:
            continue
        orden: dict[int, int] = {}
        for otro in destino.compromisos:
            orden[otro.parrafo] = orden.get(otro.parrafo, 0) + 1
            nota = max(_parecido(compromiso, otro), _mismo_verbo(compromiso, otro, destino.parrafos[otro.parrafo - 1]))
            libre = otro.plazo.clase in {"sin_plazo", "condicionado"} and otro.naturaleza == "obligacion"
            if libre and nota >= _MINIMO and _mismo_obligado(compromiso, otro):
                cita = Complementa("acuerdo", destino.numero, otro.parrafo, orden[otro.parrafo])
                mejores.append((otro.parrafo == r.parrafo, nota, cita, otro))
    if not mejores:
        return None
    elegido = max(mejores, key=lambda m: (m[0], m[1]))
    return elegido[2], elegido[3]


def completar(compromiso: CompromisoLeido, complemento: tuple[Complementa, CompromisoLeido]) -> CompromisoLeido:
    """El compromiso del transitorio, con la cita de a quién completa y, si no nombró responsables, los del acuerdo."""
    cita, otro = complemento
    heredados = compromiso.responsables or otro.responsables
    modo = otro.modo if not compromiso.responsables else compromiso.modo
    avisos = tuple(a for a in compromiso.avisos if a != "sin responsable" or not heredados)
    return replace(compromiso, complementa=cita, responsables=heredados, modo=modo, avisos=avisos)
