"""La vista de lectura de la que nacen todas: parámetros leídos antes que nada, permisos del sitio y error uniforme."""

from hashlib import sha256

from django.db.models import QuerySet
from django.http import HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import parse_etags
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from conferencia import reloj
from conferencia.api.esquema import EsquemaDeLectura
from conferencia.api.filters import Filtro
from conferencia.api.paginacion import Orden, despues_de, parametros_de_pagina
from conferencia.api.parametros import Parametro, leer_parametros, lista
from conferencia.api.serializers import SIEMPRE
from conferencia.permissions import visibles_para


class VistaDeLectura(APIView):
    """Solo GET y HEAD. ``parametros``: todo lo que la URL admite; lo demás es 400."""

    http_method_names = ["get", "head"]
    schema = EsquemaDeLectura()
    recurso = etiqueta = ""
    resumenes = ("", "")
    parametros: tuple[Parametro, ...] = ()
    detalle_con_etag = False
    con_corte = False

    def initial(self, request, *args, **kwargs) -> None:
        if request.method not in self.allowed_methods:
            raise exceptions.MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        self.hoy = reloj.hoy()
        self.leidos = leer_parametros(request.query_params, self.parametros)

    @property
    def default_response_headers(self) -> dict:
        return super().default_response_headers | {"Vary": "Accept, Authorization, Cookie", "Content-Language": "es-MX"}


class VistaDeRecurso(VistaDeLectura, GenericViewSet):
    """Lista y detalle de un modelo, con los renglones que quien pregunta puede ver y ni uno más."""

    modelo: type
    filtros: tuple[Filtro, ...] = ()
    ordenes: dict[str, Orden] = {}

    @cached_property
    def parametros(self) -> tuple[Parametro, ...]:
        campos = lista("campos", "Solo estos campos, separados por coma; «id» y «clave» salen siempre.", list(self.serializer_class().fields))
        if self.action != "list":
            return (campos,)
        return (*(f.parametro for f in self.filtros), campos, *parametros_de_pagina(self.ordenes))

    def visibles(self) -> QuerySet:
        return visibles_para(self.request.facultades, self.modelo)

    def get_queryset(self) -> QuerySet:
        """Con todo lo que el serializador lee: el número de consultas no depende del de renglones."""
        raise NotImplementedError

    def renglones(self, queryset: QuerySet, orden: str, desde: list | None, cuantos: int) -> list:
        """Los primeros ``cuantos`` en ese orden. ``desde``: los valores del último que ya se vio."""
        columnas = self.ordenes[orden]
        pagina = queryset.order_by(*(c.orden() for c in columnas))
        return list((pagina.filter(despues_de(columnas, desde)) if desde else pagina)[:cuantos])

    def total(self, queryset: QuerySet) -> int:
        return queryset.count()

    def get_serializer_context(self) -> dict:
        return super().get_serializer_context() | {"hoy": self.hoy}

    def serializado(self, cosa, *, muchos: bool = False):
        serializador = self.get_serializer(cosa, many=muchos)
        if pedidos := self.leidos.get("campos"):
            recortar(serializador.child if muchos else serializador, pedidos[0])
        return serializador.data

    def list(self, request) -> Response:
        pagina = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.serializado(pagina, muchos=True))

    def retrieve(self, request, pk) -> Response:
        return Response(self.serializado(get_object_or_404(self.get_queryset(), pk=pk)))


def recortar(serializador, pedidos: frozenset[str]) -> None:
    """Deja solo los campos pedidos; los que identifican salen siempre."""
    for nombre in set(serializador.fields) - pedidos - SIEMPRE:
        serializador.fields.pop(nombre)


def con_etag(request, respuesta: Response, version: int):
    """ETag fuerte «versión-huella del cuerpo»; 304 si quien pregunta ya lo tiene.

    La versión sola no basta: la situación cambia al pasar el día, o cuando llega un insumo, sin que la obligación se toque.
    """
    cuerpo = request.accepted_renderer.render(respuesta.data, request.accepted_media_type, {})
    etiqueta = f'"{version}-{sha256(cuerpo).hexdigest()[:16]}"'
    conocidas = {e.removeprefix("W/") for e in parse_etags(request.headers.get("If-None-Match", ""))}
    if conocidas & {etiqueta, "*"}:
        respuesta = HttpResponseNotModified()
    respuesta["ETag"] = etiqueta
    respuesta["Cache-Control"] = "private, no-cache"
    return respuesta
