"""El resumen del día y los recordatorios sueltos: se redactan por lotes, con las mismas consultas para uno que para doscientos."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Self
from uuid import UUID

from django.utils.text import Truncator

from conferencia import reloj
from conferencia.domain.estados import Estado
from conferencia.models import Compromiso, Institucion, Obligacion
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.asuntos import componer
from enlaces.domain.avisos import Papel
from enlaces.models import Aviso, Regla, ReglaDeAviso, RenglonDeAviso
from enlaces.queries.destinatarios import Destinatario, Libreta, por_que
from enlaces.services.papel import Carta, YaNoToca, absoluta, acto_de, dia_sin_anio, disposicion_de, donde, liga_de, pintar

NADA = "Al enviarlo ya no había qué avisarle: se entregó lo debido, cambió la fecha o la persona ya no tiene el encargo."

LARGO_DEL_ACTO = 160


@dataclass(frozen=True)
class Asunto:
    """Un renglón de la carta: lo que se debe, quién, para cuándo y dónde verlo. ``vencido`` se pinta distinto."""

    cuando: str
    acto: str
    quien: str
    clave: str
    url: str
    vencido: bool
    escalado: bool


@dataclass(frozen=True)
class Debido:
    """Un renglón nacido de una regla, con lo que entonces nunca le falta."""

    renglon: RenglonDeAviso
    regla: ReglaDeAviso
    institucion: Institucion
    vence_el: date

    @property
    def obligacion(self) -> Obligacion:
        return self.renglon.obligacion

    @classmethod
    def de(cls, r: RenglonDeAviso, reglas: Mapping[UUID, ReglaDeAviso], instituciones: Mapping[UUID, Institucion]) -> Self:
        assert r.regla_id is not None, "un resumen y un recordatorio los planea una regla"
        assert r.institucion_id is not None, "la regla se cumple para una institución"
        assert r.vence_el is not None, "solo suena lo que tiene fecha"
        return cls(r, reglas[r.regla_id], instituciones[r.institucion_id], r.vence_el)


@dataclass
class Grupo:
    """Un acuerdo y lo que de él se debe; lo peor primero."""

    titulo: str
    asuntos: list[Asunto] = field(default_factory=list)


def redactar_resumenes(avisos: Sequence[Aviso]) -> dict[UUID, Carta | YaNoToca]:
    """La carta de cada uno, o por qué ya no toca. Lo que llevan se toma como está: antes se quitó lo caduco."""
    suyos = _debidos(avisos)
    libreta = Libreta(reloj.hoy(), {d.institucion.pk for debidos in suyos.values() for d in debidos})
    return {a.pk: _carta(a, suyos[a.pk], libreta) for a in avisos}


def _debidos(avisos: Sequence[Aviso]) -> dict[UUID, list[Debido]]:
    """Lo que lleva cada uno, por fecha. Cien mil renglones hablan de unos cuantos compromisos, instituciones y reglas: cada uno se lee una vez."""
    todas = RenglonDeAviso.objects.filter(aviso__in=[a.pk for a in avisos], vigente=True).select_related("obligacion").order_by("vence_el", "obligacion__clave")
    filas = list(todas.only("correo", "vence_el", "institucion", "regla", *(f"obligacion__{c}" for c in ("clave", "compromiso", "permanente", "estado"))))
    compromisos = Compromiso.objects.select_related("disposicion__reunion").in_bulk({f.obligacion.compromiso_id for f in filas})
    instituciones = Institucion.objects.select_related("entidad").in_bulk({f.institucion_id for f in filas})
    reglas = ReglaDeAviso.objects.in_bulk({f.regla_id for f in filas})
    suyos: dict[UUID, list[Debido]] = defaultdict(list)
    for fila in filas:
        fila.obligacion.compromiso = compromisos[fila.obligacion.compromiso_id]
        suyos[fila.aviso_id].append(Debido.de(fila, reglas, instituciones))
    return suyos


def _carta(aviso: Aviso, debidos: Sequence[Debido], libreta: Libreta) -> Carta | YaNoToca:
    quienes = [(d, _quien(d, libreta)) for d in debidos]
    con_quien = [(d, a) for d, a in quienes if a is not None]
    if not con_quien:
        return YaNoToca(NADA)
    primero, destinatario = con_quien[0]
    grupos = _por_acuerdo([d for d, _ in con_quien], aviso.para_el)
    suelto = aviso.regla == Regla.RECORDATORIO
    contexto = {
        "nombre": destinatario.nombre,
        "grupos": grupos,
        "total": len(con_quien),
        "vencidas": sum(a.vencido for g in grupos for a in g.asuntos),
        "escaladas": sum(a.escalado for g in grupos for a in g.asuntos),
        "por_que": por_que(a for _, a in con_quien),
        "es_contacto": destinatario.sin_enlace,
        "url": liga_de(primero.obligacion) if suelto else absoluta("mis-pendientes"),
        "boton": "Ver la obligación" if suelto else "Ver mis pendientes",
    }
    asunto = componer(
        _inicio(primero, aviso.para_el), acto_de(primero.obligacion), donde(primero.institucion), len(con_quien) - 1, disposicion_de(primero.obligacion)
    )
    texto, html = pintar("resumen", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html, [d.renglon for d, _ in con_quien])


def _quien(d: Debido, libreta: Libreta) -> Destinatario | None:
    return libreta.quien(d.renglon.correo, d.institucion.pk, d.obligacion.compromiso.disposicion_id, Papel(d.regla.papel))


def _inicio(d: Debido, dia: date) -> str:
    """«Vence hoy, martes 12 de julio», «Por subsanar: venció el…», «Sin respuesta: venció el…»: lo mismo que ``cuando``, en lo que cabe en un asunto."""
    vence = f"{'vence' if d.vence_el >= dia else 'venció'} {'hoy,' if d.vence_el == dia else 'el'} {dia_sin_anio(d.vence_el)}"
    if d.regla.papel == Papel.TITULAR:
        return f"Sin respuesta: {vence}"
    if d.obligacion.estado == Estado.CON_OBSERVACIONES:
        return f"Por subsanar: {vence}"
    return f"Por ratificar: {vence}" if d.obligacion.permanente else vence.capitalize()


def cuando(d: Debido, dia: date) -> str:
    """«Vence hoy, martes 12 de julio», «Venció el plazo para subsanar, el…», «Ratifica a más tardar el…»."""
    if d.obligacion.permanente and d.obligacion.estado != Estado.CON_OBSERVACIONES:
        return f"{'Ratifica a más tardar el' if d.vence_el >= dia else 'Había que ratificar a más tardar el'} {_en_largo(d.vence_el)}"
    que = " el plazo para subsanar," if d.obligacion.estado == Estado.CON_OBSERVACIONES else ""
    verbo = "Vence" if d.vence_el >= dia else "Venció"
    if d.vence_el == dia:
        return f"{verbo}{que.removesuffix(',')} hoy, {_en_largo(d.vence_el)}"
    return f"{verbo}{que} el {_en_largo(d.vence_el)}"


def _por_acuerdo(debidos: Sequence[Debido], dia: date) -> list[Grupo]:
    """Vienen por fecha: cada acuerdo ocupa el lugar de lo más atrasado que tiene."""
    grupos: dict[UUID, Grupo] = {}
    for d in debidos:
        disposicion = d.obligacion.compromiso.disposicion
        if disposicion.pk not in grupos:
            grupos[disposicion.pk] = Grupo(f"{disposicion} · {disposicion.reunion.nombre}")
        grupos[disposicion.pk].asuntos.append(
            Asunto(
                cuando=cuando(d, dia),
                acto=recortado(acto_de(d.obligacion)),
                quien=d.institucion.nombre,
                clave=d.obligacion.clave,
                url=liga_de(d.obligacion),
                vencido=d.vence_el < dia,
                escalado=d.regla.papel == Papel.TITULAR,
            )
        )
    return list(grupos.values())


_en_largo = lru_cache(fecha_larga)


@lru_cache(maxsize=1024)
def recortado(acto: str) -> str:
    """Lo que cabe en un renglón de la carta."""
    return Truncator(acto).chars(LARGO_DEL_ACTO)
