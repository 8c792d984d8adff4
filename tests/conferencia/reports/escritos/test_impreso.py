"""El PDF de un oficio: etiquetado, con los mismos renglones que el Word y su pie."""

import io
import re
from datetime import datetime

import pikepdf
import pypdfium2
import pytest

from conferencia import reloj
from conferencia.reports.escritos import impreso
from conferencia.reports.escritos.contenido import escrito_de
from tests.conferencia.oficios import DESPUES_DE_VENCER, notificacion, requerimiento

PERFIL_SIN_CERRAR = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
pytestmark = [pytest.mark.django_db, pytest.mark.lento, PERFIL_SIN_CERRAR, pytest.mark.usefixtures("hoy")]
INSTANTE = datetime(2022, 7, 6, 12, tzinfo=reloj.MEXICO)


def paginas(contenido: bytes) -> list[str]:
    documento = pypdfium2.PdfDocument(contenido)
    try:
        leidas = []
        for pagina in documento:
            texto = pagina.get_textpage()
            leidas.append(re.sub(r"\s+", " ", texto.get_text_range().replace("\ufffe", "")))
            texto.close()
            pagina.close()
        return leidas
    finally:
        documento.close()


def _sin_cortes(texto: str) -> str:
    return texto.replace(" ", "").replace("-", "")


def test_la_notificacion_de_puebla():
    contenido = impreso.componer(escrito_de(notificacion()), INSTANTE)
    assert impreso.componer(escrito_de(notificacion()), INSTANTE) == contenido
    leidas = paginas(contenido)
    todo = " ".join(leidas)
    assert all(f"Página {n} de {len(leidas)}" in texto for n, texto in enumerate(leidas, start=1))
    assert all("Conferencia Nacional de Secretarios de Seguridad Pública" in texto for texto in leidas)
    assert "A quien corresponda Titular de la Secretaría de Seguridad de Puebla Presente" in leidas[0]
    assert "Ciudad de México, a 6 de julio de 2022" in leidas[0]
    # También quien lo lea en papel ve cada clave: se comparan sin los cortes de renglón.
    claves = set(notificacion().obligaciones.values_list("clave", flat=True))
    assert {c for c in claves if _sin_cortes(c) in _sin_cortes(todo)} == claves
    assert todo.count("Formato prellenado") == 5
    with pikepdf.open(io.BytesIO(contenido)) as documento:
        raiz = documento.Root
        assert (str(raiz.Lang), bool(raiz.MarkInfo.Marked), "/StructTreeRoot" in raiz) == ("es-MX", True, True)
        with documento.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
            assert xmp["dc:title"] == "Oficio de notificación: " + notificacion().asunto


def test_el_requerimiento_dice_que_vencio_cuando_y_hasta_cuando_se_responde():
    with reloj.fijo(DESPUES_DE_VENCER):
        leido = " ".join(paginas(impreso.componer(escrito_de(requerimiento()), INSTANTE)))
    assert "Asunto: Se requiere el cumplimiento de 2 obligaciones de la Primera Reunión Zona Centro 2022" in leido
    assert leido.count("Martes 12 de julio de 2022 Hace 22 días.") == 2
    assert "a más tardar el miércoles 17 de agosto de 2022, presente el oficio" in leido
    assert "{" not in leido
