"""Del 5 al 29 de julio, con lo que las personas hacen entre que se planea (05:30) y se envía (08:00): a nadie le llega lo que ya no es cierto.

La tabla está escrita a mano. El lunes 25 y el martes 26 el sistema está apagado.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Designacion, Entrega, Institucion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import designar, terminar_designacion
from enlaces.models import Aviso, EstadoAviso, RenglonDeAviso
from enlaces.services.buzon.pasos import atender_pendientes
from enlaces.services.buzon.recogida import subido
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from enlaces.services.jornada import planear_todo
from enlaces.services.preparacion import preparar_los_de_hoy
from tests import reparto
from tests.conferencia.presentaciones import observar, presentar
from tests.enlaces.correos import correo
from tests.enlaces.libro import REUNION
from tests.enlaces.prorrogas import hidalgo_pide_prorroga, se_concede

pytestmark = pytest.mark.django_db

PRIMERO, ULTIMO = date(2022, 7, 5), date(2022, 7, 29)
APAGADO = (date(2022, 7, 25), date(2022, 7, 26))
PUEBLA, HIDALGO, NUEVO, SARA = "enlace.puebla@demo.mx", "enlace.hidalgo@demo.mx", "nuevo@puebla.mx", "sara@morelos.gob.mx"


def puebla_entrega() -> None:
    presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/1")


def se_le_observa() -> None:
    observar(Entrega.objects.get(obligacion__clave=f"{REUNION}T3.1/PUE-SS"), "Falta el cargo.", subsanar_el=date(2022, 7, 21))


def relevan_al_enlace_del_c5() -> None:
    por, c5 = facultades_del_sistema(reloj.hoy()), Institucion.objects.get(clave="PUE-C5")
    terminar_designacion(por=por, designacion=Designacion.objects.get(usuario__email=PUEBLA, institucion=c5), el=reloj.hoy(), motivo="Relevo")
    designar(por=por, email=NUEVO, nombre="Nuevo", rol=Rol.ENLACE_TITULAR, institucion=c5)


def morelos_designa() -> None:
    designar(
        por=facultades_del_sistema(reloj.hoy()),
        email=SARA,
        nombre="Sara Ríos",
        rol=Rol.ENLACE_TITULAR,
        institucion=Institucion.objects.get(clave="MOR-SS"),
    )


def escribe_la_upc() -> None:
    subido(correo(asunto="Reporte ZC-2022-1/T1.1/PUE-UPC"), recibido_en=reloj.ahora(), por=None)
    atender_pendientes()


ACTOS: dict[tuple[str, str], Callable[[], None]] = {
    ("07-11", "10:00"): hidalgo_pide_prorroga,
    ("07-12", "07:57"): puebla_entrega,
    ("07-12", "07:58"): se_concede,
    ("07-12", "07:59"): escribe_la_upc,
    ("07-13", "07:59"): relevan_al_enlace_del_c5,
    ("07-14", "10:00"): se_le_observa,
    ("07-18", "07:59"): morelos_designa,
}

A_MANO: dict[tuple[str, str], list[tuple[str, str]]] = {
    # Entrega el día que vence, tres minutos antes de las ocho: ese día ya no se le recuerda. Observada, corre su plazo para subsanar, el 21;
    # su D-7 es el mismo 14 en que se observa y sale en la siguiente planeación. El 25 y el 26 no hay quien avise: el 22 fue «el día siguiente» y
    # el lunes sale el miércoles.
    (PUEBLA, "T3.1/PUE-SS"): [
        ("07-05", "d-7"),
        ("07-11", "d-1"),
        ("07-15", "d-7"),
        ("07-20", "d-1"),
        ("07-21", "d-0"),
        ("07-22", "d+1"),
        ("07-27", "lunes 2022-07-25"),
    ],
    # Se le concede hasta el 22 dos minutos antes: el aviso de «vence hoy» no sale, y empieza otra escalera.
    (HIDALGO, "T3.1/HGO-SS"): [("07-05", "d-7"), ("07-11", "d-1"), ("07-15", "d-7"), ("07-21", "d-1"), ("07-22", "d-0"), ("07-27", "d+1")],
    # Escribe con su oficio un minuto antes: recibida por confirmar, se calla para siempre.
    (PUEBLA, "T1.1/PUE-UPC"): [("07-05", "d-7"), ("07-11", "d-1")],
    # La otra de la misma institución sigue, sube a su titular y el lunes apagado sale el miércoles.
    (PUEBLA, "T4.1/PUE-UPC"): [
        ("07-05", "d-7"),
        ("07-11", "d-1"),
        ("07-12", "d-0"),
        ("07-13", "d+1"),
        ("07-18", "lunes 2022-07-18"),
        ("07-27", "lunes 2022-07-25"),
    ],
    ("titular.pue-upc@demo.mx", "T4.1/PUE-UPC"): [("07-27", "d+15")],
    # Relevada entre planear y enviar: lo del 13 ya es del entrante.
    (PUEBLA, "T1.1/PUE-C5"): [("07-05", "d-7"), ("07-11", "d-1"), ("07-12", "d-0")],
    (NUEVO, "T1.1/PUE-C5"): [("07-13", "d+1"), ("07-18", "lunes 2022-07-18"), ("07-27", "lunes 2022-07-25")],
    # Sin enlace, lo recibe el correo oficial; el 18 designan y desde ese mismo lunes lo recibe ella, y él solo el escalamiento.
    ("titular.mor-ss@demo.mx", "T3.1/MOR-SS"): [("07-05", "d-7"), ("07-11", "d-1"), ("07-12", "d-0"), ("07-13", "d+1"), ("07-27", "d+15")],
    (SARA, "T3.1/MOR-SS"): [("07-18", "lunes 2022-07-18"), ("07-27", "lunes 2022-07-25")],
}


def a_las(dia: date, hora: str) -> datetime:
    return datetime.combine(dia, time.fromisoformat(hora), reloj.MEXICO)


def un_dia(dia: date) -> None:
    """De madrugada se planea y se redacta, las personas hacen lo suyo y a las ocho se envía; a las once sale lo que se decidió después."""
    with reloj.fijo(a_las(dia, "05:30")):
        planear_todo(dia)
        preparar_los_de_hoy()
    for hora in ("07:57", "07:58", "07:59", "08:00", "10:00", "11:00"):
        with reloj.fijo(a_las(dia, hora)):
            if acto := ACTOS.get((dia.isoformat()[5:], hora)):
                acto()
            if hora in ("08:00", "11:00"):
                planear_inmediatos()
                enviar_pendientes()


@pytest.fixture
def vivido(buzon, settings):
    settings.EMAIL_TIMEOUT = 300
    settings.CORREO_BUZON = ""
    dia = PRIMERO
    while dia <= ULTIMO:
        if dia not in APAGADO and dia.weekday() < 5:
            un_dia(dia)
        dia += timedelta(days=1)
    return buzon


def de_plazos(quien: str, clave: str) -> list[tuple[str, str]]:
    """(día en que salió, peldaño) de lo que de verdad se envió."""
    filas = RenglonDeAviso.objects.filter(aviso__estado=EstadoAviso.ENVIADO, vigente=True, regla__isnull=False, correo=quien, obligacion__clave=REUNION + clave)
    return [(en.astimezone(reloj.MEXICO).date().isoformat()[5:], m) for en, m in filas.order_by("aviso__enviado_en").values_list("aviso__enviado_en", "motivo")]


def inmediatos() -> list[tuple[str, str, str]]:
    filas = Aviso.objects.filter(estado=EstadoAviso.ENVIADO, hecho__isnull=False).order_by("enviado_en", "regla", "correo")
    return [(en.astimezone(reloj.MEXICO).isoformat()[5:16], regla, correo) for en, regla, correo in filas.values_list("enviado_en", "regla", "correo")]


def test_lo_que_pasa_entre_planear_y_enviar(vivido):
    assert {de: de_plazos(*de) for de in A_MANO} == A_MANO
    enviados = Aviso.objects.filter(estado=EstadoAviso.ENVIADO)
    ids = [dict(c.encabezados)["Message-ID"] for c in vivido.correos]
    assert sorted(ids) == sorted(enviados.values_list("message_id", flat=True))  # lo registrado es lo que llegó, una vez cada uno
    # Lo que un correo dice es lo que consta: a nadie le llegó escrito lo que ya no era cierto.
    for aviso in enviados.filter(regla="resumen"):
        dichas = {c.removeprefix(REUNION) for c in aviso.renglones.filter(vigente=True).values_list("obligacion__clave", flat=True)}
        assert aviso.cuerpo_texto.count(REUNION) == len(dichas)
        assert all(REUNION + c in aviso.cuerpo_texto for c in dichas)
    assert [i for i in inmediatos() if i[1] in ("acuse", "resolucion", "observacion")] == [
        ("07-11T11:00", "acuse", HIDALGO),
        ("07-12T08:00", "acuse", PUEBLA),
        ("07-12T11:00", "resolucion", HIDALGO),
        ("07-14T11:00", "observacion", PUEBLA),
    ]
    # El correo que a Morelos le tocaba el 18 no salió, y dice por qué.
    suprimidos = Aviso.objects.filter(estado=EstadoAviso.SUPRIMIDO).values_list("correo", "para_el")
    assert list(suprimidos) == [("titular.mor-ss@demo.mx", date(2022, 7, 18))]
