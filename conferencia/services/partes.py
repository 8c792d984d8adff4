"""Lo conjunto: en qué etapa va cada parte, a quién le toca, y la constancia con que la Secretaría Técnica lo da por cumplido."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from conferencia import reloj
from conferencia.domain.cifras import avance_de_etapa, promedio_de
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import ABIERTOS, Accion
from conferencia.models import ClaseEntrega, Entrega, EstadoEntrega, EtapaDeParte, Institucion, Obligacion, Parte, TipoInstitucion
from conferencia.permissions import AccesoNegado, Facultades, exigir, instituciones_que_capturan, puede_capturar_cifras, puede_dictaminar, puede_disponer_plazos
from conferencia.permissions.derechos import NO_ES_TUYO
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar, mover


class ParteRechazada(NoProcede):
    """No se puede asentar así; ``campo`` es el dato que falla."""


@dataclass(frozen=True, kw_only=True)
class Avance:
    """``firmado_el``: solo en la etapa «firmado»."""

    etapa: str
    firmado_el: date | None = None
    nota: str = ""


@transaction.atomic
def registrar_etapa(*, por: Facultades, parte: Parte, avance: Avance, version: int) -> Obligacion:
    """Asienta en qué etapa va una parte y deriva el avance de la obligación. Regresar de etapa pide nota.

    Falla con ``AccesoNegado``, ``ParteRechazada`` u ``OtroSeAdelanto``.
    """
    obligacion = _conjunta(por, parte.obligacion_id, version)
    suya = obligacion.partes.select_for_update().select_related("institucion").get(pk=parte.pk)
    _exigir_suya(por, obligacion, suya.institucion_id)
    _revisar(obligacion, suya, avance)
    antes = suya.get_etapa_display()
    suya.etapa, suya.firmado_el, suya.avance = avance.etapa, avance.firmado_el, avance_de_etapa(avance.etapa)
    suya.save(update_fields=["etapa", "firmado_el", "avance"])
    cambios = _derivar(obligacion)
    datos = {"institucion": suya.institucion.clave, "antes": antes, "despues": suya.get_etapa_display(), "firmado_el": avance.firmado_el}
    asentar([_asiento("parte.avanzo", obligacion, avance.nota.strip(), datos, cambios)], actor=por.usuario)
    return obligacion


@transaction.atomic
def pasar_turno(*, por: Facultades, obligacion: Obligacion, a: Collection[UUID], version: int, nota: str = "") -> Obligacion:
    """Dice a quién le toca actuar ahora. Lo pasa quien lo tiene, o la Secretaría Técnica."""
    guardada = _conjunta(por, obligacion.pk, version)
    partes = list(guardada.partes.select_for_update().select_related("institucion").order_by("orden"))
    propias = set(instituciones_que_capturan(por, guardada))
    if not puede_disponer_plazos(por) and not any(p.en_turno and p.institucion_id in propias for p in partes):
        raise ParteRechazada("El turno lo pasa quien lo tiene, o la Secretaría Técnica.", "a")
    elegidas = set(a)
    if not elegidas or elegidas - {p.institucion_id for p in partes}:
        raise ParteRechazada("Elige al menos a una de las partes.", "a")
    antes = [p.institucion.clave for p in partes if p.en_turno]
    guardada.partes.update(en_turno=False)
    guardada.partes.filter(institucion__in=elegidas).update(en_turno=True)
    fijar(guardada)
    despues = [p.institucion.clave for p in partes if p.institucion_id in elegidas]
    asentar(
        [_asiento("parte.turno_pasado", guardada, nota.strip(), {"antes": ", ".join(antes) or "nadie", "despues": ", ".join(despues)}, {})], actor=por.usuario
    )
    return guardada


@transaction.atomic
def aceptar_por_constancia(*, por: Facultades, obligacion: Obligacion, nota: str, version: int) -> Entrega:
    """Firmado por todas, la Secretaría Técnica lo hace constar: cuenta desde la última firma, que es cuando se cumplió."""
    exigir(puede_dictaminar(por))
    guardada = _conjunta(por, obligacion.pk, version)
    firmas = list(guardada.partes.values_list("firmado_el", flat=True))
    ultima = max((f for f in firmas if f), default=None)
    if ultima is None or None in firmas:
        raise ParteRechazada("Aún falta la firma de alguna de las partes.")
    if not nota.strip():
        raise ParteRechazada("Escribe qué se hace constar y con qué documento.", "nota")
    if guardada.por_confirmar or guardada.entregas.filter(estado=EstadoEntrega.EN_REVISION).exists():
        raise ParteRechazada("Hay una entrega en revisión: dictamínala en lugar de hacer constancia.")
    ahora = reloj.ahora()
    entrega = Entrega.objects.create(
        obligacion=guardada,
        institucion=_secretaria_tecnica(),
        numero=(guardada.entregas.aggregate(n=Max("numero"))["n"] or 0) + 1,
        clase=ClaseEntrega.CONSTANCIA,
        estado=EstadoEntrega.ACEPTADA,
        nota=nota.strip(),
        presentada_en=min(ahora, datetime.combine(ultima, time(12), reloj.MEXICO)),
        presentada_por_id=por.usuario,
        dictaminada_en=ahora,
        dictaminada_por_id=por.usuario,
    )
    de = guardada.estado
    recibida = {"entregas_recibidas": guardada.entregas.count(), "primera_entrega_el": min(guardada.primera_entrega_el or ultima, ultima), "ajena": False}
    cambios = mover(guardada, Accion.PRESENTAR, **recibida)
    cambios |= mover(guardada, Accion.ACEPTAR, cumplida_el=reloj.hoy(), avance=100)
    datos = {"entrega": entrega.numero, "clase": entrega.clase, "institucion": entrega.institucion.clave, "firmado_el": ultima}
    asentar([_asiento("entrega.constancia", guardada, nota.strip(), datos, cambios, de=de)], actor=por.usuario)
    return entrega


def _secretaria_tecnica() -> Institucion:
    return Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave")[0]


def _conjunta(por: Facultades, pk: UUID, version: int) -> Obligacion:
    """La obligación, tomada para escribir; conjunta, abierta y en la versión que se vio."""
    obligacion = Obligacion.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion").get(pk=pk)
    exigir(puede_capturar_cifras(por, obligacion))
    if obligacion.version != version:
        raise OtroSeAdelanto
    if obligacion.modo == "individual":
        raise ParteRechazada("Esta obligación es de una sola institución: no lleva etapas por parte.")
    if obligacion.estado not in ABIERTOS:
        raise ParteRechazada(f"La obligación está {obligacion.get_estado_display().lower()}: ya no se mueven sus partes.")
    return obligacion


def _exigir_suya(por: Facultades, obligacion: Obligacion, institucion: UUID) -> None:
    if not puede_disponer_plazos(por) and institucion not in instituciones_que_capturan(por, obligacion):
        raise AccesoNegado(NO_ES_TUYO)


def _revisar(obligacion: Obligacion, parte: Parte, avance: Avance) -> None:
    if avance.etapa not in EtapaDeParte.values:
        raise ParteRechazada("Elige la etapa.", "etapa")
    firmado = avance.etapa == EtapaDeParte.FIRMADO
    if firmado and (avance.firmado_el is None or not obligacion.nace_el <= avance.firmado_el <= reloj.hoy()):
        raise ParteRechazada(f"Escribe el día de la firma, entre el {obligacion.nace_el:%d/%m/%Y} y hoy.", "firmado_el")
    if not firmado and avance.firmado_el is not None:
        raise ParteRechazada("El día de la firma solo va cuando ya firmó.", "firmado_el")
    if avance_de_etapa(avance.etapa) < avance_de_etapa(parte.etapa) and not avance.nota.strip():
        raise ParteRechazada("Escribe por qué regresa de etapa.", "nota")
    if (avance.etapa, avance.firmado_el) == (parte.etapa, parte.firmado_el):
        raise ParteRechazada("Esa parte ya estaba en esa etapa.", "etapa")


def _derivar(obligacion: Obligacion) -> dict:
    """El promedio de las etapas, salvo que un indicador del compromiso mida el avance."""
    if obligacion.compromiso.indicadores.filter(vigente=True, mide_avance=True).exists():
        return fijar(obligacion)
    avance = promedio_de(avance_de_etapa(e) for e in obligacion.partes.values_list("etapa", flat=True))
    return mover(obligacion, Accion.REGISTRAR_AVANCE, avance=avance)


def _asiento(clase: str, o: Obligacion, motivo: str, datos: dict, cambios: dict, de: str = "") -> Asiento:
    return Asiento(
        clase=clase,
        objeto=o,
        obligacion_id=o.pk,
        reunion_id=o.compromiso.disposicion.reunion_id,
        de=de,
        a=o.estado if de else "",
        motivo=motivo,
        datos=datos,
        cambios=cambios,
    )
