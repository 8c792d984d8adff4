"""De recibido a propuesto, paso por paso: leer, luego identificar. Cada paso es una transacción con su fila arrendada.

Si el proceso muere a la mitad de uno, a los dos minutos otro lo repite desde el principio: leer dos veces da lo mismo. Lo que mata o
hace fallar a quien lo lee tres veces se aparta con su razón, y no detiene a los demás. Lo que solo espera al antivirus no se aparta nunca:
se repite hasta que conteste.
"""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from conferencia.domain.admision import Motivo
from conferencia.models import Archivo
from conferencia.services.archivos import TIPOS_DE_OFICIO, ArchivoInadmisible, dicho, guardar_archivo
from enlaces.documentos.proceso import desarmar_aparte
from enlaces.domain.anexos import Anexo
from enlaces.domain.mensajes import CorreoIlegible, Mensaje
from enlaces.models import POR_HACER, AdjuntoRecibido, ClaseDeCorreo, CorreoRecibido, EstadoCorreo
from enlaces.services.buzon.propuesta import proponer

ARRENDAMIENTO = timedelta(minutes=2)
ESPERA = timedelta(minutes=1)  # por intento
INTENTOS = 3
bitacora = logging.getLogger(__name__)


class FaltaElAntivirus(Exception):
    """Sin su veredicto no se recibe nada (``CLAMAV_OBLIGATORIO``) y no contesta: no es culpa del correo."""


@dataclass
class Atendido:
    """Cómo terminó cada correo de una corrida."""

    propuestos: int = 0
    en_cuarentena: int = 0
    anotados: int = 0
    por_reintentar: int = 0

    def como_dict(self) -> dict[str, int]:
        return asdict(self)

    def contar(self, estado: str) -> None:
        self.propuestos += estado == EstadoCorreo.PROPUESTO
        self.en_cuarentena += estado == EstadoCorreo.CUARENTENA
        self.anotados += estado == EstadoCorreo.ANOTADO


def atender_pendientes() -> Atendido:
    """Lleva cada correo recibido hasta donde espera a una persona. Varios procesos a la vez se los reparten."""
    saldo = Atendido()
    while correo := _tomar():
        hecho = _atender(correo)
        saldo.por_reintentar += not hecho
        if hecho:
            saldo.contar(CorreoRecibido.objects.values_list("estado", flat=True).get(pk=correo.pk))
    return saldo


def atender_uno(pk: UUID) -> bool:
    """Solo ese, si está libre."""
    correo = _tomar(pk)
    return correo is not None and _atender(correo)


def hay_por_atender() -> bool:
    return _libres().exists()


def _libres():
    ahora = timezone.now()
    return CorreoRecibido.objects.filter(Q(arrendado_hasta__isnull=True) | Q(arrendado_hasta__lt=ahora), estado__in=POR_HACER)


def _tomar(pk: UUID | None = None) -> CorreoRecibido | None:
    """El más antiguo que esté libre (o ese, si lo está), arrendado a quien llama. El intento se cuenta antes: una muerte no llega a contarlo después."""
    with transaction.atomic():
        libres = _libres().filter(pk=pk) if pk else _libres()
        correo = libres.select_for_update(skip_locked=True, of=("self",)).select_related("crudo").order_by("recibido_en", "pk").first()
        if correo is None:
            return None
        correo.intentos, correo.arrendado_hasta = correo.intentos + 1, timezone.now() + ARRENDAMIENTO
        correo.save(update_fields=["intentos", "arrendado_hasta"])
    return correo


def _atender(correo: CorreoRecibido) -> bool:
    """Los pasos que le falten. Falso si alguno falló y habrá que repetirlo."""
    if correo.intentos > INTENTOS:
        apartar_por_venenoso(correo, correo.error or "Quien lo leía murió a la mitad cada vez.")
        return True
    pasos: list[tuple[str, Callable[[CorreoRecibido], None]]] = [(EstadoCorreo.RECIBIDO, leer), (EstadoCorreo.LEIDO, proponer)]
    try:
        for estado, paso in pasos:
            if correo.estado == estado:
                paso(correo)
    except CorreoIlegible as error:
        apartar_por_venenoso(correo, str(error))
    except FaltaElAntivirus as error:
        bitacora.warning("El correo %s espera al antivirus: %s", correo.pk, error)
        _mio(correo).update(arrendado_hasta=timezone.now() + ESPERA, intentos=correo.intentos - 1, error=str(error)[:2000])
        return False
    except Exception as error:  # noqa: BLE001 - un correo que no se puede atender no detiene a los demás
        bitacora.exception("No se pudo atender el correo %s (intento %s)", correo.pk, correo.intentos)
        espera = timezone.now() + ESPERA * correo.intentos
        _mio(correo).update(arrendado_hasta=espera, error=f"{type(error).__name__}: {error}"[:2000])
        return False
    return True


def _mio(correo: CorreoRecibido):
    return CorreoRecibido.objects.filter(pk=correo.pk, intentos=correo.intentos, estado__in=POR_HACER)


def apartar_por_venenoso(correo: CorreoRecibido, motivo: str) -> None:
    """A cuarentena con su razón; sus bytes se conservan y se puede volver a intentar."""
    razones = [f"No se pudo leer: {motivo}"]
    _mio(correo).update(
        estado=EstadoCorreo.CUARENTENA, clase=ClaseDeCorreo.VENENOSO, razones=razones, error=motivo, arrendado_hasta=None, version=F("version") + 1
    )


# --- Leer ----------------------------------------------------------------------------------------------------------------


def leer(correo: CorreoRecibido) -> None:
    """Lo desarma en un proceso con límites y guarda lo que dice y sus anexos. Falla con ``CorreoIlegible``."""
    with tempfile.TemporaryDirectory(prefix="correo-") as carpeta, tempfile.NamedTemporaryFile(suffix=".eml") as copia:
        with correo.crudo.contenido.open("rb") as crudo:
            copia.write(crudo.read())
            copia.flush()
        mensaje = desarmar_aparte(Path(copia.name), Path(carpeta), settings.ARCHIVO_TAMANO_MAXIMO)
        with transaction.atomic():
            if not _mio(correo).select_for_update().exists():
                return
            _anotar_lo_dicho(correo, mensaje)
            correo.adjuntos.all().delete()
            for orden, anexo in enumerate(mensaje.anexos):
                _adjuntar(correo, orden, anexo, Path(carpeta) / str(orden))
            correo.estado = EstadoCorreo.LEIDO
            correo.save()


def _anotar_lo_dicho(correo: CorreoRecibido, mensaje: Mensaje) -> None:
    correo.message_id = mensaje.message_id[:255]
    correo.de, correo.de_nombre = mensaje.de.correo, mensaje.de.nombre
    correo.para = " ".join(dict.fromkeys(d.correo for d in mensaje.para))
    correo.asunto, correo.fecha_dicha = mensaje.asunto, mensaje.fecha
    correo.texto, correo.propio = mensaje.texto, mensaje.propio
    correo.huella_del_contenido = mensaje.huella_del_contenido
    correo.encabezados = mensaje.encabezados | {"tipo": [mensaje.tipo]}


def _adjuntar(correo: CorreoRecibido, orden: int, anexo: Anexo, ruta: Path) -> None:
    archivo, razon = _revisar(anexo, ruta) if anexo.sirve else (None, anexo.razon)
    AdjuntoRecibido.objects.create(
        correo=correo,
        orden=orden,
        ruta=anexo.ruta[:40],
        nombre=anexo.nombre[:200],
        tipo_dicho=anexo.tipo[:150],
        tipo=archivo.tipo if archivo else anexo.hallado,
        tamano=anexo.tamano,
        sha256=anexo.sha256,
        texto=anexo.texto,
        sirve=archivo is not None,
        razon=razon[:300],
        archivo=archivo,
    )


def _revisar(anexo: Anexo, ruta: Path) -> tuple[Archivo | None, str]:
    """La misma revisión que lo subido por el portal: lo cifrado, dañado o peligroso no se recibe y se dice. Falla con ``FaltaElAntivirus``."""
    try:
        with ruta.open("rb") as contenido:
            archivo = guardar_archivo(contenido=contenido, nombre=anexo.nombre, admitidos=TIPOS_DE_OFICIO, actor=None)
    except ArchivoInadmisible as error:
        if error.motivo == Motivo.SIN_REVISAR:
            raise FaltaElAntivirus(str(error)) from error
        return None, str(error)
    return archivo, f"Se puede recibir como oficio: {dicho([archivo.tipo])}."
