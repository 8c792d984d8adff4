"""Las columnas de los datos, las mismas en CSV y en XLSX: rótulo, valor y ancho."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from conferencia.reports.datos import Renglon

Valor = str | int | date | None


@dataclass(frozen=True)
class Columna:
    """``ancho``: en caracteres, para la hoja de cálculo."""

    rotulo: str
    valor: Callable[[Renglon], Valor]
    ancho: int


COLUMNAS = (
    Columna("Clave", lambda r: r.clave, 30),
    Columna("Disposición", lambda r: r.disposicion, 11),
    Columna("Compromiso", lambda r: r.accion, 60),
    Columna("Entregable", lambda r: r.entregable, 28),
    Columna("Modo", lambda r: r.modo, 20),
    Columna("Entidad", lambda r: r.entidad, 22),
    Columna("Responde", lambda r: r.responde, 46),
    Columna("Instituciones", lambda r: " ".join(r.instituciones), 24),
    Columna("Periodo", lambda r: r.periodo, 10),
    Columna("Permanente", lambda r: "sí" if r.permanente else "no", 11),
    Columna("Se debe desde", lambda r: r.nace_el, 13),
    Columna("Vencimiento original", lambda r: r.vence_original_el, 13),
    Columna("Vence", lambda r: r.vence_el, 13),
    Columna("Días vencida", lambda r: r.dias_vencida, 9),
    Columna("Estado", lambda r: r.estado, 18),
    Columna("Situación", lambda r: r.rotulo, 26),
    Columna("Grupo", lambda r: r.grupo.value, 12),
    Columna("Entregas", lambda r: r.entregas, 9),
    Columna("Primera entrega", lambda r: r.primera_entrega_el, 13),
    Columna("Cumplida el", lambda r: r.cumplida_el, 13),
    Columna("Avance (%)", lambda r: r.avance, 9),
)
