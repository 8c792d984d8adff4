"""Un oficio de salida del borrador al acuse: números sin huecos, guardas, acuse y cierre."""

from datetime import date, datetime, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Numeracion, OficioDeSalida, Reunion
from conferencia.permissions import AccesoNegado
from conferencia.services.emitidos import Compuesto
from conferencia.services.hechos import verificar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.notificaciones import preparar_notificaciones
from conferencia.services.salida import (
    Entregado,
    SalidaRechazada,
    apartar_numero,
    cancelar,
    corregir_borrador,
    fijar_numeracion,
    guardar_emision,
    marcar_atendido,
    registrar_entrega,
)
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.oficios import archivos_de, bytes_de, de_la_st, emitida, entregada, notificacion, requerimiento
from tests.conferencia.presentaciones import archivo_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def test_emitir_registra_el_oficio_con_sus_archivos_y_su_hecho():
    salida = emitida(notificacion())
    assert (salida.estado, salida.numero, salida.fecha) == ("emitido", "ST-CNSSP/001/2022", date(2022, 7, 6))
    assert (salida.folio, len(salida.codigo)) == ("OS-2022-000001", 10)
    assert (salida.oficio.sentido, salida.oficio.numero, salida.oficio.remitente.clave) == ("salida", "ST-CNSSP/001/2022", "ST-CNSSP")
    (archivo,) = archivos_de(salida)
    assert bytes_de(archivo) == b"%PDF-1.7 de prueba" + str(salida.pk).encode()
    hecho = Hecho.objects.get(clase="salida.emitida")
    assert (hecho.sujeto_id, hecho.de, hecho.a) == (salida.pk, "borrador", "emitido")
    assert archivo.sha256 in hecho.datos
    assert verificar().integra


def test_emitir_otra_vez_da_el_mismo():
    salida = emitida(notificacion())
    assert emitida(salida).oficio_id == salida.oficio_id
    assert (Hecho.objects.filter(clase="salida.emitida").count(), Numeracion.objects.get().ultimo) == (1, 1)


def test_los_numeros_siguen_saltan_los_escritos_a_mano_y_no_dejan_huecos():
    puebla, hidalgo, morelos = notificacion("PUE-SS"), notificacion("HGO-SS"), notificacion("MOR-SS")
    corregir_borrador(por=de_la_st(), salida=hidalgo, version=hidalgo.version, cambios={"numero": "ST-CNSSP/002/2022"})
    assert [emitida(s).numero for s in (puebla, hidalgo, morelos)] == ["ST-CNSSP/001/2022", "ST-CNSSP/002/2022", "ST-CNSSP/003/2022"]


def test_morir_entre_apartar_y_guardar_no_salta_numero():
    salida = apartar_numero(por=de_la_st(), salida=notificacion())
    assert apartar_numero(por=de_la_st(), salida=salida).numero == salida.numero == "ST-CNSSP/001/2022"
    assert emitida(notificacion("HGO-SS")).numero == "ST-CNSSP/002/2022"


def test_lo_corregido_mientras_se_componia_no_se_pierde():
    apartada = apartar_numero(por=de_la_st(), salida=notificacion())
    corregir_borrador(por=de_la_st(), salida=apartada, version=apartada.version, cambios={"asunto": "Otro asunto"})
    with pytest.raises(OtroSeAdelanto):
        guardar_emision(por=de_la_st(), salida=apartada, archivos=[Compuesto("x.pdf", "application/pdf", b"viejo")])
    assert OficioDeSalida.objects.get(pk=apartada.pk).oficio_id is None


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [({"asunto": " "}, "asunto"), ({"cuerpo": ""}, "cuerpo"), ({"cargo": ""}, "cargo"), ({"fecha": date(2022, 7, 7)}, "fecha"), ({"numero": "N/1"}, "numero")],
)
def test_lo_que_no_puede_quedar_asi_dice_en_que_campo(cambios, campo):
    otra = notificacion("HGO-SS")
    corregir_borrador(por=de_la_st(), salida=otra, version=otra.version, cambios={"numero": "N/1"})
    salida = notificacion()
    with pytest.raises(SalidaRechazada) as error:
        corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios=cambios)
    assert error.value.campo == campo
    assert OficioDeSalida.objects.get(pk=salida.pk).version == salida.version


def test_no_cambiar_nada_no_asienta_nada():
    salida = notificacion()
    corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios={"lugar": salida.lugar})
    assert Hecho.objects.filter(clase="salida.corregida").count() == 0


def test_de_dos_que_corrigen_gana_la_primera():
    salida = notificacion()
    corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios={"lugar": "Puebla"})
    with pytest.raises(OtroSeAdelanto):
        corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios={"lugar": "Tlaxcala"})
    assert OficioDeSalida.objects.get(pk=salida.pk).lugar == "Puebla"


def test_lo_emitido_ya_no_se_corrige_ni_se_cancela():
    salida = emitida(notificacion())
    with pytest.raises(SalidaRechazada, match="ya se emitió"):
        corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios={"lugar": "Puebla"})
    with pytest.raises(SalidaRechazada, match="ya se emitió"):
        cancelar(por=de_la_st(), salida=salida, version=salida.version, motivo="No sale.")


def test_la_entrega_queda_con_su_hora_medio_quien_y_copia_sellada(titular):
    salida = emitida(notificacion())
    acuse = archivo_de(titular, "sellado.pdf")
    cuando = reloj.ahora() - timedelta(seconds=20)
    entregada(salida, cuando, acuse)
    guardada = OficioDeSalida.objects.get(pk=salida.pk)
    assert (guardada.estado, guardada.entregado_en, guardada.entregado_por_medio) == ("notificado", cuando, "ventanilla")
    assert (guardada.recibio, guardada.acuse_id) == ("Oficialía de partes", acuse.pk)
    hecho = Hecho.objects.get(clase="salida.entregada")
    assert (hecho.de, hecho.a, hecho.rige_el) == ("emitido", "notificado", date(2022, 7, 6))


@pytest.mark.parametrize(
    ("cambio", "campo", "dicho"),
    [
        ({"en": datetime(2022, 7, 6, 13, tzinfo=reloj.MEXICO)}, "entregado_el", "después de ahora"),
        ({"en": datetime(2022, 7, 6, 11, 58, tzinfo=reloj.MEXICO)}, "entregado_el", "se emitió el 06/07/2022 a las 12:00"),
        ({"medio": "paloma"}, "medio", "Elige por qué medio"),
        ({"recibio": " "}, "recibio", "quién lo recibió"),
    ],
)
def test_una_entrega_imposible_dice_por_que(cambio, campo, dicho):
    salida = emitida(notificacion())
    dado = {"en": reloj.ahora(), "medio": "personal", "recibio": "Ana Ruiz"} | cambio
    with pytest.raises(SalidaRechazada, match=dicho) as error:
        registrar_entrega(por=de_la_st(), salida=salida, version=salida.version, entregado=Entregado(**dado))
    assert (error.value.campo, OficioDeSalida.objects.get(pk=salida.pk).estado) == (campo, "emitido")


def test_un_borrador_no_se_entrega_ni_una_notificacion_se_atiende():
    salida = notificacion()
    with pytest.raises(SalidaRechazada, match="es un borrador"):
        entregada(salida)
    emitido = emitida(salida)
    with pytest.raises(SalidaRechazada, match="Solo un requerimiento se atiende"):
        marcar_atendido(por=de_la_st(), salida=emitido, version=emitido.version, nota="Contestó.")


def test_lo_cancelado_conserva_su_numero():
    salida = apartar_numero(por=de_la_st(), salida=notificacion())
    cancelar(por=de_la_st(), salida=salida, version=salida.version, motivo="Se equivocó el destinatario.")
    guardada = OficioDeSalida.objects.get(pk=salida.pk)
    assert (guardada.estado, guardada.numero, guardada.nota) == ("cancelado", "ST-CNSSP/001/2022", "Se equivocó el destinatario.")
    assert emitida(notificacion("HGO-SS")).numero == "ST-CNSSP/002/2022"


def test_la_numeracion_se_fija_y_el_anio_nuevo_la_hereda():
    fijar_numeracion(por=de_la_st(), anio=2022, formato="SSPC/ST/{n}/{anio}", ultimo=340)
    assert emitida(notificacion()).numero == "SSPC/ST/341/2022"
    with reloj.fijo(date(2023, 1, 9)):
        assert emitida(notificacion("HGO-SS")).numero == "SSPC/ST/001/2023"


@pytest.mark.parametrize("formato", ["ST/2022", "{n}{n}", "{n}/{año}", "{n}/{"])
def test_una_numeracion_que_no_numera_se_rechaza(formato):
    with pytest.raises(SalidaRechazada) as error:
        fijar_numeracion(por=de_la_st(), anio=2022, formato=formato, ultimo=0)
    assert error.value.campo == "formato"


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_emite_corrige_entrega_ni_cancela(quien):
    por, salida, emitido = reparto.facultades(quien()), notificacion(), emitida(notificacion("HGO-SS"))
    dado = Entregado(en=reloj.ahora(), medio="personal", recibio="Yo")
    for intento in (
        lambda: apartar_numero(por=por, salida=salida),
        lambda: corregir_borrador(por=por, salida=salida, version=salida.version, cambios={"lugar": "X"}),
        lambda: cancelar(por=por, salida=salida, version=salida.version, motivo="x"),
        lambda: registrar_entrega(por=por, salida=emitido, version=emitido.version, entregado=dado),
        lambda: fijar_numeracion(por=por, anio=2022, formato="{n}", ultimo=0),
    ):
        with pytest.raises(AccesoNegado):
            intento()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_numerar_a_la_vez_no_repite_ni_salta():
    salidas = preparar_notificaciones(por=de_la_st(), reunion=Reunion.objects.get())
    por = de_la_st()

    def apartar(n: int) -> str:
        with reloj.fijo(date(2022, 7, 6)):
            return apartar_numero(por=por, salida=salidas[n]).numero

    assert sorted(a_la_vez(6, apartar)) == [f"ST-CNSSP/{n:03d}/2022" for n in range(1, 7)]


def test_un_requerimiento_se_cuenta_en_la_historia_de_lo_que_requiere():
    with reloj.fijo(date(2022, 8, 3)):
        salida = entregada(emitida(requerimiento()))
        atendido = marcar_atendido(por=de_la_st(), salida=salida, version=salida.version, nota="Contestó con el oficio 12.")
    assert (atendido.estado, atendido.nota) == ("atendido", "Contestó con el oficio 12.")
    de_cada = Hecho.objects.filter(obligacion_id__in=salida.obligaciones.values("pk")).exclude(clase="obligacion.creada")
    assert sorted(de_cada.values_list("clase", flat=True)) == ["requerimiento.emitido"] * 2 + ["requerimiento.entregado"] * 2
