"""Las palabras de cada error de archivo, el nombre con que se guarda y lo que se dice de lo hallado."""

import pytest

from conferencia.domain import admision
from conferencia.domain.admision import Hallazgos, Motivo, nombre_seguro


def test_los_ocho_errores_tienen_sus_palabras():
    assert {
        Motivo.NINGUNO: admision.NINGUNO,
        Motivo.TIPO: admision.de_otro_tipo("a.exe", "PDF", "un programa, no un documento"),
        Motivo.TAMANO: admision.muy_pesado("a.pdf", 25 * 1024 * 1024),
        Motivo.VACIO: admision.vacio("a.pdf"),
        Motivo.VIRUS: admision.con_virus("a.pdf"),
        Motivo.CONTRASENA: admision.con_contrasena("a.pdf"),
        Motivo.NO_SE_PUDO: admision.no_se_pudo_subir("a.pdf"),
        Motivo.DEMASIADOS: admision.demasiados(),
    } == {
        Motivo.NINGUNO: "Elige al menos un archivo: el oficio firmado.",
        Motivo.TIPO: "«a.exe» es un programa, no un documento. Se reciben: PDF.",
        Motivo.TAMANO: "«a.pdf» pesa más de 25 MB. Divídelo o reduce la resolución del escaneo.",
        Motivo.VACIO: "«a.pdf» está vacío.",
        Motivo.VIRUS: "«a.pdf» trae un virus. No se guardó. Revisa tu equipo, vuelve a generar el archivo y súbelo otra vez.",
        Motivo.CONTRASENA: "«a.pdf» está protegido con contraseña. Quítasela y vuelve a subirlo.",
        Motivo.NO_SE_PUDO: "No se pudo subir «a.pdf». Inténtalo de nuevo; lo demás quedó guardado.",
        Motivo.DEMASIADOS: "Son demasiados archivos: un oficio admite 10. Quita alguno o júntalos en un solo PDF.",
    }


@pytest.mark.parametrize(
    ("dado", "queda"),
    [
        ("oficio.pdf", "oficio.pdf"),
        ("Oficio núm. 3 – ñ.pdf", "Oficio núm. 3 – ñ.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Usuarios\\yo\\oficio.pdf", "oficio.pdf"),
        ("..\\..\\oficio.pdf", "oficio.pdf"),
        ("ofi\r\nSet-Cookie: x=1.pdf", "ofiSet-Cookie_ x=1.pdf"),
        ("oficio\0.exe.pdf", "oficio.exe.pdf"),
        ("oficio\u202efdp.exe", "oficiofdp.exe"),
        ("\u200boficio\u2066.pdf\ufeff", "oficio.pdf"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL"),
        ("lpt1.docx", "_lpt1.docx"),
        (".htaccess", "htaccess"),
        ("oficio.pdf. . ", "oficio.pdf"),
        ('a<b>"c|d?*.pdf', "a_b__c_d__.pdf"),
        ("", "sin nombre"),
        ("...", "sin nombre"),
        ("/", "sin nombre"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_el_nombre_se_guarda_sin_trampas(dado, queda):
    assert nombre_seguro(dado) == queda
    assert nombre_seguro(nombre_seguro(dado)) == queda


def test_lo_hallado_se_dice_con_palabras_y_lo_activo_aparte():
    hallado = Hallazgos(("javascript", "enlaces", "lanzar"))
    assert hallado.activos == ["código JavaScript", "una orden que abre otro programa"]
    assert hallado.frase == (
        "Trae código activo (código JavaScript, una orden que abre otro programa): se muestra una copia limpia. Trae enlaces a páginas web."
    )
    assert (Hallazgos().frase, Hallazgos(("reparado",)).activos) == ("", [])
