"""La bandeja de correo en el navegador: confirmar con un clic, corregir, descartar, reintentar, subir y liberar."""

from contextlib import closing
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Entrega, EstadoEntrega, Oficio
from enlaces.models import CorreoRecibido, Rebote
from enlaces.services.buzon.pasos import atender_pendientes
from enlaces.services.buzon.recogida import subido
from tests import reparto
from tests.enlaces.correos import OFICIO, PUEBLA, correo
from tests.enlaces.escena import DE_PUEBLA, obligacion
from tests.enlaces.outlook import Adjunto, compuesto, mensaje

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def llegado(**dicho) -> CorreoRecibido:
    c, _ = subido(correo(**dicho), recibido_en=reloj.ahora(), por=None)
    atender_pendientes()
    c.refresh_from_db()
    return c


def entrar(client, quien):
    client.force_login(quien)
    return client


@pytest.fixture
def propuesto() -> CorreoRecibido:
    return llegado(asunto=f"Designación de enlace {DE_PUEBLA}")


@pytest.fixture
def en_cuarentena() -> CorreoRecibido:
    return llegado(de="Secretario particular <privada@puebla.gob.mx>", asunto=f"Oficio de Puebla, {DE_PUEBLA}")


def lo_propuesto(client, c: CorreoRecibido) -> dict:
    """Los valores que la página ofrece, como los mandaría el navegador sin tocar nada."""
    formulario = client.get(reverse("correo-detalle", args=[c.pk])).context["formulario"]
    dichos = {campo: valor for campo in formulario.fields if (valor := formulario[campo].value())}  # lo vacío no lo manda el navegador
    return dichos | {"fecha": f"{formulario['fecha'].value():%d/%m/%Y}"}


def test_se_confirma_con_un_clic_lo_que_viene_puesto(client, analista, propuesto):
    entrar(client, analista)
    pagina = client.get(reverse("correo-lista")).content.decode()
    assert "Designación de enlace" in pagina
    respuesta = client.post(reverse("correo-detalle", args=[propuesto.pk]), lo_propuesto(client, propuesto))
    assert respuesta.status_code == 302, respuesta.context["formulario"].errors
    propuesto.refresh_from_db()
    entrega = Entrega.objects.get(obligacion=obligacion(), estado=EstadoEntrega.EN_REVISION)
    assert (propuesto.estado, propuesto.oficio, entrega.oficio) == ("confirmado", entrega.oficio, propuesto.oficio)
    assert (entrega.oficio.numero, entrega.oficio.fecha, entrega.oficio.canal) == ("SSP/DGA/0456/2022", date(2022, 7, 6), "correo")
    assert (entrega.oficio.recibido_en, entrega.presentada_por.email) == (propuesto.recibido_en, PUEBLA)
    assert obligacion().estado == "en_revision"


def test_confirmarlo_dos_veces_da_un_solo_oficio(client, analista, propuesto):
    entrar(client, analista)
    datos = lo_propuesto(client, propuesto)
    client.post(reverse("correo-detalle", args=[propuesto.pk]), datos)
    otra = client.post(reverse("correo-detalle", args=[propuesto.pk]), datos, follow=True)
    assert "ya está confirmado" in otra.content.decode()
    assert Oficio.objects.filter(canal="correo").count() == 1


def test_se_corrige_a_otra_institucion_y_otra_obligacion(client, analista, propuesto):
    entrar(client, analista)
    url = reverse("correo-detalle", args=[propuesto.pk])
    formulario = client.get(url, {"institucion": "PUE-UPC"}).context["formulario"]
    otra = obligacion("ZC-2022-1/T1.1/PUE-UPC")
    datos = lo_propuesto(client, propuesto) | {"obligaciones": [str(otra.pk)], "numero": "UPC/7/2022"}
    assert str(otra.pk) in dict(formulario.fields["obligaciones"].choices)  # sin suposiciones para esa institución, se ofrecen todas
    assert client.post(f"{url}?institucion=PUE-UPC", datos).status_code == 302
    assert (obligacion().por_confirmar, obligacion(otra.clave).estado) == (False, "en_revision")


def test_los_errores_se_dicen_y_no_se_pierde_lo_escrito(client, analista, propuesto):
    entrar(client, analista)
    datos = lo_propuesto(client, propuesto) | {"numero": "", "fecha": "31/12/2030", "obligaciones": [], "otras": [], "asunto": "Lo que escribí"}
    pagina = client.post(reverse("correo-detalle", args=[propuesto.pk]), datos).content.decode()
    assert "Hay un problema" in pagina
    assert pagina.count("Elige al menos una obligación") == 2
    assert "La fecha del oficio no puede ser posterior a hoy." in pagina
    assert "Lo que escribí" in pagina
    propuesto.refresh_from_db()
    assert propuesto.estado == "propuesto"


def test_descartar_pide_motivo_y_deja_la_obligacion_como_estaba(client, analista, propuesto):
    entrar(client, analista)
    url = reverse("correo-descartar", args=[propuesto.pk])
    sin_motivo = client.post(url, {"descarte-version": propuesto.version, "descarte-motivo": ""})
    assert "Por qué se descarta" in sin_motivo.content.decode()
    assert obligacion().por_confirmar
    client.post(url, {"descarte-version": propuesto.version, "descarte-motivo": "Es un acuse."})
    propuesto.refresh_from_db()
    assert (propuesto.estado, propuesto.motivo, obligacion().por_confirmar) == ("descartado", "Es un acuse.", False)
    assert "Es un acuse." in client.get(reverse("correo-registro")).content.decode()


def test_de_la_cuarentena_se_acepta_la_suposicion_con_un_clic(client, analista, en_cuarentena):
    entrar(client, analista)
    assert "No se conoce a quien lo manda." in client.get(reverse("correo-cuarentena")).content.decode()
    datos = lo_propuesto(client, en_cuarentena)
    assert datos["obligaciones"] == [str(obligacion().pk)]
    assert client.post(reverse("correo-detalle", args=[en_cuarentena.pk]) + "?institucion=PUE-SS", datos).status_code == 302
    assert obligacion().estado == "en_revision"


def test_tras_registrar_a_quien_faltaba_el_correo_integro_recorre_otra_vez_el_camino(client, analista, en_cuarentena):
    entrar(client, analista)
    persona = reparto.enlace()
    persona.email = "privada@puebla.gob.mx"
    persona.save()
    respuesta = client.post(reverse("correo-reintentar", args=[en_cuarentena.pk]), follow=True)
    assert "Quedó: por confirmar." in respuesta.content.decode()
    assert obligacion().por_confirmar


def test_lo_descartado_por_error_se_puede_recuperar(client, analista, propuesto):
    entrar(client, analista)
    client.post(reverse("correo-descartar", args=[propuesto.pk]), {"descarte-version": propuesto.version, "descarte-motivo": "Error."})
    client.post(reverse("correo-reintentar", args=[propuesto.pk]))
    propuesto.refresh_from_db()
    assert (propuesto.estado, obligacion().por_confirmar) == ("propuesto", True)


def test_el_enlace_ve_que_llego_y_lo_confirma_el_mismo(client, enlace, propuesto):
    entrar(client, enlace)
    pagina = client.get(reverse("obligacion-detail", args=[obligacion().pk])).content.decode()
    assert "Recibimos tu correo del miércoles 6 de julio de 2022; falta confirmarlo." in pagina
    respuesta = client.post(reverse("correo-detalle", args=[propuesto.pk]), lo_propuesto(client, propuesto))
    assert respuesta.url == reverse("obligacion-detail", args=[obligacion().pk])
    assert Entrega.objects.get(obligacion=obligacion()).presentada_por == enlace


@pytest.mark.parametrize("quien", ["enlace_ajeno", "consulta", "sin_designacion"])
def test_nadie_mas_lo_ve_ni_lo_toca(client, propuesto, en_cuarentena, quien):
    entrar(client, getattr(reparto, quien)())
    for nombre, args in (("correo-lista", []), ("correo-cuarentena", []), ("correo-registro", []), ("correo-subir", []), ("rebotes", [])):
        assert client.get(reverse(nombre, args=args)).status_code == 403, nombre
    for c in (propuesto, en_cuarentena):
        assert client.get(reverse("correo-detalle", args=[c.pk])).status_code == 404
        assert client.post(reverse("correo-detalle", args=[c.pk]), {}).status_code == 404
        assert client.get(reverse("archivo-descargar", args=[c.crudo_id])).status_code == 404
        assert client.post(reverse("correo-descartar", args=[c.pk])).status_code in (403, 404)
        assert client.post(reverse("correo-reintentar", args=[c.pk])).status_code in (403, 404)


def test_el_enlace_no_ve_lo_que_esta_en_cuarentena_ni_descarta(client, enlace, en_cuarentena, propuesto):
    entrar(client, enlace)
    assert client.get(reverse("correo-detalle", args=[en_cuarentena.pk])).status_code == 404
    assert client.get(reverse("archivo-descargar", args=[propuesto.crudo_id])).status_code == 404
    assert client.post(reverse("correo-descartar", args=[propuesto.pk]), {"descarte-motivo": "x"}).status_code == 403


def test_se_suben_varios_y_cada_uno_dice_que_paso(client, analista):
    entrar(client, analista)
    bueno = correo(asunto=f"Oficio {DE_PUEBLA}", encabezados={"Received": "from a by b; Tue, 05 Jul 2022 23:00:00 -0500"})
    archivos = [
        SimpleUploadedFile("bueno.eml", bueno),
        SimpleUploadedFile("otra-vez.eml", bueno),
        SimpleUploadedFile("no-es.pdf", OFICIO),
        SimpleUploadedFile("roto.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        SimpleUploadedFile("vacio.eml", b""),
    ]
    pagina = client.post(reverse("correo-subir"), {"archivos": archivos}).content.decode()
    dichos = ["Quedó por confirmar.", "Ya se tenía: está por confirmar.", "No es un correo guardado", "No se pudo leer como correo de Outlook", "Está vacío."]
    assert [d for d in dichos if d not in pagina] == []
    assert CorreoRecibido.objects.get().recibido_en == reloj.datetime.fromisoformat("2022-07-05T23:00:00-05:00")


def test_un_msg_de_outlook_sigue_el_mismo_camino(client, analista):
    """Correo interno de Exchange, sin encabezados de internet: se propone, cuenta desde que llegó y conserva el archivo que se subió."""
    llego = reloj.datetime.fromisoformat("2022-07-05T23:00:00-05:00")
    msg = compuesto(
        mensaje(
            {0x0037: f"Oficio {DE_PUEBLA}", 0x0C1F: "/O=EXCHANGELABS/CN=PAULA", 0x5D01: PUEBLA, 0x0E06: llego, 0x1000: "Se anexa."},
            para="buzon@secretaria.mx",
            adjuntos=(Adjunto("oficio.pdf", OFICIO),),
        )
    )
    entrar(client, analista)
    pagina = client.post(reverse("correo-subir"), {"archivos": [SimpleUploadedFile("RV oficio.msg", msg)]}).content.decode()
    assert "Quedó por confirmar." in pagina
    c = CorreoRecibido.objects.get()
    assert (c.estado, c.de, c.recibido_en, c.original.nombre) == ("propuesto", PUEBLA, llego, "RV oficio.msg")
    descarga = reverse("archivo-descargar", args=[c.original_id])
    assert descarga in client.get(reverse("correo-detalle", args=[c.pk])).content.decode()
    assert client.post(reverse("correo-detalle", args=[c.pk]), lo_propuesto(client, c)).status_code == 302
    assert [a.nombre for a in Oficio.objects.get(numero="SSP/DGA/0456/2022").archivos.all()] == ["oficio.pdf"]
    otra_vez = client.post(reverse("correo-subir"), {"archivos": [SimpleUploadedFile("copia.msg", msg)]}).content.decode()
    assert "Ya se tenía: está confirmado." in otra_vez
    with closing(client.get(descarga)) as guardado:
        assert b"".join(guardado) == msg


def test_sin_elegir_ninguno_se_dice(client, analista):
    entrar(client, analista)
    assert "Elige al menos un correo guardado" in client.post(reverse("correo-subir"), {}).content.decode()


def test_una_direccion_que_rebota_se_libera_con_su_motivo(client, analista):
    entrar(client, analista)
    Rebote.objects.create(direccion=PUEBLA, permanente=True, probado=True, codigo="5.2.2", dicho="buzón lleno", rebotado_en=reloj.ahora())
    assert "buzón lleno" in client.get(reverse("rebotes")).content.decode()
    sin_motivo = client.post(reverse("rebotes"), {"direccion": PUEBLA, "motivo": ""}).content.decode()
    assert "Hay un problema" in sin_motivo
    client.post(reverse("rebotes"), {"direccion": PUEBLA, "motivo": "Ya se vació."})
    assert Rebote.objects.get().motivo == "Ya se vació."
    assert "Ninguna dirección rebota" in client.get(reverse("rebotes")).content.decode()


def test_lo_que_parecio_de_hidalgo_y_era_de_puebla_hidalgo_deja_de_verlo(client, analista, enlace, enlace_ajeno):
    """Entró de quien es enlace de Hidalgo y quedó por confirmar a su nombre; la Secretaría Técnica lo confirma a nombre de Puebla."""
    c = llegado(de="enlace.hidalgo@demo.mx", asunto="Reservado: se designa enlace, ZC-2022-1/T3.1/HGO-SS")
    ruta = reverse("correo-detalle", args=[c.pk])
    assert entrar(client, enlace_ajeno).get(ruta).status_code == 200
    datos = lo_propuesto(entrar(client, analista), c) | {"obligaciones": [str(obligacion().pk)]}
    assert client.post(f"{ruta}?institucion=PUE-SS", datos).status_code == 302
    c.refresh_from_db()
    de_puebla = [c.crudo_id, *c.oficio.archivos.values_list("pk", flat=True)]

    entrar(client, enlace_ajeno)
    rutas = [ruta, reverse("oficio-recibido", args=[c.oficio_id]), reverse("acuse-detail", args=[c.oficio.acuse.pk])]
    rutas += [reverse(nombre, args=[pk]) for nombre in ("archivo-descargar", "archivo-ver") for pk in de_puebla]
    assert {r: s for r in rutas if (s := client.get(r).status_code) != 404} == {}
    assert client.get(f"/api/v1/correos/{c.pk}/").status_code == 403
    pagina = client.get(reverse("obligacion-detail", args=[obligacion("ZC-2022-1/T3.1/HGO-SS").pk])).content.decode()
    assert ("Reservado" in pagina, str(c.pk) in pagina) == (False, False)

    assert entrar(client, enlace).get(ruta).status_code == 200


@pytest.mark.parametrize(
    ("pagina", "entrada"),
    [("correo-lista", "Correo"), ("correo-registro", "Correo"), ("correo-cuarentena", "Correo"), ("rebotes", "Correo"), ("bandeja", "Bandeja")],
)
def test_el_menu_dice_en_que_apartado_se_esta(client, pagina, entrada):
    contexto = entrar(client, reparto.analista()).get(reverse(pagina)).context
    assert [e.titulo for e in (*contexto["navegacion"], *contexto["navegacion_mas"]) if e.activo] == [entrada]
