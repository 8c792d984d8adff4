"""Qué se sigue de cada acuerdo de un acta conocida, como dato: indicadores y requisitos por la clave legible de su compromiso."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from conferencia.models import Compromiso, Disposicion, EntidadFederativa, Institucion
from conferencia.permissions import Facultades
from conferencia.services.indicadores import DatosDeIndicador, definir_indicador
from conferencia.services.registro import nombrar_cargo, registrar_resultado
from conferencia.services.requisitos import definir_requisito

_NUMEROS = ("minimo", "maximo", "meta")


def sembrar_seguimiento(archivo: Path, *, por: Facultades) -> int:
    """Define lo que falte; lo ya definido, aunque se haya cambiado o retirado, no se toca. Da cuánto agregó.

    Lo que el archivo pida de un compromiso que no existe se pasa por alto: el acta pudo confirmarse de otra manera.
    """
    datos = json.loads(archivo.read_text())
    compromisos = {
        c.clave: c for c in Compromiso.objects.filter(clave__in=_claves(datos)).select_related("disposicion").prefetch_related("indicadores", "requisitos")
    }
    agregados = 0
    for dicho in datos["indicadores"]:
        compromiso = compromisos.get(dicho["compromiso"])
        if compromiso and dicho["nombre"] not in {i.nombre for i in compromiso.indicadores.all()}:
            definir_indicador(por=por, compromiso=compromiso, datos=_de(dicho))
            agregados += 1
    for dicho in datos["requisitos"]:
        compromiso = compromisos.get(dicho["compromiso"])
        if compromiso and dicho["nombre"] not in {r.nombre for r in compromiso.requisitos.all()}:
            definir_requisito(por=por, compromiso=compromiso, nombre=dicho["nombre"])
            agregados += 1
    return agregados + _registro(datos, por)


def _registro(datos: dict, por: Facultades) -> int:
    """Cargos y resultados que la propia acta deja hechos, si nadie los ha asentado."""
    disposiciones = {d.clave: d for d in Disposicion.objects.filter(clave__in=[x["disposicion"] for x in (*datos["cargos"], *datos["resultados"])])}
    agregados = 0
    for dicho in datos["cargos"]:
        disposicion = disposiciones.get(dicho["disposicion"])
        if disposicion and not disposicion.cargos.filter(clase=dicho["clase"]).exists():
            institucion = Institucion.objects.select_related("entidad").get(clave=dicho["institucion"])
            desde = date.fromisoformat(dicho["desde"])
            nombrar_cargo(por=por, disposicion=disposicion, clase=dicho["clase"], institucion=institucion, desde=desde)
            agregados += 1
    for dicho in datos["resultados"]:
        disposicion = disposiciones.get(dicho["disposicion"])
        if disposicion and not disposicion.resultados.filter(entidad__abreviatura=dicho["entidad"], asunto=dicho["asunto"]).exists():
            entidad = EntidadFederativa.objects.get(abreviatura=dicho["entidad"])
            suyo = {"asunto": dicho["asunto"], "resultado": dicho["resultado"], "el": date.fromisoformat(dicho["el"])}
            registrar_resultado(por=por, disposicion=disposicion, entidad=entidad, **suyo)
            agregados += 1
    return agregados


def _de(dicho: dict) -> DatosDeIndicador:
    numeros = {campo: Decimal(dicho[campo]) for campo in _NUMEROS if campo in dicho}
    return DatosDeIndicador(
        nombre=dicho["nombre"], unidad=dicho["unidad"], decimales=dicho.get("decimales", 0), mide_avance=dicho.get("mide_avance", False), **numeros
    )


def _claves(datos: dict) -> set[str]:
    return {dicho["compromiso"] for clase in ("indicadores", "requisitos") for dicho in datos[clase]}
