"""Cómo se busca: español, sin acentos, y con las diagonales de los números de oficio como espacios.

La configuración «busqueda» y sus índices los crea la migración; aquí está la expresión que índices y consultas comparten.
"""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Left

CONFIGURACION = "busqueda"
CARACTERES = 400_000  # PostgreSQL no indexa más de un mega por renglón: unas ciento treinta páginas
_SEPARADORES = "/_\\<>"  # los números de oficio van con diagonales; con «<script>» PostgreSQL dejaría de leer el resto


def _sin_diagonales(expresion) -> Func:
    blancos = " " * len(_SEPARADORES)
    return Func(expresion, Value(_SEPARADORES), Value(blancos), function="translate", output_field=TextField())


def vector(*campos: str) -> SearchVector:
    """Lo que se indexa y se busca de esos campos."""
    return SearchVector(*(_sin_diagonales(F(c)) for c in campos), config=CONFIGURACION)


def vector_largo(campo: str) -> SearchVector:
    """Como ``vector``, de un texto que puede no caber."""
    return SearchVector(_sin_diagonales(Left(F(campo), CARACTERES)), config=CONFIGURACION)


def consulta(texto: str) -> SearchQuery:
    """Lo que una persona escribe: «comillas» para frases, «-» para excluir, «or» para alternativas."""
    limpio = texto.translate(str.maketrans(_SEPARADORES + "«»“”", " " * len(_SEPARADORES) + '""""'))
    return SearchQuery(limpio, config=CONFIGURACION, search_type="websearch")
