"""Lo que las pruebas de designación repiten: nombrar a alguien, leer lo que le llegó y el contacto oficial con su cuenta."""

import re
from datetime import date

from conferencia.models import ContactoInstitucional, Designacion, Institucion, Rol, Usuario
from conferencia.services.designaciones import designar
from enlaces.services.envio import Saldo, enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from tests import reparto

CONTRASENA = "una frase larga de prueba"


def institucion(clave: str) -> Institucion:
    return Institucion.objects.get(clave=clave)


def nombrar(clave: str = "MOR-SS", email: str = "sara@morelos.gob.mx", *, nombre: str = "Sara Ríos", rol: str = Rol.ENLACE_TITULAR, **mas) -> Designacion:
    return designar(por=reparto.facultades(reparto.titular()), email=email, nombre=nombre, rol=Rol(rol), institucion=institucion(clave), **mas)


def contacto_con_cuenta(clave: str) -> Usuario:
    """El contacto oficial de la semilla, ya con su encargo y su contraseña."""
    contacto = ContactoInstitucional.objects.get(institucion__clave=clave, vigencia__endswith__isnull=True)
    usuario = nombrar(clave, contacto.correo, nombre=f"Titular de {clave}", rol=Rol.CONTACTO, historica=True, desde=date(2022, 7, 5)).usuario
    usuario.set_password(CONTRASENA)
    usuario.save(update_fields=["password"])
    return usuario


def mandar() -> Saldo:
    planear_inmediatos()
    return enviar_pendientes()


def correos_a(buzon, correo: str) -> list:
    return [c for c in buzon.correos if correo in c.para]


def ruta_de(correo, que: str = "activar") -> str:
    """La liga que trae el correo, sin el sitio."""
    return re.search(rf"https?://[^/\s]+(/cuentas/{que}/[0-9a-f]+/)", correo.texto)[1]


def codigo_de(correo) -> str:
    return re.search(r"\b(\d{6})\b", correo.texto)[1]
