"""Lo que el informe cuenta, leído de la base en un número fijo de consultas y en una sola instantánea.

Todo lo demás (cuentas, matriz, fichas, PDF, hojas) sale de estos renglones sin volver a preguntar: por eso los totales de
una página y los del archivo adjunto son por fuerza los mismos.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from conferencia import reloj
from conferencia.domain.pleno import DeDisposicion
from conferencia.domain.situacion import GRUPO_DE, ROTULOS, Grupo, Situacion
from conferencia.models import Compromiso, Disposicion, Institucion, Obligacion, Parte, Reunion
from conferencia.models.estructura import DenominacionOrgano
from conferencia.queries.corte import Corte, al_corte, como_estaban, tomar
from conferencia.queries.instantanea import instantanea
from conferencia.queries.objetivos import objetivos_al
from conferencia.queries.plazos import ConteoDeObjetivos, Paso, explicaciones
from conferencia.queries.pleno import conclusiones, situaciones
from conferencia.services.hechos import cabeza_de_la_cadena
from conferencia.templatetags.fechas import fecha_corta
from conferencia.templatetags.titulos import sin_gritar

SIN_ENTIDAD = "Federales y conjuntas"


@dataclass(frozen=True, kw_only=True)
class Renglon:
    """Una obligación al corte. ``entidad`` es «Federales y conjuntas» si no es de una sola. ``dias_vencida``: cero si no lo está.

    ``pasos``: cómo se llegó a su fecha.
    """

    clave: str
    disposicion: str
    compromiso: str
    accion: str
    entregable: str
    modo: str
    responde: str
    tipo: str
    instituciones: tuple[str, ...]
    entidad: str
    entidades: tuple[str, ...]
    periodo: str
    permanente: bool
    nace_el: date
    vence_original_el: date | None
    vence_el: date | None
    estado: str
    situacion: Situacion
    primera_entrega_el: date | None
    entregas: int
    cumplida_el: date | None
    avance: int
    dias_vencida: int
    pasos: tuple[Paso, ...]

    @property
    def grupo(self) -> Grupo:
        return GRUPO_DE[self.situacion]

    @property
    def rotulo(self) -> str:
        return ROTULOS[self.situacion]


@dataclass(frozen=True, kw_only=True)
class CompromisoLeido:
    """``plazo``: en palabras. ``completa_a``: clave del compromiso al que da plazo; entonces no tiene obligaciones propias."""

    clave: str
    accion: str
    es_acto: bool
    modo: str
    plazo: str
    completa_a: str


@dataclass(frozen=True, kw_only=True)
class DisposicionLeida:
    sigla: str
    clase: str
    ordinal: str
    titulo: str
    compromisos: tuple[CompromisoLeido, ...]
    del_pleno: DeDisposicion

    @property
    def nombre(self) -> str:
        return f"{self.clase} {self.ordinal}"


@dataclass(frozen=True, kw_only=True)
class Datos:
    """La toma completa: ``corte`` dice qué día se juzga; ``sabido_al`` y ``cabeza``, hasta dónde se sabía.

    ``concluida_el``: si el órgano declaró concluido el cumplimiento de la reunión. ``objetivos``: aparte, no son del acta.
    """

    reunion: Reunion
    organo: str
    corte: date
    sabido_al: datetime
    cabeza: str
    disposiciones: tuple[DisposicionLeida, ...]
    entidades: tuple[str, ...]
    renglones: tuple[Renglon, ...]
    concluida_el: date | None
    objetivos: ConteoDeObjetivos


def reunir(reunion: Reunion, corte: date, sabido_al: datetime | None = None) -> Datos:
    """Lee la reunión al ``corte``, con lo sabido al instante pedido (por omisión, ahora). Una instantánea: nada la descuadra."""
    with instantanea():
        propias = Obligacion.objects.de_la_reunion(reunion)
        par = tomar(corte, sabido_al, de=propias)
        obligaciones = como_estaban(_obligaciones(reunion, par), par)
        disposiciones = list(_disposiciones(reunion))
        declaradas = conclusiones([reunion.pk, *(d.pk for d in disposiciones)], par)
        pasos = explicaciones(obligaciones, par)
        del_pleno = situaciones(disposiciones, _cuentas(obligaciones), declaradas)
        return Datos(
            reunion=reunion,
            organo=_organo(reunion, corte),
            corte=corte,
            sabido_al=par.sabido_al.astimezone(reloj.MEXICO),
            cabeza=cabeza_de_la_cadena(par.sabido_al),
            disposiciones=tuple(_disposicion(d, del_pleno[d.pk]) for d in disposiciones),
            entidades=_entidades(obligaciones),
            renglones=tuple(_renglon(o, corte, pasos[o.pk]) for o in obligaciones),
            concluida_el=declaradas[reunion.pk][0] if reunion.pk in declaradas else None,
            objetivos=objetivos_al(propias, par),
        )


def _obligaciones(reunion: Reunion, corte: Corte):
    return (
        al_corte(Obligacion.objects.de_la_reunion(reunion), corte)
        .select_related("compromiso__disposicion", "plazo_dado_por", "institucion__entidad", "entidad")
        .prefetch_related(Prefetch("partes", Parte.objects.select_related("institucion__entidad").order_by("orden")))
        .order_by("compromiso__disposicion__clase", "compromiso__disposicion__numero", "compromiso__orden", "entidad__orden", "clave")
    )


def _disposiciones(reunion: Reunion):
    return Disposicion.objects.de_la_reunion(reunion).prefetch_related("compromisos__complementa", "compromisos__complementos")


def _organo(reunion: Reunion, corte: date) -> str:
    """El nombre que regía el día del corte: cambió con la ley de 16-07-2025."""
    return DenominacionOrgano.objects.vigentes(corte).filter(organo=reunion.organo_id).values_list("nombre", flat=True).first() or str(reunion.organo)


def _entidades(obligaciones: list[Obligacion]) -> tuple[str, ...]:
    """Los renglones de la matriz, en orden alfabético; al final lo que no es de una sola entidad, si lo hay."""
    propias = {o.entidad.orden: o.entidad.nombre for o in obligaciones if o.entidad}
    resto = (SIN_ENTIDAD,) if any(o.entidad is None for o in obligaciones) else ()
    return tuple(propias[llave] for llave in sorted(propias)) + resto


def _renglon(o: Obligacion, corte: date, pasos: tuple[Paso, ...]) -> Renglon:
    situacion = Situacion(o.situacion)
    partes = [p.institucion for p in o.partes.all()]
    vencida = GRUPO_DE[situacion] == Grupo.VENCIDA and o.vence_el is not None and o.vence_el < corte
    return Renglon(
        clave=o.clave,
        disposicion=o.compromiso.disposicion.sigla,
        compromiso=o.compromiso.clave,
        accion=_oracion(o.compromiso.accion),
        entregable=o.compromiso.entregable,
        modo=o.get_modo_display(),
        responde=o.quien if o.institucion or o.entidad else _conjunta(partes),
        tipo=_tipo(partes),
        instituciones=tuple(i.clave for i in partes),
        entidad=o.entidad.nombre if o.entidad else SIN_ENTIDAD,
        entidades=tuple(dict.fromkeys(i.entidad.nombre for i in partes if i.entidad)),
        periodo=o.periodo,
        permanente=o.permanente,
        nace_el=o.nace_el,
        vence_original_el=o.vence_original_el,
        vence_el=o.vence_el,
        estado=o.get_estado_display(),
        situacion=situacion,
        primera_entrega_el=o.primera_entrega_el,
        entregas=o.entregas_recibidas,
        cumplida_el=o.cumplida_el,
        avance=o.avance,
        dias_vencida=(corte - o.vence_el).days if vencida else 0,
        pasos=pasos,
    )


def _tipo(partes: list[Institucion]) -> str:
    """«UPC», «UPC, C5, DGGSCDT» o «7 SS»: quién responde, en lo que cabe en una columna."""
    veces: dict[str, int] = {}
    for institucion in partes:
        sigla = institucion.siglas or institucion.clave if institucion.entidad is None else institucion.tipo
        veces[sigla] = veces.get(sigla, 0) + 1
    return ", ".join(f"{n} {sigla}" if n > 1 else sigla for sigla, n in veces.items())


def _conjunta(partes: list[Institucion]) -> str:
    """Quiénes responden juntos sin ser de una sola entidad."""
    if len(partes) > 4:
        return f"Conjunta de {len(partes)} instituciones"
    return "Conjunta: " + ", ".join(i.nombre_corto for i in partes)


def _cuentas(obligaciones: list[Obligacion]) -> dict[UUID, Counter[str]]:
    """De cada disposición, cuántas hay en cada situación."""
    cuentas: dict[UUID, Counter[str]] = {}
    for o in obligaciones:
        cuentas.setdefault(o.compromiso.disposicion_id, Counter())[o.situacion] += 1  # type: ignore[attr-defined]
    return cuentas


def _disposicion(d: Disposicion, del_pleno: DeDisposicion) -> DisposicionLeida:
    compromisos = sorted(d.compromisos.all(), key=lambda c: c.orden)
    return DisposicionLeida(
        sigla=d.sigla,
        clase=d.get_clase_display(),
        ordinal=d.ordinal,
        titulo=sin_gritar(d.titulo),
        compromisos=tuple(_compromiso(c) for c in compromisos),
        del_pleno=del_pleno,
    )


def _compromiso(c: Compromiso) -> CompromisoLeido:
    return CompromisoLeido(
        clave=c.clave,
        accion=_oracion(c.accion),
        es_acto=c.naturaleza == "acto",
        modo=c.get_modo_display(),
        plazo=_plazo(c),
        completa_a=c.complementa.clave if c.complementa else "",
    )


def _oracion(texto: str) -> str:
    return texto[:1].upper() + texto[1:]


def _plazo(c: Compromiso) -> str:
    """«31 dic 2022», «mensual», «permanente»; si el acuerdo calla y un transitorio le da fecha, la de este y quién la da."""
    propio = _plazo_propio(c)
    if propio:
        return propio
    for otro in c.complementos.all():
        if dado := _plazo_propio(otro):
            return f"{dado} ({_corta(otro.clave)})"
    return "sin plazo"


def _plazo_propio(c: Compromiso) -> str:
    if c.plazo_vence:
        return fecha_corta(c.plazo_vence)
    return {"periodico": c.plazo_periodicidad, "sin_plazo": ""}.get(c.plazo_clase, c.get_plazo_clase_display().lower())


def _corta(clave: str) -> str:
    """«ZC-2022-1/T1.2» → «T1.2»."""
    return clave.rsplit("/", 1)[-1]
