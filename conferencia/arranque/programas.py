"""Los procesos del producto: con qué orden se lanza cada uno y en qué etapa se detiene."""

import signal

from .entorno import Eleccion
from .procesos import Programa
from .rutas import PYTHON, RAIZ, VAR, asegura_carpeta

SERVICIOS, TRABAJO, FRENTE = 0, 1, 2  # etapas: se detienen de la última a la primera
MEMORIA_POR_INFORME = 800_000  # KiB; componer 100 páginas ocupa 235 MB

Entorno = dict[str, str]


def modulo(nombre: str, *argumentos: str, entorno: Entorno, etapa: int) -> Programa:
    """``python -m …`` del entorno virtual, en la carpeta del proyecto."""
    return Programa(nombre, [str(PYTHON), "-m", *argumentos], entorno, RAIZ, etapa=etapa)


def manage(entorno: Entorno, *argumentos: str) -> Programa:
    """Una orden de ``manage.py``, que debe terminar sola."""
    return Programa(argumentos[0], [str(PYTHON), "manage.py", *argumentos], entorno, RAIZ, etapa=FRENTE)


def trabajadores(entorno: Entorno) -> list[Programa]:
    """La cola general (correos y rutinas); aparte, informes, que se renueva porque componer PDF retiene memoria, y lectura, que tarda minutos.

    Dos lecturas a la vez: un texto no espera a que termine un escaneo. Reconocer corre con menor prioridad (``documentos.__main__``).
    """
    renueva = ("--max-tasks-per-child", "20", "--max-memory-per-child", str(MEMORIA_POR_INFORME))
    return [
        _trabajador("worker", "celery", "--concurrency", "2", entorno=entorno),
        _trabajador("informes", "informes", "--concurrency", "1", *renueva, entorno=entorno),
        _trabajador("lectura", "lectura", "--concurrency", "2", entorno=entorno),
    ]


def _trabajador(nombre: str, cola: str, *argumentos: str, entorno: Entorno) -> Programa:
    comun = ("worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle", "-n", f"{nombre}@%h", "-Q", cola)
    return _celery(nombre, *comun, *argumentos, entorno=entorno, etapa=TRABAJO)


def reloj(entorno: Entorno) -> Programa:
    """Celery beat, con su agenda en ``var``."""
    agenda = asegura_carpeta(VAR / "beat", 0o700) / "agenda"
    return _celery("beat", "beat", "--schedule", str(agenda), "--pidfile=", "--loglevel", "WARNING", entorno=entorno, etapa=FRENTE)


def _celery(nombre: str, *argumentos: str, entorno: Entorno, etapa: int) -> Programa:
    """Huérfano no espera a su tarea (SIGQUIT): la fila queda arrendada y el barrido la rescata."""
    # Como root Celery avisa en cada arranque; aquí solo escucha en loopback.
    orden = [str(PYTHON), "-W", "ignore:You're running the worker with superuser", "-m", "celery", "--quiet", "-A", "conferencia.celery", *argumentos]
    return Programa(nombre, orden, entorno, RAIZ, etapa=etapa, senal_de_orfandad=signal.SIGQUIT)


def web(entorno: Entorno, eleccion: Eleccion) -> Programa:
    """gunicorn con hilos: las peticiones esperan a la base, no al procesador."""
    escucha = ("--bind", f"{eleccion.direccion}:{eleccion.puerto}", "--worker-class", "gthread", "--workers", "2", "--threads", "4")
    conducta = ("--preload", "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning")
    return modulo("web", "gunicorn", "conferencia.wsgi:application", *escucha, *conducta, entorno=entorno, etapa=FRENTE)


def buzon(entorno: Entorno, puerto: int) -> Programa:
    """Servidor SMTP de la demostración; dura tanto como los servicios, porque los trabajadores envían hasta el final."""
    argumentos = ("--puerto", str(puerto), "--carpeta", entorno["CORREO_DEMO_DIR"])
    return modulo("correo", "conferencia.arranque.buzon_demo", *argumentos, entorno=entorno, etapa=SERVICIOS)
