"""Credenciales de servicio: nacen, se usan, se revocan. El secreto se muestra una vez; aquí queda su HMAC."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from conferencia import reloj
from conferencia.models import Alcance, CredencialApi, Usuario
from conferencia.permissions import SIN_DESIGNACION, AccesoNegado, Facultades, exigir, facultades_de, puede_crear_credencial, puede_revocar_credencial
from conferencia.services.hechos import Asiento, asentar

MARCA = "sda"  # prefijo reconocible: los rastreadores de secretos filtrados lo buscan
DIAS_MAXIMOS = 365
LARGO_DE_PREFIJO, LARGO_DE_SECRETO = 8, 40  # 40 y 200 bits
ALFABETO = "0123456789abcdefghjkmnpqrstvwxyz"  # base32 de Crockford: sin letras que se confundan
FORMA = re.compile(rf"{MARCA}_([{ALFABETO}]{{{LARGO_DE_PREFIJO}}})_([{ALFABETO}]{{{LARGO_DE_SECRETO}}})")
SAL = "conferencia.credencial_api"
CADA_CUANTO = timedelta(minutes=1)


class CredencialRechazada(Exception):
    """No se puede crear o revocar así; el mensaje dice por qué."""


@dataclass(frozen=True)
class CredencialNueva:
    """``ficha`` es lo único que autentica y no se vuelve a ver."""

    credencial: CredencialApi
    ficha: str


def nuevo_prefijo() -> str:
    """Parte pública de una credencial. Quien lo pide antes de crear lo usa como llave contra el doble envío."""
    return _al_azar(LARGO_DE_PREFIJO)


@transaction.atomic
def crear_credencial(*, por: Facultades, titular: Usuario, nombre: str, caduca_el: date, prefijo: str = "", alcance: str = Alcance.LECTURA) -> CredencialNueva:
    """Una credencial que actúa con los derechos vigentes de ``titular``, hasta ``caduca_el`` inclusive.

    Repetir ``prefijo`` no crea otra. Falla con ``AccesoNegado`` o ``CredencialRechazada``.
    """
    exigir(puede_crear_credencial(por, titular.pk))
    hoy, nombre = reloj.hoy(), nombre.strip()
    if not facultades_de(titular, hoy).encargos:
        raise AccesoNegado(SIN_DESIGNACION)
    _revisar(nombre, prefijo, caduca_el, hoy)
    prefijo, secreto = prefijo or nuevo_prefijo(), _al_azar(LARGO_DE_SECRETO)
    credencial = CredencialApi(
        usuario=titular,
        nombre=nombre,
        alcance=Alcance(alcance),
        prefijo=prefijo,
        huella=_huella(prefijo, secreto),
        creada_en=reloj.ahora(),
        caduca_el=caduca_el,
    )
    try:
        with transaction.atomic():
            credencial.save(force_insert=True)
    except IntegrityError:
        raise CredencialRechazada("Esta credencial ya se creó y su secreto ya se mostró. Si lo perdiste, revócala y crea otra.") from None
    _asentar("credencial.creada", credencial, por, {"caduca_el": caduca_el.isoformat(), "alcance": credencial.alcance})
    return CredencialNueva(credencial, f"{MARCA}_{prefijo}_{secreto}")


def _revisar(nombre: str, prefijo: str, caduca_el: date, hoy: date) -> None:
    if not 1 <= len(nombre) <= 80:
        raise CredencialRechazada("Escribe para qué es la credencial, en 80 caracteres o menos.")
    if prefijo and (len(prefijo) != LARGO_DE_PREFIJO or set(prefijo) - set(ALFABETO)):
        raise CredencialRechazada("El prefijo no tiene la forma debida. Vuelve a abrir el formulario.")
    if not hoy < caduca_el <= hoy + timedelta(days=DIAS_MAXIMOS):
        raise CredencialRechazada(f"La credencial dura entre un día y {DIAS_MAXIMOS} días.")


@transaction.atomic
def revocar_credencial(*, por: Facultades, credencial: CredencialApi) -> CredencialApi:
    """Deja de servir en este instante. Falla con ``AccesoNegado`` o, si ya lo estaba, con ``CredencialRechazada``."""
    exigir(puede_revocar_credencial(por, credencial.usuario_id))
    ahora = reloj.ahora()
    if CredencialApi.objects.filter(pk=credencial.pk, revocada_en__isnull=True).update(revocada_en=ahora) != 1:
        raise CredencialRechazada("Esa credencial ya estaba revocada.")
    credencial.revocada_en = ahora
    _asentar("credencial.revocada", credencial, por, {})
    return credencial


def autenticar(ficha: str) -> CredencialApi | None:
    """La credencial vigente de esa ficha, con su titular activo; ``None`` si no sirve, sin decir por cuál razón."""
    if not (partes := FORMA.fullmatch(ficha)):
        return None
    prefijo, secreto = partes.groups()
    credencial = CredencialApi.objects.select_related("usuario").filter(prefijo=prefijo).first()
    autentica = constant_time_compare(_huella(prefijo, secreto), credencial.huella if credencial else "")
    if credencial is None or not autentica or not vigente(credencial, reloj.hoy()) or not credencial.usuario.is_active:
        return None
    _anotar_uso(credencial, reloj.ahora())
    return credencial


def vigente(credencial: CredencialApi, hoy: date) -> bool:
    return credencial.revocada_en is None and credencial.caduca_el >= hoy


def _anotar_uso(credencial: CredencialApi, ahora: datetime) -> None:
    """A lo más una escritura por minuto y credencial, por muchas peticiones que haga."""
    if credencial.usada_en is not None and abs(ahora - credencial.usada_en) < CADA_CUANTO:
        return
    CredencialApi.objects.filter(pk=credencial.pk, usada_en=credencial.usada_en).update(usada_en=ahora)


def _asentar(clase: str, credencial: CredencialApi, por: Facultades, datos: dict) -> None:
    base = {"prefijo": credencial.prefijo, "nombre": credencial.nombre, "titular": credencial.usuario.email}
    asentar([Asiento(clase=clase, objeto=credencial, datos=base | datos)], actor=por.usuario)


def _huella(prefijo: str, secreto: str) -> str:
    """HMAC-SHA256 con llave derivada de SECRET_KEY: la base sola no basta para fabricar una ficha."""
    return salted_hmac(SAL, f"{prefijo}_{secreto}", algorithm="sha256").hexdigest()


def _al_azar(largo: int) -> str:
    return "".join(secrets.choice(ALFABETO) for _ in range(largo))
