"""Rutas de la API, versión 1."""

from django.urls import path, re_path

from conferencia.api import documentacion, ordenes, viewsets

app_name = "api"
LISTA, DETALLE = {"get": "list"}, {"get": "retrieve"}


def _recurso(nombre: str, vista) -> list:
    return [
        path(f"{nombre}/", vista.as_view(LISTA), name=f"{nombre}-list"),
        path(f"{nombre}/<uuid:pk>/", vista.as_view(DETALLE), name=f"{nombre}-detail"),
    ]


urlpatterns = [
    path("", documentacion.Raiz.as_view(), name="raiz"),
    path("openapi.json", documentacion.Esquema.as_view(), name="esquema"),
    path("docs/", documentacion.Documentacion.as_view(), name="documentacion"),
    path("problemas/<slug:codigo>/", documentacion.ClaseDeProblema.as_view(), name="problema"),
    *_recurso("reuniones", viewsets.Reuniones),
    *_recurso("disposiciones", viewsets.Disposiciones),
    *_recurso("compromisos", viewsets.Compromisos),
    *_recurso("obligaciones", viewsets.Obligaciones),
    path("obligaciones/<uuid:pk>/hechos/", viewsets.HechosDeObligacion.as_view(LISTA), name="hechos-list"),
    path("archivos/", ordenes.SubirArchivo.as_view(), name="archivo-subir"),
    path("obligaciones/<uuid:pk>/entregas/", ordenes.Presentar.as_view(), name="entrega-presentar"),
    path("obligaciones/<uuid:pk>/dictamen/", ordenes.Dictaminar.as_view(), name="entrega-dictaminar"),
    re_path(r"^(?:[\s\S]*/)?\Z", documentacion.RutaDesconocida.as_view()),  # también con saltos de línea en la ruta
]
