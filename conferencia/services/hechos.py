"""La única puerta por la que se asienta un hecho, y la verificación de la cadena."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection, models, transaction

from conferencia import reloj
from conferencia.domain.hechos import GENESIS, Eslabon, Rotura, canonico, encadenar, primera_rotura
from conferencia.models import Acuse, Expediente, Hecho, Informe
from conferencia.services import indice

LOTE = 1000


@dataclass(frozen=True, kw_only=True)
class Asiento:
    """Lo que se va a asentar. ``rige_el``: desde qué día vale (por omisión, hoy).

    ``cambios``: los rasgos de la obligación que mueve (``domain.trayectoria``). ``anula``: número del hecho que deja sin valor.
    """

    clase: str
    objeto: models.Model
    obligacion_id: object = None
    reunion_id: object = None
    de: str = ""
    a: str = ""
    motivo: str = ""
    datos: Mapping = field(default_factory=dict)
    rige_el: date | None = None
    cambios: Mapping = field(default_factory=dict)
    anula: int | None = None


@transaction.atomic
def asentar(asientos: Sequence[Asiento], *, actor: UUID | None) -> list[Hecho]:
    """Agrega los hechos a la cadena, en orden y en la transacción de quien llama. ``actor``: id de la persona, o ``None`` si fue el sistema.

    El candado consultivo dura hasta el fin de la transacción: por eso se llama al final de cada servicio.
    """
    if not asientos:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [indice.CANDADO])
    ultimo = Hecho.objects.order_by("-numero").values_list("numero", "huella").first() or (0, GENESIS)
    instante = reloj.ahora().astimezone(UTC)
    contenidos = [_contenido(asiento, actor, instante) for asiento in asientos]
    hechos = [_renglon(eslabon, instante, actor) for eslabon in encadenar(contenidos, ultimo=ultimo[0], ultima=ultimo[1])]
    asentados = Hecho.objects.bulk_create(hechos, batch_size=LOTE)
    indice.proyectar({UUID(str(a.obligacion_id)) for a in asientos if a.cambios or a.anula})
    return asentados


def _contenido(asiento: Asiento, actor: UUID | None, instante: datetime) -> dict:
    """Exactamente lo que la huella protege: todas las columnas salvo número y huellas."""
    return {
        "clase": asiento.clase,
        "sujeto": asiento.objeto._meta.model_name,
        "sujeto_id": str(asiento.objeto.pk),
        "reunion_id": str(asiento.reunion_id or "") or None,
        "obligacion_id": str(asiento.obligacion_id or "") or None,
        "de": asiento.de,
        "a": asiento.a,
        "motivo": asiento.motivo,
        "datos": canonico(_datos(asiento)),
        "rige_el": (asiento.rige_el or reloj.hoy()).isoformat(),
        "asentado_en": instante.isoformat(),
        "actor": str(actor) if actor else None,
    }


def _datos(asiento: Asiento) -> dict:
    """Lo dicho y, si mueve una obligación, qué rasgos movió y qué hecho deja sin valor."""
    datos = dict(asiento.datos)
    if asiento.cambios or asiento.anula:
        datos["cambios"] = dict(asiento.cambios)
    return datos | ({"anula": asiento.anula} if asiento.anula else {})


def _renglon(eslabon: Eslabon, instante: datetime, actor: UUID | None) -> Hecho:
    c = eslabon.contenido
    directas = ("clase", "sujeto", "sujeto_id", "reunion_id", "obligacion_id", "de", "a", "motivo", "datos")
    return Hecho(
        numero=eslabon.numero,
        **{nombre: c[nombre] for nombre in directas},
        rige_el=date.fromisoformat(c["rige_el"]),
        asentado_en=instante,
        actor_id=actor,
        huella_anterior=eslabon.anterior,
        huella=eslabon.huella,
    )


def _eslabon(h: Hecho) -> Eslabon:
    contenido = {
        "clase": h.clase,
        "sujeto": h.sujeto,
        "sujeto_id": str(h.sujeto_id),
        "reunion_id": str(h.reunion_id) if h.reunion_id else None,
        "obligacion_id": str(h.obligacion_id) if h.obligacion_id else None,
        "de": h.de,
        "a": h.a,
        "motivo": h.motivo,
        "datos": h.datos,
        "rige_el": h.rige_el.isoformat(),
        "asentado_en": h.asentado_en.astimezone(UTC).isoformat(),
        "actor": str(h.actor_id) if h.actor_id else None,
    }
    return Eslabon(h.numero, contenido, h.huella_anterior, h.huella)


@dataclass(frozen=True)
class Verificacion:
    """``revisados``: eslabones buenos antes de la rotura, o todos. ``cabeza``: última huella buena.

    ``ausentes``: cabezas que alguna vez se imprimieron y ya no están; a la cadena le quitaron el final.
    """

    revisados: int
    cabeza: str
    rotura: Rotura | None
    ausentes: tuple[str, ...] = ()

    @property
    def integra(self) -> bool:
        return self.rotura is None and not self.ausentes


def verificar(cabezas: Collection[str] = ()) -> Verificacion:
    """Recorre toda la cadena por lotes, en memoria acotada.

    Quitarle los últimos hechos deja una cadena que enlaza bien: se descubre porque falta una cabeza ya impresa. Se buscan las de los
    informes, acuses y expedientes emitidos y las de ``cabezas`` (las de un papel o de la bitácora).
    """
    faltan = {h.lower() for h in (*_impresas(), *cabezas)} - {GENESIS}

    def eslabones() -> Iterator[Eslabon]:
        for hecho in Hecho.objects.order_by("numero").iterator(chunk_size=LOTE):
            faltan.discard(hecho.huella)
            yield _eslabon(hecho)

    rotura, revisados, cabeza = primera_rotura(eslabones())
    # Rota la cadena, de ahí en adelante no se leyó: lo que falte no dice nada.
    return Verificacion(revisados, cabeza, rotura, () if rotura else tuple(sorted(faltan)))


def _impresas() -> Iterator[str]:
    for modelo in (Informe, Acuse, Expediente):
        yield from modelo.objects.exclude(cabeza="").values_list("cabeza", flat=True).distinct().iterator(chunk_size=LOTE)


def cabeza_de_la_cadena(sabido_al: datetime | None = None) -> str:
    """Huella del último hecho (asentado a más tardar ``sabido_al``): va en acuses e informes. La de génesis si no hay hechos."""
    hechos = Hecho.objects.filter(asentado_en__lte=sabido_al) if sabido_al else Hecho.objects.all()
    return hechos.order_by("-numero").values_list("huella", flat=True).first() or GENESIS
