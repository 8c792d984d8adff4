"""Los campos que repiten los formularios: fechas como se escriben en México, textos largos y los archivos de un oficio."""

from django import forms

from conferencia.services.archivos import EXTENSIONES_DE_OFICIO

FORMATOS_DE_FECHA = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]


def fecha(rotulo: str, help_text: str = "", *, campo: type[forms.DateField] = forms.DateField, **opciones) -> forms.DateField:
    return campo(label=rotulo, help_text=help_text, input_formats=FORMATOS_DE_FECHA, widget=forms.DateInput(format="%d/%m/%Y"), **opciones)


def largo(rotulo: str, help_text: str = "", *, maximo: int = 2000, renglones: int = 3, **opciones) -> forms.CharField:
    return forms.CharField(label=rotulo, help_text=help_text, max_length=maximo, widget=forms.Textarea(attrs={"rows": renglones}), **opciones)


class VariosArchivos(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class CampoDeArchivos(forms.Field):
    """Los archivos subidos; puede venir vacía: lo del intento anterior sigue guardado. Quien la exige es la vista."""

    widget = VariosArchivos(attrs={"multiple": True, "accept": EXTENSIONES_DE_OFICIO})

    def validate(self, value) -> None:
        pass
