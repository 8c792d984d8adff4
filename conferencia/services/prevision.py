"""Lo que un acta leída dará al publicarse, sin escribir nada: quién responde y cuántas obligaciones nacen de cada compromiso."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conferencia.domain.captura import vigentes
from conferencia.domain.lectura.responsables import Catalogo
from conferencia.domain.periodos import CON_PERIODOS
from conferencia.domain.reparto import RepartoImposible, repartir
from conferencia.models import Acta, ClasePlazo, Institucion, Modo, TipoInstitucion
from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar
from conferencia.services.catalogos import catalogo_de_denominaciones
from conferencia.services.obligaciones import Padron, padron_de, parte_de
from conferencia.services.responsables import instituciones_por_clave, quienes


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
    catalogo, padron, instituciones = catalogo_de_denominaciones(), padron_de(acta.reunion), instituciones_por_clave()
    disposiciones = []
    for leida in acta.lectura["disposiciones"]:
        compromisos = tuple(_previsto(n, leido, catalogo, padron, instituciones) for n, leido in enumerate(vigentes(leida), start=1))
        disposiciones.append(DisposicionPrevista(leida, compromisos))
    return Prevision(tuple(disposiciones), len({p.entidad for p in padron.estatales}))


def _previsto(orden: int, leido: dict, catalogo: Catalogo, padron: Padron, instituciones: Mapping[str, Institucion]) -> CompromisoPrevisto:
    responsables: list[ResponsablePrevisto] = []
    tipos: list[str] = []
    nombradas: list[Institucion] = []
    for texto in leido["responsables"]:
        q = quienes(texto, catalogo)
        tipos += [q.tipo] if q.tipo else []
        suyas = [instituciones[clave] for clave in q.claves]
        nombradas += suyas
        responsables.append(ResponsablePrevisto(texto, f"{TipoInstitucion(q.tipo).label} de cada entidad" if q.tipo else _enumerar(suyas), q.duda))
    cuantas, motivo, impide = _cuantas(leido, tipos, nombradas, padron)
    periodico = leido["plazo"]["clase"] == "periodico" and leido["plazo"]["periodicidad"] in CON_PERIODOS
    return CompromisoPrevisto(orden, leido, tuple(responsables), Modo(leido["modo"]).label, cuantas, periodico, motivo, impide)


def _enumerar(instituciones: Sequence[Institucion]) -> str:
    nombres = [i.nombre for i in instituciones]
    return ", ".join(nombres[:-1]) + (" y " if len(nombres) > 1 else "") + nombres[-1] if nombres else ""


def _cuantas(leido: dict, tipos: Sequence[str], nombradas: Sequence[Institucion], padron: Padron) -> tuple[int, str, bool]:
    if leido["naturaleza"] == "acto":
        return 0, "se agotó en la reunión", False
    if completa := leido["complementa"]:
        return 0, f"da plazo al {completa['clase']} {completa['numero']}, párrafo {completa['parrafo']}: se cuenta ahí", False
    if not tipos and not nombradas:
        return 0, "no se reconoció a ningún responsable", False
    partes = list(dict.fromkeys(parte_de(i) for i in nombradas))
    try:
        return len(repartir(leido["modo"], list(dict.fromkeys(tipos)), partes, padron.estatales)), "", False
    except RepartoImposible as error:
        return 0, str(error), True
