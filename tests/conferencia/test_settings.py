"""Los ajustes fallan con un mensaje claro, y el modo demo se niega donde haría daño."""

import os
import subprocess
import sys

import pytest

BASE = {
    "SECRET_KEY": "x",
    "DATABASE_URL": "postgres://u:p@127.0.0.1:5432/x",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "conferencia.settings",
}
S3 = {"S3_BUCKET": "oficios", "S3_ENDPOINT_URL": "https://s3.example.mx", "S3_ACCESS_KEY_ID": "a", "S3_SECRET_ACCESS_KEY": "b"}
DEPOSITO = """
from django.conf import settings
from django.core.files.storage import storages
print(type(storages["default"]).__name__, *settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"])
"""
CARGAR = "from django.conf import settings; settings.DEBUG; print(settings.SECRET_KEY, settings.HOY)"


def cargar(programa: str = CARGAR, /, **cambios: str) -> subprocess.CompletedProcess:
    entorno = {k: v for k, v in {**BASE, **cambios}.items() if v}
    return subprocess.run([sys.executable, "-c", programa], env=entorno, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"SECRET_KEY": ""}, "Falta SECRET_KEY"),
        ({"DATABASE_URL": ""}, "Falta DATABASE_URL"),
        ({"REDIS_URL": ""}, "Falta REDIS_URL"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "debe ser de PostgreSQL"),
        ({"SECRET_KEY": "", "SECRET_KEY_FILE": "/no/existe"}, "No se pudo leer SECRET_KEY_FILE"),
        ({"DEMO": "1", "DATABASE_URL": "postgres://u:p@base.example.mx/x"}, "base externa"),
        ({"DEMO": "1", "ALLOWED_HOSTS": "acuerdos.example.mx"}, "solo se atiende en loopback"),
        ({"DEMO": "1", "BASE_URL": "https://acuerdos.example.mx"}, "solo se atiende en loopback"),
        ({"HOY": "2022-07-06"}, "HOY solo se admite en modo demo"),
        ({"CLAMAV_URL": "/run/clamd.ctl"}, "CLAMAV_URL se escribe"),
        ({"ANCLAS_DE_FIRMA": "/no/existe"}, "ANCLAS_DE_FIRMA debe ser una carpeta"),
        ({"S3_BUCKET": "oficios"}, "hace falta S3_ENDPOINT_URL"),
        ({**S3, "S3_ENDPOINT_URL": "s3.example.mx"}, "se escribe «https://servidor»"),
        ({**S3, "S3_PUBLIC_URL": "ftp://s3.example.mx"}, "hace falta S3_PUBLIC_URL"),
        ({**S3, "S3_SECRET_ACCESS_KEY": ""}, "Falta S3_SECRET_ACCESS_KEY"),
        ({**S3, "S3_ADDRESSING_STYLE": "dns"}, "S3_ADDRESSING_STYLE es"),
        ({**S3, "S3_SIGNED_SECONDS": "3600"}, "S3_SIGNED_SECONDS va de 1 a 60"),
        ({"CLAMAV_OBLIGATORIO": "1"}, "CLAMAV_OBLIGATORIO=1 pide CLAMAV_URL"),
        ({"DEMO": "1", "HOY": "6 de julio"}, "HOY debe ser AAAA-MM-DD"),
    ],
)
def test_falla_y_dice_por_que(cambios, dice):
    hecho = cargar(**cambios)
    assert hecho.returncode != 0
    assert dice in hecho.stderr


def test_un_secreto_puede_venir_de_un_archivo(tmp_path):
    ruta = tmp_path / "llave"
    ruta.write_text("de-archivo\n")
    assert cargar(SECRET_KEY="", SECRET_KEY_FILE=str(ruta)).stdout.strip() == "de-archivo None"


def test_en_demo_hoy_se_congela():
    assert cargar(DEMO="1", HOY="2022-07-06").stdout.strip() == "x 2022-07-06"


@pytest.mark.parametrize(
    ("cambios", "dicho"),
    [
        ({}, "FileSystemStorage 'self'"),
        (S3, "Deposito 'self' https://s3.example.mx"),
        ({**S3, "S3_PUBLIC_URL": "https://archivos.example.mx/"}, "Deposito 'self' https://archivos.example.mx"),
        ({**S3, "S3_ADDRESSING_STYLE": "virtual"}, "Deposito 'self' https://oficios.s3.example.mx"),
    ],
)
def test_los_archivos_viven_donde_se_diga_y_de_ahi_se_pueden_mostrar(cambios, dicho):
    assert cargar(DEPOSITO, **cambios).stdout.strip() == dicho
