"""Los oficios de salida y los expedientes: leerlos, registrar un acuse de entrega y pedir un expediente."""

from datetime import UTC
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.entradas import ArchivosPropios, InstitucionPorClave
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.filters import DE_OFICIOS_DE_SALIDA
from conferencia.api.lectura import VistaDeRecurso, con_etag
from conferencia.api.paginacion import Columna
from conferencia.api.serializers import Lectura
from conferencia.models import (
    ArchivoDeOficio,
    ClaseSalida,
    EntidadFederativa,
    EstadoSalida,
    EstadoTrabajo,
    Expediente,
    Institucion,
    MedioDeEntrega,
    Obligacion,
    OficioDeSalida,
    Reunion,
)
from conferencia.permissions import visibles_para
from conferencia.services.expedientes import pedir_expediente, pedir_expediente_de
from conferencia.services.salida import Entregado, registrar_entrega

RECIENTE = (Columna("preparado_en", baja=True), Columna("pk", baja=True))


class ArchivoEmitidoSerializer(Lectura):
    id = serializers.UUIDField()
    nombre = serializers.CharField()
    tipo = serializers.CharField()
    tamano = serializers.IntegerField(help_text="En bytes.")
    sha256 = serializers.CharField()


class OficioDeSalidaSerializer(Lectura):
    id = serializers.UUIDField()
    clase = serializers.ChoiceField(ClaseSalida.choices)
    estado = serializers.ChoiceField(EstadoSalida.choices)
    numero = serializers.CharField(help_text="Vacío mientras no se emita.")
    fecha = serializers.DateField(allow_null=True, help_text="La del documento.")
    asunto = serializers.CharField()
    reunion = serializers.CharField(source="reunion.clave")
    institucion = serializers.CharField(source="institucion.clave", help_text="A quién se dirige.")
    copiadas = serializers.SerializerMethodField(help_text="Claves de las que reciben copia.")
    obligaciones = serializers.SerializerMethodField(help_text="Claves de las obligaciones de que trata.")
    responder_el = serializers.DateField(allow_null=True, help_text="Hasta cuándo se responde un requerimiento.")
    emitido_en = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    entregado_en = serializers.DateTimeField(default_timezone=UTC, allow_null=True, help_text="Cuándo lo recibió su destinatario.")
    entregado_por_medio = serializers.CharField(help_text="Vacío mientras no conste la entrega.")
    recibio = serializers.CharField(help_text="Quién lo recibió.")
    archivos = serializers.SerializerMethodField()

    def get_copiadas(self, salida: OficioDeSalida) -> list[str]:
        return [i.clave for i in salida.copiadas.all()]

    def get_obligaciones(self, salida: OficioDeSalida) -> list[str]:
        return [o.clave for o in salida.obligaciones.all()]

    def get_archivos(self, salida: OficioDeSalida) -> ArchivoEmitidoSerializer(many=True):  # type: ignore[valid-type]  # lo lee el esquema
        adjuntos = salida.oficio.adjuntos.all() if salida.oficio else []
        return ArchivoEmitidoSerializer([a.archivo for a in adjuntos], many=True).data


class OficiosDeSalida(VistaDeRecurso):
    """Notificaciones y requerimientos. Una institución ve los ya emitidos que se le dirigieron o de los que recibió copia."""

    modelo, serializer_class = OficioDeSalida, OficioDeSalidaSerializer
    recurso, etiqueta, resumenes = "oficios_de_salida", "Oficios de salida", ("Lista los oficios de salida", "Un oficio de salida")
    detalle_con_etag = True
    filtros = DE_OFICIOS_DE_SALIDA
    ordenes = {"-preparado_en": RECIENTE, "preparado_en": (Columna("preparado_en"), Columna("pk"))}

    def get_queryset(self) -> QuerySet:
        copiadas = Prefetch("copiadas", Institucion.objects.order_by("clave"))
        obligaciones = Prefetch("obligaciones", Obligacion.objects.order_by("clave").only("clave"))
        adjuntos = Prefetch("oficio__adjuntos", ArchivoDeOficio.objects.select_related("archivo").order_by("orden"))
        return self.visibles().select_related("reunion", "institucion", "oficio").prefetch_related(copiadas, obligaciones, adjuntos)

    def retrieve(self, request, pk):
        salida = get_object_or_404(self.get_queryset(), pk=pk)
        return con_etag(request, Response(self.serializado(salida)), salida.version)


class EntregaDeOficioEntrada(serializers.Serializer):
    """Cuándo, por qué medio y quién lo recibió."""

    entregado_en = serializers.DateTimeField(help_text="RFC 3339, con zona.")
    medio = serializers.ChoiceField(MedioDeEntrega.choices)
    recibio = serializers.CharField(max_length=150, help_text="Nombre y cargo, o el área cuyo sello tiene.")
    acuse = ArchivosPropios(required=False, default=list, max_length=1, help_text="La copia sellada, subida con POST /archivos/.")


class RegistrarEntrega(VistaDeOrden):
    """Registra que el oficio se entregó a su destinatario."""

    recurso, etiqueta, resumen = "oficios_de_salida_entrega", "Oficios de salida", "Registra el acuse de entrega"
    entrada, salida = EntregaDeOficioEntrada, OficioDeSalidaSerializer

    def objeto(self, pk: UUID) -> OficioDeSalida:
        return get_object_or_404(visibles_para(self.request.facultades, OficioDeSalida), pk=pk)

    def ordenar(self, objeto: OficioDeSalida, datos: dict, version: int | None) -> Response:
        acuse = datos["acuse"][0] if datos["acuse"] else None
        dado = Entregado(en=datos["entregado_en"], medio=datos["medio"], recibio=datos["recibio"], acuse=acuse)
        hecha = registrar_entrega(por=self.request.facultades, salida=objeto, version=objeto.version, entregado=dado)
        return con_etag(self.request, Response(OficioDeSalidaSerializer(hecha).data), hecha.version)


# --- Expedientes -------------------------------------------------------------------------------------------------------


class ExpedienteSerializer(Lectura):
    id = serializers.UUIDField()
    folio = serializers.CharField(help_text="Vacío mientras no se empiece a componer.")
    obligacion = serializers.CharField(
        source="obligacion.clave", default=None, allow_null=True, help_text="Nulo: es de todo lo que debe ``alcance`` o ``entidad``."
    )
    entidad = serializers.CharField(source="entidad.abreviatura", default=None, allow_null=True, help_text="De todas sus instituciones.")
    reunion = serializers.CharField(source="reunion.clave", default=None, allow_null=True, help_text="Nulo: de todas las reuniones, o lo dice la obligación.")
    alcance = serializers.CharField(source="alcance.clave", default=None, allow_null=True, help_text="Nulo: completo. Con clave: solo lo de ella.")
    estado = serializers.SerializerMethodField()
    avance = serializers.SerializerMethodField(help_text="Por ciento.")
    pedido_en = serializers.DateTimeField(default_timezone=UTC)
    emitido_en = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    cabeza = serializers.CharField(help_text="Último hecho de la cadena al emitirlo.")
    pdf = ArchivoEmitidoSerializer(allow_null=True)
    paquete = ArchivoEmitidoSerializer(allow_null=True)

    def get_estado(self, expediente: Expediente) -> str:
        if expediente.emitido_en:
            return "emitido"
        return expediente.trabajo.estado if expediente.trabajo else EstadoTrabajo.FALLIDO.value

    def get_avance(self, expediente: Expediente) -> int:
        return 100 if expediente.emitido_en else expediente.trabajo.avance if expediente.trabajo else 0


class Expedientes(VistaDeRecurso):
    """Los expedientes de prueba pedidos. Mientras ``estado`` no sea «emitido», vuelve a preguntar."""

    modelo, serializer_class = Expediente, ExpedienteSerializer
    recurso, etiqueta, resumenes = "expedientes", "Expedientes", ("Lista los expedientes", "Un expediente")
    ordenes = {"-pedido_en": (Columna("pedido_en", baja=True), Columna("pk", baja=True)), "pedido_en": (Columna("pedido_en"), Columna("pk"))}

    def get_queryset(self) -> QuerySet:
        return self.visibles().select_related("obligacion", "alcance", "entidad", "reunion", "pdf", "paquete", "trabajo")


class ExpedienteEntrada(serializers.Serializer):
    institucion = InstitucionPorClave(
        required=False, default=None, allow_null=True, help_text="Solo lo de esta institución; vacío, el que a quien pide le toca."
    )


class PedirExpediente(VistaDeOrden):
    """Pide el expediente de prueba de una obligación. Responde de inmediato con dónde preguntar por él (``Location``)."""

    recurso, etiqueta, resumen = "expedientes_pedir", "Expedientes", "Pide el expediente de una obligación"
    entrada, salida = ExpedienteEntrada, ExpedienteSerializer
    con_version, exito = False, 202

    def objeto(self, pk: UUID) -> Obligacion:
        visibles = visibles_para(self.request.facultades, Obligacion).nacidas(self.hoy)
        return get_object_or_404(visibles.select_related("compromiso__disposicion__reunion").prefetch_related("partes"), pk=pk)

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        return _encargado(pedir_expediente(por=self.request.facultades, obligacion=objeto, institucion=datos["institucion"]))


class ExpedienteDeEntrada(serializers.Serializer):
    institucion = InstitucionPorClave(required=False, default=None, allow_null=True, help_text="De quién: «PUE-SS».")
    entidad = serializers.SlugRelatedField(
        slug_field="abreviatura", queryset=EntidadFederativa.objects.all(), required=False, default=None, allow_null=True, help_text="O de todas las de: «PUE»."
    )
    reunion = serializers.CharField(required=False, default="", allow_blank=True, help_text="Clave; vacía, de todas las reuniones.")

    def validate(self, datos: dict) -> dict:
        if (datos["institucion"] is None) == (datos["entidad"] is None):
            raise serializers.ValidationError({"institucion": ["Di de quién: una institución o una entidad, y solo una de las dos."]})
        if clave := datos["reunion"]:
            datos["reunion"] = visibles_para(self.context["request"].facultades, Reunion).filter(clave=clave).first()
            if datos["reunion"] is None:
                raise serializers.ValidationError({"reunion": [f"No existe la reunión «{clave}», o no está a tu alcance."]})
        return datos


class PedirExpedienteDe(VistaDeOrden):
    """Pide el expediente de prueba de todo lo que debe una institución o las de una entidad. Responde con dónde preguntar por él (``Location``)."""

    recurso, etiqueta, resumen = "expedientes_pedir_de", "Expedientes", "Pide el expediente de una institución o entidad"
    entrada, salida = ExpedienteDeEntrada, ExpedienteSerializer
    con_version, exito = False, 202

    def objeto(self) -> None:
        return None

    def ordenar(self, objeto: None, datos: dict, version: None) -> Response:
        de = datos["institucion"] or datos["entidad"]
        return _encargado(pedir_expediente_de(por=self.request.facultades, de=de, reunion=datos["reunion"] or None))


def _encargado(expediente: Expediente) -> Response:
    respuesta = Response(ExpedienteSerializer(expediente).data, status=202)
    respuesta["Location"] = reverse("api:expedientes-detail", args=[expediente.pk])
    return respuesta
