"""``python -m conferencia.arranque <orden>``: lo que hay detrás de cada orden del Makefile."""

import argparse
import sys

from . import correr, instalacion, instancia, pruebas, revisar, secretos
from .bitacora import Bitacora
from .rutas import ErrorDeArranque


def _lector() -> argparse.ArgumentParser:
    lector = argparse.ArgumentParser(prog="python -m conferencia.arranque", description="Instala, levanta y detiene el producto en esta máquina.")
    ordenes = lector.add_subparsers(dest="orden", required=True, metavar="orden")
    ordenes.add_parser("correr", help="instala lo que falte y corre el producto hasta Ctrl-C")
    orden = ordenes.add_parser("instalar", help="instala paquetes del sistema y de Python, si faltan")
    orden.add_argument("--pruebas", action="store_true", help="también lo que piden las pruebas")
    orden = ordenes.add_parser("pruebas", help="corre una orden con PostgreSQL y Valkey efímeros")
    orden.add_argument("--duradera", action="store_true", help="con las garantías de producción, para medir")
    orden.add_argument("resto", nargs=argparse.REMAINDER, metavar="-- orden")
    orden = ordenes.add_parser("revisar", help="linters, tipos, arquitectura; y después, si se da, una orden")
    orden.add_argument("resto", nargs=argparse.REMAINDER, metavar="-- orden")
    orden = ordenes.add_parser("manage", help="corre manage.py con el entorno de la instancia en pie")
    orden.add_argument("resto", nargs=argparse.REMAINDER, metavar="-- argumentos")
    ordenes.add_parser("secretos", help="crea los secretos de docker-compose.yml que falten")
    ordenes.add_parser("borrar-datos", help="borra la base, los archivos y los secretos locales")
    return lector


def _despacha(opciones: argparse.Namespace) -> int:
    resto = getattr(opciones, "resto", [])
    resto = resto[1:] if resto[:1] == ["--"] else resto
    match opciones.orden:
        case "correr":
            return correr.corre()
        case "instalar":
            instalacion.instala(Bitacora().dice, con_pruebas=opciones.pruebas)
        case "pruebas":
            return pruebas.corre(resto, duradera=opciones.duradera)
        case "revisar":
            return revisar.revisa_y(resto)
        case "manage":
            return instancia.manage(resto)
        case "secretos":
            print(
                "Creados:",
                ", ".join(secretos.genera()) or "ninguno, ya estaban",
                f"({secretos.CARPETA}). Escribe en email_url tu servidor de correo.",
            )
        case "borrar-datos":
            instancia.borra_datos()
    return 0


def main() -> int:
    """Código de salida: 0 bien, 1 si algo impide seguir (con la razón), 130 si se interrumpió."""
    try:
        return _despacha(_lector().parse_args())
    except ErrorDeArranque as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
