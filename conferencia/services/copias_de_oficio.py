"""El oficio que llegó en varias fotos o escaneos, en un solo PDF para consultarlo. Se junta de las copias limpias; los originales no se tocan."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack

from django.core.files.base import ContentFile

from conferencia import reloj
from conferencia.almacen import copia_local
from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.proceso import juntar_aparte
from conferencia.documentos.tipos import IMAGENES, PDF
from conferencia.models import Archivo, CopiaDeArchivo, CopiaDeOficio, Oficio, OrigenDeTexto, TextoDeArchivo, Trabajo
from conferencia.services import copias
from conferencia.services.trabajos import TrabajoImposible, anotar_avance, encolar

CLASE = "copia-de-oficio"
_HOJAS = frozenset({PDF, *IMAGENES})  # un PDF puede ser un escaneo: se sabe hasta leerlo


def encargar(oficio: Oficio, archivos: Sequence[Archivo]) -> None:
    """Pide juntarlos, si puede haber dos fotos o escaneos. Va en la transacción que registra el oficio: si no se confirma, no se pidió."""
    if sum(a.tipo in _HOJAS for a in archivos) > 1:
        encolar(clase=CLASE, clave=f"{CLASE}/{oficio.pk}", datos={"oficio": str(oficio.pk)}, cola=copias.COLA, actor=oficio.registrado_por_id)


def juntar_encolado(trabajo: Trabajo) -> dict:
    """Hace primero las copias que falten: así no depende de quién acabe antes. Muerto a la mitad, el siguiente solo hace lo que falta."""
    oficio = Oficio.objects.get(pk=trabajo.datos["oficio"])
    archivos = [a.archivo for a in oficio.adjuntos.select_related("archivo").order_by("orden")]
    textos = []
    for hechos, archivo in enumerate(archivos):
        anotar_avance(trabajo, hechos * 90 // len(archivos))
        if archivo.tipo in copias.CON_COPIA:
            textos.append(copias.completar(archivo, lambda _: anotar_avance(trabajo, trabajo.avance)))
    if sum(_es_foto(texto) for texto in textos) > 1 and not CopiaDeOficio.objects.filter(oficio=oficio).exists():
        _guardar(oficio, [(archivo, copias.mejor_copia(archivo)) for archivo in archivos])
    return {"junto": CopiaDeOficio.objects.filter(oficio=oficio).exists()}


def _es_foto(texto: TextoDeArchivo) -> bool:
    return texto.archivo.tipo in IMAGENES or texto.origen == OrigenDeTexto.RECONOCIDO


def _guardar(oficio: Oficio, pares: list[tuple[Archivo, CopiaDeArchivo | None]]) -> None:
    """Si otro trabajador la guardó antes, vale la suya. Falla con ``TrabajoImposible``: entonces cada archivo se ve por separado."""
    partes = [(archivo.nombre, copia) for archivo, copia in pares if copia]
    if len(partes) < 2:
        return
    try:
        with ExitStack() as abiertas:
            contenido = juntar_aparte([(nombre, abiertas.enter_context(copia_local(copia.contenido))) for nombre, copia in partes])
    except (DocumentoIlegible, FileNotFoundError) as error:
        raise TrabajoImposible(str(error)) from error
    junta = CopiaDeOficio(
        oficio=oficio,
        juntos=len(partes),
        omitidos=[archivo.nombre for archivo, copia in pares if not copia],
        tamano=len(contenido),
        sha256=hashlib.sha256(contenido).hexdigest(),
        hecha_en=reloj.ahora(),
    )
    junta.contenido.save(f"{junta.pk}.pdf", ContentFile(contenido), save=False)
    CopiaDeOficio.objects.bulk_create([junta], ignore_conflicts=True)
