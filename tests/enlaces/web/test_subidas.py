"""Los archivos de un borrador por la web: por partes, en orden, en pequeño y de nadie más."""

import hashlib
import io
import uuid

import pytest
from django.urls import reverse
from PIL import Image

from conferencia.models import Entrega, Hecho, Observacion, Oficio
from enlaces.models import Borrador, Subida
from tests import reparto
from tests.conferencia.presentaciones import observar
from tests.enlaces.escena import obligacion, presentar, subido
from tests.enlaces.web.test_portal import datos, url
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PDF = pdf_de_una_pagina()


def foto(color: str = "white") -> bytes:
    salida = io.BytesIO()
    Image.new("RGB", (600, 800), color).save(salida, "JPEG")
    return salida.getvalue()


@pytest.fixture
def navegador(client, enlace):
    client.force_login(enlace)
    return client


@pytest.fixture
def llave() -> str:
    return str(uuid.uuid4())


def ruta(nombre: str, llave: str, *args) -> str:
    return reverse(nombre, args=[obligacion().pk, llave, *args])


def empezar(navegador, llave, contenido=PDF, nombre="hoja.pdf", **cambios):
    campos = {"nombre": nombre, "tamano": len(contenido), "marca": hashlib.sha256(contenido).hexdigest(), "numero": "SSP/9/2022"} | cambios
    return navegador.post(ruta("presentar-archivos", llave), campos)


def trozo(navegador, direccion, desde, contenido):
    return navegador.patch(direccion, contenido, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(desde)})


def subir(navegador, llave, contenido=PDF, nombre="hoja.pdf"):
    va = empezar(navegador, llave, contenido, nombre).json()
    return trozo(navegador, va["url"], 0, contenido)


def test_se_sube_por_partes_se_corta_y_se_reanuda(navegador, llave):
    inicio = empezar(navegador, llave)
    assert (inicio.status_code, inicio["Upload-Offset"], inicio.json()["listo"]) == (201, "0", False)
    direccion = inicio.json()["url"]
    assert trozo(navegador, direccion, 0, PDF[:200]).json()["recibidos"] == 200
    perdido = trozo(navegador, direccion, 0, PDF[:200])  # la respuesta no llegó y el navegador lo repite
    assert (perdido.status_code, perdido.json()["recibidos"]) == (409, 200)
    assert (navegador.get(direccion).json()["recibidos"], empezar(navegador, llave).json()["recibidos"]) == (200, 200)
    assert trozo(navegador, direccion, 200, PDF[200:]).json()["listo"] is True
    assert empezar(navegador, llave).json()["listo"] is True, "elegirlo otra vez no lo sube otra vez"
    pedazo = navegador.get(ruta("presentar-archivos", llave)).content.decode()
    assert ("1 archivo guardado" in pedazo, "hoja.pdf" in pedazo, "1 página" in pedazo) == (True, True, True)
    assert 'value="SSP/9/2022"' in navegador.get(url()).content.decode(), "lo escrito se guardó al empezar a subir"


def test_lo_que_se_quedo_a_medias_se_dice_y_no_deja_enviar(navegador, llave):
    va = empezar(navegador, llave, nombre="foto.pdf").json()
    trozo(navegador, va["url"], 0, PDF[: len(PDF) // 2])
    d = datos(llave=llave, archivos=[subido("otro.pdf", PDF + b"%")])
    pagina = navegador.post(url(), d)
    (error,) = pagina.context["formulario"].errors["archivos"]
    assert error == "«foto.pdf» no terminó de subir. Elígelo otra vez para continuar donde se quedó, o quítalo."
    assert "llegó el " in pagina.content.decode()
    assert navegador.post(ruta("presentar-revisar", llave)).status_code == 302
    assert not Entrega.objects.exists()
    navegador.post(url(), datos(llave=llave, accion=f"olvidar:{Subida.objects.get().pk}"))
    assert navegador.post(url(), datos(llave=llave)).url == ruta("presentar-revisar", llave)


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [(b"", "«hoja.pdf» está vacío."), (b"no soy nada" * 20, "«hoja.pdf» no es de un tipo que se reciba aquí.")],
)
def test_lo_que_no_sirve_se_dice_con_las_mismas_palabras_y_no_estorba(navegador, llave, contenido, dice):
    inicio = empezar(navegador, llave, contenido)
    respuesta = inicio if inicio.status_code == 422 else trozo(navegador, inicio.json()["url"], 0, contenido)
    assert (respuesta.status_code, respuesta.json()["error"].startswith(dice), Subida.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(("encabezados", "codigo"), [({}, 400), ({"Upload-Offset": "x"}, 400), ({"Upload-Offset": "-1"}, 400), ({"Upload-Offset": "7"}, 409)])
def test_una_parte_mal_dicha_no_entra(navegador, llave, encabezados, codigo):
    direccion = empezar(navegador, llave).json()["url"]
    respuesta = navegador.patch(direccion, b"x", content_type="application/offset+octet-stream", headers=encabezados)
    assert (respuesta.status_code, Subida.objects.get().recibidos) == (codigo, 0)


def test_sin_javascript_se_reordenan_y_se_quitan_y_lo_escrito_se_queda(navegador, llave):
    navegador.post(url(), datos(llave=llave, numero="", archivos=[subido("1.pdf", PDF), subido("2.pdf", PDF + b"%")]))
    borrador = Borrador.objects.get(pk=llave)
    dos = borrador.archivos.get(nombre="2.pdf")
    respuesta = navegador.post(url(), datos(llave=llave, numero="SSP/77/2022", accion=f"subir:{dos.pk}"))
    assert respuesta.url == f"{url()}#archivos-del-oficio"
    pagina = navegador.get(url()).content.decode()
    assert pagina.index("2.pdf") < pagina.index("1.pdf")
    assert 'value="SSP/77/2022"' in pagina
    con_htmx = navegador.post(url(), datos(llave=llave, accion=f"quitar:{dos.pk}"), headers={"HX-Request": "true"})
    assert (con_htmx.status_code, "2.pdf" in con_htmx.content.decode(), "<html" in con_htmx.content.decode()) == (200, False, False)


def test_el_oficio_conserva_el_orden(navegador, llave):
    navegador.post(url(), datos(llave=llave, archivos=[subido(f"{n}.pdf", PDF + b"%" * n) for n in range(3)]))
    tres = Borrador.objects.get(pk=llave).archivos.get(nombre="2.pdf")
    for _ in range(2):
        navegador.post(url(), datos(llave=llave, accion=f"subir:{tres.pk}"))
    navegador.post(ruta("presentar-revisar", llave))
    oficio = Oficio.objects.get(llave_de_envio=llave)
    assert list(oficio.archivos.order_by("adjunto_en__orden").values_list("nombre", flat=True)) == ["2.pdf", "0.pdf", "1.pdf"]


def test_la_foto_y_el_pdf_se_ven_en_pequeno(navegador, llave):
    subir(navegador, llave, foto(), "hoja.jpg")
    subir(navegador, llave)
    for archivo in Borrador.objects.get(pk=llave).archivos.all():
        respuesta = navegador.get(ruta("presentar-miniatura", llave, archivo.pk))
        assert (respuesta["Content-Type"], respuesta.content[:4], Image.open(io.BytesIO(respuesta.content)).width <= 240) == ("image/png", b"\x89PNG", True)


# --- De nadie más ------------------------------------------------------------------------------------------------------


def test_hidalgo_no_ve_ni_adivina_ni_toca_el_borrador_de_puebla(client, enlace, enlace_ajeno, llave):
    client.force_login(enlace)
    subir(client, llave, nombre="reservado.pdf")
    cortada = empezar(client, llave, PDF + b"%%", "a medias reservado.pdf").json()["url"]
    archivo = Borrador.objects.get(pk=llave).archivos.get()
    client.force_login(enlace_ajeno)
    intentos = [
        client.get(ruta("presentar-archivos", llave)),
        client.get(ruta("presentar-miniatura", llave, archivo.pk)),
        client.get(ruta("presentar-revisar", llave)),
        client.get(reverse("archivo-descargar", args=[archivo.pk])),
        client.get(reverse("archivo-ver", args=[archivo.pk])),
        client.get(cortada),
        trozo(client, cortada, 0, b"x"),
        empezar(client, llave),
        client.post(url(), datos(llave=llave, accion=f"quitar:{archivo.pk}")),
    ]
    # También desde una obligación suya, con la llave ajena.
    suya = obligacion("ZC-2022-1/T3.1/HGO-SS").pk
    intentos += [
        client.get(reverse("presentar-archivos", args=[suya, llave])),
        client.get(reverse("presentar-miniatura", args=[suya, llave, archivo.pk])),
        client.post(reverse("presentar-archivos", args=[suya, llave]), {"nombre": "x", "tamano": "3", "marca": "x"}),
        client.post(reverse("presentar", args=[suya]), datos(llave=llave, accion=f"quitar:{archivo.pk}")),
    ]
    assert [r.status_code for r in intentos] == [404] * len(intentos)
    assert [r for r in intentos if "reservado" in r.content.decode()] == []
    borrador = Borrador.objects.get(pk=llave)
    assert (borrador.archivos.count(), borrador.subidas.get().recibidos, borrador.datos["numero"]) == (1, 0, "SSP/9/2022")


@pytest.mark.parametrize("quien", [reparto.titular, reparto.consulta])
def test_ni_la_secretaria_tecnica_mira_lo_que_aun_no_se_envia(client, enlace, llave, quien):
    client.force_login(enlace)
    subir(client, llave)
    client.force_login(quien())
    assert client.get(ruta("presentar-archivos", llave)).status_code == 404


# --- Contestar observaciones -------------------------------------------------------------------------------------------


def test_cada_observacion_tiene_su_respuesta(navegador, llave):
    (entrega,) = presentar()
    observar(entrega, "Falta la firma", "Falta el anexo 2")
    una, dos = Observacion.objects.order_by("numero")
    pagina = navegador.get(url()).content.decode()
    assert ("Falta la firma" in pagina, f'name="respuesta_{una.pk}"' in pagina, f'name="respuesta_{dos.pk}"' in pagina) == (True, True, True)
    d = datos(llave=llave, archivos=[subido()], **{f"respuesta_{una.pk}": "Va firmado en la página 3", f"respuesta_{dos.pk}": ""})
    revision = navegador.post(url(), d, follow=True).content.decode()
    assert ("Va firmado en la página 3" in revision, "Sin respuesta propia:" in revision, "observación 2" in revision) == (True, True, True)
    navegador.post(ruta("presentar-revisar", llave))
    una.refresh_from_db()
    dos.refresh_from_db()
    assert (una.respuesta, dos.respuesta, una.atendida_con.numero, dos.atendida_con.numero) == ("Va firmado en la página 3", "", 2, 2)
    assert Hecho.objects.get(clase="entrega.contestada").motivo == "1. Va firmado en la página 3"
