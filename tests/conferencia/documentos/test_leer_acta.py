"""``leer_acta`` con cada formato: un objeto JSON, y sale con 2 y un mensaje si no se puede."""

import json

import pytest
from django.core.management import CommandError, call_command

from . import muestras


@pytest.mark.parametrize("formato", ["md", "word", "una_columna", "dos_columnas"])
def test_lee_cada_formato(request, capsys, formato, lectura):
    ruta = muestras.ACTA if formato == "md" else request.getfixturevalue(formato)
    call_command("leer_acta", str(ruta), "--json")
    leido = json.loads(capsys.readouterr().out)
    assert len(leido["disposiciones"]) == 17
    assert leido == json.loads(json.dumps(lectura.a_json(), ensure_ascii=False))


def test_lee_una_foto(taller, hoja, capsys):
    foto = taller / "acta.jpg"
    hoja.convert("RGB").save(foto, quality=85)
    call_command("leer_acta", str(foto), "--json")
    leido = json.loads(capsys.readouterr().out)
    assert [(d["ordinal"], [c["plazo"]["vence"] for c in d["compromisos"]]) for d in leido["disposiciones"]] == [("ÚNICO", ["2022-09-30"])]


@pytest.mark.parametrize(
    ("nombre", "contenido"), [("roto.pdf", b"%PDF-1.4 nada"), ("roto.docx", b"PK\x03\x04"), ("roto.png", b"\x89PNG\r\n\x1a\n"), ("vacio.md", b"")]
)
def test_lo_ilegible_sale_con_2(tmp_path, capsys, nombre, contenido):
    (tmp_path / nombre).write_bytes(contenido)
    with pytest.raises(CommandError, match=nombre) as error:
        call_command("leer_acta", str(tmp_path / nombre), "--json")
    assert error.value.returncode == 2
    assert capsys.readouterr().out == ""
