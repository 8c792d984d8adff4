"""Recibir y leer aparte: el mismo archivo es la misma acta, aunque lo suban dos a la vez o el trabajador muera a la mitad."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from conferencia.domain.captura import compromisos
from conferencia.models import Acta, Archivo, EstadoRecepcion, Hecho, Recepcion, Trabajo, Usuario
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.services import recepcion as servicio
from conferencia.services import trabajos
from conferencia.services.archivos import ArchivoInadmisible
from conferencia.services.posiciones import posiciones_de, recuadros
from conferencia.services.recepcion import recibir
from tests import reparto
from tests.conferencia.captura import OTRA, acta_leida, leer_todo
from tests.conferencia.documentos import muestras
from tests.conferencia.hilos import a_la_vez

HOY = date(2022, 8, 10)
POR = facultades_del_sistema(HOY)


def subir(contenido: bytes = OTRA.encode(), nombre: str = "acta.md", **opciones):
    return recibir(por=POR, contenido=io.BytesIO(contenido), nombre=nombre, **opciones)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> bytes:
    ruta = tmp_path_factory.mktemp("pdf") / "otra.pdf"
    return muestras.pdf(ruta, "@page{size:14cm 12cm;margin:1.5cm}", muestras.a_html(OTRA)).read_bytes()


@pytest.mark.django_db
def test_lo_recibido_se_lee_y_guarda_las_posiciones_aparte(pdf):
    recibido = subir(pdf, "otra.pdf").recepcion
    assert (recibido.estado, recibido.trabajo.clase) == ("por_leer", "lectura")
    assert leer_todo() == ["leida"]
    recibido = Recepcion.objects.get()
    assert (recibido.paginas, recibido.paginas_leidas, recibido.acta.archivo_id) == (recibido.paginas_leidas, recibido.paginas, recibido.archivo_id)
    assert recibido.paginas > 1
    assert Path(recibido.archivo.contenido.path).read_bytes() == pdf, "el original no se toca"
    posiciones = posiciones_de(recibido)
    ubicador = posiciones.ubicador()
    for disposicion, c in compromisos(recibido.acta.lectura):
        cita = disposicion["parrafos"][c["parrafo"] - 1][c["texto"]["inicio"] : c["texto"]["fin"]]
        cajas = recuadros(posiciones, ubicador, f"a{disposicion['numero']}", c["parrafo"], cita)
        assert cajas, cita
        assert all(0 <= b.x0 < b.x1 and 0 <= b.y0 < b.y1 for b in cajas)


@pytest.mark.django_db
def test_sin_paginas_o_con_las_posiciones_perdidas_se_sigue_trabajando():
    subir()
    leer_todo()
    assert posiciones_de(Recepcion.objects.get()) is None
    Recepcion.objects.update(posiciones="posiciones/no-existe.json.gz")
    assert posiciones_de(Recepcion.objects.get()) is None


@pytest.mark.django_db
def test_el_mismo_archivo_es_la_misma_lectura_y_luego_la_misma_acta():
    primero, segundo = subir().recepcion, subir(nombre="copia.md").recepcion
    assert (primero.pk, Recepcion.objects.count(), Trabajo.objects.filter(clase="lectura").count()) == (segundo.pk, 1, 1)
    leer_todo()
    tercero = subir(nombre="otra-copia.md")
    assert (tercero.recepcion, tercero.acta) == (None, Acta.objects.get(estado="leida"))


@pytest.mark.django_db(transaction=True)
def test_cuatro_que_suben_lo_mismo_a_la_vez_hacen_una_sola_recepcion(sembrada, hoy):
    resultados = a_la_vez(4, lambda n: subir().recepcion.pk)
    assert (len(set(resultados)), Recepcion.objects.count(), Archivo.objects.filter(nombre="acta.md").count()) == (1, 1, 1)


@pytest.mark.django_db
def test_leer_otra_vez_lo_ya_leido_no_hace_nada(pdf):
    recibido = subir(pdf, "otra.pdf").recepcion
    leer_todo()
    antes = Hecho.objects.count(), Acta.objects.count()
    assert servicio.leer_recibida(recibido.trabajo)["estado"] == "leida"
    assert (Hecho.objects.count(), Acta.objects.count()) == antes


@pytest.mark.django_db
def test_si_el_trabajador_muere_antes_de_confirmar_el_siguiente_la_lee_una_vez(pdf, monkeypatch):
    """Muere con las posiciones ya escritas y el acta sin confirmar: lo peor a la mitad."""
    recibido = subir(pdf, "otra.pdf").recepcion
    with monkeypatch.context() as parche:
        parche.setattr(servicio, "dar_de_alta", lambda **_: 1 / 0)
        trabajos.hacer(str(recibido.trabajo_id))
    assert (Acta.objects.filter(estado="leida").count(), Recepcion.objects.get().estado) == (0, EstadoRecepcion.POR_LEER)
    Trabajo.objects.filter(pk=recibido.trabajo_id).update(arrendado_hasta="2020-01-01T00:00Z")
    assert trabajos.hacer(str(recibido.trabajo_id)) is True
    recibido = Recepcion.objects.get()
    assert (recibido.estado, Acta.objects.filter(estado="leida").count()) == ("leida", 1)
    assert [n for n in default_storage.listdir("posiciones")[1] if str(recibido.pk) in n] == [f"{recibido.pk}.json.gz"]
    assert posiciones_de(recibido) is not None


@pytest.mark.django_db
def test_si_otro_la_leyo_mientras_tanto_no_hay_dos_actas(monkeypatch):
    recibido = subir().recepcion
    original = servicio.guardar_posiciones

    def llega_otro(recepcion, documento, lectura):
        monkeypatch.setattr(servicio, "guardar_posiciones", original)
        servicio.leer_recibida(recibido.trabajo)
        return original(recepcion, documento, lectura)

    monkeypatch.setattr(servicio, "guardar_posiciones", llega_otro)
    assert servicio.leer_recibida(recibido.trabajo)["estado"] == "leida"
    assert Acta.objects.filter(estado="leida").count() == 1


@pytest.mark.django_db
def test_la_misma_reunion_de_otro_archivo_se_dice_y_no_se_duplica():
    acta_leida()
    subir(OTRA.encode() + b"\nUn renglon mas.\n")
    assert leer_todo() == ["ilegible"]
    assert "ya tiene acta, de otro archivo" in Recepcion.objects.get().error


@pytest.mark.django_db
def test_quien_dejo_de_tener_designacion_no_da_de_alta_lo_que_subio(hoy):
    analista = reparto.analista()
    recibido = recibir(por=reparto.facultades(analista), contenido=io.BytesIO(OTRA.encode()), nombre="acta.md").recepcion
    Usuario.objects.filter(pk=analista.pk).update(is_active=False)
    assert leer_todo() == ["ilegible"]
    recibido.refresh_from_db()
    assert "No tienes ninguna designación vigente" in recibido.error


@pytest.mark.django_db
def test_lo_inadmisible_y_lo_ajeno_no_dejan_nada(hoy):
    with pytest.raises(ArchivoInadmisible):
        subir(b"MZ" + bytes(50), "programa.docx")
    with pytest.raises(AccesoNegado):
        recibir(por=reparto.facultades(reparto.enlace()), contenido=io.BytesIO(OTRA.encode()), nombre="acta.md")
    assert (Recepcion.objects.count(), Trabajo.objects.filter(clase="lectura").count()) == (0, 0)
