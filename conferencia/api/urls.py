"""Rutas de la API, versión 1."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from conferencia.api import (
    acuses,
    busqueda,
    definiciones,
    designaciones,
    documentacion,
    extractos,
    oficios_de_salida,
    ordenes,
    ordenes_de_plazo,
    seguimiento,
    viewsets,
)

app_name = "api"
LISTA, DETALLE = {"get": "list"}, {"get": "retrieve"}


def _recurso(nombre: str, vista) -> list:
    return [
        path(f"{nombre}/", vista.as_view(LISTA), name=f"{nombre}-list"),
        path(f"{nombre}/<uuid:pk>/", vista.as_view(DETALLE), name=f"{nombre}-detail"),
    ]


def _ordenes(recurso: str, **vistas) -> list:
    return [path(f"{recurso}/<uuid:pk>/{nombre}/", vista.as_view(), name=f"{recurso}-{nombre}") for nombre, vista in vistas.items()]


def _leer_y_ordenar(ruta: str, lectura: Callable, orden: Callable, nombre: str) -> list:
    """Una ruta que se lee y recibe órdenes. Las dos vistas van también solas, después: así las halla el esquema, que no ve a través de esta."""

    @csrf_exempt  # cada vista hace su propia comprobación, según cómo se identifique quien pide
    def vista(request: HttpRequest, **partes) -> HttpResponse:
        respuesta = (orden if request.method == "POST" else lectura)(request, **partes)
        if respuesta.status_code == 405:
            respuesta["Allow"] = "GET, HEAD, POST"
        return respuesta

    return [path(ruta, vista, name=nombre), path(ruta, lectura), path(ruta, orden)]


DE_UNA, DE_UNO, DE_UNA_REUNION = "obligaciones/<uuid:pk>/", "compromisos/<uuid:pk>/", "reuniones/<uuid:pk>/"
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
    path(f"{DE_UNA}plazo/", seguimiento.PlazoDeObligacion.as_view(), name="obligaciones-plazo"),
    *_leer_y_ordenar(
        f"{DE_UNA}solicitudes/", seguimiento.SolicitudesDeObligacion.as_view(LISTA), ordenes_de_plazo.Solicitar.as_view(), "obligaciones-solicitudes"
    ),
    *_leer_y_ordenar(f"{DE_UNA}cifras/", seguimiento.CifrasDeObligacion.as_view(LISTA), ordenes_de_plazo.CapturarCifras.as_view(), "obligaciones-cifras"),
    *_recurso("oficios-de-salida", oficios_de_salida.OficiosDeSalida),
    *_ordenes("oficios-de-salida", entrega=oficios_de_salida.RegistrarEntrega),
    *_leer_y_ordenar("expedientes/", oficios_de_salida.Expedientes.as_view(LISTA), oficios_de_salida.PedirExpedienteDe.as_view(), "expedientes-list"),
    path("expedientes/<uuid:pk>/", oficios_de_salida.Expedientes.as_view(DETALLE), name="expedientes-detail"),
    *_recurso("extractos", extractos.Extractos),
    *_ordenes("disposiciones", extracto=extractos.PedirExtracto),
    *_ordenes("obligaciones", expediente=oficios_de_salida.PedirExpediente),
    path("busqueda/", busqueda.Buscar.as_view(), name="busqueda"),
    path("rectificaciones/", seguimiento.Rectificaciones.as_view(), name="rectificaciones"),
    path("oficios/", acuses.PresentarOficio.as_view(), name="oficio-presentar"),
    path("acuses/<uuid:pk>/", acuses.AcuseDeOficio.as_view(), name="acuses-detail"),
    path("archivos/", ordenes.SubirArchivo.as_view(), name="archivo-subir"),
    path("obligaciones/<uuid:pk>/entregas/", ordenes.Presentar.as_view(), name="entrega-presentar"),
    path("obligaciones/<uuid:pk>/dictamen/", ordenes.Dictaminar.as_view(), name="entrega-dictaminar"),
    *_ordenes(
        "obligaciones",
        suspension=ordenes_de_plazo.Suspender,
        reanudacion=ordenes_de_plazo.Reanudar,
        objetivo=ordenes_de_plazo.FijarObjetivo,
        exencion=ordenes_de_plazo.Eximir,
        etapas=ordenes_de_plazo.RegistrarEtapa,
    ),
    *_ordenes("solicitudes", resolucion=ordenes_de_plazo.Resolver, sustituta=ordenes_de_plazo.Sustituir, desistimiento=ordenes_de_plazo.Desistir),
    *_ordenes("compromisos", evento=ordenes_de_plazo.RegistrarEvento),
    *_leer_y_ordenar(f"{DE_UNA_REUNION}adhesion/", definiciones.PreverAdhesion.as_view(), definiciones.Adherir.as_view(), "reuniones-adhesion"),
    *_leer_y_ordenar(f"{DE_UNO}recurrencia/", definiciones.Recurrencia.as_view(), definiciones.CambiarRecurrencia.as_view(), "compromisos-recurrencia"),
    *_leer_y_ordenar(f"{DE_UNO}cadencia/", definiciones.Cadencia.as_view(), definiciones.FijarCadencia.as_view(), "compromisos-cadencia"),
    *_leer_y_ordenar("designaciones/", designaciones.Designaciones.as_view(LISTA), designaciones.Proponer.as_view(), "designaciones-list"),
    path("designaciones/<uuid:pk>/", designaciones.Designaciones.as_view(DETALLE), name="designaciones-detail"),
    *_recurso("designaciones/propuestas", designaciones.Propuestas),
    *_ordenes("designaciones/propuestas", respuesta=designaciones.Responder),
    *_ordenes("designaciones", termino=designaciones.Terminar),
    re_path(r"^(?:[\s\S]*/)?\Z", documentacion.RutaDesconocida.as_view()),  # también con saltos de línea en la ruta
]
