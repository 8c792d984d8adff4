"""El expediente de prueba: todo lo que consta, los originales byte por byte, y de una institución solo lo suyo."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from conferencia import reloj
from conferencia.models import Archivo, EstadoTrabajo, Expediente, Hecho, Institucion, Trabajo
from conferencia.permissions import AccesoNegado, visibles_para
from conferencia.queries.expediente import reunir
from conferencia.reports.escritos import expediente as reporte
from conferencia.reports.escritos import impreso
from conferencia.services import trabajos
from conferencia.services.archivos import PDF, guardar_archivo
from conferencia.services.entregas import aceptar_entrega, presentar_oficio
from conferencia.services.expedientes import ExpedienteNegado, abrir_expediente, pedir_expediente
from conferencia.services.hechos import verificar
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.conferencia.oficios import bytes_de, de_la_st, emitida, notificacion
from tests.conferencia.presentaciones import obligacion, observar, presentar
from tests.conferencia.reports.escritos.test_impreso import paginas
from tests.conferencia.trabajadores import hasta, matar, trabajador
from tests.pdfs import pdf_de_una_pagina

PERFIL_SIN_CERRAR = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
pytestmark = [pytest.mark.django_db, PERFIL_SIN_CERRAR]
CONJUNTA = "A6.1/PUE"


@pytest.fixture
def ligero(monkeypatch):
    """El PDF, de mentiras: se prueba aparte. El paquete es de verdad."""
    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: f"%PDF {escrito.numero}".encode())


@pytest.fixture
def historia(hoy):
    """Puebla presenta, se le observa, vuelve a presentar y se le acepta; antes se le notificó."""
    emitida(notificacion())
    observar(presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/1"), "Falta el sello.")
    with reloj.fijo(date(2022, 7, 8)):
        entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/2", nombre="subsanado.pdf")
        aceptar_entrega(por=de_la_st(), entrega=entrega, version=entrega.obligacion.version, nota="Completo.")
        yield obligacion("T3.1/PUE-SS")


def miembros(emitido: Expediente) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bytes_de(emitido.paquete))) as paquete:
        return {n: paquete.read(n) for n in paquete.namelist()}


def test_lleva_los_originales_el_manifiesto_y_como_comprobarlo(historia, ligero):
    emitido = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=historia))
    dentro = miembros(emitido)
    manifiesto = json.loads(dentro["manifiesto.json"])
    huellas = {m["nombre"]: m["sha256"] for m in manifiesto["miembros"]}
    assert huellas == {n: hashlib.sha256(b).hexdigest() for n, b in dentro.items() if not n.startswith("manifiesto")}
    assert {r["Nombre"]: r["SHA-256"] for r in csv.DictReader(io.StringIO(dentro["manifiesto.csv"].decode("utf-8-sig")))} == huellas
    recibidos = sorted(n for n in dentro if n.startswith("recibidos/"))
    assert recibidos == ["recibidos/01-oficio.pdf", "recibidos/01-subsanado.pdf"]
    originales = {a.sha256 for e in historia.entregas.all() for a in e.oficio.archivos.all()}
    assert {huellas[n] for n in recibidos} == originales
    assert huellas[next(n for n in dentro if n.startswith("acta/"))] == historia.compromiso.disposicion.reunion.acta.archivo.sha256
    assert [n for n in dentro if n.startswith("enviados/")] == ["enviados/01-oficio.pdf"]
    assert (manifiesto["folio"], manifiesto["obligacion"], manifiesto["alcance"]) == ("EX-2022-000001", "ZC-2022-1/T3.1/PUE-SS", "completo")
    assert emitido.cabeza in dentro["LEEME.txt"].decode()
    assert dentro["EX-2022-000001.pdf"] == bytes_de(emitido.pdf) == b"%PDF EX-2022-000001"
    hecho = Hecho.objects.get(clase="expediente.emitido")
    assert json.loads(hecho.datos)["archivos"] == [emitido.pdf.sha256, emitido.paquete.sha256]
    assert Hecho.objects.filter(huella=emitido.cabeza).exists()
    assert verificar().integra


def test_lo_mismo_da_los_mismos_bytes_y_lo_emitido_no_se_rehace(historia, ligero):
    expediente = abrir_expediente(por=de_la_st(), obligacion=historia)
    emitido = reporte.emitir(expediente)
    legajo = reunir(historia.pk, None, reloj.hoy())
    otra_vez = io.BytesIO()
    reporte.empacar(otra_vez, emitido, legajo, bytes_de(emitido.pdf), emitido.cabeza)
    assert otra_vez.getvalue() == bytes_de(emitido.paquete)
    assert reporte.emitir(emitido).paquete_id == emitido.paquete_id
    assert Archivo.objects.filter(nombre__startswith="EX-").count() == 2


@pytest.mark.lento
def test_el_pdf_lo_cuenta_todo(historia):
    emitido = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=historia))
    leido = " ".join(paginas(bytes_de(emitido.pdf)))
    for dicho in (
        "Expediente de prueba Número: EX-2022-000001",
        "Cumplida a tiempo",
        "«los Secretarios de Seguridad Pública nombrarán a un enlace de forma individual",
        "El plazo, paso por paso",
        "Nació la obligación",
        "Se devolvió con observaciones",
        "Se aceptó la entrega",
        "Falta el sello.",
        "SSP/1, del miércoles 6 de julio de 2022",
        "Notificación ST-CNSSP/001/2022",
        "No consta ningún correo",
        "recibidos/01-subsanado.pdf",
        "Cómo comprobarlo",
    ):
        assert dicho in leido, dicho
    assert f"de {len(paginas(bytes_de(emitido.pdf)))}" in leido


# --- Solo lo suyo ------------------------------------------------------------------------------------------------------


@pytest.fixture
def conjunta(hoy):
    """Una obligación de UPC y C5 de Puebla y la DGGSCDT: presentan dos de sus partes, cada una su oficio."""
    presentar(reparto.enlace(), CONJUNTA, "PUE-UPC", numero="UPC/7", nombre="de-la-upc.pdf")
    return obligacion(CONJUNTA)


def otra_parte_presenta(o, clave: str, numero: str):
    """La segunda parte: su oficio llega por ventanilla y la Secretaría Técnica lo registra a su nombre."""
    from conferencia.models import EstadoObligacion, Obligacion  # noqa: PLC0415 - solo esta prueba fuerza el estado

    Obligacion.objects.filter(pk=o.pk).update(estado=EstadoObligacion.PENDIENTE)
    o.entregas.update(estado="reemplazada")
    quien, otro = reparto.enlace(), pdf_de_una_pagina() + b"% el de la otra parte: otros bytes, otra huella"
    (entrega,) = presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[obligacion(CONJUNTA)],
        institucion=Institucion.objects.get(clave=clave),
        datos=DatosDeOficio(numero=numero, fecha=date(2022, 7, 6)),
        archivos=[guardar_archivo(contenido=io.BytesIO(otro), nombre=f"de-{clave}.pdf", admitidos={PDF}, actor=quien.pk)],
    )
    return entrega


def test_de_una_conjunta_cada_parte_lleva_solo_lo_suyo(conjunta, ligero):
    otra_parte_presenta(conjunta, "PUE-C5", "C5/9")
    upc = Institucion.objects.get(clave="PUE-UPC")
    completo, suyo = reunir(conjunta.pk, None, reloj.hoy()), reunir(conjunta.pk, upc, reloj.hoy())
    assert [e.oficio.numero for e in completo.entregas] == ["UPC/7", "C5/9"]
    assert [e.oficio.numero for e in suyo.entregas] == ["UPC/7"]
    emitido = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=conjunta, institucion=upc))
    dentro = miembros(emitido)
    assert [n for n in dentro if n.startswith("recibidos/")] == ["recibidos/01-de-la-upc.pdf"]
    ajeno = hashlib.sha256(next(b for n, b in miembros(reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=conjunta))).items() if "de-PUE-C5" in n))
    todo = b"".join(dentro.values()) + str(reporte.escrito_de(emitido, suyo, emitido.cabeza, reloj.ahora())).encode()
    for secreto in (b"C5/9", b"de-PUE-C5", ajeno.hexdigest().encode()):
        assert secreto not in todo
    dichos = {h.detalle for h in suyo.hechos}
    assert not any("C5/9" in d for d in dichos)
    assert any("UPC/7" in d for d in dichos)


@pytest.mark.parametrize(("quien", "alcance"), [(reparto.titular, None), (reparto.analista, None), (reparto.enlace, "PUE-SS")])
def test_cada_quien_recibe_el_que_le_toca(historia, quien, alcance):
    expediente = pedir_expediente(por=reparto.facultades(quien()), obligacion=historia)
    assert (expediente.alcance.clave if expediente.alcance else None) == alcance


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_lo_pide(historia, quien):
    with pytest.raises(AccesoNegado):
        pedir_expediente(por=reparto.facultades(quien()), obligacion=historia)
    assert Expediente.objects.count() == 0


def test_un_enlace_no_pide_el_de_otra_parte(conjunta, enlace):
    with pytest.raises(ExpedienteNegado, match="No actúas por"):
        pedir_expediente(por=reparto.facultades(enlace), obligacion=conjunta, institucion=Institucion.objects.get(clave="DGGSCDT"))


def test_el_completo_no_lo_ve_la_institucion_ni_sus_archivos(historia, ligero, enlace, enlace_ajeno):
    completo = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=historia))
    suyo = reporte.emitir(abrir_expediente(por=reparto.facultades(enlace), obligacion=historia))
    archivos = [completo.pdf_id, completo.paquete_id, suyo.pdf_id, suyo.paquete_id]
    for quien, expedientes, visibles in ((enlace, {suyo.pk}, set(archivos[2:])), (enlace_ajeno, set(), set()), (reparto.consulta(), set(), set())):
        facultades = reparto.facultades(quien)
        assert set(visibles_para(facultades, Expediente).values_list("pk", flat=True)) == expedientes
        assert set(visibles_para(facultades, Archivo).filter(pk__in=archivos).values_list("pk", flat=True)) == visibles


def test_pedirlo_dos_veces_en_el_mismo_minuto_es_pedirlo_una(historia):
    uno = pedir_expediente(por=de_la_st(), obligacion=historia)
    assert pedir_expediente(por=de_la_st(), obligacion=historia) == uno
    with reloj.fijo(reloj.ahora() + timedelta(minutes=1)):
        assert pedir_expediente(por=de_la_st(), obligacion=historia) != uno


@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_un_kill_9_mientras_se_compone_no_lo_emite_dos_veces(tmp_path):
    with reloj.fijo(date(2022, 7, 6)):
        expediente = pedir_expediente(por=de_la_st(), obligacion=obligacion("T3.1/PUE-SS"))

    def estado() -> Trabajo:
        return Trabajo.objects.get(pk=expediente.trabajo_id)

    en_su_dia = {"DEMO": "1", "HOY": "2022-07-06"}
    with trabajador(tmp_path, "informes", **en_su_dia) as proceso:
        hasta(lambda: estado().avance == reporte.LEIDO)
        matar(proceso)
    assert Expediente.objects.get().emitido_en is None
    hasta(lambda: estado().arrendado_hasta < timezone.now(), segundos=10)
    assert trabajos.barrer() == 1
    with trabajador(tmp_path, "informes", **en_su_dia):
        hasta(lambda: estado().estado == EstadoTrabajo.HECHO, segundos=90)
    emitido = Expediente.objects.select_related("paquete", "pdf").get()
    assert (emitido.folio, estado().intentos) == ("EX-2022-000001", 2)
    assert estado().resultado["sha256"] == emitido.paquete.sha256 == hashlib.sha256(bytes_de(emitido.paquete)).hexdigest()
    assert Hecho.objects.filter(clase="expediente.emitido").count() == 1
