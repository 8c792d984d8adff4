"""Lo que a un compromiso le falta para poder exigirse, dicho con una frase fija y una sugerencia de redacción."""

from __future__ import annotations

from .borradores import Borrador
from .entregables import es_vaga
from .modelo import PlazoLeido
from .referencias import remite_a_otro_acto

SIN_PLAZO = "sin plazo"
SIN_RESPONSABLE = "sin responsable"
SIN_ENTREGABLE = "sin entregable"
OTRO_ACTO = "remite a otro acto"
DIAS = "días sin calificar"
REFERENCIA_DUDOSA = "referencia dudosa"

SUGERENCIAS: dict[str, str] = {
    SIN_PLAZO: "Agregue una fecha: «a más tardar el [día] de [mes] de [año]».",
    SIN_RESPONSABLE: "Diga quién: «[institución] se compromete a…» o «cada entidad federativa deberá…».",
    SIN_ENTREGABLE: "Diga con qué se comprueba: «mediante oficio dirigido a la Secretaría Técnica», «con un informe de…».",
    OTRO_ACTO: "Transcriba lo que se retoma del otro acto, o cite su número, órgano y fecha completos.",
    DIAS: "Diga si los días son hábiles o naturales.",
    REFERENCIA_DUDOSA: "Revise el párrafo citado: lo comprometido está en otro.",
    "año no expreso": "Escriba el año completo.",
    "evento no expreso": "Diga desde cuándo se cuenta: «contados a partir de la firma del presente».",
    "más de un plazo": "Separe las acciones, cada una con su plazo.",
    "periodicidad por confirmar": "Diga cada cuánto: «mensual», «trimestral».",
}


def avisar(borrador: Borrador, plazo: PlazoLeido, cita: str, propios: dict[str, int]) -> tuple[str, ...]:
    """Los avisos de una obligación; un acto no lleva ninguno, porque nada queda pendiente."""
    if borrador.naturaleza == "acto":
        return ()
    avisos = list(plazo.avisos) + borrador.avisos
    if plazo.clase == "sin_plazo":
        avisos.append(SIN_PLAZO)
    if not borrador.responsables:
        avisos.append(SIN_RESPONSABLE)
    if borrador.entregable is None and es_vaga(borrador.lema, borrador.objeto):
        avisos.append(SIN_ENTREGABLE)
    if remite_a_otro_acto(cita, propios):
        avisos.append(OTRO_ACTO)
    return tuple(dict.fromkeys(avisos))


def sugerencia(aviso: str) -> str:
    """Redacción sugerida para corregir un aviso en un borrador de acta; cadena vacía si no hay."""
    return SUGERENCIAS.get(aviso, "")
