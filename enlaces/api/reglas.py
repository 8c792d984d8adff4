"""Las reglas de aviso por la API: leerlas con su etiqueta, cambiarlas sobre lo leído, agregar una, y ver qué se mandaría cualquier día sin mandarlo."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.escritura import VistaDeOrden
from conferencia.api.filters import Filtro
from conferencia.api.lectura import VistaDeLectura, VistaDeRecurso, con_etag
from conferencia.api.paginacion import Columna
from conferencia.api.parametros import fecha, opcion
from conferencia.api.serializers import Lectura
from conferencia.permissions import exigir
from enlaces.api import entradas
from enlaces.models import ClaseDeCompromiso, Momento, Papel, ReglaDeAviso
from enlaces.permissions import puede_ver_reglas
from enlaces.queries.destinatarios import por_que
from enlaces.queries.previstos import prever
from enlaces.queries.recordatorios_de_turno import por_recordar
from enlaces.services import reglas


class PeldanoSerializer(Lectura):
    id = serializers.UUIDField()
    clase = serializers.ChoiceField(ClaseDeCompromiso.choices, help_text="De qué clase de compromiso.")
    momento = serializers.ChoiceField(Momento.choices)
    dias = serializers.IntegerField(help_text="Naturales, respecto del plazo. Cero antes: el mismo día.")
    papel = serializers.ChoiceField(Papel.choices, help_text="A quién.")
    inmediato = serializers.BooleanField(help_text="Urgente: quien prefiere correos sueltos la recibe suelta.")
    activa = serializers.BooleanField()
    desde = serializers.DateField(source="vigencia.lower")
    hasta = serializers.DateField(source="vigencia.upper", allow_null=True, help_text="Primer día en que ya no rige.")
    dicho = serializers.CharField(help_text="En palabras: «7 días antes».")


class ReglasDeAviso(VistaDeRecurso):
    """La escalera de avisos de cada clase de compromiso. La ven la Secretaría Técnica y la auditoría."""

    modelo, serializer_class = ReglaDeAviso, PeldanoSerializer
    recurso, etiqueta, resumenes = "reglas_de_aviso", "Avisos", ("Lista las reglas de aviso", "Una regla de aviso")
    filtros = (Filtro(opcion("clase", "De qué clase de compromiso.", ClaseDeCompromiso.values, repetible=True), lambda v, _: Q(clase__in=v)),)
    ordenes = {"clase": (Columna("clase"), Columna("momento"), Columna("dias"), Columna("pk"))}
    detalle_con_etag = True

    def get_queryset(self) -> QuerySet:
        exigir(puede_ver_reglas(self.request.facultades))
        return ReglaDeAviso.objects.all()

    def retrieve(self, request, pk) -> Response:
        regla = get_object_or_404(self.get_queryset(), pk=pk)
        return con_etag(request, Response(self.serializado(regla)), regla.version)


class _OrdenDeRegla(VistaDeOrden):
    salida, etiqueta = PeldanoSerializer, "Avisos"

    def quedo_asi(self, regla: ReglaDeAviso) -> Response:
        respuesta = Response(PeldanoSerializer(regla).data, status=201 if self.crea else 200)
        respuesta["Location"] = f"/api/v1/reglas-de-aviso/{regla.pk}/"
        return con_etag(self.request, respuesta, regla.version)


class Cambiar(_OrdenDeRegla):
    """Cambia un peldaño: si está activo, a cuántos días, si es urgente y desde y hasta cuándo rige. Lo ya planeado no se toca."""

    recurso, resumen = "reglas_de_aviso_cambiar", "Cambia una regla de aviso"
    entrada = entradas.CambioDeReglaDeAvisoEntrada

    def objeto(self, pk: UUID) -> ReglaDeAviso:
        exigir(puede_ver_reglas(self.request.facultades))
        return get_object_or_404(ReglaDeAviso, pk=pk)

    def ordenar(self, objeto: ReglaDeAviso, datos: dict, version: int) -> Response:
        return self.quedo_asi(reglas.cambiar(por=self.request.facultades, regla=objeto, version=version, **datos))


class Agregar(_OrdenDeRegla):
    """Un peldaño más en la escalera de esa clase de compromiso."""

    recurso, resumen = "reglas_de_aviso_agregar", "Agrega una regla de aviso"
    entrada = entradas.ReglaDeAvisoEntrada
    con_version, crea = False, True

    def objeto(self) -> None:
        exigir(puede_ver_reglas(self.request.facultades))

    def ordenar(self, objeto: None, datos: dict, version: None) -> Response:
        return self.quedo_asi(reglas.agregar(por=self.request.facultades, **datos))


# --- Qué se mandaría ----------------------------------------------------------------------------------------------------


class RenglonPrevistoSerializer(serializers.Serializer):
    obligacion = serializers.CharField(source="obligacion.clave")
    peldano = serializers.CharField(help_text="Por qué ese día: «d-7», «d+1», «lunes 2022-07-18».")
    vence_el = serializers.DateField(source="fecha", help_text="El plazo que rige.")


class CorreoPrevistoSerializer(serializers.Serializer):
    correo = serializers.CharField()
    nombre = serializers.CharField()
    por_que = serializers.ListField(child=serializers.CharField(), help_text="En calidad de qué lo recibiría: lo mismo que el correo dice.")
    renglones = RenglonPrevistoSerializer(many=True)


class OpinionPrevistaSerializer(serializers.Serializer):
    """A qué área se le recordaría qué opinión."""

    area = serializers.CharField(source="turno.institucion.clave")
    obligacion = serializers.CharField(source="turno.entrega.obligacion.clave")
    peldano = serializers.CharField(source="peldano.clave")
    vence_el = serializers.DateField(source="turno.vence_el")


class PrevisionDeAvisosSerializer(serializers.Serializer):
    """Con las reglas, los plazos y los encargos de hoy, y como si desde ese día no se hubiera avisado nada."""

    dia = serializers.DateField()
    correos = CorreoPrevistoSerializer(many=True)
    opiniones = OpinionPrevistaSerializer(many=True)
    tareas = serializers.IntegerField(help_text="Cuántas de requerir quedarían a la Secretaría Técnica.")
    sin_destinatario = serializers.IntegerField(help_text="A cuántas instituciones no habría a quién escribir.")


class Prevision(VistaDeLectura):
    """Qué recordatorios saldrían un día. Mirarlo no manda nada."""

    recurso, etiqueta, resumenes = "prevision_de_avisos", "Avisos", ("", "Qué se mandaría un día")
    parametros = (fecha("dia", "El día; por omisión, hoy."),)

    @extend_schema(responses=PrevisionDeAvisosSerializer)
    def get(self, request) -> Response:
        exigir(puede_ver_reglas(request.facultades))
        dia = self.leidos.get("dia", [self.hoy])[0]
        previsto = prever(dia)
        correos = [
            {"correo": correo, "nombre": suyos[0].destinatario.nombre, "por_que": por_que(r.destinatario for r in suyos), "renglones": suyos}
            for correo, suyos in sorted(previsto.por_correo.items())
        ]
        datos = {"dia": dia, "correos": correos, "opiniones": por_recordar(dia, repitiendo=True)}
        datos |= {"tareas": previsto.tareas, "sin_destinatario": len(previsto.sin_destinatario)}
        return Response(PrevisionDeAvisosSerializer(datos).data)
