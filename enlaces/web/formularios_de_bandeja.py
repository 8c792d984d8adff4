"""Los formularios de la bandeja: el dictamen de una entrega y el de varias. Validan la forma; lo demás lo deciden los servicios."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from conferencia import reloj
from conferencia.models import Observacion, Requisito, Resolucion
from conferencia.services.decisiones import Decision, Sentido
from conferencia.web.campos import fecha
from enlaces.services.decisiones import EN_LOTE


class SiTocaALaDecision:
    """Campo que se pide solo con cierta decisión: no se rotula opcional, y quien lo exige es el formulario."""

    def validate(self, value) -> None:
        pass


class TextoSiToca(SiTocaALaDecision, forms.CharField):
    pass


class FechaSiToca(SiTocaALaDecision, forms.DateField):
    pass


class FormularioDeDictamen(forms.Form):
    """Todas las decisiones en un solo formulario: sin JavaScript se ve completo y vale lo que toca a la elegida."""

    OBSERVACIONES = 3
    MOTIVOS: ClassVar = {  # decisión → campo que la explica y qué decir si falta
        Sentido.AJENA: ("motivo", "Escribe por qué lo presentado es ajeno a lo acordado."),
        Sentido.NO_COMPETENCIA: ("alega", "Escribe qué alega la institución."),
        Sentido.CAPTURA: ("que_se_capturo_mal", "Escribe qué se capturó mal."),
    }

    version = forms.IntegerField(widget=forms.HiddenInput)
    regresa = forms.ChoiceField(choices=[("", ""), ("obligacion", "")], required=False, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Dictamen",
        choices=[(s.value, s.value) for s in Sentido],
        widget=forms.RadioSelect,
        error_messages={"required": "Elige qué se dictamina."},
    )
    nota = forms.CharField(label="Nota", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    subsanar_el = fecha("Plazo para subsanar", campo=FechaSiToca)
    motivo = TextoSiToca(label="Por qué es ajena a lo acordado", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    alega = TextoSiToca(label="Qué alega la institución", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    que_se_capturo_mal = TextoSiToca(label="Qué se capturó mal", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, requisitos: Sequence[Requisito] = (), por_resolver: Sequence[Observacion] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.por_resolver = por_resolver
        for o in por_resolver:
            rotulo = f"Cómo queda la observación {o.entrega.numero}.{o.numero}"
            self.fields[f"resolucion_{o.pk}"] = forms.ChoiceField(label=rotulo, choices=[("", "Aún sin decir"), *Resolucion.choices], required=False)
        self.requisitos = {str(r.pk): r for r in requisitos}
        for numero in range(1, self.cuantas + 1):
            nombre = f"observacion_{numero}"
            if requisitos:
                opciones = [("", "Ninguno en particular"), *((pk, r.nombre) for pk, r in self.requisitos.items())]
                self.fields[f"requisito_{numero}"] = forms.ChoiceField(
                    label=f"Requisito al que se refiere la observación {numero}", choices=opciones, required=False
                )
            self.fields[nombre] = TextoSiToca(label=f"Observación {numero}", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def cuantas(self) -> int:
        """Cuántos campos de observación se ofrecen: tres, y uno más cada vez que se pide."""
        pedidas = self.data.get("cuantas", "") if self.is_bound else ""
        base = int(pedidas) if pedidas.isdigit() else self.OBSERVACIONES
        return min(base + ("agregar" in self.data), 20)

    @property
    def campos_de_observacion(self) -> list:
        campos = [[f"observacion_{n}", *([f"requisito_{n}"] if self.requisitos else [])] for n in range(1, self.cuantas + 1)]
        return [self[nombre] for suyos in campos for nombre in suyos]

    @property
    def rondas(self) -> list[tuple[Observacion, forms.BoundField]]:
        """Cada observación de una ronda anterior, con el campo que dice cómo quedó."""
        return [(o, self[f"resolucion_{o.pk}"]) for o in self.por_resolver]

    @property
    def tomada(self) -> Decision:
        """Lo que se decidió, ya validado."""
        datos, sentido = self.cleaned_data, Sentido(self.cleaned_data["decision"])
        return Decision(
            sentido=sentido,
            motivo=datos[self.MOTIVOS[sentido][0]] if sentido in self.MOTIVOS else datos["nota"],
            observaciones=self.observaciones,
            requisitos=self.requisitos_observados,
            subsanar_el=datos["subsanar_el"] if sentido == Sentido.OBSERVAR else None,
            resoluciones={o.pk: dicha for o in self.por_resolver if (dicha := datos.get(f"resolucion_{o.pk}"))},
        )

    @property
    def requisitos_observados(self) -> list[Requisito | None]:
        """De cada observación, el requisito al que se refiere."""
        return [self.requisitos.get(self.cleaned_data.get(f"requisito_{n}", "")) for n in range(1, self.cuantas + 1)]

    @property
    def observaciones(self) -> list[str]:
        return [self.cleaned_data[f"observacion_{n}"] for n in range(1, self.cuantas + 1)]

    def clean(self):
        limpio = super().clean()
        decision = limpio.get("decision")
        campo, falta = self.MOTIVOS.get(decision, ("", ""))
        if decision == Sentido.OBSERVAR:
            self._clean_observar(limpio)
        elif campo and not limpio.get(campo):
            self.add_error(campo, falta)
        elif decision == Sentido.ACEPTAR:
            self._clean_aceptar(limpio)
        return limpio

    def _clean_aceptar(self, limpio: dict) -> None:
        for o in self.por_resolver:
            if limpio.get(f"resolucion_{o.pk}") == Resolucion.NO_SUBSANADA:
                self.add_error(f"resolucion_{o.pk}", "No se acepta con una observación sin subsanar: devuelve la entrega, o retírala.")

    def _clean_observar(self, limpio: dict) -> None:
        if not any(limpio.get(f"observacion_{n}") for n in range(1, self.cuantas + 1)):
            self.add_error("observacion_1", "Escribe al menos una observación.")
        if "subsanar_el" not in self.errors and not limpio.get("subsanar_el"):
            self.add_error("subsanar_el", "Escribe hasta cuándo se puede subsanar.")
        elif limpio.get("subsanar_el") and limpio["subsanar_el"] <= reloj.hoy():
            self.add_error("subsanar_el", "El plazo para subsanar debe ser posterior a hoy.")


class FormularioDeLote(forms.Form):
    """Lo mismo para varias: qué se decide y con qué palabras."""

    decision = forms.ChoiceField(choices=[(s.value, s.value) for s in EN_LOTE], widget=forms.HiddenInput)
    texto = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=False)
    subsanar_el = fecha("Plazo para subsanar", campo=FechaSiToca)
    ROTULOS: ClassVar = {"aceptar": "Nota para todas", "observar": "Observación, la misma para todas", "ajena": "Por qué son ajenas a lo acordado"}
    FALTAS: ClassVar = {"observar": "Escribe la observación.", "ajena": "Escribe por qué lo presentado es ajeno a lo acordado."}

    def __init__(self, *args, decision: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["texto"].label = self.ROTULOS[decision]
        self.fields["texto"].required = decision in self.FALTAS
        self.fields["texto"].error_messages = {"required": self.FALTAS.get(decision, "")}
        if decision != Sentido.OBSERVAR:
            del self.fields["subsanar_el"]

    def clean(self):
        limpio = super().clean()
        if "subsanar_el" in self.fields and "subsanar_el" not in self.errors and (limpio.get("subsanar_el") or reloj.hoy()) <= reloj.hoy():
            self.add_error("subsanar_el", "El plazo para subsanar debe ser posterior a hoy.")
        return limpio

    @property
    def tomada(self) -> Decision:
        datos, sentido = self.cleaned_data, Sentido(self.cleaned_data["decision"])
        observa = sentido == Sentido.OBSERVAR
        return Decision(
            sentido=sentido,
            motivo="" if observa else datos["texto"],
            observaciones=[datos["texto"]] if observa else (),
            subsanar_el=datos.get("subsanar_el"),
        )
