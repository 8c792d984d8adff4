"""El asunto de un correo: empieza por el acto y cabe en sesenta caracteres cuando se puede."""

LARGO = 60
PUNTOS = "…"


def componer(inicio: str, acto: str, quien: str, otras: int = 0) -> str:
    """«Vence el martes 12 de julio: designar enlace, Puebla (y 2 más)».

    Si no cabe, lo que se acorta es el acto, por palabra entera; la fecha y el quién se conservan.
    """
    acto = _con_minuscula(" ".join(acto.split()).rstrip("."))
    cola = f", {quien}" if quien else ""
    cola += f" (y {otras} más)" if otras else ""
    libre = LARGO - len(inicio) - len(": ") - len(cola)
    return f"{inicio}: {recortar(acto, max(libre, 16))}{cola}"


def recortar(texto: str, largo: int) -> str:
    """``texto`` en a lo más ``largo`` caracteres, cortado entre palabras y con puntos suspensivos."""
    if len(texto) <= largo:
        return texto
    corte = texto[: largo - 1]
    entero = corte if texto[largo - 1 : largo].isspace() else corte.rsplit(" ", 1)[0]
    return entero.rstrip(" ,;:") + PUNTOS


def _con_minuscula(texto: str) -> str:
    """Baja la inicial, salvo que la palabra sea una sigla."""
    palabra = texto.split(" ", 1)[0]
    return texto if len(palabra) > 1 and palabra.isupper() else texto[:1].lower() + texto[1:]
