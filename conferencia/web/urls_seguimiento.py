"""Rutas: cifras, requisitos, recurrencia y avance de las partes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
