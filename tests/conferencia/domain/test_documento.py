"""Dónde está una cita: página y recuadros, aunque el renglón, el guion o los espacios hayan cambiado."""

import time

import pytest

from conferencia.domain.documento import Documento, Linea, Pagina, Palabra, Recuadro, Ubicador, compactar, ubicar


def documento(*paginas, avisos=()):
    """Cada página, una lista de renglones; cada palabra mide 10 × 10 y los renglones empiezan en x = 0, y = 20 n.

    Un renglón que empieza con «#» es encabezado: está en la página y no en el texto.
    """
    texto, hechas = "", []
    for numero, renglones in enumerate(paginas, 1):
        lineas = []
        for n, renglon in enumerate(renglones):
            corrida = renglon.startswith("#")
            palabras = []
            for i, palabra in enumerate(renglon.lstrip("#").split()):
                inicio = -1 if corrida else len(texto)
                texto += "" if corrida else palabra.removesuffix("~") + ("" if palabra.endswith("~") else " ")
                palabras.append(Palabra(palabra.removesuffix("~"), 10.0 * i, 20.0 * n, 10.0 * i + 10, 20.0 * n + 10, inicio))
            lineas.append(Linea(tuple(palabras), corrida))
        hechas.append(Pagina(numero, 600, 800, tuple(lineas)))
    return Documento("application/pdf", texto, tuple(hechas), avisos)


def test_en_un_renglon():
    assert ubicar("dos tres", documento(["uno dos tres cuatro"])) == (Recuadro(1, 10, 0, 30, 10),)


def test_un_recuadro_por_renglon_y_por_pagina():
    d = documento(["uno dos", "tres cuatro"], ["cinco seis"])
    assert ubicar("dos tres cuatro cinco", d) == (Recuadro(1, 10, 0, 20, 10), Recuadro(1, 0, 20, 20, 30), Recuadro(2, 0, 0, 10, 10))


def test_una_palabra_cortada_al_final_del_renglon():
    d = documento(["la confe~", "rencia nacional"])
    assert d.texto == "la conferencia nacional "
    assert ubicar("la conferencia", d) == (Recuadro(1, 0, 0, 20, 10), Recuadro(1, 0, 20, 10, 30))


@pytest.mark.parametrize("cita", ["PRESENTARÁN   el\ninforme", "presentaran el informe.", "«presentarán» el in-forme", "presentarán\u00a0el informe"])
def test_no_importan_espacios_acentos_mayusculas_ni_signos(cita):
    assert ubicar(cita, documento(["Los enlaces presentarán", "el informe, mensual"])) == (Recuadro(1, 20, 0, 30, 10), Recuadro(1, 0, 20, 20, 30))


def test_las_ligaduras_se_deshacen():
    assert compactar("oﬁcial Ñandú 2º") == "oficialnandu2o"


@pytest.mark.parametrize("cita", ["", " … ", "no está", "uno tres"])
def test_lo_que_no_esta_no_se_inventa(cita):
    assert ubicar(cita, documento(["uno dos tres"])) == ()


def test_el_encabezado_entre_dos_paginas_no_estorba():
    d = documento(["#Conferencia Nacional", "se acuerda"], ["#Conferencia Nacional", "enviar"])
    assert ubicar("se acuerda enviar", d) == (Recuadro(1, 0, 20, 20, 30), Recuadro(2, 0, 20, 10, 30))


def test_con_algo_intercalado_se_halla_por_sus_extremos():
    """Un pie de página que no se reconoció como tal quedó a media frase."""
    principio, final = "los integrantes de la zona centro se comprometen a entregar", "el documento diagnóstico debidamente requisitado en julio"
    d = documento([principio, "Hoja 3 de 9"], [final])
    assert [r.pagina for r in ubicar(f"{principio} {final}", d)] == [1, 1, 2]
    assert ubicar(f"{principio} {'otra cosa ' * 9}", d) == ()


def test_la_frase_repetida_se_busca_dentro_de_su_parrafo():
    d = documento(["nombrarán un enlace"], ["nombrarán un enlace"])
    segunda = d.texto.rindex("nombrarán")
    assert [r.pagina for r in ubicar("un enlace", d)] == [1]
    assert [r.pagina for r in ubicar("un enlace", d, (segunda, len(d.texto)))] == [2]
    assert ubicar("un enlace", d, (segunda, segunda + 5)) == ()


def test_sin_paginas_hay_tramo_y_no_recuadros():
    d = Documento("text/markdown", "## **SEXTO.-**\n\nal correo [a@b.mx](mailto:a@b.mx), a más\ntardar el lunes.")
    ubicador = Ubicador(d)
    inicio, fin = ubicador.tramo("correo a@b.mx, a más tardar")
    assert d.texto[inicio:fin] == "correo [a@b.mx](mailto:a@b.mx), a más\ntardar"
    assert ubicador.ubicar("correo a@b.mx") == ()
    assert ubicador.tramo("mailto") is None


def test_el_documento_vacio():
    assert ubicar("algo", Documento("text/plain", "")) == ()
    assert Ubicador(Documento("text/plain", "")).tramo("algo", (0, 0)) is None


def test_cita_de_cada_palabra_en_su_lugar():
    """Toda palabra distinta se halla exactamente donde está."""
    renglones = [[f"p{pagina}r{r}w{w}z" for w in range(5)] for pagina in range(3) for r in range(4)]
    d = documento(*[[" ".join(renglones[pagina * 4 + r]) for r in range(4)] for pagina in range(3)])
    ubicador = Ubicador(d)
    for pagina in d.paginas:
        for linea in pagina.lineas:
            for p in linea.palabras:
                assert ubicador.ubicar(p.texto) == (Recuadro(pagina.numero, p.x0, p.y0, p.x1, p.y1),)


def test_tiempo_lineal_con_texto_que_se_repite():
    """Un texto de puras «a» y una cita que casi está: el caso que vuelve cuadrática una búsqueda ingenua."""

    def tarda(palabras):
        ubicador = Ubicador(Documento("text/plain", "aaaaaaaaa " * palabras))
        inicio = time.process_time()
        assert ubicador.tramo("a" * (palabras * 4) + "b") is None
        return time.process_time() - inicio

    tarda(1000)
    assert tarda(80_000) < 20 * max(tarda(10_000), 0.004)
