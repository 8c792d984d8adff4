"""El correo al área técnica: qué se le turnó, qué se le pregunta y para cuándo."""

from conferencia import reloj
from conferencia.models import Designacion, EstadoTurno, Hecho, Rol, Turno
from enlaces.domain.asuntos import componer
from enlaces.domain.reglas import clave_inmediata
from enlaces.models import Aviso, Regla
from enlaces.queries.destinatarios import Destinatario, por_que
from enlaces.services import cartas, inmediatos
from enlaces.services.papel import Carta, YaNoToca, absoluta, dia_sin_anio, disposicion_de, donde, pintar
from enlaces.services.registro import nuevo


def turno_de(hecho: Hecho) -> Turno:
    """Con lo que sus cartas dicen de él."""
    filas = Turno.objects.select_related("institucion", "entrega__institucion__entidad", "entrega__oficio", "entrega__obligacion__compromiso__disposicion")
    return filas.get(pk=hecho.sujeto_id)


def personas_del_area(turno: Turno) -> list[Destinatario]:
    """Quienes hoy opinan por esa área."""
    filas = Designacion.objects.vigentes(reloj.hoy()).filter(institucion=turno.institucion_id, rol=Rol.AREA_TECNICA, usuario__is_active=True)
    return [
        Destinatario(d.usuario.email.lower(), d.usuario.nombre, d.usuario_id, d.institucion_id, "opinas por", str(d.institucion))
        for d in filas.select_related("usuario", "institucion").order_by("pk")
    ]


def _enviado(hecho: Hecho) -> list[Aviso]:
    turno = turno_de(hecho)
    return [nuevo(Regla.TURNO, clave_inmediata(Regla.TURNO, hecho.numero, a.correo), a, para_el=reloj.hoy(), hecho=hecho) for a in personas_del_area(turno)]


def _carta(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None, "un turno nace de un hecho"
    turno = turno_de(aviso.hecho)
    a = next((p for p in personas_del_area(turno) if p.correo == aviso.correo), None)
    if turno.estado != EstadoTurno.PENDIENTE or a is None:
        raise YaNoToca("El turno ya no espera opinión de esta persona.")
    obligacion = turno.entrega.obligacion
    acto = obligacion.compromiso.accion
    contexto = {"turno": turno, "obligacion": obligacion, "acto": acto, "por_que": por_que([a]), "url": absoluta("turno", turno.pk), "boton": "Ver y opinar"}
    asunto = componer(f"Opina hasta el {dia_sin_anio(turno.vence_el)}", acto, donde(turno.entrega.institucion), breve=disposicion_de(obligacion))
    texto, html = pintar("turno", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html)


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    inmediatos.inscribir("turno.enviado", _enviado)
    cartas.inscribir(Regla.TURNO, _carta)
