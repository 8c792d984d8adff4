"""De un compromiso a sus obligaciones: quién responde, según el modo y el padrón de la zona (producto.md §1)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Parte:
    """Institución que responde. ``entidad`` es su abreviatura, o vacía si es federal."""

    clave: str
    tipo: str
    entidad: str = ""


@dataclass(frozen=True)
class Renglon:
    """Una obligación por nacer. ``sufijo`` completa su clave natural; vacío si es una sola."""

    sufijo: str
    entidad: str
    partes: tuple[Parte, ...]


class RepartoImposible(Exception):
    """No hay quién responda; el mensaje dice qué falta en el catálogo."""


def repartir(modo: str, tipos: Sequence[str], nombradas: Sequence[Parte], padron: Sequence[Parte]) -> list[Renglon]:
    """Las obligaciones de un compromiso.

    ``tipos``: clases de institución estatal obligadas, en el orden del texto. ``nombradas``: las que el texto dice por sí, federales o estatales.
    ``padron``: las instituciones de las entidades de la zona a la fecha del acto. Falla con ``RepartoImposible``.
    """
    de_su_clase = [p for tipo in tipos for p in padron if p.tipo == tipo]
    estatales = list(dict.fromkeys((*de_su_clase, *(p for p in nombradas if p.entidad))))
    federales = [p for p in nombradas if not p.entidad]
    faltan = [tipo for tipo in tipos if not any(p.tipo == tipo for p in padron)]
    if faltan:
        raise RepartoImposible(f"El padrón de la zona no tiene instituciones de clase {', '.join(faltan)}.")
    if not estatales and not federales:
        raise RepartoImposible("El compromiso no tiene ningún responsable reconocido.")
    if modo == "individual":
        return [Renglon(p.clave, p.entidad, (p,)) for p in (*estatales, *federales)]
    if modo == "conjunta_unica" or not estatales:
        return [Renglon("", "", (*estatales, *federales))]
    if modo != "conjunta_por_entidad":
        raise ValueError(f"Modo desconocido: {modo!r}.")
    entidades = list(dict.fromkeys(p.entidad for p in estatales))
    return [Renglon(e, e, (*(p for p in estatales if p.entidad == e), *federales)) for e in entidades]
