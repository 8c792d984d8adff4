"""El examen de un borrador de acta antes de firmarse: qué le falta a cada compromiso para poder exigirse, y cómo decirlo."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches

from conferencia.domain.lectura import CompromisoLeido, DisposicionLeida, Lectura
from conferencia.domain.lectura.calidad import SUGERENCIAS, sugerencia
from conferencia.domain.lectura.plegado import compactar
from conferencia.domain.lectura.responsables import Catalogo, resolver

LIMPIO, CON_AVISOS, SIN_COMPROMISOS = "limpio", "con_avisos", "sin_compromisos"
RESUELTO, AMBIGUO, DESCONOCIDO, SIN_COTEJAR = "resuelto", "ambiguo", "desconocido", "sin_cotejar"
RESPONSABLE_AMBIGUO = "responsable ambiguo"
RESPONSABLE_DESCONOCIDO = "responsable fuera del catálogo"
_PARECIDO = 0.72  # de 0 a 1: menos que esto ya no es la misma institución mal escrita


@dataclass(frozen=True)
class Directorio:
    """El catálogo de instituciones y cómo se escribe el nombre oficial de cada clave."""

    catalogo: Catalogo
    nombres: Mapping[str, str]


@dataclass(frozen=True)
class Reparo:
    aviso: str
    sugerencia: str


@dataclass(frozen=True)
class Quien:
    """Un responsable como lo nombra el borrador y las instituciones que el catálogo reconoce en él."""

    texto: str
    estado: str
    nombres: tuple[str, ...] = ()


@dataclass(frozen=True)
class Renglon:
    """Un compromiso del borrador y lo que se le objeta."""

    disposicion: str
    parrafo: int
    cita: str
    accion: str
    responsables: tuple[Quien, ...]
    plazo: str
    vence: str | None
    reparos: tuple[Reparo, ...]


@dataclass(frozen=True)
class Examen:
    """``cotejado``: si los responsables se buscaron en el catálogo de instituciones."""

    renglones: tuple[Renglon, ...]
    cuentas: tuple[tuple[str, int], ...]
    cotejado: bool

    @property
    def con_reparos(self) -> int:
        return sum(bool(r.reparos) for r in self.renglones)

    @property
    def veredicto(self) -> str:
        if not self.renglones:
            return SIN_COMPROMISOS
        return CON_AVISOS if self.con_reparos else LIMPIO

    def a_json(self) -> dict:
        """Como objeto JSON: lo que imprime la orden y lo que muestra la página."""
        datos = {"veredicto": self.veredicto, "compromisos": len(self.renglones), "con_avisos": self.con_reparos, "cotejado": self.cotejado}
        return datos | {"avisos": dict(self.cuentas), "renglones": [asdict(r) for r in self.renglones]}


def examinar(lectura: Lectura, directorio: Directorio | None = None) -> Examen:
    """Cada obligación con sus reparos, en el orden del texto. Lo que se agotó en la reunión no se examina.

    Sin ``directorio`` no se coteja a quién nombra cada una.
    """
    renglones = tuple(_renglon(d, c, directorio) for d in lectura.disposiciones for c in d.compromisos if c.naturaleza == "obligacion")
    cuenta = Counter(reparo.aviso for r in renglones for reparo in r.reparos)
    orden = {aviso: n for n, aviso in enumerate(SUGERENCIAS)}
    cuentas = tuple(sorted(cuenta.items(), key=lambda par: (-par[1], orden.get(par[0], 99), par[0])))
    return Examen(renglones, cuentas, cotejado=directorio is not None)


def _renglon(d: DisposicionLeida, c: CompromisoLeido, directorio: Directorio | None) -> Renglon:
    vence = c.plazo.vence.isoformat() if c.plazo.vence else None
    cotejados = [_cotejar(texto, directorio) for texto in c.responsables]
    propios = tuple(Reparo(a, sugerencia(a)) for a in c.avisos)
    return Renglon(
        f"{d.clase.capitalize()} {d.ordinal}",
        c.parrafo,
        c.tramo.de(d.parrafos[c.parrafo - 1]),
        c.accion,
        tuple(quien for quien, _ in cotejados),
        vence or c.plazo.periodicidad or c.plazo.clase.replace("_", " "),
        vence,
        propios + tuple(reparo for _, reparo in cotejados if reparo is not None),
    )


def _cotejar(texto: str, directorio: Directorio | None) -> tuple[Quien, Reparo | None]:
    """A quién corresponde, con la misma regla con que se publica: lo que no sea una sola institución no obligaría a nadie."""
    if directorio is None:
        return Quien(texto, SIN_COTEJAR), None
    hallado = resolver(texto, directorio.catalogo)
    nombres = tuple(directorio.nombres.get(clave, clave) for clave in hallado.claves)
    if nombres and not hallado.ambiguo:
        return Quien(texto, RESUELTO, nombres), None
    if nombres:
        return Quien(texto, AMBIGUO, nombres), Reparo(RESPONSABLE_AMBIGUO, _decir_ambiguo(texto, nombres))
    parecidas = _parecidas(texto, directorio)
    return Quien(texto, DESCONOCIDO), Reparo(RESPONSABLE_DESCONOCIDO, _decir_desconocido(texto, parecidas))


def _decir_ambiguo(texto: str, nombres: tuple[str, ...]) -> str:
    if len(nombres) == 1:
        return f"«{texto}» parece referirse a «{nombres[0]}». Si es así, escriba el nombre completo."
    opciones = ", ".join(f"«{n}»" for n in nombres[:-1]) + f" o «{nombres[-1]}»"
    return f"«{texto}» puede ser {opciones}. Escriba el nombre completo de quien responde."


def _decir_desconocido(texto: str, parecidas: tuple[str, ...]) -> str:
    sugerida = f"¿Quiso decir {' o '.join(f'«{n}»' for n in parecidas)}? " if parecidas else ""
    return f"«{texto}» no está en el catálogo de instituciones. {sugerida}Escriba su nombre oficial, o pida que se dé de alta antes de firmar."


def _parecidas(texto: str, directorio: Directorio) -> tuple[str, ...]:
    """Hasta dos instituciones cuyo nombre se escribe casi igual."""
    claves = {compactar(d.texto): d.clave for d in directorio.catalogo.denominaciones}
    cercanas = get_close_matches(compactar(texto)[:200], claves, n=2, cutoff=_PARECIDO)
    return tuple(dict.fromkeys(directorio.nombres.get(claves[c], claves[c]) for c in cercanas))
