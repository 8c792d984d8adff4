"""La orden `avisos`: simula sin tocar nada, envía una vez y sale con código honesto."""

import json

import pytest
from django.core.management import CommandError, call_command

from enlaces.models import Aviso

pytestmark = pytest.mark.django_db


def avisos(capsys, *opciones: str) -> str:
    call_command("avisos", *opciones)
    return capsys.readouterr().out


def test_simular_dice_a_quien_y_no_escribe_nada(capsys):
    informe = json.loads(avisos(capsys, "--fecha", "2022-07-05", "--simular", "--json"))
    assert (informe["fecha"], informe["simulado"], len(informe["avisos"])) == ("2022-07-05", True, 17)
    assert informe["avisos"][0] == {
        "correo": "enlace.hidalgo@demo.mx",
        "nombre": "Hugo Islas (demo)",
        "obligaciones": [
            {"clave": f"ZC-2022-1/{t}", "motivo": "d-7", "vence_el": "2022-07-12"}
            for t in ("T1.1/HGO-C5", "T1.1/HGO-UPC", "T3.1/HGO-SS", "T4.1/HGO-C5", "T4.1/HGO-UPC")
        ],
    }
    assert Aviso.objects.count() == 0


def test_enviar_dos_veces_manda_una(capsys, buzon):
    assert json.loads(avisos(capsys, "--fecha", "2022-07-05", "--json"))["enviados"] == 19
    assert avisos(capsys, "--fecha", "2022-07-05") == "2022-07-05: 0 avisos nuevos; 0 enviados, 0 suprimidos, 0 fallidos.\n"
    assert len(buzon.correos) == 19  # y dos a la Secretaría Técnica


def test_en_domingo_no_hay_avisos(capsys, buzon):
    assert avisos(capsys, "--fecha", "2022-07-10", "--simular") == "2022-07-10: se avisaría a 0 personas.\n"


def test_lo_que_no_sale_se_dice_con_el_codigo_de_salida(capsys, buzon):
    buzon.rechazar["titular.mor-ss@demo.mx"] = "550 No existe"
    with pytest.raises(CommandError, match="no salieron"):
        avisos(capsys, "--fecha", "2022-07-05")


@pytest.mark.parametrize("fecha", ["05/07/2022", "2022-13-01", "ayer"])
def test_una_fecha_que_no_lo_es(fecha):
    with pytest.raises(CommandError, match="AAAA-MM-DD"):
        call_command("avisos", "--fecha", fecha)
