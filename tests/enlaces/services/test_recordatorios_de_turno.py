"""Al área que no ha opinado se le recuerda antes y después de su plazo, una sola vez cada cosa; y la Secretaría Técnica lo ve."""

import json
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Trabajo
from conferencia.permissions import facultades_del_sistema
from conferencia.services.turnos import cancelar_turno, opinar, tener_por_no_opuestas
from enlaces.models import Aviso, Regla, ReglaDeAviso
from enlaces.services import reglas
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from enlaces.services.recordatorios_de_turno import planear_turnos
from enlaces.services.reglas import ReglaImposible, agregar
from enlaces.services.resumen_de_secretaria import secciones
from tests import reparto
from tests.conferencia.api.escribir import que_escribe
from tests.conferencia.services.test_turnos import area, turnada
from tests.enlaces.escena import presentar

pytestmark = pytest.mark.django_db
MIERCOLES = date(2022, 7, 6)
# Cinco días hábiles desde el jueves 7: vence el miércoles 13. Lo de cada lunes, ya vencido.
ESCALERA = [date(2022, 7, 12), date(2022, 7, 13), date(2022, 7, 14), date(2022, 7, 18), date(2022, 7, 25)]


@pytest.fixture
def opina(db):
    with reloj.fijo(MIERCOLES):
        return area()


@pytest.fixture
def turno(opina):
    with reloj.fijo(datetime.combine(MIERCOLES, time(10), reloj.MEXICO)):
        reglas.asegurar()
        return turnada(presentar()[0])


def a_las_nueve(dia: date) -> list[Aviso]:
    """Lo que ese día nace y sale. Planear dos veces da lo mismo que una."""
    with reloj.fijo(datetime.combine(dia, time(9), reloj.MEXICO)):
        nacidos = planear_turnos(dia)
        assert planear_turnos(dia) == []
        enviar_pendientes()
        return nacidos


def dias_con_recordatorio(desde: date, hasta: date, *, salvo: frozenset[date] = frozenset()) -> list[date]:
    dias = [desde + timedelta(days=n) for n in range((hasta - desde).days + 1)]
    return [d for d in dias if d not in salvo and a_las_nueve(d)]


def test_la_escalera_de_un_turno(buzon, turno):
    assert dias_con_recordatorio(MIERCOLES, date(2022, 7, 29)) == ESCALERA
    recordados = [c.asunto for c in buzon.correos if c.para == "area@cni.mx"]
    assert recordados == [
        "Tu opinión vence el 13 de julio: nombrar a un enlace…",
        "Tu opinión vence el 13 de julio: nombrar a un enlace…",
        *["Tu opinión venció el 13 de julio: nombrar a un enlace…"] * 3,
    ]


def test_el_correo_dice_que_aun_se_puede_y_no_copia_la_pregunta(buzon, opina):
    with reloj.fijo(MIERCOLES):
        reglas.asegurar()
        turnada(presentar()[0], pregunta="¿La clave SECRETA-9 es correcta?")
    a_las_nueve(date(2022, 7, 14))
    (correo,) = (c for c in buzon.correos if c.para == "area@cni.mx")
    assert "todavía puedes hacerlo" in correo.texto
    assert "SECRETA-9" not in correo.texto + correo.html


def test_tras_dias_apagado_se_dice_lo_mas_reciente_y_una_vez(buzon, turno):
    apagado = frozenset(date(2022, 7, d) for d in (11, 12, 13, 14))
    assert dias_con_recordatorio(date(2022, 7, 7), date(2022, 7, 18), salvo=apagado) == [date(2022, 7, 15), date(2022, 7, 18)]


def test_si_opino_o_se_cancelo_ya_no_se_le_recuerda(buzon, turno, opina):
    with reloj.fijo(date(2022, 7, 12)):
        (aviso,) = planear_turnos(date(2022, 7, 12))
        opinar(por=opina, turno=turno, sentido="favorable", opinion="Cumple")
    with reloj.fijo(datetime(2022, 7, 12, 9, tzinfo=reloj.MEXICO)):
        enviar_pendientes()
    aviso.refresh_from_db()
    assert (aviso.estado, a_las_nueve(date(2022, 7, 13))) == ("suprimido", [])


def test_al_cancelado_tampoco(turno):
    with reloj.fijo(date(2022, 7, 12)):
        cancelar_turno(por=reparto.facultades(reparto.analista()), turno=turno, motivo="Ya no hace falta")
        assert planear_turnos(date(2022, 7, 12)) == []


def test_a_quien_calla_y_no_se_opone_no_se_le_insiste_despues(opina):
    with reloj.fijo(MIERCOLES):
        reglas.asegurar()
        turnada(presentar()[0], calla_y_no_se_opone=True)
    with reloj.fijo(date(2022, 7, 14)):
        tener_por_no_opuestas(Trabajo(datos={"dia": "2022-07-14"}))
        assert planear_turnos(date(2022, 7, 14)) == []


def test_la_regla_apagada_no_avisa_y_las_de_antes_no_estorban_a_las_nuevas(turno):
    ReglaDeAviso.objects.filter(clase="turno").delete()
    reglas.asegurar()
    assert ReglaDeAviso.objects.filter(clase="turno").count() == 4
    ReglaDeAviso.objects.filter(clase="turno").update(activa=False)
    with reloj.fijo(date(2022, 7, 12)):
        assert planear_turnos(date(2022, 7, 12)) == []


@pytest.mark.parametrize(("clase", "papel"), [("turno", "enlace"), ("unica", "area")])
def test_del_turno_se_le_avisa_al_area_y_de_lo_demas_no(titular, clase, papel):
    with pytest.raises(ReglaImposible) as error:
        agregar(por=reparto.facultades(titular), clase=clase, momento="antes", dias=3, papel=papel, inmediato=False, desde=MIERCOLES)
    assert error.value.campo == "papel"


def test_el_resumen_de_la_secretaria_dice_lo_que_no_llego(turno):
    def dichas(dia: date) -> list[tuple[str, int]]:
        with reloj.fijo(dia):
            return [(s.titulo, d.cuantos) for s, d in secciones(facultades_del_sistema(dia)) if s.orden == 22]

    assert dichas(date(2022, 7, 13)) == []
    assert dichas(date(2022, 7, 14)) == [("Opiniones técnicas que no llegaron en su plazo", 1)]


def test_el_primer_correo_y_los_recordatorios_son_avisos_distintos(buzon, turno):
    with reloj.fijo(datetime(2022, 7, 6, 10, tzinfo=reloj.MEXICO)):
        planear_inmediatos()
    a_las_nueve(date(2022, 7, 12))
    assert list(
        Aviso.objects.filter(correo="area@cni.mx").exclude(regla__in=["designacion", "activacion"]).order_by("para_el").values_list("regla", flat=True)
    ) == [
        Regla.TURNO,
        Regla.TURNO_PENDIENTE,
    ]


def test_antes_de_mandarlo_se_ve_en_la_prevision_y_en_la_simulacion(client, turno, titular):
    client.force_login(titular)
    with reloj.fijo(MIERCOLES):
        pagina = client.get(reverse("avisos-prevision"), {"dia": "12/07/2022"}).content.decode()
        callado = client.get(reverse("avisos-prevision"), {"dia": "08/07/2022"}).content.decode()
        por_api = que_escribe("titular").get("reglas-de-aviso/prevision/?dia=2022-07-14").json()["opiniones"]
    assert (reverse("turno", args=[turno.pk]) in pagina, reverse("turno", args=[turno.pk]) in callado) == (True, False)
    salida = StringIO()
    call_command("avisos", "--simular", "--json", "--fecha", "2022-07-14", stdout=salida)
    assert json.loads(salida.getvalue())["opiniones"] == [
        {"area": "CNI-PM", "obligacion": turno.entrega.obligacion.clave, "motivo": "d+1", "vence_el": "2022-07-13"}
    ]
    assert por_api == [{"area": "CNI-PM", "obligacion": turno.entrega.obligacion.clave, "peldano": "d+1", "vence_el": "2022-07-13"}]
    assert not Aviso.objects.filter(regla=Regla.TURNO_PENDIENTE).exists()
