"""La única forma de mover una obligación: con guarda de versión, y diciendo qué rasgos cambiaron para que el hecho lo cuente."""

from collections.abc import Iterable

from conferencia.domain.estados import Accion, Estado, aplicar
from conferencia.domain.trayectoria import RASGOS_GUARDADOS
from conferencia.models import Obligacion


class OtroSeAdelanto(Exception):
    """La obligación cambió mientras se decidía: alguien más actuó primero."""

    def __init__(self):
        super().__init__("Alguien más actuó sobre esta obligación mientras decidías. Revisa cómo quedó y vuelve a intentarlo.")


def apartar(obligaciones: Iterable[Obligacion]) -> None:
    """Las detiene, siempre en el mismo orden, hasta el fin de la transacción: dos que toquen varias a la vez esperan, no se traban."""
    ids = [o.pk for o in obligaciones]
    list(Obligacion.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def mover(obligacion: Obligacion, accion: Accion, **cambios: object) -> dict[str, object]:
    """Aplica ``accion`` y los ``cambios`` de columnas, y da los rasgos que de verdad cambiaron (``Asiento.cambios``).

    Falla con ``TransicionIlegal`` si la tabla no lo prevé y con ``OtroSeAdelanto`` si ya no es la versión que se leyó.
    """
    estado = aplicar(Estado(obligacion.estado), accion, permanente=obligacion.permanente)
    return fijar(obligacion, estado=estado.value, **cambios)


def fijar(obligacion: Obligacion, **cambios: object) -> dict[str, object]:
    """Lo mismo sin transición: para lo que no depende del estado."""
    nuevos = cambios | {"version": obligacion.version + 1}
    if Obligacion.objects.filter(pk=obligacion.pk, version=obligacion.version).update(**nuevos) != 1:
        raise OtroSeAdelanto
    movidos = {campo: valor for campo, valor in cambios.items() if campo in RASGOS_GUARDADOS and getattr(obligacion, campo) != valor}
    for campo, valor in nuevos.items():
        setattr(obligacion, campo, valor)
    return movidos


def rasgos_de(obligacion: Obligacion) -> dict[str, object]:
    """Los rasgos guardados que no están en su valor inicial: lo que un hecho de nacimiento dice."""
    inicial = Obligacion()
    dichos = {campo: getattr(obligacion, campo) for campo in RASGOS_GUARDADOS}
    return {"estado": obligacion.estado} | {campo: valor for campo, valor in dichos.items() if valor != getattr(inicial, campo)}
