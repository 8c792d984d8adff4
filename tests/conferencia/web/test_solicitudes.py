"""Las páginas de solicitudes: se piden, se resuelven, se listan; y nadie ve ni baja lo que no le toca."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Archivo, Designacion, Obligacion, Solicitud
from tests import reparto
from tests.conferencia.presentaciones import obligacion
from tests.conferencia.services.test_solicitudes import CLAVE, pedir
from tests.conferencia.services.test_sustituciones import alegar, resolver
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def oficio(**cambios) -> dict:
    base = {"numero": "SSP/9", "fecha": "06/07/2022", "firmante": "La titular", "motivo": "Falta personal", "pide_hasta": "15/08/2022"}
    return base | {"archivos": SimpleUploadedFile("oficio.pdf", pdf_de_una_pagina(), "application/pdf")} | cambios


def ruta(nombre: str, clave: str = CLAVE) -> str:
    return reverse(nombre, args=[obligacion(clave).pk])


def codigo(cliente, direccion: str) -> int:
    """El de la respuesta, leída hasta el final: un archivo se sirve abierto, y el cliente de pruebas lo cierra al acabar."""
    respuesta = cliente.get(direccion)
    assert respuesta.getvalue()
    return respuesta.status_code


def test_el_enlace_pide_prorroga_y_la_ve_en_su_obligacion(entrar, texto):
    cliente = entrar(reparto.enlace())
    assert "Pedir prórroga" in texto(cliente.get(ruta("obligacion-detail")))
    respuesta = cliente.post(ruta("obligacion-pedir-prorroga"), oficio())
    solicitud = Solicitud.objects.get()
    assert (respuesta.status_code, respuesta.url) == (302, reverse("solicitud-detail", args=[solicitud.pk]))
    dicho = texto(cliente.get(ruta("obligacion-detail")))
    assert "Prórroga, oficio SSP/9 por resolver" in dicho
    assert "pide hasta el lunes 15 de agosto de 2022" in dicho


def test_un_error_no_pierde_lo_escrito_ni_el_archivo(entrar, texto):
    cliente = entrar(reparto.enlace())
    respuesta = cliente.post(ruta("obligacion-pedir-prorroga"), oficio(pide_hasta="15/12/2022"))
    assert (respuesta.status_code, Solicitud.objects.count()) == (422, 0)
    assert "La prórroga es de 90 días naturales a lo más: hasta el 10/10/2022." in texto(respuesta)
    guardado = respuesta.context["guardados"][0]
    datos = oficio(conservar=str(guardado.pk), llave=str(respuesta.context["llave"]))
    del datos["archivos"]
    assert cliente.post(ruta("obligacion-pedir-prorroga"), datos).status_code == 302
    assert list(Solicitud.objects.get().oficio.archivos.all()) == [guardado]


def test_no_se_conserva_el_archivo_que_subio_otra_persona(entrar):
    ajeno = pedir().oficio.archivos.get()
    datos = oficio(conservar=str(ajeno.pk))
    del datos["archivos"]
    respuesta = entrar(reparto.enlace_ajeno()).post(ruta("obligacion-pedir-prorroga", "T3.1/HGO-SS"), datos)
    assert (respuesta.status_code, respuesta.context["guardados"]) == (422, [])


@pytest.mark.parametrize("nombre", ["obligacion-pedir-prorroga", "obligacion-alegar-no-competencia"])
@pytest.mark.parametrize(
    ("quien", "codigo"), [(reparto.enlace_ajeno, 404), (reparto.sin_designacion, 403), (reparto.consulta, 403), (reparto.analista, 403), (reparto.enlace, 200)]
)
def test_quien_puede_abrir_la_pagina_de_pedir(nombre, quien, codigo, entrar):
    assert entrar(quien()).get(ruta(nombre)).status_code == codigo


def test_la_secretaria_tecnica_concede_desde_su_lista(entrar, texto):
    solicitud = pedir()
    cliente = entrar(reparto.analista())
    lista = cliente.get(reverse("solicitud-list"))
    assert "llegó hoy" in texto(lista)
    assert "Solicitudes 1 pendientes" in texto(lista)
    pagina = reverse("solicitud-detail", args=[solicitud.pk])
    datos = {"version": obligacion(CLAVE).version, "decision": "conceder", "concede_hasta": "01/08/2022", "resolucion": "Procede", "fundamento": "Art. 1"}
    assert cliente.post(pagina, datos).status_code == 302
    assert obligacion(CLAVE).vence_el == date(2022, 8, 1)
    assert "Concedida hasta lunes 1 de agosto de 2022" in texto(cliente.get(pagina))
    assert "Prorrogado; la fecha original era martes 12 de julio de 2022" in texto(cliente.get(ruta("obligacion-detail")))


def test_vencida_se_pregunta_desde_cuando_rige_y_se_dice_que_pasa(entrar, texto):
    solicitud = pedir()
    with reloj.fijo(date(2022, 7, 20)):
        pagina = reverse("solicitud-detail", args=[solicitud.pk])
        cliente = entrar(reparto.analista())
        dicho = texto(cliente.get(pagina))
        assert "Desde que vencía, el martes 12 de julio de 2022. Ningún corte posterior a ese día la contará como vencida." in dicho
        datos = {"version": obligacion(CLAVE).version, "decision": "conceder", "concede_hasta": "01/08/2022", "rige": "vencimiento"}
        cliente.post(pagina, datos | {"resolucion": "Procede", "fundamento": "Art. 1"})
    assert Obligacion.objects.get(pk=solicitud.obligacion_id).prorrogas == 1


def test_quien_llega_segundo_se_entera_y_ve_como_quedo(entrar, texto):
    solicitud = pedir()
    pagina = reverse("solicitud-detail", args=[solicitud.pk])
    datos = {"version": obligacion(CLAVE).version, "decision": "negar", "resolucion": "No procede", "fundamento": "Art. 1"}
    entrar(reparto.analista()).post(pagina, datos)
    respuesta = entrar(reparto.titular()).post(pagina, datos | {"decision": "conceder", "concede_hasta": "01/08/2022"}, follow=True)
    assert "Alguien más ya la resolvió" in texto(respuesta)
    assert Solicitud.objects.get().estado == "improcedente"


def test_si_cambio_la_obligacion_se_avisa_y_se_puede_volver_a_decidir(entrar, texto):
    solicitud = pedir()
    pagina = reverse("solicitud-detail", args=[solicitud.pk])
    datos = {"version": 1, "decision": "negar", "resolucion": "No procede", "fundamento": "Art. 1"}
    cliente = entrar(reparto.analista())
    respuesta = cliente.post(pagina, datos)
    assert (respuesta.status_code, "Alguien más actuó" in texto(respuesta)) == (422, True)
    assert cliente.post(pagina, datos | {"version": respuesta.context["formulario"]["version"].value()}).status_code == 302


@pytest.mark.parametrize(
    ("quien", "pagina", "archivo"),
    [
        (reparto.enlace, 200, 200),
        (reparto.titular, 200, 200),
        (reparto.enlace_ajeno, 404, 404),
        (reparto.consulta, 200, 404),
        (reparto.sin_designacion, 403, 404),
    ],
)
def test_quien_ve_la_solicitud_y_quien_baja_su_oficio(quien, pagina, archivo, entrar):
    solicitud = pedir()
    bajar = reverse("archivo-descargar", args=[solicitud.oficio.archivos.get().pk])
    cliente = entrar(quien())
    assert (cliente.get(reverse("solicitud-detail", args=[solicitud.pk])).status_code, codigo(cliente, bajar)) == (pagina, archivo)


def test_la_otra_parte_de_una_conjunta_si_baja_el_oficio_y_la_de_otra_entidad_no(entrar):
    """En A9 responden juntos los secretarios de la zona: a Hidalgo le cambia lo que pida Puebla."""
    en_comun = pedir(clave="A9.1", hasta=date(2022, 12, 31)) if obligacion("A9.1").vence_el else alegar("A9.1", "PUE-SS")
    propia = pedir()
    cliente = entrar(reparto.enlace_ajeno())
    codigos = [codigo(cliente, reverse("archivo-descargar", args=[s.oficio.archivos.get().pk])) for s in (en_comun, propia)]
    assert codigos == [200, 404]


def test_la_materia_limita_lo_que_baja_quien_solo_atiende_otra_disposicion(entrar):
    solicitud = pedir()
    Designacion.objects.filter(usuario=reparto.enlace(), institucion__clave="PUE-SS").update(materia=obligacion("A9.1").compromiso.disposicion)
    Designacion.objects.filter(usuario=reparto.enlace()).exclude(institucion__clave="PUE-SS").delete()
    cliente = entrar(reparto.enlace())
    assert cliente.get(reverse("archivo-descargar", args=[solicitud.oficio.archivos.get().pk])).status_code == 404
    assert cliente.get(reverse("solicitud-detail", args=[solicitud.pk])).status_code == 404


def test_el_enlace_no_resuelve_y_si_se_desiste(entrar):
    solicitud = pedir()
    cliente = entrar(reparto.enlace())
    assert cliente.post(reverse("solicitud-detail", args=[solicitud.pk]), {"decision": "conceder"}).status_code == 403
    desistir = reverse("solicitud-desistir", args=[solicitud.pk])
    assert entrar(reparto.enlace_ajeno()).post(desistir).status_code == 404
    assert (cliente.get(desistir).status_code, cliente.post(desistir).status_code) == (405, 302)
    assert Solicitud.objects.get().estado == "desistida"


def test_la_lista_filtra_por_la_url_y_el_ajeno_no_ve_nada(entrar):
    pedir()
    alegar()
    titular = entrar(reparto.titular())
    cuentas = [titular.get(f"/solicitudes/?{q}").context["pagina"].paginator.count for q in ("", "clase=prorroga", "estado=procedente", "entidad=PUE")]
    assert cuentas == [2, 1, 0, 2]
    assert entrar(reparto.enlace_ajeno()).get("/solicitudes/").context["vistas"] == []
    assert titular.get("/solicitudes/?clase=nada").status_code == 400


def test_faltan_por_sustituir_y_nombrarla(entrar, texto):
    solicitud = alegar()
    resolver(solicitud)
    cliente = entrar(reparto.analista())
    assert "Faltan por sustituir (1)" in texto(cliente.get("/solicitudes/"))
    pagina = reverse("solicitud-sustituta", args=[solicitud.pk])
    assert entrar(reparto.enlace()).get(pagina).status_code == 403
    opciones = cliente.get(pagina).context["formulario"].fields["sustituta"].queryset
    assert cliente.post(pagina, {"sustituta": opciones.get(clave="SSPC").pk, "motivo": "Le toca"}).status_code == 302
    assert Obligacion.objects.filter(suple_a=solicitud.obligacion).count() == 1


def test_alegar_deja_la_marca_en_la_pagina(entrar, texto):
    cliente = entrar(reparto.enlace())
    assert cliente.post(ruta("obligacion-alegar-no-competencia", "T1.1/PUE-UPC"), oficio()).status_code == 302
    assert "Alega no competencia Falta que la Secretaría Técnica lo resuelva" in texto(cliente.get(ruta("obligacion-detail", "T1.1/PUE-UPC")))


def test_las_reglas_de_la_reunion(entrar, reunion):
    pagina = reverse("reunion-reglas-de-prorroga", args=[reunion.pk])
    cliente = entrar(reparto.titular())
    formulario = cliente.get(pagina).context["formulario"]
    datos = {n: c.initial for n, c in formulario.fields.items() if c.initial} | {"concede": "El pleno", "fundamento": "Art. 15", "dias_fecha": "10"}
    assert cliente.post(pagina, datos).status_code == 302
    reunion.refresh_from_db()
    assert (reunion.prorroga_concede, reunion.prorroga_fundamento) == ("El pleno", "Art. 15")
    assert entrar(reparto.enlace()).get(pagina).status_code == 403
    assert Archivo.objects.filter(oficios__solicitudes__isnull=False).count() == 0


def test_nadie_la_sustituye_se_asienta_desde_la_lista_y_se_lee_en_la_solicitud(entrar, texto):
    solicitud, cliente = alegar(), entrar(reparto.analista())
    resolver(solicitud)
    direccion = reverse("solicitud-sin-sustituta", args=[solicitud.pk])
    assert direccion in cliente.get(reverse("solicitud-list")).content.decode()
    vacia = cliente.post(direccion, {"motivo": ""})
    assert (vacia.status_code, vacia.context["formulario"].has_error("motivo")) == (422, True)
    hecha = cliente.post(direccion, {"motivo": "Ninguna otra tiene la atribución"}, follow=True)
    assert "Nadie: Ninguna otra tiene la atribución" in texto(hecha)
    assert "Faltan por sustituir" not in texto(cliente.get(reverse("solicitud-list")))
    assert cliente.get(direccion).status_code == 404
    assert cliente.get(reverse("solicitud-sustituta", args=[solicitud.pk])).status_code == 200
    for ajeno in (reparto.enlace(), reparto.consulta()):
        assert entrar(ajeno).post(direccion, {"motivo": "x"}).status_code == 403
