from django.apps import AppConfig

from conferencia import fuentes


class TransitoriosConfig(AppConfig):
    name = "transitorios"
    verbose_name = "Disposiciones transitorias"

    def ready(self) -> None:
        from transitorios.services.alta import dar_de_alta  # los modelos existen hasta aquí
        from transitorios.web import paneles

        fuentes.inscribir("transitorio", dar_de_alta)
        paneles.inscribir()
