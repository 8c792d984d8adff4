"""Lo que una persona decide de un correo: confirmarlo, corregido si hace falta; descartarlo con su motivo, o volver a intentarlo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Archivo, Canal, Entrega, EstadoEntrega, Institucion, Obligacion
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.recibidas import confirmar_recibidas, descartar_recibidas
from enlaces.models import POR_ATENDER, ClaseDeRemitente, CorreoRecibido, EstadoCorreo
from enlaces.permissions import puede_confirmar

QUE_SE_REINTENTA = (EstadoCorreo.CUARENTENA, EstadoCorreo.ANOTADO, EstadoCorreo.DESCARTADO)


class DecisionRechazada(NoProcede):
    """No se puede decidir eso; el mensaje dice por qué. ``campo``: el del formulario."""


@dataclass(frozen=True, kw_only=True)
class Confirmacion:
    """Lo que quien confirma dice del oficio. ``archivos``: cuáles de los anexos lo son; ``con_correo``: también el correo mismo."""

    institucion: Institucion
    obligaciones: Sequence[Obligacion]
    numero: str
    fecha: date
    archivos: Collection[UUID]
    con_correo: bool = False
    asunto: str = ""
    firmante: str = ""
    nota: str = ""


@transaction.atomic
def confirmar(*, por: Facultades, correo: CorreoRecibido, version: int, dicho: Confirmacion) -> list[Entrega]:
    """El correo se vuelve una entrega por obligación, contada desde que entró al buzón, con su acuse.

    Falla con ``DecisionRechazada``, ``AccesoNegado``, ``OficioRechazado``, ``TransicionIlegal`` u ``OtroSeAdelanto``.
    """
    fresco = _para_decidir(correo, version)
    exigir(puede_confirmar(por, fresco))
    if not dicho.obligaciones:
        raise DecisionRechazada("Elige al menos una obligación.", "obligaciones")
    entregas = confirmar_recibidas(
        por=por,
        obligaciones=dicho.obligaciones,
        institucion=dicho.institucion,
        datos=DatosDeOficio(
            numero=dicho.numero,
            fecha=dicho.fecha,
            asunto=(dicho.asunto or fresco.asunto)[:300],
            firmante=dicho.firmante,
            canal=Canal.CORREO,
            llave_de_envio=fresco.pk,
            recibido_en=fresco.recibido_en,
        ),
        archivos=_archivos(fresco, dicho),
        anotadas=anotadas(fresco),
        presento=fresco.usuario_id if fresco.remitente == ClaseDeRemitente.ENLACE else None,
        nota=dicho.nota,
    )
    _resolver(fresco, por, EstadoCorreo.CONFIRMADO, oficio=entregas[0].oficio, institucion=dicho.institucion)
    return entregas


@transaction.atomic
def descartar(*, por: Facultades, correo: CorreoRecibido, version: int, motivo: str) -> None:
    """No era una entrega. El correo se conserva, con su motivo, y lo que estaba por confirmar deja de estarlo."""
    exigir(puede_dictaminar(por))
    fresco = _para_decidir(correo, version)
    if not motivo.strip():
        raise DecisionRechazada("Escribe por qué se descarta.", "motivo")
    if por_confirmar := anotadas(fresco):
        descartar_recibidas(por=por, entregas=por_confirmar, motivo=motivo)
    _resolver(fresco, por, EstadoCorreo.DESCARTADO, motivo=motivo.strip()[:500])


@transaction.atomic
def reintentar(*, por: Facultades, correo: CorreoRecibido) -> None:
    """Sus bytes vuelven a recorrer el camino completo: tras una designación nueva o un arreglo puede identificarse lo que no se pudo."""
    exigir(puede_dictaminar(por))
    fresco = CorreoRecibido.objects.select_for_update().get(pk=correo.pk)
    if fresco.estado not in QUE_SE_REINTENTA:
        raise DecisionRechazada(f"Este correo está {fresco.get_estado_display().lower()}: no hay nada que reintentar.")
    fresco.estado, fresco.intentos, fresco.arrendado_hasta, fresco.error = EstadoCorreo.RECIBIDO, 0, None, ""
    fresco.resuelto_en = fresco.resuelto_por = fresco.copia_de = None
    fresco.motivo, fresco.version = "", fresco.version + 1
    fresco.save()


def anotadas(correo: CorreoRecibido) -> list[Entrega]:
    """Las entregas que este correo dejó por confirmar."""
    filas = Entrega.objects.filter(candidata__correo=correo, estado=EstadoEntrega.POR_CONFIRMAR)
    return list(filas.select_related("obligacion__compromiso__disposicion", "institucion").order_by("pk"))


def _para_decidir(correo: CorreoRecibido, version: int) -> CorreoRecibido:
    """La fila detenida. Si otra persona ya decidió, ``OtroSeAdelanto``."""
    fresco = CorreoRecibido.objects.select_for_update(of=("self",)).select_related("crudo").get(pk=correo.pk)
    if fresco.version != version:
        raise OtroSeAdelanto
    if fresco.estado not in POR_ATENDER:
        raise DecisionRechazada(f"Este correo ya está {fresco.get_estado_display().lower()}.")
    return fresco


def _archivos(correo: CorreoRecibido, dicho: Confirmacion) -> list[Archivo]:
    elegidos = correo.adjuntos.filter(sirve=True, pk__in=dicho.archivos).select_related("archivo").order_by("orden")
    archivos = [a.archivo for a in elegidos if a.archivo]
    if dicho.con_correo:
        archivos.append(correo.crudo)
    if not archivos:
        raise DecisionRechazada("Elige al menos un archivo: el oficio firmado.", "archivos")
    return archivos


def _resolver(correo: CorreoRecibido, por: Facultades, estado: EstadoCorreo, **cambios: object) -> None:
    correo.estado, correo.resuelto_en, correo.resuelto_por_id, correo.version = estado, reloj.ahora(), por.usuario, correo.version + 1
    for campo, valor in cambios.items():
        setattr(correo, campo, valor)
    correo.save()
