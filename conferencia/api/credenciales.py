"""Autenticación por credencial de servicio: ``Authorization: Bearer sda_<prefijo>_<secreto>``."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header

from conferencia.api.problemas import CredencialInvalida
from conferencia.services.credenciales import autenticar


class AutenticacionPorCredencial(BaseAuthentication):
    """Quien manda ``Authorization`` se identifica con eso o con nada: jamás se cae a la sesión, que se saltaría el segundo factor."""

    def authenticate(self, request):
        encabezado = get_authorization_header(request)
        if not encabezado and "HTTP_AUTHORIZATION" not in request.META:
            return None
        esquema, _, ficha = encabezado.decode("latin-1").partition(" ")
        credencial = autenticar(ficha.strip()) if esquema.lower() == "bearer" else None
        if credencial is None:
            raise CredencialInvalida
        return credencial.usuario, credencial

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="api", charset="UTF-8"'


class EsquemaDeCredencial(OpenApiAuthenticationExtension):
    target_class = AutenticacionPorCredencial
    name = "credencial"

    def get_security_definition(self, auto_schema) -> dict:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "sda_<prefijo>_<secreto>",
            "description": "Credencial de servicio: se crea en /credenciales/ y actúa con los derechos vigentes de su titular.",
        }
