"""La página en que se registra que el órgano concluyó una disposición o toda una reunión."""

from datetime import date

import pytest
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Disposicion, Hecho, Reunion
from tests import reparto

pytestmark = pytest.mark.django_db
DIA = date(2022, 10, 3)
DICHO = {"el": "28/09/2022", "acto": "Segunda Reunión Zona Centro 2022, acuerdo PRIMERO"}


def de_disposicion(sigla: str = "A9") -> str:
    return reverse("disposicion-conclusion", args=[Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}").pk])


def test_se_declara_se_ve_y_se_retira(entrar, texto):
    with reloj.fijo(DIA):
        cliente = entrar(reparto.titular())
        declarada = cliente.post(de_disposicion(), DICHO, follow=True)
        assert "El órgano la declaró concluida el miércoles 28 de septiembre de 2022: Segunda Reunión Zona Centro 2022, acuerdo PRIMERO" in texto(declarada)
        assert "Está registrada como concluida desde el miércoles 28 de septiembre de 2022" in texto(cliente.get(de_disposicion()))
        retirada = cliente.post(de_disposicion(), {"motivo": "Era A8."}, follow=True)
        assert "Se retiró la declaración." in texto(retirada)
    assert list(Hecho.objects.filter(clase__startswith="disposicion.").order_by("numero").values_list("clase", "motivo")) == [
        ("disposicion.concluida", ""),
        ("disposicion.conclusion_retirada", "Era A8."),
    ]


def test_la_reunion_entera(entrar, texto):
    reunion = Reunion.objects.get()
    with reloj.fijo(DIA):
        cliente = entrar(reparto.analista())
        dicha = cliente.post(reverse("reunion-conclusion", args=[reunion.pk]), DICHO, follow=True)
        assert "El órgano declaró concluido el cumplimiento de esta reunión el miércoles 28 de septiembre de 2022" in texto(dicha)
        antes = cliente.get(reverse("reunion-detail", args=[reunion.pk]), {"corte": "2022-09-27"})
    assert antes.context["pleno"]["concluida"] is None


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        ({"acto": ""}, "Di en qué sesión o acto lo declaró el órgano."),
        ({"el": "ayer"}, "Escribe una fecha, como 30/09/2022."),
        ({"el": "04/10/2022"}, "La fecha en que el órgano lo declaró no puede ser futura."),
        ({"el": "04/07/2022"}, "El órgano no pudo declararlo concluido antes de acordarlo."),
    ],
)
def test_lo_mal_dicho_se_explica_y_nada_escrito_se_pierde(entrar, texto, cambio, dicho):
    with reloj.fijo(DIA):
        respuesta = entrar(reparto.titular()).post(de_disposicion(), DICHO | cambio)
    assert respuesta.status_code == 422
    assert dicho in texto(respuesta)
    assert all(f'value="{valor}"' in respuesta.content.decode() for valor in (DICHO | cambio).values() if valor)
    assert Disposicion.objects.get(clave="ZC-2022-1/A9").concluida_el is None


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_a_los_demas_se_les_niega_y_no_se_les_ofrece(entrar, quien):
    with reloj.fijo(DIA):
        cliente = entrar(quien())
        negadas = [getattr(cliente, metodo)(ruta, DICHO).status_code for metodo in ("get", "post") for ruta in (de_disposicion(), _de_reunion())]
        pagina = cliente.get(reverse("disposicion-detail", args=[Disposicion.objects.get(clave="ZC-2022-1/A9").pk])).content.decode()
    esperado = 404 if quien is reparto.sin_designacion else 403
    assert negadas == [esperado] * 4
    assert de_disposicion() not in pagina
    assert Hecho.objects.filter(clase__endswith="concluida").count() == 0


def _de_reunion() -> str:
    return reverse("reunion-conclusion", args=[Reunion.objects.get().pk])
