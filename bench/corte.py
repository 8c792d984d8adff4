"""Cuánto cuesta saber cómo iba todo a un corte cualquiera, contra contarlo o listarlo sin índice sobre las mismas filas.

Carga en la base efímera ``OBLIGACIONES`` inventadas (100,000 si no se dice; 0, ninguna: mide lo que haya) y escribe un objeto JSON
con segundos, razones y las tablas grandes que algún plan recorrió enteras (debe ser ninguna).
"""

import json
import os
from collections.abc import Callable
from datetime import timedelta

import django
from cronometro import mediana

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
django.setup()

from cronometro.planes import preparar, recorridos  # noqa: E402 - Django ya está en pie
from django.db.models import Count  # noqa: E402

from conferencia import reloj  # noqa: E402
from conferencia.models import Disposicion, Obligacion, Reunion  # noqa: E402
from conferencia.queries import corte as cortes  # noqa: E402
from conferencia.queries.cuentas import del_indice, nacionales  # noqa: E402
from conferencia.queries.paginas import pagina  # noqa: E402


def mediciones() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Cada lectura con su piso: lo mismo sin índice, o una página por llave sin más."""
    hoy = reloj.hoy()
    antes, ahora = cortes.tomar(hoy - timedelta(days=400)), cortes.tomar(hoy)
    reunion = Reunion.objects.filter(clave__startswith="CARGA").order_by("fecha")[0]
    disposicion = Disposicion.objects.filter(reunion=reunion).order_by("numero")[0]

    def sin_indice(dia):
        return list(Obligacion.objects.nacidas(dia).con_situacion(dia).values("entidad", "situacion").annotate(n=Count("pk")).order_by())

    def lista(corte, *, despues="", situaciones=(), **filtros):
        return pagina(cortes.al_corte(Obligacion.objects.filter(**filtros), corte), corte, situaciones=situaciones, despues=despues)

    def piso():
        return list(Obligacion.objects.con_lo_de_lista().order_by("clave")[:51])

    de_reunion = {"compromiso__disposicion__reunion": reunion}
    return {
        "matriz_nacional_hoy": (lambda: nacionales(ahora), lambda: sin_indice(hoy)),
        "matriz_nacional_hace_400_dias": (lambda: nacionales(antes), lambda: sin_indice(hoy)),
        "matriz_de_una_reunion": (lambda: del_indice(antes, reunion=reunion.pk), lambda: sin_indice(hoy)),
        "lista_primera_pagina": (lambda: lista(ahora), piso),
        "lista_a_otro_corte": (lambda: lista(antes), piso),
        "lista_a_la_mitad": (lambda: lista(ahora, despues=f"{hoy}~M"), piso),
        "lista_vencidas": (lambda: lista(ahora, situaciones=("vencida", "sin_respuesta")), piso),
        "lista_de_una_reunion": (lambda: lista(ahora, **de_reunion), piso),
        "lista_de_una_disposicion": (lambda: lista(ahora, compromiso__disposicion=disposicion), piso),
    }


def main() -> None:
    preparar()
    resultado = {"medicion": "corte", "obligaciones": Obligacion.objects.count(), "lecturas": {}, "recorre_entera": {}}
    for nombre, (leer, piso) in mediciones().items():
        segundos, base = mediana(leer), mediana(piso)
        resultado["lecturas"][nombre] = {"segundos": round(segundos, 4), "razon_contra_su_piso": round(segundos / base, 3)}
        if tablas := recorridos(leer):
            resultado["recorre_entera"][nombre] = tablas
    print(json.dumps(resultado, ensure_ascii=False))


if __name__ == "__main__":
    main()
