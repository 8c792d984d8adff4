"""Páginas por cursor: opaco, con orden total y estable; ni huecos ni repetidos aunque nazcan renglones en medio."""

from dataclasses import dataclass
from datetime import UTC, date
from functools import reduce
from uuid import UUID

from django.core import signing
from django.db.models import F, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from conferencia import reloj
from conferencia.api.parametros import Parametro, entero, opcion, texto
from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos

SAL = "conferencia.api.cursor"
OMISION, MAXIMO = 50, 200


@dataclass(frozen=True)
class Columna:
    """Un peldaño del orden. ``nula``: admite vacíos, que van siempre al final."""

    campo: str
    baja: bool = False
    nula: bool = False

    def orden(self):
        expresion = F(self.campo)
        nulos = {"nulls_last": True} if self.nula else {}
        return expresion.desc(**nulos) if self.baja else expresion.asc(**nulos)

    def igual(self, valor) -> Q:
        return Q(**{f"{self.campo}__isnull": True}) if valor is None else Q(**{self.campo: valor})

    def despues(self, valor) -> Q:
        """Lo que en este peldaño va estrictamente después de ``valor``."""
        if valor is None:
            return Q(pk__in=[])
        condicion = Q(**{f"{self.campo}__{'lt' if self.baja else 'gt'}": valor})
        return condicion | Q(**{f"{self.campo}__isnull": True}) if self.nula else condicion

    def valor(self, objeto):
        valor = reduce(getattr, self.campo.split("__"), objeto)
        return valor.isoformat() if isinstance(valor, date) else str(valor) if isinstance(valor, UUID) else valor


Orden = tuple[Columna, ...]  # la última columna es única: sin ella no hay orden total


def despues_de(orden: Orden, valores: list) -> Q:
    """Comparación lexicográfica: lo que sigue al renglón de esos ``valores``."""
    condicion, iguales = Q(pk__in=[]), Q()
    for columna, valor in zip(orden, valores, strict=True):
        condicion |= iguales & columna.despues(valor)
        iguales &= columna.igual(valor)
    primera = orden[0]
    # Dicho aparte, la base sabe por dónde empezar a leer su índice.
    return condicion if primera.nula else condicion & Q(**{f"{primera.campo}__{'lte' if primera.baja else 'gte'}": valores[0]})


def parametros_de_pagina(ordenes: dict[str, Orden]) -> tuple[Parametro, ...]:
    limite = entero("limite", "Renglones por página.", 1, MAXIMO, OMISION)
    return (
        texto("cursor", "Desde dónde seguir: viene en «siguiente» y en el encabezado Link. No lo construyas.", largo=600),
        limite,
        limite.como("limit"),
        opcion("incluir", "«total» agrega cuántos renglones hay en todas las páginas.", ["total"]),
        opcion("orden", f"Orden de la lista; por omisión, «{next(iter(ordenes))}». Lo vacío va al final.", ordenes),
    )


class PaginacionPorCursor(BasePagination):
    """La vista declara ``ordenes`` (el primero es el de omisión), trae los parámetros ya leídos en ``leidos`` y da los renglones y el total."""

    def paginate_queryset(self, queryset: QuerySet, request, view=None) -> list:
        leidos = view.leidos
        nombre = leidos.get("orden", [next(iter(view.ordenes))])[0]
        orden, limite = view.ordenes[nombre], self._limite(leidos)
        self.url = request.build_absolute_uri()
        self.corte = getattr(view, "corte", None)
        self.total = view.total(queryset) if "incluir" in leidos else None
        desde = self._descifrar(leidos["cursor"][0], nombre, len(orden)) if "cursor" in leidos else None
        renglones = view.renglones(queryset, nombre, desde, limite + 1)
        self.siguiente = self._url_siguiente(nombre, orden, renglones[limite - 1]) if len(renglones) > limite else None
        return renglones[:limite]

    @staticmethod
    def _limite(leidos: dict) -> int:
        if "limite" in leidos and "limit" in leidos:
            raise ParametrosInvalidos([ErrorDeParametro.en("limit", "repetido", "«limit» y «limite» son lo mismo: usa uno.")])
        return (leidos.get("limite") or leidos.get("limit") or [OMISION])[0]

    @staticmethod
    def _descifrar(cursor: str, nombre: str, columnas: int) -> list:
        try:
            suyo, valores = signing.loads(cursor, salt=SAL)
        except (signing.BadSignature, ValueError):
            raise ParametrosInvalidos([ErrorDeParametro.en("cursor", "valor_invalido", "El cursor no es de esta API. Empieza sin él.")]) from None
        if suyo != nombre or len(valores) != columnas:
            raise ParametrosInvalidos([ErrorDeParametro.en("cursor", "valor_invalido", f"El cursor es de otro orden («{suyo}»). Empieza sin él.")])
        return valores

    def _url_siguiente(self, nombre: str, orden: Orden, ultimo) -> str:
        cursor = signing.dumps([nombre, [c.valor(ultimo) for c in orden]], salt=SAL)
        return replace_query_param(self.url, "cursor", cursor)

    def get_paginated_response(self, data) -> Response:
        del_corte = {"corte": self.corte.dia, "sabido_al": self.corte.sabido_al.astimezone(UTC)} if self.corte else {}
        cuerpo = {"al": self.corte.dia if self.corte else reloj.hoy(), **del_corte, "siguiente": self.siguiente, "resultados": data}
        if self.total is not None:
            cuerpo["total"] = self.total
        enlaces = [f'<{remove_query_param(self.url, "cursor")}>; rel="first"']
        if self.siguiente:
            enlaces.append(f'<{self.siguiente}>; rel="next"')
        return Response(cuerpo, headers={"Link": ", ".join(enlaces)})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return {
            "type": "object",
            "required": ["al", "siguiente", "resultados"],
            "properties": {
                "al": {"type": "string", "format": "date", "description": "Fecha a la que se juzga lo que depende del día."},
                "corte": {"type": "string", "format": "date", "description": "El mismo día: con «sabido_al» reproduce estas cifras."},
                "sabido_al": {"type": "string", "format": "date-time", "description": "Hasta qué instante se sabía."},
                "siguiente": {"type": ["string", "null"], "format": "uri", "description": "La página que sigue; nulo en la última."},
                "resultados": schema,
                "total": {"type": "integer", "minimum": 0, "description": "Solo con incluir=total."},
            },
        }
