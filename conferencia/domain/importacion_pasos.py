"""Qué se haría con un renglón de la matriz: nada, pedir que se corrija, o asentar los pasos que cuenta.

Cada paso rige desde el día en que ocurrió, no desde el de la carga: así «a tiempo» y «extemporánea» salen bien a cualquier corte.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from conferencia.domain.calendario import en_palabras
from conferencia.domain.estados import Estado
from conferencia.domain.importacion import CON_ENTREGA, ESTADO_DE, EXENTA, ROTULO, Renglon, Reportada


@dataclass(frozen=True, kw_only=True)
class Situada:
    """Lo que ya se sabe de la obligación. ``ocupada``: por qué no admite historia anterior. ``movido_el``: de cada rasgo, el último día que lo movió."""

    nace_el: date
    vence_el: date | None = None
    permanente: bool = False
    estado: Estado = Estado.PENDIENTE
    primera_entrega_el: date | None = None
    resuelta_el: date | None = None
    subsanar_el: date | None = None
    avance: int = 0
    partes: tuple[str, ...] = ()
    ocupada: str = ""
    movido_el: Mapping[str, date] = field(default_factory=dict)


class ClasePaso(StrEnum):
    PRORROGA = "prorroga"
    ENTREGA = "entrega"
    OBSERVACION = "observacion"
    CUMPLIMIENTO = "cumplimiento"
    EXENCION = "exencion"
    AVANCE = "avance"


_MUEVE: dict[ClasePaso, tuple[str, ...]] = {
    ClasePaso.PRORROGA: ("vence_el",),
    ClasePaso.ENTREGA: ("estado", "primera_entrega_el"),
    ClasePaso.OBSERVACION: ("estado", "subsanar_el"),
    ClasePaso.CUMPLIMIENTO: ("estado", "avance", "ratificada_el", "ratificar_el"),
    ClasePaso.EXENCION: ("estado",),
    ClasePaso.AVANCE: ("avance",),
}


@dataclass(frozen=True)
class Paso:
    clase: ClasePaso
    rige_el: date
    dicho: str


class Resultado(StrEnum):
    HARA = "hara"
    NADA = "nada"
    ERROR = "error"
    APLICADO = "aplicado"


@dataclass(frozen=True)
class Decision:
    """``dichos``: lo que se hará, por qué nada, o qué hay que corregir. ``pasos``, solo si hay algo que hacer."""

    resultado: Resultado
    dichos: tuple[str, ...]
    pasos: tuple[Paso, ...] = ()


def decidir(r: Renglon, s: Situada, hoy: date) -> Decision:
    """Qué haría el renglón con la obligación como está hoy."""
    if r.en_blanco:
        return Decision(Resultado.NADA, ("El renglón viene en blanco.",))
    if _ya_esta(r, s):
        return Decision(Resultado.NADA, ("Ya está así; no hay nada que asentar.",))
    errores = [*_de_estado(r, s), *_de_fechas(r, s, hoy), *_de_congruencia(r, s)]
    if errores:
        return Decision(Resultado.ERROR, tuple(errores))
    pasos = tuple(_pasos(r, s, hoy))
    if tardios := [e for p in pasos if (e := _posterior(p, s))]:
        return Decision(Resultado.ERROR, tuple(dict.fromkeys(tardios)))
    return Decision(Resultado.HARA, tuple(p.dicho for p in pasos), pasos)


def _resuelta(r: Renglon) -> date | None:
    return r.resuelta_el or (r.entregada_el if r.situacion == Reportada.CUMPLIDA else None)


def _ya_esta(r: Renglon, s: Situada) -> bool:
    cumplida = r.situacion == Reportada.CUMPLIDA
    if r.prorroga_hasta not in (None, s.vence_el) or (r.avance not in (None, s.avance) and not cumplida):
        return False
    if r.situacion is None:
        return False
    if r.situacion == Reportada.PENDIENTE:
        return s.estado == Estado.PENDIENTE and (r.entregada_el, r.resuelta_el, r.subsanar_el) == (None, None, None)
    estado = Estado.PENDIENTE if cumplida and s.permanente else ESTADO_DE[r.situacion]
    if s.estado != estado or (r.situacion in CON_ENTREGA and s.primera_entrega_el != r.entregada_el):
        return False
    return (not cumplida or s.resuelta_el == _resuelta(r)) and (r.situacion != Reportada.CON_OBSERVACIONES or s.subsanar_el == r.subsanar_el)


def _de_estado(r: Renglon, s: Situada) -> Iterator[str]:
    if s.ocupada:
        yield f"{s.ocupada} Lo que siga se lleva en el sistema."
    if r.situacion is None:
        yield "Falta «Situación reportada»: hay datos y no se sabe de qué."
    if r.situacion in CON_ENTREGA and r.entregada_el is None:
        yield "Falta «Fecha de entrega»: sin ella no se sabe si fue a tiempo."
    if r.situacion in EXENTA | {Reportada.CON_OBSERVACIONES}:
        if r.resuelta_el is None:
            yield "Falta «Fecha de cumplimiento»: el día en que se resolvió."
        if not r.nota:
            yield f"Falta «Nota»: {'qué se observó' if r.situacion == Reportada.CON_OBSERVACIONES else 'por qué'}."
    if r.situacion == Reportada.CON_OBSERVACIONES and r.subsanar_el is None:
        yield "Falta «Subsanar hasta»: el plazo que se dio."


def _de_fechas(r: Renglon, s: Situada, hoy: date) -> Iterator[str]:
    for nombre in ("entregada_el", "oficio_el", "resuelta_el"):
        dia = getattr(r, nombre)
        if dia and dia > hoy:
            yield f"«{ROTULO[nombre]}» es posterior a hoy ({en_palabras(dia)})."
        if dia and nombre != "oficio_el" and dia < s.nace_el:
            yield f"«{ROTULO[nombre]}» es anterior a que se debiera ({en_palabras(s.nace_el)})."
    if r.entregada_el and r.oficio_el and r.oficio_el > r.entregada_el:
        yield "«Fecha del oficio» es posterior a la de entrega."
    if r.entregada_el and r.resuelta_el and r.resuelta_el < r.entregada_el:
        yield "«Fecha de cumplimiento» es anterior a la de entrega."
    if r.subsanar_el and r.resuelta_el and r.subsanar_el <= r.resuelta_el:
        yield "«Subsanar hasta» debe ser posterior al día en que se observó."
    if r.prorroga_hasta and (s.vence_el is None or r.prorroga_hasta < s.vence_el):
        yield "«Prórroga hasta» no es posterior al vencimiento." if s.vence_el else "No tiene vencimiento: no hay plazo que prorrogar."


def _de_congruencia(r: Renglon, s: Situada) -> Iterator[str]:
    if r.situacion in EXENTA | {Reportada.PENDIENTE} and r.entregada_el:
        yield f"Dice «{r.situacion}» y trae fecha de entrega: se contradicen."
    if r.situacion == Reportada.CUMPLIDA and r.avance not in (None, 100):
        yield f"Dice «cumplida» con {r.avance} % de avance: se contradicen."
    if r.situacion in EXENTA and r.avance is not None:
        yield f"Dice «{r.situacion}» y trae avance: se contradicen."
    if r.situacion in {Reportada.PENDIENTE, Reportada.EN_REVISION} and r.resuelta_el:
        yield f"Dice «{r.situacion}» y trae fecha de cumplimiento: se contradicen."
    if r.subsanar_el and r.situacion != Reportada.CON_OBSERVACIONES:
        yield "«Subsanar hasta» es solo de lo que está con observaciones."
    if r.situacion in CON_ENTREGA and (error := _quien(r, s.partes)):
        yield error


def _quien(r: Renglon, partes: Sequence[str]) -> str:
    if r.presento and r.presento.upper() not in partes:
        return f"«Presentó»: {r.presento} no es de quienes responden ({', '.join(partes)})."
    if not r.presento and len(partes) > 1:
        return f"Responden varias: di en «Presentó» cuál ({', '.join(partes)})."
    return ""


def _pasos(r: Renglon, s: Situada, hoy: date) -> Iterator[Paso]:
    if r.prorroga_hasta and s.vence_el and r.prorroga_hasta != s.vence_el:
        # Se concede antes de vencer: sin otra fecha, el último día en que pudo concederse.
        yield Paso(ClasePaso.PRORROGA, max(s.nace_el, min(s.vence_el, hoy)), f"Vence el {en_palabras(r.prorroga_hasta)} por prórroga.")
    if r.situacion in CON_ENTREGA and r.entregada_el:
        con = f" con oficio {r.oficio}" if r.oficio else ", como constancia: no trae número de oficio"
        yield Paso(ClasePaso.ENTREGA, r.entregada_el, f"Presentada el {en_palabras(r.entregada_el)}{con}.")
    dia = _resuelta(r)
    if r.situacion == Reportada.CON_OBSERVACIONES and dia and r.subsanar_el:
        yield Paso(ClasePaso.OBSERVACION, dia, f"Observada el {en_palabras(dia)}; por subsanar hasta el {en_palabras(r.subsanar_el)}.")
    if r.situacion == Reportada.CUMPLIDA and dia:
        yield Paso(ClasePaso.CUMPLIMIENTO, dia, f"{'Ratificada' if s.permanente else 'Cumplida'} el {en_palabras(dia)}.")
    if r.situacion in EXENTA and dia:
        yield Paso(ClasePaso.EXENCION, dia, f"Exenta ({r.situacion}) desde el {en_palabras(dia)}.")
    if r.avance is not None and r.avance != s.avance and r.situacion != Reportada.CUMPLIDA:
        yield Paso(ClasePaso.AVANCE, hoy, f"Avance de {r.avance} %, desde hoy: la matriz no dice de cuándo es.")


def _posterior(paso: Paso, s: Situada) -> str:
    """Si algo ya asentado rige después y mueve lo mismo, lo importado quedaría debajo de ello."""
    ultimo = max((s.movido_el[r] for r in _MUEVE[paso.clase] if r in s.movido_el), default=paso.rige_el)
    return f"Ya hay algo asentado que rige desde el {en_palabras(ultimo)}, después de esta fecha." if ultimo > paso.rige_el else ""
