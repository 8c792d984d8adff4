"""Quién más responde: las invitadas y las que se adhieren, qué les nace y desde cuándo; repetirlo no duplica."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Institucion, Invitada, Obligacion
from conferencia.permissions import AccesoNegado, visibles_para
from conferencia.queries.solicitudes import quien_responde
from conferencia.services.adhesiones import adherir, prever
from conferencia.services.indice import comparar
from conferencia.services.obligaciones import extender_periodos, padron_de
from conferencia.services.solicitudes import SolicitudRechazada
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def institucion(clave: str) -> Institucion:
    return Institucion.objects.select_related("entidad").get(clave=clave)


def sumar(reunion, clave: str, *compromisos: str, desde: date = date(2022, 7, 6), quien=None, **opciones):
    return adherir(
        por=reparto.facultades(quien or reparto.titular()),
        reunion=reunion,
        institucion=institucion(clave),
        desde=desde,
        motivo="Oficio de adhesión 12/2022",
        compromisos=[f"ZC-2022-1/{c}" for c in compromisos],
        **opciones,
    )


def suyas(clave: str) -> list[str]:
    return sorted(Obligacion.objects.filter(partes__institucion__clave=clave).values_list("clave", flat=True))


def test_prever_dice_lo_que_naceria_y_no_guarda_nada(reunion):
    antes = Obligacion.objects.count()
    claves = [o.compromiso.clave for o in prever(reunion, institucion("VER-UPC"), date(2022, 7, 6))]
    de_puebla = Obligacion.objects.filter(partes__institucion__clave="PUE-UPC").values_list("compromiso__clave", flat=True)
    assert set(claves) == set(de_puebla)
    assert (Obligacion.objects.count(), Invitada.objects.count()) == (antes, 0)


def test_se_suma_a_lo_elegido_y_nada_mas_y_repetirlo_no_duplica(reunion):
    hecha = sumar(reunion, "VER-UPC", "A3.2", "T1.1")
    assert suyas("VER-UPC") == ["ZC-2022-1/A3.2/VER-UPC/2022-07", "ZC-2022-1/T1.1/VER-UPC"]
    assert {o.nace_el for o in hecha.nacidas} == {date(2022, 7, 6)}
    hechos = Hecho.objects.count()
    otra = sumar(reunion, "VER-UPC", "A3.2", "T1.1")
    assert (otra.nacidas, otra.sumadas, Hecho.objects.count()) == ((), (), hechos)
    assert comparar().concuerda


def test_los_periodos_siguen_solo_en_lo_que_se_sumo(reunion):
    sumar(reunion, "VER-UPC", "A3.2")
    for compromiso in {o.compromiso for o in Obligacion.objects.exclude(periodo="")}:
        extender_periodos(compromiso, hasta=date(2022, 9, 1))
    assert suyas("VER-UPC") == [f"ZC-2022-1/A3.2/VER-UPC/2022-0{n}" for n in (7, 8, 9)]


def test_quien_se_suma_en_septiembre_no_debe_julio(reunion):
    with reloj.fijo(date(2022, 9, 15)):
        sumar(reunion, "VER-UPC", "A3.2", desde=date(2022, 9, 15))
    assert suyas("VER-UPC") == ["ZC-2022-1/A3.2/VER-UPC/2022-09"]
    assert Obligacion.objects.get(clave="ZC-2022-1/A3.2/VER-UPC/2022-09").nace_el == date(2022, 9, 15)
    assert comparar().concuerda


def test_a_la_conjunta_de_su_entidad_entra_la_segunda_como_parte(reunion):
    sumar(reunion, "VER-UPC", "A6.1")
    hecha = sumar(reunion, "VER-C5", "A6.1")
    assert [o.clave for o in hecha.sumadas] == ["ZC-2022-1/A6.1/VER"]
    assert {p.institucion.clave for p in Obligacion.objects.get(clave="ZC-2022-1/A6.1/VER").partes.all()} == {"VER-UPC", "VER-C5", "DGGSCDT"}
    assert comparar().concuerda


def test_nadie_queda_obligado_a_lo_ya_vencido_sin_otra_fecha(reunion):
    with reloj.fijo(date(2022, 8, 1)):
        with pytest.raises(SolicitudRechazada, match="ya venció"):
            sumar(reunion, "VER-SS", "T3.1")
        sumar(reunion, "VER-SS", "T3.1", vence_lo_vencido=date(2022, 8, 31))
    o = Obligacion.objects.get(clave="ZC-2022-1/T3.1/VER-SS")
    assert (o.vence_el, o.vence_original_el) == (date(2022, 8, 31), date(2022, 8, 31))


@pytest.mark.parametrize(
    ("clave", "desde", "dicho"),
    [
        ("PUE-SS", date(2022, 7, 6), "su entidad era de la zona"),
        ("VER-SS", date(2022, 7, 1), "antes del acto"),
        ("VER-SS", date(2022, 7, 7), "cuando llegue"),
    ],
)
def test_lo_que_no_procede_se_explica(clave, desde, dicho, reunion):
    with pytest.raises(SolicitudRechazada, match=dicho):
        sumar(reunion, clave, "T3.1", desde=desde)
    assert Invitada.objects.count() == 0


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_suma(quien, reunion):
    with pytest.raises(AccesoNegado):
        sumar(reunion, "VER-SS", "T3.1", quien=quien())


def test_la_invitada_cuenta_en_el_padron(reunion):
    Invitada.objects.create(reunion=reunion, institucion=institucion("VER-SS"), desde=reunion.fecha, motivo="Lista de asistencia")
    padron = padron_de(reunion)
    assert ("VER-SS" in padron.por_clave, padron.desde) == (True, {"VER-SS": reunion.fecha})


def test_la_matriz_dice_quien_responde_y_quien_se_sumo(reunion):
    sumar(reunion, "VER-SS", "T3.1")
    matriz = quien_responde(reunion, visibles_para(reparto.facultades(reparto.titular()), Obligacion))
    por_clave = {r.institucion.clave: r for r in matriz.renglones}
    t31 = next(n for n, c in enumerate(matriz.compromisos) if c.clave == "ZC-2022-1/T3.1")
    veracruz = por_clave["VER-SS"]
    assert ([n for n, c in enumerate(veracruz.celdas) if c], veracruz.desde) == ([t31], date(2022, 7, 6))
    assert {len(r.celdas) for r in matriz.renglones} == {len(matriz.compromisos)}


# --- Federales -----------------------------------------------------------------------------------------------------------


def test_una_federal_se_suma_a_lo_conjunto_y_a_lo_que_ya_responde_una_federal(reunion):
    ofrecidos = {o.compromiso.clave.removeprefix("ZC-2022-1/"): o for o in prever(reunion, institucion("SSPC"), date(2022, 7, 6))}
    assert ("T3.1" in ofrecidos, "A12.1" in ofrecidos, "A8.2" in ofrecidos) == (False, True, True)
    assert [p.obligacion.clave for p in ofrecidos["A8.2"].nacen] == ["ZC-2022-1/A8.2/SSPC"]
    assert len(ofrecidos["A12.1"].entra_en) == 7
    hecha = sumar(reunion, "SSPC", "A12.1", "A8.2")
    assert ([o.clave for o in hecha.nacidas], len(hecha.sumadas)) == (["ZC-2022-1/A8.2/SSPC"], 7)
    assert set(Obligacion.objects.get(clave="ZC-2022-1/A12.1/PUE").partes.values_list("institucion__clave", flat=True)) >= {"PUE-SS", "SSPC"}
    assert Hecho.objects.filter(clase="obligacion.parte_sumada").count() == 7
    otra = sumar(reunion, "SSPC", "A12.1", "A8.2")
    assert (otra.nacidas, otra.sumadas) == ((), ())
    assert comparar().concuerda


def test_la_federal_sigue_en_lo_que_nazca_despues_y_no_debe_lo_anterior(reunion):
    """Un compromiso mensual de una federal: la adherida en septiembre debe septiembre y octubre, no julio."""
    compromiso = Obligacion.objects.get(clave="ZC-2022-1/A8.2/CNI-PM").compromiso
    Obligacion.objects.filter(compromiso=compromiso).update(periodo="2022-07", inicia_el=date(2022, 7, 1), clave="ZC-2022-1/A8.2/CNI-PM/2022-07")
    type(compromiso).objects.filter(pk=compromiso.pk).update(plazo_clase="periodico", plazo_periodicidad="mensual", plazo_vence=None)
    compromiso.refresh_from_db()
    with reloj.fijo(date(2022, 9, 15)):
        sumar(reunion, "SSPC", "A8.2", desde=date(2022, 9, 15))
    extender_periodos(compromiso, hasta=date(2022, 10, 1))
    assert suyas("SSPC") == ["ZC-2022-1/A8.2/SSPC/2022-09", "ZC-2022-1/A8.2/SSPC/2022-10"]
    assert Obligacion.objects.get(clave="ZC-2022-1/A8.2/CNI-PM/2022-10").nace_el == date(2022, 10, 1)


def test_sin_publicar_a_la_federal_se_le_nombra_en_el_compromiso(reunion):
    type(reunion.acta).objects.filter(pk=reunion.acta.pk).update(estado="leida", publicada_en=None)
    reunion.refresh_from_db()
    with pytest.raises(SolicitudRechazada, match="nómbrala entre los responsables"):
        prever(reunion, institucion("SSPC"), date(2022, 7, 6))
