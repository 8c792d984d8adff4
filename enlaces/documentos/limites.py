"""Hasta dónde se lee un correo."""

MEGA = 1024 * 1024
MEMORIA_BYTES = 1024 * MEGA  # un correo de 35 MB ocupa unas seis veces su tamaño al desarmarse
CPU_SEGUNDOS = 30
SEGUNDOS = 60
ESCRITO_BYTES = 64 * MEGA
PAGINAS = 3  # de cada PDF, para sugerir número y fecha del oficio
TEXTO_CARACTERES = 8_000
