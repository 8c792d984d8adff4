"""El fin de un encargo, en el instante en que rige: sesiones cerradas y credenciales revocadas."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from conferencia import reloj
from conferencia.models import CredencialApi, Designacion, Usuario
from conferencia.permissions import Facultades, facultades_de, facultades_del_sistema
from conferencia.services.hechos import Asiento, asentar


def cerrar_accesos(designaciones: Sequence[Designacion], *, por: Facultades) -> None:
    """Cierra todas las sesiones de esas personas y anota que ya se hizo, en la transacción de quien llama.

    Los derechos ya murieron con la vigencia. Las credenciales heredan los de su titular: si otro encargo le queda, siguen sirviendo
    para ese; sin ninguno, se revocan.
    """
    if not designaciones:
        return
    ahora, hoy = reloj.ahora(), reloj.hoy()
    personas = sorted({d.usuario_id for d in designaciones})
    Usuario.objects.filter(pk__in=personas).update(cierres=F("cierres") + 1)
    Designacion.objects.filter(pk__in=[d.pk for d in designaciones]).update(cerrada_en=ahora)
    sin_encargo = [u.pk for u in Usuario.objects.filter(pk__in=personas) if not facultades_de(u, hoy).encargos]
    vivas = list(CredencialApi.objects.filter(usuario__in=sin_encargo, revocada_en__isnull=True).select_related("usuario"))
    CredencialApi.objects.filter(pk__in=[c.pk for c in vivas]).update(revocada_en=ahora)
    asentar([_revocada(c) for c in vivas], actor=por.usuario)


def _revocada(credencial: CredencialApi) -> Asiento:
    datos = {"prefijo": credencial.prefijo, "nombre": credencial.nombre, "titular": credencial.usuario.email}
    return Asiento(clase="credencial.revocada", objeto=credencial, motivo="Su titular dejó de tener encargo", datos=datos)


@transaction.atomic
def cerrar_las_que_terminaron(dia: date) -> dict:
    """La rutina de la medianoche: lo que dejó de regir a más tardar ``dia`` y aún no se cierra. Repetirla no hace nada."""
    filas = Designacion.objects.filter(vigencia__endswith__lte=dia, cerrada_en__isnull=True, anulada_en__isnull=True)
    terminadas = list(filas.select_for_update(of=("self",), skip_locked=True).select_related("usuario", "institucion").order_by("pk"))
    sistema = facultades_del_sistema(dia)
    asentar([_vencida(d) for d in terminadas if not d.motivo_termino or d.delegada_de_id], actor=None)
    cerrar_accesos(terminadas, por=sistema)
    return {"cerradas": len(terminadas)}


def _vencida(d: Designacion) -> Asiento:
    """La que se terminó a mano ya tiene su hecho; esta acabó sola."""
    datos = {"persona": d.usuario.email, "rol": d.rol, "institucion": d.institucion.clave if d.institucion else ""}
    return Asiento(clase="designacion.vencida", objeto=d, rige_el=d.vigencia.upper, de=d.rol, datos=datos)
