"""Las órdenes que mueven un plazo o dicen cómo va: solicitudes, suspensiones, exenciones, eventos, cifras y etapas."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api import entradas_de_plazo as entradas
from conferencia.api.escritura import VistaDeOrden
from conferencia.api.ordenes import OrdenSobreObligacion, datos_de_oficio
from conferencia.api.problemas import DatosInvalidos, ErrorDeParametro
from conferencia.models import ClaseSolicitud, Compromiso, Indicador, Obligacion, Parte, Solicitud
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.services import cifras, eventos, exenciones, objetivos, partes, solicitudes, suspensiones, sustituciones
from conferencia.services.oficios import oficio_de_salida


class Solicitar(OrdenSobreObligacion):
    """Pide una prórroga, o alega no competencia, con su oficio. Pedir no detiene el plazo ni exime."""

    recurso, resumen, etiqueta = "solicitudes_presentar", "Pide prórroga o alega no competencia", "Solicitudes"
    entrada, crea = entradas.SolicitudEntrada, True

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        comun = {"por": self.request.facultades, "obligacion": objeto, "institucion": datos["institucion"], "motivo": datos["motivo"]}
        comun |= {"datos": datos_de_oficio(datos), "archivos": datos["archivos"]}
        if datos["clase"] == ClaseSolicitud.PRORROGA:
            solicitudes.pedir_prorroga(**comun, pide_hasta=datos["pide_hasta"])
        else:
            solicitudes.alegar_no_competencia(**comun)
        return self.quedo(objeto)


class OrdenSobreSolicitud(OrdenSobreObligacion):
    """La versión es la de su obligación: lo que se decide cambia a esa."""

    etiqueta = "Solicitudes"

    def objeto(self, pk: UUID) -> Solicitud:
        visibles = visibles_para(self.request.facultades, Solicitud).select_related("obligacion__compromiso__disposicion__reunion", "institucion")
        return get_object_or_404(visibles, pk=pk)

    def version_de(self, objeto: Solicitud) -> int:
        return objeto.obligacion.version


class Resolver(OrdenSobreSolicitud):
    """Resuelve una solicitud con motivo y fundamento. Al eximir se puede decir quién responde en su lugar."""

    recurso, resumen, entrada = "solicitudes_resolver", "Resuelve una solicitud", entradas.ResolucionEntrada

    def ordenar(self, objeto: Solicitud, datos: dict, version: int | None) -> Response:
        comun = {"por": self.request.facultades, "solicitud": objeto, "version": version}
        comun |= {campo: datos[campo] for campo in ("resolucion", "fundamento")}
        if objeto.clase == ClaseSolicitud.PRORROGA:
            if datos["procede"] and not datos["concede_hasta"]:
                raise DatosInvalidos([ErrorDeParametro("/concede_hasta", "requerido", "Di hasta cuándo se concede.")])
            solicitudes.resolver_prorroga(**comun, concede_hasta=datos["concede_hasta"])
        else:
            sustituciones.resolver_no_competencia(**comun, procede=datos["procede"], sustituta=datos["sustituta"])
        return self.quedo(objeto.obligacion)


class Sustituir(OrdenSobreSolicitud):
    """Nombra a quien responde en lugar de quien no era competente, o asienta que nadie."""

    recurso, resumen, entrada = "solicitudes_sustituir", "Nombra a la sustituta, o a nadie", entradas.SustitutaEntrada

    def ordenar(self, objeto: Solicitud, datos: dict, version: int | None) -> Response:
        comun = {"por": self.request.facultades, "solicitud": objeto, "motivo": datos["motivo"]}
        if datos["sustituta"] is None:
            sustituciones.dejar_sin_sustituta(**comun)
            return self.quedo(objeto.obligacion)
        return self.quedo(sustituciones.nombrar_sustituta(**comun, sustituta=datos["sustituta"], vence_el=datos["vence_el"]))


class Desistir(OrdenSobreSolicitud):
    """La institución retira lo que pidió y no se ha resuelto."""

    recurso, resumen, entrada = "solicitudes_desistir", "Retira una solicitud", entradas.DesistimientoEntrada

    def ordenar(self, objeto: Solicitud, datos: dict, version: int | None) -> Response:
        solicitudes.desistir(por=self.request.facultades, solicitud=objeto, motivo=datos["motivo"])
        return self.quedo(objeto.obligacion)


class Suspender(OrdenSobreObligacion):
    """Detiene el plazo: los días suspendidos no cuentan."""

    recurso, resumen, etiqueta = "plazos_suspender", "Suspende el plazo", "Plazos"
    entrada = entradas.SuspensionEntrada

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        suspensiones.suspender(por=self.request.facultades, obligacion=objeto, version=version, **datos)
        return self.quedo(objeto)


class Reanudar(OrdenSobreObligacion):
    """Echa a andar el plazo suspendido: la fecha se recorre tantos días como no contaron."""

    recurso, resumen, etiqueta = "plazos_reanudar", "Reanuda el plazo", "Plazos"
    entrada = entradas.ReanudacionEntrada

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        suspensiones.reanudar(por=self.request.facultades, obligacion=objeto, version=version, hasta=datos["hasta"])
        return self.quedo(objeto)


class FijarObjetivo(OrdenSobreObligacion):
    """Pone fecha objetivo a lo que el acta dejó sin fecha. No es del acta: no cambia la situación ni el denominador."""

    recurso, resumen, etiqueta = "plazos_objetivo", "Fija una fecha objetivo", "Plazos"
    entrada = entradas.ObjetivoEntrada

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        por = self.request.facultades
        exigir(puede_disponer_plazos(por))
        oficio = oficio_de_salida(por=por, numero=datos["oficio_numero"], fecha=datos["oficio_fecha"], asunto=datos["motivo"])
        objetivos.fijar_objetivo(por=por, obligacion=objeto, fecha=datos["fecha"], oficio=oficio, motivo=datos["motivo"], version=version)
        return self.quedo(objeto)


class Eximir(OrdenSobreObligacion):
    """Marca que no aplica o que quedó sin efecto, revoca una exención o reabre lo aceptado por error."""

    recurso, resumen, etiqueta = "exenciones_disponer", "Exime, reactiva o reabre", "Exenciones"
    entrada = entradas.ExencionEntrada

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        razon = exenciones.Razon(motivo=datos["motivo"], fundamento=datos["fundamento"], disposicion=datos["disposicion"])
        exenciones.disponer(por=self.request.facultades, obligacion=objeto, acto=exenciones.Acto(datos["acto"]), razon=razon, version=version)
        return self.quedo(objeto)


class CapturarCifras(OrdenSobreObligacion):
    """Captura las cifras de una institución. En lo periódico, completas, quedan en revisión."""

    recurso, resumen, etiqueta = "cifras_capturar", "Captura cifras", "Cifras"
    entrada, crea = entradas.CifrasEntrada, True

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        indicadores = {i.clave: i for i in Indicador.objects.filter(compromiso=objeto.compromiso_id, vigente=True)}
        desconocidos = [(n, c["indicador"]) for n, c in enumerate(datos["cifras"]) if c["indicador"] not in indicadores]
        if desconocidos:
            raise DatosInvalidos([ErrorDeParametro(f"/cifras/{n}/indicador", "desconocido", f"No hay un indicador «{clave}».") for n, clave in desconocidos])
        cifras.registrar_cifras(
            por=self.request.facultades,
            obligacion=objeto,
            institucion=datos["institucion"],
            cifras=[cifras.Cifra(indicadores[c["indicador"]], c["valor"], c["nota"]) for c in datos["cifras"]],
            version=version,
            corresponde_el=datos["corresponde_el"],
            confirmadas=datos["confirmadas"],
            nota=datos["nota"],
            oficio=datos_de_oficio(datos["oficio"]) if datos["oficio"] else None,
            archivos=datos["oficio"]["archivos"] if datos["oficio"] else (),
        )
        return self.quedo(objeto)


class RegistrarEtapa(OrdenSobreObligacion):
    """Dice en qué etapa va una parte de una obligación conjunta."""

    recurso, resumen, etiqueta = "partes_etapa", "Asienta la etapa de una parte", "Obligaciones"
    entrada = entradas.EtapaEntrada

    def ordenar(self, objeto: Obligacion, datos: dict, version: int | None) -> Response:
        parte = get_object_or_404(
            Parte.objects.select_related("obligacion__compromiso__disposicion", "institucion"), obligacion=objeto, institucion=datos["institucion"]
        )
        avance = partes.Avance(etapa=datos["etapa"], firmado_el=datos["firmado_el"], nota=datos["nota"])
        partes.registrar_etapa(por=self.request.facultades, parte=parte, avance=avance, version=version)
        return self.quedo(objeto)


class EventoSerializer(serializers.Serializer):
    """A cuáles obligaciones dio fecha el evento, y cuál."""

    obligacion = serializers.CharField(source="obligacion.clave")
    vence_el = serializers.DateField(source="obligacion.vence_el", allow_null=True)


class EventoRegistradoSerializer(serializers.Serializer):
    movidas = EventoSerializer(many=True)


class RegistrarEvento(VistaDeOrden):
    """Registra el hecho del que se cuenta el término de un compromiso y da fecha a sus obligaciones abiertas."""

    recurso, resumen, etiqueta = "eventos_registrar", "Registra el evento de un término", "Plazos"
    entrada, salida = entradas.EventoEntrada, EventoRegistradoSerializer
    con_version, crea = False, True

    def objeto(self, pk: UUID) -> Compromiso:
        visibles = visibles_para(self.request.facultades, Compromiso).select_related("disposicion__reunion")
        return get_object_or_404(visibles, pk=pk)

    def ordenar(self, objeto: Compromiso, datos: dict, version: None) -> Response:
        registrado = eventos.registrar_evento(por=self.request.facultades, compromiso=objeto, **datos)
        return Response(EventoRegistradoSerializer(registrado).data, status=201)
