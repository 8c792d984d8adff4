"""Las reuniones y su acta."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conferencia import reloj
from conferencia.domain.permisos import Capacidad
from conferencia.models import Acta, Archivo, EstadoActa, Obligacion, Reunion
from conferencia.permissions import puede_capturar_actas, visibles_para
from conferencia.queries.conteo import Conteo
from conferencia.queries.disposiciones import progreso
from conferencia.queries.reuniones import listar
from conferencia.web.acceso import con_designacion
from conferencia.web.paneles import pintar_paneles


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    facultades = request.facultades
    contexto = {
        "reuniones": listar(visibles_para(facultades, Reunion), visibles_para(facultades, Obligacion), reloj.hoy()),
        "captura": bool(puede_capturar_actas(facultades)),
        "ve_todo": facultades.tiene(Capacidad.VER_TODO),
    }
    return render(request, "conferencia/reunion_list.html", contexto)


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    facultades = request.facultades
    reunion = get_object_or_404(visibles_para(facultades, Reunion).select_related("zona", "organo"), pk=pk)
    acta = Acta.objects.select_related("archivo", "capturada_por").filter(reunion=reunion).first()
    disposiciones = progreso(reunion.disposiciones.en_orden(), visibles_para(facultades, Obligacion), reloj.hoy())
    contexto = {
        "reunion": reunion,
        "acta": acta,
        "por_publicar": acta is not None and acta.estado == EstadoActa.LEIDA,
        "puede_bajar": acta is not None and visibles_para(facultades, Archivo).filter(pk=acta.archivo_id).exists(),
        "disposiciones": disposiciones,
        "conteo": Conteo.sumando(par for d in disposiciones for par in d.conteo.por_situacion.items()),
        "ve_todo": facultades.tiene(Capacidad.VER_TODO),
        "paneles": pintar_paneles("reunion", request, reunion),
    }
    return render(request, "conferencia/reunion_detail.html", contexto)
