"""El esquema OpenAPI sale de lo mismo que se ejecuta: parámetros declarados, serializadores y clases de problema."""

from collections.abc import Iterable

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from conferencia.api.parametros import Parametro
from conferencia.api.problemas import CLASES, TIPO_DE_CONTENIDO
from conferencia.api.serializers import SIEMPRE, ConDispersion

DE_TODA_LECTURA = (400, 401, 403, 404, 405, 406, 429, 500)
ENCABEZADOS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "Cómo identificarse."}},
    405: {"Allow": {"schema": {"type": "string"}, "description": "Los métodos que sí."}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "description": "Segundos que hay que esperar."}},
}
DEL_CORTE = {
    "Corte": {"schema": {"type": "string", "format": "date"}, "description": "El día al que se juzgó."},
    "Sabido-Al": {"schema": {"type": "string", "format": "date-time"}, "description": "Hasta cuándo se sabía. Con «Corte» reproduce esta respuesta."},
}
ENLACES = {"Link": {"schema": {"type": "string"}, "description": "«first» y, si hay más, «next» (RFC 8288)."}}
ETIQUETA = {"ETag": {"schema": {"type": "string"}, "description": "Etiqueta fuerte: versión y huella de lo que se ve."}}
SI_CAMBIO = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="ETag que ya se tiene: si nada cambió, 304.")


class ErrorSerializer(serializers.Serializer):
    pointer = serializers.CharField(help_text="Apuntador JSON; los parámetros de la URL cuelgan de /query.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemaSerializer(serializers.Serializer):
    """Problema según RFC 9457."""

    type = serializers.CharField(help_text="Ruta estable que explica la clase de problema.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Qué pasó y qué hacer.")
    instance = serializers.CharField(help_text="Ruta de la petición.")
    code = serializers.ChoiceField([clase.codigo for clase in CLASES.values()])
    request_id = serializers.CharField(help_text="El mismo de X-Request-ID; cítalo al reportar.")
    errors = ErrorSerializer(many=True)


def problemas(esquema: AutoSchema, estados: Iterable[int], direction: str) -> dict[str, dict]:
    """Con qué cuerpo y encabezados se niega una operación, por código de estado."""
    referencia = esquema.resolve_serializer(ProblemaSerializer, direction).ref
    dichos = {estado: " · ".join(f"{c.titulo} ({c.codigo})" for c in CLASES.values() if c.estado == estado) for estado in estados}
    return {
        str(estado): {"description": dicho, "headers": ENCABEZADOS.get(estado, {}), "content": {TIPO_DE_CONTENIDO: {"schema": referencia}}}
        for estado, dicho in dichos.items()
    }


class EsquemaDeLectura(AutoSchema):
    """Toda operación declara sus parámetros, sus problemas y un nombre en español."""

    def get_operation_id(self) -> str:
        return f"{self.view.recurso}_{'listar' if self._is_list_view() else 'ver'}"

    def get_summary(self) -> str:
        return self.view.resumenes[0 if self._is_list_view() else 1]

    def get_tags(self) -> list[str]:
        return [self.view.etiqueta]

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [_parametro(p) for p in self.view.parametros] + ([SI_CAMBIO] if self._lleva_etag() else [])

    def _lleva_etag(self) -> bool:
        return self.view.detalle_con_etag and not self._is_list_view()

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"PaginaDe{serializer_name}"

    def _get_filter_parameters(self) -> list:
        return []  # ya están en view.parametros, de donde se leen

    def _get_pagination_parameters(self) -> list:
        return []

    def _map_serializer(self, serializer, direction, bypass_extensions=False):
        esquema = super()._map_serializer(serializer, direction, bypass_extensions)
        if isinstance(serializer, ConDispersion):
            esquema["required"] = sorted(SIEMPRE)
        return esquema

    def _get_response_bodies(self, direction="response") -> dict:
        cuerpos = super()._get_response_bodies(direction)
        del_corte = DEL_CORTE if self.view.con_corte else {}
        propios = ENLACES if self._is_list_view() else ETIQUETA if self._lleva_etag() else {}
        cuerpos["200"] |= {"description": self.get_summary(), "headers": propios | del_corte}
        if self._lleva_etag():
            cuerpos["304"] = {"description": "Es igual a la que ya tienes.", "headers": ETIQUETA | del_corte}
        return cuerpos | problemas(self, DE_TODA_LECTURA, direction)


def _parametro(parametro: Parametro) -> OpenApiParameter:
    esquema = {"type": "array", "items": parametro.esquema} if parametro.repetible else parametro.esquema
    arreglo = esquema["type"] == "array"
    return OpenApiParameter(
        parametro.nombre,
        esquema,
        OpenApiParameter.QUERY,
        required=parametro.requerido,
        description=parametro.descripcion + (" Repetir es O." if parametro.repetible else ""),
        style="form" if arreglo else None,
        explode=parametro.repetible if arreglo else None,
    )
