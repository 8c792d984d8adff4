"""Lo que las plantillas de los informes impresos necesitan además de las fechas: figuras, barras y cuentas con su palabra."""

from django import template
from django.utils.safestring import SafeString

from conferencia.domain.situacion import GRUPO_DE, ROTULOS, Grupo, Situacion
from conferencia.queries.conteo import EN_BARRA, Conteo
from conferencia.reports import graficas

register = template.Library()


@register.filter
def figura(grupo: str) -> SafeString:
    """La forma de un grupo, con su palabra como texto alterno."""
    return graficas.figura(grupo)


@register.filter
def figura_de(situacion: str) -> SafeString:
    """La forma del grupo al que pertenece una situación."""
    return graficas.figura(GRUPO_DE[Situacion(situacion)])


@register.filter
def rotulo(situacion: str) -> str:
    return ROTULOS[Situacion(situacion)]


@register.filter
def del_grupo(cuenta: Conteo, grupo: str) -> int:
    return cuenta.por_grupo[grupo]


@register.filter
def en_palabras(cuenta: Conteo) -> str:
    """«14 cumplidas, 2 en trámite, 52 vencidas», de lo exigible y sin los ceros; «ninguna exigible» si no hay denominador."""
    return ", ".join(f"{n} {palabra}" for grupo, n, palabra in reparto(cuenta) if grupo != Grupo.EXENTA) or "ninguna exigible"


@register.filter
def reparto(cuenta: Conteo) -> list[tuple[Grupo, int, str]]:
    """(grupo, cuántas, palabra que concuerda), sin los ceros y con las exentas al final."""
    pares = [(grupo, cuenta.por_grupo[grupo]) for grupo in (*EN_BARRA, Grupo.EXENTA)]
    return [(grupo, n, (graficas.PALABRA if n == 1 else graficas.PLURAL)[grupo]) for grupo, n in pares if n]


@register.simple_tag
def barra_impresa(cuenta: Conteo, alto: int = 26) -> SafeString:
    """La barra de un conteo; su texto alterno son sus cuentas."""
    mensaje = f"De {cuenta.total} exigibles: {en_palabras(cuenta)}."
    return graficas.barra(mensaje, [(grupo, cuenta.por_grupo[grupo]) for grupo in EN_BARRA], alto=alto)


@register.filter
def sin_reunion(clave: str) -> str:
    """«ZC-2022-1/A3.2» → «A3.2»: dentro del informe la reunión se sobreentiende."""
    return clave.rsplit("/", 1)[-1]


@register.filter
def por_ocho(huella: str) -> str:
    """La huella en grupos de ocho caracteres, para poder dictarla y cotejarla."""
    return " ".join(huella[i : i + 8] for i in range(0, len(huella), 8))


@register.filter
def palabra_de(grupo: str) -> str:
    """El nombre del grupo en plural, para encabezar."""
    return graficas.PLURAL[Grupo(grupo)]


@register.filter
def nombres_de(nombres: tuple[str, ...], todas: list[str]) -> str:
    """Los nombres separados por comas; si son todas las entidades del informe, se dice así."""
    return f"las {len(todas)} entidades" if len(todas) > 2 and set(nombres) == set(todas) else ", ".join(nombres)
