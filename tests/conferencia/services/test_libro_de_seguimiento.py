"""La matriz se lee como la gente la devuelve, y lo que no es una matriz se niega antes de abrirlo."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from conferencia.services import libro_de_seguimiento as lector
from conferencia.services.libro_de_seguimiento import LibroIlegible, leer_libro
from tests.conferencia.libros import renglon, xlsx

ENTREGA = datetime.combine(date(2022, 7, 12), time())  # como Excel guarda un día: sin hora ni zona
FILA = renglon("T3.1/PUE-SS", "cumplida", entregada_el=date(2022, 7, 12), avance=100)
CLAVE = "ZC-2022-1/T3.1/PUE-SS"


def leer(contenido: io.BytesIO | bytes, nombre: str = "matriz.xlsx"):
    return leer_libro(io.BytesIO(contenido) if isinstance(contenido, bytes) else contenido, nombre)


def con_hoja(hacer) -> io.BytesIO:
    """El libro de ``FILA`` después de que alguien le metió mano a su hoja."""
    libro = openpyxl.load_workbook(xlsx([FILA, FILA], columnas=["clave", "situacion", "entregada_el", "avance"]))
    hacer(libro)
    salida = io.BytesIO()
    libro.save(salida)
    return salida


def test_las_fechas_llegan_como_fechas_y_el_renglon_con_su_numero():
    (fila,) = leer(xlsx([FILA])).filas
    assert (fila.numero, fila.valores["clave"], fila.valores["entregada_el"], fila.valores["avance"]) == (2, CLAVE, ENTREGA, 100)


def test_otro_orden_columnas_de_mas_y_titulos_encima():
    libro = leer(xlsx([FILA | {"Semáforo": "verde"}], columnas=["Semáforo", "entregada_el", "situacion", "clave"], titulos=3))
    (fila,) = libro.filas
    assert fila.valores == {"clave": CLAVE, "situacion": "cumplida", "entregada_el": ENTREGA}
    assert (fila.numero, libro.avisos) == (5, ("Columnas que no se leyeron: Semáforo.",))


def test_rotulos_sin_acento_y_hoja_con_otro_nombre():
    libro = leer(xlsx([{"CLAVE": CLAVE, "situacion REPORTADA": "cumplida", "no. de orden": 1}], columnas=["CLAVE", "situacion REPORTADA"], hoja="Hoja1"))
    assert libro.filas[0].valores == {"clave": CLAVE, "situacion": "cumplida"}


def test_si_hay_varias_hojas_se_lee_la_de_seguimiento_o_se_dice_cual():
    libro = leer(con_hoja(lambda x: x.create_sheet("Otra", 0)))
    assert (len(libro.filas), libro.avisos) == (2, ())
    libro = leer(con_hoja(lambda x: (setattr(x.active, "title", "Datos"), x.create_sheet("Otra"))))
    assert libro.avisos == ("Se leyó la hoja «Datos»; las demás no.",)


def test_el_avance_con_formato_de_por_ciento_es_por_ciento():
    def formato(libro):
        libro.active["D2"].value, libro.active["D2"].number_format = 0.45, "0%"

    assert leer(con_hoja(formato)).filas[0].valores["avance"] == 45


def test_formulas_y_celdas_combinadas_se_dicen_y_no_se_ejecutan():
    def tocar(libro):
        libro.active["C2"].value = "=TODAY()"
        libro.active.merge_cells("B3:B4")

    una, otra = leer(con_hoja(tocar)).filas
    assert una.problemas == ("«Fecha de entrega» trae una fórmula: pega su valor.",)
    assert otra.problemas == ("«Situación reportada» está combinada con otra celda: sepáralas.",)
    assert "entregada_el" not in una.valores
    assert "situacion" not in otra.valores


def test_una_combinacion_que_abarca_la_hoja_entera_no_agota_la_memoria():
    def combinar(libro):
        libro.active.merged_cells.add("F1:XFD1048576")

    assert len(leer(con_hoja(combinar)).filas) == 2


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separador", [",", ";", "\t"])
def test_csv_en_cualquier_codificacion_y_con_cualquier_separador(codificacion, separador):
    texto = f"Clave{separador}Situación reportada{separador}Nota\r\n{CLAVE}{separador}en revisión{separador}Año\r\n\r\n"
    (fila,) = leer(texto.encode(codificacion), "matriz.csv").filas
    assert (fila.numero, fila.valores) == (2, {"clave": CLAVE, "situacion": "en revisión", "nota": "Año"})


@pytest.mark.parametrize(
    ("contenido", "dicho"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "antiguo"),
        (b"PK\x03\x04 no es un zip", "dañado"),
        (b"%PDF-1.7\0\0", "no es un libro de Excel"),
        (b"Clave;Nota\r\nx;y\r\n", "Falta la columna «Situación reportada»"),
        (b"Clave;clave;Situacion reportada\r\nx;y;z\r\n", "Columnas repetidas: Clave"),
        (b"Hola;mundo\r\n1;2\r\n", "No se halló la columna «Clave»"),
        (b"Clave;Situacion reportada\r\n;\r\n", "ningún renglón"),
    ],
)
def test_lo_que_no_es_la_matriz_se_niega_diciendo_que_hacer(contenido, dicho):
    with pytest.raises(LibroIlegible, match=dicho):
        leer(contenido, "matriz")


def _zip(**piezas: bytes) -> io.BytesIO:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as paquete:
        for nombre, bytes_ in piezas.items():
            paquete.writestr(nombre.replace("__", "/").replace("_xml", ".xml"), bytes_)
    return salida


def test_un_docx_no_es_un_libro_y_una_bomba_no_se_descomprime():
    with pytest.raises(LibroIlegible, match=r"no es un libro de Excel \(.xlsx\)"):
        leer(_zip(word__document_xml=b"<x/>"))
    with pytest.raises(LibroIlegible, match="demasiado grande por dentro"):
        leer(_zip(xl__workbook_xml=b"<x/>", xl__bomba=b"\0" * (lector.DESCOMPRIMIDO_MAXIMO + 1)))
    with pytest.raises(LibroIlegible, match="dañado"):
        leer(_zip(xl__workbook_xml=b"<x/>"))


def test_mas_renglones_de_los_que_se_reciben(monkeypatch):
    monkeypatch.setattr(lector, "RENGLONES_MAXIMOS", 1)
    monkeypatch.setattr(lector, "ENCABEZADO_ENTRE", 1)
    with pytest.raises(LibroIlegible, match="hasta 1 renglones"):
        leer(xlsx([FILA] * 5))
