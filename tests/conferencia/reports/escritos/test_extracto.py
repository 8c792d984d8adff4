"""El extracto de una disposición: sus palabras, lo que compromete, cómo va cada quien y los oficios con su folio, al corte que se pida."""

from datetime import datetime, timedelta

import pytest

from conferencia import reloj
from conferencia.domain import escrito as e
from conferencia.models import Archivo, Disposicion, Informe
from conferencia.permissions import AccesoNegado, visibles_para
from conferencia.queries.verificacion import hallar
from conferencia.reports import emision
from conferencia.reports.datos import reunir
from conferencia.reports.escritos import extracto, impreso
from conferencia.services import trabajos
from conferencia.services.informes import InformeNegado, abrir_extracto, folio_de, pedir_extracto
from tests import reparto
from tests.conferencia.oficios import bytes_de, de_la_st, emitida, notificacion
from tests.conferencia.presentaciones import presentar
from tests.conferencia.reports.escritos.test_impreso import paginas

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")]


def disposicion(sigla: str = "T3") -> Disposicion:
    return Disposicion.objects.select_related("reunion").get(clave=f"ZC-2022-1/{sigla}")


def escrito(sigla: str, *, corte=None, sabido_al=None) -> e.Escrito:
    suya = disposicion(sigla)
    datos = extracto.solo_de(reunir(suya.reunion, corte or reloj.hoy(), sabido_al), suya)
    return extracto.escrito_de(datos, suya, "EA-1", "ABCDEFGHJK")


def tablas(dicho: e.Escrito) -> list[list[list[str]]]:
    celdas = [b.renglones for b in dicho.bloques if isinstance(b, e.Tabla)]
    return [[[" | ".join(p.texto for p in celda) for celda in renglon] for renglon in renglones] for renglones in celdas]


@pytest.fixture
def con_oficios(hoy):
    """El 6 se notifica a Puebla y ella presenta; el 8 presenta Hidalgo."""
    notificado = emitida(notificacion())
    de_puebla = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/PUE/7").oficio
    with reloj.fijo(hoy + timedelta(days=2)):
        de_hidalgo = presentar(reparto.enlace_ajeno(), "T3.1/HGO-SS", "HGO-SS", numero="SSP/HGO/9").oficio
        yield notificado, de_puebla, de_hidalgo


def test_dice_el_texto_literal_y_cada_compromiso_con_su_cita(hoy):
    suya = disposicion("A9")
    dicho = escrito("A9")
    citas = [b.texto for b in dicho.bloques if isinstance(b, e.Parrafo) and b.estilo == "cita"]
    assert citas == [f"«{p.texto}»" for p in suya.parrafos.order_by("numero")]
    pares = {k: v for b in dicho.bloques if isinstance(b, e.Ficha) for k, v in b.pares}
    assert f"«{suya.compromisos.order_by('orden').last().cita}»" in pares["Dónde lo dice"]
    assert all(pares.values()), "un valor vacío se imprime como espacio para escribir"
    assert dicho.verificacion.url.endswith("/v/EA-1-ABCDEFGHJK")


def test_cada_quien_en_su_renglon_y_los_oficios_con_su_folio(con_oficios, hoy):
    notificado, de_puebla, de_hidalgo = con_oficios
    como_va, oficios = tablas(escrito("T3"))
    assert len({(r[0], r[1]) for r in como_va}) == len(como_va)
    assert len([r for r in como_va if r[1] == "T3.1"]) == 7
    (puebla,) = [r for r in como_va if "Puebla" in r[0] and r[1] == "T3.1"]
    assert puebla[3] == "En revisión"
    assert [(o[0], o[3]) for o in oficios] == [
        ("SSP/PUE/7", de_puebla.acuse.folio),
        (notificado.numero, notificado.folio),
        ("SSP/HGO/9", de_hidalgo.acuse.folio),
    ]
    assert [oficios[n][4] for n in (0, 2)] == ["T3.1/PUE-SS", "T3.1/HGO-SS"]
    assert "T3.1/PUE-SS" in oficios[1][4]


def test_al_corte_anterior_y_a_lo_sabido_antes_no_consta_lo_de_despues(con_oficios, hoy):
    al_6 = tablas(escrito("T3", corte=hoy))
    assert "SSP/HGO/9" not in [o[0] for o in al_6[1]]
    assert "SSP/PUE/7" in [o[0] for o in al_6[1]]
    antes = escrito("T3", corte=hoy, sabido_al=datetime(2022, 7, 5, 23, tzinfo=reloj.MEXICO))
    assert len(tablas(antes)) == 1
    assert any(isinstance(b, e.Parrafo) and b.texto.startswith("A este corte no consta ninguno") for b in antes.bloques)


def test_el_transitorio_que_solo_da_plazo_muestra_las_obligaciones_que_completa(hoy):
    que_completa = next(d for d in Disposicion.objects.filter(compromisos__complementa__isnull=False).distinct())
    sigla = que_completa.sigla
    como_va = tablas(escrito(sigla))[0]
    ajena = que_completa.compromisos.filter(complementa__isnull=False).first().complementa.clave.rsplit("/", 1)[-1]
    assert ajena in {r[1] for r in como_va}


def test_lo_que_se_repite_se_cuenta_por_situacion(hoy):
    datos = extracto.solo_de(reunir(disposicion("A3").reunion, reloj.hoy()), disposicion("A3"))
    uno = datos.renglones[0]
    _, _, vence, va = extracto._fila("Puebla", uno.compromiso, [uno] * 5)
    assert (vence[0].texto[:11], [p.texto for p in va]) == ("5 periodos,", [f"5 {uno.rotulo}"])


def test_emitido_se_conserva_se_verifica_y_solo_lo_ve_quien_ve_todo(con_oficios, hoy, monkeypatch):
    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: f"%PDF {escrito.numero}".encode())
    pedido = pedir_extracto(por=de_la_st(), disposicion=disposicion(), corte=hoy)
    assert pedir_extracto(por=de_la_st(), disposicion=disposicion(), corte=hoy) == pedido
    trabajos.hacer(str(pedido.trabajo_id))
    emitido = Informe.objects.select_related("archivo", "disposicion", "reunion").get(pk=pedido.pk)
    assert folio_de(emitido) == emitido.folio
    assert emitido.folio.startswith("EA-ZC-2022-1-T3-20220706-")
    assert (bytes_de(emitido.archivo), hallar(f"{emitido.folio}-{emitido.codigo}")) == (f"%PDF {emitido.folio}".encode(), emitido)
    ven = {
        q: visibles_para(reparto.facultades(getattr(reparto, q)()), Archivo).filter(pk=emitido.archivo_id).exists() for q in ("titular", "consulta", "enlace")
    }
    assert ven == {"titular": True, "consulta": True, "enlace": False}


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.sin_designacion])
def test_no_lo_pide_quien_no_ve_a_las_demas(hoy, quien):
    with pytest.raises(AccesoNegado):
        pedir_extracto(por=reparto.facultades(quien()), disposicion=disposicion(), corte=hoy)
    assert Informe.objects.count() == 0


def test_de_un_dia_que_no_llega_no_se_emite(hoy):
    with pytest.raises(InformeNegado, match="aún no llega"):
        pedir_extracto(por=de_la_st(), disposicion=disposicion(), corte=hoy + timedelta(days=1))


@pytest.mark.lento
def test_el_pdf_dice_lo_mismo(con_oficios, hoy):
    emitido = emision.emitir(abrir_extracto(por=de_la_st(), disposicion=disposicion(), corte=hoy))
    dicho = " ".join(paginas(bytes_de(emitido.archivo)))
    for parte in (
        "Extracto de disposición transitoria",
        "Lo que dice el acta",
        "Cómo va cada quien",
        "SSP/PUE/7",
        emitido.folio,
        "miércoles 6 de julio de 2022",
    ):
        assert parte in dicho
