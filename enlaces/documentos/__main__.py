"""El proceso que abre un correo ajeno: con límites y sin los secretos del servidor en su entorno.

Al desarmarlo deja cada anexo que sirve en un archivo de la carpeta que se le da; de un .msg deja el correo. Escribe un renglón JSON:
``{"mensaje": …}`` o ``{"ilegible": …}``.
"""

import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

import orjson

from enlaces.documentos.limites import CPU_SEGUNDOS, ESCRITO_BYTES, MEMORIA_BYTES, PAGINAS, TEXTO_CARACTERES
from enlaces.domain.mensajes import CorreoIlegible, desarmar, limpio_por_renglones


def _limitar() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_BYTES, MEMORIA_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SEGUNDOS, CPU_SEGUNDOS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ESCRITO_BYTES, ESCRITO_BYTES))
    os.nice(5)


def _decir(mensaje: dict) -> None:
    sys.stdout.buffer.write(orjson.dumps(mensaje))


def texto_de_pdf(contenido: bytes) -> str:
    """El de sus primeras páginas, para sugerir número y fecha. Dañado, con contraseña o escaneado: ninguno."""
    import pypdfium2  # noqa: PLC0415 — cuesta más que todo lo demás y pocos correos traen PDF

    try:
        with pypdfium2.PdfDocument(contenido) as pdf:
            paginas = [pdf[n].get_textpage().get_text_bounded() for n in range(min(PAGINAS, len(pdf)))]
    except pypdfium2.PdfiumError:
        return ""
    return limpio_por_renglones("\n".join(paginas))[:TEXTO_CARACTERES]


def _desarmar(ruta: Path, carpeta: Path, tamano_maximo: int) -> dict:
    mensaje = desarmar(ruta.read_bytes(), tamano_maximo=tamano_maximo)
    for numero, anexo in enumerate(mensaje.anexos):
        if anexo.sirve:
            (carpeta / str(numero)).write_bytes(anexo.contenido)
            anexo.texto = texto_de_pdf(anexo.contenido) if anexo.hallado == "application/pdf" else ""
        anexo.contenido = b""
    dicho = asdict(mensaje)
    for anexo in dicho["anexos"]:
        del anexo["contenido"]
    return dicho


def _convertir(ruta: Path, carpeta: Path) -> dict:
    from enlaces.documentos.outlook import a_correo  # noqa: PLC0415 — solo hace falta para un .msg

    (carpeta / "correo.eml").write_bytes(a_correo(ruta.read_bytes()))
    return {}


def main(orden: str, ruta: str, carpeta: str, tamano_maximo: str) -> None:
    """``desarmar|convertir RUTA CARPETA TAMAÑO``: del archivo, a dónde va lo que salga de él y cuántos bytes puede pesar cada anexo."""
    _limitar()
    try:
        hacer = {"desarmar": lambda: _desarmar(Path(ruta), Path(carpeta), int(tamano_maximo)), "convertir": lambda: _convertir(Path(ruta), Path(carpeta))}
        _decir({"mensaje": hacer[orden]()})
    except CorreoIlegible as error:
        _decir({"ilegible": str(error)})
    except RecursionError:
        _decir({"ilegible": "Tiene partes dentro de partes sin fin."})
    except MemoryError:
        _decir({"ilegible": "Pide más memoria de la permitida."})


if __name__ == "__main__":
    main(*sys.argv[1:])
