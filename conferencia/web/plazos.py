"""Calendarios, términos, suspensiones y fechas objetivo."""


def inscribir() -> None:
    """Pone en las páginas lo de este asunto."""
