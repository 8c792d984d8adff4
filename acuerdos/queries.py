"""Lo propio de un acuerdo: su votación y lo que otras disposiciones le completan."""

from dataclasses import dataclass

from acuerdos.models import Acuerdo, Sentido
from conferencia.models import Compromiso, Disposicion


@dataclass(frozen=True)
class Recibido:
    """Un compromiso del acuerdo y el de otra disposición que lo completa. ``da_plazo``: de él sale la fecha."""

    compromiso: Compromiso
    complemento: Compromiso

    @property
    def da_plazo(self) -> bool:
        return self.compromiso.plazo_clase == "sin_plazo" and self.complemento.plazo_clase != "sin_plazo"


@dataclass(frozen=True)
class DelAcuerdo:
    """``sentido`` vacío: el acta no registra la votación."""

    sentido: str
    recibidos: tuple[Recibido, ...]


def del_acuerdo(disposicion: Disposicion) -> DelAcuerdo | None:
    """``None`` si la disposición no es un acuerdo."""
    acuerdo = Acuerdo.objects.filter(pk=disposicion.pk).first()
    if acuerdo is None:
        return None
    complementos = (
        Compromiso.objects.filter(complementa__disposicion=disposicion)
        .select_related("complementa__parrafo", "disposicion", "parrafo")
        .order_by("complementa__orden", "disposicion__clase", "disposicion__numero", "orden")
    )
    sentido = "" if acuerdo.sentido == Sentido.SIN_REGISTRO else acuerdo.get_sentido_display()
    return DelAcuerdo(sentido, tuple(Recibido(c.complementa, c) for c in complementos))
