"""Importar lo que ya pasó no le escribe a nadie; al día siguiente solo se recuerda lo que de verdad se debe."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Obligacion
from conferencia.services.importacion import aplicar
from enlaces.domain.reglas import REGLA_DE
from enlaces.models import Aviso, RenglonDeAviso
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from enlaces.services.planeacion import planear
from tests import reparto
from tests.conferencia.libros import R, cumplida, renglon, subir

pytestmark = pytest.mark.django_db
VIERNES, LUNES = date(2022, 9, 9), date(2022, 9, 12)
ENTIDADES = ("CDMX", "MEX", "GRO", "HGO", "MOR", "PUE", "TLAX")


def las_veinte() -> list[dict]:
    """De las 21 designaciones de UPC y SS que vencieron el 12 de julio: diez a tiempo, seis tarde y cuatro sin nada."""
    claves = [f"{t}/{e}-{quien}" for t, quien in (("T1.1", "UPC"), ("T3.1", "SS"), ("T4.1", "UPC")) for e in ENTIDADES][:20]
    a_tiempo = [cumplida(c, date(2022, 7, 11), oficio=f"{n}/A") for n, c in enumerate(claves[:10])]
    tarde = [cumplida(c, date(2022, 8, 1), oficio=f"{n}/B") for n, c in enumerate(claves[10:16])]
    return [*a_tiempo, *tarde, *(renglon(c, "pendiente") for c in claves[16:])]


def debidas(dia: date) -> set[str]:
    """Las claves que lleva el resumen de ese día."""
    return set(RenglonDeAviso.objects.filter(aviso__para_el=dia).values_list("obligacion__clave", flat=True))


def test_importar_veinte_renglones_del_pasado_no_manda_ningun_correo(buzon):
    filas = las_veinte()
    with reloj.fijo(VIERNES):
        importacion = aplicar(por=reparto.facultades(reparto.analista()), importacion=subir(reparto.facultades(reparto.analista()), *filas))
        assert sorted(f["resultado"] for f in importacion.informe) == ["aplicado"] * 16 + ["nada"] * 4
        assert planear_inmediatos() == []
        enviar_pendientes()
        assert (buzon.correos, Aviso.objects.count()) == ([], 0)
    assert set(Hecho.objects.filter(clase__startswith="import").values_list("clase", flat=True)) & set(REGLA_DE) == set()


def test_al_dia_siguiente_solo_se_recuerda_lo_que_de_verdad_se_debe():
    with reloj.fijo(VIERNES):
        planear(VIERNES)  # el sistema ya corría
        por = reparto.facultades(reparto.analista())
        aplicar(por=por, importacion=subir(por, *las_veinte()))
    with reloj.fijo(LUNES):
        planear_inmediatos()
        planear(LUNES)
        assert set(Aviso.objects.filter(para_el=LUNES).values_list("regla", flat=True)) == {"resumen"}
    vencidas = Obligacion.objects.con_situacion(LUNES).filter(situacion="sin_respuesta", vence_el=date(2022, 7, 12))
    # De las 35 designaciones quedan 19 sin nada: las 4 reportadas pendientes, 1 que la matriz no trae y las 14 de C5.
    assert len(vencidas) == 19
    designaciones = {c for c in debidas(LUNES) if c.startswith((f"{R}T1", f"{R}T3", f"{R}T4"))}
    assert designaciones == {o.clave for o in vencidas}
