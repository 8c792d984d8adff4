"""``make run``: levanta servicios, prepara los datos y deja corriendo web, trabajadores y reloj."""

import os
import subprocess
import time
from urllib.parse import urlsplit

from . import entorno as ambiente
from . import estaticos, instancia, programas
from .bitacora import Bitacora
from .entorno import Eleccion
from .instalacion import instala
from .postgres import Postgres
from .procesos import Programa
from .programas import manage
from .red import LOOPBACK, atiende, esta_libre, estado_http
from .rutas import VAR, ErrorDeArranque
from .servicios import prepara_sitio
from .supervisor import Paro, Supervisor
from .valkey import Valkey

LIMITE_DE_SERVICIO, LIMITE_DE_WEB = 60, 120  # segundos


def corre() -> int:
    """Corre el producto hasta que se pida el paro; devuelve el código de salida."""
    bitacora = Bitacora()
    eleccion = ambiente.elige(os.environ)
    with instancia.candado():
        instancia.recupera(bitacora.dice)
        _exige_puerto(eleccion)
        instala(bitacora.dice)
        _supervisa(Supervisor(bitacora, VAR), eleccion)
    return 0


def _exige_puerto(eleccion: Eleccion) -> None:
    if not esta_libre(eleccion.puerto, eleccion.direccion):
        raise ErrorDeArranque(f"El puerto {eleccion.puerto} está ocupado por otro programa. Usa otro: PORT={eleccion.puerto + 1} make run")


def _supervisa(supervisor: Supervisor, eleccion: Eleccion) -> None:
    """Levanta todo y lo atiende; pase lo que pase, al salir no queda nada corriendo."""
    supervisor.escucha_senales()
    try:
        _levanta(supervisor, eleccion)
        supervisor.atiende()
    except Paro:
        supervisor.bitacora.dice("Deteniendo…")
    finally:
        supervisor.detiene()
        instancia.retira()
        supervisor.bitacora.dice("Todo detenido.")


def _levanta(supervisor: Supervisor, eleccion: Eleccion) -> None:
    """Servicios, base, web y datos, trabajadores; al final anuncia la dirección."""
    inicio = time.monotonic()
    entorno = _levanta_servicios(supervisor, eleccion)
    instancia.anuncia(eleccion.url, entorno)
    _prepara_base(supervisor, entorno)
    supervisor.arranca(programas.web(entorno, eleccion))  # carga mientras se siembra
    _exige(supervisor, manage(entorno, "semilla" if eleccion.demo else "catalogos"))
    _espera_web(supervisor, eleccion, entorno)
    for programa in (*programas.trabajadores(entorno), programas.reloj(entorno)):
        supervisor.arranca(programa)
    supervisor.bitacora.dice(f"En pie en {time.monotonic() - inicio:.1f} s.")
    supervisor.bitacora.aviso(ambiente.bienvenida(eleccion, entorno))


def _espera_web(supervisor: Supervisor, eleccion: Eleccion, entorno: dict[str, str]) -> None:
    anfitrion = urlsplit(entorno["BASE_URL"]).netloc  # ALLOWED_HOSTS rechaza cualquier otro
    if not supervisor.espera(lambda: estado_http(eleccion.puerto, "/salud/lista", anfitrion, eleccion.direccion) == 200, LIMITE_DE_WEB):
        raise ErrorDeArranque(f"La web no estuvo lista en {LIMITE_DE_WEB} segundos; la causa está en los renglones de arriba.")


def _levanta_servicios(supervisor: Supervisor, eleccion: Eleccion) -> dict[str, str]:
    """Levanta lo que no sea ajeno y devuelve el entorno de los hijos, con sus direcciones."""
    sitio = None if eleccion.base_ajena and eleccion.redis_ajeno else prepara_sitio(instancia.DATOS)
    entorno = ambiente.compone(os.environ, eleccion, sitio.postgres if sitio else None)
    puertos = instancia.Puertos()
    if sitio and not eleccion.base_ajena:
        entorno["DATABASE_URL"] = _arranca_servicio(supervisor, Postgres(sitio, puertos.de("postgres")))
    if sitio and not eleccion.redis_ajeno:
        entorno["REDIS_URL"] = _arranca_servicio(supervisor, Valkey(sitio, puertos.de("valkey")))
    if eleccion.demo and not os.environ.get("EMAIL_URL"):
        entorno["EMAIL_URL"] = _arranca_buzon(supervisor, entorno, puertos.de("correo"))
    return entorno


def _arranca_servicio(supervisor: Supervisor, servicio: Postgres | Valkey) -> str:
    servicio.prepara()
    programa = servicio.programa()
    supervisor.arranca(programa)
    if not supervisor.espera(servicio.listo, LIMITE_DE_SERVICIO):
        raise ErrorDeArranque(f"{programa.nombre} no respondió en {LIMITE_DE_SERVICIO} segundos; la causa está en los renglones de arriba.")
    return servicio.url


def _arranca_buzon(supervisor: Supervisor, entorno: dict[str, str], puerto: int) -> str:
    supervisor.arranca(programas.buzon(entorno, puerto))
    if not supervisor.espera(lambda: atiende(puerto), LIMITE_DE_SERVICIO):
        raise ErrorDeArranque("El buzón de demostración no respondió; la causa está en los renglones de arriba.")
    return f"smtp://{LOOPBACK}:{puerto}"


def _prepara_base(supervisor: Supervisor, entorno: dict[str, str]) -> None:
    """Migra y, a la vez, junta los estáticos si cambiaron."""
    silencio = ("--no-input", "--verbosity", "0")
    estaticos_propios = not os.environ.get("STATIC_ROOT")
    juntar = [] if estaticos_propios and estaticos.al_dia() else [manage(entorno, "collectstatic", *silencio)]
    _exige(supervisor, manage(entorno, "migrate", *silencio), *juntar)
    if juntar and estaticos_propios:
        estaticos.anota()


def _exige(supervisor: Supervisor, *ordenes: Programa) -> None:
    try:
        supervisor.corre(*ordenes)
    except subprocess.CalledProcessError as error:
        raise ErrorDeArranque(f"«manage.py {error.cmd}» falló; la causa está en los renglones de arriba.") from None
