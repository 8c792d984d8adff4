"""Las páginas de oficios de salida: notificar con un clic, corregir, emitir, registrar la entrega; y quién no entra."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conferencia import reloj
from conferencia.models import AccionDeLote, LoteDeOficios, OficioDeSalida, Trabajo
from conferencia.services import trabajos
from conferencia.services.lotes import pedir_lote
from tests import reparto
from tests.conferencia.oficios import DESPUES_DE_VENCER, archivos_de, de_la_st, emitida, notificacion, requerimiento
from tests.conteo_de_consultas import consultas_como_siempre
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
LISTA = "/oficios/salida/"


@pytest.fixture
def entra(client):
    def entrar(quien):
        client.force_login(quien, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entrar


def html(respuesta) -> str:
    return respuesta.content.decode()


def de(reunion) -> str:
    return f"/reuniones/{reunion.pk}/notificaciones/"


def test_un_clic_prepara_todas_y_encola_componerlas(entra, titular, reunion):
    pagina = html(entra(titular).get(de(reunion)))
    assert "11 destinos: 11 sin preparar, 0 en borrador" in pagina
    assert "Generar las notificaciones" in pagina
    assert "Emitir las" not in pagina
    respuesta = entra(titular).post(f"{de(reunion)}generar/")
    assert (respuesta.status_code, respuesta.headers["Location"]) == (302, de(reunion))
    assert (OficioDeSalida.objects.count(), LoteDeOficios.objects.get().salidas.count()) == (11, 11)
    pagina = html(entra(titular).get(de(reunion)))
    assert "11 destinos: 0 sin preparar, 11 en borrador" in pagina
    assert "Emitir las 11" in pagina
    assert f'hx-get="/oficios/lotes/{LoteDeOficios.objects.get().pk}/estado/"' in pagina


def test_emitir_todas_las_encola_en_la_cola_de_informes(entra, titular, reunion):
    entra(titular).post(f"{de(reunion)}generar/")
    entra(titular).post(f"{de(reunion)}emitir/")
    lote = LoteDeOficios.objects.get(accion=AccionDeLote.EMITIR)
    assert (lote.salidas.count(), lote.trabajo.cola) == (11, "informes")


def test_sin_nada_por_emitir_se_dice(entra, titular, reunion):
    pagina = html(entra(titular).post(f"{de(reunion)}emitir/", follow=True))
    assert "No hay ningún oficio por emitir." in pagina


def test_un_lote_se_cancela_desde_su_renglon(entra, titular, reunion):
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=[notificacion(), notificacion("HGO-SS")])
    respuesta = entra(titular).post(f"/oficios/lotes/{lote.pk}/cancelar/", follow=True)
    assert respuesta.redirect_chain == [(de(reunion), 302)]
    assert "Lo ya emitido queda emitido" in html(respuesta)
    assert ">cancelado<" in html(respuesta)
    assert "hx-get" not in html(entra(titular).get(f"/oficios/lotes/{lote.pk}/estado/"))


def test_el_detalle_muestra_como_va_a_quedar(entra, titular):
    salida = notificacion()
    pagina = html(entra(titular).get(f"{LISTA}{salida.pk}/"))
    assert "Notificación sin número todavía" in pagina
    assert "Número: por asignar" in pagina
    assert "A quien corresponda<br>Titular de la Secretaría de Seguridad de Puebla<br>" in pagina
    assert "ZC-2022-1/T4.1/PUE-C5" in pagina
    assert "(nombre de quien firma)" in pagina


def test_se_corrige_y_lo_mal_escrito_no_se_pierde(entra, titular):
    salida = notificacion()
    url = f"{LISTA}{salida.pk}/corregir/"
    pagina = entra(titular).get(url)
    datos = {n: v if v is not None else "" for n, v in pagina.context["formulario"].initial.items() if n in pagina.context["formulario"].fields}
    mal = entra(titular).post(url, datos | {"fecha": "07/07/2022", "titular": "Ana Ruiz"})
    assert mal.status_code == 422
    assert "La fecha del oficio no puede ser posterior a hoy." in html(mal)
    assert 'value="Ana Ruiz"' in html(mal)
    bien = entra(titular).post(url, datos | {"fecha": "05/07/2022", "titular": "Ana Ruiz", "numero": "SSPC/ST/9/2022"})
    assert bien.headers["Location"] == f"{LISTA}{salida.pk}/"
    salida.refresh_from_db()
    assert (salida.titular, salida.numero, salida.fecha, salida.cuerpo) == ("Ana Ruiz", "SSPC/ST/9/2022", date(2022, 7, 5), datos["cuerpo"])


def test_quien_guarda_sobre_lo_que_otra_persona_cambio_no_lo_pisa(entra, titular):
    salida = notificacion()
    url = f"{LISTA}{salida.pk}/corregir/"
    datos = {"version": salida.version, "cargo": "C", "asunto": "A", "cuerpo": "T", "firmante_cargo": "F"}
    entra(titular).post(url, datos)
    otra = entra(titular).post(url, datos | {"asunto": "Otro"})
    assert (otra.status_code, OficioDeSalida.objects.get(pk=salida.pk).asunto) == (422, "A")


def test_el_borrador_se_baja_en_word_y_se_abre(entra, titular):
    salida = notificacion()
    respuesta = entra(titular).get(f"{LISTA}{salida.pk}/borrador.docx")
    assert respuesta.headers["Content-Disposition"] == 'attachment; filename="Notificacion-PUE-SS-borrador.docx"'
    assert docx.Document(io.BytesIO(respuesta.content)).paragraphs[0].text == "Oficio de notificación"


def test_emitir_uno_lo_encola_y_cancelar_pide_motivo(entra, titular):
    salida = notificacion()
    entra(titular).post(f"{LISTA}{salida.pk}/emitir/")
    assert Trabajo.objects.filter(clase="oficios").count() == 1
    sin_motivo = entra(titular).post(f"{LISTA}{salida.pk}/cancelar/", {"version": salida.version, "nota": ""})
    assert (sin_motivo.status_code, OficioDeSalida.objects.get(pk=salida.pk).estado) == (422, "borrador")
    entra(titular).post(f"{LISTA}{salida.pk}/cancelar/", {"version": salida.version, "nota": "Ya no procede."})
    assert OficioDeSalida.objects.get(pk=salida.pk).estado == "cancelado"


def test_la_entrega_se_registra_con_su_copia_sellada(entra, titular):
    salida = emitida(notificacion())
    datos = {"version": salida.version, "entregado_el": "06/07/2022", "hora": "12:00", "medio": "ventanilla", "recibio": "Oficialía de partes"}
    sellado = SimpleUploadedFile("sellado.pdf", pdf_de_una_pagina(), content_type="application/pdf")
    respuesta = entra(titular).post(f"{LISTA}{salida.pk}/entrega/", datos | {"acuse": sellado}, follow=True)
    assert respuesta.redirect_chain == [(f"{LISTA}{salida.pk}/", 302)]
    pagina = html(respuesta)
    assert "miércoles 6 de julio de 2022, 12:00 h" in pagina
    assert ">sellado.pdf</a>" in pagina


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        ({"entregado_el": "05/07/2022"}, "No pudo entregarse antes de emitirse"),
        ({"hora": "23:00"}, "No pudo entregarse después de ahora."),
        ({"hora": "mediodía"}, "Introduzca una hora válida"),
        ({"recibio": ""}, "Quién lo recibió"),
        ({"acuse": ("malo.exe", b"MZ\0\0")}, "«malo.exe»"),
    ],
    ids=["antes", "después", "hora", "quién", "tipo"],
)
def test_una_entrega_mal_escrita_se_explica_y_no_se_guarda(entra, titular, cambio, dicho):
    salida = emitida(notificacion())
    datos = {"version": salida.version, "entregado_el": "06/07/2022", "hora": "12:00", "medio": "ventanilla", "recibio": "Oficialía de partes"} | cambio
    if "acuse" in datos:
        datos["acuse"] = SimpleUploadedFile(*datos["acuse"])
    respuesta = entra(titular).post(f"{LISTA}{salida.pk}/entrega/", datos)
    assert respuesta.status_code == 422
    assert dicho in html(respuesta)
    assert OficioDeSalida.objects.get(pk=salida.pk).estado == "emitido"


def test_el_enlace_ve_el_suyo_emitido_con_sus_archivos_y_sin_botones(entra, enlace):
    salida = emitida(notificacion())
    lista = html(entra(enlace).get(LISTA))
    assert "Los oficios que la Secretaría Técnica dirigió a tu institución." in lista
    assert "ST-CNSSP/001/2022" in lista
    pagina = html(entra(enlace).get(f"{LISTA}{salida.pk}/"))
    assert f'href="/archivos/{archivos_de(salida)[0].pk}/"' in pagina
    assert "Registrar la entrega" not in pagina
    assert 'method="post" action="/oficios' not in pagina


RUTAS = ["", "corregir/", "borrador.docx"]
ACCIONES = ["rehacer/", "componer/", "emitir/", "entrega/", "atender/", "cancelar/"]


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_lo_encuentra_por_ninguna_ruta(entra, quien):
    salida = emitida(notificacion())
    cliente = entra(quien())
    assert {cliente.get(f"{LISTA}{salida.pk}/{ruta}").status_code for ruta in RUTAS} == {404}
    assert {cliente.post(f"{LISTA}{salida.pk}/{ruta}").status_code for ruta in ACCIONES} == {404}
    assert cliente.get(f"/archivos/{archivos_de(salida)[0].pk}/").status_code == 404
    assert "ST-CNSSP/001/2022" not in html(cliente.get(LISTA))


def test_quien_lo_recibe_no_lo_mueve(entra, enlace):
    salida = emitida(notificacion())
    cliente = entra(enlace)
    assert {cliente.post(f"{LISTA}{salida.pk}/{ruta}").status_code for ruta in ACCIONES} == {403}
    assert cliente.get(f"{LISTA}{salida.pk}/corregir/").status_code == 403


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_las_notificaciones_de_una_reunion_son_de_la_secretaria_tecnica(entra, reunion, quien):
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.COMPONER, salidas=[notificacion()])
    cliente = entra(quien())
    assert cliente.get(de(reunion)).status_code == 403
    assert {cliente.post(f"{de(reunion)}{ruta}").status_code for ruta in ("generar/", "emitir/")} == {403}
    assert cliente.get(f"/oficios/lotes/{lote.pk}/estado/").status_code == 403
    assert cliente.post(f"/oficios/lotes/{lote.pk}/cancelar/").status_code == 403


def test_la_reunion_ofrece_notificar_solo_a_quien_puede(entra, titular, enlace, reunion):
    assert f'href="{de(reunion)}"' in html(entra(titular).get(f"/reuniones/{reunion.pk}/"))
    assert f'href="{de(reunion)}"' not in html(entra(enlace).get(f"/reuniones/{reunion.pk}/"))


def test_los_filtros_se_dicen_y_se_quitan(entra, titular):
    emitida(notificacion("HGO-SS"))
    pagina = html(entra(titular).get(LISTA, {"estado": "emitido", "q": "hidalgo"}))
    assert "Secretaría de Seguridad de Hidalgo" in pagina
    assert "Secretaría de Seguridad de Puebla" not in pagina
    assert "Quitar todos los filtros" in pagina
    assert "Ningún oficio cumple con eso" in html(entra(titular).get(LISTA, {"clase": "requerimiento"}))
    assert entra(titular).get(LISTA, {"estado": "perdido"}).status_code == 400


def test_un_requerimiento_se_atiende_desde_su_pagina(entra, titular):
    with reloj.fijo(DESPUES_DE_VENCER):
        salida = emitida(requerimiento())
        respuesta = entra(titular).post(f"{LISTA}{salida.pk}/atender/", {"version": salida.version, "nota": "Contestó con el oficio 12."}, follow=True)
    assert "Requerimiento atendido." in html(respuesta)
    assert "Atendido el miércoles 3 de agosto de 2022: Contestó con el oficio 12." in html(respuesta)


def test_consultas_de_las_listas(entra, titular, enlace, reunion):
    emitida(notificacion())
    for quien, nombre in ((titular, "st"), (enlace, "enlace")):
        cliente = entra(quien)
        cliente.get(LISTA)
        with consultas_como_siempre(f"oficios-de-salida-{nombre}"):
            cliente.get(LISTA)
    with consultas_como_siempre("notificaciones-de-reunion"):
        entra(titular).get(de(reunion))


def test_el_trabajo_compone_de_verdad_un_borrador(entra, titular, reunion, monkeypatch):
    """De la página al archivo, sin nada de mentiras salvo la cola."""
    salida = notificacion("CNI-PM")
    lote = pedir_lote(por=de_la_st(), reunion=reunion, accion=AccionDeLote.EMITIR, salidas=[salida])
    monkeypatch.setattr("conferencia.reports.escritos.impreso.componer", lambda *_: b"%PDF-1.7")  # el PDF se prueba en test_impreso
    trabajos.hacer(str(lote.trabajo_id))
    pagina = html(entra(titular).get(f"{LISTA}{salida.pk}/"))
    assert "Notificacion-CNI-PM-ST-CNSSP-001-2022.docx" in pagina
    assert "Emitido el miércoles 6 de julio de 2022" in pagina
