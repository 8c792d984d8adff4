"""Lo que toda página necesita: quién eres, por quién actúas, a dónde puedes ir y qué día es."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from conferencia import reloj
from conferencia.permissions import Facultades
from conferencia.web.paneles import EntradaInscrita, navegacion_para

PLEGADAS_DESDE = 65  # las entradas de este orden en adelante van en «Más»
SIN_PLEGAR = 9  # con estas o menos, caben todas


@dataclass(frozen=True)
class Entrada:
    """Renglón de la navegación. ``cuenta``: pendientes, o ``None`` si no se cuentan."""

    titulo: str
    url: str
    activo: bool
    cuenta: int | None = None


def sitio(request: HttpRequest) -> dict:
    """Se averigua una vez por petición: cada panel se pinta con su propio contexto y no vuelve a contar los pendientes."""
    if not hasattr(request, "sitio"):
        request.sitio = _sitio(request)  # type: ignore[attr-defined]
    return request.sitio  # type: ignore[attr-defined]


def _sitio(request: HttpRequest) -> dict:
    facultades = getattr(request, "facultades", None)
    base = {"demo": settings.DEMO, "hoy": reloj.hoy(), "hoy_fijo": settings.HOY, "producto": "Seguimiento de Acuerdos"}
    if facultades is None or not request.user.is_authenticated:
        return base | {"navegacion": [], "navegacion_mas": [], "actua_por": []}
    inscritas = navegacion_para(facultades)
    a_la_vista = [e for e in inscritas if e.orden < PLEGADAS_DESDE]
    plegadas = inscritas[len(a_la_vista) :] if len(inscritas) > SIN_PLEGAR else []
    abarcan = [(len(ruta), str(e.url)) for e in inscritas for ruta in map(str, (e.url, *e.tambien)) if _activa(request.path, ruta)]
    activa = max(abarcan, default=(0, ""))[1]  # de dos que la abarcan, la más precisa
    navegacion = [_entrada(e, activa, facultades) for e in (a_la_vista if plegadas else inscritas)]
    mas = [_entrada(e, activa, facultades) for e in plegadas]
    plegados = sum(e.cuenta or 0 for e in mas)  # que algo espere se sabe sin desplegar
    menu = {"navegacion": navegacion, "navegacion_mas": mas, "navegacion_mas_cuenta": plegados}
    return base | menu | {"actua_por": [e.dicho for e in facultades.encargos], "facultades": facultades}


def _entrada(inscrita: EntradaInscrita, activa: str, facultades: Facultades) -> Entrada:
    url = str(inscrita.url)  # se inscribe perezosa: las rutas aún no existen entonces
    return Entrada(inscrita.titulo, url, url == activa, inscrita.cuenta(facultades) if inscrita.cuenta else None)


def _activa(ruta: str, url: str) -> bool:
    return ruta == url if url == "/" else ruta.startswith(url)
