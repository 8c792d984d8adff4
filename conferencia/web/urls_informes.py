"""Los informes."""

from django.urls import path

from conferencia.web import informes

urlpatterns = [
    path("", informes.lista, name="informe-list"),
    path("pedir/", informes.pedir, name="informe-pedir"),
    path("<uuid:pk>/estado/", informes.estado, name="informe-estado"),
]
