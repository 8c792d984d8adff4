"""Reconocer una llave privada para no guardarla nunca (PEM, PKCS#1, PKCS#8: la .key del SAT va cifrada, y PKCS#12), y una firma suelta, que sí se guarda."""

import re

_PEM = re.compile(rb"-----BEGIN (?:(?:ENCRYPTED|RSA|EC|DSA|OPENSSH) )?PRIVATE KEY-----|-----BEGIN PGP PRIVATE KEY")
_PKCS5 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x05"  # 1.2.840.113549.1.5: cifrado por contraseña (RFC 8018)
_PKCS12_PBE = b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"  # 1.2.840.113549.1.12.1 (RFC 7292)
_PKCS7 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"
_ALGORITMOS = (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", b"\x2a\x86\x48\xce\x3d\x02\x01", b"\x2b\x65\x70", b"\x2b\x65\x71")


def es_llave_privada(cabeza: bytes) -> bool:
    """¿Los primeros bytes son de una llave privada o de un almacén que la trae?"""
    if _PEM.search(cabeza):
        return True
    interior = _dentro_de_secuencia(cabeza)
    if interior is None:
        return False
    if interior.startswith(b"\x02\x01\x03\x30") and _PKCS7 in interior[:40]:
        return True  # PKCS#12: versión 3 y un contenido PKCS#7
    if interior[:1] == b"\x30" and (_PKCS5 in interior[:16] or _PKCS12_PBE in interior[:16]):
        return True  # PKCS#8 cifrada: empieza por su algoritmo
    if interior[:4] in {b"\x02\x01\x00\x30", b"\x02\x01\x01\x30"} and any(a in interior[:24] for a in _ALGORITMOS):
        return True  # PKCS#8 sin cifrar
    return interior.startswith((b"\x02\x01\x00\x02\x82", b"\x02\x01\x00\x02\x81", b"\x02\x01\x01\x04"))  # PKCS#1 y EC


def es_pkcs7(cabeza: bytes) -> bool:
    """¿Es una firma suelta (PKCS#7 SignedData), en DER, en PEM o en base64 sin rótulo?"""
    if cabeza.startswith((b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----", b"MIAGCSqGSIb3DQEHAqCA")) or re.match(rb"MII[\w+/]{4}GCSqGSIb3DQEHAqCC", cabeza):
        return True
    interior = _dentro_de_secuencia(cabeza)
    return interior is not None and interior.startswith(b"\x06\x09" + _PKCS7 + b"\x02")


def _dentro_de_secuencia(cabeza: bytes) -> bytes | None:
    """Lo que sigue al encabezado de una SEQUENCE de DER o BER; ``None`` si no empieza por una."""
    if len(cabeza) < 16 or cabeza[0] != 0x30:
        return None
    largo = cabeza[1]
    return cabeza[2 + (largo & 0x7F) if largo & 0x80 else 2 :]
