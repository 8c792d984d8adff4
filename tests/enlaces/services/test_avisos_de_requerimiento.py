"""Al emitirse un requerimiento: el correo que sale en el acto, a quién, y la tarea que se cierra sola."""

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Institucion
from conferencia.queries.salida import por_requerir
from conferencia.services.salida import marcar_atendido
from enlaces.models import Aviso, EstadoAviso, Regla, TareaDeRequerimiento
from enlaces.services.requerimientos import cerrar_lo_requerido, cerrar_requerimiento
from tests import reparto
from tests.conferencia.oficios import DESPUES_DE_VENCER, de_la_st, emitida, requerimiento, vencidas
from tests.enlaces.relevos import codigo_de, correos_a, mandar

pytestmark = pytest.mark.django_db
PUEBLA, DE_LA_UPC = "enlace.puebla@demo.mx", "titular.pue-upc@demo.mx"


@pytest.fixture(autouse=True)
def despues():
    with reloj.fijo(DESPUES_DE_VENCER):
        yield


def tarea_de(clave: str) -> TareaDeRequerimiento:
    (o,) = vencidas(clave)
    quien = o.partes.get().institucion
    return TareaDeRequerimiento.objects.create(obligacion=o, institucion=quien, vence_el=o.vence_el, creada_el=reloj.hoy(), avisos=3)


def test_llega_en_el_acto_a_su_enlace_y_a_su_correo_oficial_y_a_nadie_mas(buzon, settings):
    salida = emitida(requerimiento())
    mandar()
    assert sorted(c.para for c in buzon.correos) == [PUEBLA, DE_LA_UPC]  # uno, aunque requiere dos obligaciones
    (al_enlace,) = correos_a(buzon, PUEBLA)
    assert al_enlace.asunto.startswith("Requerimiento, hasta el 17 de agosto: nombrar a")
    assert f"con el oficio {salida.numero}" in al_enlace.texto
    assert "Responde a más tardar el miércoles 17 de agosto de 2022." in al_enlace.texto
    assert al_enlace.texto.count("Venció el martes 12 de julio de 2022") == 2
    assert f"Ver el oficio: {settings.BASE_URL}/oficios/salida/{salida.pk}/" in al_enlace.texto
    (al_titular,) = correos_a(buzon, DE_LA_UPC)
    assert len(codigo_de(al_titular)) == 6  # aún no abre su cuenta: la abre desde aquí
    assert "/cuentas/activar/" not in al_enlace.texto
    mandar()
    assert len(buzon.correos) == 2


def test_si_se_atiende_antes_de_salir_ya_no_se_manda(buzon):
    salida = emitida(requerimiento())
    marcar_atendido(por=de_la_st(), salida=salida, version=salida.version, nota="Contestó en papel.")
    mandar()
    assert buzon.correos == []
    assert set(Aviso.objects.filter(regla=Regla.REQUERIMIENTO).values_list("estado", "motivo")) == {(EstadoAviso.SUPRIMIDO, "El requerimiento ya se atendió.")}


def test_emitir_el_oficio_cierra_su_tarea_y_ninguna_otra():
    tarea, otra = tarea_de("T1.1/PUE-UPC"), tarea_de("T1.1/HGO-UPC")
    salida = requerimiento()
    assert cerrar_lo_requerido() == 0  # un borrador no requiere
    numero = emitida(salida).numero
    assert (cerrar_lo_requerido(), cerrar_lo_requerido()) == (1, 0)
    tarea.refresh_from_db()
    otra.refresh_from_db()
    assert (tarea.oficio.numero, tarea.cerrada_por, otra.cerrada_en) == (numero, reparto.titular(), None)
    hecho = Hecho.objects.get(clase="requerimiento.cerrado")
    assert (hecho.sujeto_id, hecho.obligacion_id) == (tarea.pk, tarea.obligacion_id)


def test_el_de_un_plazo_anterior_no_cierra_la_tarea_del_nuevo():
    tarea = tarea_de("T1.1/PUE-UPC")
    emitida(requerimiento())
    TareaDeRequerimiento.objects.filter(pk=tarea.pk).update(vence_el=DESPUES_DE_VENCER)
    assert cerrar_lo_requerido() == 0


def test_hay_una_sola_lista_con_lo_escalado_y_sin_lo_descartado():
    upc = Institucion.objects.get(clave="PUE-UPC")
    tarea = tarea_de("T1.1/PUE-UPC")
    (fila,) = por_requerir(reloj.hoy(), institucion=upc.pk)
    assert [(o.clave, e.avisos, e.url) for o, e in fila.escaladas] == [(tarea.obligacion.clave, 3, f"/avisos/requerimientos/{tarea.pk}/")]
    cerrar_requerimiento(por=de_la_st(), tarea=tarea, nota="Ya lo arregló por teléfono.")
    (fila,) = por_requerir(reloj.hoy(), institucion=upc.pk)
    assert ([o.clave for o in fila.obligaciones], fila.escaladas) == (["ZC-2022-1/T4.1/PUE-UPC"], ())
