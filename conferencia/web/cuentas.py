"""Cuentas: sin autorregistro, y con las pantallas de django-allauth en español."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from django.core.mail import EmailMessage


class AdaptadorDeCuentas(DefaultAccountAdapter):
    """La cuenta nace de una designación; nadie se registra solo."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_user_display(self, user) -> str:
        return str(user)

    def render_mail(self, template_prefix: str, email: str | list[str], context: dict, headers: dict[str, str] | None = None) -> EmailMessage:
        """Lo manda una máquina: que las respuestas automáticas no le contesten (RFC 3834)."""
        return super().render_mail(template_prefix, email, context, {"Auto-Submitted": "auto-generated", **(headers or {})})


class EntradaForm(LoginForm):
    """La entrada, con las palabras del producto."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Correo"
        self.fields["password"].label = "Contraseña"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Mantener la sesión en este equipo"


class RecuperacionForm(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Correo"
