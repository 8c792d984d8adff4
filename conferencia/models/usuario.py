"""La persona que entra. De la cuenta no sale ningún derecho: salen de sus designaciones."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from conferencia.models.base import ConIdentidad


class UsuarioManager(BaseUserManager["Usuario"]):
    def create_user(self, email: str, password: str | None = None, **campos) -> "Usuario":
        usuario = self.model(email=self.normalize_email(email).lower(), **campos)
        usuario.set_password(password)
        usuario.save(using=self._db)
        return usuario

    def get_by_natural_key(self, email: str | None) -> "Usuario":
        return self.get(email__iexact=email)


class Usuario(ConIdentidad, AbstractBaseUser):
    email = models.EmailField("correo", max_length=254)
    nombre = models.CharField("nombre", max_length=150)
    is_active = models.BooleanField("activa", default=True)
    creado_en = models.DateTimeField(auto_now_add=True)
    cierres = models.PositiveIntegerField("veces que se cerraron todas sus sesiones", default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nombre"]
    objects = UsuarioManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="usuario_correo_unico")]

    def _get_session_auth_hash(self, secret=None) -> str:
        """Además de la contraseña, cuántas veces se cerraron sus sesiones: sumar uno las invalida todas en la siguiente petición."""
        return salted_hmac("conferencia.usuario.sesion", f"{self.password}{self.cierres}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def sin_activar(self) -> bool:
        """Nació de una designación y aún no elige su contraseña."""
        return not self.has_usable_password()

    def __str__(self) -> str:
        return self.nombre or self.email
