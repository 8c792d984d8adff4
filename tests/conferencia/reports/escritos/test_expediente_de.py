"""El expediente de todo lo que debe una institución o entidad: cada obligación con su detalle, cada archivo una vez, y nada de otra."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferencia import reloj
from conferencia.models import Archivo, Designacion, Disposicion, EntidadFederativa, EstadoTrabajo, Expediente, Hecho, Institucion, Trabajo
from conferencia.permissions import AccesoNegado, visibles_para
from conferencia.queries.expediente import pares_de, reunir
from conferencia.reports.escritos import expediente_de as reporte
from conferencia.reports.escritos import impreso
from conferencia.services import expedientes, trabajos
from conferencia.services.archivos import PDF, guardar_archivo
from conferencia.services.entregas import presentar_oficio
from conferencia.services.expedientes import ExpedienteNegado, abrir_expediente_de, pedir_expediente_de
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.conferencia.oficios import bytes_de, de_la_st, emitida, notificacion
from tests.conferencia.presentaciones import archivo_de, obligacion, presentar
from tests.conferencia.reports.escritos.test_impreso import paginas
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")]


@pytest.fixture
def ligero(monkeypatch):
    """Los PDF, de mentiras y con todo lo que dirían: se componen aparte. El paquete es de verdad."""
    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: f"%PDF {escrito}".encode())


@pytest.fixture
def historia(hoy):
    """Puebla presenta un oficio para dos obligaciones suyas y se le notificó; Hidalgo presenta otro."""
    emitida(notificacion())
    presentar_oficio(
        por=reparto.facultades(reparto.enlace()),
        obligaciones=[obligacion("T3.1/PUE-SS"), obligacion("A8.1/PUE-SS")],
        institucion=ss(),
        datos=DatosDeOficio(numero="SSP/PUE/7", fecha=date(2022, 7, 6)),
        archivos=[archivo_de(reparto.enlace(), "de-puebla.pdf")],
    )
    presentar(reparto.enlace_ajeno(), "T3.1/HGO-SS", "HGO-SS", numero="SSP/HGO/9", nombre="de-hidalgo.pdf")


def ss() -> Institucion:
    return Institucion.objects.get(clave="PUE-SS")


def puebla() -> EntidadFederativa:
    return EntidadFederativa.objects.get(abreviatura="PUE")


def miembros(emitido: Expediente) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bytes_de(emitido.paquete))) as paquete:
        return {n: paquete.read(n) for n in paquete.namelist()}


def test_lleva_cada_obligacion_cada_archivo_una_vez_y_su_manifiesto(historia, ligero, reunion):
    emitido = reporte.emitir(abrir_expediente_de(por=de_la_st(), de=ss(), reunion=reunion))
    dentro = miembros(emitido)
    manifiesto = json.loads(dentro["manifiesto.json"])
    assert {m["nombre"]: (m["bytes"], m["sha256"]) for m in manifiesto["miembros"]} == {
        n: (len(b), hashlib.sha256(b).hexdigest()) for n, b in dentro.items() if not n.startswith("manifiesto")
    }
    suyas = pares_de(ss(), reunion, reloj.hoy())
    assert len([n for n in dentro if n.endswith("/detalle.pdf")]) == len(suyas) == 16
    assert [n for n in dentro if "recibidos" in n] == ["archivos/PUE-SS/recibidos/01-de-puebla.pdf"], "el oficio que atiende dos va una vez"
    assert [n for n in dentro if "enviados" in n] == ["archivos/PUE-SS/enviados/01-oficio.pdf"]
    assert (manifiesto["folio"], manifiesto["de"]) == (emitido.folio, f"{ss()}, ZC-2022-1")
    assert dentro[f"{emitido.folio}.pdf"] == bytes_de(emitido.pdf)
    hecho = json.loads(Hecho.objects.get(clase="expediente.emitido").datos)
    assert (hecho["alcance"], hecho["archivos"]) == ("PUE-SS", [emitido.pdf.sha256, emitido.paquete.sha256])


def test_el_detalle_dice_donde_quedo_cada_archivo_y_como_comprobarse_dentro_del_paquete(historia, ligero):
    otros = io.BytesIO(pdf_de_una_pagina() + b"%otro\n")
    otro = guardar_archivo(contenido=otros, nombre="de-puebla.pdf", admitidos={PDF}, actor=reparto.enlace().pk)
    presentar_oficio(
        por=reparto.facultades(reparto.enlace()),
        obligaciones=[obligacion("A7.1/PUE-SS")],
        institucion=ss(),
        datos=DatosDeOficio(numero="SSP/PUE/8", fecha=date(2022, 7, 6)),
        archivos=[otro],
    )
    dentro = miembros(reporte.emitir(abrir_expediente_de(por=de_la_st(), de=ss())))
    (segundo,) = [n for n, b in dentro.items() if hashlib.sha256(b).hexdigest() == otro.sha256]
    assert sorted(n for n in dentro if "recibidos" in n) == [f"archivos/PUE-SS/recibidos/01-de-puebla{n}.pdf" for n in ("-2", "")]
    (detalle,) = [b.decode() for n, b in dentro.items() if n.endswith("A7.1-PUE-SS/detalle.pdf")]
    assert segundo in detalle
    assert "está en el manifiesto del paquete" in detalle
    assert "verificacion=None" in detalle


def test_nada_de_otra_entidad_ni_de_otra_institucion(historia, ligero):
    todo = b"".join(miembros(reporte.emitir(abrir_expediente_de(por=reparto.facultades(reparto.enlace()), de=ss()))).values())
    for ajeno in (b"SSP/HGO/9", b"de-hidalgo", b"HGO-SS", b"PUE-UPC/"):
        assert ajeno not in todo
    assert b"SSP/PUE/7" in todo


def test_el_de_la_entidad_junta_a_sus_instituciones_y_en_lo_conjunto_cada_una_trae_lo_suyo(historia, ligero, reunion):
    emitido = reporte.emitir(abrir_expediente_de(por=de_la_st(), de=puebla()))
    carpetas = {n.split("/")[1] for n in miembros(emitido) if n.startswith("obligaciones/")}
    assert (
        len(carpetas)
        == len(pares_de(puebla(), None, reloj.hoy()))
        == sum(len(pares_de(i, None, reloj.hoy())) for i in Institucion.objects.filter(entidad=puebla()))
    )
    conjunta = sorted(c.partition("-")[2] for c in carpetas if "A6.1" in c)
    assert conjunta == ["ZC-2022-1-A6.1-PUE-PUE-C5", "ZC-2022-1-A6.1-PUE-PUE-UPC"]
    assert (emitido.de_que, emitido.alcance) == ("Puebla", None)


@pytest.mark.parametrize(
    ("quien", "de", "puede"),
    [
        (reparto.titular, ss, True),
        (reparto.titular, puebla, True),
        (reparto.enlace, ss, True),
        (reparto.enlace, puebla, True),
        (reparto.enlace_ajeno, ss, False),
        (reparto.enlace_ajeno, puebla, False),
        (reparto.consulta, ss, False),
        (reparto.sin_designacion, puebla, False),
    ],
)
def test_lo_pide_quien_lo_ve_todo_y_quien_actua_por_ella(hoy, quien, de, puede):
    por = reparto.facultades(quien())
    if puede:
        assert pedir_expediente_de(por=por, de=de()).trabajo.clase == "expediente-de"
    else:
        with pytest.raises(AccesoNegado):
            pedir_expediente_de(por=por, de=de())
    assert Expediente.objects.count() == puede


def test_con_una_sola_materia_o_una_sola_institucion_no_se_junta_lo_demas(historia, ligero):
    completo, suyo = (reporte.emitir(abrir_expediente_de(por=de_la_st(), de=de)) for de in (puebla(), ss()))
    designaciones = Designacion.objects.filter(usuario=reparto.enlace())
    designaciones.filter(institucion__clave="PUE-C5").delete()
    sin_c5 = reparto.facultades(reparto.enlace())
    assert set(visibles_para(sin_c5, Expediente)) == {suyo}
    assert not visibles_para(sin_c5, Archivo).filter(pk__in=[completo.pdf_id, completo.paquete_id]).exists()
    with pytest.raises(AccesoNegado, match="en todas las materias"):
        pedir_expediente_de(por=sin_c5, de=puebla())
    designaciones.filter(institucion=ss()).update(materia=Disposicion.objects.get(clave="ZC-2022-1/T3"))
    con_materia = reparto.facultades(reparto.enlace())
    assert list(visibles_para(con_materia, Expediente)) == []
    with pytest.raises(AccesoNegado):
        pedir_expediente_de(por=con_materia, de=ss())


def test_lo_que_no_cabe_o_no_existe_se_dice(hoy, monkeypatch):
    nadie = Institucion.objects.exclude(partes__isnull=False).filter(entidad__isnull=False).first()
    with pytest.raises(ExpedienteNegado, match="no debe nada"):
        pedir_expediente_de(por=de_la_st(), de=nadie)
    monkeypatch.setattr(expedientes, "MAXIMO", 3)
    with pytest.raises(ExpedienteNegado, match="Elige una reunión"):
        pedir_expediente_de(por=de_la_st(), de=ss())


def test_pedirlo_dos_veces_en_el_mismo_minuto_es_pedirlo_una(hoy, reunion):
    uno = pedir_expediente_de(por=de_la_st(), de=ss())
    assert pedir_expediente_de(por=de_la_st(), de=ss()) == uno != pedir_expediente_de(por=de_la_st(), de=ss(), reunion=reunion)
    with reloj.fijo(reloj.ahora() + timedelta(minutes=1)):
        assert pedir_expediente_de(por=de_la_st(), de=ss()) != uno


def test_avanza_obligacion_por_obligacion_y_cancelarlo_lo_detiene(historia, ligero, monkeypatch):
    expediente = pedir_expediente_de(por=de_la_st(), de=ss())
    trabajo, visto = expediente.trabajo, []

    def anotar(trabajo, porciento, *_):
        visto.append(porciento)
        if porciento > 40:
            raise trabajos.TrabajoCancelado

    monkeypatch.setattr(reporte, "anotar_avance", anotar)
    trabajos.hacer(str(trabajo.pk))
    assert visto == sorted(visto)
    assert len(visto) > 4
    assert Expediente.objects.get().emitido_en is None
    monkeypatch.undo()
    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: b"%PDF")
    Trabajo.objects.filter(pk=trabajo.pk).update(estado=EstadoTrabajo.PENDIENTE)
    trabajos.hacer(str(trabajo.pk))
    emitido = Expediente.objects.select_related("paquete").get()
    assert (emitido.folio, Trabajo.objects.get(pk=trabajo.pk).resultado["sha256"]) == ("EX-2022-000001", emitido.paquete.sha256)


def test_leer_una_obligacion_mas_cuesta_siempre_lo_mismo(historia):
    """Lineal y sin sorpresas: la que tiene oficios no pregunta más que la que no."""
    cuestan = []
    for clave in ("T3.1/PUE-SS", "A7.1/PUE-SS"):
        with CaptureQueriesContext(connection) as consultas:
            reunir(obligacion(clave).pk, ss(), reloj.hoy())
        cuestan.append(len(consultas))
    assert abs(cuestan[0] - cuestan[1]) <= 8


@pytest.mark.lento
def test_el_resumen_impreso_dice_que_hay_y_como_comprobarlo(historia, reunion):
    emitido = abrir_expediente_de(por=de_la_st(), de=ss(), reunion=reunion)
    emitido = expedientes.foliar(emitido)
    hoy = reloj.hoy()
    legajos = [reunir(pk, i, hoy) for i, pk in pares_de(ss(), reunion, hoy)][:3]
    instante = emitido.pedido_en.astimezone(reloj.MEXICO)
    escrito = reporte.escrito_de(emitido, legajos, reporte._una_vez(legajos), "a" * 64, instante)
    dicho = " ".join(paginas(impreso.componer(escrito, instante)))
    for parte in ("Expediente de prueba", emitido.folio, "De un vistazo", "Lo presentado", legajos[0].debida.clave, "Cómo comprobarlo", emitido.clave_publica):
        assert parte in dicho
