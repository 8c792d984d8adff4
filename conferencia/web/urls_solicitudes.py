"""Rutas: prórrogas, no competencia y exenciones."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
