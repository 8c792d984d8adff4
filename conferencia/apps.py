from datetime import date, time

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from conferencia.celery import app as celery_app

__all__ = ["ConferenciaConfig", "EstaticosConfig", "celery_app"]


class ConferenciaConfig(AppConfig):
    default = True
    name = "conferencia"
    verbose_name = "Conferencia"

    def ready(self) -> None:
        from conferencia.reports import acuse
        from conferencia.reports.emision import emitir_encolado
        from conferencia.reports.escritos import expediente, expediente_de
        from conferencia.reports.escritos.emision import hacer_lote
        from conferencia.services import idempotencia, rutinas, trabajos
        from conferencia.services.antivirus import revisar_lo_pendiente
        from conferencia.services.borradores import olvidar_borradores, revisar_pedida
        from conferencia.services.cierres import cerrar_las_que_terminaron
        from conferencia.services.copias import hacer_copias
        from conferencia.services.copias_de_oficio import juntar_encolado
        from conferencia.services.firmas import verificar_encolado
        from conferencia.services.importacion import aplicar_encolada
        from conferencia.services.obligaciones import extender_al_dia
        from conferencia.services.recepcion import leer_recibida
        from conferencia.services.suspensiones import reanudar_las_que_terminan
        from conferencia.web import (
            acciones,
            busqueda,
            conclusiones,
            expedientes,
            importaciones,
            informes,
            notificaciones,
            oficios,
            plazos,
            rectificaciones,
            registro,
            requerimientos,
            salida,
            seguimiento,
            solicitudes,
        )
        from conferencia.web.paneles import inscribir_base

        rutinas.inscribir("designaciones", time(0, 1), lambda trabajo: cerrar_las_que_terminaron(date.fromisoformat(trabajo.datos["dia"])))
        rutinas.inscribir("periodos", time(0, 5), lambda trabajo: extender_al_dia(date.fromisoformat(trabajo.datos["dia"])))
        rutinas.inscribir("reanudaciones", time(0, 10), lambda trabajo: reanudar_las_que_terminan(date.fromisoformat(trabajo.datos["dia"])))
        trabajos.inscribir("acuse", acuse.componer_encolado)
        trabajos.inscribir("informe", emitir_encolado)
        trabajos.inscribir("oficios", hacer_lote)
        trabajos.inscribir("expediente", expediente.componer_encolado)
        trabajos.inscribir("expediente-de", expediente_de.componer_encolado)
        trabajos.inscribir("importacion", aplicar_encolada)
        trabajos.inscribir("lectura", leer_recibida)
        trabajos.inscribir("borrador", revisar_pedida)
        trabajos.inscribir("copias", hacer_copias)
        trabajos.inscribir("copia-de-oficio", juntar_encolado)
        trabajos.inscribir("firmas", verificar_encolado)
        rutinas.inscribir_barrido(olvidar_borradores)
        rutinas.inscribir_barrido(revisar_lo_pendiente)
        rutinas.inscribir_barrido(idempotencia.olvidar_las_viejas)
        inscribir_base()
        busqueda.inscribir()
        informes.inscribir()
        rectificaciones.inscribir()
        seguidos = (plazos, solicitudes, seguimiento, importaciones, conclusiones, registro)
        de_oficios = (oficios, salida, notificaciones, requerimientos, expedientes)
        for asunto in (*seguidos, *de_oficios, acciones):
            asunto.inscribir()


class EstaticosConfig(StaticFilesConfig):
    """No publica la fuente Sass ni lo que Node instale para recompilarla."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "src"]
