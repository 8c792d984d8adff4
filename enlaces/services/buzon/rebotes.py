"""Un rebote se anota en el aviso que no llegó. Si es permanente y se prueba que es nuestro, la dirección deja de usarse hasta que alguien la libere."""

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from enlaces.domain import direcciones
from enlaces.domain.rebotes import devueltos, no_entregados
from enlaces.models import Aviso, CorreoRecibido, Rebote
from enlaces.services import sobres


class LiberacionRechazada(NoProcede):
    """La dirección no se puede liberar así; el mensaje dice por qué."""


def anotar_rebote(correo: CorreoRecibido) -> list[Rebote]:
    """Los de ese correo, sin repetir. Cualquiera puede escribir un rebote: solo cuenta el que responde a un aviso enviado a esa dirección."""
    with correo.crudo.contenido.open("rb") as abierto:
        crudo = abierto.read(settings.CORREO_TAMANO_MAXIMO)
    firmado = direcciones.identidad_firmada(correo.para.split(), direcciones.REBOTE, sobres.llave())
    aviso = Aviso.objects.filter(pk=firmado).first() if firmado else None
    aviso = aviso or Aviso.objects.filter(message_id__in=devueltos(crudo)).order_by("-planeado_en").first()
    hechos = []
    for fallo in no_entregados(crudo):
        suyo = aviso is not None and aviso.correo.lower() == fallo.direccion
        rebote, _ = Rebote.objects.get_or_create(
            correo=correo,
            direccion=fallo.direccion,
            defaults={
                "aviso": aviso,
                "permanente": fallo.permanente,
                "probado": suyo,
                "codigo": fallo.codigo,
                "dicho": fallo.dicho,
                "diagnostico": fallo.diagnostico,
                "rebotado_en": correo.recibido_en,
            },
        )
        hechos.append(rebote)
    return hechos


@transaction.atomic
def liberar(*, por: Facultades, direccion: str, motivo: str) -> int:
    """Vuelve a usarse la dirección. Da cuántos rebotes la marcaban. Falla con ``LiberacionRechazada``."""
    exigir(puede_dictaminar(por))
    if not motivo.strip():
        raise LiberacionRechazada("Escribe por qué se puede volver a usar la dirección.", "motivo")
    marcas = Rebote.objects.filter(direccion=direccion.strip().lower(), permanente=True, probado=True, liberada_en__isnull=True)
    liberadas = marcas.update(liberada_en=reloj.ahora(), liberada_por_id=por.usuario, motivo=motivo.strip()[:300])
    if not liberadas:
        raise LiberacionRechazada("Esa dirección no está marcada.")
    return liberadas
