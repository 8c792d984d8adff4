"""La escalera en Python: su tabla de casos, y una obligación seguida día por día."""

from datetime import date, timedelta

import pytest

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.situacion import Rasgos
from enlaces.domain.avisos import POR_OMISION, Clase, Enviado, Momento, Papel, Regla, cada_cuanto, clase_de, peldanos, ventana
from tests.enlaces.domain.casos_avisos import CASOS, VENCE, Caso, d

UN_DIA = timedelta(days=1)


def tocan(c: Caso) -> list[tuple[str, str]]:
    clase = clase_de(permanente=c.rasgos.permanente, periodo=c.periodicidad)
    reglas = [r for r in POR_OMISION if r.clase == clase]
    v = ventana(CalendarioHabil(c.inhabiles), desde=c.desde or c.dia - UN_DIA, hoy=c.dia)
    cada = cada_cuanto(clase, c.periodicidad, c.ratificar_cada)
    dichos = peldanos(c.rasgos, reglas, v, enviado=Enviado(*(c.enviado or ())), cada=cada, otras=[c.otra] if c.otra else [])
    return [(p.regla.papel.value, p.clave) for p in dichos]


@pytest.mark.parametrize("c", CASOS, ids=[c.nombre for c in CASOS])
def test_la_tabla_de_casos(c: Caso):
    assert tocan(c) == c.espera


def test_la_tabla_toca_todos_los_peldanos_de_omision():
    dichos = {(papel, clave.split(" ")[0]) for c in CASOS for papel, clave in c.espera}
    assert dichos == {("enlace", x) for x in ("d-7", "d-1", "d-0", "d+1", "lunes")} | {("titular", "d+15"), ("secretaria", "d+15")}


def test_la_escalera_entera_de_quien_no_contesta():
    """Vence el martes 12 de julio; nadie entrega y todo sale el día que toca."""
    dichos, primero, ultimo, escaladas = {}, None, None, frozenset()
    for n in range(45):
        dia = d("07-01") + timedelta(days=n)
        v = ventana(CalendarioHabil(), desde=dia - UN_DIA, hoy=dia)
        hoy = peldanos(Rasgos(vence_el=VENCE), [r for r in POR_OMISION if r.clase == Clase.UNICA], v, enviado=Enviado(primero, ultimo, escaladas))
        if hoy:
            dichos[dia.isoformat()[5:]] = [f"{p.regla.papel}: {p.clave}" for p in hoy]
        if any(p.regla.momento != Momento.ANTES for p in hoy):
            primero, ultimo = primero or dia, dia
        escaladas |= {p.regla for p in hoy if p.regla.papel != Papel.ENLACE}
    assert dichos == {
        "07-05": ["enlace: d-7"],
        "07-11": ["enlace: d-1"],
        "07-12": ["enlace: d-0"],
        "07-13": ["enlace: d+1"],
        "07-18": ["enlace: lunes 2022-07-18"],
        "07-25": ["enlace: lunes 2022-07-25"],
        "07-27": ["secretaria: d+15", "titular: d+15"],
        "08-01": ["enlace: lunes 2022-08-01"],
        "08-08": ["enlace: lunes 2022-08-08"],
    }


def test_las_reglas_son_datos_y_otras_dan_otra_escalera():
    propias = [Regla(Clase.UNICA, Momento.ANTES, 3), Regla(Clase.UNICA, Momento.DESPUES, 5), Regla(Clase.UNICA, Momento.DESPUES, 10, Papel.TITULAR)]
    enviado = Enviado()
    dichos = {}
    for n in range(30):
        dia = date(2022, 7, 1) + timedelta(days=n)
        hoy = peldanos(Rasgos(vence_el=VENCE), propias, ventana(CalendarioHabil(), desde=dia - UN_DIA, hoy=dia), enviado=enviado)
        dichos |= {dia.isoformat()[5:]: p.clave for p in hoy}
        if "d+5" in [p.clave for p in hoy]:
            enviado = Enviado(dia, dia)
        enviado = Enviado(enviado.primero, enviado.ultimo, enviado.escaladas | {p.regla for p in hoy if p.regla.papel == Papel.TITULAR})
    assert dichos == {"07-08": "d-3", "07-18": "d+5", "07-27": "d+10"}  # el 9 es sábado y el 17, domingo
