"""Lo que puede salir mal al leer un documento, dicho para quien lo subió."""

from conferencia.domain.admision import Motivo


class DocumentoIlegible(Exception):
    """No se pudo sacar texto; el mensaje dice por qué y qué hacer."""


class NoSeRecibe(DocumentoIlegible):
    """El archivo no pasa de la puerta. ``motivo``: cuál de los errores de subir un archivo es."""

    def __init__(self, mensaje: str, motivo: Motivo):
        self.motivo = motivo
        super().__init__(mensaje)
