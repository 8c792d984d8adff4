"""Lo que este paquete pone en las páginas del núcleo: navegación y paneles. Se inscribe en ``EnlacesConfig.ready``."""

from django.http import HttpRequest
from django.urls import reverse_lazy

from conferencia.domain.estados import ABIERTOS, Estado
from conferencia.domain.permisos import Capacidad
from conferencia.models import Institucion, Obligacion
from conferencia.permissions import Facultades, Negado, instituciones_que_presentan, puede_dictaminar, puede_presentar
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel
from enlaces.permissions import avisos_visibles, correos_visibles
from enlaces.queries.bandeja import cuantas_por_revisar, entrega_con_todo, por_dictaminar, por_revisar
from enlaces.queries.correo import cuantos_por_atender, de_la_obligacion
from enlaces.queries.correos_demo import carpeta
from enlaces.queries.deshacer import por_deshacer
from enlaces.queries.directorio import enlaces_de
from enlaces.queries.mis_avisos import sin_leer
from enlaces.queries.pendientes import cuantas_abiertas
from enlaces.queries.registro import avisos_de_la_obligacion
from enlaces.queries.turnos import por_opinar
from enlaces.web.bandeja import formulario_de
from enlaces.web.turnos import opina

EN_EL_TABLERO = 5
CORREOS_EN_PANEL = 8


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    dictamina = lambda f: bool(puede_dictaminar(f))  # noqa: E731 - una regla de una palabra
    inscribir_entrada(EntradaInscrita(5, "Mis pendientes", reverse_lazy("mis-pendientes"), _responde, cuantas_abiertas))
    inscribir_entrada(EntradaInscrita(6, "Bandeja", reverse_lazy("bandeja"), dictamina, cuantas_por_revisar))
    por_atender = lambda f: cuantos_por_atender(correos_visibles(f))  # noqa: E731 - una regla de una palabra
    pestanas = (reverse_lazy("correo-cuarentena"), reverse_lazy("rebotes"))
    inscribir_entrada(EntradaInscrita(66, "Correo", reverse_lazy("correo-lista"), dictamina, por_atender, tambien=pestanas))
    inscribir_entrada(EntradaInscrita(8, "Mis avisos", reverse_lazy("avisos-mios"), _responde, sin_leer))
    inscribir_entrada(EntradaInscrita(67, "Mis avisos", reverse_lazy("avisos-mios"), lambda f: bool(f.encargos) and not _responde(f), sin_leer))
    inscribir_entrada(EntradaInscrita(9, "Turnos", reverse_lazy("turnos"), opina, por_opinar))
    inscribir_entrada(EntradaInscrita(60, "Enlaces", reverse_lazy("enlaces-directorio"), lambda f: bool(f.encargos)))
    inscribir_entrada(EntradaInscrita(75, "Avisos", reverse_lazy("avisos"), lambda f: f.tiene(Capacidad.VER_PERSONAS)))
    inscribir_entrada(EntradaInscrita(95, "Correos de la demo", reverse_lazy("correos-demo"), lambda f: bool(f.encargos) and carpeta() is not None))
    inscribir_panel("obligacion", Panel(5, "enlaces/panel_correo.html", panel_correo))
    inscribir_panel("obligacion", Panel(10, "enlaces/panel_presentar.html", panel_presentar))
    inscribir_panel("obligacion", Panel(20, "enlaces/panel_dictamen.html", panel_dictamen))
    inscribir_panel("obligacion", Panel(19, "enlaces/panel_deshacer.html", panel_deshacer))
    inscribir_panel("obligacion", Panel(70, "enlaces/panel_correos.html", panel_correos))
    inscribir_panel("institucion", Panel(10, "enlaces/panel_enlaces.html", panel_enlaces))
    inscribir_panel("tablero", Panel(10, "enlaces/panel_por_revisar.html", panel_por_revisar))


def _responde(facultades: Facultades) -> bool:
    return facultades.tiene(Capacidad.VER_LO_SUYO) and not facultades.es_secretaria_tecnica


def panel_presentar(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """Qué puede hacer aquí quien responde; a quien no responde no se le muestra."""
    facultades = request.facultades
    if not _responde(facultades) or obligacion.estado not in ABIERTOS:
        return None
    respuesta = puede_presentar(facultades, obligacion)
    en_revision = obligacion.estado == Estado.EN_REVISION and bool(instituciones_que_presentan(facultades, obligacion))
    motivo = respuesta.motivo if isinstance(respuesta, Negado) else ""
    observada = obligacion.estado == Estado.CON_OBSERVACIONES
    titulo = "Responder observaciones" if observada else "Presentar oficio"
    tarde = observada and obligacion.subsanar_el is not None and obligacion.subsanar_el < facultades.hoy
    return {"titulo": titulo, "objeto": obligacion, "en_revision": en_revision, "motivo": motivo, "observada": observada, "tarde": tarde}


def panel_correo(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """Lo que llegó por correo y la tiene por confirmar, a quien puede confirmarlo."""
    if not obligacion.por_confirmar or not (correos := de_la_obligacion(correos_visibles(request.facultades), obligacion)):
        return None
    return {"titulo": "Llegó por correo", "correos": correos, "es_mio": _responde(request.facultades)}


def panel_dictamen(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """El mismo formulario de la bandeja, junto a la historia de la obligación."""
    if not puede_dictaminar(request.facultades) or (pendiente := por_dictaminar(obligacion)) is None:
        return None
    entrega = entrega_con_todo(request.facultades, pendiente.pk)
    formulario = formulario_de(entrega, request.facultades.hoy, regresa="obligacion")
    return {"titulo": "Dictamen", "entrega": entrega, "formulario": formulario}


def panel_deshacer(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """Lo recién decidido, mientras su aviso espera."""
    if not puede_dictaminar(request.facultades) or not (recientes := por_deshacer(obligacion.entregas.all())):
        return None
    return {"titulo": "Recién decidido", "recientes": recientes}


def panel_correos(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """Cada correo que habló de ella, con su suerte: todos para la Secretaría Técnica, los propios para los demás."""
    filas = list(avisos_de_la_obligacion(avisos_visibles(request.facultades), obligacion.pk)[: CORREOS_EN_PANEL + 1])
    if not filas:
        return None
    return {"titulo": "Correos", "correos": filas[:CORREOS_EN_PANEL], "hay_mas": len(filas) > CORREOS_EN_PANEL, "clave": obligacion.clave}


def panel_enlaces(request: HttpRequest, institucion: Institucion) -> dict | None:
    return {"titulo": "Enlaces designados", "institucion": institucion, "suyos": enlaces_de(request.facultades, institucion.pk)}


def panel_por_revisar(request: HttpRequest, _tablero: object) -> dict | None:
    """Lo más antiguo de la bandeja, para la Secretaría Técnica."""
    if not puede_dictaminar(request.facultades):
        return None
    filas = list(por_revisar(request.facultades)[:EN_EL_TABLERO])
    return {"titulo": "Por revisar", "entregas": filas, "cuantas": cuantas_por_revisar(request.facultades)} if filas else None
