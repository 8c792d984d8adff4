"""El papel que llega a la ventanilla: cuenta desde el sello, con o sin obligación, y solo lo registra la Secretaría Técnica."""

from datetime import date, datetime
from uuid import UUID

import pytest
import uuid6

from conferencia import reloj
from conferencia.models import Acuse, Entrega, Hecho, Institucion, Oficio
from conferencia.permissions import AccesoNegado
from conferencia.services.indice import comparar
from conferencia.services.oficios import DatosDeOficio, OficioRechazado
from conferencia.services.ventanilla import FaltaElSello, registrar_en_ventanilla
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion

pytestmark = pytest.mark.django_db
SELLO = datetime(2022, 7, 12, 17, 45, tzinfo=reloj.MEXICO)


@pytest.fixture(autouse=True)
def _dias_despues():
    """Se captura el viernes 15; el plazo venció el martes 12."""
    with reloj.fijo(datetime(2022, 7, 15, 10, tzinfo=reloj.MEXICO)):
        yield


def registrar(*claves: str, quien=None, llave: UUID | None = None, **cambios) -> Oficio:
    quien = quien or reparto.analista()
    datos = {"numero": "SSP/44/2022", "fecha": date(2022, 7, 11), "firmante": "La titular", "recibido_en": SELLO, "llave_de_envio": llave} | cambios
    return registrar_en_ventanilla(
        por=reparto.facultades(quien),
        institucion=Institucion.objects.get(clave="PUE-SS"),
        obligaciones=[obligacion(c) for c in claves],
        datos=DatosDeOficio(**datos),
        archivos=[archivo_de(quien)],
    )


def test_cuenta_desde_el_sello_aunque_se_capture_tarde():
    oficio = registrar("T3.1/PUE-SS", "A4.1/PUE-SS")
    assert (oficio.canal, oficio.recibido_en, oficio.registrado_en) == ("ventanilla", SELLO, reloj.ahora())
    assert (oficio.acuse.tenido_el, oficio.acuse.emitido_en) == (date(2022, 7, 12), reloj.ahora())
    assert obligacion("T3.1/PUE-SS").primera_entrega_el == date(2022, 7, 12), "llegó el día en que vencía"
    assert Entrega.objects.filter(oficio=oficio).count() == 2
    assert comparar().concuerda


def test_el_que_no_atiende_nada_queda_con_folio_y_en_la_historia():
    oficio = registrar()
    hecho = Hecho.objects.get(clase="oficio.registrado")
    assert (hecho.sujeto_id, oficio.acuse.folio in hecho.datos, hecho.obligacion_id) == (oficio.pk, True, None)
    assert not Entrega.objects.exists()


def test_reintentar_da_el_mismo():
    llave = uuid6.uuid7()
    primero = registrar(llave=llave)
    assert (registrar(llave=llave), Acuse.objects.count()) == (primero, 1)
    with pytest.raises(AccesoNegado):
        registrar(llave=llave, quien=reparto.titular())


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_solo_la_secretaria_tecnica(quien):
    with pytest.raises(AccesoNegado):
        registrar(quien=quien())


def test_sin_sello_o_con_sello_futuro_no_se_registra():
    with pytest.raises(FaltaElSello):
        registrar(recibido_en=None)
    with pytest.raises(OficioRechazado):
        registrar(recibido_en=datetime(2022, 7, 15, 10, 1, tzinfo=reloj.MEXICO))
    assert not Oficio.objects.filter(sentido="entrada").exists()


def test_no_se_registra_contra_lo_que_no_es_de_la_institucion():
    with pytest.raises(AccesoNegado):
        registrar("T3.1/HGO-SS")
