"""Cómo se cuenta una entrega de la bandeja y un turno."""

from rest_framework import serializers

from conferencia import reloj
from conferencia.models import Entrega, EstadoEntrega, EstadoTurno, SentidoDeOpinion, Turno
from enlaces.domain.colas import vigente


class TomaSerializer(serializers.Serializer):
    quien = serializers.CharField(source="usuario.nombre")
    desde = serializers.DateTimeField(source="tomada_en")


class EntregaSerializer(serializers.ModelSerializer):
    obligacion = serializers.CharField(source="obligacion.clave", help_text="Clave de la obligación que atiende.")
    obligacion_id = serializers.UUIDField(help_text="Con él se lee la obligación y su ETag, que las órdenes piden en If-Match.")
    institucion = serializers.CharField(source="institucion.clave")
    oficio = serializers.CharField(source="oficio.numero", default="", help_text="Número; vacío si la entrega es de cifras.")
    canal = serializers.CharField(source="oficio.canal", default="")
    estado = serializers.ChoiceField(EstadoEntrega.choices)
    toma = serializers.SerializerMethodField(help_text="Quién la está revisando; nulo si nadie.")

    class Meta:
        model = Entrega
        fields = ["id", "obligacion", "obligacion_id", "institucion", "numero", "estado", "oficio", "canal", "presentada_en", "dictaminada_en", "toma"]

    def get_toma(self, entrega: Entrega) -> TomaSerializer(allow_null=True):  # type: ignore[valid-type]
        toma = getattr(entrega, "toma", None)
        dictamina = self.context["request"].facultades.es_secretaria_tecnica
        return TomaSerializer(toma).data if toma and dictamina and vigente(toma.activa_en, reloj.ahora()) else None


class TurnoSerializer(serializers.ModelSerializer):
    entrega = serializers.UUIDField(source="entrega_id")
    area = serializers.CharField(source="institucion.clave")
    estado = serializers.ChoiceField(EstadoTurno.choices)
    sentido = serializers.ChoiceField([("", "Sin opinión"), *SentidoDeOpinion.choices])

    class Meta:
        model = Turno
        fields = ["id", "entrega", "area", "pregunta", "vence_el", "estado", "sentido", "opinion", "cerrado_en"]
