"""Vidas de obligaciones inventadas, para medir: qué actos tiene cada reunión de carga y qué le pasa a cada obligación."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random


@dataclass(frozen=True)
class Molde:
    """Un compromiso tipo. ``tipos``: a quién obliga; ``meses``: cada cuánto, si es periódico; ``dias``: a cuántos del acto vence, si tiene fecha."""

    accion: str
    tipos: tuple[str, ...]
    modo: str = "individual"
    meses: int = 0
    dias: int = 0
    permanente: bool = False
    espera: bool = False


MOLDES = (
    Molde("remitir el reporte mensual de incidentes cibernéticos", ("UPC", "C5"), meses=1),
    Molde("actualizar el registro nacional correspondiente", ("SS", "C5"), meses=1),
    Molde("informar los indicadores de operación policial", ("SS", "UPC"), meses=1),
    Molde("presentar el informe trimestral de avances", ("SS", "UPC", "C5"), meses=3),
    Molde("remitir el diagnóstico de infraestructura", ("SS", "C5"), dias=90, espera=True),
    Molde("designar un enlace operativo", ("SS", "UPC", "C5"), dias=7),
    Molde("suscribir el convenio de colaboración", ("SS", "UPC", "C5"), "conjunta_por_entidad", dias=180),
    Molde("mantener la interconexión con los sistemas nacionales", ("C5",), permanente=True),
    Molde("fortalecer la capacitación del personal", ("SS",)),
    Molde("remitir el padrón de servidores públicos habilitados", ("SS", "UPC"), meses=1),
)
SIN_RESPUESTA, A_TIEMPO, TARDE, EN_REVISION, OBSERVADA, AJENA, EXENTA = range(7)
PESOS = (12, 60, 11, 6, 4, 3, 4)


@dataclass(frozen=True)
class Paso:
    """Un hecho de la vida: cuándo, qué clase, de qué estado a cuál y los rasgos que movió."""

    dia: date
    clase: str
    de: str
    a: str
    cambios: Mapping[str, object] = field(default_factory=dict)


def vida(azar: Random, nace: date, vence: date | None, hoy: date, *, permanente: bool = False) -> Iterator[Paso]:
    """Lo que le pasó desde que nació hasta ``hoy``. Lo que aún no vence casi siempre sigue pendiente."""
    if permanente:
        yield from _ratificada(azar, nace, hoy)
        return
    plazo = vence or nace + timedelta(days=120)
    suerte = azar.choices(range(7), PESOS)[0]
    entrega = plazo - timedelta(days=azar.randint(0, 9)) if suerte != TARDE else plazo + timedelta(days=azar.randint(1, 60))
    entrega = max(entrega, nace)
    if suerte == SIN_RESPUESTA or entrega > hoy:
        return
    if suerte == EXENTA:
        yield Paso(entrega, "obligacion.no_aplica", "pendiente", "no_aplica", {"estado": "no_aplica"})
        return
    yield Paso(entrega, "entrega.presentada", "pendiente", "en_revision", {"estado": "en_revision", "primera_entrega_el": entrega})
    dictamen = entrega + timedelta(days=azar.randint(1, 25))
    if dictamen > hoy or (suerte == EN_REVISION and (hoy - entrega).days < 200):
        return
    yield from _dictamen(suerte, dictamen, entrega)


def _dictamen(suerte: int, dia: date, entrega: date) -> Iterator[Paso]:
    if suerte == OBSERVADA:
        cambios = {"estado": "con_observaciones", "subsanar_el": dia + timedelta(days=10)}
        yield Paso(dia, "entrega.observada", "en_revision", "con_observaciones", cambios)
    elif suerte == AJENA:
        yield Paso(dia, "entrega.rechazada", "en_revision", "pendiente", {"estado": "pendiente", "ajena": True, "primera_entrega_el": None})
    else:
        yield Paso(dia, "entrega.aceptada", "en_revision", "cumplida", {"estado": "cumplida"})


def _ratificada(azar: Random, nace: date, hoy: date) -> Iterator[Paso]:
    """Tres de cada cuatro se ratifican alguna vez; vale seis meses."""
    dia = nace + timedelta(days=azar.randint(20, 200))
    if azar.random() < 0.75 and dia <= hoy:
        yield Paso(dia, "obligacion.ratificada", "pendiente", "pendiente", {"ratificada_el": dia, "ratificar_el": dia + timedelta(days=182)})


def vencimientos(molde: Molde, acto: date, hasta: date, tope: int) -> Iterator[tuple[str, date, date | None]]:
    """(periodo, nace, vence) de las obligaciones de un molde para quien responde: una, o una por periodo hasta ``hasta``."""
    if not molde.meses:
        yield "", acto, acto + timedelta(days=molde.dias) if molde.dias else None
        return
    anio, mes = acto.year, acto.month
    for _ in range(tope):
        inicio = date(anio, mes, 1)
        if inicio > hasta:
            return
        anio, mes = (anio + (mes + molde.meses - 1) // 12, (mes + molde.meses - 1) % 12 + 1)
        clave = f"{inicio:%Y-%m}" if molde.meses == 1 else f"{inicio.year}-T{(inicio.month - 1) // 3 + 1}"
        yield clave, max(inicio, acto), date(anio, mes, 1) + timedelta(days=13)
