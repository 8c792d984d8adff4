"""Revisar un borrador antes de firmarlo: qué le falta, cómo decirlo, y nada guardado."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from conferencia.models import Acta, Archivo, Hecho, Recepcion
from tests import reparto
from tests.conferencia.captura import OTRA

RUTA = "/actas/borrador/"
LIMPIO = """# Acta

Puebla, a 9 de agosto de 2022.

## ACUERDAN:

### PRIMERO.- INFORME

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un informe de avances mediante oficio a más tardar el 30 de septiembre de 2022.
"""


def rastro() -> tuple:
    en_disco = sum(p.is_file() for p in Path(settings.MEDIA_ROOT).rglob("*"))
    return Acta.objects.count(), Archivo.objects.count(), Recepcion.objects.count(), Hecho.objects.count(), en_disco


@pytest.mark.django_db
def test_dice_que_falta_y_como_redactarlo_sin_guardar_nada(entrar, texto):
    cliente = entrar(reparto.titular())
    antes = rastro()
    leido = texto(cliente.post(RUTA, {"texto": OTRA}))
    assert "1 de 2 compromisos quedarían difíciles de exigir" in leido
    assert "Sin plazo. Agregue una fecha: «a más tardar el [día] de [mes] de [año]»." in leido
    subido = cliente.post(RUTA, {"archivo": SimpleUploadedFile("borrador.md", LIMPIO.encode())})
    assert "Listo para firmarse" in texto(subido)
    assert rastro() == antes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("datos", "dicho"),
    [
        ({}, "Pega el texto del borrador o sube su archivo."),
        ({"texto": "Se habló del clima."}, "No se reconoció ningún acuerdo"),
        ({"archivo": SimpleUploadedFile("b.docx", b"PK\x03\x04" + bytes(60))}, "«b.docx»"),
        ({"texto": OTRA, "fecha": "31/02/2022"}, "Escribe una fecha real"),
    ],
    ids=["nada", "sin acuerdos", "docx roto", "fecha imposible"],
)
def test_lo_que_no_se_puede_revisar_se_dice_y_no_se_pierde(entrar, texto, datos, dicho):
    respuesta = entrar(reparto.titular()).post(RUTA, datos)
    assert (respuesta.status_code, dicho in texto(respuesta)) == (422, True)
    assert " ".join(datos.get("texto", "").split()) in texto(respuesta)


@pytest.mark.parametrize(("contenido", "codigo"), [(LIMPIO, 0), (OTRA, 1)])
def test_la_orden_sale_con_cero_si_esta_limpio_y_con_uno_si_hay_avisos(tmp_path, contenido, codigo):
    ruta, salida = tmp_path / "borrador.md", io.StringIO()
    ruta.write_text(contenido)
    obtenido = 0
    try:
        call_command("revisar_borrador", str(ruta), "--json", stdout=salida)
    except SystemExit as fin:
        obtenido = fin.code
    datos = json.loads(salida.getvalue())
    assert (obtenido, datos["veredicto"]) == (codigo, ["limpio", "con_avisos"][codigo])
    assert sum(datos["avisos"].values()) == sum(len(r["reparos"]) for r in datos["renglones"])
    assert all(reparo["sugerencia"] for r in datos["renglones"] for reparo in r["reparos"])


@pytest.mark.parametrize("contenido", [b"Nada que ver.", b"\0\1\2binario", b""])
def test_la_orden_sale_con_dos_si_no_se_puede_leer(tmp_path, contenido):
    ruta = tmp_path / "borrador.txt"
    ruta.write_bytes(contenido)
    with pytest.raises(CommandError) as negado:
        call_command("revisar_borrador", str(ruta))
    assert negado.value.returncode == 2


def test_la_orden_dice_en_palabras_lo_que_falta(tmp_path):
    ruta, salida = tmp_path / "borrador.md", io.StringIO()
    ruta.write_text(OTRA)
    with pytest.raises(SystemExit):
        call_command("revisar_borrador", str(ruta), stdout=salida)
    assert salida.getvalue().splitlines()[0] == "2 compromisos; 1 con avisos."
    assert "  · sin plazo. Agregue una fecha: «a más tardar el [día] de [mes] de [año]»." in salida.getvalue()
