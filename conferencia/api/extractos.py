"""Los extractos de disposiciones: pedir uno y saber cómo va."""

from datetime import UTC
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.escritura import VistaDeOrden
from conferencia.api.lectura import VistaDeRecurso
from conferencia.api.oficios_de_salida import ArchivoEmitidoSerializer
from conferencia.api.paginacion import Columna
from conferencia.api.serializers import Lectura
from conferencia.domain.errores import NoProcede
from conferencia.models import Disposicion, EstadoTrabajo, Informe
from conferencia.permissions import exigir, puede_emitir_informes, visibles_para
from conferencia.services.informes import InformeNegado, pedir_extracto


class ExtractoSerializer(Lectura):
    id = serializers.UUIDField()
    folio = serializers.CharField()
    disposicion = serializers.CharField(source="disposicion.clave")
    corte = serializers.DateField()
    sabido_al = serializers.DateTimeField(default_timezone=UTC)
    estado = serializers.SerializerMethodField(help_text="«emitido» o el de su trabajo.")
    pedido_en = serializers.DateTimeField(default_timezone=UTC)
    emitido_en = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    cabeza = serializers.CharField(help_text="Último hecho de la cadena al emitirlo.")
    archivo = ArchivoEmitidoSerializer(allow_null=True)

    def get_estado(self, extracto: Informe) -> str:
        if extracto.emitido_en:
            return "emitido"
        return extracto.trabajo.estado if extracto.trabajo else EstadoTrabajo.FALLIDO.value


class Extractos(VistaDeRecurso):
    """Los extractos de disposiciones ya pedidos. Mientras ``estado`` no sea «emitido», vuelve a preguntar."""

    modelo, serializer_class = Informe, ExtractoSerializer
    recurso, etiqueta, resumenes = "extractos", "Extractos", ("Lista los extractos", "Un extracto")
    ordenes = {"-pedido_en": (Columna("pedido_en", baja=True), Columna("pk", baja=True)), "pedido_en": (Columna("pedido_en"), Columna("pk"))}

    def get_queryset(self) -> QuerySet:
        return self.visibles().filter(disposicion__isnull=False).select_related("disposicion", "archivo", "trabajo")


class ExtractoEntrada(serializers.Serializer):
    corte = serializers.DateField(required=False, default=None, allow_null=True, help_text="Vacío: hoy.")
    sabido_al = serializers.DateTimeField(required=False, default=None, allow_null=True, help_text="Vacío: con lo sabido ahora.")


class PedirExtracto(VistaDeOrden):
    """Pide el extracto de una disposición, en PDF, a un corte. Responde de inmediato con dónde preguntar por él (``Location``)."""

    recurso, etiqueta, resumen = "extractos_pedir", "Extractos", "Pide el extracto de una disposición"
    entrada, salida = ExtractoEntrada, ExtractoSerializer
    con_version, exito = False, 202

    def objeto(self, pk: UUID) -> Disposicion:
        exigir(puede_emitir_informes(self.request.facultades))
        return get_object_or_404(visibles_para(self.request.facultades, Disposicion).select_related("reunion"), pk=pk)

    def ordenar(self, objeto: Disposicion, datos: dict, version: int | None) -> Response:
        try:
            extracto = pedir_extracto(por=self.request.facultades, disposicion=objeto, corte=datos["corte"] or self.hoy, sabido_al=datos["sabido_al"])
        except InformeNegado as error:
            raise NoProcede(str(error), "corte") from error
        respuesta = Response(ExtractoSerializer(extracto).data, status=self.exito)
        respuesta["Location"] = reverse("api:extractos-detail", args=[extracto.pk])
        return respuesta
