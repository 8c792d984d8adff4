"""Avisos que nacen de un hecho: acuse a quien presentó; dictamen a quien responde por la institución."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from conferencia import reloj
from conferencia.models import Canal, Entrega, Hecho, Solicitud
from conferencia.queries.dictamenes import deshecho
from enlaces.domain.reglas import AL_MOMENTO, REGLA_DE, clave_inmediata
from enlaces.models import Aviso, Regla
from enlaces.queries.destinatarios import Destinatario, Libreta, de_persona
from enlaces.services.registro import insertar, nuevo

LOTE = 500
# Una carga histórica asienta hechos viejos: de ellos no se le escribe a nadie.
VIEJO = timedelta(days=30)
_DE_OTROS: dict[str, Callable[[Hecho], list[Aviso]]] = {}


def inscribir(clase: str, avisos: Callable[[Hecho], list[Aviso]]) -> None:
    """Alta, en ``AppConfig.ready``, de los avisos que pide una clase de hechos que no es de entregas."""
    _DE_OTROS[clase] = avisos


@transaction.atomic
def planear_inmediatos() -> list[Aviso]:
    """Deja en cola los avisos de los hechos que aún no lo tienen, y da los que nacieron ahora.

    Lee después del último hecho avisado: los hechos se numeran y confirman en orden bajo su candado, así que ninguno
    menor puede aparecer luego.
    """
    ultimo = Aviso.objects.aggregate(n=Max("hecho_id"))["n"] or 0
    hechos = Hecho.objects.filter(numero__gt=ultimo, clase__in=[*REGLA_DE, *_DE_OTROS], asentado_en__gte=reloj.ahora() - VIEJO).order_by("numero")[:LOTE]
    return insertar(_sin_repetir(a for hecho in hechos for a in de_un_hecho(hecho)))


def relevar(hecho: Hecho) -> list[Aviso]:
    """Deja en cola el aviso de ese hecho para quien hoy tiene el encargo y aún no lo recibe."""
    return insertar(de_un_hecho(hecho))


def de_un_hecho(hecho: Hecho) -> list[Aviso]:
    """Los avisos que ese hecho pide, a quien hoy tiene el encargo. Los de un mismo oficio comparten su acuse."""
    if de_otro := _DE_OTROS.get(hecho.clase):
        return de_otro(hecho)
    entrega = Entrega.objects.select_related("presentada_por", "oficio", "obligacion__compromiso").get(pk=hecho.sujeto_id)
    regla = Regla(REGLA_DE[hecho.clase])
    if regla == Regla.ACUSE and entrega.oficio_id is None:
        return []  # las cifras capturadas se confirman en pantalla y quedan en la obligación: no hay oficio que acusar
    if deshecho(hecho):
        return []
    motivo = entrega.oficio_id if regla == Regla.ACUSE and entrega.oficio_id else hecho.numero
    dia, sale = reloj.hoy(), sale_desde(hecho)
    return [nuevo(regla, clave_inmediata(regla, motivo, a.correo), a, para_el=dia, hecho=hecho, sale_desde=sale) for a in destinatarios(regla, entrega)]


def sale_desde(hecho: Hecho) -> datetime | None:
    """Cuándo deja de poderse deshacer y el aviso sale; ``None``: en cuanto se pueda."""
    return None if REGLA_DE[hecho.clase] in AL_MOMENTO else hecho.asentado_en + settings.DESHACER_DURANTE


def destinatarios(regla: Regla, entrega: Entrega | Solicitud) -> list[Destinatario]:
    """A quién va hoy: el acuse, a quien presentó; lo demás, y el acuse de lo que otro registró a su nombre, a los enlaces o al contacto."""
    if regla == Regla.ACUSE and entrega.presentada_por and not _a_su_nombre(entrega):
        return [de_persona(entrega.presentada_por, entrega.institucion_id)]
    libreta = Libreta(reloj.hoy(), [entrega.institucion_id])
    return libreta.para(entrega.institucion_id, entrega.obligacion.compromiso.disposicion_id)


def _a_su_nombre(entrega: Entrega | Solicitud) -> bool:
    """Llegó en papel o por correo: quien lo registró es la Secretaría Técnica."""
    return entrega.oficio is not None and entrega.oficio.canal in (Canal.VENTANILLA, Canal.CORREO)


def _sin_repetir(avisos: Iterable[Aviso]) -> list[Aviso]:
    """De varios con la misma clave, el último: así el hecho más nuevo del oficio queda como ya avisado."""
    return list({a.clave: a for a in avisos}.values())
