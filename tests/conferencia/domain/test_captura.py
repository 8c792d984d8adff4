"""La lectura en manos de una persona: cualquier sucesión de gestos la deja coherente, y ninguno toca lo que recibió."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferencia.domain import captura
from conferencia.domain.captura import ACEPTADO, DESCARTADO, PROPUESTO, CapturaInvalida
from conferencia.domain.lectura import leer
from conferencia.domain.resaltado import COMPROMISO, Marca, hallar_frase, marcas_de, partir
from conferencia.services.actas import lectura_guardada
from conferencia.services.semilla import ACTA

ORIGINAL = captura.preparar(lectura_guardada(leer(ACTA.read_text(encoding="utf-8"))))
IDS = [c["id"] for _, c in captura.compromisos(ORIGINAL)]
DISPOSICIONES = [(d["clase"], d["numero"]) for d in ORIGINAL["disposiciones"]]

ids = st.sampled_from(IDS)
numeros = st.integers(min_value=-3, max_value=2000)
gestos = st.one_of(
    st.tuples(st.just("revisar"), ids, st.sampled_from([PROPUESTO, ACEPTADO, DESCARTADO])),
    st.tuples(st.just("cambiar"), ids, st.sampled_from(["naturaleza", "texto", "accion", "plazo"]), numeros, numeros),
    st.tuples(st.just("agregar"), st.sampled_from(DISPOSICIONES), st.integers(0, 5), numeros, numeros),
    st.tuples(st.just("completar"), ids, st.one_of(st.none(), ids)),
    st.tuples(st.just("citar"), ids, st.integers(0, 5), numeros, numeros),
)


def aplicar(lectura: dict, gesto: tuple) -> dict:
    """El gesto, o la misma lectura si se rechaza."""
    try:
        match gesto:
            case ("revisar", identidad, revision):
                return captura.revisar(lectura, [identidad], revision)
            case ("cambiar", identidad, campo, a, b):
                return captura.cambiar(lectura, identidad, {campo: valor(campo, a, b)})
            case ("agregar", (clase, numero), parrafo, a, b):
                return captura.agregar(lectura, clase, numero, parrafo, a, b, {"accion": "hacer algo"})[0]
            case ("citar", identidad, parrafo, a, b):
                return captura.citar(lectura, identidad, parrafo, a, b)
            case ("completar", identidad, destino):
                return captura.completar(lectura, identidad, destino)
    except CapturaInvalida:
        return lectura
    raise AssertionError(gesto)


def valor(campo: str, a: int, b: int):
    if campo == "naturaleza":
        return "acto" if a % 2 else "obligacion"
    if campo == "texto":
        return {"inicio": a, "fin": b}
    return "hacer otra cosa" if campo == "accion" else {**captura.SIN_PLAZO, "clase": "termino" if a % 2 else "sin_plazo", "cantidad": b, "unidad": "dias"}


@settings(max_examples=60, deadline=None)
@given(st.lists(gestos, max_size=25))
def test_ninguna_sucesion_de_gestos_descompone_la_lectura(sucesion):
    lectura, antes = ORIGINAL, copy.deepcopy(ORIGINAL)
    for gesto in sucesion:
        lectura = aplicar(lectura, gesto)
    todos = {c["id"]: (d, c) for d, c in captura.compromisos(lectura)}
    assert set(IDS) <= set(todos), "no se pierde ningún compromiso"
    assert len(todos) == sum(1 for _ in captura.compromisos(lectura)), "ningún id se repite"
    for disposicion, c in todos.values():
        assert 0 <= c["texto"]["inicio"] < c["texto"]["fin"] <= len(disposicion["parrafos"][c["parrafo"] - 1])
        if c["complementa"]:
            assert todos[c["complementa"]["id"]][1]["revision"] != DESCARTADO, "nada completa a un descartado"
    assert antes == ORIGINAL, "ningún gesto altera lo que recibe"


def test_descartar_libera_a_quien_le_daba_plazo():
    (transitorio,) = [c for d, c in captura.compromisos(ORIGINAL) if d["clase"] == "transitorio" and d["numero"] == 2]
    destino = transitorio["complementa"]["id"]
    sin_el = captura.revisar(ORIGINAL, [destino], DESCARTADO)
    assert captura.hallar(sin_el, transitorio["id"])[1]["complementa"] is None
    assert [c["id"] for d in sin_el["disposiciones"] for c in captura.vigentes(d) if c["id"] == destino] == []


def test_no_se_da_plazo_a_si_mismo_ni_en_cadena():
    (transitorio,) = [c for d, c in captura.compromisos(ORIGINAL) if d["clase"] == "transitorio" and d["numero"] == 2]
    for destino in (transitorio["id"], "t3-2"):
        with pytest.raises(CapturaInvalida):
            captura.completar(ORIGINAL, transitorio["id"], destino)


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [
        ({"accion": "  "}, "accion"),
        ({"naturaleza": "deseo"}, "naturaleza"),
        ({"modo": "juntos"}, "modo"),
        ({"responsables": [" "]}, "responsables"),
        ({"texto": {"inicio": 5, "fin": 5}}, "texto"),
        ({"plazo": {**captura.SIN_PLAZO, "clase": "fecha"}}, "vence"),
        ({"plazo": {**captura.SIN_PLAZO, "clase": "fecha", "vence": "2022-02-30"}}, "vence"),
        ({"plazo": {**captura.SIN_PLAZO, "clase": "periodo", "vence": "2022-02-20"}}, "inicio"),
        ({"plazo": {**captura.SIN_PLAZO, "clase": "periodo", "inicio": "2022-03-01", "vence": "2022-02-20"}}, "vence"),
        ({"plazo": {**captura.SIN_PLAZO, "clase": "periodico"}}, "periodicidad"),
        ({"plazo": {**captura.SIN_PLAZO, "clase": "termino", "cantidad": 0, "unidad": "dias"}}, "cantidad"),
    ],
)
def test_lo_absurdo_se_rechaza_y_dice_que_campo(cambios, campo):
    with pytest.raises(CapturaInvalida) as negado:
        captura.cambiar(ORIGINAL, IDS[0], cambios)
    assert negado.value.campo == campo


PARRAFO = "Los secretarios enviarán  un informe\nel viernes. Enviarán un informe."


@pytest.mark.parametrize(
    ("frase", "hallada", "veces"),
    [
        ("el viernes", "el viernes", 1),
        ("un informe el viernes", "un informe\nel viernes", 1),
        ("un informe", "un informe", 2),
        ("un dictamen", "", 0),
        ("  ", "", 0),
    ],
)
def test_la_frase_se_halla_aunque_venga_partida_en_renglones(frase, hallada, veces):
    hallazgo = hallar_frase(PARRAFO, frase)
    assert (PARRAFO[hallazgo.inicio : hallazgo.fin], hallazgo.veces) == (hallada, veces)


tramos = st.builds(Marca, st.integers(-2, 40), st.integers(-2, 40), st.sampled_from([COMPROMISO, "plazo", "quien"]), st.sampled_from(["a1-1", "a1-2"]))


@given(st.text(max_size=40), st.lists(tramos, max_size=6))
def test_resaltar_no_pierde_un_caracter(texto, marcas):
    segmentos = partir(texto, marcas)
    assert "".join(s.texto for s in segmentos) == texto
    validas = [m.de for m in marcas if m.clase == COMPROMISO and 0 <= m.inicio < m.fin <= len(texto)]
    assert sorted(i for s in segmentos for i in s.abren) == sorted(validas)


def test_todo_lo_hallado_en_el_acta_se_resalta():
    for disposicion in ORIGINAL["disposiciones"]:
        for numero, texto in enumerate(disposicion["parrafos"], start=1):
            suyos = [c for c in disposicion["compromisos"] if c["parrafo"] == numero]
            marcas = marcas_de(texto, suyos, disposicion["referencias"])
            assert {m.de for m in marcas if m.clase == COMPROMISO} == {c["id"] for c in suyos}
            dichos = {texto[m.inicio : m.fin] for m in marcas if m.clase == "plazo"}
            assert dichos == {c["plazo"]["texto"] for c in suyos if c["plazo"]["texto"]}


def test_al_mover_una_cita_quien_le_da_plazo_la_sigue_senalando():
    """El transitorio SEGUNDO da plazo al acuerdo OCTAVO; si la cita de este cambia de párrafo, el señalamiento la sigue."""
    quien, a_quien = next((c, c["complementa"]) for _, c in captura.compromisos(ORIGINAL) if c["complementa"] and c["complementa"]["id"])
    disposicion, _ = captura.hallar(ORIGINAL, a_quien["id"])
    otro = next(n for n, texto in enumerate(disposicion["parrafos"], start=1) if n != a_quien["parrafo"] and len(texto) > 10)
    nueva = captura.citar(ORIGINAL, a_quien["id"], otro, 0, 10)
    senalado = captura.hallar(nueva, quien["id"])[1]["complementa"]
    _, movido = captura.hallar(nueva, a_quien["id"])
    assert (movido["parrafo"], movido["texto"], movido["revision"]) == (otro, {"inicio": 0, "fin": 10}, PROPUESTO)
    assert (senalado["id"], senalado["parrafo"]) == (a_quien["id"], otro)
    with pytest.raises(CapturaInvalida, match="Ese párrafo no existe"):
        captura.citar(ORIGINAL, a_quien["id"], 99, 0, 10)


@pytest.mark.parametrize(("cerca", "inicio"), [(0, 0), (9, 12), (30, 24)])
def test_si_la_frase_se_repite_manda_la_que_se_senalo(cerca, inicio):
    texto = "el registro, el registro, el registro"
    inicio += texto[inicio:].index("el registro")
    assert hallar_frase(texto, "el registro").veces == 3
    hallazgo = hallar_frase(texto, "el registro", cerca)
    assert (hallazgo.inicio, hallazgo.fin, hallazgo.veces) == (inicio, inicio + 11, 1)
