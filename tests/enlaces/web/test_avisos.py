"""Las reglas y su vista previa, los avisos propios, las preferencias, el reenvío y las tareas de requerir, en el navegador."""

from datetime import time

import pytest
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Hecho
from enlaces.models import Aviso, EstadoAviso, PreferenciaDeAvisos, ReglaDeAviso, RenglonDeAviso, TareaDeRequerimiento
from enlaces.services.envio import enviar_pendientes
from enlaces.services.planeacion import planear
from enlaces.services.preferencias import direccion_de_baja
from enlaces.services.semanales import planear_semanales
from tests import reparto
from tests.enlaces.escena import DE_PUEBLA, FIRMA, a_las_ocho, obligacion, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PUEBLA, HIDALGO = "enlace.puebla@demo.mx", "enlace.hidalgo@demo.mx"


@pytest.fixture
def enviados(buzon):
    with reloj.fijo(a_las_ocho(FIRMA)):
        planear(FIRMA)
        Aviso.objects.exclude(correo__in=[PUEBLA, HIDALGO]).delete()
        enviar_pendientes()
    return buzon


def regla(**filtros) -> ReglaDeAviso:
    return ReglaDeAviso.objects.get(**({"clase": "unica", "papel": "enlace"} | filtros))


def test_las_reglas_se_leen_y_solo_las_cambia_quien_edita_catalogos(client, titular, enlace, consulta):
    for persona in (enlace, consulta):
        client.force_login(persona)
        assert client.get("/avisos/reglas/").status_code == 403
        assert client.post(f"/avisos/reglas/{regla(momento='antes', dias=7).pk}/").status_code == 403
    client.force_login(titular)
    dicho = client.get("/avisos/reglas/").content.decode()
    assert [clase for clase, _ in client.get("/avisos/reglas/").context["clases"]] == [
        "Con fecha",
        "Periódico",
        "Permanente (al ratificar)",
        "Opinión pedida a un área técnica",
    ]
    assert "7 días antes" in dicho


def test_cambiar_una_regla_cambia_lo_que_se_manda_y_queda_asentado(client, titular):
    client.force_login(titular)
    siete = regla(momento="antes", dias=7)
    datos = {"activa": "on", "dias": "10", "inmediato": "on", "desde": "01/01/2022", "hasta": "", "version": "1"}
    assert client.post(f"/avisos/reglas/{siete.pk}/", datos).status_code == 302
    siete.refresh_from_db()
    assert (siete.dias, siete.version) == (10, 2)
    assert Hecho.objects.filter(clase="regla_de_aviso.cambiada", sujeto_id=siete.pk).count() == 1
    otra = client.post(f"/avisos/reglas/{siete.pk}/", datos)
    assert (otra.status_code, "Alguien más cambió" in otra.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"dias": "1"}, "Ya hay una regla así"),
        ({"dias": "-1"}, "mayor"),
        ({"desde": "ayer"}, "fecha"),
        ({"hasta": "01/01/2021"}, "Debe dejar de regir después de empezar."),
    ],
)
def test_una_regla_imposible_se_niega_con_su_razon(client, titular, cambio, dice):
    client.force_login(titular)
    siete = regla(momento="antes", dias=7)
    datos = {"activa": "on", "dias": "7", "desde": "01/01/2022", "hasta": "", "version": "1"} | cambio
    respuesta = client.post(f"/avisos/reglas/{siete.pk}/", datos)
    assert (respuesta.status_code, dice in respuesta.content.decode()) == (422, True)


def test_agregar_una_regla_y_las_que_no_caben(client, titular):
    client.force_login(titular)
    datos = {"clase": "unica", "momento": "antes", "dias": "15", "papel": "enlace", "desde": "06/07/2022"}
    assert client.post("/avisos/reglas/nueva/", datos).status_code == 302
    assert regla(momento="antes", dias=15).activa
    al_titular = client.post("/avisos/reglas/nueva/", datos | {"papel": "titular"})
    assert (al_titular.status_code, "solo se les avisa después del plazo" in al_titular.content.decode()) == (422, True)


def test_la_vista_previa_dice_a_quien_de_que_y_quien_no_y_por_que_sin_mandar_nada(client, titular):
    presentar()
    client.force_login(titular)
    pagina = client.get("/avisos/reglas/prevision/?dia=2022-07-12")
    ((encargos, suyos),) = [(encargos, suyos) for correo, encargos, suyos in pagina.context["personas"] if correo == PUEBLA]
    assert suyos[0].peldano == "d-0"
    # Por su Secretaría, no: lo suyo ya lo presentó.
    assert list(encargos) == ["Enlace titular del C5 u homólogo de Puebla", "Enlace titular de la Unidad de Policía Cibernética de Puebla"]
    razones = {c.obligacion.clave: razon for razon, suyos in pagina.context["callados"] for c in suyos}
    assert "El mismo día del plazo, que es el martes 12 de julio de 2022" in " ".join(pagina.content.decode().split())
    assert razones[DE_PUEBLA] == "Ya se entregó: la revisa la Secretaría Técnica."
    assert Aviso.objects.count() == 0
    domingo = client.get("/avisos/reglas/prevision/?dia=2022-07-10")
    assert (domingo.context["personas"], {razon for razon, _ in domingo.context["callados"]} >= {"Ese día es inhábil para la institución."}) == ([], True)
    assert client.get("/avisos/reglas/prevision/?dia=mañana").status_code == 422
    client.force_login(reparto.enlace())
    assert client.get("/avisos/reglas/prevision/").status_code == 403


def test_mis_avisos_se_leen_de_uno_en_uno_o_todos_y_nunca_los_ajenos(client, enviados, enlace):
    client.force_login(enlace)
    pagina = client.get("/avisos/mios/")
    assert [a.correo for a in pagina.context["pagina"]] == [PUEBLA]
    assert "sin leer" in pagina.content.decode()
    ajeno = Aviso.objects.get(correo=HIDALGO)
    client.post("/avisos/mios/leer/", {"aviso": [str(ajeno.pk)]})
    ajeno.refresh_from_db()
    assert ajeno.leido_en is None
    client.post("/avisos/mios/leer/", {"todos": "1"})
    assert Aviso.objects.get(correo=PUEBLA).leido_en is not None
    assert client.get("/avisos/mios/?sin_leer").context["pagina"].paginator.count == 0
    assert client.post("/avisos/mios/leer/", {"aviso": "no-es-uuid"}).status_code == 404
    assert client.get("/avisos/mios/leer/").status_code == 405


def test_la_navegacion_anuncia_los_sin_leer(client, enviados, enlace):
    client.force_login(enlace)
    entrada = next(e for e in client.get("/avisos/mios/").context["navegacion"] if e.titulo == "Mis avisos")
    assert entrada.cuenta == 1


def test_prefiere_sueltos_los_urgentes_y_a_otra_hora(client, enlace):
    client.force_login(enlace)
    assert client.post("/cuenta/avisos/", {"modalidad": "individual", "hora": "09:00"}).status_code == 302
    assert PreferenciaDeAvisos.objects.get(usuario=enlace).hora == time(9)
    planear(FIRMA)
    suyos = Aviso.objects.filter(correo=PUEBLA)
    assert set(suyos.values_list("regla", flat=True)) == {"recordatorio"}
    assert suyos.count() == RenglonDeAviso.objects.filter(aviso__correo=PUEBLA).count() == 5
    assert {a.sale_desde.astimezone(reloj.MEXICO).hour for a in suyos} == {9}
    assert client.post("/cuenta/avisos/", {"modalidad": "individual", "hora": "03:00"}).status_code == 422
    assert client.post("/cuenta/avisos/", {"modalidad": "ninguno", "hora": "09:00"}).status_code == 422


def test_el_resumen_semanal_se_pide_y_se_deja_desde_el_correo_sin_entrar(client, buzon, enlace):
    lunes = FIRMA.replace(day=11)
    with reloj.fijo(a_las_ocho(lunes)):
        assert planear_semanales(lunes) == []
        PreferenciaDeAvisos.objects.create(usuario=enlace, semanal=True)
        assert planear_semanales(FIRMA) == []
        assert len(planear_semanales(lunes)) == 1
        assert planear_semanales(lunes) == []
        enviar_pendientes()
    (correo,) = buzon.correos
    encabezados = {k: "".join(v.split()) for k, v in correo.encabezados}
    url = encabezados["List-Unsubscribe"].strip("<>")
    assert (url, encabezados["List-Unsubscribe-Post"]) == (direccion_de_baja(enlace.pk), "List-Unsubscribe=One-Click")
    ruta = url[url.index("/avisos/baja/") :]
    assert client.get(ruta).status_code == 200
    assert PreferenciaDeAvisos.objects.get().semanal  # abrirla no apaga nada: los filtros de correo abren los enlaces
    assert client.post(ruta, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not PreferenciaDeAvisos.objects.get().semanal
    assert client.post("/avisos/baja/otra-firma/").status_code == 404


def test_lo_obligatorio_no_trae_baja(enviados):
    assert all("List-Unsubscribe" not in dict(c.encabezados) for c in enviados.correos)


def test_reenviar_manda_uno_nuevo_que_cita_al_anterior(client, enviados, titular, enlace):
    primero = Aviso.objects.get(correo=PUEBLA)
    ruta = reverse("aviso-reenviar", args=[primero.pk])
    client.force_login(enlace)
    assert client.post(ruta).status_code == 403
    client.force_login(titular)
    assert client.post(ruta, follow=True).status_code == 200
    assert "Ya hay un reenvío en camino." in client.post(ruta, follow=True).content.decode()
    enviar_pendientes()
    nuevo = primero.reenvios.get()
    assert (nuevo.estado, nuevo.asunto, nuevo.message_id != primero.message_id) == (EstadoAviso.ENVIADO, f"Reenvío: {primero.asunto}", True)
    assert enviados.correos[-1].texto.startswith("Te reenviamos, a petición de la Secretaría Técnica, el aviso del martes 5 de julio de 2022.")
    assert primero.cuerpo_texto in enviados.correos[-1].texto


def test_no_me_llego_se_contesta_con_una_busqueda_y_en_la_obligacion(client, enviados, titular):
    client.force_login(titular)
    assert [a.correo for a in client.get(f"/avisos/?q={DE_PUEBLA}").context["pagina"]] == [PUEBLA]
    dicho = client.get(reverse("obligacion-detail", args=[obligacion().pk])).content.decode()
    assert 'id="correos"' in dicho
    assert PUEBLA in dicho


def test_las_tareas_de_requerir_se_ven_y_se_cierran(client, titular, enlace):
    o = obligacion()
    tarea = TareaDeRequerimiento.objects.create(obligacion=o, institucion=o.institucion, vence_el=o.vence_el, creada_el=FIRMA)
    client.force_login(enlace)
    ruta = reverse("requerimiento", args=[tarea.pk])
    with reloj.fijo(FIRMA.replace(month=8)):
        assert [client.get(r, follow=True).status_code for r in ("/avisos/requerimientos/", ruta)] == [403, 403]
        client.force_login(titular)
        lista = client.get("/avisos/requerimientos/", follow=True)
        assert lista.redirect_chain == [("/oficios/salida/por-requerir/", 302)]
        assert f'href="{ruta}"' in lista.content.decode()
        preparar = reverse("salida-requerir", args=[o.compromiso.disposicion.reunion_id, "PUE-SS"])
        assert f'href="{preparar}"' in client.get(ruta).content.decode()
        assert client.get(preparar).status_code == 200
        assert client.post(ruta, {"nota": ""}).status_code == 422
        assert client.post(ruta, {"nota": "Oficio ST/1/2022"}).status_code == 302
        assert client.post(ruta, {"nota": "Otra"}).status_code == 404
        assert preparar not in client.get("/oficios/salida/por-requerir/").content.decode()
