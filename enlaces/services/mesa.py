"""Tomar y soltar una entrega, y las vistas que cada quien guarda. Nada de esto es historia: no asienta hechos."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Entrega, EstadoEntrega
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from enlaces.domain.colas import SIN_ACTIVIDAD, vigente
from enlaces.models import PreferenciaDeMesa, Toma, VistaDeBandeja

VISTAS_POR_PERSONA = 30


class YaLaTiene(NoProcede):
    """Otra persona la está revisando; el mensaje dice quién y desde cuándo."""

    def __init__(self, toma: Toma):
        self.toma = toma
        super().__init__(f"La tiene {toma.usuario} desde las {toma.tomada_en.astimezone(reloj.MEXICO):%H:%M}. Háblalo con ella, o tómala de todos modos.")


@transaction.atomic
def tomar(*, por: Facultades, entrega: Entrega, de_todos_modos: bool = False) -> Toma:
    """La entrega queda a nombre de quien la toma, media hora desde su última actividad. Falla con ``AccesoNegado``, ``NoProcede`` o ``YaLaTiene``."""
    exigir(puede_dictaminar(por))
    if entrega.estado != EstadoEntrega.EN_REVISION:
        raise NoProcede(f"Esta entrega ya no está por revisar: quedó {entrega.get_estado_display().lower()}.")
    ahora = reloj.ahora()
    columnas = {"usuario_id": por.usuario, "tomada_en": ahora, "activa_en": ahora}
    Toma.objects.bulk_create([Toma(entrega=entrega, **columnas)], ignore_conflicts=True)
    toma = Toma.objects.select_for_update(of=("self",)).select_related("usuario").get(entrega=entrega)
    if toma.usuario_id == por.usuario:
        columnas["tomada_en"] = toma.tomada_en if vigente(toma.activa_en, ahora) else ahora
    elif vigente(toma.activa_en, ahora) and not de_todos_modos:
        raise YaLaTiene(toma)
    Toma.objects.filter(pk=toma.pk).update(**columnas)
    return Toma.objects.select_related("usuario").get(pk=toma.pk)


def soltar(*, por: Facultades, entrega: Entrega) -> bool:
    """Deja libre la que tenía; de la que tiene otra persona no hace nada. Da si soltó algo."""
    exigir(puede_dictaminar(por))
    return bool(Toma.objects.filter(entrega=entrega, usuario=por.usuario).delete()[0])


def sigue_activa(por: Facultades, entrega: Entrega) -> None:
    """Mirarla cuenta como actividad de quien la tiene; se anota a lo más una vez por minuto."""
    ahora = reloj.ahora()
    hace_un_minuto = Q(activa_en__lt=ahora - SIN_ACTIVIDAD / 30, activa_en__gt=ahora - SIN_ACTIVIDAD)
    Toma.objects.filter(hace_un_minuto, entrega=entrega, usuario=por.usuario).update(activa_en=ahora)


@transaction.atomic
def guardar_vista(*, por: Facultades, nombre: str, consulta: str) -> VistaDeBandeja:
    """Con el nombre de otra suya, la reemplaza. Falla con ``AccesoNegado`` o ``NoProcede``."""
    exigir(puede_dictaminar(por))
    nombre = " ".join(nombre.split())
    if not nombre:
        raise NoProcede("Escribe con qué nombre guardarla.", "nombre")
    assert por.usuario is not None, "una vista la guarda una persona, nunca el sistema"
    suyas = VistaDeBandeja.objects.filter(usuario=por.usuario)
    if suyas.exclude(nombre=nombre).count() >= VISTAS_POR_PERSONA:
        raise NoProcede(f"Ya tienes {VISTAS_POR_PERSONA} vistas guardadas: quita alguna.", "nombre")
    try:
        return suyas.update_or_create(usuario_id=por.usuario, nombre=nombre, defaults={"consulta": consulta})[0]
    except IntegrityError as error:
        raise NoProcede("No se pudo guardar la vista.", "nombre") from error


def quitar_vista(*, por: Facultades, vista: VistaDeBandeja) -> None:
    exigir(puede_dictaminar(por))
    VistaDeBandeja.objects.filter(pk=vista.pk, usuario=por.usuario).delete()


def preferir_atajos(*, por: Facultades, atajos: bool) -> None:
    exigir(puede_dictaminar(por))
    assert por.usuario is not None, "los atajos los prefiere una persona, nunca el sistema"
    PreferenciaDeMesa.objects.update_or_create(usuario_id=por.usuario, defaults={"atajos": atajos})
