"""De qué reunión es un acta: lo que se supone al recibirla y lo que una persona corrige antes de publicarla."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.captura import CapturaInvalida, compromisos
from conferencia.domain.identidad import FORMA_DE_CLAVE, LARGO_DE_CLAVE, clave_para, dudas_de, es_el_organo, refechar, siglas_de
from conferencia.domain.lectura.modelo import Reunion as ReunionLeida
from conferencia.domain.lectura.plegado import compactar
from conferencia.models import Acta, DenominacionOrgano, EstadoActa, Organo, Reunion, Zona
from conferencia.permissions import Facultades, exigir, puede_capturar_actas
from conferencia.queries.organos import nombre_de_organo
from conferencia.services.captura import ActaCambiada, ActaYaPublicada
from conferencia.services.catalogos import DESDE_SIEMPRE
from conferencia.services.hechos import Asiento, asentar


class SinIdentidad(Exception):
    """No se puede saber de qué reunión es; el mensaje dice por qué y qué hacer."""


@dataclass(frozen=True, kw_only=True)
class Identidad:
    """Lo que identifica a una reunión. ``organo_nombre``: el de un órgano que aún no está en el catálogo, si ``organo`` es ``None``."""

    organo: Organo | None
    organo_nombre: str = ""
    zona: Zona | None
    nombre: str
    clave: str = ""
    lugar: str = ""
    fecha: date


# --- Al recibirla: lo que dice el texto, y lo que queda en duda ------------------------------------------------------


def reunion_de(leida: ReunionLeida, nombre_zona: str) -> tuple[Reunion, list[dict]]:
    """La reunión que el acta declara, dada de alta, y sus dudas. La zona leída solo vale si el órgano leído tiene zonas. Falla con ``SinIdentidad``."""
    assert leida.fecha is not None, "quien llama ya exigió la fecha del acto"
    organo, ajeno = _organo_leido(leida.organo)
    zona = _zona(organo, nombre_zona or ("" if ajeno else leida.zona or ""))
    base = siglas_de(leida.organo) if ajeno and zona is None else zona.clave if zona else organo.clave
    clave, supuesto = _clave_libre(f"{base}-{leida.fecha.year}-", leida.nombre)
    campos = {
        "organo": organo,
        "zona": zona,
        "nombre": leida.nombre or f"Reunión del {leida.fecha:%d-%m-%Y}",
        "lugar": leida.lugar or "",
        "fecha": leida.fecha,
        "fundamento": leida.fundamento,
    }
    reunion, nueva = Reunion.objects.get_or_create(clave=clave, defaults=campos)
    if not nueva:
        raise SinIdentidad(f"La reunión {clave} ya tiene acta, de otro archivo. Lo publicado no se sustituye: una corrección se registra como rectificación.")
    return reunion, dudas_de(leida, ajeno=ajeno, con_zona=zona is not None, supuesto=supuesto, hoy=reloj.hoy())


def _organo_leido(dicho: str) -> tuple[Organo, bool]:
    """El órgano que el texto nombra; si no está en el catálogo, el primero, y que es ajeno."""
    primero = Organo.objects.order_by("pk").first()
    if primero is None:
        raise SinIdentidad("No hay catálogos. Corre primero `manage.py catalogos`.")
    if not dicho:
        return primero, False
    hallado = _por_nombre(dicho)
    return hallado or primero, hallado is None


def _por_nombre(dicho: str) -> Organo | None:
    por_organo: dict[Organo, list[str]] = {}
    for d in DenominacionOrgano.objects.select_related("organo").order_by("organo"):
        por_organo.setdefault(d.organo, []).append(d.nombre)
    return next((o for o, nombres in por_organo.items() if es_el_organo(dicho, nombres)), None)


def _zona(organo: Organo, nombre: str) -> Zona | None:
    if not nombre:
        return None
    zona = Zona.objects.filter(organo=organo, nombre__iexact=nombre).first() or Zona.objects.filter(organo=organo, clave__iexact=nombre).first()
    if zona is None:
        conocidas = ", ".join(Zona.objects.filter(organo=organo).order_by("nombre").values_list("nombre", flat=True))
        raise SinIdentidad(f"No existe la zona «{nombre}». Las conocidas son: {conocidas or 'ninguna'}.")
    return zona


def _clave_libre(prefijo: str, nombre: str) -> tuple[str, bool]:
    return clave_para(prefijo, nombre, Reunion.objects.filter(clave__startswith=prefijo).values_list("clave", flat=True))


# --- Antes de publicarla: lo que una persona corrige -----------------------------------------------------------------


@transaction.atomic
def identificar(*, por: Facultades, acta: Acta, version: int, identidad: Identidad) -> Acta:
    """Corrige o confirma de qué reunión es el acta; sus dudas se dan por resueltas.

    Si cambia la fecha, los plazos que se leyeron con ella se vuelven a leer y quedan por confirmar.
    Falla con ``CapturaInvalida``, ``ActaCambiada`` o ``ActaYaPublicada`` sin dejar rastro.
    """
    exigir(puede_capturar_actas(por))
    actual = Acta.objects.select_related("reunion__organo", "reunion__zona").get(pk=acta.pk)
    if actual.estado == EstadoActa.PUBLICADA:
        raise ActaYaPublicada
    reunion = actual.reunion
    asientos: list[Asiento] = []
    antes = _dicha(reunion)
    organo = identidad.organo or _organo_nuevo(identidad.organo_nombre, asientos)
    fecha_de_antes = reunion.fecha
    _llenar(reunion, organo, identidad)
    lectura = deepcopy(actual.lectura)
    releidos = refechar((c for _, c in compromisos(lectura)), fecha_de_antes, reunion.fecha) if reunion.fecha != fecha_de_antes else []
    despues = _dicha(reunion)
    lectura["reunion"] |= {c: despues[c] for c in ("organo", "nombre")} | {
        "zona": reunion.zona.nombre if reunion.zona else None,
        "lugar": reunion.lugar or None,
        "fecha": reunion.fecha.isoformat(),
        "dudas": [],
    }
    if Acta.objects.filter(pk=acta.pk, version=version, estado=EstadoActa.LEIDA).update(lectura=lectura, version=version + 1) != 1:
        raise ActaCambiada
    _guardar(reunion)
    actual.lectura, actual.version = lectura, version + 1
    cambios = {c: [antes[c], despues[c]] for c in despues if antes[c] != despues[c]}
    hecho = Asiento(
        clase="captura.identificada",
        objeto=actual,
        reunion_id=reunion.pk,
        rige_el=reunion.fecha,
        datos={"identidad": cambios, "releidos": releidos},
    )
    asentar([*asientos, hecho], actor=por.usuario)
    return actual


def _dicha(reunion: Reunion) -> dict[str, str]:
    return {
        "organo": nombre_de_organo(reunion.organo_id, reunion.fecha),
        "zona": str(reunion.zona or "ninguna"),
        "nombre": reunion.nombre,
        "clave": reunion.clave,
        "lugar": reunion.lugar,
        "fecha": reunion.fecha.isoformat(),
    }


def _organo_nuevo(nombre: str, asientos: list[Asiento]) -> Organo:
    """El del catálogo que se llama así, o uno nuevo con sus siglas por clave."""
    nombre = " ".join(nombre.split())
    if not siglas_de(nombre):
        raise CapturaInvalida("Escribe cómo se llama el órgano.", "organo_nombre")
    if hallado := next((d.organo for d in DenominacionOrgano.objects.select_related("organo") if compactar(d.nombre) == compactar(nombre)), None):
        return hallado
    organo = Organo.objects.create(clave=_clave_de_organo(siglas_de(nombre)))
    DenominacionOrgano.objects.create(organo=organo, nombre=nombre, vigencia=(DESDE_SIEMPRE, None))
    asientos.append(Asiento(clase="organo.creado", objeto=organo, datos={"clave": organo.clave, "nombre": nombre}))
    return organo


def _clave_de_organo(siglas: str) -> str:
    usadas = set(Organo.objects.filter(clave__startswith=siglas).values_list("clave", flat=True))
    return next(c for c in (siglas, *(f"{siglas}{n}" for n in range(2, len(usadas) + 3))) if c not in usadas)


def _llenar(reunion: Reunion, organo: Organo, identidad: Identidad) -> None:
    if identidad.zona and identidad.zona.organo_id != organo.pk:
        raise CapturaInvalida(f"La {identidad.zona} no es de ese órgano. Elige «Ninguna» u otro órgano.", "zona")
    if not identidad.nombre.strip():
        raise CapturaInvalida("Escribe cómo se llama la reunión.", "nombre")
    prefijo = f"{identidad.zona.clave if identidad.zona else organo.clave}-{identidad.fecha.year}-"
    clave = identidad.clave.strip().upper() or _clave_libre(prefijo, identidad.nombre)[0]
    if not FORMA_DE_CLAVE.fullmatch(clave) or len(clave) > LARGO_DE_CLAVE:
        raise CapturaInvalida("La clave lleva mayúsculas, cifras y guiones, como ZC-2022-1.", "clave")
    if Reunion.objects.filter(clave=clave).exclude(pk=reunion.pk).exists():
        raise _repetida(clave)
    reunion.organo, reunion.zona, reunion.clave = organo, identidad.zona, clave
    reunion.nombre, reunion.lugar, reunion.fecha = identidad.nombre.strip(), identidad.lugar.strip(), identidad.fecha


def _repetida(clave: str) -> CapturaInvalida:
    return CapturaInvalida(f"Ya hay otra reunión con la clave {clave}.", "clave")


def _guardar(reunion: Reunion) -> None:
    try:
        with transaction.atomic():
            reunion.save(update_fields=["organo", "zona", "clave", "nombre", "lugar", "fecha"])
    except IntegrityError as error:  # otra acta tomó esa clave entre la revisión y ahora
        raise _repetida(reunion.clave) from error
