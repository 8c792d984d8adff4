"""La vida plegada de sus hechos: los tramos parten el tiempo, dicen lo mismo que la regla y no dependen de cómo llegaron los hechos."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferencia.domain.estados import CERRADOS, Estado
from conferencia.domain.situacion import Situacion, situacion
from conferencia.domain.trayectoria import SIEMPRE, Cambio, Intervalo, Tramo, Vida

NACE = date(2022, 7, 5)
A_SU_PASO = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # una máquina cargada no es un error
DIAS = st.integers(-10, 200).map(lambda n: NACE + timedelta(days=n))
O_NADA = st.one_of(st.none(), DIAS)
VALORES = st.fixed_dictionaries(
    {},
    optional={
        "estado": st.sampled_from([e.value for e in Estado]),
        "vence_el": O_NADA,
        "primera_entrega_el": O_NADA,
        "subsanar_el": O_NADA,
        "ratificada_el": O_NADA,
        "ratificar_el": O_NADA,
        "detenida_el": O_NADA,
        "ajena": st.booleans(),
        "por_confirmar": st.booleans(),
        "subsano_tarde": st.booleans(),
        "avance": st.integers(0, 100),
    },
)
CERRADOS_ENTRE = st.tuples(DIAS, st.one_of(DIAS, st.just(SIEMPRE))).filter(lambda p: p[0] < p[1]).map(lambda p: Intervalo(*p))
INSUMOS = st.lists(st.lists(CERRADOS_ENTRE, max_size=2), max_size=2)


@st.composite
def historias(draw) -> list[Cambio]:
    """Un nacimiento y hasta ocho hechos que rigen cualquier día, antes o después; alguno puede anular a otro."""
    nacimiento = Cambio(1, NACE, {"nace_el": NACE.isoformat(), "estado": "pendiente", "permanente": draw(st.booleans()), "vence_el": draw(O_NADA)})
    cambios = [nacimiento]
    for numero in range(2, 2 + draw(st.integers(0, 8))):
        anula = draw(st.one_of(st.none(), st.integers(2, numero - 1))) if numero > 2 else None
        cambios.append(Cambio(numero, draw(DIAS), draw(VALORES), anula))
    return cambios


def espera(insumos, dia: date) -> bool:
    return any(not any(i.contiene(dia) for i in suyos) for suyos in insumos)


@A_SU_PASO
@given(historias(), INSUMOS)
def test_los_tramos_parten_el_tiempo_desde_que_nace_sin_huecos_ni_encimes(cambios, insumos):
    tramos = Vida.de(cambios).tramos(insumos)
    assert (tramos[0].desde, tramos[-1].hasta) == (NACE, SIEMPRE)
    assert all(a.hasta == b.desde for a, b in pairwise(tramos))
    assert all(t.desde < t.hasta for t in tramos)
    assert all((a.situacion, a.vence_el) != (b.situacion, b.vence_el) for a, b in pairwise(tramos))


@A_SU_PASO
@given(historias(), INSUMOS, st.integers(0, 420).map(lambda n: NACE + timedelta(days=n)))
def test_el_tramo_de_cualquier_dia_dice_lo_mismo_que_la_regla_ese_dia(cambios, insumos, dia):
    vida = Vida.de(cambios)
    (tramo,) = (t for t in vida.tramos(insumos) if t.desde <= dia < t.hasta)
    rasgos = vida.rasgos_al(dia, espera_insumo=espera(insumos, dia))
    assert rasgos is not None
    assert (tramo.situacion, tramo.vence_el) == (situacion(rasgos, dia), rasgos.vence_el)


@A_SU_PASO
@given(historias(), DIAS)
def test_un_hecho_anulado_no_tiene_efecto(cambios, dia):
    anulados = {c.anula for c in cambios if c.anula}
    sin_ellos = [Cambio(c.numero, c.rige_el, c.valores) for c in cambios if c.numero not in anulados]
    con, sin = Vida.de(cambios), Vida.de(sin_ellos)
    assert (con.tramos(), con.cerrada(), con.rasgos_al(dia)) == (sin.tramos(), sin.cerrada(), sin.rasgos_al(dia))


@A_SU_PASO
@given(historias(), st.randoms(use_true_random=False))
def test_da_igual_en_que_orden_lleguen_los_hechos(cambios, azar):
    revueltos = list(cambios)
    azar.shuffle(revueltos)
    assert Vida.de(revueltos) == Vida.de(cambios)


@A_SU_PASO
@given(historias(), DIAS)
def test_cerrada_es_cumplida_o_exenta_y_antes_de_nacer_no_hay_rasgos(cambios, dia):
    vida = Vida.de(cambios)
    rasgos = vida.rasgos_al(dia)
    assert (rasgos is None) == (dia < NACE)
    if rasgos is not None:
        assert any(i.contiene(dia) for i in vida.cerrada()) == (rasgos.estado in CERRADOS)


@A_SU_PASO
@given(historias(), st.integers(0, 200).map(lambda n: NACE + timedelta(days=n)))
def test_lo_que_rige_despues_no_cambia_lo_que_ya_paso(cambios, corte):
    hasta_el_corte = [c for c in cambios if c.rige_el <= corte]
    if any(c.anula and c.rige_el > corte for c in cambios):
        return  # anular sí toca el pasado: para eso es
    assert Vida.de(cambios).rasgos_al(corte) == Vida.de(hasta_el_corte).rasgos_al(corte)


def test_sin_hechos_no_hay_vida():
    assert (Vida.de([]).tramos(), Vida.de([]).nace_el, Vida.de([]).rasgos_al(NACE), Vida.de([]).insumos) == ([], None, None, frozenset())


def test_de_dos_hechos_del_mismo_dia_manda_el_de_mayor_numero():
    nace = Cambio(1, NACE, {"nace_el": NACE, "estado": "pendiente"})
    dia = date(2022, 7, 12)
    vida = Vida.de([Cambio(3, dia, {"estado": "cumplida"}), Cambio(2, dia, {"estado": "en_revision"}), nace])
    assert vida.tramos() == [
        Tramo(NACE, dia, Situacion.SIN_PLAZO, None),
        Tramo(dia, SIEMPRE, Situacion.CUMPLIDA_A_TIEMPO, None),
    ]
