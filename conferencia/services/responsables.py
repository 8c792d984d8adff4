"""De los responsables como los nombra el texto a las instituciones del catálogo: la misma regla al prever, publicar y rectificar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from conferencia.domain.lectura.responsables import Catalogo, resolver
from conferencia.models import Compromiso, Institucion, Responsable

# Los motivos del lector que por sí solos no dicen nada a quien captura.
DICHO = {
    "": "no está en el catálogo",
    "sin nombre": "no dice ninguna institución",
    "sin coincidencia": "no está en el catálogo",
    "lo menciona": "el catálogo solo conoce a una que este nombre menciona: escribe cuál responde",
    "nombre incompleto": "el nombre está incompleto: escríbelo entero",
}


@dataclass(frozen=True)
class Quienes:
    """A quién nombra un texto: una clase de instituciones estatales o instituciones determinadas; si no se sabe, ``duda``."""

    tipo: str = ""
    claves: tuple[str, ...] = ()
    duda: str = ""


def quienes(texto: str, catalogo: Catalogo) -> Quienes:
    resuelto = resolver(texto, catalogo)
    if resuelto.ambiguo or not resuelto.claves:
        return Quienes(duda=DICHO.get(resuelto.motivo, resuelto.motivo))
    return Quienes(tipo=resuelto.claves[0]) if resuelto.es_tipo else Quienes(claves=resuelto.claves)


def instituciones_por_clave() -> Mapping[str, Institucion]:
    return {i.clave: i for i in Institucion.objects.select_related("entidad")}


def nombrar(compromiso: Compromiso, textos: Iterable[str], catalogo: Catalogo, instituciones: Mapping[str, Institucion]) -> list[Responsable]:
    """Guarda un renglón por clase, por institución determinada o por nombre sin resolver, en el orden del texto."""
    filas: list[Responsable] = []
    for texto in textos:
        q = quienes(texto, catalogo)
        resueltas: list[dict[str, Any]] = [{"institucion": instituciones[clave]} for clave in q.claves] or [{"tipo": q.tipo, "duda": q.duda}]
        filas += [Responsable(compromiso=compromiso, orden=len(filas) + n, texto=texto, **r) for n, r in enumerate(resueltas, start=1)]
    return Responsable.objects.bulk_create(filas)
