# ruff: noqa: E501 -- las frases del género se citan enteras
"""Del nombre que da el texto a las claves del catálogo: tolera formas, marca lo ambiguo, nunca adivina."""

import pytest

from conferencia.domain.lectura import Catalogo, Denominacion, resolver
from conferencia.domain.lectura.plegado import plegar
from conferencia.domain.lectura.sujetos import hallar_sujeto, separar

CATALOGO = Catalogo(
    (
        Denominacion("Unidades Cibernéticas", "UPC", es_tipo=True),
        Denominacion("Unidades de Policía Cibernética", "UPC", es_tipo=True),
        Denominacion("C5", "C5", es_tipo=True),
        Denominacion("Centros de Comando, Control, Cómputo, Comunicaciones y Contacto", "C5", es_tipo=True),
        Denominacion("Secretarios de Seguridad", "SS", es_tipo=True),
        Denominacion("integrantes de la zona centro", "SS", es_tipo=True),
        Denominacion("Entidades Federativas", "SS", es_tipo=True),
        Denominacion("SESNSP", "SESNSP", es_tipo=False),
        Denominacion("Secretariado Ejecutivo del Sistema Nacional de Seguridad Pública", "SESNSP", es_tipo=False),
        Denominacion("DGGSCDT", "DGGSCDT", es_tipo=False),
        Denominacion("Dirección General de Gestión de Servicios, Ciberseguridad y Desarrollo Tecnológico", "DGGSCDT", es_tipo=False),
        Denominacion("Centro Nacional de Información Plataforma México", "CNI-PM", es_tipo=False),
        Denominacion("Centro Nacional de Información del Secretariado Ejecutivo", "CNI-SESNSP", es_tipo=False),
        Denominacion("Centro Nacional de Inteligencia", "CNI-INT", es_tipo=False),
        Denominacion("CNI", "CNI-PM", es_tipo=False),
        Denominacion("CNI", "CNI-SESNSP", es_tipo=False),
        Denominacion("CNI", "CNI-INT", es_tipo=False),
        Denominacion("CONASE", "CONASE", es_tipo=False),
    )
)


@pytest.mark.parametrize(
    ("texto", "clave", "es_tipo"),
    [
        ("las Unidades Cibernéticas", "UPC", True),
        ("Unidad de Policía Cibernética", "UPC", True),
        ("los C5", "C5", True),
        ("Centros de Comando, Control, Cómputo, Comunicaciones y Contacto (C5) estatales u homólogos", "C5", True),
        ("Los Secretarios de Seguridad Pública de la Zona Centro", "SS", True),
        ("secretarios de seguridad de la zona centro", "SS", True),
        ("integrantes de la Zona Centro", "SS", True),
        ("dichas Entidades Federativas", "SS", True),
        ("el SESNSP", "SESNSP", False),
        ("la Dirección General de Gestión de Servicios, Ciberseguridad y Desarrollo Tecnológico (DGGSCDT) de la Secretaría de Seguridad y Protección Ciudadana", "DGGSCDT", False),
        ("Dirección General de Gestión de Servicios Ciberseguridad y Desarrollo Tecnológico de la SSPC", "DGGSCDT", False),
        ("Dirección General de Servicios Ciberseguridad y Desarrollo Tecnológico", "DGGSCDT", False),
        ("DGGSCDT", "DGGSCDT", False),
        ("Coordinación Nacional Antisecuestro (CONASE)", "CONASE", False),
        ("Centro Nacional de Información Plataforma México", "CNI-PM", False),
    ],
)  # fmt: skip
def test_resuelve_las_maneras_de_nombrar(texto, clave, es_tipo):
    hallada = resolver(texto, CATALOGO)

    assert (hallada.claves, hallada.es_tipo, hallada.ambiguo) == ((clave,), es_tipo, False)


@pytest.mark.parametrize(
    ("texto", "claves"),
    [
        ("el CNI", ("CNI-PM", "CNI-SESNSP", "CNI-INT")),
        ("Centro Nacional de Información", ("CNI-PM", "CNI-SESNSP")),
        ("Secretariado Ejecutivo", ("SESNSP",)),
    ],
)
def test_lo_ambiguo_o_incompleto_se_marca(texto, claves):
    hallada = resolver(texto, CATALOGO)

    assert (hallada.claves, hallada.ambiguo) == (claves, True)


@pytest.mark.parametrize("texto", ["", "  ", "los", "Procuraduría Fiscal", "¿?"])
def test_lo_desconocido_no_se_inventa(texto):
    assert (resolver(texto, CATALOGO).claves, resolver(texto, CATALOGO).ambiguo) == ((), False)


@pytest.mark.parametrize(
    ("antes_del_verbo", "nombres"),
    [
        ("A razón de lo anterior el SESNSP y la DGGSCDT ", ("SESNSP", "DGGSCDT")),
        ("En cumplimiento al acuerdo OCTAVO los Secretarios de Seguridad ", ("Secretarios de Seguridad",)),
        ("La Federación, las entidades federativas y los municipios, dentro de los plazos señalados en este artículo, ", ("Federación", "entidades federativas", "municipios")),
        (
            "Las Secretarías de Gobernación, de Hacienda y Crédito Público y de la Función Pública, en el ámbito de sus atribuciones, ",
            ("Secretaría de Gobernación", "Secretaría de Hacienda y Crédito Público", "Secretaría de la Función Pública"),
        ),
        ("El Titular de la Secretaría, una vez instalado el Sistema Nacional de Protección, ", ("Titular de la Secretaría",)),
        ("las Secretarías de Seguridad de Puebla, Tlaxcala y Morelos ", ("Secretaría de Seguridad de Puebla", "Secretaría de Seguridad de Tlaxcala", "Secretaría de Seguridad de Morelos")),
        ("las Unidades Cibernéticas, los Centros de Comando, Control y Contacto (C5) ", ("Unidades Cibernéticas", "Centros de Comando, Control y Contacto (C5)")),
    ],
)  # fmt: skip
def test_el_sujeto_se_halla_entre_circunstancias_y_se_separa(antes_del_verbo, nombres):
    _, frase = hallar_sujeto(antes_del_verbo, plegar(antes_del_verbo))

    assert separar(frase) == nombres


CON_ENTIDADES = Catalogo(
    (
        *CATALOGO.denominaciones,
        Denominacion("Secretaría de Seguridad Ciudadana", "SS", es_tipo=True),
        Denominacion("Secretarías de Seguridad Pública", "SS", es_tipo=True),
    ),
    {
        (entidad, clase): f"{abreviatura}-{clase}"
        for entidad, abreviatura in {
            "puebla": "PUE",
            "tlaxcala": "TLAX",
            "mexico": "MEX",
            "ciudad de mexico": "CDMX",
            "baja california": "BC",
            "baja california sur": "BCS",
        }.items()
        for clase in ("SS", "UPC")
    },
)


@pytest.mark.parametrize(
    ("texto", "claves"),
    [
        ("las Secretarías de Seguridad Pública de Puebla y Tlaxcala", ("PUE-SS", "TLAX-SS")),
        ("Secretaría de Seguridad Ciudadana de la Ciudad de México", ("CDMX-SS",)),
        ("Secretaría de Seguridad Pública del Estado de México", ("MEX-SS",)),
        ("la Unidad de Policía Cibernética de Baja California Sur", ("BCS-UPC",)),
        ("Unidades Cibernéticas de Puebla, México y Tlaxcala", ("PUE-UPC", "MEX-UPC", "TLAX-UPC")),
        ("los estados de Puebla y Tlaxcala", ("PUE-SS", "TLAX-SS")),
        ("el Gobierno del Estado de Puebla", ("PUE-SS",)),
    ],
)
def test_si_nombra_entidades_obliga_solo_a_las_de_esas(texto, claves):
    r = resolver(texto, CON_ENTIDADES)
    assert (r.claves, r.es_tipo, r.ambiguo) == (claves, False, False)


@pytest.mark.parametrize(
    ("texto", "claves", "es_tipo"),
    [
        ("Secretarios de Seguridad", ("SS",), True),
        ("Centro Nacional de Información Plataforma México", ("CNI-PM",), False),
        ("la Secretaría de Seguridad Pública de México", ("SS",), True),
    ],
)
def test_sin_entidad_nombrada_vale_lo_de_siempre(texto, claves, es_tipo):
    r = resolver(texto, CON_ENTIDADES)
    assert (r.claves, r.es_tipo) == (claves, es_tipo)


def test_una_entidad_sin_esa_institucion_se_marca_y_no_se_adivina():
    sin_upc = Catalogo(CON_ENTIDADES.denominaciones, {k: v for k, v in CON_ENTIDADES.estatales.items() if k != ("puebla", "UPC")})
    r = resolver("Unidades Cibernéticas de Puebla y Tlaxcala", sin_upc)
    assert (r.claves, r.ambiguo) == (("TLAX-UPC",), True)


def test_lo_que_no_es_entidad_no_se_vuelve_la_secretaria():
    assert resolver("la Fiscalía General del Estado de Puebla", CON_ENTIDADES).claves == ()
