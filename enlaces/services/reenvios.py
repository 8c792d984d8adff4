"""«No me llegó»: la Secretaría Técnica manda otra vez un aviso. Es un correo nuevo que cita al anterior."""

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from conferencia.services.hechos import Asiento, asentar
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.reglas import identificador
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.papel import Carta
from enlaces.services.registro import dominio
from enlaces.services.secretos import LIGA

REENVIABLES = (EstadoAviso.ENVIADO, EstadoAviso.FALLIDO)


class ReenvioImposible(NoProcede):
    """No se puede reenviar; el mensaje dice por qué."""


@transaction.atomic
def reenviar(*, por: Facultades, aviso: Aviso) -> Aviso:
    """Deja en cola una copia para el mismo destinatario, con lo que entonces decía."""
    exigir(puede_dictaminar(por))
    aviso = Aviso.objects.select_for_update(of=("self",)).get(pk=aviso.pk)
    if aviso.estado not in REENVIABLES or not aviso.cuerpo_texto:
        raise ReenvioImposible("Solo se reenvía un correo que ya salió o que falló.")
    if LIGA in aviso.cuerpo_texto:
        raise ReenvioImposible("Lleva una liga personal: pide una nueva desde la cuenta de la persona.")
    if aviso.reenvios.filter(estado__in=(EstadoAviso.PLANEADO, EstadoAviso.ENVIANDO)).exists():
        raise ReenvioImposible("Ya hay un reenvío en camino.")
    clave = f"reenvio:{aviso.pk}:{aviso.reenvios.count() + 1}"
    nuevo = Aviso.objects.create(
        clave=clave,
        regla=aviso.regla,
        correo=aviso.correo,
        usuario_id=aviso.usuario_id,
        institucion_id=aviso.institucion_id,
        para_el=reloj.hoy(),
        message_id=identificador(clave, dominio()),
        planeado_en=reloj.ahora(),
        reenvia=aviso,
    )
    asentar([Asiento(clase="aviso.reenviado", objeto=nuevo, datos={"correo": aviso.correo, "asunto": aviso.asunto})], actor=por.usuario)
    return nuevo


def carta_de_reenvio(aviso: Aviso) -> Carta:
    """La misma, y arriba de qué correo es copia."""
    original = aviso.reenvia
    assert original is not None
    dia = fecha_larga((original.enviado_en or original.planeado_en).astimezone(reloj.MEXICO).date())
    nota = f"Te reenviamos, a petición de la Secretaría Técnica, el aviso del {dia}. Lo que dice es lo de entonces."
    parrafo = f'<p style="margin:0;padding:12px 24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;">{nota}</p>'
    html = original.cuerpo_html
    corte = html.find(">", html.find("<body")) + 1
    return Carta(f"Reenvío: {original.asunto}"[:200], f"{nota}\n\n{original.cuerpo_texto}", html[:corte] + parrafo + html[corte:])
