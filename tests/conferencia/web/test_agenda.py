"""El calendario en el navegador y la dirección ``.ics`` que lo sigue: cada quien lo suyo, y lo que ya no le toca, tampoco."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from icalendar import Calendar

from conferencia.models import Designacion, Institucion, Obligacion
from conferencia.services.suscripciones import suscribir
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
RUTA = "/calendario/"


def pagina(client, quien, **filtros):
    client.force_login(quien)
    return client.get(RUTA, filtros)


def dias(respuesta) -> dict[date, int]:
    """Día → obligaciones que vencen."""
    return {d.fecha: sum(v.cuantas for v in d.vencimientos) for d in respuesta.context["mes"].con_algo}


def test_julio_de_2022_para_la_secretaria_tecnica(client, titular):
    with consultas_como_siempre("web:/calendario/"):
        respuesta = pagina(client, titular)
    # T1, T3 y T4: 14 + 7 + 14 designaciones el 12; A8: el envío del documento del CNI el 18.
    assert dias(respuesta) == {date(2022, 7, 12): 35, date(2022, 7, 18): 1}
    assert (respuesta.context["mes"].semanas[0][0].fecha, respuesta.context["mes"].semanas[-1][-1].fecha) == (date(2022, 6, 27), date(2022, 7, 31))


def test_los_inhabiles_se_dicen(client, titular):
    mes = pagina(client, titular, mes="2022-09").context["mes"]
    assert {d.fecha: d.inhabil for semana in mes.semanas for d in semana if d.inhabil and d.fecha.weekday() < 5 and d.del_mes} == {
        date(2022, 9, 1): "Informe presidencial (LFPA art. 28)",
        date(2022, 9, 16): "Independencia",
    }
    assert dias(pagina(client, titular, mes="2022-09"))[date(2022, 9, 30)] == 9  # siete diagnósticos AFIS y los dos modelos


def test_el_enlace_ve_solo_lo_suyo(client, enlace, enlace_ajeno):
    suyos = pagina(client, enlace)
    assert dias(suyos)[date(2022, 7, 12)] == 5  # SS: T3; UPC y C5: T1 y T4
    enlazadas = {v.unica for d in suyos.context["mes"].con_algo for v in d.vencimientos if v.unica}
    assert {o.clave.split("/")[2] for o in Obligacion.objects.filter(pk__in=enlazadas)} == {"PUE-SS"}
    ajenas = {v.unica for d in pagina(client, enlace_ajeno).context["mes"].con_algo for v in d.vencimientos if v.unica}
    assert enlazadas.isdisjoint(ajenas)


def test_los_filtros_van_en_la_direccion_y_se_quitan(client, titular):
    respuesta = pagina(client, titular, entidad="PUE", grupo="por_vencer")
    assert dias(respuesta) == {date(2022, 7, 12): 5}
    assert [(f.titulo, f.valor) for f in respuesta.context["formulario"].fichas] == [("Entidad", "Puebla"), ("Situación", "Por vencer")]
    assert respuesta.context["siguiente"] == "?entidad=PUE&grupo=por_vencer&mes=2022-08"
    assert dias(pagina(client, titular, grupo="cumplida")) == {}


@pytest.mark.parametrize("mes", ["2022-13", "ayer", "1999-01", "2022-7", "2022-07-01"])
def test_un_mes_que_no_existe_se_explica(client, titular, mes):
    respuesta = pagina(client, titular, mes=mes)
    assert respuesta.status_code == 400
    assert "Ese mes no existe" in respuesta.content.decode()


def test_sin_designacion_no_hay_calendario(client):
    assert pagina(client, reparto.sin_designacion()).status_code == 403


# --- Seguirlo desde otro programa ---


def token_de(quien, institucion: str = "") -> str:
    de = Institucion.objects.get(clave=institucion) if institucion else None
    return suscribir(por=reparto.facultades(quien), usuario=quien, institucion=de).token


def claves(respuesta) -> set[str]:
    return {str(e["description"]).split("\n")[-2].split("/")[2] for e in Calendar.from_ical(respuesta.content).walk("VEVENT")}


def test_se_crea_se_ve_una_vez_y_se_lee_sin_sesion(client, enlace):
    client.force_login(enlace)
    creada = client.post(reverse("calendario-seguir"), {"institucion": "PUE-UPC"})
    direccion = creada.context["nueva"]
    assert creada.status_code == 201
    assert direccion not in client.get(reverse("calendario-seguir")).content.decode()
    client.logout()
    respuesta = client.get(direccion[direccion.index("/cal/") :])
    assert (respuesta.status_code, respuesta["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "PUE-UPC" in claves(respuesta)
    otra_vez = client.get(direccion[direccion.index("/cal/") :], headers={"If-None-Match": respuesta["ETag"]})
    assert (otra_vez.status_code, otra_vez.content) == (304, b"")


def test_el_ics_solo_lleva_lo_que_la_persona_puede_ver(client, enlace):
    respuesta = client.get(f"/cal/{token_de(enlace)}.ics")
    assert b"HGO" not in respuesta.content
    assert b"PUE" in respuesta.content


def test_al_terminar_la_designacion_la_direccion_se_apaga(client, enlace, hoy):
    token = token_de(enlace, "PUE-SS")
    Designacion.objects.filter(usuario=enlace, institucion__clave="PUE-SS").update(vigencia=DateRange(date(2022, 7, 1), hoy))
    assert Calendar.from_ical(client.get(f"/cal/{token}.ics").content).walk("VEVENT") == []
    Designacion.objects.filter(usuario=enlace).update(vigencia=DateRange(date(2022, 7, 1), hoy))
    assert client.get(f"/cal/{token}.ics").status_code == 404


def test_desconocida_y_revocada_contestan_igual(client, enlace):
    client.force_login(enlace)
    token = token_de(enlace)
    client.post(reverse("calendario-revocar", args=[enlace.suscripciones.get().pk]))
    revocada, desconocida = client.get(f"/cal/{token}.ics"), client.get(f"/cal/{'b' * 32}.ics")
    assert (revocada.status_code, desconocida.status_code) == (404, 404)
    assert "ya no sirve" not in revocada.content.decode()


def test_nadie_se_suscribe_a_lo_ajeno_ni_revoca_lo_de_otro(client, enlace, enlace_ajeno):
    token_de(enlace)
    client.force_login(enlace_ajeno)
    assert client.post(reverse("calendario-seguir"), {"institucion": "PUE-UPC"}).status_code == 404
    assert client.post(reverse("calendario-revocar", args=[enlace.suscripciones.get().pk])).status_code == 404
