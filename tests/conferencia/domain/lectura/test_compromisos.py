# ruff: noqa: E501 -- las frases del género se citan enteras
"""Qué compromete y qué no: verbos de fuerza, coordinación de acciones, incisos, actos y anáforas."""

from datetime import date

import pytest

from conferencia.domain.lectura import leer

FECHA = date(2023, 5, 19)


def compromisos(cuerpo, clase="ACUERDAN:"):
    return [c for d in leer(f"{clase}\n\nPRIMERO.- {cuerpo}", fecha=FECHA).disposiciones for c in d.compromisos]


def acciones(cuerpo):
    return [c.accion for c in compromisos(cuerpo)]


@pytest.mark.parametrize(
    ("cuerpo", "esperadas"),
    [
        ("Los Secretarios acuerdan suministrar, consultar y actualizar el Sistema, así como incluirlo en su plan.", ["suministrar, consultar y actualizar el Sistema", "incluirlo en su plan"]),
        ("La Secretaría deberá integrar el Registro e instalar el Sistema.", ["integrar el Registro", "instalar el Sistema"]),
        ("El Consejo deberá expedir y publicar el Estatuto.", ["expedir y publicar el Estatuto"]),
        ("Las entidades realizarán acciones para fortalecer sus policías y mejorar sus salarios.", ["realizar acciones para fortalecer sus policías y mejorar sus salarios"]),
        ("El SESNSP elaborará, validará y remitirá el informe.", ["elaborar el informe"]),
        ("El SESNSP elaborará el modelo y lo remitirá a las entidades.", ["elaborar el modelo", "remitirlo a las entidades"]),
        ("Se instruye a la Secretaría Técnica para que publique el acta y a elaborar el calendario.", ["publicar el acta y a elaborar el calendario"]),
        ("Se exhorta a los municipios a que concluyan la captura.", ["concluir la captura"]),
        ("Las partes se obligan a no divulgar la información.", ["no divulgar la información"]),
        ("Queda a cargo de la Unidad de Inteligencia la elaboración de un reporte.", ["elaborar un reporte"]),
        ("Se acuerda la creación de un Grupo de Trabajo.", ["crear un Grupo de Trabajo"]),
    ],
)  # fmt: skip
def test_cada_verbo_con_su_objeto_es_una_accion(cuerpo, esperadas):
    assert acciones(cuerpo) == esperadas


@pytest.mark.parametrize(
    "cuerpo",
    [
        "Los Secretarios reconocen la importancia de fortalecer las policías y colaborar con la sociedad.",
        "Las entidades federativas podrán solicitar asesoría.",
        "La función del representante consistirá en fomentar la participación.",
        "Lo anterior permitirá elevar la confianza.",
        "La Secretaría informó que en julio se concluyó la obra.",
        "El Grupo tendrá por objeto definir los estándares.",
        "En este caso no será aplicable lo dispuesto en el artículo 19.",
    ],
)
def test_lo_que_no_compromete_no_da_compromisos(cuerpo):
    assert compromisos(cuerpo) == []


@pytest.mark.parametrize(
    ("cuerpo", "naturaleza"),
    [
        ("Los integrantes ratifican los dictámenes.", "acto"),
        ("Los integrantes toman conocimiento del informe.", "acto"),
        ("Los integrantes acuerdan designar a la persona titular de la Secretaría como Consejera.", "acto"),
        ("Los integrantes acuerdan designar a un representante.", "obligacion"),
        ("Se acuerda la designación de un representante.", "obligacion"),
        ("Se tiene por presentado el informe.", "acto"),
        ("El presente acuerdo entrará en vigor el día de su firma.", "acto"),
    ],
)
def test_lo_que_se_agota_en_la_reunion_es_un_acto(cuerpo, naturaleza):
    assert [c.naturaleza for c in compromisos(cuerpo)] == [naturaleza]


def test_un_acto_no_lleva_plazo_ni_avisos():
    (acto,) = compromisos("El presente acuerdo entrará en vigor a más tardar el 30 de mayo de 2023.")

    assert (acto.plazo.clase, acto.avisos) == ("sin_plazo", ())


def test_los_incisos_heredan_sujeto_y_cada_uno_tiene_su_plazo():
    cuerpo = "Los presidentes municipales deberán:\na) Inscribir a sus elementos, a más tardar el 31 de julio de 2023;\nb) Informar bimestralmente los avances."

    assert [(c.parrafo, c.accion, c.responsables, c.plazo.clase) for c in compromisos(cuerpo)] == [
        (2, "inscribir a sus elementos", ("presidentes municipales",), "fecha"),
        (3, "informar los avances", ("presidentes municipales",), "periodico"),
    ]


def test_un_plazo_tras_coma_cierra_toda_la_serie_y_sin_coma_queda_en_duda():
    con_coma = compromisos("La Secretaría deberá integrar el Registro e instalar el Sistema, a más tardar el 30 de junio de 2023.")
    sin_coma = compromisos("La Secretaría deberá integrar el Registro e instalar el Sistema a más tardar el 30 de junio de 2023.")

    assert [c.plazo.vence for c in con_coma + sin_coma] == [date(2023, 6, 30)] * 4
    assert ["alcance del plazo por confirmar" in c.avisos for c in con_coma + sin_coma] == [False, False, True, False]


def test_un_plazo_adelantado_rige_a_todas_las_acciones_que_no_tienen_el_suyo():
    leidos = compromisos(
        "Durante el mes de junio de 2023, las entidades deberán actualizar su padrón y remitir la evidencia a más tardar el 15 de julio de 2023."
    )

    assert [(c.plazo.clase, c.plazo.vence) for c in leidos] == [("periodo", date(2023, 6, 30)), ("fecha", date(2023, 7, 15))]


def test_un_relativo_con_plazo_propio_es_otro_compromiso():
    leidos = compromisos("El Presidente realizará las gestiones para el Programa Nacional, el cual deberá aprobarse a más tardar el 30 de junio de 2023.")

    assert [(c.accion, c.responsables, c.plazo.vence) for c in leidos] == [
        ("realizar las gestiones para el Programa Nacional", ("Presidente",), None),
        ("aprobar Programa Nacional", (), date(2023, 6, 30)),
    ]


def test_dichas_unidades_toma_el_grupo_que_el_texto_nombro():
    cuerpo = "Se reconocen las Unidades Cibernéticas y los Centros de Comando (C5).\n\nSe propone establecer acuerdos entre dichas Unidades y la Coordinación Nacional Antisecuestro (CONASE) con el objeto de coordinar."
    (compromiso,) = compromisos(cuerpo)

    assert compromiso.responsables == ("Unidades Cibernéticas", "Centros de Comando (C5)", "Coordinación Nacional Antisecuestro (CONASE)")
    assert compromiso.modo == "conjunta_por_entidad"


@pytest.mark.parametrize(
    ("cuerpo", "avisos"),
    [
        ("Los Secretarios se comprometen a fortalecer sus policías.", ("sin plazo", "sin entregable")),
        ("El convenio será publicado a más tardar el 30 de junio de 2023.", ("sin responsable",)),
        ("La Secretaría remitirá el padrón a que se refiere el Acuerdo 09/XLVII/21 a más tardar el 30 de junio de 2023.", ("remite a otro acto",)),
        ("La Secretaría remitirá el padrón en un plazo de 10 días contados a partir de la firma.", ("días sin calificar",)),
        ("La Secretaría remitirá el padrón a más tardar el 30 de junio de 2023.", ()),
    ],
)
def test_los_avisos_dicen_que_le_falta(cuerpo, avisos):
    (compromiso,) = compromisos(cuerpo)

    assert compromiso.avisos == avisos


def test_la_cita_es_del_parrafo_y_nombra_la_accion():
    lectura = leer("ACUERDAN:\n\nPRIMERO.- Por lo anterior, las entidades remitirán el padrón y designarán un enlace.", fecha=FECHA)
    (primero,) = lectura.disposiciones

    assert [c.tramo.de(primero.parrafos[0]) for c in primero.compromisos] == ["las entidades remitirán el padrón", "designarán un enlace."]


def test_quien_recibe_la_instruccion_se_nombra_entero():
    (uno,) = compromisos("Se exhorta al titular de la Secretaría de Bienestar a remitir el padrón.")
    (otro,) = compromisos("Se solicita a la Secretaría de Hacienda y Crédito Público considerar mayores recursos.")

    assert (uno.responsables, uno.accion) == (("titular de la Secretaría de Bienestar",), "remitir el padrón")
    assert otro.responsables == ("Secretaría de Hacienda y Crédito Público",)


def test_lo_que_se_manda_hacer_a_las_dependencias_es_de_ellas_y_deberan_hacerlo_le_da_plazo():
    texto = "Se instruye a la Secretaría Técnica para que convoque a las dependencias a fin de que designen a sus enlaces. "
    convocar, designar = compromisos(f"{texto}Dichas dependencias deberán hacerlo a más tardar el 14 de julio de 2023.")

    assert (convocar.responsables, convocar.plazo.clase) == (("Secretaría Técnica",), "sin_plazo")
    assert (designar.responsables, designar.plazo.vence) == (("dependencias",), date(2023, 7, 14))


def test_el_presente_de_una_institucion_obliga():
    (compromiso,) = compromisos("El SESNSP elabora y remite a las entidades la guía, a más tardar el 28 de julio de 2023.")

    assert (compromiso.responsables, compromiso.plazo.vence) == (("SESNSP",), date(2023, 7, 28))
