"""Qué avisos tocan por una obligación: la escalera de recordatorios, sin base ni reloj.

Los peldaños son datos (``ReglaDeAviso``). Los previos se cuentan desde el plazo y, si caen en inhábil, se adelantan al último hábil. Después del
plazo, la fecha la da el calendario (el día siguiente, cada lunes) y el peldaño lo da lo que de verdad se envió: nadie sube un escalón por un
correo que no salió. Lo periódico no se insiste más seguido de lo que se repite, por muchas vueltas que se deban: al vencer una se recuerdan
todas en el mismo correo, y entre una vez y otra pasa una vuelta entera. La misma regla vive en SQL (``queries.debidos``) y una sola
tabla de casos prueba las dos.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from conferencia.domain.calendario import UN_DIA, CalendarioHabil
from conferencia.domain.estados import Estado
from conferencia.domain.situacion import GRUPO_DE, Grupo, Rasgos, Situacion, situacion

UNA_SEMANA = timedelta(days=7)
# A quien no le toca actuar no se le recuerda nada. Lo permanente al día sí: su evidencia caduca.
CALLADAS = frozenset({Situacion.EN_REVISION, Situacion.RECIBIDA_POR_CONFIRMAR, Situacion.EN_ESPERA_DE_INSUMO}) | {
    s for s, grupo in GRUPO_DE.items() if grupo in (Grupo.CUMPLIDA, Grupo.EXENTA) and s != Situacion.PERMANENTE_AL_DIA
}
DIAS_DE = {"semanal": 7, "quincenal": 15, "mensual": 30, "bimestral": 61, "trimestral": 91, "cuatrimestral": 122, "semestral": 182, "anual": 365}


class Clase(StrEnum):
    """De qué se trata lo que se recuerda."""

    UNICA = "unica"
    PERIODICA = "periodica"
    PERMANENTE = "permanente"
    TURNO = "turno"


class Momento(StrEnum):
    ANTES = "antes"
    DESPUES = "despues"
    SEMANAL = "semanal"


class Papel(StrEnum):
    """A quién va: al enlace (o, mientras no haya, al contacto oficial), al titular de la institución, como tarea a la Secretaría Técnica, o al
    área técnica a la que se turnó.
    """

    ENLACE = "enlace"
    TITULAR = "titular"
    SECRETARIA = "secretaria"
    AREA = "area"


@dataclass(frozen=True)
class Regla:
    """``dias``: naturales, antes o después del plazo (0 antes: el mismo día). De ``SEMANAL`` no se usan."""

    clase: Clase
    momento: Momento
    dias: int
    papel: Papel = Papel.ENLACE
    inmediato: bool = False
    id: UUID | None = None


def _previas(clase: Clase, *dias: int) -> list[Regla]:
    return [Regla(clase, Momento.ANTES, n, inmediato=True) for n in dias]


def _posteriores(clase: Clase) -> list[Regla]:
    return [Regla(clase, Momento.DESPUES, 1), Regla(clase, Momento.SEMANAL, 0)]


def _escalamiento(clase: Clase) -> list[Regla]:
    return [Regla(clase, Momento.DESPUES, 15, Papel.TITULAR), Regla(clase, Momento.DESPUES, 15, Papel.SECRETARIA)]


# Con las que nace el sistema (interfaz.md, Correo). De lo que se repite cada mes no se mandan tres avisos en una semana.
POR_OMISION = (
    *_previas(Clase.UNICA, 7, 1, 0),
    *_posteriores(Clase.UNICA),
    *_escalamiento(Clase.UNICA),
    *_previas(Clase.PERIODICA, 7, 0),
    *_posteriores(Clase.PERIODICA),
    *_escalamiento(Clase.PERIODICA),
    *_previas(Clase.PERMANENTE, 7, 0),
    *_posteriores(Clase.PERMANENTE),
    *(Regla(Clase.TURNO, Momento.ANTES, n, Papel.AREA, inmediato=True) for n in (1, 0)),
    Regla(Clase.TURNO, Momento.DESPUES, 1, Papel.AREA),
    Regla(Clase.TURNO, Momento.SEMANAL, 0, Papel.AREA),
)


@dataclass(frozen=True)
class Enviado:
    """Lo que ya salió después de vencer este plazo: ``primero`` y ``ultimo`` correo, y las reglas que ya escalaron.

    De lo periódico, ``ultimo`` es el de cualquiera de las vueltas que aún se deben.
    """

    primero: date | None = None
    ultimo: date | None = None
    escaladas: frozenset[Regla] = frozenset()


@dataclass(frozen=True)
class Peldano:
    """``clave``: «d-7», «d-0», «d+1», «lunes 2022-07-18», «d+15»."""

    regla: Regla
    clave: str


@dataclass(frozen=True)
class Ventana:
    """Los días que hoy se atienden, ``(desde, hoy]``, vistos con el calendario de una institución. ``hoy`` es hábil.

    ``desde`` es el último día ya planeado: tras un día apagado se manda lo más reciente, no todo lo atrasado.
    """

    hoy: date
    previo_desde: date  # primer hábil después de ``desde``
    previo_hasta: date  # primer hábil después de hoy: lo previo que cae antes se adelanta a hoy
    posterior_desde: date  # último hábil hasta ``desde``
    lunes: date
    toca_lunes: bool  # el aviso del lunes cae dentro de la ventana


def ventana(calendario: CalendarioHabil, *, desde: date, hoy: date) -> Ventana | None:
    """``None`` en día inhábil: no se avisa."""
    if not calendario.es_habil(hoy):
        return None
    lunes = hoy - timedelta(days=hoy.weekday())
    return Ventana(
        hoy=hoy,
        previo_desde=calendario.siguiente_habil(desde + UN_DIA),
        previo_hasta=calendario.siguiente_habil(hoy + UN_DIA),
        posterior_desde=calendario.anterior_habil(desde),
        lunes=lunes,
        toca_lunes=calendario.siguiente_habil(lunes) > desde,
    )


def clase_de(*, permanente: bool, periodo: str) -> Clase:
    if permanente:
        return Clase.PERMANENTE
    return Clase.PERIODICA if periodo else Clase.UNICA


def cada_cuanto(clase: Clase, periodicidad: str, ratificar_cada: int | None) -> int:
    """Días que dura una vuelta de lo que se repite; 0 si no se repite."""
    if clase == Clase.PERIODICA:
        return DIAS_DE.get(periodicidad, 0)
    return (ratificar_cada or 0) * 30 if clase == Clase.PERMANENTE else 0


def fecha_que_rige(rasgos: Rasgos) -> date | None:
    """El plazo para subsanar si hay observaciones abiertas; de lo permanente, el de ratificar; si no, el vencimiento. ``None``: sin avisos."""
    if rasgos.estado == Estado.CON_OBSERVACIONES:
        return rasgos.subsanar_el
    return rasgos.ratificar_el if rasgos.permanente else rasgos.vence_el


def suspendido(rasgos: Rasgos, dia: date) -> bool:
    """Ese día el plazo ya no corre: no se apremia a nadie hasta que se reanude."""
    return rasgos.detenida_el is not None and rasgos.detenida_el < dia


def peldanos(
    rasgos: Rasgos, reglas: Iterable[Regla], ventana: Ventana | None, *, enviado: Enviado = Enviado(), cada: int = 0, otras: Collection[date] = ()
) -> list[Peldano]:
    """Lo que hoy toca: a lo más un recordatorio, y los escalamientos que se cumplan. ``cada``: días entre una vuelta y otra; 0, no se repite.

    ``otras``: los plazos de las demás vueltas que la misma institución debe.
    """
    fecha = fecha_que_rige(rasgos)
    if fecha is None or ventana is None or suspendido(rasgos, ventana.hoy) or situacion(rasgos, ventana.hoy) in CALLADAS:
        return []
    reglas = list(reglas)
    propias = [r for r in reglas if r.papel == Papel.ENLACE]
    hay_nueva = any(_despues(r, otra, ventana) for otra in otras for r in propias if r.momento == Momento.DESPUES)
    recordatorios = [r for r in propias if _toca(r, fecha, ventana, enviado, cada, hay_nueva)]
    escalados = [r for r in reglas if r.papel != Papel.ENLACE and r not in enviado.escaladas and _escala(r, fecha, ventana.hoy, enviado)]
    elegido = sorted(recordatorios, key=_prioridad)[:1]
    return [Peldano(r, clave_de(r, ventana.lunes)) for r in (*elegido, *sorted(escalados, key=lambda r: (r.papel, r.dias)))]


def recordatorio_de_turno(vence_el: date, reglas: Iterable[Regla], ventana: Ventana | None, *, enviado: Enviado = Enviado()) -> Peldano | None:
    """Lo que hoy toca recordarle a un área que no ha opinado: a lo más un aviso, con los mismos momentos que lo demás."""
    if ventana is None:
        return None
    tocan = [r for r in reglas if _toca(r, vence_el, ventana, enviado, 0)]
    return min((Peldano(r, clave_de(r, ventana.lunes)) for r in tocan), key=lambda p: _prioridad(p.regla), default=None)


def _toca(r: Regla, fecha: date, v: Ventana, enviado: Enviado, cada: int, hay_nueva: bool = False) -> bool:
    if r.momento == Momento.ANTES:
        ya_lo_dijo_la_vuelta_anterior = 0 < cada <= r.dias
        return fecha >= v.hoy and v.previo_desde <= fecha - timedelta(days=r.dias) < v.previo_hasta and not ya_lo_dijo_la_vuelta_anterior
    if r.momento == Momento.DESPUES:
        return _despues(r, fecha, v)
    descanso = enviado.ultimo is None or (enviado.ultimo < v.lunes and (hay_nueva or enviado.ultimo + timedelta(days=cada) <= v.hoy))
    return fecha < v.hoy and (v.toca_lunes or hay_nueva) and descanso


def _despues(r: Regla, fecha: date, v: Ventana) -> bool:
    return v.posterior_desde < fecha + timedelta(days=r.dias) <= v.hoy


def _escala(r: Regla, fecha: date, hoy: date, enviado: Enviado) -> bool:
    """``dias`` después del plazo y, además, otro tanto desde el primer recordatorio que salió."""
    paso_el_plazo = fecha + timedelta(days=r.dias) <= hoy
    return paso_el_plazo and enviado.primero is not None and enviado.primero + timedelta(days=r.dias - 1) <= hoy


def _prioridad(r: Regla) -> tuple[int, int]:
    """De varios que tocan, el más cercano: el día siguiente gana al lunes, y de los previos el de menos días."""
    orden: Sequence[Momento] = (Momento.DESPUES, Momento.SEMANAL, Momento.ANTES)
    return orden.index(r.momento), -r.dias if r.momento == Momento.DESPUES else r.dias


def clave_de(r: Regla, lunes: date) -> str:
    if r.momento == Momento.SEMANAL:
        return f"lunes {lunes.isoformat()}"
    return f"d-{r.dias}" if r.momento == Momento.ANTES else f"d+{r.dias}"
