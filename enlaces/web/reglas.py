"""Las reglas de aviso y qué se mandaría con ellas cualquier día."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.permissions import exigir, puede_editar_catalogos
from enlaces.models import ReglaDeAviso
from enlaces.permissions import puede_ver_reglas
from enlaces.queries.previstos import prever
from enlaces.queries.recordatorios_de_turno import por_recordar
from enlaces.queries.reglas import Callado, callados, por_clase
from enlaces.services.reglas import agregar, cambiar
from enlaces.web.formularios_de_avisos import FiltroDeDia, HojaDeRegla, HojaDeReglaNueva

MIGAS = [{"titulo": "Avisos", "url": "/avisos/"}, {"titulo": "Reglas", "url": "/avisos/reglas/"}]
A_LO_MAS = 200  # renglones de quien no recibe nada


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_ver_reglas(request.facultades))
    migas = [*MIGAS[:1], {"titulo": "Reglas"}]
    contexto = {"clases": por_clase(), "edita": bool(puede_editar_catalogos(request.facultades)), "hoy": reloj.hoy(), "migas": migas}
    return render(request, "enlaces/avisos/reglas.html", contexto)


@require_safe
def prevision(request: HttpRequest) -> HttpResponse:
    """Qué se mandaría un día: a quién, de qué y por qué; y quién no recibiría nada, y por qué."""
    exigir(puede_ver_reglas(request.facultades))
    formulario = FiltroDeDia(request.GET or {"dia": reloj.hoy().strftime("%d/%m/%Y")})
    contexto: dict = {"formulario": formulario, "migas": [*MIGAS, {"titulo": "Qué se mandaría"}]}
    if formulario.is_valid():
        dia: date = formulario.cleaned_data["dia"]
        previsto = prever(dia)
        sin_aviso = callados(dia, {r.obligacion.pk for suyos in previsto.por_correo.values() for r in suyos})
        contexto |= {
            "dia": dia,
            "personas": [(correo, dict.fromkeys(r.destinatario.encargo for r in suyos), suyos) for correo, suyos in sorted(previsto.por_correo.items())],
            "renglones": sum(len(suyos) for suyos in previsto.por_correo.values()),
            "sin_destinatario": len(previsto.sin_destinatario),
            "tareas": previsto.tareas,
            "turnos": por_recordar(dia, repitiendo=True),
            "callados": _por_razon(sin_aviso[:A_LO_MAS]),
            "mostrados": min(len(sin_aviso), A_LO_MAS),
            "cuantos_callados": len(sin_aviso),
            "anterior": dia - timedelta(days=1),
            "siguiente": dia + timedelta(days=1),
        }
    return render(request, "enlaces/avisos/prevision.html", contexto, status=422 if formulario.errors else 200)


def _por_razon(callados: list[Callado]) -> list[tuple[str, list[Callado]]]:
    """Los mismos, juntos los que se callan por lo mismo; la razón que más abarca, primero."""
    juntos: dict[str, list[Callado]] = {}
    for callado in callados:
        juntos.setdefault(callado.razon, []).append(callado)
    return sorted(juntos.items(), key=lambda par: -len(par[1]))


@require_http_methods(["GET", "POST"])
def editar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_editar_catalogos(request.facultades))
    regla = get_object_or_404(ReglaDeAviso, pk=pk)
    formulario = HojaDeRegla(request.POST or None, regla=regla)
    if request.method == "POST" and formulario.is_valid():
        try:
            cambiar(por=request.facultades, regla=regla, **formulario.cleaned_data)
        except NoProcede as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            messages.success(request, "La regla cambió. Lo ya planeado no se toca; rige desde los próximos avisos.")
            return redirect("reglas-de-aviso")
    contexto = {"formulario": formulario, "titulo": str(regla), "regla": regla, "migas": [*MIGAS, {"titulo": str(regla)}]}
    return render(request, "enlaces/avisos/regla.html", contexto, status=422 if formulario.errors else 200)


@require_http_methods(["GET", "POST"])
def nueva(request: HttpRequest) -> HttpResponse:
    exigir(puede_editar_catalogos(request.facultades))
    formulario = HojaDeReglaNueva(request.POST or None, initial={"desde": reloj.hoy()})
    if request.method == "POST" and formulario.is_valid():
        try:
            agregar(por=request.facultades, **formulario.cleaned_data)
        except NoProcede as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            messages.success(request, "Se agregó la regla.")
            return redirect("reglas-de-aviso")
    contexto = {"formulario": formulario, "titulo": "Agregar una regla de aviso", "migas": [*MIGAS, {"titulo": "Agregar"}]}
    return render(request, "enlaces/avisos/regla.html", contexto, status=422 if formulario.errors else 200)
