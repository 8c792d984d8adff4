"""Lo que no era una entrega: devolver lo mal capturado y convertir lo que era una alegación. Nada de eso cuenta como respuesta."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Entrega, EstadoEntrega, EstadoSolicitud, Hecho, Obligacion, Observacion, Resolucion, Solicitud
from conferencia.permissions import AccesoNegado
from conferencia.services.devoluciones import convertir_en_no_competencia, devolver_por_captura
from conferencia.services.dictamenes import deshacer_dictamen
from conferencia.services.entregas import EntregaRechazada, aceptar_entrega, observar_entrega
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from tests import reparto
from tests.conferencia.presentaciones import observar, presentar
from tests.conferencia.services.test_dictamenes import foto, st, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "T3.1/PUE-SS"


def recibida(numero: str = "SSP/1") -> Entrega:
    return presentar(reparto.enlace(), CLAVE, "PUE-SS", numero=numero)


def devolver(entrega, motivo="Es de otra obligación"):
    devolver_por_captura(por=st(), entrega=entrega, version=version(entrega), motivo=motivo)


def convertir(entrega, motivo="Dice que le toca a la Fiscalía"):
    return convertir_en_no_competencia(por=st(), entrega=entrega, version=version(entrega), motivo=motivo)


def obligacion() -> Obligacion:
    return Obligacion.objects.con_situacion(reloj.hoy()).get(clave=f"ZC-2022-1/{CLAVE}")


def test_lo_devuelto_no_cuenta_como_respuesta():
    devolver(recibida())
    o = obligacion()
    assert (o.estado, o.situacion, o.entregas_recibidas, o.primera_entrega_el) == ("pendiente", "por_vencer", 0, None)
    assert Entrega.objects.get(obligacion=o).estado == EstadoEntrega.DEVUELTA
    with reloj.fijo(date(2022, 7, 13)):
        assert obligacion().situacion == "sin_respuesta"
    assert comparar().concuerda


def test_lo_devuelto_no_deja_atendidas_las_observaciones():
    observar(recibida(), "Falta la firma")
    devolver(recibida("SSP/2"))
    o = obligacion()
    assert (o.estado, o.subsanar_el, o.primera_entrega_el) == ("con_observaciones", date(2022, 7, 20), date(2022, 7, 6))
    assert Observacion.objects.get().atendida_con is None
    assert comparar().concuerda


def test_la_alegacion_sigue_su_tramite_con_el_mismo_oficio_y_la_fecha_en_que_llego():
    entrega = recibida()
    solicitud = convertir(entrega)
    assert (solicitud.oficio, solicitud.presentada_en, solicitud.presentada_por_id, solicitud.estado) == (
        entrega.oficio,
        entrega.presentada_en,
        entrega.presentada_por_id,
        EstadoSolicitud.PENDIENTE,
    )
    o = obligacion()
    assert (o.estado, o.alega_no_competencia, o.entregas_recibidas) == ("pendiente", True, 0)
    assert list(Hecho.objects.order_by("-numero").values_list("clase", flat=True)[:2]) == ["entrega.convertida", "no_competencia.pedida"]
    assert comparar().concuerda


def test_si_ya_lo_alego_no_se_convierte_otra_vez():
    convertir(recibida())
    with pytest.raises(EntregaRechazada) as error:
        convertir(recibida("SSP/2"))
    assert "ya alegó no ser competente aquí y falta resolverlo." in str(error.value)
    assert obligacion().estado == "en_revision"


@pytest.mark.parametrize("decidir", [devolver, convertir])
@pytest.mark.parametrize("rondas", [1, 2])
def test_deshacer_deja_todo_como_estaba(decidir, rondas):
    entrega = recibida()
    if rondas == 2:
        observar(entrega, "Falta la firma")
        entrega = recibida("SSP/2")
    antes = foto(entrega)
    decidir(entrega)
    assert foto(entrega) != antes
    deshacer_dictamen(por=st(), entrega=entrega)
    assert foto(entrega) == antes
    assert Solicitud.objects.count() == 0
    assert comparar().concuerda


@pytest.mark.parametrize("decidir", [devolver, convertir])
def test_hace_falta_decir_por_que_ser_de_la_mesa_y_que_nadie_se_adelante(decidir):
    entrega = recibida()
    with pytest.raises(EntregaRechazada):
        decidir(entrega, "  ")
    servicio = devolver_por_captura if decidir is devolver else convertir_en_no_competencia
    with pytest.raises(AccesoNegado):
        servicio(por=reparto.facultades(reparto.enlace()), entrega=entrega, version=version(entrega), motivo="x")
    with pytest.raises(OtroSeAdelanto):
        servicio(por=st(), entrega=entrega, version=1, motivo="x")
    assert obligacion().estado == "en_revision"


# --- Cómo quedó cada observación -----------------------------------------------------------------------------------------


def dos_rondas() -> tuple[Entrega, list[Observacion]]:
    observar(recibida(), "Falta la firma", "Falta el sello")
    return recibida("SSP/2"), list(Observacion.objects.order_by("numero"))


def como_quedaron() -> list[str]:
    return list(Observacion.objects.order_by("entrega__numero", "numero").values_list("resolucion", flat=True))


def test_al_aceptar_lo_que_no_se_diga_quedo_subsanado():
    entrega, (_, sello) = dos_rondas()
    aceptar_entrega(por=st(), entrega=entrega, version=version(entrega), resoluciones={sello.pk: Resolucion.RETIRADA})
    assert como_quedaron() == ["subsanada", "retirada"]
    assert '"resoluciones":{"1.1":"subsanada","1.2":"retirada"}' in Hecho.objects.latest("numero").datos


def test_con_una_sin_subsanar_no_se_acepta():
    entrega, (firma, _) = dos_rondas()
    with pytest.raises(EntregaRechazada) as error:
        aceptar_entrega(por=st(), entrega=entrega, version=version(entrega), resoluciones={firma.pk: Resolucion.NO_SUBSANADA})
    assert str(error.value) == "No se acepta con la observación 1 de la entrega 1 sin subsanar: devuélvela, o retírala."
    assert (obligacion().estado, como_quedaron()) == ("en_revision", ["", ""])


def test_al_observar_otra_vez_solo_vale_lo_que_se_diga_y_deshacer_lo_borra():
    entrega, (firma, _) = dos_rondas()
    antes = foto(entrega)
    dicho = {firma.pk: Resolucion.NO_SUBSANADA}
    observar_entrega(por=st(), entrega=entrega, version=version(entrega), observaciones=["Sigue sin firma"], subsanar_el=date(2022, 7, 25), resoluciones=dicho)
    assert como_quedaron() == ["no_subsanada", "", ""]
    deshacer_dictamen(por=st(), entrega=entrega)
    assert (como_quedaron(), foto(entrega)) == (["", ""], antes)
