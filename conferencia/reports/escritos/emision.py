"""Componer y emitir oficios de salida: uno, o los de un lote en la cola. Repetirlo tras una muerte a medias no emite dos veces."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import IO

from conferencia import reloj
from conferencia.domain import escrito as e
from conferencia.domain.errores import NoProcede
from conferencia.models import AccionDeLote, ClaseSalida, LoteDeOficios, OficioDeSalida, Trabajo
from conferencia.permissions import AccesoNegado, Facultades
from conferencia.queries.cedula import cedulas
from conferencia.reports.escritos import impreso, word
from conferencia.reports.escritos.contenido import cubiertas, escrito_de, formatos
from conferencia.reports.escritos.paquete import Paquete, limpio, manifiesto_csv
from conferencia.services.emitidos import Compuesto
from conferencia.services.lotes import guardar_paquete, quien_lo_pidio
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.salida import apartar_numero, guardar_emision
from conferencia.services.trabajos import TrabajoImposible, anotar_avance

INTENTOS = 3  # veces que se vuelve a componer si alguien lo corrigió mientras tanto
EN_MEMORIA = 8 * 1024 * 1024  # bytes de un ZIP antes de pasar a disco


def nombre_de(salida: OficioDeSalida) -> str:
    """«Notificacion-PUE-SS-ST-CNSSP-001-2022», sin extensión."""
    clase = "Notificacion" if salida.clase == ClaseSalida.NOTIFICACION else "Requerimiento"
    return limpio(f"{clase}-{salida.institucion.clave}-{salida.numero or 'borrador'}")


def componer(salida: OficioDeSalida, *, como_emitido: bool = False) -> list[Compuesto]:
    """PDF, Word y, si el acta pide designar enlaces, los formatos en un Word aparte para pasarlos a papel membretado."""
    escrito, nombre, instante = escrito_de(salida), nombre_de(salida), reloj.ahora()
    if como_emitido:
        escrito = replace(escrito, leyenda="")
    hechos = [
        Compuesto(f"{nombre}.pdf", impreso.TIPO, impreso.componer(escrito, instante)),
        Compuesto(f"{nombre}.docx", word.TIPO, word.componer(escrito, instante)),
    ]
    if (aparte := formatos_de_designacion(salida, escrito)) is not None:
        hechos.append(Compuesto(f"{nombre}-designaciones.docx", word.TIPO, word.componer(aparte, instante)))
    return hechos


def formatos_de_designacion(salida: OficioDeSalida, escrito: e.Escrito) -> e.Escrito | None:
    if salida.clase != ClaseSalida.NOTIFICACION:
        return None
    hojas = formatos(salida, cedulas(salida.obligaciones.all(), cubiertas(salida)))
    if not hojas:
        return None
    aviso = e.Parrafo("Un formato por cada designación que pide el acta. Puede ser la misma persona: el acta no lo supone y cada una se designa por separado.")
    return replace(escrito, clase="Formatos de designación", destinatario=None, firma=None, copias=(), bloques=(aviso,), anexos=hojas)


def emitir(*, por: Facultades, salida: OficioDeSalida) -> OficioDeSalida:
    """Le aparta número, lo compone y lo guarda. Lo ya emitido se da tal cual. Falla con ``SalidaRechazada`` u ``OtroSeAdelanto``."""
    for _ in range(INTENTOS):
        actual = apartar_numero(por=por, salida=salida)
        if actual.emitido_en:
            return actual
        try:
            return guardar_emision(por=por, salida=actual, archivos=componer(actual, como_emitido=True))
        except OtroSeAdelanto:
            continue
    raise OtroSeAdelanto


def hacer_lote(trabajo: Trabajo) -> dict:
    """La clase de trabajo «oficios»: cada oficio del lote, y al final el ZIP. Se detiene si alguien lo cancela."""
    lote = LoteDeOficios.objects.select_related("reunion", "pedido_por", "archivo").get(trabajo=trabajo)
    return procesar(lote, avanzar=lambda porciento: anotar_avance(trabajo, porciento))


def procesar(lote: LoteDeOficios, *, avanzar: Callable[[int], None] = lambda _: None) -> dict:
    por, salidas = (
        quien_lo_pidio(lote),
        list(lote.salidas.select_related("reunion__acta__archivo", "institucion__entidad").order_by("institucion__clave", "pk")),
    )
    fallidos: list[str] = []
    with tempfile.SpooledTemporaryFile(max_size=EN_MEMORIA) as destino:
        with Paquete(destino, lote.pedido_en.astimezone(reloj.MEXICO)) as paquete:
            for n, salida in enumerate(salidas):
                avanzar(n * 100 // len(salidas))
                try:
                    _agregar(paquete, salida, _documentos(por, lote.accion, salida))
                except (NoProcede, AccesoNegado) as error:
                    fallidos.append(f"{salida.institucion.clave}: {error}")
            if not paquete.miembros:
                raise TrabajoImposible(" ".join(fallidos) or "No quedó ningún oficio en el lote.")
            paquete.agregar("manifiesto.csv", manifiesto_csv(list(paquete.miembros)), "Huella de cada archivo")
        archivo = guardar_paquete(lote, destino, nombre_del_paquete(lote))
    return {"oficios": len(salidas) - len(fallidos), "fallidos": fallidos, "archivo": str(archivo.pk), "sha256": archivo.sha256}


def nombre_del_paquete(lote: LoteDeOficios) -> str:
    que = "oficios" if lote.accion == AccionDeLote.EMITIR else "borradores"
    return limpio(f"{que}-{lote.reunion.clave}-{lote.pedido_en.astimezone(reloj.MEXICO):%Y%m%d-%H%M}") + ".zip"


def _documentos(por: Facultades, accion: str, salida: OficioDeSalida) -> list[tuple[str, bytes | IO[bytes]]]:
    if accion == AccionDeLote.COMPONER and not salida.emitido_en:
        return [(c.nombre, c.contenido) for c in componer(salida)]
    emitido = emitir(por=por, salida=salida)
    return [(a.archivo.nombre, a.archivo.contenido.open("rb")) for a in emitido.oficio.adjuntos.select_related("archivo").order_by("orden")]


def _agregar(paquete: Paquete, salida: OficioDeSalida, documentos: list[tuple[str, bytes | IO[bytes]]]) -> None:
    for nombre, contenido in documentos:
        try:
            paquete.agregar(f"{salida.institucion.clave}/{nombre}", contenido, f"{salida.get_clase_display()} a {salida.institucion}")
        finally:
            if not isinstance(contenido, bytes):
                contenido.close()
