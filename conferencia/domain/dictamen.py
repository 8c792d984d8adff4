"""Las decisiones sobre una entrega: con qué hecho se cuenta cada una, y cuál se puede deshacer mientras no se haya avisado."""

ACEPTADA, OBSERVADA, RECHAZADA, DESHECHA = "entrega.aceptada", "entrega.observada", "entrega.rechazada", "entrega.dictamen_deshecho"
DICTAMENES = frozenset({ACEPTADA, OBSERVADA, RECHAZADA})
