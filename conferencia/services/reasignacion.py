"""Cambiar quién responde de un compromiso publicado: qué obligaciones dejan de exigirse, cuáles nacen y cuáles siguen.

Solo donde nadie ha presentado ni tramitado nada: lo que ya tiene historia no se queda sin obligación.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from conferencia import reloj
from conferencia.domain.captura import CapturaInvalida
from conferencia.domain.estados import Accion, Estado
from conferencia.domain.reparto import RepartoImposible
from conferencia.models import Compromiso, Obligacion, Parte
from conferencia.services.catalogos import catalogo_de_denominaciones
from conferencia.services.hechos import Asiento
from conferencia.services.movimiento import fijar, mover
from conferencia.services.obligaciones import PorNacer, nacimiento, nacimientos, obligaciones_de
from conferencia.services.responsables import instituciones_por_clave, nombrar


@dataclass(frozen=True)
class Reasignacion:
    """Lo que cambia entre las obligaciones del compromiso. ``asientos``: los hechos que lo cuentan."""

    nacen: tuple[Obligacion, ...] = ()
    cesan: tuple[Obligacion, ...] = ()
    vuelven: tuple[Obligacion, ...] = ()
    cambian: tuple[Obligacion, ...] = ()
    siguen: int = 0
    asientos: list[Asiento] = field(default_factory=list)

    def vencidas(self, hoy: date) -> int:
        """De las que nacen, las que lo hacen ya vencidas."""
        return sum(o.vence_el is not None and o.vence_el < hoy for o in (*self.nacen, *self.vuelven))


def reasignar(compromiso: Compromiso, responsables: Sequence[str] | None, motivo: str) -> Reasignacion:
    """Con el compromiso ya rectificado, lleva sus obligaciones a lo que ahora dice. ``responsables``: los textos nuevos, si cambiaron.

    Falla con ``CapturaInvalida`` si alguna ya tiene entregas o trámites, o si lo nuevo no obliga a nadie.
    """
    viejas = {o.clave: o for o in Obligacion.objects.select_for_update(of=("self",)).filter(compromiso=compromiso).order_by("clave")}
    _exigir_intactas(viejas.values())
    if responsables is not None:
        _nombrar(compromiso, responsables)
    nuevas = _nuevas(compromiso)
    partes = _claves_de_partes(viejas.values())
    en_ambas = [(viejas[p.obligacion.clave], p) for p in nuevas if p.obligacion.clave in viejas]
    cesan = [o for c, o in viejas.items() if c not in {p.obligacion.clave for p in nuevas} and o.estado == Estado.PENDIENTE]
    cambian = [(o, p) for o, p in en_ambas if (o.modo, partes[o.pk]) != (p.obligacion.modo, {i.clave for i in p.partes})]
    vuelven = [(o, p) for o, p in en_ambas if o.estado == Estado.SIN_EFECTO]
    reunion = compromiso.disposicion.reunion_id
    asientos = [_asiento("obligacion.sin_efecto", o, reunion, motivo, _mover(o, Accion.SUSTITUIR)) for o in cesan]
    asientos += [_asiento("obligacion.reactivada", o, reunion, motivo, _mover(o, Accion.REACTIVAR, vence_el=p.obligacion.vence_el)) for o, p in vuelven]
    asientos += [_de_partes(o, p, partes[o.pk], reunion, motivo) for o, p in cambian]
    nacen = nacimientos([p for p in nuevas if p.obligacion.clave not in viejas])
    asientos += [nacimiento(o, reunion) for o in nacen]
    asientos += _quienes_las_esperan(compromiso, nacen, reunion, motivo)
    siguen = len(en_ambas) - len(vuelven) - len([o for o, _ in cambian if o.pk not in {v.pk for v, _ in vuelven}])
    return Reasignacion(tuple(nacen), tuple(cesan), tuple(o for o, _ in vuelven), tuple(o for o, _ in cambian), siguen, asientos)


def _exigir_intactas(obligaciones: Iterable[Obligacion]) -> None:
    tocadas = [o.clave.split("/", 2)[-1] for o in obligaciones if not _intacta(o)]
    if tocadas:
        cuales = ", ".join(tocadas[:5]) + (f" y {len(tocadas) - 5} más" if len(tocadas) > 5 else "")
        raise CapturaInvalida(
            f"No se puede cambiar quién responde: ya hay entregas o trámites en {len(tocadas)} de sus obligaciones ({cuales}). "
            "Lo presentado no se puede quedar sin su obligación. Abajo se dice cómo seguir.",
            "responsables",
        )


def _intacta(o: Obligacion) -> bool:
    """Nadie ha hecho nada con ella: ni entregas ni avance ni prórroga; y si no se exige, fue por otra rectificación."""
    limpia = not (o.entregas_recibidas or o.por_confirmar or o.avance or o.prorrogas or o.alega_no_competencia or o.sustituida_por_id)
    return limpia and o.estado in (Estado.PENDIENTE, Estado.SIN_EFECTO)


def _nombrar(compromiso: Compromiso, textos: Sequence[str]) -> None:
    """Los renglones de responsables, otra vez; lo que decían queda en el hecho de la rectificación."""
    compromiso.responsables.all().delete()
    nombrar(compromiso, textos, catalogo_de_denominaciones(), instituciones_por_clave())


def _nuevas(compromiso: Compromiso) -> list[PorNacer]:
    if compromiso.naturaleza == "acto" or compromiso.complementa_id:
        return []
    vigente = Compromiso.objects.select_related("disposicion__reunion").prefetch_related("responsables__institucion", "complementos").get(pk=compromiso.pk)
    try:
        nuevas = obligaciones_de(vigente, hasta=reloj.hoy())
    except RepartoImposible as error:
        raise CapturaInvalida(str(error), "responsables") from error
    if not nuevas:
        raise CapturaInvalida("El catálogo no reconoce a ninguno de esos responsables: así no obligaría a nadie.", "responsables")
    return nuevas


def _claves_de_partes(obligaciones: Iterable[Obligacion]) -> dict:
    partes: dict = {o.pk: set() for o in obligaciones}
    for obligacion, clave in Parte.objects.filter(obligacion__in=list(partes)).values_list("obligacion", "institucion__clave"):
        partes[obligacion].add(clave)
    return partes


def _mover(obligacion: Obligacion, accion: Accion, **cambios) -> tuple[str, dict]:
    de = obligacion.estado
    return de, mover(obligacion, accion, **cambios)


def _asiento(clase: str, o: Obligacion, reunion_id, motivo: str, movida: tuple[str, dict], **datos) -> Asiento:
    """Corrige cómo se capturó: rige desde que la obligación nació, no desde que alguien se dio cuenta."""
    de, cambios = movida
    base = {"clave": o.clave, "por": "rectificacion"}
    a = o.estado if o.estado != de else ""
    return Asiento(
        clase=clase,
        objeto=o,
        obligacion_id=o.pk,
        reunion_id=reunion_id,
        de=de if a else "",
        a=a,
        motivo=motivo,
        rige_el=o.nace_el,
        datos=base | datos,
        cambios=cambios,
    )


def _de_partes(o: Obligacion, nueva: PorNacer, antes: set[str], reunion_id, motivo: str) -> Asiento:
    """La misma obligación, con otras partes: nadie ha avanzado, así que ninguna pierde nada."""
    ahora = {i.clave: i for i in nueva.partes}
    o.partes.exclude(institucion__clave__in=ahora).delete()
    Parte.objects.bulk_create(Parte(obligacion=o, institucion=i, orden=100 + n) for n, (c, i) in enumerate(ahora.items()) if c not in antes)
    movidos = fijar(o, modo=nueva.obligacion.modo)
    dicen = {"antes": ", ".join(sorted(antes)), "despues": ", ".join(sorted(ahora))}
    return _asiento("obligacion.partes_rectificadas", o, reunion_id, motivo, (o.estado, movidos), **dicen)


def _quienes_las_esperan(compromiso: Compromiso, nacidas: Sequence[Obligacion], reunion_id, motivo: str) -> list[Asiento]:
    """Lo que esperaba algo de este compromiso lo espera ahora también de quienes acaban de quedar obligados."""
    esperan = Obligacion.objects.filter(compromiso__insumos=compromiso).prefetch_related("insumos").order_by("clave")
    asientos = []
    for o in esperan:
        suyas = [n for n in nacidas if n.entidad_id in (None, o.entidad_id) and n.periodo in ("", o.periodo)]
        if suyas:
            insumos = sorted({str(i.pk) for i in (*o.insumos.all(), *suyas)})
            o.insumos.add(*suyas)
            asientos.append(_asiento("obligacion.insumos_rectificados", o, reunion_id, motivo, (o.estado, {"insumos": insumos})))
    return asientos
