from django.apps import AppConfig

from conferencia import fuentes


class AcuerdosConfig(AppConfig):
    name = "acuerdos"
    verbose_name = "Acuerdos"

    def ready(self) -> None:
        from acuerdos.services.alta import dar_de_alta  # los modelos existen hasta aquí
        from acuerdos.web import paneles

        fuentes.inscribir("acuerdo", dar_de_alta)
        paneles.inscribir()
