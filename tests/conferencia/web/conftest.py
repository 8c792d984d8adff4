"""Navegadores sin pantalla: cada quien entra con su cuenta, el miércoles 6 de julio de 2022."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from conferencia.models import Usuario

ENTRADA = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def entrar(hoy) -> Callable[[Usuario], Client]:
    def con(usuario: Usuario) -> Client:
        cliente = Client()
        cliente.force_login(usuario, backend=ENTRADA)
        return cliente

    return con


@pytest.fixture
def texto() -> Callable[..., str]:
    """Lo que se lee de una respuesta: sin etiquetas ni blancos de más."""

    def de(respuesta) -> str:
        cuerpo = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", respuesta.content.decode(), flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", cuerpo).replace("&quot;", '"').split())

    return de
