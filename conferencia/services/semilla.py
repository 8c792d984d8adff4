"""La semilla de la demostración: catálogos, el acta de Zona Centro leída de su documento, y cuentas."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.models import ContactoInstitucional, Institucion, Rol, Usuario
from conferencia.permissions import Facultades, facultades_del_sistema
from conferencia.services.actas import registrar_acta
from conferencia.services.catalogos import sembrar_catalogos
from conferencia.services.designaciones import designar
from conferencia.services.obligaciones import extender_periodos, periodicos
from conferencia.services.publicacion import Publicacion, publicar
from conferencia.services.seguimiento_inicial import sembrar_seguimiento

ACTA = Path(settings.BASE_DIR) / "conferencia" / "datos" / "acta-zona-centro-2022-1.md"
SEGUIMIENTO = ACTA.with_name("seguimiento-zona-centro-2022-1.json")
FECHA_DEL_ACTA = date(2022, 7, 5)
DOMINIO = "@demo.mx"

CUENTAS: tuple[tuple[str, str, tuple[tuple[Rol, str | None], ...]], ...] = (
    ("secretaria@demo.mx", "Sofía Téllez (demo)", ((Rol.ST_TITULAR, "ST-CNSSP"),)),
    ("analista@demo.mx", "Andrés Lira (demo)", ((Rol.ST_ANALISTA, "ST-CNSSP"),)),
    ("enlace.puebla@demo.mx", "Paula Ibarra (demo)", tuple((Rol.ENLACE_TITULAR, f"PUE-{t}") for t in ("SS", "UPC", "C5"))),
    ("enlace.hidalgo@demo.mx", "Hugo Islas (demo)", tuple((Rol.ENLACE_TITULAR, f"HGO-{t}") for t in ("SS", "UPC", "C5"))),
    ("area.tecnica@demo.mx", "Abril Téllez (demo)", ((Rol.AREA_TECNICA, "DGGSCDT"),)),
    ("consulta@demo.mx", "Carmen Osorio (demo)", ((Rol.CONSULTA, None),)),
)


class SemillaNegada(Exception):
    """No se siembra aquí; el mensaje dice por qué."""


@dataclass(frozen=True)
class Siembra:
    catalogos: dict[str, int]
    publicacion: Publicacion
    cuentas: list[str]


def sembrar(*, contrasena: str) -> Siembra:
    """Idempotente. El acta se asienta como carga histórica: todo rige y consta desde el 5 de julio de 2022."""
    _revisar(contrasena)
    with transaction.atomic():
        with reloj.fijo(FECHA_DEL_ACTA) as instante:
            catalogos = sembrar_catalogos()
            por = facultades_del_sistema(FECHA_DEL_ACTA)
            publicacion = _acta(por)
            sembrar_seguimiento(SEGUIMIENTO, por=por)
            _contactos_de_demo()
            cuentas = [_cuenta(por, *cuenta, contrasena, instante) for cuenta in CUENTAS]
        hoy = reloj.hoy()
        for compromiso in periodicos():
            publicacion.obligaciones += extender_periodos(compromiso, hasta=hoy)
    return Siembra(catalogos, publicacion, cuentas)


def _revisar(contrasena: str) -> None:
    if not settings.DEMO:
        raise SemillaNegada("La semilla es solo para la demostración (DEMO=1). En producción usa `catalogos` y `publicar_acta`.")
    if settings.DATABASES["default"]["HOST"] not in settings.LOOPBACK:
        raise SemillaNegada("La base es externa: aquí no se siembran cuentas de demostración.")
    if not _ya_es_demostracion() and Usuario.objects.exclude(email__iendswith=DOMINIO).exists():
        raise SemillaNegada("La base tiene cuentas reales: no se le agregan las de demostración.")
    if len(contrasena) < 12:
        raise SemillaNegada("Falta DEMO_PASSWORD (doce caracteres o más).")


def _ya_es_demostracion() -> bool:
    """Si ya tiene sus cuentas, lo que alguien haya designado después en ella, con el correo que sea, no la vuelve real."""
    return Usuario.objects.filter(email=CUENTAS[0][0]).exists()


def _acta(por: Facultades) -> Publicacion:
    with ACTA.open("rb") as contenido:
        acta = registrar_acta(por=por, contenido=contenido, nombre=ACTA.name)
    return publicar(por=por, acta=acta, confirmar_todo=True)


def _contactos_de_demo() -> None:
    """Un correo ficticio para cada contacto que aún no lo tiene: en la demo los avisos llegan a alguien."""
    for institucion in Institucion.objects.all():
        ContactoInstitucional.objects.filter(institucion=institucion, correo="").update(correo=f"titular.{institucion.clave.lower()}{DOMINIO}")


def _cuenta(por: Facultades, email: str, nombre: str, encargos: tuple, contrasena: str, instante: datetime) -> str:
    usuario = Usuario.objects.filter(email=email).first()
    if usuario is None:
        for rol, clave in encargos:
            institucion = Institucion.objects.get(clave=clave) if clave else None
            designar(por=por, email=email, nombre=nombre, rol=rol, institucion=institucion, desde=instante.date(), historica=True)
        usuario = Usuario.objects.get(email=email)
    if not usuario.check_password(contrasena):
        usuario.set_password(contrasena)
        usuario.save(update_fields=["password"])
    return email
