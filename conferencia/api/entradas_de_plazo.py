"""Lo que se manda para pedir, resolver, suspender, eximir, registrar un evento o capturar cifras. Solo la forma."""

from rest_framework import serializers

from conferencia.api.entradas import InstitucionPorClave, OficioEntrada
from conferencia.domain.periodos import CON_PERIODOS, DIA_HABIL_DE_ENTREGA
from conferencia.models import ClaseSolicitud, DiaDeEntrega, Disposicion, EntidadFederativa, EtapaDeParte
from conferencia.services.exenciones import Acto

MOTIVO = {"max_length": 4000, "help_text": "Por qué."}
FUNDAMENTO = {"max_length": 300, "help_text": "Con qué base: artículo, acuerdo u oficio."}


class SolicitudEntrada(OficioEntrada):
    clase = serializers.ChoiceField(ClaseSolicitud.choices)
    institucion = InstitucionPorClave(help_text="Clave de la institución que pide: «PUE-SS».")
    motivo = serializers.CharField(**MOTIVO)
    pide_hasta = serializers.DateField(required=False, default=None, allow_null=True, help_text="Solo en una prórroga: la fecha que se pide.")

    def validate(self, datos: dict) -> dict:
        if datos["clase"] == ClaseSolicitud.PRORROGA and not datos["pide_hasta"]:
            raise serializers.ValidationError({"pide_hasta": ["Di hasta cuándo pides la prórroga."]})
        return datos


class ResolucionEntrada(serializers.Serializer):
    procede = serializers.BooleanField()
    resolucion = serializers.CharField(**MOTIVO)
    fundamento = serializers.CharField(**FUNDAMENTO)
    concede_hasta = serializers.DateField(required=False, default=None, allow_null=True, help_text="Solo al conceder una prórroga.")
    sustituta = InstitucionPorClave(required=False, default=None, allow_null=True, help_text="Solo al eximir: quién responde en su lugar.")

    def validate(self, datos: dict) -> dict:
        if datos["concede_hasta"] and not datos["procede"]:
            raise serializers.ValidationError({"concede_hasta": ["Lo que no procede no concede fecha."]})
        return datos


class SustitutaEntrada(serializers.Serializer):
    sustituta = InstitucionPorClave(allow_null=True, help_text="Clave de quien responde en su lugar; nulo, nadie.")
    motivo = serializers.CharField(**MOTIVO)
    vence_el = serializers.DateField(required=False, default=None, allow_null=True, help_text="Otra fecha para la sustituta; sin ella, la misma.")

    def validate(self, datos: dict) -> dict:
        if datos["vence_el"] and not datos["sustituta"]:
            raise serializers.ValidationError({"vence_el": ["Sin sustituta no hay vencimiento que dar."]})
        return datos


class DesistimientoEntrada(serializers.Serializer):
    motivo = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)


class SuspensionEntrada(serializers.Serializer):
    desde = serializers.DateField(help_text="Primer día que no cuenta.")
    hasta = serializers.DateField(required=False, default=None, allow_null=True, help_text="Último que no cuenta, si ya se sabe.")
    motivo = serializers.CharField(max_length=300)
    fundamento = serializers.CharField(**FUNDAMENTO)


class ReanudacionEntrada(serializers.Serializer):
    hasta = serializers.DateField(help_text="Último día que no contó.")


class ObjetivoEntrada(serializers.Serializer):
    fecha = serializers.DateField(help_text="No es del acta: se mide aparte.")
    oficio_numero = serializers.CharField(max_length=80, help_text="El oficio de salida con que se fija.")
    oficio_fecha = serializers.DateField()
    motivo = serializers.CharField(**MOTIVO)


class ExencionEntrada(serializers.Serializer):
    acto = serializers.ChoiceField([(a.value, a.value) for a in Acto])
    motivo = serializers.CharField(**MOTIVO)
    fundamento = serializers.CharField(**FUNDAMENTO)
    disposicion = serializers.SlugRelatedField(
        slug_field="clave",
        queryset=Disposicion.objects.all(),
        required=False,
        default=None,
        allow_null=True,
        help_text="Clave del acto posterior, al dejar sin efecto.",
    )


class EventoEntrada(serializers.Serializer):
    fecha = serializers.DateField()
    fundamento = serializers.CharField(**FUNDAMENTO)
    entidad = serializers.SlugRelatedField(
        slug_field="abreviatura",
        queryset=EntidadFederativa.objects.all(),
        required=False,
        default=None,
        allow_null=True,
        help_text="Sin ella, vale para todas.",
    )
    unidad = serializers.ChoiceField(
        ["dias_habiles", "dias_naturales"], required=False, default="", allow_blank=True, help_text="Si el acta dice «días» a secas."
    )


class CifraEntrada(serializers.Serializer):
    indicador = serializers.SlugField(max_length=40, help_text="Clave del indicador.")
    valor = serializers.DecimalField(max_digits=14, decimal_places=4, allow_null=True, help_text="Nulo es «sin dato», con nota; no es cero.")
    nota = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class CifrasEntrada(serializers.Serializer):
    institucion = InstitucionPorClave()
    cifras = CifraEntrada(many=True, allow_empty=False)
    corresponde_el = serializers.DateField(required=False, default=None, allow_null=True, help_text="En lo no periódico: a qué día corresponden.")
    confirmadas = serializers.BooleanField(required=False, default=False, help_text="Ya se revisó lo que llama la atención.")
    nota = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
    oficio = OficioEntrada(required=False, default=None, allow_null=True, help_text="Con el que se mandan, si lo hay.")


class EtapaEntrada(serializers.Serializer):
    institucion = InstitucionPorClave(help_text="La parte de que se habla.")
    etapa = serializers.ChoiceField(EtapaDeParte.choices)
    firmado_el = serializers.DateField(required=False, default=None, allow_null=True)
    nota = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class AdhesionEntrada(serializers.Serializer):
    institucion = InstitucionPorClave(help_text="Clave de la que se suma: «VER-UPC».")
    desde = serializers.DateField(help_text="Desde qué día responde; no antes del acto ni después de hoy.")
    motivo = serializers.CharField(max_length=300, help_text="En qué consta: el oficio, la lista de asistencia, el acuerdo.")
    compromisos = serializers.ListField(
        child=serializers.CharField(max_length=90), required=False, default=list, max_length=500, help_text="Claves de aquellos a los que se suma."
    )
    vence_lo_vencido = serializers.DateField(required=False, default=None, allow_null=True, help_text="La fecha de lo que, con la del acto, ya habría vencido.")


class RecurrenciaEntrada(serializers.Serializer):
    periodicidad = serializers.ChoiceField(sorted(CON_PERIODOS))
    cada = serializers.IntegerField(required=False, default=1, min_value=1, max_value=36, help_text="De cuántas en cuántas.")
    desde = serializers.DateField(help_text="Desde cuándo rige; después de lo que ya corre.")
    hasta = serializers.DateField(required=False, default=None, allow_null=True)
    dia_clase = serializers.ChoiceField(DiaDeEntrega.choices, required=False, default=DiaDeEntrega.HABIL)
    dia = serializers.IntegerField(required=False, default=DIA_HABIL_DE_ENTREGA, min_value=1, max_value=31, help_text="No cuenta en «último día».")
    motivo = serializers.CharField(**MOTIVO)


class CadenciaEntrada(serializers.Serializer):
    meses = serializers.IntegerField(allow_null=True, help_text="De 1 a 36; nulo la quita.")
    motivo = serializers.CharField(**MOTIVO)
