"""Qué renglón empieza párrafo, por lo que se ve: aire, sangría u otra letra."""

import pytest

from conferencia.documentos.renglones import Renglon, Vocablo, marcar_margenes, marcar_parrafos


def bloque(altos, confianza=None):
    """Renglones llenos cada 15 puntos, cada uno con la altura que se le midió."""
    renglones = [Renglon([Vocablo("palabra", 50, 15 * n + (12 - alto), 300, 15 * n + 12, confianza)]) for n, alto in enumerate(altos)]
    marcar_margenes(renglones)
    marcar_parrafos(renglones, 15.0)
    return [r.aparte for r in renglones]


@pytest.mark.parametrize(
    ("altos", "confianza", "apartes"),
    [
        ([12, 9, 12], 95.0, [False, False, False]),  # «Servicios» no tiene letras que bajen ni suba la tilde: no es otra letra
        ([12, 20, 12], 95.0, [False, True, True]),
        ([12, 9, 12], None, [False, True, True]),  # en el texto del archivo la altura es la de la letra
        ([12, 11, 12], None, [False, False, False]),
    ],
    ids=["reconocido parejo", "reconocido con título", "texto con otra letra", "texto parejo"],
)
def test_otra_letra_empieza_parrafo_y_la_tinta_desigual_no(altos, confianza, apartes):
    assert bloque(altos, confianza) == apartes
