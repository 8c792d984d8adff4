"""Lo que puede salir mal al leer un documento, dicho para quien lo subió."""


class DocumentoIlegible(Exception):
    """No se pudo sacar texto; el mensaje dice por qué y qué hacer."""
