"""El turno en el navegador: la mesa pregunta, el área contesta y la mesa decide con la opinión a la vista."""

from contextlib import closing
from datetime import date

import pytest
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Institucion, Turno, Usuario
from enlaces.models import Aviso, Regla
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from tests.conferencia.services.test_turnos import area, turnada
from tests.enlaces.escena import presentar, subido
from tests.enlaces.web.test_bandeja import detalle, forma, mesa  # noqa: F401 - «mesa» es un fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def persona(db, hoy):
    return Usuario.objects.get(pk=area().usuario)


@pytest.fixture
def entrega(hoy):
    return presentar()[0]


def turnar(mesa, entrega, **cambios):  # noqa: F811
    datos = {"institucion": Institucion.objects.get(clave="CNI-PM").pk, "pregunta": "¿Cumple?", "dias": "5"} | cambios
    return mesa.post(reverse("bandeja-turnar", args=[entrega.pk]), datos, follow=True)


def test_de_la_pregunta_a_la_decision(mesa, persona, entrega, client):  # noqa: F811
    pagina = turnar(mesa, entrega)
    assert "Turnada a" in pagina.content.decode()
    assert "Falta una opinión técnica" in pagina.content.decode()
    assert [e.pk for e in mesa.get("/bandeja/?cola=en_opinion").context["pagina"]] == [entrega.pk]
    assert list(mesa.get("/bandeja/").context["pagina"]) == []
    turno = Turno.objects.get()
    client.force_login(persona)
    assert [t.pk for t in client.get("/turnos/").context["pagina"]] == [turno.pk]
    destino = client.post(reverse("turno", args=[turno.pk]), {"sentido": "con_reservas", "opinion": "Falta el anexo 2", "archivo": subido("opinion.pdf")})
    assert destino.url == "/turnos/"
    mesa.force_login(Usuario.objects.get(email="analista@demo.mx"))
    vista = mesa.get(detalle(entrega)).content.decode()
    assert "Falta el anexo 2" in vista
    assert "con reservas" in vista
    assert "Falta una opinión técnica" not in vista
    mesa.post(detalle(entrega), forma(entrega))
    entrega.refresh_from_db()
    assert entrega.estado == "aceptada"
    with closing(mesa.get(reverse("archivo-descargar", args=[Turno.objects.get().archivo_id]))) as documento:
        assert documento.status_code == 200


def test_al_area_le_llega_un_correo_sin_la_pregunta(mesa, persona, entrega, buzon):  # noqa: F811
    turnar(mesa, entrega, pregunta="¿La clave SECRETA-9 es correcta?")
    planear_inmediatos()
    enviar_pendientes()
    correo = next(c for c in buzon.correos if c.para == "area@cni.mx" and c.asunto.startswith("Opina"))
    assert correo.asunto.startswith("Opina hasta el 13 de julio: ")
    assert "miércoles 13 de julio de 2022" in correo.texto
    assert reverse("turno", args=[Turno.objects.get().pk]) in correo.texto
    assert "SECRETA-9" not in correo.texto + correo.html


def test_cancelado_antes_de_salir_no_se_avisa(mesa, persona, entrega, buzon):  # noqa: F811
    turnar(mesa, entrega)
    planear_inmediatos()
    pagina = mesa.post(reverse("turno-cancelar", args=[Turno.objects.get().pk]), {"motivo": "Se resolvió por teléfono"}, follow=True)
    assert "Turno cancelado" in pagina.content.decode()
    enviar_pendientes()
    assert Aviso.objects.get(regla=Regla.TURNO).estado == "suprimido"
    assert [e.pk for e in mesa.get("/bandeja/").context["pagina"]] == [entrega.pk]


def test_sin_areas_designadas_dice_que_hacer(mesa, entrega):  # noqa: F811
    Usuario.objects.filter(designaciones__rol="area_tecnica").update(is_active=False)
    pagina = mesa.get(reverse("bandeja-turnar", args=[entrega.pk])).content.decode()
    assert "Ningún área tiene quien opine" in pagina
    assert reverse("enlaces-designar") in pagina


@pytest.mark.parametrize(
    ("cambios", "errores"),
    [
        ({"sentido": ""}, {"sentido": ["Elige el sentido"]}),
        ({"opinion": ""}, {"opinion": ["Escribe la opinión"]}),
        ({"archivo": "texto"}, {"archivo": None}),
    ],
)
def test_lo_que_falta_se_dice_y_no_se_pierde_lo_escrito(client, persona, entrega, cambios, errores):
    turno = turnada(entrega)
    client.force_login(persona)
    datos = {"sentido": "favorable", "opinion": "Cumple con todo"} | cambios
    if datos.get("archivo"):
        datos["archivo"] = subido("no-es-pdf.pdf", b"hola")
    pagina = client.post(reverse("turno", args=[turno.pk]), datos)
    assert list(pagina.context["formulario"].errors) == list(errores)
    assert datos["opinion"] in pagina.content.decode()
    assert Turno.objects.get().estado == "pendiente"


def test_vencido_se_ve_y_se_cuenta_en_la_navegacion(client, persona, entrega):
    turno = turnada(entrega)
    client.force_login(persona)
    with reloj.fijo(date(2022, 7, 14)):
        assert "Vencido" in client.get("/turnos/").content.decode()
        assert client.get(reverse("turno", args=[turno.pk])).context["vencido"] is True
        assert client.get("/turnos/").context["faltan"] == 1


def test_el_area_no_entra_a_nada_mas(client, persona, entrega):
    """Todo lo de la entrega existe; al área se le turnó otra."""
    (otra,) = presentar("ZC-2022-1/T1.1/PUE-UPC", numero="OTRO-77")
    turnada(otra)
    client.force_login(persona)
    archivo = entrega.oficio.archivos.get()
    rutas = [
        reverse("bandeja"),
        detalle(entrega),
        detalle(otra),
        reverse("obligacion-detail", args=[entrega.obligacion_id]),
        reverse("obligacion-detail", args=[otra.obligacion_id]),
        reverse("archivo-descargar", args=[archivo.pk]),
        reverse("archivo-ver", args=[archivo.pk]),
        reverse("oficio-recibido", args=[otra.oficio_id]),
        reverse("acuse-detail", args=[otra.oficio.acuse.pk]),
        reverse("bandeja-turnar", args=[otra.pk]),
        reverse("turno-cancelar", args=[Turno.objects.get().pk]),
        f"/api/v1/obligaciones/{otra.obligacion_id}/",
        f"/api/v1/obligaciones/{otra.obligacion_id}/hechos/",
    ]
    assert {r: client.get(r).status_code for r in rutas if client.get(r).status_code not in (403, 404)} == {}
    with closing(client.get(reverse("archivo-descargar", args=[otra.oficio.archivos.get().pk]))) as suyo:
        assert suyo.status_code == 200


def test_ni_un_enlace_ni_otra_area_abren_el_turno(client, persona, entrega, enlace):
    turno = turnada(entrega)
    otra = Usuario.objects.get(pk=area("DGGSCDT", "area@dgg.mx").usuario)
    for quien in (enlace, otra):
        client.force_login(quien)
        assert client.get(reverse("turno", args=[turno.pk])).status_code == 404
        assert client.post(reverse("turno", args=[turno.pk]), {"sentido": "favorable", "opinion": "x"}).status_code == 404
    client.force_login(enlace)
    assert client.get("/turnos/").status_code == 403
