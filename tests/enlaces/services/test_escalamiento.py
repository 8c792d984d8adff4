"""La escalera subida por correos de verdad: quién se entera, cuándo, y la tarea que deja a la Secretaría Técnica."""

import re
from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import ContactoInstitucional, Hecho, Obligacion
from enlaces.models import Aviso, EstadoAviso, RenglonDeAviso, TareaDeRequerimiento
from enlaces.queries.requerimientos import abiertas
from enlaces.services.cartas import redactar
from enlaces.services.planeacion import planear
from enlaces.services.requerimientos import TareaImposible, cerrar_requerimiento
from tests import reparto
from tests.enlaces.escena import DE_PUEBLA, FIRMA, como_si_salieran, presentar

pytestmark = pytest.mark.django_db
PUEBLA, TITULAR = "enlace.puebla@demo.mx", "titular.pue-ss@demo.mx"
A_LOS_QUINCE = date(2022, 7, 27)


def pasan_los_dias(hasta: date, *, apagado: tuple[date, date] | None = None) -> None:
    dia = FIRMA
    while dia <= hasta:
        if not (apagado and apagado[0] <= dia <= apagado[1]):
            with reloj.fijo(dia):
                planear(dia)
            como_si_salieran(dia)
        dia += timedelta(days=1)


def lo_de(correo: str, clave: str = DE_PUEBLA) -> list[tuple[str, str]]:
    filas = RenglonDeAviso.objects.filter(aviso__correo=correo, obligacion__clave=clave).order_by("aviso__para_el")
    return [(d.isoformat()[5:], m) for d, m in filas.values_list("aviso__para_el", "motivo")]


def test_a_los_quince_dias_se_entera_el_titular_y_queda_la_tarea(hoy):
    pasan_los_dias(A_LOS_QUINCE)
    assert lo_de(PUEBLA) == [
        ("07-05", "d-7"),
        ("07-11", "d-1"),
        ("07-12", "d-0"),
        ("07-13", "d+1"),
        ("07-18", "lunes 2022-07-18"),
        ("07-25", "lunes 2022-07-25"),
    ]
    assert lo_de(TITULAR) == [("07-27", "d+15")]
    tarea = TareaDeRequerimiento.objects.get(obligacion__clave=DE_PUEBLA)
    assert (tarea.institucion.clave, tarea.vence_el, tarea.creada_el, tarea.avisos) == ("PUE-SS", date(2022, 7, 12), A_LOS_QUINCE, 3)


# La misma carta a quien tiene enlace que no contesta y a quien ni siquiera lo ha designado: a este no se le culpa de un enlace que no hay.
AL_TITULAR = """\
{titular}:

{razon}

Esto te toca responder:

Disposición transitoria TERCERA · Primera Reunión Zona Centro 2022

- (*) Venció el martes 12 de julio de 2022: nombrar a un enlace de forma individual
  {institucion} · {clave}
  https://seguimiento.gob.mx/obligaciones/<id>/

Se cumple presentando el oficio en el portal. Lo que no se presenta en su plazo queda
vencido, y así lo muestran el tablero y los informes a la Conferencia.
{designa}
Ver mis pendientes: https://seguimiento.gob.mx/mis-pendientes/

--
Recibes este correo porque es el correo oficial, {por_que}, de la {institucion}.
Es un envío automático: lo que se responda aquí no se lee.
Los plazos vencen al terminar el día, en hora de la Ciudad de México.
Seguimiento de Acuerdos · Secretaría Técnica de la Conferencia
"""


@pytest.mark.parametrize(
    ("clave", "asunto", "dicho"),
    [
        (
            "PUE-SS",
            "Sin respuesta: venció el 12 de julio: nombrar a un enlace…",
            {
                "razon": "Quien responde por la institución no ha contestado lo marcado con (*), y hace\n"
                "más de quince días que venció. La Secretaría Técnica prepara el oficio de requerimiento.",
                "institucion": "Secretaría de Seguridad de Puebla",
                "por_que": "y su enlace no ha contestado",
                "designa": "",
            },
        ),
        (
            "MOR-SS",
            "Sin respuesta: venció el 12 de julio: nombrar a un enlace…",
            {
                "razon": "La institución no ha designado enlace ni contestado lo marcado con (*), y hace\n"
                "más de quince días que venció. La Secretaría Técnica prepara el oficio de requerimiento.",
                "institucion": "Secretaría de Seguridad de Morelos",
                "por_que": "mientras no designe enlace",
                "designa": "\nDesigna por oficio a tu enlace: desde entonces los avisos le llegarán a esa persona.\n",
            },
        ),
    ],
)
def test_lo_que_se_le_dice_al_titular_palabra_por_palabra(settings, clave, asunto, dicho):
    settings.BASE_URL, settings.CORREO_BUZON = "https://seguimiento.gob.mx", ""
    pasan_los_dias(A_LOS_QUINCE)
    correo = f"titular.{clave.lower()}@demo.mx"
    with reloj.fijo(A_LOS_QUINCE):
        carta = redactar(Aviso.objects.get(correo=correo, para_el=A_LOS_QUINCE))
    assert carta.asunto == asunto
    titular = ContactoInstitucional.objects.get(institucion__clave=clave)
    esperado = AL_TITULAR.format(titular=titular.titular or titular.cargo, clave=f"ZC-2022-1/T3.1/{clave}", **dicho)
    assert re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", re.sub(r"\n{3,}", "\n\n", carta.texto.strip())) == re.sub(r"\n{3,}", "\n\n", esperado.strip())


def test_seguir_un_mes_mas_no_escala_dos_veces():
    pasan_los_dias(A_LOS_QUINCE + timedelta(days=30))
    assert lo_de(TITULAR) == [("07-27", "d+15")]
    assert TareaDeRequerimiento.objects.filter(obligacion__clave=DE_PUEBLA).count() == 1


def test_si_los_recordatorios_no_salieron_la_escalera_no_avanza():
    """Apagado del 13 al 24 de julio: el primer correo tras vencer sale el lunes 25, y el titular se entera dos semanas después."""
    pasan_los_dias(date(2022, 8, 8), apagado=(date(2022, 7, 13), date(2022, 7, 24)))
    assert lo_de(PUEBLA)[3:] == [("07-25", "d+1"), ("08-01", "lunes 2022-08-01"), ("08-08", "lunes 2022-08-08")]
    assert lo_de(TITULAR) == [("08-08", "d+15")]


def test_lo_presentado_saca_la_tarea_de_la_lista_y_cerrarla_pide_la_razon(hoy):
    pasan_los_dias(A_LOS_QUINCE)
    de_hidalgo = TareaDeRequerimiento.objects.get(obligacion__clave="ZC-2022-1/T3.1/HGO-SS")
    with reloj.fijo(A_LOS_QUINCE):
        presentar()
        assert DE_PUEBLA not in {t.obligacion.clave for t in abiertas()}
        por = reparto.facultades(reparto.analista())
        with pytest.raises(TareaImposible, match="por qué"):
            cerrar_requerimiento(por=por, tarea=de_hidalgo, nota="  ")
        cerrar_requerimiento(por=por, tarea=de_hidalgo, nota="Oficio ST/12/2022")
        with pytest.raises(TareaImposible, match="ya la había cerrado"):
            cerrar_requerimiento(por=por, tarea=de_hidalgo, nota="Otra vez")
    assert de_hidalgo.obligacion.clave not in {t.obligacion.clave for t in abiertas()}
    assert Hecho.objects.filter(clase="requerimiento.cerrado", obligacion_id=de_hidalgo.obligacion_id).count() == 1


def test_una_fecha_movida_empieza_otra_escalera():
    pasan_los_dias(date(2022, 7, 13))
    Obligacion.objects.filter(clave=DE_PUEBLA).update(vence_el=date(2022, 7, 22))
    with reloj.fijo(date(2022, 7, 15)):
        planear(date(2022, 7, 15))
    assert lo_de(PUEBLA)[-1] == ("07-15", "d-7")


def test_sin_correo_del_titular_la_tarea_queda_igual():
    ContactoInstitucional.objects.filter(institucion__clave="PUE-SS").update(correo="")
    pasan_los_dias(A_LOS_QUINCE)
    assert lo_de(TITULAR) == []
    assert TareaDeRequerimiento.objects.filter(obligacion__clave=DE_PUEBLA).exists()
    assert not Aviso.objects.filter(estado=EstadoAviso.SUPRIMIDO, institucion__clave="PUE-SS").exists()
