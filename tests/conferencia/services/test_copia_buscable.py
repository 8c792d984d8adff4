"""Fotos y escaneos: la copia trae el texto reconocido, invisible y sobre lo impreso, también si la hoja venía de lado; el original, igual."""

import io

import pypdfium2
import pytest
from PIL import Image

from conferencia.models import Archivo
from conferencia.services.archivos import TIPOS_DE_OFICIO, guardar_archivo
from tests import reparto
from tests.conferencia.documentos import muestras
from tests.conferencia.presentaciones import copiar

pytestmark = pytest.mark.django_db
PARRAFO = "<p><b>ÚNICO.-</b> Los integrantes de la Zona Centro se comprometen a entregar el diagnóstico a más tardar el treinta de septiembre de 2022.</p>"


@pytest.fixture(scope="module")
def hoja(tmp_path_factory) -> Image.Image:
    ruta = tmp_path_factory.mktemp("hoja") / "parrafo.pdf"
    muestras.pdf(ruta, "@page{size:14cm 8cm;margin:1cm} body{font:12pt 'Noto Serif','DejaVu Serif'}", PARRAFO)
    return muestras.paginas_como_imagen(ruta, 200)[0]


def copiado(contenido: bytes, nombre: str) -> Archivo:
    archivo = guardar_archivo(contenido=io.BytesIO(contenido), nombre=nombre, admitidos=TIPOS_DE_OFICIO, actor=reparto.enlace().pk)
    copiar(archivo)
    return archivo


def donde(archivo: Archivo, palabra: str) -> tuple[str, list[float], tuple[float, float]]:
    """El texto de la copia buscable, la caja de ``palabra`` en ella y cuánto mide la página."""
    with archivo.copias.get(clase="buscable").contenido.open() as bytes_:
        pdf = pypdfium2.PdfDocument(bytes_.read())
    try:
        pagina = pdf[0]
        texto = pagina.get_textpage()
        busca = texto.search(palabra)
        inicio, cuantas = busca.get_next()
        cajas = [texto.get_charbox(n) for n in range(inicio, inicio + cuantas)]
        caja = [min(c[0] for c in cajas), min(c[1] for c in cajas), max(c[2] for c in cajas), max(c[3] for c in cajas)]
        todo, medida = texto.get_text_range(), pagina.get_size()
        busca.close()
        texto.close()
        pagina.close()
        return todo, caja, medida
    finally:
        pdf.close()


def tinta(imagen: Image.Image, caja: list[float], medida: tuple[float, float]) -> float:
    """Qué parte de lo impreso bajo esa caja es oscura."""
    por_punto = imagen.width / medida[0]
    recorte = imagen.convert("L").crop(
        (int(caja[0] * por_punto), int((medida[1] - caja[3]) * por_punto), int(caja[2] * por_punto), int((medida[1] - caja[1]) * por_punto))
    )
    return sum(recorte.histogram()[:128]) / max(recorte.width * recorte.height, 1)


def test_la_foto_se_puede_buscar_y_el_texto_cae_sobre_lo_impreso(hoja):
    original = muestras.png(hoja)
    archivo = copiado(original, "foto.png")
    texto, caja, medida = donde(archivo, "diagnóstico")
    assert ("entregar el diagnóstico a más tardar" in " ".join(texto.split()), archivo.texto.origen) == (True, "reconocido")
    assert tinta(hoja, caja, medida) > 0.08, "bajo la palabra hay letras, no papel en blanco"
    with archivo.contenido.open() as bytes_:
        assert bytes_.read() == original


def test_la_hoja_de_lado_se_muestra_derecha_con_su_texto(hoja):
    archivo = copiado(muestras.png(hoja.rotate(90, expand=True)), "de lado.png")
    texto, _, medida = donde(archivo, "diagnóstico")
    assert ("entregar el diagnóstico" in " ".join(texto.split()), medida[0] > medida[1]) == (True, True)


def test_el_escaneo_en_pdf_tambien_y_lo_que_ya_traia_texto_no_la_necesita(hoja, tmp_path):
    escaneo = copiado(muestras.escaneado(tmp_path / "e.pdf", [hoja], 200).read_bytes(), "escaneo.pdf")
    assert "diagnóstico" in donde(escaneo, "diagnóstico")[0]
    con_texto = copiado(muestras.pdf(tmp_path / "t.pdf", "@page{size:14cm 8cm}", PARRAFO).read_bytes(), "texto.pdf")
    assert (list(con_texto.copias.values_list("clase", flat=True)), con_texto.texto.origen) == (["vista"], "propio")
