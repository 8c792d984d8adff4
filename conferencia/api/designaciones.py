"""Designaciones por la API: quién responde por cada institución, a quién se propone, y las órdenes de proponer, responder y terminar."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.response import Response

from conferencia import reloj
from conferencia.api import filters
from conferencia.api.entradas import InstitucionPorClave, OficioEntrada
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.lectura import VistaDeRecurso, con_etag
from conferencia.api.ordenes import datos_de_oficio
from conferencia.api.paginacion import Columna, parametros_de_pagina
from conferencia.api.parametros import Parametro
from conferencia.api.serializers import Lectura
from conferencia.models import Designacion, Disposicion, EstadoPropuesta, PropuestaDeDesignacion, Rol
from conferencia.permissions import visibles_para
from conferencia.queries.designaciones import por_materia
from conferencia.services.designaciones import Persona, terminar_designacion
from conferencia.services.designar_por_oficio import designar_por_oficio
from conferencia.services.propuestas import (
    ROLES_QUE_SE_PROPONEN,
    aceptar_propuesta,
    confirmar_propuesta,
    negar_propuesta,
    rechazar_propuesta,
)

ETIQUETA = "Designaciones"


# --- Leer ---------------------------------------------------------------------------------------------------------------


class DesignacionSerializer(Lectura):
    id = serializers.UUIDField()
    nombre = serializers.CharField(source="usuario.nombre")
    correo = serializers.EmailField(source="usuario.email")
    cuenta = serializers.SerializerMethodField(help_text="«activa» o «sin_activar».")
    cargo = serializers.CharField()
    telefono = serializers.CharField()
    rol = serializers.ChoiceField(Rol.choices)
    institucion = serializers.SerializerMethodField(help_text="Clave de la institución, o nulo.")
    entidad = serializers.SerializerMethodField(help_text="Abreviatura de la entidad, solo en coordinaciones.")
    materia = serializers.SerializerMethodField(help_text="Clave de la disposición para la que se designa; nulo, para todas.")
    desde = serializers.DateField(source="vigencia.lower")
    hasta = serializers.DateField(source="vigencia.upper", allow_null=True, help_text="Primer día en que ya no rige; nulo, sin término.")
    anulada = serializers.SerializerMethodField(help_text="Se registró por error y nunca rigió.")
    oficio = serializers.SerializerMethodField(help_text="Número del oficio que la nombra, o nulo.")
    sustituye_a = serializers.UUIDField(source="sustituye_a_id", allow_null=True)
    delegada_de = serializers.UUIDField(source="delegada_de_id", allow_null=True)

    def get_cuenta(self, d: Designacion) -> str:
        return "sin_activar" if d.usuario.sin_activar else "activa"

    def get_institucion(self, d: Designacion) -> str | None:
        return d.institucion.clave if d.institucion else None

    def get_entidad(self, d: Designacion) -> str | None:
        return d.entidad.abreviatura if d.entidad else None

    def get_materia(self, d: Designacion) -> str | None:
        return d.materia.clave if d.materia else None

    def get_anulada(self, d: Designacion) -> bool:
        return d.anulada_en is not None

    def get_oficio(self, d: Designacion) -> str | None:
        return d.oficio.numero if d.oficio else None


class PropuestaSerializer(Lectura):
    id = serializers.UUIDField()
    estado = serializers.ChoiceField(EstadoPropuesta.choices)
    nombre = serializers.CharField()
    correo = serializers.EmailField(source="email")
    cargo = serializers.CharField()
    telefono = serializers.CharField()
    rol = serializers.ChoiceField(Rol.choices)
    institucion = serializers.CharField(source="institucion.clave")
    materia = serializers.SerializerMethodField(help_text="Clave de la disposición; nulo, para todas.")
    obligacion = serializers.SerializerMethodField(help_text="Clave de la obligación de designar que atiende, o nulo.")
    oficio = serializers.SerializerMethodField(help_text="Número del oficio, o nulo.")
    desde = serializers.DateField(allow_null=True)
    hasta = serializers.DateField(allow_null=True, help_text="Último día que rige.")
    designacion = serializers.UUIDField(source="designacion_id", allow_null=True)
    motivo = serializers.CharField(help_text="Por qué no se aceptó.")

    def get_materia(self, p: PropuestaDeDesignacion) -> str | None:
        return p.materia.clave if p.materia else None

    def get_obligacion(self, p: PropuestaDeDesignacion) -> str | None:
        return p.entrega.obligacion.clave if p.entrega else None

    def get_oficio(self, p: PropuestaDeDesignacion) -> str | None:
        return p.oficio.numero if p.oficio else None


class _DePersonas(VistaDeRecurso):
    """Sin clave legible: no se recortan campos."""

    etiqueta = ETIQUETA
    detalle_con_etag = True

    @cached_property
    def parametros(self) -> tuple[Parametro, ...]:
        return (*(f.parametro for f in self.filtros), *parametros_de_pagina(self.ordenes)) if self.action == "list" else ()

    def retrieve(self, request, pk):
        cosa = get_object_or_404(self.get_queryset(), pk=pk)
        return con_etag(request, Response(self.serializado(cosa)), cosa.version)


class Designaciones(_DePersonas):
    """Quién es y quién ha sido. La Secretaría Técnica y la auditoría ven todas; los demás, las de sus instituciones y la suya."""

    modelo, serializer_class = Designacion, DesignacionSerializer
    recurso, resumenes = "designaciones", ("Lista las designaciones", "Una designación")
    filtros = filters.DE_DESIGNACIONES
    ordenes = {"-registrada": (Columna("pk", baja=True),), "registrada": (Columna("pk"),)}

    def get_queryset(self) -> QuerySet:
        return self.visibles().select_related("usuario", "institucion", "entidad", "materia", "oficio")


class Propuestas(_DePersonas):
    """A quiénes se propone designar, antes y después de que se resuelva."""

    modelo, serializer_class = PropuestaDeDesignacion, PropuestaSerializer
    recurso, resumenes = "propuestas", ("Lista las designaciones propuestas", "Una designación propuesta")
    filtros = filters.DE_PROPUESTAS
    ordenes = {"-registrada": (Columna("pk", baja=True),), "registrada": (Columna("pk"),)}

    def get_queryset(self) -> QuerySet:
        return self.visibles().select_related("institucion", "materia", "oficio", "entrega__obligacion")


# --- Ordenar --------------------------------------------------------------------------------------------------------------


class NombramientoEntrada(serializers.Serializer):
    """A quién se nombra y para qué."""

    nombre = serializers.CharField(max_length=150)
    correo = serializers.EmailField(max_length=254)
    cargo = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    telefono = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    rol = serializers.ChoiceField([r.value for r in ROLES_QUE_SE_PROPONEN])
    materias = serializers.ListField(
        child=serializers.CharField(max_length=60),
        min_length=1,
        max_length=30,
        help_text="Claves de disposiciones («ZC-2022-1/A6»), una designación por cada una; «todas» para todas. Si una obligación la pide, la atiende.",
    )
    desde = serializers.DateField(required=False, default=None, allow_null=True)
    hasta = serializers.DateField(required=False, default=None, allow_null=True, help_text="Último día que rige.")
    sustituye_a = serializers.UUIDField(required=False, default=None, allow_null=True, help_text="La designación a la que releva.")

    def validate_materias(self, claves: list[str]) -> list[Disposicion | None]:
        halladas = {d.clave: d for d in visibles_para(self.context["request"].facultades, Disposicion).filter(clave__in=claves)}
        if faltan := [c for c in claves if c != "todas" and c not in halladas]:
            raise serializers.ValidationError(f"No existen o no están a tu alcance: {', '.join(faltan)}.")
        return [None if c == "todas" else halladas[c] for c in claves]

    def validate_sustituye_a(self, pk: UUID | None) -> Designacion | None:
        if pk is None:
            return None
        if saliente := visibles_para(self.context["request"].facultades, Designacion).sin_terminar(reloj.hoy()).filter(pk=pk).first():
            return saliente
        raise serializers.ValidationError("No existe o no está a tu alcance.", "no_existe")


def nombramiento(datos: dict) -> dict:
    """Los argumentos que comparten los servicios que designan por oficio."""
    persona = Persona(nombre=datos["nombre"], email=datos["correo"], cargo=datos["cargo"], telefono=datos["telefono"])
    return {"persona": persona} | {campo: datos[campo] for campo in ("rol", "materias", "desde", "hasta", "sustituye_a")}


class PropuestaEntrada(NombramientoEntrada, OficioEntrada):
    """El oficio que nombra, a quién y para qué."""

    institucion = InstitucionPorClave(help_text="Clave de la institución que designa: «PUE-UPC».")


class PropuestasHechasSerializer(serializers.Serializer):
    resultados = PropuestaSerializer(many=True)


class Proponer(VistaDeOrden):
    """Designa por oficio. Si atiende la obligación de designar, esto es su entrega, y surte efecto al aceptarse."""

    recurso, etiqueta, resumen = "designaciones_proponer", ETIQUETA, "Propone una designación"
    entrada, salida = PropuestaEntrada, PropuestasHechasSerializer
    con_version, crea = False, True

    def objeto(self) -> None:
        return None

    def ordenar(self, objeto: None, datos: dict, version: None) -> Response:
        pedidas = por_materia(datos["institucion"], self.hoy)
        hechas = designar_por_oficio(
            por=self.request.facultades,
            institucion=datos["institucion"],
            obligaciones={m.pk: pedidas[m.pk] for m in datos["materias"] if m and m.pk in pedidas},
            datos=datos_de_oficio(datos),
            archivos=datos["archivos"],
            **nombramiento(datos),
        )
        respuesta = Response({"resultados": PropuestaSerializer(hechas, many=True).data}, status=201)
        respuesta["Location"] = f"/api/v1/designaciones/propuestas/{hechas[0].pk}/"
        return respuesta


class RespuestaEntrada(serializers.Serializer):
    sentido = serializers.ChoiceField(
        ["confirmar", "negar", "aceptar", "rechazar"], help_text="El contacto oficial confirma o niega; la Secretaría Técnica acepta o rechaza."
    )
    motivo = serializers.CharField(required=False, default="", allow_blank=True, max_length=500, help_text="Obligatorio al negar o rechazar.")


class Responder(VistaDeOrden):
    """Resuelve una propuesta: el contacto oficial dice si reconoce a la persona; la Secretaría Técnica, si la acepta."""

    recurso, etiqueta, resumen = "propuestas_responder", ETIQUETA, "Resuelve una designación propuesta"
    entrada, salida = RespuestaEntrada, PropuestaSerializer

    def objeto(self, pk: UUID) -> PropuestaDeDesignacion:
        return get_object_or_404(visibles_para(self.request.facultades, PropuestaDeDesignacion), pk=pk)

    def ordenar(self, objeto: PropuestaDeDesignacion, datos: dict, version: int | None) -> Response:
        comun = {"por": self.request.facultades, "propuesta": objeto, "version": version}
        if datos["sentido"] == "confirmar":
            confirmar_propuesta(**comun)
        elif datos["sentido"] == "aceptar":
            aceptar_propuesta(**comun)
        else:
            (negar_propuesta if datos["sentido"] == "negar" else rechazar_propuesta)(**comun, motivo=datos["motivo"])
        return _quedo(self.request, PropuestaDeDesignacion.objects.get(pk=objeto.pk), PropuestaSerializer)


class TerminoEntrada(serializers.Serializer):
    el = serializers.DateField(help_text="Desde ese día, inclusive, ya no rige.")
    motivo = serializers.CharField(max_length=200)


class Terminar(VistaDeOrden):
    """Termina una designación. Si el día ya llegó, sus sesiones se cierran en este instante."""

    recurso, etiqueta, resumen = "designaciones_terminar", ETIQUETA, "Termina una designación"
    entrada, salida = TerminoEntrada, DesignacionSerializer

    def objeto(self, pk: UUID) -> Designacion:
        return get_object_or_404(visibles_para(self.request.facultades, Designacion).select_related("institucion", "usuario"), pk=pk)

    def ordenar(self, objeto: Designacion, datos: dict, version: int | None) -> Response:
        terminar_designacion(por=self.request.facultades, designacion=objeto, **datos)
        return _quedo(self.request, Designacion.objects.get(pk=objeto.pk), DesignacionSerializer)


def _quedo(request, cosa, serializador) -> Response:
    """Como la daría su GET, con su etiqueta nueva."""
    return con_etag(request, Response(serializador(cosa).data), cosa.version)
