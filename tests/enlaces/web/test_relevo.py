"""El relevo: quien sale pierde el acceso en ese instante, el trabajo se queda y quien llega lo recibe todo."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conferencia import reloj
from conferencia.models import CredencialApi, Designacion, Hecho, Institucion, Usuario
from conferencia.services.cierres import cerrar_las_que_terminaron
from conferencia.services.contactos import cambiar_contacto
from conferencia.services.credenciales import autenticar, crear_credencial
from conferencia.services.designaciones import Persona, delegar, terminar_designacion
from enlaces.models import Borrador
from tests import reparto
from tests.conferencia.presentaciones import observar
from tests.enlaces.escena import DE_PUEBLA, archivo, obligacion, presentar
from tests.enlaces.relevos import contacto_con_cuenta, correos_a, institucion, mandar, nombrar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def en_sesion(enlace):
    """El enlace de Puebla, dentro, desde dos equipos."""
    equipos = Client(), Client()
    for equipo in equipos:
        equipo.force_login(enlace)
        assert equipo.get("/mis-pendientes/").status_code == 200
    return equipos


def terminar_todo(enlace: Usuario, el: date) -> None:
    for d in Designacion.objects.filter(usuario=enlace):
        terminar_designacion(por=reparto.facultades(reparto.titular()), designacion=d, el=el, motivo="Relevo")


def test_al_terminar_se_cierran_todas_sus_sesiones_y_credenciales(en_sesion, enlace, hoy):
    ficha = crear_credencial(por=reparto.facultades(enlace), titular=enlace, nombre="Integración", caduca_el=hoy + timedelta(days=30)).ficha
    assert autenticar(ficha) is not None
    terminar_todo(enlace, hoy)
    assert [equipo.get("/mis-pendientes/").url for equipo in en_sesion] == ["/cuentas/login/?next=/mis-pendientes/"] * 2
    assert autenticar(ficha) is None
    assert CredencialApi.objects.get().revocada_en is not None
    assert Hecho.objects.filter(clase="credencial.revocada").count() == 1


def test_si_le_queda_otro_encargo_su_credencial_sigue_para_ese(enlace, hoy):
    ficha = crear_credencial(por=reparto.facultades(enlace), titular=enlace, nombre="Integración", caduca_el=hoy + timedelta(days=30)).ficha
    primera = Designacion.objects.filter(usuario=enlace).first()
    terminar_designacion(por=reparto.facultades(reparto.titular()), designacion=primera, el=hoy, motivo="Relevo parcial")
    assert autenticar(ficha) is not None
    assert primera.institucion_id not in {e.institucion for e in reparto.facultades(enlace).encargos}


def test_lo_que_termina_despues_se_cierra_cuando_llega_el_dia(en_sesion, enlace):
    terminar_todo(enlace, date(2022, 7, 20))
    assert en_sesion[0].get("/mis-pendientes/").status_code == 200
    assert cerrar_las_que_terminaron(date(2022, 7, 19)) == {"cerradas": 0}
    with reloj.fijo(date(2022, 7, 20)):
        assert en_sesion[0].get("/mis-pendientes/").status_code == 403  # los derechos murieron con la fecha
        assert cerrar_las_que_terminaron(date(2022, 7, 20)) == {"cerradas": 3}
        assert cerrar_las_que_terminaron(date(2022, 7, 20)) == {"cerradas": 0}
        assert en_sesion[0].get("/mis-pendientes/").status_code == 302


def test_lo_que_acaba_solo_deja_su_hecho_y_le_escribe_a_la_persona(buzon, enlace):
    suya = Designacion.objects.get(usuario=enlace, institucion__clave="PUE-SS")
    rosa = Persona(nombre="Rosa Gil", email="rosa@puebla.gob.mx")
    delegar(por=reparto.facultades(enlace), designacion=suya, persona=rosa, desde=date(2022, 7, 6), hasta=date(2022, 7, 8), motivo="Comisión")
    with reloj.fijo(date(2022, 7, 9)):
        cerrar_las_que_terminaron(date(2022, 7, 9))
        assert Hecho.objects.order_by("-numero").first().clase == "designacion.vencida"
        mandar()
    assert [c.asunto for c in correos_a(buzon, "rosa@puebla.gob.mx")][-1] == "Terminó tu designación: enlace titular, Puebla"


def test_terminar_al_titular_termina_lo_que_delego(enlace, hoy):
    suya = Designacion.objects.get(usuario=enlace, institucion__clave="PUE-SS")
    rosa = Persona(nombre="Rosa Gil", email="rosa@puebla.gob.mx")
    delegada = delegar(por=reparto.facultades(enlace), designacion=suya, persona=rosa, desde=date(2022, 7, 6), hasta=date(2022, 7, 30), motivo="Comisión")
    terminar_designacion(por=reparto.facultades(reparto.titular()), designacion=suya, el=date(2022, 7, 10), motivo="Relevo")
    delegada.refresh_from_db()
    assert delegada.vigencia.upper == date(2022, 7, 10)


def test_el_entrante_ve_lo_que_recibe(client, enlace):
    (entrega,) = presentar()
    observar(entrega, "Falta la firma del titular")
    pendiente = obligacion("ZC-2022-1/A8.1/PUE-SS")
    borrador = Borrador.objects.create(usuario=enlace, obligacion=pendiente, datos={"numero": "SSP/88/2022", "fecha": "05/07/2022", "firmante": "x"})
    borrador.archivos.add(archivo(enlace))
    saliente = Designacion.objects.get(usuario=enlace, institucion__clave="PUE-SS")
    entrante = nombrar("PUE-SS", "nuevo@puebla.gob.mx", nombre="Nora Paz", sustituye_a=saliente)
    client.force_login(entrante.usuario)
    pagina = client.get(reverse("relevo", args=[entrante.pk]))
    relevo = pagina.context["relevo"]
    assert (len(relevo.observaciones), [o.numero for o in relevo.oficios], [b.pk for b in relevo.borradores]) == (1, ["SSP/1/2022"], [borrador.pk])
    assert (relevo.cuantos > 12, len(relevo.pendientes)) == (True, 12)
    assert "Relevas a Paula Ibarra" in pagina.content.decode()

    respuesta = client.post(reverse("relevo-heredar", args=[entrante.pk, borrador.pk]))
    assert respuesta.url == reverse("presentar", args=[pendiente.pk])
    retomado = client.get(respuesta.url).content.decode()
    assert "SSP/88/2022" in retomado
    borrador.refresh_from_db()
    assert borrador.usuario == entrante.usuario


def test_de_quien_sigue_en_su_puesto_nada_se_hereda(client, enlace):
    borrador = Borrador.objects.create(usuario=enlace, obligacion=obligacion(DE_PUEBLA), datos={"numero": "SECRETO-1"})
    otra = nombrar("PUE-SS", "otra@puebla.gob.mx", nombre="Otra")
    client.force_login(otra.usuario)
    assert client.get(reverse("relevo", args=[otra.pk])).context["relevo"].borradores == []
    assert client.post(reverse("relevo-heredar", args=[otra.pk, borrador.pk])).status_code == 404
    assert Borrador.objects.get(pk=borrador.pk).usuario == enlace


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_el_relevo_de_puebla_es_de_puebla(client, enlace, quien):
    suya = Designacion.objects.get(usuario=enlace, institucion__clave="PUE-SS")
    client.force_login(quien())
    assert client.get(reverse("relevo", args=[suya.pk])).status_code in (403, 404)


def test_al_cambiar_el_contacto_el_que_sale_pierde_el_acceso(client, buzon, titular):
    saliente = contacto_con_cuenta("MOR-SS")
    client.force_login(saliente)
    assert client.get("/mis-pendientes/").status_code == 200
    cambiar_contacto(por=reparto.facultades(titular), institucion=institucion("MOR-SS"), titular="Ana", cargo="Secretaria", correo="ana@morelos.gob.mx")
    assert client.get("/mis-pendientes/").status_code == 302
    mandar()
    assert "Cambió el contacto oficial" in correos_a(buzon, saliente.email)[-1].texto
    assert Institucion.objects.get(clave="MOR-SS").contactos.count() == 2


def test_lo_que_empieza_hoy_se_anula_y_deja_rastro(titular, hoy):
    designacion = nombrar()
    terminar_designacion(por=reparto.facultades(titular), designacion=designacion, el=hoy, motivo="Se capturó a otra persona")
    designacion.refresh_from_db()
    assert (designacion.anulada_en is not None, designacion.motivo_termino) == (True, "Se capturó a otra persona")
    assert reparto.facultades(designacion.usuario).encargos == ()
    assert Hecho.objects.de(designacion).first().clase == "designacion.anulada"
    assert nombrar().pk != designacion.pk  # no estorba para designarla bien
