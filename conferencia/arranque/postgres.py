"""PostgreSQL embebido: crear el clúster, arrancarlo en loopback con contraseña y saber si está listo."""

import shutil
import signal
import subprocess

from .procesos import Programa, despeja
from .red import LOOPBACK
from .rutas import ErrorDeArranque
from .servicios import Sitio, clave_guardada

USUARIO = BASE = "conferencia"
# Los mismos de docker-compose.yml. Sin ICU: PG_UNICODE_FAST da mayúsculas e ILIKE correctos con acentos.
ARGUMENTOS_DE_INITDB = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--auth=scram-sha-256"]
AJUSTES = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", "lc_messages": "C", "log_line_prefix": "", "log_checkpoints": "off"}
SIN_DURABILIDAD = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Postgres:
    """Un clúster en ``sitio.carpeta/postgres``. Con ``duradera=False`` es rápido y desechable."""

    def __init__(self, sitio: Sitio, puerto: int, *, duradera: bool = True) -> None:
        self.sitio, self.puerto = sitio, puerto
        self.ajustes = {} if duradera else SIN_DURABILIDAD
        self.datos = sitio.carpeta / "postgres"
        self.clave = clave_guardada(sitio.carpeta / "clave-postgres")

    @property
    def url(self) -> str:
        """Valor de ``DATABASE_URL``."""
        return f"postgres://{USUARIO}:{self.clave}@{LOOPBACK}:{self.puerto}/{BASE}"

    def prepara(self) -> None:
        """Deja un clúster arrancable: retira restos de un paro brusco y, si no hay datos, los crea."""
        despeja(self.datos)
        # Ya nadie usa los datos; el pid escrito pudo pasar a otro proceso y PostgreSQL se negaría a arrancar.
        (self.datos / "postmaster.pid").unlink(missing_ok=True)
        if not self.datos.exists():
            self._crea()
        elif (en_disco := (self.datos / "PG_VERSION").read_text().strip()) != (version := self._version()):
            raise ErrorDeArranque(
                f"Los datos de {self.datos} son de PostgreSQL {en_disco} y los binarios son {version}: "
                "respáldalos con la versión anterior, retira esa carpeta y restáuralos."
            )

    def programa(self) -> Programa:
        """El servidor, con paro rápido (SIGINT): no espera a que los clientes se desconecten."""
        ajustes = AJUSTES | {"port": str(self.puerto)} | self.ajustes
        opciones = [parte for nombre, valor in ajustes.items() for parte in ("-c", f"{nombre}={valor}")]
        return Programa(
            "postgres",
            [str(self.sitio.postgres / "postgres"), "-D", str(self.datos), *opciones],
            entorno={"LC_ALL": "C"},
            carpeta=self.datos,
            cuenta=self.sitio.cuenta,
            senal=signal.SIGINT,
            senal_de_orfandad=signal.SIGINT,
            gracia=20,
        )

    def listo(self) -> bool:
        """¿Acepta conexiones?"""
        orden = [str(self.sitio.postgres / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.puerto), "-t", "2"]
        return subprocess.run(orden, check=False).returncode == 0

    def _version(self) -> str:
        salida = subprocess.run([self.sitio.postgres / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        return salida.split()[2].partition(".")[0]

    def _crea(self) -> None:
        """Crea el clúster aparte y lo renombra completo: un corte a la mitad no deja datos a medias."""
        nuevos = self.datos.with_name("postgres-nuevo")
        shutil.rmtree(nuevos, ignore_errors=True)
        inicial = self.sitio.entrega(self.sitio.carpeta / "clave-inicial", self.clave)
        self._corre("initdb", "-D", str(nuevos), "-U", USUARIO, f"--pwfile={inicial}", *ARGUMENTOS_DE_INITDB)
        inicial.unlink()
        self._corre("postgres", "--single", "-D", str(nuevos), "postgres", entrada=f"CREATE DATABASE {BASE}\n")
        nuevos.rename(self.datos)

    def _corre(self, nombre: str, *argumentos: str, entrada: str = "") -> None:
        resultado = subprocess.run(
            [self.sitio.postgres / nombre, *argumentos],
            input=entrada,
            cwd=self.sitio.carpeta,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
            **(self.sitio.cuenta.opciones() if self.sitio.cuenta else {}),
        )
        if resultado.returncode:
            raise ErrorDeArranque(f"PostgreSQL no pudo crear su carpeta de datos ({nombre}):\n{resultado.stdout}{resultado.stderr}")
