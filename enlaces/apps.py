from django.apps import AppConfig


class EnlacesConfig(AppConfig):
    name = "enlaces"
    verbose_name = "Enlaces"
