"""Los avisos, dichos como la correspondencia de una obligación: qué se envió, a quién, cuándo y qué fue de ello."""

from collections.abc import Collection, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from uuid import UUID

from django.conf import settings

from conferencia.queries.correspondencia import ENVIADO, Mensaje
from enlaces.models import Aviso, EstadoAviso, Regla, RenglonDeAviso

APREMIAN = {Regla.RESUMEN, Regla.RECORDATORIO}


def enviados(obligaciones: Collection[UUID]) -> Iterator[Mensaje]:
    """Un mensaje por aviso y obligación; el resumen que hablaba de varias sale una vez por cada una."""
    renglones = RenglonDeAviso.objects.filter(obligacion__in=obligaciones).select_related("aviso__institucion", "aviso__usuario").order_by("aviso__planeado_en")
    partes = _instituciones(renglones)
    for renglon in renglones:
        yield _mensaje(renglon.aviso, renglon.obligacion_id, partes.get(renglon.aviso_id, frozenset()))


def _instituciones(renglones) -> dict[UUID, frozenset[UUID]]:
    """De quién es cada aviso: la institución a la que se dirigió o aquellas por las que entonces actuaba la persona."""
    suyas: dict[UUID, set[UUID]] = {}
    avisos = Aviso.objects.filter(pk__in=[r.aviso_id for r in renglones])
    for pk, directa, designada in avisos.values_list("pk", "institucion", "usuario__designaciones__institucion"):
        suyas.setdefault(pk, set()).update(i for i in ([directa] if directa else [designada]) if i)
    return {pk: frozenset(ids) for pk, ids in suyas.items()}


def _mensaje(aviso: Aviso, obligacion: UUID, instituciones: frozenset[UUID]) -> Mensaje:
    suerte = aviso.get_estado_display() + (f": {aviso.motivo}" if aviso.motivo else "")
    llego = aviso.estado == EstadoAviso.ENVIADO
    return Mensaje(
        id=aviso.pk,
        obligacion=obligacion,
        sentido=ENVIADO,
        en=aviso.enviado_en or aviso.planeado_en,
        de=settings.DEFAULT_FROM_EMAIL,
        para=aviso.correo or "(sin correo conocido)",
        asunto=aviso.asunto or aviso.get_regla_display(),
        suerte=suerte,
        llego=llego,
        apremia=aviso.regla in APREMIAN,
        instituciones=instituciones,
        original=partial(_eml, aviso) if llego and aviso.cuerpo_texto else None,
    )


def _eml(aviso: Aviso) -> bytes:
    """El mensaje tal como quedó en el registro: encabezados esenciales, texto y HTML. Determinista."""
    m = EmailMessage(policy=SMTP)
    m["From"], m["To"], m["Subject"] = settings.DEFAULT_FROM_EMAIL, aviso.correo, aviso.asunto
    m["Message-ID"], m["Date"] = aviso.message_id, aviso.enviado_en or aviso.planeado_en
    m.set_content(aviso.cuerpo_texto)
    if aviso.cuerpo_html:
        m.add_alternative(aviso.cuerpo_html, subtype="html")
        m.set_boundary(f"aviso-{aviso.pk}")
    return m.as_bytes()
