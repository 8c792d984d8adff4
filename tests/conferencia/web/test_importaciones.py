"""Importar desde la página de la reunión: bajar, subir, ver qué haría, aplicar. Y quién no."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Entrega, Importacion, Obligacion
from conferencia.services import importacion as servicio
from tests import reparto
from tests.conferencia.libros import R, cumplida, renglon, subir, xlsx

pytestmark = pytest.mark.django_db
VENCIDO = date(2022, 7, 14)


def archivo(*filas, nombre: str = "matriz.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, xlsx(filas).getvalue())


@pytest.fixture
def st(entrar, reunion):
    return entrar(reparto.analista())


def test_la_plantilla_trae_cada_obligacion_ya_nacida_con_sus_listas(st, reunion):
    respuesta = st.get(reverse("importacion-plantilla", args=[reunion.pk]))
    libro = openpyxl.load_workbook(io.BytesIO(respuesta.content))
    assert libro.sheetnames == ["Seguimiento", "Instrucciones"]
    hoja = libro["Seguimiento"]
    claves = [c.value for c in hoja["A"][1:]]
    assert sorted(claves) == sorted(Obligacion.objects.values_list("clave", flat=True))
    assert hoja.protection.sheet is True
    assert (hoja["A2"].protection.locked, hoja["G2"].protection.locked) == (True, False)
    listas = {str(v.sqref).split(":")[0]: v.formula1 for v in hoja.data_validations.dataValidation if v.type == "list"}
    assert listas == {"G2": '"pendiente,en revisión,con observaciones,cumplida,no aplica,no competente"'}
    assert hoja[f"F{claves.index(R + 'T3.1/PUE-SS') + 2}"].value.date() == date(2022, 7, 12)


def test_la_plantilla_llena_vuelve_a_entrar_tal_cual(st, reunion):
    libro = openpyxl.load_workbook(io.BytesIO(st.get(reverse("importacion-plantilla", args=[reunion.pk])).content))
    hoja = libro["Seguimiento"]
    fila = next(c.row for c in hoja["A"] if c.value == R + "T3.1/PUE-SS")
    hoja[f"G{fila}"], hoja[f"H{fila}"] = "cumplida", date(2022, 7, 6)
    salida = io.BytesIO()
    libro.save(salida)
    respuesta = st.post(reverse("importacion-nueva", args=[reunion.pk]), {"archivo": SimpleUploadedFile("matriz.xlsx", salida.getvalue())})
    informe = Importacion.objects.get().informe
    assert respuesta.status_code == 302
    assert (len(informe), [f["clave"] for f in informe if f["resultado"] == "hara"]) == (Obligacion.objects.count(), [R + "T3.1/PUE-SS"])


def test_de_la_reunion_a_lo_aplicado(st, reunion, texto):
    assert "Importar un seguimiento anterior" in texto(st.get(reverse("reunion-detail", args=[reunion.pk])))
    malo = renglon("T3.1/HGO-SS", "cumplida")
    respuesta = st.post(reverse("importacion-nueva", args=[reunion.pk]), {"archivo": archivo(cumplida("T3.1/PUE-SS", date(2022, 7, 6)), malo)}, follow=True)
    leido = texto(respuesta)
    assert "1 de 2 renglones se aplicarían. 1 tiene error" in leido
    assert leido.index("Falta «Fecha de entrega»") < leido.index("Presentada el miércoles 6 de julio de 2022")
    importacion = Importacion.objects.get()
    respuesta = st.post(reverse("importacion-aplicar", args=[importacion.pk]), follow=True)
    assert "Se aplicó 1 renglón." in texto(respuesta)
    assert Entrega.objects.get().obligacion.estado == "cumplida"
    assert "T3.1/PUE-SS" in texto(st.get(reverse("importacion-detail", args=[importacion.pk]) + "?resultado=aplicado"))
    assert "T3.1/PUE-SS" not in texto(st.get(reverse("importacion-detail", args=[importacion.pk]) + "?resultado=error"))
    assert "matriz.xlsx" in texto(st.get(reverse("importacion-nueva", args=[reunion.pk])))


@pytest.mark.parametrize(
    ("subido", "dicho"),
    [
        (None, "archivo"),
        (SimpleUploadedFile("acta.pdf", b"%PDF-1.4\0"), "no es un libro de Excel"),
        (SimpleUploadedFile("m.csv", b"Clave,Nota\nx,y\n"), "Falta la columna «Situación reportada»"),
    ],
)
def test_lo_que_no_se_puede_leer_se_dice_en_la_misma_pagina(st, reunion, texto, subido, dicho):
    respuesta = st.post(reverse("importacion-nueva", args=[reunion.pk]), {"archivo": subido} if subido else {})
    assert (respuesta.status_code, Importacion.objects.count()) == (422, 0)
    assert dicho in texto(respuesta)


def test_descartar_y_despues_no_aplicar(st, reunion, texto):
    importacion = subir(reparto.facultades(reparto.analista()), cumplida("T3.1/PUE-SS", date(2022, 7, 6)))
    assert st.post(reverse("importacion-descartar", args=[importacion.pk])).status_code == 302
    respuesta = st.post(reverse("importacion-aplicar", args=[importacion.pk]))
    assert respuesta.status_code == 409
    assert "se descartó" in texto(respuesta)


def test_lo_encolado_muestra_su_avance_y_al_terminar_lleva_al_informe(st, monkeypatch, texto):
    monkeypatch.setattr(servicio, "AL_MOMENTO", 0)
    importacion = subir(reparto.facultades(reparto.analista()), cumplida("T3.1/PUE-SS", date(2022, 7, 6)))
    respuesta = st.post(reverse("importacion-aplicar", args=[importacion.pk]), follow=True)
    assert "Aplicando los renglones" in texto(respuesta)
    estado = reverse("importacion-estado", args=[importacion.pk])
    assert "HX-Redirect" not in st.get(estado).headers
    servicio.aplicar(por=reparto.facultades(reparto.analista()), importacion=importacion)
    assert st.get(estado).headers["HX-Redirect"] == reverse("importacion-detail", args=[importacion.pk])


@pytest.mark.parametrize("quien", ["enlace", "enlace_ajeno", "consulta", "sin_designacion"])
def test_a_quien_no_importa_se_le_niega_con_su_razon_en_cada_direccion(entrar, reunion, texto, quien):
    with reloj.fijo(VENCIDO):
        importacion = subir(reparto.facultades(reparto.analista()), cumplida("T3.1/PUE-SS", date(2022, 7, 12), nota="secreto de Puebla"))
        cliente = entrar(getattr(reparto, quien)())
        direcciones = [
            ("get", reverse("importacion-nueva", args=[reunion.pk])),
            ("get", reverse("importacion-plantilla", args=[reunion.pk])),
            ("get", reverse("importacion-detail", args=[importacion.pk])),
            ("get", reverse("importacion-estado", args=[importacion.pk])),
            ("post", reverse("importacion-aplicar", args=[importacion.pk])),
            ("post", reverse("importacion-descartar", args=[importacion.pk])),
        ]
        for verbo, direccion in direcciones:
            respuesta = getattr(cliente, verbo)(direccion)
            assert (respuesta.status_code, "secreto" in texto(respuesta), "PUE-SS" in texto(respuesta)) == (403, False, False), direccion
        assert cliente.get(reverse("archivo-descargar", args=[importacion.archivo_id])).status_code == 404
    assert Entrega.objects.count() == 0


def test_una_reunion_o_una_carga_que_no_existen_son_404(st, reunion):
    inexistente = "01900000-0000-7000-8000-000000000000"
    assert st.get(reverse("importacion-nueva", args=[inexistente])).status_code == 404
    assert st.get(reverse("importacion-detail", args=[inexistente])).status_code == 404
