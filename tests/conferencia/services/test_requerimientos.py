"""Requerir lo vencido: la tarea, el borrador con sus avisos y su término, y lo que no se puede requerir."""

from datetime import date, datetime

import pytest
import uuid6

from conferencia import reloj
from conferencia.models import Institucion, OficioDeSalida
from conferencia.permissions import AccesoNegado
from conferencia.queries import correspondencia
from conferencia.queries.correspondencia import ENVIADO, Mensaje
from conferencia.queries.salida import por_requerir
from conferencia.services.requerimientos import avisos_dichos, preparar_requerimiento
from conferencia.services.salida import SalidaRechazada, marcar_atendido
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.oficios import DESPUES_DE_VENCER, de_la_st, emitida, requerimiento, vencidas

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def despues():
    """Miércoles 3 de agosto de 2022: lo del 12 de julio lleva 22 días vencido."""
    with reloj.fijo(DESPUES_DE_VENCER):
        yield


def aviso(obligacion, institucion: str, dia: int, **cambios) -> Mensaje:
    base = {
        "id": uuid6.uuid7(),
        "obligacion": obligacion.pk,
        "sentido": ENVIADO,
        "en": datetime(2022, 7, dia, 8, tzinfo=reloj.MEXICO),
        "de": "st@example.mx",
        "para": "upc@puebla.example.mx",
        "asunto": "Vence",
        "suerte": "Enviado",
        "llego": True,
        "apremia": True,
        "instituciones": frozenset({Institucion.objects.get(clave=institucion).pk}),
    }
    return Mensaje(**base | cambios)


@pytest.fixture
def con_avisos(monkeypatch):
    mensajes: list[Mensaje] = []
    monkeypatch.setattr(correspondencia, "_PROVEEDORES", [lambda ids: [m for m in mensajes if m.obligacion in ids]])
    return mensajes


def test_a_los_quince_dias_aparecen_por_institucion():
    filas = por_requerir(date(2022, 7, 27))
    assert len(filas) == 21  # UPC y C5 × 7 (T1 y T4) y SS × 7 (T3)
    puebla = {f.institucion.clave: [o.clave for o in f.obligaciones] for f in filas if f.institucion.clave.startswith("PUE")}
    assert puebla == {
        "PUE-C5": ["ZC-2022-1/T1.1/PUE-C5", "ZC-2022-1/T4.1/PUE-C5"],
        "PUE-SS": ["ZC-2022-1/T3.1/PUE-SS"],
        "PUE-UPC": ["ZC-2022-1/T1.1/PUE-UPC", "ZC-2022-1/T4.1/PUE-UPC"],
    }
    assert {f.dias for f in filas if f.institucion.clave != "CNI-PM"} == {15}
    assert por_requerir(date(2022, 7, 26)) == []


def test_lo_requerido_lo_presentado_y_lo_cumplido_ya_no_toca_requerir():
    requerimiento()
    asentado("T3.1/PUE-SS", estado="en_revision", primera_entrega_el=date(2022, 8, 2))
    asentado("T1.1/PUE-C5", estado="cumplida", cumplida_el=date(2022, 8, 2), primera_entrega_el=date(2022, 8, 2), avance=100)
    suyas = {f.institucion.clave: len(f.obligaciones) for f in por_requerir(DESPUES_DE_VENCER) if f.institucion.clave.startswith("PUE")}
    assert suyas == {"PUE-C5": 1}


def test_el_borrador_cita_lo_que_vencio_los_avisos_y_el_termino(con_avisos):
    upc = vencidas("T1.1/PUE-UPC", "T4.1/PUE-UPC")
    con_avisos += [aviso(upc[0], "PUE-UPC", 11), aviso(upc[1], "PUE-UPC", 13), aviso(upc[0], "PUE-C5", 12), aviso(upc[0], "PUE-UPC", 14, llego=False)]
    salida = requerimiento()
    assert (salida.estado, salida.institucion.clave, salida.responder_el) == ("borrador", "PUE-UPC", date(2022, 8, 17))
    assert salida.asunto == "Se requiere el cumplimiento de 2 obligaciones de la Primera Reunión Zona Centro 2022"
    parrafos = salida.cuerpo.split("\n\n")
    assert parrafos[1].startswith("En la Primera Reunión Zona Centro 2022, celebrada el martes 5 de julio de 2022, la Unidad de Policía Cibernética de Puebla")
    assert parrafos[2:4] == ["{relacion}", "De ello se le avisó por correo electrónico los días lunes 11 de julio de 2022 y miércoles 13 de julio de 2022."]
    assert "a más tardar el miércoles 17 de agosto de 2022" in parrafos[4]


def test_sin_avisos_no_se_dice_nada_de_avisos():
    assert "correo electrónico el" not in requerimiento().cuerpo


def test_muchos_avisos_se_dicen_por_su_cuenta(con_avisos):
    (obligacion,) = vencidas("T3.1/PUE-SS")
    muchos = [aviso(obligacion, "PUE-SS", dia) for dia in range(12, 20)]
    assert (
        avisos_dichos(muchos) == "De ello se le enviaron 8 avisos por correo electrónico entre el martes 12 de julio de 2022 y el martes 19 de julio de 2022."
    )
    assert avisos_dichos(muchos[:1]) == "De ello se le avisó por correo electrónico el martes 12 de julio de 2022."


@pytest.mark.parametrize(
    ("claves", "institucion", "dicho"),
    [
        ((), "", "Elige al menos una obligación."),
        (("T1.1/PUE-UPC", "T1.1/HGO-UPC"), "", "no es una sola la que responde"),
        (("T1.1/PUE-UPC",), "HGO-UPC", "no responde de"),
        (("A8.1/PUE-SS",), "", "no está vencida"),
    ],
    ids=["ninguna", "de dos", "ajena", "en plazo"],
)
def test_lo_que_no_se_puede_requerir_dice_por_que(claves, institucion, dicho):
    quien = Institucion.objects.get(clave=institucion) if institucion else None
    with pytest.raises(SalidaRechazada, match=dicho):
        preparar_requerimiento(por=de_la_st(), obligaciones=vencidas(*claves) if claves else [], institucion=quien)
    assert OficioDeSalida.objects.count() == 0


def test_el_termino_no_puede_haber_pasado():
    with pytest.raises(SalidaRechazada) as error:
        preparar_requerimiento(por=de_la_st(), obligaciones=vencidas("T3.1/PUE-SS"), responder_el=DESPUES_DE_VENCER)
    assert error.value.campo == "responder_el"


def test_lo_mismo_no_se_requiere_dos_veces_hasta_que_se_atienda():
    salida = emitida(requerimiento())
    with pytest.raises(SalidaRechazada, match="ya se requirió con el oficio ST-CNSSP/001/2022"):
        requerimiento("T1.1/PUE-UPC")
    marcar_atendido(por=de_la_st(), salida=salida, version=salida.version, nota="Pidió una semana más.")
    assert requerimiento("T1.1/PUE-UPC").estado == "borrador"


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_nadie_mas_requiere(quien):
    with pytest.raises(AccesoNegado):
        preparar_requerimiento(por=reparto.facultades(quien()), obligaciones=vencidas("T3.1/PUE-SS"))
