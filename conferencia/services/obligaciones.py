"""Cómo nacen las obligaciones: el reparto de un compromiso entre quienes responden y, si es periódico, entre periodos."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from conferencia.domain.estados import Estado
from conferencia.domain.periodos import CON_PERIODOS, Periodo, Regla
from conferencia.domain.plazos import a_habil
from conferencia.domain.reparto import Parte as ParteDeReparto
from conferencia.domain.reparto import Renglon, repartir
from conferencia.models import ClasePlazo, Compromiso, Institucion, Obligacion, Parte, Reunion
from conferencia.queries.calendarios import calendario_de_partes
from conferencia.queries.recurrencias import periodos_a_exigir
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
    """Las instituciones a las que un acto puede obligar, por su clave. ``desde``: las de fuera de la zona, desde cuándo."""

    por_clave: dict[str, Institucion]
    estatales: tuple[ParteDeReparto, ...]
    desde: Mapping[str, date] = field(default_factory=dict)

    def con(self, instituciones: Iterable[Institucion]) -> "Padron":
        """También las que el texto nombra por sí, aunque sean de fuera de la zona: responden solo de eso."""
        return replace(self, por_clave=self.por_clave | {i.clave: i for i in instituciones})

    def sin_espera(self, claves: Collection[str]) -> "Padron":
        """A las que el texto nombra las obliga el acto, aunque a otra cosa se hayan sumado después."""
        return replace(self, desde={clave: dia for clave, dia in self.desde.items() if clave not in claves})

    def solo(self, claves: Collection[str]) -> "Padron":
        """De las de fuera de la zona, nada más esas."""
        return replace(self, estatales=tuple(p for p in self.estatales if p.clave not in self.desde or p.clave in claves))


def parte_de(institucion: Institucion) -> ParteDeReparto:
    return ParteDeReparto(institucion.clave, institucion.tipo, institucion.entidad.abreviatura if institucion.entidad else "")


def padron_de(reunion: Reunion) -> Padron:
    """Las de las entidades que pertenecían a la zona en la fecha del acto (todas, si la reunión no es de zona), las federales y las invitadas."""
    instituciones = Institucion.objects.select_related("entidad").order_by("entidad__clave", "tipo")
    estatales = instituciones.filter(entidad__isnull=False)
    if reunion.zona_id:
        estatales = estatales.filter(entidad__pertenencias__zona=reunion.zona_id, entidad__pertenencias__vigencia__contains=reunion.fecha)
    por_clave = {i.clave: i for i in (*estatales, *instituciones.filter(entidad__isnull=True))}
    invitadas = [x for x in reunion.invitadas.select_related("institucion__entidad").order_by("institucion__clave") if x.institucion.clave not in por_clave]
    por_clave |= {x.institucion.clave: x.institucion for x in invitadas}
    partes = tuple(parte_de(i) for i in por_clave.values() if i.entidad)
    federales = reunion.invitadas.filter(institucion__entidad__isnull=True).values_list("institucion__clave", "desde")
    return Padron(por_clave, partes, {x.institucion.clave: x.desde for x in invitadas} | dict(federales))


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
    padron = _de_este(compromiso, padron_de(reunion))
    tipos = [r.tipo for r in compromiso.responsables.all() if r.tipo]
    nombradas = {r.institucion.clave: r.institucion for r in compromiso.responsables.all() if r.institucion}
    if not tipos and not nombradas:
        return []
    padron = padron.con(nombradas.values()).sin_espera(nombradas)
    responden = nombradas | {i.clave: i for i in _federales_adheridas(compromiso)}
    renglones = repartir(compromiso.modo, list(dict.fromkeys(tipos)), [parte_de(i) for i in responden.values()], padron.estatales)
    return de_renglones(compromiso, renglones, padron, hasta=hasta)


def _federales_adheridas(compromiso: Compromiso) -> QuerySet[Institucion]:
    """Las federales que se sumaron después a este compromiso, en orden: también responden de lo que de él nazca."""
    ya = Parte.objects.filter(obligacion__compromiso=compromiso)
    invitadas = Institucion.objects.filter(entidad__isnull=True, invitaciones__reunion=compromiso.disposicion.reunion_id)
    return invitadas.filter(partes__in=ya).distinct().order_by("clave")


def _de_este(compromiso: Compromiso, padron: Padron) -> Padron:
    """Antes de publicar, una invitada responde de todo lo que obliga a su clase; después, de aquello a lo que se sumó."""
    ya = Parte.objects.filter(obligacion__compromiso=compromiso)
    if not padron.desde or not ya.exists():
        return padron
    return padron.solo(set(ya.filter(institucion__clave__in=list(padron.desde)).values_list("institucion__clave", flat=True)))


def de_renglones(compromiso: Compromiso, renglones: Sequence[Renglon], padron: Padron, *, hasta: date) -> list[PorNacer]:
    """Las de esos renglones, sin guardar; las periódicas, desde el periodo en que cada quien quedó obligado."""
    rige = plazo_que_rige(compromiso)
    if rige.plazo_periodicidad in CON_PERIODOS and rige.plazo_clase == ClasePlazo.PERIODICO:
        return _periodicas(compromiso, rige, renglones, padron, hasta)
    return [_una(compromiso, rige, renglon, padron) for renglon in renglones]


def _una(compromiso: Compromiso, rige: Compromiso, renglon: Renglon, padron: Padron) -> PorNacer:
    # Lo diario se sigue como deber continuo: no hay periodo que lo cuente.
    permanente = rige.plazo_clase in (ClasePlazo.PERMANENTE, ClasePlazo.PERIODICO)
    vence = rige.plazo_vence if rige.plazo_clase in CON_FECHA else None
    return _por_nacer(compromiso, rige, renglon, padron, vence=vence, permanente=permanente)


def _periodicas(compromiso: Compromiso, rige: Compromiso, renglones: Sequence[Renglon], padron: Padron, hasta: date) -> list[PorNacer]:
    con_calendario = [(renglon, calendario_de_partes(padron.por_clave[p.clave] for p in renglon.partes)) for renglon in renglones]
    return [
        _por_nacer(compromiso, rige, renglon, padron, vence=vence.vence(periodo, suyo) if isinstance(vence, Regla) else vence, periodo=periodo)
        for periodo, vence in periodos_a_exigir(compromiso, rige, hasta)
        for renglon, suyo in con_calendario
        if periodo.fin >= _obligado_desde(compromiso, renglon, padron)
    ]


def _obligado_desde(compromiso: Compromiso, renglon: Renglon, padron: Padron) -> date:
    """El día del acto o, si todas sus partes (salvo las federales que acompañan) se sumaron después, el de la primera que lo hizo."""
    acto = compromiso.disposicion.reunion.fecha
    estatales = [p for p in renglon.partes if p.entidad] or renglon.partes
    return max(acto, min(padron.desde.get(p.clave, acto) for p in estatales))


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
    desde = _obligado_desde(compromiso, renglon, padron)
    partes = [padron.por_clave[p.clave] for p in renglon.partes]
    individual = compromiso.modo == "individual"
    entidad = next((p.entidad for p in partes if p.entidad), None) if renglon.entidad else None
    efectiva = a_habil(vence, calendario_de_partes(partes), rodar=True).vence if vence and compromiso.disposicion.reunion.rodar_a_habil else vence
    obligacion = Obligacion(
        clave="/".join(t for t in (compromiso.clave, renglon.sufijo, periodo.clave if periodo else "") if t),
        compromiso=compromiso,
        modo=compromiso.modo,
        institucion=partes[0] if individual else None,
        entidad=entidad,
        periodo=periodo.clave if periodo else "",
        plazo_dado_por=rige,
        permanente=permanente,
        nace_el=max(desde, periodo.inicio) if periodo else desde,
        inicia_el=periodo.inicio if periodo else rige.plazo_inicio,
        programada_el=vence,
        vence_original_el=efectiva,
        vence_el=efectiva,
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
    faltan = [p for p in _con_sustitutas(compromiso, faltan) if p.obligacion.clave not in ya]
    nacidas = nacimientos(faltan)
    asentar([nacimiento(o, compromiso.disposicion.reunion_id) for o in nacidas], actor=None)
    return len(nacidas)


def _con_sustitutas(compromiso: Compromiso, por_nacer: Sequence[PorNacer]) -> Iterable[PorNacer]:
    """Quien resultó no competente no vuelve a deber en los periodos que siguen: los debe su sustituta o, si aún no la hay, nadie."""
    incompetentes = Obligacion.objects.filter(compromiso=compromiso, estado=Estado.NO_COMPETENTE).order_by("periodo")
    ultimas = {(o.institucion_id, o.entidad_id): o for o in incompetentes.prefetch_related("suplida_por__institucion")}
    for p in por_nacer:
        previa = ultimas.get((p.obligacion.institucion_id, p.obligacion.entidad_id))
        if previa is None or previa.periodo > p.obligacion.periodo:
            yield p
        elif (suple := previa.suplida_por.first()) and suple.institucion:
            p.obligacion.clave = f"{suple.clave.rpartition('/')[0]}/{p.obligacion.periodo}"
            p.obligacion.institucion, p.obligacion.suple_a, p.partes = suple.institucion, previa, [suple.institucion]
            yield p


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
