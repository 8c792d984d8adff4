"""Componer y emitir en lote: una fila de trabajo con avance, cancelable, que repetida no emite dos veces."""

import csv
import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.utils import timezone

from conferencia import reloj
from conferencia.models import AccionDeLote, EstadoTrabajo, Hecho, LoteDeOficios, Numeracion, OficioDeSalida, Reunion, Trabajo
from conferencia.permissions import AccesoNegado
from conferencia.reports.escritos import emision
from conferencia.services import trabajos
from conferencia.services.emitidos import Compuesto
from conferencia.services.lotes import cancelar_lote, generar_notificaciones, pedir_lote
from conferencia.services.notificaciones import preparar_notificaciones
from conferencia.services.salida import SalidaRechazada
from tests import reparto
from tests.conferencia.oficios import archivos_de, bytes_de, de_la_st
from tests.conferencia.trabajadores import hasta, matar, trabajador

PERFIL_SIN_CERRAR = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
pytestmark = [pytest.mark.django_db, PERFIL_SIN_CERRAR]


@pytest.fixture
def ligero(monkeypatch):
    """Los documentos, de mentiras: componerlos tarda y se prueba aparte. Lo demás es de verdad."""
    compuestos: list[str] = []

    def componer(salida, **_):
        compuestos.append(salida.institucion.clave)
        return [Compuesto(f"{emision.nombre_de(salida)}.pdf", "application/pdf", f"{salida.pk} {salida.numero}".encode())]

    monkeypatch.setattr(emision, "componer", componer)
    return compuestos


def dos(reunion: Reunion) -> list[OficioDeSalida]:
    return [s for s in preparar_notificaciones(por=de_la_st(), reunion=reunion) if s.institucion.clave in ("PUE-SS", "HGO-SS")]


def miembros(lote: LoteDeOficios) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bytes_de(lote.archivo))) as paquete:
        return {n: paquete.read(n) for n in paquete.namelist()}


@pytest.mark.usefixtures("hoy")
def test_generar_prepara_y_compone_todos_en_un_zip_sin_emitir_ninguno(reunion, ligero):
    lote = generar_notificaciones(por=de_la_st(), reunion=reunion)
    trabajos.hacer(str(lote.trabajo_id))
    lote.refresh_from_db()
    assert len(ligero) == 11
    dentro = miembros(lote)
    assert sorted(dentro)[:2] == ["CDMX-SS/Notificacion-CDMX-SS-borrador.pdf", "CNI-PM/Notificacion-CNI-PM-borrador.pdf"]
    assert len(dentro) == 12
    assert lote.archivo.nombre == "borradores-ZC-2022-1-20220706-1200.zip"
    assert set(OficioDeSalida.objects.values_list("estado", flat=True)) == {"borrador"}
    assert Numeracion.objects.count() == 0


@pytest.mark.usefixtures("hoy")
def test_emitir_numera_registra_y_deja_los_mismos_bytes_en_el_zip(reunion, ligero):
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=dos(reunion))
    trabajos.hacer(str(lote.trabajo_id))
    lote.refresh_from_db()
    trabajo = Trabajo.objects.get(pk=lote.trabajo_id)
    assert (trabajo.estado, trabajo.avance, trabajo.resultado["oficios"], trabajo.resultado["fallidos"]) == ("hecho", 100, 2, [])
    emitidos = {s.institucion.clave: s for s in OficioDeSalida.objects.filter(estado="emitido").select_related("institucion")}
    assert {c: s.numero for c, s in emitidos.items()} == {"HGO-SS": "ST-CNSSP/001/2022", "PUE-SS": "ST-CNSSP/002/2022"}
    dentro = miembros(lote)
    guardados = {f"{c}/{a.nombre}": bytes_de(a) for c, s in emitidos.items() for a in archivos_de(s)}
    manifiesto = list(csv.DictReader(io.StringIO(dentro.pop("manifiesto.csv").decode("utf-8-sig"))))
    assert dentro == guardados
    assert {m["Nombre"]: m["SHA-256"] for m in manifiesto} == {n: hashlib.sha256(b).hexdigest() for n, b in guardados.items()}


@pytest.mark.usefixtures("hoy")
def test_pedirlo_dos_veces_es_pedirlo_una(reunion, ligero):
    salidas = dos(reunion)
    uno = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=salidas)
    assert pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=salidas) == uno
    assert (LoteDeOficios.objects.count(), ligero) == (1, [])


@pytest.mark.usefixtures("hoy")
def test_cancelado_en_la_cola_no_se_hace(reunion, ligero):
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=dos(reunion))
    cancelar_lote(por=de_la_st(), lote=lote)
    assert trabajos.hacer(str(lote.trabajo_id)) is False
    assert ligero == []
    with pytest.raises(SalidaRechazada, match="Ya había terminado"):
        cancelar_lote(por=de_la_st(), lote=lote)


@pytest.mark.usefixtures("hoy")
def test_cancelado_a_la_mitad_conserva_lo_emitido_y_suelta_lo_demas(reunion, ligero, monkeypatch):
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=dos(reunion))
    componer = emision.componer

    def y_cancelar(salida, **opciones):
        cancelar_lote(por=de_la_st(), lote=lote)
        return componer(salida, **opciones)

    monkeypatch.setattr(emision, "componer", y_cancelar)
    trabajos.hacer(str(lote.trabajo_id))
    assert Trabajo.objects.get(pk=lote.trabajo_id).estado == EstadoTrabajo.CANCELADO
    estados = dict(lote.salidas.values_list("institucion__clave", "estado"))
    assert estados == {"HGO-SS": "emitido", "PUE-SS": "borrador"}
    assert LoteDeOficios.objects.get().archivo_id is None


@pytest.mark.usefixtures("hoy")
def test_si_uno_no_se_puede_los_demas_salen_y_se_dice_cual(reunion, ligero):
    salidas = dos(reunion)
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=salidas)
    OficioDeSalida.objects.filter(institucion__clave="HGO-SS").update(estado="cancelado")
    trabajos.hacer(str(lote.trabajo_id))
    resultado = Trabajo.objects.get(pk=lote.trabajo_id).resultado
    assert (resultado["oficios"], resultado["fallidos"]) == (1, ["HGO-SS: El oficio está cancelado."])


@pytest.mark.usefixtures("hoy")
def test_quien_dejo_de_ser_de_la_secretaria_tecnica_no_emite(reunion, ligero):
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=dos(reunion))
    reparto.titular().designaciones.all().delete()
    trabajos.hacer(str(lote.trabajo_id))
    assert Trabajo.objects.get(pk=lote.trabajo_id).estado == EstadoTrabajo.FALLIDO
    assert set(lote.salidas.values_list("estado", flat=True)) == {"borrador"}


@pytest.mark.usefixtures("hoy")
@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_nadie_mas_lo_pide(reunion, quien):
    with pytest.raises(AccesoNegado):
        generar_notificaciones(por=reparto.facultades(quien()), reunion=reunion)
    assert Trabajo.objects.count() == 0


@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_un_kill_9_a_la_mitad_no_numera_ni_emite_dos_veces(tmp_path):
    """Un trabajador de verdad muere con el primero emitido; otro termina: dos oficios, dos números, dos hechos."""
    with reloj.fijo(date(2022, 7, 6)):
        lote = pedir_lote(por=de_la_st(), reunion=Reunion.objects.get(), accion=AccionDeLote.EMITIR, salidas=dos(Reunion.objects.get()))

    def estado() -> Trabajo:
        return Trabajo.objects.get(pk=lote.trabajo_id)

    en_su_dia = {"DEMO": "1", "HOY": "2022-07-06"}
    with trabajador(tmp_path, "informes", **en_su_dia) as proceso:
        hasta(lambda: estado().avance == 50)
        matar(proceso)
    assert OficioDeSalida.objects.filter(estado="emitido").count() == 1
    hasta(lambda: estado().arrendado_hasta < timezone.now(), segundos=10)
    assert trabajos.barrer() == 1
    with trabajador(tmp_path, "informes", **en_su_dia):
        hasta(lambda: estado().estado == EstadoTrabajo.HECHO, segundos=90)
    numeros = sorted(OficioDeSalida.objects.filter(estado="emitido").values_list("numero", flat=True))
    assert numeros == ["ST-CNSSP/001/2022", "ST-CNSSP/002/2022"]
    assert Hecho.objects.filter(clase="salida.emitida").count() == 2
    lote.refresh_from_db()
    assert {n.split("/")[0] for n in miembros(lote)} == {"HGO-SS", "PUE-SS", "manifiesto.csv"}
    assert (estado().intentos, len(miembros(lote))) == (2, 7)
