"""Qué debe traer el entregable: lo define la Secretaría Técnica; quien presenta marca lo que trae y quien revisa lo coteja."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from conferencia.domain.errores import NoProcede
from conferencia.models import Compromiso, Entrega, Requisito, RequisitoCubierto
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar


class RequisitoInvalido(NoProcede):
    """No se puede así; el mensaje dice por qué."""


@transaction.atomic
def definir_requisito(*, por: Facultades, compromiso: Compromiso, nombre: str, obligatorio: bool = True) -> Requisito:
    """Agrega un requisito al final. Vale para lo que se presente desde ahora."""
    exigir(puede_disponer_plazos(por))
    nombre = nombre.strip()
    if not nombre:
        raise RequisitoInvalido("Escribe qué debe traer el entregable.")
    Compromiso.objects.select_for_update(of=("self",)).get(pk=compromiso.pk)
    if compromiso.requisitos.filter(nombre__iexact=nombre, vigente=True).exists():
        raise RequisitoInvalido("Ese requisito ya está.")
    orden = (compromiso.requisitos.aggregate(n=Max("orden"))["n"] or 0) + 1
    requisito = Requisito.objects.create(compromiso=compromiso, orden=orden, nombre=nombre, obligatorio=obligatorio)
    _asentar("requisito.definido", por, requisito)
    return requisito


@transaction.atomic
def retirar_requisito(*, por: Facultades, requisito: Requisito, motivo: str) -> None:
    """Deja de pedirse; lo que ya se marcó o se observó con él se conserva."""
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise RequisitoInvalido("Escribe por qué se retira.")
    if Requisito.objects.filter(pk=requisito.pk, vigente=True).update(vigente=False) != 1:
        raise RequisitoInvalido("Ese requisito ya estaba retirado.")
    _asentar("requisito.retirado", por, requisito, motivo=motivo.strip())


def _asentar(clase: str, por: Facultades, requisito: Requisito, *, motivo: str = "") -> None:
    compromiso = requisito.compromiso
    datos = {"clave": compromiso.clave, "requisito": requisito.nombre, "obligatorio": requisito.obligatorio}
    asentar([Asiento(clase=clase, objeto=requisito, reunion_id=compromiso.disposicion.reunion_id, motivo=motivo, datos=datos)], actor=por.usuario)


def marcar_cubiertos(entrega: Entrega, requisitos: Collection[UUID]) -> int:
    """Anota cuáles dice traer la entrega recién presentada; los de otro compromiso no cuentan. Da cuántos quedaron."""
    suyos = Requisito.objects.filter(pk__in=requisitos, compromiso=entrega.obligacion.compromiso_id, vigente=True)
    RequisitoCubierto.objects.bulk_create((RequisitoCubierto(entrega=entrega, requisito=r) for r in suyos), ignore_conflicts=True)
    return entrega.requisitos_cubiertos.count()
