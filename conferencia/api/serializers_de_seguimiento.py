"""Cómo se llegó a una fecha, qué se pidió sobre ella, qué cifras hay y qué se rectificó de un corte."""

from datetime import UTC

from rest_framework import serializers

from conferencia.api.serializers import Lectura
from conferencia.domain.situacion import Situacion
from conferencia.models import ClaseSolicitud, EstadoSolicitud


def _fecha(ayuda: str, **opciones) -> serializers.DateField:
    return serializers.DateField(allow_null=True, help_text=ayuda, **opciones)


class PasoSerializer(Lectura):
    titulo = serializers.CharField()
    frases = serializers.ListField(child=serializers.CharField())
    vence_el = _fecha("La fecha que este paso dejó, si dejó alguna.")
    el = _fecha("Desde cuándo vale.")


class CalculoSerializer(Lectura):
    """De lo que dice el acta a la fecha que regía al corte."""

    clave = serializers.CharField(help_text="De la obligación.")
    vence_el = _fecha("La fecha que regía al corte; sin él, hoy.")
    vence_original_el = _fecha("Con la que nació.")
    suspendida_el = _fecha("Desde cuándo está detenido el plazo.", source="detenida_el")
    objetivo_el = _fecha("Fecha objetivo: no es del acta y se mide aparte.")
    pasos = PasoSerializer(many=True)


class SolicitudSerializer(Lectura):
    id = serializers.UUIDField()
    clase = serializers.ChoiceField(ClaseSolicitud.choices)
    estado = serializers.ChoiceField(EstadoSolicitud.choices)
    institucion = serializers.CharField(source="institucion.clave", help_text="Clave de quien pide.")
    oficio = serializers.CharField(source="oficio.numero", help_text="Número del oficio con que se pidió.")
    motivo = serializers.CharField()
    pide_hasta = _fecha("Hasta cuándo se pide la prórroga.")
    presentada_en = serializers.DateTimeField(default_timezone=UTC)
    resuelta_en = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    resolucion = serializers.CharField(help_text="Por qué se resolvió así.")
    fundamento = serializers.CharField()
    concede_hasta = _fecha("Hasta cuándo se concedió.")
    sustituta = serializers.CharField(source="sustituta.clave", default=None, allow_null=True, help_text="Clave de quien responde en su lugar.")
    sin_sustituta = serializers.CharField(help_text="Por qué nadie la sustituye, si así se resolvió.")


class MedicionSerializer(Lectura):
    id = serializers.UUIDField()
    indicador = serializers.CharField(source="indicador.clave")
    nombre = serializers.CharField(source="indicador.nombre")
    unidad = serializers.CharField(source="indicador.unidad")
    institucion = serializers.CharField(source="institucion.clave")
    corresponde_el = serializers.DateField(help_text="Fin del periodo, o día al que corresponde la cifra.")
    valor = serializers.DecimalField(max_digits=14, decimal_places=4, allow_null=True, help_text="Nulo es «sin dato»; cero es cero.")
    nota = serializers.CharField()
    version = serializers.IntegerField(min_value=1, help_text="Crece con cada rectificación.")
    vigente = serializers.BooleanField(help_text="Falso si otra versión la rectificó.")
    capturada_en = serializers.DateTimeField(default_timezone=UTC)


class TramoSerializer(Lectura):
    situacion = serializers.ChoiceField([s.value for s in Situacion])
    vence_el = _fecha("El vencimiento que entonces regía.")


class CausaSerializer(Lectura):
    numero = serializers.IntegerField(help_text="Lugar en la cadena de hechos.")
    clase = serializers.CharField()
    rige_el = serializers.DateField()
    asentado_en = serializers.DateTimeField(default_timezone=UTC)
    motivo = serializers.CharField(help_text="Vacío si el hecho es de una obligación que no alcanzas a ver.")
    huella = serializers.CharField()


class RectificadaSerializer(Lectura):
    id = serializers.UUIDField(source="obligacion.pk")
    clave = serializers.CharField(source="obligacion.clave")
    antes = TramoSerializer(allow_null=True, help_text="Como se sabía «desde»; nulo si entonces no se debía.")
    despues = TramoSerializer(allow_null=True, help_text="Como se sabía «hasta».")
    hechos = CausaSerializer(many=True, help_text="Los que lo causaron.")


class RectificacionesSerializer(Lectura):
    corte = serializers.DateField()
    desde = serializers.DateTimeField(default_timezone=UTC)
    hasta = serializers.DateTimeField(default_timezone=UTC)
    completa = serializers.BooleanField(help_text="Falso si hay más de las que se dan: acorta el intervalo.")
    resultados = RectificadaSerializer(many=True)
