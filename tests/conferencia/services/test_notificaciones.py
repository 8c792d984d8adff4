"""Notificar un acta: un borrador por entidad y por federal, con lo que cada una debe; repetirlo no duplica."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia import reloj
from conferencia.domain.plantillas import Plantilla
from conferencia.models import ContactoInstitucional, EstadoActa, Hecho, Obligacion, OficioDeSalida
from conferencia.permissions import AccesoNegado
from conferencia.services.notificaciones import preparar_notificaciones, rehacer_texto
from conferencia.services.plantillas import guardar_plantilla
from conferencia.services.salida import SalidaRechazada, cancelar, corregir_borrador
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.oficios import de_la_st, emitida, notificacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
DESTINOS = {
    "CDMX-SS": (24, {"CDMX-UPC", "CDMX-C5"}),
    "GRO-SS": (24, {"GRO-UPC", "GRO-C5"}),
    "HGO-SS": (24, {"HGO-UPC", "HGO-C5"}),
    "MEX-SS": (24, {"MEX-UPC", "MEX-C5"}),
    "MOR-SS": (24, {"MOR-UPC", "MOR-C5"}),
    "PUE-SS": (24, {"PUE-UPC", "PUE-C5"}),
    "TLAX-SS": (24, {"TLAX-UPC", "TLAX-C5"}),
    "CNI-PM": (1, set()),
    "CONASE": (8, set()),
    "DGGSCDT": (24, set()),
    "SESNSP": (8, set()),
}


def test_sale_uno_por_entidad_y_uno_por_institucion_federal(reunion):
    salidas = preparar_notificaciones(por=de_la_st(), reunion=reunion)
    hechas = {s.institucion.clave: (s.obligaciones.count(), {c.clave for c in s.copiadas.all()}) for s in salidas}
    assert hechas == DESTINOS
    assert {s.estado for s in salidas} == {"borrador"}


def test_entre_todos_se_notifican_todas_las_obligaciones_a_todas_sus_partes(reunion):
    preparar_notificaciones(por=de_la_st(), reunion=reunion)
    for obligacion in Obligacion.objects.nacidas(reloj.hoy()).prefetch_related("partes"):
        partes = {p.institucion_id for p in obligacion.partes.all()}
        avisadas = set()
        for salida in obligacion.oficios_de_salida.all():
            avisadas |= {salida.institucion_id, *salida.copiadas.values_list("pk", flat=True)}
        assert partes <= avisadas, obligacion.clave


def test_repetirlo_no_duplica_ni_pierde_lo_corregido(reunion):
    salida = notificacion()
    corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios={"titular": "Ana Ruiz"})
    otra_vez = preparar_notificaciones(por=de_la_st(), reunion=reunion)
    assert (len(otra_vez), OficioDeSalida.objects.count()) == (len(DESTINOS), len(DESTINOS))
    assert OficioDeSalida.objects.get(pk=salida.pk).titular == "Ana Ruiz"
    assert Hecho.objects.filter(clase="salida.preparada").count() == len(DESTINOS)


def test_lo_ya_emitido_no_se_prepara_otra_vez_y_lo_cancelado_si(reunion):
    emitida(notificacion("PUE-SS"))
    hidalgo = OficioDeSalida.objects.get(institucion__clave="HGO-SS")
    cancelar(por=de_la_st(), salida=hidalgo, version=hidalgo.version, motivo="Se entregará en persona.")
    pendientes = preparar_notificaciones(por=de_la_st(), reunion=reunion)
    assert {s.institucion.clave for s in pendientes} == set(DESTINOS) - {"PUE-SS"}
    assert OficioDeSalida.objects.filter(institucion__clave="HGO-SS").count() == 2


def test_se_dirige_a_quien_dice_el_directorio_y_sin_nombre_a_quien_corresponda(reunion):
    ContactoInstitucional.objects.filter(institucion__clave="PUE-SS").update(titular="Ana Ruiz", cargo="Secretaria de Seguridad Pública")
    salidas = {s.institucion.clave: s for s in preparar_notificaciones(por=de_la_st(), reunion=reunion)}
    assert (salidas["PUE-SS"].titular, salidas["PUE-SS"].cargo) == ("Ana Ruiz", "Secretaria de Seguridad Pública")
    assert (salidas["HGO-SS"].titular, salidas["HGO-SS"].cargo) == ("", "Titular de la Secretaría de Seguridad de Hidalgo")
    assert salidas["HGO-SS"].copias.splitlines() == ["Titular de la Unidad de Policía Cibernética de Hidalgo", "Titular del C5 u homólogo de Hidalgo"]


def test_el_texto_dice_cuantas_para_quien_cuando_y_por_donde():
    cuerpo = notificacion().cuerpo
    assert cuerpo.startswith("Con fundamento en los artículos 7 fracción II; III; V;")
    parrafos = cuerpo.split("\n\n")
    assert parrafos[1].startswith(
        "En seguimiento a la Primera Reunión Zona Centro 2022, celebrada el martes 5 de julio de 2022, se le notifican las 24 obligaciones que de su acta "
        "firmada resultan para la Secretaría de Seguridad de Puebla, la Unidad de Policía Cibernética de Puebla y el C5 u homólogo de Puebla."
    )
    assert parrafos[2] == "El vencimiento más próximo es el martes 12 de julio de 2022."
    assert "- Por correo electrónico, desde una cuenta institucional, a stcnssp@sspc.gob.mx" in parrafos[4].split("\n")
    assert parrafos[6].startswith("El acta pide designar enlaces: se anexa por cada designación un formato prellenado")


def test_a_quien_no_designa_enlace_no_se_le_anuncia_formato():
    assert "designar" not in notificacion("SESNSP").cuerpo


def test_firma_quien_el_directorio_dice_que_es_titular(reunion):
    contacto = ContactoInstitucional.objects.get(institucion__clave="ST-CNSSP")
    contacto.vigencia = DateRange(contacto.vigencia.lower, date(2022, 7, 1))
    contacto.save()
    ContactoInstitucional.objects.create(
        institucion=contacto.institucion, titular="Sofía Téllez", cargo="Secretaria Técnica", correo="st@example.mx", vigencia=(date(2022, 7, 1), None)
    )
    salida = notificacion()
    assert (salida.firmante, salida.firmante_cargo) == ("Sofía Téllez", "Secretaria Técnica")
    assert "a st@example.mx" in salida.cuerpo


def test_rehacer_usa_la_plantilla_que_hoy_rige_y_lo_que_hoy_se_debe():
    salida = notificacion()
    corregir_borrador(por=de_la_st(), salida=salida, version=salida.version, cambios={"cuerpo": "Escrito a mano."})
    guardar_plantilla(por=de_la_st(), clase="notificacion", plantilla=Plantilla("Asunto de {reunion}", "Debe {cuantas}."), version=0)
    asentado("A7.1/PUE-SS", estado="cumplida", cumplida_el=reloj.hoy(), primera_entrega_el=reloj.hoy(), avance=100)
    rehecha = rehacer_texto(por=de_la_st(), salida=salida)
    assert (rehecha.asunto, rehecha.cuerpo) == ("Asunto de Primera Reunión Zona Centro 2022", "Debe 23 obligaciones.")


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_notifica(reunion, quien):
    with pytest.raises(AccesoNegado):
        preparar_notificaciones(por=reparto.facultades(quien()), reunion=reunion)
    assert OficioDeSalida.objects.count() == 0


def test_un_acta_sin_publicar_no_se_notifica(reunion):
    type(reunion.acta).objects.filter(pk=reunion.acta.pk).update(estado=EstadoActa.LEIDA, publicada_en=None)
    with pytest.raises(SalidaRechazada, match="aún no se publica"):
        preparar_notificaciones(por=de_la_st(), reunion=reunion)
