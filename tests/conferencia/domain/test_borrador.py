"""El examen de un borrador: lo que falta, a quién nombra y cómo escribirlo, sin base de datos."""

import pytest

from conferencia.domain.borrador import AMBIGUO, DESCONOCIDO, RESUELTO, SIN_COTEJAR, Directorio, examinar
from conferencia.domain.lectura import leer
from conferencia.domain.lectura.responsables import Catalogo, Denominacion

DIRECTORIO = Directorio(
    Catalogo(
        (
            Denominacion("Coordinación Nacional Antisecuestro", "CONASE", es_tipo=False),
            Denominacion("Centro Nacional de Inteligencia", "INT", es_tipo=False),
            Denominacion("CNI", "INT", es_tipo=False),
            Denominacion("Centro Nacional de Información Plataforma México", "PM", es_tipo=False),
            Denominacion("CNI", "PM", es_tipo=False),
            Denominacion("Secretarías de Seguridad", "SS", es_tipo=True),
        )
    ),
    {"CONASE": "Coordinación Nacional Antisecuestro", "INT": "Centro Nacional de Inteligencia", "PM": "Plataforma México (SSPC)", "SS": "cada Secretaría"},
)


def examen(quien: str, directorio: Directorio | None = DIRECTORIO):
    return examinar(leer(f"ACUERDAN:\n\nPRIMERO.- {quien} entregar un informe mediante oficio a más tardar el 30 de septiembre de 2022.\n"), directorio)


@pytest.mark.parametrize(
    ("quien", "estado", "nombres", "sugerencia"),
    [
        ("La Coordinación Nacional Antisecuestro se compromete a", RESUELTO, ("Coordinación Nacional Antisecuestro",), None),
        ("Las Secretarías de Seguridad se comprometen a", RESUELTO, ("cada Secretaría",), None),
        (
            "El CNI se compromete a",
            AMBIGUO,
            ("Centro Nacional de Inteligencia", "Plataforma México (SSPC)"),
            "«CNI» puede ser «Centro Nacional de Inteligencia» o «Plataforma México (SSPC)». Escriba el nombre completo de quien responde.",
        ),
        (
            "El Centro Nacional de Información se compromete a",
            AMBIGUO,
            ("Plataforma México (SSPC)",),
            "«Centro Nacional de Información» parece referirse a «Plataforma México (SSPC)». Si es así, escriba el nombre completo.",
        ),
        (
            "La Coordinadora Nacional Antisecuestros se compromete a",
            DESCONOCIDO,
            (),
            "«Coordinadora Nacional Antisecuestros» no está en el catálogo de instituciones. ¿Quiso decir «Coordinación Nacional Antisecuestro»? "
            "Escriba su nombre oficial, o pida que se dé de alta antes de firmar.",
        ),
        (
            "La Dirección de Parques se compromete a",
            DESCONOCIDO,
            (),
            "«Dirección de Parques» no está en el catálogo de instituciones. Escriba su nombre oficial, o pida que se dé de alta antes de firmar.",
        ),
    ],
    ids=["por su nombre", "de cada entidad", "sigla repetida", "nombre incompleto", "mal escrito", "desconocido"],
)
def test_a_quien_nombra(quien, estado, nombres, sugerencia):
    (renglon,) = examen(quien).renglones
    (responsable,) = renglon.responsables
    assert (responsable.estado, responsable.nombres) == (estado, nombres)
    assert [r.sugerencia for r in renglon.reparos] == ([] if sugerencia is None else [sugerencia])


def test_sin_catalogo_no_se_inventa_nada():
    (renglon,) = examen("El CNI se compromete a", None).renglones
    assert ([q.estado for q in renglon.responsables], renglon.reparos) == ([SIN_COTEJAR], ())
    assert (examen("El CNI se compromete a", None).a_json()["cotejado"], examen("El CNI se compromete a").a_json()["cotejado"]) == (False, True)


def test_los_avisos_se_cuentan_del_mas_frecuente_al_menos():
    texto = "ACUERDAN:\n\n" + "\n\n".join(
        f"{n}.- El {quien} se compromete a entregar un informe {plazo}."
        for n, quien, plazo in (("PRIMERO", "CNI", ""), ("SEGUNDO", "CNI", "a más tardar el 1 de mayo de 2022"))
    )
    datos = examinar(leer(texto), DIRECTORIO).a_json()
    assert list(datos["avisos"].items()) == [("responsable ambiguo", 2), ("sin plazo", 1)]
    assert (datos["veredicto"], datos["compromisos"], datos["con_avisos"]) == ("con_avisos", 2, 2)
