"""Todo error sale como ``application/problem+json`` (RFC 9457): en español, con código estable y rastreable."""

import logging
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import TransicionIlegal
from conferencia.permissions import AccesoNegado
from conferencia.services.idempotencia import LlaveEnCurso, LlaveReusada
from conferencia.services.movimiento import OtroSeAdelanto

TIPO_DE_CONTENIDO = "application/problem+json"
NO_EXISTE = "No existe o no está a tu alcance."
bitacora = logging.getLogger(__name__)


@dataclass(frozen=True)
class Clase:
    """Un tipo de problema. ``codigo`` es contrato: no cambia. ``detalle`` vale cuando no hay uno más preciso."""

    codigo: str
    estado: int
    titulo: str
    detalle: str

    @property
    def tipo(self) -> str:
        return f"/api/v1/problemas/{self.codigo}/"


CLASES = {
    clase.codigo: clase
    for clase in (
        Clase("parametros_invalidos", 400, "Parámetros inválidos", "La petición lleva parámetros que no se reconocen o con valores que no sirven."),
        Clase("peticion_ilegible", 400, "Petición ilegible", "El cuerpo de la petición no se pudo leer."),
        Clase("no_autenticado", 401, "Falta identificarse", "Envía tu credencial: «Authorization: Bearer sda_…», o inicia sesión en el sitio."),
        Clase("credencial_invalida", 401, "Credencial inválida", "La credencial no existe, caducó, fue revocada o su titular ya no está activo."),
        Clase("sin_permiso", 403, "Sin permiso", "Tu designación no permite esta consulta."),
        Clase("segundo_factor", 403, "Falta el segundo factor", "Tu designación exige verificación en dos pasos. Dala de alta en tu cuenta y vuelve a entrar."),
        Clase("no_encontrado", 404, "No encontrado", NO_EXISTE),
        Clase("metodo_no_permitido", 405, "Método no permitido", "Esta ruta no atiende ese método: mira Allow."),
        Clase("no_aceptable", 406, "Formato no disponible", "Se responde en application/json. Ajusta el encabezado Accept."),
        Clase("falta_la_llave", 400, "Falta Idempotency-Key", "Manda un Idempotency-Key propio de esta petición, de 8 a 200 caracteres visibles."),
        Clase("llave_en_curso", 409, "Petición en curso", "Otra petición con el mismo Idempotency-Key no ha terminado. Espera y repítela."),
        Clase("no_procede_ahora", 409, "No procede en su estado", "El estado en que está no admite esta orden."),
        Clase("version_superada", 412, "Ya cambió", "Alguien más lo cambió desde que lo leíste. Vuelve a leerlo y decide de nuevo."),
        Clase("tipo_no_admitido", 415, "Tipo de contenido no admitido", "El cuerpo de la petición debe ser del tipo que la operación declara."),
        Clase("datos_invalidos", 422, "Datos inválidos", "Lo que mandaste no se puede recibir así: errors dice qué."),
        Clase("no_procede", 422, "No procede", "Lo que pides no procede."),
        Clase("llave_reusada", 422, "Llave ya usada", "Ese Idempotency-Key ya se usó para una petición distinta."),
        Clase("falta_la_version", 428, "Falta If-Match", "Manda en If-Match la ETag de lo que leíste, para no pisar lo de otro."),
        Clase("demasiadas_peticiones", 429, "Demasiadas peticiones", "Se pasó el límite de peticiones por minuto. Espera lo que dice Retry-After."),
        Clase("error_interno", 500, "Error interno", "Algo falló de nuestro lado. Repórtalo con el identificador de la petición."),
    )
}


@dataclass(frozen=True)
class ErrorDeParametro:
    """``pointer``: apuntador JSON (RFC 6901) hacia lo que está mal; los parámetros cuelgan de ``/query``."""

    pointer: str
    code: str
    detail: str

    @classmethod
    def en(cls, parametro: str, codigo: str, detalle: str) -> "ErrorDeParametro":
        return cls("/query/" + parametro.replace("~", "~0").replace("/", "~1"), codigo, detalle)


class ParametrosInvalidos(exceptions.APIException):
    """Lo que la URL pide no se entiende: se dice todo lo que está mal de una vez, y nada se ignora en silencio."""

    status_code = 400

    def __init__(self, errores: Sequence[ErrorDeParametro]):
        self.errores = list(errores)
        super().__init__(CLASES["parametros_invalidos"].detalle)


class DatosInvalidos(ParametrosInvalidos):
    """El cuerpo se leyó, pero lo que dice no sirve."""

    status_code = 422


class FaltaLaLlave(exceptions.APIException):
    """La petición crea o cambia algo y no trae con qué repetirla sin riesgo."""


class FaltaLaVersion(exceptions.APIException):
    """Se actúa sobre algo que otro pudo mover y no se dice qué se leyó."""


class VersionSuperada(exceptions.APIException):
    """Lo que se leyó ya no es lo que hay."""


class CredencialInvalida(exceptions.AuthenticationFailed):
    """Se mandó una credencial y no sirve; no se dice por cuál de las razones."""


# De lo particular a lo general: gana la primera que corresponda.
_POR_EXCEPCION: tuple[tuple[type[Exception], str], ...] = (
    (DatosInvalidos, "datos_invalidos"),
    (FaltaLaLlave, "falta_la_llave"),
    (FaltaLaVersion, "falta_la_version"),
    (VersionSuperada, "version_superada"),
    (OtroSeAdelanto, "version_superada"),
    (LlaveReusada, "llave_reusada"),
    (LlaveEnCurso, "llave_en_curso"),
    (ParametrosInvalidos, "parametros_invalidos"),
    (exceptions.ValidationError, "parametros_invalidos"),
    (exceptions.ParseError, "peticion_ilegible"),
    (exceptions.NotAuthenticated, "no_autenticado"),
    (exceptions.AuthenticationFailed, "credencial_invalida"),
    (exceptions.PermissionDenied, "sin_permiso"),
    (PermissionDenied, "sin_permiso"),
    (exceptions.NotFound, "no_encontrado"),
    (Http404, "no_encontrado"),
    (exceptions.MethodNotAllowed, "metodo_no_permitido"),
    (exceptions.NotAcceptable, "no_aceptable"),
    (exceptions.UnsupportedMediaType, "tipo_no_admitido"),
    (exceptions.Throttled, "demasiadas_peticiones"),
)


def manejador(exc: Exception, context: dict) -> Response:
    """Traduce cualquier excepción. Lo imprevisto también: 500 con el identificador con que buscarlo en la bitácora."""
    peticion = context.get("request")
    clase, detalle = _clase_y_detalle(exc)
    if clase.estado == 500:
        bitacora.error("Falló la API en %s", getattr(peticion, "path", "?"), exc_info=exc)
    cuerpo = {
        "type": clase.tipo,
        "title": clase.titulo,
        "status": clase.estado,
        "detail": detalle,
        "instance": getattr(peticion, "path", ""),
        "code": clase.codigo,
        "request_id": getattr(peticion, "identificador", ""),
        "errors": [asdict(e) for e in _errores_de(exc)],
    }
    return Response(cuerpo, status=clase.estado, headers=_encabezados(exc), content_type=TIPO_DE_CONTENIDO)


# Lo que un servicio niega con su razón: se cuenta tal cual.
_CON_SU_RAZON: tuple[tuple[type[Exception], str], ...] = (
    (TransicionIlegal, "no_procede_ahora"),
    (NoProcede, "no_procede"),
)


def _errores_de(exc: Exception) -> Sequence[ErrorDeParametro]:
    """Los que la excepción trae o, si un servicio negó por un dato, ese."""
    if isinstance(exc, NoProcede):
        return [ErrorDeParametro(f"/{exc.campo}", "no_procede", str(exc))] if exc.campo else []
    return getattr(exc, "errores", [])


def _clase_y_detalle(exc: Exception) -> tuple[Clase, str]:
    if dicha := next((codigo for tipo, codigo in _CON_SU_RAZON if isinstance(exc, tipo)), ""):
        return CLASES[dicha], str(exc)
    if isinstance(exc, AccesoNegado):
        clase = CLASES["sin_permiso" if exc.negado.existe else "no_encontrado"]
        return clase, exc.negado.motivo
    codigo = next((codigo for tipo, codigo in _POR_EXCEPCION if isinstance(exc, tipo)), "error_interno")
    return CLASES[codigo], CLASES[codigo].detalle


def _encabezados(exc: Exception) -> dict[str, str]:
    encabezados = {"Content-Language": "es-MX"}
    if quien := getattr(exc, "auth_header", None):
        encabezados["WWW-Authenticate"] = quien
    if (espera := getattr(exc, "wait", None)) is not None:
        encabezados["Retry-After"] = str(math.ceil(espera))
    return encabezados
