"""Lo que un acta leída dará al publicarse, sin escribir nada: quién responde y cuántas obligaciones nacen de cada compromiso."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conferencia.domain.captura import vigentes
from conferencia.domain.lectura.responsables import Catalogo, resolver
from conferencia.domain.periodos import MESES_DE
from conferencia.domain.reparto import Parte, RepartoImposible, repartir
from conferencia.models import Acta, ClasePlazo, Modo, TipoInstitucion
from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar
from conferencia.services.catalogos import catalogo_de_denominaciones
from conferencia.services.obligaciones import Padron, padron_de


@dataclass(frozen=True)
class Uno:
    """A quién nombra un texto, si es a uno solo: la clave de una institución o de una clase de ellas; si no, ``duda``."""

    clave: str
    es_tipo: bool
    duda: str


def resolver_uno(texto: str, catalogo: Catalogo) -> Uno:
    resuelto = resolver(texto, catalogo)
    clave = resuelto.claves[0] if len(resuelto.claves) == 1 and not resuelto.ambiguo else ""
    return Uno(clave, bool(clave) and resuelto.es_tipo, "" if clave else resuelto.motivo or "no está en el catálogo")


@dataclass(frozen=True)
class ResponsablePrevisto:
    """Como lo nombra el texto y como lo entiende el catálogo; ``duda`` si no lo entiende."""

    texto: str
    quien: str
    duda: str


@dataclass(frozen=True)
class CompromisoPrevisto:
    """``obligaciones``: cuántas nacen (por periodo, si ``periodico``). ``motivo``: por qué no nace ninguna, o por qué no se podría publicar."""

    orden: int
    leido: dict
    responsables: tuple[ResponsablePrevisto, ...]
    modo: str
    obligaciones: int
    periodico: bool
    motivo: str
    impide: bool = False

    @property
    def vence(self) -> date | None:
        vence = self.leido["plazo"]["vence"]
        return date.fromisoformat(vence) if vence else None

    @property
    def plazo_dicho(self) -> str:
        """La clase de plazo, cuando no da una fecha."""
        plazo = self.leido["plazo"]
        return f"{ClasePlazo(plazo['clase']).label.lower()}{': ' + plazo['periodicidad'] if plazo['periodicidad'] else ''}"


@dataclass(frozen=True)
class ParrafoPrevisto:
    rotulo: str
    segmentos: list[dict]


@dataclass(frozen=True)
class DisposicionPrevista:
    leida: dict
    compromisos: tuple[CompromisoPrevisto, ...]

    @property
    def parrafos(self) -> list[ParrafoPrevisto]:
        """El texto con cada cita resaltada. El ancla de un compromiso lleva su disposición: en la página hay muchas."""
        prefijo = f"{self.leida['clase'][0]}{self.leida['numero']}"
        return [
            ParrafoPrevisto(
                rotulo_de_parrafo(n),
                segmentar(
                    texto,
                    [
                        Tramo(c.leido["texto"]["inicio"], c.leido["texto"]["fin"], f"{prefijo}-{c.orden}", c.orden)
                        for c in self.compromisos
                        if c.leido["parrafo"] == n
                    ],
                ),
            )
            for n, texto in enumerate(self.leida["parrafos"], start=1)
        ]

    @property
    def obligaciones(self) -> int:
        return sum(c.obligaciones for c in self.compromisos)


@dataclass(frozen=True)
class Prevision:
    disposiciones: tuple[DisposicionPrevista, ...]
    entidades: int

    @property
    def compromisos(self) -> int:
        return sum(len(d.compromisos) for d in self.disposiciones)

    @property
    def obligaciones(self) -> int:
        return sum(d.obligaciones for d in self.disposiciones)

    @property
    def periodicas(self) -> int:
        return sum(c.obligaciones for d in self.disposiciones for c in d.compromisos if c.periodico)

    @property
    def avisos(self) -> int:
        return sum(len(c.leido["avisos"]) + sum(1 for r in c.responsables if r.duda) for d in self.disposiciones for c in d.compromisos)


def prever(acta: Acta) -> Prevision:
    """Con las mismas reglas que ``publicar``: el catálogo para resolver y ``domain.reparto`` para contar."""
    catalogo, padron = catalogo_de_denominaciones(), padron_de(acta.reunion)
    disposiciones = []
    for leida in acta.lectura["disposiciones"]:
        compromisos = tuple(_previsto(n, leido, catalogo, padron) for n, leido in enumerate(vigentes(leida), start=1))
        disposiciones.append(DisposicionPrevista(leida, compromisos))
    return Prevision(tuple(disposiciones), len({p.entidad for p in padron.estatales}))


def _previsto(orden: int, leido: dict, catalogo: Catalogo, padron: Padron) -> CompromisoPrevisto:
    responsables: list[ResponsablePrevisto] = []
    tipos: list[str] = []
    federales: list[str] = []
    for texto in leido["responsables"]:
        uno = resolver_uno(texto, catalogo)
        if uno.clave:
            (tipos if uno.es_tipo else federales).append(uno.clave)
        quien = _nombre(uno.clave, padron, es_tipo=uno.es_tipo) if uno.clave else ""
        responsables.append(ResponsablePrevisto(texto, quien, uno.duda))
    cuantas, motivo, impide = _cuantas(leido, tipos, federales, padron)
    periodico = leido["plazo"]["clase"] == "periodico" and leido["plazo"]["periodicidad"] in MESES_DE
    return CompromisoPrevisto(orden, leido, tuple(responsables), Modo(leido["modo"]).label, cuantas, periodico, motivo, impide)


def _nombre(clave: str, padron: Padron, *, es_tipo: bool) -> str:
    return f"{TipoInstitucion(clave).label} de cada entidad" if es_tipo else padron.por_clave[clave].nombre


def _cuantas(leido: dict, tipos: Sequence[str], federales: Sequence[str], padron: Padron) -> tuple[int, str, bool]:
    if leido["naturaleza"] == "acto":
        return 0, "se agotó en la reunión", False
    if completa := leido["complementa"]:
        return 0, f"da plazo al {completa['clase']} {completa['numero']}, párrafo {completa['parrafo']}: se cuenta ahí", False
    if not tipos and not federales:
        return 0, "no se reconoció a ningún responsable", False
    partes = [Parte(clave, padron.por_clave[clave].tipo) for clave in dict.fromkeys(federales)]
    try:
        return len(repartir(leido["modo"], list(dict.fromkeys(tipos)), partes, padron.estatales)), "", False
    except RepartoImposible as error:
        return 0, str(error), True
