"""De las designaciones vigentes, las facultades; y la negativa con su razón."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from conferencia.domain.permisos import ROLES_DE_ENLACE, Capacidad, Encargo, Facultades, Negado, Permitido, Respuesta
from conferencia.models import Designacion, Institucion, Usuario

SIN_DESIGNACION = Negado("No tienes ninguna designación vigente. Pide a la Secretaría Técnica que la registre.")
NO_ES_TUYO = Negado("No existe o no está a tu alcance.", existe=False)


class AccesoNegado(PermissionDenied):
    """Una negativa con su razón; web y API la cuentan igual (403, o 404 si el objeto no debe ni sospecharse)."""

    def __init__(self, negado: Negado):
        self.negado = negado
        super().__init__(negado.motivo)


def exigir(respuesta: Respuesta) -> None:
    """Sigue si está permitido; si no, ``AccesoNegado``."""
    if isinstance(respuesta, Negado):
        raise AccesoNegado(respuesta)


def facultades_de(usuario, hoy: date) -> Facultades:
    """Facultades por las designaciones vigentes a ``hoy``. Un anónimo o una cuenta inactiva no tiene ninguna."""
    if not isinstance(usuario, Usuario) or not usuario.is_active:
        return Facultades(None, hoy)
    filas = list(Designacion.objects.vigentes(hoy).filter(usuario=usuario).select_related("institucion__entidad", "entidad"))
    encargos = tuple(Encargo(d.rol, d.institucion_id, d.entidad_id, d.materia_id, _dicho(d)) for d in filas)
    return Facultades(usuario.pk, hoy, encargos, _con_enlace({e.institucion for e in encargos if e.rol == "contacto"}, hoy))


def _dicho(d: Designacion) -> str:
    """«Secretaría de Seguridad de Puebla (Enlace titular)»; del rol, sin su propia aclaración entre paréntesis."""
    return f"{d.institucion or d.entidad or 'Conferencia'} ({d.get_rol_display().split(' (', 1)[0]})"


def facultades_del_sistema(hoy: date) -> Facultades:
    """Para órdenes de administración y rutinas: las de la Secretaría Técnica, sin persona."""
    return Facultades(None, hoy, (Encargo("st_titular", None, None, None, "Sistema"),))


def facultades_del_contacto(institucion: Institucion, hoy: date) -> Facultades:
    """Las de quien prueba, con una liga que llegó a su correo, ser el contacto oficial de ``institucion``: sin cuenta y solo por ella."""
    return Facultades(None, hoy, (Encargo("contacto", institucion.pk, None, None, f"{institucion} (contacto oficial)"),))


def _con_enlace(instituciones: set, hoy: date) -> frozenset[tuple[UUID, UUID | None]]:
    """Solo importa a quien es contacto oficial: mientras no haya enlace para una materia, actúa él."""
    if not instituciones:
        return frozenset()
    enlaces = Designacion.objects.vigentes(hoy).filter(institucion__in=instituciones, rol__in=ROLES_DE_ENLACE)
    return frozenset(enlaces.values_list("institucion", "materia"))


def exige(facultades: Facultades, capacidad: Capacidad, motivo: str) -> Respuesta:
    if not facultades.encargos:
        return SIN_DESIGNACION
    return Permitido() if facultades.tiene(capacidad) else Negado(motivo)
