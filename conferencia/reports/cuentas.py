"""Las cuentas del informe, hechas sobre los renglones ya leídos: aquí no se pregunta nada a la base."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from textwrap import shorten

from conferencia.domain.pleno import GRUPO_DEL_PLENO, ROTULOS_DEL_PLENO, SituacionDelPleno
from conferencia.domain.situacion import ROTULOS, Grupo, Situacion
from conferencia.queries.conteo import POR_APREMIO, Conteo
from conferencia.reports.datos import SIN_ENTIDAD, CompromisoLeido, Datos, DisposicionLeida, Renglon

COLUMNAS_DE_MATRIZ = 16  # las que caben legibles en el ancho de una hoja carta
# La ficha de una entidad es una sola página: letras que caben por línea en sus columnas, y altos en puntos.
LETRAS_DE_ACCION, LETRAS_DE_SIGLAS, LETRAS_DE_SITUACION = 50, 14, 22
ALTO_DE_UNA_LINEA, ALTO_DE_DOS, ALTO_LIBRE = 13.9, 23.2, 484
APREMIO = {grupo: lugar for lugar, grupo in enumerate((*POR_APREMIO, Grupo.EXENTA))}


def contar(renglones: Iterable[Renglon]) -> Conteo:
    return Conteo.sumando((r.situacion, 1) for r in renglones)


def agrupar(renglones: Iterable[Renglon], llave: Callable[[Renglon], object]) -> dict:
    """Los renglones repartidos por ``llave``, en el orden en que aparecen."""
    grupos: dict = {}
    for renglon in renglones:
        grupos.setdefault(llave(renglon), []).append(renglon)
    return grupos


@dataclass(frozen=True)
class Celda:
    """``grupo``: lo más apremiante de la celda. ``cuenta``: sus obligaciones; ``None`` si ahí no hay ninguna."""

    grupo: str
    cuenta: Conteo | None


@dataclass(frozen=True)
class RenglonDeMatriz:
    titulo: str
    total: Conteo
    celdas: tuple[Celda, ...]


@dataclass(frozen=True)
class Matriz:
    """``omitidas``: disposiciones que no cupieron; el total de cada renglón sí las cuenta."""

    columnas: tuple[str, ...]
    renglones: tuple[RenglonDeMatriz, ...]
    pie: RenglonDeMatriz
    omitidas: int


def _celda(renglones: Sequence[Renglon]) -> Celda:
    cuenta = contar(renglones) if renglones else None
    return Celda(cuenta.peor if cuenta else "", cuenta)


def _renglon_de_matriz(titulo: str, renglones: Sequence[Renglon], columnas: Sequence[str]) -> RenglonDeMatriz:
    por_columna = agrupar(renglones, lambda r: r.disposicion)
    return RenglonDeMatriz(titulo, contar(renglones), tuple(_celda(por_columna.get(c, [])) for c in columnas))


def matriz(datos: Datos) -> Matriz:
    """Entidad × disposición, con las que obligan a alguien. Si no caben todas, las de más vencidas, en el orden del acta."""
    por_disposicion = agrupar(datos.renglones, lambda r: r.disposicion)
    por_vencidas = sorted(por_disposicion, key=lambda sigla: -contar(por_disposicion[sigla]).vencidas)
    elegidas = set(por_vencidas[:COLUMNAS_DE_MATRIZ])
    columnas = tuple(d.sigla for d in datos.disposiciones if d.sigla in elegidas)
    por_entidad = agrupar(datos.renglones, lambda r: r.entidad)
    return Matriz(
        columnas,
        tuple(_renglon_de_matriz(e, por_entidad.get(e, []), columnas) for e in datos.entidades),
        _renglon_de_matriz("Todas", datos.renglones, columnas),
        len(por_disposicion) - len(columnas),
    )


@dataclass(frozen=True)
class ResultadoDeCompromiso:
    compromiso: CompromisoLeido
    cuenta: Conteo


@dataclass(frozen=True)
class ResultadoDeDisposicion:
    disposicion: DisposicionLeida
    cuenta: Conteo
    compromisos: tuple[ResultadoDeCompromiso, ...]

    @property
    def obliga(self) -> bool:
        """Falso si se agotó en la reunión o solo da plazo a otra."""
        return bool(self.cuenta.total or self.cuenta.exentas)


def resultados(datos: Datos) -> list[ResultadoDeDisposicion]:
    """Una por disposición del acta, también las que no obligan a nadie: que no falte ninguna es parte del informe."""
    por_compromiso = agrupar(datos.renglones, lambda r: r.compromiso)
    return [
        ResultadoDeDisposicion(
            d,
            contar(r for c in d.compromisos for r in por_compromiso.get(c.clave, [])),
            tuple(ResultadoDeCompromiso(c, contar(por_compromiso.get(c.clave, []))) for c in d.compromisos),
        )
        for d in datos.disposiciones
    ]


@dataclass(frozen=True)
class EnElPleno:
    """Cuántas disposiciones hay en una situación, y cuáles."""

    rotulo: str
    grupo: Grupo
    siglas: tuple[str, ...]


def acuerdos(datos: Datos) -> list[EnElPleno]:
    """Lo que un pleno cuenta: cada disposición una vez, también las situaciones en que no hay ninguna."""
    por_situacion = {s: tuple(d.sigla for d in datos.disposiciones if d.del_pleno.situacion == s) for s in SituacionDelPleno}
    return [EnElPleno(ROTULOS_DEL_PLENO[s], GRUPO_DEL_PLENO[s], siglas) for s, siglas in por_situacion.items()]


@dataclass(frozen=True)
class RenglonDeFicha:
    """Un compromiso de la entidad. ``responde``: las siglas de quienes van igual. Los periodos se juntan: ``cuantas`` y su ``cuenta``."""

    muestra: Renglon
    accion: str
    responde: str
    cuantas: int
    cuenta: Conteo
    situacion: Situacion
    vence_el: date | None
    desde: str
    hasta: str

    @property
    def es_serie(self) -> bool:
        return bool(self.desde)


@dataclass(frozen=True)
class Ficha:
    """``omitidos``: renglones que no cupieron en su página y van solo en los datos adjuntos."""

    entidad: str
    cuenta: Conteo
    renglones: tuple[RenglonDeFicha, ...]
    omitidos: int
    participa_en: tuple[Renglon, ...]


def _renglon_de_ficha(grupo: Sequence[Renglon]) -> RenglonDeFicha:
    """La cara de la serie es la más apremiante, y entre iguales la que venció o vence primero."""
    cara = min(grupo, key=_apremio)
    periodos = sorted(r.periodo for r in grupo if r.periodo)
    return RenglonDeFicha(
        muestra=cara,
        accion=shorten(cara.accion, 2 * LETRAS_DE_ACCION - 8, placeholder="…"),
        responde=", ".join(dict.fromkeys(r.tipo for r in grupo)),
        cuantas=len(grupo),
        cuenta=contar(grupo),
        situacion=cara.situacion,
        vence_el=cara.vence_el,
        desde=periodos[0] if periodos else "",
        hasta=periodos[-1] if periodos else "",
    )


def _serie(r: Renglon) -> tuple:
    """Lo que cabe en un mismo renglón: los periodos de una institución, o instituciones que van exactamente igual."""
    return (r.compromiso, r.responde) if r.periodo else (r.compromiso, r.situacion, r.vence_el)


def _apremio(r: Renglon) -> tuple:
    return (APREMIO[r.grupo], r.vence_el or date.max, r.clave)


def fichas(datos: Datos) -> list[Ficha]:
    """Una por renglón de la matriz, con lo más apremiante primero."""
    por_entidad = agrupar(datos.renglones, lambda r: r.entidad)
    conjuntas = [r for r in datos.renglones if r.entidad == SIN_ENTIDAD and r.entidades]
    return [_ficha(e, por_entidad.get(e, []), [r for r in conjuntas if e in r.entidades]) for e in datos.entidades]


def _ficha(entidad: str, renglones: Sequence[Renglon], conjuntas: Sequence[Renglon]) -> Ficha:
    series = agrupar(renglones, _serie)
    todos = sorted((_renglon_de_ficha(g) for g in series.values()), key=lambda f: _apremio(f.muestra))
    caben = _los_que_caben(todos)
    return Ficha(entidad, contar(renglones), tuple(caben), len(todos) - len(caben), tuple(conjuntas))


def _los_que_caben(renglones: Sequence[RenglonDeFicha]) -> list[RenglonDeFicha]:
    """Los primeros cuyo alto acumulado cabe en la página. Ninguno pasa de dos líneas: la acción viene recortada."""
    altos = accumulate(ALTO_DE_DOS if _dos_lineas(r) else ALTO_DE_UNA_LINEA for r in renglones)
    return [r for r, alto in zip(renglones, altos, strict=True) if alto <= ALTO_LIBRE]


def _dos_lineas(r: RenglonDeFicha) -> bool:
    return len(r.accion) > LETRAS_DE_ACCION or len(r.responde) > LETRAS_DE_SIGLAS or len(ROTULOS[r.situacion]) > LETRAS_DE_SITUACION


@dataclass(frozen=True)
class Atraso:
    """Lo vencido de un compromiso: desde cuándo y quiénes lo deben, separado por lo que hicieron."""

    compromiso: str
    accion: str
    vencio_el: date | None
    dias: int
    vencidas: int
    exigibles: int
    deudores: tuple[tuple[Situacion, tuple[tuple[str, tuple[str, ...]], ...]], ...]


def atrasos(datos: Datos) -> list[Atraso]:
    """Los compromisos con algo vencido, del atraso más viejo al más nuevo."""
    por_compromiso = agrupar(datos.renglones, lambda r: r.compromiso)
    con_vencidas = [_atraso(grupo) for grupo in por_compromiso.values() if any(r.grupo == Grupo.VENCIDA for r in grupo)]
    return sorted(con_vencidas, key=lambda a: -a.dias)


def _atraso(renglones: Sequence[Renglon]) -> Atraso:
    vencidas = [r for r in renglones if r.grupo == Grupo.VENCIDA]
    por_situacion = agrupar(sorted(vencidas, key=lambda r: list(Situacion).index(r.situacion)), lambda r: r.situacion)
    return Atraso(
        compromiso=vencidas[0].compromiso,
        accion=vencidas[0].accion,
        vencio_el=min((r.vence_el for r in vencidas if r.vence_el), default=None),
        dias=max(r.dias_vencida for r in vencidas),
        vencidas=len(vencidas),
        exigibles=contar(renglones).total,
        deudores=tuple((situacion, _por_tipo(grupo)) for situacion, grupo in por_situacion.items()),
    )


def _por_tipo(renglones: Sequence[Renglon]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """«UPC» → sus entidades, cada una con cuántas debe si son varias. Lo que no es de una entidad se nombra completo."""
    por_tipo = agrupar(renglones, lambda r: r.tipo if r.entidad != SIN_ENTIDAD else r.responde)
    return tuple((tipo, _nombres(grupo)) for tipo, grupo in por_tipo.items())


def _nombres(renglones: Sequence[Renglon]) -> tuple[str, ...]:
    por_entidad = agrupar(renglones, lambda r: r.entidad)
    return tuple(f"{e} ({len(g)})" if len(g) > 1 else e for e, g in por_entidad.items() if e != SIN_ENTIDAD)
