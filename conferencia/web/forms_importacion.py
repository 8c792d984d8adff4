"""El libro que se sube."""

from django import forms


class LibroForm(forms.Form):
    archivo = forms.FileField(
        label="Libro con el seguimiento", help_text="La plantilla de esta reunión ya llena. Se guarda como llegó, byte por byte, con su huella."
    )
