"""El ZIP: determinista, en flujo, sin perder nada por llamarse igual."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import datetime

import pytest

from conferencia import reloj
from conferencia.reports.escritos.paquete import Paquete, limpio, manifiesto_csv, manifiesto_json

INSTANTE = datetime(2022, 7, 6, 12, 30, 14, tzinfo=reloj.MEXICO)


def hecho(*miembros: tuple[str, bytes]) -> tuple[bytes, Paquete]:
    destino = io.BytesIO()
    with Paquete(destino, INSTANTE) as paquete:
        for nombre, contenido in miembros:
            paquete.agregar(nombre, io.BytesIO(contenido), "prueba")
    return destino.getvalue(), paquete


def test_los_mismos_miembros_dan_los_mismos_bytes():
    miembros = [("a.txt", b"hola" * 5000), ("b/c.pdf", b"%PDF")]
    uno, paquete = hecho(*miembros)
    assert hecho(*miembros)[0] == uno
    with zipfile.ZipFile(io.BytesIO(uno)) as abierto:
        assert {i.filename: i.date_time for i in abierto.infolist()} == dict.fromkeys(["a.txt", "b/c.pdf"], (2022, 7, 6, 12, 30, 14))
        assert abierto.read("a.txt") == b"hola" * 5000
        assert abierto.testzip() is None
    assert [(m.nombre, m.tamano, m.sha256) for m in paquete.miembros] == [(n, len(c), hashlib.sha256(c).hexdigest()) for n, c in miembros]


def test_dos_que_se_llaman_igual_quedan_los_dos():
    contenido, paquete = hecho(("oficio.pdf", b"1"), ("oficio.pdf", b"2"), ("LEEME", b"3"), ("LEEME", b"4"))
    assert [m.nombre for m in paquete.miembros] == ["oficio.pdf", "oficio-2.pdf", "LEEME", "LEEME-2"]
    with zipfile.ZipFile(io.BytesIO(contenido)) as abierto:
        assert [abierto.read(n) for n in abierto.namelist()] == [b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    ("nombre", "sale"),
    [("../../etc/passwd", "-..-etc-passwd"), ("ST-CNSSP/001/2022", "ST-CNSSP-001-2022"), ("a\\b:c\n", "a-b-c-"), ("...", "sin-nombre"), ("Ñandú", "Ñandú")],
)
def test_un_nombre_no_sale_de_su_carpeta(nombre, sale):
    assert limpio(nombre) == sale


def test_el_manifiesto_dice_cada_huella_y_no_deja_formulas():
    _, paquete = hecho(("=malo.txt", b"x"))
    (renglon,) = csv.DictReader(io.StringIO(manifiesto_csv(paquete.miembros).decode("utf-8-sig")))
    assert renglon == {"Nombre": "'=malo.txt", "Qué es": "prueba", "Bytes": "1", "SHA-256": hashlib.sha256(b"x").hexdigest()}
    dicho = json.loads(manifiesto_json(paquete.miembros, {"folio": "E-1"}))
    assert dicho == {"folio": "E-1", "miembros": [{"nombre": "=malo.txt", "que": "prueba", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}]}
