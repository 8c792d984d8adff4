"""Lo que las pruebas de plazos repiten: disponer por la misma puerta que la gente."""

from datetime import date

from conferencia.models import Compromiso, Obligacion, Oficio
from conferencia.permissions import Facultades
from conferencia.queries.vidas import vidas
from conferencia.services.oficios import oficio_de_salida
from conferencia.services.suspensiones import suspender
from tests import reparto

A81 = "ZC-2022-1/A8.1/PUE-SS"  # vence el viernes 30 de septiembre de 2022
A101 = "ZC-2022-1/A10.1/PUE-SS"  # el acta no le da fecha


def analista() -> Facultades:
    return reparto.facultades(reparto.analista())


def la(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def salida(numero: str = "ST/001/2022") -> Oficio:
    return oficio_de_salida(por=analista(), numero=numero, fecha=date(2022, 7, 6), asunto="Plazo")


def suspendida(clave: str = A81, *, desde: date = date(2022, 7, 6), hasta: date | None = None) -> Obligacion:
    o = la(clave)
    suspender(por=analista(), obligacion=o, desde=desde, hasta=hasta, motivo="Contingencia sanitaria", fundamento="LFPA art. 38", version=o.version)
    return o


def con_termino(clave: str = A101, *, cantidad: int | None = 30, unidad: str = "dias_habiles", clase: str = "termino") -> Compromiso:
    """Vuelve término que espera un evento a un compromiso que el acta dejó sin plazo."""
    compromiso = la(clave).compromiso
    Compromiso.objects.filter(pk=compromiso.pk).update(
        plazo_clase=clase,
        plazo_cantidad=cantidad,
        plazo_unidad=unidad,
        plazo_evento="entrada en vigor del protocolo",
        plazo_texto="dentro de los treinta días hábiles siguientes a la entrada en vigor",
    )
    compromiso.refresh_from_db()
    return compromiso


def vencia_al(obligacion: Obligacion, corte: date) -> date | None:
    """El vencimiento que a ese corte regía, según los hechos."""
    rasgos = vidas([obligacion.pk])[obligacion.pk].rasgos_al(corte)
    return rasgos.vence_el if rasgos else None
