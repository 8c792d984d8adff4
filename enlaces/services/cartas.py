"""Qué dice cada correo. Una función por carta, redactada al enviar, con lo que en ese momento es cierto."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from conferencia.models import Entrega, EstadoEntrega, Obligacion, Solicitud
from conferencia.queries.verificacion import direccion_publica
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.asuntos import componer
from enlaces.models import Aviso, Regla, RenglonDeAviso
from enlaces.queries.debidos import DE_PLAZOS
from enlaces.queries.destinatarios import por_que
from enlaces.services import inmediatos
from enlaces.services.papel import Carta, YaNoToca, absoluta, acto_de, dia_sin_anio, disposicion_de, donde, pintar
from enlaces.services.reenvios import carta_de_reenvio
from enlaces.services.resumenes import redactar_resumenes


def redactar_lote(avisos: Sequence[Aviso]) -> dict[UUID, Carta | Exception]:
    """La carta de cada aviso, o lo que impidió escribirla: uno imposible no detiene a los demás."""
    de_plazos = [a for a in avisos if a.regla in DE_PLAZOS and a.reenvia_id is None]
    cartas: dict[UUID, Carta | Exception] = {**(redactar_resumenes(de_plazos) if de_plazos else {})}
    for aviso in avisos:
        if aviso.pk not in cartas:
            cartas[aviso.pk] = _intentar(aviso)
    return cartas


def _intentar(aviso: Aviso) -> Carta | Exception:
    try:
        with transaction.atomic():
            return carta_de_reenvio(aviso) if aviso.reenvia_id else _CARTAS[Regla(aviso.regla)](aviso)
    except Exception as error:  # noqa: BLE001 - se anota en ese aviso y sale el siguiente
        return error


def redactar(aviso: Aviso) -> Carta:
    """La carta de ese aviso, o ``YaNoToca``."""
    carta = redactar_lote([aviso])[aviso.pk]
    if isinstance(carta, Exception):
        raise carta
    return carta


# --- Los inmediatos ----------------------------------------------------------------------------------------------------


def _entrega(aviso: Aviso) -> Entrega:
    filas = Entrega.objects.select_related("oficio", "institucion__entidad", "presentada_por", "obligacion__compromiso__disposicion")
    assert aviso.hecho is not None, "un aviso inmediato nace de un hecho"
    return filas.get(pk=aviso.hecho.sujeto_id)


def _acuse(aviso: Aviso) -> Carta:
    acusado = _acusado(aviso)
    oficio = acusado.oficio
    assert oficio is not None, "solo se acusa lo presentado con oficio"
    atiende = _que_atiende(acusado)
    obligaciones = [o for o, _ in atiende]
    contexto = {
        "oficio": oficio,
        "atiende": atiende,
        "pide": acusado if isinstance(acusado, Solicitud) else None,
        "institucion": acusado.institucion,
        "acuse": oficio.acuse,
        "verificacion": direccion_publica(oficio.acuse.clave_publica),
        "adjuntos": list(oficio.adjuntos.select_related("archivo").order_by("orden")),
        "por_que": por_que(a for a in inmediatos.destinatarios(Regla.ACUSE, acusado) if a.correo == aviso.correo),
        "url": absoluta("acuse-detail", oficio.acuse.pk),
        "boton": "Ver el acuse y su PDF",
    }
    primera = obligaciones[0]
    asunto = componer(f"Recibido el oficio {oficio.numero}", acto_de(primera), donde(acusado.institucion), len(obligaciones) - 1, disposicion_de(primera))
    texto, html = pintar("acuse", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, [_registro(aviso, o) for o in obligaciones])


def _acusado(aviso: Aviso) -> Entrega | Solicitud:
    if aviso.hecho is None or aviso.hecho.sujeto != "solicitud":
        return _entrega(aviso)
    filas = Solicitud.objects.select_related("oficio", "institucion__entidad", "presentada_por", "obligacion__compromiso__disposicion")
    return filas.get(pk=aviso.hecho.sujeto_id)


def _que_atiende(acusado: Entrega | Solicitud) -> list[tuple[Obligacion, str]]:
    """Las obligaciones de que trata el oficio y qué hace con cada una."""
    if isinstance(acusado, Solicitud):
        pide = f"pide prórroga hasta el {fecha_larga(acusado.pide_hasta)}" if acusado.pide_hasta else "alega no competencia"
        return [(acusado.obligacion, pide)]
    suyas = [e for e in _del_oficio(acusado) if e.presentada_por_id == acusado.presentada_por_id]
    return [(e.obligacion, f"entrega {e.numero}") for e in suyas]


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
        "url": absoluta("obligacion-detail", obligacion.pk),
        "regla": aviso.regla,
        **propio,
    }
    asunto = componer(inicio, acto_de(obligacion), donde(entrega.institucion), breve=disposicion_de(obligacion))
    texto, html = pintar("dictamen", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, [_registro(aviso, obligacion)])


def _observacion(aviso: Aviso) -> Carta:
    observaciones = list(_entrega(aviso).observaciones.order_by("numero"))
    plazo = min(o.subsanar_el for o in observaciones)
    return _dictamen(aviso, f"Subsana hasta el {dia_sin_anio(plazo)}", observaciones=len(observaciones), plazo=plazo, boton="Ver las observaciones")


def _aceptacion(aviso: Aviso) -> Carta:
    return _dictamen(aviso, "Aceptado", boton="Ver la obligación")


def _devolucion(aviso: Aviso) -> Carta:
    alegacion = _entrega(aviso).estado == EstadoEntrega.ALEGACION
    inicio = "Se tramita como no competencia" if alegacion else "Devuelto por error de captura"
    return _dictamen(aviso, inicio, alegacion=alegacion, boton="Ver la obligación")


def _rechazo(aviso: Aviso) -> Carta:
    return _dictamen(aviso, "Rechazado por ajeno a lo acordado", boton="Ver el motivo")


_CARTAS: dict[Regla, Callable[[Aviso], Carta]] = {
    Regla.ACUSE: _acuse,
    Regla.OBSERVACION: _observacion,
    Regla.ACEPTACION: _aceptacion,
    Regla.RECHAZO: _rechazo,
    Regla.DEVOLUCION: _devolucion,
}


def inscribir(regla: Regla, carta: Callable[[Aviso], Carta]) -> None:
    """Alta de una carta de otro asunto, en ``AppConfig.ready``."""
    _CARTAS[regla] = carta
