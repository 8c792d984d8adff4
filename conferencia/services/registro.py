"""Asentar quién representa a la zona y qué le resultó a cada entidad de un acuerdo. Son registro: no crean obligaciones ni dan derechos."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import CargoDeZona, ClaseDeCargo, Disposicion, EntidadFederativa, Institucion, Oficio, ResultadoPorEntidad
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar


class RegistroRechazado(NoProcede):
    """No se puede asentar así; el mensaje dice por qué."""


@transaction.atomic
def nombrar_cargo(
    *, por: Facultades, disposicion: Disposicion, clase: str, institucion: Institucion, desde: date, persona: str = "", oficio: Oficio | None = None
) -> CargoDeZona:
    """Desde ese día ejerce el cargo la persona titular de ``institucion``; quien lo ejercía termina la víspera.

    Falla con ``AccesoNegado`` o ``RegistroRechazado`` (la reunión no es de zona, la institución no es de ella, o ya hay otro después).
    """
    exigir(puede_disponer_plazos(por))
    zona = disposicion.reunion.zona
    if zona is None:
        raise RegistroRechazado("La reunión no es de una zona: no nombra quién la represente.")
    if desde > reloj.hoy():
        raise RegistroRechazado("El nombramiento no puede empezar después de hoy.", "desde")
    if not institucion.entidad or not zona.pertenencias.vigentes(desde).filter(entidad=institucion.entidad).exists():
        raise RegistroRechazado(f"{institucion} no era de {zona} ese día.", "institucion")
    anterior = CargoDeZona.objects.select_for_update().vigentes(desde).filter(zona=zona, clase=clase).first()
    if anterior and anterior.vigencia.lower == desde:
        raise RegistroRechazado("Ese día ya empezó otro nombramiento para el mismo cargo.", "desde")
    asientos = [_terminar(anterior, desde, "Relevo")] if anterior else []
    try:
        with transaction.atomic():
            cargo = CargoDeZona.objects.create(
                zona=zona,
                clase=ClaseDeCargo(clase),
                institucion=institucion,
                persona=persona.strip(),
                disposicion=disposicion,
                oficio=oficio,
                vigencia=DateRange(desde, None),
            )
    except IntegrityError as error:
        raise RegistroRechazado("Hay un nombramiento posterior para ese cargo: termina antes el que sigue.", "desde") from error
    datos = {"cargo": cargo.get_clase_display(), "institucion": institucion.clave, "persona": cargo.persona, "clave": disposicion.clave}
    asientos.append(Asiento(clase="cargo.nombrado", objeto=cargo, reunion_id=disposicion.reunion_id, rige_el=desde, datos=datos))
    asentar(asientos, actor=por.usuario)
    return cargo


@transaction.atomic
def terminar_cargo(*, por: Facultades, cargo: CargoDeZona, el: date, motivo: str) -> None:
    """Deja de regir desde ``el``, inclusive: el cargo queda vacante."""
    exigir(puede_disponer_plazos(por))
    actual = CargoDeZona.objects.select_for_update(of=("self",)).select_related("disposicion").get(pk=cargo.pk)
    if not motivo.strip():
        raise RegistroRechazado("Escribe por qué termina.", "motivo")
    if el <= actual.vigencia.lower or actual.vigencia.upper is not None or el > reloj.hoy():
        raise RegistroRechazado("La fecha de término cae fuera del nombramiento vigente.", "el")
    asentar([_terminar(actual, el, motivo.strip())], actor=por.usuario)


def _terminar(cargo: CargoDeZona, el: date, motivo: str) -> Asiento:
    cargo.vigencia, cargo.motivo_termino = DateRange(cargo.vigencia.lower, el), motivo
    cargo.save(update_fields=["vigencia", "motivo_termino"])
    datos = {"cargo": cargo.get_clase_display(), "institucion": cargo.institucion.clave}
    return Asiento(clase="cargo.terminado", objeto=cargo, reunion_id=cargo.disposicion.reunion_id, rige_el=el, motivo=motivo, datos=datos)


@transaction.atomic
def registrar_resultado(
    *, por: Facultades, disposicion: Disposicion, entidad: EntidadFederativa, asunto: str, resultado: str, el: date, nota: str = ""
) -> ResultadoPorEntidad:
    """Asienta el resultado de una entidad; si ya tenía uno de ese asunto, lo corrige y el anterior se conserva."""
    exigir(puede_disponer_plazos(por))
    asunto, resultado = asunto.strip(), resultado.strip()
    if not asunto or not resultado:
        raise RegistroRechazado("Escribe de qué es el resultado y cuál fue.", "resultado" if asunto else "asunto")
    if el > reloj.hoy():
        raise RegistroRechazado("La fecha no puede ser posterior a hoy.", "el")
    previo = ResultadoPorEntidad.objects.select_for_update().filter(disposicion=disposicion, entidad=entidad, asunto=asunto, vigente=True).first()
    if previo and (previo.resultado, previo.el, previo.nota) == (resultado, el, nota.strip()):
        return previo
    if previo and not nota.strip():
        raise RegistroRechazado("Ya había un resultado: di en la nota por qué cambia.", "nota")
    if previo:
        previo.vigente = False
        previo.save(update_fields=["vigente"])
    nuevo = ResultadoPorEntidad.objects.create(disposicion=disposicion, entidad=entidad, asunto=asunto, resultado=resultado, el=el, nota=nota.strip())
    datos = {"clave": disposicion.clave, "entidad": entidad.abreviatura, "asunto": asunto, "resultado": resultado, "antes": previo.resultado if previo else ""}
    clase = "resultado.corregido" if previo else "resultado.registrado"
    asentar([Asiento(clase=clase, objeto=nuevo, reunion_id=disposicion.reunion_id, rige_el=el, motivo=nota.strip(), datos=datos)], actor=por.usuario)
    return nuevo
