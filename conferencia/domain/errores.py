"""La negativa de un servicio: lo pedido no cabe, y el mensaje se le puede mostrar a la persona."""


class NoProcede(Exception):
    """``campo``: el dato que hay que corregir, si es uno. Web y API la cuentan con las mismas palabras."""

    campo: str = ""

    def __init__(self, mensaje: str, campo: str = ""):
        self.campo = campo
        super().__init__(mensaje)
