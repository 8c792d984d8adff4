"""Pedir y conservar: quién puede, una sola vez por minuto, y los primeros bytes guardados son los que quedan."""

import hashlib
import json
from datetime import date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from conferencia import reloj
from conferencia.models import Acta, Archivo, Hecho, Informe, Trabajo
from conferencia.permissions import AccesoNegado
from conferencia.services.informes import Emision, InformeNegado, abrir_informe, folio_de, guardar_emitido, pedir_informe
from tests import reparto
from tests.conferencia.hilos import a_la_vez

pytestmark = pytest.mark.django_db
INSTANTE = datetime(2022, 7, 6, 12, 0, 30, tzinfo=reloj.MEXICO)


def pedir(quien, reunion, formato="pdf", corte=date(2022, 7, 6), instante=INSTANTE) -> Informe:
    with reloj.fijo(instante):
        return pedir_informe(por=reparto.facultades(quien), reunion=reunion, formato=formato, corte=corte)


def emision(contenido: bytes = b"%PDF-1.7 primero") -> Emision:
    return Emision(contenido=contenido, sabido_al=INSTANTE, cabeza="a" * 64, obligaciones=166)


def bytes_de(informe: Informe) -> bytes:
    with informe.archivo.contenido.open("rb") as guardado:
        return guardado.read()


def hechos(clase: str) -> list[Hecho]:
    return list(Hecho.objects.filter(clase=clase).order_by("numero"))


@pytest.mark.parametrize("quien", [reparto.titular, reparto.analista, reparto.consulta])
def test_lo_pide_quien_ve_a_todas_las_entidades(quien, reunion):
    informe = pedir(quien(), reunion)
    assert (informe.trabajo.clase, informe.trabajo.cola, informe.trabajo.estado) == ("informe", "informes", "pendiente")
    (hecho,) = hechos("informe.pedido")
    assert (hecho.actor_id, hecho.sujeto_id, json.loads(hecho.datos)["folio"]) == (informe.pedido_por_id, informe.pk, folio_de(informe))


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.sin_designacion])
def test_un_enlace_no_y_no_deja_rastro(quien, reunion):
    with pytest.raises(AccesoNegado):
        pedir(quien(), reunion)
    assert (Informe.objects.count(), Trabajo.objects.count(), hechos("informe.pedido")) == (0, 0, [])


def test_dos_veces_en_el_mismo_minuto_es_uno_y_al_siguiente_otro(titular, analista, reunion):
    primero = pedir(titular, reunion)
    assert pedir(analista, reunion, instante=INSTANTE + timedelta(seconds=20)).pk == primero.pk
    assert pedir(titular, reunion, formato="csv").pk != primero.pk
    assert pedir(titular, reunion, instante=INSTANTE + timedelta(minutes=1)).pk != primero.pk
    assert len(hechos("informe.pedido")) == Informe.objects.count() == Trabajo.objects.count() == 3


def test_de_un_dia_que_aun_no_llega_no_se_informa(titular, reunion):
    with pytest.raises(InformeNegado, match="aún no llega"):
        pedir(titular, reunion, corte=date(2022, 7, 7))
    with pytest.raises(InformeNegado, match="nada se sabe todavía"), reloj.fijo(INSTANTE):
        abrir_informe(por=reparto.facultades(titular), reunion=reunion, formato="csv", corte=date(2022, 7, 6), sabido_al=INSTANTE + timedelta(seconds=1))
    assert Informe.objects.count() == 0


def test_de_un_dia_pasado_se_pide_igual_y_cada_par_es_otro_informe(titular, reunion):
    ayer, antier = pedir(titular, reunion, corte=date(2022, 7, 5)), pedir(titular, reunion, corte=date(2022, 7, 4))
    assert (ayer.corte, ayer.sabido_al, ayer.pk == antier.pk) == (date(2022, 7, 5), INSTANTE, False)


def test_un_formato_que_no_hay_y_un_acta_sin_publicar_se_niegan(titular, reunion):
    with pytest.raises(InformeNegado, match="pdf, xlsx, csv"):
        pedir(titular, reunion, formato="docx")
    Acta.objects.filter(reunion=reunion).update(estado="leida", publicada_en=None)
    with pytest.raises(InformeNegado, match="aún no se publica"):
        pedir(titular, reunion)


def test_el_folio_dice_reunion_y_corte_y_no_se_repite(titular, reunion):
    folios = {folio_de(pedir(titular, reunion, instante=INSTANTE + timedelta(minutes=n))) for n in range(20)}
    assert len(folios) == 20
    assert all(f.startswith("IC-ZC-2022-1-20220706-") and not set(f[-6:]) & set("ILOU") for f in folios)


def test_lo_emitido_se_guarda_con_su_huella_y_la_cabeza_de_la_cadena(titular, reunion):
    with reloj.fijo(INSTANTE):
        informe = guardar_emitido(pedir(titular, reunion), emision())
    esperado = hashlib.sha256(b"%PDF-1.7 primero").hexdigest()
    assert (informe.archivo.sha256, informe.archivo.tipo, informe.archivo.nombre) == (esperado, "application/pdf", f"{folio_de(informe)}.pdf")
    assert (informe.emitido_en, informe.cabeza, bytes_de(informe)) == (INSTANTE, "a" * 64, b"%PDF-1.7 primero")
    (hecho,) = hechos("informe.emitido")
    dicho = json.loads(hecho.datos)
    assert (dicho["sha256"], dicho["cabeza"], dicho["obligaciones"], hecho.actor_id) == (esperado, "a" * 64, 166, titular.pk)


def test_guardar_otra_vez_conserva_los_primeros_bytes(titular, reunion):
    informe = pedir(titular, reunion)
    antes = Archivo.objects.count()
    primero = guardar_emitido(informe, emision())
    segundo = guardar_emitido(informe, emision(b"%PDF-1.7 segundo"))
    assert (segundo.archivo_id, bytes_de(segundo)) == (primero.archivo_id, b"%PDF-1.7 primero")
    assert (Archivo.objects.count(), len(hechos("informe.emitido"))) == (antes + 1, 1)


def test_los_bytes_huerfanos_de_un_intento_muerto_se_sobrescriben(titular, reunion, monkeypatch):
    informe = pedir(titular, reunion)
    with monkeypatch.context() as parche:
        parche.setattr(Archivo, "save", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            guardar_emitido(informe, emision(b"huerfano"))
    ruta = guardar_emitido(informe, emision()).archivo.contenido.name
    carpeta, nombre = ruta.rsplit("/", 1)
    suyos = [a for a in default_storage.listdir(carpeta)[1] if str(informe.pk) in a]
    assert suyos == [nombre]
    with default_storage.open(ruta) as guardado:
        assert guardado.read() == b"%PDF-1.7 primero"


def test_sin_cola_se_abre_sin_trabajo(titular, reunion):
    with reloj.fijo(INSTANTE):
        informe = abrir_informe(por=reparto.facultades(titular), reunion=reunion, formato="csv", corte=INSTANTE.date())
    assert (informe.trabajo, Trabajo.objects.count(), len(hechos("informe.pedido"))) == (None, 0, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_cuatro_que_lo_piden_a_la_vez_obtienen_el_mismo():
    reunion, quien = Acta.objects.get().reunion, reparto.titular()
    informes = a_la_vez(4, lambda n: pedir(quien, reunion).pk)
    assert len(set(informes)) == 1
    assert (Informe.objects.count(), len(hechos("informe.pedido"))) == (1, 1)
