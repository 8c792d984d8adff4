"""El entorno con que corre el producto: qué base, qué Redis, qué secretos y si es una demostración."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .red import LOOPBACK
from .rutas import VAR, VENV, ErrorDeArranque, asegura_carpeta
from .servicios import clave_guardada

CUENTAS_DE_DEMOSTRACION = {
    "secretaria@demo.mx": "titular de la Secretaría Técnica",
    "analista@demo.mx": "analista de la Secretaría Técnica",
    "enlace.puebla@demo.mx": "enlace de Puebla",
    "enlace.hidalgo@demo.mx": "enlace de Hidalgo",
    "area.tecnica@demo.mx": "área técnica: opina sobre lo que se le turna",
    "consulta@demo.mx": "solo consulta",
}
PUERTO_POR_OMISION = 8000
FALSOS = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Eleccion:
    """Lo que se decide del entorno recibido antes de levantar nada."""

    direccion: str
    puerto: int
    base_ajena: bool
    redis_ajeno: bool
    demo: bool

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK if self.direccion == '0.0.0.0' else self.direccion}:{self.puerto}"


def elige(recibido: Mapping[str, str]) -> Eleccion:
    """Interpreta el entorno. La demo siembra cuentas de contraseña conocida: solo con base propia y en loopback."""
    base_ajena, redis_ajeno = _dado(recibido, "DATABASE_URL"), _dado(recibido, "REDIS_URL")
    direccion = recibido.get("BIND") or LOOPBACK
    posible = not base_ajena and direccion in {LOOPBACK, "localhost"}
    pedida = recibido.get("DEMO", "").lower()
    if "DEMO" in recibido and pedida not in FALSOS and not posible:
        raise ErrorDeArranque("DEMO=1 solo se admite con la base embebida y escuchando en 127.0.0.1: quita DATABASE_URL y BIND, o quita DEMO.")
    demo = posible and (pedida not in FALSOS if "DEMO" in recibido else True)
    if recibido.get("HOY") and not demo:
        raise ErrorDeArranque("HOY congela la fecha y solo se admite en modo demo.")
    return Eleccion(direccion, _puerto(recibido.get("PORT")), base_ajena, redis_ajeno, demo)


def _dado(recibido: Mapping[str, str], nombre: str) -> bool:
    return bool(recibido.get(nombre) or recibido.get(f"{nombre}_FILE"))


def _puerto(texto: str | None) -> int:
    if not texto:
        return PUERTO_POR_OMISION
    if not texto.isdecimal() or not 0 < int(texto) < 65536:
        raise ErrorDeArranque(f"PORT debe ser un número entre 1 y 65535; llegó {texto!r}.")
    return int(texto)


def compone(recibido: Mapping[str, str], eleccion: Eleccion, binarios: Path | None) -> dict[str, str]:
    """Variables de los hijos. Lo que quien opera haya dado se respeta; aquí se completa lo que falta."""
    propias = {
        "PORT": str(eleccion.puerto),
        "BIND": eleccion.direccion,
        "BASE_URL": eleccion.url,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "MEDIA_ROOT": str(asegura_carpeta(VAR / "archivos", 0o700)),
        "STATIC_ROOT": str(VAR / "static"),
        "PYTHONUNBUFFERED": "1",
    }
    if not _dado(recibido, "SECRET_KEY"):
        propias["SECRET_KEY"] = clave_guardada(secretos() / "secret-key")
    entorno = propias | {nombre: valor for nombre, valor in recibido.items() if valor or nombre not in propias}
    entorno["PATH"] = os.pathsep.join([str(VENV / "bin"), recibido.get("PATH", os.defpath), *([str(binarios)] if binarios else [])])
    entorno.pop("DEMO", None)
    return entorno | (_de_demo(recibido) if eleccion.demo else {})


def secretos() -> Path:
    """Carpeta de lo que se genera una vez y solo lee quien arranca."""
    return asegura_carpeta(VAR / "secretos", 0o700)


def _de_demo(recibido: Mapping[str, str]) -> dict[str, str]:
    return {
        "DEMO": "1",
        "DEMO_PASSWORD": recibido.get("DEMO_PASSWORD") or clave_guardada(secretos() / "demo-password"),
        "CORREO_DEMO_DIR": str(asegura_carpeta(VAR / "correo", 0o700)),
    }


def _del_buzon(entorno: Mapping[str, str]) -> list[str]:
    """Cómo mandarle un oficio por correo a la demostración, si su servidor de correo es el propio."""
    url = entorno.get("EMAIL_URL", "")
    if not url.startswith(f"smtp://{LOOPBACK}:") or "CORREO_DEMO_DIR" not in entorno:
        return []
    buzon = entorno.get("CORREO_BUZON") or "buzon@demo.mx"
    return [f"Correo: lo que se mande a {buzon} por {url} llega a la bandeja de correo en medio minuto.", ""]


def bienvenida(eleccion: Eleccion, entorno: Mapping[str, str]) -> str:
    """Lo que se imprime cuando todo está en pie."""
    renglones = [f"Seguimiento de Acuerdos está en {eleccion.url}", ""]
    if eleccion.demo:
        hoy = f" La fecha está congelada en {entorno['HOY']}." if entorno.get("HOY") else ""
        renglones += [f"Cuentas de demostración (contraseña de todas: {entorno['DEMO_PASSWORD']}).{hoy}"]
        renglones += [f"  {correo:<24} {papel}" for correo, papel in CUENTAS_DE_DEMOSTRACION.items()]
        renglones += ["", *_del_buzon(entorno)]
    return "\n".join([*renglones, "Ctrl-C lo detiene todo."])
