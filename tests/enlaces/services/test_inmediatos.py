"""Los avisos que nacen de un hecho: acuse a quien presentó, dictamen a quien responde por la institución."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Designacion, Hecho, Obligacion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import designar
from conferencia.services.entregas import aceptar_entrega, observar_entrega, rechazar_por_ajena
from enlaces.models import Aviso, EstadoAviso, Regla
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from tests import reparto
from tests.conferencia.services.test_solicitudes import pedir
from tests.conferencia.services.test_sustituciones import alegar
from tests.enlaces.escena import enviar_lo_decidido, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PUEBLA = "enlace.puebla@demo.mx"


def dictaminar(verbo, entrega, **opciones) -> None:
    version = Obligacion.objects.get(pk=entrega.obligacion_id).version
    verbo(por=reparto.facultades(reparto.analista()), entrega=entrega, version=version, **opciones)


def en_cola() -> list[tuple[str, str]]:
    return sorted(Aviso.objects.filter(estado=EstadoAviso.PLANEADO).values_list("regla", "correo"))


def test_un_oficio_que_atiende_dos_obligaciones_da_un_solo_acuse(buzon):
    presentar("ZC-2022-1/T1.1/PUE-C5", otras=("ZC-2022-1/T4.1/PUE-C5",))
    planear_inmediatos()
    assert en_cola() == [("acuse", PUEBLA)]
    enviar_pendientes()
    (correo,) = buzon.correos
    assert correo.asunto == "Recibido el oficio SSP/1/2022: nombrar a un enlace… y 1 más"
    assert "ZC-2022-1/T1.1/PUE-C5" in correo.texto
    assert "ZC-2022-1/T4.1/PUE-C5" in correo.texto
    assert Aviso.objects.get().renglones.count() == 2


def test_barrer_otra_vez_no_agrega_nada():
    presentar("ZC-2022-1/T1.1/PUE-C5", otras=("ZC-2022-1/T4.1/PUE-C5",))
    assert len(planear_inmediatos()) == 1
    assert planear_inmediatos() == []
    presentar("ZC-2022-1/T1.1/PUE-UPC", numero="SSP/2/2022")
    assert [a.regla for a in planear_inmediatos()] == ["acuse"]


@pytest.mark.parametrize(
    ("verbo", "opciones", "regla", "inicio"),
    [
        (aceptar_entrega, {}, Regla.ACEPTACION, "Aceptado: nombrar a un enlace de forma individual, Puebla"),
        (rechazar_por_ajena, {"motivo": "El oficio trata de otra cosa"}, Regla.RECHAZO, "Rechazado por ajeno a lo acordado: nombrar a un enlace…"),
    ],
)
def test_cada_dictamen_avisa_a_los_enlaces_de_la_institucion(buzon, verbo, opciones, regla, inicio):
    (entrega,) = presentar()
    planear_inmediatos()
    dictaminar(verbo, entrega, **opciones)
    planear_inmediatos()
    assert en_cola() == sorted([("acuse", PUEBLA), (regla.value, PUEBLA)])
    assert enviar_pendientes().enviados == 1  # el acuse sale al momento; la decisión espera por si se deshace
    assert enviar_lo_decidido().enviados == 1
    assert buzon.correos[-1].asunto == inicio


def test_las_observaciones_dicen_el_plazo_y_no_copian_lo_observado(buzon, hoy):
    (entrega,) = presentar()
    dictaminar(observar_entrega, entrega, observaciones=["Falta el domicilio particular del enlace"], subsanar_el=hoy + timedelta(days=14))
    planear_inmediatos()
    enviar_lo_decidido()
    correo = next(c for c in buzon.correos if c.asunto.startswith("Subsana"))
    assert correo.asunto == "Subsana hasta el 20 de julio: nombrar a un enlace…, Puebla"
    assert "miércoles 20 de julio de 2022" in correo.texto
    assert "domicilio" not in correo.texto + correo.html


def test_si_el_enlace_cambio_antes_de_enviar_lo_recibe_quien_lo_releva(buzon, hoy):
    (entrega,) = presentar()
    planear_inmediatos()
    enviar_pendientes()
    dictaminar(aceptar_entrega, entrega)
    planear_inmediatos()
    Designacion.objects.filter(usuario__email=PUEBLA, institucion__clave="PUE-SS").update(vigencia=(hoy - timedelta(days=5), hoy))
    designar(por=facultades_del_sistema(hoy), email="nuevo@puebla.mx", nombre="Nuevo", rol=Rol.ENLACE_TITULAR, institucion=entrega.institucion)
    enviar_lo_decidido()
    estados = dict(Aviso.objects.filter(regla=Regla.ACEPTACION).values_list("correo", "estado"))
    assert estados == {PUEBLA: EstadoAviso.SUPRIMIDO, "nuevo@puebla.mx": EstadoAviso.ENVIADO}


def test_una_carga_historica_no_le_escribe_a_nadie(hoy):
    presentar()
    assert Hecho.objects.filter(clase="entrega.presentada").count() == 1
    with reloj.fijo(hoy + timedelta(days=40)):
        assert planear_inmediatos() == []


@pytest.mark.parametrize(
    ("pedido", "clave", "dicho"),
    [
        (lambda: pedir(clave="A8.1/PUE-SS", hasta=date(2022, 11, 30)), "ZC-2022-1/A8.1/PUE-SS", "pide prórroga hasta el miércoles 30 de noviembre de 2022"),
        (lambda: alegar("T1.1/PUE-C5", "PUE-C5"), "ZC-2022-1/T1.1/PUE-C5", "alega no competencia"),
    ],
    ids=["prórroga", "no competencia"],
)
def test_lo_que_se_pide_con_oficio_recibe_el_mismo_acuse(buzon, pedido, clave, dicho):
    oficio = pedido().oficio
    assert (len(planear_inmediatos()), en_cola(), planear_inmediatos()) == (1, [("acuse", PUEBLA)], [])
    enviar_pendientes()
    (correo,) = buzon.correos
    assert correo.asunto.startswith(f"Recibido el oficio {oficio.numero}: ")
    texto = " ".join(correo.texto.split())
    for parte in (oficio.acuse.folio, oficio.acuse.codigo, oficio.archivos.get().sha256, f"{clave} · {dicho}", "Recibir no es conceder"):
        assert parte in texto
    assert "Recibir no es cumplir" not in texto
    assert [r.obligacion.clave for r in Aviso.objects.get().renglones.all()] == [clave]
