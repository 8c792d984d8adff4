"""La bandeja de la Secretaría Técnica: sus colas, sus filtros y la que sigue. Cada lectura, en un número fijo de consultas."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from conferencia import reloj
from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models import (
    ArchivoDeOficio,
    Disposicion,
    EntidadFederativa,
    Entrega,
    EstadoEntrega,
    EstadoObligacion,
    EstadoTurno,
    ExamenDeArchivo,
    Institucion,
    Obligacion,
    Observacion,
    Turno,
)
from conferencia.permissions import Facultades, entregas_visibles
from enlaces.domain.colas import SIN_ACTIVIDAD, Cola, Orden
from enlaces.models import PreferenciaDeMesa

RESUELTAS = (EstadoEntrega.ACEPTADA, EstadoEntrega.AJENA, EstadoEntrega.DEVUELTA, EstadoEntrega.ALEGACION)


@dataclass(frozen=True, kw_only=True)
class Filtro:
    """Qué se mira de la bandeja. ``dias``: las que esperan más de esos, en días naturales."""

    cola: Cola = Cola.POR_REVISAR
    orden: Orden = Orden.ANTIGUAS
    entidad: EntidadFederativa | None = None
    institucion: Institucion | None = None
    disposicion: Disposicion | None = None
    canal: str = ""
    dias: int | None = None
    tarde: bool = False
    hallazgos: bool = False


def entregas_de(facultades: Facultades, filtro: Filtro) -> QuerySet[Entrega]:
    """Las de esa cola, filtradas y en su orden, con lo que la lista muestra."""
    filas = entregas_visibles(facultades).filter(condicion_de_cola(filtro.cola, facultades), _condicion(filtro, facultades.hoy)).annotate(limite=_LIMITE)
    filas = filas.select_related("oficio", "institucion__entidad", "obligacion__compromiso__disposicion", "presentada_por", "toma__usuario")
    return filas.order_by(*_campos(filtro))


def cuantas_de(facultades: Facultades, filtro: Filtro) -> dict[Cola, int]:
    """Cuántas hay en cada cola con esos filtros, en una consulta."""
    filas = entregas_visibles(facultades).filter(_condicion(filtro, facultades.hoy))
    contadas = filas.aggregate(**{cola.value: Count("pk", filter=condicion_de_cola(cola, facultades)) for cola in Cola})
    return {cola: contadas[cola.value] for cola in Cola}


def condicion_de_cola(cola: Cola, facultades: Facultades) -> Q:
    """Qué entregas están en esa cola, para quien mira."""
    en_revision = Q(estado=EstadoEntrega.EN_REVISION)
    por_opinar = Exists(Turno.objects.filter(entrega=OuterRef("pk"), estado=EstadoTurno.PENDIENTE))
    if cola == Cola.EN_OPINION:
        return en_revision & Q(por_opinar)
    if cola == Cola.MIAS:
        return en_revision & Q(toma__usuario=facultades.usuario, toma__activa_en__gt=reloj.ahora() - SIN_ACTIVIDAD)
    if cola == Cola.EN_ESPERA:
        posterior = Entrega.objects.filter(obligacion=OuterRef("obligacion"), numero__gt=OuterRef("numero"))
        return Q(estado=EstadoEntrega.CON_OBSERVACIONES, obligacion__estado=EstadoObligacion.CON_OBSERVACIONES) & Q(~Exists(posterior))
    return Q(estado__in=RESUELTAS) if cola == Cola.RESUELTAS else en_revision & ~Q(por_opinar)


def _condicion(filtro: Filtro, hoy: date) -> Q:
    directas = {
        "institucion__entidad": filtro.entidad,
        "institucion": filtro.institucion,
        "obligacion__compromiso__disposicion": filtro.disposicion,
        "oficio__canal": filtro.canal,
    }
    condicion = Q(**{campo: valor for campo, valor in directas.items() if valor})
    if filtro.dias is not None:
        condicion &= Q(presentada_en__lt=datetime.combine(hoy - timedelta(days=filtro.dias), time(), reloj.MEXICO))
    if filtro.tarde:
        condicion &= Q(presentada_en__date__gt=F("obligacion__vence_el"))
    if filtro.hallazgos:
        examenes = ExamenDeArchivo.objects.filter(archivo__adjunto_en__oficio=OuterRef("oficio"))
        condicion &= Q(Exists(examenes.filter(~Q(hallazgos=[]) | Q(antivirus="infectado"))))
    return condicion


# --- El orden, y la que sigue --------------------------------------------------------------------------------------------

# Hasta cuándo: el plazo para subsanar, si corre; si no, el vencimiento; sin plazo, al final.
_LIMITE = Coalesce(F("obligacion__subsanar_el"), F("obligacion__vence_el"), Value(SIEMPRE), output_field=DateField())


def _campos(filtro: Filtro) -> tuple[str, ...]:
    if filtro.cola == Cola.RESUELTAS:
        return ("-dictaminada_en", "-pk")
    return ("limite", "presentada_en", "pk") if filtro.orden == Orden.VENCIMIENTO else ("presentada_en", "pk")


def siguiente(facultades: Facultades, filtro: Filtro, entrega: Entrega) -> UUID | None:
    """La que sigue en esa cola después de ``entrega``; si era la última, la primera. Se salta lo que otra persona tiene. ``None``: no queda ninguna."""
    filas = _libres(facultades, filtro).exclude(pk=entrega.pk)
    valores = {"limite": entrega.obligacion.subsanar_el or entrega.obligacion.vence_el or SIEMPRE, "presentada_en": entrega.presentada_en, "pk": entrega.pk}
    despues = filas.filter(_despues(_campos(filtro), valores)) if filtro.cola != Cola.RESUELTAS else filas
    return despues.values_list("pk", flat=True).first() or filas.values_list("pk", flat=True).first()


def anterior(facultades: Facultades, filtro: Filtro, entrega: Entrega) -> UUID | None:
    """La que está antes; ``None`` si es la primera."""
    valores = {"limite": entrega.obligacion.subsanar_el or entrega.obligacion.vence_el or SIEMPRE, "presentada_en": entrega.presentada_en, "pk": entrega.pk}
    campos = _campos(filtro)
    if filtro.cola == Cola.RESUELTAS:
        return None
    return _libres(facultades, filtro).exclude(_despues(campos, valores)).exclude(pk=entrega.pk).reverse().values_list("pk", flat=True).first()


def _libres(facultades: Facultades, filtro: Filtro) -> QuerySet[Entrega]:
    ajenas = Q(toma__activa_en__gt=reloj.ahora() - SIN_ACTIVIDAD) & ~Q(toma__usuario=facultades.usuario)
    return entregas_de(facultades, filtro).exclude(pk__in=Entrega.objects.filter(ajenas))


def _despues(campos: Sequence[str], valores: dict[str, object]) -> Q:
    """Por llave: la tupla de la fila es mayor que la dada."""
    condicion, iguales = Q(), Q()
    for campo in campos:
        condicion |= iguales & Q(**{f"{campo}__gt": valores[campo]})
        iguales &= Q(**{campo: valores[campo]})
    return condicion


# --- Lo demás ------------------------------------------------------------------------------------------------------------


def por_revisar(facultades: Facultades) -> QuerySet[Entrega]:
    return entregas_de(facultades, Filtro())


def cuantas_por_revisar(facultades: Facultades) -> int:
    return entregas_visibles(facultades).filter(estado=EstadoEntrega.EN_REVISION).count()


def entrega_con_todo(facultades: Facultades, pk: UUID) -> Entrega | None:
    return (
        entregas_visibles(facultades)
        .select_related(
            "oficio__copia",
            "institucion__entidad",
            "obligacion__compromiso__disposicion__reunion",
            "obligacion__compromiso__parrafo",
            "presentada_por",
            "toma__usuario",
        )
        .prefetch_related(
            Prefetch("oficio__adjuntos", ArchivoDeOficio.objects.select_related("archivo__examen").prefetch_related("archivo__firmas").order_by("orden"))
        )
        .prefetch_related("observaciones", "obligacion__partes__institucion")
        .filter(pk=pk)
        .first()
    )


def rondas_previas(entrega: Entrega) -> QuerySet[Entrega]:
    """Lo que ya se había presentado y observado en la misma obligación."""
    return entrega.obligacion.entregas.filter(numero__lt=entrega.numero).select_related("oficio").prefetch_related("observaciones").order_by("-numero")


def por_resolver(entrega: Entrega) -> list[Observacion]:
    """Las observaciones de rondas anteriores de las que aún no se dice si quedaron subsanadas."""
    filas = Observacion.objects.filter(entrega__obligacion=entrega.obligacion_id, entrega__numero__lt=entrega.numero, resolucion="")
    return list(filas.select_related("entrega", "requisito").order_by("entrega__numero", "numero"))


def del_mismo_oficio(entrega: Entrega) -> QuerySet[Entrega]:
    """Las demás obligaciones que ese oficio dice atender: cada una se decide por separado."""
    filas = Entrega.objects.filter(oficio=entrega.oficio_id).exclude(pk=entrega.pk) if entrega.oficio_id else Entrega.objects.none()
    return filas.select_related("obligacion__compromiso__disposicion", "institucion").order_by("obligacion__clave")


def con_atajos(facultades: Facultades) -> bool:
    """Si esta persona usa los atajos de una tecla; mientras no diga otra cosa, sí."""
    return not PreferenciaDeMesa.objects.filter(usuario=facultades.usuario, atajos=False).exists()


def turnos_de(entrega: Entrega) -> list[Turno]:
    """A qué áreas se turnó y qué opinaron, lo más reciente primero."""
    return list(entrega.turnos.select_related("institucion", "archivo", "turnado_por", "cerrado_por").order_by("-turnado_en", "-pk"))


def elegidas(facultades: Facultades, ids: Collection[UUID]) -> list[Entrega]:
    """Esas, las que ve, en el orden en que llegaron."""
    filas = entregas_visibles(facultades).filter(pk__in=ids)
    filas = filas.select_related("oficio", "institucion__entidad", "obligacion__compromiso__disposicion__reunion", "toma__usuario")
    return list(filas.order_by("presentada_en", "pk"))


def por_dictaminar(obligacion: Obligacion) -> Entrega | None:
    return obligacion.entregas.filter(estado=EstadoEntrega.EN_REVISION).order_by("-numero").first()
