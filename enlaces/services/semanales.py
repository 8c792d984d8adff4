"""El resumen semanal, que cada quien pide y deja cuando quiere: cómo va lo que le toca."""

from datetime import date, datetime

from django.db.models import Count

from conferencia import reloj
from conferencia.domain.calendario import DIAS
from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import Obligacion, Usuario
from conferencia.permissions import facultades_de, obligaciones_visibles
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Aviso, PreferenciaDeAvisos, Regla
from enlaces.queries.destinatarios import de_persona
from enlaces.queries.pendientes import mias
from enlaces.services import cartas
from enlaces.services.papel import Carta, YaNoToca, absoluta, dia_sin_anio, pintar
from enlaces.services.preferencias import direccion_de_baja
from enlaces.services.registro import insertar, nuevo

ROTULOS = {
    Grupo.VENCIDA: "Vencidas",
    Grupo.POR_VENCER: "Por vencer en siete días",
    Grupo.EN_TRAMITE: "En trámite",
    Grupo.EN_PLAZO: "En plazo",
    Grupo.CUMPLIDA: "Cumplidas",
    Grupo.EXENTA: "Exentas",
}


def planear_semanales(dia: date) -> list[Aviso]:
    """Los lunes, uno por persona que lo pidió y aún tiene designación. Repetirlo no agrega nada."""
    if DIAS[dia.weekday()] != "lunes":
        return []
    pedidos = PreferenciaDeAvisos.objects.filter(semanal=True, usuario__is_active=True).select_related("usuario")
    avisos = []
    for p in pedidos:
        if facultades_de(p.usuario, dia).encargos:
            a = de_persona(p.usuario, None)
            sale = datetime.combine(dia, p.hora, reloj.MEXICO)
            avisos.append(nuevo(Regla.SEMANAL, clave_inmediata(Regla.SEMANAL, dia.isoformat(), a.correo), a, para_el=dia, sale_desde=sale))
    return insertar(avisos)


def _carta(aviso: Aviso) -> Carta:
    persona = aviso.usuario
    if aviso.para_el < reloj.hoy():
        raise YaNoToca("El lunes pasó sin que saliera.")
    if persona is None or not PreferenciaDeAvisos.objects.filter(usuario=persona, semanal=True).exists():
        raise YaNoToca("La persona ya no quiere el resumen semanal.")
    cuentas = _cuentas(persona)
    contexto = {
        "nombre": persona.nombre,
        "dia": fecha_larga(aviso.para_el),
        "cuentas": cuentas,
        "total": sum(n for _, n in cuentas),
        "por_que": ["pediste el resumen semanal"],
        "baja": direccion_de_baja(persona.pk),
        "url": absoluta("tablero"),
        "boton": "Ver el tablero",
    }
    asunto = f"Cómo va lo tuyo al {dia_sin_anio(aviso.para_el)}"
    texto, html = pintar("semanal", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html)


def _cuentas(persona: Usuario) -> list[tuple[str, int]]:
    """Por grupo de situación, de lo peor a lo mejor; solo los que tienen algo."""
    facultades = facultades_de(persona, reloj.hoy())
    ids = (mias(facultades) if facultades.es_enlace else obligaciones_visibles(facultades)).values("pk")
    filas = Obligacion.objects.filter(pk__in=ids).nacidas(reloj.hoy()).con_situacion(reloj.hoy())
    por_grupo: dict[Grupo, int] = dict.fromkeys(ROTULOS, 0)
    for situacion, n in filas.values_list("situacion").annotate(n=Count("pk")).order_by():
        por_grupo[GRUPO_DE[Situacion(situacion)]] += n
    return [(ROTULOS[g], n) for g, n in por_grupo.items() if n]


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    cartas.inscribir(Regla.SEMANAL, _carta)
