"""La tabla de casos de la escalera: qué aviso toca, qué día, y a quién no se le recuerda nada."""

from datetime import date, timedelta

import pytest

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.estados import Estado
from conferencia.domain.situacion import Rasgos
from enlaces.domain.avisos import Peldano, peldano_debido, ultimo_peldano

VENCE = date(2022, 7, 12)  # martes
SIN_INHABILES = CalendarioHabil()
UN_DIA = timedelta(days=1)


def d(texto: str) -> date:
    return date.fromisoformat(texto)


def toca(rasgos: Rasgos, dia: date, *, desde: date | None = None, calendario: CalendarioHabil = SIN_INHABILES) -> str | None:
    peldano = peldano_debido(rasgos, desde=desde or dia - UN_DIA, hasta=dia, calendario=calendario)
    return peldano.clave if peldano else None


def avisos_entre(rasgos: Rasgos, primero: str, ultimo: str, calendario: CalendarioHabil = SIN_INHABILES) -> dict[str, str]:
    dias = [d(primero) + timedelta(days=n) for n in range((d(ultimo) - d(primero)).days + 1)]
    return {dia.isoformat(): clave for dia in dias if (clave := toca(rasgos, dia, calendario=calendario))}


def test_la_escalera_entera_de_las_designaciones_del_acta():
    """Vencen el martes 12 de julio de 2022; nadie las entrega en todo el mes."""
    assert avisos_entre(Rasgos(vence_el=VENCE), "2022-07-01", "2022-08-02") == {
        "2022-07-05": "d-7",
        "2022-07-11": "d-1",
        "2022-07-12": "d-0",
        "2022-07-13": "d+1",
        "2022-07-18": "lunes 2022-07-18",
        "2022-07-25": "lunes 2022-07-25",
        "2022-08-01": "lunes 2022-08-01",
    }


def test_lo_que_vence_en_sabado_se_avisa_el_viernes():
    """31 de diciembre de 2022: D-0 y D-1 se juntan el viernes 30 y gana el más cercano; D-7 cae en sábado y va al viernes 23."""
    assert avisos_entre(Rasgos(vence_el=d("2022-12-31")), "2022-12-15", "2023-01-10") == {
        "2022-12-23": "d-7",
        "2022-12-30": "d-0",
        "2023-01-02": "d+1",
        "2023-01-09": "lunes 2023-01-09",
    }


def test_el_aviso_semanal_de_un_lunes_inhabil_sale_el_martes():
    puente = CalendarioHabil.con([d("2022-11-21")])
    assert avisos_entre(Rasgos(vence_el=d("2022-11-09")), "2022-11-09", "2022-11-30", puente) == {
        "2022-11-09": "d-0",
        "2022-11-10": "d+1",
        "2022-11-14": "lunes 2022-11-14",
        "2022-11-22": "lunes 2022-11-21",
        "2022-11-28": "lunes 2022-11-28",
    }


def test_el_aviso_previo_que_cae_en_dia_inhabil_se_adelanta():
    independencia = CalendarioHabil.con([d("2022-09-16")])
    assert avisos_entre(Rasgos(vence_el=d("2022-09-23")), "2022-09-10", "2022-09-20", independencia) == {"2022-09-15": "d-7"}


def test_tras_dias_apagado_sale_solo_el_mas_reciente():
    apagado = Rasgos(vence_el=VENCE)
    assert toca(apagado, d("2022-07-14"), desde=d("2022-07-08")) == "d+1"
    assert toca(apagado, d("2022-07-12"), desde=d("2022-07-08")) == "d-0"
    assert toca(apagado, d("2022-07-07"), desde=d("2022-07-04")) == "d-7"
    assert toca(apagado, d("2022-07-07"), desde=d("2022-07-05")) is None


def test_en_dia_inhabil_no_se_avisa_aunque_algo_este_atrasado():
    assert toca(Rasgos(vence_el=VENCE), d("2022-07-16"), desde=d("2022-07-08")) is None


@pytest.mark.parametrize(
    "rasgos",
    [
        Rasgos(vence_el=None),
        Rasgos(permanente=True),
        Rasgos(vence_el=VENCE, espera_insumo=True),
        Rasgos(vence_el=VENCE, estado=Estado.EN_REVISION),
        Rasgos(vence_el=VENCE, por_confirmar=True),
        Rasgos(vence_el=VENCE, estado=Estado.CUMPLIDA),
        Rasgos(vence_el=VENCE, estado=Estado.NO_APLICA),
        Rasgos(vence_el=VENCE, estado=Estado.NO_COMPETENTE),
        Rasgos(vence_el=VENCE, estado=Estado.SIN_EFECTO),
    ],
    ids=["sin plazo", "permanente", "espera insumo", "en revisión", "por confirmar", "cumplida", "no aplica", "no competente", "sin efecto"],
)
def test_a_quien_no_le_toca_actuar_no_se_le_recuerda(rasgos):
    assert avisos_entre(rasgos, "2022-07-01", "2022-07-31") == {}


def test_con_observaciones_manda_el_plazo_para_subsanar():
    observada = Rasgos(estado=Estado.CON_OBSERVACIONES, vence_el=VENCE, subsanar_el=d("2022-07-20"), primera_entrega_el=d("2022-07-06"))
    assert avisos_entre(observada, "2022-07-06", "2022-07-22") == {
        "2022-07-13": "d-7",
        "2022-07-19": "d-1",
        "2022-07-20": "d-0",
        "2022-07-21": "d+1",
    }


def test_suspendido_el_plazo_no_se_apremia_ni_por_lo_ya_vencido():
    """Se suspende desde el lunes 11: su último día que contó fue el domingo 10. Lo que se suspenderá después se sigue recordando."""
    assert avisos_entre(Rasgos(vence_el=VENCE, detenida_el=d("2022-07-10")), "2022-07-01", "2022-08-31") == {"2022-07-05": "d-7"}
    assert avisos_entre(Rasgos(vence_el=VENCE, detenida_el=d("2022-07-13")), "2022-07-12", "2022-08-31") == {"2022-07-12": "d-0", "2022-07-13": "d+1"}
    observada = Rasgos(estado=Estado.CON_OBSERVACIONES, vence_el=VENCE, subsanar_el=d("2022-07-20"), primera_entrega_el=VENCE, detenida_el=d("2022-07-12"))
    assert avisos_entre(observada, "2022-07-13", "2022-08-31") == {}


def test_lo_rechazado_por_ajeno_se_sigue_recordando():
    assert toca(Rasgos(vence_el=VENCE, ajena=True), d("2022-07-13")) == "d+1"


def test_el_ultimo_peldano_dice_en_que_dia_habil_cayo():
    assert ultimo_peldano(VENCE, d("2022-07-09"), SIN_INHABILES) == Peldano(d("2022-07-05"), "d-7")
    assert ultimo_peldano(VENCE, d("2022-07-04"), SIN_INHABILES) is None
