from datetime import time

from django.apps import AppConfig

HORA_DE_LOS_AVISOS = time(5, 30)  # se planea y se redacta; cada correo sale a su hora, en la de su institución
HORA_DE_LOS_TURNOS = time(0, 30)


class EnlacesConfig(AppConfig):
    name = "enlaces"
    verbose_name = "Enlaces"

    def ready(self) -> None:
        """Pone en el núcleo lo de este paquete: la rutina diaria, el barrido de inmediatos, la navegación y los paneles."""
        from conferencia.queries import correspondencia, escaladas
        from conferencia.services import catalogos, rutinas
        from conferencia.services.turnos import tener_por_no_opuestas
        from enlaces.queries.correspondencia import enviados, recibidos
        from enlaces.queries.requerimientos import escaladas as tareas_de_requerir
        from enlaces.services import (
            avisos_de_designacion,
            avisos_de_obligaciones,
            avisos_de_requerimiento,
            avisos_de_solicitud,
            avisos_de_turno,
            cartas_de_designacion,
            jornada,
            recordatorios_de_turno,
            reglas,
            requerimientos,
            resumen_de_secretaria,
            secciones,
            semanales,
            subidas,
        )
        from enlaces.services.buzon import carta as carta_del_buzon
        from enlaces.services.buzon import jornada as jornada_del_buzon
        from enlaces.web import paneles

        catalogos.inscribir_siembra(reglas.asegurar)
        rutinas.inscribir("avisos", HORA_DE_LOS_AVISOS, jornada.avisos_del_dia)
        rutinas.inscribir("turnos", HORA_DE_LOS_TURNOS, tener_por_no_opuestas)
        rutinas.inscribir_barrido(jornada.barrer)
        rutinas.inscribir_barrido(subidas.olvidar_las_cortadas)
        avisos_de_designacion.inscribir()
        cartas_de_designacion.inscribir()
        rutinas.inscribir_barrido(jornada_del_buzon.barrer)
        carta_del_buzon.inscribir()
        con_cartas = (avisos_de_obligaciones, avisos_de_requerimiento, avisos_de_solicitud, avisos_de_turno, recordatorios_de_turno)
        for asunto in (*con_cartas, resumen_de_secretaria, secciones, semanales):
            asunto.inscribir()
        correspondencia.inscribir(enviados)
        correspondencia.inscribir(recibidos)
        escaladas.inscribir(tareas_de_requerir)
        rutinas.inscribir_barrido(requerimientos.cerrar_lo_requerido)
        paneles.inscribir()
