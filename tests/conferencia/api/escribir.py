"""Escribir por la API como lo hace un programa: con credencial de escritura, llave y versión."""

import io
from uuid import uuid4

from conferencia.models import Alcance, Obligacion
from tests import reparto
from tests.conferencia.api.conftest import Api, ficha_de
from tests.pdfs import pdf_de_una_pagina

CLAVE = "ZC-2022-1/T3.1/PUE-SS"


def que_escribe(quien: str) -> Api:
    return Api(ficha_de(getattr(reparto, quien)(), alcance=Alcance.ESCRITURA))


def obligacion(clave: str = CLAVE) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def etag(api: Api, o: Obligacion) -> str:
    return api.get(f"obligaciones/{o.pk}/")["ETag"]


def orden(api: Api, ruta: str, cuerpo: dict, *, llave: str = "", si_es: str = ""):
    encabezados = {"Idempotency-Key": llave or uuid4().hex} | ({"If-Match": si_es} if si_es else {})
    return api.cliente.post(f"/api/v1/{ruta}", cuerpo, content_type="application/json", headers=encabezados)


def subir(api: Api, contenido: bytes = b"", llave: str = "") -> dict:
    archivo = io.BytesIO(contenido or pdf_de_una_pagina())
    archivo.name = "oficio.pdf"
    respuesta = api.cliente.post("/api/v1/archivos/", {"archivo": archivo}, headers={"Idempotency-Key": llave or uuid4().hex})
    return respuesta.json() | {"estado_http": respuesta.status_code}


def cuerpo_de_entrega(api: Api, **cambios) -> dict:
    return {"numero": "SSP/1/2022", "fecha": "2022-07-06", "institucion": "PUE-SS", "archivos": [subir(api)["id"]]} | cambios
