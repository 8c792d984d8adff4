"""PDF de verdad para las pruebas."""

import io

import pikepdf


def pdf_de_una_pagina(*, contrasena: str = "") -> bytes:
    """Un PDF válido de una página en blanco; con contraseña, cifrado."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    salida = io.BytesIO()
    pdf.save(salida, encryption=pikepdf.Encryption(owner=contrasena, user=contrasena) if contrasena else False)
    return salida.getvalue()
