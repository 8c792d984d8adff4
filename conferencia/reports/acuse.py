"""El acuse como documento: una hoja carta que se compone una vez."""

from django.template.loader import render_to_string

from conferencia.models import Acuse, Institucion, Organo, TipoInstitucion, Trabajo
from conferencia.queries.acuses import CON_TODO, constancia_de
from conferencia.queries.organos import nombre_de_organo
from conferencia.reports import pdf
from conferencia.services.acuses import guardar_pdf, horario

PLANTILLA, HOJA = "reports/acuse.html", "acuse-impreso.css"


def contexto(acuse: Acuse) -> dict:
    organo = Organo.objects.order_by("clave").first()
    return {
        "c": constancia_de(acuse),
        "organo": nombre_de_organo(organo.pk, acuse.emitido_en.date()) if organo else "",
        "oficina": Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave").first(),
        "horario": horario(),
    }


def componer(acuse: Acuse) -> bytes:
    """El PDF etiquetado. El mismo acuse da los mismos bytes mientras sus datos no cambien."""
    return pdf.componer(render_to_string(PLANTILLA, contexto(acuse)), hoja=HOJA, instante=acuse.emitido_en)


def componer_encolado(trabajo: Trabajo) -> dict:
    """La clase de trabajo «acuse». Repetirla tras una muerte a medias no cambia lo ya guardado."""
    acuse = Acuse.objects.select_related(*CON_TODO).get(pk=trabajo.datos["acuse"])
    if acuse.archivo_id is None:
        acuse = guardar_pdf(acuse, componer(acuse))
    return {"acuse": acuse.folio, "sha256": acuse.archivo.sha256}
