"""Un acta recién leída, lista para confirmarse, y quien hace las veces del trabajador que la lee."""

import io

from conferencia import reloj
from conferencia.models import Acta, Recepcion, Trabajo
from conferencia.permissions import Facultades, facultades_del_sistema
from conferencia.services import trabajos
from conferencia.services.actas import registrar_acta

OTRA = """# Segunda Reunión Zona Centro 2022

En la ciudad de Puebla, siendo el 9 de agosto de dos mil veintidós, los integrantes de la zona centro de la Conferencia Nacional de Secretarios de
Seguridad Pública acuerdan lo siguiente.

## PRIMERO.- INFORME DE AVANCES

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un informe de avances a más tardar el 30 de septiembre del presente año.

## SEGUNDO.- DIRECTORIO

Las Unidades de Policía Cibernética se comprometen a remitir un directorio de guardias. El directorio es de uso interno.
"""


def acta_leida(texto: str = OTRA, nombre: str = "otra.md", por: Facultades | None = None) -> Acta:
    return registrar_acta(por=por or facultades_del_sistema(reloj.hoy()), contenido=io.BytesIO(texto.encode()), nombre=nombre)


def leer_todo() -> list[str]:
    """Hace los trabajos de lectura pendientes y dice en qué quedó cada recepción que se leyó."""
    pendientes = list(Trabajo.objects.filter(clase="lectura", estado="pendiente").order_by("creado_en"))
    for trabajo in pendientes:
        trabajos.hacer(str(trabajo.pk))
    return [Recepcion.objects.get(trabajo=t).estado for t in pendientes]
