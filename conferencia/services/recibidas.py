"""Lo llegado por correo: se anota por confirmar, que suspende avisos y no cuenta como entrega; después alguien lo confirma o lo descarta.

Confirmado cuenta desde que entró al buzón. El hecho que confirma o descarta deja sin valor al que lo anotó.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Max, Value
from django.db.models.functions import Greatest

from conferencia import reloj
from conferencia.domain.estados import Accion
from conferencia.models import Archivo, Entrega, EstadoEntrega, Hecho, Institucion, Obligacion, Observacion, Oficio
from conferencia.permissions import Facultades, exigir, puede_dictaminar, puede_registrar_a_nombre
from conferencia.services.entregas import EntregaRechazada, asiento_de, recibir, resumen_de, revisar_presentacion, rige_desde
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, apartar, fijar, mover
from conferencia.services.oficios import DatosDeOficio, recibir_oficio

ANOTADA = "entrega.por_confirmar"


@transaction.atomic
def anotar_recibida(*, por: Facultades, obligacion: Obligacion, institucion: Institucion, recibida_en: datetime, presento: UUID | None = None) -> Entrega:
    """Deja la obligación «recibida por confirmar». ``presento``: quién lo mandó, si se sabe. Falla con ``AccesoNegado`` si no espera entrega."""
    exigir(puede_registrar_a_nombre(por, obligacion, institucion))
    entrega = Entrega.objects.create(
        obligacion=obligacion,
        institucion=institucion,
        numero=(obligacion.entregas.aggregate(n=Max("numero"))["n"] or 0) + 1,
        estado=EstadoEntrega.POR_CONFIRMAR,
        presentada_en=recibida_en,
        presentada_por_id=presento,
    )
    cambios = fijar(obligacion, por_confirmar=True)
    asiento = asiento_de(ANOTADA, entrega, de=obligacion.estado, datos={"entrega": entrega.numero, "institucion": institucion.clave}, cambios=cambios)
    asentar([replace(asiento, rige_el=rige_desde(obligacion, recibida_en))], actor=por.usuario)
    return entrega


@transaction.atomic
def confirmar_recibidas(
    *,
    por: Facultades,
    obligaciones: Sequence[Obligacion],
    institucion: Institucion,
    datos: DatosDeOficio,
    archivos: Sequence[Archivo],
    anotadas: Sequence[Entrega] = (),
    presento: UUID | None = None,
    nota: str = "",
) -> list[Entrega]:
    """Recibe el oficio y deja en revisión las obligaciones elegidas. De ``anotadas``, las que no se eligieron se descartan.

    ``presento``: quién lo mandó, si se sabe: a él va el acuse.
    Confirma la Secretaría Técnica, o quien puede presentar por la institución. Falla como ``presentar_oficio``, sin dejar nada a medias.
    """
    del_correo = bool(puede_dictaminar(por))
    revisar_presentacion(por, obligaciones, institucion, a_nombre_de_ella=del_correo)
    apartar(obligaciones)
    oficio = recibir_oficio(por=por, remitente=institucion, datos=datos, archivos=archivos)
    suyas = {e.obligacion_id: e for e in anotadas if e.institucion_id == institucion.pk}
    entregas, asientos = [], []
    for obligacion in obligaciones:
        anotada = suyas.pop(obligacion.pk, None)
        entrega, asiento = _confirmada(anotada, oficio, nota) if anotada else recibir(por, obligacion, institucion, oficio, nota, oficio.recibido_en)
        entregas.append(entrega)
        asientos.append(asiento)
    quien = presento or next((e.presentada_por_id for e in anotadas if e.presentada_por_id), None) or (None if del_correo else por.usuario)
    Entrega.objects.filter(pk__in=[e.pk for e in entregas]).update(presentada_por=quien)
    elegidas = {e.pk for e in entregas}
    asientos += [_descartada(e, "Se confirmó para otra obligación.") for e in anotadas if e.pk not in elegidas]
    asentar(asientos, actor=por.usuario)
    return entregas


def _confirmada(entrega: Entrega, oficio: Oficio, nota: str) -> tuple[Entrega, Asiento]:
    obligacion = entrega.obligacion
    de = obligacion.estado
    _pasar(entrega, EstadoEntrega.EN_REVISION, oficio=oficio, nota=nota)
    en = oficio.recibido_en
    abiertas = Observacion.objects.filter(entrega__obligacion=obligacion, atendida_en__isnull=True)
    abiertas.update(atendida_con=entrega, atendida_en=Greatest(Value(en, DateTimeField()), F("hecha_en")))
    movidos = mover(obligacion, Accion.PRESENTAR, **resumen_de(obligacion))
    datos = {"entrega": entrega.numero, "clase": entrega.clase, "institucion": entrega.institucion.clave, "oficio": oficio.numero}
    datos |= {"acuse": oficio.acuse.folio, "archivos": [a.sha256 for a in oficio.archivos.all()]}
    asiento = asiento_de("entrega.presentada", entrega, de=de, datos=datos, cambios=_sobre_lo_anulado(obligacion, movidos))
    return entrega, replace(asiento, rige_el=rige_desde(obligacion, en), anula=_hecho_de(entrega))


@transaction.atomic
def descartar_recibidas(*, por: Facultades, entregas: Sequence[Entrega], motivo: str) -> None:
    """No era una entrega: la obligación vuelve a como estaba. Falla con ``EntregaRechazada`` sin motivo."""
    exigir(puede_dictaminar(por))
    if not motivo.strip():
        raise EntregaRechazada("Explica por qué se descarta.", "motivo")
    asentar([_descartada(e, motivo.strip()) for e in entregas], actor=por.usuario)


def _descartada(entrega: Entrega, motivo: str) -> Asiento:
    obligacion = entrega.obligacion
    _pasar(entrega, EstadoEntrega.DESCARTADA)
    movidos = fijar(obligacion, por_confirmar=resumen_de(obligacion)["por_confirmar"])
    datos = {"entrega": entrega.numero, "institucion": entrega.institucion.clave}
    asiento = asiento_de("entrega.descartada", entrega, de=obligacion.estado, motivo=motivo, datos=datos, cambios=_sobre_lo_anulado(obligacion, movidos))
    return replace(asiento, anula=_hecho_de(entrega))


def _sobre_lo_anulado(obligacion: Obligacion, movidos: dict) -> dict:
    """Anulado el hecho que la anotó, deja de decirse que está por confirmar: se dice si aún lo está por otro correo."""
    return {"por_confirmar": obligacion.por_confirmar} | movidos


def _hecho_de(entrega: Entrega) -> int | None:
    return Hecho.objects.de(entrega).filter(clase=ANOTADA).values_list("numero", flat=True).first()


def _pasar(entrega: Entrega, estado: EstadoEntrega, **cambios: object) -> None:
    """Con guarda, y con la obligación como está ahora."""
    nuevos = {"estado": estado, **cambios}
    if estado == EstadoEntrega.DESCARTADA:
        nuevos["dictaminada_en"] = reloj.ahora()
    if Entrega.objects.filter(pk=entrega.pk, estado=EstadoEntrega.POR_CONFIRMAR).update(**nuevos) != 1:
        raise OtroSeAdelanto
    for campo, valor in nuevos.items():
        setattr(entrega, campo, valor)
    entrega.obligacion.refresh_from_db()
