"""La bitácora: todo lo asentado, del hecho más nuevo al más viejo."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conferencia.permissions import exigir, puede_ver_bitacora
from conferencia.queries import historia
from conferencia.services.hechos import cabeza_de_la_cadena
from conferencia.web.forms import FiltrosDeBitacora


@require_safe
def bitacora(request: HttpRequest) -> HttpResponse:
    exigir(puede_ver_bitacora(request.facultades))
    formulario = FiltrosDeBitacora(request.GET, clases=historia.clases_asentadas(), personas=historia.quienes_asentaron())
    if not formulario.is_valid():
        return render(request, "conferencia/bitacora.html", {"formulario": formulario}, status=400)
    pagina = historia.bitacora(**formulario.cleaned_data, antes_de=_numero(request.GET.get("antes_de", "")))
    contexto = {
        "formulario": formulario,
        "pagina": pagina,
        "cabeza": cabeza_de_la_cadena(),
        "anteriores": formulario.direccion(antes_de=pagina.antes_de) if pagina.antes_de else "",
        "recientes": formulario.direccion() if request.GET.get("antes_de") else "",
    }
    return render(request, "conferencia/bitacora.html", contexto)


def _numero(texto: str) -> int | None:
    return int(texto) if texto.isdecimal() and len(texto) < 19 else None
