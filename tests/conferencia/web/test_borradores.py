"""Revisar un borrador antes de firmarlo: qué le falta, cómo decirlo, con avance si tarda, y nada guardado."""

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conferencia.models import Acta, Archivo, Hecho, Recepcion, Trabajo
from conferencia.services import borradores as servicio
from conferencia.services import trabajos
from tests import reparto
from tests.conferencia.captura import OTRA

RUTA = "/actas/borrador/"
LIMPIO = """# Acta

Puebla, a 9 de agosto de 2022.

## ACUERDAN:

### PRIMERO.- INFORME

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un informe de avances mediante oficio a más tardar el 30 de septiembre de 2022.
"""


def rastro() -> tuple:
    en_disco = sum(p.is_file() for p in Path(settings.MEDIA_ROOT).rglob("*"))
    return Acta.objects.count(), Archivo.objects.count(), Recepcion.objects.count(), Hecho.objects.count(), en_disco


SIGLA = LIMPIO.replace("Los Secretarios de Seguridad de la Zona Centro se comprometen", "El CNI se compromete")
AJENO = LIMPIO.replace("Los Secretarios de Seguridad de la Zona Centro se comprometen", "La Dirección de Parques y Jardines se compromete")


def archivo(texto: str | bytes = LIMPIO, nombre: str = "borrador.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, texto.encode() if isinstance(texto, str) else texto)


def revisar_todo() -> list[str]:
    """Hace las revisiones pendientes y dice en qué quedaron."""
    pendientes = list(Trabajo.objects.filter(clase="borrador", estado="pendiente"))
    for trabajo in pendientes:
        trabajos.hacer(str(trabajo.pk))
    return [Trabajo.objects.get(pk=t.pk).estado for t in pendientes]


def envejecer(segundos: float = 300) -> None:
    """Como si lo guardado se hubiera escrito hace rato."""
    for nombre in default_storage.listdir("borradores")[1]:
        os.utime(default_storage.path(f"borradores/{nombre}"), (time.time() - segundos,) * 2)


@pytest.mark.django_db
def test_lo_pegado_dice_que_falta_y_como_redactarlo_sin_guardar_nada(entrar, texto):
    cliente = entrar(reparto.titular())
    antes = rastro(), Trabajo.objects.count()
    leido = texto(cliente.post(RUTA, {"texto": OTRA}))
    assert "1 de 2 compromisos quedarían difíciles de exigir" in leido
    assert "Sin plazo. Agregue una fecha: «a más tardar el [día] de [mes] de [año]»." in leido
    assert "Listo para firmarse" in texto(cliente.post(RUTA, {"texto": LIMPIO}))
    assert (rastro(), Trabajo.objects.count()) == antes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("borrador", "dicho"),
    [
        (LIMPIO, "Secretarios de Seguridad de la Zona Centro (Secretaría de Seguridad de cada entidad) · vence el viernes 30 de septiembre de 2022"),
        (SIGLA, "Responsable ambiguo. «CNI» puede ser "),
        (AJENO, "Responsable fuera del catálogo. «Dirección de Parques y Jardines» no está en el catálogo de instituciones."),
    ],
    ids=["resuelto", "ambiguo", "desconocido"],
)
def test_dice_si_se_reconoce_a_quien_nombra(entrar, texto, borrador, dicho):
    assert dicho in texto(entrar(reparto.titular()).post(RUTA, {"texto": borrador}))


@pytest.mark.django_db
def test_lo_subido_se_lee_aparte_y_se_olvida(entrar, texto):
    cliente = entrar(reparto.titular())
    shutil.rmtree(default_storage.path("borradores"), ignore_errors=True)  # lo que dejaron otras pruebas
    antes = rastro()
    respuesta = cliente.post(RUTA, {"archivo": archivo(OTRA)})
    trabajo = Trabajo.objects.get(clase="borrador")
    ruta = reverse("borrador-detail", args=[trabajo.pk])
    assert (respuesta.status_code, respuesta["Location"], trabajo.cola) == (302, ruta, "lectura")
    espera = cliente.get(ruta)
    assert ("En espera de quien lee" in texto(espera), "Leyendo borrador.md" in texto(espera), espera["Cache-Control"]) == (
        True,
        True,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert servicio.olvidar_borradores() == 0, "mientras no se lea, el archivo hace falta"
    assert revisar_todo() == ["hecho"]
    hallado = cliente.get(ruta)
    assert "1 de 2 compromisos quedarían difíciles de exigir" in texto(hallado)
    assert b"hx-get" not in hallado.content
    envejecer()
    assert servicio.olvidar_borradores() == 1
    assert rastro() == antes
    assert "1 de 2 compromisos" in texto(cliente.get(ruta)), "lo hallado dura una hora"
    Trabajo.objects.filter(pk=trabajo.pk).update(creado_en=timezone.now() - timedelta(minutes=61))
    servicio.olvidar_borradores()
    olvidada = cliente.get(ruta, follow=True)
    assert (olvidada.redirect_chain, "Esa revisión ya se borró" in texto(olvidada)) == ([(RUTA, 302)], True)
    assert Trabajo.objects.filter(clase="borrador").count() == 0


@pytest.mark.django_db
def test_el_avance_se_cuenta_por_paginas_y_al_terminar_se_recarga(entrar, texto):
    cliente = entrar(reparto.titular())
    cliente.post(RUTA, {"archivo": archivo()})
    trabajo = Trabajo.objects.get(clase="borrador")
    ruta, pregunta = reverse("borrador-detail", args=[trabajo.pk]), {"HX-Request": "true"}
    Trabajo.objects.update(estado="en_curso", arrendado_hasta="2999-01-01T00:00Z", resultado={"paginas": 8, "leidas": 3})
    parcial = cliente.get(ruta, headers=pregunta)
    assert ("Leyendo: 3 de 8 páginas" in texto(parcial), b"<html" in parcial.content, "HX-Refresh" in parcial) == (True, False, False)
    Trabajo.objects.update(estado="fallido", error="Traceback (most recent call last)")
    roto = cliente.get(ruta)
    assert ("La lectura se interrumpió varias veces" in texto(roto), "Traceback" in texto(roto)) == (True, False)
    assert cliente.get(ruta, headers=pregunta)["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_el_archivo_que_ya_no_esta_se_vuelve_a_pedir(entrar, texto):
    cliente = entrar(reparto.titular())
    ruta = cliente.post(RUTA, {"archivo": archivo()})["Location"]
    default_storage.delete(Trabajo.objects.get(clase="borrador").datos["archivo"])
    assert revisar_todo() == ["fallido"]
    assert "Vuelve a subirlo" in texto(cliente.get(ruta))


@pytest.mark.django_db
def test_lo_que_subio_otra_persona_no_se_ve(entrar):
    ruta = entrar(reparto.titular()).post(RUTA, {"archivo": archivo()})["Location"]
    revisar_todo()
    assert entrar(reparto.analista()).get(ruta)["Location"] == RUTA
    assert [entrar(quien()).get(r).status_code for quien in (reparto.enlace, reparto.consulta) for r in (ruta, RUTA)] == [403] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("datos", "dicho"),
    [
        ({}, "Pega el texto del borrador o sube su archivo."),
        ({"texto": "Se habló del clima."}, "No se reconoció ningún acuerdo"),
        ({"archivo": b""}, "Ese archivo está vacío. Elige otro."),
        ({"texto": OTRA, "fecha": "31/02/2022"}, "Escribe una fecha real"),
    ],
    ids=["nada", "sin acuerdos", "archivo vacío", "fecha imposible"],
)
def test_lo_que_no_se_puede_revisar_se_dice_en_el_acto_y_no_se_pierde(entrar, texto, datos, dicho):
    enviado = {k: archivo(v, "b.docx") if isinstance(v, bytes) else v for k, v in datos.items()}
    respuesta = entrar(reparto.titular()).post(RUTA, enviado)
    assert (respuesta.status_code, dicho in texto(respuesta)) == (422, True)
    assert " ".join(datos.get("texto", "").split()) in texto(respuesta)
    assert Trabajo.objects.filter(clase="borrador").count() == 0


@pytest.mark.django_db
def test_un_archivo_de_mas_no_se_guarda(entrar, texto, settings):
    settings.ARCHIVO_TAMANO_MAXIMO = 1000
    antes = rastro()
    respuesta = entrar(reparto.titular()).post(RUTA, {"archivo": archivo(LIMPIO * 10)})
    assert (respuesta.status_code, "«borrador.md» pesa más de 0 MB. Divídelo" in texto(respuesta)) == (422, True)
    assert rastro() == antes


@pytest.mark.django_db
def test_las_entidades_nombradas_se_dicen_por_su_nombre_y_sin_repetirlo(entrar, texto):
    borrador = "ACUERDAN\n\nPRIMERO.- Los Secretarios de Seguridad de Puebla y Tlaxcala entregarán el padrón a más tardar el 30 de septiembre de 2022."
    leido = texto(entrar(reparto.titular()).post(RUTA, {"texto": borrador}))
    assert "(Secretaría de Seguridad de Puebla)" in leido
    assert "PUE-SS" not in leido
