"""La carga de un seguimiento anterior."""


def inscribir() -> None:
    """Pone en las páginas lo de este asunto."""
