"""Qué dice cada correo. Una función por carta, redactada al enviar, con lo que en ese momento es cierto."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Entrega, Institucion, Obligacion
from conferencia.queries.verificacion import direccion_publica
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.asuntos import componer
from enlaces.models import Aviso, Regla, RenglonDeAviso
from enlaces.queries.destinatarios import por_que
from enlaces.services import inmediatos
from enlaces.services.papel import Carta, YaNoToca
from enlaces.services.planeacion import Renglon, prever, renglones_de


@dataclass(frozen=True)
class Asunto:
    """Un renglón de la carta: lo que se debe, quién, para cuándo y dónde verlo."""

    cuando: str
    acto: str
    origen: str
    quien: str
    url: str


def redactar(aviso: Aviso) -> Carta:
    """La carta de ese aviso, o ``YaNoToca``."""
    return _CARTAS[Regla(aviso.regla)](aviso)


def acto_de(obligacion: Obligacion) -> str:
    return obligacion.compromiso.accion


def _dia(fecha: date) -> str:
    """«martes 12 de julio»: el año solo estorba en un asunto."""
    return fecha_larga(fecha).rsplit(" de ", 1)[0]


def _absoluta(nombre: str, *args) -> str:
    return settings.BASE_URL + reverse(nombre, args=args)


def _pintar(plantilla: str, contexto: dict) -> tuple[str, str]:
    contexto = {"base_url": settings.BASE_URL, "admite_respuesta": bool(settings.CORREO_BUZON), **contexto}
    return render_to_string(f"emails/{plantilla}.txt", contexto), render_to_string(f"emails/{plantilla}.html", contexto)


# --- El resumen del día ------------------------------------------------------------------------------------------------


def _resumen(aviso: Aviso) -> Carta:
    renglones = prever(aviso.para_el, correo=aviso.correo).por_correo.get(aviso.correo, [])
    if not renglones:
        raise YaNoToca("Al enviarlo ya no había qué avisarle: se entregó lo debido o la persona ya no tiene el encargo.")
    renglones = sorted(renglones, key=lambda r: (r.fecha, r.obligacion.clave))
    registro = renglones_de(aviso, renglones)
    instituciones = Institucion.objects.select_related("entidad").in_bulk({r.institucion for r in renglones})
    asuntos = [_asunto_de(r, instituciones[r.institucion]) for r in renglones]
    primero = renglones[0]
    contexto = {
        "nombre": primero.destinatario.nombre,
        "grupos": _por_fecha(asuntos),
        "total": len(asuntos),
        "por_que": por_que(r.destinatario for r in renglones),
        "es_contacto": primero.destinatario.usuario is None,
        "url": _absoluta("mis-pendientes"),
        "boton": "Ver mis pendientes",
    }
    asunto = componer(_cuando(primero, aviso.para_el, _dia), acto_de(primero.obligacion), _donde(instituciones[primero.institucion]), len(registro) - 1)
    texto, html = _pintar("resumen", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, registro)


def _cuando(renglon: Renglon, dia: date, decir: Callable[[date], str]) -> str:
    if renglon.obligacion.subsanar_el == renglon.fecha:
        verbo = "Vence el plazo para subsanar, el" if renglon.fecha >= dia else "Venció el plazo para subsanar, el"
    else:
        verbo = "Vence el" if renglon.fecha >= dia else "Venció el"
    if renglon.fecha == dia:
        return f"{verbo.removesuffix(' el').removesuffix(',')} hoy, {decir(renglon.fecha)}"
    return f"{verbo} {decir(renglon.fecha)}"


def _donde(institucion: Institucion) -> str:
    return str(institucion.entidad) if institucion.entidad_id else institucion.siglas or institucion.nombre


def _asunto_de(renglon: Renglon, institucion: Institucion) -> Asunto:
    obligacion = renglon.obligacion
    return Asunto(
        cuando=_cuando(renglon, reloj.hoy(), fecha_larga),
        acto=acto_de(obligacion),
        origen=str(obligacion.compromiso.disposicion),
        quien=institucion.nombre,
        url=_absoluta("obligacion-detail", obligacion.pk),
    )


def _por_fecha(asuntos: Sequence[Asunto]) -> list[tuple[str, list[Asunto]]]:
    grupos: dict[str, list[Asunto]] = {}
    for asunto in asuntos:
        grupos.setdefault(asunto.cuando, []).append(asunto)
    return list(grupos.items())


# --- Los inmediatos ----------------------------------------------------------------------------------------------------


def _entrega(aviso: Aviso) -> Entrega:
    filas = Entrega.objects.select_related("oficio", "institucion__entidad", "presentada_por", "obligacion__compromiso__disposicion")
    assert aviso.hecho is not None, "un aviso inmediato nace de un hecho"
    return filas.get(pk=aviso.hecho.sujeto_id)


def _acuse(aviso: Aviso) -> Carta:
    entrega = _entrega(aviso)
    oficio = entrega.oficio
    assert oficio is not None, "solo se acusa lo presentado con oficio"
    entregas = [e for e in _del_oficio(entrega) if e.presentada_por_id == entrega.presentada_por_id]
    contexto = {
        "oficio": oficio,
        "entregas": entregas,
        "institucion": entrega.institucion,
        "acuse": oficio.acuse,
        "verificacion": direccion_publica(oficio.acuse.clave_publica),
        "adjuntos": list(oficio.adjuntos.select_related("archivo").order_by("orden")),
        "por_que": por_que(a for a in inmediatos.destinatarios(Regla.ACUSE, entrega) if a.correo == aviso.correo),
        "url": _absoluta("acuse-detail", oficio.acuse.pk),
        "boton": "Ver el acuse y su PDF",
    }
    asunto = componer(f"Recibido el oficio {oficio.numero}", acto_de(entregas[0].obligacion), _donde(entrega.institucion), len(entregas) - 1)
    texto, html = _pintar("acuse", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, [_registro(aviso, e.obligacion) for e in entregas])


def _del_oficio(entrega: Entrega) -> list[Entrega]:
    filas = Entrega.objects.filter(oficio=entrega.oficio_id).select_related("obligacion__compromiso__disposicion", "institucion__entidad")
    return list(filas.order_by("obligacion__clave"))


def _registro(aviso: Aviso, obligacion: Obligacion) -> RenglonDeAviso:
    return RenglonDeAviso(aviso=aviso, obligacion=obligacion, vence_el=obligacion.vence_el)


def _dictamen(aviso: Aviso, inicio: str, **propio) -> Carta:
    entrega = _entrega(aviso)
    destinatario = next((a for a in inmediatos.destinatarios(Regla(aviso.regla), entrega) if a.correo == aviso.correo), None)
    if destinatario is None:
        raise YaNoToca(f"La persona ya no tiene el encargo de {entrega.institucion}.")
    obligacion = entrega.obligacion
    contexto = {
        "entrega": entrega,
        "obligacion": obligacion,
        "acto": acto_de(obligacion),
        "institucion": entrega.institucion,
        "por_que": por_que([destinatario]),
        "url": _absoluta("obligacion-detail", obligacion.pk),
        "regla": aviso.regla,
        **propio,
    }
    asunto = componer(inicio, acto_de(obligacion), _donde(entrega.institucion))
    texto, html = _pintar("dictamen", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, [_registro(aviso, obligacion)])


def _observacion(aviso: Aviso) -> Carta:
    observaciones = list(_entrega(aviso).observaciones.order_by("numero"))
    plazo = min(o.subsanar_el for o in observaciones)
    return _dictamen(aviso, f"Subsana antes del {_dia(plazo)}", observaciones=len(observaciones), plazo=plazo, boton="Ver las observaciones")


def _aceptacion(aviso: Aviso) -> Carta:
    return _dictamen(aviso, "Aceptado", boton="Ver la obligación")


def _rechazo(aviso: Aviso) -> Carta:
    return _dictamen(aviso, "Rechazado por ajeno a lo acordado", boton="Ver el motivo")


_CARTAS: dict[Regla, Callable[[Aviso], Carta]] = {
    Regla.RESUMEN: _resumen,
    Regla.ACUSE: _acuse,
    Regla.OBSERVACION: _observacion,
    Regla.ACEPTACION: _aceptacion,
    Regla.RECHAZO: _rechazo,
}


def inscribir(regla: Regla, carta: Callable[[Aviso], Carta]) -> None:
    """Alta de una carta de otro asunto, en ``AppConfig.ready``."""
    _CARTAS[regla] = carta
