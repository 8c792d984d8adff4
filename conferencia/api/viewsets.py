"""Los recursos: qué modelo, qué se lee con él, por qué se filtra y en qué orden sale."""

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from conferencia.api import filters, serializers
from conferencia.api.cortes import ConCorte
from conferencia.api.filters import situaciones_pedidas
from conferencia.api.lectura import VistaDeRecurso, con_etag
from conferencia.api.paginacion import Columna, parametros_de_pagina
from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos
from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models import Compromiso, Disposicion, Hecho, Obligacion, Parrafo, Parte, Referencia, Responsable, Reunion
from conferencia.permissions import visibles_para
from conferencia.queries.corte import al_corte, como_estaban, con_insumos
from conferencia.queries.cuentas import nacionales
from conferencia.queries.paginas import Lugar, llaves
from conferencia.queries.pleno import acuerdos_de, conclusiones, de_disposiciones
from conferencia.queries.tablero import CERRADAS

CLAVE = Columna("clave")
DEL_ACTA = (Columna("reunion__fecha"), Columna("reunion__clave"), Columna("clase"), Columna("numero"))


class Reuniones(ConCorte, VistaDeRecurso):
    """Las reuniones cuya acta se publicó; la Secretaría Técnica ve también las que captura."""

    modelo, serializer_class = Reunion, serializers.ReunionSerializer
    recurso, etiqueta, resumenes = "reuniones", "Reuniones", ("Lista las reuniones", "Una reunión")
    filtros = filters.DE_REUNIONES
    ordenes = {
        "-fecha": (Columna("fecha", baja=True), CLAVE),
        "fecha": (Columna("fecha"), CLAVE),
        "clave": (CLAVE,),
    }

    def get_queryset(self) -> QuerySet:
        return self.visibles().select_related("organo", "zona", "acta__archivo")

    def contexto_de(self, cosas: list[Reunion]) -> dict:
        concluidas = {pk: el for pk, (el, _) in conclusiones([r.pk for r in cosas], self.corte).items()}
        return {"acuerdos": acuerdos_de(cosas, self.corte) if self.ve_todo else {}, "concluidas": concluidas}


class Disposiciones(ConCorte, VistaDeRecurso):
    """Acuerdos y disposiciones transitorias, con su texto por párrafos y lo que cada una cita."""

    modelo, serializer_class = Disposicion, serializers.DisposicionSerializer
    recurso, etiqueta, resumenes = "disposiciones", "Disposiciones", ("Lista las disposiciones", "Una disposición")
    filtros = filters.DE_DISPOSICIONES
    ordenes = {"acta": DEL_ACTA, "clave": (CLAVE,)}

    def get_queryset(self) -> QuerySet:
        parrafos = Prefetch("parrafos", Parrafo.objects.order_by("numero"))
        referencias = Prefetch("referencias", Referencia.objects.select_related("destino").order_by("pk"))
        return self.visibles().select_related("reunion").prefetch_related(parrafos, referencias)

    def contexto_de(self, cosas: list[Disposicion]) -> dict:
        return {"del_pleno": de_disposiciones(cosas, self.corte) if self.ve_todo else {}}


class Compromisos(VistaDeRecurso):
    """Lo que cada disposición compromete: acción, cita exacta, responsables, plazo y entregable."""

    modelo, serializer_class = Compromiso, serializers.CompromisoSerializer
    recurso, etiqueta, resumenes = "compromisos", "Compromisos", ("Lista los compromisos", "Un compromiso")
    filtros = filters.DE_COMPROMISOS
    ordenes = {
        "acta": (*(Columna(f"disposicion__{c.campo}") for c in DEL_ACTA), Columna("orden")),
        "plazo": (Columna("plazo_vence", nula=True), CLAVE),
        "clave": (CLAVE,),
    }

    def get_queryset(self) -> QuerySet:
        responsables = Prefetch("responsables", Responsable.objects.select_related("institucion").order_by("orden"))
        insumos = Prefetch("insumos", Compromiso.objects.order_by("clave"))
        return self.visibles().select_related("disposicion__reunion", "parrafo", "complementa").prefetch_related(responsables, insumos)


class Obligaciones(ConCorte, VistaDeRecurso):
    """Quién debe qué, para cuándo y cómo va. Solo las que ya se debían al corte: un periodo futuro no cuenta.

    Filtros y orden se aplican a lo que regía al corte; las partes, con la etapa y el turno que entonces tenían.

    Por clave natural: `?clave=ZC-2022-1/A3.2/PUE-UPC/2022-07`.
    """

    modelo, serializer_class = Obligacion, serializers.ObligacionSerializer
    recurso, etiqueta, resumenes = "obligaciones", "Obligaciones", ("Lista las obligaciones", "Una obligación")
    detalle_con_etag = True
    filtros = filters.DE_OBLIGACIONES
    ordenes = {
        "vence_el": (Columna("orden_el"), CLAVE),
        "-vence_el": (Columna("orden_el", baja=True), Columna("clave", baja=True)),
        "clave": (CLAVE,),
        "-clave": (Columna("clave", baja=True),),
    }

    def get_queryset(self) -> QuerySet:
        pendientes = al_corte(Obligacion.objects.all(), self.corte).exclude(situacion__in=CERRADAS).order_by("clave").prefetch_related(_partes())
        return (
            al_corte(self.visibles(), self.corte)
            .select_related("compromiso__disposicion__reunion", "plazo_dado_por", "institucion", "entidad")
            .prefetch_related(_partes(), Prefetch("insumos", pendientes, to_attr="insumos_pendientes"))
        )

    def de_que(self) -> QuerySet[Obligacion] | None:
        return con_insumos(self.kwargs["pk"]) if "pk" in self.kwargs else super().de_que()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if "estado" in self.leidos and not self.corte.presente:
            raise ParametrosInvalidos([ErrorDeParametro.en("estado", "no_combina", "«estado» es el de ahora. A un corte, filtra por «situacion».")])
        return super().filter_queryset(queryset)

    def renglones(self, queryset: QuerySet, orden: str, desde: list | None, cuantos: int) -> list[Obligacion]:
        """Del índice, las llaves de la página; después, solo esas, enteras."""
        despues = None if desde is None else _lugar(desde)
        sueltas = queryset.select_related(None).prefetch_related(None)
        filas = llaves(sueltas, self.corte, situaciones=situaciones_pedidas(self.leidos), despues=despues, cuantas=cuantos, orden=orden)
        lugares = {pk: n for n, (_, _, pk) in enumerate(filas)}
        return sorted(self.get_queryset().filter(pk__in=list(lugares)), key=lambda o: lugares[o.pk])

    def total(self, queryset: QuerySet) -> int:
        """Lo que el índice separa se suma de él; con más filtros, se cuentan."""
        pedidas, filtros = situaciones_pedidas(self.leidos), {f.parametro.nombre for f in self.filtros} & self.leidos.keys()
        if self.ve_todo and filtros <= {"situacion", "grupo", "entidad"}:
            donde = {"entidad__abreviatura__in": self.leidos["entidad"]} if "entidad" in self.leidos else {}
            return sum(c.cuantas for c in nacionales(self.corte, **donde) if not pedidas or c.situacion in pedidas)
        return (queryset.filter(situacion__in=pedidas) if pedidas else queryset).count()

    def serializado(self, cosa, *, muchos: bool = False):
        for obligacion in como_estaban(cosa if muchos else [cosa], self.corte):
            for insumo in obligacion.insumos_pendientes:
                insumo.vence_el = insumo.vence_al
        return super().serializado(cosa, muchos=muchos)

    def retrieve(self, request, pk):
        obligacion = get_object_or_404(self.get_queryset(), pk=pk)
        return con_etag(request, Response(self.serializado(obligacion)), obligacion.version)


def _lugar(desde: list) -> Lugar:
    """Del cursor: vencimiento y clave, o solo la clave."""
    return (date.fromisoformat(desde[0]) if len(desde) > 1 else SIEMPRE, desde[-1])


def _partes() -> Prefetch:
    return Prefetch("partes", Parte.objects.select_related("institucion").order_by("orden"))


class HechosDeObligacion(VistaDeRecurso):
    """La historia de una obligación, del hecho más nuevo al más viejo. De solo agregar y encadenada por huella."""

    modelo, serializer_class = Hecho, serializers.HechoSerializer
    recurso, etiqueta, resumenes = "hechos", "Obligaciones", ("Lista los hechos de una obligación", "")
    ordenes = {"-numero": (Columna("numero", baja=True),), "numero": (Columna("numero"),)}
    parametros = parametros_de_pagina(ordenes)

    def get_queryset(self) -> QuerySet:
        visibles = visibles_para(self.request.facultades, Obligacion).nacidas(self.hoy)
        obligacion = get_object_or_404(visibles, pk=self.kwargs["pk"])
        return Hecho.objects.filter(obligacion_id=obligacion.pk).select_related("actor")

    def list(self, request, pk) -> Response:
        return super().list(request)
