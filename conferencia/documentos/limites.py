"""Hasta dónde se lee. Pasado un límite se dice cuál y qué hacer; nunca se intenta a ver si alcanza."""

MEGA = 1024 * 1024

ARCHIVO_BYTES = 200 * MEGA
TEXTO_CARACTERES = 1_500_000  # quinientas páginas
PAGINAS = 500
PAGINAS_POR_RECONOCER = 150
PALABRAS_POR_PAGINA = 20_000
OBJETOS_POR_PAGINA = 20_000

# Word: el zip se mide antes de abrirlo.
WORD_DESCOMPRIMIDO = 300 * MEGA
WORD_PARTE = 60 * MEGA
WORD_PIEZAS = 5_000
WORD_PARRAFOS = 120_000  # cada celda de tabla tiene al menos uno; un acta larga, unos cientos

# Imágenes
IMAGEN_PIXELES = 120_000_000  # una hoja carta a 1,000 ppp
PAGINA_PIXELES = 9_000_000  # lo que se dibuja para reconocer: carta a 300 ppp
VISTA_PIXELES = 8_000_000
VISTA_ANCHO = 2_400
VISTA_CARACTERES = 200_000  # unas cien páginas: lo demás se lee en el original
EXCEL_CELDAS = 200_000
IMAGEN_LADO_MINIMO = 50

# PDF: lo que se recorre buscando código.
PDF_NODOS = 400_000
PDF_HONDURA = 60

# Proceso aparte
MEMORIA_BYTES = 2048 * MEGA
CPU_SEGUNDOS = 600
SIN_AVANCE_SEGUNDOS = 240
RECONOCER_PAGINA_SEGUNDOS = 75
EXAMEN_SEGUNDOS = 30  # quien sube el archivo está esperando
