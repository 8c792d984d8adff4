"""Abrir un correo ajeno en otro proceso, con memoria y tiempo contados."""
