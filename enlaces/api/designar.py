"""Por la API, a quién designa un oficio que ya se recibió."""

from rest_framework import serializers
from rest_framework.response import Response

from conferencia.api.designaciones import NombramientoEntrada, PropuestaSerializer, PropuestasHechasSerializer, nombramiento
from conferencia.models import Entrega
from enlaces.api.bandeja import OrdenSobreEntrega
from enlaces.services.designar_de_entrega import designar_de_entrega


class NombradoEntrada(NombramientoEntrada):
    pedir_confirmacion = serializers.BooleanField(
        required=False, default=False, help_text="Que antes la confirme el contacto oficial. Lo que mandó por correo un desconocido la espera siempre."
    )


class Designar(OrdenSobreEntrega):
    """Captura a quién nombra el oficio de esta entrega: lo que llegó por correo o se presentó sin decirlo."""

    recurso, resumen, entrada, salida = "entregas_designar", "Dice a quién designa", NombradoEntrada, PropuestasHechasSerializer
    crea = True

    def ordenar(self, objeto: Entrega, datos: dict, version: None) -> Response:
        hechas = designar_de_entrega(por=self.request.facultades, entrega=objeto, de_desconocido=datos["pedir_confirmacion"], **nombramiento(datos))
        respuesta = Response({"resultados": PropuestaSerializer(hechas, many=True).data}, status=201)
        respuesta["Location"] = f"/api/v1/designaciones/propuestas/{hechas[0].pk}/"
        return respuesta
