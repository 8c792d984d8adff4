"""Lo que toda página del núcleo pide antes de mirar nada: alguna designación vigente."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from conferencia.permissions import SIN_DESIGNACION, exigir


def con_designacion(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sin ninguna designación vigente no hay página, y se dice por qué."""

    @wraps(vista)
    def puerta(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.facultades.encargos:
            exigir(SIN_DESIGNACION)
        return vista(request, *args, **kwargs)

    return puerta
