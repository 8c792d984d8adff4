"""Las decisiones sobre una entrega: con qué hecho se cuenta cada una, y cuál se puede deshacer mientras no se haya avisado."""

ACEPTADA, OBSERVADA, RECHAZADA = "entrega.aceptada", "entrega.observada", "entrega.rechazada"
DEVUELTA, CONVERTIDA = "entrega.devuelta", "entrega.convertida"
DESHECHA = "entrega.dictamen_deshecho"
DICTAMENES = frozenset({ACEPTADA, OBSERVADA, RECHAZADA, DEVUELTA, CONVERTIDA})

# Cómo se lee en la historia lo que hace la mesa.
TITULOS_DE_LA_MESA = {
    "entrega.aceptada": "Se aceptó la entrega",
    "entrega.observada": "Se devolvió con observaciones",
    "entrega.rechazada": "Se rechazó por ajena a lo acordado",
    "turno.enviado": "Se turnó a un área técnica",
    "turno.opinado": "Opinó el área técnica",
    "turno.cancelado": "Se canceló el turno",
    "turno.no_opuesta": "El área técnica no opinó: se tuvo por no opuesta",
    "entrega.devuelta": "Se devolvió por error de captura",
    "entrega.convertida": "Lo presentado se tramita como alegación de no competencia",
    "entrega.dictamen_deshecho": "Se deshizo el dictamen antes de avisarlo",
}
