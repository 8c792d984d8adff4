"""Cada página × cada papel: quién entra, a quién se le niega con su razón y a quién no se le deja ni sospechar."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from conferencia.models import Acta, Disposicion, Reunion
from tests import reparto
from tests.conferencia.presentaciones import obligacion, observar, presentar

pytestmark = pytest.mark.django_db
PERSONAS = {
    "titular": reparto.titular,
    "analista": reparto.analista,
    "enlace": reparto.enlace,
    "enlace_ajeno": reparto.enlace_ajeno,
    "consulta": reparto.consulta,
    "sin_designacion": reparto.sin_designacion,
}


def rutas() -> dict[str, str]:
    return {
        "tablero": reverse("tablero"),
        "reuniones": reverse("reunion-list"),
        "reunion": reverse("reunion-detail", args=[Reunion.objects.get().pk]),
        "disposicion": reverse("disposicion-detail", args=[Disposicion.objects.get(clave="ZC-2022-1/T1").pk]),
        "obligaciones": reverse("obligacion-list"),
        "obligacion": reverse("obligacion-detail", args=[obligacion("T1.1/PUE-UPC").pk]),
        "institucion": reverse("institucion-detail", args=["PUE-UPC"]),
        "archivo_del_acta": reverse("archivo-descargar", args=[Acta.objects.get().archivo_id]),
        "contacto": reverse("institucion-contacto", args=["PUE-UPC"]),
        "nueva_acta": reverse("acta-nueva"),
        "bitacora": reverse("bitacora"),
        "buscar": reverse("buscar"),
        "calendario": reverse("calendario"),
        "seguir_el_calendario": reverse("calendario-seguir"),
        "oficios": reverse("oficio-list"),
        "ventanilla": reverse("ventanilla"),
        "ventanilla_de_una": reverse("ventanilla-registrar", args=["PUE-UPC"]),
        "oficios_de_salida": reverse("salida-list"),
        "por_requerir": reverse("salida-por-requerir"),
        "textos_de_oficios": reverse("plantilla-list"),
        "notificaciones": reverse("reunion-notificaciones", args=[Reunion.objects.get().pk]),
        "expediente": reverse("obligacion-expediente", args=[obligacion("T1.1/PUE-UPC").pk]),
        "expediente_de_institucion": reverse("institucion-expediente", args=["PUE-UPC"]),
        "extracto": reverse("disposicion-extracto", args=[Disposicion.objects.get(clave="ZC-2022-1/T1").pk]),
        "en_lote": reverse("reunion-en-lote", args=[Reunion.objects.get().pk]),
        "reglas_de_prorroga": reverse("reunion-reglas-de-prorroga", args=[Reunion.objects.get().pk]),
    }


PAGINAS = [
    "tablero",
    "reuniones",
    "reunion",
    "disposicion",
    "obligaciones",
    "obligacion",
    "institucion",
    "archivo_del_acta",
    "contacto",
    "nueva_acta",
    "bitacora",
    "buscar",
    "calendario",
    "seguir_el_calendario",
    "oficios",
    "ventanilla",
    "ventanilla_de_una",
    "oficios_de_salida",
    "por_requerir",
    "textos_de_oficios",
    "notificaciones",
    "expediente",
    "expediente_de_institucion",
    "extracto",
    "en_lote",
    "reglas_de_prorroga",
]
TODO = dict.fromkeys(PAGINAS, 200)
SOLO_ST = dict.fromkeys(
    [
        "contacto",
        "nueva_acta",
        "bitacora",
        "ventanilla",
        "ventanilla_de_una",
        "por_requerir",
        "textos_de_oficios",
        "notificaciones",
        "en_lote",
        "reglas_de_prorroga",
    ],
    403,
)
ESPERADO = {
    "titular": TODO,
    "analista": TODO,
    "enlace": TODO | SOLO_ST | {"extracto": 403},
    "enlace_ajeno": TODO | SOLO_ST | {"obligacion": 404, "expediente": 404, "expediente_de_institucion": 403, "extracto": 403},
    "consulta": TODO | SOLO_ST | {"oficios": 403, "oficios_de_salida": 403, "expediente": 403, "expediente_de_institucion": 403},
    "sin_designacion": dict.fromkeys(TODO, 403) | {"archivo_del_acta": 404, "notificaciones": 404, "expediente": 404, "extracto": 404},
}


@pytest.mark.parametrize("papel", PERSONAS)
def test_pagina_por_papel(papel, entrar):
    cliente = entrar(PERSONAS[papel]())
    assert {nombre: estado(cliente.get(ruta)) for nombre, ruta in rutas().items()} == ESPERADO[papel]


def estado(respuesta) -> int:
    """El código, después de recibir el archivo entero si lo trae: así se suelta."""
    b"".join(respuesta) if respuesta.streaming else None
    return respuesta.status_code


def test_sin_sesion_toda_pagina_lleva_a_la_entrada(hoy):
    respuestas = {nombre: (r := Client().get(ruta)).status_code == 302 and r["Location"].startswith("/cuentas/login/") for nombre, ruta in rutas().items()}
    assert respuestas == dict.fromkeys(TODO, True)


def test_sin_designacion_se_dice_por_que(entrar, texto):
    dicho = texto(entrar(reparto.sin_designacion()).get("/"))
    assert "No tienes ninguna designación vigente. Pide a la Secretaría Técnica que la registre." in dicho


def sin_variables(respuesta) -> str:
    return re.sub(r'"X-CSRFToken": "[^"]+"', "", respuesta.content.decode())


@pytest.mark.parametrize("pagina", ["obligaciones", "archivos", "disposiciones", "reuniones"])
def test_lo_que_no_existe_y_lo_ajeno_contestan_lo_mismo(pagina, entrar):
    cliente = entrar(reparto.enlace_ajeno())
    inexistente = cliente.get(f"/{pagina}/01900000-0000-7000-8000-000000000000/")
    assert inexistente.status_code == 404
    if pagina == "obligaciones":
        ajena = cliente.get(rutas()["obligacion"])
        assert sin_variables(ajena) == sin_variables(inexistente)


def test_nada_de_lo_que_presenta_puebla_se_filtra_a_hidalgo(entrar):
    """Con datos que sí podrían filtrarse: un oficio, su archivo, su nota y una observación."""
    secretos = ("UPC/PUE/RESERVADO-77", "designacion-reservada.pdf", "nota muy reservada", "observación reservada", "T1.1/PUE-UPC", "Paula Ibarra")
    entrega = presentar(
        reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC", numero="UPC/PUE/RESERVADO-77", nombre="designacion-reservada.pdf", nota="nota muy reservada"
    )
    observar(entrega, "observación reservada")
    visibles = [r for n, r in rutas().items() if n not in {"obligacion", "archivo_del_acta", "expediente"}]
    propias = "".join(entrar(reparto.enlace()).get(r).content.decode() for r in [*visibles, rutas()["obligacion"]])
    ajenas = "".join(entrar(reparto.enlace_ajeno()).get(r).content.decode() for r in visibles)
    assert [s for s in secretos if s not in propias] == []
    assert [s for s in secretos if s in ajenas] == []


def test_quien_consulta_ve_la_historia_sin_nombres_ni_archivos(entrar, texto):
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC", nombre="designacion-reservada.pdf")
    dicho = texto(entrar(reparto.consulta()).get(rutas()["obligacion"]))
    assert "1 archivo que tu designación no permite abrir" in dicho
    assert "designacion-reservada.pdf" not in dicho
    assert "Paula Ibarra" not in dicho


def test_fuera_de_la_demo_la_secretaria_tecnica_no_pasa_sin_segundo_factor(entrar, settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = True
    destinos = {entrar(reparto.titular()).get(ruta).get("Location") for ruta in rutas().values()}
    assert destinos == {reverse("mfa_index")}
    assert entrar(reparto.enlace()).get("/").status_code == 200
