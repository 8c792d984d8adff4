"""Las decisiones sobre una entrega: con qué hecho se cuenta cada una, y cuál se puede deshacer mientras no se haya avisado."""

ACEPTADA, OBSERVADA, RECHAZADA = "entrega.aceptada", "entrega.observada", "entrega.rechazada"
DEVUELTA, CONVERTIDA = "entrega.devuelta", "entrega.convertida"
DESHECHA = "entrega.dictamen_deshecho"
DICTAMENES = frozenset({ACEPTADA, OBSERVADA, RECHAZADA, DEVUELTA, CONVERTIDA})
