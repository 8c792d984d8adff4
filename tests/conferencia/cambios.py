"""Mover obligaciones en una prueba como las mueve un servicio: columnas, hecho e índice, todo junto."""

from datetime import date

from conferencia.models import Obligacion
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import fijar


def asentado(obligacion: Obligacion | str, *, rige_el: date | None = None, motivo: str = "", **columnas: object) -> Obligacion:
    """Le pone esas columnas y lo asienta, por omisión desde hoy. Se nombra con lo que sigue a «ZC-2022-1/»."""
    o = Obligacion.objects.get(clave=f"ZC-2022-1/{obligacion}") if isinstance(obligacion, str) else obligacion
    asentar([Asiento(clase="prueba.movida", objeto=o, obligacion_id=o.pk, rige_el=rige_el, motivo=motivo, cambios=fijar(o, **columnas))], actor=None)
    return o
