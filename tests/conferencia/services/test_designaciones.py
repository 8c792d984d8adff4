"""Nombrar y relevar: la cuenta nace de la designación y los derechos mueren con ella."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.models import Designacion, EntidadFederativa, Hecho, Institucion, Rol, Usuario
from conferencia.permissions import AccesoNegado
from conferencia.services.contactos import cambiar_contacto
from conferencia.services.designaciones import DesignacionRechazada, designar, terminar_designacion
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def institucion(clave: str = "TLAX-SS") -> Institucion:
    return Institucion.objects.get(clave=clave)


def nombrar(**cambios) -> Designacion:
    datos = {"email": "Nueva.Persona@Tlax.GOB.mx", "nombre": "Nueva Persona", "rol": Rol.ENLACE_TITULAR, "institucion": institucion()} | cambios
    return designar(por=reparto.facultades(reparto.titular()), **datos)


def test_la_cuenta_nace_sin_contrasena_y_con_su_correo_verificado():
    usuario = nombrar().usuario
    assert (usuario.email, usuario.has_usable_password()) == ("nueva.persona@tlax.gob.mx", False)
    assert EmailAddress.objects.get(user=usuario).verified
    hecho = Hecho.objects.order_by("-numero").first()
    assert (hecho.clase, hecho.a, hecho.rige_el, hecho.actor_id) == ("designacion.registrada", "enlace_titular", reloj.hoy(), reparto.titular().pk)


def test_la_misma_persona_no_se_duplica_por_mayusculas():
    primera = nombrar().usuario
    assert nombrar(email="NUEVA.PERSONA@tlax.gob.mx", institucion=institucion("TLAX-C5")).usuario == primera
    with pytest.raises(IntegrityError), transaction.atomic():
        Usuario.objects.create(email="Nueva.Persona@tlax.gob.mx", nombre="Otra")


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"hasta": date(2022, 7, 6)}, "terminar después de empezar"),
        ({"institucion": None}, "no tiene el ámbito"),
        ({"rol": Rol.COORDINACION}, "no tiene el ámbito"),
        ({"rol": Rol.AUDITORIA, "institucion": None}, "no tiene el ámbito"),
    ],
    ids=["vigencia vacía", "enlace sin institución", "coordinación sin entidad", "auditoría sin caducidad"],
)
def test_una_designacion_sin_ambito_se_rechaza(cambios, dice):
    with pytest.raises(DesignacionRechazada, match=dice):
        nombrar(**cambios)


def test_dos_veces_la_misma_designacion_se_rechaza():
    nombrar()
    with pytest.raises(DesignacionRechazada, match="ya tiene esa designación"):
        nombrar()


def test_solo_la_secretaria_tecnica_designa(enlace):
    with pytest.raises(AccesoNegado, match="Solo la Secretaría Técnica"):
        designar(por=reparto.facultades(enlace), email="x@y.mx", nombre="X", rol=Rol.ENLACE_TITULAR, institucion=institucion("PUE-SS"))
    assert not Usuario.objects.filter(email="x@y.mx").exists()


@pytest.mark.parametrize(("el", "motivo", "dice"), [(date(2022, 7, 5), "x", "dentro de la vigencia"), (date(2022, 8, 1), " ", "motivo")])
def test_un_termino_imposible_se_dice(el, motivo, dice):
    with pytest.raises(DesignacionRechazada, match=dice):
        terminar_designacion(por=reparto.facultades(reparto.titular()), designacion=nombrar(), el=el, motivo=motivo)


def test_terminar_deja_la_historia():
    designacion = terminar_designacion(por=reparto.facultades(reparto.titular()), designacion=nombrar(), el=date(2022, 8, 1), motivo=" renuncia ")
    designacion.refresh_from_db()
    assert (designacion.vigencia.upper, designacion.motivo_termino) == (date(2022, 8, 1), "renuncia")
    assert Hecho.objects.de(designacion).values_list("clase", flat=True)[0] == "designacion.terminada"


def test_cambiar_el_contacto_conserva_al_anterior():
    por = reparto.facultades(reparto.analista())
    cambiar_contacto(por=por, institucion=institucion(), titular="Ana", cargo="Secretaria", correo="ANA@tlax.gob.mx")
    cambiar_contacto(por=por, institucion=institucion(), titular="Ana", cargo="Secretaria", correo="ana.2@tlax.gob.mx")
    contactos = institucion().contactos.order_by("vigencia")
    assert [(c.correo, c.vigencia.upper) for c in contactos] == [("titular.tlax-ss@demo.mx", date(2022, 7, 6)), ("ana.2@tlax.gob.mx", None)]


def test_la_orden_designa_y_dice_lo_que_falta(capsys):
    call_command("designar", "nuevo@demo.mx", "Nuevo", "--rol", "coordinacion", "--entidad", "PUE")
    assert "Coordinación estatal (Puebla)" in capsys.readouterr().out
    assert Designacion.objects.get(usuario__email="nuevo@demo.mx").entidad == EntidadFederativa.objects.get(abreviatura="PUE")
    with pytest.raises(CommandError, match="No existe esa institución"):
        call_command("designar", "nuevo@demo.mx", "Nuevo", "--rol", "enlace_titular", "--institucion", "NADA")
