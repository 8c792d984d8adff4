from enlaces.models.aviso import Aviso, EstadoAviso, Regla, RenglonDeAviso

__all__ = ["Aviso", "EstadoAviso", "Regla", "RenglonDeAviso"]
