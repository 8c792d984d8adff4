"""Frases que acompañan a una cifra: siempre con su denominador y su fecha."""

from datetime import date

from conferencia.domain.situacion import Grupo
from conferencia.queries.conteo import Conteo
from conferencia.templatetags.componentes import GRUPOS, cuenta
from conferencia.templatetags.fechas import fecha_larga


def mensaje_de(conteo: Conteo, hoy: date) -> str:
    """«Al miércoles 6 de julio de 2022, de 166 obligaciones: 0 cumplidas, 35 por vencer y 0 vencidas.»"""
    cumplidas, por_vencer, vencidas = (
        f"{conteo.por_grupo[g]} {cuenta(GRUPOS[g.value], conteo.por_grupo[g])}" for g in (Grupo.CUMPLIDA, Grupo.POR_VENCER, Grupo.VENCIDA)
    )
    sustantivo = "obligación" if conteo.total == 1 else "obligaciones"
    return f"Al {fecha_larga(hoy)}, de {conteo.total} {sustantivo}: {cumplidas}, {por_vencer} y {vencidas}."
