"""Cien archivos hostiles contra la puerta de verdad: ninguno se admite en silencio, ninguno la tira, y la copia de lo admitido queda limpia."""

import io
from pathlib import Path

import pikepdf
import pytest

from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.examen_de_pdf import hallados
from conferencia.documentos.proceso import vista_aparte
from conferencia.models import Archivo, ExamenDeArchivo
from conferencia.services.archivos import TIPOS_DE_OFICIO, ArchivoInadmisible, guardar_archivo
from tests.conferencia.documentos.corpus_hostil import FAMILIAS, TODOS

pytestmark = pytest.mark.django_db
NEGADOS = {n: h for n, h in TODOS.items() if h.motivo}
ADMITIDOS = {n: h for n, h in TODOS.items() if not h.motivo}


def guardar(contenido: bytes, nombre: str, enlace) -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(contenido), nombre=nombre, admitidos=TIPOS_DE_OFICIO, actor=enlace.pk)


def lo_que_queda(archivo: Archivo) -> set[str]:
    """Lo peligroso que aún trae la copia de vista. Sin texto que mostrar no hay copia, y tampoco peligro."""
    try:
        vista = vista_aparte(Path(archivo.contenido.path), archivo.tipo)
    except DocumentoIlegible as error:
        return set() if "texto que mostrar" in str(error) or "está dañado" in str(error) else {str(error)}
    with pikepdf.open(io.BytesIO(vista)) as pdf:
        return hallados(pdf, "vista") | ({"cifrado"} if pdf.is_encrypted else set())


def test_son_mas_de_cien_y_ninguno_repite_nombre():
    assert (len(TODOS) > 100, len(TODOS)) == (True, sum(map(len, FAMILIAS.values())))


@pytest.mark.parametrize("caso", NEGADOS)
def test_lo_que_no_pasa_dice_por_que_y_no_deja_rastro(caso, enlace):
    hostil = NEGADOS[caso]
    with pytest.raises(ArchivoInadmisible) as negado:
        guardar(hostil.contenido(), hostil.nombre, enlace)
    assert (negado.value.motivo, str(negado.value).startswith(f"«{hostil.nombre}» ")) == (hostil.motivo, True)
    assert Archivo.objects.filter(subido_por=enlace).count() == 0


@pytest.mark.parametrize("caso", ADMITIDOS)
def test_lo_que_pasa_queda_senalado_integro_y_con_su_copia_limpia(caso, enlace):
    hostil = ADMITIDOS[caso]
    contenido = hostil.contenido()
    archivo = guardar(contenido, hostil.nombre, enlace)
    examen = ExamenDeArchivo.objects.get(archivo=archivo)
    assert tuple(sorted(examen.hallazgos)) == hostil.hallazgos
    assert examen.hallado.frase != ""
    with archivo.contenido.open() as original:
        assert original.read() == contenido
    assert lo_que_queda(archivo) == set()
