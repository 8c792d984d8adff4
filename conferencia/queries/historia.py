"""Los hechos, leídos: qué pasó en palabras, quién y cuándo. Sirve a la línea de tiempo y a la bitácora."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from conferencia.models import Hecho, Obligacion, Rol, Usuario
from conferencia.queries.captura import dichos, tocados_por
from conferencia.queries.titulos_de_hechos import titulo_de
from conferencia.reloj import MEXICO
from conferencia.templatetags.fechas import fecha_larga

ROLES = dict(Rol.choices)  # el hecho guarda la clave; a las personas se les dice el nombre


@dataclass(frozen=True)
class HechoLeido:
    """``rige_el`` solo si no es el día en que se asentó. ``autor`` vacío: no se dice a quien mira."""

    numero: int
    clase: str
    titulo: str
    en: datetime
    rige_el: date | None
    autor: str
    detalle: str
    observacion: str
    de: str
    a: str
    obligacion_id: UUID | None
    obligacion: str
    huella: str


def leer(hechos: Iterable[Hecho], *, con_personas: bool) -> list[HechoLeido]:
    """Los hechos en palabras. Sin ``con_personas``, el autor es la institución o la Secretaría Técnica, nunca un nombre."""
    hechos = list(hechos)
    ids = {h.obligacion_id for h in hechos if h.obligacion_id}
    claves = dict(Obligacion.objects.filter(pk__in=ids).values_list("pk", "clave")) if ids else {}
    return [_leido(h, claves, con_personas=con_personas) for h in hechos]


def _leido(h: Hecho, claves: dict, *, con_personas: bool) -> HechoLeido:
    datos = json.loads(h.datos)
    observado = h.clase == "entrega.observada"
    return HechoLeido(
        numero=h.numero,
        clase=h.clase,
        titulo=titulo_de(h.clase),
        en=h.asentado_en,
        rige_el=h.rige_el if h.rige_el != _dia(h) else None,
        autor=_autor(h, datos, con_personas=con_personas),
        detalle=_detalle(h.clase, datos, "" if observado else h.motivo, de_obligacion=h.obligacion_id is not None),
        observacion=h.motivo if observado else "",
        de=h.de.replace("_", " "),
        a=h.a.replace("_", " "),
        obligacion_id=h.obligacion_id,
        obligacion=claves.get(h.obligacion_id, ""),
        huella=h.huella,
    )


def _dia(h: Hecho) -> date:
    return h.asentado_en.astimezone(MEXICO).date()


def _autor(h: Hecho, datos: dict, *, con_personas: bool) -> str:
    if h.actor_id is None:
        return "Sistema"
    if con_personas:
        return str(h.actor)
    return datos.get("institucion") or "Secretaría Técnica"


def _detalle(clase: str, datos: dict, motivo: str, *, de_obligacion: bool) -> str:
    partes = [motivo] if motivo else []
    partes += _de_captura(datos) if clase.startswith("captura.") else _rectificado(datos)
    if datos.get("oficio"):
        partes.append(f"Oficio {datos['oficio']}")
    if datos.get("acuse"):
        partes.append(f"Acuse {datos['acuse']}")
    partes += [f"{c['nombre']}: {c['dicho']}" for c in datos.get("cifras", [])]
    if archivos := datos.get("archivos"):
        partes.append(f"{len(archivos)} archivo{'s' if len(archivos) > 1 else ''}")
    if datos.get("subsanar_el"):
        partes.append(f"Por subsanar a más tardar el {fecha_larga(date.fromisoformat(datos['subsanar_el']))}")
    if not de_obligacion:  # de una obligación, su página ya dice clave y partes
        suelto = datos | {"rol": ROLES.get(datos.get("rol", ""), datos.get("rol"))}
        partes += [suelto[llave] for llave in ("clave", "persona", "rol", "institucion", "cargo", "archivo") if suelto.get(llave)]
    return " · ".join(str(p) for p in partes)


def _de_captura(datos: dict) -> list[str]:
    """De qué compromisos o de qué disposición habla un gesto de captura."""
    if "identidad" in datos:
        return [f"{IDENTIDAD[c]}: antes {_dia_o_texto(antes)}; ahora {_dia_o_texto(ahora)}" for c, (antes, ahora) in datos["identidad"].items()]
    ids = tocados_por(datos)
    return [dichos(ids)] if ids else [datos["disposicion"].capitalize()] if datos.get("disposicion") else []


IDENTIDAD = {"organo": "Órgano", "zona": "Zona", "nombre": "Nombre", "clave": "Clave", "lugar": "Lugar", "fecha": "Fecha"}


def _rectificado(datos: dict) -> list[str]:
    """Qué decía y qué dice un solo dato, o que el cambio vino de rectificar quién responde."""
    partes = ["Al rectificarse quién responde del compromiso"] if datos.get("por") == "rectificacion" else []
    if isinstance(datos.get("antes"), str | None) and isinstance(datos.get("despues"), str):
        partes.append(f"Antes {_dia_o_texto(datos['antes'])}; ahora {_dia_o_texto(datos['despues'])}")
    return partes


def _dia_o_texto(valor: str | None) -> str:
    try:
        return fecha_larga(date.fromisoformat(valor)) if valor else "sin fecha"
    except ValueError:
        return str(valor)


# --- La bitácora -------------------------------------------------------------------------------------------------------

POR_PAGINA = 50


@dataclass(frozen=True)
class Pagina:
    """Un tramo de la bitácora. ``antes_de``: desde dónde sigue hacia atrás, o ``None`` si ya no hay más."""

    hechos: tuple[HechoLeido, ...]
    antes_de: int | None


def bitacora(*, clase: str = "", persona: UUID | None = None, desde: date | None = None, hasta: date | None = None, antes_de: int | None = None) -> Pagina:
    """Los hechos del más nuevo al más viejo, por llave: el costo no crece con la página. Las fechas son de asiento, en México."""
    hechos = Hecho.objects.select_related("actor").order_by("-numero")
    filtros = {"clase": clase, "actor": persona, "asentado_en__gte": _instante(desde), "numero__lt": antes_de}
    hechos = hechos.filter(**{campo: valor for campo, valor in filtros.items() if valor})
    if hasta:
        hechos = hechos.filter(asentado_en__lt=_instante(hasta + timedelta(days=1)))
    filas = list(hechos[: POR_PAGINA + 1])
    sigue = filas[POR_PAGINA - 1].numero if len(filas) > POR_PAGINA else None
    return Pagina(tuple(leer(filas[:POR_PAGINA], con_personas=True)), sigue)


def _instante(dia: date | None) -> datetime | None:
    return datetime.combine(dia, time(), MEXICO) if dia else None


def clases_asentadas() -> list[str]:
    return list(Hecho.objects.order_by("clase").values_list("clase", flat=True).distinct())


def quienes_asentaron() -> QuerySet[Usuario]:
    return Usuario.objects.filter(pk__in=Hecho.objects.order_by().values("actor").distinct()).order_by("nombre")


def hechos_de_obligacion(obligacion: Obligacion) -> QuerySet[Hecho]:
    """La historia de una obligación, lo más nuevo primero."""
    return Hecho.objects.filter(obligacion_id=obligacion.pk).select_related("actor").order_by("-numero")
