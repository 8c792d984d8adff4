"""Del original a lo que se muestra y con lo que se busca: cada tipo da su copia, y hacerlo dos veces no cambia nada."""

import io

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest

from conferencia.models import Archivo, CopiaDeArchivo, ExamenDeArchivo, TextoDeArchivo, Trabajo
from conferencia.services import trabajos
from conferencia.services.archivos import TIPOS_DE_OFICIO, guardar_archivo
from conferencia.services.copias import en_camino, encargar
from tests.conferencia.documentos.corpus_hostil import con_ubicacion, en_raiz, js, tiff_de
from tests.conferencia.presentaciones import copiar

pytestmark = pytest.mark.django_db


def guardado(enlace, nombre: str, contenido: bytes) -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(contenido), nombre=nombre, admitidos=TIPOS_DE_OFICIO, actor=enlace.pk)


def copiado(enlace, nombre: str, contenido: bytes) -> Archivo:
    archivo = guardado(enlace, nombre, contenido)
    encargar([archivo])
    assert trabajos.hacer(str(en_camino(archivo).pk))
    return archivo


def palabras(archivo: Archivo) -> str:
    """Lo que se lee en su copia de vista."""
    with archivo.copias.get(clase="vista").contenido.open() as bytes_:
        pdf = pypdfium2.PdfDocument(bytes_.read())
        try:
            return " ".join(" ".join(p.get_textpage().get_text_range() for p in pdf).split())
        finally:
            pdf.close()


def word() -> bytes:
    salida, documento = io.BytesIO(), docx.Document()
    documento.add_heading("Diagnóstico AFIS", 2)
    documento.add_paragraph("Se remite el inventario de <estaciones> & lectores.")
    documento.save(salida)
    return salida.getvalue()


def excel() -> bytes:
    salida, libro = io.BytesIO(), openpyxl.Workbook()
    libro.active.title = "Indicadores"
    for fila in (["Municipio", "Incidentes"], ["Tehuacán", 14], [None, None], ["=1+1", "Atlixco"]):
        libro.active.append(fila)
    libro.save(salida)
    return salida.getvalue()


def test_de_word_se_muestra_y_se_busca_el_texto(enlace):
    archivo = copiado(enlace, "oficio.docx", word())
    assert "Diagnóstico AFIS Se remite el inventario de <estaciones> & lectores." in palabras(archivo)
    assert (archivo.texto.origen, "inventario de <estaciones>" in archivo.texto.texto) == ("propio", True)


def test_de_excel_se_leen_las_celdas_y_ninguna_formula_se_evalua(enlace):
    archivo = copiado(enlace, "cifras.xlsx", excel())
    assert "Indicadores Municipio Incidentes Tehuacán 14" in palabras(archivo)
    assert archivo.texto.texto.splitlines()[:3] == ["## Indicadores", "| Municipio | Incidentes |", "| Tehuacán | 14 |"]


def test_la_foto_se_muestra_sin_decir_donde_se_tomo(enlace):
    archivo = copiado(enlace, "foto.jpg", con_ubicacion())
    with archivo.copias.get(clase="vista").contenido.open() as copia, archivo.contenido.open() as original:
        assert (b"Exif" in original.read(), b"Exif" in copia.read()) == (True, False)
    assert archivo.examen.hallado.notas == ["La foto dice dónde se tomó; la copia que se muestra no."]


def test_cada_pagina_del_tiff_es_una_hoja(enlace):
    archivo = copiado(enlace, "escaneo.tif", tiff_de(3))
    with archivo.copias.get(clase="vista").contenido.open() as copia, pikepdf.open(copia) as pdf:
        assert (len(pdf.pages), archivo.examen.paginas) == (3, 3)


def test_el_pdf_con_codigo_se_muestra_limpio_y_el_original_queda_igual(enlace):
    contenido = en_raiz(OpenAction=js())()
    archivo = copiado(enlace, "oficio.pdf", contenido)
    with archivo.copias.get().contenido.open() as copia, archivo.contenido.open() as original:
        assert (b"JavaScript" in copia.read(), original.read() == contenido) == (False, True)
    assert archivo.examen.hallado.frase == "Trae código activo (una acción que corre al abrirlo, código JavaScript): se muestra una copia limpia."


def test_pedirlas_dos_veces_es_pedirlas_una_y_hacerlas_otra_vez_no_las_cambia(enlace):
    archivo = copiado(enlace, "oficio.docx", word())
    antes = list(CopiaDeArchivo.objects.filter(archivo=archivo).values_list("sha256", flat=True))
    encargar([archivo, archivo])
    trabajo = Trabajo.objects.get(clave=f"copias/{archivo.pk}")
    Trabajo.objects.filter(pk=trabajo.pk).update(estado="pendiente")
    assert trabajos.hacer(str(trabajo.pk))
    assert list(CopiaDeArchivo.objects.filter(archivo=archivo).values_list("sha256", flat=True)) == antes
    assert TextoDeArchivo.objects.filter(archivo=archivo).count() == 1


def test_muerto_a_la_mitad_sigue_donde_quedo(enlace):
    archivo = copiado(enlace, "oficio.docx", word())
    vista = archivo.copias.get(clase="vista").pk
    TextoDeArchivo.objects.filter(archivo=archivo).delete()  # murió después de la vista y antes del texto
    Trabajo.objects.filter(clave=f"copias/{archivo.pk}").update(estado="pendiente")
    copiar(archivo)
    assert (archivo.copias.get(clase="vista").pk, TextoDeArchivo.objects.get(archivo=archivo).origen) == (vista, "propio")


def test_si_no_se_puede_mostrar_se_dice_por_que_y_el_texto_se_intenta_igual(enlace):
    documento, salida = docx.Document(), io.BytesIO()
    documento.save(salida)
    archivo = copiado(enlace, "vacio.docx", salida.getvalue())
    assert ExamenDeArchivo.objects.get(archivo=archivo).sin_vista == "El documento no trae texto que mostrar: descárgalo."
    assert (archivo.texto.origen, archivo.texto.texto, archivo.copias.count()) == ("ninguno", "", 0)


def test_sin_sus_bytes_el_encargo_falla_y_lo_dice(enlace):
    archivo = guardado(enlace, "oficio.docx", word())
    encargar([archivo])
    archivo.contenido.storage.delete(archivo.contenido.name)
    trabajos.hacer(str(en_camino(archivo).pk))
    trabajo = Trabajo.objects.get(clave=f"copias/{archivo.pk}")
    assert (trabajo.estado, trabajo.error) == ("fallido", "Los bytes del archivo no están en su lugar.")
