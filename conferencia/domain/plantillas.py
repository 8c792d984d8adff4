# ruff: noqa: E501 -- los textos de los oficios se leen mejor en renglones corridos
"""Los textos de los oficios como los edita la Secretaría Técnica: con campos que se llenan y que se comprueban antes de guardar."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from conferencia.domain.errores import NoProcede

_CAMPO = re.compile(r"\{([^{}]*)\}")
LARGO_DE_ASUNTO, LARGO_DE_CUERPO = 300, 8000
RELACION = "relacion"  # se queda escrita en el borrador: ahí va la tabla de lo requerido


class PlantillaInvalida(NoProcede):
    """La plantilla usa un campo que no existe o deja una llave suelta; el mensaje dice cuál y cuáles hay."""


@dataclass(frozen=True)
class Plantilla:
    """``cuerpo``: párrafos separados por un renglón en blanco."""

    asunto: str
    cuerpo: str


COMUNES = {
    "reunion": "nombre de la reunión",
    "fecha_de_la_reunion": "día en que se firmó el acta, con día de la semana",
    "organo": "nombre del órgano vigente en la fecha del oficio",
    "institucion": "a quién se dirige, con su artículo",
    "cuantas": "número de obligaciones con su palabra («16 obligaciones»)",
    "portal": "dirección donde se presentan los oficios",
    "buzon": "correo institucional de la Secretaría Técnica",
    "fundamento": "fundamento con que se celebró la reunión, como lo dice su acta",
}
CAMPOS = {
    "notificacion": COMUNES
    | {
        "primer_vencimiento": "la frase que dice el vencimiento más próximo; vacía si el acta no da fecha",
        "instituciones": "las instituciones de la cédula",
        "designaciones": "la frase que anuncia los formatos de designación; vacía si no hay",
    },
    "requerimiento": COMUNES
    | {
        "avisos": "los avisos que ya se enviaron, con sus fechas",
        "responder_el": "hasta cuándo se responde",
        RELACION: "dónde va la tabla de lo requerido, en un párrafo propio",
    },
}
DE_FABRICA = {
    "notificacion": Plantilla(
        "Se notifican los acuerdos de la {reunion} y las obligaciones que de ellos resultan",
        """{fundamento}

En seguimiento a la {reunion}, celebrada el {fecha_de_la_reunion}, se le notifican las {cuantas} que de su acta firmada resultan para {instituciones}. La cédula anexa dice de cada una las palabras del acta, lo que se debe, hasta cuándo y con qué se acredita.

{primer_vencimiento}

Lo que se acredite se presenta con oficio firmado, por cualquiera de estos medios:

- En el portal de seguimiento: {portal}
- Por correo electrónico, desde una cuenta institucional, a {buzon}

De todo lo recibido se entrega acuse con folio, fecha y hora. Recibir no es cumplir: lo presentado se revisa y se comunica si cumple, o qué le falta y el plazo para subsanarlo.

{designaciones}

Sin otro particular, reciba un cordial saludo.""",
    ),
    "requerimiento": Plantilla(
        "Se requiere el cumplimiento de {cuantas} de la {reunion}",
        """{fundamento}

En la {reunion}, celebrada el {fecha_de_la_reunion}, {institucion} quedó obligada a lo que se describe en la relación que sigue. A la fecha de este oficio su plazo venció sin que conste su cumplimiento.

{relacion}

{avisos}

Por lo anterior se le requiere que, a más tardar el {responder_el}, presente el oficio con que acredite lo pendiente o informe por escrito las causas que lo impiden y la fecha en que lo hará, por cualquiera de estos medios:

- En el portal de seguimiento: {portal}
- Por correo electrónico, desde una cuenta institucional, a {buzon}

Si ya lo presentó, haga caso omiso de este requerimiento y remita el acuse correspondiente.

Sin otro particular, reciba un cordial saludo.""",
    ),
}


def revisar(clase: str, plantilla: Plantilla) -> None:
    """Falla con ``PlantillaInvalida`` si algo no se podría llenar."""
    for campo, texto, largo in (("asunto", plantilla.asunto, LARGO_DE_ASUNTO), ("cuerpo", plantilla.cuerpo, LARGO_DE_CUERPO)):
        if not texto.strip():
            raise PlantillaInvalida("No puede quedar vacío.", campo)
        if len(texto) > largo:
            raise PlantillaInvalida(f"Pasa de {largo} caracteres.", campo)
        desconocidos = [c for c in _CAMPO.findall(texto) if c not in CAMPOS[clase]]
        if desconocidos:
            raise PlantillaInvalida(f"No existe el campo «{{{desconocidos[0]}}}». Los que hay: {', '.join(f'{{{c}}}' for c in CAMPOS[clase])}.", campo)
        if set(_CAMPO.sub("", texto)) & set("{}"):
            raise PlantillaInvalida("Hay una llave suelta: cada campo se escribe entre llaves, como {reunion}.", campo)


def llenar(texto: str, valores: Mapping[str, str]) -> str:
    """El texto con sus campos. Un párrafo que solo tenía campos, y quedaron vacíos, desaparece."""
    llenos = (_CAMPO.sub(lambda hallado: valores.get(hallado[1], ""), trozo).strip() for trozo in texto.replace("\r\n", "\n").split("\n\n"))
    return "\n\n".join(trozo for trozo in llenos if trozo)
