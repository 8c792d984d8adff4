"""El formato de designación de enlace, prellenado con lo que el acta y el directorio ya dicen; lo demás, en blanco para escribirse."""

from dataclasses import dataclass

from conferencia.domain import escrito as e
from conferencia.domain.calendario import en_palabras
from conferencia.domain.cedula import Debida

CALIDAD = "(\u00a0\u00a0\u00a0) Titular\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0(\u00a0\u00a0\u00a0) Suplente"


@dataclass(frozen=True, kw_only=True)
class Designante:
    """Quién designa, según el directorio. ``titular`` vacío: no se conoce y no se inventa."""

    institucion: str
    cargo: str
    titular: str = ""


@dataclass(frozen=True, kw_only=True)
class Reunido:
    """De qué reunión se trata y a dónde se manda."""

    reunion: str
    celebrada: str
    portal: str
    buzon: str
    destinataria: str


def formato(debida: Debida, de: Designante, en: Reunido, numero: int) -> tuple[e.Bloque, ...]:
    """Una hoja: qué se cumple, a quién se designa y quién lo firma."""
    plazo = f" a más tardar el {en_palabras(debida.plazo.vence_el)}" if debida.plazo.vence_el else ""
    disposicion = debida.disposicion[:1].lower() + debida.disposicion[1:]
    return (
        e.Corte(),
        e.Titulo(f"Anexo {numero}. Designación de enlace: {de.institucion}", 1),
        e.Parrafo(
            f"Formato prellenado: complete lo que está en blanco, fírmelo y envíelo{plazo} a {en.buzon} o en {en.portal}. Puede pasarlo a papel membretado.",
            "nota",
        ),
        e.Parrafo(f"{en.destinataria}. Presente.", "fuerte"),
        e.Parrafo(
            f"En cumplimiento de lo ordenado en la {disposicion} ({debida.parrafo.lower()}) de la {en.reunion}, celebrada el {en.celebrada}, "
            f"designo como enlace {e.con_articulo(de.institucion, de=True)}, para esa materia, a la persona cuyos datos se anotan:"
        ),
        e.Ficha(
            (
                ("Oficio número", ""),
                ("Lugar y fecha", ""),
                ("Institución", de.institucion),
                ("Materia", debida.materia),
                ("Obligación que atiende", debida.clave),
                ("Nombre completo", ""),
                ("Cargo", ""),
                ("Correo institucional", ""),
                ("Teléfono y extensión", ""),
                ("Calidad", CALIDAD),
                ("Vigente desde", ""),
                ("Sustituye a", "(si es relevo)"),
            )
        ),
        e.Parrafo(f"«{debida.cita}»", "cita"),
        e.Ficha((("Designa", de.titular), ("Cargo", de.cargo), ("Firma y sello", ""))),
    )
