"""El PostgreSQL embebido arranca, conserva lo suyo y se repone de un paro brusco."""

import os
import signal
import subprocess

import pytest

from conferencia.arranque.postgres import Postgres
from conferencia.arranque.procesos import procesos_de
from conferencia.arranque.red import puerto_libre
from conferencia.arranque.rutas import ErrorDeArranque


@pytest.fixture(scope="module")
def postgres(sitio) -> Postgres:
    """Un solo clúster para el módulo: crearlo es lo que tarda."""
    intento_a_medias = sitio.carpeta / "postgres-nuevo"
    intento_a_medias.mkdir()
    (intento_a_medias / "PG_VERSION").write_text("a medias")
    servidor = Postgres(sitio, puerto_libre())
    servidor.prepara()
    return servidor


def consulta(postgres: Postgres, sql: str, url: str | None = None) -> subprocess.CompletedProcess:
    orden = [postgres.sitio.postgres / "psql", url or postgres.url, "-Atc", sql]
    return subprocess.run(orden, capture_output=True, text=True, check=False)


def valor(postgres: Postgres, sql: str) -> str:
    resultado = consulta(postgres, sql)
    assert resultado.returncode == 0, resultado.stderr
    return resultado.stdout.strip()


def detiene(proceso: subprocess.Popen) -> None:
    proceso.send_signal(signal.SIGINT)
    assert proceso.wait(20) == 0


def test_nace_en_utf8_con_acentos_y_version_18(postgres, en_pie):
    en_pie(postgres)
    assert valor(
        postgres,
        "SELECT concat_ws(' ', pg_encoding_to_char(encoding), datlocprovider, datlocale) FROM pg_database WHERE datname = current_database()",
    ) == ("UTF8 b PG_UNICODE_FAST")
    assert valor(postgres, "SELECT upper('ñandú') || ('ACCIÓN' ILIKE 'acción')::text") == "ÑANDÚtrue"
    assert valor(postgres, "SHOW server_version_num").startswith("18")


def test_sin_la_contrasena_no_se_entra(postgres, en_pie):
    en_pie(postgres)
    ajena = postgres.url.replace(postgres.clave, "otra")
    assert "password authentication failed" in consulta(postgres, "SELECT 1", ajena).stderr


def test_el_segundo_arranque_conserva_los_datos_aunque_cambie_el_puerto(postgres, en_pie):
    proceso = en_pie(postgres)
    valor(postgres, "CREATE TABLE conservada AS SELECT 17 AS disposiciones")
    detiene(proceso)
    otro = Postgres(postgres.sitio, puerto_libre())
    en_pie(otro)
    assert otro.puerto != postgres.puerto
    assert valor(otro, "SELECT disposiciones FROM conservada") == "17"


def test_un_pid_viejo_que_ya_es_de_otro_proceso_no_impide_arrancar(postgres, en_pie):
    opciones = postgres.sitio.cuenta.opciones() if postgres.sitio.cuenta else {}
    inocente = subprocess.Popen(["sleep", "60"], **opciones)
    try:
        pid_viejo = postgres.sitio.entrega(postgres.datos / "postmaster.pid", f"{inocente.pid}\n{postgres.datos}\n0\n{postgres.puerto}\n\n127.0.0.1\n")
        assert en_pie(postgres, prepara=False).wait(5) != 0, "con ese archivo PostgreSQL se niega: si arranca, esta prueba no prueba nada"
        assert pid_viejo.exists()
        en_pie(postgres)
        assert valor(postgres, "SELECT 1") == "1"
        assert inocente.poll() is None
    finally:
        inocente.kill()
        inocente.wait()


def test_tras_matar_al_servidor_vuelve_con_lo_confirmado(postgres, en_pie):
    proceso = en_pie(postgres)
    valor(postgres, "CREATE TABLE confirmada AS SELECT 159 AS obligaciones")
    proceso.kill()
    proceso.wait()
    en_pie(postgres)
    assert valor(postgres, "SELECT obligaciones FROM confirmada") == "159"


def test_un_servidor_olvidado_se_detiene_antes_de_arrancar_otro(postgres, en_pie):
    olvidado = en_pie(postgres)
    assert olvidado.pid in procesos_de(postgres.datos)
    nuevo = en_pie(postgres)
    assert olvidado.wait(1) == 0, "se detuvo en orden, no a la fuerza"
    assert nuevo.poll() is None
    assert valor(postgres, "SELECT 1") == "1"


def test_datos_de_otra_version_se_respetan_y_se_dice_que_hacer(postgres):
    version = postgres.datos / "PG_VERSION"
    original = version.read_text()
    version.write_text("17\n")
    try:
        with pytest.raises(ErrorDeArranque, match=r"son de PostgreSQL 17 y los binarios son 18"):
            postgres.prepara()
    finally:
        version.write_text(original)


@pytest.mark.skipif(os.geteuid() != 0, reason="solo root cambia de cuenta")
def test_como_root_no_corre_con_privilegios(postgres, en_pie):
    proceso = en_pie(postgres)
    assert os.stat(f"/proc/{proceso.pid}").st_uid == postgres.sitio.cuenta.uid != 0
