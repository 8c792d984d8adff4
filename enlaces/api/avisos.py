"""Los avisos por la API: cada correo o intento, a quién, cuándo y qué fue de él. Cada quien los suyos; la Secretaría Técnica, todos."""

from datetime import UTC

from django.db.models import Q, QuerySet
from rest_framework import serializers

from conferencia.api.filters import Filtro
from conferencia.api.lectura import VistaDeRecurso
from conferencia.api.paginacion import Columna
from conferencia.api.parametros import fecha, opcion, texto
from conferencia.api.serializers import Lectura
from conferencia.permissions import SIN_DESIGNACION, exigir
from enlaces.models import Aviso, EstadoAviso, Regla
from enlaces.permissions import avisos_visibles


def _instante(ayuda: str, *, puede_faltar: bool = True) -> serializers.DateTimeField:
    return serializers.DateTimeField(default_timezone=UTC, allow_null=puede_faltar, help_text=ayuda)


class ReboteSerializer(Lectura):
    """Lo que contestó el servidor de destino después de aceptarlo."""

    direccion = serializers.CharField()
    permanente = serializers.BooleanField()
    dicho = serializers.CharField(help_text="En palabras: «buzón lleno».")
    rebotado_en = _instante("Cuándo rebotó.", puede_faltar=False)


class AvisoSerializer(Lectura):
    id = serializers.UUIDField()
    regla = serializers.ChoiceField(Regla.choices)
    correo = serializers.CharField(help_text="A dónde; vacío si no hubo a quién escribir.")
    institucion = serializers.CharField(source="institucion.clave", default=None, allow_null=True, help_text="Vacía si habla de varias.")
    asunto = serializers.CharField(help_text="Vacío mientras no se redacta.")
    obligaciones = serializers.SerializerMethodField(help_text="Claves de las que habla.")
    para_el = serializers.DateField(help_text="El día del que habla.")
    estado = serializers.ChoiceField(EstadoAviso.choices)
    motivo = serializers.CharField(help_text="Por qué falló, se suprimió o aún espera.")
    intentos = serializers.IntegerField(min_value=0)
    rebotes = ReboteSerializer(many=True)
    planeado_en = _instante("Cuándo quedó en cola.", puede_faltar=False)
    sale_desde = _instante("Antes de este instante espera; vacío: en cuanto se pueda.")
    enviado_en = _instante("Cuándo lo aceptó el servidor de destino.")
    leido_en = _instante("Cuándo lo leyó en el sistema.")
    reenvia = serializers.UUIDField(source="reenvia_id", allow_null=True, help_text="El aviso del que es copia.")

    def get_obligaciones(self, aviso: Aviso) -> list[str]:
        return sorted(renglon.obligacion.clave for renglon in aviso.renglones.all())


class Avisos(VistaDeRecurso):
    """El registro de avisos con la suerte de cada uno. Cada persona ve los que se le mandaron; la Secretaría Técnica y la auditoría, todos."""

    modelo, serializer_class = Aviso, AvisoSerializer
    recurso, etiqueta, resumenes = "avisos", "Avisos", ("Lista los avisos", "Un aviso")
    filtros = (
        Filtro(opcion("estado", "En qué quedó.", EstadoAviso.values, repetible=True), lambda v, _: Q(estado__in=v)),
        Filtro(opcion("regla", "De qué clase es.", Regla.values, repetible=True), lambda v, _: Q(regla__in=v)),
        Filtro(fecha("para_desde", "Del día, o después."), lambda v, _: Q(para_el__gte=v[0])),
        Filtro(fecha("para_hasta", "Del día, o antes."), lambda v, _: Q(para_el__lte=v[0])),
        Filtro(texto("obligacion", "Clave de una obligación de la que habla."), lambda v, _: Q(renglones__obligacion__clave=v[0])),
    )
    ordenes = {
        "-planeado_en": (Columna("planeado_en", baja=True), Columna("pk", baja=True)),
        "planeado_en": (Columna("planeado_en"), Columna("pk")),
    }

    def visibles(self) -> QuerySet:
        if not self.request.facultades.encargos:
            exigir(SIN_DESIGNACION)
        return avisos_visibles(self.request.facultades)

    def get_queryset(self) -> QuerySet:
        filas = self.visibles().select_related("institucion").defer("cuerpo_texto", "cuerpo_html")
        return filas.prefetch_related("renglones__obligacion", "rebotes")
