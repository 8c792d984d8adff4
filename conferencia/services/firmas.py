"""Verificar las firmas electrónicas de lo que se presenta, aparte y una vez: las que un PDF lleva dentro y las sueltas junto a él."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.almacen import copia_local
from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.proceso import firma_suelta_aparte, firmas_aparte
from conferencia.documentos.tipos import PDF, PKCS7
from conferencia.domain.firmas import Firma
from conferencia.models import Archivo, FirmaDeArchivo, Oficio, Trabajo
from conferencia.services.trabajos import encolar

CLASE, COLA = "firmas", "lectura"
_LARGOS = {"firmante": 300, "cargo": 300, "emisor": 300, "detalle": 300, "curp": 18, "rfc": 13, "serie": 64}


def encargar(oficio: Oficio, archivos: Sequence[Archivo]) -> None:
    """Pide verificar lo firmado de un oficio; pedirlo otra vez no hace nada."""
    if any(a.tipo in {PDF, PKCS7} for a in archivos):
        encolar(clase=CLASE, clave=f"{CLASE}/{oficio.pk}", datos={"oficio": str(oficio.pk)}, cola=COLA, actor=oficio.registrado_por_id)


def verificar_encolado(trabajo: Trabajo) -> dict:
    """Vuelve a verificarlo todo: lo hallado sustituye a lo anterior en una sola transacción."""
    archivos = list(Archivo.objects.filter(adjunto_en__oficio=trabajo.datos["oficio"]).order_by("adjunto_en__orden"))
    halladas = [*_de_pdf(archivos), *_sueltas(archivos)]
    with transaction.atomic():
        FirmaDeArchivo.objects.filter(archivo__in=archivos).delete()
        FirmaDeArchivo.objects.bulk_create(halladas)
    return {"firmas": len(halladas)}


def _de_pdf(archivos: Sequence[Archivo]) -> list[FirmaDeArchivo]:
    firmas: list[FirmaDeArchivo] = []
    for archivo in archivos:
        if archivo.tipo == PDF:
            try:
                with copia_local(archivo.contenido) as ruta:
                    halladas = firmas_aparte(ruta, _anclas())
            except (DocumentoIlegible, FileNotFoundError):
                continue
            firmas += [_renglon(archivo, None, n, f) for n, f in enumerate(halladas, start=1)]
    return firmas


def _sueltas(archivos: Sequence[Archivo]) -> list[FirmaDeArchivo]:
    documentos = [a for a in archivos if a.tipo != PKCS7]
    firmas = []
    for orden, prueba in enumerate((a for a in archivos if a.tipo == PKCS7), start=1):
        try:
            with ExitStack() as abiertas:
                suelta, *rutas = [abiertas.enter_context(copia_local(a.contenido)) for a in (prueba, *documentos)]
                firma, cual = firma_suelta_aparte(suelta, rutas, _anclas())
        except (DocumentoIlegible, FileNotFoundError):
            continue
        firmas.append(_renglon(prueba if cual is None else documentos[cual], prueba, orden, firma))
    return firmas


def _renglon(archivo: Archivo, prueba: Archivo | None, orden: int, firma: Firma) -> FirmaDeArchivo:
    datos = {k: v[: _LARGOS[k]].replace("\0", "") if k in _LARGOS else v for k, v in asdict(firma).items()}
    return FirmaDeArchivo(archivo=archivo, prueba=prueba, orden=orden, verificada_en=reloj.ahora(), **datos)


def _anclas() -> Path | None:
    return Path(settings.ANCLAS_DE_FIRMA) if settings.ANCLAS_DE_FIRMA else None
