"""Un enlace de Hidalgo no ve, no presenta ni descarga nada de Puebla; y hay algo de Puebla que podría filtrarse."""

from contextlib import closing

import pytest
from django.urls import reverse

from enlaces.models import Aviso, Borrador
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from tests import reparto
from tests.conferencia.presentaciones import copiar
from tests.enlaces.escena import DE_PUEBLA, archivo, obligacion, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
SECRETO = "OFICIO-RESERVADO-77"


@pytest.fixture
def de_puebla(buzon, enlace):
    """Un oficio presentado, su acuse enviado y otro a medio escribir."""
    (entrega,) = presentar(numero=SECRETO)
    planear_inmediatos()
    enviar_pendientes()
    pendiente = obligacion("ZC-2022-1/T1.1/PUE-UPC")
    borrador = Borrador.objects.create(usuario=enlace, obligacion=pendiente, datos={"numero": SECRETO, "fecha": "05/07/2022", "firmante": "x"})
    borrador.archivos.add(archivo(enlace, "reservado.pdf"))
    copiar(entrega.oficio.archivos.get())
    return {
        "obligacion": reverse("obligacion-detail", args=[entrega.obligacion_id]),
        "presentar": reverse("presentar", args=[pendiente.pk]),
        "revisar": reverse("presentar-revisar", args=[pendiente.pk, borrador.pk]),
        "recibido": reverse("oficio-recibido", args=[entrega.oficio_id]),
        "acuse": reverse("acuse-detail", args=[entrega.oficio.acuse.pk]),
        "pdf del acuse": reverse("acuse-pdf", args=[entrega.oficio.acuse.pk]),
        "archivo": reverse("archivo-descargar", args=[entrega.oficio.archivos.get().pk]),
        "ver archivo": reverse("archivo-ver", args=[entrega.oficio.archivos.get().pk]),
        "borrador": reverse("archivo-descargar", args=[borrador.archivos.get().pk]),
        "aviso": reverse("aviso-detalle", args=[Aviso.objects.get(regla="acuse").pk]),
        "aviso html": reverse("aviso-html", args=[Aviso.objects.get(regla="acuse").pk]),
        "bandeja": reverse("bandeja"),
        "dictamen": reverse("bandeja-detalle", args=[entrega.pk]),
    }


LECTURAS = [
    "obligacion",
    "presentar",
    "revisar",
    "recibido",
    "acuse",
    "pdf del acuse",
    "archivo",
    "ver archivo",
    "borrador",
    "aviso",
    "aviso html",
    "bandeja",
    "dictamen",
]


@pytest.mark.parametrize("ruta", LECTURAS)
def test_hidalgo_no_llega_a_nada_de_puebla(client, de_puebla, ruta):
    client.force_login(reparto.enlace_ajeno())
    respuesta = client.get(de_puebla[ruta])
    assert respuesta.status_code == (403 if ruta in ("bandeja", "dictamen") else 404)
    assert SECRETO not in respuesta.content.decode()


@pytest.mark.parametrize("ruta", ["obligacion", "revisar", "acuse", "pdf del acuse", "archivo", "ver archivo", "aviso", "aviso html"])
def test_puebla_si_llega_a_lo_suyo(client, de_puebla, enlace, ruta):
    """La otra mitad: lo que a Hidalgo se le niega existe y se ve."""
    client.force_login(enlace)
    with closing(client.get(de_puebla[ruta])) as respuesta:
        assert respuesta.status_code == 200


@pytest.mark.parametrize("ruta", ["presentar", "revisar", "dictamen"])
def test_hidalgo_no_puede_actuar_sobre_lo_de_puebla(client, de_puebla, ruta):
    client.force_login(reparto.enlace_ajeno())
    antes = (obligacion(DE_PUEBLA).version, Borrador.objects.count())
    respuesta = client.post(de_puebla[ruta], {"numero": "1", "decision": "aceptar", "version": "2"})
    assert respuesta.status_code in (403, 404)
    assert (obligacion(DE_PUEBLA).version, Borrador.objects.count()) == antes


@pytest.mark.parametrize("ruta", ["/mis-pendientes/", "/enlaces/", "/avisos/"])
def test_las_listas_de_hidalgo_no_mencionan_a_puebla_ni_a_su_gente(client, de_puebla, ruta):
    client.force_login(reparto.enlace_ajeno())
    texto = client.get(ruta).content.decode()
    assert SECRETO not in texto
    assert "enlace.puebla@demo.mx" not in texto
    assert "Paula Ibarra" not in texto


@pytest.mark.parametrize("ruta", LECTURAS)
def test_consulta_no_ve_archivos_ni_personas(client, de_puebla, consulta, ruta):
    client.force_login(consulta)
    respuesta = client.get(de_puebla[ruta])
    if ruta != "obligacion":  # la obligación sí: el tablero es suyo
        assert respuesta.status_code in (403, 404)


def test_sin_sesion_todo_lleva_a_la_entrada(client, de_puebla):
    assert {client.get(ruta).status_code for ruta in de_puebla.values()} == {302}


SOLO_DE_LA_SECRETARIA_TECNICA = [
    "bandeja",
    "correo-lista",
    "correo-cuarentena",
    "correo-registro",
    "correo-subir",
    "rebotes",
    "enlaces-vacantes",
    "enlaces-en-masa",
    "enlaces-designar",
    "reglas-de-aviso",
    "regla-de-aviso-nueva",
    "avisos-prevision",
    "salida-por-requerir",
]


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_lo_de_la_secretaria_tecnica_es_solo_suyo(client, de_puebla, quien):
    client.force_login(quien())
    respuestas = {ruta: client.get(reverse(ruta)) for ruta in SOLO_DE_LA_SECRETARIA_TECNICA}
    assert {ruta: r.status_code for ruta, r in respuestas.items()} == dict.fromkeys(SOLO_DE_LA_SECRETARIA_TECNICA, 403)
    assert [ruta for ruta, r in respuestas.items() if SECRETO in r.content.decode()] == []


@pytest.mark.parametrize("ruta", ["/oficios/", f"/oficios/?q={SECRETO}", f"/buscar/?q={SECRETO}", "/calendario/", "/avisos/mios/", "/enlaces/propuestas/"])
def test_lo_nuevo_tampoco_filtra_a_hidalgo_lo_de_puebla(client, de_puebla, ruta):
    client.force_login(reparto.enlace_ajeno())
    texto = client.get(ruta).content.decode().replace(f'value="{SECRETO}"', "")
    assert "Paula Ibarra" not in texto
    assert de_puebla["acuse"] not in texto
    assert de_puebla["recibido"] not in texto
