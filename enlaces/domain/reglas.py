"""Qué aviso inmediato nace de cada clase de hecho, y cómo se nombra cada aviso para no repetirlo."""

import hashlib
from datetime import date

# hecho → regla. Lo que no está aquí no avisa a nadie.
REGLA_DE = {
    "entrega.presentada": "acuse",
    "entrega.observada": "observacion",
    "entrega.aceptada": "aceptacion",
    "entrega.rechazada": "rechazo",
    "entrega.devuelta": "devolucion",
    "entrega.convertida": "devolucion",
}

# Lo que solo confirma no espera; una decisión espera en la bandeja de salida, por si quien decidió la deshace.
AL_MOMENTO = frozenset({"acuse"})


def marca(correo: str) -> str:
    """Huella corta de un correo, igual sin importar mayúsculas."""
    return hashlib.sha256(correo.strip().lower().encode()).hexdigest()[:24]


def clave_de_resumen(dia: date, correo: str) -> str:
    """Un resumen por persona y día."""
    return f"resumen:{dia.isoformat()}:{marca(correo)}"


def clave_inmediata(regla: str, motivo: object, correo: str) -> str:
    """Un aviso por motivo (el oficio en un acuse, el hecho en lo demás) y persona."""
    return f"{regla}:{motivo}:{marca(correo)}"


def identificador(clave: str, dominio: str) -> str:
    """Message-ID determinista: del mismo aviso sale siempre el mismo, y con él se averigua si ya salió."""
    return f"<aviso.{hashlib.sha256(clave.encode()).hexdigest()[:40]}@{dominio}>"


def dicho_del_peldano(motivo: str) -> str:
    """«7 días antes», «El mismo día», «1 día después», «Recordatorio del lunes, después»: el motivo de un aviso («d-7», «lunes 2022-07-18») en palabras."""
    if not motivo.startswith("d"):
        return "Recordatorio del lunes, después"
    dias = int(motivo[2:])
    if not dias:
        return "El mismo día"
    return f"{dias} {'día' if dias == 1 else 'días'} {'antes' if motivo[1] == '-' else 'después'}"
