"""Lo que se lee alrededor de una obligación: el cálculo de su plazo, sus solicitudes y sus cifras; y lo rectificado de un corte."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from conferencia import reloj
from conferencia.api import serializers_de_seguimiento as formas
from conferencia.api.cortes import ConCorte
from conferencia.api.lectura import VistaDeLectura, VistaDeRecurso
from conferencia.api.paginacion import Columna, parametros_de_pagina
from conferencia.api.parametros import fecha, instante
from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos
from conferencia.models import Medicion, Obligacion, Solicitud
from conferencia.permissions import visibles_para
from conferencia.queries.calculo import calculo_al
from conferencia.queries.corte import al_corte, como_estaban
from conferencia.queries.rectificadas import TOPE, rectificaciones


class PlazoDeObligacion(ConCorte, VistaDeLectura):
    """El cálculo del plazo paso a paso, de lo que dice el acta a la fecha que regía al corte. Cada paso dice lo que se calculó aquel día."""

    recurso, etiqueta, resumenes = "plazos", "Plazos", ("", "Cómo se calculó el plazo de una obligación")

    def de_que(self) -> QuerySet[Obligacion]:
        return Obligacion.objects.filter(pk=self.kwargs["pk"])

    @extend_schema(responses=formas.CalculoSerializer)
    def get(self, request, pk) -> Response:
        visibles = al_corte(visibles_para(request.facultades, Obligacion), self.corte)
        (obligacion,) = como_estaban([get_object_or_404(visibles.select_related("plazo_dado_por", "objetivo_oficio"), pk=pk)], self.corte)
        obligacion.pasos = calculo_al(obligacion, self.corte).pasos
        return Response(formas.CalculoSerializer(obligacion).data)


class DeUnaObligacion(VistaDeRecurso):
    """Los renglones de ``modelo`` que son de una obligación. Sin la obligación a la vista, ni renglón que mostrar, no existe."""

    def list(self, request, pk) -> Response:
        return super().list(request)

    def de_ella(self) -> QuerySet:
        suyos = self.visibles().filter(obligacion=self.kwargs["pk"])
        la_ve = visibles_para(self.request.facultades, Obligacion).nacidas(self.hoy).filter(pk=self.kwargs["pk"]).exists()
        if not la_ve and not suyos.exists():
            raise Http404
        return suyos


class SolicitudesDeObligacion(DeUnaObligacion):
    """Las prórrogas y no competencias pedidas sobre una obligación, y cómo se resolvieron. Quien ya no es parte ve las que pidió."""

    modelo, serializer_class = Solicitud, formas.SolicitudSerializer
    recurso, etiqueta, resumenes = "solicitudes", "Solicitudes", ("Lista las solicitudes de una obligación", "")
    ordenes = {"-presentada_en": (Columna("presentada_en", baja=True), Columna("pk", baja=True)), "presentada_en": (Columna("presentada_en"), Columna("pk"))}
    parametros = parametros_de_pagina(ordenes)

    def get_queryset(self) -> QuerySet:
        return self.de_ella().select_related("institucion", "oficio", "sustituta")


class CifrasDeObligacion(DeUnaObligacion):
    """Las cifras capturadas de una obligación, con las que después se rectificaron (``vigente`` falso)."""

    modelo, serializer_class = Medicion, formas.MedicionSerializer
    recurso, etiqueta, resumenes = "cifras", "Cifras", ("Lista las cifras de una obligación", "")
    ordenes = {
        "corresponde_el": (Columna("corresponde_el"), Columna("pk")),
        "-corresponde_el": (Columna("corresponde_el", baja=True), Columna("pk", baja=True)),
    }
    parametros = parametros_de_pagina(ordenes)

    def get_queryset(self) -> QuerySet:
        return self.de_ella().select_related("indicador", "institucion")


class Rectificaciones(VistaDeLectura):
    """Qué obligaciones se veían de otro modo un mismo día entre dos instantes, y qué hechos lo causaron."""

    recurso, etiqueta, resumenes = "rectificaciones", "Rectificaciones", ("", "Lo rectificado de un corte entre dos instantes")
    parametros = (
        fecha("corte", "El día del que se compara; por omisión, hoy."),
        instante("desde", "Como se sabía en este instante…", requerido=True),
        instante("hasta", "…contra como se sabía en este; por omisión, ahora."),
    )

    @extend_schema(responses=formas.RectificacionesSerializer)
    def get(self, request) -> Response:
        desde = self.leidos["desde"][0]
        corte, hasta = self.leidos.get("corte", [self.hoy])[0], self.leidos.get("hasta", [reloj.ahora()])[0]
        _revisar(desde, hasta)
        halladas = rectificaciones(visibles_para(request.facultades, Obligacion), corte, desde, hasta)
        dicho = {"corte": corte, "desde": desde, "hasta": hasta, "completa": len(halladas) < TOPE, "resultados": halladas}
        return Response(formas.RectificacionesSerializer(dicho).data)


def _revisar(desde, hasta) -> None:
    errores = []
    if desde >= hasta:
        errores.append(ErrorDeParametro.en("hasta", "valor_invalido", "«hasta» debe ser posterior a «desde»."))
    if hasta > reloj.ahora():
        errores.append(ErrorDeParametro.en("hasta", "valor_invalido", "Ese instante aún no llega: nada se sabe todavía de entonces."))
    if errores:
        raise ParametrosInvalidos(errores)
