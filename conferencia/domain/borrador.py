"""El examen de un borrador de acta antes de firmarse: qué le falta a cada compromiso para poder exigirse, y cómo decirlo."""

from collections import Counter
from dataclasses import dataclass

from conferencia.domain.lectura import CompromisoLeido, DisposicionLeida, Lectura
from conferencia.domain.lectura.calidad import SUGERENCIAS, sugerencia

LIMPIO, CON_AVISOS, SIN_COMPROMISOS = "limpio", "con_avisos", "sin_compromisos"


@dataclass(frozen=True)
class Reparo:
    aviso: str
    sugerencia: str


@dataclass(frozen=True)
class Renglon:
    """Un compromiso del borrador y lo que se le objeta."""

    disposicion: str
    parrafo: int
    cita: str
    accion: str
    responsables: tuple[str, ...]
    plazo: str
    reparos: tuple[Reparo, ...]


@dataclass(frozen=True)
class Examen:
    renglones: tuple[Renglon, ...]
    cuentas: tuple[tuple[str, int], ...]

    @property
    def con_reparos(self) -> int:
        return sum(bool(r.reparos) for r in self.renglones)

    @property
    def veredicto(self) -> str:
        if not self.renglones:
            return SIN_COMPROMISOS
        return CON_AVISOS if self.con_reparos else LIMPIO


def examinar(lectura: Lectura) -> Examen:
    """Cada obligación con sus reparos, en el orden del texto. Lo que se agotó en la reunión no se examina."""
    renglones = tuple(_renglon(d, c) for d in lectura.disposiciones for c in d.compromisos if c.naturaleza == "obligacion")
    cuenta = Counter(reparo.aviso for r in renglones for reparo in r.reparos)
    orden = {aviso: n for n, aviso in enumerate(SUGERENCIAS)}
    return Examen(renglones, tuple(sorted(cuenta.items(), key=lambda par: (-par[1], orden.get(par[0], 99), par[0]))))


def _renglon(d: DisposicionLeida, c: CompromisoLeido) -> Renglon:
    plazo = c.plazo.vence.isoformat() if c.plazo.vence else c.plazo.periodicidad or c.plazo.clase.replace("_", " ")
    return Renglon(
        f"{d.clase.capitalize()} {d.ordinal}",
        c.parrafo,
        c.tramo.de(d.parrafos[c.parrafo - 1]),
        c.accion,
        c.responsables,
        plazo,
        tuple(Reparo(a, sugerencia(a)) for a in c.avisos),
    )
