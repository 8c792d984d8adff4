"""Presentar un oficio y leer su acuse: folio, código, dirección de verificación y huella de cada archivo."""

from datetime import UTC

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.entradas import InstitucionPorClave, OficioEntrada, a_la_vista
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.lectura import VistaDeLectura
from conferencia.api.serializers import Lectura
from conferencia.models import Acuse, Canal, Obligacion, Oficio
from conferencia.permissions import visibles_para
from conferencia.queries.acuses import CON_TODO, Constancia, constancia_de
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.ventanilla import registrar_en_ventanilla


class ArchivoAcusado(Lectura):
    id = serializers.UUIDField(source="pk")
    nombre = serializers.CharField()
    tipo = serializers.CharField()
    tamano = serializers.IntegerField(help_text="En bytes.")
    sha256 = serializers.CharField()


class ObligacionAcusada(Lectura):
    id = serializers.UUIDField(source="obligacion")
    clave = serializers.CharField()
    con = serializers.CharField(help_text="«entrega 2», «solicitud de prórroga».")
    va = serializers.CharField(help_text="En qué va hoy lo presentado.")


class AcuseSerializer(Lectura):
    id = serializers.UUIDField(source="acuse.pk")
    folio = serializers.CharField(source="acuse.folio", help_text="«AR-2022-000123»; consecutivo por año, sin huecos.")
    codigo = serializers.CharField(source="acuse.codigo", help_text="Diez signos al azar, para la página de verificación.")
    url = serializers.CharField(source="direccion", help_text="Página pública de verificación; no pide cuenta.")
    oficio = serializers.CharField(source="oficio.numero")
    fecha = serializers.DateField(source="oficio.fecha", help_text="La del documento.")
    asunto = serializers.CharField(source="oficio.asunto")
    firmante = serializers.CharField(source="oficio.firmante")
    institucion = serializers.CharField(source="oficio.remitente.clave")
    canal = serializers.ChoiceField(Canal.choices, source="oficio.canal")
    recibido_en = serializers.DateTimeField(source="oficio.recibido_en", default_timezone=UTC, help_text="Hora real: con ella se juzga si llegó a tiempo.")
    se_tiene_por_recibido_el = serializers.DateField(source="acuse.tenido_el", help_text="Día hábil desde el que corren los plazos de la Secretaría Técnica.")
    emitido_en = serializers.DateTimeField(source="acuse.emitido_en", default_timezone=UTC)
    cabeza = serializers.CharField(source="acuse.cabeza", help_text="Huella del último hecho de la cadena antes de recibirlo.")
    obligaciones = ObligacionAcusada(source="atiende", many=True)
    archivos = ArchivoAcusado(many=True)
    pdf = serializers.SerializerMethodField(help_text="Dirección del PDF; nula mientras se compone.")

    def get_pdf(self, constancia: Constancia) -> str | None:
        archivo = constancia.acuse.archivo_id
        return settings.BASE_URL + reverse("archivo-descargar", args=[archivo]) if archivo else None


class AcuseDeOficio(VistaDeLectura):
    """El acuse de un oficio que tu institución presentó; la Secretaría Técnica, el de cualquiera. Recibir no es cumplir."""

    recurso, etiqueta, resumenes = "acuses", "Oficios", ("", "El acuse de un oficio")

    @extend_schema(responses=AcuseSerializer)
    def get(self, request, pk) -> Response:
        acuse = get_object_or_404(visibles_para(request.facultades, Acuse).select_related(*CON_TODO), pk=pk)
        return Response(AcuseSerializer(constancia_de(acuse)).data)


class PresentacionEntrada(OficioEntrada):
    institucion = InstitucionPorClave(help_text="Clave de la institución que presenta: «PUE-SS».")
    obligaciones = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=50, help_text="Las que atiende, por id.")
    nota = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
    recibido_en = serializers.DateTimeField(
        required=False,
        default=None,
        allow_null=True,
        help_text="Solo la Secretaría Técnica: el sello de lo que llegó en papel. Con él puede no atender ninguna.",
    )

    def validate_obligaciones(self, ids: list) -> list[Obligacion]:
        return a_la_vista(ids, self.context["request"])


class PresentarOficio(VistaDeOrden):
    """Presenta un oficio contra una o varias obligaciones y da su acuse. Cada una se dictamina por separado: recibir no es cumplir."""

    recurso, etiqueta, resumen = "oficios_presentar", "Oficios", "Presenta un oficio y da su acuse"
    entrada, salida = PresentacionEntrada, AcuseSerializer
    con_version, crea = False, True

    def objeto(self) -> None:
        return None

    def ordenar(self, objeto: None, datos: dict, version: None) -> Response:
        acuse = Acuse.objects.select_related(*CON_TODO).get(oficio=self._recibido(datos))
        respuesta = Response(AcuseSerializer(constancia_de(acuse)).data, status=201)
        respuesta["Location"] = f"/api/v1/acuses/{acuse.pk}/"
        return respuesta

    def _recibido(self, datos: dict) -> Oficio:
        oficio = DatosDeOficio(
            numero=datos["numero"],
            fecha=datos["fecha"],
            asunto=datos["asunto"],
            firmante=datos["firmante"],
            canal=Canal.API,
            recibido_en=datos["recibido_en"],
        )
        comunes = {"por": self.request.facultades, "institucion": datos["institucion"], "obligaciones": datos["obligaciones"]}
        comunes |= {"datos": oficio, "archivos": datos["archivos"], "nota": datos["nota"]}
        if datos["recibido_en"]:
            return registrar_en_ventanilla(**comunes)
        return presentar_oficio(**comunes)[0].oficio
