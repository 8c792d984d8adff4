"""Lo propio de un transitorio: a qué compromisos completa y qué plazo les da."""

from dataclasses import dataclass

from conferencia.models import Compromiso, Disposicion
from transitorios.models import Transitorio


@dataclass(frozen=True)
class Dado:
    """``compromiso``: el del transitorio. ``destino``: el que completa. ``da_plazo``: el destino callaba su fecha."""

    compromiso: Compromiso
    destino: Compromiso

    @property
    def da_plazo(self) -> bool:
        return self.destino.plazo_clase == "sin_plazo" and self.compromiso.plazo_clase != "sin_plazo"


@dataclass(frozen=True)
class DelTransitorio:
    solo_completa: bool
    dados: tuple[Dado, ...]


def del_transitorio(disposicion: Disposicion) -> DelTransitorio | None:
    """``None`` si la disposición no es transitoria."""
    transitorio = Transitorio.objects.filter(pk=disposicion.pk).first()
    if transitorio is None:
        return None
    completan = (
        disposicion.compromisos.filter(complementa__isnull=False)
        .select_related("parrafo", "complementa__disposicion", "complementa__parrafo")
        .order_by("orden")
    )
    return DelTransitorio(transitorio.solo_completa, tuple(Dado(c, c.complementa) for c in completan))
