"""Las cifras capturadas, puestas para compararse: por indicador, una serie por institución sobre los mismos periodos o fechas."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from conferencia.domain.calendario import MESES
from conferencia.domain.cifras import dicha
from conferencia.models import Indicador, Institucion, Medicion, Obligacion, Parte
from conferencia.queries.corte import Corte
from conferencia.queries.seguimiento import definidos

CUANTOS_SE_VEN = 12


@dataclass(frozen=True)
class Valor:
    """Lo que hay de un periodo. ``capturado`` falso: nadie ha dicho nada, que no es lo mismo que «sin dato»."""

    valor: Decimal | None = None
    capturado: bool = False
    nota: str = ""
    version: int = 1

    @property
    def dicho(self) -> str:
        return dicha(self.valor) if self.capturado else "—"


@dataclass(frozen=True)
class Serie:
    institucion: Institucion
    valores: tuple[Valor, ...]

    @property
    def ultimo(self) -> Valor | None:
        return next((v for v in reversed(self.valores) if v.capturado), None)


@dataclass(frozen=True)
class Cuadro:
    """Un indicador, sus periodos o fechas y lo que cada institución dijo. ``maximo``: la escala común de todas sus gráficas."""

    indicador: Indicador
    etiquetas: tuple[str, ...]
    series: tuple[Serie, ...]

    @property
    def maximo(self) -> Decimal:
        valores = [v.valor for s in self.series for v in s.valores if v.valor is not None]
        return max([*valores, self.indicador.meta or Decimal(0), Decimal(1)])

    @property
    def con_cifra(self) -> int:
        return sum(any(v.capturado for v in s.valores) for s in self.series)

    @property
    def mensaje(self) -> str:
        """La frase que dice lo que se ve, siempre con su denominador."""
        meta = f" La meta es {self._con_unidad(self.indicador.meta)}." if self.indicador.meta else ""
        if not self.con_cifra:
            return f"{self.indicador.nombre}: todavía no hay cifras.{meta}"
        if len(self.series) == 1:
            return f"{self.indicador.nombre}: {self._con_unidad(self._ultimo_dicho()[0])} {self._ultimo_dicho()[1]}.{meta}"
        ultimos = [(s.ultimo.valor, s.institucion.nombre_corto) for s in self.series if s.ultimo and s.ultimo.valor is not None]
        mayor = max(ultimos, default=None, key=lambda par: par[0])
        alto = f" La cifra más alta es de {mayor[1]}: {self._con_unidad(mayor[0])}." if mayor else ""
        return f"{self.indicador.nombre}: {self.con_cifra} de {len(self.series)} instituciones han dado cifra.{alto}{meta}"

    def _ultimo_dicho(self) -> tuple[Decimal | None, str]:
        valores = self.series[0].valores
        n = max(i for i, v in enumerate(valores) if v.capturado)
        return valores[n].valor, f"({self.etiquetas[n]})"

    def _con_unidad(self, valor: Decimal | None) -> str:
        return dicha(valor) if valor is None else f"{dicha(valor)} {self.indicador.unidad}"


def cuadros_de_obligacion(obligacion: Obligacion, visibles: QuerySet[Obligacion], corte: Corte | None = None) -> list[Cuadro]:
    """La historia propia: las mismas partes a lo largo de los periodos del compromiso, o de las fechas en que se midió."""
    indicadores = list(definidos(Indicador.objects.filter(compromiso=obligacion.compromiso_id).order_by("orden"), corte))
    if not indicadores:
        return []
    suyas = visibles.filter(compromiso=obligacion.compromiso_id, institucion=obligacion.institucion_id, entidad=obligacion.entidad_id)
    partes = [p.institucion for p in obligacion.partes.all()] if corte else _de_hoy(obligacion)
    return _cuadros(indicadores, suyas, {obligacion.compromiso_id: partes}, corte)


def _de_hoy(obligacion: Obligacion) -> list[Institucion]:
    return [p.institucion for p in obligacion.partes.select_related("institucion__entidad").order_by("orden")]


def cuadros_de_disposicion(disposicion: UUID, visibles: QuerySet[Obligacion], corte: Corte | None = None) -> list[Cuadro]:
    """La comparación de quienes responden de una misma disposición, en orden de entidad. Solo lo que ya tiene alguna cifra."""
    indicadores = list(definidos(Indicador.objects.filter(compromiso__disposicion=disposicion).order_by("compromiso__orden", "orden"), corte))
    if not indicadores:
        return []
    suyas = visibles.filter(compromiso__in={i.compromiso_id for i in indicadores})
    return [c for c in _cuadros(indicadores, suyas, _partes_de(suyas), corte) if c.con_cifra]


def _partes_de(obligaciones: QuerySet[Obligacion]) -> dict[UUID, list[Institucion]]:
    """De cada compromiso, las instituciones que responden, en orden de entidad."""
    parejas = Parte.objects.filter(obligacion__in=obligaciones).order_by().values_list("obligacion__compromiso", "institucion").distinct()
    responden: dict[UUID, set[UUID]] = defaultdict(set)
    for compromiso, institucion in parejas:
        responden[compromiso].add(institucion)
    en_orden = (
        Institucion.objects.filter(pk__in={i for suyas in responden.values() for i in suyas}).select_related("entidad").order_by("entidad__orden", "tipo")
    )
    leidas = list(en_orden)
    return {compromiso: [i for i in leidas if i.pk in suyas] for compromiso, suyas in responden.items()}


def mediciones_al(mediciones: QuerySet[Medicion], corte: Corte | None) -> QuerySet[Medicion]:
    """Las que valen hoy; a un corte, las capturadas hasta entonces, cada corrección después de la que rectifica."""
    if corte is None:
        return mediciones.filter(vigente=True)
    return mediciones.filter(capturada_en__lte=corte.sabido_al, capturada_en__date__lte=corte.dia).order_by("version")


def _cuadros(
    indicadores: Sequence[Indicador], obligaciones: QuerySet[Obligacion], partes: Mapping[UUID, Sequence[Institucion]], corte: Corte | None
) -> list[Cuadro]:
    """``partes``: de cada compromiso, de quiénes es cada serie."""
    filas = mediciones_al(Medicion.objects.filter(indicador__in=indicadores, obligacion__in=obligaciones), corte)
    por_indicador: dict[UUID, dict[tuple[UUID, date], Valor]] = defaultdict(dict)
    rotulos: dict[date, str] = {}
    for m in filas.select_related("obligacion"):
        por_indicador[m.indicador_id][m.institucion_id, m.corresponde_el] = Valor(m.valor, capturado=True, nota=m.nota, version=m.version)
        rotulos[m.corresponde_el] = m.obligacion.periodo or _fecha(m.corresponde_el)
    return [_cuadro(i, por_indicador[i.pk], rotulos, partes.get(i.compromiso_id, [])) for i in indicadores]


def _cuadro(indicador: Indicador, valores: dict[tuple[UUID, date], Valor], rotulos: dict[date, str], partes: Sequence[Institucion]) -> Cuadro:
    dias = sorted({dia for _, dia in valores})[-CUANTOS_SE_VEN:]
    series = tuple(Serie(p, tuple(valores.get((p.pk, dia), Valor()) for dia in dias)) for p in partes)
    return Cuadro(indicador, tuple(rotulos[dia] for dia in dias), series)


def _fecha(dia: date) -> str:
    return f"{dia.day} {MESES[dia.month - 1][:3]} {dia.year}"
