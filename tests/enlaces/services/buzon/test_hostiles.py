"""Los cien correos hostiles por el camino completo, de una vez: ninguno se acepta en silencio y ninguno detiene al que viene detrás."""

import hashlib

import pytest

from conferencia.models import Entrega
from enlaces.models import CorreoRecibido
from enlaces.services.buzon import pasos, propuesta
from enlaces.services.buzon.pasos import atender_pendientes
from enlaces.services.buzon.recogida import guardar
from tests.enlaces.correos import correo
from tests.enlaces.correos_hostiles import ANEXOS, TODOS
from tests.enlaces.escena import DE_PUEBLA

pytestmark = [pytest.mark.django_db, pytest.mark.lento]


def test_todos_terminan_donde_alguien_los_ve(seis, monkeypatch):
    monkeypatch.setattr(pasos, "ESPERA", pasos.ESPERA * 0)  # sin esperar entre intentos
    monkeypatch.setattr(propuesta, "POR_HORA", 1000)  # todos dicen venir de la misma persona
    bueno = correo(asunto=DE_PUEBLA)
    todos = {*(c for _, c in TODOS if c), bueno}
    for crudo in [*(todos - {bueno}), bueno]:
        guardar(crudo, origen="imap")
    atender_pendientes()
    assert CorreoRecibido.objects.count() == len(todos)
    assert set(CorreoRecibido.objects.values_list("estado", flat=True)) == {"propuesto", "cuarentena", "anotado"}
    propuestos = set(CorreoRecibido.objects.filter(estado="propuesto").values_list("huella", flat=True))
    cortado = hashlib.sha256(ANEXOS["base64 cortado"]).hexdigest()  # a un PDF le falta el final: si se alcanza a abrir, alguien lo mira y decide
    assert propuestos - {cortado} == {hashlib.sha256(bueno).hexdigest()}
    assert Entrega.objects.filter(estado="por_confirmar").count() == len(propuestos)
    assert [c.asunto for c in CorreoRecibido.objects.exclude(estado="propuesto") if not c.razones] == []
