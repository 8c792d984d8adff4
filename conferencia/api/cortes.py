"""Leer a un corte: los parámetros ``corte`` y ``sabido_al``, con el sentido que tienen en las páginas, y el par dicho en la respuesta."""

from datetime import UTC

from django.db.models import QuerySet
from django.utils.functional import cached_property

from conferencia import reloj
from conferencia.api.parametros import Parametro, fecha, instante
from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos
from conferencia.domain.permisos import Capacidad
from conferencia.models import Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries.corte import HORIZONTE, Corte, tomar

DEL_CORTE = (
    fecha("corte", "A qué día se juzga; por omisión, hoy. Un día por venir, hasta un año, es lo que pasaría si nadie hiciera nada."),
    instante("sabido_al", "Con lo asentado hasta ese instante; por omisión, ahora."),
)


class ConCorte:
    """Para una ``VistaDeRecurso``. Las respuestas llevan su par en los encabezados ``Corte`` y ``Sabido-Al``; las listas, también en el cuerpo."""

    con_corte = True
    _contexto: dict = {}

    @cached_property
    def parametros(self) -> tuple[Parametro, ...]:
        return (*super().parametros, *DEL_CORTE)  # type: ignore[misc]

    @cached_property
    def ve_todo(self) -> bool:
        return self.request.facultades.tiene(Capacidad.VER_TODO)  # type: ignore[attr-defined]

    @cached_property
    def corte(self) -> Corte:
        dia, sabido_al = (self.leidos.get(p.nombre, [None])[0] for p in DEL_CORTE)  # type: ignore[attr-defined]
        if dia and dia > reloj.hoy() + HORIZONTE:
            raise ParametrosInvalidos([ErrorDeParametro.en("corte", "valor_invalido", "La proyección llega hasta un año: elige un corte más cercano.")])
        if sabido_al and sabido_al > reloj.ahora():
            raise ParametrosInvalidos([ErrorDeParametro.en("sabido_al", "valor_invalido", "Ese instante aún no llega: nada se sabe todavía de entonces.")])
        return tomar(dia, sabido_al, de=self.de_que())

    def de_que(self) -> QuerySet[Obligacion] | None:
        """De cuáles importa lo que se supo después; ``None``, de todas."""
        return None if self.ve_todo else visibles_para(self.request.facultades, Obligacion)  # type: ignore[attr-defined]

    def contexto_de(self, cosas: list) -> dict:
        """Lo que el serializador necesita de todas juntas, leído de una vez."""
        return {}

    def serializado(self, cosa, *, muchos: bool = False):
        self._contexto = self.contexto_de(cosa if muchos else [cosa])
        return super().serializado(cosa, muchos=muchos)  # type: ignore[misc]

    def get_serializer_context(self) -> dict:
        return super().get_serializer_context() | {"hoy": self.corte.dia} | self._contexto  # type: ignore[misc]

    def finalize_response(self, request, response, *args, **kwargs):
        if response.status_code in (200, 304) and "corte" in self.__dict__:
            response["Corte"] = self.corte.dia.isoformat()
            response["Sabido-Al"] = self.corte.sabido_al.astimezone(UTC).isoformat()
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
