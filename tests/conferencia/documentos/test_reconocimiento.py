"""Escaneos y fotos: Tesseract en español, página por página, derecha o como venga."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageStat

from conferencia.documentos import enderezado, pdf, reconocimiento
from conferencia.documentos.enderezado import Postura, enderezar, inclinacion
from conferencia.domain.documento import RECONOCIDA, TEXTO, Ubicador, compactar
from conferencia.domain.lectura import leer
from conferencia.services.documentos import DocumentoIlegible, documento_de, imagen_de_pagina

from . import muestras

FRASE = "entregar el diagnóstico a más tardar el treinta de septiembre de 2022"


def vencimientos(lectura):
    return {c.plazo.vence for d in lectura.disposiciones for c in d.compromisos if c.plazo.vence}


def test_el_acta_escaneada_da_las_mismas_disposiciones_y_fechas(reconocido, lectura):
    leida = leer(reconocido.texto)
    assert [(d.clase, d.numero) for d in leida.disposiciones] == [(d.clase, d.numero) for d in lectura.disposiciones]
    assert len(leida.disposiciones) == 17
    assert vencimientos(leida) == vencimientos(lectura)
    assert leida.reunion.fecha == lectura.reunion.fecha


def test_del_acta_escaneada_casi_ninguna_palabra_cambia(reconocido, acta):
    esperadas = {compactar(p) for p in acta.split()}
    reconocidas = [compactar(p) for p in reconocido.texto.split() if compactar(p)]
    ajenas = [p for p in reconocidas if p not in esperadas]
    assert len(reconocidas) > 2000
    assert len(ajenas) < 0.02 * len(reconocidas), ajenas


def test_dice_su_avance_por_pagina(reconocido, avances):
    total = len(reconocido.paginas)
    assert avances == [(hechas, total) for hechas in range(1, total + 1)]
    assert {p.origen for p in reconocido.paginas} == {RECONOCIDA}


def test_en_lo_escaneado_tambien_sobran_encabezados_y_folios(reconocido):
    assert "Página" not in reconocido.texto
    assert muestras.ENCABEZADO not in reconocido.texto


def test_lo_reconocido_trae_confianza_y_lugar(reconocido, hojas):
    recuadros = Ubicador(reconocido).ubicar("a más tardar el 18 de julio del presente año")
    assert recuadros
    for r in recuadros:
        pagina = reconocido.paginas[r.pagina - 1]
        imagen = hojas[r.pagina - 1]
        escala = imagen.width / pagina.ancho
        recorte = imagen.crop((int(r.x0 * escala), int(r.y0 * escala), int(r.x1 * escala), int(r.y1 * escala)))
        assert recorte.getextrema()[0] < 80  # hay tinta
    assert all(0 <= p.confianza <= 100 for pagina in reconocido.paginas for linea in pagina.lineas for p in linea.palabras)


VUELTAS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


def girado(taller, hoja, clase: str, giro: int):
    """La hoja como sale de un escáner o una cámara mal puestos: los pixeles girados, o derechos con un PDF que manda girarlos."""
    if clase == "foto":
        foto = taller / f"foto{giro}.jpg"
        hoja.transpose(VUELTAS[giro]).convert("RGB").save(foto, quality=80, dpi=(200, 200))
        return foto
    if clase == "escaneo":
        return muestras.escaneado(taller / f"girado{giro}.pdf", [hoja.transpose(VUELTAS[giro])], 200)
    derecho = muestras.escaneado(taller / f"por-girar{giro}.pdf", [hoja], 200)
    with pikepdf.open(derecho, allow_overwriting_input=True) as documento:
        documento.pages[0].Rotate = 360 - giro
        documento.save()
    return derecho


def tinta(imagen, recuadro, pagina) -> Image.Image:
    escala = imagen.width / pagina.ancho
    return imagen.crop(tuple(int(v * escala) for v in (recuadro.x0, recuadro.y0, recuadro.x1, recuadro.y1)))


@pytest.mark.parametrize("giro", [90, 180, 270])
@pytest.mark.parametrize("clase", ["foto", "escaneo", "pdf que gira"])
def test_lo_girado_se_lee_se_muestra_derecho_y_las_cajas_caen_en_su_palabra(taller, hoja, clase, giro):
    ruta = girado(taller, hoja, clase, giro)
    documento = documento_de(ruta)
    assert FRASE in " ".join(documento.texto.split())
    (pagina,) = documento.paginas
    assert (pagina.giro, pagina.origen, round(pagina.ancho / pagina.alto, 2)) == (giro, RECONOCIDA, 1.75)
    vista = Image.open(io.BytesIO(imagen_de_pagina(ruta, documento.tipo, 1, 1102, pagina.giro))).convert("L")
    assert (vista.width, abs(vista.height - hoja.height) <= 2) == (1102, True)
    (caja,) = Ubicador(documento).ubicar("ÚNICO")
    derecha = tinta(hoja, caja, pagina)
    assert caja.x0 < pagina.ancho / 4
    assert caja.y0 < pagina.alto / 4
    assert ImageStat.Stat(tinta(vista, caja, pagina)).mean[0] == pytest.approx(ImageStat.Stat(derecha).mean[0], abs=12)
    assert derecha.getextrema()[0] < 80


def test_la_hoja_de_lado_que_el_detector_no_entiende_se_prueba_por_los_dos_lados(monkeypatch, hoja):
    """El detector de orientación pide muchas letras: con una hoja breve no contesta."""
    monkeypatch.setattr(reconocimiento, "_giro", lambda imagen: 0)
    plana, confianza = reconocimiento.reconocer(reconocimiento.Toma(1, hoja.transpose(Image.Transpose.ROTATE_270), hoja.height * 0.36, hoja.width * 0.36))
    assert (plana.giro, confianza > 80) == (270, True)
    assert plana.ancho > plana.alto


def test_la_foto_tomada_con_el_telefono_de_lado(taller, hoja):
    """La cámara guarda la imagen girada y lo anota en sus datos: se endereza antes de leer."""
    foto = taller / "telefono.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    hoja.transpose(Image.Transpose.ROTATE_90).convert("RGB").save(foto, exif=exif)
    documento = documento_de(foto)
    assert FRASE in " ".join(documento.texto.split())
    assert documento.paginas[0].ancho > documento.paginas[0].alto
    assert documento.paginas[0].giro == 0


def test_la_hoja_chueca_se_endereza(hoja):
    chueca = hoja.rotate(3, fillcolor=255)
    assert abs(inclinacion(chueca) + 3) <= 0.5
    assert inclinacion(hoja) == 0.0


def test_un_tiff_de_dos_paginas(taller, hoja):
    ruta = taller / "dos.tiff"
    hoja.save(ruta, save_all=True, append_images=[hoja.rotate(2, fillcolor=255)], dpi=(200, 200))
    documento = documento_de(ruta)
    assert [p.numero for p in documento.paginas] == [1, 2]
    assert documento.texto.count("diagnóstico") == 2
    assert abs(documento.paginas[0].ancho - 14 / 2.54 * 72) < 2


def test_el_pdf_mixto_solo_reconoce_lo_escaneado(taller, parrafo, hoja):
    escaneada = muestras.escaneado(taller / "hoja.pdf", [hoja], 200)
    documento = documento_de(muestras.unidos(taller / "mixto.pdf", parrafo, escaneada))
    assert [p.origen for p in documento.paginas] == [TEXTO, RECONOCIDA]
    assert documento.texto.count("diagnóstico") == 2


def test_la_capa_de_texto_inservible_se_descarta(taller, hoja):
    escaneada = muestras.escaneado(taller / "hoja.pdf", [hoja], 200)
    mala = muestras.con_capa_de_texto(taller / "mala.pdf", escaneada, "Xqz kwt rrtp lmnb vvd swqt hjk zxcv bnm qwrt ypsd " * 12)
    documento = documento_de(mala)
    assert documento.paginas[0].origen == RECONOCIDA
    assert FRASE in " ".join(documento.texto.split())


def test_la_capa_de_texto_buena_se_aprovecha(taller, hoja):
    escaneada = muestras.escaneado(taller / "hoja.pdf", [hoja], 200)
    buena = muestras.con_capa_de_texto(taller / "buena.pdf", escaneada, "Los integrantes de la zona centro acuerdan entregar el informe anual. " * 8)
    documento = documento_de(buena)
    assert documento.paginas[0].origen == TEXTO
    assert documento.texto.startswith("Los integrantes de la zona centro acuerdan")


def test_lo_que_se_lee_mal_se_avisa(monkeypatch, hoja):
    monkeypatch.setattr(
        reconocimiento, "_tesseract", lambda *a, **k: "\t" * 11 + "\n" + "\t".join(["5", *"11111", "10", "10", "90", "20", "41", "acuerdoilegible"])
    )
    plana, confianza = reconocimiento.reconocer(reconocimiento.Toma(1, hoja, 400, 226))
    assert (plana.renglones[0].texto, confianza) == ("acuerdoilegible", 41.0)


def test_sin_tesseract_se_dice_que_falta(monkeypatch):
    monkeypatch.setattr(reconocimiento.shutil, "which", lambda _: None)
    with pytest.raises(DocumentoIlegible, match="apt-get install tesseract-ocr tesseract-ocr-spa"):
        list(reconocimiento.reconocer_todas([]))


def test_el_escaneo_a_150_ppp_se_reconoce_como_vino(taller, acta, lectura):
    """Agrandado a 200 perdía la coma de «suministrar, consultar y actualizar» y un compromiso se leía como dos."""
    inicio, fin = acta.index("**QUINTO"), acta.index("**SEXTO")
    origen = muestras.pdf(taller / "quinto.pdf", muestras.PARA_ESCANEAR, muestras.a_html(acta[:400] + "\n\n" + acta[inicio:fin]))
    documento = documento_de(muestras.escaneado(taller / "quinto150.pdf", muestras.paginas_como_imagen(origen, 150), 150))
    assert "suministrar, consultar y actualizar" in " ".join(documento.texto.split())


@pytest.mark.parametrize(("ppp", "dibujada"), [(100, 200), (150, 150), (200, 200), (300, 200)])
def test_a_que_resolucion_se_reconoce_un_escaneo(taller, hoja, ppp, dibujada):
    ruta = muestras.escaneado(taller / f"hoja{ppp}.pdf", [hoja.resize((hoja.width * ppp // 200, hoja.height * ppp // 200))], ppp)
    with pypdfium2.PdfDocument(ruta) as documento:
        assert round(pdf._resolucion(documento[0])) == dibujada


@pytest.mark.parametrize("grados", [0.0, 3.0, -2.5])
def test_de_la_imagen_enderezada_a_la_original(monkeypatch, grados):
    """Un punto negro en una esquina vuelve a su esquina."""
    monkeypatch.setattr(enderezado, "inclinacion", lambda _: grados)
    imagen = Image.new("L", (300, 200), 255)
    imagen.paste(0, (20, 30, 26, 36))
    derecha, postura = enderezar(imagen)
    assert postura == Postura(300, 200, grados)
    caja = derecha.point(lambda v: 255 - v).getbbox()
    x, y = postura.a_la_original((caja[0] + caja[2]) / 2, (caja[1] + caja[3]) / 2)
    assert (x, y) == pytest.approx((23, 33), abs=1)
