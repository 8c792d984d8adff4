"""El segundo factor se prueba donde se exige; aquí se prueba lo que hay detrás."""

import pytest


@pytest.fixture(autouse=True)
def _sin_segundo_factor(settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = False
