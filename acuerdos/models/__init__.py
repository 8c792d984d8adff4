from acuerdos.models.acuerdo import Acuerdo, Sentido

__all__ = ["Acuerdo", "Sentido"]
