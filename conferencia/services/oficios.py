"""Los oficios: el que llega de una institución con sus archivos, y el que sale de la Secretaría Técnica y funda lo que dispone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.permisos import Facultades
from conferencia.models import Archivo, ArchivoDeOficio, Canal, Institucion, Oficio, Sentido, TipoInstitucion
from conferencia.services import copias, copias_de_oficio, firmas
from conferencia.services.acuses import acusar
from conferencia.services.archivos import anotar_repetidos


class OficioRechazado(NoProcede):
    """El oficio no se puede registrar así; el mensaje dice por qué. ``campo``: el del formulario."""


@dataclass(frozen=True, kw_only=True)
class DatosDeOficio:
    """``recibido_en``: cuándo llegó, si no es ahora: lo del buzón cuenta desde que entró y lo de ventanilla, desde el sello."""

    numero: str
    fecha: date
    asunto: str = ""
    firmante: str = ""
    canal: str = "portal"
    llave_de_envio: UUID | None = None
    recibido_en: datetime | None = None


def recibir_oficio(*, por: Facultades, remitente: Institucion, datos: DatosDeOficio, archivos: Sequence[Archivo]) -> Oficio:
    """El de entrada con sus archivos y su acuse, en la transacción de quien lo recibe, que es quien autoriza y quien lo asienta.

    Quien además mueve obligaciones las aparta antes de llamar (``services.folios.siguiente`` dice por qué). Falla con ``OficioRechazado``.
    """
    if not archivos:
        raise OficioRechazado("Adjunta el oficio firmado.", "archivos")
    _revisar(datos.numero, datos.fecha)
    ahora = reloj.ahora()
    recibido = datos.recibido_en or ahora
    if recibido > ahora:
        raise OficioRechazado("No pudo recibirse después de ahora.", "recibido_en")
    oficio = Oficio.objects.create(
        numero=datos.numero.strip(),
        fecha=datos.fecha,
        asunto=datos.asunto,
        firmante=datos.firmante,
        remitente=remitente,
        canal=datos.canal,
        recibido_en=recibido,
        registrado_en=ahora,
        registrado_por_id=por.usuario,
        llave_de_envio=datos.llave_de_envio,
    )
    ArchivoDeOficio.objects.bulk_create(ArchivoDeOficio(oficio=oficio, archivo=a, orden=n) for n, a in enumerate(archivos, start=1))
    anotar_repetidos(oficio, archivos)
    copias.encargar(archivos)
    copias_de_oficio.encargar(oficio, archivos)
    firmas.encargar(oficio, archivos)
    acusar(oficio)
    return oficio


def oficio_de_salida(*, por: Facultades, numero: str, fecha: date, asunto: str, firmante: str = "", archivos: Sequence[Archivo] = ()) -> Oficio:
    """Lo registra dentro de la transacción de quien dispone, que es quien autoriza. Falla con ``OficioRechazado``."""
    _revisar(numero, fecha, prefijo="oficio_")
    remitente = Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave").first()
    if remitente is None:
        raise OficioRechazado("El catálogo no tiene a la Secretaría Técnica: no hay quien firme el oficio.", "oficio_numero")
    ahora = reloj.ahora()
    oficio = Oficio.objects.create(
        sentido=Sentido.SALIDA,
        numero=numero.strip(),
        fecha=fecha,
        asunto=asunto[:300],
        firmante=firmante,
        remitente=remitente,
        canal=Canal.VENTANILLA,
        recibido_en=ahora,
        registrado_en=ahora,
        registrado_por_id=por.usuario,
    )
    ArchivoDeOficio.objects.bulk_create(ArchivoDeOficio(oficio=oficio, archivo=a, orden=n) for n, a in enumerate(archivos, start=1))
    return oficio


def _revisar(numero: str, fecha: date, *, prefijo: str = "") -> None:
    if not numero.strip():
        raise OficioRechazado("Escribe el número del oficio.", f"{prefijo}numero")
    if fecha > reloj.hoy():
        raise OficioRechazado("La fecha del oficio no puede ser posterior a hoy.", f"{prefijo}fecha")
