"""El acta de Zona Centro da exactamente la tabla del contrato; lo malformado no deja rastro."""

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conferencia import reloj
from conferencia.models import Acta, Archivo, Compromiso, Disposicion, Hecho, Obligacion, Referencia
from conferencia.permissions import AccesoNegado, Facultades, facultades_del_sistema
from conferencia.services.actas import ActaRechazada, registrar_acta
from conferencia.services.obligaciones import extender_periodos, periodicos
from conferencia.services.publicacion import publicar
from conferencia.services.semilla import ACTA, FECHA_DEL_ACTA

pytestmark = pytest.mark.django_db

FIN_DE_ANIO, DIAGNOSTICO, MODELOS, ENLACES = date(2022, 12, 31), date(2022, 9, 30), date(2022, 9, 30), date(2022, 7, 12)

# disposición: {compromiso: (modo, vencimiento, permanente, cuántas)}; la tabla del contrato, renglón por renglón
TABLA = {
    "A3.1": ("individual", None, True, 8),
    "A3.2": ("individual", date(2022, 8, 12), False, 7),
    "A4.1": ("individual", FIN_DE_ANIO, False, 7),
    "A4.2": ("individual", None, True, 7),
    "A4.3": ("individual", FIN_DE_ANIO, False, 7),
    "A4.4": ("individual", None, False, 7),
    "A4.5": ("individual", None, False, 7),
    "A5.1": ("individual", None, False, 7),
    "A5.2": ("individual", None, False, 7),
    "A6.1": ("conjunta_por_entidad", FIN_DE_ANIO, False, 7),
    "A7.1": ("individual", None, True, 7),
    "A8.1": ("individual", DIAGNOSTICO, False, 7),
    "A8.2": ("individual", date(2022, 7, 18), False, 1),
    "A9.1": ("conjunta_unica", None, False, 1),
    "A10.1": ("individual", None, False, 7),
    "A10.2": ("individual", None, True, 7),
    "A10.3": ("individual", FIN_DE_ANIO, False, 7),
    "A11.1": ("individual", None, True, 7),
    "A12.1": ("conjunta_por_entidad", FIN_DE_ANIO, False, 7),
    "A12.2": ("conjunta_unica", MODELOS, False, 1),
    "A13.1": ("conjunta_por_entidad", FIN_DE_ANIO, False, 7),
    "A13.2": ("conjunta_unica", MODELOS, False, 1),
    "T1.1": ("individual", ENLACES, False, 14),
    "T3.1": ("individual", ENLACES, False, 7),
    "T4.1": ("individual", ENLACES, False, 14),
}


def test_la_tabla_del_contrato():
    filas = Obligacion.objects.values_list("compromiso__clave", "modo", "vence_el", "permanente")
    contadas = Counter((clave.removeprefix("ZC-2022-1/"), modo, vence, permanente) for clave, modo, vence, permanente in filas)
    assert contadas == Counter({(clave, *datos[:3]): datos[3] for clave, datos in TABLA.items()})
    assert sum(datos[3] for datos in TABLA.values()) == 159 + 7


def test_trece_acuerdos_y_cuatro_transitorias(reunion):
    assert Counter(Disposicion.objects.values_list("clase", flat=True)) == {"acuerdo": 13, "transitorio": 4}
    assert (reunion.fecha, str(reunion.zona), reunion.lugar) == (FECHA_DEL_ACTA, "Zona Centro", "Hidalgo")


@pytest.mark.parametrize(
    ("clave", "partes"),
    [
        ("A3.1/DGGSCDT", {"DGGSCDT"}),
        ("A6.1/PUE", {"PUE-UPC", "PUE-C5", "DGGSCDT"}),
        ("A12.1/PUE", {"PUE-SS", "SESNSP", "DGGSCDT"}),
        ("A13.1/PUE", {"PUE-UPC", "PUE-C5", "CONASE", "DGGSCDT"}),
        ("A9.1", {f"{e}-SS" for e in ("CDMX", "MEX", "GRO", "HGO", "MOR", "PUE", "TLAX")}),
        ("A12.2", {"SESNSP", "DGGSCDT"}),
        ("A13.2", {"CONASE", "DGGSCDT"}),
        ("A8.2/CNI-PM", {"CNI-PM"}),
        ("T1.1/PUE-C5", {"PUE-C5"}),
        ("A3.2/PUE-UPC/2022-07", {"PUE-UPC"}),
    ],
)
def test_quien_responde(clave, partes):
    obligacion = Obligacion.objects.get(clave=f"ZC-2022-1/{clave}")
    assert set(obligacion.partes.values_list("institucion__clave", flat=True)) == partes


@pytest.mark.parametrize(("acuerdo", "transitorio"), [("A6.1", "T1.2"), ("A8.1", "T2.1"), ("A12.1", "T3.2"), ("A13.1", "T4.2")])
def test_el_transitorio_da_plazo_y_no_duplica(acuerdo, transitorio):
    completa = Compromiso.objects.get(clave=f"ZC-2022-1/{transitorio}")
    assert completa.complementa.clave == f"ZC-2022-1/{acuerdo}"
    assert not completa.obligaciones.exists()
    assert {o.plazo_dado_por_id for o in completa.complementa.obligaciones.all()} == {completa.pk}


@pytest.mark.parametrize(
    ("clave", "insumos"),
    [("A8.1/PUE-SS", {"A8.2/CNI-PM"}), ("A12.1/PUE", {"A12.2"}), ("A13.1/HGO", {"A13.2"}), ("A6.1/PUE", set()), ("A12.2", set())],
)
def test_lo_que_se_espera_de_otro(clave, insumos):
    obligacion = Obligacion.objects.get(clave=f"ZC-2022-1/{clave}")
    assert {o.clave.removeprefix("ZC-2022-1/") for o in obligacion.insumos.all()} == insumos


def test_la_referencia_de_cuarta_se_conserva_y_se_marca_dudosa():
    referencias = {r.origen.sigla: r for r in Referencia.objects.select_related("origen", "destino")}
    destinos = {sigla: (r.destino.sigla, r.parrafo) for sigla, r in referencias.items()}
    assert destinos == {"T1": ("A6", 2), "T2": ("A8", None), "T3": ("A12", 2), "T4": ("A13", 1)}
    assert {sigla for sigla, r in referencias.items() if r.duda} == {"T4"}
    assert "párrafo primero" in referencias["T4"].texto


def test_toda_cita_existe_en_su_parrafo():
    compromisos = list(Compromiso.objects.select_related("parrafo"))
    assert len(compromisos) == 32
    assert all(c.cita.strip() and c.cita in c.parrafo.texto for c in compromisos)


def test_cada_nacimiento_es_un_hecho_de_carga_historica():
    nacidas = Hecho.objects.filter(clase="obligacion.creada")
    assert set(nacidas.values_list("obligacion_id", flat=True)) == set(Obligacion.objects.values_list("id", flat=True))
    assert set(nacidas.values_list("rige_el", flat=True)) == {FECHA_DEL_ACTA}
    assert {h.asentado_en.astimezone(reloj.MEXICO).date() for h in nacidas} == {FECHA_DEL_ACTA}


def test_publicar_otra_vez_no_hace_nada(reunion):
    antes = Hecho.objects.count(), Obligacion.objects.count(), Archivo.objects.count()
    por = facultades_del_sistema(FECHA_DEL_ACTA)
    with ACTA.open("rb") as contenido:
        acta = registrar_acta(por=por, contenido=contenido, nombre="la misma.md")
    resultado = publicar(por=por, acta=acta)
    assert (resultado.nueva, resultado.obligaciones) == (False, 166)
    assert (Hecho.objects.count(), Obligacion.objects.count(), Archivo.objects.count()) == antes


def test_sin_ser_de_la_secretaria_tecnica_no_se_publica(reunion):
    with pytest.raises(AccesoNegado, match="ninguna designación"):
        publicar(por=Facultades(None, FECHA_DEL_ACTA), acta=Acta.objects.get())


OTRA = """# Segunda Reunión Zona Sureste 2022

**Yucatán, a diez de agosto de dos mil veintidós.**

## ACUERDAN:

### PRIMERO.- CAPACITACIÓN

Los Secretarios de Seguridad de la zona sureste se comprometen a entregar un informe de capacitación a más tardar el treinta de noviembre del presente año.
"""


def otra(texto: str = OTRA, nombre: str = "otra.md", **opciones) -> Acta:
    return registrar_acta(por=facultades_del_sistema(date(2022, 8, 10)), contenido=io.BytesIO(texto.encode()), nombre=nombre, **opciones)


def test_otra_zona_reparte_entre_sus_entidades():
    with reloj.fijo(date(2022, 8, 10)):
        resultado = publicar(por=facultades_del_sistema(date(2022, 8, 10)), acta=otra(), confirmar_todo=True)
    assert (resultado.clave, resultado.disposiciones, resultado.obligaciones, resultado.avisos) == ("SE-2022-2", 1, 7, [])
    claves = Obligacion.objects.filter(compromiso__disposicion__reunion__clave="SE-2022-2").values_list("clave", "vence_el")
    assert set(claves) == {(f"SE-2022-2/A1.1/{e}-SS", date(2022, 11, 30)) for e in ("CAMP", "CHIS", "OAX", "QROO", "TAB", "VER", "YUC")}


def test_la_misma_reunion_con_otro_archivo_se_rechaza():
    otra()
    with pytest.raises(ActaRechazada, match="ya tiene acta"):
        otra(OTRA + "\nUn renglón más.\n")


@pytest.mark.parametrize(
    ("texto", "nombre", "opciones", "dice"),
    [
        ("Nada que ver con un acta.", "nota.md", [], "ningún acuerdo"),
        (OTRA, "luna.md", ["--zona", "Lunar"], "No existe la zona"),
        (OTRA.replace("**Yucatán, a diez de agosto de dos mil veintidós.**", ""), "sin-fecha.md", [], "no dice la fecha"),
        ("%PDF-1.7 basura", "roto.pdf", [], "dañado"),
        ("\0\0\0binario", "binario.md", [], "no es de un tipo"),
        ("", "vacia.md", [], "está vacío"),
    ],
)
def test_un_archivo_malformado_lo_dice_y_no_cambia_nada(tmp_path, settings, texto, nombre, opciones, dice):
    ruta = tmp_path / nombre
    ruta.write_text(texto)
    antes = Hecho.objects.count(), Acta.objects.count(), Archivo.objects.count()
    bytes_antes = sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())
    with pytest.raises(CommandError, match=dice):
        call_command("publicar_acta", str(ruta), *opciones)
    assert sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()) == bytes_antes
    assert (Hecho.objects.count(), Acta.objects.count(), Archivo.objects.count()) == antes


def test_los_periodos_se_extienden_sin_tocar_los_que_hay():
    (compromiso,) = periodicos()
    antes = dict(Obligacion.objects.values_list("clave", "id"))
    assert extender_periodos(compromiso, hasta=date(2022, 9, 1)) == 14
    assert extender_periodos(compromiso, hasta=date(2022, 9, 30)) == 0
    despues = dict(Obligacion.objects.values_list("clave", "id"))
    assert {k: despues[k] for k in antes} == antes
    assert {k.rsplit("/")[-1] for k in set(despues) - set(antes)} == {"2022-08", "2022-09"}


ACTA_QUE_NOMBRA = """# SEGUNDA REUNIÓN 2022 DE LA ZONA CENTRO

En la Ciudad de Puebla, a los cinco días del mes de agosto de dos mil veintidós, los integrantes de la Zona Centro emiten los siguientes:

## ACUERDOS

**PRIMERO.** Las Secretarías de Seguridad Pública de Puebla, Tlaxcala y Morelos remitirán al SESNSP su diagnóstico, a más tardar el 30 de septiembre de 2022.
"""


def test_lo_que_nombra_entidades_obliga_solo_a_esas(tmp_path, titular):
    """De tres estados nombrados nacen tres obligaciones, no las siete de la zona."""
    ruta = tmp_path / "nombra.md"
    ruta.write_text(ACTA_QUE_NOMBRA)
    call_command("publicar_acta", str(ruta), "--zona", "Centro", stdout=io.StringIO())
    nuevas = Obligacion.objects.exclude(clave__startswith="ZC-2022-1/")
    assert sorted(o.institucion.clave for o in nuevas) == ["MOR-SS", "PUE-SS", "TLAX-SS"]
