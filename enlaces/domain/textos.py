"""El texto de un correo: de HTML a texto plano, y sin lo citado de correos anteriores."""

import re
from html.parser import HTMLParser

_CITA = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:Mensaje original|Original Message|Mensaje reenviado|Forwarded message)|_{10,}\s*$"
    r"|(?:El|On)\s.{5,200}(?:escribió|wrote):\s*$|(?:De|From):\s.+@)",
    re.IGNORECASE,
)
_BLOQUES = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "blockquote", "hr"}
_MUDOS = {"script", "style", "head", "title"}
HTML_MAXIMO = 1_000_000  # caracteres


class _Texto(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.trozos: list[str] = []
        self.mudo = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.mudo += tag in _MUDOS
        if tag in _BLOQUES:
            self.trozos.append("\n> " if tag == "blockquote" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.mudo = max(0, self.mudo - (tag in _MUDOS))

    def handle_data(self, data: str) -> None:
        if not self.mudo:
            self.trozos.append(data)


def texto_de_html(html: str) -> str:
    """Lo que se leería, un renglón por bloque. Lo citado queda con «>»."""
    lector = _Texto()
    lector.feed(html[:HTML_MAXIMO])
    renglones = (" ".join(r.split()) for r in "".join(lector.trozos).splitlines())
    return "\n".join(r for r in renglones if r)


def sin_lo_citado(texto: str) -> str:
    """Lo que escribió quien manda el correo: hasta el primer renglón que cita a otro. Un correo que solo reenvía queda vacío."""
    propios = []
    for renglon in texto.splitlines():
        if _CITA.match(renglon):
            break
        propios.append(renglon)
    return "\n".join(propios).strip()
