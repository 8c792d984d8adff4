"""Eximir, revocar y reabrir: con motivo y fundamento, con su historia, y en lote sin que una detenga a las demás."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.domain.estados import TransicionIlegal
from conferencia.domain.situacion import Situacion
from conferencia.models import Acta, Archivo, Disposicion, Obligacion, Reunion, TramoDeSituacion
from conferencia.permissions import AccesoNegado
from conferencia.services.cadencias import fijar_cadencia
from conferencia.services.entregas import aceptar_entrega, rechazar_por_ajena
from conferencia.services.exenciones import Acto, Razon, admite, disponer, disponer_en_lote
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.solicitudes import SolicitudRechazada
from tests import reparto
from tests.conferencia.presentaciones import obligacion, observar, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "T3.1/PUE-SS"
RAZON = Razon(motivo="La entidad no tiene ese sistema", fundamento="Lineamiento quinto")


def hacer(acto: Acto, clave: str = CLAVE, razon: Razon = RAZON, quien=None, version: int | None = None) -> Obligacion:
    o = obligacion(clave)
    return disponer(por=reparto.facultades(quien or reparto.analista()), obligacion=o, acto=acto, razon=razon, version=version or o.version)


def tramos() -> list[tuple[str, str]]:
    filas = TramoDeSituacion.objects.filter(obligacion=obligacion(CLAVE)).order_by("desde")
    return [(t.desde.isoformat(), t.situacion) for t in filas]


def cumplir(clave: str = CLAVE, dia: date = date(2022, 7, 8)):
    with reloj.fijo(dia):
        entrega = presentar(reparto.enlace(), clave, "PUE-SS")
        aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version)
    return entrega


def posterior(reunion: Reunion) -> Disposicion:
    otra = Reunion.objects.create(clave="ZC-2022-2", organo=reunion.organo, zona=reunion.zona, nombre="Segunda", fecha=reunion.fecha + timedelta(days=1))
    archivo = Archivo.objects.create(nombre="a.md", tipo="text/markdown", tamano=1, sha256="0" * 64, subido_en=reloj.ahora())
    acta = Acta.objects.create(reunion=otra, archivo=archivo, estado="publicada", publicada_en=reloj.ahora(), lectura={})
    return Disposicion.objects.create(clave="ZC-2022-2/A1", acta=acta, reunion=otra, clase="acuerdo", numero=1, ordinal="PRIMERO")


def test_no_aplica_y_su_revocacion_son_dos_hechos_y_la_historia_los_cuenta():
    hacer(Acto.NO_APLICA)
    with reloj.fijo(date(2022, 7, 10)):
        hacer(Acto.REACTIVAR)
    assert tramos() == [
        ("2022-07-05", "por_vencer"),
        ("2022-07-06", "exenta_no_aplica"),
        ("2022-07-10", "por_vencer"),
        ("2022-07-13", "sin_respuesta"),
    ]
    assert comparar().concuerda


def test_sin_efecto_pide_un_acto_de_verdad_posterior(reunion):
    propia = obligacion(CLAVE).compromiso.disposicion
    for disposicion in (None, propia):
        with pytest.raises(SolicitudRechazada):
            hacer(Acto.SIN_EFECTO, razon=Razon(motivo="x", fundamento="y", disposicion=disposicion))
    nueva = posterior(reunion)
    hacer(Acto.SIN_EFECTO, razon=Razon(motivo="La sustituye", fundamento="Acuerdo primero", disposicion=nueva))
    assert (obligacion(CLAVE).sustituida_por, obligacion(CLAVE).estado) == (nueva, "sin_efecto")
    hacer(Acto.REACTIVAR)
    assert (obligacion(CLAVE).sustituida_por, obligacion(CLAVE).estado) == (None, "pendiente")
    assert comparar().concuerda


def test_con_fecha_pasada_cambia_los_cortes_desde_ese_dia_y_no_pisa_lo_posterior():
    with reloj.fijo(date(2022, 7, 20)):
        with pytest.raises(SolicitudRechazada, match="antes de que la obligación naciera"):
            hacer(Acto.NO_APLICA, razon=Razon(motivo="x", fundamento="y", rige_el=date(2022, 7, 1)))
        hacer(Acto.NO_APLICA, razon=Razon(motivo="x", fundamento="y", rige_el=date(2022, 7, 12)))
        with pytest.raises(SolicitudRechazada, match="Otro hecho posterior"):
            hacer(Acto.REACTIVAR, razon=Razon(motivo="x", fundamento="y", rige_el=date(2022, 7, 11)))
    assert tramos() == [("2022-07-05", "por_vencer"), ("2022-07-12", "exenta_no_aplica")]
    assert comparar().concuerda


def test_revocada_vuelve_a_como_estaba_lo_presentado():
    entrega = presentar(reparto.enlace(), CLAVE, "PUE-SS")
    hacer(Acto.NO_APLICA)
    assert hacer(Acto.REACTIVAR).estado == "en_revision"
    entrega.obligacion.refresh_from_db()
    observar(entrega, "Falta la firma")
    hacer(Acto.NO_APLICA)
    assert hacer(Acto.REACTIVAR).estado == "con_observaciones"
    assert comparar().concuerda


def test_reabrir_regresa_a_revision_y_conserva_lo_extemporaneo():
    entrega = cumplir(dia=date(2022, 7, 20))
    with reloj.fijo(date(2022, 7, 21)):
        o = hacer(Acto.REABRIR)
    assert (o.estado, o.cumplida_el, o.primera_entrega_el, o.avance) == ("en_revision", None, date(2022, 7, 20), 0)
    assert comparar().concuerda
    with reloj.fijo(date(2022, 7, 25)):
        entrega.refresh_from_db()
        aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=o.version)
    assert Obligacion.objects.con_situacion(date(2022, 7, 25)).get(pk=o.pk).situacion == Situacion.CUMPLIDA_EXTEMPORANEA
    assert comparar().concuerda


def test_lo_reabierto_se_puede_rechazar():
    entrega = cumplir(dia=date(2022, 7, 6))
    o = hacer(Acto.REABRIR)
    entrega.refresh_from_db()
    rechazar_por_ajena(por=reparto.facultades(reparto.analista()), entrega=entrega, version=o.version, motivo="Es de otro asunto")
    assert (obligacion(CLAVE).estado, obligacion(CLAVE).ajena) == ("pendiente", True)
    assert comparar().concuerda


def test_lo_que_no_cabe_se_niega():
    with pytest.raises(TransicionIlegal):
        hacer(Acto.REABRIR)
    with pytest.raises(TransicionIlegal):
        hacer(Acto.REACTIVAR)
    with pytest.raises(OtroSeAdelanto):
        hacer(Acto.NO_APLICA, version=99)
    with pytest.raises(SolicitudRechazada, match="fundamento"):
        hacer(Acto.NO_APLICA, razon=Razon(motivo="x", fundamento=" "))


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica(quien):
    with pytest.raises(AccesoNegado):
        hacer(Acto.NO_APLICA, quien=quien())


def test_en_lote_cada_una_dice_como_le_fue():
    cumplir(dia=date(2022, 7, 6))
    claves = [f"ZC-2022-1/T3.1/{e}-SS" for e in ("PUE", "HGO", "TLAX")]
    versiones = {c: Obligacion.objects.get(clave=c).version for c in claves} | {"ZC-2022-1/T3.1/HGO-SS": 99}
    hechos = disponer_en_lote(por=reparto.facultades(reparto.titular()), versiones=versiones, acto=Acto.NO_APLICA, razon=RAZON)
    assert [(r.obligacion.clave.rpartition("/")[2], r.hecho, r.dicho[:17]) for r in hechos] == [
        ("HGO-SS", False, "Alguien más actuó"),
        ("PUE-SS", False, "No se puede marca"),
        ("TLAX-SS", True, ""),
    ]
    assert comparar().concuerda


# --- Lo permanente -------------------------------------------------------------------------------------------------------

PERMANENTE = "A4.2/PUE-SS"


def ratificar(dia: date):
    with reloj.fijo(dia):
        entrega = presentar(reparto.enlace(), PERMANENTE, "PUE-SS", numero=f"SSP/{dia:%m%d}/2022")
        return aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version)


def test_una_ratificacion_mal_aceptada_se_reabre_y_vale_la_anterior():
    compromiso = obligacion(PERMANENTE).compromiso
    with reloj.fijo(date(2022, 7, 6)):
        fijar_cadencia(por=reparto.facultades(reparto.titular()), compromiso=compromiso, meses=3, motivo="Trimestral", version=0)
    ratificar(date(2022, 7, 10))
    segunda = ratificar(date(2022, 9, 20))
    assert (obligacion(PERMANENTE).ratificada_el, obligacion(PERMANENTE).ratificar_el) == (date(2022, 9, 20), date(2022, 12, 20))
    with reloj.fijo(date(2022, 9, 22)):
        o = hacer(Acto.REABRIR, PERMANENTE)
    segunda.refresh_from_db()
    assert (o.estado, o.ratificada_el, o.ratificar_el, segunda.estado) == ("en_revision", date(2022, 7, 10), date(2022, 10, 10), "en_revision")
    assert comparar().concuerda
    with reloj.fijo(date(2022, 9, 23)):
        rechazar_por_ajena(por=reparto.facultades(reparto.analista()), entrega=segunda, version=o.version, motivo="Es de otro asunto")
        assert obligacion(PERMANENTE).estado == "pendiente"
        hacer(Acto.REABRIR, PERMANENTE)  # queda la primera, que también se puede reabrir
    assert obligacion(PERMANENTE).ratificada_el is None
    assert comparar().concuerda


def test_sin_ratificacion_no_hay_que_reabrir():
    o = obligacion(PERMANENTE)
    assert not admite(reparto.facultades(reparto.titular()), o, Acto.REABRIR)
    with pytest.raises(TransicionIlegal):
        hacer(Acto.REABRIR, PERMANENTE)
