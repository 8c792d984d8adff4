"""El contacto oficial de cada institución: titular y correo, con su vigencia y su relevo."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia import reloj
from conferencia.models import ContactoInstitucional, Designacion, Institucion, Rol
from conferencia.permissions import Facultades, exigir, facultades_del_sistema, puede_designar
from conferencia.services.designaciones import designar, terminar_designacion
from conferencia.services.hechos import Asiento, asentar


@transaction.atomic
def cambiar_contacto(*, por: Facultades, institucion: Institucion, titular: str, cargo: str, correo: str) -> ContactoInstitucional:
    """El contacto oficial desde hoy; el anterior queda en la historia con su vigencia y, si tenía cuenta, su encargo termina hoy."""
    exigir(puede_designar(por))
    hoy = reloj.hoy()
    Institucion.objects.select_for_update(of=("self",)).get(pk=institucion.pk)
    actual = institucion.contactos.vigentes(hoy).first()
    anterior = actual.correo if actual else ""
    if actual and actual.vigencia.lower < hoy:
        actual.vigencia = DateRange(actual.vigencia.lower, hoy)
        actual.save(update_fields=["vigencia"])
        actual = None
    contacto = actual or ContactoInstitucional(institucion=institucion, vigencia=DateRange(hoy, None))
    contacto.titular, contacto.cargo, contacto.correo = titular.strip(), cargo.strip(), correo.strip().lower()
    contacto.save()
    datos = {"institucion": institucion.clave, "titular": contacto.titular, "cargo": contacto.cargo, "correo": contacto.correo}
    datos |= {"antes": anterior, "despues": contacto.correo} if anterior != contacto.correo else {}
    asentar([Asiento(clase="contacto.cambiado", objeto=contacto, datos=datos)], actor=por.usuario)
    if anterior != contacto.correo:
        _relevar(por, institucion, contacto, hoy)
    return contacto


def _relevar(por: Facultades, institucion: Institucion, contacto: ContactoInstitucional, hoy: date) -> None:
    salientes = Designacion.objects.vigentes(hoy).filter(institucion=institucion, rol=Rol.CONTACTO).exclude(usuario__email__iexact=contacto.correo)
    for saliente in salientes.select_related("usuario", "institucion"):
        terminar_designacion(por=por, designacion=saliente, el=hoy, motivo="Cambió el contacto oficial")


@transaction.atomic
def recibir_al_contacto(contacto: ContactoInstitucional) -> Designacion:
    """El contacto oficial abre su cuenta con la liga que le llegó a su correo: su encargo nace ahí. Repetirlo da el mismo."""
    hoy = reloj.hoy()
    suyas = Designacion.objects.vigentes(hoy).filter(institucion=contacto.institucion_id, rol=Rol.CONTACTO, usuario__email__iexact=contacto.correo)
    if ya := suyas.select_related("usuario").first():
        return ya
    return designar(
        por=facultades_del_sistema(hoy),
        email=contacto.correo,
        nombre=contacto.titular or contacto.cargo,
        cargo=contacto.cargo,
        rol=Rol.CONTACTO,
        institucion=contacto.institucion,
        historica=True,
    )
