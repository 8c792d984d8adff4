"""La única página pública: si un acuse o un informe es auténtico y qué huella tiene cada archivo. Nada confidencial, sin cuenta."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conferencia.domain.escrito import con_articulo
from conferencia.models import Acuse, Archivo, Expediente, OficioDeSalida
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
    if isinstance(emitido, OficioDeSalida | Expediente):
        return render(request, "conferencia/verificacion/emitido.html", _dicho(emitido))
    return render(request, "conferencia/verificacion/informe.html", {"informe": emitido})


def _dicho(emitido: OficioDeSalida | Expediente) -> dict:
    """Qué es y la huella de cada uno de sus archivos; ni el asunto ni lo que contiene."""
    if isinstance(emitido, Expediente):
        alcance = f", con solo lo de {con_articulo(str(emitido.alcance))}" if emitido.alcance else ", completo"
        que, dicho = "expediente", f"Expediente de prueba de {emitido.de_que}{alcance if emitido.obligacion else ': todo lo que debe'}."
        archivos = [a for a in (emitido.pdf, emitido.paquete) if a]
    else:
        que, dicho = "oficio", f"{emitido.get_clase_display()} {emitido.numero}, para {con_articulo(str(emitido.institucion))}."
        archivos = list(Archivo.objects.filter(adjunto_en__oficio=emitido.oficio_id).order_by("adjunto_en__orden"))
    return {"que": que, "folio": emitido.folio, "dicho": dicho, "emitido_en": emitido.emitido_en, "archivos": archivos}
