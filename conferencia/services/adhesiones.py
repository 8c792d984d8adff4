"""Quién más responde de un acto: las invitadas a la reunión y las que se adhieren después, y qué les nace."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from conferencia import reloj
from conferencia.domain.estados import CERRADOS
from conferencia.domain.reparto import Parte as ParteDeReparto
from conferencia.domain.reparto import Renglon
from conferencia.models import Compromiso, EstadoActa, Institucion, Invitada, Modo, Obligacion, Reunion, TipoInstitucion
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.obligaciones import Padron, PorNacer, de_renglones, nacimiento, nacimientos, padron_de, parte_de
from conferencia.services.solicitudes import SolicitudRechazada
from conferencia.services.sustituciones import sumar_parte


@dataclass(frozen=True)
class Ofrecido:
    """Un compromiso al que puede sumarse. ``nacen``: lo que le nacería; ``entra_en``: la conjunta ya nacida de la que sería parte más."""

    compromiso: Compromiso
    nacen: tuple[PorNacer, ...] = ()
    entra_en: tuple[Obligacion, ...] = ()

    def vencidas(self, hoy: date) -> int:
        return sum(p.obligacion.vence_el is not None and p.obligacion.vence_el < hoy for p in self.nacen)


@dataclass(frozen=True)
class Adhesion:
    """Lo hecho: las nacidas y aquellas a las que entró. Ambas vacías si el acta aún no se publica: nacerán con las demás."""

    invitada: Invitada
    nacidas: tuple[Obligacion, ...] = ()
    sumadas: tuple[Obligacion, ...] = ()


def prever(reunion: Reunion, institucion: Institucion, desde: date) -> list[Ofrecido]:
    """A qué compromisos del acta publicada puede sumarse y qué le nacería de cada uno. No guarda nada; de lo que ya debe, nada se repite.

    Una estatal se suma a lo que obliga a las de su clase; una federal, a lo conjunto y a aquello de lo que ya responde alguna federal.
    Falla con ``SolicitudRechazada`` si es de las que el acto ya obliga.
    """
    _exigir_de_fuera(reunion, institucion, desde)
    compromisos = (
        Compromiso.objects.filter(_donde_cabe(institucion), disposicion__reunion=reunion, naturaleza="obligacion", complementa__isnull=True)
        .select_related("disposicion__reunion")
        .prefetch_related("responsables__institucion__entidad", "complementos")
        .order_by("disposicion__clase", "disposicion__numero", "orden")
        .distinct()
    )
    padron = padron_de(reunion)
    padron = Padron({**padron.por_clave, institucion.clave: institucion}, padron.estatales, {**padron.desde, institucion.clave: desde})
    ofrecidos = [_ofrecido(c, institucion, padron) for c in compromisos]
    return [o for o in ofrecidos if o.nacen or o.entra_en]


def _donde_cabe(institucion: Institucion) -> Q:
    if institucion.entidad_id:
        return Q(responsables__tipo=institucion.tipo)
    return ~Q(modo=Modo.INDIVIDUAL) | Q(responsables__institucion__isnull=False, responsables__institucion__entidad__isnull=True)


def _exigir_de_fuera(reunion: Reunion, institucion: Institucion, desde: date) -> None:
    if institucion.tipo == TipoInstitucion.SECRETARIA_TECNICA:
        raise SolicitudRechazada("La Secretaría Técnica da seguimiento: no responde del acto.", "institucion")
    if not institucion.entidad_id and reunion.acta.estado != EstadoActa.PUBLICADA:
        raise SolicitudRechazada("El acta aún no se publica: para obligar a una federal, nómbrala entre los responsables del compromiso.", "institucion")
    if desde < reunion.fecha:
        raise SolicitudRechazada("No puede quedar obligada desde antes del acto.", "desde")
    if desde > reloj.hoy():
        raise SolicitudRechazada("Regístrala cuando llegue ese día.", "desde")
    padron = padron_de(reunion)
    if institucion.entidad_id and institucion.clave in padron.por_clave and institucion.clave not in padron.desde:
        raise SolicitudRechazada(f"{institucion} ya responde de este acto: su entidad era de la zona en esa fecha.", "institucion")


def _ofrecido(compromiso: Compromiso, institucion: Institucion, padron: Padron) -> Ofrecido:
    """Lo que aún no debe de ese compromiso."""
    suyas = Obligacion.objects.filter(compromiso=compromiso)
    ya = set(suyas.filter(partes__institucion=institucion).values_list("clave", flat=True))
    if compromiso.modo == Modo.CONJUNTA_UNICA or (compromiso.modo != Modo.INDIVIDUAL and not institucion.entidad_id):
        return Ofrecido(compromiso, entra_en=tuple(o for o in suyas.exclude(estado__in=CERRADOS).order_by("clave") if o.clave not in ya))
    nacen = de_renglones(compromiso, [_renglon(compromiso, institucion)], padron, hasta=reloj.hoy())
    existentes = {o.clave: o for o in suyas.filter(clave__in=[p.obligacion.clave for p in nacen])}
    entra_en = [o for clave, o in sorted(existentes.items()) if clave not in ya and o.estado not in CERRADOS and o.modo != Modo.INDIVIDUAL]
    return Ofrecido(compromiso, tuple(p for p in nacen if p.obligacion.clave not in existentes), tuple(entra_en))


def _renglon(compromiso: Compromiso, institucion: Institucion) -> Renglon:
    ella = parte_de(institucion)
    if compromiso.modo == Modo.INDIVIDUAL:
        return Renglon(institucion.clave, ella.entidad, (ella,))
    federales = [ParteDeReparto(r.institucion.clave, r.institucion.tipo) for r in compromiso.responsables.all() if r.institucion]
    return Renglon(ella.entidad, ella.entidad, (ella, *federales))


@transaction.atomic
def adherir(
    *,
    por: Facultades,
    reunion: Reunion,
    institucion: Institucion,
    desde: date,
    motivo: str,
    compromisos: Collection[str] = (),
    vence_lo_vencido: date | None = None,
) -> Adhesion:
    """La obliga desde ese día a esos compromisos (por clave), y le nacen. Repetirlo no duplica: lo que ya debe se queda como está.

    Sin publicar el acta solo queda invitada: al publicar le nace lo que obliga a su clase. ``vence_lo_vencido``: la fecha de lo que, con la
    del acto, nacería ya vencido. Falla con ``SolicitudRechazada``.
    """
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise SolicitudRechazada("Escribe en qué consta: el oficio, la lista de asistencia, el acuerdo.", "motivo")
    reunion = Reunion.objects.select_for_update(of=("self",)).get(pk=reunion.pk)
    publicada = reunion.acta.estado == EstadoActa.PUBLICADA
    ofrecidos = prever(reunion, institucion, desde)
    elegidos = [o for o in ofrecidos if o.compromiso.clave in compromisos]
    ya_debe = {c.clave for c in _que_ya_debe(reunion, institucion)}
    if ajenos := sorted(set(compromisos) - ya_debe - {o.compromiso.clave for o in ofrecidos}):
        raise SolicitudRechazada(f"{institucion} no puede sumarse a: {', '.join(ajenos)}.", "compromisos")
    if publicada and not elegidos and ofrecidos and not ya_debe & set(compromisos):
        raise SolicitudRechazada("Elige al menos un compromiso.", "compromisos")
    por_nacer = [p for o in elegidos for p in o.nacen]
    _poner_fecha(por_nacer, vence_lo_vencido)
    datos = {"institucion": institucion.clave, "compromisos": sorted(o.compromiso.clave for o in elegidos), "desde": desde}
    invitada, nueva = Invitada.objects.get_or_create(reunion=reunion, institucion=institucion, defaults={"desde": desde, "motivo": motivo.strip()})
    nacidas = nacimientos(por_nacer)
    sumadas = [o for x in elegidos for o in x.entra_en]
    asientos = [sumar_parte(o, institucion, motivo.strip()) for o in sumadas]
    if nueva or nacidas or sumadas:
        dicho = Asiento(clase="reunion.adhesion", objeto=invitada, reunion_id=reunion.pk, motivo=motivo.strip(), datos=datos, rige_el=desde)
        asentar([dicho, *asientos, *(nacimiento(o, reunion.pk) for o in nacidas)], actor=por.usuario)
    return Adhesion(invitada, tuple(nacidas), tuple(sumadas))


def _que_ya_debe(reunion: Reunion, institucion: Institucion) -> QuerySet[Compromiso]:
    return Compromiso.objects.filter(disposicion__reunion=reunion, obligaciones__partes__institucion=institucion).distinct()


def _poner_fecha(por_nacer: Sequence[PorNacer], vence: date | None) -> None:
    """Nadie queda obligado a algo que ya venció."""
    hoy = reloj.hoy()
    vencidas = [p.obligacion for p in por_nacer if p.obligacion.vence_el and p.obligacion.vence_el < hoy]
    if vencidas and vence is None:
        cuantas = "una obligación que ya venció" if len(vencidas) == 1 else f"{len(vencidas)} obligaciones que ya vencieron"
        raise SolicitudRechazada(f"Lo elegido incluye {cuantas}: da su nueva fecha o quítalas.", "vence_lo_vencido")
    if vence and vence < hoy:
        raise SolicitudRechazada("La nueva fecha tiene que ser de hoy en adelante.", "vence_lo_vencido")
    for obligacion in vencidas:
        obligacion.vence_el = obligacion.vence_original_el = vence
