"""El cuerpo HTML de un correo se sirve aparte y encerrado: sin guiones, sin red, sin acceso a la página que lo muestra."""

from django.http import HttpResponse

# Los correos llevan estilos en línea; fuera de este marco la política del sitio los prohíbe.
POLITICA = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def html_ajeno(html: str) -> HttpResponse:
    respuesta = HttpResponse(html)
    respuesta["Content-Security-Policy"] = POLITICA
    return respuesta
