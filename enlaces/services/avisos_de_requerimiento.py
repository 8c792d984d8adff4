"""El aviso de que un requerimiento se emitió: a quien responde de lo requerido y al correo oficial de su titular, en cuanto sale."""

from collections.abc import Sequence

from conferencia import reloj
from conferencia.models import EstadoSalida, Hecho, Obligacion, OficioDeSalida
from enlaces.domain.asuntos import componer
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Aviso, Regla, RenglonDeAviso
from enlaces.queries.destinatarios import Destinatario, Libreta, por_que
from enlaces.services import cartas, inmediatos
from enlaces.services.cartas_de_designacion import para_el_contacto
from enlaces.services.papel import Carta, YaNoToca, absoluta, acto_de, dia_sin_anio, donde, pintar
from enlaces.services.registro import nuevo

POR_CONTESTAR = (EstadoSalida.EMITIDO, EstadoSalida.NOTIFICADO)


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    inmediatos.inscribir("requerimiento.emitido", _avisos)
    cartas.inscribir(Regla.REQUERIMIENTO, _carta)


def _avisos(hecho: Hecho) -> list[Aviso]:
    """Uno por persona y oficio, aunque requiera varias obligaciones y haya un hecho en cada una."""
    salida = OficioDeSalida.objects.select_related("institucion").get(pk=hecho.sujeto_id)
    regla, hoy = Regla.REQUERIMIENTO, reloj.hoy()
    return [nuevo(regla, clave_inmediata(regla, salida.pk, a.correo), a, para_el=hoy, hecho=hecho) for a in _a_quienes(salida, _requeridas(salida))]


def _requeridas(salida: OficioDeSalida) -> list[Obligacion]:
    return list(salida.obligaciones.select_related("compromiso__disposicion").urgentes_primero())


def _a_quienes(salida: OficioDeSalida, obligaciones: Sequence[Obligacion]) -> list[Destinatario]:
    """El oficio va a su titular: su correo oficial lo recibe siempre, haya enlace o no."""
    libreta = Libreta(reloj.hoy(), [salida.institucion_id])
    responden = [a for o in obligaciones for a in libreta.para(salida.institucion_id, o.compromiso.disposicion_id)]
    return list({a.correo: a for a in [*libreta.titular(salida.institucion_id, [o.compromiso.disposicion_id for o in obligaciones]), *responden]}.values())


def _carta(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None, "se avisa de un oficio emitido"
    salida = OficioDeSalida.objects.select_related("institucion__entidad", "reunion").get(pk=aviso.hecho.sujeto_id)
    if salida.estado not in POR_CONTESTAR:
        raise YaNoToca("El requerimiento ya se atendió.")
    obligaciones = _requeridas(salida)
    a = next((a for a in _a_quienes(salida, obligaciones) if a.correo == aviso.correo), None)
    if a is None:
        raise YaNoToca("La persona ya no tiene el encargo.")
    contexto = {
        "salida": salida,
        "institucion": salida.institucion,
        "renglones": [{"acto": acto_de(o), "clave": o.clave, "vence_el": o.vence_el, "url": absoluta("obligacion-detail", o.pk)} for o in obligaciones],
        "por_que": por_que([a]),
        "url": absoluta("salida-detail", salida.pk),
        "boton": "Ver el oficio",
    }
    if a.usuario is None:
        entrada = para_el_contacto(a.correo, salida.institucion)
        contexto |= entrada if entrada["por_activar"] else {}
    inicio = f"Requerimiento, hasta el {dia_sin_anio(salida.responder_el)}" if salida.responder_el else "Requerimiento"
    asunto = componer(inicio, acto_de(obligaciones[0]), donde(salida.institucion), len(obligaciones) - 1)
    texto, html = pintar("requerimiento", contexto | {"asunto": asunto})
    renglones = [RenglonDeAviso(aviso=aviso, obligacion=o, institucion=salida.institucion, correo=aviso.correo, vence_el=o.vence_el) for o in obligaciones]
    return Carta(asunto, texto, html, renglones)
