"""A quién nombra un oficio de designación, hasta donde su texto deja leerlo: sirve para prellenar, nunca para dar por hecho."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

# Los rótulos del formato que se manda con la notificación («Anexo. Designación de enlace»), que vuelve lleno.
_ROTULOS = {
    "nombre": r"nombre(?: completo)?",
    "cargo": r"cargo",
    "correo": r"correo(?: institucional| oficial| electr[oó]nico)?",
    "telefono": r"tel[eé]fono(?: y extensi[oó]n)?",
}
_CUALQUIERA = re.compile(
    rf"(?:{'|'.join(_ROTULOS.values())}|calidad|vigente desde|sustituye a|materia|instituci[oó]n|obligaci[oó]n que atiende|oficio n[uú]mero|lugar y fecha)\b",
    re.IGNORECASE,
)
_CORREO = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_TITULO = r"(?:(?:al|a la|a el|a)\s+)?(?:(?:C|Lic|Mtr[oa]|Dra?|Ing|Arq|Cmte|Comisari[oa])\.?\s+)?"
_PALABRA = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+|[A-ZÁÉÍÓÚÑ]{2,}"
_NOMBRE = rf"((?:{_PALABRA})(?:\s+(?:(?:de|del|la|los|las|y)\s+)*(?:{_PALABRA})){{1,5}})"
_EN_PROSA = re.compile(
    rf"(?i:design[oa](?:r|mos|ndo)?|nombr[oa](?:r)?)\s+(?i:como\s+enlace(?:\s+titular|\s+suplente)?\s+)?(?i:{_TITULO}){_NOMBRE}(?:,\s*([^,.;\n]{{3,120}}))?"
)
_MARCADA = re.compile(r"\(\s*[xX✓]\s*\)\s*(titular|suplente)|enlace\s+(suplente)", re.IGNORECASE)


@dataclass(frozen=True)
class Nombrado:
    """Lo que se alcanza a leer; lo demás, vacío."""

    nombre: str = ""
    cargo: str = ""
    correo: str = ""
    telefono: str = ""
    suplente: bool = False


def leer_nombrado(textos: Iterable[str], ajenos: Collection[str]) -> Nombrado:
    """Del primer texto que diga un nombre. ``ajenos``: correos que no son de la persona, como el de quien lo mandó o el buzón."""
    leidos = [_de_un_texto(t, {a.lower() for a in ajenos}) for t in textos]
    return next((n for n in leidos if n.nombre), next((n for n in leidos if n.correo), Nombrado()))


def _de_un_texto(texto: str, ajenos: Collection[str]) -> Nombrado:
    renglones = [r.strip() for r in texto.splitlines()]
    nombre, cargo = _rotulado(renglones, "nombre"), _rotulado(renglones, "cargo")
    if not nombre and (prosa := _EN_PROSA.search(re.sub(r"\s+", " ", texto))):
        nombre, cargo = prosa[1], (prosa[2] or "").strip()
    correos = [c for c in _CORREO.findall(_rotulado(renglones, "correo") + " " + texto) if c.lower() not in ajenos]
    marcada = _MARCADA.search(texto)
    return Nombrado(
        nombre=nombre[:150],
        cargo=cargo[:200],
        correo=next(iter(correos), "").lower(),
        telefono=_rotulado(renglones, "telefono")[:40],
        suplente=bool(marcada and "suplente" in (marcada[1] or marcada[2]).lower()),
    )


def _rotulado(renglones: list[str], cual: str) -> str:
    """Lo escrito junto al rótulo o, si ahí no hay nada, en el renglón que sigue."""
    patron = re.compile(rf"{_ROTULOS[cual]}\s*(?::|\s|$)\s*(.*)", re.IGNORECASE)
    for n, renglon in enumerate(renglones):
        if hallado := patron.fullmatch(renglon):
            siguiente = next((r for r in renglones[n + 1 :] if r), "")
            return hallado[1].strip(" _.") or ("" if _CUALQUIERA.match(siguiente) else siguiente)
    return ""
