"""Cifras, requisitos, recurrencia y avance de las partes."""


def inscribir() -> None:
    """Pone en las páginas lo de este asunto."""
