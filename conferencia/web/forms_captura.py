"""Los formularios de la captura: la hoja de un compromiso, lo que se agrega, una referencia, una rectificación y un borrador."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from conferencia.domain.captura import CLASES_DE_PLAZO, DESCARTADO, PERIODICIDADES, UNIDADES, compromisos
from conferencia.domain.identidad import LARGO_DE_CLAVE
from conferencia.domain.resaltado import hallar_frase
from conferencia.models import ClasePlazo, Compromiso, Modo, Organo, Zona
from conferencia.queries.citas import rotulo_de_parrafo
from conferencia.services.identificacion import Identidad
from conferencia.web.campos import fecha
from conferencia.web.forms import DE_ARCHIVO
from conferencia.web.mesa import UNIDADES as DICHAS
from conferencia.web.mesa import dicho, nombre_de

NINGUNO = [("", "—")]
LARGO = 300
DE_PLAZO = ("clase", "inicio", "vence", "periodicidad", "cantidad", "unidad", "evento")


def por_renglon(texto: str) -> list[str]:
    """Un responsable por renglón, sin renglones en blanco."""
    renglones = [r.strip() for r in texto.splitlines() if r.strip()]
    if any(len(r) > LARGO for r in renglones):
        raise ValidationError(f"Escribe cada responsable en su renglón, con {LARGO} letras o menos.")
    return renglones


class HojaDeCompromiso(forms.Form):
    """Todo lo que de un compromiso se puede corregir. El plazo guarda solo los datos de su clase."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accion = forms.CharField(label="Qué se debe hacer", widget=forms.Textarea(attrs={"rows": 3}))
    responsables = forms.CharField(
        label="Quién responde", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Uno por renglón, como los nombra el texto."
    )
    naturaleza = forms.ChoiceField(label="Naturaleza", choices=[("obligacion", "Obligación"), ("acto", "Acto: se agotó en la reunión")])
    modo = forms.ChoiceField(label="Cómo se responde", choices=Modo.choices)
    clase = forms.ChoiceField(label="Clase de plazo", choices=[(c, ClasePlazo(c).label) for c in CLASES_DE_PLAZO])
    vence = fecha("Vence el", required=False)
    inicio = fecha("Corre desde el", required=False)
    periodicidad = forms.ChoiceField(label="Cada cuánto", required=False, choices=[*NINGUNO, *((p, p.capitalize()) for p in PERIODICIDADES)])
    cantidad = forms.IntegerField(label="Cuántos", required=False, min_value=1, max_value=9999)
    unidad = forms.ChoiceField(label="De qué", required=False, choices=[*NINGUNO, *((u, DICHAS[u].capitalize()) for u in UNIDADES)])
    evento = forms.CharField(label="Contados desde", required=False, max_length=LARGO)
    entregable = forms.CharField(label="Con qué se prueba", required=False, max_length=LARGO)
    completa = forms.ChoiceField(
        label="Da plazo a", required=False, help_text="Si este renglón solo fija la fecha de otro compromiso, elige cuál: no creará obligaciones propias."
    )

    def __init__(self, *args, lectura: Mapping, identidad: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        otros = [(c["id"], nombre_de(d, c)) for d, c in compromisos(lectura) if _puede_completarse(c, identidad)]
        self.fields["completa"].choices = [("", "A ninguno: crea sus propias obligaciones"), *otros]

    def clean_responsables(self) -> list[str]:
        return por_renglon(self.cleaned_data["responsables"])

    def cambios(self, actual: Mapping | None = None) -> dict:
        """Solo lo que es distinto de ``actual``, con la forma que guarda la lectura."""
        dato = self.cleaned_data
        nuevos = {campo: dato[campo] for campo in ("accion", "naturaleza", "modo", "responsables")} | {"entregable": dato["entregable"] or None}
        nuevos["plazo"] = self._plazo(actual["plazo"] if actual else None)
        return {c: v for c, v in nuevos.items() if actual is None or actual[c] != v}

    def _plazo(self, antes: Mapping | None) -> dict:
        dato = self.cleaned_data
        clase = dato["clase"]
        plazo = {"clase": clase, "inicio": _iso(dato["inicio"]), "vence": _iso(dato["vence"]), "periodicidad": dato["periodicidad"] or None}
        if clase in ("sin_plazo", "inmediato"):
            plazo |= {"inicio": None, "vence": None}
        if clase != "periodico":
            plazo["periodicidad"] = None
        if clase == "termino":
            plazo |= {"cantidad": dato["cantidad"], "unidad": dato["unidad"] or None, "evento": dato["evento"] or None}
        if antes and all(plazo.get(c) == (antes.get(c) or None) for c in DE_PLAZO):
            return dict(antes)
        decia = f"La lectura decía: {dicho(antes)}." if antes else "No lo vio la lectura."
        return plazo | {"texto": antes["texto"] if antes else "", "explicacion": [f"Lo capturó una persona. {decia}"[:LARGO]]}


def _puede_completarse(c: Mapping, identidad: str) -> bool:
    return c["id"] != identidad and c["naturaleza"] == "obligacion" and c["revision"] != DESCARTADO and not c["complementa"]


def _iso(fecha: date | None) -> str | None:
    return fecha.isoformat() if fecha else None


def hoja_inicial(compromiso: Mapping) -> dict:
    """Los valores con que se abre la hoja."""
    plazo = compromiso["plazo"]
    fechas = {c: date.fromisoformat(plazo[c]) if plazo[c] else None for c in ("inicio", "vence")}
    return {
        **{c: compromiso[c] for c in ("accion", "naturaleza", "modo")},
        "responsables": "\n".join(compromiso["responsables"]),
        "entregable": compromiso["entregable"] or "",
        "completa": (compromiso["complementa"] or {}).get("id") or "",
        **{c: plazo.get(c) for c in DE_PLAZO},
        **fechas,
    }


class HojaDeCita(forms.Form):
    """Qué frase del acta prueba un compromiso. Llega seleccionada o copiada; siempre se busca en su párrafo."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    parrafo = forms.TypedChoiceField(label="Párrafo", coerce=int)
    frase = forms.CharField(
        label="Frase exacta del acta", widget=forms.Textarea(attrs={"rows": 3}), help_text="Cópiala tal cual del párrafo: es la cita que lo prueba."
    )
    lugar = forms.RegexField(r"^\d{1,4}:\d{1,6}$", required=False, widget=forms.HiddenInput)  # «párrafo:posición» de lo seleccionado
    field_order = ("version", "parrafo", "frase")

    def __init__(self, *args, disposicion: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.parrafos = disposicion["parrafos"]
        self.fields["parrafo"].choices = [(n, f"{rotulo_de_parrafo(n)}: {texto[:60]}…") for n, texto in enumerate(self.parrafos, start=1)]

    def clean(self) -> dict:
        dato = super().clean()
        if dato.get("frase") and dato.get("parrafo"):
            parrafo, _, inicio = dato.get("lugar", "").partition(":")
            cerca = int(inicio) if parrafo == str(dato["parrafo"]) else None
            self.hallazgo = hallar_frase(self.parrafos[dato["parrafo"] - 1], dato["frase"], cerca)
            if self.hallazgo.veces == 0:
                self.add_error("frase", "Esa frase no está en el párrafo elegido. Cópiala tal cual, con su puntuación.")
            elif self.hallazgo.veces > 1:
                self.add_error("frase", f"Esa frase está {self.hallazgo.veces} veces en el párrafo. Copia unas palabras más, hasta que sea única.")
        return dato


class HojaAgregada(HojaDeCita, HojaDeCompromiso):
    """Un compromiso que el lector no vio: su cita y todo lo demás."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["completa"]


class HojaDeReferencia(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    destino = forms.ChoiceField(label="A dónde remite de verdad")

    def __init__(self, *args, lectura: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destino"].choices = [(f"{d['clase'].capitalize()} {d['ordinal']}", _grupo(d)) for d in lectura["disposiciones"]]

    def a_donde(self) -> dict:
        clase, numero, parrafo = self.cleaned_data["destino"].split(" ")
        return {"clase": clase, "numero": int(numero), "parrafo": int(parrafo) or None}


def _grupo(d: Mapping) -> list[tuple[str, str]]:
    nombre = f"{d['clase'].capitalize()} {d['ordinal']}"
    con = {c["parrafo"] for c in d["compromisos"] if c["revision"] != DESCARTADO}
    parrafos = [
        (f"{d['clase']} {d['numero']} {n}", f"{nombre}, párrafo {n}{'' if n in con else ' (no compromete nada)'}") for n in range(1, len(d["parrafos"]) + 1)
    ]
    return [(f"{d['clase']} {d['numero']} 0", f"{nombre}, completo"), *parrafos]


class HojaDeRectificacion(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    accion = forms.CharField(label="Qué se debe hacer", widget=forms.Textarea(attrs={"rows": 3}))
    responsables = forms.CharField(
        label="Quién responde", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Uno por renglón, como los nombra el texto."
    )
    modo = forms.ChoiceField(label="Cómo se responde", choices=Modo.choices)
    entregable = forms.CharField(label="Con qué se prueba", required=False, max_length=LARGO)
    plazo_clase = forms.ChoiceField(label="Clase de plazo")
    plazo_vence = fecha("Vence el", required=False)
    plazo_inicio = fecha("Corre desde el", required=False)
    motivo = forms.CharField(
        label="Por qué se rectifica", widget=forms.Textarea(attrs={"rows": 3}), help_text="Queda en la historia, junto a lo que decía antes."
    )

    def __init__(self, *args, compromiso: Compromiso, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsables"].required = compromiso.responsables.exists()
        clases = dict.fromkeys([compromiso.plazo_clase, ClasePlazo.FECHA, ClasePlazo.PERIODO])
        self.fields["plazo_clase"].choices = [(c, ClasePlazo(c).label) for c in clases]

    def clean_responsables(self) -> list[str]:
        return por_renglon(self.cleaned_data["responsables"])

    def cambios(self) -> dict:
        return {c: self.cleaned_data[c] for c in ("accion", "responsables", "modo", "entregable", "plazo_clase", "plazo_vence", "plazo_inicio")}


def rectificacion_inicial(compromiso: Compromiso) -> dict:
    """Los valores con que se abre la rectificación, sobre la versión que se mira."""
    actual = {c: getattr(compromiso, c) for c in ("accion", "modo", "entregable", "plazo_clase", "plazo_vence", "plazo_inicio")}
    responsables = "\n".join(r.texto for r in compromiso.responsables.order_by("orden"))
    return actual | {"responsables": responsables, "version": compromiso.rectificaciones}


OTRO = "otro"


class HojaDeIdentidad(forms.Form):
    """De qué reunión es el acta. Con el órgano y la fecha se sabe a quién alcanza; con la clave se nombra todo lo demás."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    organo = forms.ChoiceField(label="Órgano")
    organo_nombre = forms.CharField(label="Si es otro, cómo se llama", required=False, max_length=200, help_text="Se agregará al catálogo de órganos.")
    zona = forms.ModelChoiceField(Zona.objects.order_by("nombre"), label="Zona", required=False, empty_label="Ninguna: alcanza a las 32 entidades")
    nombre = forms.CharField(label="Nombre de la reunión", max_length=250)
    clave = forms.CharField(
        label="Clave",
        required=False,
        max_length=LARGO_DE_CLAVE,
        help_text="Zona u órgano, año y número: ZC-2022-1. Con ella empieza la clave de cada obligación. En blanco, se calcula.",
    )
    lugar = forms.CharField(label="Lugar", required=False, max_length=120)
    fecha = fecha("Fecha del acto")

    def __init__(self, *args, organos: list[tuple[Organo, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.por_clave = {o.clave: o for o, _ in organos}
        self.fields["organo"].choices = [*((o.clave, nombre) for o, nombre in organos), (OTRO, "Otro, que no está en la lista")]

    def clean(self) -> dict:
        dato = super().clean()
        if dato.get("organo") == OTRO and not dato.get("organo_nombre"):
            self.add_error("organo_nombre", "Escribe cómo se llama el órgano.")
        return dato

    def identidad(self) -> Identidad:
        dato = self.cleaned_data
        campos = {c: dato[c] for c in ("organo_nombre", "zona", "nombre", "clave", "lugar", "fecha")}
        return Identidad(organo=self.por_clave.get(dato["organo"]), **campos)


class BorradorForm(forms.Form):
    texto = forms.CharField(label="Pega el texto del borrador", required=False, max_length=400_000, widget=forms.Textarea(attrs={"rows": 12}))
    archivo = forms.FileField(label="O sube el archivo", required=False, error_messages=DE_ARCHIVO)
    fecha = fecha("Fecha prevista de firma", "Con ella se lee «presente año» si el borrador no la trae.", required=False)

    def clean(self) -> dict:
        dato = super().clean()
        if not dato.get("texto", "").strip() and not dato.get("archivo") and not self.errors:
            self.add_error("texto", "Pega el texto del borrador o sube su archivo.")
        return dato


def decir_ahora(compromiso: Mapping) -> list[tuple[str, str]]:
    """Cómo está hoy un compromiso, para compararlo con lo que alguien acaba de escribir."""
    return [
        ("Qué se debe hacer", compromiso["accion"]),
        ("Quién responde", "; ".join(compromiso["responsables"]) or "nadie nombrado"),
        ("Plazo", dicho(compromiso["plazo"])),
        ("Con qué se prueba", compromiso["entregable"] or "sin entregable"),
    ]
