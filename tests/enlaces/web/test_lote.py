"""El lote en el navegador: marcar, ver qué pasará, decidir y deshacer una."""

from datetime import date

import pytest
from django.urls import reverse

from conferencia.models import Obligacion, Observacion
from tests.enlaces.escena import presentar
from tests.enlaces.web.test_bandeja import mesa  # noqa: F401 - es un fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
UPC, SS = "ZC-2022-1/T1.1/PUE-UPC", "ZC-2022-1/T3.1/PUE-SS"
LOTE = "/bandeja/lote/"


@pytest.fixture
def dos():
    return [presentar(UPC, numero="A")[0], presentar(SS, numero="B")[0]]


def marcadas(entregas, **extra) -> dict:
    versiones = {f"version_{e.pk}": Obligacion.objects.get(pk=e.obligacion_id).version for e in entregas}
    return {"entrega": [str(e.pk) for e in entregas], **versiones, **extra}


def test_se_confirma_viendo_que_pasara_y_despues_se_dice_como_le_fue_a_cada_una(mesa, dos):  # noqa: F811
    pagina = mesa.get(LOTE, {"decision": "aceptar", "entrega": [str(e.pk) for e in dos]})
    assert [(r.cabe, r.dicho) for r in pagina.context["renglones"]] == [(True, "Quedará cumplida a tiempo.")] * 2
    assert Obligacion.objects.filter(estado="cumplida").count() == 0
    hecho = mesa.post(LOTE, marcadas(dos, decision="aceptar", texto="Completo"))
    assert (hecho.context["hechas"], len(hecho.context["renglones"])) == (2, 2)
    assert hecho.content.decode().count('class="boton-texto">Deshacer') == 2
    assert set(Obligacion.objects.filter(estado="cumplida").values_list("clave", flat=True)) == {UPC, SS}
    mesa.post(reverse("bandeja-deshacer", args=[dos[0].pk]))
    assert list(Obligacion.objects.filter(estado="cumplida").values_list("clave", flat=True)) == [SS]


def test_la_misma_observacion_para_todas_con_su_plazo(mesa, dos):  # noqa: F811
    mesa.post(LOTE, marcadas(dos, decision="observar", texto="Falta el sello", subsanar_el="20/07/2022"))
    assert list(Observacion.objects.values_list("texto", "subsanar_el")) == [("Falta el sello", date(2022, 7, 20))] * 2


@pytest.mark.parametrize(
    ("cambios", "errores"),
    [
        ({"decision": "observar", "texto": "", "subsanar_el": "20/07/2022"}, {"texto": ["Escribe la observación."]}),
        ({"decision": "observar", "texto": "x", "subsanar_el": "06/07/2022"}, {"subsanar_el": ["El plazo para subsanar debe ser posterior a hoy."]}),
        ({"decision": "ajena", "texto": ""}, {"texto": ["Escribe por qué lo presentado es ajeno a lo acordado."]}),
    ],
)
def test_lo_que_falta_se_dice_y_lo_marcado_no_se_pierde(mesa, dos, cambios, errores):  # noqa: F811
    pagina = mesa.post(LOTE, marcadas(dos, **cambios))
    assert pagina.context["formulario"].errors == errores
    assert [r.entrega for r in pagina.context["renglones"]] == dos
    assert Obligacion.objects.exclude(estado__in=["pendiente", "en_revision"]).count() == Obligacion.objects.filter(estado="no_aplica").count()


@pytest.mark.parametrize("datos", [{"decision": "aceptar"}, {"decision": "nada"}, {}, {"decision": "aceptar", "entrega": "no-es-un-id"}])
def test_sin_nada_marcado_o_sin_decision_vuelve_y_lo_dice(mesa, dos, datos):  # noqa: F811
    pagina = mesa.get(LOTE, datos, follow=True)
    assert pagina.redirect_chain == [("/bandeja/", 302)]
    assert "Elige " in pagina.content.decode()


def test_un_enlace_no_entra(client, enlace, dos):
    client.force_login(enlace)
    assert client.get(LOTE, {"decision": "aceptar", "entrega": str(dos[0].pk)}).status_code == 403
    assert client.post(LOTE, marcadas(dos, decision="aceptar")).status_code == 403
