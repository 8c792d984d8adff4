"""Quién ve un oficio de salida y sus archivos: su destinatario y las copiadas, ya emitido; de los estados, nadie más."""

from datetime import date

import pytest

from conferencia.models import Archivo, Designacion, Disposicion, EntidadFederativa, Institucion, OficioDeSalida, Rol
from conferencia.permissions import puede_consultar_salidas, puede_emitir_oficios, visibles_para
from tests import reparto
from tests.conferencia.oficios import archivos_de, emitida, entregada, notificacion
from tests.conferencia.presentaciones import archivo_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def con(rol: str, institucion: str = "", **extra):
    """Alguien sin más derecho que ese."""
    persona = reparto.sin_designacion()
    ambito = {"institucion": Institucion.objects.get(clave=institucion)} if institucion else {}
    hasta = date(2022, 12, 31) if rol == Rol.AUDITORIA else None
    Designacion.objects.create(usuario=persona, rol=rol, vigencia=(date(2022, 7, 1), hasta), **ambito, **extra)
    return reparto.facultades(persona)


def ve(facultades) -> set[str]:
    return set(visibles_para(facultades, OficioDeSalida).values_list("institucion__clave", flat=True))


@pytest.fixture
def emitidas():
    """Las de Puebla y de Hidalgo, emitidas y con acuse; la de Morelos, en borrador."""
    acuses = {clave: archivo_de(reparto.titular(), f"{clave}.pdf") for clave in ("PUE-SS", "HGO-SS")}
    hechas = {clave: entregada(emitida(notificacion(clave)), acuse=acuse) for clave, acuse in acuses.items()}
    notificacion("MOR-SS")
    return hechas


@pytest.mark.parametrize(("quien", "cuales"), [(reparto.enlace, {"PUE-SS"}), (reparto.enlace_ajeno, {"HGO-SS"}), (reparto.consulta, set())])
def test_cada_institucion_ve_el_suyo_y_solo_emitido(emitidas, quien, cuales):
    facultades = reparto.facultades(quien())
    assert ve(facultades) == cuales
    suyos = {a.pk for clave in cuales for a in [*archivos_de(emitidas[clave]), emitidas[clave].acuse]}
    todos = {a.pk for salida in emitidas.values() for a in [*archivos_de(salida), salida.acuse]}
    assert {*visibles_para(facultades, Archivo).filter(pk__in=todos).values_list("pk", flat=True)} == suyos


@pytest.mark.parametrize("quien", [reparto.titular, reparto.analista])
def test_la_secretaria_tecnica_los_ve_todos_tambien_en_borrador(emitidas, quien):
    assert {"PUE-SS", "HGO-SS", "MOR-SS"} <= ve(reparto.facultades(quien()))


def test_la_auditoria_los_ve_todos_y_no_emite(emitidas):
    facultades = con(Rol.AUDITORIA)
    assert {"PUE-SS", "HGO-SS", "MOR-SS"} <= ve(facultades)
    assert (bool(puede_consultar_salidas(facultades)), bool(puede_emitir_oficios(facultades))) == (True, False)


@pytest.mark.parametrize("institucion", ["PUE-SS", "PUE-UPC", "PUE-C5"])
def test_la_que_recibe_copia_tambien_lo_ve(emitidas, institucion):
    assert ve(con(Rol.ENLACE_CONSULTA, institucion)) == {"PUE-SS"}


def test_la_coordinacion_de_su_estado_no_los_ve(emitidas):
    facultades = con(Rol.COORDINACION, entidad=EntidadFederativa.objects.get(abreviatura="PUE"))
    assert (ve(facultades), bool(puede_consultar_salidas(facultades))) == (set(), False)


def test_quien_lleva_una_sola_materia_no_ve_el_que_habla_de_todo(emitidas):
    assert ve(con(Rol.ENLACE_TITULAR, "PUE-SS", materia=Disposicion.objects.get(clave="ZC-2022-1/T3"))) == set()


def test_quien_lleva_una_materia_ve_el_que_solo_trata_de_ella(emitidas):
    salida = emitidas["PUE-SS"]
    salida.obligaciones.set(salida.obligaciones.filter(compromiso__disposicion__clave="ZC-2022-1/T3"))
    assert ve(con(Rol.ENLACE_TITULAR, "PUE-SS", materia=Disposicion.objects.get(clave="ZC-2022-1/T3"))) == {"PUE-SS"}


def test_sin_designacion_no_hay_nada(emitidas):
    facultades = reparto.facultades(reparto.sin_designacion())
    assert (ve(facultades), bool(puede_consultar_salidas(facultades))) == (set(), False)
