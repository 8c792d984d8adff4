"""Las pistas de un correo, buscadas en lo que se sabe: avisos enviados, claves, oficios, disposiciones y palabras."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from conferencia.domain.estados import POR_ENTREGAR
from conferencia.domain.lectura.plegado import plegar
from conferencia.models import EntidadFederativa, Institucion, Obligacion, Oficio, Parte
from enlaces.domain import direcciones
from enlaces.domain import identificacion as regla
from enlaces.domain.identificacion import Indicio, Pistas
from enlaces.models import Aviso, CorreoRecibido
from enlaces.queries.remitentes import Remitente
from enlaces.services import sobres


@dataclass
class Identificado:
    """``responde_a``: el aviso que se contestó, si se sabe. ``firma_ajena``: trae una dirección firmada cuya firma no vale."""

    indicios: list[Indicio] = field(default_factory=list)
    responde_a: Aviso | None = None
    firma_ajena: bool = False


def identificar(correo: CorreoRecibido, remitente: Remitente, hoy: date) -> Identificado:
    """Todos los indicios del correo. ``correo`` ya leído, con sus adjuntos."""
    destinos = correo.para.split()
    adjuntos = list(correo.adjuntos.filter(sirve=True))
    pistas = regla.pistas_de(correo.asunto, correo.propio, *(f"{a.nombre}\n{a.texto}" for a in adjuntos))
    firmado = direcciones.identidad_firmada(destinos, direcciones.RESPUESTA, sobres.llave())
    hallado = Identificado(firma_ajena=firmado is None and direcciones.parece_firmada(destinos))
    ambito = remitente.instituciones or _nombradas(correo)
    fichas = correo.encabezados.get("references", []) + correo.encabezados.get("in-reply-to", [])
    hallado.responde_a = Aviso.objects.filter(pk=firmado).first() if firmado else None
    if hallado.responde_a:
        hallado.indicios += _del_aviso(hallado.responde_a, ambito, (regla.DIRECCION, regla.DIRECCION_DE_VARIAS), "Responde a la dirección firmada de un aviso")
    elif aviso := Aviso.objects.filter(message_id__in=_ids(fichas)).order_by("-planeado_en").first():
        hallado.responde_a = aviso
        hallado.indicios += _del_aviso(aviso, ambito, (regla.HILO, regla.HILO_DE_VARIAS), "Contesta, en su hilo, a un aviso")
    hallado.indicios += _del_hilo(fichas, ambito)
    hallado.indicios += _por_lo_escrito(pistas, ambito, hoy)
    return hallado


def _ids(valores: Iterable[str]) -> list[str]:
    return [f"<{trozo.split('>')[0]}>" for valor in valores for trozo in valor.split("<")[1:]]


def _del_aviso(aviso: Aviso, ambito: Collection[UUID], puntos: tuple[int, int], razon: str) -> Iterator[Indicio]:
    ids = list(aviso.renglones.values_list("obligacion", flat=True))
    una, varias = puntos
    dicho = f"{razon} («{aviso.asunto or aviso.get_regla_display()}»)" + (f", que hablaba de {len(ids)} obligaciones." if len(ids) > 1 else ".")
    suyas = ambito or ({aviso.institucion_id} if aviso.institucion_id else set())
    yield from _indicios(Obligacion.objects.filter(pk__in=ids), suyas, una if len(ids) == 1 else varias, dicho)


def _del_hilo(fichas: Iterable[str], ambito: Collection[UUID]) -> Iterator[Indicio]:
    if identidad := direcciones.identidad_firmada((i.strip("<>") for i in _ids(fichas)), direcciones.HILO, sobres.llave()):
        yield from _indicios(Obligacion.objects.filter(pk=identidad), ambito, regla.HILO, "Va en el hilo de los avisos de esta obligación.")


def _indicios(obligaciones, ambito: Collection[UUID], puntos: int, razon: str) -> Iterator[Indicio]:
    """Uno por obligación y parte: las del ámbito o, si ninguna lo es, todas (entonces alguien decide)."""
    partes: dict[UUID, list[UUID]] = {}
    for obligacion, institucion in Parte.objects.filter(obligacion__in=obligaciones).order_by("orden").values_list("obligacion", "institucion"):
        partes.setdefault(obligacion, []).append(institucion)
    for obligacion, todas in partes.items():
        propias = [i for i in todas if i in ambito]
        ajena = "" if propias or not ambito else " La institución de quien escribe no responde de ella."
        for institucion in propias or todas[:1]:
            yield Indicio(obligacion, institucion, puntos // 2 if ajena else puntos, razon + ajena)


# --- Lo que está escrito -------------------------------------------------------------------------------------------------


def _por_lo_escrito(pistas: Pistas, ambito: Collection[UUID], hoy: date) -> Iterator[Indicio]:
    for clave in pistas.claves:
        filas = Obligacion.objects.filter(Q(clave=clave) | Q(clave__startswith=f"{clave}/"))
        if clave.count("/") == 1:
            filas = filas.de_instituciones(ambito)
        yield from _indicios(filas[:20], ambito, regla.CLAVE, f"Escribe la clave {clave}.")
    for numero in pistas.oficios:
        yield from _del_oficio(numero, ambito)
    if not ambito:
        return
    abiertas = list(_abiertas(ambito, hoy))
    describen = {o.pk: regla.palabras(f"{o.compromiso.accion} {o.compromiso.entregable}") for o in abiertas}
    for obligacion in abiertas:
        disposicion = obligacion.compromiso.disposicion
        if (str(disposicion.clase), disposicion.numero) in pistas.disposiciones:
            yield from _indicios([obligacion.pk], ambito, regla.DISPOSICION, f"Nombra la disposición: {disposicion}.")
        if puntos := regla.puntos_por_palabras(pistas.palabras, describen[obligacion.pk]):
            yield from _indicios([obligacion.pk], ambito, puntos, "Comparte palabras con lo acordado.")


def _del_oficio(numero: str, ambito: Collection[UUID]) -> Iterator[Indicio]:
    """Un oficio ya registrado: lo que con él se entregó, o de lo que trató el que se les mandó."""
    for oficio in Oficio.objects.filter(numero__iexact=numero)[:5]:
        ids = {*oficio.entregas.values_list("obligacion", flat=True), *oficio.solicitudes.values_list("obligacion", flat=True)}
        yield from _indicios(list(ids), ambito, regla.OFICIO, f"Cita el oficio {oficio.numero}.")


def _abiertas(ambito: Collection[UUID], hoy: date):
    filas = Obligacion.objects.nacidas(hoy).filter(estado__in=POR_ENTREGAR).de_instituciones(ambito)
    return filas.select_related("compromiso__disposicion").order_by("clave")


def _nombradas(correo: CorreoRecibido) -> set[UUID]:
    """Si no se conoce al remitente: las instituciones de la única entidad que el correo nombra. Sirve para suponer, no para proponer."""
    plano = f" {plegar(f'{correo.asunto} {correo.de_nombre} {correo.propio[:4000]}')} "
    entidades = [e.pk for e in EntidadFederativa.objects.all() if e.nombre != "México" and plegar(e.nombre) in plano]
    return set(Institucion.objects.filter(entidad__in=entidades).values_list("pk", flat=True)) if len(entidades) == 1 else set()
