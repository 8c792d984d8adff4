"""El mismo archivo dos veces: dentro de la institución se enlaza y se dice; de una institución a otra, jamás se sabe."""

import io
from datetime import date

import pytest

from conferencia.models import Archivo, ExamenDeArchivo, Institucion, Usuario
from conferencia.services.archivos import PDF, guardar_archivo
from conferencia.services.oficios import DatosDeOficio, recibir_oficio
from tests import reparto
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db
CONTENIDO = pdf_de_una_pagina()


def recibido(institucion: str, numero: str, quien: Usuario, contenido: bytes = CONTENIDO) -> Archivo:
    archivo = guardar_archivo(contenido=io.BytesIO(contenido), nombre="oficio.pdf", admitidos={PDF}, actor=quien.pk)
    datos = DatosDeOficio(numero=numero, fecha=date(2022, 7, 6))
    recibir_oficio(por=reparto.facultades(quien), remitente=Institucion.objects.get(clave=institucion), datos=datos, archivos=[archivo])
    return archivo


def ya_en(archivo: Archivo) -> str | None:
    previo = ExamenDeArchivo.objects.get(archivo=archivo).ya_en
    return previo.numero if previo else None


def test_la_misma_institucion_lo_ve_enlazado_al_primero(hoy):
    quien = reparto.enlace()
    numeros = [ya_en(recibido("PUE-SS", n, quien)) for n in ("SSP/1", "SSP/2", "SSP/3")]
    assert (numeros, ya_en(recibido("PUE-SS", "SSP/4", quien, pdf_de_una_pagina() + b"%"))) == ([None, "SSP/1", "SSP/1"], None)


def test_de_otra_institucion_no_se_sabe_nada(hoy):
    recibido("PUE-SS", "SSP/SECRETO/1", reparto.enlace())
    ajeno = recibido("HGO-SS", "SSPH/1", reparto.enlace_ajeno())
    assert ya_en(ajeno) is None
    assert ya_en(recibido("HGO-SS", "SSPH/2", reparto.enlace_ajeno())) == "SSPH/1"


def test_los_bytes_se_guardan_cada_vez_y_ninguno_se_rechaza(hoy):
    quien = reparto.enlace()
    primero, segundo = recibido("PUE-SS", "SSP/1", quien), recibido("PUE-SS", "SSP/2", quien)
    assert (primero.pk == segundo.pk, primero.sha256 == segundo.sha256, primero.contenido.name == segundo.contenido.name) == (False, True, False)
