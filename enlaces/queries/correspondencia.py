"""Los avisos y los correos recibidos, dichos como la correspondencia de una obligación: qué se envió o llegó, cuándo y qué fue de ello."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from uuid import UUID

from django.conf import settings

from conferencia.models import Entrega, EstadoEntrega
from conferencia.queries.correspondencia import ENVIADO, RECIBIDO, Mensaje
from enlaces.models import Aviso, Candidata, CorreoRecibido, EstadoAviso, EstadoCorreo, Regla, RenglonDeAviso

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


# --- Los recibidos -----------------------------------------------------------------------------------------------------


def recibidos(obligaciones: Collection[UUID]) -> Iterator[Mensaje]:
    """Los que las entregaron, las tienen por confirmar o se descartaron tras haberlas tenido. Lo que solo se sospechó no es de ninguna."""
    duenos = _duenos(obligaciones)
    correos = CorreoRecibido.objects.select_related("crudo", "oficio").defer("texto", "propio").in_bulk({correo for correo, _ in duenos})
    for (correo, obligacion), instituciones in duenos.items():
        yield _recibido(correos[correo], obligacion, frozenset(instituciones))


def _duenos(obligaciones: Collection[UUID]) -> dict[tuple[UUID, UUID], set[UUID]]:
    """Por correo y obligación, de quiénes es: quien entregó o lo tiene por confirmar. El descartado no es de nadie: no era suyo."""
    suyos: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    confirmados = Entrega.objects.filter(obligacion__in=obligaciones, oficio__correos__estado=EstadoCorreo.CONFIRMADO)
    for correo, obligacion, institucion in confirmados.values_list("oficio__correos", "obligacion", "institucion"):
        suyos[correo, obligacion].add(institucion)
    anotadas = Candidata.objects.filter(obligacion__in=obligaciones, entrega__isnull=False).exclude(correo__estado=EstadoCorreo.CONFIRMADO)
    for correo, obligacion, institucion, estado in anotadas.values_list("correo", "obligacion", "institucion", "entrega__estado"):
        suyos[correo, obligacion].update({institucion} if estado == EstadoEntrega.POR_CONFIRMAR else ())
    return suyos


def _recibido(correo: CorreoRecibido, obligacion: UUID, instituciones: frozenset[UUID]) -> Mensaje:
    return Mensaje(
        id=correo.pk,
        obligacion=obligacion,
        sentido=RECIBIDO,
        en=correo.recibido_en,
        de=correo.de or "(sin remitente)",
        para=correo.para or "(sin destinatario)",
        asunto=correo.asunto or "(sin asunto)",
        suerte=_suerte(correo),
        llego=True,
        apremia=False,
        instituciones=instituciones,
        original=partial(_bytes, correo),
    )


def _suerte(correo: CorreoRecibido) -> str:
    dicho = (f"oficio {correo.oficio.numero}" if correo.oficio else "") or correo.motivo
    return correo.get_estado_display() + (f": {dicho}" if dicho else "")


def _bytes(correo: CorreoRecibido) -> bytes:
    """Los que llegaron, sin tocar."""
    with correo.crudo.contenido.open("rb") as guardado:
        return guardado.read()
