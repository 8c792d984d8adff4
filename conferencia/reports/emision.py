"""Emitir: tomar los datos, componer en el formato pedido y entregarlo a guardar. Lo usan la cola y la orden ``informe``."""

from collections.abc import Callable

from conferencia.models import Informe, Trabajo
from conferencia.reports import datos_csv, hojas, informe_cumplimiento
from conferencia.reports.datos import Datos, reunir
from conferencia.reports.escritos import extracto
from conferencia.reports.informe_cumplimiento import direccion_de
from conferencia.services.informes import Emision, InformeNegado, folio_de, guardar_emitido, revisar_corte
from conferencia.services.trabajos import TrabajoImposible, anotar_avance

LEIDO, COMPUESTO = 25, 90  # por ciento: leer es rápido, componer es lo que tarda
_COMPONER: dict[str, Callable[[Datos, str, str], bytes]] = {
    "pdf": informe_cumplimiento.componer,
    "xlsx": hojas.componer,
    "csv": lambda datos, folio, codigo: b"".join(datos_csv.lineas(datos, direccion_de(folio, codigo))),
}


def emitir(informe: Informe, *, avanzar: Callable[[int], None] = lambda _: None) -> Informe:
    """El informe con sus bytes guardados; si ya los tenía, tal cual. ``avanzar`` recibe el por ciento. Falla con ``InformeNegado``."""
    if informe.archivo_id:
        return informe
    revisar_corte(informe.corte)
    datos = reunir(informe.reunion, informe.corte, informe.sabido_al)
    avanzar(LEIDO)
    if informe.disposicion:
        datos = extracto.solo_de(datos, informe.disposicion)
        contenido = extracto.componer(datos, informe.disposicion, folio_de(informe), informe.codigo)
    else:
        contenido = _COMPONER[informe.formato](datos, folio_de(informe), informe.codigo)
    avanzar(COMPUESTO)
    return guardar_emitido(informe, Emision(contenido=contenido, sabido_al=datos.sabido_al, cabeza=datos.cabeza, obligaciones=len(datos.renglones)))


def emitir_encolado(trabajo: Trabajo) -> dict:
    """La clase de trabajo «informe». Repetirla tras una muerte a medias no emite dos veces."""
    informe = Informe.objects.select_related("reunion__organo", "disposicion", "archivo").get(trabajo=trabajo)
    try:
        emitido = emitir(informe, avanzar=lambda porciento: anotar_avance(trabajo, porciento))
    except InformeNegado as error:
        raise TrabajoImposible(str(error)) from error
    return {"informe": str(emitido.pk), "folio": folio_de(emitido), "sha256": emitido.archivo.sha256}
