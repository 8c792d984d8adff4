from datetime import date

import pytest

from conferencia.models import Hecho, Obligacion, Oficio, Sentido
from conferencia.permissions import AccesoNegado
from conferencia.queries.plazos import ConteoDeObjetivos, con_objetivo, objetivo_de
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.objetivos import ObjetivoImposible, fijar_objetivo
from conferencia.services.oficios import OficioRechazado, oficio_de_salida
from tests import reparto
from tests.conferencia.plazos import A81, A101, analista, la, salida
from tests.conferencia.presentaciones import presentar

pytestmark = pytest.mark.django_db


def fijar(clave: str = A101, fecha: date = date(2022, 9, 30), **otros) -> Obligacion:
    o = la(clave)
    datos = {"obligacion": o, "fecha": fecha, "oficio": salida(), "motivo": "Para el pleno", "version": o.version} | otros
    return fijar_objetivo(por=analista(), **datos)


def test_no_toca_la_situacion_ni_el_vencimiento(hoy):
    antes = Obligacion.objects.con_situacion(date(2022, 12, 1)).get(clave=A101).situacion
    fijar()
    despues = Obligacion.objects.con_situacion(date(2022, 12, 1)).get(clave=A101)
    assert (despues.objetivo_el, despues.vence_el, despues.situacion) == (date(2022, 9, 30), None, antes)
    assert comparar().concuerda


def test_cambiarla_conserva_lo_que_decia(hoy):
    fijar()
    fijar(fecha=date(2022, 10, 31))
    assert '"antes":"2022-09-30"' in Hecho.objects.filter(clase="obligacion.objetivo_fijado").latest("numero").datos.replace(" ", "")


def test_se_cuenta_aparte_con_su_propia_situacion(hoy, enlace):
    fijar()
    fijar("ZC-2022-1/A10.1/HGO-SS", date(2022, 7, 20))
    fijar("ZC-2022-1/A5.1/PUE-SS", date(2022, 7, 20))
    presentar(enlace, "A5.1/PUE-SS", "PUE-SS")
    todas = Obligacion.objects.all()
    assert con_objetivo(todas, hoy) == ConteoDeObjetivos(total=3, en_plazo=2, por_vencer=0, rebasadas=0, atendidas=1)
    assert con_objetivo(todas, date(2022, 7, 15)) == ConteoDeObjetivos(total=3, en_plazo=1, por_vencer=1, rebasadas=0, atendidas=1)
    assert con_objetivo(todas, date(2022, 7, 21)) == ConteoDeObjetivos(total=3, en_plazo=1, por_vencer=0, rebasadas=1, atendidas=1)
    assert objetivo_de(la(A101), date(2022, 10, 1)) == ("rebasada", "rebasada")
    assert objetivo_de(la(A81), hoy) is None


@pytest.mark.parametrize(
    ("cambios", "dicho"),
    [
        ({"clave": A81}, "ya tiene fecha"),
        ({"motivo": " "}, "por qué se fija"),
        ({"fecha": date(2022, 7, 6)}, "posterior a hoy"),
    ],
)
def test_sin_sustento_se_niega(hoy, cambios, dicho):
    with pytest.raises(ObjetivoImposible, match=dicho):
        fijar(**cambios)
    assert not Obligacion.objects.filter(objetivo_el__isnull=False).exists()


def test_un_oficio_de_entrada_no_la_funda(hoy):
    oficio = salida()
    Oficio.objects.filter(pk=oficio.pk).update(sentido=Sentido.ENTRADA)
    oficio.refresh_from_db()
    with pytest.raises(ObjetivoImposible, match="oficio de salida"):
        fijar(oficio=oficio)


def test_el_oficio_de_salida_lo_firma_la_secretaria_tecnica(hoy):
    assert salida().remitente.clave == "ST-CNSSP"
    with pytest.raises(OficioRechazado, match="posterior a hoy"):
        oficio_de_salida(por=analista(), numero="ST/1", fecha=date(2022, 7, 7), asunto="")
    with pytest.raises(OficioRechazado, match="número"):
        oficio_de_salida(por=analista(), numero=" ", fecha=hoy, asunto="")


def test_si_otro_se_adelanto_no_se_fija(hoy):
    with pytest.raises(OtroSeAdelanto):
        fijar(version=99)


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_la_fija(hoy, quien):
    o = la(A101)
    with pytest.raises(AccesoNegado):
        fijar_objetivo(por=reparto.facultades(quien()), obligacion=o, fecha=date(2022, 9, 30), oficio=salida(), motivo="x", version=o.version)
