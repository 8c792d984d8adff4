"""Lo llegado por correo, por confirmar: suspende, y al confirmarse cuenta desde que entró al buzón; descartado, como si nada."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.situacion import Situacion
from conferencia.models import Canal, EstadoEntrega, Hecho, Institucion
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.queries.titulos_de_hechos import titulo_de
from conferencia.services.entregas import EntregaRechazada
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.recibidas import anotar_recibida, confirmar_recibidas, descartar_recibidas
from tests import reparto
from tests.enlaces.escena import archivo, obligacion

pytestmark = pytest.mark.django_db
ENTRO = datetime(2022, 7, 12, 23, 50, tzinfo=reloj.MEXICO)  # el día que vence, diez minutos antes de terminar
DESPUES = date(2022, 7, 14)
OTRA = "ZC-2022-1/T1.1/PUE-UPC"


def anotar(clave: str = "ZC-2022-1/T3.1/PUE-SS", **extra):
    institucion = Institucion.objects.get(clave=clave.split("/")[2])
    sistema = facultades_del_sistema(reloj.hoy())
    return anotar_recibida(por=sistema, obligacion=obligacion(clave), institucion=institucion, recibida_en=ENTRO, **extra)


def confirmar(*claves: str, anotadas=(), quien=None, **extra):
    quien = quien or reparto.analista()
    claves = claves or ("ZC-2022-1/T3.1/PUE-SS",)
    return confirmar_recibidas(
        por=reparto.facultades(quien),
        obligaciones=[obligacion(c) for c in claves],
        institucion=Institucion.objects.get(clave=claves[0].split("/")[2]),
        datos=DatosDeOficio(numero="SSP/9/2022", fecha=date(2022, 7, 11), canal=Canal.CORREO, recibido_en=ENTRO),
        archivos=[archivo(quien)],
        anotadas=anotadas,
        **extra,
    )


@pytest.fixture
def despues():
    """Jueves 14 de julio: la obligación venció el 12 y el correo entró ese mismo día."""
    with reloj.fijo(DESPUES):
        yield DESPUES


def situacion(o) -> Situacion:
    return o.situacion_al(reloj.hoy(), espera_insumo=False)


def test_anotada_suspende_y_no_cuenta_como_entrega(despues):
    assert situacion(obligacion()) == Situacion.SIN_RESPUESTA
    entrega = anotar()
    quedo = obligacion()
    assert (situacion(quedo), quedo.estado, quedo.entregas_recibidas, quedo.primera_entrega_el) == (Situacion.RECIBIDA_POR_CONFIRMAR, "pendiente", 0, None)
    assert (entrega.estado, entrega.oficio, entrega.presentada_en) == (EstadoEntrega.POR_CONFIRMAR, None, ENTRO)
    assert comparar().discordantes == ()


def test_confirmada_cuenta_desde_que_entro_al_buzon(despues):
    anotada = anotar(presento=reparto.enlace().pk)
    [entrega] = confirmar(anotadas=[anotada])
    quedo = obligacion()
    assert entrega.pk == anotada.pk
    assert (quedo.estado, quedo.primera_entrega_el, quedo.entregas_recibidas, quedo.por_confirmar) == ("en_revision", date(2022, 7, 12), 1, False)
    entrega.refresh_from_db()
    assert (entrega.estado, entrega.oficio.numero, entrega.oficio.recibido_en, entrega.presentada_por) == (
        EstadoEntrega.EN_REVISION,
        "SSP/9/2022",
        ENTRO,
        reparto.enlace(),
    )
    assert comparar().discordantes == ()
    presentada, recibida = Hecho.objects.filter(obligacion_id=quedo.pk).order_by("-numero")[:2]
    assert (presentada.clase, presentada.rige_el, recibida.clase) == ("entrega.presentada", date(2022, 7, 12), "entrega.por_confirmar")
    assert f'"anula":{recibida.numero}' in presentada.datos


def test_descartada_deja_todo_como_estaba(despues):
    anotada = anotar()
    descartar_recibidas(por=reparto.facultades(reparto.analista()), entregas=[anotada], motivo="Era un acuse de recibo.")
    quedo = obligacion()
    assert (situacion(quedo), quedo.por_confirmar, quedo.entregas_recibidas) == (Situacion.SIN_RESPUESTA, False, 0)
    assert comparar().discordantes == ()
    hecho = Hecho.objects.filter(obligacion_id=quedo.pk).order_by("-numero").first()
    assert (hecho.clase, hecho.motivo, titulo_de(hecho.clase)) == ("entrega.descartada", "Era un acuse de recibo.", "Se descartó lo llegado por correo")
    with pytest.raises(OtroSeAdelanto):
        descartar_recibidas(por=reparto.facultades(reparto.analista()), entregas=[anotada], motivo="Otra vez.")


def test_de_dos_correos_descartar_uno_deja_el_otro_por_confirmar(despues):
    primero, segundo = anotar(), anotar()
    descartar_recibidas(por=reparto.facultades(reparto.analista()), entregas=[primero], motivo="Repetido.")
    assert situacion(obligacion()) == Situacion.RECIBIDA_POR_CONFIRMAR
    assert comparar().discordantes == ()
    confirmar(anotadas=[segundo])
    assert obligacion().estado == "en_revision"
    assert comparar().discordantes == ()


def test_corregir_la_obligacion_descarta_la_que_no_era(despues):
    anotada = anotar(OTRA)
    entregas = confirmar("ZC-2022-1/T1.1/PUE-C5", anotadas=[anotada])
    assert [e.obligacion.clave for e in entregas] == ["ZC-2022-1/T1.1/PUE-C5"]
    assert (obligacion(OTRA).por_confirmar, obligacion("ZC-2022-1/T1.1/PUE-C5").estado) == (False, "en_revision")
    assert comparar().discordantes == ()


def test_lo_confirma_tambien_quien_tiene_el_encargo_y_nadie_mas(despues):
    anotada = anotar()
    with pytest.raises(AccesoNegado):
        confirmar(anotadas=[anotada], quien=reparto.enlace_ajeno())
    [entrega] = confirmar(anotadas=[anotada], quien=reparto.enlace())
    entrega.refresh_from_db()
    assert entrega.presentada_por == reparto.enlace()


def test_ni_por_quien_no_responde_ni_lo_que_ya_no_espera(despues):
    hidalgo = Institucion.objects.get(clave="HGO-SS")
    with pytest.raises(AccesoNegado, match="no responde de"):
        anotar_recibida(por=facultades_del_sistema(reloj.hoy()), obligacion=obligacion(), institucion=hidalgo, recibida_en=ENTRO)
    confirmar()
    with pytest.raises(AccesoNegado, match="no espera entrega"):
        anotar()


def test_sin_motivo_no_se_descarta_y_la_base_exige_oficio_al_confirmar(despues):
    anotada = anotar()
    with pytest.raises(EntregaRechazada):
        descartar_recibidas(por=reparto.facultades(reparto.analista()), entregas=[anotada], motivo=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(anotada).objects.filter(pk=anotada.pk).update(estado=EstadoEntrega.EN_REVISION)
