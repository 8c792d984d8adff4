"""El oficio de requerimiento: lo que venció hace quince días o más, con los avisos que ya se enviaron y un término para responder."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import en_palabras
from conferencia.domain.escrito import con_articulo, enumerar
from conferencia.domain.plantillas import RELACION
from conferencia.domain.salida import DIAS_PARA_RESPONDER, POR_EMITIR, VIVOS
from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import ClaseSalida, EstadoSalida, Institucion, Obligacion, OficioDeSalida
from conferencia.permissions import Facultades, exigir, puede_emitir_oficios
from conferencia.queries.calendarios import calendario_de
from conferencia.queries.correspondencia import Mensaje, avisos_que_llegaron
from conferencia.queries.salida import contactos_de
from conferencia.services.hechos import asentar
from conferencia.services.notificaciones import LUGAR, cuantas, quien_firma
from conferencia.services.plantillas import comunes, texto_de
from conferencia.services.salida import SalidaRechazada, asiento


def _turno(institucion: Institucion) -> None:
    """De dos que requieren a la vez a la misma institución, la segunda espera y encuentra lo que hizo la primera."""
    Institucion.objects.select_for_update(of=("self",)).get(pk=institucion.pk)


@transaction.atomic
def preparar_requerimiento(
    *, por: Facultades, obligaciones: Sequence[Obligacion], institucion: Institucion | None = None, responder_el: date | None = None
) -> OficioDeSalida:
    """El borrador que requiere esas obligaciones a una institución; si las responde una sola, no hace falta decirla.

    Falla con ``AccesoNegado`` o ``SalidaRechazada``: de otra reunión, sin vencer, de otra institución o ya requeridas.
    """
    exigir(puede_emitir_oficios(por))
    quien = institucion or _unica(obligaciones)
    _turno(quien)
    _revisar(obligaciones, quien)
    reunion = obligaciones[0].compromiso.disposicion.reunion
    responde = responder_el or calendario_de(quien).sumar_habiles(reloj.hoy(), DIAS_PARA_RESPONDER)
    if responde <= reloj.hoy():
        raise SalidaRechazada("El término para responder debe ser posterior a hoy.", "responder_el")
    avisos = avisos_que_llegaron([o.pk for o in obligaciones], quien.pk)
    propios = {
        "institucion": con_articulo(str(quien)),
        "cuantas": cuantas(len(obligaciones)),
        "avisos": avisos_dichos(avisos),
        "responder_el": en_palabras(responde),
        RELACION: f"{{{RELACION}}}",
    }
    texto = texto_de(ClaseSalida.REQUERIMIENTO, comunes(reunion) | propios)
    contacto = contactos_de([quien], reloj.hoy()).get(quien.pk)
    salida = OficioDeSalida.objects.create(
        clase=ClaseSalida.REQUERIMIENTO,
        reunion=reunion,
        institucion=quien,
        entidad=quien.entidad,
        lugar=LUGAR,
        titular=contacto.titular if contacto else "",
        cargo=contacto.cargo if contacto else f"Titular de {quien}",
        asunto=texto.asunto,
        cuerpo=texto.cuerpo,
        responder_el=responde,
        preparado_por_id=por.usuario,
        preparado_en=reloj.ahora(),
        **quien_firma(),
    )
    salida.obligaciones.set(obligaciones)
    asentar([asiento("salida.preparada", salida, datos={"obligaciones": sorted(o.clave for o in obligaciones)})], actor=por.usuario)
    return salida


def _unica(obligaciones: Sequence[Obligacion]) -> Institucion:
    if not obligaciones:
        raise SalidaRechazada("Elige al menos una obligación.", "obligaciones")
    comunes_a_todas = set.intersection(*({p.institucion for p in o.partes.all()} for o in obligaciones))
    if len(comunes_a_todas) != 1:
        raise SalidaRechazada("Di a qué institución se requiere: no es una sola la que responde de todas.", "institucion")
    return comunes_a_todas.pop()


def _revisar(obligaciones: Sequence[Obligacion], quien: Institucion) -> None:
    hoy, ids = reloj.hoy(), [o.pk for o in obligaciones]
    if not ids:
        raise SalidaRechazada("Elige al menos una obligación.", "obligaciones")
    al_dia = {o.pk: o for o in Obligacion.objects.filter(pk__in=ids).con_situacion(hoy).prefetch_related("partes")}
    for o in obligaciones:
        if o.compromiso.disposicion.reunion_id != obligaciones[0].compromiso.disposicion.reunion_id:
            raise SalidaRechazada("Un requerimiento habla de una sola reunión.", "obligaciones")
        if quien.pk not in {p.institucion_id for p in al_dia[o.pk].partes.all()}:
            raise SalidaRechazada(f"{quien} no responde de {o.clave}.", "obligaciones")
        if GRUPO_DE[Situacion(al_dia[o.pk].situacion)] != Grupo.VENCIDA:
            raise SalidaRechazada(f"{o.clave} no está vencida: no se requiere.", "obligaciones")
    otros = OficioDeSalida.objects.filter(clase=ClaseSalida.REQUERIMIENTO, institucion=quien, obligaciones__in=ids, estado__in=VIVOS)
    if ya := otros.exclude(estado=EstadoSalida.ATENDIDO).first():
        estado = "tiene un borrador por emitir" if ya.estado in POR_EMITIR else f"ya se requirió con el oficio {ya.numero}"
        raise SalidaRechazada(f"Alguna de esas obligaciones {estado}.", "obligaciones")


def avisos_dichos(avisos: Sequence[Mensaje]) -> str:
    """La frase que los cita con sus fechas; vacía si no se envió ninguno."""
    if not avisos:
        return ""
    dias = list(dict.fromkeys(en_palabras(a.en.astimezone(reloj.MEXICO).date()) for a in avisos))
    if len(dias) > 6:
        return f"De ello se le enviaron {len(avisos)} avisos por correo electrónico entre el {dias[0]} y el {dias[-1]}."
    return f"De ello se le avisó por correo electrónico {'los días ' if len(dias) > 1 else 'el '}{enumerar(dias)}."
