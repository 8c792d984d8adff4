"""Lo que ya se seguía en una matriz entra con sus fechas de entonces, sin tocar nada antes de aplicarse y sin repetirse después."""

import hashlib
from datetime import date, datetime

import pytest

from conferencia import reloj
from conferencia.models import Entrega, EstadoTrabajo, Hecho, Importacion, Obligacion, Oficio, Reunion, TramoDeSituacion
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.services import importacion as servicio
from conferencia.services.entregas import aceptar_entrega
from conferencia.services.importacion import ImportacionRechazada, aplicar, descartar, pedir_aplicacion, revisar_libro, trabajos_de
from conferencia.services.indice import comparar
from conferencia.services.trabajos import hacer
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.libros import R, cumplida, renglon, subir, xlsx
from tests.conferencia.presentaciones import presentar

pytestmark = pytest.mark.django_db
LUNES = date(2022, 12, 5)
D = date


@pytest.fixture
def por():
    with reloj.fijo(LUNES):
        yield reparto.facultades(reparto.analista())


def dichos(importacion: Importacion) -> list[tuple[str, str]]:
    return [(f["resultado"], " ".join(f["dichos"])) for f in importacion.informe]


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=R + clave)


def tramos(clave: str) -> list[tuple[str, str]]:
    return [(t.desde.isoformat(), t.situacion) for t in TramoDeSituacion.objects.filter(obligacion__clave=R + clave).order_by("desde")]


def hechos(clave: str) -> list[tuple[str, str, str, str]]:
    filas = Hecho.objects.filter(obligacion_id=obligacion(clave).pk, clase__startswith="importada").order_by("numero")
    return [(h.clase, h.rige_el.isoformat(), h.de, h.a) for h in filas]


# --- Revisar no escribe ------------------------------------------------------------------------------------------------


def test_revisar_dice_que_haria_y_no_toca_nada(por):
    antes = list(Obligacion.objects.order_by("pk").values_list("pk", "version", "estado"))
    crudo = xlsx([cumplida("T3.1/PUE-SS", D(2022, 7, 12)), renglon("T3.1/HGO-SS"), renglon("T3.1/TLAX-SS", "pendiente")])
    importacion, avisos = revisar_libro(por=por, reunion=Reunion.objects.get(), contenido=crudo, nombre="matriz.xlsx")
    assert dichos(importacion) == [
        ("hara", "Presentada el martes 12 de julio de 2022 con oficio SSP/1/2022. Cumplida el martes 12 de julio de 2022."),
        ("nada", "El renglón viene en blanco."),
        ("nada", "Ya está así; no hay nada que asentar."),
    ]
    assert avisos == ()
    assert list(Obligacion.objects.order_by("pk").values_list("pk", "version", "estado")) == antes
    assert (Entrega.objects.count(), Oficio.objects.count()) == (0, 0)
    assert importacion.archivo.sha256 == hashlib.sha256(crudo.getvalue()).hexdigest()
    with importacion.archivo.contenido.open("rb") as guardado:
        assert guardado.read() == crudo.getvalue()


def test_cada_error_dice_su_renglon_y_como_corregirlo(por):
    importacion = subir(
        por,
        renglon("T3.1/PUE-SSS", "cumplida", entregada_el=D(2022, 7, 12)),
        renglon("", "cumplida"),
        renglon("T3.1/HGO-SS", "quién sabe", avance="mucho", entregada_el="12 de julio"),
        cumplida("T3.1/TLAX-SS", D(2022, 7, 4)),
        cumplida("T3.1/GRO-SS", D(2022, 12, 6)),
        renglon("T3.1/MOR-SS", "no aplica"),
        renglon("A12.1/PUE", "cumplida", entregada_el=D(2022, 8, 1)),
        renglon("T3.1/MEX-SS", "pendiente", entregada_el=D(2022, 8, 1)),
        renglon("A10.1/PUE-SS", "pendiente", prorroga_hasta=D(2023, 1, 31)),
        renglon("A4.1/PUE-SS", "pendiente", prorroga_hasta=D(2022, 11, 30)),
    )
    assert [(r, d) for r, d in dichos(importacion) if r == "error"] == [
        ("error", f"Esa clave no es de esta reunión. ¿Es {R}T3.1/PUE-SS?"),
        ("error", "Falta «Clave»: no se sabe de qué obligación habla."),
        (
            "error",
            "«Situación reportada»: «quién sabe» no es de la lista (pendiente, en revisión, con observaciones, cumplida, no aplica, no competente). "
            "«Fecha de entrega»: «12 de julio» no es una fecha; escríbela como 30/09/2022. "
            "«Avance %»: «mucho» no es un avance; escríbelo de 0 a 100, sin decimales.",
        ),
        ("error", "«Fecha de entrega» es anterior a que se debiera (martes 5 de julio de 2022)."),
        ("error", "«Fecha de entrega» es posterior a hoy (martes 6 de diciembre de 2022)."),
        ("error", "Falta «Fecha de cumplimiento»: el día en que se resolvió. Falta «Nota»: por qué."),
        ("error", "Responden varias: di en «Presentó» cuál (PUE-SS, SESNSP, DGGSCDT)."),
        ("error", "Dice «pendiente» y trae fecha de entrega: se contradicen."),
        ("error", "No tiene vencimiento: no hay plazo que prorrogar."),
        ("error", "«Prórroga hasta» no es posterior al vencimiento."),
    ]
    aplicar(por=por, importacion=importacion)
    assert (importacion.estado, Entrega.objects.count()) == ("aplicada", 0)


def test_repetir_una_clave_igual_sobra_y_distinta_se_corrige(por):
    una, otra = cumplida("T3.1/PUE-SS", D(2022, 7, 12)), cumplida("T3.1/PUE-SS", D(2022, 7, 13))
    assert dichos(subir(por, una, una, otra))[1:] == [
        ("nada", "Repite el renglón 2."),
        ("error", "La misma clave ya viene en el renglón 2 con otros datos. Deja uno solo."),
    ]


# --- Aplicar ---------------------------------------------------------------------------------------------------------------


def test_lo_cumplido_queda_a_tiempo_o_extemporaneo_desde_sus_fechas(por):
    importacion = subir(por, cumplida("T3.1/PUE-SS", D(2022, 7, 12), resuelta_el=D(2022, 7, 15)), cumplida("T3.1/HGO-SS", D(2022, 7, 13), oficio="HGO/9"))
    aplicar(por=por, importacion=importacion)
    assert tramos("T3.1/PUE-SS") == [("2022-07-05", "por_vencer"), ("2022-07-12", "en_revision"), ("2022-07-15", "cumplida_a_tiempo")]
    assert tramos("T3.1/HGO-SS") == [("2022-07-05", "por_vencer"), ("2022-07-13", "cumplida_extemporanea")]
    assert hechos("T3.1/PUE-SS") == [
        ("importada.entrega", "2022-07-12", "pendiente", "en_revision"),
        ("importada.cumplimiento", "2022-07-15", "en_revision", "cumplida"),
    ]
    assert {h.asentado_en.astimezone(reloj.MEXICO).date() for h in Hecho.objects.filter(clase__startswith="importada")} == {LUNES}
    entrega = Entrega.objects.get(obligacion=obligacion("T3.1/PUE-SS"))
    assert (entrega.estado, entrega.presentada_en, entrega.presentada_por) == ("aceptada", datetime(2022, 7, 12, 12, tzinfo=reloj.MEXICO), None)
    assert (entrega.oficio.numero, entrega.oficio.canal, entrega.oficio.fecha, entrega.oficio.registrado_en.date()) == (
        "SSP/1/2022",
        "ventanilla",
        D(2022, 7, 12),
        LUNES,
    )
    assert comparar().concuerda


def test_cada_situacion_reportada_deja_su_estado_y_su_historia(por):
    importacion = subir(
        por,
        renglon("T3.1/PUE-SS", "en revisión", entregada_el=D(2022, 7, 20)),
        renglon("T3.1/HGO-SS", "con observaciones", entregada_el=D(2022, 7, 8), resuelta_el=D(2022, 7, 11), subsanar_el=D(2022, 7, 22), nota="Falta el cargo."),
        renglon("T3.1/TLAX-SS", "no competente", resuelta_el=D(2022, 7, 18), nota="La ley local lo da a otra."),
        renglon("T3.1/GRO-SS", "no aplica", resuelta_el=D(2022, 7, 8), nota="Ya tenía enlace."),
        renglon("A4.1/PUE-SS", "pendiente", avance=40, prorroga_hasta=D(2023, 1, 31)),
        cumplida("A11.1/PUE-SS", D(2022, 9, 1)),
        cumplida("A12.1/PUE", D(2022, 10, 3), presento="dggscdt", oficio="DGG/1"),
    )
    aplicar(por=por, importacion=importacion)
    assert {f["resultado"] for f in importacion.informe} == {"aplicado"}
    assert tramos("T3.1/PUE-SS") == [("2022-07-05", "por_vencer"), ("2022-07-13", "sin_respuesta"), ("2022-07-20", "en_revision")]
    assert tramos("T3.1/HGO-SS") == [
        ("2022-07-05", "por_vencer"),
        ("2022-07-08", "en_revision"),
        ("2022-07-11", "con_observaciones"),
        ("2022-07-23", "vencida"),
    ]
    assert tramos("T3.1/TLAX-SS") == [("2022-07-05", "por_vencer"), ("2022-07-13", "sin_respuesta"), ("2022-07-18", "exenta_no_competente")]
    assert tramos("T3.1/GRO-SS") == [("2022-07-05", "por_vencer"), ("2022-07-08", "exenta_no_aplica")]
    # 31-ene menos siete días: 24 de enero por vencer; el avance se supo hoy.
    assert tramos("A4.1/PUE-SS") == [
        ("2022-07-05", "en_plazo"),
        ("2022-12-05", "avance_parcial"),
        ("2023-01-24", "por_vencer"),
        ("2023-02-01", "sin_respuesta"),
    ]
    assert tramos("A11.1/PUE-SS")[:2] == [("2022-07-05", "en_plazo"), ("2022-09-01", "permanente_al_dia")]
    movida = obligacion("A4.1/PUE-SS")
    assert (movida.vence_original_el, movida.vence_el, movida.prorrogas, movida.avance) == (D(2022, 12, 31), D(2023, 1, 31), 1, 40)
    assert Entrega.objects.get(obligacion=obligacion("A12.1/PUE")).institucion.clave == "DGGSCDT"
    assert Entrega.objects.get(obligacion=obligacion("T3.1/PUE-SS")).clase == "constancia"
    assert comparar().concuerda


def test_una_prorroga_ya_vencida_nunca_estuvo_vencida_en_medio(por):
    aplicar(por=por, importacion=subir(por, cumplida("T3.1/PUE-SS", D(2022, 8, 1), prorroga_hasta=D(2022, 8, 5))))
    # Regía desde el 12 de julio, el último día en que pudo concederse: el 29 de julio ya es «por vencer» del 5 de agosto.
    assert tramos("T3.1/PUE-SS") == [
        ("2022-07-05", "por_vencer"),
        ("2022-07-12", "en_plazo"),
        ("2022-07-29", "por_vencer"),
        ("2022-08-01", "cumplida_a_tiempo"),
    ]
    assert comparar().concuerda


def test_un_mismo_oficio_en_varios_renglones_es_uno(por):
    importacion = subir(por, cumplida("T1.1/PUE-C5", D(2022, 7, 11)), cumplida("T4.1/PUE-C5", D(2022, 7, 11)))
    aplicar(por=por, importacion=importacion)
    (oficio,) = Oficio.objects.all()
    assert sorted(oficio.entregas.values_list("obligacion__clave", flat=True)) == [f"{R}T1.1/PUE-C5", f"{R}T4.1/PUE-C5"]


def test_aplicar_otra_vez_o_subir_lo_mismo_no_hace_nada(por):
    fila = cumplida("T3.1/PUE-SS", D(2022, 7, 12))
    importacion = aplicar(por=por, importacion=subir(por, fila))
    cuantos = Hecho.objects.count()
    aplicar(por=por, importacion=importacion)
    assert Hecho.objects.count() == cuantos
    otra = subir(por, fila)
    assert dichos(otra) == [("nada", "Ya está así; no hay nada que asentar.")]
    aplicar(por=por, importacion=otra)
    assert Entrega.objects.count() == 1


def test_el_libro_corregido_aplica_lo_que_faltaba(por):
    buena = cumplida("T3.1/PUE-SS", D(2022, 7, 12))
    primera = aplicar(por=por, importacion=subir(por, buena, renglon("T3.1/HGO-SS", "cumplida")))
    assert [r for r, _ in dichos(primera)] == ["aplicado", "error"]
    segunda = aplicar(por=por, importacion=subir(por, buena, cumplida("T3.1/HGO-SS", D(2022, 7, 8), oficio="HGO/1")))
    assert [r for r, _ in dichos(segunda)] == ["nada", "aplicado"]
    assert comparar().concuerda


def test_lo_que_cambio_entre_revisar_y_aplicar_se_vuelve_error_y_lo_demas_entra(por):
    importacion = subir(por, cumplida("T3.1/PUE-SS", D(2022, 7, 12)), cumplida("T3.1/HGO-SS", D(2022, 7, 12), oficio="HGO/1"))
    presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    aplicar(por=por, importacion=importacion)
    assert dichos(importacion)[0] == ("error", "Ya se movió aquí: está en revisión y lleva 1 entrega. Lo que siga se lleva en el sistema.")
    assert [r for r, _ in dichos(importacion)] == ["error", "aplicado"]
    assert obligacion("T3.1/PUE-SS").entregas.count() == 1
    assert comparar().concuerda


def test_lo_importado_en_revision_se_dictamina_despues_como_todo(por):
    aplicar(por=por, importacion=subir(por, renglon("T3.1/PUE-SS", "en revisión", entregada_el=D(2022, 7, 12))))
    entrega = Entrega.objects.get()
    aceptar_entrega(por=por, entrega=entrega, version=entrega.obligacion.version)
    assert tramos("T3.1/PUE-SS")[-1] == ("2022-12-05", "cumplida_a_tiempo")
    assert comparar().concuerda


# --- Quién, descartar, a la vez ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("quien", ["enlace", "enlace_ajeno", "consulta", "sin_designacion"])
def test_solo_la_secretaria_tecnica_importa(quien, por):
    suyas = reparto.facultades(getattr(reparto, quien)())
    with pytest.raises(AccesoNegado):
        subir(suyas, cumplida("T3.1/PUE-SS", D(2022, 7, 12)))
    importacion = subir(por, cumplida("T3.1/PUE-SS", D(2022, 7, 12)))
    for verbo in (aplicar, pedir_aplicacion, descartar):
        with pytest.raises(AccesoNegado):
            verbo(por=suyas, importacion=importacion)
    assert Entrega.objects.count() == 0


def test_descartada_ya_no_se_aplica_y_aplicada_ya_no_se_descarta(por):
    descartada = descartar(por=por, importacion=subir(por, cumplida("T3.1/PUE-SS", D(2022, 7, 12))))
    with pytest.raises(ImportacionRechazada, match="se descartó"):
        aplicar(por=por, importacion=descartada)
    aplicada = aplicar(por=por, importacion=subir(por, cumplida("T3.1/PUE-SS", D(2022, 7, 12))))
    with pytest.raises(ImportacionRechazada, match="Ya se aplicó"):
        descartar(por=por, importacion=aplicada)


def test_lo_mucho_va_por_tandas_en_la_cola_y_retomarlo_no_repite(por, monkeypatch):
    monkeypatch.setattr(servicio, "AL_MOMENTO", 1)
    monkeypatch.setattr(servicio, "TANDA", 2)
    claves = ["PUE", "HGO", "TLAX", "GRO", "MOR"]
    importacion = subir(por, *(cumplida(f"T3.1/{e}-SS", D(2022, 7, 12), oficio=f"{e}/1") for e in claves))
    for _ in range(2):  # pedirlo dos veces es pedirlo una
        pedir_aplicacion(por=por, importacion=importacion)
    (trabajo,) = trabajos_de(importacion)
    assert Entrega.objects.count() == 0
    servicio._tanda(por, importacion)  # un trabajador que murió tras la primera tanda
    assert Entrega.objects.count() == 2
    assert hacer(str(trabajo.pk))
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.resultado) == (EstadoTrabajo.HECHO, {"error": 0, "hara": 0, "aplicado": 5, "nada": 0})
    assert (Entrega.objects.count(), Hecho.objects.filter(clase="importacion.aplicada").count()) == (5, 1)
    assert comparar().concuerda


@pytest.mark.django_db(transaction=True)
def test_dos_que_aplican_a_la_vez_asientan_una_vez(sembrada):
    with reloj.fijo(LUNES):
        por = facultades_del_sistema(LUNES)
        importacion = subir(por, cumplida("T3.1/PUE-SS", D(2022, 7, 12)), cumplida("T3.1/HGO-SS", D(2022, 7, 12), oficio="HGO/1"))

    def uno(_: int) -> str:
        with reloj.fijo(LUNES):
            return aplicar(por=por, importacion=Importacion.objects.get(pk=importacion.pk)).estado

    assert a_la_vez(3, uno) == ["aplicada"] * 3
    assert (Entrega.objects.count(), Hecho.objects.filter(clase="importacion.aplicada").count()) == (2, 1)
    assert comparar().concuerda


def test_la_hora_que_trae_la_hoja_es_la_de_la_entrega_y_de_su_oficio(por):
    con_hora = cumplida("T3.1/PUE-SS", datetime(2022, 7, 12, 18, 45), oficio="SSP/9")  # noqa: DTZ001 - Excel no dice la zona
    aplicar(por=por, importacion=subir(por, con_hora, cumplida("T3.1/HGO-SS", D(2022, 7, 12), oficio="SSP/10")))
    horas = {e.obligacion.clave: e.presentada_en.astimezone(reloj.MEXICO).strftime("%H:%M") for e in Entrega.objects.all()}
    assert horas == {R + "T3.1/PUE-SS": "18:45", R + "T3.1/HGO-SS": "12:00"}
    assert Oficio.objects.get(numero="SSP/9").recibido_en.astimezone(reloj.MEXICO).hour == 18
    assert all(e.dictaminada_en >= e.presentada_en for e in Entrega.objects.all())


def test_en_tandas_se_dice_lo_mismo_que_de_una_vez(por, monkeypatch):
    renglones = [cumplida(f"T3.1/{e}-SS", D(2022, 7, 12)) for e in ("PUE", "HGO", "TLAX")]
    renglones += [renglon("T3.1/NADA-SS", "cumplida"), cumplida("T3.1/PUE-SS", D(2022, 7, 13))]
    de_una_vez = dichos(subir(por, *renglones))
    monkeypatch.setattr(servicio, "TANDA", 2)
    assert dichos(subir(por, *renglones)) == de_una_vez
    assert [r for r, _ in de_una_vez] == ["hara", "hara", "hara", "error", "error"]
