from transitorios.models.transitorio import Transitorio

__all__ = ["Transitorio"]
