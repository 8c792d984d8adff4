"""Capturar a quién designa un oficio ya recibido: lo que llegó por correo o se presentó sin decirlo."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from conferencia.models import Designacion, Disposicion, Entrega, EstadoEntrega, PropuestaDeDesignacion
from conferencia.permissions import Facultades, exigir, puede_designar
from conferencia.services.designaciones import Persona
from conferencia.services.propuestas import PropuestaRechazada, aceptar_propuesta, proponer_designacion
from enlaces.queries.nombrados import por_materia, remision_de


@transaction.atomic
def designar_de_entrega(
    *,
    por: Facultades,
    entrega: Entrega,
    persona: Persona,
    rol: str,
    materias: Sequence[Disposicion | None],
    desde: date | None = None,
    hasta: date | None = None,
    sustituye_a: Designacion | None = None,
    de_desconocido: bool = False,
    remitente: str = "",
) -> list[PropuestaDeDesignacion]:
    """Una propuesta por materia, cada una con la entrega del mismo oficio que la atiende. Surte efecto al aceptarse esa entrega o, si ya lo
    está, en este instante.

    Lo que mandó por correo alguien a quien no se conoce espera siempre al contacto oficial, diga lo que diga quien captura.
    Falla con ``AccesoNegado`` o ``PropuestaRechazada``.
    """
    exigir(puede_designar(por))
    if entrega.oficio is None or not entrega.obligacion.compromiso.designa:
        raise PropuestaRechazada("Esta entrega no trae un oficio que designe a alguien.")
    remision = remision_de(entrega, por.hoy)
    espera = de_desconocido or not remision.conocida
    suyas = por_materia(entrega)
    hechas = proponer_designacion(
        por=por,
        institucion=entrega.institucion,
        persona=persona,
        rol=rol,
        materias=materias,
        oficio=entrega.oficio,
        entregas={m: suyas.get(m, entrega) if m else entrega for m in (d.pk if d else None for d in materias)},
        desde=desde,
        hasta=hasta,
        sustituye_a=sustituye_a,
        de_desconocido=espera,
        remitente=(remision.de or remitente) if espera else "",
    )
    for propuesta in hechas:
        if not espera and propuesta.entrega and propuesta.entrega.estado == EstadoEntrega.ACEPTADA:
            aceptar_propuesta(por=por, propuesta=propuesta)
            propuesta.refresh_from_db()
    return hechas
