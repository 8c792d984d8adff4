"""El depósito S3: cada objeto se escribe una vez, se comprueba al escribirlo y solo se baja con una dirección firmada que caduca.

Lo usa ``STORAGES`` cuando hay ``S3_BUCKET``; sin él, ni se importa.
"""

import base64
import hashlib
import tempfile
from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import BinaryIO, Self, cast

from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

BLOQUE = 1024 * 1024
EN_MEMORIA = 8 * 1024 * 1024
SIN_RASTRO = "private, no-store"
COPIAS = "copias/"  # donde el producto guarda los PDF que rehízo sin código
YA_EXISTE = {"PreconditionFailed", "ConditionalRequestConflict"}


class BytesAlterados(OSError):
    """Lo que el depósito guardó no es lo que se le mandó: no se conserva."""


class Deposito(S3Storage):
    """``direccion_publica``: con qué dirección llega el navegador, si no es la que usan los procesos."""

    def __init__(self, *, direccion_publica: str = "", estilo: str = "path", **ajustes):
        self.direccion_publica, self._ajustes = direccion_publica, {**ajustes, "estilo": estilo}
        # Los demás servidores S3 no conocen las sumas que el cliente de AWS agrega por omisión; la de aquí se pide a mano.
        sumas = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        config = Config(signature_version="s3v4", s3={"addressing_style": estilo}, retries={"mode": "standard", "max_attempts": 4}, **sumas)
        super().__init__(client_config=config, file_overwrite=False, max_memory_size=EN_MEMORIA, default_acl=None, **ajustes)

    def direccion_firmada(self, nombre: str, *, tipo: str, disposicion: str) -> str:
        """La de bajarlo con esos encabezados, que van en la firma; dura ``querystring_expire`` segundos."""
        encabezados = {"ResponseContentType": tipo, "ResponseContentDisposition": disposicion, "ResponseCacheControl": SIN_RASTRO}
        return self._de_cara_al_publico.url(nombre, parameters=encabezados)

    @cached_property
    def _de_cara_al_publico(self) -> "Deposito":
        """La firma incluye el servidor: se firma con el nombre por el que el navegador lo conoce."""
        return Deposito(**{**self._ajustes, "endpoint_url": self.direccion_publica}) if self.direccion_publica else self

    def _open(self, name: str, mode: str = "rb") -> "Bajado":
        if mode != "rb":
            raise ValueError("Lo guardado solo se lee.")
        return Bajado(self, name)

    def bajar(self, nombre: str) -> BinaryIO:
        """Los bytes, en un temporal en el que se puede ir y venir. Falla con ``FileNotFoundError``."""
        try:
            cuerpo = self.bucket.Object(self._normalize_name(clean_name(nombre))).get()["Body"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise FileNotFoundError(nombre) from error
            raise
        temporal = tempfile.SpooledTemporaryFile(max_size=EN_MEMORIA)  # noqa: SIM115 — lo cierra quien lo abrió, con ``Bajado``
        for bloque in cuerpo.iter_chunks(BLOQUE):
            temporal.write(bloque)
        temporal.seek(0)
        return cast(BinaryIO, temporal)

    def _save(self, name: str, content: File) -> str:
        nombre = clean_name(name)
        flujo = _crudo(content)
        suma = _suma(iter(lambda: flujo.read(BLOQUE), b""))
        flujo.seek(0)
        objeto = self.bucket.Object(self._normalize_name(nombre))
        try:
            self._poner(objeto, flujo, suma)
        except ClientError as error:
            if error.response["Error"]["Code"] in YA_EXISTE:
                raise FileExistsError(nombre) from error
            raise
        if _suma(objeto.get()["Body"].iter_chunks(BLOQUE)) != suma:
            objeto.delete()
            raise BytesAlterados(f"El depósito no guardó {nombre} tal cual.")
        return nombre

    def _poner(self, objeto, flujo: BinaryIO, suma: bytes) -> None:
        """Con la condición de que no exista, que algún proveedor rechaza por no conocerla: ese nombre ya se vio libre al elegirlo."""
        suyo = {"Body": flujo, "ChecksumSHA256": base64.b64encode(suma).decode(), "CacheControl": SIN_RASTRO, **_encabezados(objeto.key)}
        try:
            objeto.put(IfNoneMatch="*", **suyo)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NotImplemented":
                raise
            flujo.seek(0)
            objeto.put(**suyo)


class Bajado(File):
    """Un objeto para leer. Cerrado, se puede volver a abrir: se baja otra vez."""

    def __init__(self, deposito: Deposito, nombre: str):
        self._deposito = deposito
        super().__init__(deposito.bajar(nombre), nombre)

    def open(self, mode: str | None = None, *_: object, **__: object) -> Self:
        if self.closed:
            self.file = self._deposito.bajar(self.name)
        self.seek(0)
        return self


def _encabezados(nombre: str) -> dict[str, str]:
    """Los que conserva el objeto, por si el proveedor no atiende los de la dirección firmada: solo una copia limpia se abre dentro de una página."""
    if nombre.startswith(COPIAS):
        return {"ContentType": "application/pdf", "ContentDisposition": "inline"}
    return {"ContentType": Deposito.default_content_type, "ContentDisposition": "attachment"}


def _crudo(contenido: File) -> BinaryIO:
    """El flujo de dentro, desde el principio: el cliente pregunta por él como por cualquier archivo."""
    flujo = contenido
    while isinstance(flujo, File):
        flujo = flujo.file
    flujo.seek(0)
    return flujo


def _suma(bloques: Iterable[bytes]) -> bytes:
    huella = hashlib.sha256()
    for bloque in bloques:
        huella.update(bloque)
    return huella.digest()
