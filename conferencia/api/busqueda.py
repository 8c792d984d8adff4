"""La búsqueda, por API: lo mismo que la página, con los permisos de la credencial."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.lectura import VistaDeLectura
from conferencia.api.parametros import entero, opcion, texto
from conferencia.api.serializers import Lectura
from conferencia.models import Archivo, Compromiso, Disposicion, Entrega, Oficio, Solicitud
from conferencia.permissions import visibles_para
from conferencia.queries.texto_completo import CLASES, OPCIONES, PAGINAS, Visibles, buscar


class PedazoSerializer(Lectura):
    texto = serializers.CharField()
    hallado = serializers.BooleanField(help_text="Si es de lo que se buscaba.")


class ResultadoSerializer(Lectura):
    clase = serializers.ChoiceField(OPCIONES)
    id = serializers.UUIDField(source="objeto_id", help_text="Del oficio, el archivo, la disposición o el compromiso, según la clase.")
    titulo = serializers.CharField()
    contexto = serializers.CharField(help_text="De dónde es: quién lo manda, o de qué disposición y reunión.")
    fecha = serializers.DateField(allow_null=True)
    fragmento = PedazoSerializer(many=True)
    obligacion = serializers.UUIDField(source="obligacion_id", allow_null=True, help_text="Una de las que atiende, si la hay y la ves.")
    disposicion = serializers.UUIDField(source="disposicion_id", allow_null=True)


class CuentaSerializer(Lectura):
    clase = serializers.ChoiceField(OPCIONES)
    cuantos = serializers.IntegerField()


class HalladoSerializer(Lectura):
    resultados = ResultadoSerializer(many=True)
    cuentas = CuentaSerializer(many=True)
    siguiente_pagina = serializers.IntegerField(allow_null=True)


class Buscar(VistaDeLectura):
    """Busca en oficios, en el texto de sus archivos (también lo reconocido en fotos y escaneos) y en las actas, sin distinguir acentos."""

    recurso, etiqueta, resumenes = "busqueda", "Búsqueda", ("", "Busca en oficios, archivos y actas")
    parametros = (
        texto("q", "Palabras, número de oficio o una frase entre comillas; con «-palabra» se excluye.", ejemplo="diagnóstico AFIS").exigido(),
        opcion("clase", "Solo de esta clase.", CLASES),
        entero("pagina", "Desde 1.", 1, PAGINAS, 1),
    )

    @extend_schema(responses=HalladoSerializer)
    def get(self, request) -> Response:
        visibles = Visibles(*(visibles_para(request.facultades, m) for m in (Oficio, Archivo, Disposicion, Compromiso, Entrega, Solicitud)))
        pagina = self.leidos.get("pagina", [1])[0]
        hallado = buscar(self.leidos["q"][0], visibles, clase=self.leidos.get("clase", [""])[0], pagina=pagina)
        dicho = {
            "resultados": hallado.resultados,
            "cuentas": [{"clase": c, "cuantos": n} for c, n in hallado.cuentas.items()],
            "siguiente_pagina": pagina + 1 if hallado.hay_mas else None,
        }
        return Response(HalladoSerializer(dicho).data)
