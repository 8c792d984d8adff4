"""El resumen diario de la Secretaría Técnica: lo que espera por ella. Cada asunto inscribe su sección; sin nada que decir, no sale.

Lo que sigue igual un día tras otro (vacantes, lo que falta requerir) no amerita por sí solo un correo diario: se dice el día en que cambia, el
primer día hábil de cada semana, y siempre que haya otra cosa que decir.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conferencia import reloj
from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.permisos import ROLES_DE_ST
from conferencia.models import Designacion
from conferencia.permissions import Facultades, facultades_del_sistema
from conferencia.queries.calendarios import calendarios_de
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Aviso, PreferenciaDeAvisos, Regla
from enlaces.models.preferencia import HORA_POR_OMISION
from enlaces.queries.destinatarios import de_persona
from enlaces.services import cartas
from enlaces.services.papel import Carta, YaNoToca, absoluta, pintar
from enlaces.services.registro import insertar, nuevo


@dataclass(frozen=True)
class Punto:
    """Un renglón: qué espera, desde cuándo o cuánto, y dónde atenderlo."""

    texto: str
    detalle: str
    url: str


@dataclass(frozen=True)
class Dicho:
    """Lo que una sección dice un día: cuántos hay, los primeros y dónde están todos."""

    cuantos: int
    puntos: list[Punto]
    url: str


@dataclass(frozen=True)
class Seccion:
    """``leer``: lo de ese día, o ``None`` si no hay nada. ``cambia``: si ese día hay algo nuevo; sin ella, lo que haya amerita el correo."""

    orden: int
    titulo: str
    leer: Callable[[Facultades], Dicho | None]
    cambia: Callable[[Facultades], bool] | None = None

    def amerita(self, por: Facultades, abre_semana: bool) -> bool:
        if self.cambia is not None and not abre_semana and not self.cambia(por):
            return False
        dicho = self.leer(por)
        return dicho is not None and dicho.cuantos > 0


_SECCIONES: list[Seccion] = []


def inscribir_seccion(seccion: Seccion) -> None:
    """Alta de una sección, en ``AppConfig.ready``."""
    if seccion.titulo not in {s.titulo for s in _SECCIONES}:
        _SECCIONES.append(seccion)


def secciones(por: Facultades) -> list[tuple[Seccion, Dicho]]:
    """Las que hoy tienen algo, en orden."""
    leidas = [(s, s.leer(por)) for s in sorted(_SECCIONES, key=lambda s: s.orden)]
    return [(s, dicho) for s, dicho in leidas if dicho is not None and dicho.cuantos]


def planear_secretaria(dia: date) -> list[Aviso]:
    """Deja en cola un resumen por persona de la Secretaría Técnica, si el día es hábil para ella y hay algo. Repetirlo no agrega nada."""
    designaciones = Designacion.objects.vigentes(dia).filter(rol__in=ROLES_DE_ST, usuario__is_active=True).select_related("usuario", "institucion")
    calendarios = calendarios_de({d.institucion for d in designaciones if d.institucion})
    calendarios_por_persona = {d: calendarios[d.institucion_id] if d.institucion_id else CalendarioHabil() for d in designaciones}
    personas = {d.usuario: d for d, calendario in calendarios_por_persona.items() if calendario.es_habil(dia)}
    if not personas or not _hay_que_decir(dia, abre_semana=any(_abre_semana(dia, calendarios_por_persona[d]) for d in personas.values())):
        return []
    horas = dict(PreferenciaDeAvisos.objects.filter(usuario__in=personas).values_list("usuario", "hora"))
    avisos = []
    for persona, designacion in personas.items():
        a = de_persona(persona, designacion.institucion_id)
        sale = datetime.combine(dia, horas.get(persona.pk, HORA_POR_OMISION), reloj.MEXICO)
        avisos.append(nuevo(Regla.SECRETARIA, clave_inmediata(Regla.SECRETARIA, dia.isoformat(), a.correo), a, para_el=dia, sale_desde=sale))
    return insertar(avisos)


def _abre_semana(dia: date, calendario: CalendarioHabil) -> bool:
    return calendario.siguiente_habil(dia - timedelta(days=dia.weekday())) == dia


def _hay_que_decir(dia: date, *, abre_semana: bool) -> bool:
    por = facultades_del_sistema(dia)
    return any(s.amerita(por, abre_semana) for s in sorted(_SECCIONES, key=lambda s: s.orden))


def _carta(aviso: Aviso) -> Carta:
    vigentes = Designacion.objects.vigentes(reloj.hoy()).filter(usuario=aviso.usuario_id, rol__in=ROLES_DE_ST)
    if aviso.para_el < reloj.hoy() or not vigentes.exists():
        raise YaNoToca("El día pasó sin que saliera, o la persona ya no es de la Secretaría Técnica.")
    dichas = secciones(facultades_del_sistema(reloj.hoy()))
    if not dichas:
        raise YaNoToca("Al enviarlo ya no había nada pendiente.")
    contexto = {
        "nombre": aviso.usuario.nombre if aviso.usuario else "",
        "secciones": dichas,
        "por_que": ["eres de la Secretaría Técnica"],
        "url": absoluta("bandeja"),
        "boton": "Abrir la bandeja",
    }
    asunto = _asunto(dichas)
    texto, html = pintar("secretaria", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html)


def _asunto(dichas: Sequence[tuple[Seccion, Dicho]]) -> str:
    """Lo primero que espera, entero, y cuántos asuntos más; no una lista cortada."""
    (seccion, dicho), *otros = dichas
    primero = f"{seccion.titulo}: {dicho.cuantos}"
    return f"{primero}, y {len(otros)} {'asunto' if len(otros) == 1 else 'asuntos'} más" if otros else primero


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    cartas.inscribir(Regla.SECRETARIA, _carta)
