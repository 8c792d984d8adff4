"""La persona que entra. De la cuenta no sale ningún derecho: salen de sus designaciones."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

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

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nombre"]
    objects = UsuarioManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="usuario_correo_unico")]

    def __str__(self) -> str:
        return self.nombre or self.email
