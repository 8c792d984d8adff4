"""A qué obligación se refiere un correo: las pistas que trae, lo que pesa cada una y a dónde va el correo con todo eso.

De más a menos: la dirección firmada a la que se respondió, el hilo, la clave escrita, el número de un oficio conocido, la disposición
que nombra y las palabras que comparte. Cada pista suma con independencia de las demás y deja su razón escrita.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from conferencia.domain.lectura.fechas import hallar_fechas
from conferencia.domain.lectura.numeros import ordinal
from conferencia.domain.lectura.plegado import plegar

SEGURO = 70  # de aquí en adelante la obligación queda «recibida por confirmar»
MINIMO = 20  # con menos no se ofrece ni como suposición
DIRECCION, DIRECCION_DE_VARIAS, HILO, HILO_DE_VARIAS, CLAVE, OFICIO, DISPOSICION, PALABRAS = 95, 55, 85, 45, 88, 70, 45, 35
_CLAVE = re.compile(
    r"(?<![\w/])([a-z]{1,10}-\d{4}-\d{1,3})/([at]\d{1,2}(?:\.\d{1,2})?)(?:/([a-z0-9]+(?:-[a-z0-9]+)*))?(?:/(\d{4}(?:-\d{2}|-[a-z0-9]+)?))?(?![\w])"
)
_OFICIO = re.compile(
    r"(?:oficio|of\.)\s*(?:(?:con|de)\s+)?(?:n[uú]m(?:ero)?\.?|no\.?|n[°º]\.?|#)?\s*:?\s*([A-ZÁÉÍÓÚÑ0-9][\wÁÉÍÓÚÑ.\-–]*(?:\s?/\s?[\wÁÉÍÓÚÑ.\-–]+)+|[A-Z]{2,}[\w.\-–]*\d[\w.\-–]*|\d{2,}(?:-\d{2,4})?)",
    re.IGNORECASE,
)
_SUELTA = re.compile(r"[a-z0-9]{4,}")
_UNIDAD = "primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]|noven[oa]"
_NOMBRADA = re.compile(rf"(acuerdo|disposicion transitoria|transitori[oa])\s+([a-z]+(?:\s+(?:{_UNIDAD}))?)")
_NOMBRADA_ANTES = re.compile(r"([a-z]+)\s+(?:disposicion\s+)?transitori[oa]")
# fmt: off
VACIAS = frozenset([
    "acuerdo", "acuerdos", "adjunto", "anexo", "atentamente", "buenos", "cada", "centro", "como", "conferencia", "cordial", "cordiales",
    "correo", "cumplimiento", "desde", "dias", "enlace", "entidad", "entidades", "entre", "enviar", "envio", "estado", "estas", "este",
    "estos", "favor", "federativas", "hasta", "mediante", "medio", "nacional", "oficio", "para", "parte", "presente", "publica", "relacion",
    "remitir", "respecto", "saludos", "secretaria", "secretario", "seguridad", "sobre", "tardes", "transitoria", "transitorio", "zona",
])
# fmt: on


@dataclass(frozen=True)
class Pistas:
    """Lo que el correo dice sin consultar nada. ``claves``: en mayúsculas, quizá sin institución. ``disposiciones``: («acuerdo» o «transitorio», número)."""

    claves: tuple[str, ...] = ()
    oficios: tuple[str, ...] = ()
    disposiciones: frozenset[tuple[str, int]] = frozenset()
    palabras: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Indicio:
    """Una razón para creer que el correo habla de una obligación, por la parte de ``institucion``."""

    obligacion: UUID
    institucion: UUID
    puntos: int
    razon: str


@dataclass
class Suposicion:
    """Una candidata con sus indicios sumados."""

    obligacion: UUID
    institucion: UUID
    puntos: int = 0
    razones: list[str] = field(default_factory=list)


def pistas_de(*textos: str) -> Pistas:
    """De asunto, cuerpo sin lo citado y anexos, en ese orden."""
    todo = "\n".join(textos)
    plano = plegar(todo)
    return Pistas(
        claves=tuple(dict.fromkeys("/".join(t for t in m.groups() if t).upper() for m in _CLAVE.finditer(plano))),
        oficios=tuple(numeros_de_oficio(todo)),
        disposiciones=_disposiciones(plano),
        palabras=palabras(plano),
    )


def numeros_de_oficio(texto: str) -> list[str]:
    """Los números que siguen a la palabra «oficio», con alguna cifra, tal como están escritos."""
    hallados = (re.sub(r"\s*/\s*", "/", m[1]).strip(".-–") for m in _OFICIO.finditer(texto))
    return list(dict.fromkeys(n[:80] for n in hallados if any(c.isdigit() for c in n) and not _CLAVE.fullmatch(plegar(n))))[:20]


def fecha_de_oficio(texto: str, hoy: date) -> date | None:
    """La primera fecha completa que no es futura: en un oficio, la del encabezado."""
    return next((f.fecha for f in hallar_fechas(texto[:4000], hoy) if f.fecha and f.fecha <= hoy), None)


def _disposiciones(plano: str) -> frozenset[tuple[str, int]]:
    halladas = set()
    for clase, dicho in _NOMBRADA.findall(plano):
        numero = ordinal(dicho) or ordinal(dicho.split()[0])
        if numero:
            halladas.add(("acuerdo" if clase == "acuerdo" else "transitorio", numero))
    for dicho in _NOMBRADA_ANTES.findall(plano):
        if numero := ordinal(dicho):
            halladas.add(("transitorio", numero))
    return frozenset(halladas)


def palabras(texto: str) -> frozenset[str]:
    """Raíces (las seis primeras letras) de las palabras que dicen algo."""
    return frozenset(p[:6] for p in _SUELTA.findall(plegar(texto)) if p not in VACIAS)


def puntos_por_palabras(del_correo: Collection[str], de_la_obligacion: Collection[str]) -> int:
    """Hasta ``PALABRAS``, según cuántas de las que describen la obligación aparecen en el correo. Menos de dos no dicen nada."""
    comunes = len(set(del_correo) & set(de_la_obligacion))
    return round(PALABRAS * min(1, comunes / max(4, len(de_la_obligacion) / 2))) if comunes >= 2 else 0


def ponderar(indicios: Iterable[Indicio]) -> list[Suposicion]:
    """Una suposición por obligación e institución, de más a menos puntos. Dos razones del 50 % dan 75 %; nunca 100."""
    porque: dict[tuple[UUID, UUID], list[Indicio]] = {}
    for indicio in indicios:
        porque.setdefault((indicio.obligacion, indicio.institucion), []).append(indicio)
    hechas = [_suposicion(*llave, suyos) for llave, suyos in porque.items()]
    return sorted((s for s in hechas if s.puntos >= MINIMO), key=lambda s: (-s.puntos, str(s.obligacion), str(s.institucion)))


def _suposicion(obligacion: UUID, institucion: UUID, indicios: Sequence[Indicio]) -> Suposicion:
    resto = 1.0
    distintos: Mapping[str, Indicio] = {i.razon: i for i in sorted(indicios, key=lambda i: i.puntos)}
    for indicio in distintos.values():
        resto *= 1 - indicio.puntos / 100
    razones = [i.razon for i in sorted(distintos.values(), key=lambda i: -i.puntos)]
    return Suposicion(obligacion, institucion, min(99, round(100 * (1 - resto))), razones)


# --- A dónde va ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Circunstancias:
    """``remitente``: su clase. ``desmentido``: por qué no se cree que venga de quien dice. ``anexos_que_sirven``: cuántos."""

    remitente: str
    desmentido: str
    comprobado: bool
    anexos_que_sirven: int
    de_maquina: str
    firma_ajena: bool


@dataclass(frozen=True)
class Destino:
    """``propuesto`` o ``cuarentena``, y por qué no se propuso."""

    estado: str
    razones: tuple[str, ...] = ()


def destino(c: Circunstancias, suposiciones: Sequence[Suposicion]) -> Destino:
    """A la bandeja solo llega lo de quien puede responder, sin desmentir, con algo que recibir y con al menos una obligación posible."""
    reparos = [
        c.desmentido,
        c.de_maquina and f"{c.de_maquina} Pero trae anexos que podrían ser un oficio.",
        c.firma_ajena and "La dirección a la que responde está alterada: su firma no corresponde.",
        _REMITENTE.get(c.remitente, ""),
        "Es de alguien del dominio de la institución que no está designado, y nada comprueba que el correo sea auténtico."
        if c.remitente == "dominio" and not c.comprobado and not c.desmentido
        else "",
        "" if c.anexos_que_sirven else "No trae ningún anexo que se pueda recibir como oficio.",
        "" if suposiciones else "No se encontró a qué obligación se refiere.",
    ]
    dichos = tuple(r for r in reparos if r)
    return Destino("cuarentena", dichos) if dichos else Destino("propuesto")


_REMITENTE = {
    "ex_enlace": "Quien lo manda fue enlace y ya no lo es.",
    "desconocido": "No se conoce a quien lo manda.",
}
