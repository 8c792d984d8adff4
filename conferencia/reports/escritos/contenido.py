"""De un oficio de salida a su escrito: el texto que la Secretaría Técnica editó más lo que se deriva de los datos (cédula, relación, formatos)."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from conferencia import reloj
from conferencia.domain import escrito as e
from conferencia.domain.calendario import en_palabras
from conferencia.domain.cedula import CedulaDe, Debida
from conferencia.domain.plantillas import RELACION
from conferencia.domain.salida import EMITIDOS
from conferencia.models import ClaseSalida, ContactoInstitucional, Institucion, OficioDeSalida
from conferencia.queries.cedula import cedulas, con_lo_de_cedula, debida
from conferencia.queries.correspondencia import Mensaje, avisos_que_llegaron
from conferencia.queries.organos import nombre_de_organo
from conferencia.queries.salida import contactos_de, secretaria_tecnica
from conferencia.queries.verificacion import direccion_publica
from conferencia.reports.escritos.designacion import Designante, Reunido, formato

DE_CEDULA = (e.Columna("Origen", 18), e.Columna("Qué se debe", 40), e.Columna("Para cuándo", 23), e.Columna("Con qué se acredita", 19))
DE_REQUERIMIENTO = (e.Columna("Origen", 18), e.Columna("Qué se debe", 38), e.Columna("Venció", 22), e.Columna("Avisos enviados", 22))


def escrito_de(salida: OficioDeSalida) -> e.Escrito:
    """El oficio completo, con sus anexos. Sin emitir lleva la leyenda «Borrador»."""
    fecha = salida.fecha or reloj.hoy()
    emisora = secretaria_tecnica()
    notifica = salida.clase == ClaseSalida.NOTIFICACION
    return e.Escrito(
        clase=f"Oficio de {salida.get_clase_display().lower()}",
        emisor=str(emisora or "Secretaría Técnica"),
        organo=nombre_de_organo(salida.reunion.organo_id, fecha),
        asunto=salida.asunto,
        bloques=e.parrafos(salida.cuerpo) if notifica else _con_relacion(e.parrafos(salida.cuerpo), relacion(salida, fecha)),
        fecha=fecha,
        numero=salida.numero,
        lugar=salida.lugar,
        destinatario=e.Destinatario(cargo=salida.cargo, institucion=str(salida.institucion), titular=salida.titular),
        firma=e.Firma(salida.firmante_cargo, salida.firmante),
        copias=tuple(r.strip() for r in salida.copias.splitlines() if r.strip()),
        anexos=anexos(salida) if notifica else (),
        leyenda="" if salida.estado in EMITIDOS or salida.numero else "Borrador",
        verificacion=e.Verificacion(salida.folio, salida.codigo, direccion_publica(salida.clave_publica)) if salida.folio else None,
    )


# --- La cédula de una notificación -------------------------------------------------------------------------------------


def cubiertas(salida: OficioDeSalida) -> list[Institucion]:
    return [salida.institucion, *salida.copiadas.select_related("entidad").order_by("clave")]


def anexos(salida: OficioDeSalida) -> tuple[e.Bloque, ...]:
    """Anexo 1: la cédula, institución por institución. Anexos siguientes: un formato por cada enlace que se pide designar."""
    suyas = cedulas(salida.obligaciones.all(), cubiertas(salida))
    return (*cedula(suyas, salida), *formatos(salida, suyas))


def cedula(suyas: Sequence[CedulaDe], salida: OficioDeSalida) -> tuple[e.Bloque, ...]:
    bloques: list[e.Bloque] = [
        e.Corte(),
        e.Titulo("Anexo 1. Cédula de obligaciones", 1),
        e.Parrafo(
            f"Acta de la {salida.reunion.nombre}, {en_palabras(salida.reunion.fecha)}. SHA-256 del acta firmada: {salida.reunion.acta.archivo.sha256}. "
            "Entre comillas, las palabras del acta. Un plazo vence al terminar su día, en hora de la Ciudad de México.",
            "nota",
        ),
    ]
    for c in suyas:
        bloques += [e.Titulo(f"{c.institucion}: {_cuantas(len(c.debidas))}"), e.Tabla("", DE_CEDULA, tuple(_renglon(d) for d in c.debidas))]
    return tuple(bloques)


def _cuantas(total: int) -> str:
    return f"{total} obligaciones" if total != 1 else "1 obligación"


def _renglon(d: Debida) -> tuple[tuple[e.Parrafo, ...], ...]:
    return (
        _origen(d),
        _que(d),
        (e.Parrafo(d.plazo.dicho, "fuerte"), *(e.Parrafo(paso, "nota") for paso in d.plazo.explicacion)),
        (e.Parrafo(d.con_que),),
    )


def _origen(d: Debida) -> tuple[e.Parrafo, ...]:
    return (e.Parrafo(d.disposicion, "fuerte"), e.Parrafo(d.parrafo), e.Parrafo(d.clave, "nota"))


def _que(d: Debida) -> tuple[e.Parrafo, ...]:
    junto = (e.Parrafo(f"Responde junto con: {e.enumerar(d.con)}.", "nota"),) if d.con else ()
    return (e.Parrafo(d.que), e.Parrafo(f"«{d.cita}»", "cita"), *junto)


def formatos(salida: OficioDeSalida, suyas: Sequence[CedulaDe]) -> tuple[e.Bloque, ...]:
    """Los de designación, en el orden de la cédula; vacía si el acta no pide designar a nadie."""
    instituciones = {i.clave: i for i in cubiertas(salida)}
    contactos = contactos_de(instituciones.values(), reloj.hoy())
    en, bloques, numero = _reunido(salida), [], 2
    for c in suyas:
        designa = _designante(instituciones[c.clave], contactos.get(instituciones[c.clave].pk))
        for d in c.debidas:
            if d.nombra_enlace:
                bloques += formato(d, designa, en, numero)
                numero += 1
    return tuple(bloques)


def _designante(institucion: Institucion, contacto: ContactoInstitucional | None) -> Designante:
    cargo = contacto.cargo if contacto else f"Titular de {institucion}"
    return Designante(institucion=str(institucion), cargo=cargo, titular=contacto.titular if contacto else "")


def _reunido(salida: OficioDeSalida) -> Reunido:
    emisora = secretaria_tecnica()
    contacto = contactos_de([emisora], reloj.hoy()).get(emisora.pk) if emisora else None
    return Reunido(
        reunion=salida.reunion.nombre,
        celebrada=en_palabras(salida.reunion.fecha),
        portal=f"{settings.BASE_URL}/mis-pendientes/",
        buzon=contacto.correo if contacto and contacto.correo else "la cuenta institucional de la Secretaría Técnica",
        destinataria=str(emisora or "Secretaría Técnica"),
    )


# --- La relación de un requerimiento -----------------------------------------------------------------------------------


def relacion(salida: OficioDeSalida, fecha: date) -> e.Tabla:
    """Lo requerido: qué, desde cuándo venció y qué avisos se enviaron."""
    obligaciones = list(con_lo_de_cedula(salida.obligaciones.all()))
    avisos = avisos_que_llegaron([o.pk for o in obligaciones], salida.institucion_id)
    de_cada = {o.pk: [a for a in avisos if a.obligacion == o.pk] for o in obligaciones}
    renglones = tuple(_requerida(debida(o, salida.institucion_id), fecha, avisos_de_una(o.pk, salida, de_cada)) for o in obligaciones)
    return e.Tabla("Relación de lo requerido", DE_REQUERIMIENTO, renglones)


def avisos_de_una(obligacion, salida: OficioDeSalida, de_cada: dict) -> list[Mensaje]:
    """Los de esa obligación, también los que hablaban de varias."""
    return de_cada[obligacion] or avisos_que_llegaron([obligacion], salida.institucion_id)


def _requerida(d: Debida, fecha: date, avisos: Sequence[Mensaje]) -> tuple[tuple[e.Parrafo, ...], ...]:
    vencio = d.plazo.vence_el
    dicho = (e.Parrafo(en_palabras(vencio).capitalize(), "fuerte"), e.Parrafo(f"Hace {_dias((fecha - vencio).days)}.")) if vencio else (e.Parrafo("Sin fecha"),)
    dias = dict.fromkeys(en_palabras(a.en.astimezone(reloj.MEXICO).date()).capitalize() for a in avisos)
    return (
        _origen(d),
        (*_que(d), e.Parrafo(f"Se acredita con: {d.con_que}", "nota")),
        dicho,
        tuple(e.Parrafo(dia) for dia in dias) or (e.Parrafo("Ninguno"),),
    )


def _dias(cuantos: int) -> str:
    return f"{cuantos} días" if cuantos != 1 else "1 día"


def _con_relacion(bloques: tuple[e.Bloque, ...], tabla: e.Tabla) -> tuple[e.Bloque, ...]:
    """La tabla donde el texto la pide con {relacion}; si nadie la pide, al final: no falta nunca."""
    puestos = tuple(tabla if isinstance(b, e.Parrafo) and b.texto == f"{{{RELACION}}}" else b for b in bloques)
    return puestos if tabla in puestos else (*puestos, tabla)
