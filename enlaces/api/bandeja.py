"""La bandeja por la API: la cola que se lee y lo que sobre una entrega se ordena."""

from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from conferencia.api.entradas import DecisionEntrada, decision_de
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.filters import Filtro
from conferencia.api.lectura import VistaDeRecurso, con_etag
from conferencia.api.paginacion import Columna
from conferencia.api.parametros import opcion, texto
from conferencia.models import Canal, Entrega, EstadoEntrega, Turno
from conferencia.permissions import Facultades, visibles_para
from conferencia.services.decisiones import decidir
from conferencia.services.turnos import opinar, turnar
from enlaces.api import entradas
from enlaces.api.serializers import EntregaSerializer, TurnoSerializer
from enlaces.domain.colas import Cola
from enlaces.queries.bandeja import condicion_de_cola
from enlaces.queries.turnos import turno_con_todo
from enlaces.services.deshacer import deshacer
from enlaces.services.mesa import soltar, tomar


def _entre(campo: str, valores: list, _: Facultades) -> Q:
    return Q(**{f"{campo}__in": valores})


def _en_colas(valores: list, facultades: Facultades) -> Q:
    condicion = Q()
    for cola in valores:
        condicion |= condicion_de_cola(Cola(cola), facultades)
    return condicion


class Entregas(VistaDeRecurso):
    """Lo presentado. Con `cola`, lo que la bandeja de la Secretaría Técnica muestra en esa pestaña."""

    modelo, serializer_class = Entrega, EntregaSerializer
    recurso, etiqueta, resumenes = "entregas", "Entregas", ("Lista las entregas", "Una entrega")
    filtros = (
        Filtro(opcion("cola", "Cola de la bandeja.", Cola, repetible=True), _en_colas),
        Filtro(opcion("estado", "Cómo quedó.", EstadoEntrega.values, repetible=True), partial(_entre, "estado")),
        Filtro(opcion("canal", "Por dónde llegó.", Canal.values, repetible=True), partial(_entre, "oficio__canal")),
        Filtro(
            texto("institucion", "Clave de la institución que presenta.", largo=20, repetible=True, ejemplo="PUE-UPC"),
            partial(_entre, "institucion__clave"),
        ),
        Filtro(
            texto("disposicion", "Clave de la disposición.", largo=40, repetible=True, ejemplo="ZC-2022-1/A3"),
            partial(_entre, "obligacion__compromiso__disposicion__clave"),
        ),
    )
    ordenes = {
        "presentada_en": (Columna("presentada_en"), Columna("id")),
        "-presentada_en": (Columna("presentada_en", baja=True), Columna("id", baja=True)),
    }

    detalle_con_etag = True

    def get_queryset(self) -> QuerySet:
        return self.visibles().select_related("obligacion", "institucion", "oficio", "toma__usuario")

    def retrieve(self, request, pk):
        """Su etiqueta es la de su obligación: la que las órdenes piden."""
        entrega = get_object_or_404(self.get_queryset(), pk=pk)
        return con_etag(request, Response(self.serializado(entrega)), entrega.obligacion.version)


class OrdenSobreEntrega(VistaDeOrden):
    """Sobre una entrega que quien ordena ve. La versión es la de su obligación."""

    salida, etiqueta = EntregaSerializer, "Entregas"
    con_version = False

    def objeto(self, pk: UUID) -> Entrega:
        filas = visibles_para(self.request.facultades, Entrega).select_related("obligacion__compromiso__disposicion", "institucion", "oficio", "toma__usuario")
        return get_object_or_404(filas, pk=pk)

    def version_de(self, objeto: Entrega) -> int:
        return objeto.obligacion.version

    def como_quedo(self, entrega: Entrega) -> Response:
        return Response(EntregaSerializer(self.objeto(entrega.pk), context={"request": self.request}).data)


class Decidir(OrdenSobreEntrega):
    """Acepta, observa, rechaza por ajena, devuelve por error de captura o convierte en alegación de no competencia."""

    recurso, resumen, entrada = "entregas_decidir", "Decide una entrega", DecisionEntrada
    con_version = True

    def ordenar(self, objeto: Entrega, datos: dict, version: int | None) -> Response:
        decidir(por=self.request.facultades, entrega=objeto, version=version or 0, decision=decision_de(datos))
        return self.como_quedo(objeto)


class Deshacer(OrdenSobreEntrega):
    """Deshace la decisión mientras su aviso no haya salido."""

    recurso, resumen, entrada = "entregas_deshacer", "Deshace una decisión", entradas.DeshacerEntrada

    def ordenar(self, objeto: Entrega, datos: dict, version: None) -> Response:
        return self.como_quedo(deshacer(por=self.request.facultades, entrega=objeto, **datos))


class Tomar(OrdenSobreEntrega):
    """Dice a los demás que se está revisando, o la suelta; caduca sola a la media hora."""

    recurso, resumen, entrada = "entregas_tomar", "Toma o suelta una entrega", entradas.TomaEntrada

    def ordenar(self, objeto: Entrega, datos: dict, version: None) -> Response:
        if datos["accion"] == "soltar":
            soltar(por=self.request.facultades, entrega=objeto)
        else:
            tomar(por=self.request.facultades, entrega=objeto, de_todos_modos=datos["de_todos_modos"])
        return self.como_quedo(objeto)


class Turnar(OrdenSobreEntrega):
    """Pide a un área técnica su opinión, con una pregunta y un plazo."""

    recurso, resumen, entrada, salida = "entregas_turnar", "Turna a un área técnica", entradas.TurnoEntrada, TurnoSerializer
    crea = True

    def ordenar(self, objeto: Entrega, datos: dict, version: None) -> Response:
        return Response(TurnoSerializer(turnar(por=self.request.facultades, entrega=objeto, **datos)).data, status=201)


class Opinar(VistaDeOrden):
    """El área técnica opina sobre lo que se le turnó, una sola vez."""

    recurso, etiqueta, resumen, entrada, salida = "turnos_opinar", "Turnos", "Opina sobre lo turnado", entradas.OpinionEntrada, TurnoSerializer
    con_version = False

    def objeto(self, pk: UUID) -> Turno:
        visible = get_object_or_404(visibles_para(self.request.facultades, Turno), pk=pk)
        return turno_con_todo(self.request.facultades, visible.pk) or visible

    def ordenar(self, objeto: Turno, datos: dict, version: None) -> Response:
        archivo = next(iter(datos.pop("archivos")), None)
        return Response(TurnoSerializer(opinar(por=self.request.facultades, turno=objeto, archivo=archivo, **datos)).data)
