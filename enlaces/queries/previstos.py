"""Lo que tocaría avisar un día, a quién y de qué, sin escribir nada."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from conferencia import reloj
from conferencia.models import Obligacion
from enlaces.domain.avisos import Papel
from enlaces.queries.debidos import DE_CONJUNTO, debidos
from enlaces.queries.destinatarios import Destinatario, Libreta

_LEER = """
WITH {debidos}
SELECT d.obligacion, d.institucion, d.disposicion, d.fecha, d.motivo, d.papel, d.correo
  FROM debidos d JOIN conferencia_obligacion o ON o.id = d.obligacion
 ORDER BY d.fecha, o.clave, d.institucion
"""
_TAREAS = "WITH {debidos} SELECT obligacion, institucion FROM elegidas WHERE papel = 'secretaria'"


@dataclass(frozen=True)
class Renglon:
    """Una obligación que toca avisar. ``fecha``: el plazo que rige; ``peldano``: por qué hoy."""

    obligacion: Obligacion
    institucion: UUID
    peldano: str
    fecha: date
    destinatario: Destinatario


@dataclass
class Previsto:
    """Lo que toca avisar un día: por correo, y las instituciones a las que no hay a quién escribir."""

    por_correo: dict[str, list[Renglon]] = field(default_factory=lambda: defaultdict(list))
    sin_destinatario: set[UUID] = field(default_factory=set)
    tareas: int = 0


def prever(dia: date) -> Previsto:
    """Lo del ``dia`` a quien hoy tiene el encargo, como si de ese día en adelante no se hubiera avisado nada."""
    al = max(dia, reloj.hoy())
    previsto = Previsto()
    consulta = debidos(dia, al, repitiendo=True)
    if consulta is None:
        return previsto
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DE_CONJUNTO)
        cursor.execute(_LEER.format(debidos=consulta.sql), consulta.parametros)
        filas = cursor.fetchall()
        cursor.execute(_TAREAS.format(debidos=consulta.sql), consulta.parametros)
        previsto.tareas = len(cursor.fetchall())
    obligaciones = Obligacion.objects.select_related("compromiso__disposicion__reunion").in_bulk({f[0] for f in filas})
    libreta = Libreta(al, {f[1] for f in filas})
    for obligacion, institucion, disposicion, fecha, motivo, papel, correo in filas:
        if not correo:
            previsto.sin_destinatario.add(institucion)
        elif destinatario := libreta.quien(correo, institucion, disposicion, Papel(papel)):
            previsto.por_correo[correo].append(Renglon(obligaciones[obligacion], institucion, motivo, fecha, destinatario))
    return previsto
