"""Los calendarios de inhábiles: crear, agregar y quitar días, adoptar uno. Cambiarlos nunca mueve en silencio una fecha ya dada."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.calendario import UN_DIA, en_palabras
from conferencia.domain.errores import NoProcede
from conferencia.models import Calendario, CalendarioDeInstitucion, DiaInhabil, Institucion, Obligacion
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos, puede_editar_catalogos
from conferencia.queries.calendarios import Afectada, afectadas
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar


class CalendarioImposible(NoProcede):
    """El cambio no se puede hacer así; el mensaje dice por qué. ``campo``: el del formulario."""


@transaction.atomic
def crear_calendario(*, por: Facultades, clave: str, nombre: str, fuente: str, copiar_de: Calendario | None = None) -> Calendario:
    """Uno nuevo, vacío o con los días de otro."""
    exigir(puede_editar_catalogos(por))
    if Calendario.objects.filter(clave=clave).exists():
        raise CalendarioImposible("Ya hay un calendario con esa clave.", "clave")
    calendario = Calendario.objects.create(clave=clave, nombre=nombre.strip(), fuente=fuente.strip())
    dias = copiar_de.inhabiles.order_by("fecha") if copiar_de else ()
    DiaInhabil.objects.bulk_create(DiaInhabil(calendario=calendario, fecha=d.fecha, motivo=d.motivo, fuente=d.fuente) for d in dias)
    datos = {"calendario": calendario.nombre, "fuente": calendario.fuente, "copia_de": copiar_de.nombre if copiar_de else ""}
    asentar([Asiento(clase="calendario.creado", objeto=calendario, motivo=f"{calendario.nombre}. {calendario.fuente}", datos=datos)], actor=por.usuario)
    return calendario


@transaction.atomic
def agregar_inhabil(
    *, por: Facultades, calendario: Calendario, fecha: date, motivo: str, fuente: str, mover: Sequence[tuple[Obligacion, int]] = ()
) -> list[Afectada]:
    """Agrega un día. ``mover``: de las que lo tocan, las que se decidió recorrer, con la versión que se vio; las demás no se mueven.

    Da las movidas. Falla con ``CalendarioImposible`` u ``OtroSeAdelanto`` sin dejar rastro.
    """
    exigir(puede_editar_catalogos(por))
    _revisar(calendario, fecha, motivo, fuente)
    tocadas = {a.obligacion.pk: a for a in afectadas(calendario, fecha)} if mover else {}
    dia = DiaInhabil(calendario=calendario, fecha=fecha, motivo=motivo.strip(), fuente=fuente.strip())
    try:
        with transaction.atomic():
            dia.save(force_insert=True)
    except IntegrityError as error:
        raise CalendarioImposible("Ese día ya está en el calendario.", "fecha") from error
    asientos = [_hecho_de_dia("calendario.dia_agregado", dia, f"{en_palabras(fecha).capitalize()}: {dia.motivo}")]
    movidas = [_recorrer(por, tocadas.get(o.pk), version, dia, asientos) for o, version in mover]
    asentar(asientos, actor=por.usuario)
    return movidas


def _revisar(calendario: Calendario, fecha: date, motivo: str, fuente: str) -> None:
    if not motivo.strip():
        raise CalendarioImposible("Escribe por qué es inhábil.", "motivo")
    if not fuente.strip():
        raise CalendarioImposible("Escribe la publicación que lo dispone.", "fuente")
    if fecha.weekday() >= 5:
        raise CalendarioImposible("Sábados y domingos ya son inhábiles: no hace falta agregarlos.", "fecha")
    if calendario.inhabiles.filter(fecha=fecha).exists():
        raise CalendarioImposible("Ese día ya está en el calendario.", "fecha")


def _recorrer(por: Facultades, tocada: Afectada | None, version: int, dia: DiaInhabil, asientos: list[Asiento]) -> Afectada:
    exigir(puede_disponer_plazos(por))
    if tocada is None or tocada.propuesta is None:
        raise CalendarioImposible("Una de las elegidas ya no se recorre por ese día: vuelve a revisar.")
    o = tocada.obligacion
    if o.version != version:
        raise OtroSeAdelanto
    cambios = fijar(o, vence_el=tocada.propuesta)
    explicacion = [f"El {en_palabras(dia.fecha)} se declaró inhábil ({dia.fuente}).", *tocada.pasos, f"Pasa al {en_palabras(tocada.propuesta)}."]
    asientos.append(
        Asiento(
            clase="obligacion.plazo_recorrido",
            objeto=o,
            obligacion_id=o.pk,
            reunion_id=o.compromiso.disposicion.reunion_id,
            datos={"clave": o.clave, "explicacion": explicacion},
            cambios=cambios,
        )
    )
    return tocada


@transaction.atomic
def quitar_inhabil(*, por: Facultades, dia: DiaInhabil, motivo: str) -> None:
    """Lo quita. Ninguna fecha ya dada se mueve."""
    exigir(puede_editar_catalogos(por))
    if not motivo.strip():
        raise CalendarioImposible("Escribe por qué deja de ser inhábil.", "motivo")
    hecho = _hecho_de_dia("calendario.dia_quitado", dia, f"{en_palabras(dia.fecha).capitalize()}: {motivo.strip()}")
    if not DiaInhabil.objects.filter(pk=dia.pk).delete()[0]:
        raise CalendarioImposible("Alguien más ya lo había quitado.")
    asentar([hecho], actor=por.usuario)


def _hecho_de_dia(clase: str, dia: DiaInhabil, motivo: str) -> Asiento:
    datos = {"calendario": dia.calendario.nombre, "fecha": dia.fecha.isoformat(), "dia": dia.motivo, "fuente": dia.fuente}
    return Asiento(clase=clase, objeto=dia.calendario, motivo=f"{motivo} ({dia.calendario})", datos=datos)


@transaction.atomic
def adoptar_calendario(*, por: Facultades, institucion: Institucion, calendario: Calendario, desde: date, fuente: str) -> CalendarioDeInstitucion:
    """La institución cuenta con ``calendario`` desde ese día; el que usaba termina la víspera. Ninguna fecha ya dada se mueve."""
    exigir(puede_editar_catalogos(por))
    if not fuente.strip():
        raise CalendarioImposible("Escribe el acuerdo que lo adopta.", "fuente")
    suyos = CalendarioDeInstitucion.objects.select_for_update().filter(institucion=institucion)
    if suyos.filter(vigencia__startswith__gte=desde).exists():
        raise CalendarioImposible("Ya adoptó otro calendario desde ese día o después.", "desde")
    actual = suyos.vigentes(desde).first()
    if actual:
        if actual.calendario_id == calendario.pk:
            raise CalendarioImposible("Ya usa ese calendario en esa fecha.", "calendario")
        actual.vigencia = (actual.vigencia.lower, desde)
        actual.save(update_fields=["vigencia"])
    nuevo = CalendarioDeInstitucion.objects.create(institucion=institucion, calendario=calendario, vigencia=(desde, None), fuente=fuente.strip())
    datos = {"institucion": institucion.clave, "calendario": calendario.nombre, "desde": desde.isoformat(), "fuente": nuevo.fuente}
    datos["antes_hasta"] = (desde - UN_DIA).isoformat() if actual else ""
    motivo = f"{institucion}: {calendario}, desde el {en_palabras(desde)}. {nuevo.fuente}"
    asentar([Asiento(clase="calendario.adoptado", objeto=calendario, motivo=motivo, datos=datos, rige_el=min(desde, reloj.hoy()))], actor=por.usuario)
    return nuevo
