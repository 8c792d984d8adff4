"""El resumen que cada mañana le dice a la Secretaría Técnica qué espera por ella, palabra por palabra."""

import re
from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import DiaInhabil, Institucion
from enlaces.models import Aviso, Rebote, Regla, TareaDeRequerimiento
from enlaces.services.buzon.pasos import atender_pendientes
from enlaces.services.buzon.recogida import subido
from enlaces.services.cartas import redactar
from enlaces.services.resumen_de_secretaria import planear_secretaria
from tests import reparto
from tests.enlaces.correos import correo
from tests.enlaces.escena import FIRMA, a_las_ocho, obligacion, presentar

pytestmark = pytest.mark.django_db
LUNES = FIRMA + timedelta(days=6)
DICHO = """\
Andrés Lira (demo):

Esto espera por la Secretaría Técnica:

Esperan revisión desde hace más de cinco días: 1

- Nombrar a un enlace de forma individual
  Secretaría de Seguridad de Puebla · desde el martes 5 de julio de 2022
  https://seguimiento.gob.mx/bandeja/<id>/

Por revisar: 1

- Nombrar a un enlace de forma individual
  Secretaría de Seguridad de Hidalgo · desde el viernes 8 de julio de 2022
  https://seguimiento.gob.mx/bandeja/<id>/

Llegó por correo y falta confirmarlo: 1

- Reporte ZC-2022-1/T1.1/PUE-UPC
  De enlace.puebla@demo.mx
  https://seguimiento.gob.mx/bandeja/correo/<id>/

Correos en cuarentena: 1

- Para lo que corresponda
  De alguien@correo.mx · No se conoce a quien lo manda.
  https://seguimiento.gob.mx/bandeja/correo/<id>/

Direcciones que rebotan: 1

- titular.mor-ss@demo.mx
  buzón lleno
  https://seguimiento.gob.mx/bandeja/rebotes/

Instituciones sin enlace: 19

- C5 u homólogo de Guerrero
  Desde el martes 5 de julio de 2022 · 4 por responder · los avisos van a titular.gro-c5@demo.mx
  https://seguimiento.gob.mx/enlaces/instituciones/GRO-C5/

- C5 u homólogo de Morelos
  Desde el martes 5 de julio de 2022 · 4 por responder · los avisos van a titular.mor-c5@demo.mx
  https://seguimiento.gob.mx/enlaces/instituciones/MOR-C5/

- C5 u homólogo de Tlaxcala
  Desde el martes 5 de julio de 2022 · 4 por responder · los avisos van a titular.tlax-c5@demo.mx
  https://seguimiento.gob.mx/enlaces/instituciones/TLAX-C5/

- C5 u homólogo de la Ciudad de México
  Desde el martes 5 de julio de 2022 · 4 por responder · los avisos van a titular.cdmx-c5@demo.mx
  https://seguimiento.gob.mx/enlaces/instituciones/CDMX-C5/

- C5 u homólogo del Estado de México
  Desde el martes 5 de julio de 2022 · 4 por responder · los avisos van a titular.mex-c5@demo.mx
  https://seguimiento.gob.mx/enlaces/instituciones/MEX-C5/
  Todos: https://seguimiento.gob.mx/enlaces/vacantes/

Abrir la bandeja: https://seguimiento.gob.mx/bandeja/
"""


@pytest.fixture
def carta(settings):
    """Lunes 11: Puebla presentó el 5 y Hidalgo el 8; llegó un correo con oficio y otro de nadie; una dirección rebota."""
    settings.BASE_URL = "https://seguimiento.gob.mx"
    with reloj.fijo(a_las_ocho(FIRMA)):
        presentar(numero="SSP/1/2022")
    with reloj.fijo(a_las_ocho(LUNES - timedelta(days=3))):
        presentar("ZC-2022-1/T3.1/HGO-SS", quien=reparto.enlace_ajeno(), numero="HGO/2/2022")
    with reloj.fijo(a_las_ocho(LUNES)) as ahora:
        subido(correo(asunto="Reporte ZC-2022-1/T1.1/PUE-UPC"), recibido_en=ahora, por=None)
        subido(correo(de="Nadie <alguien@correo.mx>", asunto="Para lo que corresponda"), recibido_en=ahora, por=None)
        atender_pendientes()
        Rebote.objects.create(direccion="titular.mor-ss@demo.mx", permanente=True, probado=True, dicho="buzón lleno", rebotado_en=ahora)
        Aviso.objects.filter(regla=Regla.RECIBIDO).delete()
        planear_secretaria(LUNES)
        yield redactar(Aviso.objects.get(regla=Regla.SECRETARIA, usuario=reparto.analista()))


def test_el_resumen_dice_todo_lo_que_espera_palabra_por_palabra(carta):
    assert carta.asunto == "Esperan revisión desde hace más de cinco días: 1, y 5 asuntos más"
    dicho, _, pie = carta.texto.partition("\n--\n")
    assert re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", dicho) == DICHO
    assert pie.startswith("Recibes este correo porque eres de la Secretaría Técnica.")


# --- Qué días sale --------------------------------------------------------------------------------------------------------


def sale(dia: date) -> bool:
    with reloj.fijo(a_las_ocho(dia)):
        return len(planear_secretaria(dia)) == 2


def test_lo_que_sigue_igual_se_dice_al_abrir_la_semana_y_el_dia_que_cambia():
    """Diecinueve instituciones sin enlace no son noticia cada mañana."""
    assert [sale(FIRMA + timedelta(days=n)) for n in range(7)] == [True, False, False, False, False, False, True]  # martes 5 … lunes 11
    upc = Institucion.objects.get(clave="MOR-UPC")
    martes, miercoles = LUNES + timedelta(days=1), LUNES + timedelta(days=2)
    o = obligacion("ZC-2022-1/T1.1/MOR-UPC")
    TareaDeRequerimiento.objects.create(obligacion=o, institucion=upc, vence_el=FIRMA - timedelta(days=20), creada_el=martes, avisos=3)
    type(o).objects.filter(pk=o.pk).update(vence_el=FIRMA - timedelta(days=20), nace_el=FIRMA - timedelta(days=40))
    assert [sale(martes), sale(miercoles)] == [True, False]
    with reloj.fijo(a_las_ocho(miercoles)):
        presentar()
    assert sale(miercoles)  # lo que espera por ella, todos los días
    assert sale(miercoles + timedelta(days=1))


def test_si_el_lunes_es_inhabil_la_semana_se_abre_el_martes():
    st = Institucion.objects.get(clave="ST-CNSSP")
    DiaInhabil.objects.create(calendario=st.calendario, fecha=LUNES, motivo="Asueto")
    assert sale(FIRMA)
    assert [sale(LUNES + timedelta(days=n)) for n in range(3)] == [False, True, False]
