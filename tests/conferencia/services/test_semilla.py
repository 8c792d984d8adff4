"""Catálogos y semilla: idempotentes, y la demo se niega donde haría daño."""

from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.lectura.responsables import resolver
from conferencia.models import (
    ContactoInstitucional,
    DenominacionOrgano,
    Designacion,
    DiaInhabil,
    EntidadFederativa,
    Hecho,
    Institucion,
    Obligacion,
    Organo,
    Pertenencia,
    Usuario,
    Zona,
)
from conferencia.services.catalogos import catalogo_de_denominaciones, sembrar_catalogos
from conferencia.services.obligaciones import extender_al_dia
from conferencia.services.semilla import SemillaNegada, sembrar

pytestmark = pytest.mark.django_db
CLAVE = "contrasena-de-prueba"


def test_treinta_y_dos_entidades_en_cinco_zonas():
    por_zona = Counter(Pertenencia.objects.vigentes(date(2022, 7, 5)).values_list("zona__nombre", flat=True))
    assert por_zona == {"Noroeste": 5, "Noreste": 5, "Occidente": 8, "Centro": 7, "Sureste": 7}
    assert EntidadFederativa.objects.count() == 32
    assert Institucion.objects.filter(entidad__isnull=False).count() == 96


def test_cada_institucion_tiene_contacto_desde_el_alta():
    assert set(ContactoInstitucional.objects.values_list("institucion_id", flat=True)) == set(Institucion.objects.values_list("id", flat=True))


def test_el_organo_cambia_de_nombre_con_la_ley_de_2025():
    nombres = {dia: DenominacionOrgano.objects.vigentes(dia).get().nombre for dia in (date(2022, 7, 5), date(2025, 7, 17))}
    assert [n.split(" de Seguridad")[0] for n in nombres.values()] == ["Conferencia Nacional de Secretarios", "Conferencia Nacional de Secretarías"]
    with pytest.raises(IntegrityError), transaction.atomic():
        DenominacionOrgano.objects.create(organo=Organo.objects.get(), nombre="Otro", vigencia=(date(2022, 1, 1), None))


def test_la_enie_va_despues_de_la_n_y_los_acentos_no_cuentan():
    nombres = list(EntidadFederativa.objects.order_by("orden").values_list("nombre", flat=True))
    assert nombres.index("México") < nombres.index("Michoacán") < nombres.index("Morelos")


@pytest.mark.parametrize(
    ("calendario", "dia", "inhabil"),
    [
        ("lfpa-28", date(2026, 2, 5), True),
        ("lft-74", date(2026, 2, 5), False),
        ("lft-74", date(2026, 2, 2), True),
        ("lfpa-28", date(2026, 2, 2), False),
        ("lfpa-28", date(2026, 5, 5), True),
        ("lft-74", date(2024, 10, 1), True),
    ],
)
def test_los_dos_calendarios_difieren(calendario, dia, inhabil):
    assert DiaInhabil.objects.filter(calendario__clave=calendario, fecha=dia).exists() is inhabil


@pytest.mark.parametrize(
    ("texto", "claves", "es_tipo"),
    [
        ("los Secretarios de Seguridad integrantes de la Zona Centro", ("SS",), True),
        ("integrantes de la zona centro", ("SS",), True),
        ("Entidades Federativas", ("SS",), True),
        ("las Unidades Cibernéticas", ("UPC",), True),
        ("Centros de Comando, Control, Cómputo, Comunicaciones y Contacto (C5) estatales u homólogos", ("C5",), True),
        ("Dirección General de Servicios Ciberseguridad y Desarrollo Tecnológico", ("DGGSCDT",), False),
        ("la DGGSCDT", ("DGGSCDT",), False),
        ("Centro Nacional de Información Plataforma México", ("CNI-PM",), False),
        ("el SESNSP", ("SESNSP",), False),
    ],
)
def test_el_catalogo_entiende_como_llama_el_acta_a_cada_quien(texto, claves, es_tipo):
    resuelto = resolver(texto, catalogo_de_denominaciones())
    assert (resuelto.claves, resuelto.es_tipo, resuelto.ambiguo) == (claves, es_tipo, False)


def test_tres_cni_distintos_no_se_adivinan():
    resuelto = resolver("CNI", catalogo_de_denominaciones())
    assert (resuelto.ambiguo, set(resuelto.claves)) == (True, {"CNI-PM", "CNI-SESNSP", "CN-INTELIGENCIA"})


def test_resembrar_no_duplica_ni_pisa_lo_capturado():
    Institucion.objects.filter(clave="PUE-SS").update(nombre="Secretaría de Seguridad Pública del Estado de Puebla")
    cuenta = {m: m.objects.count() for m in (Institucion, Zona, Pertenencia, DiaInhabil, Obligacion, Hecho, Usuario, Designacion)}
    sembrar_catalogos()
    with reloj.fijo(date(2022, 7, 6)):
        siembra = sembrar(contrasena=CLAVE)
    assert {m: m.objects.count() for m in cuenta} == cuenta
    assert siembra.publicacion.nueva is False
    assert Institucion.objects.get(clave="PUE-SS").nombre == "Secretaría de Seguridad Pública del Estado de Puebla"


@pytest.mark.parametrize(
    ("ajuste", "valor", "dice"),
    [("DEMO", False, "solo para la demostración"), ("LOOPBACK", set(), "base es externa")],
)
def test_la_semilla_se_niega(settings, ajuste, valor, dice):
    setattr(settings, ajuste, valor)
    with pytest.raises(SemillaNegada, match=dice):
        sembrar(contrasena=CLAVE)


def test_la_semilla_se_niega_con_cuentas_reales_o_sin_contrasena():
    with pytest.raises(SemillaNegada, match="DEMO_PASSWORD"):
        sembrar(contrasena="corta")
    Usuario.objects.filter(email="secretaria@demo.mx").update(email="persona@dependencia.gob.mx")
    with pytest.raises(SemillaNegada, match="cuentas reales"):
        sembrar(contrasena=CLAVE)


def test_quien_se_designe_en_la_demostracion_no_impide_volver_a_arrancarla():
    Usuario.objects.create_user("sara@morelos.gob.mx", nombre="Sara Ríos")
    assert sembrar(contrasena=CLAVE).publicacion.nueva is False


def test_la_rutina_diaria_extiende_los_periodos_y_asienta_cada_nacimiento():
    with reloj.fijo(date(2022, 9, 1)):
        assert extender_al_dia(date(2022, 9, 1)) == {"nacidas": 14, "fallidos": 0}
        assert extender_al_dia(date(2022, 9, 1)) == {"nacidas": 0, "fallidos": 0}
    nueva = Obligacion.objects.get(clave="ZC-2022-1/A3.2/PUE-UPC/2022-09")
    hecho = Hecho.objects.de(nueva).get()
    assert (nueva.nace_el, nueva.vence_el, hecho.clase, hecho.rige_el) == (date(2022, 9, 1), date(2022, 10, 14), "obligacion.creada", date(2022, 9, 1))
