"""Rutas: calendarios, términos, suspensiones y fechas objetivo."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
