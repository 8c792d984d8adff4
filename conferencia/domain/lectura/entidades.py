"""Nombres de las entidades federativas (Constitución, art. 43), plegados, para reconocerlos en un texto."""

from __future__ import annotations

NOMBRES = (
    "baja california sur",
    "baja california",
    "aguascalientes",
    "campeche",
    "chiapas",
    "chihuahua",
    "ciudad de mexico",
    "coahuila",
    "colima",
    "durango",
    "estado de mexico",
    "guanajuato",
    "guerrero",
    "hidalgo",
    "jalisco",
    "michoacan",
    "morelos",
    "nayarit",
    "nuevo leon",
    "oaxaca",
    "puebla",
    "queretaro",
    "quintana roo",
    "san luis potosi",
    "sinaloa",
    "sonora",
    "tabasco",
    "tamaulipas",
    "tlaxcala",
    "veracruz",
    "yucatan",
    "zacatecas",
)
PATRON_ENTIDAD = "(?:" + "|".join(nombre.replace(" ", r"\s+") for nombre in NOMBRES) + ")"
