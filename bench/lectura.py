"""Cuánto tarda en leerse un acta de 30 páginas, contra el piso de recorrer su texto una vez en Python.

Escribe un objeto JSON: segundos, páginas por segundo y la razón contra el piso en la misma corrida.
"""

import json
from pathlib import Path

from cronometro import mediana

from conferencia.domain.lectura import leer

PAGINA = 3000  # caracteres
ACTA = Path(__file__).resolve().parent.parent / "conferencia" / "datos" / "acta-zona-centro-2022-1.md"


def treinta_paginas() -> str:
    """El acta de Zona Centro repetida hasta llenar treinta páginas, como si fueran varias sesiones seguidas."""
    texto = ACTA.read_text(encoding="utf-8")
    return "\n\n".join([texto] * (30 * PAGINA // len(texto) + 1))


def piso(texto: str) -> int:
    """Una pasada carácter por carácter: menos que esto no puede costar leer en Python puro."""
    return sum(1 for c in texto if c.isalpha())


def main() -> None:
    texto = treinta_paginas()
    lector, suelo = mediana(lambda: leer(texto)), mediana(lambda: piso(texto))
    paginas = len(texto) / PAGINA
    cifra = {
        "medicion": "lectura",
        "paginas": round(paginas, 1),
        "segundos": round(lector, 3),
        "paginas_por_segundo": round(paginas / lector),
        "razon_contra_una_pasada": round(lector / suelo, 1),
    }
    print(json.dumps(cifra))


if __name__ == "__main__":
    main()
