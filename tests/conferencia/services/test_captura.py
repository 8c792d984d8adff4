"""Confirmar lo leído: cada gesto es un hecho, dos a la vez no se pisan, y lo publicado solo se rectifica."""

import json
from datetime import date
from hashlib import sha256

import pytest

from conferencia.domain.captura import CapturaInvalida, hallar, por_confirmar
from conferencia.domain.hechos import canonico
from conferencia.models import Acta, Compromiso, Hecho, Obligacion
from conferencia.permissions import AccesoNegado, Facultades, facultades_del_sistema
from conferencia.queries.captura import gestos_desde
from conferencia.services import captura
from conferencia.services.captura import ActaCambiada, ActaYaPublicada
from conferencia.services.hechos import verificar
from conferencia.services.publicacion import FaltaConfirmar, publicar
from conferencia.services.rectificaciones import CompromisoCambiado, rectificar_compromiso
from tests import reparto
from tests.conferencia.captura import acta_leida
from tests.conferencia.hilos import a_la_vez

POR = facultades_del_sistema(date(2022, 8, 10))


@pytest.fixture
def acta(db, hoy) -> Acta:
    return acta_leida()


def hechos_de(acta: Acta) -> list[str]:
    return list(Hecho.objects.de(acta).order_by("numero").values_list("clase", flat=True))


def test_cada_gesto_sube_la_version_y_asienta_un_hecho(acta):
    uno = captura.confirmar(por=POR, acta=acta, version=1, identidades=["a1-1"])
    dos = captura.corregir(por=POR, acta=uno, version=2, identidad="a2-1", cambios={"entregable": "un directorio"})
    tres = captura.descartar(por=POR, acta=dos, version=3, identidad="a1-1", motivo=" ya se cumplió ")
    cuatro = captura.recuperar(por=POR, acta=tres, version=4, identidad="a1-1")
    texto = cuatro.lectura["disposiciones"][1]["parrafos"][0]
    inicio = texto.index("El directorio es")
    lugar = {"clase": "acuerdo", "numero": 2, "parrafo": 1, "inicio": inicio, "fin": len(texto)}
    cinco = captura.agregar(por=POR, acta=cuatro, version=5, **lugar, campos={"accion": "cuidar el directorio"})
    assert (cinco.version, por_confirmar(cinco.lectura), hallar(cinco.lectura, "a2-2")[1]["agregado"]) == (6, ["a1-1"], True)
    assert hechos_de(acta) == [
        "acta.registrada",
        "captura.aceptada",
        "captura.corregida",
        "captura.descartada",
        "captura.recuperada",
        "captura.agregada",
    ]
    corregida = json.loads(Hecho.objects.get(clase="captura.corregida", sujeto_id=acta.pk).datos)
    assert (corregida["antes"], corregida["despues"]) == ({"entregable": hallar(acta.lectura, "a2-1")[1]["entregable"]}, {"entregable": "un directorio"})
    assert Hecho.objects.get(clase="captura.descartada", sujeto_id=acta.pk).motivo == "ya se cumplió"
    assert Acta.objects.get(pk=acta.pk).lectura_original == acta.lectura_original
    assert verificar().rotura is None


def test_guardar_la_hoja_corrige_y_da_plazo_de_una_vez(acta):
    nueva = captura.guardar(por=POR, acta=acta, version=1, identidad="a1-1", cambios={"accion": "entregar"}, destino="a2-1")
    assert (nueva.version, hallar(nueva.lectura, "a1-1")[1]["complementa"]["id"]) == (3, "a2-1")
    with pytest.raises(CapturaInvalida):
        captura.guardar(por=POR, acta=nueva, version=3, identidad="a2-1", cambios={"accion": "otra"}, destino="a1-1")
    assert (Acta.objects.get(pk=acta.pk).version, hallar(Acta.objects.get(pk=acta.pk).lectura, "a2-1")[1]["accion"]) == (3, "remitir un directorio de guardias")


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_confirma(acta, quien):
    por = reparto.facultades(quien())
    with pytest.raises(AccesoNegado):
        captura.confirmar(por=por, acta=acta, version=1)
    assert hechos_de(acta) == ["acta.registrada"]


def test_con_una_version_vieja_no_se_guarda_y_se_sabe_que_hizo_el_otro(acta):
    titular = reparto.facultades(reparto.titular())
    captura.confirmar(por=titular, acta=acta, version=1, identidades=["a1-1"])
    with pytest.raises(ActaCambiada):
        captura.descartar(por=POR, acta=acta, version=1, identidad="a1-1", motivo="no")
    acta.refresh_from_db()
    ajenos = gestos_desde(acta, 1)
    assert ([str(g) for g in ajenos], [g.toca for g in ajenos]) == (["Sofía Téllez (demo) aceptó A1.1"], [frozenset({"a1-1"})])
    assert gestos_desde(acta, acta.version) == []


@pytest.mark.django_db(transaction=True)
def test_de_cuatro_que_corrigen_a_la_vez_gana_uno(sembrada, hoy):
    acta = acta_leida()

    def corregir(n: int):
        return captura.corregir(por=POR, acta=acta, version=1, identidad="a1-1", cambios={"accion": f"versión {n}"}).version

    resultados = a_la_vez(4, corregir)
    assert sorted(type(r).__name__ for r in resultados) == ["ActaCambiada", "ActaCambiada", "ActaCambiada", "int"]
    assert (Acta.objects.get(pk=acta.pk).version, hechos_de(acta).count("captura.corregida")) == (2, 1)


def test_publicar_exige_que_no_quede_nada_por_confirmar(acta):
    with pytest.raises(FaltaConfirmar, match="Faltan 2 compromisos por confirmar"):
        publicar(por=POR, acta=acta)
    with pytest.raises(ActaCambiada):
        publicar(por=POR, acta=acta, confirmar_todo=True, version=7)
    captura.descartar(por=POR, acta=acta, version=1, identidad="a2-1", motivo="es una exhortación")
    captura.confirmar(por=POR, acta=acta, version=2, identidades=["a1-1"])
    publicada = publicar(por=POR, acta=acta, version=3)
    assert (publicada.compromisos, publicada.obligaciones) == (1, 7)
    acta.refresh_from_db()
    datos = json.loads(Hecho.objects.get(clase="acta.publicada", sujeto_id=acta.pk).datos)
    assert (datos["sha256"], datos["aceptados_al_publicar"]) == (acta.archivo.sha256, [])
    assert datos["lectura_sha256"] == sha256(canonico(acta.lectura).encode()).hexdigest()


def test_publicar_aceptando_todo_dice_que_se_acepto_al_publicar(acta):
    publicar(por=POR, acta=acta, confirmar_todo=True)
    datos = json.loads(Hecho.objects.get(clase="acta.publicada", sujeto_id=acta.pk).datos)
    assert (datos["aceptados_al_publicar"], por_confirmar(Acta.objects.get(pk=acta.pk).lectura)) == (["a1-1", "a2-1"], [])
    with pytest.raises(ActaYaPublicada):
        captura.confirmar(por=POR, acta=acta, version=1)


# --- Rectificar lo publicado -----------------------------------------------------------------------------------------


@pytest.fixture
def publicado(acta) -> Compromiso:
    publicar(por=POR, acta=acta, confirmar_todo=True)
    return Compromiso.objects.get(clave="ZC-2022-2/A1.1")


NUEVA = date(2022, 10, 31)


def test_rectificar_mueve_lo_abierto_y_conserva_la_fecha_original_y_la_cita(publicado):
    cita = publicado.cita
    con_entrega = Obligacion.objects.filter(compromiso=publicado).order_by("clave").first()
    Obligacion.objects.filter(pk=con_entrega.pk).update(entregas_recibidas=1)
    movidas = rectificar_compromiso(por=POR, compromiso=publicado, cambios={"plazo_vence": NUEVA}, motivo="El texto dice octubre", version=0)
    despues = Compromiso.objects.get(pk=publicado.pk)
    assert (len(movidas), despues.rectificaciones, despues.plazo_vence, despues.cita) == (6, 1, NUEVA, cita)
    fechas = set(Obligacion.objects.filter(compromiso=publicado).exclude(pk=con_entrega.pk).values_list("vence_original_el", "vence_el"))
    assert fechas == {(date(2022, 9, 30), NUEVA)}
    con_entrega.refresh_from_db()
    assert con_entrega.vence_el == date(2022, 9, 30)
    hecho = Hecho.objects.get(clase="compromiso.rectificado")
    datos = json.loads(hecho.datos)
    assert (hecho.motivo, datos["antes"], datos["despues"], datos["cita"]) == (
        "El texto dice octubre",
        {"plazo_vence": "2022-09-30"},
        {"plazo_vence": "2022-10-31"},
        cita,
    )
    de_obligaciones = Hecho.objects.filter(clase="obligacion.vencimiento_rectificado").values_list("obligacion_id", flat=True)
    assert set(de_obligaciones) == {o.pk for o in movidas}
    assert verificar().rotura is None


@pytest.mark.parametrize(
    ("cambios", "motivo", "campo"),
    [
        ({"plazo_vence": NUEVA}, " ", "motivo"),
        ({}, "porque sí", "accion"),
        ({"accion": ""}, "porque sí", "accion"),
        ({"plazo_vence": None}, "porque sí", "plazo_vence"),
        ({"plazo_inicio": date(2023, 1, 1)}, "porque sí", "plazo_vence"),
        ({"plazo_clase": "permanente"}, "porque sí", "plazo_clase"),
        ({"modo": "conjunta_unica"}, "porque sí", ""),
    ],
)
def test_una_rectificacion_mala_no_deja_rastro(publicado, cambios, motivo, campo):
    antes = Hecho.objects.count()
    with pytest.raises(CapturaInvalida) as negada:
        rectificar_compromiso(por=POR, compromiso=publicado, cambios=cambios, motivo=motivo, version=0)
    assert (negada.value.campo, Hecho.objects.count(), Compromiso.objects.get(pk=publicado.pk).rectificaciones) == (campo, antes, 0)


def test_nadie_mas_rectifica_ni_se_rectifica_a_ciegas(publicado):
    with pytest.raises(AccesoNegado):
        rectificar_compromiso(por=Facultades(None, date(2022, 8, 10)), compromiso=publicado, cambios={"accion": "x"}, motivo="y", version=0)
    rectificar_compromiso(por=POR, compromiso=publicado, cambios={"accion": "entregar el informe"}, motivo="errata", version=0)
    with pytest.raises(CompromisoCambiado):
        rectificar_compromiso(por=POR, compromiso=publicado, cambios={"accion": "otra"}, motivo="errata", version=0)
    assert Compromiso.objects.get(pk=publicado.pk).accion == "entregar el informe"


def test_rectificar_el_transitorio_mueve_lo_que_de_el_depende(db, hoy):
    transitorio = Compromiso.objects.get(clave="ZC-2022-1/T2.1")
    movidas = rectificar_compromiso(por=POR, compromiso=transitorio, cambios={"plazo_vence": date(2022, 10, 14)}, motivo="fe de erratas", version=0)
    assert {o.clave.split("/")[1] for o in movidas} == {"A8.1"}
    assert len(movidas) == 7
