"""Subir un acta, seguir su lectura y publicarla. Un archivo malo se explica y no pierde lo escrito."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from conferencia.models import Acta, Archivo, Disposicion, EstadoTrabajo, Hecho, Obligacion, Recepcion, Reunion, Trabajo
from conferencia.services.prevision import prever
from conferencia.services.semilla import ACTA
from tests import reparto
from tests.conferencia.captura import OTRA, leer_todo
from tests.conferencia.documentos import muestras
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db
RUTA = "/actas/nueva/"


def documento(texto: str | bytes = OTRA, nombre: str = "acta-2.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, texto.encode() if isinstance(texto, str) else texto)


def subir(cliente, archivo=None, **datos):
    return cliente.post(RUTA, {"archivo": documento() if archivo is None else archivo, **datos})


def rastro() -> tuple:
    en_disco = sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())
    return Acta.objects.count(), Archivo.objects.count(), Reunion.objects.count(), Hecho.objects.count(), Recepcion.objects.count(), len(en_disco)


def test_se_sube_se_lee_se_acepta_todo_y_se_publica(entrar, texto):
    cliente = entrar(reparto.analista())
    respuesta = subir(cliente)
    recepcion = Recepcion.objects.get()
    assert (respuesta.status_code, respuesta["Location"]) == (302, reverse("recepcion-detail", args=[recepcion.pk]))
    assert "En espera de quien lee" in texto(cliente.get(respuesta["Location"]))
    assert leer_todo() == ["leida"]
    acta = Acta.objects.get(estado="leida")
    assert cliente.get(respuesta["Location"])["Location"] == reverse("acta-detail", args=[acta.pk])
    mesa = cliente.get(reverse("acta-detail", args=[acta.pk]))
    assert "Faltan 2 de 2 por confirmar" in texto(mesa)
    assert Disposicion.objects.filter(acta=acta).count() == 0
    publicada = cliente.post(reverse("acta-publicar", args=[acta.pk]), {"version": "1", "confirmar_todo": "1"}, follow=True)
    assert publicada.redirect_chain == [(reverse("reunion-detail", args=[acta.reunion_id]), 302)]
    assert "Acta publicada. Disposiciones: 2; compromisos: 2; obligaciones: 14." in texto(publicada)
    assert Obligacion.objects.filter(compromiso__disposicion__acta=acta).count() == 14


def test_la_prevision_del_acta_de_zona_centro_es_lo_que_nacio():
    prevision = prever(Acta.objects.get())
    por_disposicion = {f"{d.leida['clase'][0].upper()}{d.leida['numero']}": d.obligaciones for d in prevision.disposiciones}
    nacidas = {d.sigla: Obligacion.objects.filter(compromiso__disposicion=d).count() for d in Disposicion.objects.all()}
    assert por_disposicion == nacidas
    assert (prevision.obligaciones, prevision.periodicas, prevision.entidades) == (166, 7, 7)


def test_publicar_dos_veces_no_hace_nada(entrar, texto):
    acta = Acta.objects.get()
    antes = rastro()
    respuesta = entrar(reparto.titular()).post(reverse("acta-publicar", args=[acta.pk]), follow=True)
    assert "El acta ya estaba publicada; no se cambió nada." in texto(respuesta)
    assert rastro() == antes


def test_el_mismo_archivo_lleva_al_acta_que_ya_existe(entrar):
    acta = Acta.objects.get()
    antes = rastro()
    cliente = entrar(reparto.titular())
    respuesta = subir(cliente, documento(ACTA.read_bytes(), "copia.md"))
    assert respuesta["Location"] == reverse("acta-detail", args=[acta.pk])
    assert cliente.get(respuesta["Location"])["Location"] == reverse("reunion-detail", args=[acta.reunion_id])
    assert rastro() == antes


INADMISIBLES = {
    "vacío": (b"", "nada.md", "Hay un problema"),
    "bytes nulos": (b"acta\0acta", "acta.txt", "«acta.txt» no es texto ni otro formato conocido"),
    "ejecutable": (b"MZ" + bytes(100), "acta.docx", "«acta.docx» es un programa, no un documento"),
    "DOCX roto": (b"PK\x03\x04" + bytes(60), "acta.docx", "«acta.docx» está dañado: no se pudo abrir como documento de Word"),
    "PDF roto": (b"%PDF-1.7\n basura", "acta.pdf", "está dañado"),
    "PDF con contraseña": (pdf_de_una_pagina(contrasena="x"), "acta.pdf", "contraseña"),
}


@pytest.mark.parametrize("caso", INADMISIBLES)
def test_lo_que_no_se_puede_recibir_se_dice_en_el_acto_y_no_deja_rastro(caso, entrar, texto):
    contenido, nombre, dicho = INADMISIBLES[caso]
    antes = rastro()
    respuesta = subir(entrar(reparto.titular()), documento(contenido, nombre), zona="Noreste", fecha="2022-08-09")
    leido, cuerpo = texto(respuesta), respuesta.content.decode()
    assert (respuesta.status_code, "Hay un problema" in leido, dicho in leido) == (422, True, True)
    assert ('<option value="Noreste" selected>' in cuerpo, 'value="2022-08-09"' in cuerpo) == (True, True)
    assert rastro() == antes


ILEGIBLES = {
    "sin acuerdos": ("# Minuta\n\nSe habló del clima.".encode(), "minuta.md", "«minuta.md» no contiene ningún acuerdo"),
    "no UTF-8": ("ACUERDO PRIMERO. Reunión".encode("utf-16-le").replace(b"\0", b"\xff"), "acta.txt", "«acta.txt»"),
    "imagen rota con nombre de PDF": (b"\x89PNG\r\n\x1a\n" + bytes(64), "acta.pdf", "«acta.pdf» está dañada"),
    "PDF sin texto": (pdf_de_una_pagina(), "escaneo.pdf", "«escaneo.pdf» no contiene texto"),
    "sin fecha": (OTRA.replace("siendo el 9 de agosto de dos mil veintidós, ", "").encode(), "acta.md", "no dice la fecha del acto. Indícala."),
}


@pytest.mark.parametrize("caso", ILEGIBLES)
def test_lo_que_no_se_puede_leer_dice_por_que_y_que_hacer(caso, entrar, texto):
    contenido, nombre, dicho = ILEGIBLES[caso]
    cliente = entrar(reparto.titular())
    respuesta = subir(cliente, documento(contenido, nombre), zona="Centro")
    assert leer_todo() == ["ilegible"]
    pagina = cliente.get(respuesta["Location"])
    leido = texto(pagina)
    assert (dicho in leido, "Intentar con otro archivo" in leido, b"hx-trigger" in pagina.content) == (True, True, False)
    assert Acta.objects.filter(estado="leida").count() == 0


def test_con_la_fecha_que_faltaba_el_mismo_archivo_se_lee_sin_guardarlo_otra_vez(entrar):
    cliente = entrar(reparto.titular())
    sin_fecha = OTRA.replace("siendo el 9 de agosto de dos mil veintidós, ", "")
    subir(cliente, documento(sin_fecha))
    assert leer_todo() == ["ilegible"]
    archivos = Archivo.objects.count()
    subir(cliente, documento(sin_fecha), fecha="09/08/2022")
    assert leer_todo() == ["leida"]
    assert (Archivo.objects.count(), Acta.objects.get(estado="leida").reunion.fecha.isoformat()) == (archivos, "2022-08-09")


def test_el_avance_se_cuenta_por_paginas_y_deja_de_preguntar_al_terminar(entrar, texto):
    cliente = entrar(reparto.titular())
    subir(cliente)
    recepcion = Recepcion.objects.get()
    ruta = reverse("recepcion-estado", args=[recepcion.pk])
    Recepcion.objects.update(paginas=8, paginas_leidas=3)
    Trabajo.objects.filter(clase="lectura").update(estado="en_curso", arrendado_hasta="2999-01-01T00:00Z")
    assert "Leyendo: 3 de 8 páginas" in texto(cliente.get(ruta))
    Trabajo.objects.filter(clase="lectura").update(estado=EstadoTrabajo.FALLIDO, error="Traceback (most recent call last)")
    roto = cliente.get(ruta)
    assert ("La lectura se interrumpió varias veces" in texto(roto), "Traceback" in texto(roto), b"hx-get" in roto.content) == (True, False, False)
    Trabajo.objects.filter(clase="lectura").update(estado=EstadoTrabajo.PENDIENTE)
    assert leer_todo() == ["leida"]
    assert cliente.get(ruta)["HX-Redirect"] == reverse("acta-detail", args=[Acta.objects.get(estado="leida").pk])


def test_sin_archivo(entrar, texto):
    respuesta = entrar(reparto.titular()).post(RUTA, {})
    assert respuesta.status_code == 422
    assert "Elige un archivo: Documento del acta" in texto(respuesta)


def test_publicar_con_algo_por_confirmar_se_niega_y_dice_cuanto_falta(entrar, texto):
    cliente = entrar(reparto.titular())
    subir(cliente)
    leer_todo()
    acta = Acta.objects.get(estado="leida")
    ruta = reverse("acta-publicar", args=[acta.pk])
    previa = texto(cliente.get(ruta))
    assert ("Al publicar nacerán 14 obligaciones" in previa, "Faltan 2 de 2 por confirmar." in previa) == (True, True)
    respuesta = cliente.post(ruta, {"version": "1"})
    assert respuesta.status_code == 409
    assert "No se publicó nada. Faltan 2 compromisos por confirmar." in texto(respuesta)
    vieja = cliente.post(ruta, {"version": "9", "confirmar_todo": "1"})
    assert (vieja.status_code, "Otra persona corrigió esta acta" in texto(vieja)) == (409, True)
    assert Acta.objects.get(pk=acta.pk).estado == "leida"


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_captura_ni_publica_ni_ve_lo_recibido(quien, entrar):
    subir(entrar(reparto.titular()))
    recepcion = Recepcion.objects.get()
    leer_todo()
    cliente, acta = entrar(quien()), Acta.objects.get(estado="leida")
    antes = rastro()
    estados = [
        cliente.get(RUTA).status_code,
        subir(cliente).status_code,
        cliente.get(reverse("recepcion-detail", args=[recepcion.pk])).status_code,
        cliente.get(reverse("recepcion-estado", args=[recepcion.pk])).status_code,
        cliente.get(reverse("acta-detail", args=[acta.pk])).status_code,
        cliente.get(reverse("acta-pagina", args=[acta.pk, 1])).status_code,
        cliente.get(reverse("acta-publicar", args=[acta.pk])).status_code,
        cliente.post(reverse("acta-publicar", args=[acta.pk]), {"version": "1", "confirmar_todo": "1"}).status_code,
    ]
    assert estados == [403] * 8
    assert rastro() == antes


def test_un_texto_no_tiene_paginas_que_mostrar(entrar):
    cliente = entrar(reparto.titular())
    subir(cliente)
    leer_todo()
    assert cliente.get(reverse("acta-pagina", args=[Acta.objects.get(estado="leida").pk, 1])).status_code == 404


def test_la_pagina_escaneada_de_lado_se_muestra_derecha(entrar, tmp_path):
    origen = muestras.pdf(tmp_path / "acta.pdf", "@page{size:16cm 22cm;margin:1.5cm}", muestras.a_html(OTRA))
    acostadas = [hoja.transpose(Image.Transpose.ROTATE_270) for hoja in muestras.paginas_como_imagen(origen, 150)]
    cliente = entrar(reparto.titular())
    subir(cliente, documento(muestras.escaneado(tmp_path / "de-lado.pdf", acostadas, 150).read_bytes(), "de-lado.pdf"))
    assert leer_todo() == ["leida"]
    respuesta = cliente.get(reverse("acta-pagina", args=[Acta.objects.get(estado="leida").pk, 1]))
    imagen = Image.open(io.BytesIO(respuesta.content))
    assert (acostadas[0].width > acostadas[0].height, imagen.width < imagen.height, imagen.width) == (True, True, 1400)
