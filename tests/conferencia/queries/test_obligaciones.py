"""La lista se recorta por lo que se pide, y la ficha dice qué, quién, cuándo y con qué se prueba."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Archivo, Entrega, Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries.corte import como_estaban, tomar
from conferencia.queries.cuentas import FEDERALES
from conferencia.queries.obligaciones import Filtro, contar, ficha, filtrar, para_ficha, renglon, renglones, situaciones
from conferencia.queries.paginas import pagina
from tests import reparto
from tests.conferencia.presentaciones import observar, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
HOY = date(2022, 7, 6)


def cuantas(dia: date = HOY, **filtro) -> int:
    """La lista, la cuenta de quien ve todo y la de quien solo ve las suyas dicen lo mismo."""
    pedido, corte = Filtro(**filtro), tomar(dia)
    listadas = pagina(filtrar(Obligacion.objects.all(), pedido, corte), corte, situaciones=situaciones(pedido), limite=500)
    contadas = {contar(Obligacion.objects.all(), pedido, corte, ve_todo=ve_todo).todas for ve_todo in (True, False)}
    assert contadas == {len(listadas.obligaciones)}
    return len(listadas.obligaciones)


@pytest.mark.parametrize(
    ("filtro", "esperadas"),
    [
        ({}, 166),
        ({"reunion": "ZC-2022-1"}, 166),
        ({"reunion": "ZC-2022-9"}, 0),
        ({"entidad": "PUE"}, 23),
        ({"entidad": FEDERALES}, 5),
        ({"disposicion": "ZC-2022-1/A4"}, 35),
        ({"compromiso": "ZC-2022-1/A4.3"}, 7),
        ({"institucion": "PUE-UPC"}, 6),
        ({"institucion": "PUE-SS"}, 16),
        ({"institucion": "DGGSCDT"}, 24),
        ({"grupo": "por_vencer"}, 35),
        ({"grupo": "en_tramite", "entidad": "PUE"}, 3),
        ({"situacion": "sin_plazo"}, 36),
        ({"periodo": "2022-07"}, 7),
        ({"vence_desde": date(2022, 7, 12), "vence_hasta": date(2022, 7, 12)}, 35),
        ({"vence_desde": date(2022, 7, 13), "vence_hasta": date(2022, 9, 30)}, 17),
        ({"q": "puebla diagnóstico"}, 1),
        ({"q": "AFIS"}, 8),
        ({"q": "100 % inexistente"}, 0),
        ({"entidad": "PUE", "disposicion": "ZC-2022-1/T1", "grupo": "por_vencer"}, 2),
    ],
)
def test_filtros(filtro, esperadas):
    assert cuantas(**filtro) == esperadas


def test_al_dia_13_los_enlaces_no_designados_estan_sin_respuesta():
    assert cuantas(date(2022, 7, 13), situacion="sin_respuesta", disposicion="ZC-2022-1/T1") == 14
    assert cuantas(date(2022, 7, 13), grupo="vencida") == 35


def test_el_conteo_de_lo_filtrado():
    cuenta = contar(Obligacion.objects.all(), Filtro(entidad="PUE"), tomar(HOY), ve_todo=True)
    assert dict(cuenta.conteo.por_situacion) == {"por_vencer": 5, "en_espera_de_insumo": 3, "en_plazo": 10, "sin_plazo": 5}


def uno(clave: str, dia: date = HOY):
    return renglon(Obligacion.objects.con_situacion(dia).con_lo_de_lista().get(clave=f"ZC-2022-1/{clave}"))


def test_renglon_individual():
    r = uno("T1.1/PUE-UPC")
    assert (r.sigla, r.quien, r.con, r.vence_el, r.situacion, r.avance, r.tarde) == (
        "T1",
        "Unidad de Policía Cibernética de Puebla",
        "",
        date(2022, 7, 12),
        "por_vencer",
        None,
        False,
    )


def test_renglon_conjunto_por_entidad_dice_sus_partes():
    r = uno("A6.1/PUE")
    assert (r.quien, r.con) == ("Conjunta · Puebla", "UPC, C5, DGGSCDT")


def test_renglon_conjunto_unico_dice_quienes():
    assert uno("A12.2").con == "SESNSP, DGGSCDT"


def test_entregada_tarde_se_marca_mientras_se_revisa():
    with reloj.fijo(date(2022, 7, 14)):
        presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    assert (uno("T1.1/PUE-UPC", date(2022, 7, 14)).situacion, uno("T1.1/PUE-UPC", date(2022, 7, 14)).tarde) == ("en_revision", True)


def test_el_avance_solo_se_dice_si_es_la_situacion():
    Obligacion.objects.filter(clave="ZC-2022-1/A6.1/PUE").update(avance=40)
    assert (uno("A6.1/PUE").situacion, uno("A6.1/PUE").avance) == ("avance_parcial", 40)


def test_las_consultas_de_la_lista_no_crecen(django_assert_num_queries):
    corte = tomar(HOY)
    for limite in (10, 200):
        with django_assert_num_queries(5):
            hoja = pagina(filtrar(Obligacion.objects.all(), Filtro(), corte), corte, limite=limite)
            assert len(renglones(hoja.obligaciones)) == min(limite, 166)


# --- La ficha ---------------------------------------------------------------------------------------------------------


def ficha_de(quien, clave: str):
    facultades = reparto.facultades(quien)
    visibles = visibles_para(facultades, Obligacion)
    corte = tomar(HOY)
    (o,) = como_estaban([para_ficha(visibles, corte).get(clave=f"ZC-2022-1/{clave}")], corte)
    return ficha(o, corte, visibles=visibles, entregas=visibles_para(facultades, Entrega), archivos=visibles_para(facultades, Archivo))


def test_la_cita_resaltada_es_la_del_compromiso():
    vista = ficha_de(reparto.enlace(), "A8.1/PUE-SS")
    assert [s["texto"] for s in vista.segmentos if s["compromiso"]] == [vista.compromiso.cita]
    assert "".join(s["texto"] for s in vista.segmentos) == vista.compromiso.parrafo.texto


def test_el_plazo_dice_quien_lo_da():
    vista = ficha_de(reparto.enlace(), "A8.1/PUE-SS")
    assert (vista.plazo.clave, vista.plazo_ajeno) == ("ZC-2022-1/T2.1", True)
    propio = ficha_de(reparto.enlace(), "T1.1/PUE-UPC")
    assert (propio.plazo.clave, propio.plazo_ajeno) == ("ZC-2022-1/T1.1", False)


def test_el_insumo_se_ve_aunque_la_obligacion_ajena_no_se_pueda_abrir():
    (insumo,) = ficha_de(reparto.enlace(), "A8.1/PUE-SS").insumos
    assert (insumo.obligacion.clave, insumo.pendiente, insumo.dias, insumo.visible) == ("ZC-2022-1/A8.2/CNI-PM", True, 1, False)
    assert ficha_de(reparto.titular(), "A8.1/PUE-SS").insumos[0].visible is True


def test_el_insumo_sabe_cuantas_lo_esperan():
    assert ficha_de(reparto.titular(), "A8.2/CNI-PM").alimenta_a == 7


def test_las_entregas_van_con_sus_archivos_y_observaciones():
    observar(presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC", nombre="designacion.pdf"), "Falta la firma", "Falta el sello")
    (vista,) = ficha_de(reparto.enlace(), "T1.1/PUE-UPC").entregas
    assert ([a.nombre for a in vista.archivos], vista.ocultos, [o.texto for o in vista.observaciones]) == (
        ["designacion.pdf"],
        0,
        ["Falta la firma", "Falta el sello"],
    )
    assert vista.grupo == "por_vencer"


def test_en_una_conjunta_la_otra_parte_ve_la_entrega_y_no_su_archivo():
    presentar(reparto.enlace(), "A9.1", "PUE-SS")
    (propia,) = ficha_de(reparto.enlace(), "A9.1").entregas
    (ajena,) = ficha_de(reparto.enlace_ajeno(), "A9.1").entregas
    assert (len(propia.archivos), propia.ocultos) == (1, 0)
    assert (len(ajena.archivos), ajena.ocultos) == (0, 1)


def test_quien_consulta_ve_la_entrega_sin_archivos():
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    (vista,) = ficha_de(reparto.consulta(), "T1.1/PUE-UPC").entregas
    assert (vista.archivos, vista.ocultos) == ((), 1)
