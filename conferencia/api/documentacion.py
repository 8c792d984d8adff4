"""La puerta de la API: raíz con enlaces, esquema versionado, documentación y lo que significa cada problema.

Esquema, documentación y problemas son públicos: describen la API y no llevan ningún dato.
"""

from functools import cache
from pathlib import Path

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.reverse import reverse

from conferencia.api.esquema import EsquemaDeLectura
from conferencia.api.lectura import VistaDeLectura
from conferencia.api.problemas import CLASES

RUTA_DEL_ESQUEMA = Path(__file__).with_name("openapi.json")
RECURSOS = ("reuniones", "disposiciones", "compromisos", "obligaciones")


class RaizSerializer(serializers.Serializer):
    al = serializers.DateField(help_text="Fecha con que se juzga hoy.")
    reuniones = serializers.URLField()
    disposiciones = serializers.URLField()
    compromisos = serializers.URLField()
    obligaciones = serializers.URLField()
    esquema = serializers.URLField()
    documentacion = serializers.URLField()


class Raiz(VistaDeLectura):
    """Por dónde empezar."""

    recurso, etiqueta, resumenes = "raiz", "Raíz", ("", "Los recursos de la API")

    @extend_schema(responses=RaizSerializer)
    def get(self, request) -> Response:
        enlaces = {nombre: reverse(f"api:{nombre}-list", request=request) for nombre in RECURSOS}
        enlaces |= {nombre: reverse(f"api:{nombre}", request=request) for nombre in ("esquema", "documentacion")}
        return Response({"al": self.hoy, **enlaces})


class VistaPublica(VistaDeLectura):
    authentication_classes = ()
    permission_classes = (AllowAny,)


@cache
def _esquema() -> bytes:
    return RUTA_DEL_ESQUEMA.read_bytes()


@extend_schema(exclude=True)
class Esquema(VistaPublica):
    """El esquema tal como está versionado: una prueba comprueba que es el del código."""

    def get(self, request) -> HttpResponse:
        return HttpResponse(_esquema(), content_type="application/json")


@extend_schema(exclude=True)
class ClaseDeProblema(VistaPublica):
    """A lo que apunta el ``type`` de un problema."""

    def get(self, request, codigo: str) -> Response:
        if not (clase := CLASES.get(codigo)):
            raise Http404
        return Response({"type": clase.tipo, "code": clase.codigo, "status": clase.estado, "title": clase.titulo, "detail": clase.detalle})


@extend_schema(exclude=True)
class RutaDesconocida(VistaPublica):
    """Lo que bajo la API no existe también se contesta como problema, y no con la página del sitio."""

    def initial(self, request, *args, **kwargs) -> None:
        raise Http404


# Swagger UI pone estilos en línea; solo en esta página se le dejan. Los guiones siguen siendo únicamente propios.
@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class Documentacion(SpectacularSwaggerSplitView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = EsquemaDeLectura()
    url_name = "api:esquema"
    template_name = "conferencia/api/documentacion.html"
    title = "API de Seguimiento de Acuerdos"
