"""La puerta por la que nace un acuerdo: la fuente que ``conferencia`` llama al publicar."""

import re

from acuerdos.models import Acuerdo, Sentido

_SENTIDOS = (
    (re.compile(r"\bunanimidad\b", re.IGNORECASE), Sentido.UNANIMIDAD),
    (re.compile(r"\bmayor[ií]a\b", re.IGNORECASE), Sentido.MAYORIA),
)


def sentido_de(parrafos: list[str]) -> Sentido:
    """El sentido que el propio texto declara; si calla, se dice que no consta."""
    texto = " ".join(parrafos)
    return next((sentido for patron, sentido in _SENTIDOS if patron.search(texto)), Sentido.SIN_REGISTRO)


def dar_de_alta(*, acta, clave: str, leida: dict) -> Acuerdo:
    return Acuerdo.objects.create(
        acta=acta,
        reunion_id=acta.reunion_id,
        clave=clave,
        clase="acuerdo",
        numero=leida["numero"],
        ordinal=leida["ordinal"],
        titulo=leida["titulo"],
        sentido=sentido_de(leida["parrafos"]),
    )
