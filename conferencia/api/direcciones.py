"""A dónde ir desde cada cosa: su dirección en la API y su página."""

from urllib.parse import urlencode

from rest_framework.reverse import reverse

ESQUEMA = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}, "description": "Direcciones absolutas; «web» es la página."}


def _api(request, nombre: str, objeto) -> str:
    return reverse(f"api:{nombre}-detail", kwargs={"pk": objeto.pk}, request=request)


def _web(request, carpeta: str, objeto) -> str:
    """Las rutas de las páginas son contrato; la API no conoce sus vistas."""
    return request.build_absolute_uri(f"/{carpeta}/{objeto.pk}/")


def _lista(request, nombre: str, **filtros) -> str:
    return f"{reverse(f'api:{nombre}-list', request=request)}?{urlencode(filtros)}"


def de_reunion(request, reunion) -> dict[str, str]:
    return {
        "api": _api(request, "reuniones", reunion),
        "web": _web(request, "reuniones", reunion),
        "disposiciones": _lista(request, "disposiciones", reunion=reunion.clave),
        "obligaciones": _lista(request, "obligaciones", reunion=reunion.clave),
    }


def de_disposicion(request, disposicion) -> dict[str, str]:
    return {
        "api": _api(request, "disposiciones", disposicion),
        "web": _web(request, "disposiciones", disposicion),
        "compromisos": _lista(request, "compromisos", disposicion=disposicion.clave),
        "obligaciones": _lista(request, "obligaciones", disposicion=disposicion.clave),
    }


def de_compromiso(request, compromiso) -> dict[str, str]:
    return {
        "api": _api(request, "compromisos", compromiso),
        "web": _web(request, "disposiciones", compromiso.disposicion),
        "obligaciones": _lista(request, "obligaciones", compromiso=compromiso.clave),
    }


def de_obligacion(request, obligacion) -> dict[str, str]:
    propia = _api(request, "obligaciones", obligacion)
    return {
        "api": propia,
        "web": _web(request, "obligaciones", obligacion),
        "hechos": f"{propia}hechos/",
        "plazo": f"{propia}plazo/",
        "solicitudes": f"{propia}solicitudes/",
        "cifras": f"{propia}cifras/",
        "compromiso": _api(request, "compromisos", obligacion.compromiso),
        "disposicion": _api(request, "disposiciones", obligacion.compromiso.disposicion),
    }
