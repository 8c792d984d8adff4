"""Los formularios con que se abre una cuenta y se contesta una confirmación: sin sesión, con la liga que llegó por correo."""

from django import forms


def _contrasena(rotulo: str, falta: str, ayuda: str = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password"})
    return forms.CharField(label=rotulo, help_text=ayuda, strip=False, max_length=256, widget=widget, error_messages={"required": falta})


class FormularioDeActivacion(forms.Form):
    contrasena = _contrasena(
        "Contraseña", "Escribe la contraseña con la que vas a entrar.", "Doce caracteres o más. Una frase que recuerdes sirve mejor que signos sueltos."
    )
    repetida = _contrasena("Escríbela otra vez", "Escribe la contraseña otra vez.")

    def clean(self) -> dict:
        datos = super().clean() or {}
        if datos.get("contrasena") and datos.get("repetida") and datos["contrasena"] != datos["repetida"]:
            self.add_error("repetida", "Las dos contraseñas no son iguales.")
        return datos


class FormularioDeCodigo(forms.Form):
    correo = forms.EmailField(
        label="Correo", max_length=254, help_text="El mismo al que te llegó el código.", widget=forms.EmailInput({"autocomplete": "email"})
    )
    codigo = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="Código de seis cifras",
        error_messages={"invalid": "El código son seis cifras.", "required": "Escribe las seis cifras del código."},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_codigo(self) -> str:
        return "".join(self.cleaned_data["codigo"].split())


class FormularioDeConfirmacion(forms.Form):
    """Sí o no, con el porqué del no."""

    SI, NO = "si", "no"
    respuesta = forms.ChoiceField(
        label="¿Es de tu institución y la designas?",
        choices=[(SI, "Sí, la confirmo"), (NO, "No la reconozco")],
        widget=forms.RadioSelect,
        error_messages={"required": "Elige una respuesta."},
    )
    motivo = forms.CharField(
        label="Si no la reconoces, di por qué", required=False, max_length=500, widget=forms.Textarea({"rows": 3}), help_text="Lo lee la Secretaría Técnica."
    )

    def clean(self) -> dict:
        datos = super().clean() or {}
        if datos.get("respuesta") == self.NO and not (datos.get("motivo") or "").strip():
            self.add_error("motivo", "Escribe por qué no la reconoces.")
        return datos
