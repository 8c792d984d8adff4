"""Cuánto tarda cada página y cada lista de la API, como las pide quien ve todo; el tablero, contra contar lo mismo sin índice en esta corrida.

Carga como ``bench/corte.py`` y escribe un objeto JSON por cifra: segundos de la primera vez y de la mediana, y las tablas grandes que algún
plan recorrió enteras (debe ser ninguna). ``SABIDO_DIAS``: de hace cuántos días es el ``sabido_al`` anterior que se mide (7).
"""

import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import django
from cronometro import mediana

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
django.setup()

from cronometro.planes import preparar, recorridos  # noqa: E402 - Django ya está en pie
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from conferencia import reloj  # noqa: E402
from conferencia.models import Institucion, Obligacion, Reunion, Rol, Usuario  # noqa: E402
from conferencia.permissions import facultades_del_sistema  # noqa: E402
from conferencia.services.designaciones import designar  # noqa: E402

CORREO = "medicion@conferencia.invalid"
SABIDO_DIAS = int(os.environ.get("SABIDO_DIAS", "7"))


def navegador() -> Client:
    """Con la sesión de una integrante de la Conferencia: ve todo y no firma nada."""
    if not (persona := Usuario.objects.filter(email=CORREO).first()):
        persona = _integrante()
    cliente = Client(SERVER_NAME="localhost")
    cliente.force_login(persona, backend="allauth.account.auth_backends.AuthenticationBackend")
    return cliente


def _integrante() -> Usuario:
    hoy = reloj.hoy()
    institucion = Institucion.objects.filter(entidad__isnull=True).order_by("clave")[0]
    datos = {"email": CORREO, "nombre": "Medición", "rol": Rol.CONSULTA, "institucion": institucion, "entidad": None, "desde": hoy, "hasta": None}
    return designar(por=facultades_del_sistema(hoy), **datos).usuario


def direcciones() -> dict[str, str]:
    """Lo que se pide, por su nombre."""
    hoy = reloj.hoy()
    antes = {"corte": (hoy - timedelta(days=400)).isoformat()}
    sabido = {"corte": (hoy - timedelta(days=30)).isoformat(), "sabido_al": (reloj.ahora() - timedelta(days=SABIDO_DIAS)).isoformat()}
    reunion = Reunion.objects.filter(clave__startswith="CARGA").order_by("fecha")[0].clave
    paginas = {
        "tablero": ("/", {}),
        "tablero_a_otro_corte": ("/", antes),
        "tablero_de_una_reunion": ("/", {"reunion": reunion}),
        "tablero_con_lo_sabido_antes": ("/", sabido),
        "lista": ("/obligaciones/", {}),
        "lista_a_otro_corte": ("/obligaciones/", antes),
        "lista_vencidas": ("/obligaciones/", {"grupo": "vencida"}),
        "lista_por_palabra": ("/obligaciones/", {"q": "diagnostico"}),
    }
    api = {
        "api": {},
        "api_al_reves": {"orden": "-vence_el"},
        "api_por_clave": {"orden": "clave"},
        "api_vencidas": {"grupo": "vencida", "orden": "vence_el"},
        "api_vencidas_al_reves": {"grupo": "vencida", "orden": "-vence_el"},
        "api_de_una_entidad": {"entidad": "PUE"},
        "api_de_una_institucion": {"institucion": "PUE-UPC"},
        "api_de_una_reunion": {"reunion": reunion},
        "api_que_vence": {"vence_desde": hoy.isoformat(), "vence_hasta": (hoy + timedelta(days=30)).isoformat()},
        "api_por_palabra": {"q": "diagnostico"},
        "api_a_otro_corte": antes,
        "api_con_total": {"incluir": "total", "grupo": "vencida"},
    }
    pedidas = paginas | {nombre: ("/api/v1/obligaciones/", datos) for nombre, datos in api.items()}
    return {nombre: f"{ruta}?{urlencode(datos)}" for nombre, (ruta, datos) in pedidas.items()}


def pide(cliente: Client, direccion: str) -> Callable[[], object]:
    def una() -> object:
        cache.clear()  # el límite por minuto es de otra cosa
        respuesta = cliente.get(direccion)
        if respuesta.status_code != 200:
            raise RuntimeError(f"{direccion}: {respuesta.status_code}")
        return respuesta

    return una


def _avanzadas(cliente: Client, cuantas: int = 40) -> str:
    """La dirección de la página a la que se llega siguiendo el cursor ``cuantas`` veces."""
    direccion = "/api/v1/obligaciones/?limite=200"
    for _ in range(cuantas):
        direccion = pide(cliente, direccion)().json()["siguiente"]  # type: ignore[attr-defined]
    return direccion


def _sin_indice() -> list:
    hoy = reloj.hoy()
    return list(Obligacion.objects.nacidas(hoy).con_situacion(hoy).values("entidad", "situacion").annotate(n=Count("pk")).order_by())


def main() -> None:
    preparar()
    call_command("collectstatic", interactive=False, verbosity=0)
    cuantas, cliente = Obligacion.objects.count(), navegador()
    ingenuo = mediana(_sin_indice, veces=1)
    pedidas = direcciones()
    for nombre, direccion in (pedidas | {"api_muy_adentro": _avanzadas(cliente)}).items():
        hacer = pide(cliente, direccion)
        inicio = time.perf_counter()
        hacer()
        primera = time.perf_counter() - inicio
        cifra = {"medicion": f"vista_{nombre}", "obligaciones": cuantas, "primera_vez": round(primera, 3), "segundos": round(mediana(hacer, veces=3), 3)}
        cifra["recorre_entera"] = recorridos(hacer)
        if nombre.startswith("tablero"):
            cifra["razon_contra_contar_sin_indice"] = round(float(cifra["segundos"]) / ingenuo, 3)  # type: ignore[arg-type]
        print(json.dumps(cifra, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
