"""Cómo nace y se reconoce una liga de un solo uso.

La liga sale de la semilla de su fila y de SECRET_KEY: se puede volver a escribir al reintentar un correo, y no se guarda en ninguna parte.
En la base solo queda su HMAC: con la base sola no se fabrica ninguna.
"""

import secrets
from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from enlaces.models import Llave

BYTES_DE_SEMILLA = 16
LARGO_DE_TOKEN = 43  # hexadecimales: 172 bits
CIFRAS = 6
SAL = "enlaces.llave"


def semilla() -> str:
    return secrets.token_hex(BYTES_DE_SEMILLA)


def token_de(clase: type[Llave], semilla: str) -> str:
    """La parte secreta de la liga. Distinta para cada clase: la de activar no confirma, ni al revés."""
    return _hmac(f"liga-{clase.__name__}", semilla)[:LARGO_DE_TOKEN]


def codigo_de(semilla: str) -> str:
    """Seis cifras, para quien no puede abrir la liga."""
    return f"{int(_hmac('codigo', semilla), 16) % 10**CIFRAS:0{CIFRAS}d}"


def huella_de(clase: type[Llave], token: str) -> str:
    return _hmac(f"huella-{clase.__name__}", token)


def huella_de_codigo(semilla: str, codigo: str) -> str:
    return _hmac("huella-codigo", f"{semilla}:{codigo}")


def es_el_codigo(semilla: str, codigo: str, huella: str) -> bool:
    """En tiempo constante."""
    return constant_time_compare(huella_de_codigo(semilla, codigo), huella)


def _hmac(para_que: str, valor: str) -> str:
    return salted_hmac(f"{SAL}.{para_que}", valor, algorithm="sha256").hexdigest()


def por_token(filas: QuerySet, token: str) -> Llave | None:
    """La fila de esa liga, viva o no; ``None`` si no hay ninguna."""
    huella = huella_de(filas.model, token)
    llave = filas.filter(huella=huella).first()
    return llave if llave is not None and constant_time_compare(llave.huella, huella) else None


def esta_viva(llave: Llave, ahora: datetime) -> bool:
    return llave.usada_en is None and llave.revocada_en is None and ahora < llave.vence_en
