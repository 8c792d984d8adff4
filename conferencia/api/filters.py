"""Filtros estrictos: repetir es O, distintos se suman con Y, y lo que no se entiende se rechaza diciendo qué."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from rest_framework.filters import BaseFilterBackend

from conferencia.api.parametros import Parametro, fecha, id_o_clave, opcion, patron, texto
from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos
from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models import (
    Clase,
    ClasePlazo,
    ClaseSalida,
    Compromiso,
    Disposicion,
    EntidadFederativa,
    EstadoObligacion,
    EstadoPropuesta,
    EstadoSalida,
    Institucion,
    Modo,
    Naturaleza,
    Parte,
    Reunion,
    Rol,
)
from conferencia.permissions import Facultades, visibles_para
from conferencia.queries.busqueda import contiene, que_dicen
from conferencia.queries.obligaciones import IMPOSIBLE


@dataclass(frozen=True)
class Filtro:
    """``condicion`` recibe los valores leídos y las facultades de quien pregunta, y da la condición que los aplica. Sin ella, lo aplica la vista."""

    parametro: Parametro
    condicion: Callable[[list, Facultades], Q] | None


class FiltrosEstrictos(BaseFilterBackend):
    """Aplica los filtros que la vista declara en ``filtros``; sus valores ya los leyó la vista en ``leidos``."""

    def filter_queryset(self, request, queryset: QuerySet, view) -> QuerySet:
        condicion, errores = Q(), []
        for filtro in view.filtros:
            valores = view.leidos.get(filtro.parametro.nombre)
            if valores and filtro.condicion:
                try:
                    condicion &= filtro.condicion(valores, request.facultades)
                except ParametrosInvalidos as error:
                    errores += error.errores
        if errores:
            raise ParametrosInvalidos(errores)
        _revisar_intervalo(view.leidos)
        return queryset.filter(condicion)


def _revisar_intervalo(leidos: dict[str, list]) -> None:
    desde, hasta = leidos.get("vence_desde"), leidos.get("vence_hasta")
    if desde and hasta and desde[0] > hasta[0]:
        raise ParametrosInvalidos([ErrorDeParametro.en("vence_hasta", "valor_invalido", "«vence_hasta» es anterior a «vence_desde».")])


# --- Condiciones -----------------------------------------------------------------------------------------------------


def _entre(campo: str, valores: list, _: Facultades) -> Q:
    return Q(**{f"{campo}__in": valores})


def _vence(operador: str, valores: list, _: Facultades) -> Q:
    return Q(**{f"orden_el__{operador}": valores[0]}, orden_el__lt=SIEMPRE)


def situaciones_pedidas(leidos: dict[str, list]) -> list[str]:
    """Las que «situacion» y «grupo» dejan; vacía, todas. Si se contradicen, ninguna que exista."""
    pedidas = set(leidos.get("situacion", Situacion)) & {s for s, g in GRUPO_DE.items() if g in leidos.get("grupo", Grupo)}
    return sorted(pedidas) or [IMPOSIBLE] if {"situacion", "grupo"} & leidos.keys() else []


def _contiene(campos: Sequence[str], valores: list[str], _: Facultades) -> Q:
    """Cada palabra debe aparecer en alguno de los campos."""
    condicion = Q()
    for palabra in valores[0].split():
        condicion &= contiene(campos, palabra)
    return condicion


def _dicen(valores: list[str], _: Facultades) -> Q:
    return que_dicen(valores[0])


def _de_instituciones(valores: list[str], facultades: Facultades) -> Q:
    """Aquellas en que la institución es parte, también las conjuntas."""
    ids = _resueltos("institucion", visibles_para(facultades, Institucion), valores)
    return Q(pk__in=Parte.objects.filter(institucion__in=ids).values("obligacion"))


def _de_entidades(valores: list[str], _: Facultades) -> Q:
    return Q(entidad__in=_resueltos("entidad", EntidadFederativa.objects.all(), valores, campo="abreviatura"))


def _relacionado(nombre: str, modelo, camino: str, valores: list, facultades: Facultades) -> Q:
    return Q(**{f"{camino}__in": _resueltos(nombre, visibles_para(facultades, modelo), valores)})


def _resueltos(nombre: str, visibles: QuerySet, valores: list[UUID | str], campo: str = "clave") -> list[UUID]:
    """Las llaves de lo nombrado. Lo que no existe y lo que no se alcanza a ver se rechazan con las mismas palabras."""
    ids = [v for v in valores if isinstance(v, UUID)]
    claves = [v for v in valores if not isinstance(v, UUID)]
    hallados = dict(visibles.filter(Q(pk__in=ids) | Q(**{f"{campo}__in": claves})).values_list("pk", campo))
    conocidos = {*hallados, *hallados.values()}
    if faltan := [v for v in valores if v not in conocidos]:
        raise ParametrosInvalidos([ErrorDeParametro.en(nombre, "no_existe", f"«{v}» no existe o no está a tu alcance.") for v in faltan])
    return list(hallados)


# --- Los filtros de cada recurso -------------------------------------------------------------------------------------


def _clave(ejemplo: str) -> Filtro:
    return Filtro(texto("clave", "Clave legible exacta.", largo=90, repetible=True, ejemplo=ejemplo), partial(_entre, "clave"))


def _busqueda(que: str, *campos: str) -> Filtro:
    return Filtro(texto("q", f"Palabras que deben aparecer todas en {que}; no distingue mayúsculas ni acentos."), partial(_contiene, campos))


def _de_reunion(camino: str) -> Filtro:
    return Filtro(id_o_clave("reunion", "Reunión, por clave o id.", ejemplo="ZC-2022-1"), partial(_relacionado, "reunion", Reunion, camino))


def _de_disposicion(camino: str) -> Filtro:
    parametro = id_o_clave("disposicion", "Disposición, por clave o id.", ejemplo="ZC-2022-1/A3")
    return Filtro(parametro, partial(_relacionado, "disposicion", Disposicion, camino))


def _de_opciones(nombre: str, descripcion: str, valores, campo: str = "") -> Filtro:
    return Filtro(opcion(nombre, descripcion, valores, repetible=True), partial(_entre, campo or nombre))


PERIODO = r"\d{4}(?:-(?:0[1-9]|1[0-2]|B[1-6]|T[1-4]|C[1-3]|S[12]))?"
DE_OFICIOS_DE_SALIDA = (
    _de_opciones("clase", "Notificación o requerimiento.", ClaseSalida.values),
    _de_opciones("estado", "En qué va.", EstadoSalida.values),
    _de_reunion("reunion"),
    _busqueda("número o asunto", "numero", "asunto"),
)
NOMBRES = ("institucion__nombre", "entidad__nombre")
DE_REUNIONES = (_clave("ZC-2022-1"), _busqueda("nombre o lugar", "nombre", "lugar"))
DE_DISPOSICIONES = (
    _clave("ZC-2022-1/A3"),
    _de_reunion("reunion"),
    _de_opciones("clase", "Acuerdo o disposición transitoria.", Clase.values),
    _busqueda("el título", "titulo"),
)
DE_COMPROMISOS = (
    _clave("ZC-2022-1/A3.2"),
    _de_reunion("disposicion__reunion"),
    _de_disposicion("disposicion"),
    _de_opciones("naturaleza", "Si obliga o se agotó en la reunión.", Naturaleza.values),
    _de_opciones("modo", "Quién responde.", Modo.values),
    _de_opciones("plazo", "Clase de plazo.", ClasePlazo.values, "plazo_clase"),
    _busqueda("acción o entregable", "accion", "entregable"),
)
DE_OBLIGACIONES = (
    _clave("ZC-2022-1/A3.2/PUE-UPC/2022-07"),
    Filtro(opcion("situacion", "Situación al corte.", Situacion, repetible=True), None),
    Filtro(opcion("grupo", "Grupo de situaciones.", Grupo, repetible=True), None),
    _de_opciones("estado", "Estado guardado, el de ahora: no se combina con un corte pasado.", EstadoObligacion.values),
    Filtro(
        texto("entidad", "Abreviatura de la entidad que responde; una conjunta única no tiene entidad.", largo=20, repetible=True, ejemplo="PUE"), _de_entidades
    ),
    Filtro(texto("institucion", "Clave de una institución que es parte.", largo=20, repetible=True, ejemplo="PUE-UPC"), _de_instituciones),
    _de_reunion("compromiso__disposicion__reunion"),
    _de_disposicion("compromiso__disposicion"),
    Filtro(id_o_clave("compromiso", "Compromiso, por clave o id.", ejemplo="ZC-2022-1/A3.2"), partial(_relacionado, "compromiso", Compromiso, "compromiso")),
    Filtro(
        patron("periodo", "Periodo de las periódicas.", PERIODO, "un periodo como 2022-07, 2022-T3 o 2022", ejemplo="2022-07"),
        partial(_entre, "periodo"),
    ),
    Filtro(fecha("vence_desde", "Vence ese día o después; deja fuera lo que no tiene vencimiento."), partial(_vence, "gte")),
    Filtro(fecha("vence_hasta", "Vence ese día o antes; deja fuera lo que no tiene vencimiento."), partial(_vence, "lte")),
    Filtro(texto("q", "Palabras que deben aparecer todas en clave, acción, entregable, título, institución o entidad; sin mayúsculas ni acentos."), _dicen),
)
DE_PROPUESTAS = (
    Filtro(id_o_clave("institucion", "Institución, por clave o id.", ejemplo="PUE-SS"), partial(_relacionado, "institucion", Institucion, "institucion")),
    _de_opciones("rol", "Designación.", Rol.values),
    _de_opciones("estado", "Si espera, se aceptó o no.", EstadoPropuesta.values),
)
DE_DESIGNACIONES = (
    *DE_PROPUESTAS[:2],
    Filtro(fecha("vigente_el", "Solo las que rigen ese día."), lambda valores, _: Q(vigencia__contains=valores[0], anulada_en__isnull=True)),
)
