"""La no competencia resuelta: a quién exime, quién la suple y desde cuándo."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from conferencia import reloj
from conferencia.domain.estados import Accion, Estado
from conferencia.models import ClaseSolicitud, EstadoSolicitud, Institucion, Modo, Obligacion, Parte, Solicitud
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar, mover
from conferencia.services.obligaciones import PorNacer, nacimiento, nacimientos
from conferencia.services.solicitudes import SolicitudRechazada, asiento_de, cerrar, para_resolver, soltar


@transaction.atomic
def resolver_no_competencia(
    *,
    por: Facultades,
    solicitud: Solicitud,
    version: int,
    procede: bool,
    resolucion: str,
    fundamento: str,
    sustituta: Institucion | None = None,
    vence_el: date | None = None,
) -> Obligacion | None:
    """Si procede, exime a quien la alegó; con ``sustituta``, da la obligación que nace para ella. Si no, sigue contando.

    En una conjunta sale esa parte y las demás siguen obligadas. ``vence_el``: otra fecha para la sustituta; por omisión, la misma.
    Falla con ``SolicitudRechazada``, ``TransicionIlegal`` u ``OtroSeAdelanto``.
    """
    obligacion = para_resolver(por, solicitud, ClaseSolicitud.NO_COMPETENCIA, version, resolucion, fundamento)
    de = obligacion.estado
    estado = EstadoSolicitud.PROCEDENTE if procede else EstadoSolicitud.IMPROCEDENTE
    cerrar(por, solicitud, estado, resolucion=resolucion.strip(), fundamento=fundamento.strip())
    datos = {"oficio": solicitud.oficio.numero, "alego": solicitud.institucion.clave, "fundamento": fundamento.strip()}
    if not procede:
        cambios = soltar(solicitud)
        asentar([asiento_de("no_competencia.improcedente", solicitud, de=de, motivo=resolucion.strip(), datos=datos, cambios=cambios)], actor=por.usuario)
        return None
    cambios = _eximir(solicitud, sustituta)
    asientos = [asiento_de("no_competencia.procedente", solicitud, de=de, motivo=resolucion.strip(), datos=datos, cambios=cambios)]
    nueva, suyos = _suplir(solicitud, sustituta, vence_el, resolucion.strip()) if sustituta else (None, [])
    asentar([*asientos, *suyos], actor=por.usuario)
    return nueva


@transaction.atomic
def nombrar_sustituta(*, por: Facultades, solicitud: Solicitud, sustituta: Institucion, motivo: str, vence_el: date | None = None) -> Obligacion:
    """Lo que quedó pendiente al resolver: quién responde en lugar de quien no era competente."""
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise SolicitudRechazada("Escribe por qué le toca a ella.", "motivo")
    solicitud = _sin_suplir(solicitud)
    nueva, asientos = _suplir(solicitud, sustituta, vence_el, motivo.strip())
    asentar(asientos, actor=por.usuario)
    return nueva


@transaction.atomic
def dejar_sin_sustituta(*, por: Facultades, solicitud: Solicitud, motivo: str) -> Solicitud:
    """Cierra lo pendiente diciendo que nadie responde en su lugar. Si después aparece quien deba, se nombra igual."""
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise SolicitudRechazada("Escribe por qué nadie la sustituye.", "motivo")
    solicitud = _sin_suplir(solicitud)
    if Solicitud.objects.filter(pk=solicitud.pk, sustituta__isnull=True, sin_sustituta="").update(sin_sustituta=motivo.strip()) != 1:
        raise OtroSeAdelanto
    solicitud.sin_sustituta = motivo.strip()
    datos = {"alego": solicitud.institucion.clave}
    asentar(
        [asiento_de("no_competencia.sin_sustituta", solicitud, de=solicitud.obligacion.estado, motivo=motivo.strip(), datos=datos, cambios={})],
        actor=por.usuario,
    )
    return solicitud


def _sin_suplir(solicitud: Solicitud) -> Solicitud:
    """Tomada para escribir: procedente y sin quien responda en su lugar."""
    tomada = Solicitud.objects.select_for_update(of=("self",)).select_related("obligacion__compromiso__disposicion", "institucion").get(pk=solicitud.pk)
    if tomada.clase != ClaseSolicitud.NO_COMPETENCIA or tomada.estado != EstadoSolicitud.PROCEDENTE:
        raise SolicitudRechazada("Solo se sustituye a quien se resolvió que no es competente.")
    if tomada.sustituta_id:
        raise OtroSeAdelanto
    return tomada


def _eximir(solicitud: Solicitud, sustituta: Institucion | None) -> dict[str, object]:
    obligacion = solicitud.obligacion
    if obligacion.modo == Modo.INDIVIDUAL:
        return mover(obligacion, Accion.DECLARAR_NO_COMPETENTE, alega_no_competencia=False)
    otras = obligacion.partes.exclude(institucion=solicitud.institucion_id)
    if sustituta is None and not otras.exists():
        raise SolicitudRechazada("Es la única parte de esta obligación conjunta: para que salga, nombra quién la sustituye.", "sustituta")
    cambios = soltar(solicitud) or fijar(obligacion)  # aunque nada cambie en la obligación, su versión avanza: las partes son otras
    obligacion.partes.filter(institucion=solicitud.institucion_id).delete()
    return cambios


def _suplir(solicitud: Solicitud, sustituta: Institucion, vence_el: date | None, motivo: str) -> tuple[Obligacion, list[Asiento]]:
    original = solicitud.obligacion
    if sustituta.pk == solicitud.institucion_id:
        raise SolicitudRechazada("La sustituta no puede ser la misma institución que resultó no competente.", "sustituta")
    if Solicitud.objects.filter(pk=solicitud.pk, sustituta__isnull=True).update(sustituta=sustituta, sin_sustituta="") != 1:
        raise OtroSeAdelanto
    solicitud.sustituta = sustituta
    if original.modo != Modo.INDIVIDUAL:
        return original, [_se_suma(original, sustituta, motivo, vence_el)]
    if original.estado != Estado.NO_COMPETENTE:
        raise SolicitudRechazada("La obligación volvió a exigirse a quien la tenía: ya no hay a quién sustituir.")
    nueva = _nacida(original, sustituta, vence_el)
    reunion = original.compromiso.disposicion.reunion_id
    nace = nacimiento(nueva, reunion)
    dicho = Asiento(**{**nace.__dict__, "motivo": motivo, "datos": {**nace.datos, "suple_a": original.clave}})
    return nueva, [dicho, *_la_esperan(original, nueva, motivo)]


def _se_suma(obligacion: Obligacion, sustituta: Institucion, motivo: str, vence_el: date | None) -> Asiento:
    if vence_el:
        raise SolicitudRechazada("En una obligación conjunta el plazo es el de todas las partes: no se le pone otro a la sustituta.", "vence_el")
    if obligacion.partes.filter(institucion=sustituta).exists():
        raise SolicitudRechazada(f"{sustituta} ya es parte de esta obligación.", "sustituta")
    return sumar_parte(obligacion, sustituta, motivo)


def sumar_parte(obligacion: Obligacion, institucion: Institucion, motivo: str) -> Asiento:
    """Una institución más entra a una obligación conjunta ya nacida."""
    orden = max((p.orden for p in obligacion.partes.all()), default=0) + 1
    Parte.objects.create(obligacion=obligacion, institucion=institucion, orden=orden)
    cambios = fijar(obligacion)
    return Asiento(
        clase="obligacion.parte_sumada",
        objeto=obligacion,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        motivo=motivo,
        datos={"clave": obligacion.clave, "entra": institucion.clave},
        cambios=cambios,
    )


def _nacida(original: Obligacion, sustituta: Institucion, vence_el: date | None) -> Obligacion:
    """La de la sustituta, desde hoy. Conserva la entidad: es por ella que se responde."""
    hoy, entidad = reloj.hoy(), original.entidad or sustituta.entidad
    vence = vence_el or original.vence_el
    if vence_el and original.permanente:
        raise SolicitudRechazada("Lo permanente no tiene vencimiento.", "vence_el")
    if vence and vence < hoy:
        raise SolicitudRechazada("El plazo original ya venció: da a la sustituta una fecha de hoy en adelante.", "vence_el")
    iguales = Obligacion.objects.filter(compromiso=original.compromiso_id, institucion=sustituta, entidad=entidad, periodo=original.periodo)
    if ya := iguales.first():
        raise SolicitudRechazada(f"{sustituta} ya responde de este compromiso ({ya.clave}): elige otra institución.", "sustituta")
    ajena = entidad and entidad.pk != sustituta.entidad_id
    sufijo = f"{sustituta.clave}-{entidad.abreviatura}" if ajena and entidad else sustituta.clave
    obligacion = Obligacion(
        clave="/".join(t for t in (original.compromiso.clave, sufijo, original.periodo) if t),
        compromiso=original.compromiso,
        modo=Modo.INDIVIDUAL,
        institucion=sustituta,
        entidad=entidad,
        periodo=original.periodo,
        plazo_dado_por_id=original.plazo_dado_por_id,
        permanente=original.permanente,
        nace_el=max(hoy, original.nace_el),
        inicia_el=original.inicia_el,
        programada_el=original.programada_el,
        vence_original_el=vence,
        vence_el=vence,
        suple_a=original,
    )
    return nacimientos([PorNacer(obligacion, [sustituta])])[0]


def _la_esperan(original: Obligacion, nueva: Obligacion, motivo: str) -> Sequence[Asiento]:
    """Lo que esperaba algo de quien no era competente lo espera ahora de la sustituta."""
    asientos = []
    for o in original.esperan_esta.select_related("compromiso__disposicion").prefetch_related("insumos").order_by("clave"):
        o.insumos.add(nueva)
        insumos = sorted({str(pk) for pk in o.insumos.through.objects.filter(from_obligacion=o).values_list("to_obligacion", flat=True)})
        asientos.append(
            Asiento(
                clase="obligacion.insumos_rectificados",
                objeto=o,
                obligacion_id=o.pk,
                reunion_id=o.compromiso.disposicion.reunion_id,
                motivo=motivo,
                datos={"clave": o.clave, "espera_de": nueva.clave},
                cambios={"insumos": insumos},
            )
        )
    return asientos
