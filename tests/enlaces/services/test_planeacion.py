"""El acta de la semilla, día por día: a quién se le avisa, de qué, y que repetirlo no agrega nada."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import ContactoInstitucional, Designacion, Institucion, Obligacion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.calendarios import adoptar_calendario, agregar_inhabil, crear_calendario
from conferencia.services.designaciones import designar, terminar_designacion
from conferencia.services.suspensiones import reanudar
from enlaces.models import Aviso, EstadoAviso, RenglonDeAviso
from enlaces.queries.previstos import prever
from enlaces.services.planeacion import SIN_DESTINATARIO, planear
from tests.conferencia.plazos import analista, suspendida
from tests.enlaces.escena import DE_PUEBLA, FIRMA, VENCE, como_si_salieran, presentar

pytestmark = pytest.mark.django_db
PUEBLA = "enlace.puebla@demo.mx"
DE_LAS_DEMAS = ("ZC-2022-1/T1.1/PUE-C5", "ZC-2022-1/T1.1/PUE-UPC", "ZC-2022-1/T4.1/PUE-C5", "ZC-2022-1/T4.1/PUE-UPC")


def planear_el(dia: date) -> list[Aviso]:
    with reloj.fijo(dia):
        return planear(dia)


def lo_de(correo: str, dia: date) -> dict[str, str]:
    """Clave de la obligación → peldaño, de lo que lleva el resumen de esa persona ese día."""
    renglones = RenglonDeAviso.objects.filter(aviso__correo=correo, aviso__para_el=dia)
    return dict(renglones.values_list("obligacion__clave", "motivo"))


def test_el_dia_de_la_firma_cada_quien_recibe_lo_que_vence_en_siete_dias():
    """Las 35 designaciones del 12 de julio: dos enlaces y, donde no hay, quince contactos oficiales."""
    avisos = planear_el(FIRMA)
    assert len(avisos) == 17
    assert RenglonDeAviso.objects.count() == 35
    assert set(RenglonDeAviso.objects.values_list("motivo", "vence_el")) == {("d-7", VENCE)}
    assert lo_de(PUEBLA, FIRMA) == {
        "ZC-2022-1/T1.1/PUE-C5": "d-7",
        "ZC-2022-1/T1.1/PUE-UPC": "d-7",
        "ZC-2022-1/T3.1/PUE-SS": "d-7",
        "ZC-2022-1/T4.1/PUE-C5": "d-7",
        "ZC-2022-1/T4.1/PUE-UPC": "d-7",
    }
    assert lo_de("titular.tlax-ss@demo.mx", FIRMA) == {"ZC-2022-1/T3.1/TLAX-SS": "d-7"}


@pytest.mark.parametrize(
    ("dia", "motivo"),
    [(date(2022, 7, 5), "d-7"), (date(2022, 7, 11), "d-1"), (date(2022, 7, 12), "d-0"), (date(2022, 7, 13), "d+1"), (date(2022, 7, 18), "lunes 2022-07-18")],
)
def test_peldanos_de_las_designaciones(dia, motivo):
    planear_el(dia)
    de_designar = RenglonDeAviso.objects.filter(vence_el=VENCE)
    assert set(de_designar.values_list("motivo", flat=True)) == {motivo}
    assert de_designar.count() == 35


@pytest.mark.parametrize("dia", [date(2022, 7, 6), date(2022, 7, 8), date(2022, 7, 9), date(2022, 7, 10), date(2022, 7, 16)])
def test_los_dias_sin_peldano_y_los_fines_de_semana_no_se_avisa(dia):
    assert planear_el(dia) == []
    assert Aviso.objects.count() == 0


def test_planear_dos_veces_no_agrega_nada():
    assert len(planear_el(FIRMA)) == 17
    assert planear_el(FIRMA) == []
    assert (Aviso.objects.count(), RenglonDeAviso.objects.count()) == (17, 35)


def test_de_corrido_un_mes_nadie_recibe_dos_veces_lo_mismo():
    for n in range(31):
        planear_el(FIRMA + timedelta(days=n))
        como_si_salieran(FIRMA + timedelta(days=n))
    repetidos = RenglonDeAviso.objects.values_list("obligacion", "motivo", "vence_el", "aviso__correo")
    assert len(repetidos) == len(set(repetidos))
    dias = set(Aviso.objects.filter(correo=PUEBLA).values_list("para_el", flat=True))
    assert {d.weekday() for d in dias} <= {0, 1, 2, 3, 4}
    assert sorted(dias) == [date(2022, 7, 5), date(2022, 7, 11), date(2022, 7, 12), date(2022, 7, 13), date(2022, 7, 18), date(2022, 7, 25), date(2022, 8, 1)]


def test_el_aviso_de_dias_apagados_sale_al_encender_y_una_sola_vez():
    planear_el(FIRMA)
    planear_el(date(2022, 7, 14))  # apagado del 6 al 13: D-1, D-0 y D+1 se perdieron; sale el último
    assert set(lo_de(PUEBLA, date(2022, 7, 14)).values()) == {"d+1"}
    planear_el(date(2022, 7, 15))
    assert lo_de(PUEBLA, date(2022, 7, 15)) == {}


def test_lo_entregado_no_se_recuerda(hoy):
    presentar()
    planear_el(VENCE)
    assert "ZC-2022-1/T3.1/PUE-SS" not in lo_de(PUEBLA, VENCE)
    assert len(lo_de(PUEBLA, VENCE)) == 4


def test_a_quien_espera_insumo_no_se_le_recuerda_y_a_quien_lo_debe_si():
    """A8: las siete secretarías esperan el diagnóstico del CNI, que vencía el 18 de julio."""
    vence = date(2022, 9, 30)
    planear_el(vence)
    planear_el(date(2022, 7, 18))
    assert not RenglonDeAviso.objects.filter(obligacion__clave__startswith="ZC-2022-1/A8.1").exists()
    assert RenglonDeAviso.objects.filter(obligacion__clave__startswith="ZC-2022-1/A8.2", aviso__para_el=date(2022, 7, 18)).count() == 1


def test_con_el_plazo_suspendido_no_se_recuerda_y_al_reanudarse_si(hoy):
    o = suspendida(DE_PUEBLA)
    planear_el(VENCE)
    assert DE_PUEBLA not in lo_de(PUEBLA, VENCE)
    assert len(lo_de(PUEBLA, VENCE)) == 4
    o.refresh_from_db()
    with reloj.fijo(date(2022, 7, 20)):
        nueva = reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 19), version=o.version).vence_el
    assert nueva == date(2022, 7, 26)  # catorce días, del 6 al 19, que no contaron
    planear_el(nueva)
    assert lo_de(PUEBLA, nueva)[DE_PUEBLA] == "d-0"


def test_cada_institucion_se_avisa_con_el_calendario_que_adopto(hoy):
    """El martes 12 es inhábil solo en la Secretaría de Puebla: su aviso del mismo día se adelanta al lunes 11."""
    propio = crear_calendario(por=analista(), clave="pue-2022", nombre="Puebla 2022", fuente="PO")
    agregar_inhabil(por=analista(), calendario=propio, fecha=VENCE, motivo="Asueto local", fuente="PO")
    adoptar_calendario(por=analista(), institucion=Institucion.objects.get(clave="PUE-SS"), calendario=propio, desde=hoy, fuente="Acuerdo 1")
    planear_el(date(2022, 7, 11))
    assert lo_de(PUEBLA, date(2022, 7, 11)) == {c: "d-0" if c == DE_PUEBLA else "d-1" for c in (DE_PUEBLA, *DE_LAS_DEMAS)}
    planear_el(VENCE)
    assert lo_de(PUEBLA, VENCE) == dict.fromkeys(DE_LAS_DEMAS, "d-0")


def test_una_designacion_con_materia_solo_recibe_la_suya_y_lo_demas_va_al_contacto(hoy):
    upc = Institucion.objects.get(clave="TLAX-UPC")
    primera = Obligacion.objects.get(clave="ZC-2022-1/T1.1/TLAX-UPC").compromiso.disposicion
    designar(por=facultades_del_sistema(hoy), email="sara@tlaxcala.mx", nombre="Sara", rol=Rol.ENLACE_TITULAR, institucion=upc, materia=primera, desde=FIRMA)
    planear_el(VENCE)
    assert lo_de("sara@tlaxcala.mx", VENCE) == {"ZC-2022-1/T1.1/TLAX-UPC": "d-0"}
    assert lo_de("titular.tlax-upc@demo.mx", VENCE) == {"ZC-2022-1/T4.1/TLAX-UPC": "d-0"}


def test_una_persona_enlace_de_tres_instituciones_recibe_un_solo_correo():
    planear_el(FIRMA)
    assert Aviso.objects.filter(correo=PUEBLA).count() == 1
    assert Designacion.objects.filter(usuario__email=PUEBLA).count() == 3


def test_si_no_hay_a_quien_escribir_queda_dicho():
    ss = Institucion.objects.get(clave="MOR-SS")
    ContactoInstitucional.objects.filter(institucion=ss).update(correo="")
    planear_el(FIRMA)
    suprimido = Aviso.objects.get(estado=EstadoAviso.SUPRIMIDO)
    assert (suprimido.institucion, suprimido.correo, suprimido.motivo) == (ss, "", SIN_DESTINATARIO)
    assert Aviso.objects.exclude(pk=suprimido.pk).count() == 16


def test_si_cambia_el_enlace_el_entrante_recibe_lo_suyo_el_mismo_dia():
    planear_el(FIRMA)
    por = facultades_del_sistema(FIRMA)
    for designacion in Designacion.objects.filter(usuario__email=PUEBLA, institucion__clave="PUE-SS"):
        designacion.vigencia = (FIRMA - timedelta(days=30), None)
        designacion.save()
        designacion.refresh_from_db()
        with reloj.fijo(FIRMA):
            terminar_designacion(por=por, designacion=designacion, el=FIRMA, motivo="Relevo")
            designar(por=por, email="nuevo@puebla.mx", nombre="Nuevo", rol=Rol.ENLACE_TITULAR, institucion=designacion.institucion)
    nuevos = planear_el(FIRMA)
    assert [a.correo for a in nuevos] == ["nuevo@puebla.mx"]
    assert lo_de("nuevo@puebla.mx", FIRMA) == {"ZC-2022-1/T3.1/PUE-SS": "d-7"}


def test_prever_dice_lo_mismo_que_se_planea_antes_y_despues_de_planearlo():
    with reloj.fijo(FIRMA):
        antes = prever(FIRMA)
        planear(FIRMA)
        despues = prever(FIRMA)
    assert sorted(antes.por_correo) == sorted(Aviso.objects.values_list("correo", flat=True))
    assert {r.obligacion.clave: r.peldano for r in antes.por_correo[PUEBLA]} == lo_de(PUEBLA, FIRMA)
    assert antes.por_correo == despues.por_correo


def test_planear_es_una_sola_instruccion_y_pocas_consultas(django_assert_num_queries):
    with reloj.fijo(VENCE), django_assert_num_queries(13) as dichas:
        assert len(planear(VENCE)) == 17
    assert sum("INSERT INTO enlaces_renglondeaviso" in c["sql"] for c in dichas.captured_queries) == 1
