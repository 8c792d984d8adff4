"""El portal del enlace: ver lo que debe, presentar un oficio y recibir su constancia, sin JavaScript."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from conferencia.models import Disposicion, Entrega, Institucion, Oficio, Rol, Usuario
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import designar
from enlaces.models import Borrador
from tests import reparto
from tests.conferencia.plazos import suspendida
from tests.conferencia.services.test_solicitudes import pedir, resolver
from tests.conferencia.services.test_sustituciones import alegar
from tests.enlaces.escena import DE_PUEBLA, obligacion, presentar, subido
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def navegador(client, enlace):
    client.force_login(enlace)
    return client


def datos(**cambios) -> dict:
    return {"llave": str(uuid.uuid4()), "numero": "SSP/9/2022", "fecha": "05/07/2022", "firmante": "Rosa Campos, titular", "nota": "", **cambios}


def url(clave: str = DE_PUEBLA) -> str:
    return reverse("presentar", args=[obligacion(clave).pk])


# --- Mis pendientes ------------------------------------------------------------------------------------------------------


def test_lo_mas_urgente_primero_por_compromiso_y_con_su_institucion(navegador):
    pagina = navegador.get("/mis-pendientes/")
    lista = pagina.context["lista"]
    claves = [g.compromiso.clave for g in lista.abiertos]
    assert claves[:3] == ["ZC-2022-1/T1.1", "ZC-2022-1/T3.1", "ZC-2022-1/T4.1"]
    assert claves[-1] == "ZC-2022-1/A13.1"  # espera insumo: al final
    assert [p.instituciones for p in lista.abiertos[0].pendientes] == [("C5 u homólogo de Puebla",), ("Unidad de Policía Cibernética de Puebla",)]
    assert (lista.total_abiertos, lista.vencidas, lista.por_vencer) == (24, 0, 5)


def test_quien_espera_insumo_sabe_de_quien(navegador):
    texto = navegador.get("/mis-pendientes/").content.decode()
    assert "En espera de insumo de CNI-PM. El plazo no se mueve solo." in texto


def test_se_ve_si_el_plazo_esta_suspendido_si_alega_no_competencia_y_si_se_prorrogo(navegador, hoy):
    suspendida(DE_PUEBLA)
    suspendida("ZC-2022-1/T1.1/PUE-UPC", desde=date(2022, 7, 8))
    alegar("T1.1/PUE-C5", "PUE-C5")
    resolver(pedir(clave="A8.1/PUE-SS", hasta=date(2022, 11, 30)), hasta=date(2022, 11, 30))
    texto = navegador.get("/mis-pendientes/").content.decode()
    assert "Plazo suspendido desde el miércoles 6 de julio de 2022: mientras, los días no cuentan." in texto
    assert "Plazo suspendido a partir del viernes 8 de julio de 2022." in texto
    assert texto.count("Plazo suspendido") == 2
    assert texto.count("(vence en 6 días)") == 4  # de las cinco por vencer, la suspendida no lleva cuenta
    assert texto.count("Alega no competencia. Mientras la Secretaría Técnica no lo resuelva, sigue contando.") == 1
    assert texto.count("Prorrogado; la fecha original era viernes 30 de septiembre de 2022") == 1


def test_lo_presentado_pasa_a_respondidas(navegador):
    presentar()
    lista = navegador.get("/mis-pendientes/").context["lista"]
    assert lista.total_abiertos == 23
    assert [g.compromiso.clave for g in lista.respondidos] == ["ZC-2022-1/T3.1"]


def test_sin_designacion_se_dice_que_hacer(client):
    client.force_login(reparto.sin_designacion())
    respuesta = client.get("/mis-pendientes/")
    assert respuesta.status_code == 403
    assert "Pide a la Secretaría Técnica que la registre" in respuesta.content.decode()


def test_la_lista_cuesta_lo_mismo_con_muchas_obligaciones(navegador, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        navegador.get("/mis-pendientes/")


# --- Presentar -----------------------------------------------------------------------------------------------------------


def test_de_los_datos_a_la_constancia(navegador, enlace):
    d = datos(archivos=[subido("uno.pdf"), subido("dos.pdf", pdf_de_una_pagina() + b"%\n")], otras=[])
    revision = navegador.post(url(), d, follow=True)
    assert revision.redirect_chain == [(reverse("presentar-revisar", args=[obligacion().pk, d["llave"]]), 302)]
    assert Entrega.objects.count() == 0  # revisar no es enviar

    constancia = navegador.post(revision.redirect_chain[-1][0], follow=True)
    oficio = Oficio.objects.get(llave_de_envio=d["llave"])
    assert constancia.redirect_chain == [(reverse("acuse-detail", args=[oficio.acuse.pk]), 302)]
    assert (oficio.numero, oficio.firmante, oficio.registrado_por) == ("SSP/9/2022", "Rosa Campos, titular", enlace)
    texto = constancia.content.decode()
    assert [a.sha256 in texto for a in oficio.archivos.all()] == [True, True]
    assert "miércoles 6 de julio de 2022" in texto
    assert "Recibir no es cumplir" in texto
    assert not Borrador.objects.exists()


def test_un_oficio_atiende_dos_obligaciones_de_la_misma_institucion(navegador):
    otra = obligacion("ZC-2022-1/T4.1/PUE-C5")
    revision = navegador.post(url("ZC-2022-1/T1.1/PUE-C5"), datos(archivos=[subido()], otras=[str(otra.pk)]))
    navegador.post(revision.url)
    assert sorted(Entrega.objects.values_list("obligacion__clave", flat=True)) == ["ZC-2022-1/T1.1/PUE-C5", "ZC-2022-1/T4.1/PUE-C5"]
    assert Oficio.objects.count() == 1


def test_otra_institucion_no_se_ofrece_aunque_sea_mia(navegador):
    ofrecidas = dict(navegador.get(url("ZC-2022-1/T1.1/PUE-C5")).context["formulario"].fields["otras"].choices)
    assert str(obligacion("ZC-2022-1/T4.1/PUE-C5").pk) in ofrecidas
    assert str(obligacion("ZC-2022-1/T3.1/PUE-SS").pk) not in ofrecidas


def test_con_errores_nada_se_pierde(navegador):
    d = datos(numero="", archivos=[subido("bueno.pdf"), subido("malo.pdf", b"no")])
    pagina = navegador.post(url(), d)
    texto = pagina.content.decode()
    assert pagina.context["formulario"].errors.keys() == {"numero", "archivos"}
    assert "Hay un problema" in texto
    assert "bueno.pdf" in texto
    assert 'value="Rosa Campos, titular"' in texto

    de_vuelta = navegador.get(url()).content.decode()  # cerró la sesión y volvió otro día
    assert "Retomas lo que dejaste a medias" in de_vuelta
    assert "bueno.pdf" in de_vuelta
    assert 'value="05/07/2022"' in de_vuelta
    assert navegador.post(url(), d | {"numero": "SSP/9/2022", "archivos": []}).status_code == 302


def test_sin_archivo_no_hay_entrega(navegador):
    errores = navegador.post(url(), datos()).context["formulario"].errors
    assert errores == {"archivos": ["Elige al menos un archivo: el oficio firmado."]}


def test_la_fecha_del_oficio_no_puede_ser_posterior_a_hoy(navegador):
    errores = navegador.post(url(), datos(fecha="07/07/2022", archivos=[subido()])).context["formulario"].errors
    assert errores == {"fecha": ["La fecha del oficio no puede ser posterior a hoy."]}


def test_reintentar_el_envio_lleva_a_la_misma_constancia(navegador):
    d = datos(archivos=[subido()])
    revision = navegador.post(url(), d).url
    primera = navegador.post(revision).url
    assert navegador.post(revision).url == primera
    assert navegador.post(url(), d | {"archivos": [subido()]}).url == primera
    assert Oficio.objects.count() == Entrega.objects.count() == 1


def test_lo_que_esta_en_revision_no_se_presenta_de_nuevo(navegador):
    presentar()
    respuesta = navegador.get(url())
    assert (respuesta.status_code, respuesta.url) == (302, reverse("obligacion-detail", args=[obligacion().pk]))


def test_el_contacto_oficial_presenta_solo_mientras_no_haya_enlace(client, hoy):
    por, ss = facultades_del_sistema(hoy), Institucion.objects.get(clave="TLAX-SS")
    designar(por=por, email="titular.tlax-ss@demo.mx", nombre="Titular", rol=Rol.CONTACTO, institucion=ss)
    client.force_login(Usuario.objects.get(email="titular.tlax-ss@demo.mx"))
    direccion = url("ZC-2022-1/A4.1/TLAX-SS")
    assert client.get(direccion).status_code == 200
    designar(por=por, email="enlace@tlaxcala.mx", nombre="Enlace", rol=Rol.ENLACE_TITULAR, institucion=ss)
    negado = client.get(direccion)
    assert negado.status_code == 403
    assert "Tu institución ya tiene enlace vigente: es quien presenta." in negado.content.decode()


# --- El mismo archivo otra vez -------------------------------------------------------------------------------------------

YA_SE_PRESENTO = "ya se presentó en el oficio"


def bytes_presentados(entregas) -> bytes:
    with entregas[0].oficio.archivos.get().contenido.open("rb") as guardado:
        return guardado.read()


def revision(navegador, *archivos, clave: str = "ZC-2022-1/A8.1/PUE-SS") -> str:
    return " ".join(navegador.post(url(clave), datos(archivos=list(archivos)), follow=True).content.decode().split())


def test_antes_de_enviar_se_avisa_que_ese_archivo_ya_se_presento(navegador):
    mismos = bytes_presentados(presentar(numero="SSP/PRIMERO/1"))
    pagina = revision(navegador, subido("otra-vez.pdf", mismos), subido("nuevo.pdf", mismos + b"%otro\n"))
    assert "Es el mismo archivo, byte por byte, que ya se presentó en el oficio SSP/PRIMERO/1, del martes 5 de julio de 2022." in pagina
    assert pagina.count(YA_SE_PRESENTO) == 1
    assert Entrega.objects.count() == 1, "avisar no impide ni envía"


def test_de_lo_que_presento_otra_entidad_u_otra_institucion_no_se_dice_nada(client, navegador, enlace_ajeno):
    de_ss = bytes_presentados(presentar(numero="SSP/SECRETO/1"))
    de_upc = bytes_presentados(presentar("ZC-2022-1/T1.1/PUE-UPC", numero="UPC/SECRETO/2"))
    pagina = revision(navegador, subido("a.pdf", de_ss), subido("b.pdf", de_upc))
    assert ("SSP/SECRETO/1" in pagina, "UPC/SECRETO/2" in pagina) == (True, False), "cada institución, lo suyo"
    client.force_login(enlace_ajeno)
    pagina = revision(client, subido("a.pdf", de_ss), subido("b.pdf", de_upc), clave="ZC-2022-1/A8.1/HGO-SS")
    assert "Revisa antes de enviar" in pagina
    assert [s for s in (YA_SE_PRESENTO, "SECRETO", "byte por byte") if s in pagina] == []


def test_quien_lleva_una_materia_no_se_entera_de_lo_que_su_institucion_presento_en_otra(client, hoy):
    mismos = bytes_presentados(presentar(numero="SSP/OTRA-MATERIA/1"))
    materia = Disposicion.objects.get(clave="ZC-2022-1/A8")
    institucion = Institucion.objects.get(clave="PUE-SS")
    designar(por=facultades_del_sistema(hoy), email="una@puebla.mx", nombre="Una Materia", rol=Rol.ENLACE_SUPLENTE, institucion=institucion, materia=materia)
    client.force_login(Usuario.objects.get(email="una@puebla.mx"))
    pagina = revision(client, subido("a.pdf", mismos))
    assert ("Revisa antes de enviar" in pagina, YA_SE_PRESENTO in pagina) == (True, False)
