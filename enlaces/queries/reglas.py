"""Las reglas de aviso como se leen, y quién no recibiría nada un día, con su razón."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from conferencia.domain.situacion import ROTULOS, Situacion
from conferencia.models import Obligacion
from enlaces.domain.avisos import CALLADAS
from enlaces.models import ClaseDeCompromiso, Momento, ReglaDeAviso
from enlaces.queries.debidos import con_fecha, ventanas

CERCA = timedelta(days=7)
_ORDEN = {Momento.ANTES: 0, Momento.DESPUES: 1, Momento.SEMANAL: 2}


def todas() -> QuerySet[ReglaDeAviso]:
    return ReglaDeAviso.objects.order_by("clase", "momento", "dias", "papel")


def por_clase() -> list[tuple[str, list[ReglaDeAviso]]]:
    """Cada clase de compromiso con su escalera, del aviso más temprano al más tardío."""
    reglas = sorted(todas(), key=lambda r: (_ORDEN[Momento(r.momento)], -r.dias if r.momento == Momento.ANTES else r.dias, r.papel))
    return [(clase.label, [r for r in reglas if r.clase == clase]) for clase in ClaseDeCompromiso]


@dataclass(frozen=True)
class Callado:
    """Una obligación con el plazo cerca o vencido por la que ese día no se le escribe a nadie."""

    obligacion: Obligacion
    fecha: date
    razon: str


def callados(dia: date, avisadas: Collection[UUID]) -> list[Callado]:
    """Las vencidas o por vencer en siete días que no están en ``avisadas``, y por qué."""
    filas = con_fecha(Obligacion.objects.nacidas(dia).abiertas().con_situacion(dia)).filter(fecha__lte=dia + CERCA).exclude(pk__in=avisadas)
    filas = filas.select_related("compromiso", "institucion", "entidad").prefetch_related("partes").order_by("fecha", "clave")
    habiles = ventanas(dia, dia - timedelta(days=1))
    return [Callado(o, o.fecha, _razon(o, dia, habiles)) for o in filas]


def _razon(o: Obligacion, dia: date, habiles: Collection[UUID]) -> str:
    situacion = Situacion(o.situacion)
    if situacion in CALLADAS:
        return {
            Situacion.EN_ESPERA_DE_INSUMO: "Espera un insumo que otro debe.",
            Situacion.EN_REVISION: "Ya se entregó: la revisa la Secretaría Técnica.",
            Situacion.RECIBIDA_POR_CONFIRMAR: "Llegó por correo y falta confirmarla.",
        }.get(situacion, f"Está {ROTULOS[situacion]}.")
    if o.detenida_el is not None and o.detenida_el < dia:
        return "Su plazo está suspendido."
    if not any(p.institucion_id in habiles for p in o.partes.all() if p.en_turno):
        return "Ese día es inhábil para la institución."
    return "Ese día ninguna regla le toca, o ya se le avisó."
