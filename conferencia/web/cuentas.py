"""Cuentas: sin autorregistro, y con las pantallas de django-allauth en español."""

from allauth.account.adapter import DefaultAccountAdapter


class AdaptadorDeCuentas(DefaultAccountAdapter):
    """La cuenta nace de una designación; nadie se registra solo."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_user_display(self, user) -> str:
        return str(user)
