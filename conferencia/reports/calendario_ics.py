"""El calendario de plazos como iCalendar (RFC 5545, RFC 7986): un evento de día completo por obligación.

El UID no cambia nunca; SEQUENCE crece con cada cambio; lo que deja de exigirse se cancela en vez de desaparecer.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vUri

from conferencia.domain.calendario import UN_DIA, en_palabras
from conferencia.domain.estados import EXENTOS, Estado
from conferencia.models import Obligacion

PRODID = "-//Seguimiento de Acuerdos//Calendario de plazos//ES"
CADA = timedelta(hours=4)
ANTES = (timedelta(days=6, hours=15), timedelta(hours=15))  # a las nueve de la mañana, siete días y un día antes
LARGO = 90


def calendario_ics(nombre: str, obligaciones: Sequence[Obligacion], cambios: Mapping[object, datetime], *, hoy: date, base_url: str, dominio: str) -> bytes:
    """Los bytes del ``.ics``. ``cambios``: cuándo cambió cada una, por id. Lo mismo da siempre los mismos bytes."""
    calendario = Calendar()
    calendario.add("prodid", PRODID)
    calendario.add("version", "2.0")
    calendario.add("calscale", "GREGORIAN")
    calendario.add("method", "PUBLISH")
    calendario.add("name", nombre)
    calendario.add("x-wr-calname", nombre)
    calendario.add("x-wr-timezone", "America/Mexico_City")
    calendario.add("refresh-interval", CADA, parameters={"VALUE": "DURATION"})
    calendario.add("x-published-ttl", CADA)
    for obligacion in obligaciones:
        calendario.add_component(_evento(obligacion, cambios.get(obligacion.pk), hoy, base_url, dominio))
    return calendario.to_ical()


def _evento(o: Obligacion, cambio: datetime | None, hoy: date, base_url: str, dominio: str) -> Event:
    assert o.vence_el is not None, "solo lo que tiene fecha va al calendario"
    url = f"{base_url}/obligaciones/{o.pk}/"
    instante = (cambio or datetime.combine(o.nace_el, datetime.min.time(), UTC)).astimezone(UTC).replace(microsecond=0)
    evento = Event()
    evento.add("uid", f"obligacion-{o.pk}@{dominio}")
    evento.add("dtstamp", instante)
    evento.add("last-modified", instante)
    evento.add("sequence", o.version)
    evento.add("dtstart", o.vence_el)
    evento.add("dtend", o.vence_el + UN_DIA)
    evento.add("summary", _titulo(o))
    evento.add("description", _descripcion(o, url))
    evento.add("url", vUri(url))
    evento.add("categories", [o.compromiso.disposicion.clave])
    evento.add("status", "CANCELLED" if o.estado in EXENTOS else "CONFIRMED")
    evento.add("transp", "TRANSPARENT")
    if o.estado in (Estado.PENDIENTE, Estado.CON_OBSERVACIONES) and o.vence_el >= hoy and o.detenida_el is None:
        for antes in ANTES:
            evento.add_component(_alarma(antes, o))
    return evento


def _titulo(o: Obligacion) -> str:
    """«Vence: designar enlace · UPC · Puebla»: lo que cabe en la casilla de un calendario."""
    estado = {Estado.CUMPLIDA: "Cumplida", Estado.EN_REVISION: "En revisión"}.get(Estado(o.estado), "No se exige" if o.estado in EXENTOS else "Vence")
    accion = o.compromiso.accion
    accion = accion if len(accion) <= LARGO else accion[:LARGO].rsplit(" ", 1)[0] + "…"
    return f"{estado}: {accion[:1].lower()}{accion[1:]} · {o.institucion.nombre_corto if o.institucion else o.quien}"


def _descripcion(o: Obligacion, url: str) -> str:
    assert o.vence_el is not None
    renglones = [
        o.compromiso.accion,
        f"{o.compromiso.disposicion}, {o.compromiso.disposicion.reunion}",
        f"Vence el {en_palabras(o.vence_el)}, al terminar el día.",
    ]
    if o.vence_original_el and o.vence_original_el != o.vence_el:
        renglones.append(f"Fecha original: {en_palabras(o.vence_original_el)}.")
    if o.detenida_el is not None:
        renglones.append("El plazo está suspendido: la fecha se moverá al reanudarse.")
    if o.periodo:
        renglones.append(f"Periodo {o.periodo}.")
    return "\n".join([*renglones, f"{o.clave}", url])


def _alarma(antes: timedelta, o: Obligacion) -> Alarm:
    alarma = Alarm()
    alarma.add("action", "DISPLAY")
    alarma.add("trigger", -antes)
    alarma.add("description", _titulo(o))
    return alarma
