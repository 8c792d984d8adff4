"""Pedir un informe y conservar lo emitido: los bytes se guardan una vez y son los que se sirven siempre."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from conferencia import reloj
from conferencia.domain.folios import CROCKFORD
from conferencia.models import Disposicion, EstadoActa, Informe, Reunion, Trabajo
from conferencia.permissions import Facultades, exigir, puede_emitir_informes, puede_ver
from conferencia.services import trabajos
from conferencia.services.emitidos import conservar
from conferencia.services.folios import codigo_nuevo
from conferencia.services.hechos import Asiento, asentar

CLASE = "informe"
COLA = "informes"
TIPOS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


class InformeNegado(Exception):
    """El informe no se puede emitir así; el mensaje dice por qué y se le muestra a quien lo pidió."""


@dataclass(frozen=True, kw_only=True)
class Emision:
    """Lo compuesto. ``sabido_al`` y ``cabeza``: instante y último hecho de la instantánea de la que salió."""

    contenido: bytes
    sabido_al: datetime
    cabeza: str
    obligaciones: int


@transaction.atomic
def pedir_informe(*, por: Facultades, reunion: Reunion, formato: str, corte: date, sabido_al: datetime | None = None) -> Informe:
    """Encola el informe. Pedirlo dos veces en el mismo minuto da el mismo. Falla con ``AccesoNegado`` o ``InformeNegado``."""
    _revisar(por, reunion, formato, corte)
    minuto = reloj.ahora().astimezone(reloj.MEXICO)
    clave = f"{CLASE}/{reunion.clave}/{formato}/{corte}/{sabido_al or ''}/{minuto:%Y-%m-%dT%H:%M}"
    trabajo = trabajos.encolar(clase=CLASE, clave=clave, cola=COLA, actor=por.usuario)
    # Trabajo e informe nacen en la misma transacción: quien encuentra hecho el primero encuentra también el segundo.
    return Informe.objects.filter(trabajo=trabajo).first() or _abrir(por, reunion, formato, Par(corte, sabido_al), trabajo)


@transaction.atomic
def abrir_informe(*, por: Facultades, reunion: Reunion, formato: str, corte: date, sabido_al: datetime | None = None) -> Informe:
    """El mismo informe sin pasar por la cola: lo compone y guarda quien llama. Falla como ``pedir_informe``."""
    _revisar(por, reunion, formato, corte)
    return _abrir(por, reunion, formato, Par(corte, sabido_al), None)


@transaction.atomic
def pedir_extracto(*, por: Facultades, disposicion: Disposicion, corte: date, sabido_al: datetime | None = None) -> Informe:
    """Encola el extracto de una disposición, en PDF. Falla como ``pedir_informe``."""
    _revisar(por, disposicion.reunion, "pdf", corte)
    minuto = reloj.ahora().astimezone(reloj.MEXICO)
    clave = f"{CLASE}/extracto/{disposicion.clave}/{corte}/{sabido_al or ''}/{minuto:%Y-%m-%dT%H:%M}"
    trabajo = trabajos.encolar(clase=CLASE, clave=clave, cola=COLA, actor=por.usuario)
    ya = Informe.objects.filter(trabajo=trabajo).first()
    return ya or _abrir(por, disposicion.reunion, "pdf", Par(corte, sabido_al), trabajo, disposicion)


@transaction.atomic
def abrir_extracto(*, por: Facultades, disposicion: Disposicion, corte: date, sabido_al: datetime | None = None) -> Informe:
    """El mismo sin pasar por la cola."""
    _revisar(por, disposicion.reunion, "pdf", corte)
    return _abrir(por, disposicion.reunion, "pdf", Par(corte, sabido_al), None, disposicion)


def _revisar(por: Facultades, reunion: Reunion, formato: str, corte: date) -> None:
    exigir(puede_emitir_informes(por))
    exigir(puede_ver(por, reunion))
    if formato not in TIPOS:
        raise InformeNegado(f"No hay informes en formato «{formato}». Los hay en {', '.join(TIPOS)}.")
    if not Reunion.objects.filter(pk=reunion.pk, acta__estado=EstadoActa.PUBLICADA).exists():
        raise InformeNegado("El acta de esta reunión aún no se publica: no hay obligaciones que informar.")
    revisar_corte(corte)


def revisar_corte(corte: date) -> None:
    """Se informa a cualquier día que ya llegó. Una proyección se mira en el tablero; no se emite con folio."""
    hoy = reloj.hoy()
    if corte > hoy:
        raise InformeNegado(f"El corte {corte:%d/%m/%Y} aún no llega: hoy es {hoy:%d/%m/%Y}.")


class Par(NamedTuple):
    """``sabido_al`` vacío: hasta ahora."""

    corte: date
    sabido_al: datetime | None


def _abrir(por: Facultades, reunion: Reunion, formato: str, par: Par, trabajo: Trabajo | None, disposicion: Disposicion | None = None) -> Informe:
    ahora = reloj.ahora()
    if par.sabido_al and par.sabido_al > ahora:
        raise InformeNegado("Ese «sabido al» aún no llega: nada se sabe todavía de entonces.")
    pedido = {"trabajo": trabajo, "pedido_por_id": por.usuario, "pedido_en": ahora}
    informe = Informe(reunion=reunion, disposicion=disposicion, corte=par.corte, sabido_al=par.sabido_al or ahora, formato=formato, **pedido)
    informe.folio, informe.codigo = folio_de(informe), codigo_nuevo()
    informe.save(force_insert=True)
    datos = {"folio": folio_de(informe), "formato": formato, "corte": par.corte.isoformat()}
    asentar([Asiento(clase="informe.pedido", objeto=informe, reunion_id=reunion.pk, datos=datos)], actor=por.usuario)
    return informe


def folio_de(informe: Informe) -> str:
    """«IC-ZC-2022-1-20221003-7K3QF2»: reunión, corte y seis signos de la parte aleatoria de su identificador; el de un extracto, «EA-ZC-2022-1-A3-…»."""
    de_que = f"EA-{informe.disposicion.clave.replace('/', '-')}" if informe.disposicion else f"IC-{informe.reunion.clave}"
    return f"{de_que}-{informe.corte:%Y%m%d}-{_signos(informe.pk, 6)}"


def _signos(identificador: UUID, cuantos: int) -> str:
    resto, signos = identificador.int, ""
    for _ in range(cuantos):
        resto, indice = divmod(resto, 32)
        signos = CROCKFORD[indice] + signos
    return signos


@transaction.atomic
def guardar_emitido(informe: Informe, emision: Emision) -> Informe:
    """Guarda los bytes y los asienta con su huella. Si otro intento ya los guardó, esos quedan y estos se descartan."""
    informe = Informe.objects.select_for_update(of=("self",)).select_related("reunion", "disposicion", "archivo").get(pk=informe.pk)
    if informe.archivo_id:
        return informe
    nombre, ruta = f"{folio_de(informe)}.{informe.formato}", f"informe-{informe.pk}.{informe.formato}"
    informe.archivo = conservar(emision.contenido, nombre=nombre, tipo=TIPOS[informe.formato], ruta=ruta, actor=informe.pedido_por_id)
    informe.emitido_en, informe.sabido_al, informe.cabeza = reloj.ahora(), emision.sabido_al, emision.cabeza
    informe.save(update_fields=["archivo", "emitido_en", "sabido_al", "cabeza"])
    datos = {
        "folio": folio_de(informe),
        "formato": informe.formato,
        "corte": informe.corte.isoformat(),
        "sabido_al": emision.sabido_al.isoformat(),
        "obligaciones": emision.obligaciones,
        "sha256": informe.archivo.sha256,
        "bytes": informe.archivo.tamano,
        "cabeza": emision.cabeza,
    }
    asentar([Asiento(clase="informe.emitido", objeto=informe, reunion_id=informe.reunion_id, datos=datos)], actor=informe.pedido_por_id)
    return informe
