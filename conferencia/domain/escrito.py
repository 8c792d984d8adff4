"""Un escrito formal, por su contenido: lo mismo se compone en Word y en PDF. Sin formato, sin base y sin reloj."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from conferencia.domain.calendario import MESES

SIN_NOMBRE = "A quien corresponda"


@dataclass(frozen=True)
class Parrafo:
    """``estilo``: «cuerpo», «cita» (palabras textuales del acta) o «nota» (letra chica)."""

    texto: str
    estilo: str = "cuerpo"


@dataclass(frozen=True)
class Titulo:
    """``nivel``: 1 para un anexo o parte; 2 para lo que hay dentro."""

    texto: str
    nivel: int = 2


@dataclass(frozen=True)
class Lista:
    puntos: tuple[str, ...]
    numerada: bool = False


@dataclass(frozen=True)
class Columna:
    """``ancho``: por ciento del renglón; los de una tabla suman 100."""

    titulo: str
    ancho: int


@dataclass(frozen=True)
class Tabla:
    """Cada celda es una secuencia de párrafos; el primero de la primera columna encabeza su renglón."""

    titulo: str
    columnas: tuple[Columna, ...]
    renglones: tuple[tuple[tuple[Parrafo, ...], ...], ...]


@dataclass(frozen=True)
class Ficha:
    """Rótulo y valor, uno por renglón. Un valor vacío se compone como espacio para escribir en él."""

    pares: tuple[tuple[str, str], ...]
    titulo: str = ""


@dataclass(frozen=True)
class Corte:
    """Lo que sigue empieza en otra hoja."""


Bloque = Parrafo | Titulo | Lista | Tabla | Ficha | Corte


@dataclass(frozen=True)
class Destinatario:
    """A quién se dirige. Del titular que no se conoce no se inventa nombre: se dirige a quien corresponda."""

    cargo: str
    institucion: str
    titular: str = ""

    @property
    def renglones(self) -> tuple[str, ...]:
        """El nombre o «A quien corresponda», el cargo y, si el cargo no la dice ya, la institución."""
        suyos = [self.titular or SIN_NOMBRE, self.cargo]
        if self.institucion not in self.cargo:
            suyos.append(self.institucion)
        return tuple(r for r in suyos if r)


@dataclass(frozen=True)
class Firma:
    cargo: str
    nombre: str = ""


@dataclass(frozen=True)
class Verificacion:
    """Para cotejar lo emitido: ``url`` pública con folio y código."""

    folio: str
    codigo: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Escrito:
    """``emisor``: el área que firma. ``organo``: su nombre vigente en ``fecha``. ``leyenda``: «Borrador», si aún no se emite.

    ``numero`` vacío: por asignar. ``destinatario`` vacío: es un documento sin envío, como un expediente.
    """

    clase: str
    emisor: str
    organo: str
    asunto: str
    bloques: tuple[Bloque, ...]
    fecha: date
    numero: str = ""
    lugar: str = ""
    destinatario: Destinatario | None = None
    firma: Firma | None = None
    copias: tuple[str, ...] = ()
    anexos: tuple[Bloque, ...] = ()
    leyenda: str = ""
    verificacion: Verificacion | None = field(default=None)

    @property
    def dado(self) -> str:
        """«Ciudad de México, a 6 de julio de 2022»; sin lugar conocido, solo la fecha."""
        dia = f"{self.fecha.day} de {MESES[self.fecha.month - 1]} de {self.fecha.year}"
        return f"{self.lugar}, a {dia}" if self.lugar else dia[:1].upper() + dia[1:]

    @property
    def titulo(self) -> str:
        return f"{self.clase} {self.numero}".strip()


def parrafos(texto: str) -> tuple[Bloque, ...]:
    """Los párrafos de un texto escrito a mano: los separa un renglón en blanco; los renglones que empiezan con «- » son una lista."""
    bloques: list[Bloque] = []
    for trozo in texto.replace("\r\n", "\n").split("\n\n"):
        renglones = [r.strip() for r in trozo.split("\n") if r.strip()]
        if renglones and all(r.startswith("- ") for r in renglones):
            bloques.append(Lista(tuple(r[2:].strip() for r in renglones)))
        elif renglones:
            bloques.append(Parrafo(" ".join(renglones)))
    return tuple(bloques)


def enumerar(nombres: Sequence[str]) -> str:
    """«a, b y c»; «e» ante el sonido i."""
    if len(nombres) < 2:
        return "".join(nombres)
    y = "e" if nombres[-1][:1].lower() in "ií" or nombres[-1].lower().startswith("hi") else "y"
    return f"{', '.join(nombres[:-1])} {y} {nombres[-1]}"


_FEMENINAS = ("a", "ción", "sión", "dad", "tud")


def con_articulo(nombre: str, *, de: bool = False) -> str:
    """«la Secretaría de Seguridad», «el C5 u homólogo»; con ``de``, «de la Secretaría…», «del C5…»."""
    femenina = nombre.split(" ", 1)[0].lower().endswith(_FEMENINAS)
    if de:
        return f"de la {nombre}" if femenina else f"del {nombre}"
    return f"la {nombre}" if femenina else f"el {nombre}"
