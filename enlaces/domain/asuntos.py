"""El asunto de un correo: empieza por el acto y cabe en sesenta caracteres cuando se puede."""

LARGO = 60
PUNTOS = "…"
ACTO_MINIMO = 20  # con menos ya no se entiende de qué se trata, aunque el asunto se alargue
SUELTAS = frozenset(
    ["a", "al", "ante", "con", "de", "del", "el", "en", "la", "las", "lo", "los", "o", "para", "por", "que", "se", "sin", "su", "sus", "un", "una", "y"]
)


def componer(inicio: str, acto: str, quien: str, otras: int = 0, breve: str = "") -> str:
    """«Vence el martes 12 de julio: designar enlace, Puebla y 2 más».

    Si no cabe, primero se calla el quién cuando el correo habla de varias cosas; después se acorta el acto, por palabra entera.
    Si del acto no queda más que una palabra («continuar…»), lo sustituye ``breve``: «acuerdo CUARTO».
    """
    acto = _con_minuscula(" ".join(acto.split()).rstrip("."))
    cola = f" y {otras} más" if otras else ""
    completa = f"{inicio}: {acto}, {quien}{cola}" if quien else f"{inicio}: {acto}{cola}"
    if len(completa) <= LARGO:
        return completa
    if quien and not otras:
        cola = f", {quien}"
    corto = recortar(acto, max(LARGO - len(inicio) - len(": ") - len(cola), ACTO_MINIMO))
    if breve and " " not in corto and corto != acto:
        corto = _con_minuscula(breve)
    return f"{inicio}: {corto}{cola}"


def recortar(texto: str, largo: int) -> str:
    """``texto`` en a lo más ``largo`` caracteres, cortado entre palabras y con puntos suspensivos."""
    if len(texto) <= largo:
        return texto
    corte = texto[: largo - 1]
    entero = corte if texto[largo - 1 : largo].isspace() else corte.rsplit(" ", 1)[0]
    palabras = entero.rstrip(" ,;:").split(" ")
    while len(palabras) > 1 and palabras[-1].lower() in SUELTAS:
        palabras.pop()
    return " ".join(palabras).rstrip(",;:") + PUNTOS


def _con_minuscula(texto: str) -> str:
    """Baja la inicial, salvo que la palabra sea una sigla."""
    palabra = texto.split(" ", 1)[0]
    return texto if len(palabra) > 1 and palabra.isupper() else texto[:1].lower() + texto[1:]
