"""El supervisor levanta al que muere, detiene en orden y no deja huérfanos."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conferencia.arranque.bitacora import Bitacora
from conferencia.arranque.procesos import MARCA, Programa, despeja, procesos_de, vive
from conferencia.arranque.rutas import RAIZ
from conferencia.arranque.supervisor import Supervisor

GUION = Path(__file__).with_name("supervisor_de_prueba.py")
OBEDIENTE = 'trap "echo fin {0} >> sucesos; exit 0" TERM; echo $$ > pid-{0}; while :; do sleep 0.02; done'
TERCO = 'trap "" TERM; echo $$ > pid-{0}; while :; do sleep 0.02; done'


@pytest.fixture
def supervisa(tmp_path, hasta):
    """Corre un supervisor con los guiones dados y espera a que todos sus hijos estén en pie."""
    procesos = []

    def corre(*guiones: tuple) -> subprocess.Popen:
        entorno = os.environ | {"PYTHONPATH": str(RAIZ)}
        with (tmp_path / "salida").open("wb") as salida:
            proceso = subprocess.Popen([sys.executable, GUION, tmp_path, json.dumps(guiones)], stdout=salida, env=entorno)
        procesos.append(proceso)
        hasta(lambda: "listo" in (tmp_path / "salida").read_text())
        return proceso

    yield corre
    for proceso in procesos:
        proceso.kill()
        proceso.wait()
    despeja(tmp_path, gracia=0.1)


def pid_de(carpeta: Path, nombre: str) -> int | None:
    archivo = carpeta / f"pid-{nombre}"
    return int(archivo.read_text() or 0) or None if archivo.exists() else None


def hijo(nombre: str, etapa: int = 0, guion: str = OBEDIENTE, gracia: float = 5) -> tuple:
    return nombre, guion.format(nombre), etapa, gracia


def test_el_hijo_que_muere_se_levanta_y_se_dice_por_que(supervisa, tmp_path, hasta):
    supervisa(hijo("web"), hijo("sano"))
    hasta(lambda: pid_de(tmp_path, "web") and pid_de(tmp_path, "sano"))
    primero, sano = pid_de(tmp_path, "web"), pid_de(tmp_path, "sano")
    os.kill(primero, signal.SIGKILL)
    hasta(lambda: pid_de(tmp_path, "web") not in {None, primero})
    assert vive(pid_de(tmp_path, "web"))
    assert pid_de(tmp_path, "sano") == sano
    assert "web terminó (señal SIGKILL); se reinicia en 0.5 s." in (tmp_path / "salida").read_text()


def test_quien_muere_una_y_otra_vez_espera_cada_vez_mas(supervisa, tmp_path, hasta):
    supervisa(hijo("roto", guion="exit 3"))
    hasta(lambda: "se reinicia en 1 s." in (tmp_path / "salida").read_text())
    assert [renglon.partition("| ")[2] for renglon in (tmp_path / "salida").read_text().splitlines() if "reinicia" in renglon] == [
        "roto terminó (código 3); se reinicia en 0.5 s.",
        "roto terminó (código 3); se reinicia en 1 s.",
    ]


@pytest.mark.parametrize("senal", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_se_detiene_por_etapas_de_la_web_a_la_base(supervisa, tmp_path, hasta, senal):
    supervisor = supervisa(hijo("postgres", 0), hijo("worker", 1), hijo("web", 2))
    hasta(lambda: all(pid_de(tmp_path, nombre) for nombre in ("postgres", "worker", "web")))
    supervisor.send_signal(senal)
    assert supervisor.wait(5) == 0
    assert (tmp_path / "sucesos").read_text().splitlines() == ["fin web", "fin worker", "fin postgres"]


def test_el_que_no_obedece_muere_al_acabar_su_gracia(supervisa, tmp_path, hasta):
    supervisor = supervisa(hijo("terco", guion=TERCO, gracia=0.3))
    hasta(lambda: pid_de(tmp_path, "terco"))
    supervisor.terminate()
    assert supervisor.wait(5) == 0
    assert not vive(pid_de(tmp_path, "terco"))
    assert "terco no terminó a tiempo" in (tmp_path / "salida").read_text()


def test_una_segunda_senal_no_espera_la_gracia(supervisa, tmp_path, hasta):
    supervisor = supervisa(hijo("terco", guion=TERCO, gracia=60))
    hasta(lambda: pid_de(tmp_path, "terco"))
    supervisor.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        supervisor.wait(0.5)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(5) == 0


def test_matar_al_supervisor_no_deja_huerfanos(supervisa, tmp_path, hasta):
    supervisor = supervisa(hijo("worker"), hijo("web"))
    hasta(lambda: pid_de(tmp_path, "worker") and pid_de(tmp_path, "web"))
    pids = [pid_de(tmp_path, "worker"), pid_de(tmp_path, "web")]
    assert all(map(vive, pids))
    supervisor.kill()
    supervisor.wait()
    hasta(lambda: not any(map(vive, pids)), 3)


def test_se_retira_lo_marcado_y_solo_eso(tmp_path):
    olvidado = subprocess.Popen(["sleep", "60"], env=os.environ | {MARCA: str(tmp_path)})
    ajeno = subprocess.Popen(["sleep", "60"], cwd=tmp_path)
    try:
        while b"sleep" not in Path(f"/proc/{olvidado.pid}/cmdline").read_bytes():
            pass  # hasta que exec ponga su entorno
        assert procesos_de(tmp_path) == [olvidado.pid]
        assert despeja(tmp_path, gracia=1) == 1
        assert olvidado.wait(1) == -signal.SIGTERM
        assert ajeno.poll() is None
    finally:
        for proceso in (olvidado, ajeno):
            proceso.kill()
            proceso.wait()


def test_lo_que_debe_terminar_bien_y_falla_lo_dice(tmp_path, capsys):
    supervisor = Supervisor(Bitacora(), tmp_path)
    supervisor.corre(Programa("migrate", ["sh", "-c", "echo hecho; printf 'sin salto'"], dict(os.environ)))
    with pytest.raises(subprocess.CalledProcessError) as falla:
        supervisor.corre(Programa("semilla", ["sh", "-c", "echo mal >&2; exit 4"], dict(os.environ)))
    assert (falla.value.returncode, falla.value.cmd) == (4, "semilla")
    assert capsys.readouterr().out.splitlines() == ["migrate    | hecho", "migrate    | sin salto", "semilla    | mal"]
