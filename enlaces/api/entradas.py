"""Lo que se manda en cada orden de la bandeja. Solo la forma; si procede, lo dice el servicio."""

from rest_framework import serializers

from conferencia.api.entradas import ArchivosPropios, InstitucionPorClave
from conferencia.models import SentidoDeOpinion
from conferencia.services.turnos import DIAS_MAXIMOS


class DeshacerEntrada(serializers.Serializer):
    motivo = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000, help_text="Por qué; queda en la historia.")


class TomaEntrada(serializers.Serializer):
    accion = serializers.ChoiceField(["tomar", "soltar"], required=False, default="tomar")
    de_todos_modos = serializers.BooleanField(required=False, default=False, help_text="Aunque otra persona la tenga.")


class TurnoEntrada(serializers.Serializer):
    institucion = InstitucionPorClave(help_text="Clave del área técnica: «CNI-PM».")
    pregunta = serializers.CharField(max_length=2000)
    dias = serializers.IntegerField(min_value=1, max_value=DIAS_MAXIMOS, help_text="Hábiles, contados desde mañana.")
    calla_y_no_se_opone = serializers.BooleanField(required=False, default=False, help_text="Pasado el plazo sin opinión, se tiene por no opuesta.")


class OpinionEntrada(serializers.Serializer):
    sentido = serializers.ChoiceField(SentidoDeOpinion.values)
    opinion = serializers.CharField(max_length=8000)
    archivos = ArchivosPropios(required=False, default=list, max_length=1, help_text="A lo más uno, subido con POST /archivos/.")
