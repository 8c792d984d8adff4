"""Qué le falta al dominio para que sus correos lleguen: SPF (RFC 7208), DKIM (RFC 6376) y DMARC (RFC 7489), leídos de su texto."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Estado(StrEnum):
    BIEN = "bien"
    FALTA = "falta"
    REVISAR = "revisar"
    SIN_RESPUESTA = "sin_respuesta"
    OMITIDA = "omitida"


@dataclass(frozen=True)
class Resultado:
    """Una comprobación. ``dicho``: lo que se halló; ``remedio``: qué hacer, vacío si está bien."""

    prueba: str
    estado: Estado
    dicho: str
    remedio: str = ""


CONSULTAS_DE_SPF = 10  # RFC 7208, 4.6.4
_CONSULTAN = ("include:", "a", "mx", "ptr", "exists:", "redirect=")


def juzgar_spf(textos: Sequence[str]) -> Resultado:
    """``textos``: los TXT del dominio."""
    suyos = [t for t in textos if t.lower() == "v=spf1" or t.lower().startswith("v=spf1 ")]
    if not suyos:
        return Resultado("SPF", Estado.FALTA, "El dominio no dice quién puede enviar por él.", "Publica un TXT como «v=spf1 include:tu-proveedor -all».")
    if len(suyos) > 1:
        return Resultado("SPF", Estado.FALTA, f"Hay {len(suyos)} registros SPF y solo puede haber uno.", "Júntalos en un solo TXT (RFC 7208, 3.2).")
    terminos = suyos[0].lower().split()[1:]
    if sum(_consulta(t) for t in terminos) > CONSULTAS_DE_SPF:
        return Resultado(
            "SPF", Estado.FALTA, f"Pide más de {CONSULTAS_DE_SPF} consultas: los receptores lo dan por nulo.", "Quita los «include:» que ya no uses."
        )
    if any(t in ("all", "+all") for t in terminos):
        return Resultado("SPF", Estado.FALTA, f"«{suyos[0]}» deja enviar a cualquiera.", "Termina el registro en «-all» o «~all».")
    if not any(t in ("-all", "~all") or t.startswith("redirect=") for t in terminos):
        return Resultado("SPF", Estado.REVISAR, f"«{suyos[0]}» no dice qué hacer con los demás.", "Termina el registro en «-all» o «~all».")
    return Resultado("SPF", Estado.BIEN, suyos[0])


def _consulta(termino: str) -> bool:
    nombre = termino.lstrip("+-~?")
    return any(nombre.startswith(c) if c[-1] in ":=" else nombre.split(":")[0].split("/")[0] == c for c in _CONSULTAN)


def juzgar_dmarc(textos: Sequence[str]) -> Resultado:
    """``textos``: los TXT de ``_dmarc`` en el dominio."""
    suyos = [t for t in textos if t.replace(" ", "").lower().startswith("v=dmarc1")]
    if len(suyos) != 1:
        dicho = "El dominio no publica DMARC." if not suyos else f"Hay {len(suyos)} registros DMARC: los receptores los ignoran todos."
        return Resultado("DMARC", Estado.FALTA, dicho, "Publica en _dmarc un solo TXT como «v=DMARC1; p=quarantine; rua=mailto:avisos@tu-dominio».")
    politica = _etiquetas(suyos[0]).get("p", "")
    if politica not in ("none", "quarantine", "reject"):
        return Resultado("DMARC", Estado.FALTA, f"«{suyos[0]}» no dice su política.", "Agrega «p=none», «p=quarantine» o «p=reject».")
    if politica == "none":
        return Resultado(
            "DMARC",
            Estado.REVISAR,
            "Solo observa (p=none): quien suplante al dominio no se detiene.",
            "Cuando los reportes salgan limpios, sube a «p=quarantine».",
        )
    return Resultado("DMARC", Estado.BIEN, suyos[0])


def juzgar_dkim(selector: str, textos: Sequence[str]) -> Resultado:
    """``textos``: los TXT de ``<selector>._domainkey`` en el dominio."""
    if not selector:
        return Resultado(
            "DKIM", Estado.OMITIDA, "No se dijo con qué selector firma el servidor de correo.", "Repite con --selector y el que te dé tu proveedor."
        )
    llaves = [_etiquetas(t).get("p") for t in textos if "p=" in t]
    if not llaves:
        return Resultado("DKIM", Estado.FALTA, f"No hay llave pública en {selector}._domainkey.", "Publica el TXT o CNAME que te dé tu proveedor de correo.")
    if not llaves[0]:
        return Resultado("DKIM", Estado.FALTA, f"La llave de {selector}._domainkey está revocada (p= vacía).", "Usa el selector vigente de tu proveedor.")
    return Resultado("DKIM", Estado.BIEN, f"Hay llave pública en {selector}._domainkey.")


def _etiquetas(texto: str) -> dict[str, str]:
    pares = (parte.partition("=") for parte in texto.split(";") if "=" in parte)
    return {nombre.strip().lower(): valor.strip().lower() for nombre, _, valor in pares}
