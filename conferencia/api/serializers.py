"""Lo que la API dice de cada cosa: campos explícitos, llaves en español, instantes en UTC y plazos como fecha."""

import json
from datetime import UTC

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conferencia.api import direcciones
from conferencia.domain.pleno import SituacionDelPleno
from conferencia.domain.situacion import Grupo, Situacion
from conferencia.models import Clase, ClasePlazo, EstadoObligacion, EtapaDeParte, Modo, Naturaleza, TipoInstitucion
from conferencia.models.obligacion import grupo_y_rotulo

# Lo que del detalle de un hecho se publica; lo no listado (huellas de archivos, correos) no sale por la API.
DATOS_DE_HECHO = ("clave", "modo", "vence_el", "partes", "entrega", "oficio", "institucion", "subsanar_el")


SIEMPRE = frozenset({"id", "clave"})  # salen aunque no se pidan en «campos=»


class Lectura(serializers.Serializer):
    """Solo lectura: todo campo declarado se emite y ninguno se recibe."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "read_only": True})

    def get_fields(self) -> dict:
        campos = super().get_fields()
        for campo in campos.values():
            campo.read_only, campo.required = True, False
        return campos


class ConDispersion(Lectura):
    """Con identidad: ``id`` y ``clave`` salen siempre, aunque no se pidan en ``campos=``."""

    id = serializers.UUIDField(help_text="Identificador opaco y estable (UUIDv7).")
    clave = serializers.CharField(help_text="Clave natural legible.")


def _instante(ayuda: str) -> serializers.DateTimeField:
    return serializers.DateTimeField(default_timezone=UTC, allow_null=True, help_text=ayuda)


def _opcional(ayuda: str) -> serializers.DateField:
    return serializers.DateField(allow_null=True, help_text=ayuda)


# --- Quién ------------------------------------------------------------------------------------------------------------


class EntidadSerializer(Lectura):
    clave = serializers.CharField(help_text="Clave INEGI.")
    abreviatura = serializers.CharField()
    nombre = serializers.CharField()


class InstitucionSerializer(Lectura):
    id = serializers.UUIDField()
    clave = serializers.CharField(help_text="PUE-UPC, DGGSCDT…")
    nombre = serializers.CharField()
    siglas = serializers.CharField()
    tipo = serializers.ChoiceField(TipoInstitucion.choices)


class ParteSerializer(Lectura):
    institucion = InstitucionSerializer()
    avance = serializers.IntegerField(min_value=0, max_value=100, help_text="Por ciento.")
    en_turno = serializers.BooleanField(help_text="Le toca actuar.")
    etapa = serializers.ChoiceField(EtapaDeParte.choices, help_text="En las conjuntas, en qué va.")
    firmado_el = _opcional("Cuándo firmó.")


# --- Reuniones y disposiciones ---------------------------------------------------------------------------------------


class ZonaSerializer(Lectura):
    clave = serializers.CharField()
    nombre = serializers.CharField()


class ActaSerializer(Lectura):
    publicada_en = _instante("Instante de publicación (UTC); nulo si aún no se publica.")
    sha256 = serializers.CharField(source="archivo.sha256", help_text="Huella del documento firmado.")


class ReunionSerializer(ConDispersion):
    nombre = serializers.CharField()
    organo = serializers.CharField(source="organo.clave", help_text="Clave del órgano.")
    zona = ZonaSerializer(allow_null=True)
    lugar = serializers.CharField()
    fecha = serializers.DateField()
    fundamento = serializers.CharField()
    acta = serializers.SerializerMethodField(help_text="El acta de la reunión; nulo si aún no se registra.")
    acuerdos = serializers.SerializerMethodField(help_text="Cuántas de sus disposiciones hay en cada situación, al corte; nulo para quien no ve todas.")
    concluida_el = serializers.SerializerMethodField(help_text="Día en que el órgano declaró concluido su cumplimiento, si al corte lo estaba.")
    enlaces = serializers.SerializerMethodField()

    @extend_schema_field(ActaSerializer(allow_null=True))
    def get_acta(self, reunion):
        return ActaSerializer(reunion.acta).data if hasattr(reunion, "acta") else None

    @extend_schema_field({"type": ["object", "null"], "additionalProperties": {"type": "integer"}})
    def get_acuerdos(self, reunion) -> dict | None:
        return self.context["acuerdos"].get(reunion.pk)

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_concluida_el(self, reunion):
        return self.context["concluidas"].get(reunion.pk)

    @extend_schema_field(direcciones.ESQUEMA)
    def get_enlaces(self, reunion) -> dict:
        return direcciones.de_reunion(self.context["request"], reunion)


class ParrafoSerializer(Lectura):
    numero = serializers.IntegerField()
    texto = serializers.CharField()


class ReferenciaSerializer(Lectura):
    texto = serializers.CharField(help_text="Lo que el texto dice.")
    clase = serializers.ChoiceField(Clase.choices)
    numero = serializers.IntegerField()
    parrafo = serializers.IntegerField(allow_null=True)
    destino = serializers.CharField(source="destino.clave", default=None, allow_null=True, help_text="Clave de la disposición citada.")
    destino_parrafo = serializers.IntegerField(allow_null=True)
    duda = serializers.CharField(help_text="Por qué es dudosa; vacío si no lo es.")


class DisposicionBreveSerializer(Lectura):
    id = serializers.UUIDField()
    clave = serializers.CharField()
    clase = serializers.ChoiceField(Clase.choices)
    titulo = serializers.CharField()


class DelPlenoSerializer(Lectura):
    clave = serializers.ChoiceField([s.value for s in SituacionDelPleno], source="situacion")
    rotulo = serializers.CharField(help_text="En palabras.")
    extemporanea = serializers.BooleanField(help_text="Cumplida, con alguna obligación fuera de su plazo.")
    concluida_el = _opcional("Día en que el órgano la declaró concluida.")


class DisposicionSerializer(ConDispersion):
    clase = serializers.ChoiceField(Clase.choices)
    numero = serializers.IntegerField()
    ordinal = serializers.CharField(help_text="Como viene en el texto.")
    titulo = serializers.CharField()
    reunion = serializers.CharField(source="reunion.clave", help_text="Clave de la reunión.")
    situacion = serializers.SerializerMethodField(help_text="La que pregunta el pleno, al corte; nulo para quien no ve todas sus obligaciones.")
    parrafos = ParrafoSerializer(many=True)
    referencias = ReferenciaSerializer(many=True)
    enlaces = serializers.SerializerMethodField()

    @extend_schema_field(DelPlenoSerializer(allow_null=True))
    def get_situacion(self, disposicion):
        suya = self.context["del_pleno"].get(disposicion.pk)
        return DelPlenoSerializer(suya).data if suya else None

    @extend_schema_field(direcciones.ESQUEMA)
    def get_enlaces(self, disposicion) -> dict:
        return direcciones.de_disposicion(self.context["request"], disposicion)


# --- Compromisos ------------------------------------------------------------------------------------------------------


class CitaSerializer(Lectura):
    texto = serializers.CharField(source="cita", help_text="Las palabras exactas del acta.")
    parrafo = serializers.IntegerField(source="parrafo.numero")
    inicio = serializers.IntegerField(source="cita_inicio", help_text="Primer carácter de la cita en su párrafo.")
    fin = serializers.IntegerField(source="cita_fin", help_text="Carácter siguiente al último.")


class PlazoSerializer(Lectura):
    clase = serializers.ChoiceField(ClasePlazo.choices, source="plazo_clase")
    inicio = serializers.DateField(source="plazo_inicio", allow_null=True)
    vence = serializers.DateField(source="plazo_vence", allow_null=True)
    periodicidad = serializers.CharField(source="plazo_periodicidad")
    cantidad = serializers.IntegerField(source="plazo_cantidad", allow_null=True)
    unidad = serializers.CharField(source="plazo_unidad")
    evento = serializers.CharField(source="plazo_evento")
    texto = serializers.CharField(source="plazo_texto", help_text="La frase citada.")
    explicacion = serializers.ListField(source="plazo_explicacion", child=serializers.CharField(), help_text="El cálculo, paso a paso.")


class ResponsableSerializer(Lectura):
    texto = serializers.CharField(help_text="Como lo nombra el acta.")
    tipo = serializers.CharField(help_text="Clase de instituciones; vacío si es una sola o no se resolvió.")
    institucion = serializers.CharField(source="institucion.clave", default=None, allow_null=True)
    duda = serializers.CharField()


class CompromisoBreveSerializer(Lectura):
    id = serializers.UUIDField()
    clave = serializers.CharField()
    accion = serializers.CharField()
    entregable = serializers.CharField()


class CompromisoSerializer(ConDispersion):
    disposicion = DisposicionBreveSerializer()
    accion = serializers.CharField()
    cita = CitaSerializer(source="*")
    naturaleza = serializers.ChoiceField(Naturaleza.choices)
    modo = serializers.ChoiceField(Modo.choices)
    entregable = serializers.CharField()
    plazo = PlazoSerializer(source="*")
    responsables = ResponsableSerializer(many=True)
    complementa = serializers.CharField(source="complementa.clave", default=None, allow_null=True, help_text="Clave del compromiso al que completa.")
    insumos = serializers.SerializerMethodField(help_text="Claves de los compromisos que lo alimentan.")
    avisos = serializers.ListField(child=serializers.CharField(), help_text="Avisos de calidad del texto.")
    enlaces = serializers.SerializerMethodField()

    def get_insumos(self, compromiso) -> list[str]:
        return [insumo.clave for insumo in compromiso.insumos.all()]

    @extend_schema_field(direcciones.ESQUEMA)
    def get_enlaces(self, compromiso) -> dict:
        return direcciones.de_compromiso(self.context["request"], compromiso)


# --- Obligaciones -----------------------------------------------------------------------------------------------------


class InsumoPendienteSerializer(Lectura):
    clave = serializers.CharField(help_text="Obligación que se espera.")
    de = serializers.SerializerMethodField(help_text="Claves de las instituciones que la deben.")
    vence_el = _opcional("Cuándo vence lo que se espera.")

    def get_de(self, insumo) -> list[str]:
        return [parte.institucion.clave for parte in insumo.partes.all()]


class ObligacionSerializer(ConDispersion):
    situacion = serializers.ChoiceField([s.value for s in Situacion], help_text="Cómo va, juzgada al terminar el día «al».")
    grupo = serializers.SerializerMethodField(help_text="Grupo al que pertenece la situación.")
    rotulo = serializers.SerializerMethodField(help_text="La situación en palabras.")
    al = serializers.SerializerMethodField(help_text="Fecha a la que se juzga la situación.")
    estado = serializers.ChoiceField(EstadoObligacion.choices)
    quien = serializers.CharField(help_text="Quién responde, en una línea.")
    modo = serializers.ChoiceField(Modo.choices)
    entidad = EntidadSerializer(allow_null=True)
    partes = ParteSerializer(many=True)
    periodo = serializers.CharField(help_text="2022-07, 2022-T3…; vacío si no es periódica.")
    permanente = serializers.BooleanField()
    nace_el = serializers.DateField(help_text="Desde cuándo se debe.")
    inicia_el = _opcional("Inicio del plazo, si lo tiene.")
    vence_el = _opcional("Último día para cumplir; nulo si no tiene plazo.")
    vence_original_el = _opcional("Vencimiento con que nació: una prórroga no lo cambia.")
    plazo_dado_por = serializers.CharField(source="plazo_dado_por.clave", help_text="Clave del compromiso cuyo plazo rige: él mismo o quien lo completa.")
    subsanar_el = _opcional("Plazo de las observaciones abiertas.")
    ratificar_el = _opcional("Último día de vigencia de la evidencia de una permanente.")
    avance = serializers.IntegerField(min_value=0, max_value=100, help_text="Por ciento.")
    entregas_recibidas = serializers.IntegerField(min_value=0)
    primera_entrega_el = _opcional("Primera entrega que no se rechazó por ajena.")
    cumplida_el = _opcional("Día en que se dio por cumplida.")
    insumos_pendientes = InsumoPendienteSerializer(many=True, help_text="Lo que debe llegarle de otros y no ha llegado.")
    compromiso = CompromisoBreveSerializer()
    disposicion = DisposicionBreveSerializer(source="compromiso.disposicion")
    reunion = serializers.CharField(source="compromiso.disposicion.reunion.clave", help_text="Clave de la reunión.")
    version = serializers.IntegerField(min_value=1, help_text="Crece con cada cambio de la obligación.")
    enlaces = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField([g.value for g in Grupo]))
    def get_grupo(self, obligacion) -> str:
        return grupo_y_rotulo(obligacion.situacion)[0]

    def get_rotulo(self, obligacion) -> str:
        return grupo_y_rotulo(obligacion.situacion)[1]

    @extend_schema_field(serializers.DateField())
    def get_al(self, obligacion) -> str:
        return self.context["hoy"].isoformat()

    @extend_schema_field(direcciones.ESQUEMA)
    def get_enlaces(self, obligacion) -> dict:
        return direcciones.de_obligacion(self.context["request"], obligacion)


class HechoSerializer(Lectura):
    numero = serializers.IntegerField(help_text="Lugar en la cadena de hechos; único.")
    clase = serializers.CharField(help_text="obligacion.creada, entrega.presentada…")
    de = serializers.CharField(help_text="Estado del que salió; vacío si no cambió.")
    a = serializers.CharField(help_text="Estado al que pasó; vacío si no cambió.")
    motivo = serializers.CharField()
    rige_el = serializers.DateField(help_text="Desde qué día vale.")
    asentado_en = serializers.DateTimeField(default_timezone=UTC, help_text="Instante en que se asentó (UTC).")
    actor = serializers.CharField(source="actor.nombre", default=None, allow_null=True, help_text="Quién; nulo si fue el sistema.")
    datos = serializers.SerializerMethodField(help_text=f"Lo que se sabía entonces; puede traer {', '.join(DATOS_DE_HECHO)}.")
    huella = serializers.CharField(help_text="SHA-256 que lo encadena al anterior.")

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_datos(self, hecho) -> dict:
        datos = json.loads(hecho.datos)
        return {nombre: datos[nombre] for nombre in DATOS_DE_HECHO if nombre in datos}
