"""La página de una institución: lo que debe y con quién se trata."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from conferencia.models import ContactoInstitucional, Institucion, Obligacion
from conferencia.queries.conteo import Conteo


@dataclass(frozen=True)
class PorDisposicion:
    clave: str
    clase: str
    numero: int
    ordinal: str
    titulo: str
    conteo: Conteo

    @property
    def sigla(self) -> str:
        return f"{self.clase[0].upper()}{self.numero}"


@dataclass(frozen=True)
class InstitucionVista:
    institucion: Institucion
    conteo: Conteo
    disposiciones: tuple[PorDisposicion, ...]
    hermanas: tuple[Institucion, ...]


_CAMPOS = ("clase", "numero", "clave", "ordinal", "titulo")


def ver_institucion(institucion: Institucion, obligaciones: QuerySet[Obligacion], hoy: date) -> InstitucionVista:
    """Sus obligaciones visibles (las propias y aquellas en que es parte), contadas por disposición. En dos consultas."""
    filas = (
        obligaciones.nacidas(hoy)
        .de_instituciones([institucion])
        .con_situacion(hoy)
        .order_by()
        .values_list(*(f"compromiso__disposicion__{c}" for c in _CAMPOS), "situacion")
        .annotate(cuantas=Count("pk"))
    )
    por_disposicion: dict[tuple, list[tuple[str, int]]] = {}
    for *llave, situacion, cuantas in filas:
        por_disposicion.setdefault(tuple(llave), []).append((situacion, cuantas))
    disposiciones = tuple(
        PorDisposicion(clave, clase, numero, ordinal, titulo, Conteo.sumando(pares))
        for (clase, numero, clave, ordinal, titulo), pares in sorted(por_disposicion.items())
    )
    hermanas = Institucion.objects.filter(entidad=institucion.entidad_id).exclude(pk=institucion.pk) if institucion.entidad_id else Institucion.objects.none()
    todas = Conteo.sumando(par for pares in por_disposicion.values() for par in pares)
    return InstitucionVista(institucion, todas, disposiciones, tuple(hermanas.order_by("tipo")))


def contacto_vigente(institucion: Institucion, contactos: QuerySet[ContactoInstitucional], hoy: date) -> ContactoInstitucional | None:
    """El de ``hoy``, si está entre los ``contactos`` que se pueden ver."""
    return contactos.filter(institucion=institucion, vigencia__contains=hoy).first()
