"""La escalera en SQL dice lo mismo que en Python: la misma tabla de casos, sobre una obligación de verdad."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia.models import DiaInhabil, Institucion, Obligacion
from enlaces.domain.avisos import clase_de
from enlaces.models import Aviso, EstadoAviso, Regla, ReglaDeAviso, RenglonDeAviso
from enlaces.queries.debidos import debidos
from tests.enlaces.domain.casos_avisos import CASOS, Caso
from tests.enlaces.escena import DE_PUEBLA, a_las_ocho, obligacion

pytestmark = pytest.mark.django_db


def poner(c: Caso) -> Obligacion:
    """La obligación con los rasgos del caso, nacida antes de cualquiera de sus fechas."""
    o = obligacion(DE_PUEBLA)
    rasgos = {k: v for k, v in vars(c.rasgos).items() if k != "espera_insumo"}
    cumplida = {"cumplida_el": c.rasgos.primera_entrega_el} if c.rasgos.estado == "cumplida" else {}
    Obligacion.objects.filter(pk=o.pk).update(**rasgos, **cumplida, nace_el="2022-01-01", vence_original_el=c.rasgos.vence_el, periodo=c.periodicidad[:10])
    type(o.compromiso).objects.filter(pk=o.compromiso_id).update(plazo_periodicidad=c.periodicidad, ratificar_cada=c.ratificar_cada)
    if c.rasgos.espera_insumo:
        o.insumos.add(obligacion("ZC-2022-1/A8.2/CNI-PM") if Obligacion.objects.filter(clave="ZC-2022-1/A8.2/CNI-PM").exists() else _otra(o))
    DiaInhabil.objects.all().delete()
    ss = Institucion.objects.get(clave="PUE-SS")
    DiaInhabil.objects.bulk_create(DiaInhabil(calendario=ss.calendario, fecha=f, motivo="Del caso") for f in c.inhabiles)
    _enviar(c, o, ss)
    if c.otra:
        Obligacion.objects.filter(pk=_otra(o).pk).update(
            compromiso_id=o.compromiso_id, periodo="otra", vence_el=c.otra, vence_original_el=c.otra, nace_el="2022-01-01", permanente=False
        )
        _otra(o).partes.update(institucion=ss)
    return o


def _otra(o: Obligacion) -> Obligacion:
    return Obligacion.objects.filter(estado="pendiente").exclude(pk=o.pk).order_by("clave")[0]


def _enviar(c: Caso, o: Obligacion, ss: Institucion) -> None:
    """Los correos que ya salieron después de vencer."""
    clase = clase_de(permanente=c.rasgos.permanente, periodo=c.periodicidad)
    regla = ReglaDeAviso.objects.get(clase=clase, momento="despues", papel="enlace")
    plazo = c.rasgos.subsanar_el or c.rasgos.ratificar_el or c.rasgos.vence_el
    for n, dia in enumerate(sorted(set(c.enviado or ()))):
        datos = {"clave": f"ya-{n}", "message_id": f"<{n}@x>", "para_el": dia, "planeado_en": a_las_ocho(dia), "correo": "x@demo.mx"}
        aviso = Aviso.objects.create(regla=Regla.RESUMEN, estado=EstadoAviso.ENVIADO, enviado_en=a_las_ocho(dia), **datos)
        RenglonDeAviso.objects.create(aviso=aviso, obligacion=o, institucion=ss, regla=regla, correo="x@demo.mx", motivo=f"ya-{n}", vence_el=plazo)


@pytest.mark.parametrize("c", CASOS, ids=[c.nombre for c in CASOS])
def test_la_tabla_de_casos_en_sql(c: Caso):
    o = poner(c)
    consulta = debidos(c.dia, c.dia, desde=c.desde or c.dia - timedelta(days=1), instituciones=[Institucion.objects.get(clave="PUE-SS").pk])
    dichos = []
    if consulta is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {consulta.sql} SELECT papel, motivo FROM elegidas WHERE obligacion = %s ORDER BY papel", [*consulta.parametros, o.pk])
            dichos = cursor.fetchall()
    assert dichos == c.espera


def test_una_regla_apagada_o_fuera_de_su_vigencia_no_cuenta():
    vence = obligacion(DE_PUEBLA).vence_el
    ReglaDeAviso.objects.filter(clase="unica", momento="antes", dias=0).update(activa=False)
    ReglaDeAviso.objects.filter(clase="unica", momento="antes", dias=1).update(vigencia=DateRange(None, vence - timedelta(days=1)))
    for dia in (vence, vence - timedelta(days=1)):
        consulta = debidos(dia, dia)
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {consulta.sql} SELECT count(*) FROM elegidas WHERE fecha = %s", [*consulta.parametros, vence])
            assert cursor.fetchone() == (0,)
