"""Los bytes guardados, estén en una carpeta o en un depósito S3: tenerlos a mano en un archivo y dar su dirección firmada."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile

BLOQUE = 1024 * 1024


def copia_local(contenido: FieldFile) -> AbstractContextManager[Path]:
    """Mientras dura el bloque, una ruta de este equipo con los bytes de ``contenido``. Falla con ``FileNotFoundError`` si no están."""
    return copia_de(contenido.storage, contenido.name or "")


@contextmanager
def copia_de(almacen: Storage, nombre: str) -> Iterator[Path]:
    """Lo mismo, de un nombre del almacén. En una carpeta es el propio archivo, que solo se lee; de un depósito, una copia que se borra al salir."""
    try:
        ruta = Path(almacen.path(nombre))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(prefix="copia-") as copia:
            with almacen.open(nombre, "rb") as origen:
                shutil.copyfileobj(origen, copia, BLOQUE)
            copia.flush()
            yield Path(copia.name)
        return
    if not ruta.is_file():
        raise FileNotFoundError(nombre)
    yield ruta


def direccion_firmada(contenido: FieldFile, *, tipo: str, disposicion: str) -> str:
    """Dónde se baja sin pasar por aquí, por un rato y con esos encabezados; vacía si el almacén no firma direcciones.

    Quien la tenga puede bajarlo: se firma solo después de autorizar. Falla con ``FileNotFoundError``.
    """
    firmar = getattr(contenido.storage, "direccion_firmada", None)
    if firmar is None:
        return ""
    if not contenido.storage.exists(contenido.name or ""):
        raise FileNotFoundError(contenido.name)
    return firmar(contenido.name, tipo=tipo, disposicion=disposicion)
