"""Un oficio de salida, del borrador a su acuse: corregirlo, numerarlo, emitirlo, registrar su entrega y cerrarlo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.salida import EMITIDOS, NO_SE_PUEDE, POR_EMITIR, EstadoDeSalida, numero_dicho
from conferencia.models import Archivo, ClaseSalida, EstadoSalida, MedioDeEntrega, Numeracion, OficioDeSalida
from conferencia.permissions import Facultades, exigir, puede_emitir_oficios
from conferencia.queries.cedula import exigibles
from conferencia.queries.salida import secretaria_tecnica
from conferencia.services.emitidos import Compuesto, conservar
from conferencia.services.folios import codigo_nuevo, siguiente
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.oficios import oficio_de_salida

EDITABLES = ("numero", "fecha", "lugar", "titular", "cargo", "asunto", "cuerpo", "firmante", "firmante_cargo", "copias", "responder_el")
UN_MINUTO = timedelta(minutes=1)


class SalidaRechazada(NoProcede):
    """El oficio no se puede llevar ahí; el mensaje dice por qué. ``campo``: el dato que hay que corregir."""


def tomada(salida: OficioDeSalida, estados: frozenset[EstadoDeSalida], version: int | None = None) -> OficioDeSalida:
    """El renglón tomado para escribir, en uno de ``estados`` y, si se dice, en la versión que se vio."""
    actual = OficioDeSalida.objects.select_for_update(of=("self",)).select_related("reunion", "institucion", "oficio").get(pk=salida.pk)
    if version is not None and actual.version != version:
        raise OtroSeAdelanto
    if actual.estado not in estados:
        raise SalidaRechazada(f"El oficio {NO_SE_PUEDE[EstadoDeSalida(actual.estado)]}.")
    return actual


@transaction.atomic
def corregir_borrador(*, por: Facultades, salida: OficioDeSalida, version: int, cambios: Mapping[str, object]) -> OficioDeSalida:
    """Cambia lo escrito mientras no se emita. Falla con ``AccesoNegado``, ``SalidaRechazada`` u ``OtroSeAdelanto``."""
    exigir(puede_emitir_oficios(por))
    actual = tomada(salida, POR_EMITIR, version)
    distintos = {campo: valor for campo, valor in cambios.items() if campo in EDITABLES and getattr(actual, campo) != valor}
    _revisar(actual, distintos)
    if not distintos:
        return actual
    for campo, valor in distintos.items():
        setattr(actual, campo, valor)
    _guardar(actual, *distintos)
    asentar([asiento("salida.corregida", actual, datos={"campos": sorted(distintos)})], actor=por.usuario)
    return actual


def _revisar(salida: OficioDeSalida, cambios: Mapping) -> None:
    for campo, falta in (("asunto", "Escribe el asunto."), ("cuerpo", "Escribe el texto del oficio."), ("cargo", "Escribe a qué cargo se dirige.")):
        if campo in cambios and not str(cambios[campo]).strip():
            raise SalidaRechazada(falta, campo)
    fecha = cambios.get("fecha")
    if isinstance(fecha, date) and fecha > reloj.hoy():
        raise SalidaRechazada("La fecha del oficio no puede ser posterior a hoy.", "fecha")
    numero = cambios.get("numero")
    if numero and OficioDeSalida.objects.filter(numero=numero).exclude(pk=salida.pk).exists():
        raise SalidaRechazada(f"El número {numero} ya es de otro oficio.", "numero")


# --- Emitir ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def apartar_numero(*, por: Facultades, salida: OficioDeSalida) -> OficioDeSalida:
    """Antes de componer: le fija número y fecha. Si ya los tenía, los conserva: reintentar no salta números. Lo emitido se da tal cual."""
    exigir(puede_emitir_oficios(por))
    actual = tomada(salida, POR_EMITIR | EMITIDOS)
    if actual.estado in EMITIDOS:
        return actual
    refrescar_obligaciones(actual)
    if not actual.obligaciones.exists():
        raise SalidaRechazada("Ninguna de sus obligaciones sigue abierta: no hay nada que notificar. Cancela el borrador.")
    actual.fecha = actual.fecha or reloj.hoy()
    actual.numero = actual.numero or _siguiente(actual.fecha.year)
    if not actual.folio:
        actual.folio, actual.codigo = f"OS-{actual.fecha.year}-{siguiente('OS', actual.fecha.year):06d}", codigo_nuevo()
    _guardar(actual, "numero", "fecha", "folio", "codigo")
    return actual


def refrescar_obligaciones(salida: OficioDeSalida) -> None:
    """La cédula de una notificación dice lo que hoy se debe: lo cumplido o exento desde que se preparó sale, y lo nacido entra."""
    if salida.clase == ClaseSalida.NOTIFICACION:
        suyas = [salida.institucion_id, *salida.copiadas.values_list("pk", flat=True)]
        salida.obligaciones.set(exigibles(salida.reunion, reloj.hoy()).de_instituciones(suyas))


def _siguiente(anio: int) -> str:
    """El consecutivo del año, bajo candado; salta los que alguien ya escribió a mano."""
    numeracion = numeracion_de(anio)
    while True:
        numeracion.ultimo += 1
        numero = numero_dicho(numeracion.formato, numeracion.ultimo, anio)
        if not OficioDeSalida.objects.filter(numero=numero).exists():
            numeracion.save(update_fields=["ultimo"])
            return numero


def numeracion_de(anio: int) -> Numeracion:
    """La de ese año, tomada para escribir; un año nuevo hereda la forma del anterior."""
    anterior = Numeracion.objects.filter(anio__lt=anio).order_by("-anio").first()
    emisora = secretaria_tecnica()
    formato = anterior.formato if anterior else f"{emisora.clave if emisora else 'ST'}/{{n}}/{{anio}}"
    Numeracion.objects.get_or_create(anio=anio, defaults={"formato": formato})
    return Numeracion.objects.select_for_update().get(anio=anio)


@transaction.atomic
def fijar_numeracion(*, por: Facultades, anio: int, formato: str, ultimo: int) -> Numeracion:
    """Cómo se escriben los números de un año y desde cuál sigue. Falla con ``SalidaRechazada``."""
    exigir(puede_emitir_oficios(por))
    if formato.count("{n}") != 1 or set(formato.replace("{n}", "").replace("{anio}", "")) & set("{}"):
        raise SalidaRechazada("Escribe {n} una vez, donde va el consecutivo; {anio} es el año.", "formato")
    numeracion = numeracion_de(anio)
    numeracion.formato, numeracion.ultimo = formato.strip(), ultimo
    numeracion.save(update_fields=["formato", "ultimo"])
    asentar([Asiento(clase="numeracion.fijada", objeto=numeracion, datos={"clave": formato.strip(), "anio": anio, "ultimo": ultimo})], actor=por.usuario)
    return numeracion


@transaction.atomic
def guardar_emision(*, por: Facultades, salida: OficioDeSalida, archivos: Sequence[Compuesto]) -> OficioDeSalida:
    """Guarda lo compuesto y lo asienta con sus huellas. Si otro intento ya lo emitió, queda aquel. Si cambió mientras se componía, ``OtroSeAdelanto``."""
    exigir(puede_emitir_oficios(por))
    actual = tomada(salida, POR_EMITIR | EMITIDOS)
    if actual.estado in EMITIDOS:
        return actual
    if actual.version != salida.version:
        raise OtroSeAdelanto
    guardados = [
        conservar(c.contenido, nombre=c.nombre, tipo=c.tipo, ruta=f"salida-{actual.pk}-{n}", actor=por.usuario) for n, c in enumerate(archivos, start=1)
    ]
    if actual.fecha is None or not actual.numero:
        raise SalidaRechazada("Falta apartar su número antes de emitirlo.")
    actual.oficio = oficio_de_salida(por=por, numero=actual.numero, fecha=actual.fecha, asunto=actual.asunto, firmante=actual.firmante, archivos=guardados)
    actual.estado, actual.emitido_en = EstadoSalida.EMITIDO, reloj.ahora()
    _guardar(actual, "oficio", "estado", "emitido_en")
    datos = {"archivos": [a.sha256 for a in guardados], "obligaciones": actual.obligaciones.count()}
    asentar(
        [asiento("salida.emitida", actual, de=EstadoSalida.BORRADOR, datos=datos), *_en_cada_obligacion("requerimiento.emitido", actual)], actor=por.usuario
    )
    return actual


# --- Entregar y cerrar -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Entregado:
    """El acuse de entrega: cuándo, por qué medio, quién lo recibió y la copia sellada, si la hay."""

    en: datetime
    medio: str
    recibio: str
    acuse: Archivo | None = None


@transaction.atomic
def registrar_entrega(*, por: Facultades, salida: OficioDeSalida, version: int, entregado: Entregado) -> OficioDeSalida:
    """Consta que su destinatario lo recibió. Falla con ``AccesoNegado``, ``SalidaRechazada`` u ``OtroSeAdelanto``."""
    exigir(puede_emitir_oficios(por))
    actual = tomada(salida, frozenset({EstadoDeSalida.EMITIDO}), version)
    if entregado.en > reloj.ahora():
        raise SalidaRechazada("No pudo entregarse después de ahora.", "entregado_el")
    if actual.emitido_en and entregado.en <= actual.emitido_en - UN_MINUTO:
        emitido = actual.emitido_en.astimezone(reloj.MEXICO)
        raise SalidaRechazada(f"No pudo entregarse antes de emitirse: se emitió el {emitido:%d/%m/%Y} a las {emitido:%H:%M}.", "entregado_el")
    if entregado.medio not in MedioDeEntrega.values:
        raise SalidaRechazada("Elige por qué medio se entregó.", "medio")
    if not entregado.recibio.strip():
        raise SalidaRechazada("Escribe quién lo recibió.", "recibio")
    actual.estado, actual.entregado_en, actual.entregado_por_medio = EstadoSalida.NOTIFICADO, entregado.en, entregado.medio
    actual.recibio, actual.acuse = entregado.recibio.strip(), entregado.acuse
    _guardar(actual, "estado", "entregado_en", "entregado_por_medio", "recibio", "acuse")
    datos: dict[str, object] = {"entregado_en": entregado.en.isoformat(), "medio": entregado.medio, "recibio": actual.recibio}
    datos |= {"archivos": [entregado.acuse.sha256]} if entregado.acuse else {}
    rige = entregado.en.astimezone(reloj.MEXICO).date()
    asientos = [asiento("salida.entregada", actual, de=EstadoSalida.EMITIDO, datos=datos, rige_el=rige)]
    asentar([*asientos, *_en_cada_obligacion("requerimiento.entregado", actual, rige_el=rige)], actor=por.usuario)
    return actual


@transaction.atomic
def marcar_atendido(*, por: Facultades, salida: OficioDeSalida, version: int, nota: str) -> OficioDeSalida:
    """La institución respondió lo requerido. Falla como ``registrar_entrega``."""
    exigir(puede_emitir_oficios(por))
    actual = tomada(salida, frozenset({EstadoDeSalida.EMITIDO, EstadoDeSalida.NOTIFICADO}), version)
    if actual.clase != ClaseSalida.REQUERIMIENTO:
        raise SalidaRechazada("Solo un requerimiento se atiende; una notificación se entrega.")
    return _cerrar(por, actual, EstadoSalida.ATENDIDO, "salida.atendida", nota, "Escribe con qué se atendió.")


@transaction.atomic
def cancelar(*, por: Facultades, salida: OficioDeSalida, version: int, motivo: str) -> OficioDeSalida:
    """Un borrador que ya no saldrá. Si ya tenía número, ese número queda cancelado y a la vista."""
    exigir(puede_emitir_oficios(por))
    actual = tomada(salida, POR_EMITIR, version)
    return _cerrar(por, actual, EstadoSalida.CANCELADO, "salida.cancelada", motivo, "Escribe por qué se cancela.")


def _cerrar(por: Facultades, actual: OficioDeSalida, estado: EstadoSalida, clase: str, nota: str, falta: str) -> OficioDeSalida:
    if not nota.strip():
        raise SalidaRechazada(falta, "nota")
    de, actual.estado, actual.nota, actual.cerrado_en = actual.estado, estado, nota.strip(), reloj.ahora()
    _guardar(actual, "estado", "nota", "cerrado_en")
    asentar([asiento(clase, actual, de=de, motivo=nota.strip())], actor=por.usuario)
    return actual


def _guardar(salida: OficioDeSalida, *campos: str) -> None:
    salida.version += 1
    salida.save(update_fields=[*campos, "version"])


def asiento(clase: str, salida: OficioDeSalida, *, de: str = "", motivo: str = "", datos: Mapping | None = None, rige_el: date | None = None) -> Asiento:
    """El hecho de un oficio de salida, con su número y a quién va."""
    dichos = {"oficio": salida.numero, "institucion": salida.institucion.clave, "clave": salida.get_clase_display(), **(datos or {})}
    return Asiento(clase=clase, objeto=salida, reunion_id=salida.reunion_id, de=de, a=salida.estado if de else "", motivo=motivo, datos=dichos, rige_el=rige_el)


def _en_cada_obligacion(clase: str, salida: OficioDeSalida, rige_el: date | None = None) -> list[Asiento]:
    """Un requerimiento se cuenta también en la historia de lo que requiere."""
    if salida.clase != ClaseSalida.REQUERIMIENTO:
        return []
    datos = {"oficio": salida.numero, "institucion": salida.institucion.clave, "responder_el": salida.responder_el}
    return [
        Asiento(clase=clase, objeto=salida, obligacion_id=pk, reunion_id=salida.reunion_id, datos=datos, rige_el=rige_el)
        for pk in salida.obligaciones.order_by("clave").values_list("pk", flat=True)
    ]
