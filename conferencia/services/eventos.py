"""Registrar el evento del que se cuenta un término («la entrada en vigor…») y dar fecha a lo que lo esperaba.

Corregirlo anula el cálculo anterior con otro hecho; lo prorrogado y lo suspendido se vuelve a aplicar sobre la fecha nueva.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import en_palabras
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Accion
from conferencia.domain.plazos import SIN_CALIFICAR, UNIDADES, Computo, PlazoIncalculable, Termino, computar, encadenar
from conferencia.models import Compromiso, EntidadFederativa, Evento, Hecho, Obligacion, Oficio
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.queries.calendarios import calendario_de_partes
from conferencia.queries.plazos import INICIADO, dispuesto, esperaba_evento, que_rige
from conferencia.queries.vidas import vidas
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import mover


class EventoImposible(NoProcede):
    """No se puede registrar así; el mensaje dice por qué. ``campo``: el del formulario."""


@dataclass(frozen=True)
class Movida:
    """Una obligación a la que el evento da fecha, con lo que tenía y por qué."""

    obligacion: Obligacion
    antes: date | None
    vence_el: date
    pasos: tuple[str, ...]


@dataclass(frozen=True)
class Registrado:
    """``movidas`` vacía si el acta no da término que contar desde el evento."""

    evento: Evento
    corrige: date | None
    movidas: tuple[Movida, ...]


def prever_evento(**datos) -> Registrado:
    """Lo que haría ``registrar_evento``, con sus mismas negativas, sin dejar rastro."""
    with transaction.atomic():
        hecho = registrar_evento(**datos)
        transaction.set_rollback(True)
    return hecho


@transaction.atomic
def registrar_evento(
    *,
    por: Facultades,
    compromiso: Compromiso,
    fecha: date,
    fundamento: str,
    entidad: EntidadFederativa | None = None,
    oficio: Oficio | None = None,
    unidad: str = "",
) -> Registrado:
    """Asienta el evento y da fecha a las abiertas que lo esperan, cada una con el calendario de quienes responden.

    Registrarlo otra vez lo corrige. ``unidad``: cómo contar unos «días» que el acta no califica, decidido por quien registra.
    Falla con ``EventoImposible``, ``TransicionIlegal`` u ``OtroSeAdelanto`` sin dejar rastro.
    """
    exigir(puede_disponer_plazos(por))
    actual = Compromiso.objects.select_for_update(of=("self",)).select_related("disposicion__reunion").get(pk=compromiso.pk)
    termino = _termino(actual, unidad)
    _revisar(actual, fecha, fundamento)
    previo = Evento.objects.filter(compromiso=actual, entidad=entidad).first()
    corrige = previo.fecha if previo else None
    datos = {"fecha": fecha, "fundamento": fundamento.strip(), "oficio": oficio, "registrado_por_id": por.usuario, "registrado_en": reloj.ahora()}
    evento, _ = Evento.objects.update_or_create(compromiso=actual, entidad=entidad, defaults=datos)
    fechadas = [_dar_fecha(o, evento, termino) for o in _las_que_esperan(actual, entidad)] if termino else []
    asentar([_hecho(evento, corrige, termino), *(a for _, suyos in fechadas for a in suyos)], actor=por.usuario)
    return Registrado(evento, corrige, tuple(movida for movida, _ in fechadas))


def _termino(compromiso: Compromiso, unidad: str) -> Termino | None:
    """El que dice el acta; ``None`` si solo pone una condición, sin cuánto tiempo."""
    if not esperaba_evento(compromiso):
        raise EventoImposible("El plazo de este compromiso no se cuenta desde un evento.")
    if not compromiso.plazo_cantidad:
        return None
    dicha = compromiso.plazo_unidad
    if dicha in ("", SIN_CALIFICAR):
        if unidad not in UNIDADES:
            raise EventoImposible("El acta dice «días» sin calificar: decide si son hábiles o naturales.", "unidad")
        dicha = unidad
    return Termino(compromiso.plazo_cantidad, dicha)


def _revisar(compromiso: Compromiso, fecha: date, fundamento: str) -> None:
    if not fundamento.strip():
        raise EventoImposible("Escribe con qué se acredita el evento.", "fundamento")
    if fecha > reloj.hoy():
        raise EventoImposible("El evento todavía no ocurre: regístralo cuando suceda.", "fecha")
    if compromiso.disposicion.acta.estado != "publicada":
        raise EventoImposible("El acta no se ha publicado.")


def _las_que_esperan(compromiso: Compromiso, entidad: EntidadFederativa | None) -> Sequence[Obligacion]:
    """Las abiertas. El evento de una entidad rige sobre el de todas, así que el general no toca a las que tienen el suyo."""
    abiertas = que_rige(compromiso).abiertas().select_for_update(of=("self",))
    if entidad:
        abiertas = abiertas.filter(entidad=entidad)
    else:
        propias = Evento.objects.filter(compromiso=compromiso, entidad__isnull=False).values_list("entidad", flat=True)
        abiertas = abiertas.exclude(entidad__in=list(propias))
    return list(abiertas.select_related("compromiso__disposicion__reunion", "plazo_dado_por").prefetch_related("partes__institucion").order_by("clave"))


def _dar_fecha(o: Obligacion, evento: Evento, termino: Termino) -> tuple[Movida, list[Asiento]]:
    antes, reunion = o.vence_el, o.compromiso.disposicion.reunion
    calendario = calendario_de_partes(p.institucion for p in o.partes.all())
    try:
        base = computar(evento.fecha, termino, calendario, rodar=reunion.rodar_a_habil)
        final = encadenar(base.vence, dispuesto(o), calendario, termino.unidad, rodar=reunion.rodar_a_habil)
    except (PlazoIncalculable, OverflowError) as error:
        raise EventoImposible(str(error), "fecha") from error
    identidad = {"programada_el": o.programada_el or base.literal, "vence_original_el": o.vence_original_el or base.vence}
    mover(o, Accion.REGISTRAR_EVENTO, vence_el=final.vence, **identidad)
    return Movida(o, antes, final.vence, base.pasos + final.pasos), _asientos(o, evento, termino, antes, base, final)


def _asientos(o: Obligacion, evento: Evento, termino: Termino, antes: date | None, base: Computo, final: Computo) -> list[Asiento]:
    """El cálculo rige desde el evento; lo que ya lo había movido, desde hoy, porque hoy se recalcula."""
    anterior = Hecho.objects.filter(obligacion_id=o.pk, clase=INICIADO).order_by("-numero").values_list("numero", flat=True).first()
    iniciado = Asiento(
        clase=INICIADO,
        objeto=o,
        obligacion_id=o.pk,
        reunion_id=o.compromiso.disposicion.reunion_id,
        datos={
            "clave": o.clave,
            "evento": evento.fecha.isoformat(),
            "fundamento": evento.fundamento,
            "unidad": termino.unidad,
            "antes": antes.isoformat() if antes else None,
            "despues": base.vence.isoformat(),
            "literal": base.literal.isoformat(),
            "explicacion": list(base.pasos),
        },
        rige_el=max(o.nace_el, min(evento.fecha, reloj.hoy())),
        cambios={"vence_el": base.vence},
        anula=anterior,
    )
    if not final.pasos and not _tapado(o, iniciado.rige_el, anterior):
        return [iniciado]
    datos = {"clave": o.clave, "explicacion": list(final.pasos)}
    recorrido = replace(iniciado, clase="obligacion.plazo_recorrido", datos=datos, cambios={"vence_el": final.vence}, rige_el=None, anula=None)
    return [iniciado, recorrido]


def _tapado(o: Obligacion, rige: date | None, anterior: int | None) -> bool:
    """Algo posterior ya había movido la fecha, y taparía la nueva."""
    vida = vidas([o.pk]).get(o.pk)
    return any(rige and c.rige_el > rige and "vence_el" in c.valores for c in (vida.cambios if vida else ()) if c.numero != anterior)


def _hecho(evento: Evento, corrige: date | None, termino: Termino | None) -> Asiento:
    sujeto = str(evento.entidad) if evento.entidad else "todas las entidades"
    datos = {"clave": evento.compromiso.clave, "evento": evento.fecha.isoformat(), "entidad": sujeto, "fundamento": evento.fundamento}
    if corrige:
        datos |= {"antes": corrige.isoformat(), "despues": evento.fecha.isoformat()}
    if evento.oficio:
        datos["oficio"] = evento.oficio.numero
    contado = f"Se cuentan {termino}" if termino else "El acta no dice cuánto tiempo da"
    return Asiento(
        clase="evento.corregido" if corrige else "evento.registrado",
        objeto=evento,
        reunion_id=evento.compromiso.disposicion.reunion_id,
        motivo=f"Ocurrió el {en_palabras(evento.fecha)}, en {sujeto}: {evento.fundamento}. {contado}.",
        datos=datos,
        rige_el=min(evento.fecha, reloj.hoy()),
    )
