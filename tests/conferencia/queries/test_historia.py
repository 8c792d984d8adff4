"""Los hechos leídos: en palabras, en orden, y sin nombres para quien no debe verlos."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Hecho
from conferencia.queries import historia
from tests import reparto
from tests.conferencia.presentaciones import obligacion, observar, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def historia_de(clave: str, *, con_personas: bool) -> list[tuple]:
    hechos = historia.leer(historia.hechos_de_obligacion(obligacion(clave)), con_personas=con_personas)
    return [(h.titulo, h.autor, h.detalle, h.observacion) for h in hechos]


def test_la_historia_va_de_lo_mas_nuevo_a_lo_mas_viejo():
    observar(presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC", numero="UPC/7"), "Falta la firma")
    assert historia_de("T1.1/PUE-UPC", con_personas=True) == [
        ("Se devolvió con observaciones", "Andrés Lira (demo)", "Oficio UPC/7 · Por subsanar a más tardar el miércoles 20 de julio de 2022", "Falta la firma"),
        ("Se presentó una entrega", "Paula Ibarra (demo)", "Oficio UPC/7 · 1 archivo", ""),
        ("Nació la obligación", "Sistema", "", ""),
    ]


def test_sin_personas_se_dice_la_institucion_o_la_secretaria_tecnica():
    observar(presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC"), "Falta la firma")
    assert [autor for _, autor, _, _ in historia_de("T1.1/PUE-UPC", con_personas=False)] == ["Secretaría Técnica", "PUE-UPC", "Sistema"]


def test_una_clase_desconocida_se_lee_sin_signos():
    assert historia.titulo_de("aviso.no_entregado") == "Aviso: no entregado"


def test_la_fecha_en_que_rige_solo_se_dice_si_es_otra():
    """La hora es la de México: asentado el 5 a las 23:30 de allá, ya es 6 en UTC y no por eso rige otro día."""
    leidos = historia.leer(Hecho.objects.filter(clase="acta.publicada"), con_personas=True)
    assert [h.rige_el for h in leidos] == [None]
    hecho = Hecho(numero=1, clase="x", datos="{}", rige_el=date(2022, 7, 4), asentado_en=reloj.ahora(), huella="a")
    assert historia.leer([hecho], con_personas=True)[0].rige_el == date(2022, 7, 4)


# --- Bitácora ---------------------------------------------------------------------------------------------------------


def test_la_bitacora_va_por_llave_y_no_repite_ni_salta():
    numeros, antes_de = [], None
    while True:
        pagina = historia.bitacora(antes_de=antes_de)
        numeros += [h.numero for h in pagina.hechos]
        if pagina.antes_de is None:
            break
        antes_de = pagina.antes_de
    assert numeros == list(range(Hecho.objects.count(), 0, -1))


def test_filtros_de_la_bitacora():
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    assert [h.clase for h in historia.bitacora(clase="acta.publicada").hechos] == ["acta.publicada"]
    assert [h.clase for h in historia.bitacora(persona=reparto.enlace().pk).hechos] == ["entrega.presentada"]
    assert [h.clase for h in historia.bitacora(desde=date(2022, 7, 6)).hechos] == ["entrega.presentada"]
    assert historia.bitacora(hasta=date(2022, 7, 4)).hechos == ()
    assert historia.bitacora(desde=date(2022, 7, 5), hasta=date(2022, 7, 5), clase="acta.publicada").hechos != ()


def test_quienes_y_que_se_ha_asentado():
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    assert [str(u) for u in historia.quienes_asentaron()] == ["Paula Ibarra (demo)"]
    assert historia.clases_asentadas() == sorted(set(Hecho.objects.values_list("clase", flat=True)))


def test_la_pagina_hace_siempre_dos_consultas(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(historia.bitacora().hechos) == historia.POR_PAGINA
