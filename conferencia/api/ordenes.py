"""Las órdenes de la API: subir un archivo, presentar contra una obligación y dictaminar lo presentado."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from conferencia.api import entradas
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.serializers import ObligacionSerializer
from conferencia.models import Entrega, Obligacion
from conferencia.permissions import visibles_para
from conferencia.services.archivos import TIPOS_DE_OFICIO, guardar_archivo
from conferencia.services.decisiones import decidir
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio


class ArchivoSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    nombre = serializers.CharField()
    tipo = serializers.CharField()
    tamano = serializers.IntegerField(help_text="En bytes.")
    sha256 = serializers.CharField()


class SubirArchivo(VistaDeOrden):
    """Sube un archivo (PDF, Word, Excel o foto) que después se cita en otra orden. Lo que nadie cita no lo ve nadie más."""

    recurso, etiqueta, resumen = "archivos_subir", "Archivos", "Sube un archivo"
    entrada, salida = entradas.ArchivoEntrada, ArchivoSerializer
    parser_classes = [MultiPartParser]
    con_version, crea = False, True

    def objeto(self) -> None:
        return None

    def ordenar(self, objeto: None, datos: dict, version: None) -> Response:
        subido = datos["archivo"]
        archivo = guardar_archivo(contenido=subido.file, nombre=subido.name, admitidos=TIPOS_DE_OFICIO, actor=self.request.user.pk)
        return Response(ArchivoSerializer(archivo).data, status=201)


class OrdenSobreObligacion(VistaDeOrden):
    """Sobre una obligación que quien ordena ve."""

    salida = ObligacionSerializer
    etiqueta = "Obligaciones"

    def objeto(self, pk: UUID) -> Obligacion:
        visibles = visibles_para(self.request.facultades, Obligacion).nacidas(self.hoy)
        return get_object_or_404(visibles.select_related("compromiso__disposicion__reunion").prefetch_related("partes"), pk=pk)


def datos_de_oficio(datos: dict) -> DatosDeOficio:
    return DatosDeOficio(numero=datos["numero"], fecha=datos["fecha"], asunto=datos["asunto"], firmante=datos["firmante"], canal="api")


class Presentar(OrdenSobreObligacion):
    """Presenta un oficio contra la obligación (y, si se dice, contra otras). Recibir no es cumplir: queda en revisión."""

    recurso, resumen = "entregas_presentar", "Presenta un oficio"
    entrada, crea = entradas.EntregaEntrada, True

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        presentar_oficio(
            por=self.request.facultades,
            obligaciones=[objeto, *datos["otras"]],
            institucion=datos["institucion"],
            datos=datos_de_oficio(datos),
            archivos=datos["archivos"],
            nota=datos["nota"],
        )
        return self.quedo(objeto)


class Dictaminar(OrdenSobreObligacion):
    """Decide la entrega que está en revisión, igual que la bandeja: acepta, observa, rechaza por ajena, convierte en alegación o devuelve."""

    recurso, resumen = "entregas_dictaminar", "Dictamina lo presentado"
    entrada = entradas.DecisionEntrada

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        visibles = visibles_para(self.request.facultades, Entrega).filter(obligacion=objeto, estado="en_revision")
        entrega = get_object_or_404(visibles.select_related("obligacion__compromiso__disposicion", "institucion", "oficio"))
        decidir(por=self.request.facultades, entrega=entrega, version=version or 0, decision=entradas.decision_de(datos))
        return self.quedo(objeto)
