"""Los calendarios de inhábiles: los lee cualquiera con designación; los cambia quien edita catálogos."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia import reloj
from conferencia.models import Calendario, DiaInhabil, Obligacion
from conferencia.permissions import exigir, puede_editar_catalogos, visibles_para
from conferencia.queries import calendarios as lecturas
from conferencia.services.calendarios import CalendarioImposible, adoptar_calendario, agregar_inhabil, crear_calendario, quitar_inhabil
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.acceso import con_designacion
from conferencia.web.forms_plazos import HojaDeAdopcion, HojaDeCalendario, HojaDeDia, HojaDeQuitarDia

LISTA = [{"titulo": "Días inhábiles", "url": "/calendarios/"}]


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    hoy = reloj.hoy()
    filas = [(c, len(lecturas.usan(c, hoy))) for c in lecturas.lista()]
    return render(request, "conferencia/plazos/calendario_list.html", {"filas": filas, "edita": bool(puede_editar_catalogos(request.facultades))})


@require_safe
@con_designacion
def detalle(request: HttpRequest, clave: str) -> HttpResponse:
    calendario, hoy = get_object_or_404(Calendario, clave=clave), reloj.hoy()
    contexto = {
        "calendario": calendario,
        "anios": lecturas.por_anio(calendario),
        "este_anio": hoy.year,
        "usan": lecturas.usan(calendario, hoy),
        "adopciones": lecturas.adopciones(calendario),
        "edita": bool(puede_editar_catalogos(request.facultades)),
        "migas": [*LISTA, {"titulo": str(calendario)}],
    }
    return render(request, "conferencia/plazos/calendario_detail.html", contexto)


@require_http_methods(["GET", "POST"])
def agregar(request: HttpRequest, clave: str) -> HttpResponse:
    """Si el día toca a obligaciones con fecha, primero se ven y se decide cuáles se recorren; sin decirlo, ninguna se mueve."""
    exigir(puede_editar_catalogos(request.facultades))
    calendario = get_object_or_404(Calendario, clave=clave)
    formulario = HojaDeDia(request.POST or None)
    tocadas: list[lecturas.Afectada] = []
    if request.method == "POST" and formulario.is_valid():
        tocadas = lecturas.afectadas(calendario, formulario.cleaned_data["fecha"])
        if (not tocadas or "confirmar" in request.POST) and (dicho := _agregado(request, calendario, formulario)):
            messages.success(request, dicho)
            return redirect("calendario-detail", clave)
    contexto = {
        "calendario": calendario,
        "formulario": formulario,
        "tocadas": [] if formulario.errors else tocadas,
        "migas": [*LISTA, {"titulo": str(calendario), "url": reverse("calendario-detail", args=[clave])}, {"titulo": "Agregar un día"}],
    }
    return render(request, "conferencia/plazos/calendario_dia.html", contexto, status=422 if formulario.errors else 200)


def _agregado(request: HttpRequest, calendario: Calendario, formulario: HojaDeDia) -> str:
    versiones = {UUID(pk): int(v) for pk, _, v in (e.partition(":") for e in request.POST.getlist("mover"))} if _bien_dichas(request) else {}
    obligaciones = visibles_para(request.facultades, Obligacion).filter(pk__in=versiones)  # type: ignore[attr-defined]
    try:
        movidas = agregar_inhabil(
            por=request.facultades,  # type: ignore[attr-defined]
            calendario=calendario,
            mover=[(o, versiones[o.pk]) for o in obligaciones],
            **formulario.cleaned_data,
        )
    except (CalendarioImposible, OtroSeAdelanto) as error:
        return _negado(formulario, error)
    n = len(movidas)
    recorridas = f" Se recorri{'ó 1 obligación' if n == 1 else f'eron {n} obligaciones'}." if n else " Ninguna fecha ya dada se movió."
    return f"{fecha_larga(formulario.cleaned_data['fecha']).capitalize()} ya es inhábil en «{calendario}».{recorridas}"


def _bien_dichas(request: HttpRequest) -> bool:
    try:
        return all(UUID(pk) and v.isdecimal() and len(v) < 10 for pk, _, v in (e.partition(":") for e in request.POST.getlist("mover")))
    except ValueError:
        return False


def _negado(formulario: Form, error: Exception) -> str:
    campo = getattr(error, "campo", "")
    formulario.add_error(campo if campo in formulario.fields else None, str(error))
    return ""


@require_http_methods(["GET", "POST"])
def quitar(request: HttpRequest, clave: str, pk: UUID) -> HttpResponse:
    exigir(puede_editar_catalogos(request.facultades))
    dia = get_object_or_404(DiaInhabil.objects.select_related("calendario"), pk=pk, calendario__clave=clave)
    formulario = HojaDeQuitarDia(request.POST or None)

    def hacer() -> str:
        quitar_inhabil(por=request.facultades, dia=dia, motivo=formulario.cleaned_data["motivo"])  # type: ignore[attr-defined]
        return f"{fecha_larga(dia.fecha).capitalize()} ya no es inhábil en «{dia.calendario}». Ninguna fecha ya dada se movió."

    dicho = f"{fecha_larga(dia.fecha).capitalize()}: {dia.motivo}. Quitarlo no mueve ninguna fecha ya dada; los plazos nuevos sí lo contarán."
    return _hoja(request, dia.calendario, formulario, hacer, titulo="Quitar un día inhábil", dicho=dicho, boton="Quitar el día")


@require_http_methods(["GET", "POST"])
def adoptar(request: HttpRequest, clave: str) -> HttpResponse:
    exigir(puede_editar_catalogos(request.facultades))
    calendario = get_object_or_404(Calendario, clave=clave)
    formulario = HojaDeAdopcion(request.POST or None, initial={"desde": reloj.hoy()})

    def hacer() -> str:
        nuevo = adoptar_calendario(por=request.facultades, calendario=calendario, **formulario.cleaned_data)  # type: ignore[attr-defined]
        return f"{nuevo.institucion} cuenta con «{calendario}» desde el {fecha_larga(formulario.cleaned_data['desde'])}. Ninguna fecha ya dada se movió."

    dicho = "Desde ese día, la institución cuenta sus plazos con este calendario. El que usaba termina la víspera. Las fechas ya dadas no se mueven."
    return _hoja(request, calendario, formulario, hacer, titulo="Adoptar este calendario", dicho=dicho, boton="Adoptar el calendario")


@require_http_methods(["GET", "POST"])
def nuevo(request: HttpRequest) -> HttpResponse:
    exigir(puede_editar_catalogos(request.facultades))
    formulario = HojaDeCalendario(request.POST or None)

    def hacer() -> str:
        calendario = crear_calendario(por=request.facultades, **formulario.cleaned_data)  # type: ignore[attr-defined]
        return f"Calendario «{calendario}» creado. Agrega sus días y dile qué institución lo adopta."

    dicho = "El que publica una dependencia o un estado. Puede empezar con los días de otro."
    return _hoja(request, None, formulario, hacer, titulo="Nuevo calendario", dicho=dicho, boton="Crear el calendario")


def _hoja(request: HttpRequest, calendario: Calendario | None, formulario: Form, hacer, *, titulo: str, dicho: str, boton: str) -> HttpResponse:
    regreso = reverse("calendario-detail", args=[calendario.clave]) if calendario else reverse("calendario-list")
    if request.method == "POST" and formulario.is_valid():
        try:
            messages.success(request, hacer())
            return redirect(regreso)
        except CalendarioImposible as error:
            _negado(formulario, error)
    migas = [*LISTA, *([{"titulo": str(calendario), "url": regreso}] if calendario else []), {"titulo": titulo}]
    contexto = {"calendario": calendario, "formulario": formulario, "titulo": titulo, "dicho": dicho, "boton": boton, "regreso": regreso, "migas": migas}
    return render(request, "conferencia/plazos/hoja.html", contexto, status=422 if formulario.errors else 200)
