"""Los renglones «Responsable: …», «Fecha de cumplimiento: …» y «Entregable: …» que acompañan a un acuerdo de minuta."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .borradores import Borrador, Contexto
from .filas import plazos_de_valor, responsables_de_celda
from .modelo import PlazoLeido
from .plegado import plegar

_CAMPO = re.compile(
    r"(?:^|(?<=[.;|]\s)|(?<=\())(?:(?P<responsable>(?:areas?\s+|instancias?\s+|institucion(?:es)?\s+|autoridad(?:es)?\s+)?responsables?(?:\s+de\s+(?:su\s+)?(?:cumplimiento|seguimiento|atencion))?|a\s+cargo|encargad[oa]s?)"
    r"|(?P<plazo>(?:fecha|plazo|termino|vencimiento|periodicidad)(?:\s+(?:limite|compromiso|maxim[oa]|programada|(?:de|para(?:\s+su)?)\s+(?:cumplimiento|entrega|vencimiento|termino|conclusion|atencion|compromiso|ejecucion)))?)"
    r"|(?P<entregable>entregables?|evidencias?|productos?|medios?\s+de\s+verificacion))\s*:\s*"
)


@dataclass(frozen=True, slots=True)
class Campos:
    """Lo que dicen los campos de un párrafo: responsables, plazos (con su lugar en él) y entregable."""

    responsables: tuple[str, ...] = ()
    plazos: tuple[PlazoLeido, ...] = ()
    entregable: str | None = None


def separar_campos(texto: str, contexto: Contexto) -> tuple[str, Campos | None]:
    """El cuerpo del párrafo, sin sus campos, y los campos; ``None`` si no trae ninguno."""
    hallados = list(_CAMPO.finditer(plegar(texto)))
    if not hallados:
        return texto, None
    campos = Campos()
    for m, hasta in zip(hallados, [*(s.start() for s in hallados[1:]), len(texto)], strict=True):
        crudo = texto[m.end() : hasta]
        valor = crudo.rstrip(" .;|)")
        if m["responsable"] and valor:
            campos = replace(campos, responsables=responsables_de_celda(valor))
        elif m["plazo"] and valor:
            campos = replace(campos, plazos=tuple(plazos_de_valor(texto, m.end(), valor, contexto)))
        elif m["entregable"] and valor:
            campos = replace(campos, entregable=valor)
    return texto[: hallados[0].start()].rstrip(), campos


def aplicar_campos(campos: Campos, borradores: list[Borrador], parrafo: int) -> None:
    """Da a los borradores lo que los campos dicen; lo que el acuerdo ya decía en su texto cede, salvo su periodicidad."""
    for b in borradores:
        b.responsables = campos.responsables or b.responsables
        b.entregable = campos.entregable or b.entregable
        propios = campos.plazos if b.parrafo == parrafo else tuple(replace(p, tramo=None) for p in campos.plazos)
        if propios and not any(p.clase == "periodico" for p in b.plazos):
            b.plazos = list(propios)
        elif propios:
            b.plazos += [p for p in propios if p.clase == "permanente"]
