"""Lo que se manda en cada orden de la bandeja y de las reglas de aviso. Solo la forma; si procede, lo dice el servicio."""

from rest_framework import serializers

from conferencia.api.entradas import ArchivosPropios, InstitucionPorClave
from conferencia.models import SentidoDeOpinion
from conferencia.services.turnos import DIAS_MAXIMOS
from enlaces.models import ClaseDeCompromiso, Momento, Papel


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


class CambioDeReglaDeAvisoEntrada(serializers.Serializer):
    activa = serializers.BooleanField()
    dias = serializers.IntegerField(min_value=0, max_value=180, help_text="Naturales, respecto del plazo.")
    inmediato = serializers.BooleanField()
    desde = serializers.DateField()
    hasta = serializers.DateField(allow_null=True, help_text="Primer día en que ya no rige; nulo, sin fecha de término.")


class ReglaDeAvisoEntrada(serializers.Serializer):
    clase = serializers.ChoiceField(ClaseDeCompromiso.choices)
    momento = serializers.ChoiceField(Momento.choices)
    dias = serializers.IntegerField(min_value=0, max_value=180, help_text="Naturales, respecto del plazo.")
    papel = serializers.ChoiceField(Papel.choices)
    inmediato = serializers.BooleanField(required=False, default=False)
    desde = serializers.DateField()
