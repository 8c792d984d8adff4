"""Cómo se busca: español, sin acentos, con la ñ como la letra que es, y con las diagonales de los números de oficio como espacios.

La configuración «busqueda» y sus índices los crea la migración; aquí está la expresión que índices y consultas comparten.
``unaccent`` hace de la ñ una n, y «año» hallaría «ano»: antes de que la vea, la ñ se cambia por la nie cirílica, que ningún
escrito de aquí lleva, que ``unaccent`` respeta y que para PostgreSQL es una letra.
"""

import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import CharField, F, Func, TextField, Transform, Value
from django.db.models.functions import Left

CONFIGURACION = "busqueda"
CARACTERES = 400_000  # PostgreSQL no indexa más de un mega por renglón: unas ciento treinta páginas
_SEPARADORES = "/_\\<>"  # los números de oficio van con diagonales; con «<script>» PostgreSQL dejaría de leer el resto
_ENIES, _NIES = "ñÑ", "\u045a\u040a"
_DE_NIE = str.maketrans(_NIES, _ENIES)


class SinAcentos(Transform):
    """``campo__sin_acentos__icontains``: sin distinguir acentos, de los dos lados, y distinguiendo la ñ."""

    bilateral, lookup_name = True, "sin_acentos"
    template = f"UNACCENT(TRANSLATE(NORMALIZE(%(expressions)s, NFC), '{_ENIES}', '{_NIES}'))"


CharField.register_lookup(SinAcentos)
TextField.register_lookup(SinAcentos)


class Compuesto(Func):
    """Cada letra con su tilde en un solo carácter: hay PDF que las traen por separado."""

    template, output_field = "NORMALIZE(%(expressions)s, NFC)", TextField()


def legible(expresion) -> Func:
    """Lo que se indexa, se busca y de donde sale el fragmento; ``con_enies`` lo devuelve a como se escribe."""
    return Func(Compuesto(expresion), Value(_SEPARADORES + _ENIES), Value(" " * len(_SEPARADORES) + _NIES), function="translate", output_field=TextField())


def con_enies(texto: str) -> str:
    return texto.translate(_DE_NIE)


def vector(*campos: str) -> SearchVector:
    """Lo que se indexa y se busca de esos campos."""
    return SearchVector(*(legible(F(c)) for c in campos), config=CONFIGURACION)


def vector_largo(campo: str) -> SearchVector:
    """Como ``vector``, de un texto que puede no caber."""
    return SearchVector(legible(Left(F(campo), CARACTERES)), config=CONFIGURACION)


def consulta(texto: str) -> SearchQuery:
    """Lo que una persona escribe: «comillas» para frases, «-» para excluir, «or» para alternativas."""
    cambios = str.maketrans(_SEPARADORES + "«»“”" + _ENIES, " " * len(_SEPARADORES) + '""""' + _NIES)
    return SearchQuery(unicodedata.normalize("NFC", texto).translate(cambios), config=CONFIGURACION, search_type="websearch")
