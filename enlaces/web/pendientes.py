"""Mis pendientes: lo que debo responder, lo más urgente primero."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conferencia.permissions import SIN_DESIGNACION, exigir
from conferencia.web.paneles import pintar_paneles
from enlaces.queries.pendientes import lista_de


def mis_pendientes(request: HttpRequest) -> HttpResponse:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    contexto = {"lista": lista_de(request.facultades), "paneles": pintar_paneles("pendientes", request, None), "migas": [{"titulo": "Mis pendientes"}]}
    return render(request, "enlaces/pendientes.html", contexto)
