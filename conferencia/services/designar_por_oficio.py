"""Designar por oficio: un solo acto recibe el oficio, lo entrega contra la obligación de designar y propone a la persona."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from conferencia.domain.permisos import Facultades
from conferencia.models import Archivo, Designacion, Disposicion, Institucion, Obligacion, Oficio, PropuestaDeDesignacion
from conferencia.permissions import NO_ES_TUYO, AccesoNegado, exigir, puede_designar, puede_proponer_designacion
from conferencia.services.designaciones import Persona
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio, recibir_oficio
from conferencia.services.propuestas import aceptar_propuesta, proponer_designacion


def designar_por_oficio(
    *,
    por: Facultades,
    institucion: Institucion,
    persona: Persona,
    rol: str,
    materias: Sequence[Disposicion | None],
    obligaciones: Mapping[UUID | None, Obligacion],
    datos: DatosDeOficio,
    archivos: Sequence[Archivo],
    desde: date | None = None,
    hasta: date | None = None,
    sustituye_a: Designacion | None = None,
    de_desconocido: bool = False,
    remitente: str = "",
) -> list[PropuestaDeDesignacion]:
    """Todo o nada: oficio, una entrega por obligación y una propuesta por materia. Con la misma ``llave_de_envio``, lo ya recibido.

    ``obligaciones``: por id de materia, la de designar que ese nombramiento atiende; presentarla así *es* la entrega. Lo que la Secretaría
    Técnica registra sin obligación de por medio surte efecto al registrarse. Falla como ``presentar_oficio`` y ``proponer_designacion``.
    """
    llave = datos.llave_de_envio
    try:
        with transaction.atomic():
            if ya := _ya_recibidas(por, llave):
                return ya
            exigir(puede_proponer_designacion(por, institucion))
            entregas = _presentar(por, institucion, list(obligaciones.values()), datos, archivos)
            oficio = next(iter(entregas.values())).oficio if entregas else recibir_oficio(por=por, remitente=institucion, datos=datos, archivos=archivos)
            propuestas = proponer_designacion(
                por=por,
                institucion=institucion,
                persona=persona,
                rol=rol,
                materias=materias,
                oficio=oficio,
                entregas={m: entregas[o.pk] for m, o in obligaciones.items()},
                desde=desde,
                hasta=hasta,
                sustituye_a=sustituye_a,
                de_desconocido=de_desconocido,
                remitente=remitente,
            )
            if puede_designar(por) and not de_desconocido:
                _aceptar_las_sueltas(por, propuestas)
            return propuestas
    except IntegrityError:
        if ya := _ya_recibidas(por, llave):  # el mismo envío, dos veces a la vez
            return ya
        raise


def _ya_recibidas(por: Facultades, llave: UUID | None) -> list[PropuestaDeDesignacion]:
    if llave is None or not (oficio := Oficio.objects.filter(llave_de_envio=llave).first()):
        return []
    if oficio.registrado_por_id != por.usuario:
        raise AccesoNegado(NO_ES_TUYO)
    return list(oficio.propuestas.select_related("institucion", "materia").order_by("pk"))


def _presentar(por: Facultades, institucion: Institucion, obligaciones: list[Obligacion], datos: DatosDeOficio, archivos: Sequence[Archivo]) -> dict:
    if not obligaciones:
        return {}
    a_nombre = bool(puede_designar(por))
    entregas = presentar_oficio(por=por, obligaciones=obligaciones, institucion=institucion, datos=datos, archivos=archivos, a_nombre_de_ella=a_nombre)
    return {e.obligacion_id: e for e in entregas}


def _aceptar_las_sueltas(por: Facultades, propuestas: list[PropuestaDeDesignacion]) -> None:
    for propuesta in propuestas:
        if propuesta.entrega_id is None:
            aceptar_propuesta(por=por, propuesta=propuesta)
            propuesta.refresh_from_db()
