"""El acta de Zona Centro vivida del martes 5 de julio de 2022 al domingo 15 de enero de 2023 sin que nadie conteste: el libro de todos los correos.

``libro_de_avisos.csv`` es ese libro, revisado renglón por renglón. Lo escribe la prueba con ``ESCRIBIR_LIBRO=1``; lo demás de este archivo está
escrito a mano, con el acta y el calendario de 2022 delante, y se le exige al libro.
"""

import itertools
import os
import re
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from enlaces.domain.asuntos import LARGO
from enlaces.models import Aviso
from tests.enlaces.libro import RUTA, Asentado, asentados, escribir, leer, un_dia

PRIMERO, ULTIMO = date(2022, 7, 5), date(2023, 1, 15)
INHABILES = {date(2022, 9, 1), date(2022, 9, 16)}  # entre semana; el 20 de noviembre, el 25 de diciembre y el 1 de enero caen en domingo
DE_PLAZOS = "Resumen del día"
DE_LA_ST = "Resumen de la Secretaría Técnica"


@pytest.fixture(scope="module")
def libro() -> list[Asentado]:
    return leer()


def dias() -> list[date]:
    return [PRIMERO + timedelta(days=n) for n in range((ULTIMO - PRIMERO).days + 1)]


# --- El libro es lo que pasa ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_dia_por_dia_sale_lo_que_el_libro_dice_y_repetirlo_no_agrega_nada(buzon, settings):
    """Una sola corrida con la fecha como argumento. Cada día se repite entero y no nace ni sale un correo más."""
    settings.EMAIL_TIMEOUT = 300  # lo que tarde esta máquina no importa
    for dia in dias():
        un_dia(dia)
        van = Aviso.objects.count()
        un_dia(dia)
        assert Aviso.objects.count() == van == len(list(buzon.carpeta.iterdir())), f"repetido el {dia}"
    vivido = asentados()
    assert Counter((c.para, c.asunto) for c in buzon.correos) == Counter((a.a_quien, a.asunto) for a in vivido if a.salio)
    if os.environ.get("ESCRIBIR_LIBRO"):
        RUTA.write_text(escribir(vivido), encoding="utf-8")
    assert escribir(vivido).splitlines() == RUTA.read_text(encoding="utf-8").splitlines()


# --- Lo que toda secretaria cuidadosa revisa ----------------------------------------------------------------------------


def test_todo_salio_a_las_ocho_de_un_dia_habil(libro):
    """Ni en sábado o domingo, ni el 1 o el 16 de septiembre. A todos hubo a quién escribirles."""
    assert {(a.hora, a.suerte) for a in libro} == {("08:00", "Enviado")}
    avisados = {date.fromisoformat(a.dia) for a in libro}
    assert [d for d in sorted(avisados) if d.weekday() >= 5 or d in INHABILES] == []


def test_a_lo_mas_un_correo_por_persona_y_dia(libro):
    assert max(Counter((a.dia, a.a_quien) for a in libro).values()) == 1


def test_nada_se_dice_dos_veces(libro):
    """(a quién, obligación, plazo, peldaño): lo mismo que la base tiene por único."""
    dichos = Counter((a.a_quien, clave, a.plazos[clave], peldano) for a in libro for clave, peldano in a.peldanos.items())
    assert max(dichos.values()) == 1


def test_el_asunto_empieza_por_lo_que_pasa_y_cabe_en_un_telefono(libro):
    de_plazos = [a for a in libro if a.clase == DE_PLAZOS]
    assert {a.asunto.split(" ")[0] for a in de_plazos} == {"Vence", "Venció", "Sin"}
    assert [a.asunto for a in libro if len(a.asunto) > LARGO] == []


def test_cada_quien_sabe_por_que_lo_recibe_y_nadie_culpa_a_un_enlace_que_no_hay(libro):
    """En la demostración solo Puebla e Hidalgo tienen enlaces."""
    razones = defaultdict(set)
    for a in libro:
        quien = a.a_quien.split("@")[0]
        razones["enlace" if quien.startswith("enlace.") else "de la ST" if quien in ("secretaria", "analista") else quien.split(".")[1][:3]].add(
            re.split(r" del? ", a.por_que)[0]
        )
    assert razones.pop("enlace") == {"eres enlace titular"}
    assert razones.pop("de la ST") == {"eres"}
    for con_enlace in ("pue", "hgo"):
        assert razones.pop(con_enlace) == {"es el correo oficial, y su enlace no ha contestado,"}
    assert {r for suyas in razones.values() for r in suyas} == {"es el correo oficial, mientras no designe enlace,"}


def test_lo_que_espera_un_insumo_lo_que_no_tiene_plazo_y_lo_permanente_no_molestan_a_nadie(libro):
    """El diagnóstico AFIS espera al CNI; los convenios, sus modelos. Nadie los mandó nunca."""
    compromisos = {clave.split("/")[0] for a in libro for clave in a.peldanos}
    assert compromisos == {"A3.2", "A4.1", "A4.3", "A6.1", "A8.2", "A10.3", "A12.2", "A13.2", "T1.1", "T3.1", "T4.1"}


def test_tras_vencer_no_se_insiste_mas_que_cada_lunes_y_del_indicador_a_lo_mas_una_vez_por_mes(libro):
    """Del indicador mensual, deban cuantos meses deban, va un solo correo al vencer cada uno, con los anteriores adentro."""
    veces = defaultdict(set)
    for a in libro:
        for clave, peldano in a.peldanos.items():
            if not peldano.startswith(("d-", "Titular")):
                serie = clave.rsplit("/", 1)[0] if clave.startswith("A3.2") else clave
                veces[a.a_quien, serie].add(date.fromisoformat(a.dia))
    for (quien, serie), cuando in veces.items():
        seguidos = sorted(cuando)
        huecos = [(despues - antes).days for antes, despues in itertools.pairwise(seguidos)]
        assert min(huecos, default=99) >= (28 if serie.startswith("A3.2") else 4), f"{serie} a {quien}: {seguidos}"


def test_cada_plazo_sube_al_titular_una_sola_vez_y_quince_dias_despues_del_primer_correo(libro):
    subidas = defaultdict(list)
    primeros: dict = {}
    for a in libro:
        for clave, peldano in a.peldanos.items():
            if peldano.startswith("Titular"):
                subidas[a.a_quien, clave].append(date.fromisoformat(a.dia))
            elif not peldano.startswith("d-"):
                primeros.setdefault(clave, date.fromisoformat(a.dia))
    assert {len(cuando) for cuando in subidas.values()} == {1}
    assert min((cuando[0] - primeros[clave]).days for (_, clave), cuando in subidas.items()) == 14


def test_a_la_secretaria_tecnica_se_le_escribe_el_lunes_y_cuando_algo_cambia(libro):
    """El primer día, porque todo es nuevo; cada primer día hábil de semana; y los días en que algo llega a «por requerir»."""
    suyos = sorted({a.dia for a in libro if a.clase == DE_LA_ST})
    escalan = {a.dia for a in libro if any(p.startswith("Titular") for p in a.peldanos.values())}
    lunes = {d.isoformat() for d in dias() if d.weekday() == 0}
    assert set(suyos) == {"2022-07-05"} | lunes | escalan
    assert Counter(a.dia for a in libro if a.clase == DE_LA_ST) == dict.fromkeys(suyos, 2)


# --- Seis historias contadas con el dedo ---------------------------------------------------------------------------------


def lunes_desde(primero: str, ultimo: str = "2023-01-09", *, salvo: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    dia, hasta, cuentan = date.fromisoformat(primero), date.fromisoformat(ultimo), []
    while dia <= hasta:
        cuentan.append((dia.isoformat(), f"lunes {dia}"))
        dia += timedelta(days=7)
    return [(d, p) for d, p in cuentan if d not in salvo]


AL_TITULAR = "Titular de la institución, d+15"
A_MANO: dict[tuple[str, str], list[tuple[str, str]]] = {
    # Vence el martes 12 de julio. Nadie contesta: D-7, la víspera, el día, el siguiente y cada lunes.
    ("enlace.puebla@demo.mx", "T3.1/PUE-SS"): [
        ("2022-07-05", "d-7"),
        ("2022-07-11", "d-1"),
        ("2022-07-12", "d-0"),
        ("2022-07-13", "d+1"),
        *lunes_desde("2022-07-18"),
    ],
    # Su titular se entera una vez, el miércoles 27.
    ("titular.pue-ss@demo.mx", "T3.1/PUE-SS"): [("2022-07-27", AL_TITULAR)],
    # El CNI no tiene enlace. Vence el lunes 18: la víspera es domingo y se adelanta al viernes 15. El 2 de agosto es martes.
    ("titular.cni-pm@demo.mx", "A8.2/CNI-PM"): [
        ("2022-07-11", "d-7"),
        ("2022-07-15", "d-1"),
        ("2022-07-18", "d-0"),
        ("2022-07-19", "d+1"),
        ("2022-07-25", "lunes 2022-07-25"),
        ("2022-08-01", "lunes 2022-08-01"),
        ("2022-08-02", AL_TITULAR),
        *lunes_desde("2022-08-08"),
    ],
    # Vence el viernes 30 de septiembre. El lunes 17 de octubre tocan el semanal y el escalamiento a la misma dirección: va uno.
    ("titular.sesnsp@demo.mx", "A12.2"): [
        ("2022-09-23", "d-7"),
        ("2022-09-29", "d-1"),
        ("2022-09-30", "d-0"),
        ("2022-10-03", "d+1"),
        ("2022-10-10", "lunes 2022-10-10"),
        ("2022-10-17", AL_TITULAR),
        *lunes_desde("2022-10-24"),
    ],
    # El indicador de agosto del Estado de México vence el jueves 15 de septiembre; el 16 es inhábil. Después acompaña al que vence cada mes.
    ("titular.mex-upc@demo.mx", "A3.2/MEX-UPC/2022-08"): [
        ("2022-09-08", "d-7"),
        ("2022-09-15", "d-0"),
        ("2022-09-19", "d+1"),
        ("2022-10-03", AL_TITULAR),
        ("2022-10-17", "lunes 2022-10-17"),
        ("2022-11-15", "lunes 2022-11-14"),
        ("2022-12-15", "lunes 2022-12-12"),
    ],
    # Vence el sábado 31 de diciembre: sus avisos previos se adelantan al viernes, y el siguiente es el lunes 2 de enero.
    ("titular.mor-ss@demo.mx", "A4.1/MOR-SS"): [("2022-12-23", "d-7"), ("2022-12-30", "d-0"), ("2023-01-02", "d+1"), ("2023-01-09", "lunes 2023-01-09")],
}


@pytest.mark.parametrize(("quien", "clave"), A_MANO, ids=[f"{q.split('@')[0]} {c}" for q, c in A_MANO])
def test_lo_contado_con_el_dedo(libro, quien, clave):
    assert [(a.dia, a.peldanos[clave]) for a in libro if a.a_quien == quien and clave in a.peldanos] == A_MANO[quien, clave]
