"""Lo que toda carta comparte: qué es, de qué está hecha y cómo se pinta."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from conferencia.models import Institucion, Obligacion
from conferencia.templatetags.fechas import fecha_larga
from enlaces.models import RenglonDeAviso

_NADIE = str(UUID(int=0))


class YaNoToca(Exception):
    """El aviso dejó de tener objeto entre planearlo y enviarlo; el mensaje dice por qué."""


@dataclass(frozen=True)
class Carta:
    asunto: str
    texto: str
    html: str
    renglones: list[RenglonDeAviso] = field(default_factory=list)


SE_CONTESTAN_CON_OFICIO = frozenset(["acuse", "asignacion", "dictamen", "fecha", "invitacion", "recibido", "requerimiento", "resolucion", "resumen"])


def pintar(plantilla: str, contexto: dict) -> tuple[str, str]:
    buzon = {"admite_respuesta": bool(settings.CORREO_BUZON), "con_oficio": plantilla in SE_CONTESTAN_CON_OFICIO}
    contexto = {"base_url": settings.BASE_URL, **buzon, **contexto}
    return render_to_string(f"emails/{plantilla}.txt", contexto), render_to_string(f"emails/{plantilla}.html", contexto)


def acto_de(obligacion: Obligacion) -> str:
    return obligacion.compromiso.accion


def disposicion_de(obligacion: Obligacion) -> str:
    """«Acuerdo CUARTO»: lo que identifica al acto cuando sus palabras no caben."""
    return str(obligacion.compromiso.disposicion)


def dia_sin_anio(fecha: date) -> str:
    """«martes 12 de julio»: el año solo estorba en un asunto."""
    return fecha_larga(fecha).rsplit(" de ", 1)[0]


def absoluta(nombre: str, *args) -> str:
    return settings.BASE_URL + reverse(nombre, args=args)


def liga_de(obligacion: Obligacion) -> str:
    """La de su página. Un lote lleva miles: la ruta se resuelve una vez y se le pone cada llave."""
    return settings.BASE_URL + _ruta_de_obligacion().replace(_NADIE, str(obligacion.pk))


@lru_cache
def _ruta_de_obligacion() -> str:
    return reverse("obligacion-detail", args=[_NADIE])


def donde(institucion: Institucion) -> str:
    return str(institucion.entidad) if institucion.entidad_id else institucion.siglas or institucion.nombre
