"""La orden ``notificaciones``: escribe los mismos archivos que conserva, y sale distinto de cero si no puede."""

import json

import pytest
from django.core.management import CommandError, call_command

from conferencia.models import OficioDeSalida
from conferencia.reports.escritos import impreso
from tests.conferencia.oficios import archivos_de, bytes_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy", "reunion")]


@pytest.fixture(autouse=True)
def _pdf_ligero(monkeypatch):
    """El PDF tarda y se prueba aparte."""
    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: f"%PDF {escrito.numero or 'borrador'}".encode())


def test_sin_emitir_escribe_borradores_y_no_numera(tmp_path, capsys):
    call_command("notificaciones", reunion="zc-2022-1", salida=tmp_path / "salida", json=True)
    dicho = json.loads(capsys.readouterr().out)
    assert [(o["institucion"], o["numero"]) for o in dicho["oficios"]][:2] == [("CDMX-SS", ""), ("CNI-PM", "")]
    assert sorted(a.name for a in (tmp_path / "salida" / "PUE-SS").iterdir()) == [
        "Notificacion-PUE-SS-borrador-designaciones.docx",
        "Notificacion-PUE-SS-borrador.docx",
        "Notificacion-PUE-SS-borrador.pdf",
    ]
    assert len(list((tmp_path / "salida").iterdir())) == 11
    assert set(OficioDeSalida.objects.values_list("estado", flat=True)) == {"borrador"}


def test_emitir_escribe_lo_que_conserva(tmp_path, capsys):
    call_command("notificaciones", "--emitir", reunion="ZC-2022-1", salida=tmp_path)
    assert "11 oficios en" in capsys.readouterr().out
    for salida in OficioDeSalida.objects.select_related("institucion"):
        escritos = {a.name: a.read_bytes() for a in (tmp_path / salida.institucion.clave).iterdir()}
        assert escritos == {a.nombre: bytes_de(a) for a in archivos_de(salida)}
    call_command("notificaciones", "--emitir", reunion="ZC-2022-1", salida=tmp_path)
    assert "No queda ninguna notificación por preparar." in capsys.readouterr().out


@pytest.mark.parametrize(("cambio", "dicho"), [({"reunion": "ZC-1999-9"}, "Las hay: ZC-2022-1"), ({"salida": "/proc/no/se/puede"}, "No se puede escribir")])
def test_lo_que_no_se_puede_sale_con_dos(tmp_path, cambio, dicho):
    opciones = {"reunion": "ZC-2022-1", "salida": str(tmp_path)} | cambio
    with pytest.raises(CommandError, match=dicho) as error:
        call_command("notificaciones", *[f"--{nombre}={valor}" for nombre, valor in opciones.items()])
    assert (error.value.returncode, OficioDeSalida.objects.filter(emitido_en__isnull=False).count()) == (2, 0)
