"""``revisar_borrador``: qué le falta, a quién reconoce el catálogo, y un código de salida que una tarea puede usar."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from conferencia.management.commands import revisar_borrador
from conferencia.models import Denominacion
from tests.conferencia.captura import OTRA
from tests.conferencia.web.test_borradores import AJENO, LIMPIO, SIGLA


def revisar(tmp_path, contenido: str, *opciones: str) -> tuple[int, str, str]:
    """Código de salida y lo escrito en cada salida."""
    ruta, dicho, quejas = tmp_path / "borrador.md", io.StringIO(), io.StringIO()
    ruta.write_text(contenido)
    try:
        call_command("revisar_borrador", str(ruta), *opciones, stdout=dicho, stderr=quejas)
    except SystemExit as fin:
        return fin.code, dicho.getvalue(), quejas.getvalue()
    return 0, dicho.getvalue(), quejas.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("contenido", "codigo"), [(LIMPIO, 0), (OTRA, 1), (SIGLA, 1), (AJENO, 1)], ids=["limpio", "sin plazo", "ambiguo", "desconocido"])
def test_sale_con_cero_si_esta_limpio_y_con_uno_si_hay_avisos(tmp_path, contenido, codigo):
    obtenido, dicho, quejas = revisar(tmp_path, contenido, "--json")
    datos = json.loads(dicho)
    assert (obtenido, datos["veredicto"], datos["cotejado"], quejas) == (codigo, ["limpio", "con_avisos"][codigo], True, "")
    assert sum(datos["avisos"].values()) == sum(len(r["reparos"]) for r in datos["renglones"])
    assert all(reparo["sugerencia"] for r in datos["renglones"] for reparo in r["reparos"])


@pytest.mark.django_db
def test_coteja_a_quien_nombra_con_el_catalogo(tmp_path):
    estados = {}
    for borrador in (LIMPIO, SIGLA, AJENO):
        (renglon,) = json.loads(revisar(tmp_path, borrador, "--json")[1])["renglones"]
        (quien,) = renglon["responsables"]
        estados[quien["texto"]] = (quien["estado"], len(quien["nombres"]), [r["aviso"] for r in renglon["reparos"]])
    assert estados == {
        "Secretarios de Seguridad de la Zona Centro": ("resuelto", 1, []),
        "CNI": ("ambiguo", 3, ["responsable ambiguo"]),
        "Dirección de Parques y Jardines": ("desconocido", 0, ["responsable fuera del catálogo"]),
    }


@pytest.mark.django_db
def test_lo_dice_en_palabras_con_la_redaccion_que_lo_arregla(tmp_path):
    _, dicho, _ = revisar(tmp_path, OTRA)
    assert dicho.splitlines()[0] == "2 compromisos; 1 con avisos."
    assert "  · sin plazo. Agregue una fecha: «a más tardar el [día] de [mes] de [año]»." in dicho.splitlines()
    _, dicho, _ = revisar(tmp_path, SIGLA)
    (renglon,) = [r for r in dicho.splitlines() if "responsable ambiguo." in r]
    assert renglon.startswith("  · responsable ambiguo. «CNI» puede ser «")
    assert renglon.endswith("». Escriba el nombre completo de quien responde.")


@pytest.mark.django_db
def test_sin_catalogo_o_sin_base_examina_lo_demas_y_lo_dice(tmp_path, monkeypatch):
    Denominacion.objects.all().delete()
    vacio = revisar(tmp_path, SIGLA, "--json")

    def sin_base():
        raise OperationalError("connection refused")

    monkeypatch.setattr(revisar_borrador, "directorio", sin_base)
    assert revisar(tmp_path, SIGLA, "--json") == vacio
    assert (vacio[0], vacio[2].strip(), json.loads(vacio[1])["cotejado"]) == (0, revisar_borrador.SIN_COTEJAR, False)


@pytest.mark.parametrize("contenido", [b"Nada que ver.", b"\0\1\2binario", b""])
def test_sale_con_dos_si_no_se_puede_leer(tmp_path, contenido):
    ruta = tmp_path / "borrador.txt"
    ruta.write_bytes(contenido)
    with pytest.raises(CommandError) as negado:
        call_command("revisar_borrador", str(ruta))
    assert negado.value.returncode == 2
