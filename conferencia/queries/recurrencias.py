"""Con qué regla se repite un compromiso: la que la Secretaría Técnica capturó o, si no, la que su texto dice."""

from datetime import date

from conferencia.domain.estados import Estado
from conferencia.domain.periodos import CON_PERIODOS, Periodo, Regla, periodo_de_clave
from conferencia.models import ClasePlazo, Compromiso, Obligacion, Recurrencia


def recurrencia_de(compromiso: Compromiso) -> Recurrencia | None:
    return Recurrencia.objects.filter(compromiso=compromiso).first()


def regla_leida(rige: Compromiso, acto: date) -> Regla | None:
    """La que dice el texto, o ``None`` si lo suyo no se repite por periodos. ``rige``: el compromiso que da el plazo."""
    if rige.plazo_clase != ClasePlazo.PERIODICO or rige.plazo_periodicidad not in CON_PERIODOS:
        return None
    return Regla(rige.plazo_periodicidad, rige.plazo_inicio or acto, hasta=rige.plazo_vence)


def regla_capturada(r: Recurrencia) -> Regla:
    return Regla(r.periodicidad, r.desde, r.cada, r.hasta, r.dia_clase, r.dia, capturada=True)


def regla_de_obligacion(obligacion: Obligacion) -> Regla | None:
    """La que rige el periodo de esta obligación: la capturada solo alcanza a los periodos que empiezan desde su fecha."""
    if not obligacion.periodo:
        return None
    capturada = recurrencia_de(obligacion.compromiso)
    if capturada and obligacion.inicia_el and obligacion.inicia_el >= capturada.desde:
        return regla_capturada(capturada)
    return regla_leida(obligacion.plazo_dado_por, obligacion.compromiso.disposicion.reunion.fecha)


def periodos_a_exigir(compromiso: Compromiso, rige: Compromiso, hasta: date) -> list[tuple[Periodo, Regla | date]]:
    """Cada periodo con la regla que dice cuándo vence o, si nació de una regla anterior, con el que se le dio."""
    capturada = recurrencia_de(compromiso)
    if capturada is None:
        leida = regla_leida(rige, compromiso.disposicion.reunion.fecha)
        return [(p, leida) for p in leida.periodos(max(hasta, leida.desde))] if leida else []
    regla = regla_capturada(capturada)
    anteriores = (
        Obligacion.objects.filter(compromiso=compromiso, inicia_el__lt=regla.desde).exclude(periodo="").exclude(estado=Estado.SIN_EFECTO).order_by("periodo")
    )
    de_antes = {clave: vence for clave, vence in anteriores.values_list("periodo", "vence_original_el") if vence}
    return [*((periodo_de_clave(c), dia) for c, dia in de_antes.items()), *((p, regla) for p in regla.periodos(hasta) if p.inicio >= regla.desde)]
