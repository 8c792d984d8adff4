"""Todo oficio que llega nace con su acuse, por el canal que sea, y nada lo repite."""

from datetime import date, datetime

import pytest

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Acuse, Calendario, DiaInhabil, Hecho, Institucion
from conferencia.services.entregas import presentar_oficio
from conferencia.services.hechos import cabeza_de_la_cadena, verificar
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.solicitudes import pedir_prorroga
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def en_mexico(*partes: int) -> datetime:
    return datetime(*partes, tzinfo=reloj.MEXICO)


def test_presentar_da_acuse_con_folio_codigo_y_cabeza_de_la_cadena(enlace):
    cabeza = cabeza_de_la_cadena()
    acuse = presentar(enlace, "T3.1/PUE-SS", "PUE-SS").oficio.acuse
    assert (acuse.folio[:8], acuse.cabeza, acuse.tenido_el) == ("AR-2022-", cabeza, date(2022, 7, 6))
    assert acuse.clave_publica == f"{acuse.folio}-{acuse.codigo}"
    assert acuse.emitido_en == acuse.oficio.registrado_en == reloj.ahora()


def test_los_folios_son_consecutivos_y_reintentar_no_gasta_otro(enlace):
    primero = presentar(enlace, "T3.1/PUE-SS", "PUE-SS").oficio.acuse
    cuantos = Acuse.objects.count()
    with pytest.raises(NoProcede):
        presentar(enlace, "A4.1/PUE-SS", "PUE-SS", numero=" ")
    segundo = presentar(enlace, "A4.1/PUE-SS", "PUE-SS").oficio.acuse
    assert (int(segundo.folio[-6:]) - int(primero.folio[-6:]), Acuse.objects.count() - cuantos) == (1, 1)


def test_el_folio_queda_en_la_historia_de_la_obligacion(enlace):
    entrega = presentar(enlace, "T3.1/PUE-SS", "PUE-SS")
    hecho = Hecho.objects.get(clase="entrega.presentada", obligacion_id=entrega.obligacion_id)
    assert f'"acuse":"{entrega.oficio.acuse.folio}"' in hecho.datos
    assert entrega.oficio.acuse.codigo not in hecho.datos


def test_de_noche_se_guarda_la_hora_real_y_el_dia_en_que_se_tiene_por_recibido(enlace):
    with reloj.fijo(en_mexico(2022, 7, 8, 22, 40)):
        acuse = presentar(enlace, "T3.1/PUE-SS", "PUE-SS").oficio.acuse
    assert (acuse.oficio.recibido_en, acuse.tenido_el) == (en_mexico(2022, 7, 8, 22, 40), date(2022, 7, 11))
    assert obligacion("T3.1/PUE-SS").primera_entrega_el == date(2022, 7, 8), "a quien presenta le cuenta la hora real"


def test_manda_el_calendario_de_la_secretaria_tecnica(enlace):
    suyo = Institucion.objects.get(tipo="ST").calendario
    DiaInhabil.objects.create(calendario=suyo, fecha=date(2022, 7, 6), motivo="Fumigación")
    ajeno = Calendario.objects.create(clave="ajeno", nombre="De otra", fuente="Prueba")
    DiaInhabil.objects.create(calendario=ajeno, fecha=date(2022, 7, 7), motivo="Aniversario de otra")
    assert presentar(enlace, "T3.1/PUE-SS", "PUE-SS").oficio.acuse.tenido_el == date(2022, 7, 7)


def test_lo_de_ventanilla_se_tiene_por_recibido_desde_su_sello(titular):
    with reloj.fijo(en_mexico(2022, 7, 8, 10)):
        (entrega,) = presentar_oficio(
            por=reparto.facultades(titular),
            obligaciones=[obligacion("T3.1/PUE-SS")],
            institucion=Institucion.objects.get(clave="PUE-SS"),
            datos=DatosDeOficio(numero="SSP/9/2022", fecha=date(2022, 7, 4), canal="ventanilla", recibido_en=en_mexico(2022, 7, 6, 18, 30)),
            archivos=[archivo_de(titular)],
            a_nombre_de_ella=True,
        )
    acuse = entrega.oficio.acuse
    assert (acuse.emitido_en, acuse.tenido_el) == (en_mexico(2022, 7, 8, 10), date(2022, 7, 7))


def test_tambien_la_prorroga_se_acusa(enlace):
    solicitud = pedir_prorroga(
        por=reparto.facultades(enlace),
        obligacion=obligacion("T3.1/PUE-SS"),
        institucion=Institucion.objects.get(clave="PUE-SS"),
        datos=DatosDeOficio(numero="SSP/10/2022", fecha=date(2022, 7, 6)),
        archivos=[archivo_de(enlace)],
        motivo="Cambio de titular.",
        pide_hasta=date(2022, 7, 20),
    )
    assert f'"acuse":"{solicitud.oficio.acuse.folio}"' in Hecho.objects.get(clase="prorroga.pedida").datos


def test_la_cabeza_impresa_en_un_acuse_delata_que_se_trunco_la_cadena(enlace):
    acuse = presentar(enlace, "T3.1/PUE-SS", "PUE-SS").oficio.acuse
    assert verificar().integra
    Acuse.objects.filter(pk=acuse.pk).update(cabeza="f" * 64)
    assert verificar().ausentes == ("f" * 64,)
