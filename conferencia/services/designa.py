"""Qué compromisos se cumplen designando: lo dice lo que ordenan hacer, y la Secretaría Técnica lo corrige."""

from django.db import transaction

from conferencia.domain.errores import NoProcede
from conferencia.models import Compromiso
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar


class DesignaInvalido(NoProcede):
    """No se puede así; el mensaje dice por qué."""


@transaction.atomic
def fijar_designa(*, por: Facultades, compromiso: Compromiso, designa: bool, motivo: str) -> Compromiso:
    """Dice si se cumple designando. Vale para lo que se presente desde ahora; lo ya presentado no cambia."""
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise DesignaInvalido("Escribe por qué.", "motivo")
    if Compromiso.objects.filter(pk=compromiso.pk, designa=not designa).update(designa=designa) != 1:
        raise DesignaInvalido("Ya estaba así.")
    compromiso.designa = designa
    datos = {"clave": compromiso.clave, "designa": designa}
    hecho = Asiento(clase="compromiso.designa_fijado", objeto=compromiso, reunion_id=compromiso.disposicion.reunion_id, motivo=motivo.strip(), datos=datos)
    asentar([hecho], actor=por.usuario)
    return compromiso
