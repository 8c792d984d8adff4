"""Cuánto tarda en abrirse un PDF de treinta páginas con texto, con la posición de cada palabra, contra el piso de sacar su texto crudo.

Escribe un objeto JSON. «adaptador» es el trabajo (palabras, columnas, párrafos); «servicio» añade el proceso aparte y su regreso.
"""

import html
import json
import tempfile
from pathlib import Path

import pypdfium2
from cronometro import mediana
from weasyprint import HTML

from conferencia.documentos.pdf import documento_de_pdf
from conferencia.services.documentos import documento_de

PAGINAS = 30
ACTA = Path(__file__).resolve().parent.parent / "conferencia" / "datos" / "acta-zona-centro-2022-1.md"
ESTILO = "@page{size:letter;margin:2.5cm;@bottom-center{content:counter(page)}} body{font:11pt 'Noto Serif',serif;text-align:justify;hyphens:auto}"


def treinta_paginas(ruta: Path) -> None:
    """El acta repetida, cortada en treinta páginas."""
    parrafos = "".join(f"<p>{html.escape(p)}</p>" for p in ACTA.read_text(encoding="utf-8").split("\n\n") if p.strip())
    documento = HTML(string=f"<html lang='es'><style>{ESTILO}</style>{parrafos * 6}</html>").render()
    documento.copy(documento.pages[:PAGINAS]).write_pdf(ruta)


def piso(ruta: Path) -> None:
    """El texto crudo de cada página, sin posiciones: menos que esto no puede costar con pdfium."""
    pdf = pypdfium2.PdfDocument(ruta)
    for pagina in pdf:
        pagina.get_textpage().get_text_range()
    pdf.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as carpeta:
        ruta = Path(carpeta) / "acta.pdf"
        treinta_paginas(ruta)
        paginas = len(documento_de(ruta).paginas)
        suelo = mediana(lambda: piso(ruta))
        adaptador = mediana(lambda: documento_de_pdf(ruta, lambda hechas, total: None))
        servicio = mediana(lambda: documento_de(ruta))
    cifra = {
        "medicion": "documentos",
        "paginas": paginas,
        "piso_paginas_por_segundo": round(paginas / suelo),
        "adaptador_paginas_por_segundo": round(paginas / adaptador),
        "servicio_paginas_por_segundo": round(paginas / servicio),
        "razon_adaptador_contra_piso": round(adaptador / suelo, 2),
        "razon_servicio_contra_piso": round(servicio / suelo, 2),
    }
    print(json.dumps(cifra))


if __name__ == "__main__":
    main()
