"""Todo lo que prueba cómo se cumplió, o no, una obligación: reunido una vez, completo o solo con lo de una institución."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from conferencia.domain.cedula import Debida
from conferencia.domain.salida import EMITIDOS
from conferencia.models import (
    Acuse,
    Archivo,
    ArchivoDeOficio,
    EntidadFederativa,
    Entrega,
    Hecho,
    Institucion,
    Obligacion,
    Observacion,
    Oficio,
    OficioDeSalida,
    Reunion,
    Solicitud,
)
from conferencia.queries.cedula import TIPOS_EN_ORDEN, con_lo_de_cedula, debida
from conferencia.queries.correspondencia import Mensaje, mensajes_de
from conferencia.queries.historia import HechoLeido, leer
from conferencia.queries.plazos import Paso, explicacion

DE_LA_OBLIGACION = {"obligacion", "compromiso", "evento", "suspension"}


@dataclass(frozen=True)
class Pieza:
    """Un archivo del expediente: dónde va en el paquete y qué es."""

    ruta: str
    archivo: Archivo
    que: str


@dataclass(frozen=True, kw_only=True)
class Legajo:
    """``alcance`` vacío: completo. Con institución, solo lo que ella presentó, recibió o se le dirigió."""

    obligacion: Obligacion
    alcance: Institucion | None
    debida: Debida
    pasos: tuple[Paso, ...]
    hechos: tuple[HechoLeido, ...]
    entregas: tuple[Entrega, ...]
    solicitudes: tuple[Solicitud, ...]
    salidas: tuple[OficioDeSalida, ...]
    mensajes: tuple[Mensaje, ...]
    piezas: tuple[Pieza, ...]


def reunir(obligacion: UUID, alcance: Institucion | None, hoy) -> Legajo:
    """Lo lee todo en la transacción de quien llama. Los hechos, del más viejo al más nuevo."""
    o = con_lo_de_cedula(Obligacion.objects.filter(pk=obligacion)).con_situacion(hoy).select_related("compromiso__disposicion__reunion__acta__archivo").get()
    de_ella = {"institucion": alcance} if alcance else {}
    adjuntos = Prefetch("oficio__adjuntos", ArchivoDeOficio.objects.select_related("archivo").order_by("orden"))
    observaciones = Prefetch("observaciones", Observacion.objects.order_by("numero"))
    entregas = o.entregas.filter(**de_ella).select_related("institucion", "oficio__acuse__archivo").prefetch_related(adjuntos, observaciones).order_by("numero")
    solicitudes = o.solicitudes.filter(**de_ella).select_related("institucion", "oficio__acuse__archivo").prefetch_related(adjuntos).order_by("presentada_en")
    salidas = _salidas(o, alcance).select_related("institucion", "oficio", "acuse").prefetch_related(adjuntos).order_by("emitido_en")
    mensajes = [m for m in mensajes_de([o.pk]) if alcance is None or alcance.pk in m.instituciones]
    partes = (tuple(entregas), tuple(solicitudes), tuple(salidas))
    return Legajo(
        obligacion=o,
        alcance=alcance,
        debida=debida(o, alcance.pk if alcance else None),
        pasos=explicacion(o),
        hechos=tuple(leer(_hechos(o, alcance, *partes), con_personas=alcance is None)),
        entregas=partes[0],
        solicitudes=partes[1],
        salidas=partes[2],
        mensajes=tuple(mensajes),
        piezas=tuple(_piezas(o, *partes)),
    )


def pares_de(de: Institucion | EntidadFederativa, reunion: Reunion | None, hoy: date) -> list[tuple[Institucion, UUID]]:
    """Cada institución con cada obligación en que es parte, en el orden del acta: en una conjunta, cada una trae lo suyo."""
    instituciones = Institucion.objects.filter(entidad=de) if isinstance(de, EntidadFederativa) else Institucion.objects.filter(pk=de.pk)
    obligaciones = con_lo_de_cedula(Obligacion.objects.nacidas(hoy)).prefetch_related(None).select_related(None)
    if reunion:
        obligaciones = obligaciones.de_la_reunion(reunion)
    suyas = sorted(instituciones.select_related("entidad"), key=lambda i: (TIPOS_EN_ORDEN.index(i.tipo), i.clave))
    return [(i, pk) for i in suyas for pk in obligaciones.filter(partes__institucion=i).values_list("pk", flat=True)]


def _salidas(o: Obligacion, alcance: Institucion | None):
    emitidas = o.oficios_de_salida.filter(estado__in=EMITIDOS)
    return emitidas.filter(Q(institucion=alcance) | Q(copiadas=alcance)).distinct() if alcance else emitidas


def _hechos(o: Obligacion, alcance: Institucion | None, *propios: Iterable) -> list[Hecho]:
    """Completa, todos. De una institución: los de la propia obligación y los de lo suyo; lo que otra parte hizo no está, aunque falte su número."""
    todos = Hecho.objects.filter(obligacion_id=o.pk).select_related("actor").order_by("numero")
    if alcance is None:
        return list(todos)
    ids = {cosa.pk for grupo in propios for cosa in grupo}
    return [h for h in todos if _suyo(h, alcance, ids)]


def _suyo(h: Hecho, alcance: Institucion, ids: set[UUID]) -> bool:
    de_quien = json.loads(h.datos).get("institucion") or alcance.clave
    return de_quien == alcance.clave and (h.sujeto in DE_LA_OBLIGACION or h.sujeto_id in ids)


def _piezas(o: Obligacion, entregas: Iterable[Entrega], solicitudes: Iterable[Solicitud], salidas: Iterable[OficioDeSalida]) -> list[Pieza]:
    """Cada archivo una vez, en el orden en que se cuenta: el acta, lo recibido con su acuse y lo enviado con el suyo."""
    acta = o.compromiso.disposicion.reunion.acta.archivo
    piezas = [Pieza(f"acta/{acta.nombre}", acta, "Acta firmada, como se recibió")]
    recibidos = [*((e.oficio, e.institucion) for e in entregas), *((s.oficio, s.institucion) for s in solicitudes)]
    for oficio, institucion in recibidos:
        if oficio:
            piezas += _de_oficio("recibidos", oficio, f"Oficio {oficio.numero} de {institucion}")
            piezas += _acuse(oficio)
    for salida in salidas:
        assert salida.oficio is not None, "las emitidas lo tienen"
        piezas += _de_oficio("enviados", salida.oficio, f"{salida.get_clase_display()} {salida.numero} a {salida.institucion}")
        if salida.acuse:
            piezas.append(Pieza(f"enviados/acuses/{salida.acuse.nombre}", salida.acuse, f"Copia sellada de recibido del oficio {salida.numero}"))
    return list({p.archivo.pk: p for p in piezas}.values())


def _de_oficio(carpeta: str, oficio: Oficio, que: str) -> list[Pieza]:
    return [Pieza(f"{carpeta}/{a.orden:02d}-{a.archivo.nombre}", a.archivo, que) for a in oficio.adjuntos.all()]


def _acuse(oficio: Oficio) -> list[Pieza]:
    acuse: Acuse | None = getattr(oficio, "acuse", None)
    return [Pieza(f"acuses/{acuse.archivo.nombre}", acuse.archivo, f"Acuse {acuse.folio}")] if acuse and acuse.archivo else []
