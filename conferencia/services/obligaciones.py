"""Cómo nacen las obligaciones: el reparto de un compromiso entre quienes responden y, si es periódico, entre periodos."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.periodos import MESES_DE, Periodo, periodos
from conferencia.domain.reparto import Parte as ParteDeReparto
from conferencia.domain.reparto import Renglon, repartir
from conferencia.models import ClasePlazo, Compromiso, DiaInhabil, Institucion, Obligacion, Parte, Reunion
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import rasgos_de

bitacora = logging.getLogger(__name__)
CON_FECHA = {ClasePlazo.FECHA, ClasePlazo.PERIODO, ClasePlazo.TERMINO}


@dataclass
class PorNacer:
    obligacion: Obligacion
    partes: list[Institucion]


@dataclass(frozen=True)
class Padron:
    """Las instituciones a las que un acto puede obligar, por su clave."""

    por_clave: dict[str, Institucion]
    estatales: tuple[ParteDeReparto, ...]


def padron_de(reunion: Reunion) -> Padron:
    """Las de las entidades que pertenecían a la zona en la fecha del acto (todas, si la reunión no es de zona), más las federales."""
    instituciones = Institucion.objects.select_related("entidad").order_by("entidad__clave", "tipo")
    estatales = instituciones.filter(entidad__isnull=False)
    if reunion.zona_id:
        estatales = estatales.filter(entidad__pertenencias__zona=reunion.zona_id, entidad__pertenencias__vigencia__contains=reunion.fecha)
    por_clave = {i.clave: i for i in (*estatales, *instituciones.filter(entidad__isnull=True))}
    partes = tuple(ParteDeReparto(i.clave, i.tipo, i.entidad.abreviatura) for i in por_clave.values() if i.entidad)
    return Padron(por_clave, partes)


def calendario_de(institucion: Institucion) -> CalendarioHabil:
    return CalendarioHabil.con(DiaInhabil.objects.filter(calendario=institucion.calendario_id).values_list("fecha", flat=True))


def plazo_que_rige(compromiso: Compromiso) -> Compromiso:
    """Él mismo, o el transitorio que lo completa cuando el acuerdo calla la fecha."""
    if compromiso.plazo_clase != ClasePlazo.SIN_PLAZO:
        return compromiso
    con_plazo = [c for c in compromiso.complementos.all() if c.plazo_clase != ClasePlazo.SIN_PLAZO]
    return con_plazo[0] if con_plazo else compromiso


def obligaciones_de(compromiso: Compromiso, *, hasta: date) -> list[PorNacer]:
    """Las obligaciones del compromiso, sin guardar. Las periódicas, hasta el periodo que contiene ``hasta``.

    Vacía si ningún responsable está resuelto. Falla con ``RepartoImposible`` si el padrón no alcanza.
    """
    reunion = compromiso.disposicion.reunion
    padron = padron_de(reunion)
    tipos = [r.tipo for r in compromiso.responsables.all() if r.tipo]
    federales = [ParteDeReparto(r.institucion.clave, r.institucion.tipo) for r in compromiso.responsables.all() if r.institucion]
    if not tipos and not federales:
        return []
    renglones = repartir(compromiso.modo, list(dict.fromkeys(tipos)), list(dict.fromkeys(federales)), padron.estatales)
    rige = plazo_que_rige(compromiso)
    if rige.plazo_periodicidad in MESES_DE and rige.plazo_clase == ClasePlazo.PERIODICO:
        return _periodicas(compromiso, rige, renglones, padron, hasta)
    return [_una(compromiso, rige, renglon, padron) for renglon in renglones]


def _una(compromiso: Compromiso, rige: Compromiso, renglon: Renglon, padron: Padron) -> PorNacer:
    # Lo diario, semanal o quincenal se sigue como deber continuo: no hay mes que lo cuente.
    permanente = rige.plazo_clase in (ClasePlazo.PERMANENTE, ClasePlazo.PERIODICO)
    vence = rige.plazo_vence if rige.plazo_clase in CON_FECHA else None
    return _por_nacer(compromiso, rige, renglon, padron, vence=vence, permanente=permanente)


def _periodicas(compromiso: Compromiso, rige: Compromiso, renglones: Sequence[Renglon], padron: Padron, hasta: date) -> list[PorNacer]:
    desde = rige.plazo_inicio or compromiso.disposicion.reunion.fecha
    if rige.plazo_vence:
        hasta = min(hasta, rige.plazo_vence)
    calendario = calendario_de(next(iter(padron.por_clave.values())))
    lista = list(periodos(desde, max(hasta, desde), rige.plazo_periodicidad))
    return [_por_nacer(compromiso, rige, renglon, padron, vence=periodo.vence(calendario), periodo=periodo) for periodo in lista for renglon in renglones]


def _por_nacer(
    compromiso: Compromiso,
    rige: Compromiso,
    renglon: Renglon,
    padron: Padron,
    *,
    vence: date | None,
    permanente: bool = False,
    periodo: Periodo | None = None,
) -> PorNacer:
    acto = compromiso.disposicion.reunion.fecha
    partes = [padron.por_clave[p.clave] for p in renglon.partes]
    individual = compromiso.modo == "individual"
    entidad = next((p.entidad for p in partes if p.entidad), None) if renglon.entidad else None
    obligacion = Obligacion(
        clave="/".join(t for t in (compromiso.clave, renglon.sufijo, periodo.clave if periodo else "") if t),
        compromiso=compromiso,
        modo=compromiso.modo,
        institucion=partes[0] if individual else None,
        entidad=entidad,
        periodo=periodo.clave if periodo else "",
        plazo_dado_por=rige,
        permanente=permanente,
        nace_el=max(acto, periodo.inicio) if periodo else acto,
        inicia_el=periodo.inicio if periodo else rige.plazo_inicio,
        programada_el=vence,
        vence_original_el=vence,
        vence_el=vence,
    )
    return PorNacer(obligacion, partes)


def nacimientos(por_nacer: Sequence[PorNacer]) -> list[Obligacion]:
    """Guarda de una vez obligaciones, partes e insumos, y las devuelve con sus partes ya leídas."""
    obligaciones = Obligacion.objects.bulk_create([p.obligacion for p in por_nacer], batch_size=1000)
    Parte.objects.bulk_create(
        (Parte(obligacion=p.obligacion, institucion=i, orden=n) for p in por_nacer for n, i in enumerate(p.partes, start=1)), batch_size=1000
    )
    _enlazar_insumos(obligaciones)
    leidas = Obligacion.objects.filter(pk__in=[o.pk for o in obligaciones]).prefetch_related("partes__institucion", "insumos")
    return sorted(leidas, key=lambda o: (o.compromiso_id, o.clave))


def _enlazar_insumos(obligaciones: Iterable[Obligacion]) -> None:
    """Cada obligación espera la del compromiso que la alimenta: la de su entidad y periodo, o la única."""
    por_compromiso: dict = {}
    for obligacion in obligaciones:
        por_compromiso.setdefault(obligacion.compromiso_id, []).append(obligacion)
    enlace = Obligacion.insumos.through
    filas = []
    for compromiso_id, suyas in por_compromiso.items():
        for insumo in Compromiso.objects.filter(alimenta_a=compromiso_id):
            fuentes = list(Obligacion.objects.filter(compromiso=insumo))
            filas += [
                enlace(from_obligacion=suya, to_obligacion=fuente)
                for suya in suyas
                for fuente in fuentes
                if fuente.entidad_id in (None, suya.entidad_id) and fuente.periodo in ("", suya.periodo)
            ]
    enlace.objects.bulk_create(filas, ignore_conflicts=True)


@transaction.atomic
def extender_periodos(compromiso: Compromiso, *, hasta: date) -> int:
    """Crea los periodos que falten hasta ``hasta``; lo existente no se toca. Da cuántas obligaciones nacieron."""
    ya = set(Obligacion.objects.filter(compromiso=compromiso).values_list("clave", flat=True))
    faltan = [p for p in obligaciones_de(compromiso, hasta=hasta) if p.obligacion.clave not in ya]
    nacidas = nacimientos(faltan)
    asentar([nacimiento(o, compromiso.disposicion.reunion_id) for o in nacidas], actor=None)
    return len(nacidas)


def periodicos() -> list[Compromiso]:
    """Compromisos de actas publicadas que generan periodos."""
    return list(
        Compromiso.objects.filter(
            plazo_clase=ClasePlazo.PERIODICO, naturaleza="obligacion", complementa__isnull=True, disposicion__acta__estado="publicada"
        ).select_related("disposicion__reunion")
    )


def nacimiento(obligacion: Obligacion, reunion_id) -> Asiento:
    """El hecho con que nace una obligación, y lo que entonces se sabía de ella."""
    datos = {
        "clave": obligacion.clave,
        "modo": obligacion.modo,
        "vence_el": obligacion.vence_el,
        "partes": [p.institucion.clave for p in obligacion.partes.all()],
    }
    insumos = sorted(str(i.pk) for i in obligacion.insumos.all())
    cambios = {"nace_el": obligacion.nace_el, **rasgos_de(obligacion), **({"insumos": insumos} if insumos else {})}
    return Asiento(
        clase="obligacion.creada",
        objeto=obligacion,
        obligacion_id=obligacion.pk,
        reunion_id=reunion_id,
        a=obligacion.estado,
        rige_el=obligacion.nace_el,
        datos=datos,
        cambios=cambios,
    )


def extender_al_dia(dia: date) -> dict[str, int]:
    """Rutina diaria: los periodos que empiezan a más tardar ``dia``. Cada compromiso, aislado: el que falla no detiene a los demás."""
    nacidas, fallidos = 0, 0
    for compromiso in periodicos():
        try:
            nacidas += extender_periodos(compromiso, hasta=dia)
        except Exception:  # noqa: BLE001 - aislar un compromiso de los otros es justo lo que se pide
            bitacora.exception("No se pudieron extender los periodos de %s", compromiso.clave)
            fallidos += 1
    return {"nacidas": nacidas, "fallidos": fallidos}
