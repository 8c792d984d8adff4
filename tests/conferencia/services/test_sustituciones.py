"""No competencia: alegada sigue contando; procedente exime a quien la alegó y pide quién la supla."""

import json
from datetime import date

import pytest

from conferencia import reloj
from conferencia.domain.situacion import Situacion
from conferencia.models import Entrega, Hecho, Institucion, Obligacion, Solicitud
from conferencia.permissions import AccesoNegado, visibles_para
from conferencia.queries.solicitudes import cuantas_por_resolver, faltan_por_sustituir, sustituibles
from conferencia.services.exenciones import Acto, Razon, disponer
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.obligaciones import extender_periodos
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.solicitudes import SolicitudRechazada, alegar_no_competencia, desistir
from conferencia.services.sustituciones import dejar_sin_sustituta, nombrar_sustituta, resolver_no_competencia
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
UPC = "T1.1/PUE-UPC"
PERIODICA = "A3.2/PUE-UPC/2022-07"
CONJUNTA = "A6.1/PUE"


def alegar(clave: str = UPC, institucion: str = "PUE-UPC", quien=None) -> Solicitud:
    quien = quien or reparto.enlace()
    return alegar_no_competencia(
        por=reparto.facultades(quien),
        obligacion=obligacion(clave),
        institucion=Institucion.objects.get(clave=institucion),
        datos=DatosDeOficio(numero="UPC/7/2022", fecha=date(2022, 7, 6), firmante="El titular"),
        archivos=[archivo_de(quien)],
        motivo="La ley local se la da a la Fiscalía",
    )


def resolver(solicitud: Solicitud, *, procede: bool = True, sustituta: str = "", **opciones) -> Obligacion | None:
    return resolver_no_competencia(
        por=reparto.facultades(reparto.analista()),
        solicitud=solicitud,
        version=Obligacion.objects.get(pk=solicitud.obligacion_id).version,
        procede=procede,
        resolucion="La atribución es de otra",
        fundamento="Art. 4 de la ley local",
        sustituta=Institucion.objects.get(clave=sustituta) if sustituta else None,
        **opciones,
    )


def situacion(clave: str, dia: date = date(2022, 7, 6)) -> str:
    return Obligacion.objects.con_situacion(dia).get(clave=f"ZC-2022-1/{clave}").situacion


def test_alegada_sigue_contando_con_su_marca():
    antes = situacion(UPC)
    alegar()
    assert (obligacion(UPC).alega_no_competencia, obligacion(UPC).estado, situacion(UPC)) == (True, "pendiente", antes)
    assert comparar().concuerda
    with pytest.raises(AccesoNegado, match="ya alegó"):
        alegar()


def test_improcedente_o_desistida_quita_la_marca():
    resolver(alegar(), procede=False)
    assert (obligacion(UPC).alega_no_competencia, obligacion(UPC).estado) == (False, "pendiente")
    desistir(por=reparto.facultades(reparto.enlace()), solicitud=alegar())
    assert (obligacion(UPC).alega_no_competencia, obligacion(UPC).estado) == (False, "pendiente")
    assert comparar().concuerda


def test_procedente_exime_y_nace_para_la_sustituta_con_su_hecho():
    nueva = resolver(alegar(), sustituta="SSPC")
    vieja = obligacion(UPC)
    assert situacion(UPC) == Situacion.EXENTA_NO_COMPETENTE
    assert (nueva.clave, nueva.suple_a_id, nueva.compromiso_id) == ("ZC-2022-1/T1.1/SSPC-PUE", vieja.pk, vieja.compromiso_id)
    assert (nueva.vence_el, nueva.nace_el, nueva.entidad_id) == (vieja.vence_el, date(2022, 7, 6), vieja.entidad_id)
    assert [p.institucion.clave for p in nueva.partes.all()] == ["SSPC"]
    assert Hecho.objects.filter(obligacion_id=nueva.pk, clase="obligacion.creada").count() == 1
    assert comparar().concuerda


def test_lo_que_la_esperaba_espera_ahora_de_la_sustituta():
    """El diagnóstico del CNI alimenta a otras: si no le toca, sus destinatarias no se quedan esperando a nadie."""
    cni = obligacion("A8.2/CNI-PM")
    esperan = set(cni.esperan_esta.values_list("clave", flat=True))
    assert esperan
    solicitud = Solicitud.objects.create(
        obligacion=cni,
        clase="no_competencia",
        institucion=cni.institucion,
        oficio=alegar().oficio,
        motivo="No es nuestro",
        presentada_en=reloj.ahora(),
    )
    nueva = resolver(solicitud, sustituta="SSPC")
    assert set(nueva.esperan_esta.values_list("clave", flat=True)) == esperan
    assert {Obligacion.objects.con_situacion(date(2022, 7, 6)).get(clave=c).situacion for c in esperan} == {Situacion.EN_ESPERA_DE_INSUMO}
    assert comparar().concuerda


def test_sin_sustituta_todavia_queda_en_la_lista_y_se_nombra_despues():
    solicitud, st = alegar(), reparto.facultades(reparto.analista())
    assert cuantas_por_resolver() == 1
    assert resolver(solicitud) is None
    assert (list(faltan_por_sustituir()), cuantas_por_resolver()) == ([solicitud], 1)
    c5 = Institucion.objects.get(clave="SSPC")
    nueva = nombrar_sustituta(por=st, solicitud=solicitud, sustituta=c5, motivo="Le toca por ley")
    assert (nueva.suple_a.clave, list(faltan_por_sustituir())) == (obligacion(UPC).clave, [])
    with pytest.raises(OtroSeAdelanto):
        nombrar_sustituta(por=st, solicitud=solicitud, sustituta=c5, motivo="Otra vez")
    assert comparar().concuerda


@pytest.mark.parametrize(("sustituta", "dicho"), [("PUE-UPC", "no puede ser la misma"), ("PUE-C5", "ya responde de este compromiso")])
def test_una_sustituta_que_no_puede_serlo_no_deja_nada_a_medias(sustituta, dicho):
    solicitud = alegar()
    with pytest.raises(SolicitudRechazada, match=dicho):
        resolver(solicitud, sustituta=sustituta)
    assert (Solicitud.objects.get().estado, obligacion(UPC).estado) == ("pendiente", "pendiente")


def test_lo_ya_vencido_pide_fecha_para_la_sustituta():
    solicitud = alegar()
    vence = obligacion(UPC).vence_el
    with reloj.fijo(date(vence.year, vence.month, vence.day).replace(year=vence.year + 1)):
        with pytest.raises(SolicitudRechazada, match="da a la sustituta una fecha"):
            resolver(solicitud, sustituta="SSPC")
        nueva = resolver(solicitud, sustituta="SSPC", vence_el=date(2024, 1, 31))
    assert (nueva.vence_el, nueva.vence_original_el) == (date(2024, 1, 31), date(2024, 1, 31))
    assert comparar().concuerda


def test_en_una_conjunta_sale_esa_parte_y_las_demas_siguen():
    solicitud = alegar(CONJUNTA, "PUE-UPC")
    resolver(solicitud, sustituta="PUE-SS")
    o = obligacion(CONJUNTA)
    assert o.estado == "pendiente"
    assert {p.institucion.clave for p in o.partes.all()} == {"PUE-C5", "DGGSCDT", "PUE-SS"}
    assert comparar().concuerda
    assert solicitud in visibles_para(reparto.facultades(reparto.enlace()), Solicitud)


def test_los_periodos_que_siguen_los_debe_la_sustituta():
    resolver(alegar(PERIODICA), sustituta="SSPC")
    compromiso = obligacion(PERIODICA).compromiso
    with reloj.fijo(date(2022, 9, 2)):
        extender_periodos(compromiso, hasta=date(2022, 9, 2))
        assert extender_periodos(compromiso, hasta=date(2022, 9, 2)) == 0
    claves = set(Obligacion.objects.filter(compromiso=compromiso, entidad__abreviatura="PUE").values_list("clave", flat=True))
    base = "ZC-2022-1/A3.2"
    assert {c for c in claves if "UPC" in c} == {f"{base}/PUE-UPC/2022-07"}
    assert {c for c in claves if "SSPC" in c} == {f"{base}/SSPC-PUE/2022-07", f"{base}/SSPC-PUE/2022-08", f"{base}/SSPC-PUE/2022-09"}
    assert comparar().concuerda


def test_no_se_revoca_la_exencion_si_ya_responde_la_sustituta():
    resolver(alegar(), sustituta="SSPC")
    razon = Razon(motivo="Siempre sí le toca", fundamento="Art. 5")
    st = reparto.facultades(reparto.analista())
    with pytest.raises(SolicitudRechazada, match="Ya responde"):
        disponer(por=st, obligacion=obligacion(UPC), acto=Acto.REACTIVAR, razon=razon, version=obligacion(UPC).version)
    assert Entrega.objects.count() == 0


def test_nadie_la_sustituye_se_asienta_con_su_razon_y_sale_de_lo_pendiente():
    solicitud, st = alegar(), reparto.facultades(reparto.analista())
    with pytest.raises(SolicitudRechazada, match="Solo se sustituye"):
        dejar_sin_sustituta(por=st, solicitud=solicitud, motivo="Aún no se resuelve")
    resolver(solicitud)
    with pytest.raises(SolicitudRechazada) as error:
        dejar_sin_sustituta(por=st, solicitud=solicitud, motivo="  ")
    assert error.value.campo == "motivo"
    dejar_sin_sustituta(por=st, solicitud=solicitud, motivo="Ninguna otra tiene esa atribución")
    assert (list(faltan_por_sustituir()), cuantas_por_resolver()) == ([], 0)
    hecho = Hecho.objects.get(clase="no_competencia.sin_sustituta")
    assert (hecho.obligacion_id, hecho.motivo, json.loads(hecho.datos)["alego"]) == (solicitud.obligacion_id, "Ninguna otra tiene esa atribución", "PUE-UPC")
    assert situacion(UPC) == Situacion.EXENTA_NO_COMPETENTE
    with pytest.raises(OtroSeAdelanto):
        dejar_sin_sustituta(por=st, solicitud=solicitud, motivo="Otra vez")


def test_si_despues_aparece_quien_deba_todavia_se_nombra():
    solicitud, st = alegar(), reparto.facultades(reparto.analista())
    resolver(solicitud)
    dejar_sin_sustituta(por=st, solicitud=solicitud, motivo="Ninguna")
    assert list(sustituibles()) == [solicitud]
    nombrar_sustituta(por=st, solicitud=solicitud, sustituta=Institucion.objects.get(clave="SSPC"), motivo="Cambió la ley")
    solicitud.refresh_from_db()
    assert (solicitud.sustituta.clave, solicitud.sin_sustituta, list(sustituibles())) == ("SSPC", "", [])
    with pytest.raises(OtroSeAdelanto):
        dejar_sin_sustituta(por=st, solicitud=solicitud, motivo="Nadie")
    assert comparar().concuerda


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_dice_que_nadie(quien):
    solicitud = alegar()
    resolver(solicitud)
    with pytest.raises(AccesoNegado):
        dejar_sin_sustituta(por=reparto.facultades(quien()), solicitud=solicitud, motivo="x")
