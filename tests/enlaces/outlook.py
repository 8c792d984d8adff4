"""Archivos .msg de verdad para las pruebas: el archivo compuesto ([MS-CFB], versión 3) y dentro las propiedades de Outlook ([MS-OXMSG])."""

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import compressed_rtf

SECTOR, CHICO, CORTE = 512, 64, 4096  # bytes: un sector, uno del flujo chico, y desde dónde un flujo es grande
LIBRE, FIN, DE_FAT, NADIE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
TEXTO, BINARIO, ENTERO, INSTANTE, OBJETO = 0x001F, 0x0102, 0x0003, 0x0040, 0x000D
POR_VALOR, INCRUSTADO = 1, 5


@dataclass
class Carpeta:
    """Un «storage»: sus flujos y las carpetas que contiene."""

    flujos: dict[str, bytes] = field(default_factory=dict)
    carpetas: dict[str, "Carpeta"] = field(default_factory=dict)


def compuesto(raiz: Carpeta) -> bytes:
    """Los bytes del archivo compuesto."""
    entradas: list[dict] = []
    _inscribir(entradas, "Root Entry", raiz)
    chico, grandes = bytearray(), []
    for e in entradas:
        if e["contenido"] is None:
            continue
        if len(e["contenido"]) >= CORTE:
            grandes.append(e)
        elif e["contenido"]:
            e["inicio"] = len(chico) // CHICO
            chico += e["contenido"] + b"\0" * (-len(e["contenido"]) % CHICO)
    mini = [s for e in entradas if e["contenido"] is not None and 0 < len(e["contenido"]) < CORTE for s in _cadena(e["inicio"], len(e["contenido"]), CHICO)]
    entradas[0] |= {"contenido": bytes(chico)}
    sectores, fat = bytearray(), []

    def guardar(contenido: bytes) -> int:
        inicio, cuantos = len(fat), -(-len(contenido) // SECTOR)
        sectores.extend(contenido + b"\0" * (-len(contenido) % SECTOR))
        fat.extend([*range(inicio + 1, inicio + cuantos), FIN])
        return inicio

    for e in [*grandes, *([entradas[0]] if chico else [])]:
        e["inicio"] = guardar(e["contenido"])
    inicio_mini = guardar(_enteros(mini)) if mini else FIN
    inicio_directorio = guardar(b"".join(_entrada(e) for e in entradas))
    de_fat = 1
    while (len(fat) + de_fat) > de_fat * (SECTOR // 4):
        de_fat += 1
    lugares = list(range(len(fat), len(fat) + de_fat))
    fat += [DE_FAT] * de_fat
    tabla = _enteros(fat)
    sectores.extend(tabla)
    assert de_fat <= 109, "para un .msg de pruebas bastan los 109 sectores de FAT del encabezado"
    encabezado = struct.pack("<8s16xHHHHH6xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, de_fat, inicio_directorio, 0, CORTE)
    encabezado += struct.pack("<IIII", inicio_mini, -(-len(mini) * 4 // SECTOR) if mini else 0, FIN, 0)
    encabezado += struct.pack("<109I", *lugares, *[LIBRE] * (109 - de_fat))
    return encabezado + bytes(sectores)


def _inscribir(entradas: list[dict], nombre: str, carpeta: Carpeta) -> int:
    """La carpeta y lo que contiene; los hermanos cuelgan a la derecha, en el orden que pide el formato. Da su número."""
    propia = len(entradas)
    entradas.append({"nombre": nombre, "tipo": 5 if propia == 0 else 1, "hijo": NADIE, "hermano": NADIE, "contenido": None, "inicio": FIN})
    hijos = []
    for suyo in sorted([*carpeta.flujos, *carpeta.carpetas], key=lambda n: (len(n), n.upper())):
        if suyo in carpeta.carpetas:
            hijos.append(_inscribir(entradas, suyo, carpeta.carpetas[suyo]))
        else:
            hijos.append(len(entradas))
            entradas.append({"nombre": suyo, "tipo": 2, "hijo": NADIE, "hermano": NADIE, "contenido": carpeta.flujos[suyo], "inicio": FIN})
    for uno, otro in itertools.pairwise(hijos):
        entradas[uno]["hermano"] = otro
    entradas[propia]["hijo"] = hijos[0] if hijos else NADIE
    return propia


def _entrada(e: dict) -> bytes:
    nombre = (e["nombre"] + "\0").encode("utf-16-le")
    tamano = len(e["contenido"] or b"")
    return nombre.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", len(nombre), e["tipo"], 1, NADIE, e["hermano"], e["hijo"], 0, e["inicio"] if tamano else (0 if e["tipo"] == 1 else FIN), tamano
    )


def _cadena(inicio: int, tamano: int, unidad: int) -> list[int]:
    cuantos = -(-tamano // unidad)
    return [*range(inicio + 1, inicio + cuantos), FIN]


def _enteros(valores: list[int]) -> bytes:
    """Llenos hasta completar el sector."""
    return struct.pack(f"<{len(valores)}I", *valores) + struct.pack("<I", LIBRE) * (-len(valores) % (SECTOR // 4))


# --- Lo de Outlook -------------------------------------------------------------------------------------------------------


def con_propiedades(valores: Mapping[int, object], *, antes: bytes, tipos: Mapping[int, int] | None = None) -> Carpeta:
    """Una carpeta con esas propiedades: número → valor. ``antes``: lo que precede a los renglones en su flujo."""
    carpeta, renglones = Carpeta(), b""
    for pid, valor in valores.items():
        tipo, dato = _codificado(valor)
        tipo = (tipos or {}).get(pid, tipo)
        if isinstance(dato, bytes):
            carpeta.flujos[f"__substg1.0_{pid:04X}{tipo:04X}"] = dato
            dato = len(dato) + (2 if tipo == TEXTO else 0)
        renglones += struct.pack("<HHIQ", tipo, pid, 6, dato)
    carpeta.flujos["__properties_version1.0"] = antes + renglones
    return carpeta


def _codificado(valor: object) -> tuple[int, bytes | int]:
    if isinstance(valor, str):
        return TEXTO, valor.encode("utf-16-le")
    if isinstance(valor, bytes):
        return BINARIO, valor
    if isinstance(valor, datetime):
        return INSTANTE, int((valor - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
    assert isinstance(valor, int)
    return ENTERO, valor


@dataclass(frozen=True)
class Adjunto:
    """``contenido``: sus bytes, u otro mensaje (una carpeta) reenviado como adjunto."""

    nombre: str
    contenido: bytes | Carpeta
    cid: str = ""


def mensaje(propiedades: Mapping[int, object], *, para: str = "", adjuntos: tuple[Adjunto, ...] = (), dentro: bool = False) -> Carpeta:
    """La carpeta raíz de un mensaje o, ``dentro``, la de uno que va en otro."""
    antes = struct.pack("<8xIIII", bool(para), len(adjuntos), bool(para), len(adjuntos)) + (b"" if dentro else b"\0" * 8)
    raiz = con_propiedades({0x001A: "IPM.Note"} | dict(propiedades), antes=antes)
    if not dentro:
        raiz.carpetas["__nameid_version1.0"] = Carpeta({"__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b""})
    if para:
        raiz.carpetas["__recip_version1.0_#00000000"] = con_propiedades({0x3001: "Buzón", 0x39FE: para, 0x0C15: 1}, antes=b"\0" * 8)
    for n, a in enumerate(adjuntos):
        raiz.carpetas[f"__attach_version1.0_#{n:08X}"] = _adjunto(a)
    return raiz


def _adjunto(a: Adjunto) -> Carpeta:
    comunes = {0x3707: a.nombre} | ({0x3712: a.cid} if a.cid else {})
    if isinstance(a.contenido, bytes):
        return con_propiedades(comunes | {0x3701: a.contenido, 0x3705: POR_VALOR}, antes=b"\0" * 8)
    carpeta = con_propiedades(comunes | {0x3705: INCRUSTADO}, antes=b"\0" * 8)
    carpeta.carpetas["__substg1.0_3701000D"] = a.contenido
    return carpeta


def rtf(texto: str) -> bytes:
    """El texto enriquecido, comprimido como lo guarda Outlook ([MS-OXRTFCP])."""
    escrito = "".join(c if ord(c) < 128 else f"\\'{c.encode('cp1252').hex()}" for c in texto).replace("\n", "\\par\n")
    return compressed_rtf.compress(f"{{\\rtf1\\ansi\\ansicpg1252\\fromtext {escrito}}}".encode("latin-1"), compressed=True)
