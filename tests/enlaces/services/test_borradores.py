"""Nada de lo escrito se pierde: cada archivo bueno se queda aunque otro falle, y enviar dos veces es enviar una."""

import uuid

import pytest

from conferencia.models import Institucion, Oficio
from conferencia.permissions import AccesoNegado
from conferencia.services.oficios import DatosDeOficio
from enlaces.models import Borrador
from enlaces.services import borradores
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.enlaces.escena import FIRMA, obligacion, subido
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def abierto(quien=None, llave=None) -> Borrador:
    return borradores.abrir(por=reparto.facultades(quien or reparto.enlace()), obligacion=obligacion(), llave=llave or uuid.uuid4())


def guardar(borrador, *nuevos) -> list[str]:
    return borradores.guardar(borrador, datos={"numero": "1"}, nuevos=nuevos)


def nombres(borrador) -> list[str]:
    return list(borrador.archivos.order_by("pk").values_list("nombre", flat=True))


def test_lo_bueno_se_queda_aunque_lo_otro_falle():
    borrador = abierto()
    errores = guardar(borrador, subido("bueno.pdf"), subido("malo.pdf", b"esto no es un PDF"))
    assert errores == ["«malo.pdf» no es de un tipo que se reciba aquí. Se reciben: PDF, Word (.docx), Excel (.xlsx) y fotos JPG, PNG o TIFF."]
    assert nombres(borrador) == ["bueno.pdf"]


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "«a.pdf» está vacío."),
        (b"\0\1\2\3" * 100, "«a.pdf» no es de un tipo que se reciba aquí. Se reciben: PDF, Word (.docx), Excel (.xlsx) y fotos JPG, PNG o TIFF."),
        (b"PK\x03\x04" + b"0" * 100, "«a.pdf» está dañado: no se pudo abrir como documento de Word o Excel. Vuelve a guardarlo o súbelo en PDF."),
        (b"%PDF-1.7\n" + b"basura" * 50, "«a.pdf» está dañado: no se pudo abrir como PDF. Vuelve a generarlo o escanearlo."),
        ("contraseña", "«a.pdf» está protegido con contraseña. Quítasela y vuelve a subirlo."),
    ],
    ids=["vacío", "tipo", "zip dañado", "dañado", "con contraseña"],
)
def test_cada_error_de_archivo_tiene_sus_palabras(contenido, dice):
    contenido = pdf_de_una_pagina(contrasena="secreta") if contenido == "contraseña" else contenido
    assert guardar(abierto(), subido("a.pdf", contenido)) == [dice]


def test_demasiado_grande(settings):
    settings.ARCHIVO_TAMANO_MAXIMO = 200
    (error,) = guardar(abierto(), subido("a.pdf"))
    assert error.startswith("«a.pdf» pesa más de")


def test_demasiados_archivos_no_guarda_ninguno_de_los_nuevos():
    borrador = abierto()
    errores = guardar(borrador, *[subido(f"{n}.pdf", pdf_de_una_pagina() + b"%" * n) for n in range(11)])
    assert errores == ["Son demasiados archivos: un oficio admite 10. Quita alguno o júntalos en un solo PDF."]
    assert nombres(borrador) == []


def test_no_se_pudo_subir(monkeypatch, tmp_path, settings):
    estorbo = tmp_path / "no-es-carpeta"
    estorbo.write_text("")
    campo = Borrador.archivos.field.related_model._meta.get_field("contenido")
    monkeypatch.setattr(campo, "storage", type(campo.storage._wrapped)(location=str(estorbo)) if hasattr(campo.storage, "_wrapped") else campo.storage)
    borrador = abierto()
    assert guardar(borrador, subido("a.pdf")) == ["No se pudo subir «a.pdf». Inténtalo de nuevo; lo demás quedó guardado."]


def test_elegir_otra_vez_el_mismo_archivo_no_lo_repite_y_quitarlo_lo_quita():
    borrador = abierto()
    contenido = pdf_de_una_pagina()
    guardar(borrador, subido("a.pdf", contenido))
    assert guardar(borrador, subido("copia.pdf", contenido)) == []
    assert nombres(borrador) == ["a.pdf"]
    borradores.quitar(borrador, borrador.archivos.get().pk)
    assert nombres(borrador) == []


def test_el_borrador_es_de_quien_lo_escribio():
    llave = uuid.uuid4()
    abierto(llave=llave)
    with pytest.raises(AccesoNegado):
        abierto(reparto.enlace_ajeno(), llave)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_dos_envios_a_la_vez_son_un_solo_oficio():
    borrador = abierto()
    guardar(borrador, subido())

    def enviar(_n: int) -> Oficio:
        return borradores.enviar(
            Borrador.objects.get(pk=borrador.pk),
            por=reparto.facultades(reparto.enlace()),
            institucion=Institucion.objects.get(clave="PUE-SS"),
            obligaciones=[obligacion()],
            datos=DatosDeOficio(numero="1", fecha=FIRMA, llave_de_envio=borrador.pk),
            nota="",
        )

    resultados = a_la_vez(2, enviar)
    oficio = Oficio.objects.get(llave_de_envio=borrador.pk)
    assert {r.pk for r in resultados if isinstance(r, Oficio)} == {oficio.pk}
    assert oficio.entregas.count() == 1
    assert not Borrador.objects.exists()
