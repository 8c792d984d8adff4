"""El reparto: quién es quién en todas las pruebas.

``titular`` y ``analista`` son de la Secretaría Técnica; ``enlace`` es de Puebla; ``enlace_ajeno``, de Hidalgo; ``consulta``
mira sin archivos; ``sin_designacion`` tiene cuenta y ningún derecho.
"""

from conferencia import reloj
from conferencia.models import Usuario
from conferencia.permissions import Facultades, facultades_de


def _persona(email: str) -> Usuario:
    return Usuario.objects.get(email=email)


def titular() -> Usuario:
    return _persona("secretaria@demo.mx")


def analista() -> Usuario:
    return _persona("analista@demo.mx")


def enlace() -> Usuario:
    return _persona("enlace.puebla@demo.mx")


def enlace_ajeno() -> Usuario:
    return _persona("enlace.hidalgo@demo.mx")


def consulta() -> Usuario:
    return _persona("consulta@demo.mx")


def sin_designacion() -> Usuario:
    return Usuario.objects.get_or_create(email="nadie@demo.mx", defaults={"nombre": "Nadie"})[0]


def facultades(usuario: Usuario) -> Facultades:
    return facultades_de(usuario, reloj.hoy())
