"""Por qué una obligación ya no vence el día con que nació, en una palabra: la del último hecho que movió su fecha."""

PALABRA_DE = {
    "prorroga.concedida": "Prorrogado",
    "importada.prorroga": "Prorrogado",
    "obligacion.plazo_recorrido": "Recorrido",  # una suspensión, o un día que se declaró inhábil
    "obligacion.plazo_iniciado": "Recalculado",  # se corrigió el evento del que se cuenta
    "obligacion.reprogramada": "Reprogramado",  # cambió la regla con que se repite
    "obligacion.vencimiento_rectificado": "Rectificado",
}


def palabra_de(clase: str | None) -> str:
    """Lo que se dice de una fecha que ese hecho movió; sin hecho, que se rectificó."""
    return PALABRA_DE.get(clase or "", "Rectificado")
