"""Rutas: la carga de un seguimiento anterior."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
