"""La notificación de un acta publicada: por cada entidad y por cada institución federal, un oficio con la cédula de lo que debe."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import en_palabras
from conferencia.domain.cedula import CedulaDe, primer_vencimiento
from conferencia.domain.escrito import con_articulo, enumerar
from conferencia.domain.salida import POR_EMITIR
from conferencia.models import ClaseSalida, ContactoInstitucional, EstadoActa, Institucion, OficioDeSalida, Reunion
from conferencia.permissions import Facultades, exigir, puede_emitir_oficios
from conferencia.queries.cedula import cedulas, exigibles
from conferencia.queries.salida import Destino, contactos_de, notificaciones, secretaria_tecnica
from conferencia.services.hechos import asentar
from conferencia.services.plantillas import comunes, texto_de
from conferencia.services.salida import SalidaRechazada, asiento, corregir_borrador, refrescar_obligaciones, tomada

LUGAR = "Ciudad de México"  # sede de la Secretaría Técnica; se cambia en cada borrador


@transaction.atomic
def preparar_notificaciones(*, por: Facultades, reunion: Reunion) -> list[OficioDeSalida]:
    """Los borradores que falten, y al día los que ya hay. Repetirlo no duplica. Da todos los que siguen sin emitirse.

    Falla con ``AccesoNegado`` o ``SalidaRechazada`` si el acta no se ha publicado.
    """
    exigir(puede_emitir_oficios(por))
    reunion = Reunion.objects.select_for_update(of=("self",)).select_related("acta").get(pk=reunion.pk)
    if not hasattr(reunion, "acta") or reunion.acta.estado != EstadoActa.PUBLICADA:
        raise SalidaRechazada("El acta de esta reunión aún no se publica: todavía no hay obligaciones que notificar.")
    hay = notificaciones(reunion, reloj.hoy())
    nuevas = _crear(por, reunion, [fila.destino for fila in hay if fila.salida is None])
    previas = [s for s in (fila.salida for fila in hay) if s is not None and s.emitido_en is None]
    for salida in previas:
        refrescar_obligaciones(salida)
    asentar([asiento("salida.preparada", s) for s in nuevas], actor=por.usuario)
    return sorted([*previas, *nuevas], key=lambda s: s.institucion.clave)


def _crear(por: Facultades, reunion: Reunion, destinos: Iterable[Destino]) -> list[OficioDeSalida]:
    destinos = list(destinos)
    if not destinos:
        return []
    contactos = contactos_de({i for d in destinos for i in (d.institucion, *d.cubre)}, reloj.hoy())
    fijos, firma = comunes(reunion), quien_firma()
    return [_borrador(por, reunion, d, contactos, fijos, firma) for d in destinos]


def _borrador(por: Facultades, reunion: Reunion, destino: Destino, contactos: Mapping[UUID, ContactoInstitucional], fijos: dict, firma: dict) -> OficioDeSalida:
    exigidas = exigibles(reunion, reloj.hoy()).de_instituciones(destino.cubre)
    suyas = cedulas(exigidas, destino.cubre)
    texto = texto_de(ClaseSalida.NOTIFICACION, fijos | valores_de_notificacion(destino.institucion, suyas))
    contacto = contactos.get(destino.institucion.pk)
    copiadas = [i for i in destino.cubre if i.pk != destino.institucion.pk]
    salida = OficioDeSalida.objects.create(
        clase=ClaseSalida.NOTIFICACION,
        reunion=reunion,
        institucion=destino.institucion,
        entidad=destino.institucion.entidad,
        lugar=LUGAR,
        titular=contacto.titular if contacto else "",
        cargo=contacto.cargo if contacto else f"Titular de {destino.institucion}",
        asunto=texto.asunto,
        cuerpo=texto.cuerpo,
        copias="\n".join(_copia(i, contactos.get(i.pk)) for i in copiadas),
        preparado_por_id=por.usuario,
        preparado_en=reloj.ahora(),
        **firma,
    )
    salida.copiadas.set(copiadas)
    salida.obligaciones.set(exigidas)
    return salida


def _copia(institucion: Institucion, contacto: ContactoInstitucional | None) -> str:
    cargo = contacto.cargo if contacto else f"Titular de {institucion}"
    return f"{contacto.titular}, {cargo}" if contacto and contacto.titular else cargo


def quien_firma() -> dict[str, str]:
    """Titular de la Secretaría Técnica según el directorio; si no se conoce su nombre, queda para escribirse."""
    emisora = secretaria_tecnica()
    contacto = contactos_de([emisora], reloj.hoy()).get(emisora.pk) if emisora else None
    return {"firmante": contacto.titular if contacto else "", "firmante_cargo": contacto.cargo if contacto else "Titular de la Secretaría Técnica"}


def valores_de_notificacion(institucion: Institucion, suyas: Iterable[CedulaDe]) -> dict[str, str]:
    """Los campos propios de un destino."""
    suyas = list(suyas)
    total = len({d.id for c in suyas for d in c.debidas})
    primero = primer_vencimiento(suyas, reloj.hoy())
    enlaces = sum(d.nombra_enlace for c in suyas for d in c.debidas)
    anexa = "se anexa por cada designación un formato prellenado" if enlaces > 1 else "se anexa el formato prellenado"
    return {
        "institucion": con_articulo(str(institucion)),
        "instituciones": enumerar([con_articulo(c.institucion) for c in suyas]),
        "cuantas": cuantas(total),
        "primer_vencimiento": f"El vencimiento más próximo es el {en_palabras(primero)}." if primero else "",
        "designaciones": f"El acta pide designar enlaces: {anexa}, para firmarse y devolverse por los mismos medios." if enlaces else "",
    }


def cuantas(total: int) -> str:
    return f"{total} obligaciones" if total != 1 else "1 obligación"


@transaction.atomic
def rehacer_texto(*, por: Facultades, salida: OficioDeSalida) -> OficioDeSalida:
    """Asunto y texto otra vez con la plantilla y los datos de hoy; lo que alguien había escrito a mano se pierde. Solo notificaciones sin emitir."""
    if salida.clase != ClaseSalida.NOTIFICACION:
        raise SalidaRechazada("Solo el texto de una notificación se rehace; el de un requerimiento se corrige.")
    actual = tomada(salida, POR_EMITIR)
    refrescar_obligaciones(actual)
    cubre = [actual.institucion, *actual.copiadas.all()]
    valores = comunes(actual.reunion) | valores_de_notificacion(actual.institucion, cedulas(actual.obligaciones.all(), cubre))
    texto = texto_de(ClaseSalida.NOTIFICACION, valores)
    return corregir_borrador(por=por, salida=actual, version=actual.version, cambios={"asunto": texto.asunto, "cuerpo": texto.cuerpo})
