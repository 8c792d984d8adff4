"""Qué se cumple designando: se lee de lo que el compromiso ordena hacer y una persona lo confirma."""

import re

from conferencia.domain.lectura.plegado import compactar

# «nombrarán a un enlace», «designar, por oficio, a las personas enlace»; no «designar representante regional».
_DESIGNA = re.compile(r"\b(?:design|nombr|acredit)\w*\b.{0,90}?\benlaces?\b")


def designa_enlace(accion: str) -> bool:
    """¿Lo comprometido es nombrar a un enlace?"""
    return _DESIGNA.search(compactar(accion)) is not None
