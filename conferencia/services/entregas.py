"""Presentar y dictaminar: la única puerta, la misma para web, API, correo y tareas."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from conferencia import reloj
from conferencia.domain.calendario import sumar_meses
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Accion, Estado, TransicionIlegal
from conferencia.models import (
    NO_CUENTAN,
    Archivo,
    ClaseEntrega,
    Entrega,
    EstadoEntrega,
    Hecho,
    Institucion,
    Obligacion,
    Observacion,
    Oficio,
    Requisito,
    Resolucion,
)
from conferencia.permissions import (
    NO_ES_TUYO,
    AccesoNegado,
    Facultades,
    exigir,
    instituciones_que_presentan,
    puede_dictaminar,
    puede_presentar,
    puede_registrar_a_nombre,
)
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, apartar, mover
from conferencia.services.oficios import DatosDeOficio, recibir_oficio
from conferencia.services.propuestas import desechar_con, surtir_con

DIAS_PARA_SUBSANAR = 10
SIN_RESOLVER: Mapping[UUID, str] = {}
# Lo llegado por correo no es entrega hasta que alguien lo confirma, y descartado no lo fue nunca.
SIN_CONTAR = (EstadoEntrega.POR_CONFIRMAR, *NO_CUENTAN)


class EntregaRechazada(NoProcede):
    """Lo presentado no se puede recibir así; el mensaje dice por qué."""


@transaction.atomic
def presentar_oficio(
    *,
    por: Facultades,
    obligaciones: Sequence[Obligacion],
    institucion: Institucion,
    datos: DatosDeOficio,
    archivos: Sequence[Archivo],
    nota: str = "",
    a_nombre_de_ella: bool = False,
) -> list[Entrega]:
    """Un oficio de entrada que atiende una o varias obligaciones; cada una recibe su entrega, que se dictamina por separado.

    ``a_nombre_de_ella``: lo registra la Secretaría Técnica porque llegó por ventanilla o por correo; cuenta desde ``datos.recibido_en``.
    Con la misma ``llave_de_envio`` dos veces se obtiene lo ya recibido: reintentar es seguro.
    Falla con ``AccesoNegado``, ``EntregaRechazada``, ``OficioRechazado``, ``TransicionIlegal`` u ``OtroSeAdelanto``, sin dejar nada a medias.
    """
    if ya := _ya_recibido(por, datos.llave_de_envio):
        return ya
    revisar_presentacion(por, obligaciones, institucion, a_nombre_de_ella=a_nombre_de_ella)
    apartar(obligaciones)
    oficio = recibir_oficio(por=por, remitente=institucion, datos=datos, archivos=archivos)
    entregas, asientos = [], []
    for obligacion in obligaciones:
        entrega, asiento = recibir(por, obligacion, institucion, oficio, nota, oficio.recibido_en)
        entregas.append(entrega)
        asientos.append(asiento)
    asentar(asientos, actor=por.usuario)
    return entregas


def _ya_recibido(por: Facultades, llave: UUID | None) -> list[Entrega]:
    if llave is None:
        return []
    previas = Entrega.objects.filter(oficio__llave_de_envio=llave).select_related("oficio", "obligacion")
    if any(e.presentada_por_id != por.usuario for e in previas):
        raise AccesoNegado(NO_ES_TUYO)
    return list(previas)


def revisar_presentacion(por: Facultades, obligaciones: Sequence[Obligacion], institucion: Institucion, *, a_nombre_de_ella: bool) -> None:
    if not obligaciones:
        raise EntregaRechazada("Elige al menos una obligación.")
    for obligacion in obligaciones:
        if a_nombre_de_ella:
            exigir(puede_registrar_a_nombre(por, obligacion, institucion))
            continue
        exigir(puede_presentar(por, obligacion))
        if institucion.pk not in instituciones_que_presentan(por, obligacion):
            raise EntregaRechazada(f"No puedes presentar a nombre de {institucion} en {obligacion.clave}.")


def recibir(
    por: Facultades, obligacion: Obligacion, institucion: Institucion, oficio: Oficio | None, nota: str, ahora: datetime, clase: str = ClaseEntrega.OFICIO
) -> tuple[Entrega, Asiento]:
    """La entrega ya autorizada, con el hecho que la cuenta y que falta asentar. Pone fin a las observaciones abiertas."""
    de = obligacion.estado
    numero = (obligacion.entregas.aggregate(n=Max("numero"))["n"] or 0) + 1
    entrega = Entrega.objects.create(
        obligacion=obligacion,
        oficio=oficio,
        institucion=institucion,
        numero=numero,
        clase=clase,
        nota=nota,
        presentada_en=ahora,
        presentada_por_id=por.usuario,
    )
    Observacion.objects.filter(entrega__obligacion=obligacion, atendida_en__isnull=True).update(atendida_con=entrega, atendida_en=ahora)
    cambios = mover(obligacion, Accion.PRESENTAR, **resumen_de(obligacion))
    datos = {"entrega": entrega.numero, "clase": entrega.clase, "institucion": institucion.clave}
    if oficio:
        datos |= {"oficio": oficio.numero, "acuse": oficio.acuse.folio, "archivos": [x.sha256 for x in oficio.archivos.all()]}
    return entrega, replace(asiento_de("entrega.presentada", entrega, de=de, datos=datos, cambios=cambios), rige_el=rige_desde(obligacion, ahora))


def rige_desde(obligacion: Obligacion, recibida_en: datetime) -> date:
    """El día en que se recibió, sin anteponerse a lo que ya se había asentado de la obligación: la historia no se reordena."""
    dia = _dia(recibida_en)
    if dia >= reloj.hoy():
        return dia
    ultimo = Hecho.objects.filter(obligacion_id=obligacion.pk).aggregate(m=Max("rige_el"))["m"]
    return max(dia, ultimo) if ultimo else dia


def resumen_de(obligacion: Obligacion) -> dict:
    """Los campos de resumen, reconstruidos de las entregas: primera válida, última ajena, subsanación."""
    todas = list(obligacion.entregas.prefetch_related("observaciones").order_by("numero"))
    entregas = [e for e in todas if e.estado not in SIN_CONTAR]
    validas = [e for e in entregas if e.estado != EstadoEntrega.AJENA]
    observaciones = [o for e in entregas for o in e.observaciones.all()]
    abiertas = [o for o in observaciones if o.atendida_en is None]
    return {
        "entregas_recibidas": len(entregas),
        "primera_entrega_el": min((_dia(e.presentada_en) for e in validas), default=None),
        "ajena": bool(entregas) and entregas[-1].estado == EstadoEntrega.AJENA,
        "por_confirmar": any(e.estado == EstadoEntrega.POR_CONFIRMAR for e in todas),
        "subsanar_el": min((o.subsanar_el for o in abiertas), default=None),
        "subsano_tarde": any(o.atendida_en is not None and _dia(o.atendida_en) > o.subsanar_el for o in observaciones),
    }


def _dia(instante: datetime) -> date:
    """Día de la Ciudad de México en que ocurrió: hasta las 23:59 cuenta."""
    return instante.astimezone(reloj.MEXICO).date()


def asiento_de(clase: str, entrega: Entrega, *, de: str, motivo: str = "", datos: dict, cambios: dict) -> Asiento:
    obligacion = entrega.obligacion
    return Asiento(
        clase=clase,
        objeto=entrega,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        de=de,
        a=obligacion.estado,
        motivo=motivo,
        datos=datos,
        cambios=cambios,
    )


# --- Dictamen ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def aceptar_entrega(*, por: Facultades, entrega: Entrega, version: int, nota: str = "", resoluciones: Mapping[UUID, str] = SIN_RESOLVER) -> Entrega:
    """Da por cumplida la obligación (una permanente queda ratificada). ``version``: la que vio quien decide.

    ``resoluciones``: qué se dice de cada observación anterior; de la que no se diga nada, que quedó subsanada.
    """
    obligacion = para_dictamen(por, entrega, version)
    hoy = reloj.hoy()
    cambios = _ratificada(obligacion, hoy) if obligacion.permanente else {"cumplida_el": hoy, "avance": 100}
    dichas = resolver_observaciones(entrega, resoluciones, acepta=True)
    surtir_con(por, entrega)
    return dictaminar(por, entrega, EstadoEntrega.ACEPTADA, Accion.ACEPTAR, clase="entrega.aceptada", motivo=nota, cambios=cambios, datos=dichas)


def _ratificada(obligacion: Obligacion, hoy: date) -> dict:
    """Lo permanente queda ratificado; con cadencia, la evidencia vale hasta otros tantos meses."""
    cadencia = obligacion.compromiso.ratificar_cada
    return {"ratificada_el": hoy, "ratificar_el": sumar_meses(hoy, cadencia) if cadencia else None}


@transaction.atomic
def observar_entrega(
    *,
    por: Facultades,
    entrega: Entrega,
    version: int,
    observaciones: Sequence[str],
    subsanar_el: date,
    requisitos: Sequence[Requisito | None] = (),
    resoluciones: Mapping[UUID, str] = SIN_RESOLVER,
) -> Entrega:
    """Devuelve con observaciones numeradas y plazo para subsanar (posterior a hoy). ``requisitos``: al que se refiere cada una, en el mismo orden."""
    para_dictamen(por, entrega, version)
    dichas = [(t.strip(), r) for t, r in zip_longest(observaciones, requisitos) if t and t.strip()]
    textos = [t for t, _ in dichas]
    if not textos:
        raise EntregaRechazada("Escribe al menos una observación.")
    if subsanar_el <= reloj.hoy():
        raise EntregaRechazada("El plazo para subsanar debe ser posterior a hoy.")
    ahora = reloj.ahora()
    Observacion.objects.bulk_create(
        Observacion(entrega=entrega, numero=n, texto=t, requisito=r, subsanar_el=subsanar_el, hecha_por_id=por.usuario, hecha_en=ahora)
        for n, (t, r) in enumerate(dichas, start=1)
    )
    desechar_con(por, entrega, "El oficio se devolvió con observaciones; al responderlas se designa de nuevo")
    datos = {"subsanar_el": subsanar_el.isoformat()} | resolver_observaciones(entrega, resoluciones, acepta=False)
    return dictaminar(por, entrega, EstadoEntrega.CON_OBSERVACIONES, Accion.OBSERVAR, clase="entrega.observada", motivo="\n".join(textos), datos=datos)


@transaction.atomic
def rechazar_por_ajena(*, por: Facultades, entrega: Entrega, version: int, motivo: str) -> Entrega:
    """Lo presentado no tiene que ver con lo acordado: la obligación vuelve a pendiente y lo dice."""
    para_dictamen(por, entrega, version)
    if not motivo.strip():
        raise EntregaRechazada("Explica por qué lo presentado es ajeno a lo acordado.")
    desechar_con(por, entrega, motivo)
    return dictaminar(por, entrega, EstadoEntrega.AJENA, Accion.RECHAZAR_AJENA, clase="entrega.rechazada", motivo=motivo.strip())


def resolver_observaciones(entrega: Entrega, resoluciones: Mapping[UUID, str], *, acepta: bool) -> dict:
    """Anota qué pasó con cada observación de las rondas anteriores, y da lo que el hecho debe contar de ello."""
    abiertas = Observacion.objects.filter(entrega__obligacion=entrega.obligacion_id, entrega__numero__lt=entrega.numero, resolucion="")
    dichas: dict[str, str] = {}
    for o in abiertas.select_related("entrega").order_by("entrega__numero", "numero"):
        resolucion = resoluciones.get(o.pk) or (Resolucion.SUBSANADA if acepta else "")
        if acepta and resolucion == Resolucion.NO_SUBSANADA:
            raise EntregaRechazada(f"No se acepta con la observación {o.numero} de la entrega {o.entrega.numero} sin subsanar: devuélvela, o retírala.")
        if resolucion:
            Observacion.objects.filter(pk=o.pk).update(resolucion=resolucion, resuelta_con=entrega)
            dichas[f"{o.entrega.numero}.{o.numero}"] = str(resolucion)
    return {"resoluciones": dichas} if dichas else {}


def para_dictamen(por: Facultades, entrega: Entrega, version: int) -> Obligacion:
    """Autoriza y comprueba que nadie se adelantó: ni otra decisión ni otra entrega."""
    exigir(puede_dictaminar(por))
    entrega.refresh_from_db(fields=["estado"])
    obligacion = entrega.obligacion
    obligacion.refresh_from_db()
    if obligacion.version != version:
        raise OtroSeAdelanto
    if entrega.estado != EstadoEntrega.EN_REVISION:
        raise TransicionIlegal(Estado(obligacion.estado), Accion.ACEPTAR)
    return obligacion


def dictaminar(
    por: Facultades,
    entrega: Entrega,
    estado: EstadoEntrega,
    accion: Accion,
    *,
    clase: str,
    motivo: str = "",
    datos: dict | None = None,
    cambios: dict | None = None,
) -> Entrega:
    obligacion, ahora = entrega.obligacion, reloj.ahora()
    de = obligacion.estado
    guardada = Entrega.objects.filter(pk=entrega.pk, estado=EstadoEntrega.EN_REVISION).update(
        estado=estado, dictaminada_en=ahora, dictaminada_por_id=por.usuario
    )
    if guardada != 1:
        raise OtroSeAdelanto
    entrega.estado, entrega.dictaminada_en = estado, ahora
    movidos = mover(obligacion, accion, **resumen_de(obligacion), **(cambios or {}))
    base = {"entrega": entrega.numero, "oficio": entrega.oficio.numero if entrega.oficio else ""}
    asentar([asiento_de(clase, entrega, de=de, motivo=motivo, datos=base | (datos or {}), cambios=movidos)], actor=por.usuario)
    return entrega
