"""Qué aporta un transitorio: plazo a un acuerdo, obligaciones propias, o ambas cosas."""

from collections.abc import Sequence


def solo_completa(compromisos: Sequence[dict]) -> bool:
    """Verdadero si cada obligación leída completa a otra: el transitorio no crea nada por sí."""
    obligaciones = [c for c in compromisos if c["naturaleza"] == "obligacion"]
    return bool(obligaciones) and all(c["complementa"] for c in obligaciones)
