"""Los documentos de muestra, hechos una vez por sesión."""

import pytest

from conferencia.domain.lectura import leer
from conferencia.services.documentos import documento_de

from . import muestras


@pytest.fixture(scope="session")
def acta():
    return muestras.ACTA.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def lectura(acta):
    """La lectura del acta tal como se guardó, en Markdown: la que las demás deben igualar."""
    return leer(acta)


@pytest.fixture(scope="session")
def taller(tmp_path_factory):
    return tmp_path_factory.mktemp("documentos")


@pytest.fixture(scope="session")
def una_columna(taller, acta):
    return muestras.pdf(taller / "una.pdf", muestras.UNA_COLUMNA, muestras.a_html(acta))


@pytest.fixture(scope="session")
def dos_columnas(taller, acta):
    return muestras.pdf(taller / "dos.pdf", muestras.DOS_COLUMNAS, muestras.a_html(acta))


@pytest.fixture(scope="session")
def documento(una_columna):
    return documento_de(una_columna)


@pytest.fixture(scope="session")
def word(taller, acta):
    ruta = taller / "acta.docx"
    muestras.word(acta).save(str(ruta))
    return ruta


@pytest.fixture(scope="session")
def hojas(taller, acta):
    """Las páginas del acta como las daría un escáner a 200 ppp."""
    return muestras.paginas_como_imagen(muestras.pdf(taller / "para-escanear.pdf", muestras.PARA_ESCANEAR, muestras.a_html(acta)), 200)


@pytest.fixture(scope="session")
def escaneado(taller, hojas):
    return muestras.escaneado(taller / "escaneado.pdf", hojas, 200)


@pytest.fixture(scope="session")
def avances():
    """Lo que se fue diciendo mientras se reconocía ``reconocido``."""
    return []


@pytest.fixture(scope="session")
def reconocido(escaneado, avances):
    return documento_de(escaneado, avance=lambda hechas, total: avances.append((hechas, total)))


@pytest.fixture(scope="session")
def parrafo(taller):
    """Un acuerdo breve, en PDF de una página pequeña: lo que se reconoce rápido."""
    texto = "<p><b>ÚNICO.-</b> Los integrantes de la Zona Centro se comprometen a entregar el diagnóstico a más tardar el treinta de septiembre de 2022.</p>"
    return muestras.pdf(taller / "parrafo.pdf", "@page{size:14cm 8cm;margin:1cm} body{font:12pt 'Noto Serif','DejaVu Serif'}", texto)


@pytest.fixture(scope="session")
def hoja(parrafo):
    return muestras.paginas_como_imagen(parrafo, 200)[0]
