"""La puerta por la que nace un transitorio: la fuente que ``conferencia`` llama al publicar."""

from transitorios.domain.vigencia import solo_completa
from transitorios.models import Transitorio


def dar_de_alta(*, acta, clave: str, leida: dict) -> Transitorio:
    return Transitorio.objects.create(
        acta=acta,
        reunion_id=acta.reunion_id,
        clave=clave,
        clase="transitorio",
        numero=leida["numero"],
        ordinal=leida["ordinal"],
        titulo=leida["titulo"],
        solo_completa=solo_completa(leida["compromisos"]),
    )
