"""Los correos recibidos por la API: listarlos, confirmar uno y descartarlo. Solo la Secretaría Técnica."""

from datetime import UTC
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.entradas import InstitucionPorClave
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.filters import Filtro
from conferencia.api.lectura import VistaDeRecurso, con_etag
from conferencia.api.paginacion import Columna
from conferencia.api.parametros import opcion
from conferencia.api.serializers import Lectura
from conferencia.models import Obligacion
from conferencia.permissions import exigir, puede_dictaminar, visibles_para
from enlaces.models import ClaseDeCorreo as Clase
from enlaces.models import CorreoRecibido, EstadoCorreo
from enlaces.permissions import correos_visibles
from enlaces.services.buzon import decisiones
from enlaces.services.buzon.decisiones import Confirmacion


class CandidataSerializer(Lectura):
    """Una obligación a la que el correo pudo referirse."""

    obligacion = serializers.CharField(source="obligacion.clave")
    institucion = serializers.CharField(source="institucion.clave")
    puntos = serializers.IntegerField(min_value=0, max_value=100, help_text="Por ciento de confianza.")
    razones = serializers.ListField(child=serializers.CharField())
    por_confirmar = serializers.SerializerMethodField(help_text="Si dejó la obligación «recibida por confirmar».")

    def get_por_confirmar(self, candidata) -> bool:
        return candidata.entrega is not None and candidata.entrega.estado == "por_confirmar"


class AdjuntoSerializer(Lectura):
    """Un anexo; también los que no se toman, con su razón."""

    id = serializers.UUIDField()
    nombre = serializers.CharField()
    tipo = serializers.CharField(help_text="Por su contenido; vacío si no se reconoce.")
    tamano = serializers.IntegerField(min_value=0, help_text="En bytes.")
    sha256 = serializers.CharField()
    sirve = serializers.BooleanField(help_text="Si puede ser archivo de un oficio.")
    razon = serializers.CharField()


class CorreoSerializer(Lectura):
    id = serializers.UUIDField()
    folio = serializers.CharField(help_text="Provisional: el que se le dijo al remitente.")
    estado = serializers.ChoiceField(EstadoCorreo.choices)
    clase = serializers.ChoiceField(Clase.choices, allow_blank=True)
    de = serializers.CharField()
    asunto = serializers.CharField()
    recibido_en = serializers.DateTimeField(default_timezone=UTC, help_text="Cuándo entró al buzón: desde entonces cuenta, si se confirma.")
    numero = serializers.CharField(help_text="Número de oficio que se alcanza a leer; se corrige al confirmar.")
    fecha_del_oficio = serializers.DateField(allow_null=True)
    confianza = serializers.IntegerField(min_value=0, max_value=100)
    razones = serializers.ListField(child=serializers.CharField(), help_text="Por qué está donde está.")
    candidatas = CandidataSerializer(many=True)
    adjuntos = AdjuntoSerializer(many=True)
    oficio = serializers.CharField(source="oficio.numero", default=None, allow_null=True, help_text="Como se registró al confirmarlo.")
    motivo = serializers.CharField(help_text="Por qué se descartó.")
    version = serializers.IntegerField(min_value=1)


RECIBIDO = Columna("recibido_en")


class Correos(VistaDeRecurso):
    """Lo que ha llegado al buzón, con lo que se entendió de cada correo. Nada cuenta como entregado hasta que se confirma."""

    modelo, serializer_class = CorreoRecibido, CorreoSerializer
    recurso, etiqueta, resumenes = "correos", "Correos", ("Lista los correos recibidos", "Un correo recibido")
    detalle_con_etag = True
    filtros = (
        Filtro(opcion("estado", "En qué está.", EstadoCorreo.values, repetible=True), lambda v, _: Q(estado__in=v)),
        Filtro(opcion("clase", "De qué clase es.", Clase.values, repetible=True), lambda v, _: Q(clase__in=v)),
    )
    ordenes = {"-recibido_en": (Columna("recibido_en", baja=True), Columna("pk", baja=True)), "recibido_en": (RECIBIDO, Columna("pk"))}

    def visibles(self) -> QuerySet:
        return del_buzon(self.request)

    def get_queryset(self) -> QuerySet:
        relacionados = ("candidatas__obligacion", "candidatas__institucion", "candidatas__entrega", "adjuntos")
        return self.visibles().select_related("oficio").prefetch_related(*relacionados)

    def retrieve(self, request, pk):
        correo = get_object_or_404(self.get_queryset(), pk=pk)
        return con_etag(request, Response(self.serializado(correo)), correo.version)


def del_buzon(request) -> QuerySet[CorreoRecibido]:
    exigir(puede_dictaminar(request.facultades))
    return correos_visibles(request.facultades)


class ConfirmacionEntrada(serializers.Serializer):
    institucion = InstitucionPorClave(help_text="Clave de la institución que lo manda.")
    obligaciones = serializers.ListField(child=serializers.CharField(max_length=90), min_length=1, max_length=50, help_text="Claves de las que atiende.")
    numero = serializers.CharField(max_length=80)
    fecha = serializers.DateField(help_text="La del documento.")
    adjuntos = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=50, help_text="Cuáles de sus anexos son el oficio."
    )
    con_correo = serializers.BooleanField(required=False, default=False, help_text="Que el correo mismo sea también un archivo del oficio.")
    asunto = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    firmante = serializers.CharField(max_length=150, required=False, default="", allow_blank=True)
    nota = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)

    def validate_obligaciones(self, claves: list[str]) -> list[Obligacion]:
        visibles = visibles_para(self.context["request"].facultades, Obligacion).filter(clave__in=claves)
        suyas = {o.clave: o for o in visibles.select_related("compromiso__disposicion").prefetch_related("partes")}
        if faltan := [c for c in claves if c not in suyas]:
            raise serializers.ValidationError(f"No existen: {', '.join(faltan)}.")
        return [suyas[c] for c in dict.fromkeys(claves)]


class DescarteEntrada(serializers.Serializer):
    motivo = serializers.CharField(max_length=500)


class OrdenSobreCorreo(VistaDeOrden):
    etiqueta, salida = "Correos", CorreoSerializer

    def objeto(self, pk: UUID) -> CorreoRecibido:
        return get_object_or_404(del_buzon(self.request), pk=pk)

    def como_quedo(self, correo: CorreoRecibido) -> Response:
        """El correo como lo daría su GET, con su etiqueta nueva."""
        lectura = Correos(request=self.request, format_kwarg=None, action="retrieve", hoy=self.hoy, leidos={}, kwargs={"pk": correo.pk})
        fresco = lectura.get_queryset().get(pk=correo.pk)
        return con_etag(self.request, Response(lectura.serializado(fresco)), fresco.version)


class Confirmar(OrdenSobreCorreo):
    """Lo vuelve una entrega por obligación, con su acuse. Cuenta desde que entró al buzón y queda en revisión."""

    recurso, resumen, entrada = "correos_confirmar", "Confirma un correo recibido", ConfirmacionEntrada

    def ordenar(self, objeto: CorreoRecibido, datos: dict, version: int | None) -> Response:
        dicho = Confirmacion(archivos=datos.pop("adjuntos"), **datos)
        decisiones.confirmar(por=self.request.facultades, correo=objeto, version=objeto.version, dicho=dicho)
        return self.como_quedo(objeto)


class Descartar(OrdenSobreCorreo):
    """No era una entrega. Se conserva con su motivo, y lo que estaba por confirmar vuelve a como estaba."""

    recurso, resumen, entrada = "correos_descartar", "Descarta un correo recibido", DescarteEntrada

    def ordenar(self, objeto: CorreoRecibido, datos: dict, version: int | None) -> Response:
        decisiones.descartar(por=self.request.facultades, correo=objeto, version=objeto.version, motivo=datos["motivo"])
        return self.como_quedo(objeto)
