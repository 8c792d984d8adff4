"""Las reglas de aviso: con cuáles nace el sistema y cómo se cambian."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia.domain.errores import NoProcede
from conferencia.permissions import Facultades, exigir, puede_editar_catalogos
from conferencia.services.hechos import Asiento, asentar
from enlaces.domain.avisos import POR_OMISION
from enlaces.models import ReglaDeAviso

SIEMPRE = DateRange(date(2022, 1, 1), None)


class ReglaImposible(NoProcede):
    """La regla no se puede poner así; el mensaje dice por qué y ``campo`` dónde."""


class OtroSeAdelanto(NoProcede):
    """Alguien la cambió mientras tanto."""


def asegurar() -> None:
    """Pone las de omisión de cada clase la primera vez; después, las que haya son las que rigen: ninguna se borra, solo se apaga."""
    puestas = set(ReglaDeAviso.objects.values_list("clase", flat=True).distinct())
    filas = [
        ReglaDeAviso(clase=r.clase, momento=r.momento, dias=r.dias, papel=r.papel, inmediato=r.inmediato, vigencia=SIEMPRE)
        for r in POR_OMISION
        if r.clase not in puestas
    ]
    if filas:
        ReglaDeAviso.objects.bulk_create(filas, ignore_conflicts=True)


@transaction.atomic
def cambiar(*, por: Facultades, regla: ReglaDeAviso, activa: bool, dias: int, inmediato: bool, desde: date, hasta: date | None, version: int) -> ReglaDeAviso:
    """Cambia un peldaño. ``hasta``: primer día en que ya no rige. Lo ya planeado no se toca."""
    exigir(puede_editar_catalogos(por))
    regla = ReglaDeAviso.objects.select_for_update().get(pk=regla.pk)
    if regla.version != version:
        raise OtroSeAdelanto("Alguien más cambió esta regla mientras la editabas. Revisa cómo quedó.")
    antes = _en_palabras(regla)
    _revisar(regla, dias, desde, hasta)
    regla.activa, regla.dias, regla.inmediato, regla.vigencia, regla.version = activa, dias, inmediato, DateRange(desde, hasta), version + 1
    regla.save(update_fields=["activa", "dias", "inmediato", "vigencia", "version"])
    datos = {"antes": antes, "ahora": _en_palabras(regla)}
    asentar([Asiento(clase="regla_de_aviso.cambiada", objeto=regla, motivo=f"Antes: {antes}. Ahora: {datos['ahora']}.", datos=datos)], actor=por.usuario)
    return regla


@transaction.atomic
def agregar(*, por: Facultades, clase: str, momento: str, dias: int, papel: str, inmediato: bool, desde: date) -> ReglaDeAviso:
    """Un peldaño más en la escalera de esa clase de compromiso."""
    exigir(puede_editar_catalogos(por))
    regla = ReglaDeAviso(clase=clase, momento=momento, dias=dias, papel=papel, inmediato=inmediato, vigencia=DateRange(desde, None))
    _revisar(regla, dias, desde, None)
    regla.save()
    asentar([Asiento(clase="regla_de_aviso.agregada", objeto=regla, motivo=_en_palabras(regla), datos={"ahora": _en_palabras(regla)})], actor=por.usuario)
    return regla


def _revisar(regla: ReglaDeAviso, dias: int, desde: date, hasta: date | None) -> None:
    if (regla.clase == "turno") != (regla.papel == "area"):
        raise ReglaImposible("De una opinión pedida se le avisa al área técnica, y al área técnica solo de eso.", "papel")
    if regla.papel not in ("enlace", "area") and regla.momento != "despues":
        raise ReglaImposible("Al titular y a la Secretaría Técnica solo se les avisa después del plazo.", "momento")
    if regla.momento == "semanal" and dias:
        raise ReglaImposible("La de cada lunes no lleva días.", "dias")
    if regla.momento == "despues" and dias < 1:
        raise ReglaImposible("Después del plazo es al menos un día después.", "dias")
    if hasta is not None and hasta <= desde:
        raise ReglaImposible("Debe dejar de regir después de empezar.", "hasta")
    iguales = ReglaDeAviso.objects.filter(clase=regla.clase, momento=regla.momento, dias=dias, papel=regla.papel).exclude(pk=regla.pk)
    if iguales.exists():
        raise ReglaImposible("Ya hay una regla así para esa clase de compromiso: cámbiala en vez de repetirla.", "dias")


def _en_palabras(regla: ReglaDeAviso) -> str:
    vigencia = f"desde {regla.vigencia.lower}" + (f" hasta {regla.vigencia.upper}" if regla.vigencia.upper else "")
    urgente = ", urgente" if regla.inmediato else ""
    return f"{regla}, {regla.get_papel_display()}{urgente}; {'activa' if regla.activa else 'apagada'}, {vigencia}"
