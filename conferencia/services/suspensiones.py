"""Suspender y reanudar un plazo. La suspensión es un intervalo de días que no cuentan: mueve la fecha, no es una bandera.

Con la suspensión abierta el reloj se detiene (``Obligacion.detenida_el``); al conocerse su fin la fecha se recorre.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import UN_DIA, en_palabras
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Accion, Estado, TransicionIlegal
from conferencia.domain.plazos import NATURALES, Computo, recorrer
from conferencia.models import Obligacion, Observacion, Oficio, Suspension
from conferencia.permissions import Facultades, exigir, facultades_del_sistema, puede_disponer_plazos
from conferencia.queries.calendarios import calendario_de_obligacion
from conferencia.queries.plazos import suspension_abierta, unidad_de
from conferencia.queries.vidas import vidas
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar, mover

RECORRIBLES = ("vence_el", "subsanar_el", "subsano_tarde", "ratificar_el")


class SuspensionImposible(NoProcede):
    """No se puede suspender o reanudar así; el mensaje dice por qué. ``campo``: el del formulario."""


@transaction.atomic
def suspender(
    *,
    por: Facultades,
    obligacion: Obligacion,
    desde: date,
    motivo: str,
    fundamento: str,
    version: int,
    hasta: date | None = None,
    oficio: Oficio | None = None,
) -> Suspension:
    """Los días desde ``desde`` dejan de contar. Con ``hasta`` la fecha se recorre de una vez; sin ella, al reanudar.

    Falla con ``SuspensionImposible``, ``TransicionIlegal`` u ``OtroSeAdelanto`` sin dejar rastro.
    """
    exigir(puede_disponer_plazos(por))
    actual = _leer(obligacion, version)
    _revisar(actual, desde, hasta, motivo, fundamento)
    hoy = reloj.hoy()
    corre = hasta is None or hasta >= hoy
    suspension = Suspension.objects.create(
        obligacion=actual,
        desde=desde,
        hasta=hasta,
        motivo=motivo.strip(),
        fundamento=fundamento.strip(),
        oficio=oficio,
        dispuesta_por_id=por.usuario,
        dispuesta_en=reloj.ahora(),
    )
    movidas, pasos = _recorrer(actual, desde, hasta) if hasta else ({}, ())
    rige = _desde_cuando(actual, min(desde, hoy), movidas)
    mover(actual, Accion.SUSPENDER, **movidas, **({"detenida_el": desde - UN_DIA} if corre else {}))
    fin = f"hasta el {en_palabras(hasta)}" if hasta else "hasta que se reanude"
    frase = f"El plazo se detiene desde el {en_palabras(desde)}, {fin}."
    asientos = [_suspendida(actual, suspension, frase)]
    if hasta:
        asientos.append(_asiento("plazo_recorrido", actual, rige, movidas, pasos))
    if hasta and not corre:
        asientos.append(_asiento("reanudada", actual, hasta + UN_DIA, {"detenida_el": None}, [_vuelve(hasta)]))
    asentar(asientos, actor=por.usuario)
    _devolver(obligacion, actual)
    return suspension


@transaction.atomic
def reanudar(*, por: Facultades, obligacion: Obligacion, hasta: date, version: int) -> Obligacion:
    """Cierra la suspensión: ``hasta`` es el último día que no contó, y la fecha se recorre. Si aún no pasa, el reloj sigue detenido hasta él."""
    exigir(puede_disponer_plazos(por))
    actual = _leer(obligacion, version)
    suspension = suspension_abierta(actual)
    if suspension is None or suspension.hasta is not None:
        raise SuspensionImposible("Esta obligación no tiene una suspensión abierta.")
    if hasta < suspension.desde:
        raise SuspensionImposible("La suspensión no puede terminar antes de empezar.", "hasta")
    pasada = hasta < reloj.hoy()
    Suspension.objects.filter(pk=suspension.pk).update(hasta=hasta)
    movidas, pasos = _recorrer(actual, suspension.desde, hasta)
    rige = _desde_cuando(actual, hasta + UN_DIA if pasada else reloj.hoy(), movidas)
    _mover_o_fijar(actual, **movidas, **({"detenida_el": None} if pasada else {}))
    asientos = [_asiento("plazo_recorrido", actual, rige, movidas, pasos)]
    if pasada:
        asientos.insert(0, _asiento("reanudada", actual, hasta + UN_DIA, {"detenida_el": None}, [_vuelve(hasta)]))
    asentar(asientos, actor=por.usuario)
    _devolver(obligacion, actual)
    return actual


def reanudar_las_que_terminan(dia: date) -> dict[str, int]:
    """Rutina diaria: echa a andar el reloj de aquellas cuya suspensión, de fin conocido, terminó antes de ``dia``."""
    por, reanudadas = facultades_del_sistema(dia), 0
    terminadas = Suspension.objects.filter(hasta__lt=dia, obligacion__detenida_el__isnull=False).select_related("obligacion__compromiso__disposicion")
    for suspension in terminadas.order_by("hasta"):
        if suspension.obligacion.detenida_el == suspension.desde - UN_DIA:
            reanudadas += _echar_a_andar(por, suspension)
    return {"reanudadas": reanudadas}


@transaction.atomic
def _echar_a_andar(por: Facultades, suspension: Suspension) -> bool:
    """``False`` si alguien la movió entre tanto: se hará en la vuelta que sigue."""
    obligacion, hasta = suspension.obligacion, suspension.hasta
    if hasta is None:
        return False
    try:
        fijar(obligacion, detenida_el=None)
    except OtroSeAdelanto:
        return False
    asentar([_asiento("reanudada", obligacion, hasta + UN_DIA, {"detenida_el": None}, [_vuelve(hasta)])], actor=por.usuario)
    return True


# --- Varias a la vez --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resultado:
    """Cómo le fue a una. ``error`` vacío: se hizo."""

    obligacion: Obligacion
    error: str = ""


def suspender_varias(
    *,
    por: Facultades,
    obligaciones: Sequence[tuple[Obligacion, int]],
    desde: date,
    motivo: str,
    fundamento: str,
    hasta: date | None = None,
    oficio: Oficio | None = None,
) -> list[Resultado]:
    """Cada una por su cuenta, con la versión que se vio: la que falla no detiene a las demás y dice por qué."""
    exigir(puede_disponer_plazos(por))
    datos = {"desde": desde, "hasta": hasta, "motivo": motivo, "fundamento": fundamento, "oficio": oficio}
    return [_una(lambda o=o, v=v: suspender(por=por, obligacion=o, version=v, **datos), o) for o, v in obligaciones]  # type: ignore[misc,arg-type]


def reanudar_varias(*, por: Facultades, obligaciones: Sequence[tuple[Obligacion, int]], hasta: date) -> list[Resultado]:
    exigir(puede_disponer_plazos(por))
    return [_una(lambda o=o, v=v: reanudar(por=por, obligacion=o, version=v, hasta=hasta), o) for o, v in obligaciones]  # type: ignore[misc]


def _una(hacer: Callable[[], object], obligacion: Obligacion) -> Resultado:
    try:
        hacer()
    except (SuspensionImposible, TransicionIlegal, OtroSeAdelanto) as error:
        return Resultado(obligacion, str(error))
    return Resultado(obligacion)


# --- Lo que comparten -------------------------------------------------------------------------------------------------


def _leer(obligacion: Obligacion, version: int) -> Obligacion:
    leida = Obligacion.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion__reunion", "plazo_dado_por").get(pk=obligacion.pk)
    if leida.version != version:
        raise OtroSeAdelanto
    return leida


def _devolver(obligacion: Obligacion, actual: Obligacion) -> None:
    """Quien llamó se queda con lo que quedó, no con lo que leyó."""
    for campo in (*RECORRIBLES, "detenida_el", "version"):
        setattr(obligacion, campo, getattr(actual, campo))


def _revisar(o: Obligacion, desde: date, hasta: date | None, motivo: str, fundamento: str) -> None:
    if not motivo.strip():
        raise SuspensionImposible("Escribe por qué se suspende el plazo.", "motivo")
    if not fundamento.strip():
        raise SuspensionImposible("Escribe con qué fundamento se suspende.", "fundamento")
    if desde < o.nace_el:
        raise SuspensionImposible(f"La obligación se debe desde el {en_palabras(o.nace_el)}: no se puede suspender antes.", "desde")
    if hasta and hasta < desde:
        raise SuspensionImposible("La suspensión no puede terminar antes de empezar.", "hasta")
    if o.detenida_el is not None:
        raise SuspensionImposible("Ya hay una suspensión en curso: reanuda el plazo antes de disponer otra.", "desde")
    fin = hasta or date.max
    cruza = Suspension.objects.filter(obligacion=o, desde__lte=fin, hasta__gte=desde).order_by("desde").first()
    if cruza and cruza.hasta:
        raise SuspensionImposible(f"Se cruza con la suspensión del {en_palabras(cruza.desde)} al {en_palabras(cruza.hasta)}.", "desde")


def _recorrer(o: Obligacion, desde: date, hasta: date) -> tuple[dict[str, object], tuple[str, ...]]:
    """Los rasgos que se mueven, con su explicación. Lo que se da para subsanar o ratificar se cuenta en días naturales."""
    calendario, rodar = calendario_de_obligacion(o), o.compromiso.disposicion.reunion.rodar_a_habil

    def recorrida(fecha: date, unidad: str = NATURALES) -> Computo:
        try:
            return recorrer(fecha, desde, hasta, calendario, unidad, rodar=rodar)
        except OverflowError as error:
            raise SuspensionImposible("Ese intervalo no se puede contar.", "hasta") from error

    computo = recorrida(o.vence_el, unidad_de(o)) if o.vence_el else None
    nuevos: dict[str, object] = {"vence_el": computo.vence if computo else None, **_para_subsanar(o, desde, recorrida)}
    nuevos["ratificar_el"] = recorrida(o.ratificar_el).vence if o.ratificar_el else None
    movidos = {campo: valor for campo, valor in nuevos.items() if getattr(o, campo) != valor}
    pasos = computo.pasos if computo else ("No tiene fecha de vencimiento que recorrer.",)
    return movidos, pasos + tuple(f"{_ROTULOS[c]} pasa al {en_palabras(v)}." for c, v in movidos.items() if c in _ROTULOS and isinstance(v, date))


_ROTULOS = {"subsanar_el": "El plazo para subsanar", "ratificar_el": "La ratificación"}


def _para_subsanar(o: Obligacion, desde: date, recorrida: Callable[[date], Computo]) -> dict[str, object]:
    """Recorre lo que faltaba por subsanar cuando se suspendió, también lo que se atendió con el plazo detenido."""
    observaciones = list(Observacion.objects.filter(entrega__obligacion=o))
    for observacion in observaciones:
        if observacion.atendida_en is None or _dia(observacion.atendida_en) >= desde:
            observacion.subsanar_el = recorrida(observacion.subsanar_el).vence
    Observacion.objects.bulk_update(observaciones, ["subsanar_el"])
    return {
        "subsanar_el": min((x.subsanar_el for x in observaciones if x.atendida_en is None), default=None),
        "subsano_tarde": any(x.atendida_en is not None and _dia(x.atendida_en) > x.subsanar_el for x in observaciones),
    }


def _dia(instante: datetime) -> date:
    return instante.astimezone(reloj.MEXICO).date()


def _mover_o_fijar(o: Obligacion, **cambios: object) -> None:
    """Lo que se cumplió con el plazo detenido también se recorre, o quedaría por extemporáneo; lo exento se queda como está."""
    if o.estado == Estado.CUMPLIDA:
        fijar(o, **cambios)
    else:
        mover(o, Accion.REANUDAR, **cambios)


def _desde_cuando(o: Obligacion, deseada: date, movidas: dict) -> date:
    """El día desde el que rige la fecha recorrida: nunca antes que lo último que ya la había movido, o lo nuevo quedaría tapado."""
    vida = vidas([o.pk]).get(o.pk)
    previos = [c.rige_el for c in vida.cambios if set(movidas) & set(c.valores)] if vida else []
    return max([deseada, *previos])


def _vuelve(hasta: date) -> str:
    return f"El plazo vuelve a correr el {en_palabras(hasta + UN_DIA)}."


def _suspendida(o: Obligacion, s: Suspension, frase: str) -> Asiento:
    datos = {"fundamento": s.fundamento, "desde": s.desde.isoformat(), "hasta": s.hasta.isoformat() if s.hasta else None}
    if s.oficio:
        datos["oficio"] = s.oficio.numero
    return _asiento("suspendida", o, s.desde, {"detenida_el": s.desde - UN_DIA}, [frase], motivo=s.motivo, **datos)


def _asiento(que: str, o: Obligacion, rige: date, cambios: Mapping, explicacion: Sequence[str], *, motivo: str = "", **datos: object) -> Asiento:
    return Asiento(
        clase=f"obligacion.{que}",
        objeto=o,
        obligacion_id=o.pk,
        reunion_id=o.compromiso.disposicion.reunion_id,
        motivo=motivo,
        datos={"clave": o.clave, "explicacion": list(explicacion), **datos},
        rige_el=rige,
        cambios=cambios,
    )
