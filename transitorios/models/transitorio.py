"""Lo que una disposición transitoria ordena: por sí, o dando plazo a un acuerdo."""

from django.db import models

from conferencia.models import Disposicion


class Transitorio(Disposicion):
    disposicion = models.OneToOneField(Disposicion, models.PROTECT, parent_link=True, primary_key=True, related_name="+")
    solo_completa = models.BooleanField("no crea obligaciones propias: solo da plazo a un acuerdo", default=False)
