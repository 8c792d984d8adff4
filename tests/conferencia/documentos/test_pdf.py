"""El PDF con texto: la misma lectura que del original, en el orden en que se lee, con cada palabra en su lugar."""

import pikepdf
import pypdfium2
import pytest

from conferencia.domain.documento import RECONOCIDA, Ubicador, compactar
from conferencia.domain.lectura import leer
from conferencia.services.documentos import documento_de

from . import muestras


def resumen(lectura):
    """Lo que una lectura no puede cambiar por venir de otro formato."""
    return [
        (d.clase, d.numero, d.titulo, d.parrafos, [(c.naturaleza, c.plazo.clase, c.plazo.inicio, c.plazo.vence, c.responsables) for c in d.compromisos])
        for d in lectura.disposiciones
    ]


def test_a_una_columna_se_lee_igual_que_el_original(documento, lectura):
    leida = leer(documento.texto)
    assert len(leida.disposiciones) == 17
    assert resumen(leida) == resumen(lectura)
    assert leida.reunion == lectura.reunion


def test_a_dos_columnas_se_lee_igual_que_el_original(dos_columnas, lectura):
    assert resumen(leer(documento_de(dos_columnas).texto)) == resumen(lectura)


@pytest.mark.parametrize("estilo", [muestras.CON_SANGRIA, muestras.TRES_COLUMNAS], ids=["sangría sin aire", "tres columnas con títulos a todo lo ancho"])
def test_con_otra_maquetacion_se_lee_igual(taller, acta, lectura, estilo):
    ruta = muestras.pdf(taller / "otra.pdf", estilo, muestras.a_html(acta))
    assert resumen(leer(documento_de(ruta).texto)) == resumen(lectura)


def test_encabezados_y_folios_se_quedan_en_su_pagina_y_fuera_del_texto(documento):
    assert len(documento.paginas) > 3
    for pagina in documento.paginas:
        corridas = [linea.texto for linea in pagina.lineas if linea.corrida]
        assert corridas == [muestras.ENCABEZADO, f"Página {pagina.numero} de {len(documento.paginas)}"]
    assert muestras.ENCABEZADO not in documento.texto
    assert "Página" not in documento.texto


def test_las_palabras_cortadas_se_rehacen(documento, acta):
    palabras = {compactar(p) for p in acta.split()}
    assert [p for p in documento.texto.split() if p.endswith(("-", "\u2010")) and len(p) > 3 and compactar(p) not in palabras] == []


def test_cada_palabra_esta_en_el_texto_donde_dice(documento):
    palabras = [p for pagina in documento.paginas for linea in pagina.lineas if not linea.corrida for p in linea.palabras]
    assert len(palabras) > 2000
    assert [p for p in palabras if documento.texto[p.inicio : p.fin] != p.texto] == []


def test_los_recuadros_de_cada_cita_contienen_sus_palabras(documento, una_columna):
    """Contra otra fuente: lo que el PDF dice tener dentro de esos recuadros."""
    ubicador, pdf = Ubicador(documento), pypdfium2.PdfDocument(una_columna)
    citas = 0
    for disposicion in leer(documento.texto).disposiciones:
        for compromiso in disposicion.compromisos:
            cita = disposicion.parrafos[compromiso.parrafo - 1][compromiso.tramo.inicio : compromiso.tramo.fin]
            origen = disposicion.origenes[compromiso.parrafo - 1]
            recuadros = ubicador.ubicar(cita, (origen.inicio, origen.fin))
            assert compactar(cita) in compactar(" ".join(_dentro(pdf, r) for r in recuadros).replace("\u2010 ", "").replace("\ufffe ", ""))
            citas += 1
    pdf.close()
    assert citas >= 20


def _dentro(pdf, recuadro):
    pagina = pdf[recuadro.pagina - 1]
    alto = pagina.get_height()
    return pagina.get_textpage().get_text_bounded(left=recuadro.x0 - 0.5, top=alto - recuadro.y0, right=recuadro.x1 + 0.5, bottom=alto - recuadro.y1).strip()


@pytest.mark.parametrize("con_lineas", [True, False], ids=["con rayas", "sin rayas"])
def test_la_tabla_se_lee_por_filas(taller, con_lineas):
    tabla = muestras.tabla_html(muestras.MINUTA, con_lineas=con_lineas)
    cuerpo = f"<h3>Minuta</h3><p>Puebla, a 12 de septiembre de 2023.</p><h3>Acuerdos</h3>{tabla}<p>Sin otro asunto.</p>"
    documento = documento_de(muestras.pdf(taller / "minuta.pdf", "@page{size:letter;margin:2cm} body{font:10pt 'DejaVu Sans'}", cuerpo))
    filas = [[c.strip() for c in r.strip("|").split("|")] for r in documento.texto.splitlines() if r.startswith("|")]
    assert filas == muestras.MINUTA
    assert documento.texto.index("Acuerdos") < documento.texto.index("| No.") < documento.texto.index("Sin otro asunto")


def test_la_pagina_con_texto_que_se_muestra_de_lado_se_pone_derecha(taller, parrafo):
    ruta = taller / "girada.pdf"
    with pikepdf.open(parrafo) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(ruta)
    derecha, girada = documento_de(parrafo).paginas[0], documento_de(ruta).paginas[0]
    assert (girada.giro, girada.ancho, girada.alto, girada.origen) == (270, derecha.ancho, derecha.alto, RECONOCIDA)
    caja, otra = (Ubicador(documento_de(r)).ubicar("ÚNICO")[0] for r in (parrafo, ruta))
    assert (otra.x0, otra.y0) == pytest.approx((caja.x0, caja.y0), abs=4)


def test_el_sello_escrito_de_lado_al_margen_no_entra(taller):
    cuerpo = "<p>Los integrantes acuerdan enviar el informe.</p><p style='position:absolute;left:-3cm;top:5cm;transform:rotate(-90deg)'>SELLO DIGITAL 4f5e</p>"
    documento = documento_de(muestras.pdf(taller / "sello.pdf", "@page{size:letter;margin:4cm}", cuerpo))
    assert documento.texto.strip() == "Los integrantes acuerdan enviar el informe."


def test_acuerdos_numerados_al_tope_de_cada_pagina_no_son_encabezado(taller):
    cuerpo = "".join(f"<section><p>ACUERDO 0{n}/LII/24</p><p>Se aprueba el informe {n} de la comisión.</p></section>" for n in range(1, 5))
    documento = documento_de(muestras.pdf(taller / "topes.pdf", "@page{size:A5;margin:1cm} section{break-after:page}", cuerpo))
    assert [f"ACUERDO 0{n}/LII/24" in documento.texto for n in range(1, 5)] == [True] * 4
    assert documento.texto.count("\f") == 3
