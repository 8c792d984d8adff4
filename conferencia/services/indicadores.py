"""Qué cifras se siguen de un compromiso: las define la Secretaría Técnica. Lo ya capturado no cambia de unidad."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from conferencia.domain.errores import NoProcede
from conferencia.models import ClasePlazo, Compromiso, Indicador
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar


class IndicadorInvalido(NoProcede):
    """No se puede definir así; ``campo`` es el dato que falla."""


@dataclass(frozen=True, kw_only=True)
class DatosDeIndicador:
    nombre: str
    unidad: str
    decimales: int = 0
    minimo: Decimal | None = None
    maximo: Decimal | None = None
    meta: Decimal | None = None
    mide_avance: bool = False


@transaction.atomic
def definir_indicador(*, por: Facultades, compromiso: Compromiso, datos: DatosDeIndicador) -> Indicador:
    """Agrega una cifra al final de las del compromiso. Falla con ``IndicadorInvalido``."""
    exigir(puede_disponer_plazos(por))
    Compromiso.objects.select_for_update(of=("self",)).get(pk=compromiso.pk)
    _revisar(compromiso, datos)
    clave = slugify(datos.nombre)[:40].strip("-")
    if Indicador.objects.filter(compromiso=compromiso, clave=clave).exists():
        raise IndicadorInvalido("Este compromiso ya tiene, o tuvo, un indicador con ese nombre.", "nombre")
    orden = (compromiso.indicadores.aggregate(n=Max("orden"))["n"] or 0) + 1
    indicador = Indicador.objects.create(compromiso=compromiso, orden=orden, clave=clave, **_llanos(datos))
    _asentar("indicador.definido", por, indicador, datos=_en_json(datos))
    return indicador


@transaction.atomic
def cambiar_indicador(*, por: Facultades, indicador: Indicador, datos: DatosDeIndicador, motivo: str) -> Indicador:
    """Corrige la definición. Con cifras capturadas, la unidad y los decimales ya no cambian: se retira y se define otro."""
    exigir(puede_disponer_plazos(por))
    guardado = Indicador.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion").get(pk=indicador.pk)
    _revisar(guardado.compromiso, datos)
    if not motivo.strip():
        raise IndicadorInvalido("Escribe por qué cambia.", "motivo")
    if guardado.mediciones.exists() and (datos.unidad, datos.decimales) != (guardado.unidad, guardado.decimales):
        raise IndicadorInvalido("Ya hay cifras capturadas en esa unidad: retira este indicador y define otro.", "unidad")
    antes = _en_json(DatosDeIndicador(**{campo: getattr(guardado, campo) for campo in asdict(datos)}))
    for campo, valor in _llanos(datos).items():
        setattr(guardado, campo, valor)
    guardado.save()
    _asentar("indicador.cambiado", por, guardado, motivo=motivo.strip(), datos={"era": antes, "es": _en_json(datos)})
    return guardado


@transaction.atomic
def retirar_indicador(*, por: Facultades, indicador: Indicador, motivo: str) -> None:
    """Deja de pedirse; lo capturado se conserva."""
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise IndicadorInvalido("Escribe por qué se retira.", "motivo")
    if Indicador.objects.filter(pk=indicador.pk, vigente=True).update(vigente=False) != 1:
        raise IndicadorInvalido("Ese indicador ya estaba retirado.")
    _asentar("indicador.retirado", por, indicador, motivo=motivo.strip())


def _revisar(compromiso: Compromiso, datos: DatosDeIndicador) -> None:
    if compromiso.naturaleza != "obligacion" or compromiso.complementa_id:
        raise IndicadorInvalido("Este compromiso no tiene obligaciones propias: sus cifras no tendrían quién las capture.")
    if not datos.nombre.strip() or not datos.unidad.strip():
        raise IndicadorInvalido("Escribe el nombre y la unidad.", "nombre" if not datos.nombre.strip() else "unidad")
    if datos.minimo is not None and datos.maximo is not None and datos.minimo > datos.maximo:
        raise IndicadorInvalido("El máximo debe ser igual o mayor que el mínimo.", "maximo")
    if datos.mide_avance and not (datos.meta and datos.meta > 0):
        raise IndicadorInvalido("Para medir el avance hace falta una meta mayor que cero.", "meta")
    if datos.mide_avance and compromiso.plazo_clase == ClasePlazo.PERIODICO:
        raise IndicadorInvalido("Lo periódico se entrega completo cada periodo: su cifra no mide avance.", "mide_avance")


def _llanos(datos: DatosDeIndicador) -> dict:
    return asdict(datos) | {"nombre": datos.nombre.strip(), "unidad": datos.unidad.strip()}


def _en_json(datos: DatosDeIndicador) -> dict:
    return {campo: str(v) if isinstance(v, Decimal) else v for campo, v in asdict(datos).items()}


def _asentar(clase: str, por: Facultades, indicador: Indicador, *, motivo: str = "", datos: dict | None = None) -> None:
    compromiso = indicador.compromiso
    base = {"clave": compromiso.clave, "indicador": indicador.nombre}
    asentar(
        [Asiento(clase=clase, objeto=indicador, reunion_id=compromiso.disposicion.reunion_id, motivo=motivo, datos=base | (datos or {}))], actor=por.usuario
    )
