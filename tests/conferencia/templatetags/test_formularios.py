"""El renderizador de formularios: rótulo, ayuda y error ligados al campo, con las palabras del resumen."""

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.template.loader import render_to_string
from django.test.html import parse_html

from conferencia.templatetags.errores import errores_legibles
from conferencia.web.formularios_render import RenderizadorInstitucional


def _firmado(valor):
    if valor != "firmado":
        raise ValidationError("El oficio no está firmado.", code="sin_firma")


class Oficio(forms.Form):
    default_renderer = RenderizadorInstitucional()
    use_required_attribute = True

    numero = forms.CharField(label="Número", help_text="Como viene en el documento", validators=[MaxLengthValidator(8)])
    fecha = forms.DateField(label="Fecha")
    correo = forms.EmailField(label="Correo", required=False)
    paginas = forms.IntegerField(label="Páginas")
    institucion = forms.ChoiceField(label="Institución", choices=[("", "Elige una"), ("ssp", "SSP")])
    tipo = forms.ChoiceField(label="Tipo", choices=[("t", "Total"), ("p", "Parcial")], widget=forms.RadioSelect)
    atiende = forms.MultipleChoiceField(label="Atiende", choices=[("1", "A8")], widget=forms.CheckboxSelectMultiple)
    resumen = forms.CharField(label="Resumen", widget=forms.Textarea, required=False)
    archivo = forms.FileField(label="Archivo")
    acepto = forms.BooleanField(label="Acepto")
    clave = forms.CharField(label="Clave", widget=forms.PasswordInput, required=False)
    estado = forms.CharField(label="Estado", validators=[_firmado], error_messages={"required": "Di si el oficio está firmado."})


VACIO = Oficio({})
ERRONEO = Oficio({"numero": "SSP/0412/2022", "fecha": "32/13/2022", "paginas": "dos", "estado": "borrador"})


def test_cada_falta_dice_que_hacer_y_nombra_su_campo():
    assert {campo.name: errores_legibles(campo) for campo in VACIO if campo.errors} == {
        "numero": ["Escribe el dato: Número"],
        "fecha": ["Escribe el dato: Fecha"],
        "paginas": ["Escribe el dato: Páginas"],
        "institucion": ["Elige una opción: Institución"],
        "tipo": ["Elige una opción: Tipo"],
        "atiende": ["Elige al menos una opción: Atiende"],
        "archivo": ["Elige un archivo: Archivo"],
        "acepto": ["Marca la casilla para continuar: Acepto"],
        "estado": ["Di si el oficio está firmado."],
    }


def test_lo_que_el_formulario_dice_con_sus_palabras_se_respeta():
    assert {nombre: errores_legibles(ERRONEO[nombre]) for nombre in ("fecha", "paginas", "estado")} == {
        "fecha": ["Escribe una fecha real, como 30/09/2022: Fecha"],
        "paginas": ["Escribe solo un número: Páginas"],
        "estado": ["El oficio no está firmado."],
    }


def test_el_resumen_y_el_campo_usan_las_mismas_palabras():
    resumen = render_to_string("components/resumen_de_errores.html", {"form": VACIO})
    en_resumen = re.findall(r'<a href="#(\w+)">([^<]+)</a>', resumen)
    en_campos = [(texto.strip()) for texto in re.findall(r"Error:</span>([^<]+)</p>", str(VACIO))]
    assert [texto for _, texto in en_resumen] == en_campos


def test_el_resumen_enlaza_a_un_control_que_existe():
    anclas = re.findall(r'href="#(\w+)"', render_to_string("components/resumen_de_errores.html", {"form": VACIO}))
    controles = set(re.findall(r'<(?:input|select|textarea)[^>]* id="(\w+)"', str(VACIO)))
    assert [ancla for ancla in anclas if ancla not in controles] == []


def test_campo_de_texto_con_ayuda_y_error():
    assert parse_html(render_to_string("components/campo.html", {"campo": VACIO["numero"]})) == parse_html(
        '<div class="govuk-form-group govuk-form-group--error"><label class="govuk-label" for="id_numero">Número</label>'
        '<div class="govuk-hint" id="id_numero_helptext">Como viene en el documento</div>'
        '<div id="id_numero_error"><p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> Escribe el dato: Número</p></div>'
        '<input class="govuk-input" type="text" name="numero" id="id_numero" aria-invalid="true" aria-describedby="id_numero_helptext id_numero_error"></div>'
    )


def test_campo_de_fecha_es_texto_con_su_formato_ligado():
    assert parse_html(str(Oficio()["fecha"].as_field_group())) == parse_html(
        '<label class="govuk-label" for="id_fecha">Fecha</label><div class="govuk-hint" id="id_fecha_formato">Día/mes/año, por ejemplo 30/09/2022</div>'
        '<input class="govuk-input govuk-input--fecha" type="text" inputmode="numeric" autocomplete="off" name="fecha"'
        ' aria-describedby="id_fecha_formato" id="id_fecha">'
    )


def test_grupo_de_opciones_va_en_fieldset_con_su_error():
    assert parse_html(str(VACIO["tipo"].as_field_group())) == parse_html(
        '<fieldset class="govuk-fieldset" aria-describedby="id_tipo_error"><legend class="govuk-fieldset__legend">Tipo</legend>'
        '<div id="id_tipo_error"><p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> Elige una opción: Tipo</p></div>'
        '<div class="govuk-radios govuk-radios--small" data-module="govuk-radios">'
        '<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" name="tipo" value="t" id="id_tipo_0">'
        '<label class="govuk-label govuk-radios__label" for="id_tipo_0">Total</label></div>'
        '<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" name="tipo" value="p" id="id_tipo_1">'
        '<label class="govuk-label govuk-radios__label" for="id_tipo_1">Parcial</label></div></div></fieldset>'
    )


def test_lo_opcional_se_dice_y_lo_obligatorio_no_usa_la_burbuja_del_navegador():
    assert (str(Oficio()).count("(opcional)"), " required" in str(Oficio())) == (3, False)


@pytest.mark.parametrize(
    ("nombre", "clase"),
    [
        ("numero", "govuk-input"),
        ("correo", "govuk-input"),
        ("paginas", "govuk-input govuk-input--width-5"),
        ("institucion", "govuk-select"),
        ("resumen", "govuk-textarea"),
        ("archivo", "govuk-file-upload"),
        ("acepto", "govuk-checkboxes__input"),
        ("clave", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    ],
)
def test_cada_control_sale_con_su_clase(nombre, clase):
    assert re.search(r'<(?:input|select|textarea) class="([^"]*)"', str(Oficio()[nombre])).group(1) == clase


def test_la_opcion_elegida_se_conserva_al_volver_con_errores():
    formulario = Oficio({"institucion": "ssp", "tipo": "p", "atiende": ["1"], "numero": "<b>"})
    marcadas = re.findall(r'value="([^"]*)"[^>]* (?:selected|checked)', str(formulario))
    assert (marcadas, 'value="&lt;b&gt;"' in str(formulario["numero"])) == (["ssp", "p", "1"], True)


def test_subir_archivo_dice_sus_limites():
    pedido = parse_html(render_to_string("components/subir_archivo.html", {"campo": Oficio()["archivo"], "tipos": "PDF", "tamano": "25 MB"}))
    assert pedido.children[:2] == [
        parse_html('<label class="govuk-label" for="id_archivo">Archivo</label>'),
        parse_html('<p class="govuk-hint subir__limites">Se admite PDF. Hasta 25 MB por archivo.</p>'),
    ]
