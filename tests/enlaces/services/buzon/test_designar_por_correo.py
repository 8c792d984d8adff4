"""La designación que llega por correo, de punta a punta: SMTP e IMAP de verdad, un clic, a quién nombra, el dictamen y su cuenta."""

import smtplib
from datetime import timedelta

import pytest
from django.urls import reverse

from conferencia.arranque.red import LOOPBACK
from conferencia.models import Designacion, Entrega, EstadoPropuesta, PropuestaDeDesignacion, Usuario
from enlaces.models import CorreoRecibido
from enlaces.services.buzon.jornada import recibir
from tests import reparto
from tests.dovecot import smtp_que_entrega
from tests.enlaces.correos import BUZON, PUEBLA, correo, pdf_con_texto
from tests.enlaces.escena import DE_PUEBLA, obligacion
from tests.enlaces.relevos import correos_a, mandar, ruta_de
from tests.enlaces.web.test_correo import lo_propuesto
from tests.enlaces.web.test_designar import dictaminar

pytestmark = pytest.mark.django_db
SARA = "sara.rios@puebla.gob.mx"
OFICIO = pdf_con_texto(
    "Puebla, Pue., a 6 de julio de 2022",
    "Oficio No. SSP/DGA/0456/2022",
    "Nombre completo: Sara Ríos",
    "Cargo: Directora de Vinculación",
    f"Correo institucional: {SARA}",
)


@pytest.fixture
def mandado(imap, seis):
    """Manda por SMTP el oficio que designa, como lo haría la institución, y recoge el buzón."""

    def mandar_oficio(de: str = PUEBLA, asunto: str = f"Designación de enlace, {DE_PUEBLA}") -> CorreoRecibido:
        with smtp_que_entrega(imap) as puerto, smtplib.SMTP(LOOPBACK, puerto) as smtp:
            smtp.sendmail(de, [BUZON], correo(de=de, asunto=asunto, anexos={"oficio.pdf": OFICIO}))
        recibir()
        return CorreoRecibido.objects.get()

    return mandar_oficio


def confirmado(client, c: CorreoRecibido):
    """Un clic: lo que viene puesto. Da la página a la que lleva."""
    client.force_login(reparto.analista())
    return client.post(f"{reverse('correo-detalle', args=[c.pk])}?institucion=PUE-SS", lo_propuesto(client, c), follow=True)


def lo_leido(pagina) -> dict:
    formulario = pagina.context["formulario"]
    return {campo: valor for campo in formulario.fields if (valor := formulario[campo].value())}


def test_del_correo_a_la_cuenta(client, buzon, mandado, settings):
    settings.DESHACER_DURANTE = timedelta(0)
    c = mandado()
    assert (c.estado, obligacion().por_confirmar) == ("propuesto", True)
    pagina = confirmado(client, c)
    entrega = Entrega.objects.get(obligacion=obligacion())
    assert pagina.request["PATH_INFO"] == reverse("designar-de-entrega", args=[entrega.pk])
    leido = lo_leido(pagina)
    assert {campo: leido[campo] for campo in ("nombre", "cargo", "email", "rol")} == {
        "nombre": "Sara Ríos",
        "cargo": "Directora de Vinculación",
        "email": SARA,
        "rol": "enlace_titular",
    }
    assert len(leido["materias"]) == 1
    assert "confirmar" not in pagina.context["formulario"].fields
    destino = client.post(pagina.request["PATH_INFO"], leido)
    assert destino.url == reverse("bandeja-detalle", args=[entrega.pk])
    assert (PropuestaDeDesignacion.objects.get().estado, Usuario.objects.filter(email=SARA).exists()) == (EstadoPropuesta.PROPUESTA, False)

    dictaminar(client, entrega)
    designacion = Designacion.objects.get(usuario__email=SARA)
    assert (obligacion().estado, str(designacion.materia.pk), designacion.oficio) == ("cumplida", leido["materias"][0], entrega.oficio)
    mandar()
    (acceso,) = correos_a(buzon, SARA)
    assert ruta_de(acceso)


def test_de_un_desconocido_no_abre_cuenta_hasta_que_el_contacto_la_confirma(client, buzon, mandado, settings):
    settings.DESHACER_DURANTE = timedelta(0)
    c = mandado(de="nadie@otro.mx", asunto=f"Oficio de Puebla, {DE_PUEBLA}")
    assert (c.estado, obligacion().por_confirmar) == ("cuarentena", False)
    pagina = confirmado(client, c)
    assert "nadie@otro.mx no es enlace ni contacto oficial de Secretaría de Seguridad de Puebla" in pagina.content.decode()
    entrega = Entrega.objects.get(obligacion=obligacion())
    client.post(pagina.request["PATH_INFO"], lo_leido(pagina) | {"confirmar": "", "remitente": "otro@distinto.mx"})
    propuesta = PropuestaDeDesignacion.objects.get()
    assert (propuesta.estado, propuesta.remitente) == (EstadoPropuesta.POR_CONFIRMAR, "nadie@otro.mx")
    entrega.obligacion.refresh_from_db()
    se_niega = client.post(reverse("bandeja-detalle", args=[entrega.pk]), {"decision": "aceptar", "version": entrega.obligacion.version}, follow=True)
    assert "Falta que el contacto oficial" in se_niega.content.decode()
    assert not Usuario.objects.filter(email=SARA).exists()

    mandar()
    client.logout()
    client.post(ruta_de(correos_a(buzon, "titular.pue-ss@demo.mx")[-1], "confirmar"), {"respuesta": "si"})
    dictaminar(client, entrega)
    assert Designacion.objects.get(usuario__email=SARA).institucion.clave == "PUE-SS"


def test_quien_se_hace_pasar_por_el_enlace_tampoco(client, mandado, imap, seis):
    autenticado = "mx.secretaria.mx; spf=fail smtp.mailfrom=malo@otro.mx; dmarc=fail header.from=demo.mx"
    imap.entregar(correo(asunto=f"Oficio de Puebla, {DE_PUEBLA}", anexos={"oficio.pdf": OFICIO}, encabezados={"Authentication-Results": autenticado}))
    recibir()
    pagina = confirmado(client, CorreoRecibido.objects.get())
    client.post(pagina.request["PATH_INFO"], lo_leido(pagina))
    assert PropuestaDeDesignacion.objects.get().estado == EstadoPropuesta.POR_CONFIRMAR


def test_si_no_se_capturo_entonces_el_correo_lo_recuerda(client, mandado):
    c = mandado()
    pagina = confirmado(client, c)
    ruta = reverse("correo-detalle", args=[c.pk])
    assert pagina.request["PATH_INFO"] in client.get(ruta).content.decode()
    client.post(pagina.request["PATH_INFO"], lo_leido(pagina))
    assert pagina.request["PATH_INFO"] not in client.get(ruta).content.decode()


def test_ya_aceptado_surte_efecto_al_capturarse(client, mandado):
    pagina = confirmado(client, mandado())
    entrega = Entrega.objects.get(obligacion=obligacion())
    dictaminar(client, entrega)
    client.post(pagina.request["PATH_INFO"], lo_leido(pagina))
    assert Designacion.objects.get(usuario__email=SARA).oficio == entrega.oficio


def test_por_la_api_lo_mismo(client, mandado):
    confirmado(client, mandado())
    entrega = Entrega.objects.get(obligacion=obligacion())
    cuerpo = {"nombre": "Sara Ríos", "correo": SARA, "rol": "enlace_titular", "materias": ["ZC-2022-1/A12"]}
    ruta = f"/api/v1/entregas/{entrega.pk}/designacion/"
    respuesta = client.post(ruta, cuerpo, content_type="application/json", headers={"Idempotency-Key": "llave-de-prueba"})
    assert respuesta.status_code == 201, respuesta.json()
    assert [(p["estado"], p["obligacion"]) for p in respuesta.json()["resultados"]] == [("propuesta", DE_PUEBLA)]
    client.force_login(reparto.enlace())
    negada = client.post(ruta, cuerpo, content_type="application/json", headers={"Idempotency-Key": "otra-llave-1"})
    assert negada.status_code == 403
