"""La única página pública: si un acuse o un informe es auténtico y qué huella tiene cada archivo. Nada confidencial, sin cuenta."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conferencia.models import Acuse
from conferencia.queries.acuses import constancia_de
from conferencia.queries.verificacion import hallar
from conferencia.web.limites import con_tope

POR_MINUTO = 30
ENCABEZADOS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def _discreta(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ni se indexa, ni se guarda, ni le cuenta a otro sitio de qué dirección se viene."""

    @wraps(vista)
    def puerta(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        respuesta = vista(request, *args, **kwargs)
        for nombre, valor in ENCABEZADOS.items():
            respuesta.headers[nombre] = valor
        return respuesta

    return puerta


@require_safe
@_discreta
@con_tope("verificacion", POR_MINUTO)
def preguntar(request: HttpRequest) -> HttpResponse:
    """Para quien tiene el papel y no puede leer el QR."""
    folio, codigo = request.GET.get("folio", "").strip(), request.GET.get("codigo", "").strip()
    if folio and codigo and "/" not in folio + codigo:
        return redirect("verificar", f"{folio}-{codigo}")
    return render(request, "conferencia/verificacion/preguntar.html", {"faltan": "folio" in request.GET})


@require_safe
@_discreta
@con_tope("verificacion", POR_MINUTO)
def verificar(request: HttpRequest, dicho: str) -> HttpResponse:
    """Lo emitido con ese folio y código. Lo desconocido y lo equivocado reciben la misma página, byte por byte, y cuestan lo mismo."""
    emitido = hallar(dicho)
    if emitido is None:
        return render(request, "conferencia/verificacion/desconocido.html", status=404)
    if isinstance(emitido, Acuse):
        return render(request, "conferencia/verificacion/acuse.html", {"c": constancia_de(emitido)})
    return render(request, "conferencia/verificacion/informe.html", {"informe": emitido})
