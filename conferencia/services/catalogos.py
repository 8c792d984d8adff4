"""Los catálogos: lo único que se siembra en producción. Idempotente; lo ya capturado no se pisa."""

import json
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import holidays
from django.conf import settings
from django.db import transaction

from conferencia.domain.calendario import inhabiles_lfpa
from conferencia.domain.lectura.plegado import compactar
from conferencia.domain.lectura.responsables import Catalogo
from conferencia.domain.lectura.responsables import Denominacion as DenominacionLeida
from conferencia.models import (
    Calendario,
    ContactoInstitucional,
    Denominacion,
    DenominacionOrgano,
    DiaInhabil,
    EntidadFederativa,
    Institucion,
    Organo,
    Pertenencia,
    TipoInstitucion,
    Zona,
)

RUTA = Path(settings.BASE_DIR) / "conferencia" / "datos" / "catalogo.json"
ANIOS_DE_CALENDARIO = range(2021, 2032)
DESDE_SIEMPRE = date(2009, 1, 3)
_SIEMBRAS: list[Callable[[], object]] = []


def inscribir_siembra(sembrar: Callable[[], object]) -> None:
    """Lo que otro paquete necesita en toda instalación, también idempotente; en ``AppConfig.ready``."""
    if sembrar not in _SIEMBRAS:
        _SIEMBRAS.append(sembrar)


def sembrar_catalogos() -> dict[str, int]:
    """Deja completos los catálogos y da cuántos renglones hay de cada uno."""
    catalogo = json.loads(RUTA.read_text(encoding="utf-8"))
    with transaction.atomic():
        calendarios = _calendarios(catalogo)
        _organo_y_zonas(catalogo, _entidades(catalogo))
        _instituciones(catalogo, calendarios[catalogo["calendario_por_omision"]])
        for sembrar in _SIEMBRAS:
            sembrar()
    modelos = (EntidadFederativa, Zona, Pertenencia, Institucion, Denominacion, ContactoInstitucional, DiaInhabil)
    return {str(modelo._meta.verbose_name_plural): modelo.objects.count() for modelo in modelos}


def catalogo_de_denominaciones() -> Catalogo:
    """El catálogo como dato puro, para que el lector resuelva responsables sin tocar la base."""
    filas = Denominacion.objects.order_by("texto").values_list("texto", "tipo", "institucion__clave")
    estatales = Institucion.objects.filter(entidad__isnull=False).values_list("entidad__nombre", "tipo", "clave")
    return Catalogo(
        tuple(DenominacionLeida(texto=t, clave=tipo or clave, es_tipo=bool(tipo)) for t, tipo, clave in filas),
        {(compactar(entidad), tipo): clave for entidad, tipo, clave in estatales},
    )


def _orden(nombre: str) -> str:
    """Llave de orden alfabético español: sin acentos y con la ñ después de la n."""
    partes = unicodedata.normalize("NFD", nombre.lower().replace("ñ", "n~"))
    return "".join(c for c in partes if unicodedata.category(c) != "Mn")


def _calendarios(catalogo: dict) -> dict[str, Calendario]:
    por_clave = {}
    for dato in catalogo["calendarios"]:
        por_clave[dato["clave"]], _ = Calendario.objects.get_or_create(clave=dato["clave"], defaults={"nombre": dato["nombre"], "fuente": dato["fuente"]})
    lft = [(fecha, motivo) for fecha, motivo in holidays.country_holidays("MX", years=ANIOS_DE_CALENDARIO, language="es").items()]
    lfpa = [dia for anio in ANIOS_DE_CALENDARIO for dia in inhabiles_lfpa(anio)]
    for clave, dias, fuente in (("lft-74", lft, "LFT art. 74"), ("lfpa-28", lfpa, "LFPA art. 28")):
        _dias_que_faltan(por_clave[clave], dias, fuente)
    return por_clave


def _dias_que_faltan(calendario: Calendario, dias: list[tuple[date, str]], fuente: str) -> None:
    """Solo los años que el calendario no trae: un día que alguien quitó no vuelve solo."""
    ya = {fecha.year for fecha in calendario.inhabiles.values_list("fecha", flat=True)}
    DiaInhabil.objects.bulk_create(DiaInhabil(calendario=calendario, fecha=f, motivo=m[:120], fuente=fuente) for f, m in dias if f.year not in ya)


def _entidades(catalogo: dict) -> dict[str, EntidadFederativa]:
    por_abreviatura = {}
    for dato in catalogo["entidades"]:
        campos = {k: dato[k] for k in ("abreviatura", "iso", "nombre", "huso") if k in dato}
        entidad, _ = EntidadFederativa.objects.get_or_create(clave=dato["clave"], defaults={**campos, "orden": _orden(dato["nombre"])})
        por_abreviatura[entidad.abreviatura] = entidad
    return por_abreviatura


def _organo_y_zonas(catalogo: dict, entidades: dict[str, EntidadFederativa]) -> None:
    organo, nuevo = Organo.objects.get_or_create(clave=catalogo["organo"]["clave"])
    if nuevo:
        for dato in catalogo["organo"]["denominaciones"]:
            vigencia = (date.fromisoformat(dato["desde"]), date.fromisoformat(dato["hasta"]) if dato["hasta"] else None)
            DenominacionOrgano.objects.create(organo=organo, nombre=dato["nombre"], vigencia=vigencia)
    desde, fuente = date.fromisoformat(catalogo["zonas"]["desde"]), catalogo["zonas"]["fuente"]
    for dato in catalogo["zonas"]["lista"]:
        zona, nueva = Zona.objects.get_or_create(organo=organo, clave=dato["clave"], defaults={"nombre": dato["nombre"]})
        if nueva:
            Pertenencia.objects.bulk_create(
                Pertenencia(entidad=entidades[abreviatura], zona=zona, vigencia=(desde, None), fuente=fuente) for abreviatura in dato["entidades"]
            )


def _instituciones(catalogo: dict, calendario: Calendario) -> None:
    for dato in catalogo["instituciones"]:
        superior = Institucion.objects.get(clave=dato["superior"]) if dato["superior"] else None
        campos = {"tipo": dato["tipo"], "nombre": dato["nombre"], "siglas": dato["siglas"], "superior": superior, "calendario": calendario}
        institucion, _ = Institucion.objects.get_or_create(clave=dato["clave"], defaults=campos)
        _contacto(institucion, dato["cargo"], dato.get("correo", ""))
        _denominaciones(dato["denominaciones"], institucion=institucion)
    for tipo in catalogo["tipos"]:
        _denominaciones(tipo["denominaciones"], tipo=TipoInstitucion(tipo["clave"]))
        for entidad in catalogo["entidades"]:
            _institucion_estatal(tipo, entidad, calendario)


def _institucion_estatal(tipo: dict, dato: dict, calendario: Calendario) -> None:
    de = dato.get("de", f"de {dato['nombre']}")
    superior = Institucion.objects.get(clave=f"{dato['abreviatura']}-{tipo['superior']}") if tipo["superior"] else None
    institucion, _ = Institucion.objects.get_or_create(
        clave=f"{dato['abreviatura']}-{tipo['clave']}",
        defaults={
            "tipo": tipo["clave"],
            "nombre": tipo["nombre"].format(de=de),
            "siglas": tipo["siglas"],
            "entidad": EntidadFederativa.objects.get(clave=dato["clave"]),
            "superior": superior,
            "calendario": calendario,
        },
    )
    _contacto(institucion, tipo["cargo"].format(de=de), "")


def _contacto(institucion: Institucion, cargo: str, correo: str) -> None:
    if not institucion.contactos.exists():
        ContactoInstitucional.objects.create(institucion=institucion, cargo=cargo, correo=correo, vigencia=(DESDE_SIEMPRE, None))


def _denominaciones(textos: list[str], *, institucion: Institucion | None = None, tipo: str = "") -> None:
    Denominacion.objects.bulk_create((Denominacion(texto=texto, institucion=institucion, tipo=tipo) for texto in textos), ignore_conflicts=True)
