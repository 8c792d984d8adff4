"""El turno: quién puede pedir, opinar y cancelar; y que el área ve lo que se le turnó y nada más."""

import json
from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.domain.permisos import Facultades
from conferencia.models import (
    Acuse,
    Archivo,
    Entrega,
    EstadoTurno,
    Hecho,
    Institucion,
    Medicion,
    Obligacion,
    Oficio,
    Rol,
    Solicitud,
    Trabajo,
    Turno,
)
from conferencia.permissions import AccesoNegado, facultades_del_sistema, puede_ver, visibles_para
from conferencia.services.designaciones import designar
from conferencia.services.entregas import aceptar_entrega
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.turnos import TurnoRechazado, cancelar_turno, opinar, tener_por_no_opuestas, turnar
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.presentaciones import archivo_de, presentar
from tests.conferencia.services.test_dictamenes import st, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def area(clave: str = "CNI-PM", email: str = "area@cni.mx") -> Facultades:
    """Alguien designado hoy para opinar por esa institución."""
    institucion = Institucion.objects.get(clave=clave)
    designacion = designar(por=facultades_del_sistema(reloj.hoy()), email=email, nombre="Área Técnica", rol=Rol.AREA_TECNICA, institucion=institucion)
    return reparto.facultades(designacion.usuario)


def recibida(clave: str = "T3.1/PUE-SS", institucion: str = "PUE-SS", numero: str = "SSP/1") -> Entrega:
    return presentar(reparto.enlace(), clave, institucion, numero=numero)


def turnada(entrega: Entrega, clave: str = "CNI-PM", **extra) -> Turno:
    datos = {"pregunta": "¿Cumple lo técnico?", "dias": 5} | extra
    return turnar(por=st(), entrega=entrega, institucion=Institucion.objects.get(clave=clave), **datos)


def test_se_turna_con_pregunta_y_plazo_en_dias_habiles():
    area()
    turno = turnada(recibida())
    assert (turno.estado, turno.vence_el) == (EstadoTurno.PENDIENTE, date(2022, 7, 13))
    hecho = Hecho.objects.latest("numero")
    assert (hecho.clase, hecho.motivo) == ("turno.enviado", "")
    assert "técnico" not in hecho.datos  # la pregunta es de uso interno y el enlace lee la historia
    assert comparar().concuerda


@pytest.mark.parametrize(
    ("cambios", "dicho"),
    [
        ({"pregunta": " "}, "Escribe qué se le pregunta."),
        ({"dias": 0}, "El plazo va de 1 a 60 días hábiles."),
        ({"dias": 61}, "El plazo va de 1 a 60 días hábiles."),
        ({"clave": "SESNSP"}, "no tiene a nadie designado como área técnica: designa antes a quien opine."),
    ],
)
def test_lo_que_no_se_puede_turnar_se_dice(cambios, dicho):
    area()
    with pytest.raises(TurnoRechazado) as error:
        turnada(recibida(), **cambios)
    assert dicho in str(error.value)
    assert Turno.objects.count() == 0


def test_a_la_misma_area_una_sola_vez_mientras_no_opine():
    por = area()
    entrega = recibida()
    turno = turnada(entrega)
    with pytest.raises(TurnoRechazado):
        turnada(entrega)
    opinar(por=por, turno=turno, sentido="favorable", opinion="Cumple")
    turnada(entrega, pregunta="¿Y el anexo?")
    assert Turno.objects.count() == 2


def test_opina_con_texto_y_archivo_una_sola_vez():
    por = area()
    turno = turnada(recibida())
    documento = archivo_de(reparto.titular(), "opinion.pdf")
    opinar(por=por, turno=turno, sentido="con_reservas", opinion=" Falta el anexo ", archivo=documento)
    turno.refresh_from_db()
    assert (turno.estado, turno.sentido, turno.opinion, turno.archivo) == (EstadoTurno.OPINADO, "con_reservas", "Falta el anexo", documento)
    datos = json.loads(Hecho.objects.latest("numero").datos)
    assert (datos["tarde"], datos["archivos"], "Falta" in str(datos)) == (False, [documento.sha256], False)
    with pytest.raises(AccesoNegado) as error:
        opinar(por=por, turno=turno, sentido="favorable", opinion="Siempre sí")
    assert str(error.value) == "Este turno ya está cerrado: con opinión."


@pytest.mark.parametrize(("sentido", "opinion"), [("", "x"), ("quizá", "x"), ("favorable", "  ")])
def test_sin_sentido_o_sin_texto_no_hay_opinion(sentido, opinion):
    por = area()
    turno = turnada(recibida())
    with pytest.raises(TurnoRechazado):
        opinar(por=por, turno=turno, sentido=sentido, opinion=opinion)
    assert Turno.objects.get().estado == EstadoTurno.PENDIENTE


def test_vencido_todavia_se_opina_y_queda_dicho_que_fue_tarde():
    por = area()
    turno = turnada(recibida())
    with reloj.fijo(date(2022, 7, 20)):
        opinar(por=por, turno=turno, sentido="favorable", opinion="Cumple")
    assert json.loads(Hecho.objects.latest("numero").datos)["tarde"] is True


def test_ya_decidida_la_entrega_no_se_turna_ni_se_opina():
    por = area()
    entrega = recibida()
    turno = turnada(entrega)
    aceptar_entrega(por=st(), entrega=entrega, version=version(entrega))
    turno = Turno.objects.select_related("entrega__obligacion__compromiso__disposicion", "institucion").get(pk=turno.pk)
    with pytest.raises(TurnoRechazado) as error:
        opinar(por=por, turno=turno, sentido="favorable", opinion="x")
    assert str(error.value) == "La entrega ya se decidió: quedó aceptada."
    with pytest.raises(TurnoRechazado):
        turnada(entrega)


# --- Lo callado ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calla", "dia", "estado"), [(True, "2022-07-13", "pendiente"), (True, "2022-07-14", "no_opuesta"), (False, "2022-07-14", "pendiente")]
)
def test_se_tiene_por_no_opuesta_solo_si_asi_se_dijo_y_ya_paso_el_plazo(calla, dia, estado):
    area()
    turnada(recibida(), calla_y_no_se_opone=calla)
    with reloj.fijo(date.fromisoformat(dia)):
        tener_por_no_opuestas(Trabajo(datos={"dia": dia}))
        tener_por_no_opuestas(Trabajo(datos={"dia": dia}))
    assert Turno.objects.get().estado == estado
    assert Hecho.objects.filter(clase="turno.no_opuesta").count() == (estado == "no_opuesta")


# --- Quién puede ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_mesa_turna_y_cancela_y_solo_el_area_opina(quien):
    area()
    entrega = recibida()
    turno = turnada(entrega)
    por = reparto.facultades(quien())
    acciones = (
        lambda: turnar(por=por, entrega=entrega, institucion=turno.institucion, pregunta="x", dias=1),
        lambda: cancelar_turno(por=por, turno=turno, motivo="x"),
        lambda: opinar(por=por, turno=turno, sentido="favorable", opinion="x"),
    )
    for accion in acciones:
        with pytest.raises(AccesoNegado):
            accion()
    assert not puede_ver(por, turno)


def test_la_secretaria_tecnica_no_opina_por_el_area_ni_un_area_por_otra():
    area()
    otra = area("DGGSCDT", "area@dgg.mx")
    turno = turnada(recibida())
    for por in (st(), otra):
        with pytest.raises(AccesoNegado):
            opinar(por=por, turno=turno, sentido="favorable", opinion="x")


def test_el_area_ve_lo_turnado_y_nada_mas():
    """Puebla e Hidalgo presentaron; al área solo se le turnó lo de Puebla. Hay de todo que podría filtrarse."""
    por = area()
    turnado, otra = recibida(), recibida("T1.1/PUE-UPC", "PUE-UPC", "SSP/2")
    ajena = presentar(reparto.enlace_ajeno(), "T3.1/HGO-SS", "HGO-SS", numero="HGO/1")
    turno = turnada(turnado)
    opinion_ajena = turnada(ajena, "DGGSCDT") if area("DGGSCDT", "area@dgg.mx") else None
    suyos = {a.sha256: a for a in turnado.oficio.archivos.all()}
    visibles = visibles_para(por, Archivo).exclude(acta__isnull=False)
    assert set(visibles.values_list("pk", flat=True)) == {a.pk for a in suyos.values()}
    assert list(visibles_para(por, Turno)) == [turno]
    for modelo in (Obligacion, Entrega, Oficio, Acuse, Solicitud, Medicion):
        assert visibles_para(por, modelo).count() == 0, modelo
    for objeto in (otra, ajena, opinion_ajena, *otra.oficio.archivos.all(), *ajena.oficio.archivos.all()):
        assert not puede_ver(por, objeto)


def test_cancelado_el_area_deja_de_verlo_con_sus_archivos():
    por = area()
    entrega = recibida()
    turno = turnada(entrega)
    assert puede_ver(por, entrega.oficio.archivos.get())
    cancelar_turno(por=st(), turno=turno, motivo="Ya no hace falta")
    assert not puede_ver(por, turno)
    assert not puede_ver(por, entrega.oficio.archivos.get())
    with pytest.raises(TurnoRechazado):
        cancelar_turno(por=st(), turno=turnada(entrega), motivo=" ")


def test_terminada_la_designacion_ya_no_ve_nada():
    por = area()
    entrega = recibida()
    turnada(entrega)
    con_el_tiempo = Facultades(por.usuario, por.hoy + timedelta(days=1))
    assert visibles_para(con_el_tiempo, Turno).count() == 0
    assert visibles_para(con_el_tiempo, Archivo).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_opinar_contra_cancelar_gana_uno(hoy):
    por = area()
    turno = turnada(recibida())

    def correr(n: int):
        suyo = Turno.objects.select_related("institucion", "entrega__obligacion__compromiso__disposicion").get(pk=turno.pk)
        with reloj.fijo(hoy):
            if n == 0:
                return opinar(por=por, turno=suyo, sentido="favorable", opinion="Cumple").estado
            return cancelar_turno(por=st(), turno=suyo, motivo="Ya no").estado

    resultados = a_la_vez(2, correr)
    ganan = [r for r in resultados if isinstance(r, str)]
    assert len(ganan) == 1
    assert Turno.objects.get().estado == ganan[0]
    assert [type(r) in (OtroSeAdelanto, AccesoNegado) for r in resultados if not isinstance(r, str)] == [True]
