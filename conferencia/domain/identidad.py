"""La identidad de una reunión: de qué órgano es, con qué clave se la nombra y qué de ella está en duda."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from conferencia.domain.lectura.modelo import Reunion
from conferencia.domain.lectura.numeros import ORDINAL, ordinal, romano
from conferencia.domain.lectura.plazos import hallar_plazos
from conferencia.domain.lectura.plegado import compactar, plegar

FORMA_DE_CLAVE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
LARGO_DE_CLAVE = 30
ENCABEZADO = 1500  # letras que se conservan para cotejar
_MENORES = frozenset(["de", "del", "la", "las", "los", "el", "y", "e", "en", "a", "para", "por", "con"])
_ORDINAL_AL_INICIO = re.compile(
    rf"\s*(?:(?P<palabra>{ORDINAL})|(?P<romano>[ivxlc]{{1,7}})\b|(?P<cifra>\d{{1,3}})(?:\s?(?:[aºª°]|ra|da|ta|ma|va|na)\b\.?|\.)?\s)"
)


def siglas_de(nombre: str) -> str:
    """«Consejo Nacional de Seguridad Pública» → «CNSP»."""
    return "".join(p[0] for p in compactar(nombre).split() if p not in _MENORES).upper()[:8]


def es_el_organo(leido: str, denominaciones: Iterable[str]) -> bool:
    """Si lo leído es alguno de esos nombres, aunque traiga pegadas palabras del renglón siguiente."""
    dicho = compactar(leido)
    return any(dicho == (nombre := compactar(d)) or dicho.startswith(f"{nombre} ") for d in denominaciones)


def clave_para(prefijo: str, nombre: str, usadas: Iterable[str]) -> tuple[str, bool]:
    """«ZC-2022-1»: el prefijo y el ordinal que declara el nombre, o el siguiente libre. Y si el número es supuesto."""
    if numero := _numero_de(nombre):
        return f"{prefijo}{numero}", False
    numeros = [int(m[1]) for c in usadas if (m := re.fullmatch(re.escape(prefijo) + r"(\d+)", c))]
    return f"{prefijo}{max(numeros, default=0) + 1}", True


def _numero_de(nombre: str) -> int | None:
    """El que declara: «Segunda Reunión», «XXVI Asamblea», «4ta. Sesión»."""
    m = _ORDINAL_AL_INICIO.match(plegar(nombre))
    if m is None:
        return None
    return ordinal(m["palabra"].strip()) if m["palabra"] else romano(m["romano"]) if m["romano"] else int(m["cifra"])


def dudas_de(leida: Reunion, *, ajeno: bool, con_zona: bool, supuesto: bool, hoy: date) -> list[dict]:
    """Lo que una persona debe mirar: ``campo``, ``dice`` y si ``impide`` publicar mientras nadie lo resuelva."""
    dudas = []
    if ajeno:
        dudas.append(
            _duda("organo", f"El acta dice «{leida.organo}», que no está en el catálogo de órganos. Elige el que corresponde o agrégalo.", impide=True)
        )
    elif not leida.organo:
        dudas.append(_duda("organo", "El acta no dice de qué órgano es."))
    if not con_zona and not ajeno:
        dudas.append(_duda("zona", "El acta no nombra ninguna zona: obligará a las 32 entidades."))
    if supuesto:
        dudas.append(_duda("clave", "El nombre no dice qué número de reunión es: el de la clave es el siguiente libre."))
    if leida.fecha and leida.fecha > hoy:
        dudas.append(_duda("fecha", "La fecha del acto es posterior a hoy."))
    return dudas


def _duda(campo: str, dice: str, *, impide: bool = False) -> dict:
    return {"campo": campo, "dice": dice, "impide": impide}


def impedimento(lectura: Mapping) -> str:
    """Por qué no se puede publicar todavía con esta identidad; vacío si se puede."""
    return next((d["dice"] for d in lectura["reunion"].get("dudas", ()) if d["impide"]), "")


def refechar(compromisos: Iterable[dict], antes: date, despues: date) -> list[str]:
    """Vuelve a leer, con otra fecha del acto, los plazos que de ella dependen. Altera ``compromisos`` y da los ``id`` que cambiaron.

    Lo que capturó una persona, o no se lee igual con la fecha de antes, no se toca.
    """
    cambiados = []
    for c in compromisos:
        con_la_de_antes, con_esta = _solo_uno(c["plazo"]["texto"], antes), _solo_uno(c["plazo"]["texto"], despues)
        if con_la_de_antes is None or con_esta is None or con_la_de_antes == con_esta:
            continue
        if any(c["plazo"].get(campo) != con_la_de_antes[campo] for campo in ("clase", "inicio", "vence")):
            continue
        c["plazo"] = c["plazo"] | con_esta
        c["revision"] = "propuesto" if c["revision"] == "aceptado" else c["revision"]
        cambiados.append(c["id"])
    return cambiados


def _solo_uno(texto: str, acto: date) -> dict | None:
    plazos = hallar_plazos(texto, acto) if texto else []
    if len(plazos) != 1:
        return None
    leido = plazos[0].a_json()
    return {campo: leido[campo] for campo in ("clase", "inicio", "vence")} | {"explicacion": list(plazos[0].explicacion)}
