"""La situación de una disposición, que es la que pregunta el pleno, y la de los acuerdos de un acto: de las cuentas de sus obligaciones.

La regla, de arriba abajo:

1. *concluida*: la declaró el órgano. Nadie más la concluye, ni aunque todo esté cumplido.
2. *agotada*: solo contenía actos, que se agotaron en la reunión.
3. *exenta*: todas sus obligaciones lo están; nada queda exigible.
4. *incumplida*: alguna venció sin entrega aceptada (vencida, sin respuesta o ajena), mientras siga así. Basta una.
5. *cumplida*: todas las exigibles se cumplieron; con marca si alguna fue extemporánea.
6. *permanente*: lo exigible está cumplido o al día y al menos una es un deber que no se agota.
7. *en proceso*: lo demás, también lo que aún no nace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion


class SituacionDelPleno(StrEnum):
    CONCLUIDA = "concluida"
    AGOTADA = "agotada"
    CUMPLIDA = "cumplida"
    PERMANENTE = "permanente"
    EN_PROCESO = "en_proceso"
    INCUMPLIDA = "incumplida"
    EXENTA = "exenta"


ROTULOS_DEL_PLENO = {
    SituacionDelPleno.CONCLUIDA: "concluida",
    SituacionDelPleno.AGOTADA: "agotada en el acto",
    SituacionDelPleno.CUMPLIDA: "cumplida",
    SituacionDelPleno.PERMANENTE: "permanente, al día",
    SituacionDelPleno.EN_PROCESO: "en proceso",
    SituacionDelPleno.INCUMPLIDA: "incumplida",
    SituacionDelPleno.EXENTA: "exenta, nada exigible",
}
GRUPO_DEL_PLENO = {
    SituacionDelPleno.CONCLUIDA: Grupo.CUMPLIDA,
    SituacionDelPleno.AGOTADA: Grupo.CUMPLIDA,
    SituacionDelPleno.CUMPLIDA: Grupo.CUMPLIDA,
    SituacionDelPleno.PERMANENTE: Grupo.CUMPLIDA,
    SituacionDelPleno.EN_PROCESO: Grupo.EN_PLAZO,
    SituacionDelPleno.INCUMPLIDA: Grupo.VENCIDA,
    SituacionDelPleno.EXENTA: Grupo.EXENTA,
}


@dataclass(frozen=True)
class DeDisposicion:
    """``extemporanea``: cumplida, pero alguna fuera de su plazo. ``concluida_el``: cuándo lo declaró el órgano."""

    situacion: SituacionDelPleno
    extemporanea: bool = False
    concluida_el: date | None = None

    @property
    def rotulo(self) -> str:
        return ROTULOS_DEL_PLENO[self.situacion] + (", con marca extemporánea" if self.extemporanea else "")

    @property
    def grupo(self) -> str:
        """El tono con que se pinta."""
        return GRUPO_DEL_PLENO[self.situacion].value


def situacion_de_disposicion(cuentas: Mapping[str, int], *, solo_actos: bool, concluida_el: date | None = None) -> DeDisposicion:
    """``cuentas``: cuántas obligaciones hay en cada situación al corte; de la que solo da plazo a otra, las de esa otra."""
    tarde = cuentas.get(Situacion.CUMPLIDA_EXTEMPORANEA, 0) > 0
    if concluida_el is not None:
        return DeDisposicion(SituacionDelPleno.CONCLUIDA, concluida_el=concluida_el)
    grupos = {GRUPO_DE[Situacion(s)] for s, n in cuentas.items() if n}
    if not grupos:
        return DeDisposicion(SituacionDelPleno.AGOTADA if solo_actos else SituacionDelPleno.EN_PROCESO)
    exigibles = grupos - {Grupo.EXENTA}
    if not exigibles:
        return DeDisposicion(SituacionDelPleno.EXENTA)
    if Grupo.VENCIDA in exigibles:
        return DeDisposicion(SituacionDelPleno.INCUMPLIDA)
    if exigibles != {Grupo.CUMPLIDA}:
        return DeDisposicion(SituacionDelPleno.EN_PROCESO)
    if cuentas.get(Situacion.PERMANENTE_AL_DIA, 0):
        return DeDisposicion(SituacionDelPleno.PERMANENTE, extemporanea=tarde)
    return DeDisposicion(SituacionDelPleno.CUMPLIDA, extemporanea=tarde)


def contar_acuerdos(situaciones: Iterable[DeDisposicion]) -> dict[SituacionDelPleno, int]:
    """Lo que un pleno cuenta: cuántas disposiciones del acto hay en cada situación, también las que están en cero."""
    suma = dict.fromkeys(SituacionDelPleno, 0)
    for cada in situaciones:
        suma[cada.situacion] += 1
    return suma
