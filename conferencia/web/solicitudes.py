"""Prórrogas, no competencia y exenciones."""


def inscribir() -> None:
    """Pone en las páginas lo de este asunto."""
