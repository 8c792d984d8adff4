"""Subir un acta, ver lo leído y publicarla. Un archivo malo se explica y no deja rastro."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia.models import Acta, Archivo, Disposicion, Hecho, Obligacion, Reunion
from conferencia.services.prevision import prever
from conferencia.services.semilla import ACTA
from tests import reparto
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db
RUTA = "/actas/nueva/"
OTRA = """# Segunda Reunión Zona Centro 2022

En la ciudad de Puebla, siendo el 9 de agosto de dos mil veintidós, los integrantes de la zona centro de la Conferencia Nacional de Secretarios de
Seguridad Pública acuerdan lo siguiente.

## PRIMERO.- INFORME DE AVANCES

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un informe de avances a más tardar el 30 de septiembre del presente año.
"""


def documento(texto: str | bytes = OTRA, nombre: str = "acta-2.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, texto.encode() if isinstance(texto, str) else texto)


def subir(cliente, archivo=None, **datos):
    return cliente.post(RUTA, {"archivo": documento() if archivo is None else archivo, **datos})


def rastro() -> tuple:
    en_disco = sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())
    return Acta.objects.count(), Archivo.objects.count(), Reunion.objects.count(), Hecho.objects.count(), len(en_disco)


def test_se_lee_se_revisa_y_se_publica(entrar, texto):
    cliente = entrar(reparto.analista())
    respuesta = subir(cliente, fecha="2022-08-09", zona="Centro")
    acta = Acta.objects.get(estado="leida")
    assert (respuesta.status_code, respuesta["Location"]) == (302, reverse("acta-detail", args=[acta.pk]))
    revision = cliente.get(respuesta["Location"])
    prevision = revision.context["prevision"]
    assert (len(prevision.disposiciones), prevision.entidades, prevision.obligaciones) == (1, 7, 7)
    assert "1 disposición y 1 compromiso. Al publicar nacen 7 obligaciones , con 7 entidades en la zona." in texto(revision)
    assert Disposicion.objects.filter(acta=acta).count() == 0
    publicada = cliente.post(reverse("acta-publicar", args=[acta.pk]), follow=True)
    assert publicada.redirect_chain == [(reverse("reunion-detail", args=[acta.reunion_id]), 302)]
    assert "Acta publicada. Disposiciones: 1; compromisos: 1; obligaciones: 7." in texto(publicada)
    assert Obligacion.objects.filter(compromiso__disposicion__acta=acta).count() == 7


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


MALOS = {
    "vacío": (b"", "nada.md", "está vacío"),
    "sin acuerdos": ("# Minuta\n\nSe habló del clima.".encode(), "minuta.md", "no contiene ningún acuerdo"),
    "bytes nulos": (b"acta\0acta", "acta.txt", "no es de un tipo que se reciba"),
    "no UTF-8": ("ACUERDO PRIMERO. Reunión".encode("utf-16-le").replace(b"\0", b"\xff"), "acta.txt", "UTF-8"),
    "ejecutable": (b"MZ" + bytes(100), "acta.docx", "no es de un tipo que se reciba"),
    "imagen rota con nombre de PDF": (b"\x89PNG\r\n\x1a\n" + bytes(64), "acta.pdf", "«acta.pdf» está dañada"),
    "PDF roto": (b"%PDF-1.7\n basura", "acta.pdf", "está dañado"),
    "PDF sin texto": (pdf_de_una_pagina(), "escaneo.pdf", "«escaneo.pdf» no contiene texto"),
    "PDF con contraseña": (pdf_de_una_pagina(contrasena="x"), "acta.pdf", "contraseña"),
    "DOCX roto": (b"PK\x03\x04" + bytes(60), "acta.docx", "«acta.docx»"),
}


@pytest.mark.parametrize("caso", MALOS)
def test_un_archivo_malo_se_explica_y_no_deja_rastro(caso, entrar, texto):
    contenido, nombre, dicho = MALOS[caso]
    antes = rastro()
    respuesta = subir(entrar(reparto.titular()), documento(contenido, nombre), zona="Noreste", fecha="2022-08-09")
    assert respuesta.status_code == 422
    leido = texto(respuesta)
    assert "Hay un problema" in leido
    if caso != "vacío":  # Django lo dice con sus palabras
        assert dicho in leido
    cuerpo = respuesta.content.decode()
    assert '<option value="Noreste" selected>' in cuerpo
    assert 'value="2022-08-09"' in cuerpo
    assert rastro() == antes


def test_sin_archivo(entrar, texto):
    respuesta = entrar(reparto.titular()).post(RUTA, {})
    assert respuesta.status_code == 422
    assert "Elige un archivo: Documento del acta" in texto(respuesta)


def test_sin_fecha_se_pide(entrar, texto):
    sin_fecha = OTRA.replace("siendo el 9 de agosto de dos mil veintidós, ", "")
    assert "no dice la fecha del acto. Indícala." in texto(subir(entrar(reparto.titular()), documento(sin_fecha), zona="Centro"))


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_captura_ni_publica(quien, entrar):
    cliente, acta = entrar(quien()), Acta.objects.get()
    antes = rastro()
    estados = [
        cliente.get(RUTA).status_code,
        subir(cliente).status_code,
        cliente.get(reverse("acta-detail", args=[acta.pk])).status_code,
        cliente.post(reverse("acta-publicar", args=[acta.pk])).status_code,
    ]
    assert estados == [403] * 4
    assert rastro() == antes


def test_publicar_no_se_puede_con_un_enlace(entrar):
    assert entrar(reparto.titular()).get(reverse("acta-publicar", args=[Acta.objects.get().pk])).status_code == 405
