"""Lo que define quién responde de un acto y cada cuánto: adherir a una institución, la regla con que se repite un compromiso y su ratificación.

La regla y la cadencia se leen con su etiqueta y se cambian con ``If-Match``.
"""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api import entradas_de_plazo as entradas
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.lectura import VistaDeLectura, con_etag
from conferencia.api.parametros import fecha, texto
from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos
from conferencia.api.serializers import Lectura
from conferencia.domain.periodos import CON_PERIODOS, Regla
from conferencia.models import Compromiso, DiaDeEntrega, Institucion, Reunion
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.recurrencias import recurrencia_de
from conferencia.services import adhesiones, cadencias, recurrencias
from conferencia.services.solicitudes import SolicitudRechazada


class Claves(serializers.ListField):
    """Las claves de varias cosas."""

    child = serializers.CharField()

    def to_representation(self, data) -> list[str]:
        return [cosa.clave for cosa in data]


class AdhesionSerializer(serializers.Serializer):
    """Qué le nació. Sin publicar el acta, nada todavía: nacerá con lo demás."""

    institucion = serializers.CharField(source="invitada.institucion.clave")
    desde = serializers.DateField(source="invitada.desde")
    nacidas = Claves(help_text="Claves de las obligaciones que nacieron.")
    sumadas = Claves(help_text="Claves de las conjuntas en que entró como parte.")


class PorNacerSerializer(serializers.Serializer):
    clave = serializers.CharField(source="obligacion.clave")
    vence_el = serializers.DateField(source="obligacion.vence_el", allow_null=True)
    ya_vencida = serializers.SerializerMethodField(help_text="Si con la fecha del acta nacería vencida: dale otra con «vence_lo_vencido».")

    def get_ya_vencida(self, por_nacer) -> bool:
        vence_el = por_nacer.obligacion.vence_el
        return vence_el is not None and vence_el < self.context["hoy"]


class OfrecidoSerializer(serializers.Serializer):
    compromiso = serializers.CharField(source="compromiso.clave")
    accion = serializers.CharField(source="compromiso.accion")
    nacen = PorNacerSerializer(many=True)
    entra_en = Claves(help_text="Claves de las conjuntas ya nacidas de las que sería parte más.")


class PrevisionSerializer(serializers.Serializer):
    institucion = serializers.CharField()
    desde = serializers.DateField()
    ofrecidos = OfrecidoSerializer(many=True, help_text="Los compromisos a los que puede sumarse; vacío, a ninguno o ya debe todo.")


class PreverAdhesion(VistaDeLectura):
    """Qué le nacería a esa institución si se sumara ese día, compromiso por compromiso. No guarda nada; lo que ya debe no sale."""

    recurso, etiqueta, resumenes = "reuniones_prever_adhesion", "Reuniones", ("", "Prevé la suma de una institución a un acto")
    parametros = (
        texto("institucion", "Clave de la que se sumaría.", ejemplo="VER-UPC").exigido(),
        fecha("desde", "Desde qué día respondería; no antes del acto ni después de hoy.").exigido(),
    )

    @extend_schema(responses=PrevisionSerializer)
    def get(self, request, pk) -> Response:
        exigir(puede_disponer_plazos(request.facultades))
        reunion = get_object_or_404(visibles_para(request.facultades, Reunion).select_related("zona", "acta"), pk=pk)
        clave, desde = self.leidos["institucion"][0], self.leidos["desde"][0]
        institucion = Institucion.objects.filter(clave=clave).select_related("entidad").first()
        if institucion is None:
            raise ParametrosInvalidos([ErrorDeParametro.en("institucion", "valor_invalido", "No hay una institución con esa clave.")])
        try:
            ofrecidos = adhesiones.prever(reunion, institucion, desde)
        except SolicitudRechazada as error:
            raise ParametrosInvalidos([ErrorDeParametro.en(error.campo, "no_procede", str(error))]) from error
        previsto = {"institucion": clave, "desde": desde, "ofrecidos": ofrecidos}
        return Response(PrevisionSerializer(previsto, context={"hoy": self.hoy}).data)


class Adherir(VistaDeOrden):
    """Suma a una institución invitada o adherida y le nace lo elegido. Repetirlo no duplica lo que ya debe."""

    recurso, resumen, etiqueta = "reuniones_adherir", "Suma a una institución a un acto", "Reuniones"
    entrada, salida = entradas.AdhesionEntrada, AdhesionSerializer
    con_version, crea = False, True

    def objeto(self, pk: UUID) -> Reunion:
        return get_object_or_404(visibles_para(self.request.facultades, Reunion).select_related("zona", "acta"), pk=pk)

    def ordenar(self, objeto: Reunion, datos: dict, version: None) -> Response:
        hecha = adhesiones.adherir(por=self.request.facultades, reunion=objeto, **datos)
        return Response(AdhesionSerializer(hecha).data, status=201)


# --- Cada cuánto se repite --------------------------------------------------------------------------------------------


class ReglaSerializer(Lectura):
    """Cada cuánto nace una obligación del compromiso y qué día vence."""

    periodicidad = serializers.ChoiceField(sorted(CON_PERIODOS))
    cada = serializers.IntegerField(help_text="De cuántas en cuántas: mensual de 5 en 5 es cada cinco meses.")
    desde = serializers.DateField()
    hasta = serializers.DateField(allow_null=True)
    dia_clase = serializers.ChoiceField(DiaDeEntrega.choices)
    dia = serializers.IntegerField()
    capturada = serializers.BooleanField(help_text="La fijó la Secretaría Técnica; si no, es la que el acta dice.")


class VencimientoDePeriodoSerializer(serializers.Serializer):
    periodo = serializers.CharField()
    vence_el = serializers.DateField()


class CambioDeReglaSerializer(serializers.Serializer):
    """La regla que quedó y lo que movió. Lo que ya corre no se toca."""

    regla = ReglaSerializer()
    cesan = Claves(help_text="Claves de las que quedan sin efecto.")
    vuelven = Claves(help_text="Claves de las que se reactivan.")
    mueven = Claves(help_text="Claves de las que vencen otro día.")
    nacen = Claves(help_text="Claves de las que nacen.")
    siguen = serializers.IntegerField(help_text="Cuántas futuras siguen igual.")
    proximos = serializers.SerializerMethodField(help_text="Los primeros periodos de la regla.")
    sin_cubrir = serializers.IntegerField(help_text="Días que ningún periodo cuenta.")

    @extend_schema_field(VencimientoDePeriodoSerializer(many=True))
    def get_proximos(self, cambio) -> list[dict]:
        return VencimientoDePeriodoSerializer([{"periodo": p.clave, "vence_el": vence} for p, vence in cambio.proximos], many=True).data


def _version_de_regla(compromiso: Compromiso) -> int:
    """Cero, la leída del acta."""
    capturada = recurrencia_de(compromiso)
    return capturada.version if capturada else 0


class _SobreCompromiso:
    def objeto(self, pk: UUID) -> Compromiso:
        visibles = visibles_para(self.request.facultades, Compromiso)  # type: ignore[attr-defined]
        return get_object_or_404(visibles.select_related("disposicion__reunion", "complementa"), pk=pk)


class Recurrencia(_SobreCompromiso, VistaDeLectura):
    """La regla con que se repite un compromiso: la que fijó la Secretaría Técnica o la que el acta dice. 404 si no se repite por periodos."""

    recurso, etiqueta, resumenes = "recurrencias", "Compromisos", ("", "Cada cuánto se repite un compromiso")
    detalle_con_etag = True

    @extend_schema(responses=ReglaSerializer)
    def get(self, request, pk) -> Response:
        compromiso = self.objeto(pk)
        regla = recurrencias.regla_vigente(compromiso)
        if regla is None:
            raise Http404
        return con_etag(request, Response(ReglaSerializer(regla).data), _version_de_regla(compromiso))


class CambiarRecurrencia(_SobreCompromiso, VistaDeOrden):
    """Cambia la regla. Alcanza solo a lo futuro e intacto: lo que ya corre no se toca."""

    recurso, resumen, etiqueta = "recurrencias_cambiar", "Cambia cada cuánto se repite", "Compromisos"
    entrada, salida = entradas.RecurrenciaEntrada, CambioDeReglaSerializer

    def version_de(self, objeto: Compromiso) -> int:
        return _version_de_regla(objeto)

    def ordenar(self, objeto: Compromiso, datos: dict, version: int) -> Response:
        motivo = datos.pop("motivo")
        cambio = recurrencias.cambiar_recurrencia(
            por=self.request.facultades, compromiso=objeto, regla=Regla(**datos, capturada=True), motivo=motivo, version=version
        )
        return con_etag(self.request, Response(CambioDeReglaSerializer(cambio).data), _version_de_regla(objeto))


# --- Cada cuánto se ratifica ------------------------------------------------------------------------------------------


class CadenciaSerializer(Lectura):
    """Cada cuántos meses lo permanente pide evidencia fresca; nulo, lo ratificado no caduca."""

    meses = serializers.IntegerField(source="ratificar_cada", allow_null=True)


class CadenciaFijadaSerializer(serializers.Serializer):
    meses = serializers.IntegerField(allow_null=True)
    obligaciones = serializers.IntegerField(help_text="A cuántas alcanza.")
    caducas = serializers.IntegerField(help_text="Cuántas quedan desde hoy sin ratificar.")


class Cadencia(_SobreCompromiso, VistaDeLectura):
    """La cadencia con que se ratifica lo permanente de un compromiso."""

    recurso, etiqueta, resumenes = "cadencias", "Compromisos", ("", "Cada cuánto se ratifica un compromiso")
    detalle_con_etag = True

    @extend_schema(responses=CadenciaSerializer)
    def get(self, request, pk) -> Response:
        compromiso = self.objeto(pk)
        return con_etag(request, Response(CadenciaSerializer(compromiso).data), compromiso.ratificar_cada or 0)


class FijarCadencia(_SobreCompromiso, VistaDeOrden):
    """Fija la cadencia, o la quita con nulo, y recalcula hasta cuándo vale lo ratificado."""

    recurso, resumen, etiqueta = "cadencias_fijar", "Fija cada cuánto se ratifica", "Compromisos"
    entrada, salida = entradas.CadenciaEntrada, CadenciaFijadaSerializer

    def version_de(self, objeto: Compromiso) -> int:
        return objeto.ratificar_cada or 0

    def ordenar(self, objeto: Compromiso, datos: dict, version: int) -> Response:
        fijada = cadencias.fijar_cadencia(por=self.request.facultades, compromiso=objeto, version=version, **datos)
        return con_etag(self.request, Response(CadenciaFijadaSerializer(fijada).data), fijada.meses or 0)
