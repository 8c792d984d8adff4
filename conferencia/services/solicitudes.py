"""Prórrogas y no competencia: la institución las pide con oficio y la Secretaría Técnica las resuelve con motivo y fundamento."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Accion
from conferencia.models import (
    Archivo,
    ClaseSolicitud,
    EstadoSolicitud,
    Institucion,
    LimiteDeProrroga,
    Obligacion,
    Solicitud,
)
from conferencia.permissions import (
    NO_ES_TUYO,
    AccesoNegado,
    Facultades,
    exigir,
    instituciones_que_presentan,
    puede_alegar_no_competencia,
    puede_desistir,
    puede_disponer_plazos,
    puede_pedir_prorroga,
)
from conferencia.queries.vidas import ultimo_cambio
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar, mover
from conferencia.services.oficios import DatosDeOficio, recibir_oficio

PRORROGAS_POR_OMISION, DIAS_POR_OMISION = 1, 90


class SolicitudRechazada(NoProcede):
    """Lo pedido, o la forma de resolverlo, no cabe; el mensaje dice por qué. ``campo``: el dato que hay que corregir, si es uno."""


@dataclass(frozen=True)
class Limite:
    """Cuántas prórrogas y de cuántos días naturales, contados desde el vencimiento que rige al pedirla."""

    cuantas: int = PRORROGAS_POR_OMISION
    dias: int = DIAS_POR_OMISION

    def hasta(self, vence_el: date) -> date:
        return vence_el + timedelta(days=self.dias)


def limite_de(obligacion: Obligacion) -> Limite:
    """El que la reunión fija para la clase de plazo que rige esta obligación; sin renglón, una de hasta 90 días."""
    fila = LimiteDeProrroga.objects.filter(reunion=obligacion.compromiso.disposicion.reunion_id, plazo_clase=obligacion.plazo_dado_por.plazo_clase).first()
    return Limite(fila.cuantas, fila.dias) if fila else Limite()


# --- Pedir -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def pedir_prorroga(
    *, por: Facultades, obligacion: Obligacion, institucion: Institucion, datos: DatosDeOficio, archivos: Sequence[Archivo], motivo: str, pide_hasta: date
) -> Solicitud:
    """Pide otra fecha, con oficio y antes de vencer. Pedirla no detiene el plazo. Con la misma ``llave_de_envio`` da la ya recibida.

    Falla con ``AccesoNegado``, ``SolicitudRechazada``, ``OficioRechazado``, ``TransicionIlegal`` u ``OtroSeAdelanto``.
    """
    if ya := _ya_recibida(por, datos.llave_de_envio):
        return ya
    exigir(puede_pedir_prorroga(por, obligacion))
    _exigir_en_limite(obligacion, pide_hasta, "pide_hasta")
    extra = {"pide_hasta": pide_hasta}
    return _pedir(por, obligacion, institucion, ClaseSolicitud.PRORROGA, Accion.PEDIR_PRORROGA, datos, archivos, motivo, extra)


@transaction.atomic
def alegar_no_competencia(
    *, por: Facultades, obligacion: Obligacion, institucion: Institucion, datos: DatosDeOficio, archivos: Sequence[Archivo], motivo: str
) -> Solicitud:
    """Alega con oficio que no le toca. Hasta que se resuelva, la obligación sigue contando. Falla como ``pedir_prorroga``."""
    if ya := _ya_recibida(por, datos.llave_de_envio):
        return ya
    exigir(puede_alegar_no_competencia(por, obligacion))
    return _pedir(por, obligacion, institucion, ClaseSolicitud.NO_COMPETENCIA, Accion.ALEGAR_NO_COMPETENCIA, datos, archivos, motivo, {})


def _ya_recibida(por: Facultades, llave: UUID | None) -> Solicitud | None:
    previa = Solicitud.objects.filter(oficio__llave_de_envio=llave).first() if llave else None
    if previa and previa.presentada_por_id != por.usuario:
        raise AccesoNegado(NO_ES_TUYO)
    return previa


def _exigir_en_limite(obligacion: Obligacion, hasta: date, campo: str) -> None:
    limite = limite_de(obligacion)
    if obligacion.vence_el is None or hasta <= obligacion.vence_el:
        raise SolicitudRechazada("La nueva fecha debe ser posterior al vencimiento que hoy rige.", campo)
    if obligacion.prorrogas >= limite.cuantas:
        ya = "no admite prórroga" if limite.cuantas == 0 else f"ya tuvo {obligacion.prorrogas} de {limite.cuantas} que admite"
        raise SolicitudRechazada(f"Este plazo {ya}, según las reglas de la reunión.")
    if hasta > limite.hasta(obligacion.vence_el):
        tope = limite.hasta(obligacion.vence_el)
        raise SolicitudRechazada(f"La prórroga es de {limite.dias} días naturales a lo más: hasta el {tope:%d/%m/%Y}.", campo)


def _pedir(
    por: Facultades,
    obligacion: Obligacion,
    institucion: Institucion,
    clase: ClaseSolicitud,
    accion: Accion,
    datos: DatosDeOficio,
    archivos: Sequence[Archivo],
    motivo: str,
    extra: dict,
) -> Solicitud:
    if institucion.pk not in instituciones_que_presentan(por, obligacion):
        raise SolicitudRechazada(f"No puedes pedirlo a nombre de {institucion}.", "institucion")
    if not motivo.strip():
        raise SolicitudRechazada("Escribe el motivo.", "motivo")
    de = obligacion.estado
    alega = {"alega_no_competencia": True} if clase == ClaseSolicitud.NO_COMPETENCIA else {}
    cambios = mover(obligacion, accion, **alega)  # primero: de dos que piden a la vez, uno gana aquí
    oficio = recibir_oficio(por=por, remitente=institucion, datos=datos, archivos=archivos)
    try:
        with transaction.atomic():
            solicitud = Solicitud.objects.create(
                obligacion=obligacion,
                clase=clase,
                institucion=institucion,
                oficio=oficio,
                motivo=motivo.strip(),
                presentada_en=oficio.recibido_en,
                presentada_por_id=por.usuario,
                **extra,
            )
    except IntegrityError:
        raise SolicitudRechazada(f"{institucion} ya tiene una solicitud igual por resolver aquí.") from None
    dichos = {"oficio": oficio.numero, "acuse": oficio.acuse.folio, "archivos": [a.sha256 for a in archivos], "institucion": institucion.clave, **extra}
    asentar([asiento_de(f"{clase}.pedida", solicitud, de=de, motivo=motivo.strip(), datos=dichos, cambios=cambios)], actor=por.usuario)
    return solicitud


def asiento_de(clase: str, solicitud: Solicitud, *, de: str, motivo: str, datos: Mapping, cambios: Mapping, rige_el: date | None = None) -> Asiento:
    """El hecho de una solicitud, contado en la historia de su obligación."""
    obligacion = solicitud.obligacion
    movio = obligacion.estado != de
    return Asiento(
        clase=clase,
        objeto=solicitud,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        de=de if movio else "",
        a=obligacion.estado if movio else "",
        motivo=motivo,
        datos=datos,
        cambios=cambios,
        rige_el=rige_el,
    )


# --- Desistir y resolver -----------------------------------------------------------------------------------------------


@transaction.atomic
def desistir(*, por: Facultades, solicitud: Solicitud, motivo: str = "") -> Solicitud:
    """La institución retira lo que pidió y no se ha resuelto. Falla con ``AccesoNegado`` u ``OtroSeAdelanto``."""
    exigir(puede_desistir(por, solicitud))
    cerrar(por, solicitud, EstadoSolicitud.DESISTIDA, resolucion=motivo.strip())
    de = solicitud.obligacion.estado
    datos = {"oficio": solicitud.oficio.numero, "institucion": solicitud.institucion.clave}
    asentar([asiento_de(f"{solicitud.clase}.desistida", solicitud, de=de, motivo=motivo.strip(), datos=datos, cambios=soltar(solicitud))], actor=por.usuario)
    return solicitud


@transaction.atomic
def resolver_prorroga(
    *, por: Facultades, solicitud: Solicitud, version: int, concede_hasta: date | None, resolucion: str, fundamento: str, rige_el: date | None = None
) -> Solicitud:
    """Concede hasta una fecha, o con ``None`` la niega. ``vence_original_el`` no se toca.

    ``rige_el``: desde qué día vale lo concedido; por omisión, hoy. Si se pidió a tiempo puede ser desde antes: entonces los días
    que pasaron entre vencer y resolver dejan de contarse como vencidos. Falla con ``SolicitudRechazada`` u ``OtroSeAdelanto``.
    """
    obligacion = para_resolver(por, solicitud, ClaseSolicitud.PRORROGA, version, resolucion, fundamento)
    de, cambios, rige = obligacion.estado, {}, None
    if concede_hasta is not None:
        _exigir_en_limite(obligacion, concede_hasta, "concede_hasta")
        rige = _desde_cuando(solicitud, rige_el)
        datos: dict = {"antes": obligacion.vence_el, "despues": concede_hasta, "pidio": solicitud.pide_hasta}
        cambios = mover(obligacion, Accion.PRORROGAR, vence_el=concede_hasta, prorrogas=obligacion.prorrogas + 1)
    else:
        datos = {"pidio": solicitud.pide_hasta}
    estado = EstadoSolicitud.PROCEDENTE if concede_hasta else EstadoSolicitud.IMPROCEDENTE
    cerrar(por, solicitud, estado, resolucion=resolucion.strip(), fundamento=fundamento.strip(), concede_hasta=concede_hasta)
    clase = "prorroga.concedida" if concede_hasta else "prorroga.negada"
    datos |= {"fundamento": fundamento.strip()}
    asentar([asiento_de(clase, solicitud, de=de, motivo=resolucion.strip(), datos=datos, cambios=cambios, rige_el=rige)], actor=por.usuario)
    return solicitud


def _desde_cuando(solicitud: Solicitud, rige_el: date | None) -> date:
    """Entre el día en que se recibió la petición y hoy, y sin pisar otro movimiento del vencimiento que rija después."""
    hoy, pedida = reloj.hoy(), solicitud.presentada_en.astimezone(reloj.MEXICO).date()
    rige = rige_el or hoy
    if not pedida <= rige <= hoy:
        raise SolicitudRechazada("Lo concedido rige entre el día en que se recibió la petición y hoy.", "rige_el")
    exigir_sin_pisar(solicitud.obligacion, rige, "vence_el")
    return rige


def exigir_sin_pisar(obligacion: Obligacion, rige_el: date, rasgo: str) -> None:
    """Lo que se asienta con fecha pasada no puede quedar debajo de otro hecho posterior que movió lo mismo."""
    ultimo = ultimo_cambio(obligacion.pk, rasgo)
    if ultimo and rige_el < ultimo:
        raise SolicitudRechazada(f"Otro hecho posterior, que rige desde el {ultimo:%d/%m/%Y}, ya lo movió: elige ese día u otro más reciente.", "rige_el")


def para_resolver(por: Facultades, solicitud: Solicitud, clase: ClaseSolicitud, version: int, resolucion: str, fundamento: str) -> Obligacion:
    """Autoriza y comprueba que sigue como la vio quien decide."""
    exigir(puede_disponer_plazos(por))
    if solicitud.clase != clase:
        raise SolicitudRechazada(f"Esto no resuelve una solicitud de {solicitud.get_clase_display().lower()}.")
    if not resolucion.strip():
        raise SolicitudRechazada("Escribe por qué se resuelve así.", "resolucion")
    if not fundamento.strip():
        raise SolicitudRechazada("Escribe el fundamento.", "fundamento")
    solicitud.refresh_from_db(fields=["estado"])
    obligacion = solicitud.obligacion
    obligacion.refresh_from_db()
    if solicitud.estado != EstadoSolicitud.PENDIENTE or obligacion.version != version:
        raise OtroSeAdelanto
    return obligacion


def cerrar(por: Facultades, solicitud: Solicitud, estado: EstadoSolicitud, **columnas: object) -> None:
    """Con guarda: de dos que la cierran a la vez, uno gana."""
    columnas |= {"estado": estado, "resuelta_en": reloj.ahora(), "resuelta_por_id": por.usuario}
    if Solicitud.objects.filter(pk=solicitud.pk, estado=EstadoSolicitud.PENDIENTE).update(**columnas) != 1:
        raise OtroSeAdelanto
    for campo, valor in columnas.items():
        setattr(solicitud, campo, valor)


def soltar(solicitud: Solicitud) -> dict[str, object]:
    """Quita la marca «alega no competencia» si ya nadie más la alega en esa obligación."""
    otras = Solicitud.objects.filter(obligacion=solicitud.obligacion_id, clase=ClaseSolicitud.NO_COMPETENCIA, estado=EstadoSolicitud.PENDIENTE)
    if solicitud.clase == ClaseSolicitud.NO_COMPETENCIA and not otras.exclude(pk=solicitud.pk).exists():
        solicitud.obligacion.refresh_from_db()
        return fijar(solicitud.obligacion, alega_no_competencia=False)
    return {}
