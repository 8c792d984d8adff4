"""El lote: cada una por sí, lo que no se puede no detiene a las demás, y siempre se dice qué pasará y qué pasó."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Entrega, EstadoEntrega, Obligacion
from conferencia.permissions import AccesoNegado
from conferencia.services.decisiones import Decision, Sentido, decidir
from conferencia.services.indice import comparar
from enlaces.services.decisiones import TOPE_DE_LOTE, decidir_en_lote, dicha, prever
from enlaces.services.deshacer import deshacer
from enlaces.services.mesa import tomar
from tests import reparto
from tests.enlaces.escena import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
UPC, C5, SS = "ZC-2022-1/T1.1/PUE-UPC", "ZC-2022-1/T1.1/PUE-C5", "ZC-2022-1/T3.1/PUE-SS"


def st():
    return reparto.facultades(reparto.analista())


def version(entrega) -> int:
    return Obligacion.objects.get(pk=entrega.obligacion_id).version


@pytest.fixture
def tres():
    return [presentar(clave, numero=f"N{n}")[0] for n, clave in enumerate((UPC, C5, SS))]


def estados() -> dict[str, str]:
    return dict(Entrega.objects.values_list("obligacion__clave", "estado"))


def test_a_cada_una_lo_suyo_y_la_que_no_se_puede_no_detiene_a_las_demas(tres):
    _, c5, ss = tres
    versiones = {e.pk: version(e) for e in tres}
    decidir(por=st(), entrega=c5, version=version(c5), decision=Decision(sentido=Sentido.AJENA, motivo="Otra cosa"))
    tomar(por=reparto.facultades(reparto.titular()), entrega=ss)
    renglones = decidir_en_lote(por=st(), versiones=versiones, decision=Decision(sentido=Sentido.ACEPTAR))
    assert [(r.entrega.obligacion.clave, r.cabe, r.dicho) for r in renglones] == [
        (UPC, True, "Entrega aceptada"),
        (C5, False, "Ya no está por revisar: quedó rechazada por ajena a lo acordado. No se toca."),
        (SS, False, f"La tiene {reparto.titular().nombre}: no se toca."),
    ]
    assert estados() == {UPC: "aceptada", C5: "ajena", SS: "en_revision"}


def test_la_que_cambio_desde_que_se_vio_se_dice(tres):
    versiones = {e.pk: version(e) for e in tres} | {tres[1].pk: 1}
    renglones = decidir_en_lote(por=st(), versiones=versiones, decision=Decision(sentido=Sentido.AJENA, motivo="No tiene que ver"))
    assert [r.cabe for r in renglones] == [True, False, True]
    assert renglones[1].dicho.startswith("Alguien más actuó sobre esta obligación mientras decidías.")
    assert estados()[C5] == "en_revision"


def test_cada_una_se_deshace_por_su_lado(tres):
    plazo = reloj.hoy() + timedelta(days=10)
    decision = Decision(sentido=Sentido.OBSERVAR, observaciones=["Falta el sello"], subsanar_el=plazo)
    decidir_en_lote(por=st(), versiones={e.pk: version(e) for e in tres}, decision=decision)
    deshacer(por=st(), entrega=Entrega.objects.get(pk=tres[1].pk))
    assert estados() == {UPC: "con_observaciones", C5: "en_revision", SS: "con_observaciones"}
    assert comparar().concuerda


def test_que_pasara_con_cada_una_sin_tocar_nada(tres, hoy):
    with reloj.fijo(date(2022, 7, 13)):
        tarde = presentar("ZC-2022-1/T3.1/HGO-SS", quien=reparto.enlace_ajeno(), numero="H")[0]
    ids = [e.pk for e in (*tres, tarde)]
    assert [r.dicho for r in prever(por=st(), ids=ids, sentido=Sentido.ACEPTAR)] == [
        *["Quedará cumplida a tiempo."] * 3,
        "Quedará cumplida, extemporánea para siempre.",
    ]
    assert {r.dicho for r in prever(por=st(), ids=ids, sentido=Sentido.OBSERVAR)} == {"Volverá a la institución con lo observado y el plazo para subsanar."}
    assert set(estados().values()) == {EstadoEntrega.EN_REVISION}


def test_lo_que_se_previo_es_lo_que_queda(tres):
    decidir_en_lote(por=st(), versiones={e.pk: version(e) for e in tres}, decision=Decision(sentido=Sentido.ACEPTAR))
    situaciones = Obligacion.objects.con_situacion(reloj.hoy()).filter(clave__in=[UPC, C5, SS]).values_list("situacion", flat=True)
    assert set(situaciones) == {"cumplida_a_tiempo"}


@pytest.mark.parametrize("sentido", [Sentido.NO_COMPETENCIA, Sentido.CAPTURA])
def test_lo_delicado_va_de_una_en_una(tres, sentido):
    with pytest.raises(NoProcede):
        decidir_en_lote(por=st(), versiones={tres[0].pk: 2}, decision=Decision(sentido=sentido, motivo="x"))


def test_ni_ninguna_ni_demasiadas(tres):
    decision = Decision(sentido=Sentido.ACEPTAR)
    with pytest.raises(NoProcede):
        decidir_en_lote(por=st(), versiones={}, decision=decision)
    muchas = {reparto.analista().pk: 1} | {__import__("uuid").uuid4(): 1 for _ in range(TOPE_DE_LOTE)}
    with pytest.raises(NoProcede) as error:
        decidir_en_lote(por=st(), versiones=muchas, decision=decision)
    assert str(error.value) == "Son demasiadas: elige hasta 50."


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_solo_la_mesa_decide_en_lote_y_prevé(tres, quien):
    por = reparto.facultades(quien())
    with pytest.raises(AccesoNegado):
        prever(por=por, ids=[tres[0].pk], sentido=Sentido.ACEPTAR)
    with pytest.raises(AccesoNegado):
        decidir_en_lote(por=por, versiones={tres[0].pk: 2}, decision=Decision(sentido=Sentido.ACEPTAR))


def test_lo_que_se_hizo_se_dice():
    plazo = date(2022, 7, 20)
    assert [dicha(Decision(sentido=s, subsanar_el=plazo if s == Sentido.OBSERVAR else None)) for s in Sentido] == [
        "Entrega aceptada",
        "Devuelta con observaciones, a subsanar a más tardar el miércoles 20 de julio de 2022",
        "Rechazada por ajena a lo acordado",
        "Se tramita como alegación de no competencia, por resolver en Solicitudes",
        "Devuelta por error de captura",
    ]
