"""El camino entero: se pide, un trabajador de Celery de verdad lo compone, muere a la mitad, y se emite una sola vez."""

import csv
import hashlib
import io
from collections import Counter
from datetime import date, datetime

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conferencia import reloj
from conferencia.domain.situacion import ROTULOS
from conferencia.models import EstadoTrabajo, Hecho, Informe, Reunion, Trabajo
from conferencia.reports.cuentas import contar
from conferencia.reports.datos import reunir
from conferencia.services import trabajos
from conferencia.services.hechos import verificar
from conferencia.services.informes import folio_de, pedir_informe
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.trabajadores import hasta, matar, trabajador

DIA = date(2022, 7, 13)


def bytes_de(informe: Informe) -> bytes:
    with informe.archivo.contenido.open("rb") as guardado:
        return guardado.read()


@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_un_kill_9_mientras_se_compone_no_emite_dos_veces(tmp_path):
    reunion = Reunion.objects.get()
    with reloj.fijo(datetime(2022, 7, 13, 9, tzinfo=reloj.MEXICO)):
        informe = pedir_informe(por=reparto.facultades(reparto.titular()), reunion=reunion, formato="pdf", corte=DIA)

    def estado() -> Trabajo:
        return Trabajo.objects.get(pk=informe.trabajo_id)

    en_su_dia = {"DEMO": "1", "HOY": DIA.isoformat()}
    with trabajador(tmp_path, "informes", **en_su_dia) as proceso:
        hasta(lambda: estado().avance == 25)  # ya leyó y está componiendo
        matar(proceso)
    assert (estado().estado, Informe.objects.get().archivo_id) == (EstadoTrabajo.EN_CURSO, None)
    hasta(lambda: estado().arrendado_hasta < timezone.now(), segundos=10)
    assert trabajos.barrer() == 1
    with trabajador(tmp_path, "informes", **en_su_dia):
        hasta(lambda: estado().estado == EstadoTrabajo.HECHO, segundos=90)
    emitido = Informe.objects.select_related("archivo").get()
    contenido = bytes_de(emitido)
    assert (estado().intentos, estado().avance, estado().resultado["folio"]) == (2, 100, folio_de(emitido))
    assert hashlib.sha256(contenido).hexdigest() == emitido.archivo.sha256 == estado().resultado["sha256"]
    assert Hecho.objects.filter(clase="informe.emitido").count() == 1
    assert Hecho.objects.filter(huella=emitido.cabeza).exists()
    assert verificar().rotura is None
    documento = pypdfium2.PdfDocument(contenido)
    assert len(documento) >= 10
    documento.close()


@pytest.mark.django_db
def test_pedido_un_dia_y_compuesto_al_siguiente_dice_lo_que_se_sabia_al_pedirlo(reunion, titular):
    """Con la cola parada toda la noche, el informe sale igual: su par se fijó al pedirlo, y lo asentado después no entra."""
    with reloj.fijo(datetime(2022, 7, 13, 9, tzinfo=reloj.MEXICO)):
        informe = pedir_informe(por=reparto.facultades(titular), reunion=reunion, formato="csv", corte=DIA)
        esperado = contar(reunir(reunion, DIA).renglones).por_situacion
    with reloj.fijo(datetime(2022, 7, 14, 9, tzinfo=reloj.MEXICO)):
        asentado("T3.1/PUE-SS", rige_el=DIA, estado="cumplida", cumplida_el=DIA, primera_entrega_el=date(2022, 7, 12))
        trabajos.hacer(str(informe.trabajo_id))
    assert Trabajo.objects.get(pk=informe.trabajo_id).estado == EstadoTrabajo.HECHO
    emitido = Informe.objects.select_related("archivo").get()
    renglones = list(csv.DictReader(io.StringIO(bytes_de(emitido).decode("utf-8-sig"))))
    assert Counter(r["Situación"] for r in renglones) == {ROTULOS[s]: n for s, n in esperado.items()}
    assert {(r["Corte"], r["Sabido al"]) for r in renglones} == {("2022-07-13", "2022-07-13T09:00:00-05:00")}


@pytest.mark.django_db
@pytest.mark.usefixtures("hoy")
def test_la_orden_escribe_los_mismos_bytes_que_conserva(reunion, tmp_path, capsys):
    call_command("informe", reunion="zc-2022-1", formato="xlsx,csv", salida=tmp_path / "salida")
    emitidos = {i.formato: i for i in Informe.objects.select_related("archivo")}
    assert sorted(emitidos) == ["csv", "xlsx"]
    escritos = {a.suffix: a.read_bytes() for a in (tmp_path / "salida").iterdir()}
    assert escritos == {f".{f}": bytes_de(i) for f, i in emitidos.items()}
    dicho = capsys.readouterr().out
    assert all(folio_de(i) in dicho and i.archivo.sha256 in dicho for i in emitidos.values())


@pytest.mark.django_db
@pytest.mark.usefixtures("hoy")
def test_la_orden_toma_el_formato_de_la_extension(reunion, tmp_path):
    call_command("informe", reunion=str(reunion.pk), salida=tmp_path / "datos.csv", verbosity=0)
    assert (tmp_path / "datos.csv").read_bytes().startswith(b"\xef\xbb\xbfClave,")
    assert [a.name for a in tmp_path.iterdir()] == ["datos.csv"]


@pytest.mark.django_db
@pytest.mark.usefixtures("hoy", "reunion")
@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        ({"reunion": "ZC-1999-9"}, "Las hay: ZC-2022-1"),
        ({"formato": "docx"}, "Formato desconocido: docx"),
        ({"corte": date(2022, 7, 7)}, "aún no llega"),
        ({"salida": "/proc/no/se/puede.csv"}, "No se puede escribir"),
    ],
    ids=["reunión", "formato", "corte", "salida"],
)
def test_la_orden_sale_con_dos_y_dice_por_que_sin_emitir_nada(tmp_path, cambio, dicho):
    opciones = {"reunion": "ZC-2022-1", "formato": "csv", "salida": str(tmp_path / "x.csv")} | cambio
    if isinstance(opciones.get("corte"), date):
        opciones["corte"] = opciones["corte"].isoformat()
    with pytest.raises(CommandError, match=dicho) as error:
        call_command("informe", *[f"--{nombre}={valor}" for nombre, valor in opciones.items()])
    assert error.value.returncode == 2
    assert Informe.objects.filter(archivo__isnull=False).count() == 0
