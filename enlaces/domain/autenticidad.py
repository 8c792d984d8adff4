"""Lo que el servidor propio comprobó del remitente: SPF, DKIM y DMARC (RFC 8601). Lo que otros digan no vale.

Cualquiera puede escribir un «Authentication-Results» en su correo: solo cuentan los que llevan el nombre del servidor en que se confía.
"""

from collections.abc import Collection, Sequence

import authres

METODOS = ("spf", "dkim", "dmarc")
_FALLOS = frozenset({"fail", "permerror"})


def resultados(encabezados: Sequence[str], confiables: Collection[str]) -> dict[str, str]:
    """Método → resultado («pass», «fail», «none»…) según los servidores ``confiables``.

    De cada método manda el encabezado de más arriba, que es el último que se puso: los de abajo pudo traerlos escritos el correo.
    """
    hallados: dict[str, str] = {}
    nombres = {c.strip().lower() for c in confiables if c.strip()}
    for crudo in encabezados:
        leido = _leer(crudo)
        if leido is not None and str(leido.authserv_id or "").lower() in nombres:
            hallados = _de_uno(leido) | hallados
    return hallados


def _de_uno(leido) -> dict[str, str]:
    """Varias firmas DKIM dan varios resultados: una buena basta."""
    dichos: dict[str, str] = {}
    for resultado in leido.results:
        metodo, dicho = str(resultado.method).lower(), str(resultado.result).lower()
        if metodo in METODOS and dichos.get(metodo) != "pass":
            dichos[metodo] = dicho
    return dichos


def _leer(crudo: str):
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {crudo}")
    except (authres.AuthResError, ValueError, IndexError, TypeError, RecursionError):
        return None


def desmentido(dicho: dict[str, str]) -> str:
    """Por qué no se puede creer que viene de quien dice; vacío si nada lo desmiente. DMARC manda; sin él, que SPF y DKIM no fallen ambos."""
    if dicho.get("dmarc") in _FALLOS:
        return "Falló DMARC: el dominio del remitente no reconoce este correo."
    if dicho.get("dmarc") == "pass":
        return ""
    if dicho.get("spf") in _FALLOS and dicho.get("dkim") != "pass":
        return "Falló SPF y ninguna firma DKIM lo respalda: salió de un servidor no autorizado."
    if dicho.get("dkim") in _FALLOS and dicho.get("spf") != "pass":
        return "La firma DKIM no corresponde: el correo se alteró o no es de quien dice."
    return ""


def comprobado(dicho: dict[str, str]) -> bool:
    """El dominio del remitente respalda el correo."""
    return dicho.get("dmarc") == "pass"
