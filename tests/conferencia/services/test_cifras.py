"""Cifras: se validan, se corrigen con otra versión, llaman la atención sin estorbar y, si miden avance, lo dicen a su fecha."""

import json
from datetime import date
from decimal import Decimal

import pytest

from conferencia import reloj
from conferencia.models import Archivo, Entrega, Hecho, Indicador, Institucion, Medicion, Obligacion
from conferencia.permissions import AccesoNegado, visibles_para
from conferencia.services.cifras import Cifra, CifrasPorConfirmar, CifrasRechazadas, registrar_cifras
from conferencia.services.entregas import aceptar_entrega, observar_entrega
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.obligaciones import extender_al_dia
from conferencia.services.oficios import DatosDeOficio, OficioRechazado
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.presentaciones import archivo_de

pytestmark = pytest.mark.django_db
JULIO = "ZC-2022-1/A3.2/PUE-UPC/2022-07"
AGOSTO = "ZC-2022-1/A3.2/PUE-UPC/2022-08"
IMAGENES = "ZC-2022-1/A10.3/PUE-SS"
EN_AGOSTO = date(2022, 8, 8)


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def cifras(clave: str, *valores, nota: str = "") -> list[Cifra]:
    indicadores = list(Indicador.objects.filter(compromiso__obligaciones__clave=clave, vigente=True).order_by("orden"))
    return [Cifra(i, None if v is None else Decimal(str(v)), nota) for i, v in zip(indicadores, valores, strict=True)]


def capturar(
    clave: str, *valores, quien=None, institucion: str = "", nota: str = "", confirmadas: bool = False, version: int | None = None, el: date | None = None
):
    suya = obligacion(clave)
    return registrar_cifras(
        por=reparto.facultades(quien or reparto.enlace()),
        obligacion=suya,
        institucion=Institucion.objects.get(clave=institucion or clave.split("/")[2]),
        cifras=cifras(clave, *valores, nota=nota),
        version=suya.version if version is None else version,
        confirmadas=confirmadas,
        corresponde_el=el,
    )


@pytest.fixture
def agosto(db):
    with reloj.fijo(EN_AGOSTO):
        yield EN_AGOSTO


def test_capturar_todas_las_cifras_las_envia_y_aceptarlas_cumple(agosto):
    hecho = capturar(JULIO, 12, 0)
    assert (hecho.entrega.clase, hecho.entrega.oficio, hecho.entrega.numero) == ("cifras", None, 1)
    assert list(Medicion.objects.filter(entrega=hecho.entrega).order_by("indicador__orden").values_list("valor", "version")) == [(12, 1), (0, 1)]
    assert obligacion(JULIO).estado == "en_revision"
    aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=hecho.entrega, version=obligacion(JULIO).version)
    assert (obligacion(JULIO).estado, obligacion(JULIO).situacion_al(EN_AGOSTO, espera_insumo=False)) == ("cumplida", "cumplida_a_tiempo")
    assert comparar().concuerda


def test_cero_no_es_sin_dato_y_sin_dato_pide_nota(agosto):
    with pytest.raises(CifrasRechazadas) as error:
        capturar(JULIO, 12, None)
    assert list(error.value.por_indicador.values()) == ["Explica por qué no hay dato."]
    capturar(JULIO, 0, None, nota="El área jurídica no lo ha integrado")
    assert list(Medicion.objects.order_by("indicador__orden").values_list("valor", flat=True)) == [0, None]


@pytest.mark.parametrize(
    ("valor", "dice"), [("1.5", "Debe ser un número entero."), ("-1", "No puede ser menor que 0."), ("20000000000", "Es una cifra demasiado grande.")]
)
def test_lo_imposible_se_dice_junto_a_su_indicador(agosto, valor, dice):
    with pytest.raises(CifrasRechazadas) as error:
        capturar(JULIO, valor, 1)
    assert list(error.value.por_indicador.values()) == [dice]
    assert Medicion.objects.count() == 0


def test_antes_de_que_acabe_el_periodo_pide_confirmar(hoy):
    with pytest.raises(CifrasPorConfirmar) as aviso:
        capturar(JULIO, 1, 1)
    assert aviso.value.del_periodo.startswith("El periodo aún no termina: acaba el 31/07/2022")
    assert capturar(JULIO, 1, 1, confirmadas=True).entrega.numero == 1


def test_el_triple_de_lo_anterior_llama_la_atencion_y_confirmado_pasa(agosto):
    extender_al_dia(EN_AGOSTO)
    capturar(JULIO, 10, 4)
    with reloj.fijo(date(2022, 9, 5)):
        with pytest.raises(CifrasPorConfirmar) as aviso:
            capturar(AGOSTO, 31, 4)
        assert list(aviso.value.por_indicador.values()) == ["Es más de tres veces el valor del periodo anterior (10)."]
        assert capturar(AGOSTO, 31, 4, confirmadas=True).entrega is not None


def test_corregir_lo_enviado_es_otra_version_con_su_porque(agosto):
    capturar(JULIO, 12, 3)
    with pytest.raises(CifrasRechazadas, match="pide decir por qué"):
        capturar(JULIO, 11, 3)
    hecho = capturar(JULIO, 11, 3, nota="Se contó dos veces una carpeta")
    (nueva,) = hecho.nuevas
    assert (hecho.entrega, nueva.version, nueva.rectifica.valor, Medicion.objects.get(pk=nueva.rectifica_id).vigente) == (None, 2, 12, False)
    assert nueva.entrega == Entrega.objects.get()
    assert Hecho.objects.filter(clase="cifras.corregidas").get().motivo == "Se contó dos veces una carpeta"


def test_observadas_se_corrigen_y_se_envian_de_nuevo(agosto):
    entrega = capturar(JULIO, 12, 3).entrega
    observar_entrega(
        por=reparto.facultades(reparto.analista()), entrega=entrega, version=obligacion(JULIO).version, observaciones=["Revisar"], subsanar_el=date(2022, 8, 20)
    )
    segunda = capturar(JULIO, 11, 3, nota="Corregido").entrega
    assert (segunda.numero, segunda.mediciones.count(), obligacion(JULIO).estado) == (2, 2, "en_revision")
    assert comparar().concuerda


def test_quien_corrige_mientras_se_revisa_hace_que_se_vuelva_a_mirar(agosto):
    entrega = capturar(JULIO, 12, 3).entrega
    vista = obligacion(JULIO).version
    capturar(JULIO, 11, 3, nota="Error de dedo")
    with pytest.raises(OtroSeAdelanto):
        aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=vista)


def test_el_avance_lo_dice_la_cifra_a_su_fecha(agosto):
    capturar(IMAGENES, "40.5", el=date(2022, 7, 31))
    assert (obligacion(IMAGENES).avance, obligacion(IMAGENES).situacion_al(EN_AGOSTO, espera_insumo=False)) == (40, "avance_parcial")
    capturar(IMAGENES, "99.9", el=EN_AGOSTO, confirmadas=True)
    assert obligacion(IMAGENES).avance == 99
    capturar(IMAGENES, "55", el=date(2022, 8, 1), confirmadas=True)
    assert obligacion(IMAGENES).avance == 99, "lo medido antes no pisa lo más reciente"
    assert comparar().concuerda


def test_corregir_a_sin_dato_regresa_el_avance_a_lo_ultimo_medido(agosto):
    capturar(IMAGENES, "40", el=date(2022, 7, 31))
    capturar(IMAGENES, "60", el=EN_AGOSTO)
    capturar(IMAGENES, None, el=EN_AGOSTO, nota="El corte aún no se valida")
    assert obligacion(IMAGENES).avance == 40
    assert comparar().concuerda


def test_nadie_captura_lo_ajeno_y_de_ello_no_se_dice_nada(agosto):
    with pytest.raises(AccesoNegado) as negada:
        capturar(JULIO, 1, 1, quien=reparto.enlace_ajeno())
    assert negada.value.negado.existe is False
    with pytest.raises(AccesoNegado) as negada:
        capturar(JULIO, 1, 1, quien=reparto.consulta())
    assert negada.value.negado.existe is True
    with pytest.raises(CifrasRechazadas, match="No puedes capturar a nombre de"):
        capturar(JULIO, 1, 1, institucion="HGO-UPC")
    assert Medicion.objects.count() == 0


def test_la_secretaria_tecnica_captura_a_nombre_de_la_parte(agosto):
    hecho = capturar(JULIO, 1, 1, quien=reparto.analista())
    assert (hecho.entrega.institucion.clave, hecho.entrega.presentada_por) == ("PUE-UPC", reparto.analista())


@pytest.mark.django_db(transaction=True)
def test_de_dos_que_envian_a_la_vez_uno_gana(sembrada):
    def enviar(n: int):
        with reloj.fijo(EN_AGOSTO):
            return capturar(JULIO, n, n, version=1)

    resultados = a_la_vez(2, enviar)
    assert sorted(type(r).__name__ for r in resultados) == ["Capturado", "OtroSeAdelanto"]
    assert Entrega.objects.filter(obligacion__clave=JULIO).count() == 1


# --- Con oficio ------------------------------------------------------------------------------------------------------------


def con_oficio(clave: str, *valores, quien=None, institucion: str = "", el: date | None = None, archivos=None, **mas):
    quien, suya = quien or reparto.enlace(), obligacion(clave)
    return registrar_cifras(
        por=reparto.facultades(quien),
        obligacion=suya,
        institucion=Institucion.objects.get(clave=institucion or clave.split("/")[2]),
        cifras=cifras(clave, *valores),
        version=suya.version,
        corresponde_el=el,
        oficio=DatosDeOficio(numero="UPC/55/2022", fecha=date(2022, 8, 8), firmante="La titular"),
        archivos=[archivo_de(quien)] if archivos is None else archivos,
        **mas,
    )


def test_el_oficio_llega_con_la_entrega_y_se_puede_abrir(agosto):
    hecho = con_oficio(JULIO, 12, 0)
    assert (hecho.entrega.clase, hecho.entrega.oficio.numero, {m.oficio_id for m in hecho.nuevas}) == ("cifras", "UPC/55/2022", {hecho.entrega.oficio_id})
    datos = json.loads(Hecho.objects.get(clase="cifras.registradas").datos)
    assert (datos["oficio"], len(datos["archivos"])) == ("UPC/55/2022", 1)
    archivo = hecho.entrega.oficio.archivos.get()
    ven = [visibles_para(reparto.facultades(q()), Archivo).filter(pk=archivo.pk).exists() for q in (reparto.enlace, reparto.titular, reparto.enlace_ajeno)]
    assert ven == [True, True, False]


def test_lo_que_no_es_periodico_tambien_lleva_su_oficio_y_solo_lo_abre_quien_lo_mando(agosto):
    hecho = con_oficio(IMAGENES, 40, el=date(2022, 8, 1))
    assert (hecho.entrega, hecho.nuevas[0].oficio.numero) == (None, "UPC/55/2022")
    archivo = hecho.nuevas[0].oficio.archivos.get()
    ven = [visibles_para(reparto.facultades(q()), Archivo).filter(pk=archivo.pk).exists() for q in (reparto.enlace, reparto.enlace_ajeno, reparto.consulta)]
    assert ven == [True, False, False]


def test_un_oficio_sin_archivo_no_deja_nada_a_medias(agosto):
    with pytest.raises(OficioRechazado) as error:
        con_oficio(JULIO, 12, 0, archivos=[])
    assert (error.value.campo, Medicion.objects.count(), Entrega.objects.count()) == ("archivos", 0, 0)
