"""Qué aviso toca para una obligación: la escalera de recordatorios, sin base ni reloj.

Siete días antes, uno antes y el mismo día; el día siguiente al vencimiento y después cada lunes. Solo en días hábiles:
lo previo que cae en inhábil se adelanta al último hábil; lo posterior espera al siguiente (producto.md §4). Suspendido el plazo, nada.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from conferencia.domain.calendario import UN_DIA, CalendarioHabil
from conferencia.domain.estados import Estado
from conferencia.domain.situacion import GRUPO_DE, Grupo, Rasgos, Situacion, situacion

PREVIOS = ((7, "d-7"), (1, "d-1"), (0, "d-0"))
UNA_SEMANA = timedelta(days=7)
# A quien no le toca actuar no se le recuerda nada.
CALLADAS = frozenset({Situacion.EN_REVISION, Situacion.RECIBIDA_POR_CONFIRMAR, Situacion.EN_ESPERA_DE_INSUMO}) | {
    s for s, grupo in GRUPO_DE.items() if grupo in (Grupo.CUMPLIDA, Grupo.EXENTA)
}


@dataclass(frozen=True)
class Peldano:
    """``el``: día hábil en que se avisa. ``clave``: «d-7», «d-1», «d-0», «d+1» o «lunes 2022-07-18»."""

    el: date
    clave: str


def fecha_que_rige(rasgos: Rasgos) -> date | None:
    """El plazo para subsanar si hay observaciones abiertas; si no, el vencimiento. ``None``: sin plazo, sin avisos."""
    return rasgos.subsanar_el if rasgos.estado == Estado.CON_OBSERVACIONES else rasgos.vence_el


def suspendido(rasgos: Rasgos, dia: date) -> bool:
    """Ese día el plazo ya no corre: no se apremia a nadie hasta que se reanude."""
    return rasgos.detenida_el is not None and rasgos.detenida_el < dia


def peldano_debido(rasgos: Rasgos, *, desde: date, hasta: date, calendario: CalendarioHabil) -> Peldano | None:
    """El último peldaño con fecha en ``(desde, hasta]``, o ``None`` si no toca avisar.

    ``desde`` es el último día ya planeado: tras un día apagado se manda lo más reciente, no todo lo atrasado.
    """
    fecha = fecha_que_rige(rasgos)
    if fecha is None or not calendario.es_habil(hasta) or suspendido(rasgos, hasta) or situacion(rasgos, hasta) in CALLADAS:
        return None
    ultimo = ultimo_peldano(fecha, hasta, calendario)
    return ultimo if ultimo is not None and ultimo.el > desde else None


def ultimo_peldano(fecha: date, hasta: date, calendario: CalendarioHabil) -> Peldano | None:
    """El peldaño más reciente, a ``hasta``, de la escalera de un plazo que termina en ``fecha``."""
    siguiente = Peldano(calendario.siguiente_habil(fecha + UN_DIA), "d+1")
    if hasta >= siguiente.el:
        return _lunes(siguiente, hasta, calendario) or siguiente
    previos = [Peldano(calendario.anterior_habil(fecha - timedelta(days=dias)), clave) for dias, clave in PREVIOS]
    return next((p for p in reversed(previos) if p.el <= hasta), None)


def _lunes(siguiente: Peldano, hasta: date, calendario: CalendarioHabil) -> Peldano | None:
    """El aviso semanal más reciente posterior al del día siguiente, si ya hubo alguno."""
    lunes = hasta - timedelta(days=hasta.weekday())
    while (el := calendario.siguiente_habil(lunes)) > hasta:
        lunes -= UNA_SEMANA
    return Peldano(el, f"lunes {lunes.isoformat()}") if el > siguiente.el else None
