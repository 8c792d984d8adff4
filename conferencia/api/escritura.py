"""Lo que cambia algo por la API: una orden es un POST que llama a un servicio y responde con lo que quedó.

Sobre algo que existe exige ``If-Match`` con la etiqueta que se leyó (RFC 9110): si ya cambió, 412. Toda orden lleva ``Idempotency-Key``:
repetirla da la misma respuesta durante un día y no repite el efecto.
"""

import json
import re
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from conferencia import reloj
from conferencia.api.esquema_de_ordenes import EsquemaDeOrden
from conferencia.api.lectura import con_etag
from conferencia.api.parametros import leer_parametros
from conferencia.api.problemas import DatosInvalidos, ErrorDeParametro, FaltaLaLlave, FaltaLaVersion, VersionSuperada
from conferencia.api.viewsets import Obligaciones
from conferencia.models import Obligacion
from conferencia.services import idempotencia

LLAVE = re.compile(r"[\x21-\x7e]{8,200}")


class VistaDeOrden(APIView):
    """``entrada``: lo que se manda. ``con_version``: si actúa sobre algo que otro pudo mover. ``crea``: si responde 201.

    ``exito``: el código, si no es 200 ni 201 (202: se encargó, y ``Location`` dice dónde preguntar).
    """

    http_method_names = ["post"]
    schema = EsquemaDeOrden()
    entrada: type[Serializer]
    recurso = etiqueta = resumen = ""
    con_version = True
    crea = False
    exito = 0

    def initial(self, request, *args, **kwargs) -> None:
        if request.method not in self.allowed_methods:
            raise exceptions.MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        self.hoy = reloj.hoy()
        leer_parametros(request.query_params, ())

    @property
    def default_response_headers(self) -> dict:
        return super().default_response_headers | {"Vary": "Accept, Authorization, Cookie", "Content-Language": "es-MX", "Cache-Control": "no-store"}

    def post(self, request, **ruta) -> Response:
        reserva = self._reservar(request)
        if isinstance(reserva, idempotencia.Repetida):
            return Response(reserva.cuerpo, status=reserva.codigo, headers=reserva.encabezados | {"Idempotency-Replayed": "true"})
        try:
            with transaction.atomic():
                objeto = self.objeto(**ruta)
                version = self._version(request, objeto) if self.con_version else None
                respuesta = self.ordenar(objeto, self._datos(request), version)
                dichos = {nombre: respuesta[nombre] for nombre in ("ETag", "Location") if respuesta.has_header(nombre)}
                cuerpo = json.loads(request.accepted_renderer.render(respuesta.data))
                idempotencia.responder(reserva, codigo=respuesta.status_code, cuerpo=cuerpo, encabezados=dichos)
        except BaseException:
            idempotencia.soltar(reserva)
            raise
        return respuesta

    def objeto(self, **ruta):
        """Sobre qué se actúa, si quien ordena lo ve; si no, 404."""
        raise NotImplementedError

    def ordenar(self, objeto, datos: dict, version: int | None) -> Response:
        raise NotImplementedError

    def quedo(self, obligacion: Obligacion) -> Response:
        """La obligación como la daría su GET, con su etiqueta nueva."""
        lectura = Obligaciones(request=self.request, format_kwarg=None, action="retrieve", hoy=self.hoy, leidos={}, kwargs={"pk": obligacion.pk})
        fresca = lectura.get_queryset().get(pk=obligacion.pk)
        respuesta = con_etag(self.request, Response(lectura.serializado(fresca), status=201 if self.crea else 200), fresca.version)
        respuesta["Location"] = f"/api/v1/obligaciones/{obligacion.pk}/"
        return respuesta

    def _reservar(self, request):
        llave = request.headers.get("Idempotency-Key", "")
        if not LLAVE.fullmatch(llave):
            raise FaltaLaLlave
        return idempotencia.reservar(usuario=request.user.pk, llave=llave, huella=_huella(request))

    def _version(self, request, objeto) -> int:
        """La que leyó quien ordena: lo que va antes del guion de su etiqueta."""
        dicha = request.headers.get("If-Match", "").strip()
        if not dicha:
            raise FaltaLaVersion
        leidas = re.findall(r'"(\d{1,9})(?:-[0-9a-f]+)?"', dicha)
        if str(self.version_de(objeto)) not in leidas:
            raise VersionSuperada
        return self.version_de(objeto)

    def version_de(self, objeto) -> int:
        return objeto.version

    def _datos(self, request) -> dict:
        if not hasattr(request.data, "items"):
            raise DatosInvalidos([ErrorDeParametro("", "objeto", "Se espera un objeto JSON.")])
        entrada = self.entrada(data=request.data, context={"request": request})
        sobran = sorted(set(request.data) - set(entrada.fields))
        errores = [ErrorDeParametro(f"/{campo}", "desconocido", "Este campo no existe.") for campo in sobran]
        if not entrada.is_valid():
            errores += _errores(entrada.errors)
        if errores:
            raise DatosInvalidos(errores)
        return entrada.validated_data


def _huella(request) -> str:
    """De método, ruta y datos ya leídos: el separador de un multiparte cambia al reintentar, lo que lleva no."""
    datos = request.data
    pares = sorted((campo, _valor(v)) for campo in datos for v in (datos.getlist(campo) if hasattr(datos, "getlist") else [datos[campo]])) if datos else []
    return sha256(json.dumps([request.method, request.path, request.headers.get("If-Match", ""), pares], default=str).encode()).hexdigest()


def _valor(valor: object) -> str:
    if not isinstance(valor, UploadedFile):
        return json.dumps(valor, sort_keys=True, default=str)
    suma = sha256()
    for bloque in valor.chunks():
        suma.update(bloque)
    valor.seek(0)
    return suma.hexdigest()


def _errores(errores: object, apuntador: str = "") -> list[ErrorDeParametro]:
    """Los de DRF, aplanados, con su apuntador JSON."""
    if isinstance(errores, dict):
        return [e for campo, suyos in errores.items() for e in _errores(suyos, f"{apuntador}/{campo}")]
    if isinstance(errores, list) and not all(isinstance(e, exceptions.ErrorDetail) for e in errores):
        return [e for n, suyos in enumerate(errores) for e in _errores(suyos, f"{apuntador}/{n}")]
    return [ErrorDeParametro(apuntador, e.code, str(e)) for e in errores]  # type: ignore[attr-defined]
