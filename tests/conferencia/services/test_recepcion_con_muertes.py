"""Un trabajador de verdad muere de golpe (kill -9) mientras reconoce un escaneo: otro lo retoma y el acta se da de alta una vez."""

import io
import os
from datetime import date
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from conferencia.models import Acta, Archivo, Hecho, Recepcion, Trabajo
from conferencia.permissions import facultades_del_sistema
from conferencia.services import trabajos
from conferencia.services.borradores import pedir_revision
from conferencia.services.posiciones import posiciones_de
from conferencia.services.recepcion import recibir
from tests import reparto
from tests.conferencia.captura import OTRA
from tests.conferencia.documentos import muestras
from tests.conferencia.trabajadores import hasta, matar, trabajador

HOY = date(2022, 8, 10)
PAGINAS = 6
pytestmark = [pytest.mark.lento, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada")]


@pytest.fixture(scope="module")
def escaneo(tmp_path_factory) -> bytes:
    """El acta y varias hojas de relleno, como las daría un escáner."""
    carpeta = tmp_path_factory.mktemp("escaneo")
    relleno = "<p style='break-before:page'>Sin otro asunto que tratar se da por leída esta hoja del anexo estadístico.</p>" * (PAGINAS - 1)
    pdf = muestras.pdf(carpeta / "acta.pdf", "@page{size:16cm 20cm;margin:1.5cm} body{font:12pt 'Noto Serif','DejaVu Serif'}", muestras.a_html(OTRA) + relleno)
    return muestras.escaneado(carpeta / "escaneo.pdf", muestras.paginas_como_imagen(pdf, 200), 200).read_bytes()


@pytest.fixture(autouse=True)
def _cola_vacia():
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


def lectores(ruta: str) -> list[int]:
    """Los procesos aparte que leen ``ruta``."""
    pids = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()]
    return [pid for pid in pids if ruta.encode() in _orden(pid) and b"conferencia.documentos" in _orden(pid)]


def _orden(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def en_el_grupo(grupo: int) -> list[int]:
    """Los que quedan de un proceso y los que abrió (Tesseract), sin contar zombis."""
    vivos = []
    for ruta in Path("/proc").iterdir():
        if ruta.name.isdigit():
            try:
                estado, _, pgid = (ruta / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            vivos += [int(ruta.name)] if int(pgid) == grupo and estado != "Z" else []
    return vivos


def test_muerto_a_medio_reconocer_otro_la_lee_y_no_queda_nadie(tmp_path, escaneo):
    recepcion = recibir(por=facultades_del_sistema(HOY), contenido=io.BytesIO(escaneo), nombre="escaneo.pdf").recepcion
    ruta = recepcion.archivo.contenido.path
    antes = Acta.objects.count(), Hecho.objects.filter(clase="acta.registrada").count(), Archivo.objects.count()
    with trabajador(tmp_path, "lectura") as proceso:
        hasta(lambda: Recepcion.objects.get().paginas_leidas)
        (lector,) = lectores(ruta)
        matar(proceso)
    a_medias = Recepcion.objects.get()
    assert (a_medias.estado, a_medias.paginas, 0 < a_medias.paginas_leidas < PAGINAS) == ("por_leer", PAGINAS, True)
    hasta(lambda: not en_el_grupo(lector), segundos=5)
    assert trabajos.barrer() == 0, "mientras dura el arrendamiento, nadie la toca"
    hasta(lambda: Trabajo.objects.get(pk=recepcion.trabajo_id).arrendado_hasta < timezone.now(), segundos=10)
    assert trabajos.barrer() == 1
    with trabajador(tmp_path, "lectura"):
        hasta(lambda: Trabajo.objects.get(pk=recepcion.trabajo_id).estado == "hecho", segundos=90)
    leida, trabajo = Recepcion.objects.get(), Trabajo.objects.get(pk=recepcion.trabajo_id)
    assert (leida.estado, leida.paginas_leidas, trabajo.intentos, trabajo.resultado["acta"]) == ("leida", PAGINAS, 2, str(leida.acta_id))
    assert (Acta.objects.count(), Hecho.objects.filter(clase="acta.registrada").count(), Archivo.objects.count()) == (antes[0] + 1, antes[1] + 1, antes[2])
    assert [n for n in default_storage.listdir("posiciones")[1] if str(leida.pk) in n] == [f"{leida.pk}.json.gz"]
    assert len(posiciones_de(leida).documento.paginas) == PAGINAS
    assert trabajos.barrer() == 0


def test_quien_atiende_los_correos_no_toma_lecturas_y_un_borrador_sobrevive_a_la_muerte(tmp_path, escaneo):
    titular = reparto.titular()
    trabajo = pedir_revision(por=reparto.facultades(titular), contenido=io.BytesIO(escaneo), nombre="borrador.pdf", fecha=None)
    correo = trabajos.encolar(clase="observada", clave="correo")
    ruta = default_storage.path(trabajo.datos["archivo"])
    with trabajador(tmp_path, "celery"):
        hasta(lambda: Trabajo.objects.get(pk=correo.pk).estado == "hecho")
        assert Trabajo.objects.get(pk=trabajo.pk).estado == "pendiente"
    with trabajador(tmp_path, "lectura") as proceso:
        hasta(lambda: Trabajo.objects.get(pk=trabajo.pk).resultado.get("leidas"))
        matar(proceso)
    assert os.path.exists(ruta)
    hasta(lambda: Trabajo.objects.get(pk=trabajo.pk).arrendado_hasta < timezone.now(), segundos=10)
    assert trabajos.barrer() == 1
    with trabajador(tmp_path, "lectura"):
        hasta(lambda: Trabajo.objects.get(pk=trabajo.pk).estado == "hecho", segundos=90)
    hallado = Trabajo.objects.get(pk=trabajo.pk)
    assert (hallado.intentos, sorted(hallado.resultado), hallado.resultado["examen"]["compromisos"]) == (2, ["avisos", "examen"], 2)
    assert (Recepcion.objects.count(), Acta.objects.filter(archivo__nombre="borrador.pdf").count()) == (0, 0)
