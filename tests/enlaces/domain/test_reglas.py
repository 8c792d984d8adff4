"""Las claves que hacen único a un aviso y el Message-ID que de ellas sale."""

from datetime import date

from enlaces.domain.reglas import REGLA_DE, clave_de_resumen, clave_inmediata, identificador
from enlaces.models import Aviso, Regla

DIA = date(2022, 7, 5)


def test_la_misma_persona_el_mismo_dia_es_la_misma_clave_sin_importar_mayusculas():
    assert clave_de_resumen(DIA, "Enlace.Puebla@demo.mx") == clave_de_resumen(DIA, "enlace.puebla@demo.mx")
    assert clave_de_resumen(DIA, "enlace.puebla@demo.mx") != clave_de_resumen(date(2022, 7, 6), "enlace.puebla@demo.mx")
    assert clave_de_resumen(DIA, "enlace.puebla@demo.mx") != clave_de_resumen(DIA, "enlace.hidalgo@demo.mx")


def test_las_claves_caben_en_su_columna_con_el_correo_mas_largo():
    correo = "x" * 242 + "@segob.gob.mx"
    claves = [clave_de_resumen(DIA, correo), clave_inmediata("observacion", "01a20ac7-1084-7d52-b76e-d97fb6a88a62", correo)]
    assert max(len(c) for c in claves) <= Aviso._meta.get_field("clave").max_length


def test_el_message_id_depende_solo_de_la_clave_y_del_dominio():
    assert identificador("a", "sspc.gob.mx") == identificador("a", "sspc.gob.mx")
    assert identificador("a", "sspc.gob.mx") != identificador("b", "sspc.gob.mx")
    assert identificador("a", "sspc.gob.mx").endswith("@sspc.gob.mx>")


def test_toda_regla_inmediata_existe_como_regla_del_modelo():
    assert set(REGLA_DE.values()) < set(Regla)
