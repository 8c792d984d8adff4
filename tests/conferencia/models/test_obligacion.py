"""La situación en SQL: la misma tabla de casos que la regla en Python."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conferencia.domain.situacion import Rasgos, Situacion
from conferencia.models import Obligacion
from tests.conferencia.domain.casos_situacion import CASOS

pytestmark = pytest.mark.django_db


def _poner(obligacion: Obligacion, rasgos: Rasgos, insumo: Obligacion) -> None:
    """Deja la fila con esos rasgos; una cumplida lleva su fecha, porque la base la exige."""
    for campo in ("estado", "vence_el", "permanente", "ratificada_el", "ratificar_el", "primera_entrega_el", "ajena", "por_confirmar", "subsanar_el"):
        setattr(obligacion, campo, getattr(rasgos, campo))
    obligacion.subsano_tarde, obligacion.avance = rasgos.subsano_tarde, rasgos.avance
    obligacion.vence_original_el = rasgos.vence_el
    obligacion.cumplida_el = date(2030, 1, 1) if rasgos.estado == "cumplida" else None
    obligacion.save()
    obligacion.insumos.set([insumo] if rasgos.espera_insumo else [])


@pytest.fixture
def par():
    """Una obligación cualquiera y otra, pendiente, que le serviría de insumo."""
    return Obligacion.objects.get(clave="ZC-2022-1/T3.1/PUE-SS"), Obligacion.objects.get(clave="ZC-2022-1/A8.2/CNI-PM")


@pytest.mark.parametrize(("rasgos", "hoy", "esperada"), [c[1:] for c in CASOS], ids=[c[0] for c in CASOS])
def test_sql_dice_lo_mismo(par, rasgos: Rasgos, hoy: date, esperada: Situacion):
    obligacion, insumo = par
    _poner(obligacion, rasgos, insumo)
    leida = Obligacion.objects.con_situacion(hoy).get(pk=obligacion.pk)
    assert leida.situacion == esperada
    assert leida.situacion_al(hoy, espera_insumo=leida.espera_insumo) == esperada


def test_un_insumo_cumplido_deja_de_esperarse(par):
    obligacion, insumo = par
    _poner(obligacion, Rasgos(vence_el=date(2022, 9, 30), espera_insumo=True), insumo)
    _poner(insumo, Rasgos(estado="cumplida", primera_entrega_el=date(2022, 7, 18)), obligacion)
    leida = Obligacion.objects.con_situacion(date(2022, 7, 20)).get(pk=obligacion.pk)
    assert leida.situacion == Situacion.EN_PLAZO


def test_un_periodo_futuro_no_cuenta_ni_en_el_denominador(par):
    obligacion, _ = par
    obligacion.nace_el = date(2022, 8, 1)
    obligacion.save()
    assert obligacion not in Obligacion.objects.nacidas(date(2022, 7, 31))
    assert obligacion in Obligacion.objects.nacidas(date(2022, 8, 1))


@pytest.mark.parametrize(
    "cambio",
    [
        {"estado": "cumplida"},
        {"avance": 101},
        {"permanente": True},
        {"institucion": None},
        {"estado": "con_observaciones"},
        {"vence_el": None},
    ],
    ids=["cumplida sin fecha", "avance de más", "permanente con vencimiento", "individual sin institución", "observada sin plazo", "original sin vigente"],
)
def test_la_base_rechaza_lo_absurdo(par, cambio: dict):
    obligacion, _ = par
    for campo, valor in cambio.items():
        setattr(obligacion, campo, valor)
    with pytest.raises(IntegrityError), transaction.atomic():
        obligacion.save()


def test_dos_veces_la_misma_obligacion_no_cabe(par):
    obligacion, _ = par
    copia = Obligacion.objects.get(pk=obligacion.pk)
    copia.pk, copia.clave, copia._state.adding = None, "otra", True
    with pytest.raises(IntegrityError), transaction.atomic():
        copia.save(force_insert=True)


def test_rasgos_es_lo_que_la_fila_dice(par):
    obligacion, _ = par
    esperado = Rasgos(vence_el=date(2022, 7, 12))
    assert obligacion.rasgos(espera_insumo=False) == esperado
    assert obligacion.rasgos(espera_insumo=True) == replace(esperado, espera_insumo=True)
