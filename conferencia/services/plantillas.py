"""Los textos de los oficios: el que rige, guardar otra versión y llenarlos con los datos de un caso."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import en_palabras
from conferencia.domain.plantillas import CAMPOS, DE_FABRICA, Plantilla, PlantillaInvalida, llenar, revisar
from conferencia.models import PlantillaDeOficio, Reunion
from conferencia.permissions import Facultades, exigir, puede_emitir_oficios
from conferencia.queries.organos import nombre_de_organo
from conferencia.queries.salida import contactos_de, secretaria_tecnica
from conferencia.services.hechos import Asiento, asentar


def plantilla_de(clase: str) -> Plantilla:
    """La última versión guardada; sin ninguna, la que trae el producto."""
    ultima = PlantillaDeOficio.objects.filter(clase=clase).order_by("-version").first()
    return Plantilla(ultima.asunto, ultima.cuerpo) if ultima else DE_FABRICA[clase]


@transaction.atomic
def guardar_plantilla(*, por: Facultades, clase: str, plantilla: Plantilla, version: int) -> PlantillaDeOficio:
    """Otra versión del texto; las anteriores se conservan. ``version``: la que se vio. Falla con ``AccesoNegado`` o ``PlantillaInvalida``."""
    exigir(puede_emitir_oficios(por))
    if clase not in CAMPOS:
        raise PlantillaInvalida(f"No hay oficios de clase «{clase}».")
    revisar(clase, plantilla)
    previas = PlantillaDeOficio.objects.select_for_update().filter(clase=clase).order_by("-version")
    actual = previas[0].version if previas else 0
    if actual != version:
        raise PlantillaInvalida(f"Otra persona guardó la versión {actual} mientras escribías: compárala con la tuya y vuelve a guardar.")
    guardada = PlantillaDeOficio.objects.create(
        clase=clase,
        version=actual + 1,
        asunto=plantilla.asunto.strip(),
        cuerpo=plantilla.cuerpo.strip(),
        guardada_por_id=por.usuario,
        guardada_en=reloj.ahora(),
    )
    datos = {"clave": guardada.get_clase_display(), "version": guardada.version}
    asentar([Asiento(clase="plantilla.guardada", objeto=guardada, datos=datos)], actor=por.usuario)
    return guardada


def comunes(reunion: Reunion) -> dict[str, str]:
    """Los campos que valen igual para todos los oficios de una reunión."""
    hoy, emisora = reloj.hoy(), secretaria_tecnica()
    contacto = contactos_de([emisora], hoy).get(emisora.pk) if emisora else None
    return {
        "reunion": reunion.nombre,
        "fecha_de_la_reunion": en_palabras(reunion.fecha),
        "organo": nombre_de_organo(reunion.organo_id, hoy),
        "portal": f"{settings.BASE_URL}/mis-pendientes/",
        "buzon": contacto.correo if contacto and contacto.correo else "la cuenta institucional de la Secretaría Técnica",
        "fundamento": reunion.fundamento.strip(),
    }


def texto_de(clase: str, valores: Mapping[str, str]) -> Plantilla:
    """La plantilla que rige, ya llena. El asunto cabe en su columna."""
    plantilla = plantilla_de(clase)
    return Plantilla(llenar(plantilla.asunto, valores)[:300], llenar(plantilla.cuerpo, valores))
