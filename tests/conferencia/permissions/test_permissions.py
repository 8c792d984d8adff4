"""Quién ve y quién hace: siempre con datos que podrían filtrarse."""

import io
from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Archivo, Designacion, Disposicion, Entrega, Hecho, Informe, Institucion, Obligacion, Reunion, Rol, Usuario
from conferencia.permissions import (
    AccesoNegado,
    Facultades,
    exigir,
    facultades_de,
    instituciones_que_presentan,
    puede_dictaminar,
    puede_emitir_informes,
    puede_presentar,
    puede_ver,
    visibles_para,
)
from conferencia.services.archivos import PDF, guardar_archivo
from conferencia.services.designaciones import designar, terminar_designacion
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=f"ZC-2022-1/{clave}")


def institucion(clave: str) -> Institucion:
    return Institucion.objects.get(clave=clave)


def nombrar(email: str, rol: Rol, **ambito) -> Facultades:
    d = designar(por=reparto.facultades(reparto.titular()), email=email, nombre="Alguien", rol=rol, **ambito)
    return reparto.facultades(d.usuario)


@pytest.fixture
def entrega_de_puebla(enlace) -> Entrega:
    """Un oficio de Puebla ya presentado: lo que podría filtrarse."""
    por = reparto.facultades(enlace)
    archivo = guardar_archivo(contenido=io.BytesIO(pdf_de_una_pagina()), nombre="oficio.pdf", admitidos={PDF}, actor=enlace.pk)
    datos = DatosDeOficio(numero="SSP/1/2022", fecha=date(2022, 7, 6))
    (entrega,) = presentar_oficio(por=por, obligaciones=[obligacion("T3.1/PUE-SS")], institucion=institucion("PUE-SS"), datos=datos, archivos=[archivo])
    return entrega


@pytest.mark.parametrize(
    ("quien", "obligaciones", "entregas", "archivos"),
    [("titular", 166, 1, 2), ("analista", 166, 1, 2), ("enlace", 24, 1, 2), ("enlace_ajeno", 24, 0, 1), ("consulta", 166, 1, 1), ("sin_designacion", 0, 0, 0)],
)
def test_cuanto_ve_cada_quien(entrega_de_puebla, quien, obligaciones, entregas, archivos):
    facultades = reparto.facultades(getattr(reparto, quien)())
    vistos = {modelo: visibles_para(facultades, modelo).count() for modelo in (Obligacion, Entrega, Archivo)}
    assert vistos == {Obligacion: obligaciones, Entrega: entregas, Archivo: archivos}


def test_las_conjuntas_se_ven_desde_cada_parte(enlace_ajeno):
    vistas = visibles_para(reparto.facultades(enlace_ajeno), Obligacion).values_list("clave", flat=True)
    assert {c.removeprefix("ZC-2022-1/") for c in vistas if "PUE" in c} == set()
    assert {"ZC-2022-1/A9.1", "ZC-2022-1/A12.1/HGO"} <= set(vistas)


def test_ajeno_e_inexistente_se_niegan_igual(entrega_de_puebla, enlace_ajeno):
    facultades = reparto.facultades(enlace_ajeno)
    archivo = entrega_de_puebla.oficio.archivos.get()
    for objeto in (entrega_de_puebla, archivo, entrega_de_puebla.obligacion):
        negado = puede_ver(facultades, objeto)
        assert (bool(negado), negado.existe, negado.motivo) == (False, False, "No existe o no está a tu alcance.")


def test_la_consulta_mira_pero_sin_archivos(entrega_de_puebla, consulta):
    facultades = reparto.facultades(consulta)
    assert puede_ver(facultades, entrega_de_puebla)
    assert not puede_ver(facultades, entrega_de_puebla.oficio.archivos.get())


def test_un_modelo_sin_regla_no_se_ve(titular):
    with pytest.raises(KeyError):
        visibles_para(reparto.facultades(titular), Hecho)


def test_sin_designacion_vigente_no_hay_nada(enlace):
    (designacion, *_) = Designacion.objects.filter(usuario=enlace)
    despues = date(2022, 7, 20)
    por = reparto.facultades(reparto.titular())
    for d in Designacion.objects.filter(usuario=enlace):
        terminar_designacion(por=por, designacion=d, el=despues, motivo="relevo")
    assert facultades_de(enlace, date(2022, 7, 19)).encargos
    facultades = facultades_de(enlace, despues)
    assert (facultades.encargos, visibles_para(facultades, Reunion).count()) == ((), 0)
    assert "designación vigente" in puede_presentar(facultades, obligacion("T3.1/PUE-SS")).motivo
    assert designacion.pk


def test_una_cuenta_inactiva_no_tiene_facultades(titular):
    titular.is_active = False
    assert facultades_de(titular, reloj.hoy()).encargos == ()


@pytest.mark.parametrize(
    ("quien", "clave", "motivo"),
    [
        ("enlace", "T3.1/PUE-SS", ""),
        ("enlace", "A6.1/PUE", ""),
        ("enlace", "A9.1", ""),
        ("enlace_ajeno", "T3.1/PUE-SS", "No existe o no está a tu alcance."),
        ("consulta", "T3.1/PUE-SS", "Tu designación permite consultar, no presentar."),
        ("titular", "T3.1/PUE-SS", "Presentan las instituciones obligadas; lo recibido en ventanilla se registra a nombre de ellas."),
    ],
)
def test_quien_puede_presentar(quien, clave, motivo):
    respuesta = puede_presentar(reparto.facultades(getattr(reparto, quien)()), obligacion(clave))
    assert getattr(respuesta, "motivo", "") == motivo


def test_lo_cumplido_ya_no_recibe(enlace):
    cerrada = obligacion("T3.1/PUE-SS")
    cerrada.estado = "cumplida"
    assert puede_presentar(reparto.facultades(enlace), cerrada).motivo == "La obligación está cumplida: ya no recibe entregas."


def test_el_contacto_oficial_actua_solo_mientras_no_haya_enlace():
    tlaxcala = institucion("TLAX-SS")
    contacto = nombrar("titular.tlax@demo.mx", Rol.CONTACTO, institucion=tlaxcala)
    assert puede_presentar(contacto, obligacion("A7.1/TLAX-SS"))
    nombrar("enlace.tlax@demo.mx", Rol.ENLACE_TITULAR, institucion=tlaxcala)
    facultades = reparto.facultades(Designacion.objects.get(rol="contacto").usuario)
    assert puede_presentar(facultades, obligacion("A7.1/TLAX-SS")).motivo == "Tu institución ya tiene enlace vigente: es quien presenta."
    assert puede_presentar(facultades, obligacion("T3.1/TLAX-SS")), "nombrar enlace siempre le toca"


def test_un_enlace_de_otra_materia_no_deja_a_la_institucion_sin_quien_presente():
    tlaxcala = institucion("TLAX-SS")
    contacto = nombrar("titular.tlax@demo.mx", Rol.CONTACTO, institucion=tlaxcala).usuario
    nombrar("solo.septimo@demo.mx", Rol.ENLACE_TITULAR, institucion=tlaxcala, materia=Disposicion.objects.get(clave="ZC-2022-1/A7"))
    facultades = facultades_de(Usuario.objects.get(pk=contacto), reloj.hoy())
    assert puede_presentar(facultades, obligacion("A10.1/TLAX-SS"))
    assert not puede_presentar(facultades, obligacion("A7.1/TLAX-SS"))


def test_de_lo_ajeno_no_se_dice_ni_su_estado(enlace_ajeno):
    cerrada = obligacion("T3.1/PUE-SS")
    cerrada.estado = "cumplida"
    assert puede_presentar(reparto.facultades(enlace_ajeno), cerrada).motivo == "No existe o no está a tu alcance."


def test_la_materia_limita_a_su_disposicion():
    tercera = Disposicion.objects.get(clave="ZC-2022-1/T3")
    facultades = nombrar("solo.tercera@demo.mx", Rol.ENLACE_TITULAR, institucion=institucion("MOR-SS"), materia=tercera)
    assert [o.clave for o in visibles_para(facultades, Obligacion)] == ["ZC-2022-1/T3.1/MOR-SS"]
    assert instituciones_que_presentan(facultades, obligacion("A7.1/MOR-SS")) == []


def test_la_coordinacion_ve_su_estado_y_no_presenta():
    facultades = nombrar("coordinacion.pue@demo.mx", Rol.COORDINACION, entidad=institucion("PUE-SS").entidad)
    assert visibles_para(facultades, Obligacion).count() == 24
    assert not puede_presentar(facultades, obligacion("T3.1/PUE-SS"))


def test_solo_la_secretaria_tecnica_dictamina():
    dice = {q: bool(puede_dictaminar(reparto.facultades(getattr(reparto, q)()))) for q in ("titular", "analista", "enlace", "consulta", "sin_designacion")}
    assert dice == {"titular": True, "analista": True, "enlace": False, "consulta": False, "sin_designacion": False}


def test_los_informes_generales_no_son_para_una_institucion(enlace, consulta):
    assert puede_emitir_informes(reparto.facultades(consulta))
    assert not puede_emitir_informes(reparto.facultades(enlace))
    assert visibles_para(reparto.facultades(enlace), Informe).count() == 0


def test_exigir_cuenta_la_razon(enlace):
    with pytest.raises(AccesoNegado, match="Solo la Secretaría Técnica"):
        exigir(puede_dictaminar(reparto.facultades(enlace)))
