"""El acuse de todo oficio que llega, por el canal que sea: con folio y código desde que se recibe."""

from django.conf import settings

from conferencia import reloj
from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.recepcion import Horario, se_tiene_por_recibido
from conferencia.models import Acuse, Institucion, Oficio, TipoInstitucion
from conferencia.queries.calendarios import calendario_de
from conferencia.services.folios import codigo_nuevo, siguiente
from conferencia.services.hechos import cabeza_de_la_cadena

SERIE = "AR"


def acusar(oficio: Oficio) -> Acuse:
    """El acuse del oficio que se acaba de recibir, en la misma transacción. Su folio lleva el año en que se emite."""
    ahora = reloj.ahora().astimezone(reloj.MEXICO)
    numero = siguiente(SERIE, ahora.year)
    return Acuse.objects.create(
        oficio=oficio,
        folio=f"{SERIE}-{ahora.year}-{numero:06d}",
        codigo=codigo_nuevo(),
        emitido_en=ahora,
        tenido_el=se_tiene_por_recibido(oficio.recibido_en.astimezone(reloj.MEXICO), _calendario(), horario()),
        cabeza=cabeza_de_la_cadena(),
    )


def horario() -> Horario:
    """Las horas de oficina de la Secretaría Técnica."""
    return Horario.leido(settings.HORARIO_DE_OFICINA)


def _calendario() -> CalendarioHabil:
    """El que hoy rige para la Secretaría Técnica; sin ella en el catálogo, solo sábados y domingos son inhábiles."""
    oficina = Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA).order_by("clave").first()
    return calendario_de(oficina) if oficina else CalendarioHabil()
