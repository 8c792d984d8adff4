"""Solo el órgano concluye: se registra dónde lo declaró, se retira con su porqué, y cada corte dice lo que entonces se sabía."""

from datetime import date, datetime, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Disposicion, Hecho, Reunion
from conferencia.permissions import AccesoNegado
from conferencia.queries.corte import tomar
from conferencia.queries.pleno import acuerdos_de, conclusiones, de_disposiciones
from conferencia.services.hechos import verificar
from conferencia.services.indice import comparar
from conferencia.services.pleno import ConclusionImposible, declarar_concluida, retirar_conclusion
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.hilos import a_la_vez

ACTO = "Segunda Reunión Zona Centro 2022, acuerdo PRIMERO"
OCTUBRE = datetime(2022, 10, 3, 12, tzinfo=reloj.MEXICO)


def la(sigla: str) -> Disposicion:
    return Disposicion.objects.select_related("reunion").get(clave=f"ZC-2022-1/{sigla}")


def declarar(objeto, *, quien=reparto.titular, el=date(2022, 9, 28), acto=ACTO) -> None:
    declarar_concluida(por=reparto.facultades(quien()), objeto=objeto, el=el, acto=acto)


def situacion(sigla: str, corte) -> str:
    return de_disposiciones([la(sigla)], corte)[la(sigla).pk].situacion


@pytest.mark.django_db
@pytest.mark.usefixtures("hoy", "reunion")
class TestDeclarar:
    def test_rige_desde_que_el_organo_lo_dijo_y_no_desde_que_se_registro(self):
        with reloj.fijo(OCTUBRE):
            declarar(la("A9"))
            assert [situacion("A9", tomar(date(2022, 9, dia))) for dia in (27, 28)] == ["en_proceso", "concluida"]
            assert situacion("A9", tomar(date(2022, 9, 28), OCTUBRE - timedelta(seconds=1))) == "en_proceso"
            assert conclusiones([la("A9").pk], tomar()) == {la("A9").pk: (date(2022, 9, 28), ACTO)}
        assert (la("A9").concluida_el, la("A9").concluida_por) == (date(2022, 9, 28), ACTO)
        assert (comparar().concuerda, verificar().integra) == (True, True)

    def test_no_cambia_ninguna_obligacion_ni_sus_cuentas(self):
        with reloj.fijo(OCTUBRE):
            antes = acuerdos_de([Reunion.objects.get()], tomar())[Reunion.objects.get().pk]
            declarar(la("T1"))
            despues = acuerdos_de([Reunion.objects.get()], tomar())[Reunion.objects.get().pk]
        assert {s: despues[s] - antes[s] for s in antes if despues[s] != antes[s]} == {"incumplida": -1, "concluida": 1}
        assert Hecho.objects.filter(clase="disposicion.concluida", obligacion_id__isnull=True).count() == 1

    def test_toda_la_reunion(self):
        with reloj.fijo(OCTUBRE):
            declarar(Reunion.objects.get())
            assert conclusiones([Reunion.objects.get().pk], tomar())[Reunion.objects.get().pk] == (date(2022, 9, 28), ACTO)
        (hecho,) = Hecho.objects.filter(clase="reunion.concluida")
        assert (hecho.rige_el, hecho.reunion_id) == (date(2022, 9, 28), Reunion.objects.get().pk)

    @pytest.mark.parametrize(
        ("cambio", "dicho"),
        [
            ({"acto": "   "}, "en qué sesión o acto"),
            ({"el": date(2022, 10, 4)}, "no puede ser futura"),
            ({"el": date(2022, 7, 4)}, "antes de acordarlo"),
        ],
    )
    def test_lo_que_no_procede_dice_por_que_y_no_deja_rastro(self, cambio, dicho):
        with reloj.fijo(OCTUBRE), pytest.raises(ConclusionImposible, match=dicho):
            declarar(la("A9"), **cambio)
        assert (la("A9").concluida_el, Hecho.objects.filter(clase__startswith="disposicion.").count()) == (None, 0)

    @pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
    def test_solo_la_secretaria_tecnica_lo_registra(self, quien):
        with reloj.fijo(OCTUBRE), pytest.raises(AccesoNegado):
            declarar(la("A9"), quien=quien)
        assert la("A9").concluida_el is None

    def test_dos_veces_no(self):
        with reloj.fijo(OCTUBRE):
            declarar(la("A9"))
            with pytest.raises(ConclusionImposible, match="Ya está declarada concluida"):
                declarar(la("A9"), el=date(2022, 9, 30))
        assert la("A9").concluida_el == date(2022, 9, 28)


@pytest.mark.django_db
@pytest.mark.usefixtures("hoy", "reunion")
class TestRetirar:
    def test_lo_retirado_deja_de_regir_hoy_y_los_cortes_anteriores_no_cambian(self):
        with reloj.fijo(OCTUBRE):
            declarar(la("A9"))
        with reloj.fijo(OCTUBRE + timedelta(days=7)):
            retirar_conclusion(por=reparto.facultades(reparto.titular()), objeto=la("A9"), motivo="Se confundió con A8.")
            assert [situacion("A9", tomar(date(2022, 10, dia))) for dia in (9, 10)] == ["concluida", "en_proceso"]
            assert (la("A9").concluida_el, la("A9").concluida_por) == (None, "")
            declarar(la("A9"), el=date(2022, 10, 10))
            assert situacion("A9", tomar()) == "concluida"

    def test_sin_motivo_o_sin_que_lo_este_no(self):
        por = reparto.facultades(reparto.titular())
        with reloj.fijo(OCTUBRE):
            with pytest.raises(ConclusionImposible, match="No está declarada"):
                retirar_conclusion(por=por, objeto=la("A9"), motivo="Por nada.")
            declarar(la("A9"))
            with pytest.raises(ConclusionImposible, match="por qué se retira"):
                retirar_conclusion(por=por, objeto=la("A9"), motivo=" ")
            with pytest.raises(AccesoNegado):
                retirar_conclusion(por=reparto.facultades(reparto.consulta()), objeto=la("A9"), motivo="No me gusta.")
        assert la("A9").concluida_el == date(2022, 9, 28)


@pytest.mark.django_db
@pytest.mark.usefixtures("hoy", "reunion")
def test_cumplida_permanente_e_incumplida_salen_de_las_cuentas():
    with reloj.fijo(OCTUBRE):
        asentado("A9.1", estado="cumplida", cumplida_el=OCTUBRE.date(), primera_entrega_el=OCTUBRE.date())
        assert {s: situacion(s, tomar()) for s in ("A1", "A9", "T1", "A6")} == {"A1": "agotada", "A9": "cumplida", "T1": "incumplida", "A6": "en_proceso"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_de_dos_que_la_declaran_a_la_vez_una_gana_y_a_la_otra_se_le_dice():
    def uno(n: int) -> None:
        with reloj.fijo(OCTUBRE):
            declarar(la("A9"), quien=(reparto.titular, reparto.analista)[n], acto=f"{ACTO} {n}")

    hechos = a_la_vez(2, uno)
    assert sorted(type(h).__name__ for h in hechos) == ["ConclusionImposible", "NoneType"]
    (asentado_,) = Hecho.objects.filter(clase="disposicion.concluida")
    assert la("A9").concluida_por == f"{ACTO} {hechos.index(None)}"
    assert asentado_.actor_id == (reparto.titular, reparto.analista)[hechos.index(None)]().pk
