"""Lo que se manda en cada orden. Solo la forma; si procede, lo dice el servicio."""

from rest_framework import serializers

from conferencia.models import Archivo, Institucion, Obligacion
from conferencia.permissions import visibles_para
from conferencia.services.decisiones import Decision, Sentido


class ArchivoEntrada(serializers.Serializer):
    archivo = serializers.FileField(help_text="El archivo, tal cual; se guarda byte por byte.", allow_empty_file=True)


class ArchivosPropios(serializers.ListField):
    """Los que quien ordena subió con ``POST /archivos/`` y no ha usado nadie más."""

    child = serializers.UUIDField()

    def to_internal_value(self, data) -> list[Archivo]:
        ids = super().to_internal_value(data)
        suyos = {a.pk: a for a in Archivo.objects.filter(pk__in=ids, subido_por=self.context["request"].user)}
        if faltan := [str(i) for i in ids if i not in suyos]:
            raise serializers.ValidationError(f"No subiste estos archivos: {', '.join(faltan)}.")
        return [suyos[i] for i in ids]


class InstitucionPorClave(serializers.SlugRelatedField):
    def __init__(self, **opciones):
        super().__init__(slug_field="clave", queryset=Institucion.objects.all(), **opciones)


class OficioEntrada(serializers.Serializer):
    """El oficio con que se acredita lo que se manda."""

    numero = serializers.CharField(max_length=80, help_text="Como viene en el documento; texto libre.")
    fecha = serializers.DateField(help_text="La del documento.")
    asunto = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    firmante = serializers.CharField(max_length=150, required=False, default="", allow_blank=True)
    archivos = ArchivosPropios(help_text="Ids de archivos subidos con POST /archivos/, en orden.", min_length=1, max_length=20)


def a_la_vista(ids: list, request) -> list[Obligacion]:
    """Las obligaciones con esos ids, en ese orden, si quien ordena las ve todas."""
    visibles = visibles_para(request.facultades, Obligacion).filter(pk__in=ids)
    suyas = {o.pk: o for o in visibles.select_related("compromiso__disposicion").prefetch_related("partes")}
    if faltan := [str(i) for i in ids if i not in suyas]:
        raise serializers.ValidationError(f"No existen o no están a tu alcance: {', '.join(faltan)}.")
    return [suyas[i] for i in ids]


class EntregaEntrada(OficioEntrada):
    institucion = InstitucionPorClave(help_text="Clave de la institución que presenta: «PUE-SS».")
    nota = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
    otras = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=50, help_text="Otras obligaciones que atiende.")

    def validate_otras(self, ids: list) -> list[Obligacion]:
        return a_la_vista(ids, self.context["request"])


class DecisionEntrada(serializers.Serializer):
    sentido = serializers.ChoiceField([s.value for s in Sentido], help_text="«captura»: se capturó mal; «no_competencia»: era una alegación.")
    motivo = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000, help_text="Nota al aceptar; razón en lo demás.")
    observaciones = serializers.ListField(child=serializers.CharField(max_length=2000), required=False, default=list, max_length=20)
    subsanar_el = serializers.DateField(required=False, default=None, allow_null=True)


def decision_de(datos: dict) -> Decision:
    return Decision(**datos | {"sentido": Sentido(datos["sentido"])})
