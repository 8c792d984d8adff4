"""Los avisos que nacen al repartirse un acta, resolverse una solicitud o moverse una fecha: a quién van y qué dicen.

De un acta se escribe si quien la publicó, persona u orden, dijo que se avisara; de fechas y solicitudes, solo de lo que hizo una persona.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from conferencia import reloj
from conferencia.domain.estados import ABIERTOS
from conferencia.models import Acta, Hecho, Institucion, Obligacion, Parte, Solicitud
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.asuntos import componer
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Aviso, Regla, RenglonDeAviso
from enlaces.queries.destinatarios import Destinatario, Libreta, por_que
from enlaces.services import cartas, inmediatos
from enlaces.services.cartas_de_designacion import para_el_contacto
from enlaces.services.papel import Carta, YaNoToca, absoluta, acto_de, dia_sin_anio, disposicion_de, donde, pintar
from enlaces.services.registro import nuevo

RESUELTAS = {
    "prorroga.concedida": "Prórroga concedida",
    "prorroga.negada": "Prórroga negada",
    "no_competencia.procedente": "Procedió la no competencia",
    "no_competencia.improcedente": "No procedió la no competencia",
}
MOVIDAS = {
    "obligacion.vencimiento_rectificado": "se rectificó",
    "obligacion.plazo_iniciado": "empezó a correr",
    "obligacion.plazo_recorrido": "se recorrió",
    "obligacion.suspendida": "se suspendió",
    "obligacion.reanudada": "se reanudó",
}
YA_NO_TIENE = "La persona ya no tiene el encargo."


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    inmediatos.inscribir("acta.publicada", _de_asignacion)
    for clase in RESUELTAS:
        inmediatos.inscribir(clase, _de_resolucion)
    for clase in MOVIDAS:
        inmediatos.inscribir(clase, _de_fecha)
    cartas.inscribir(Regla.ASIGNACION, _asignacion)
    cartas.inscribir(Regla.RESOLUCION, _resolucion)
    cartas.inscribir(Regla.FECHA, _fecha)


def _en_cola(regla: Regla, motivo: object, a: Destinatario, hecho: Hecho) -> Aviso:
    """Espera lo que tarda en poderse deshacer."""
    espera: datetime = hecho.asentado_en + settings.DESHACER_DURANTE
    return nuevo(regla, clave_inmediata(regla, motivo, a.correo), a, para_el=reloj.hoy(), hecho=hecho, sale_desde=espera)


def _registro(aviso: Aviso, obligaciones: Iterable[Obligacion]) -> list[RenglonDeAviso]:
    return [RenglonDeAviso(aviso=aviso, obligacion=o, institucion=aviso.institucion, correo=aviso.correo, vence_el=o.vence_el) for o in obligaciones]


# --- Lo que un acta reparte: un correo por institución -----------------------------------------------------------------


def _de_asignacion(hecho: Hecho) -> list[Aviso]:
    if not json.loads(hecho.datos).get("avisar", hecho.actor_id is not None):
        return []
    partes = Parte.objects.filter(obligacion__compromiso__disposicion__acta=hecho.sujeto_id).values_list("institucion", "obligacion__compromiso__disposicion")
    libreta = Libreta(reloj.hoy(), {institucion for institucion, _ in partes})
    a_quienes: dict[tuple[UUID, str], Destinatario] = {}
    for institucion, disposicion in partes:
        for a in libreta.para(institucion, disposicion):
            a_quienes[institucion, a.correo] = a
    return [_en_cola(Regla.ASIGNACION, f"{hecho.numero}:{institucion}", a, hecho) for (institucion, _), a in sorted(a_quienes.items())]


def _asignacion(aviso: Aviso) -> Carta:
    institucion, hecho = aviso.institucion, aviso.hecho
    assert institucion is not None, "se asigna a una institución"
    assert hecho is not None, "al publicarse un acta"
    suyas = Obligacion.objects.filter(partes__institucion=institucion, compromiso__disposicion__acta=hecho.sujeto_id, estado__in=ABIERTOS)
    libreta = Libreta(reloj.hoy(), [institucion.pk])
    quienes = [(o, _quien(libreta, institucion.pk, o, aviso.correo)) for o in suyas.select_related("compromiso__disposicion__reunion").urgentes_primero()]
    con_quien = [(o, a) for o, a in quienes if a is not None]
    if not con_quien:
        raise YaNoToca(YA_NO_TIENE)
    obligaciones = [o for o, _ in con_quien]
    acta = Acta.objects.select_related("reunion").get(pk=hecho.sujeto_id)
    cuantas = f"{len(obligaciones)} {'obligación' if len(obligaciones) == 1 else 'obligaciones'}"
    primera = next((o.vence_el for o in obligaciones if o.vence_el), None)
    contexto = {
        "institucion": institucion,
        "reunion": acta.reunion,
        "cuantas": cuantas,
        "grupos": _por_disposicion(obligaciones),
        "primera": primera,
        "es_contacto": con_quien[0][1].usuario is None,
        "por_que": por_que(a for _, a in con_quien),
        "url": absoluta("mis-pendientes"),
        "boton": "Ver lo que te toca",
    }
    if contexto["es_contacto"]:
        contexto |= para_el_contacto(aviso.correo, institucion)
    inicio = f"Te tocan {cuantas}" if len(obligaciones) > 1 else "Te toca una obligación"
    asunto = componer(inicio, acta.reunion.nombre, institucion.nombre_corto)
    texto, html = pintar("asignacion", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, _registro(aviso, obligaciones))


def _quien(libreta: Libreta, institucion: UUID, o: Obligacion, correo: str) -> Destinatario | None:
    return next((a for a in libreta.para(institucion, o.compromiso.disposicion_id) if a.correo == correo), None)


def _por_disposicion(obligaciones: Sequence[Obligacion]) -> list[tuple[str, list[dict]]]:
    grupos: dict[str, list[dict]] = defaultdict(list)
    for o in obligaciones:
        cuando = f"Vence el {fecha_larga(o.vence_el)}" if o.vence_el else ("Permanente" if o.permanente else "Sin fecha en el acta")
        grupos[str(o.compromiso.disposicion)].append({"acto": acto_de(o), "cuando": cuando, "clave": o.clave, "url": absoluta("obligacion-detail", o.pk)})
    return list(grupos.items())


# --- Lo que se resolvió de una solicitud -------------------------------------------------------------------------------


def _de_resolucion(hecho: Hecho) -> list[Aviso]:
    solicitud = Solicitud.objects.select_related("obligacion__compromiso").get(pk=hecho.sujeto_id)
    libreta = Libreta(reloj.hoy(), [solicitud.institucion_id])
    suyos = libreta.para(solicitud.institucion_id, solicitud.obligacion.compromiso.disposicion_id)
    return [_en_cola(Regla.RESOLUCION, hecho.numero, a, hecho) for a in suyos]


def _resolucion(aviso: Aviso) -> Carta:
    hecho = aviso.hecho
    assert hecho is not None
    filas = Solicitud.objects.select_related("obligacion__compromiso__disposicion", "institucion__entidad", "oficio")
    solicitud = filas.get(pk=hecho.sujeto_id)
    o = solicitud.obligacion
    a = _quien(Libreta(reloj.hoy(), [solicitud.institucion_id]), solicitud.institucion_id, o, aviso.correo)
    if a is None:
        raise YaNoToca(YA_NO_TIENE)
    contexto = {
        "dicho": RESUELTAS[hecho.clase],
        "solicitud": solicitud,
        "obligacion": o,
        "acto": acto_de(o),
        "institucion": solicitud.institucion,
        "sigue": o.estado in ABIERTOS,
        "por_que": por_que([a]),
        "url": absoluta("obligacion-detail", o.pk),
        "boton": "Ver la resolución",
    }
    asunto = componer(RESUELTAS[hecho.clase], acto_de(o), donde(solicitud.institucion), breve=disposicion_de(o))
    texto, html = pintar("resolucion", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, _registro(aviso, [o]))


# --- Fechas que se movieron: un correo por persona y por cambio, hable de una o de treinta ------------------------------


def _de_fecha(hecho: Hecho) -> list[Aviso]:
    """Lo asentado en el mismo instante es un solo cambio."""
    if hecho.actor_id is None or hecho.obligacion_id is None:
        return []
    motivo = hecho.asentado_en.strftime("%Y%m%d%H%M%S%f")
    return [_en_cola(Regla.FECHA, motivo, a, hecho) for _, a in _tocados([hecho])]


def _tocados(hechos: Sequence[Hecho]) -> list[tuple[Obligacion, Destinatario]]:
    """Cada obligación movida con cada persona a la que le toca responderla."""
    ids = [h.obligacion_id for h in hechos if h.obligacion_id]
    obligaciones = Obligacion.objects.filter(pk__in=ids, estado__in=ABIERTOS).select_related("compromiso__disposicion").prefetch_related("partes")
    filas = [(o, p.institucion_id) for o in obligaciones.urgentes_primero() for p in o.partes.all() if p.en_turno]
    libreta = Libreta(reloj.hoy(), {institucion for _, institucion in filas})
    return [(o, a) for o, institucion in filas for a in libreta.para(institucion, o.compromiso.disposicion_id)]


def _fecha(aviso: Aviso) -> Carta:
    hecho = aviso.hecho
    assert hecho is not None
    del_cambio = list(Hecho.objects.filter(asentado_en=hecho.asentado_en, clase__in=MOVIDAS).order_by("numero"))
    suyos = {o.pk: (o, a) for o, a in _tocados(del_cambio) if a.correo == aviso.correo}
    if not suyos:
        raise YaNoToca("Lo que se movió ya no le toca a esta persona, o ya se cumplió.")
    obligaciones = [o for o, _ in suyos.values()]
    clase = hecho.clase
    contexto = {
        "que": MOVIDAS[clase],
        "suspendida": clase == "obligacion.suspendida",
        "renglones": [{"acto": acto_de(o), "clave": o.clave, "vence_el": o.vence_el, "url": absoluta("obligacion-detail", o.pk)} for o in obligaciones],
        "por_que": por_que(a for _, a in suyos.values()),
        "url": absoluta("obligacion-detail", obligaciones[0].pk),
        "boton": "Ver por qué",
    }
    primera = obligaciones[0]
    asunto = componer(_inicio(clase, primera), acto_de(primera), _lugar(aviso), len(obligaciones) - 1, disposicion_de(primera))
    texto, html = pintar("fecha", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, _registro(aviso, obligaciones))


def _inicio(clase: str, o: Obligacion) -> str:
    if clase == "obligacion.suspendida":
        return "Plazo suspendido"
    return f"Nueva fecha, {dia_sin_anio(o.vence_el)}" if o.vence_el else "Cambió el plazo"


def _lugar(aviso: Aviso) -> str:
    institucion: Institucion | None = aviso.institucion
    return donde(institucion) if institucion else ""
