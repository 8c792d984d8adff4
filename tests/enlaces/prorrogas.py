"""Una prórroga de verdad: Hidalgo la pide con oficio y la Secretaría Técnica la concede hasta el 22 de julio."""

from datetime import date

from conferencia import reloj
from conferencia.models import Institucion
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.solicitudes import pedir_prorroga, resolver_prorroga
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion


def hidalgo_pide_prorroga() -> None:
    quien = reparto.enlace_ajeno()
    pedir_prorroga(
        por=reparto.facultades(quien),
        obligacion=obligacion("T3.1/HGO-SS"),
        institucion=Institucion.objects.get(clave="HGO-SS"),
        datos=DatosDeOficio(numero="HGO/P/1", fecha=reloj.hoy()),
        archivos=[archivo_de(quien)],
        motivo="El titular está de viaje.",
        pide_hasta=date(2022, 7, 22),
    )


def se_concede() -> None:
    o = obligacion("T3.1/HGO-SS")
    datos = {"concede_hasta": date(2022, 7, 22), "resolucion": "Se concede.", "fundamento": "Transitorio TERCERO"}
    resolver_prorroga(por=reparto.facultades(reparto.titular()), solicitud=o.solicitudes.get(), version=o.version, **datos)
