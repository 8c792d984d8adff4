"""La dirección de un calendario: se ve una vez, se guarda su HMAC, se revoca y no abre lo ajeno."""

import pytest

from conferencia.models import Hecho, Institucion, SuscripcionDeCalendario
from conferencia.permissions import AccesoNegado
from conferencia.services.suscripciones import MAXIMAS, SuscripcionRechazada, abrir, revocar_suscripcion, suscribir
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def nueva(quien=None, institucion: str = ""):
    quien = quien or reparto.enlace()
    de = Institucion.objects.get(clave=institucion) if institucion else None
    return suscribir(por=reparto.facultades(quien), usuario=quien, institucion=de)


def test_el_secreto_no_queda_en_la_base():
    hecha = nueva(institucion="PUE-SS")
    guardada = SuscripcionDeCalendario.objects.get()
    assert len(hecha.token) == 32
    assert hecha.token not in f"{guardada.huella}{list(Hecho.objects.values_list('datos', flat=True))}"
    assert abrir(hecha.token) == guardada
    assert [h.clase for h in Hecho.objects.filter(sujeto_id=guardada.pk)] == ["suscripcion.creada"]


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "../../etc/passwd", "ñ" * 32, "a" * 10_000])
def test_un_token_que_no_es_no_abre_nada(token):
    nueva()
    assert abrir(token) is None


def test_revocada_deja_de_abrir_y_no_se_revoca_dos_veces():
    hecha = nueva()
    revocar_suscripcion(por=reparto.facultades(reparto.enlace()), suscripcion=hecha.suscripcion)
    assert abrir(hecha.token) is None
    with pytest.raises(SuscripcionRechazada, match="ya estaba revocado"):
        revocar_suscripcion(por=reparto.facultades(reparto.enlace()), suscripcion=hecha.suscripcion)


def test_nadie_se_suscribe_a_lo_ajeno_ni_revoca_lo_de_otro():
    with pytest.raises(AccesoNegado):
        nueva(reparto.enlace_ajeno(), "PUE-SS")
    with pytest.raises(AccesoNegado):
        suscribir(por=reparto.facultades(reparto.enlace_ajeno()), usuario=reparto.enlace())
    hecha = nueva()
    with pytest.raises(AccesoNegado):
        revocar_suscripcion(por=reparto.facultades(reparto.enlace_ajeno()), suscripcion=hecha.suscripcion)
    with pytest.raises(AccesoNegado):
        nueva(reparto.sin_designacion())
    assert abrir(hecha.token) is not None


def test_con_muchas_hay_que_revocar_alguna():
    for _ in range(MAXIMAS):
        nueva()
    with pytest.raises(SuscripcionRechazada, match="Revoca alguno"):
        nueva()


def test_la_persona_inactiva_ya_no_abre():
    hecha = nueva()
    reparto.enlace().__class__.objects.filter(pk=reparto.enlace().pk).update(is_active=False)
    assert abrir(hecha.token) is None
