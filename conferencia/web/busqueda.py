"""Buscar en oficios, archivos y actas. Lo buscado va en la dirección: se puede guardar y compartir, y cada quien ve lo suyo."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from conferencia.models import Archivo, Compromiso, Disposicion, Entrega, Oficio, Solicitud
from conferencia.permissions import Facultades, visibles_para
from conferencia.queries.texto_completo import CLASES, PAGINAS, Visibles, buscar
from conferencia.web.acceso import con_designacion
from conferencia.web.forms import FiltrosEnLaUrl
from conferencia.web.paneles import EntradaInscrita, inscribir_entrada


class FormularioDeBusqueda(FiltrosEnLaUrl):
    q = forms.CharField(
        label="Qué buscas",
        max_length=200,
        required=False,
        help_text="Palabras, número de oficio o una frase «entre comillas». Los acentos no importan; con «-palabra» se excluye.",
    )
    clase = forms.ChoiceField(label="En qué", choices=[("", "Todo"), *CLASES.items()], required=False)


def visibles_de(facultades: Facultades) -> Visibles:
    """Lo que esa persona puede ver, por cada cosa en que se busca."""
    return Visibles(*(visibles_para(facultades, m) for m in (Oficio, Archivo, Disposicion, Compromiso, Entrega, Solicitud)))


@require_safe
@con_designacion
def pagina(request: HttpRequest) -> HttpResponse:
    formulario = FormularioDeBusqueda(request.GET)
    contexto: dict = {"formulario": formulario, "migas": [{"titulo": "Buscar"}]}
    if not formulario.is_valid():
        return render(request, "conferencia/buscar.html", contexto, status=400)
    pedido, clase, numero = formulario.cleaned_data["q"], formulario.cleaned_data["clase"], numero_de(request.GET.get("pagina", ""))
    if pedido:
        hallado = buscar(pedido, visibles_de(request.facultades), clase=clase, pagina=numero)
        contexto |= {"hallado": hallado, "pedido": pedido, "total": sum(hallado.cuentas.values()), "cuentas": _cuentas(formulario, hallado.cuentas, clase)}
        contexto |= {
            "anterior": formulario.direccion(pagina=numero - 1 or None) if numero > 1 else "",
            "siguiente": formulario.direccion(pagina=numero + 1) if hallado.hay_mas else "",
        }
    return render(request, "conferencia/buscar.html", contexto)


def _cuentas(formulario: FormularioDeBusqueda, cuentas: dict[str, int], elegida: str) -> list[dict]:
    """Cuántos hay de cada clase, y la dirección que los deja solos."""
    todo = {"titulo": "Todo", "cuantos": sum(cuentas.values()), "url": formulario.direccion(clase=None), "actual": not elegida}
    return [todo, *({"titulo": CLASES[c], "cuantos": n, "url": formulario.direccion(clase=c), "actual": c == elegida} for c, n in cuentas.items())]


def numero_de(texto: str) -> int:
    return min(int(texto), PAGINAS) if texto.isascii() and texto.isdecimal() and len(texto) < 6 and int(texto) else 1


def inscribir() -> None:
    inscribir_entrada(EntradaInscrita(62, "Buscar", reverse_lazy("buscar"), lambda f: bool(f.encargos)))
