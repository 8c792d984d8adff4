"""El esquema OpenAPI de las órdenes: qué se manda, con qué encabezados y de qué modos se puede negar."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from conferencia.api.esquema import ETIQUETA, problemas

DE_TODA_ORDEN = (400, 401, 403, 404, 405, 406, 409, 415, 422, 429, 500)
CON_VERSION = (412, 428)
SI_ES = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="La ETag con que se leyó: si ya cambió, 412.")
LLAVE = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 8, "maxLength": 200, "pattern": r"^[\x21-\x7e]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Única por petición, de 8 a 200 caracteres visibles. Repetirla en 24 horas da la misma respuesta.",
)


class EsquemaDeOrden(AutoSchema):
    """Toda orden declara su cuerpo, sus encabezados y sus problemas."""

    def get_operation_id(self) -> str:
        return self.view.recurso

    def get_summary(self) -> str:
        return self.view.resumen

    def get_tags(self) -> list[str]:
        return [self.view.etiqueta]

    def get_request_serializer(self):
        return self.view.entrada

    def get_response_serializers(self):
        return self.view.salida

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [LLAVE, *([SI_ES] if self.view.con_version else [])]

    def _get_response_bodies(self, direction="response") -> dict:
        codigo = str(self.view.exito or (201 if self.view.crea else 200))
        respuesta = self._get_response_for_code(self.get_response_serializers(), codigo, direction=direction)
        cuerpo = {codigo: respuesta | {"description": self.get_summary(), "headers": ETIQUETA}}
        return cuerpo | problemas(self, sorted((*DE_TODA_ORDEN, *(CON_VERSION if self.view.con_version else ()))), direction)
