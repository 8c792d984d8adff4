"""Las copias de un archivo: la limpia que se muestra y el texto con que se busca. Se hacen aparte, en la cola de lectura, y cuantas veces haga falta."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from conferencia import reloj
from conferencia.almacen import copia_local
from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.proceso import buscable_aparte, leer_aparte, vista_aparte
from conferencia.documentos.tipos import DOCX, IMAGENES, PDF, XLSX
from conferencia.domain.documento import RECONOCIDA, Documento
from conferencia.models import Archivo, ClaseDeCopia, CopiaDeArchivo, EstadoTrabajo, ExamenDeArchivo, OrigenDeTexto, TextoDeArchivo, Trabajo
from conferencia.services.trabajos import TrabajoImposible, anotar_avance, encolar

CLASE, COLA = "copias", "lectura"
CON_COPIA = frozenset({PDF, DOCX, XLSX, *IMAGENES})
bitacora = logging.getLogger(__name__)
_FALTA = "Los bytes del archivo no están en su lugar."


def encargar(archivos: Iterable[Archivo]) -> None:
    """Pide las copias de los que las tienen; pedirlas otra vez no hace nada."""
    for archivo in archivos:
        if archivo.tipo in CON_COPIA:
            encolar(clase=CLASE, clave=f"{CLASE}/{archivo.pk}", datos={"archivo": str(archivo.pk)}, cola=COLA, actor=archivo.subido_por_id)


def en_camino(archivo: Archivo) -> Trabajo | None:
    """El encargo que aún no termina, para decir cuánto lleva."""
    vivos = (EstadoTrabajo.PENDIENTE, EstadoTrabajo.EN_CURSO)
    return Trabajo.objects.filter(clave=f"{CLASE}/{archivo.pk}", estado__in=vivos).first()


def hacer_copias(trabajo: Trabajo) -> dict:
    """Lo ya hecho no se repite: muerto el trabajador a la mitad, el siguiente sigue donde quedó."""
    archivo = Archivo.objects.get(pk=trabajo.datos["archivo"])
    texto = completar(archivo, lambda porciento: anotar_avance(trabajo, porciento))
    return {"vista": archivo.copias.filter(clase=ClaseDeCopia.VISTA).exists(), "texto": texto.origen}


def completar(archivo: Archivo, avance: Callable[[int], None]) -> TextoDeArchivo:
    """Hace las copias que le falten y da su texto. ``avance(porciento)``. Falla con ``TrabajoImposible`` si no están sus bytes."""
    try:
        with copia_local(archivo.contenido) as ruta:
            _vista(archivo, ruta)
            avance(20)
            return _texto(archivo, ruta, lambda hechas, total: avance(20 + hechas * 75 // max(total, 1)))
    except FileNotFoundError as error:
        raise TrabajoImposible(_FALTA) from error


def mejor_copia(archivo: Archivo) -> CopiaDeArchivo | None:
    """La que trae el texto reconocido, si la hay; si no, la limpia."""
    hechas = {c.clase: c for c in archivo.copias.all()}
    return hechas.get(ClaseDeCopia.BUSCABLE) or hechas.get(ClaseDeCopia.VISTA)


def _vista(archivo: Archivo, ruta: Path) -> None:
    if archivo.copias.filter(clase=ClaseDeCopia.VISTA).exists():
        return
    try:
        contenido = vista_aparte(ruta, archivo.tipo)
    except DocumentoIlegible as error:
        dicho = _sobre(archivo, ruta, error)[:300]
        ExamenDeArchivo.objects.update_or_create(
            archivo=archivo, defaults={"sin_vista": dicho}, create_defaults={"sin_vista": dicho, "examinado_en": reloj.ahora()}
        )
        return
    guardar_copia(archivo, ClaseDeCopia.VISTA, contenido)


def guardar_copia(archivo: Archivo, clase: ClaseDeCopia, contenido: bytes) -> None:
    """Si otro trabajador la guardó antes, vale la suya."""
    copia = CopiaDeArchivo(archivo=archivo, clase=clase, tamano=len(contenido), sha256=hashlib.sha256(contenido).hexdigest(), hecha_en=reloj.ahora())
    copia.contenido.save(f"{copia.pk}.pdf", ContentFile(contenido), save=False)
    CopiaDeArchivo.objects.bulk_create([copia], ignore_conflicts=True)


def _texto(archivo: Archivo, ruta: Path, avance: Callable[[int, int], None]) -> TextoDeArchivo:
    if texto := TextoDeArchivo.objects.filter(archivo=archivo).first():
        return texto
    try:
        documento = leer_aparte(ruta, archivo.tipo, avance)
    except DocumentoIlegible as error:
        return _guardado(archivo, "", OrigenDeTexto.NINGUNO, [_sobre(archivo, ruta, error)])
    _buscable(archivo, documento)
    limpio = documento.texto.replace("\0", "")
    origen = _origen(documento) if limpio.strip() else OrigenDeTexto.NINGUNO
    return _guardado(archivo, limpio if limpio.strip() else "", origen, list(documento.avisos))


def _buscable(archivo: Archivo, documento: Documento) -> None:
    """De lo reconocido, una copia más en que se puede seleccionar y buscar. Sin ella la de vista sigue sirviendo."""
    vista = archivo.copias.filter(clase=ClaseDeCopia.VISTA).first()
    if vista is None or _origen(documento) != OrigenDeTexto.RECONOCIDO:
        return
    try:
        with copia_local(vista.contenido) as ruta:
            guardar_copia(archivo, ClaseDeCopia.BUSCABLE, buscable_aparte(ruta, documento))
    except DocumentoIlegible as error:
        bitacora.warning("Sin copia buscable de %s: %s", archivo.pk, error)


@transaction.atomic
def _guardado(archivo: Archivo, texto: str, origen: OrigenDeTexto, avisos: list[str]) -> TextoDeArchivo:
    datos = {"texto": texto, "origen": origen, "avisos": avisos, "leido_en": reloj.ahora()}
    return TextoDeArchivo.objects.get_or_create(archivo=archivo, defaults=datos)[0]


def _sobre(archivo: Archivo, ruta: Path, error: DocumentoIlegible) -> str:
    """Lo que falló, con el nombre con que se subió y sin lo que solo toca a un acta."""
    return str(error).replace(ruta.name, f"«{archivo.nombre}»").removesuffix(" Sube solo el acta.")


def _origen(documento: Documento) -> OrigenDeTexto:
    return OrigenDeTexto.RECONOCIDO if any(p.origen == RECONOCIDA for p in documento.paginas) else OrigenDeTexto.PROPIO
