"""Formularios de las reglas de aviso, de las preferencias de cada persona y de las tareas de requerimiento."""

from datetime import time

from django import forms

from conferencia.web.campos import fecha, largo
from enlaces.models import ClaseDeCompromiso, Modalidad, Momento, Papel, PreferenciaDeAvisos, ReglaDeAviso
from enlaces.models.preferencia import HORA_POR_OMISION

HORAS = [(f"{h:02}:00", f"{h}:00") for h in range(7, 19)]


class FiltroDeDia(forms.Form):
    use_required_attribute = False
    dia = fecha("Qué día")


class HojaDeRegla(forms.Form):
    """Lo que de una regla se puede cambiar: la clase, el momento y a quién va son lo que la hace otra regla."""

    activa = forms.BooleanField(label="Activa", required=False)
    dias = forms.IntegerField(label="Días", min_value=0, max_value=180, help_text="Naturales, respecto del plazo. Cero antes: el mismo día.")
    inmediato = forms.BooleanField(label="Urgente", required=False, help_text="Quien prefiere correos sueltos la recibe suelta; los demás, en su resumen.")
    desde = fecha("Rige desde")
    hasta = fecha("Deja de regir el", "Vacío: sin fecha de término.", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, regla: ReglaDeAviso, **opciones) -> None:
        valores = {"activa": regla.activa, "dias": regla.dias, "inmediato": regla.inmediato, "version": regla.version}
        vigencia = {"desde": regla.vigencia.lower, "hasta": regla.vigencia.upper}
        super().__init__(*args, initial=valores | vigencia, **opciones)


class HojaDeReglaNueva(forms.Form):
    clase = forms.ChoiceField(label="De qué clase de compromiso", choices=ClaseDeCompromiso.choices, widget=forms.RadioSelect)
    momento = forms.ChoiceField(label="Cuándo", choices=Momento.choices, widget=forms.RadioSelect)
    dias = forms.IntegerField(label="Días", min_value=0, max_value=180, help_text="Naturales, respecto del plazo. Cero antes: el mismo día.")
    papel = forms.ChoiceField(label="A quién", choices=Papel.choices, widget=forms.RadioSelect)
    inmediato = forms.BooleanField(label="Urgente", required=False, help_text="Quien prefiere correos sueltos la recibe suelta; los demás, en su resumen.")
    desde = fecha("Rige desde")


class HojaDePreferencias(forms.Form):
    modalidad = forms.ChoiceField(label="Cuántos correos", choices=Modalidad.choices, widget=forms.RadioSelect)
    hora = forms.ChoiceField(label="A qué hora", choices=HORAS, help_text="En la hora de tu entidad. Solo en días hábiles.")
    semanal = forms.BooleanField(label="Mandarme además, cada lunes, un resumen de cómo va lo mío", required=False)

    def __init__(self, *args, preferencia: PreferenciaDeAvisos | None, **opciones) -> None:
        hora = preferencia.hora if preferencia else HORA_POR_OMISION
        valores = {"modalidad": preferencia.modalidad if preferencia else Modalidad.RESUMEN, "hora": hora.strftime("%H:%M")}
        super().__init__(*args, initial=valores | {"semanal": bool(preferencia and preferencia.semanal)}, **opciones)

    def clean_hora(self) -> time:
        return time.fromisoformat(self.cleaned_data["hora"])


class HojaDeCierre(forms.Form):
    nota = largo("Con qué oficio se requirió, o por qué no hace falta", maximo=300)
