"""Qué se puede designar por una institución: sus obligaciones de designar y las materias en que responde; y quién ya lo es."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from conferencia.domain.estados import POR_ENTREGAR
from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.models import ContactoInstitucional, Designacion, Disposicion, Institucion, Obligacion, Parte


@dataclass(frozen=True)
class Materia:
    """Para qué se puede designar. ``obligacion``: la que ordena designar justo para esto y aún espera entrega, o ``None``."""

    disposicion: Disposicion
    obligacion: Obligacion | None = None


def materias_de(institucion: Institucion, hoy: date) -> list[Materia]:
    """Primero las que una obligación pendiente pide designar; después las demás disposiciones de las que responde."""
    pedidas = {materia_de(o).pk: Materia(materia_de(o), o) for o in por_designar(institucion, hoy)}
    responde = Parte.objects.filter(institucion=institucion, obligacion__compromiso__disposicion=OuterRef("pk"), obligacion__compromiso__designa=False)
    otras = Disposicion.objects.filter(Exists(responde), acta__estado="publicada").select_related("reunion").en_orden()
    return [*pedidas.values(), *(Materia(d) for d in otras if d.pk not in pedidas)]


def por_materia(institucion: Institucion, hoy: date) -> dict[UUID, Obligacion]:
    """La obligación pendiente que pide designar para cada materia."""
    return {materia_de(o).pk: o for o in por_designar(institucion, hoy)}


def por_designar(institucion: Institucion, hoy: date) -> list[Obligacion]:
    """Las que esa institución cumple designando y aún esperan su oficio, la más próxima a vencer primero."""
    filas = Obligacion.objects.nacidas(hoy).filter(partes__institucion=institucion, compromiso__designa=True, estado__in=POR_ENTREGAR)
    return list(
        filas.select_related("compromiso__disposicion__reunion")
        .prefetch_related("partes", "compromiso__disposicion__referencias__destino")
        .order_by("vence_el", "clave")
    )


def materia_de(obligacion: Obligacion) -> Disposicion:
    """Para qué acuerdo se designa: aquel al que remite la disposición que lo ordena o, si a ninguno, ella misma."""
    disposicion = obligacion.compromiso.disposicion
    destinos = [r.destino for r in sorted(disposicion.referencias.all(), key=lambda r: r.pk) if r.destino]
    return destinos[0] if destinos else disposicion


def sustituibles(institucion: Institucion, hoy: date):
    """Enlaces vigentes, o por empezar, a quienes alguien puede sustituir."""
    filas = Designacion.objects.sin_terminar(hoy).filter(institucion=institucion, rol__startswith="enlace_", delegada_de__isnull=True)
    return filas.select_related("usuario", "materia").order_by("rol", "usuario__nombre")


def quien_es(correo: str, institucion: Institucion, hoy: date) -> bool:
    """¿Ese correo es hoy de un enlace o del contacto oficial de la institución? De quien no lo es, toda designación se confirma."""
    enlaces = Designacion.objects.vigentes(hoy).filter(institucion=institucion, usuario__email__iexact=correo, rol__in={*ROLES_DE_ENLACE, "contacto"})
    return enlaces.exists() or ContactoInstitucional.objects.vigentes(hoy).filter(institucion=institucion, correo__iexact=correo).exists()
