"""De quién es una dirección: de un enlace vigente, de un contacto oficial, de quien fue enlace, del dominio de una institución o de nadie conocido."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from conferencia.domain.permisos import CAPACIDADES, Capacidad
from conferencia.models import ContactoInstitucional, Designacion, Institucion, Usuario
from enlaces.models import ClaseDeRemitente

DE_INSTITUCION = [rol for rol, capacidades in CAPACIDADES.items() if Capacidad.PRESENTAR in capacidades]
CORREOS_PUBLICOS = frozenset(
    ["gmail.com", "hotmail.com", "outlook.com", "outlook.es", "live.com", "live.com.mx", "yahoo.com", "yahoo.com.mx", "icloud.com", "prodigy.net.mx"]
)


@dataclass(frozen=True)
class Remitente:
    """``instituciones``: por las que podría responder, aunque ya no actúe por ellas."""

    clase: str
    usuario: Usuario | None
    instituciones: frozenset[UUID]


def remitente_de(correo: str, hoy: date) -> Remitente:
    """Lo que se sabe de la dirección el día ``hoy``. El más fuerte de sus títulos."""
    if not correo:
        return Remitente(ClaseDeRemitente.DESCONOCIDO, None, frozenset())
    designaciones = Designacion.objects.filter(usuario__email__iexact=correo, rol__in=DE_INSTITUCION, institucion__isnull=False)
    contactos = ContactoInstitucional.objects.filter(correo__iexact=correo)
    usuario = Usuario.objects.filter(email__iexact=correo).first()
    titulos = [
        (ClaseDeRemitente.ENLACE, designaciones.vigentes(hoy).filter(usuario__is_active=True)),
        (ClaseDeRemitente.CONTACTO, contactos.vigentes(hoy)),
        (ClaseDeRemitente.EX_ENLACE, designaciones),
        (ClaseDeRemitente.EX_ENLACE, contactos),
    ]
    for clase, filas in titulos:
        if instituciones := frozenset(filas.values_list("institucion", flat=True)):
            return Remitente(clase, usuario, instituciones)
    if instituciones := _del_dominio(correo.rpartition("@")[2], hoy):
        return Remitente(ClaseDeRemitente.DOMINIO, usuario, instituciones)
    return Remitente(ClaseDeRemitente.DESCONOCIDO, usuario, frozenset())


def _del_dominio(dominio: str, hoy: date) -> frozenset[UUID]:
    """Las instituciones que usan ese dominio, si son todas de una misma entidad: uno compartido por varias no dice nada."""
    if not dominio or dominio in CORREOS_PUBLICOS:
        return frozenset()
    de_contactos = ContactoInstitucional.objects.vigentes(hoy).filter(correo__iendswith=f"@{dominio}").values("institucion")
    de_enlaces = Designacion.objects.vigentes(hoy).filter(usuario__email__iendswith=f"@{dominio}", rol__in=DE_INSTITUCION).values("institucion")
    filas = list(Institucion.objects.filter(Q(pk__in=de_contactos) | Q(pk__in=de_enlaces)).values_list("pk", "entidad"))
    return frozenset(pk for pk, _ in filas) if len({entidad for _, entidad in filas}) == 1 else frozenset()
