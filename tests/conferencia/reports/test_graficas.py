"""Las líneas: lo sin dato rompe el trazo, la meta se ve y el título dice todo."""

from decimal import Decimal
from xml.etree import ElementTree

from conferencia.reports.graficas import linea

SVG = "{http://www.w3.org/2000/svg}"


def dibujo(valores, **opciones):
    etiquetas = [f"2022-{n:02}" for n in range(7, 7 + len(valores))]
    return ElementTree.fromstring(linea("Casos", etiquetas, [None if v is None else Decimal(v) for v in valores], maximo=Decimal(10), **opciones))


def test_sin_dato_rompe_la_linea_y_no_vale_cero():
    svg = dibujo([5, 10, None, 0, 2])
    assert [len(p.attrib["points"].split()) for p in svg.iter(f"{SVG}polyline")] == [2, 2]
    assert len(list(svg.iter(f"{SVG}circle"))) == 4
    assert svg.find(f"{SVG}title").text == "Casos. 2022-07: 5; 2022-08: 10; 2022-09: sin dato; 2022-10: 0; 2022-11: 2."


def test_la_escala_es_comun_y_cero_va_abajo():
    alturas = [float(c.attrib["cy"]) for c in dibujo([0, 10]).iter(f"{SVG}circle")]
    assert alturas == [100.0, 30.0]


def test_sin_cifras_lo_dice_y_un_punto_solo_no_traza():
    assert dibujo([]).find(f"{SVG}title").text == "Casos. Sin cifras."
    assert [t.text for t in dibujo([]).iter(f"{SVG}text")] == ["sin cifras"]
    assert (len(list(dibujo([3]).iter(f"{SVG}polyline"))), len(list(dibujo([3]).iter(f"{SVG}circle")))) == (0, 1)


def test_la_meta_se_traza_y_se_rotula():
    textos = [t.text for t in dibujo([3], meta=Decimal(8)).iter(f"{SVG}text")]
    assert textos == ["meta 8", "3", "2022-07"]


def test_lo_que_viene_de_fuera_se_escapa():
    assert "<script>" not in linea("<script>", ["a"], [Decimal(1)], maximo=Decimal(1))
