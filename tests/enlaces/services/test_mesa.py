"""Tomar y soltar: de dos que la toman a la vez una la tiene y la otra se entera; sin actividad, queda libre."""

from datetime import timedelta

import pytest

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Entrega, Obligacion
from conferencia.permissions import AccesoNegado
from conferencia.services.entregas import aceptar_entrega
from enlaces.models import Toma, VistaDeBandeja
from enlaces.services.mesa import YaLaTiene, guardar_vista, quitar_vista, sigue_activa, soltar, tomar
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.enlaces.escena import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def analista():
    return reparto.facultades(reparto.analista())


def titular():
    return reparto.facultades(reparto.titular())


def quien_la_tiene() -> list[str]:
    return list(Toma.objects.values_list("usuario__email", flat=True))


def test_quien_la_toma_la_tiene_y_a_otra_se_le_dice_quien_y_desde_cuando():
    (entrega,) = presentar()
    tomar(por=analista(), entrega=entrega)
    with pytest.raises(YaLaTiene) as error:
        tomar(por=titular(), entrega=entrega)
    nombre = reparto.analista().nombre
    assert str(error.value) == f"La tiene {nombre} desde las 12:00. Háblalo con ella, o tómala de todos modos."
    assert quien_la_tiene() == ["analista@demo.mx"]


def test_de_todos_modos_cambia_de_manos():
    (entrega,) = presentar()
    tomar(por=analista(), entrega=entrega)
    tomar(por=titular(), entrega=entrega, de_todos_modos=True)
    assert quien_la_tiene() == ["secretaria@demo.mx"]


@pytest.mark.parametrize(("minutos", "libre"), [(29, False), (30, True)])
def test_sin_actividad_queda_libre_a_la_media_hora(minutos, libre):
    (entrega,) = presentar()
    tomar(por=analista(), entrega=entrega)
    with reloj.fijo(reloj.ahora() + timedelta(minutes=minutos)):
        if libre:
            tomar(por=titular(), entrega=entrega)
        else:
            with pytest.raises(YaLaTiene):
                tomar(por=titular(), entrega=entrega)
    assert quien_la_tiene() == (["secretaria@demo.mx"] if libre else ["analista@demo.mx"])


def test_mirarla_cuenta_como_actividad_y_retomarla_no_borra_desde_cuando():
    (entrega,) = presentar()
    primera = tomar(por=analista(), entrega=entrega)
    with reloj.fijo(reloj.ahora() + timedelta(minutes=20)):
        sigue_activa(analista(), entrega)
        sigue_activa(titular(), entrega)  # mira otra persona: no la renueva ni se la queda
    with reloj.fijo(reloj.ahora() + timedelta(minutes=45)):
        with pytest.raises(YaLaTiene):
            tomar(por=titular(), entrega=entrega)
        assert tomar(por=analista(), entrega=entrega).tomada_en == primera.tomada_en


def test_soltar_es_solo_lo_propio():
    (entrega,) = presentar()
    tomar(por=analista(), entrega=entrega)
    assert soltar(por=titular(), entrega=entrega) is False
    assert quien_la_tiene() == ["analista@demo.mx"]
    assert soltar(por=analista(), entrega=entrega) is True
    assert quien_la_tiene() == []


def test_lo_ya_decidido_no_se_toma():
    (entrega,) = presentar()
    aceptar_entrega(por=analista(), entrega=entrega, version=Obligacion.objects.get(pk=entrega.obligacion_id).version)
    with pytest.raises(NoProcede) as error:
        tomar(por=titular(), entrega=entrega)
    assert str(error.value) == "Esta entrega ya no está por revisar: quedó aceptada."


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_mesa_toma_suelta_y_guarda_vistas(quien):
    (entrega,) = presentar()
    por = reparto.facultades(quien())
    for accion in (lambda: tomar(por=por, entrega=entrega), lambda: soltar(por=por, entrega=entrega), lambda: guardar_vista(por=por, nombre="x", consulta="")):
        with pytest.raises(AccesoNegado):
            accion()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_de_dos_que_la_toman_a_la_vez_una_gana(hoy):
    (entrega,) = presentar()

    def correr(n: int):
        with reloj.fijo(hoy):
            return tomar(por=(analista, titular)[n](), entrega=Entrega.objects.get(pk=entrega.pk)).usuario.email

    resultados = a_la_vez(2, correr)
    ganan = [r for r in resultados if isinstance(r, str)]
    assert (len(ganan), [type(r) for r in resultados if not isinstance(r, str)]) == (1, [YaLaTiene])
    assert quien_la_tiene() == ganan


def test_una_vista_con_el_mismo_nombre_reemplaza_y_son_de_cada_quien():
    guardar_vista(por=analista(), nombre=" Puebla  tarde ", consulta="entidad=PUE")
    guardar_vista(por=analista(), nombre="Puebla tarde", consulta="entidad=PUE&tarde=si")
    ajena = guardar_vista(por=titular(), nombre="Puebla tarde", consulta="cola=mias")
    quitar_vista(por=analista(), vista=ajena)
    assert sorted(VistaDeBandeja.objects.values_list("usuario__email", "nombre", "consulta")) == [
        ("analista@demo.mx", "Puebla tarde", "entidad=PUE&tarde=si"),
        ("secretaria@demo.mx", "Puebla tarde", "cola=mias"),
    ]
    with pytest.raises(NoProcede):
        guardar_vista(por=analista(), nombre="  ", consulta="")
