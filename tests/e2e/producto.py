"""El producto entero en marcha para los recorridos: gunicorn, un trabajador de Celery por cola, beat y un SMTP de verdad."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

RAIZ = Path(__file__).resolve().parents[2]
CONTRASENA = "recorrido-de-prueba"
LIMITE = 60  # segundos


def puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


@dataclass
class Producto:
    """Procesos, dirección y carpetas de una instancia. ``hoy`` congela su fecha."""

    carpeta: Path
    hoy: str
    procesos: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __post_init__(self):
        self.puerto, self.puerto_smtp = puerto_libre(), puerto_libre()
        self.correos = self.carpeta / "correo"
        self.correos.mkdir()
        self.entorno = self._entorno()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.puerto}"

    def _entorno(self) -> dict[str, str]:
        base = urlsplit(os.environ["DATABASE_URL"])
        redis = urlsplit(os.environ["REDIS_URL"])
        nombre = f"recorrido_{secrets.token_hex(4)}"
        conexion = psycopg2.connect(os.environ["DATABASE_URL"])
        conexion.autocommit = True
        with conexion.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{nombre}"')
        conexion.close()
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "conferencia.settings",
            "DATABASE_URL": base._replace(path=f"/{nombre}").geturl(),
            "REDIS_URL": redis._replace(path=f"/{8 + int(redis.path.strip('/') or 0)}").geturl(),  # hasta siete procesos de pruebas
            "SECRET_KEY": "solo-para-recorridos",
            "DEMO": "1",
            "DEMO_PASSWORD": CONTRASENA,
            "HOY": self.hoy,
            "PORT": str(self.puerto),
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "MEDIA_ROOT": str(self.carpeta / "archivos"),
            "STATIC_ROOT": str(self.carpeta / "static"),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.puerto_smtp}",
            "CORREO_DEMO_DIR": str(self.correos),
            "DEBUG": "1",
        }

    def manage(self, *argumentos: str) -> str:
        hecho = subprocess.run([sys.executable, "manage.py", *argumentos], cwd=RAIZ, env=self.entorno, capture_output=True, text=True, check=True)
        return hecho.stdout

    def levanta(self) -> None:
        self.manage("migrate", "--verbosity", "0")
        self.manage("semilla")
        celery = ("celery", "-A", "conferencia.celery")
        self.lanza("correo", "conferencia.arranque.buzon_demo", "--puerto", str(self.puerto_smtp), "--carpeta", str(self.correos))
        self.lanza("web", "gunicorn", "conferencia.wsgi:application", "--bind", f"127.0.0.1:{self.puerto}", "--worker-class", "gthread", "--threads", "4")
        self.lanza(
            "worker", *celery, "worker", "-Q", "celery,informes,lectura", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"
        )
        self.lanza("beat", *celery, "beat", "--schedule", str(self.carpeta / "agenda"), "--pidfile=", "--loglevel", "WARNING")
        self.espera(self._lista, "la web no contestó")

    def lanza(self, nombre: str, modulo: str, *argumentos: str) -> None:
        with (self.carpeta / f"{nombre}.log").open("ab") as salida:
            orden = [sys.executable, "-m", modulo, *argumentos]
            self.procesos[nombre] = subprocess.Popen(orden, cwd=RAIZ, env=self.entorno, stdout=salida, stderr=salida, start_new_session=True)

    def espera(self, condicion, queja: str, limite: float = LIMITE):
        """Lo que dé ``condicion`` cuando sea cierto; si no llega, ``queja`` con lo último que dijeron los procesos."""
        fin = time.monotonic() + limite
        while time.monotonic() < fin:
            if valor := condicion():
                return valor
            time.sleep(0.2)
        registros = "\n".join(f"--- {p.name}\n{p.read_text(errors='replace')[-1500:]}" for p in self.carpeta.glob("*.log"))
        raise AssertionError(f"{queja}\n{registros}")

    def _lista(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/salud/lista", timeout=2) as respuesta:
                return respuesta.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def detiene(self) -> None:
        for proceso in self.procesos.values():
            proceso.terminate()
        for proceso in self.procesos.values():
            try:
                proceso.wait(timeout=10)
            except subprocess.TimeoutExpired:
                proceso.kill()
                proceso.wait()
