"""Contar obligaciones por situación, con su denominador: lo exento queda fuera de él."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion

# De lo más apremiante a lo menos: el primero que haya es la cara de una celda.
POR_APREMIO = (Grupo.VENCIDA, Grupo.POR_VENCER, Grupo.EN_TRAMITE, Grupo.EN_PLAZO, Grupo.CUMPLIDA)
EN_BARRA = (Grupo.CUMPLIDA, Grupo.EN_TRAMITE, Grupo.EN_PLAZO, Grupo.POR_VENCER, Grupo.VENCIDA)


@dataclass(frozen=True)
class Conteo:
    """Cuántas obligaciones hay en cada situación."""

    por_situacion: Mapping[str, int]

    @classmethod
    def sumando(cls, pares: Iterable[tuple[str, int]]) -> "Conteo":
        suma: dict[str, int] = {}
        for situacion, cuantas in pares:
            suma[situacion] = suma.get(situacion, 0) + cuantas
        return cls(suma)

    @cached_property
    def por_grupo(self) -> dict[str, int]:
        """Los seis grupos, también los que están en cero."""
        suma = dict.fromkeys((g.value for g in Grupo), 0)
        for situacion, cuantas in self.por_situacion.items():
            suma[GRUPO_DE[Situacion(situacion)].value] += cuantas
        return suma

    @property
    def total(self) -> int:
        """El denominador: todas menos las exentas."""
        return sum(self.por_situacion.values()) - self.exentas

    @property
    def exentas(self) -> int:
        return self.por_grupo[Grupo.EXENTA]

    @property
    def cumplidas(self) -> int:
        return self.por_grupo[Grupo.CUMPLIDA]

    @property
    def vencidas(self) -> int:
        return self.por_grupo[Grupo.VENCIDA]

    @property
    def por_vencer(self) -> int:
        return self.por_grupo[Grupo.POR_VENCER]

    @property
    def peor(self) -> str:
        """El grupo más apremiante que tenga alguna; «exenta» si todas lo están; vacío si no hay ninguna."""
        if not self.total:
            return Grupo.EXENTA.value if self.exentas else ""
        return next(g.value for g in POR_APREMIO if self.por_grupo[g])

    @property
    def segmentos(self) -> list[dict]:
        """Lo que pide la barra apilada."""
        return [{"grupo": g.value, "valor": self.por_grupo[g]} for g in EN_BARRA]
