"""La misma carga desde la terminal: revisa, y solo con ``--aplicar`` escribe."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from conferencia import reloj
from conferencia.models import Entrega, Importacion
from tests.conferencia.libros import cumplida, renglon, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def libro(tmp_path):
    def con(*filas) -> str:
        ruta = tmp_path / "matriz.xlsx"
        ruta.write_bytes(xlsx(filas).getvalue())
        return str(ruta)

    with reloj.fijo(date(2022, 12, 5)):
        yield con


def test_sin_aplicar_solo_dice_y_aplicando_asienta(libro, capsys):
    ruta = libro(cumplida("T3.1/PUE-SS", date(2022, 7, 12)))
    call_command("importar_seguimiento", ruta, "--reunion", "ZC-2022-1")
    assert capsys.readouterr().out == "Revisada: 0 aplicados, 1 por aplicar, 0 sin cambio, 0 con error.\n"
    assert Entrega.objects.count() == 0
    reunion = str(Importacion.objects.get().reunion_id)
    call_command("importar_seguimiento", ruta, "--reunion", reunion, "--aplicar", "--json")
    hecho = json.loads(capsys.readouterr().out)
    assert (hecho["estado"], hecho["aplicado"], hecho["renglones"][0]["resultado"]) == ("aplicada", 1, "aplicado")
    assert Entrega.objects.count() == 1


def test_con_errores_los_dice_y_sale_con_uno(libro, capsys):
    with pytest.raises(SystemExit) as salida:
        call_command("importar_seguimiento", libro(renglon("T3.1/PUE-SS", "cumplida")), "--reunion", "ZC-2022-1")
    assert salida.value.code == 1
    assert "renglón 2 ZC-2022-1/T3.1/PUE-SS: Falta «Fecha de entrega»" in capsys.readouterr().out


@pytest.mark.parametrize("mal", ["ruta", "reunion", "libro"])
def test_lo_que_no_se_puede_leer_no_cambia_nada(libro, tmp_path, mal):
    ruta = libro(renglon("T3.1/PUE-SS")) if mal != "ruta" else "no-existe.xlsx"
    if mal == "libro":
        (tmp_path / "matriz.xlsx").write_bytes(b"PK mentira")
    with pytest.raises(CommandError):
        call_command("importar_seguimiento", ruta, "--reunion", "ZC-2022-1" if mal != "reunion" else "NO-HAY")
    assert Importacion.objects.count() == 0
