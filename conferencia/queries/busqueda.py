"""Buscar obligaciones por palabras, sin distinguir mayúsculas ni acentos.

Primero se hallan los compromisos, instituciones y entidades que las dicen, que son pocos; después, sus obligaciones por índice.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model, Q

from conferencia.models import Compromiso, EntidadFederativa, Institucion

MUCHOS = 2000  # más que esos no se nombran uno por uno: la palabra es común y la lista se llena enseguida
LADOS: tuple[tuple[type[Model], str, Sequence[str]], ...] = (
    (Compromiso, "compromiso", ("accion", "entregable", "disposicion__titulo")),
    (Institucion, "institucion", ("nombre", "siglas")),
    (EntidadFederativa, "entidad", ("nombre",)),
)


def contiene(campos: Sequence[str], palabra: str) -> Q:
    """Alguno de los campos dice la palabra."""
    condicion = Q()
    for campo in campos:
        condicion |= Q(**{f"{campo}__sin_acentos__icontains": palabra})
    return condicion


def que_dicen(texto: str) -> Q:
    """Cada palabra debe estar en algún lado: la clave, la acción, el entregable, el título, quién responde o su entidad."""
    condicion = Q()
    for palabra in texto.split():
        condicion &= _en_algun_lado(palabra)
    return condicion


def _en_algun_lado(palabra: str) -> Q:
    condicion = Q(clave__icontains=palabra)  # las claves no llevan acentos
    for modelo, lado, campos in LADOS:
        hallados = modelo._default_manager.filter(contiene(campos, palabra)).values_list("pk", flat=True)
        pocos: list[UUID] = list(hallados[: MUCHOS + 1])
        if len(pocos) > MUCHOS:
            condicion |= Q(**{f"{lado}__in": hallados})
        elif pocos:
            condicion |= Q(**{f"{lado}__in": pocos})
    return condicion
