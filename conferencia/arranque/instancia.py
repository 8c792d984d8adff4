"""La instancia de esta carpeta: que sea una sola, dónde corre, y los restos de una que murió."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .procesos import despeja
from .red import puerto_libre
from .rutas import PYTHON, RAIZ, VAR, ErrorDeArranque, asegura_carpeta
from .servicios import carpeta_de_datos, cuenta_de_servicio

ARCHIVO = VAR / "instancia.json"
DATOS = VAR / "servicios"

# Lo que quien arrancó haya dado en su entorno y ``manage`` debe repetir, aunque se corra desde otra terminal.
_DE_CORREO = ("EMAIL_URL", "IMAP_URL", "CORREO_REMITENTE", "CORREO_BUZON", "CORREO_REBOTES", "CORREO_AUTENTICADOR", "CORREO_PROCESADOS")
_DE_S3 = ("S3_BUCKET", "S3_ENDPOINT_URL", "S3_PUBLIC_URL", "S3_REGION", "S3_ADDRESSING_STYLE", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_SIGNED_SECONDS")
DEL_PRODUCTO = frozenset(("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "HOY", "PORT", "BASE_URL", "ALLOWED_HOSTS", "MEDIA_ROOT", *_DE_CORREO, *_DE_S3))


@contextmanager
def candado() -> Iterator[None]:
    """Una instancia por carpeta: la segunda dice dónde está la primera."""
    _exige_propiedad()
    with (VAR / "supervisor.lock").open("w") as archivo:
        try:
            fcntl.flock(archivo, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ErrorDeArranque(_donde_corre()) from None
        yield


def _exige_propiedad() -> None:
    """Los datos los escribe siempre la misma cuenta: mezclar root con otra deja archivos ilegibles."""
    if not VAR.exists():
        asegura_carpeta(VAR, 0o711)
    if VAR.stat().st_uid != os.geteuid():
        raise ErrorDeArranque(f"La carpeta {VAR} es de otra cuenta ({VAR.owner()}): corre la orden con ella, o clona el proyecto aparte.")


def _lee() -> dict | None:
    try:
        return json.loads(ARCHIVO.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _donde_corre() -> str:
    if datos := _lee():
        return f"Ya está corriendo en {datos['url']} (proceso {datos['pid']}). Deténlo con Ctrl-C en su terminal antes de volver a arrancar."
    return "Otra orden está arrancando en esta misma carpeta: espera a que termine, o deténla con Ctrl-C en su terminal."


def anuncia(url: str, entorno: dict[str, str]) -> None:
    """Deja dicho dónde corre y con qué entorno, para un segundo arranque y para ``manage``."""
    nuevas = {nombre: valor for nombre, valor in entorno.items() if os.environ.get(nombre) != valor or nombre in DEL_PRODUCTO}
    ARCHIVO.touch(mode=0o600)
    ARCHIVO.write_text(json.dumps({"pid": os.getpid(), "url": url, "entorno": nuevas}), encoding="utf-8")


def retira() -> None:
    """La instancia ya no corre."""
    ARCHIVO.unlink(missing_ok=True)


def recupera(dice: Callable[[str], None]) -> None:
    """Retira lo que dejó un supervisor que murió sin poder detener a sus hijos."""
    if cuantos := despeja(VAR):
        dice(f"La vez anterior no se detuvo bien: se retiraron {cuantos} procesos olvidados.")
    retira()


class Puertos:
    """Conserva el puerto de cada servicio entre arranques, mientras siga libre."""

    archivo = VAR / "puertos.json"

    def __init__(self) -> None:
        try:
            self.conocidos = json.loads(self.archivo.read_text())
        except (FileNotFoundError, ValueError):
            self.conocidos = {}

    def de(self, nombre: str) -> int:
        """Puerto del servicio ``nombre``."""
        self.conocidos[nombre] = puerto_libre(self.conocidos.get(nombre))
        self.archivo.write_text(json.dumps(self.conocidos))
        return self.conocidos[nombre]


def entorno_en_pie() -> dict[str, str]:
    """Con qué entorno corre la instancia de esta carpeta; vacío si no hay ninguna o es de otra cuenta."""
    try:
        return (_lee() or {}).get("entorno", {})
    except PermissionError:
        return {}


def manage(argumentos: list[str]) -> int:
    """Corre ``manage.py`` con el entorno de la instancia en pie; devuelve su código de salida."""
    if not (datos := _lee()):
        raise ErrorDeArranque("No hay nada corriendo en esta carpeta: arranca primero con `make run`.")
    return subprocess.run([PYTHON, RAIZ / "manage.py", *argumentos], env=os.environ | datos["entorno"], check=False).returncode


def borra_datos() -> None:
    """Borra los datos locales; se niega si la instancia está en pie."""
    if not VAR.exists():
        return
    with candado():
        datos = carpeta_de_datos(DATOS, cuenta_de_servicio())
        for carpeta in (datos, VAR):
            despeja(carpeta)
            shutil.rmtree(carpeta, ignore_errors=True)
