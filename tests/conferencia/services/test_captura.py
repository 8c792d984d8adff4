"""Confirmar lo leído: cada gesto es un hecho, dos a la vez no se pisan, y lo publicado solo se rectifica."""

import json
from datetime import date
from hashlib import sha256

import pytest

from conferencia.domain.captura import CapturaInvalida, hallar, por_confirmar
from conferencia.domain.hechos import canonico
from conferencia.models import Acta, Hecho, Obligacion
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.queries.captura import gestos_desde
from conferencia.services import captura
from conferencia.services.captura import ActaCambiada, ActaYaPublicada
from conferencia.services.hechos import verificar
from conferencia.services.publicacion import FaltaConfirmar, publicar
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


def test_citar_guarda_de_donde_a_donde_y_no_acepta(acta):
    texto = acta.lectura["disposiciones"][1]["parrafos"][0]
    lugar = {"parrafo": 1, "inicio": texto.index("El directorio"), "fin": len(texto)}
    nueva = captura.citar(por=POR, acta=acta, version=1, identidad="a2-1", **lugar)
    _, c = hallar(nueva.lectura, "a2-1")
    assert (nueva.version, c["revision"], texto[c["texto"]["inicio"] : c["texto"]["fin"]]) == (2, "propuesto", "El directorio es de uso interno.")
    datos = json.loads(Hecho.objects.get(clase="captura.citada", sujeto_id=acta.pk).datos)
    _, antes = hallar(acta.lectura, "a2-1")
    assert (datos["antes"], datos["despues"]) == ({"parrafo": 1, "texto": antes["texto"]}, {"parrafo": 1, "texto": c["texto"]})
    with pytest.raises(CapturaInvalida, match="La cita no está dentro de su párrafo"):
        captura.citar(por=POR, acta=nueva, version=2, identidad="a2-1", parrafo=1, inicio=5, fin=len(texto) + 1)


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


@pytest.mark.django_db(transaction=True)
def test_de_cuatro_que_publican_a_la_vez_se_publica_una(sembrada, hoy):
    """Doble clic, dos pestañas o dos personas: las obligaciones nacen una sola vez."""
    acta = acta_leida()
    resultados = a_la_vez(4, lambda n: publicar(por=POR, acta=acta, confirmar_todo=True, version=1))
    assert sorted((r.nueva, r.obligaciones) for r in resultados) == [(False, 14), (False, 14), (False, 14), (True, 14)]
    assert Obligacion.objects.filter(compromiso__disposicion__acta=acta).count() == 14
    assert hechos_de(acta) == ["acta.registrada", "acta.publicada"]


@pytest.mark.django_db(transaction=True)
def test_quien_corrige_mientras_otro_publica_se_entera(sembrada, hoy):
    acta = acta_leida()

    def gesto(n: int):
        if n:
            return captura.corregir(por=POR, acta=acta, version=1, identidad="a1-1", cambios={"accion": "otra"}).version
        return publicar(por=POR, acta=acta, confirmar_todo=True, version=1).obligaciones

    resultados = {type(r).__name__ if isinstance(r, Exception) else r for r in a_la_vez(2, gesto)}
    assert resultados in ({14, "ActaCambiada"}, {14, "ActaYaPublicada"}, {2, "ActaCambiada"})
    assert Obligacion.objects.filter(compromiso__disposicion__acta=acta).count() == (14 if 14 in resultados else 0)
