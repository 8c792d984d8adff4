"""Lo que otra persona hizo en la captura de un acta desde que alguien la miró."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from conferencia.models import Acta, Hecho

VERBOS = {
    "captura.aceptada": "aceptó",
    "captura.descartada": "descartó",
    "captura.recuperada": "recuperó",
    "captura.corregida": "corrigió",
    "captura.agregada": "agregó",
    "captura.citada": "cambió la cita de",
    "captura.completada": "dijo a quién da plazo",
    "captura.referencia_corregida": "corrigió una referencia de",
    "captura.identificada": "corrigió",
}


IDENTIDAD = "identidad"  # lo que toca quien corrige de qué reunión es el acta


@dataclass(frozen=True)
class GestoAjeno:
    """Un gesto de otra persona. ``toca``: los ``id`` de compromisos que cambió."""

    autor: str
    verbo: str
    objeto: str
    toca: frozenset[str]

    def __str__(self) -> str:
        return f"{self.autor} {self.verbo} {self.objeto}"


def gestos_desde(acta: Acta, version: int) -> list[GestoAjeno]:
    """Cada gesto sube en uno la versión: son los últimos ``acta.version - version``, en orden."""
    cuantos = max(acta.version - version, 0)
    hechos = Hecho.objects.de(acta).filter(clase__startswith="captura.").select_related("actor")[:cuantos]
    return [_gesto(h) for h in reversed(hechos)]


def _gesto(hecho: Hecho) -> GestoAjeno:
    datos = json.loads(hecho.datos)
    ids = tocados_por(datos)
    tocados = frozenset([*ids, *([datos["completa"]] if datos.get("completa") else []), *([IDENTIDAD] if IDENTIDAD in datos else [])])
    objeto = datos.get("disposicion") or ("de qué reunión es" if IDENTIDAD in datos else dichos(ids))
    return GestoAjeno(str(hecho.actor or "El sistema"), VERBOS.get(hecho.clase, "cambió"), objeto, tocados)


def tocados_por(datos: Mapping) -> list[str]:
    """Los ``id`` de compromisos de los que habla un hecho de captura."""
    return datos.get("aceptados") or datos.get("releidos") or [datos[c] for c in ("descartado", "recuperado", "compromiso") if datos.get(c)]


def dichos(ids: list[str]) -> str:
    """«A1.1, A2.1»; si son muchos, cuántos."""
    nombres = [f"{d.upper()}.{n}" for d, n in (i.rsplit("-", 1) for i in ids)]
    return ", ".join(nombres) if len(nombres) <= 4 else f"{len(nombres)} compromisos"
