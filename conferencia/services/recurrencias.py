"""Cambiar cada cuánto se repite un compromiso. Lo que ya corre no se toca: la regla nueva alcanza solo a lo futuro e intacto.

Lo futuro que la regla nueva ya no pide queda sin efecto con su hecho; nada se borra.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from conferencia import reloj
from conferencia.domain.estados import Accion, Estado
from conferencia.domain.periodos import Periodo, Regla, ReglaInvalida, periodo_de_clave, revisar_regla
from conferencia.models import Compromiso, Hecho, Medicion, Obligacion, Recurrencia, Solicitud
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.queries.calendarios import calendario_de_partes
from conferencia.queries.recurrencias import recurrencia_de, regla_capturada, regla_leida
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar, mover
from conferencia.services.obligaciones import nacimiento, nacimientos, obligaciones_de, plazo_que_rige

UN_DIA = timedelta(days=1)
CUANTAS_SE_MUESTRAN = 3
MARCA = '"por":"recurrencia"'


@dataclass(frozen=True)
class CambioDeRegla:
    """Lo que cambia. ``proximos``: los primeros periodos de la regla nueva y cuándo vence cada uno. ``sin_cubrir``: días que ningún periodo cuenta."""

    regla: Regla
    cesan: tuple[Obligacion, ...]
    vuelven: tuple[Obligacion, ...]
    mueven: tuple[Obligacion, ...]
    nacen: tuple[Obligacion, ...]
    siguen: int
    proximos: tuple[tuple[Periodo, date], ...]
    sin_cubrir: int
    asientos: list[Asiento] = field(default_factory=list)


def regla_vigente(compromiso: Compromiso) -> Regla | None:
    """La capturada o la leída; ``None`` si no se repite por periodos."""
    capturada = recurrencia_de(compromiso)
    return regla_capturada(capturada) if capturada else regla_leida(plazo_que_rige(compromiso), compromiso.disposicion.reunion.fecha)


def puede_empezar_el(compromiso: Compromiso, hoy: date) -> date:
    """El primer día en que la regla nueva puede regir: después de lo que ya corre o ya se tocó."""
    return max((periodo_de_clave(o.periodo).fin for o in _corren(compromiso, hoy)), default=compromiso.disposicion.reunion.fecha - UN_DIA) + UN_DIA


def prever_cambio(*, por: Facultades, compromiso: Compromiso, regla: Regla, version: int) -> CambioDeRegla:
    """Lo mismo que ``cambiar_recurrencia``, sin guardar nada."""
    exigir(puede_disponer_plazos(por))
    with transaction.atomic():
        cambio = _aplicar(compromiso, regla, "", version)
        transaction.set_rollback(True)
    return cambio


@transaction.atomic
def cambiar_recurrencia(*, por: Facultades, compromiso: Compromiso, regla: Regla, motivo: str, version: int) -> CambioDeRegla:
    """Captura la regla y lleva a ella lo futuro intacto. ``version``: la de la regla que se vio (0, la leída del acta).

    Falla con ``ReglaInvalida`` (y su campo) u ``OtroSeAdelanto``.
    """
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise ReglaInvalida("Escribe por qué cambia.", "motivo")
    cambio = _aplicar(compromiso, regla, motivo.strip(), version)
    asentar(cambio.asientos, actor=por.usuario)
    return cambio


def _aplicar(compromiso: Compromiso, regla: Regla, motivo: str, version: int) -> CambioDeRegla:
    hoy = reloj.hoy()
    compromiso = Compromiso.objects.select_for_update(of=("self",)).select_related("disposicion__reunion").get(pk=compromiso.pk)
    antes = regla_vigente(compromiso)
    if antes is None:
        raise ReglaInvalida("Este compromiso no se repite por periodos: no hay regla que cambiar.")
    desde = puede_empezar_el(compromiso, hoy)
    if revisar_regla(regla).desde < desde:
        raise ReglaInvalida(f"Hay periodos que ya corren o ya tienen trámites: la regla nueva puede regir desde el {desde:%d/%m/%Y}.", "desde")
    _guardar(compromiso, regla, version)
    existentes = {o.clave: o for o in Obligacion.objects.select_for_update(of=("self",)).filter(compromiso=compromiso).order_by("clave")}
    intactas = {o.clave: o for o in intactas_futuras(compromiso, hoy)}
    horizonte = max([hoy, *(o.inicia_el for o in intactas.values() if o.inicia_el)])
    de_antes = sum(o.estado == Estado.PENDIENTE for o in intactas.values() if not _alcanza(regla, o))
    intactas = {c: o for c, o in intactas.items() if _alcanza(regla, o)}
    piden = {p.obligacion.clave: p for p in obligaciones_de(compromiso, hasta=horizonte)}
    cesan = [o for c, o in intactas.items() if o.estado == Estado.PENDIENTE and c not in piden]
    vuelven = [o for c, o in intactas.items() if o.estado == Estado.SIN_EFECTO and c in piden]
    comunes = [o for c, o in intactas.items() if o.estado == Estado.PENDIENTE and c in piden]
    mueven = [o for o in comunes if o.vence_el != piden[o.clave].obligacion.vence_el]
    reunion = compromiso.disposicion.reunion_id
    asientos = [_de_la_regla(compromiso, antes, regla, motivo)]
    asientos += [_de_una("obligacion.sin_efecto", o, reunion, motivo, mover(o, Accion.SUSTITUIR)) for o in cesan]
    asientos += [_de_una("obligacion.reactivada", o, reunion, motivo, mover(o, Accion.REACTIVAR, **_fechas(piden[o.clave].obligacion))) for o in vuelven]
    asientos += [_movida(o, piden[o.clave].obligacion, reunion, motivo) for o in mueven]
    nacen = nacimientos([p for c, p in piden.items() if c not in existentes])
    asientos += [nacimiento(o, reunion) for o in nacen]
    proximos = _proximos(compromiso, regla)
    sin_cubrir = (proximos[0][0].inicio - desde).days if proximos and antes.desde <= desde else 0
    siguen = de_antes + len(comunes) - len(mueven)
    return CambioDeRegla(regla, tuple(cesan), tuple(vuelven), tuple(mueven), tuple(nacen), siguen, proximos, max(0, sin_cubrir), asientos)


def _alcanza(regla: Regla, o: Obligacion) -> bool:
    """Lo que empieza antes de que la regla rija conserva la fecha que otra le dio."""
    return o.inicia_el is not None and o.inicia_el >= regla.desde


def _fechas(pedida: Obligacion) -> dict[str, date | None]:
    """Intacta, su fecha es la de la regla nueva, también como original: no hay otra que alguien haya visto correr. La programada no cambia."""
    return {"vence_el": pedida.vence_el, "vence_original_el": pedida.vence_original_el}


def _guardar(compromiso: Compromiso, regla: Regla, version: int) -> None:
    valores = {campo: getattr(regla, campo) for campo in ("periodicidad", "cada", "desde", "hasta", "dia_clase", "dia")}
    if version == 0:
        if not Recurrencia.objects.get_or_create(compromiso=compromiso, defaults=valores)[1]:
            raise OtroSeAdelanto
    elif Recurrencia.objects.filter(compromiso=compromiso, version=version).update(**valores, version=F("version") + 1) != 1:
        raise OtroSeAdelanto


def intactas_futuras(compromiso: Compromiso, hoy: date) -> QuerySet[Obligacion]:
    """Las que aún no empiezan y nadie ha tocado; también las que otra regla dejó sin efecto."""
    propia = OuterRef("pk")
    cesadas = Hecho.objects.filter(obligacion_id=propia, clase="obligacion.sin_efecto", datos__contains=MARCA)
    return (
        _periodicas(compromiso)
        .filter(inicia_el__gt=hoy, entregas_recibidas=0, avance=0, prorrogas=0, por_confirmar=False, alega_no_competencia=False)
        .filter(detenida_el__isnull=True, objetivo_el__isnull=True, sustituida_por__isnull=True, estado__in=[Estado.PENDIENTE, Estado.SIN_EFECTO])
        .exclude(Exists(Medicion.objects.filter(obligacion=propia)))
        .exclude(Exists(Solicitud.objects.filter(obligacion=propia)))
        .exclude(~Exists(cesadas), estado=Estado.SIN_EFECTO)
    )


def _corren(compromiso: Compromiso, hoy: date) -> QuerySet[Obligacion]:
    return _periodicas(compromiso).exclude(pk__in=intactas_futuras(compromiso, hoy))


def _periodicas(compromiso: Compromiso) -> QuerySet[Obligacion]:
    return Obligacion.objects.filter(compromiso=compromiso).exclude(periodo="").order_by("clave")


def _proximos(compromiso: Compromiso, regla: Regla) -> tuple[tuple[Periodo, date], ...]:
    una = Obligacion.objects.filter(compromiso=compromiso).order_by("clave").first()
    calendario = calendario_de_partes([p.institucion for p in una.partes.select_related("institucion")] if una else [])
    lista = [p for p in regla.periodos(regla.hasta or regla.desde + timedelta(days=366 * 12)) if p.inicio >= regla.desde][:CUANTAS_SE_MUESTRAN]
    return tuple((p, regla.vence(p, calendario)) for p in lista)


def _dicha(regla: Regla) -> str:
    return f"{regla.dicha}; vence {regla.dia_dicho}"


def _de_la_regla(compromiso: Compromiso, antes: Regla, despues: Regla, motivo: str) -> Asiento:
    datos = {"clave": compromiso.clave, "antes": _dicha(antes), "despues": _dicha(despues), "desde": despues.desde, "hasta": despues.hasta}
    return Asiento(clase="compromiso.recurrencia_cambiada", objeto=compromiso, reunion_id=compromiso.disposicion.reunion_id, motivo=motivo, datos=datos)


def _de_una(clase: str, o: Obligacion, reunion_id, motivo: str, cambios: dict) -> Asiento:
    """Rige desde que el periodo empieza: antes de nacer no había nada que contar."""
    de = Estado.PENDIENTE if clase == "obligacion.sin_efecto" else Estado.SIN_EFECTO
    datos = {"clave": o.clave, "por": "recurrencia"}
    return Asiento(
        clase=clase, objeto=o, obligacion_id=o.pk, reunion_id=reunion_id, de=de, a=o.estado, motivo=motivo, rige_el=o.nace_el, datos=datos, cambios=cambios
    )


def _movida(o: Obligacion, pedida: Obligacion, reunion_id, motivo: str) -> Asiento:
    antes, vence = o.vence_el, pedida.vence_el
    cambios = fijar(o, **_fechas(pedida))
    datos = {"clave": o.clave, "por": "recurrencia", "antes": antes.isoformat() if antes else None, "despues": vence.isoformat() if vence else ""}
    return Asiento(
        clase="obligacion.reprogramada",
        objeto=o,
        obligacion_id=o.pk,
        reunion_id=reunion_id,
        motivo=motivo,
        rige_el=o.nace_el,
        datos=datos,
        cambios=cambios,
    )
