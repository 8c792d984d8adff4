"""Base de todas las pruebas: PostgreSQL y Redis de verdad, con el acta de Zona Centro ya publicada.

La semilla se siembra una vez por sesión; cada prueba corre en una transacción que se deshace. Las pruebas con
``transaction=True`` vacían la base: piden ``sembrada`` para volver a tenerla.
"""

import os
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django.plugin import blocking_manager_key

from conferencia import reloj
from conferencia.models import Reunion
from conferencia.services.semilla import sembrar
from tests import reparto as personas

CONTRASENA = "contrasena-de-prueba"
HOY = date(2022, 7, 6)
_flush = DatabaseOperations.execute_sql_flush
_vaciada = False  # una prueba que confirma sus transacciones vacía la base al terminar


def _flush_con_permiso(self, sql_list):
    """La base niega vaciar los hechos; solo el desmontaje de pruebas, dueño de la tabla, levanta la guarda."""
    global _vaciada
    _vaciada = True
    with self.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE conferencia_hecho DISABLE TRIGGER USER")
        try:
            _flush(self, sql_list)
        finally:
            cursor.execute("ALTER TABLE conferencia_hecho ENABLE TRIGGER USER")


def _redis_de_este_proceso():
    """Con pytest-xdist cada proceso tiene su base (la de PostgreSQL la pone pytest-django) y su número de Redis: nadie toma la cola de otro."""
    numero = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = urlsplit(settings.REDIS_URL)._replace(path=f"/{numero}").geturl()
    os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CACHES["default"]["LOCATION"] = url


def pytest_configure(config):
    _redis_de_este_proceso()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright deja un ciclo de eventos abierto en el hilo de las pruebas
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEMO, settings.SEGUNDO_FACTOR_OBLIGATORIO = True, False
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.AXES_ENABLED = False
    DatabaseOperations.execute_sql_flush = _flush_con_permiso


@pytest.fixture(scope="session", autouse=True)
def _archivos_aparte(tmp_path_factory):
    """Los archivos de las pruebas van a una carpeta temporal, nunca a la de la instancia."""
    carpeta = tmp_path_factory.mktemp("archivos")
    settings.MEDIA_ROOT = carpeta
    default_storage._wrapped = type(default_storage._wrapped)(location=str(carpeta)) if hasattr(default_storage, "_wrapped") else None
    return carpeta


def _sembrar():
    with reloj.fijo(HOY):
        sembrar(contrasena=CONTRASENA)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, _archivos_aparte):
    with django_db_blocker.unblock():
        _sembrar()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """La prueba que se deshace encuentra siempre la semilla, aunque en este proceso otra haya vaciado antes la base."""
    global _vaciada
    if not _vaciada or not _se_deshace(item):
        return
    with item.config.stash[blocking_manager_key].unblock():
        _sembrar()
    _vaciada = False


def _se_deshace(item) -> bool:
    marca = item.get_closest_marker("django_db")
    confirma = "transactional_db" in item.fixturenames or (marca is not None and (marca.kwargs.get("transaction") or (marca.args and marca.args[0])))
    return not confirma and (marca is not None or "db" in item.fixturenames)


@pytest.fixture
def sembrada(transactional_db):
    """La semilla en una prueba que confirma de verdad sus transacciones."""
    if not Reunion.objects.exists():
        _sembrar()
    connection.commit() if not connection.get_autocommit() else None


@pytest.fixture
def hoy():
    """Miércoles 6 de julio de 2022, el día siguiente de la firma, salvo que la prueba fije otro."""
    with reloj.fijo(HOY):
        yield HOY


@pytest.fixture
def reunion(db):
    return Reunion.objects.get(clave="ZC-2022-1")


@pytest.fixture
def titular(db):
    return personas.titular()


@pytest.fixture
def analista(db):
    return personas.analista()


@pytest.fixture
def enlace(db):
    return personas.enlace()


@pytest.fixture
def enlace_ajeno(db):
    return personas.enlace_ajeno()


@pytest.fixture
def consulta(db):
    return personas.consulta()
