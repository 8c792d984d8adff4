"""Recibir un acta: el original con su huella, y la lectura que de él hace el lector."""

import re
from collections.abc import Callable
from datetime import date
from typing import BinaryIO

from django.db import transaction

from conferencia.almacen import copia_local
from conferencia.domain.captura import preparar
from conferencia.domain.documento import Documento
from conferencia.domain.identidad import ENCABEZADO
from conferencia.domain.lectura import Lectura, leer
from conferencia.models import Acta, Archivo
from conferencia.permissions import Facultades, exigir, puede_capturar_actas
from conferencia.services.archivos import guardar_archivo, huella_de
from conferencia.services.documentos import TIPOS_DE_ACTA, DocumentoIlegible, documento_de
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.identificacion import SinIdentidad, reunion_de


class ActaRechazada(Exception):
    """El documento no se puede registrar como acta; el mensaje dice por qué."""


@transaction.atomic
def registrar_acta(*, por: Facultades, contenido: BinaryIO, nombre: str, zona: str = "", fecha: date | None = None) -> Acta:
    """Guarda el original, lo lee y deja el acta «leída, por confirmar». El mismo archivo dos veces es la misma acta.

    ``zona``: nombre, si el texto no la dice o se quiere otra. Falla con ``ActaRechazada`` o ``ArchivoInadmisible``.
    """
    exigir(puede_capturar_actas(por))
    ya = Acta.objects.filter(archivo__sha256=huella_de(contenido, nombre)).select_related("reunion").first()
    if ya is not None:
        return ya
    archivo = guardar_archivo(contenido=contenido, nombre=nombre, admitidos=TIPOS_DE_ACTA, actor=por.usuario)
    try:
        documento, lectura = entender(archivo, fecha=fecha)
        return dar_de_alta(por=por, archivo=archivo, documento=documento, lectura=lectura, zona=zona)
    except ActaRechazada:
        archivo.contenido.delete(save=False)  # la fila la deshace la transacción; los bytes, esto
        raise


@transaction.atomic
def dar_de_alta(*, por: Facultades, archivo: Archivo, documento: Documento, lectura: Lectura, zona: str = "") -> Acta:
    """El acta «leída, por confirmar» de un archivo ya guardado y ya leído. Falla con ``ActaRechazada``."""
    exigir(puede_capturar_actas(por))
    try:
        reunion, dudas = reunion_de(lectura.reunion, zona)
    except SinIdentidad as error:
        raise ActaRechazada(str(error)) from error
    original = lectura_guardada(lectura)
    original["reunion"]["encabezado"] = _encabezado(documento.texto, lectura)
    preparada = preparar(original)
    preparada["reunion"]["dudas"] = dudas
    acta = Acta.objects.create(reunion=reunion, archivo=archivo, lectura=preparada, lectura_original=original, capturada_por_id=por.usuario)
    hecho = Asiento(
        clase="acta.registrada",
        objeto=acta,
        reunion_id=reunion.pk,
        a=acta.estado,
        rige_el=reunion.fecha,
        datos={"sha256": archivo.sha256, "archivo": archivo.nombre, "disposiciones": len(lectura.disposiciones)},
    )
    asentar([hecho], actor=por.usuario)
    return acta


def entender(archivo: Archivo, *, fecha: date | None, avance: Callable[[int, int], None] | None = None) -> tuple[Documento, Lectura]:
    """El documento y lo que el lector halló en él. ``avance(hechas, total)`` por página. Falla con ``ActaRechazada``."""
    try:
        with copia_local(archivo.contenido) as ruta:
            documento = documento_de(ruta, archivo.tipo, avance, nombre=f"«{archivo.nombre}»")
    except FileNotFoundError as error:
        raise ActaRechazada(f"Los bytes de «{archivo.nombre}» no están en su lugar.") from error
    except DocumentoIlegible as error:
        raise ActaRechazada(str(error)) from error
    lectura = leer(documento.texto, fecha=fecha)
    if not lectura.disposiciones:
        raise ActaRechazada(f"«{archivo.nombre}» no contiene ningún acuerdo ni disposición transitoria que se reconozca.")
    if lectura.reunion.fecha is None:
        raise ActaRechazada(f"«{archivo.nombre}» no dice la fecha del acto. Indícala.")
    return documento, lectura


def lectura_guardada(lectura: Lectura) -> dict:
    """La lectura del contrato más lo que la pantalla necesita: cómo se calculó cada fecha y qué referencia es dudosa."""
    datos = lectura.a_json()
    for disposicion, leida in zip(datos["disposiciones"], lectura.disposiciones, strict=True):
        for compromiso, leido in zip(disposicion["compromisos"], leida.compromisos, strict=True):
            compromiso["plazo"]["explicacion"] = list(leido.plazo.explicacion)
        for referencia, citada in zip(disposicion["referencias"], leida.referencias, strict=True):
            referencia["dudosa"] = citada.dudosa
    datos["reunion"]["fundamento"] = lectura.reunion.fundamento
    return datos


def _encabezado(texto: str, lectura: Lectura) -> str:
    """Lo que precede a la primera disposición, para cotejar de qué reunión es."""
    primera = min((o.inicio for d in lectura.disposiciones for o in d.origenes), default=0)
    return re.sub(r"(?m)^#+\s*|\*\*", "", texto[:primera]).strip()[:ENCABEZADO]
