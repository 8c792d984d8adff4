"""La orden de administración: crea para otro, revoca por prefijo y lista sin secretos."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from conferencia.models import CredencialApi, Hecho
from conferencia.services.credenciales import autenticar
from tests import reparto
from tests.conftest import HOY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def correr(*argumentos: str) -> tuple[str, str]:
    salida, avisos = io.StringIO(), io.StringIO()
    call_command("credencial_api", *argumentos, stdout=salida, stderr=avisos)
    return salida.getvalue(), avisos.getvalue()


def test_crear_escribe_solo_la_ficha_en_la_salida(enlace):
    salida, avisos = correr("crear", "--usuario", "ENLACE.PUEBLA@demo.mx", "--nombre", "Tablero", "--dias", "10")
    credencial = autenticar(salida.strip())
    assert (credencial.usuario, credencial.nombre, credencial.caduca_el) == (enlace, "Tablero", HOY + timedelta(days=10))
    assert "Caduca el 2022-07-16" in avisos
    assert Hecho.objects.de(credencial).get().actor_id is None


def test_revocar_por_prefijo_o_por_la_ficha_entera():
    fichas = [correr("crear", "--usuario", "consulta@demo.mx", "--nombre", n)[0].strip() for n in "ab"]
    correr("revocar", fichas[0].split("_")[1])
    correr("revocar", fichas[1])
    assert [autenticar(f) for f in fichas] == [None, None]
    with pytest.raises(CommandError, match="ya estaba revocada"):
        correr("revocar", fichas[0])


def test_listar_no_dice_secretos(enlace):
    ficha = correr("crear", "--usuario", enlace.email, "--nombre", "Tablero", "--dias", "5")[0].strip()
    autenticar(ficha)
    (renglon,) = correr("listar")[0].strip().splitlines()
    prefijo, secreto = ficha.split("_")[1:]
    assert renglon.split() == [prefijo, "vigente", "caduca", "2022-07-11", "usada", "2022-07-06", "12:00", enlace.email, "Tablero"]
    assert secreto not in renglon


@pytest.mark.parametrize(
    ("argumentos", "motivo"),
    [
        (["crear", "--usuario", "noexiste@x.mx", "--nombre", "x"], "No hay ninguna cuenta"),
        (["crear", "--usuario", "consulta@demo.mx", "--nombre", "x", "--dias", "366"], "--dias va de 1 a 365"),
        (["crear", "--usuario", "consulta@demo.mx", "--nombre", "x", "--dias", "0"], "--dias va de 1 a 365"),
        (["crear", "--usuario", "consulta@demo.mx", "--nombre", " "], "para qué es"),
        (["crear", "--usuario", "nadie@demo.mx", "--nombre", "x"], "ninguna designación vigente"),
        (["revocar", "zzzzzzzz"], "No hay ninguna credencial"),
    ],
)
def test_lo_imposible_falla_diciendo_por_que(argumentos, motivo):
    reparto.sin_designacion()
    with pytest.raises(CommandError, match=motivo):
        correr(*argumentos)
    assert CredencialApi.objects.count() == 0
