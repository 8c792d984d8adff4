"""La mesa de captura: lo leído de un acta y lo que dará, compuesto para verse y corregirse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from conferencia.domain import captura
from conferencia.domain.identidad import impedimento
from conferencia.domain.lectura.calidad import sugerencia
from conferencia.domain.resaltado import Segmento, marcas_de, partir
from conferencia.models import Acta, ClasePlazo
from conferencia.queries.citas import rotulo_de_parrafo
from conferencia.services.prevision import CompromisoPrevisto, ResponsablePrevisto, prever
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.tiras import Tira

UNIDADES = {"dias_habiles": "días hábiles", "dias_naturales": "días naturales", "dias": "días", "horas": "horas", "meses": "meses", "años": "años"}
ESTADOS = {captura.PROPUESTO: "por confirmar", captura.ACEPTADO: "aceptado", captura.DESCARTADO: "descartado"}


@dataclass(frozen=True)
class Plazo:
    """Dicho para leerse. ``lo_da``: el compromiso que lo completa, si el suyo calla."""

    dicho: str
    texto: str
    explicacion: tuple[str, ...]
    lo_da: str = ""


@dataclass(frozen=True)
class Ficha:
    """Un compromiso en la mesa. ``prevision`` es ``None`` si está descartado."""

    id: str
    numero: str
    leido: dict
    cita: str
    rotulo: str
    plazo: Plazo
    prevision: CompromisoPrevisto | None
    avisos: tuple[tuple[str, str], ...]
    completa: str
    completa_id: str

    @property
    def estado(self) -> str:
        return "agregado" if self.leido.get("agregado") and self.leido["revision"] == captura.ACEPTADO else ESTADOS[self.leido["revision"]]

    @property
    def pendiente(self) -> bool:
        return self.leido["revision"] == captura.PROPUESTO

    @property
    def descartado(self) -> bool:
        return self.leido["revision"] == captura.DESCARTADO

    @property
    def es_acto(self) -> bool:
        return self.leido["naturaleza"] == "acto"

    @property
    def no_obliga(self) -> bool:
        p = self.prevision
        return p is not None and not (p.obligaciones or p.impide or self.es_acto or self.leido["complementa"])

    @property
    def responsables(self) -> tuple[ResponsablePrevisto, ...]:
        return self.prevision.responsables if self.prevision else tuple(ResponsablePrevisto(t, "", "") for t in self.leido["responsables"])


@dataclass(frozen=True)
class Trozo:
    """Un segmento del texto con las fichas que nombra: la de su cita y las que empiezan ahí."""

    texto: str
    ficha: Ficha | None
    clases: tuple[str, ...]
    abren: tuple[Ficha, ...]


@dataclass(frozen=True)
class Parrafo:
    numero: int
    rotulo: str
    trozos: list[Trozo]


@dataclass(frozen=True)
class Cita:
    """Una referencia a otra disposición. ``dudosa`` mientras nadie la corrija."""

    indice: int
    clase: str
    numero: int
    texto: str
    destino: str
    dudosa: bool
    corregida: bool


@dataclass(frozen=True)
class Renglon:
    """Una disposición: su texto (o sus franjas de página) a la izquierda y sus fichas a la derecha."""

    id: str
    leida: dict
    parrafos: list[Parrafo]
    fichas: list[Ficha]
    citas: list[Cita]
    por_ficha: dict[str, Ficha]
    tiras: list[Tira] = field(default_factory=list)


@dataclass(frozen=True)
class Mesa:
    acta: Acta
    renglones: list[Renglon]
    obligaciones: int
    entidades: int
    impedimentos: int

    @property
    def fichas(self) -> list[Ficha]:
        return [f for r in self.renglones for f in r.fichas]

    @property
    def total(self) -> int:
        return len(self.fichas)

    @property
    def faltan(self) -> int:
        return sum(f.pendiente for f in self.fichas)

    @property
    def hechos(self) -> int:
        return self.total - self.faltan

    @property
    def descartados(self) -> int:
        return sum(f.descartado for f in self.fichas)

    @property
    def siguiente(self) -> Ficha | None:
        return next((f for f in self.fichas if f.pendiente), None)

    @property
    def sin_obligado(self) -> int:
        """Compromisos de los que no nacerá nada porque no se reconoce a nadie que responda."""
        return sum(f.no_obliga for f in self.fichas)

    @property
    def sin_identidad(self) -> str:
        """Por qué no se sabe aún de qué reunión es; vacío si se sabe."""
        return impedimento(self.acta.lectura)

    @property
    def dudosas(self) -> list[Cita]:
        return [c for r in self.renglones for c in r.citas if c.dudosa]

    @property
    def por_mirar(self) -> list[Ficha]:
        """Las pendientes que traen aviso o no resuelven a quién obligan."""
        return [f for f in self.fichas if f.pendiente and (f.avisos or any(r.duda for r in f.responsables if not f.es_acto))]

    def siguiente_de(self, identidad: str) -> Ficha | None:
        """La próxima por confirmar después de esta; si no hay, la primera que quede."""
        ids = [f.id for f in self.fichas]
        desde = ids.index(identidad) + 1 if identidad in ids else 0
        return next((f for f in self.fichas[desde:] if f.pendiente), self.siguiente)


def sigla(clase: str, numero: int) -> str:
    return f"{clase[0].upper()}{numero}"


def mesa_de(acta: Acta, tiras: Mapping[str, list[Tira]] | None = None) -> Mesa:
    """``tiras``: por disposición, las franjas que se ven en lugar de su texto."""
    prevision = prever(acta)
    previstos = {c.leido["id"]: c for d in prevision.disposiciones for c in d.compromisos}
    donde = {c["id"]: (d, c) for d, c in captura.compromisos(acta.lectura)}
    dan = {c["complementa"]["id"]: i for i, (_, c) in donde.items() if c["complementa"] and c["revision"] != captura.DESCARTADO}
    renglones = [_renglon(d, previstos, donde, dan, tiras or {}) for d in acta.lectura["disposiciones"]]
    impiden = sum(c.impide for c in previstos.values())
    return Mesa(acta, renglones, prevision.obligaciones, prevision.entidades, impiden)


def _renglon(leida: dict, previstos: Mapping, donde: Mapping, dan: Mapping, tiras: Mapping) -> Renglon:
    ordenados = sorted(leida["compromisos"], key=lambda c: (c["parrafo"], c["texto"]["inicio"], c["texto"]["fin"]))
    fichas = [_ficha(leida, c, previstos.get(c["id"]), donde, dan) for c in ordenados]
    por_id = {f.id: f for f in fichas}
    parrafos = []
    for n, texto in enumerate(leida["parrafos"], start=1):
        segmentos = partir(texto, marcas_de(texto, [c for c in ordenados if c["parrafo"] == n], leida["referencias"]))
        parrafos.append(Parrafo(n, rotulo_de_parrafo(n), [_trozo(s, por_id) for s in segmentos]))
    citas = [_cita(leida, i, r) for i, r in enumerate(leida["referencias"])]
    clave = f"{leida['clase'][0]}{leida['numero']}"
    return Renglon(clave, leida, parrafos, fichas, citas, por_id, tiras.get(clave, []))


def _trozo(s: Segmento, por_id: Mapping[str, Ficha]) -> Trozo:
    return Trozo(s.texto, por_id.get(s.compromiso), s.clases, tuple(por_id[i] for i in s.abren))


def _ficha(leida: dict, c: dict, prevision: CompromisoPrevisto | None, donde: Mapping, dan: Mapping) -> Ficha:
    completa = (c["complementa"] or {}).get("id") or ""
    return Ficha(
        id=c["id"],
        numero=c["id"].rsplit("-", 1)[1],
        leido=c,
        cita=leida["parrafos"][c["parrafo"] - 1][c["texto"]["inicio"] : c["texto"]["fin"]],
        rotulo=rotulo_de_parrafo(c["parrafo"]),
        plazo=_plazo(c, donde, dan.get(c["id"])),
        prevision=prevision,
        avisos=tuple((a, sugerencia(a)) for a in c["avisos"]),
        completa=nombre_de(*donde[completa]) if completa in donde else "",
        completa_id=completa,
    )


def nombre_de(disposicion: Mapping, compromiso: Mapping) -> str:
    """«Acuerdo SEXTO, párrafo 2: suscribir el convenio…», para nombrar un compromiso desde otro."""
    accion = compromiso["accion"]
    return f"{disposicion['clase'].capitalize()} {disposicion['ordinal']}, párrafo {compromiso['parrafo']}: {accion[:70]}{'…' if len(accion) > 70 else ''}"


def _plazo(c: dict, donde: Mapping, lo_da: str | None) -> Plazo:
    if c["plazo"]["clase"] == "sin_plazo" and lo_da:
        disposicion, otro = donde[lo_da]
        plazo = otro["plazo"]
        return Plazo(dicho(plazo), plazo["texto"], tuple(plazo.get("explicacion", ())), f"{disposicion['clase'].capitalize()} {disposicion['ordinal']}")
    return Plazo(dicho(c["plazo"]), c["plazo"]["texto"], tuple(c["plazo"].get("explicacion", ())))


def dicho(plazo: Mapping) -> str:
    """«vence el viernes 12 de agosto de 2022», «cada periodo: mensual», «10 días hábiles desde: la firma»."""
    vence = fecha_larga(date.fromisoformat(plazo["vence"])) if plazo["vence"] else ""
    inicio = fecha_larga(date.fromisoformat(plazo["inicio"])) if plazo["inicio"] else ""
    clase = plazo["clase"]
    if clase == "periodico":
        return f"{plazo['periodicidad']}{f', hasta el {vence}' if vence else ''}"
    if clase == "termino":
        evento = f" desde: {plazo['evento']}" if plazo.get("evento") else ""
        cuenta = f"{plazo['cantidad']} {UNIDADES.get(plazo['unidad'], plazo['unidad'])}{evento}"
        return f"{cuenta}; vence el {vence}" if vence else f"{cuenta} (sin fecha hasta que conste el evento)"
    if clase == "permanente":
        return f"permanente{f', desde el {inicio}' if inicio else ''}"
    if vence:
        return f"del {inicio} al {vence}" if inicio and clase == "periodo" else f"vence el {vence}"
    return ClasePlazo(clase).label.lower()


def _cita(leida: dict, indice: int, referencia: dict) -> Cita:
    corregida = referencia.get("corregida")
    apunta = corregida or referencia
    parrafo = f", párrafo {apunta['parrafo']}" if apunta["parrafo"] else ""
    destino = f"{apunta['clase']} {apunta['numero']}{parrafo}"
    return Cita(indice, leida["clase"], leida["numero"], referencia["texto"], destino, bool(referencia.get("dudosa")) and not corregida, bool(corregida))
