"""A quién se le escribe hoy por una institución y una materia: a sus enlaces vigentes o, si no hay, a su contacto oficial."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conferencia.domain.escrito import con_articulo, enumerar
from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.models import ContactoInstitucional, Designacion, Usuario
from enlaces.domain.avisos import Papel
from enlaces.queries.rebotes import rebotan as direcciones_que_rebotan


@dataclass(frozen=True)
class Destinatario:
    """``calidad`` y ``de``: la razón que el propio correo da («eres enlace titular de», «la UPC de Puebla»). ``usuario``: ``None`` si solo es contacto.

    ``sin_enlace``: le escribimos porque nadie más responde por la institución.
    """

    correo: str
    nombre: str
    usuario: UUID | None
    institucion: UUID | None
    calidad: str
    de: str = ""
    sin_enlace: bool = False

    @property
    def encargo(self) -> str:
        """Lo mismo, dicho de un tercero: «Enlace titular de la UPC de Puebla»."""
        dicho = _razon(self.calidad, [self.de]).removeprefix("eres ")
        return dicho[:1].upper() + dicho[1:]


class Libreta:
    """Destinatarios a una fecha, leídos en tres consultas. ``instituciones``: solo esas; ``None``, todas.

    La dirección que rebota no se usa: lo suyo lo recibe otro enlace de la institución o, si no queda ninguno, el contacto.
    """

    def __init__(self, hoy: date, instituciones: Collection[UUID] | None = None) -> None:
        designaciones = Designacion.objects.vigentes(hoy).filter(rol__in=ROLES_DE_ENLACE, usuario__is_active=True)
        contactos = ContactoInstitucional.objects.vigentes(hoy).exclude(correo="")
        if instituciones is not None:
            designaciones = designaciones.filter(institucion__in=instituciones)
            contactos = contactos.filter(institucion__in=instituciones)
        rebotan = direcciones_que_rebotan()
        self._enlaces: dict[UUID, list[Designacion]] = defaultdict(list)
        for designacion in designaciones.select_related("usuario", "institucion").order_by("pk"):
            if designacion.usuario.email.lower() not in rebotan:
                self._enlaces[designacion.institucion_id].append(designacion)
        self._contactos = {c.institucion_id: c for c in contactos.select_related("institucion") if c.correo.lower() not in rebotan}

    def para(self, institucion: UUID, disposicion: UUID) -> list[Destinatario]:
        """Los enlaces cuya materia abarca la disposición; sin ninguno, el contacto oficial; sin correo, nadie."""
        if enlaces := self._responden(institucion, disposicion):
            return list({d.usuario_id: _de_enlace(d) for d in enlaces}.values())
        contacto = self._contactos.get(institucion)
        return [_de_contacto(contacto)] if contacto else []

    def titular(self, institucion: UUID, disposiciones: Collection[UUID]) -> list[Destinatario]:
        """A quien se escala lo que nadie contestó: el contacto oficial, haya enlace o no. Donde no hay, no se culpa a uno que no existe."""
        contacto = self._contactos.get(institucion)
        if contacto is None:
            return []
        return [_de_titular(contacto) if any(self._responden(institucion, d) for d in disposiciones) else _de_contacto(contacto)]

    def quien(self, correo: str, institucion: UUID, disposicion: UUID, papel: Papel) -> Destinatario | None:
        """El que hoy recibe eso en ``correo``; ``None`` si ya no le toca."""
        suyos = self.titular(institucion, [disposicion]) if papel == Papel.TITULAR else self.para(institucion, disposicion)
        return next((d for d in suyos if d.correo == correo), None)

    def _responden(self, institucion: UUID, disposicion: UUID) -> list[Designacion]:
        return [d for d in self._enlaces.get(institucion, ()) if d.materia_id in (None, disposicion)]


def _de_enlace(d: Designacion) -> Destinatario:
    return Destinatario(d.usuario.email.lower(), d.usuario.nombre, d.usuario_id, d.institucion_id, f"eres {d.get_rol_display().lower()} de", str(d.institucion))


def _de_contacto(c: ContactoInstitucional) -> Destinatario:
    calidad = "es el correo oficial, mientras no designe enlace, de"
    return Destinatario(c.correo.lower(), c.titular or c.cargo, None, c.institucion_id, calidad, str(c.institucion), sin_enlace=True)


def _de_titular(c: ContactoInstitucional) -> Destinatario:
    return Destinatario(
        c.correo.lower(), c.titular or c.cargo, None, c.institucion_id, "es el correo oficial, y su enlace no ha contestado, de", str(c.institucion)
    )


def de_persona(usuario: Usuario, institucion: UUID | None) -> Destinatario:
    """Quien hizo algo y debe saber que quedó hecho."""
    return Destinatario(usuario.email.lower(), usuario.nombre, usuario.pk, institucion, "presentaste este oficio")


def por_que(destinatarios: Iterable[Destinatario]) -> list[str]:
    """Las razones de un correo, una por calidad: «eres enlace titular de la SS de Puebla y de la UPC de Puebla»."""
    por_calidad: dict[str, dict[str, None]] = {}
    for destinatario in destinatarios:
        por_calidad.setdefault(destinatario.calidad, {})[destinatario.de] = None
    return [_razon(calidad, list(de)) for calidad, de in por_calidad.items()]


def _razon(calidad: str, de: list[str]) -> str:
    if calidad.endswith(" de"):
        return f"{calidad.removesuffix(' de')} {enumerar([con_articulo(una, de=True) for una in de])}"
    return f"{calidad} {', '.join(de)}".strip()
