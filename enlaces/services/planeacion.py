"""Planear el resumen del día: un aviso por persona, con lo suyo, una sola vez pase lo que pase."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from conferencia import reloj
from conferencia.models import Institucion, Obligacion, Parte
from conferencia.queries.calendarios import calendarios_de
from enlaces.domain.avisos import fecha_que_rige, peldano_debido
from enlaces.domain.reglas import clave_de_resumen
from enlaces.models import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.queries.destinatarios import Destinatario, Libreta, instituciones_de
from enlaces.services.registro import insertar, nuevo

# Siete días de anticipación y lo que un puente largo puede adelantarla.
HORIZONTE = timedelta(days=28)
SIN_DESTINATARIO = "La institución no tiene enlace vigente ni correo oficial: nadie recibió este aviso."


@dataclass(frozen=True)
class Renglon:
    """Una obligación que toca avisar. ``fecha``: el plazo que rige; ``peldano``: por qué hoy."""

    obligacion: Obligacion
    institucion: UUID
    peldano: str
    fecha: date
    destinatario: Destinatario


@dataclass
class Previsto:
    """Lo que toca avisar un día: por correo, y las instituciones a las que no hay a quién escribir."""

    por_correo: dict[str, list[Renglon]] = field(default_factory=lambda: defaultdict(list))
    sin_destinatario: set[UUID] = field(default_factory=set)


@transaction.atomic
def planear(dia: date) -> list[Aviso]:
    """Deja en cola un resumen por persona y da los que nacieron ahora. Repetirlo, o hacerlo dos a la vez, no agrega nada."""
    previsto = prever(dia)
    avisos = [_resumen(dia, correo, renglones) for correo, renglones in sorted(previsto.por_correo.items())]
    nuevos = insertar(avisos + [_suprimido(dia, institucion) for institucion in sorted(previsto.sin_destinatario)])
    RenglonDeAviso.objects.bulk_create((r for a in nuevos if a.correo for r in renglones_de(a, previsto.por_correo[a.correo])), batch_size=1000)
    return nuevos


def prever(dia: date, *, correo: str = "") -> Previsto:
    """Lo que toca el ``dia`` a quien hoy tiene el encargo, sin escribir nada. Con ``correo``, solo lo de esa persona."""
    al = max(dia, reloj.hoy())
    mias = instituciones_de(correo, al) if correo else None
    obligaciones = {o.pk: o for o in _candidatas(dia, mias)}
    partes = _partes(obligaciones, mias)
    libreta, debidos, avisado = Libreta(al, mias), _Debidos(dia, {i for _, i in partes}), _ya_avisado(obligaciones, dia)
    previsto = Previsto()
    for obligacion_id, institucion in partes:
        obligacion = obligaciones[obligacion_id]
        if (peldano := debidos.de(obligacion, institucion)) is None:
            continue
        destinatarios = libreta.para(institucion, obligacion.compromiso.disposicion_id)
        if not destinatarios:
            previsto.sin_destinatario.add(institucion)
        fecha = cast(date, fecha_que_rige(obligacion.rasgos(espera_insumo=obligacion.espera_insumo)))  # hay peldaño: hay fecha
        for destinatario in destinatarios:
            if (obligacion.pk, peldano, fecha, destinatario.correo) not in avisado:
                previsto.por_correo[destinatario.correo].append(Renglon(obligacion, institucion, peldano, fecha, destinatario))
    return previsto if not correo else Previsto({correo: previsto.por_correo[correo]} if previsto.por_correo[correo] else {})


def _candidatas(dia: date, instituciones: Collection[UUID] | None) -> QuerySet[Obligacion]:
    cerca = dia + HORIZONTE
    filas = Obligacion.objects.nacidas(dia).abiertas().filter(Q(vence_el__lte=cerca) | Q(subsanar_el__lte=cerca)).con_insumo_pendiente()
    if instituciones is not None:
        filas = filas.de_instituciones(instituciones)
    return filas.select_related("compromiso__disposicion").order_by("vence_el", "clave")


def _partes(obligaciones: dict[UUID, Obligacion], instituciones: Collection[UUID] | None) -> list[tuple[UUID, UUID]]:
    """(obligación, institución) de a quienes les toca actuar, en el orden de las obligaciones."""
    filas = Parte.objects.filter(obligacion__in=obligaciones, en_turno=True)
    if instituciones is not None:
        filas = filas.filter(institucion__in=instituciones)
    orden = {pk: n for n, pk in enumerate(obligaciones)}
    ternas = filas.values_list("obligacion", "institucion", "orden")
    return [t[:2] for t in sorted(ternas, key=lambda t: (orden[t[0]], t[2]))]


class _Debidos:
    """Qué peldaño toca hoy, con el calendario que rige en cada institución y desde el último día planeado."""

    def __init__(self, dia: date, instituciones: Collection[UUID]) -> None:
        self.dia = dia
        ultimo = Aviso.objects.filter(regla=Regla.RESUMEN, para_el__lt=dia).aggregate(u=Max("para_el"))["u"]
        self.desde = ultimo or dia - timedelta(days=1)
        self._calendarios = calendarios_de(Institucion.objects.filter(pk__in=instituciones))

    def de(self, obligacion: Obligacion, institucion: UUID) -> str | None:
        rasgos = obligacion.rasgos(espera_insumo=obligacion.espera_insumo)
        peldano = peldano_debido(rasgos, desde=self.desde, hasta=self.dia, calendario=self._calendarios[institucion])
        return peldano.clave if peldano else None


def _ya_avisado(obligaciones: Collection[UUID], dia: date) -> set[tuple]:
    """(obligación, peldaño, plazo, correo) que ya salió o está por salir en el resumen de otro día."""
    vivos = RenglonDeAviso.objects.filter(obligacion__in=obligaciones, aviso__regla=Regla.RESUMEN).exclude(aviso__para_el=dia)
    vivos = vivos.exclude(aviso__estado__in=[EstadoAviso.SUPRIMIDO, EstadoAviso.FALLIDO])
    return set(vivos.values_list("obligacion", "motivo", "vence_el", "aviso__correo"))


def _resumen(dia: date, correo: str, renglones: Sequence[Renglon]) -> Aviso:
    instituciones = {r.institucion for r in renglones}
    aviso = nuevo(Regla.RESUMEN, clave_de_resumen(dia, correo), renglones[0].destinatario, para_el=dia)
    aviso.institucion_id = instituciones.pop() if len(instituciones) == 1 else None
    return aviso


def _suprimido(dia: date, institucion: UUID) -> Aviso:
    nadie = Destinatario("", "", None, institucion, "")
    aviso = nuevo(Regla.RESUMEN, clave_de_resumen(dia, f"nadie:{institucion}"), nadie, para_el=dia)
    aviso.estado, aviso.motivo = EstadoAviso.SUPRIMIDO, SIN_DESTINATARIO
    return aviso


def renglones_de(aviso: Aviso, renglones: Sequence[Renglon]) -> list[RenglonDeAviso]:
    """Lo que el aviso lleva, para su registro. Una obligación conjunta con dos partes de la misma persona va una vez."""
    por_obligacion = {r.obligacion.pk: r for r in reversed(renglones)}
    return [RenglonDeAviso(aviso=aviso, obligacion=r.obligacion, motivo=r.peldano, vence_el=r.fecha) for r in reversed(por_obligacion.values())]
