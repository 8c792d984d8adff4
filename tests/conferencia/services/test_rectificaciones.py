"""Corregir lo ya publicado: el plazo que se mueve, quién responde, y lo que no se toca porque ya tiene historia."""

import json
from datetime import date

import pytest

from conferencia import reloj
from conferencia.domain.captura import CapturaInvalida
from conferencia.models import Compromiso, Hecho, Obligacion, Responsable
from conferencia.permissions import AccesoNegado, Facultades, facultades_del_sistema
from conferencia.queries.corte import tomar
from conferencia.queries.vidas import vidas
from conferencia.services.hechos import Asiento, asentar, verificar
from conferencia.services.indice import comparar
from conferencia.services.movimiento import fijar
from conferencia.services.publicacion import publicar
from conferencia.services.rectificaciones import CompromisoCambiado, prever_rectificacion, rectificar_compromiso
from tests.conferencia.captura import acta_leida

POR = facultades_del_sistema(date(2022, 8, 10))


@pytest.fixture
def publicado(db, hoy) -> Compromiso:
    publicar(por=POR, acta=acta_leida(), confirmar_todo=True)
    return Compromiso.objects.get(clave="ZC-2022-2/A1.1")


NUEVA = date(2022, 10, 31)


def test_rectificar_mueve_lo_abierto_y_conserva_la_fecha_original_y_la_cita(publicado):
    cita = publicado.cita
    con_entrega = Obligacion.objects.filter(compromiso=publicado).order_by("clave").first()
    Obligacion.objects.filter(pk=con_entrega.pk).update(entregas_recibidas=1)
    movidas = rectificar_compromiso(por=POR, compromiso=publicado, cambios={"plazo_vence": NUEVA}, motivo="El texto dice octubre", version=0).movidas
    despues = Compromiso.objects.get(pk=publicado.pk)
    assert (len(movidas), despues.rectificaciones, despues.plazo_vence, despues.cita) == (6, 1, NUEVA, cita)
    fechas = set(Obligacion.objects.filter(compromiso=publicado).exclude(pk=con_entrega.pk).values_list("vence_original_el", "vence_el"))
    assert fechas == {(date(2022, 9, 30), NUEVA)}
    con_entrega.refresh_from_db()
    assert con_entrega.vence_el == date(2022, 9, 30)
    hecho = Hecho.objects.get(clase="compromiso.rectificado")
    datos = json.loads(hecho.datos)
    assert (hecho.motivo, datos["antes"], datos["despues"], datos["cita"]) == (
        "El texto dice octubre",
        {"plazo_vence": "2022-09-30"},
        {"plazo_vence": "2022-10-31"},
        cita,
    )
    de_obligaciones = Hecho.objects.filter(clase="obligacion.vencimiento_rectificado").values_list("obligacion_id", flat=True)
    assert set(de_obligaciones) == {o.pk for o in movidas}
    assert verificar().rotura is None


def test_un_corte_pasado_sabido_ahora_da_la_fecha_corregida_y_sabido_entonces_la_vieja(publicado):
    o = Obligacion.objects.filter(compromiso=publicado).order_by("clave").first()
    entonces = reloj.ahora()
    with reloj.fijo(date(2022, 10, 20)):
        rectificar_compromiso(por=POR, compromiso=publicado, cambios={"plazo_vence": NUEVA}, motivo="El texto dice octubre", version=0)
    corte = date(2022, 10, 5)
    sabido_ahora, sabido_entonces = vidas([o.pk])[o.pk], vidas([o.pk], asentado_en__lte=entonces)[o.pk]
    assert (sabido_ahora.rasgos_al(corte).vence_el, sabido_entonces.rasgos_al(corte).vence_el) == (NUEVA, date(2022, 9, 30))
    assert [(e.entonces.vence_el, e.ahora.vence_el) for e in tomar(corte, entonces, de=Obligacion.objects.filter(pk=o.pk)).enmiendas.values()] == [
        (date(2022, 9, 30), NUEVA)
    ]
    assert comparar().concuerda


def test_lo_ya_movido_por_otra_cosa_se_rectifica_desde_ese_dia(publicado, hoy):
    o = Obligacion.objects.filter(compromiso=publicado).order_by("clave").first()
    cambios = fijar(o, vence_el=date(2022, 11, 15))
    desde = date(2022, 9, 20)
    asentar([Asiento(clase="obligacion.suspendida", objeto=o, obligacion_id=o.pk, rige_el=desde, cambios=cambios)], actor=None)
    rectificar_compromiso(por=POR, compromiso=publicado, cambios={"plazo_vence": NUEVA}, motivo="El texto dice octubre", version=0)
    vida = vidas([o.pk])[o.pk]
    assert [vida.rasgos_al(dia).vence_el for dia in (date(2022, 9, 19), desde)] == [date(2022, 9, 30), NUEVA]
    assert comparar().concuerda


@pytest.mark.parametrize(
    ("cambios", "motivo", "campo"),
    [
        ({"plazo_vence": NUEVA}, " ", "motivo"),
        ({}, "porque sí", "accion"),
        ({"accion": ""}, "porque sí", "accion"),
        ({"plazo_vence": None}, "porque sí", "plazo_vence"),
        ({"plazo_inicio": date(2023, 1, 1)}, "porque sí", "plazo_vence"),
        ({"plazo_clase": "permanente"}, "porque sí", "plazo_clase"),
        ({"naturaleza": "acto"}, "porque sí", ""),
        ({"modo": "ninguno"}, "porque sí", "modo"),
        ({"responsables": []}, "porque sí", "responsables"),
        ({"responsables": ["la ciudadanía"]}, "porque sí", "responsables"),
    ],
)
def test_una_rectificacion_mala_no_deja_rastro(publicado, cambios, motivo, campo):
    antes = Hecho.objects.count()
    with pytest.raises(CapturaInvalida) as negada:
        rectificar_compromiso(por=POR, compromiso=publicado, cambios=cambios, motivo=motivo, version=0)
    assert (negada.value.campo, Hecho.objects.count(), Compromiso.objects.get(pk=publicado.pk).rectificaciones) == (campo, antes, 0)


def test_nadie_mas_rectifica_ni_se_rectifica_a_ciegas(publicado):
    with pytest.raises(AccesoNegado):
        rectificar_compromiso(por=Facultades(None, date(2022, 8, 10)), compromiso=publicado, cambios={"accion": "x"}, motivo="y", version=0)
    rectificar_compromiso(por=POR, compromiso=publicado, cambios={"accion": "entregar el informe"}, motivo="errata", version=0)
    with pytest.raises(CompromisoCambiado):
        rectificar_compromiso(por=POR, compromiso=publicado, cambios={"accion": "otra"}, motivo="errata", version=0)
    assert Compromiso.objects.get(pk=publicado.pk).accion == "entregar el informe"


def test_rectificar_el_transitorio_mueve_lo_que_de_el_depende(db, hoy):
    transitorio = Compromiso.objects.get(clave="ZC-2022-1/T2.1")
    movidas = rectificar_compromiso(por=POR, compromiso=transitorio, cambios={"plazo_vence": date(2022, 10, 14)}, motivo="fe de erratas", version=0).movidas
    assert {o.clave.split("/")[1] for o in movidas} == {"A8.1"}
    assert len(movidas) == 7


# --- Quién responde ---------------------------------------------------------------------------------------------------


def rectificar(compromiso: Compromiso, version: int = 0, **cambios):
    return rectificar_compromiso(por=POR, compromiso=compromiso, cambios=cambios, motivo="fe de erratas", version=version)


def vigentes(compromiso: Compromiso) -> dict[str, str]:
    """Estado de cada obligación por el final de su clave."""
    return {clave.split("/")[-1]: estado for clave, estado in Obligacion.objects.filter(compromiso=compromiso).values_list("clave", "estado")}


def por_entidad(tipo: str, estado: str) -> dict[str, str]:
    return {f"{e}-{tipo}": estado for e in sorted({o.entidad.abreviatura for o in Obligacion.objects.filter(entidad__isnull=False)})}


def test_otros_responsables_dejan_sin_efecto_lo_que_ya_no_aplica_y_hacen_nacer_lo_nuevo(publicado):
    hecho = rectificar(publicado, responsables=["Unidades de Policía Cibernética"])
    r = hecho.reasignacion
    assert (len(r.cesan), len(r.nacen), r.siguen, hecho.movidas) == (7, 7, 0, ())
    assert vigentes(publicado) == por_entidad("SS", "sin_efecto") | por_entidad("UPC", "pendiente")
    clases = Hecho.objects.filter(motivo="fe de erratas").order_by("numero").values_list("clase", "de", "a")
    assert list(clases) == [("compromiso.rectificado", "", ""), *[("obligacion.sin_efecto", "pendiente", "sin_efecto")] * 7]
    assert Hecho.objects.filter(clase="obligacion.creada", obligacion_id__in=[o.pk for o in r.nacen]).count() == 7
    datos = json.loads(Hecho.objects.get(clase="compromiso.rectificado", sujeto_id=publicado.pk).datos)
    assert (datos["antes"]["responsables"], datos["despues"]) == (
        ["Secretarios de Seguridad de la Zona Centro"],
        {"responsables": ["Unidades de Policía Cibernética"]},
    )
    assert list(Responsable.objects.filter(compromiso=publicado).values_list("texto", "tipo")) == [("Unidades de Policía Cibernética", "UPC")]
    assert {(h.rige_el, h.sujeto) for h in Hecho.objects.filter(clase="obligacion.sin_efecto")} == {(date(2022, 8, 9), "obligacion")}
    assert verificar().rotura is None


def test_agregar_un_responsable_no_toca_a_los_que_siguen(publicado):
    antes = dict(Obligacion.objects.filter(compromiso=publicado).values_list("pk", "version"))
    r = rectificar(publicado, responsables=["Secretarios de Seguridad de la Zona Centro", "SESNSP"]).reasignacion
    assert ([o.clave for o in r.nacen], r.cesan, r.siguen) == (["ZC-2022-2/A1.1/SESNSP"], (), 7)
    assert dict(Obligacion.objects.filter(pk__in=antes).values_list("pk", "version")) == antes


def test_lo_sin_efecto_vuelve_a_exigirse_con_la_fecha_de_hoy_del_compromiso(publicado):
    original = ["Secretarios de Seguridad de la Zona Centro"]
    rectificar(publicado, responsables=["Unidades de Policía Cibernética"])
    rectificar(publicado, version=1, plazo_vence=NUEVA)
    r = rectificar(publicado, version=2, responsables=original).reasignacion
    assert (len(r.vuelven), len(r.cesan), r.nacen) == (7, 7, ())
    assert vigentes(publicado) == por_entidad("SS", "pendiente") | por_entidad("UPC", "sin_efecto")
    assert set(Obligacion.objects.filter(compromiso=publicado, estado="pendiente").values_list("vence_original_el", "vence_el")) == {(date(2022, 9, 30), NUEVA)}


def test_de_individual_a_conjunta_por_entidad_y_otras_partes(publicado):
    r = rectificar(publicado, modo="conjunta_por_entidad", responsables=["Secretarios de Seguridad", "C5"]).reasignacion
    assert (len(r.cesan), len(r.nacen)) == (7, 7)
    (puebla,) = [o for o in r.nacen if o.clave.endswith("/PUE")]
    assert sorted(p.institucion.clave for p in puebla.partes.all()) == ["PUE-C5", "PUE-SS"]
    r = rectificar(publicado, version=1, responsables=["Secretarios de Seguridad", "Unidades de Policía Cibernética"]).reasignacion
    assert (r.cesan, r.nacen, len(r.cambian), r.siguen) == ((), (), 7, 0)
    puebla = Obligacion.objects.get(pk=puebla.pk)
    assert sorted(p.institucion.clave for p in puebla.partes.all()) == ["PUE-SS", "PUE-UPC"]
    datos = json.loads(Hecho.objects.get(clase="obligacion.partes_rectificadas", obligacion_id=puebla.pk).datos)
    assert (datos["antes"], datos["despues"]) == ("PUE-C5, PUE-SS", "PUE-SS, PUE-UPC")


@pytest.mark.parametrize("tocada", [{"entregas_recibidas": 1}, {"avance": 10}, {"por_confirmar": True}, {"prorrogas": 1}, {"alega_no_competencia": True}])
def test_con_una_sola_entrega_o_tramite_ya_no_se_cambia_quien_responde(publicado, tocada):
    obligacion = Obligacion.objects.filter(compromiso=publicado, clave__endswith="PUE-SS")
    obligacion.update(**tocada)
    antes = Hecho.objects.count()
    with pytest.raises(CapturaInvalida, match=r"en 1 de sus obligaciones \(PUE-SS\)") as negada:
        rectificar(publicado, responsables=["C5"], accion="otra cosa")
    assert (negada.value.campo, Hecho.objects.count(), Compromiso.objects.get(pk=publicado.pk).accion) == ("responsables", antes, publicado.accion)
    assert rectificar(publicado, accion="otra cosa").reasignacion.asientos == []


def test_prever_no_deja_rastro_y_dice_lo_mismo(publicado):
    cambios = {"responsables": ["Unidades de Policía Cibernética"], "plazo_vence": NUEVA}
    antes = (Hecho.objects.count(), vigentes(publicado), Responsable.objects.count())
    previsto = prever_rectificacion(por=POR, compromiso=publicado, cambios=cambios, motivo="x", version=0)
    assert (Hecho.objects.count(), vigentes(publicado), Responsable.objects.count()) == antes
    assert Compromiso.objects.get(pk=publicado.pk).rectificaciones == 0
    hecho = rectificar(publicado, **cambios)
    claves = [{o.clave for o in (*r.reasignacion.nacen, *r.reasignacion.cesan)} for r in (previsto, hecho)]
    assert (claves[0], len(claves[0])) == (claves[1], 14)
    assert {o.vence_el for o in hecho.reasignacion.nacen} == {NUEVA}
    assert (previsto.reasignacion.vencidas(date(2022, 10, 31)), previsto.reasignacion.vencidas(date(2022, 11, 1))) == (0, 7)


def test_lo_que_se_esperaba_de_uno_se_espera_del_nuevo(db, hoy):
    """El formato que manda una institución federal: si era de otra, lo esperan de la otra."""
    insumo = Compromiso.objects.filter(alimenta_a__isnull=False, modo="individual", obligaciones__isnull=False).order_by("clave").first()
    esperan = Obligacion.objects.filter(compromiso__insumos=insumo).order_by("clave")
    nacida = rectificar(insumo, responsables=["CONASE"]).reasignacion.nacen
    assert [o.clave for o in nacida] == [f"{insumo.clave}/CONASE"]
    assert {o.pk for o in esperan} == {o.pk for o in nacida[0].esperan_esta.all()}
    for o in esperan:
        datos = json.loads(Hecho.objects.get(clase="obligacion.insumos_rectificados", obligacion_id=o.pk).datos)
        assert datos["cambios"]["insumos"] == sorted(str(i.pk) for i in o.insumos.all())


def test_un_acto_o_lo_que_da_plazo_a_otro_cambia_de_nombre_sin_obligar(db, hoy):
    transitorio = Compromiso.objects.get(clave="ZC-2022-1/T2.1")
    r = rectificar(transitorio, responsables=["C5"]).reasignacion
    assert (r.nacen, r.cesan, r.siguen) == ((), (), 0)
    assert list(transitorio.responsables.values_list("texto", flat=True)) == ["C5"]
