"""El acuse por correo de lo que se pide con oficio: una prórroga o una no competencia se reciben como cualquier otro."""

from conferencia import reloj
from conferencia.models import Hecho, Solicitud
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Aviso, Regla
from enlaces.services import inmediatos
from enlaces.services.registro import nuevo

PEDIDAS = ("prorroga.pedida", "no_competencia.pedida")


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    for clase in PEDIDAS:
        inmediatos.inscribir(clase, _de_peticion)


def _de_peticion(hecho: Hecho) -> list[Aviso]:
    """Uno por oficio: el que se presentó como entrega y resultó una alegación ya se acusó, y su clave es la misma."""
    solicitud = Solicitud.objects.select_related("presentada_por", "oficio", "obligacion__compromiso").get(pk=hecho.sujeto_id)
    quienes = inmediatos.destinatarios(Regla.ACUSE, solicitud)
    return [nuevo(Regla.ACUSE, clave_inmediata(Regla.ACUSE, solicitud.oficio_id, a.correo), a, para_el=reloj.hoy(), hecho=hecho) for a in quienes]
