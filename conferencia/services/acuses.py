"""El acuse de todo oficio que llega, por el canal que sea: con folio y código desde que se recibe, y su PDF compuesto una sola vez."""

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.recepcion import Horario, se_tiene_por_recibido
from conferencia.models import Acuse, Institucion, Oficio, TipoInstitucion
from conferencia.queries.calendarios import calendario_de
from conferencia.services import trabajos
from conferencia.services.emitidos import conservar
from conferencia.services.folios import codigo_nuevo, siguiente
from conferencia.services.hechos import cabeza_de_la_cadena

SERIE = "AR"
CLASE, COLA, PDF = "acuse", "informes", "application/pdf"


def acusar(oficio: Oficio) -> Acuse:
    """El acuse del oficio que se acaba de recibir, en la misma transacción. Su folio lleva el año en que se emite; su PDF queda encargado."""
    ahora = reloj.ahora().astimezone(reloj.MEXICO)
    numero = siguiente(SERIE, ahora.year)
    acuse = Acuse.objects.create(
        oficio=oficio,
        folio=f"{SERIE}-{ahora.year}-{numero:06d}",
        codigo=codigo_nuevo(),
        emitido_en=ahora,
        tenido_el=se_tiene_por_recibido(oficio.recibido_en.astimezone(reloj.MEXICO), _calendario(), horario()),
        cabeza=cabeza_de_la_cadena(),
    )
    trabajos.encolar(clase=CLASE, clave=f"{CLASE}/{acuse.folio}", datos={"acuse": str(acuse.pk)}, cola=COLA, actor=oficio.registrado_por_id)
    return acuse


@transaction.atomic
def guardar_pdf(acuse: Acuse, contenido: bytes) -> Acuse:
    """Conserva los bytes del PDF. Si otro intento ya los guardó, esos quedan y estos se descartan."""
    acuse = Acuse.objects.select_for_update(of=("self",)).select_related("archivo").get(pk=acuse.pk)
    if acuse.archivo_id is None:
        acuse.archivo = conservar(contenido, nombre=f"{acuse.folio}.pdf", tipo=PDF, ruta=f"acuse-{acuse.pk}.pdf", actor=None)
        acuse.save(update_fields=["archivo"])
    return acuse


def horario() -> Horario:
    """Las horas de oficina de la Secretaría Técnica."""
    return Horario.leido(settings.HORARIO_DE_OFICINA)


def _calendario() -> CalendarioHabil:
    """El que hoy rige para la Secretaría Técnica; sin ella en el catálogo, solo sábados y domingos son inhábiles."""
    oficina = Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave").first()
    return calendario_de(oficina) if oficina else CalendarioHabil()
