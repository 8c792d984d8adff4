"""Folio y código: el folio dice qué documento es; el código, sorteado, prueba que quien pregunta lo tiene a la vista."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 sin I, L, O ni U: se dicta por teléfono sin confundirse
SIGNOS = 10  # 50 bits al azar
_CONFUSOS = str.maketrans("OIL", "011")


def codigo_leido(texto: str) -> str:
    """Como se guarda, aunque se haya copiado a mano: sin espacios ni guiones, en mayúsculas, y lo que se confunde (O, I, L) como cifra."""
    return "".join(texto.split()).replace("-", "").upper().translate(_CONFUSOS)


def partir(dicho: str) -> tuple[str, str]:
    """De «AR-2022-000001-7K3QF2ABCD», el folio y el código. Sin guion, el código queda vacío."""
    folio, _, codigo = dicho.strip().rpartition("-")
    return (folio.upper(), codigo_leido(codigo)) if folio else (dicho.strip().upper(), "")
