"""La credencial: nace con límite, autentica solo si es ella y está vigente, y deja su hecho."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from conferencia import reloj
from conferencia.models import CredencialApi, Hecho
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.services import credenciales
from conferencia.services.credenciales import CredencialNueva, CredencialRechazada, autenticar, crear_credencial, nuevo_prefijo, revocar_credencial
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conftest import HOY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def crear(usuario, **cambios) -> CredencialNueva:
    datos = {"por": reparto.facultades(usuario), "titular": usuario, "nombre": "Tablero", "caduca_el": HOY + timedelta(days=30)}
    return crear_credencial(**datos | cambios)


def hechos(credencial: CredencialApi) -> list[tuple]:
    return [(h.clase, h.actor_id, json.loads(h.datos)) for h in Hecho.objects.de(credencial)]


# --- Nacer -----------------------------------------------------------------------------------------------------------


def test_la_ficha_tiene_prefijo_reconocible_y_no_se_guarda(enlace):
    nueva = crear(enlace)
    assert credenciales.FORMA.fullmatch(nueva.ficha)
    secreto = nueva.ficha.split("_")[2]
    guardada = CredencialApi.objects.get(pk=nueva.credencial.pk)
    assert guardada.prefijo == nueva.ficha.split("_")[1]
    assert len(guardada.huella) == 64
    assert [c for c in (guardada.huella, guardada.nombre, guardada.prefijo) if secreto in c] == []
    assert secreto not in " ".join(Hecho.objects.values_list("datos", flat=True))


def test_dos_credenciales_no_se_parecen(enlace):
    una, otra = crear(enlace), crear(enlace)
    assert una.ficha != otra.ficha
    assert una.credencial.huella != otra.credencial.huella


def test_nacer_y_morir_dejan_su_hecho(enlace):
    c = crear(enlace).credencial
    base = {"prefijo": c.prefijo, "nombre": "Tablero", "titular": enlace.email}
    revocar_credencial(por=reparto.facultades(enlace), credencial=c)
    assert hechos(c) == [
        ("credencial.revocada", enlace.pk, base),
        ("credencial.creada", enlace.pk, base | {"caduca_el": "2022-08-05", "alcance": "lectura"}),
    ]


@pytest.mark.parametrize(("dias", "cabe"), [(-1, False), (0, False), (1, True), (365, True), (366, False)])
def test_dura_entre_un_dia_y_un_ano(enlace, dias, cabe):
    if cabe:
        assert crear(enlace, caduca_el=HOY + timedelta(days=dias)).credencial.caduca_el == HOY + timedelta(days=dias)
        return
    with pytest.raises(CredencialRechazada, match="entre un día y 365"):
        crear(enlace, caduca_el=HOY + timedelta(days=dias))


@pytest.mark.parametrize("nombre", ["", "   ", "x" * 81])
def test_pide_un_nombre(enlace, nombre):
    with pytest.raises(CredencialRechazada, match="para qué es"):
        crear(enlace, nombre=nombre)
    assert CredencialApi.objects.count() == 0


@pytest.mark.parametrize("prefijo", ["corto", "ABCDEFGH", "con_guio", "ñandúes1"])
def test_el_prefijo_tiene_forma(enlace, prefijo):
    with pytest.raises(CredencialRechazada, match="prefijo"):
        crear(enlace, prefijo=prefijo)


def test_el_mismo_prefijo_dos_veces_no_crea_dos(enlace, enlace_ajeno):
    prefijo = nuevo_prefijo()
    crear(enlace, prefijo=prefijo)
    for quien in (enlace, enlace_ajeno):
        with pytest.raises(CredencialRechazada, match="ya se creó"):
            crear(quien, prefijo=prefijo)
    assert CredencialApi.objects.count() == 1
    assert Hecho.objects.filter(clase="credencial.creada").count() == 1


def test_cada_quien_crea_las_suyas(titular, enlace):
    with pytest.raises(AccesoNegado) as error:
        crear_credencial(por=reparto.facultades(titular), titular=enlace, nombre="x", caduca_el=HOY + timedelta(days=1))
    assert error.value.negado.existe is False
    nueva = crear_credencial(por=facultades_del_sistema(HOY), titular=enlace, nombre="x", caduca_el=HOY + timedelta(days=1))
    assert (nueva.credencial.usuario, hechos(nueva.credencial)[0][1]) == (enlace, None)


def test_sin_designacion_no_hay_credencial_ni_por_el_sistema():
    nadie = reparto.sin_designacion()
    for por in (reparto.facultades(nadie), facultades_del_sistema(HOY)):
        with pytest.raises(AccesoNegado, match="ninguna designación vigente"):
            crear(nadie, por=por)
    assert CredencialApi.objects.count() == 0


# --- Autenticar ------------------------------------------------------------------------------------------------------


def test_autentica_a_su_titular(enlace):
    nueva = crear(enlace)
    assert autenticar(nueva.ficha) == nueva.credencial
    assert autenticar(nueva.ficha).usuario == enlace


def alterada(ficha: str, posicion: int) -> str:
    otro = "2" if ficha[posicion] != "2" else "3"
    return ficha[:posicion] + otro + ficha[posicion + 1 :]


@pytest.mark.parametrize("posicion", [4, 11, 13, 30, 52])
def test_un_caracter_cambiado_no_autentica(enlace, posicion):
    assert autenticar(alterada(crear(enlace).ficha, posicion)) is None


@pytest.mark.parametrize("ficha", ["", "sda", "sda__", "sda_abcdefgh_", "x" * 5000, "sda_abcdefgh_" + "0" * 40, "ñ_ñ_ñ", "sda_abcdefgh_" + "0" * 39 + "\n"])
def test_lo_que_no_es_una_ficha_no_autentica(enlace, ficha):
    crear(enlace)
    assert autenticar(ficha) is None


def test_lo_que_no_tiene_forma_ni_siquiera_consulta_la_base(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert autenticar("sda_abcdefgh_corto") is None


def test_el_secreto_de_una_no_sirve_con_el_prefijo_de_otra(enlace):
    una, otra = crear(enlace).ficha.split("_"), crear(enlace).ficha.split("_")
    assert autenticar("_".join([una[0], una[1], otra[2]])) is None


def test_la_huella_depende_de_la_llave_del_sitio(enlace, settings):
    ficha = crear(enlace).ficha
    settings.SECRET_KEY = "otra-llave"
    assert autenticar(ficha) is None


def test_sirve_hasta_el_ultimo_dia_inclusive(enlace):
    ficha = crear(enlace, caduca_el=HOY + timedelta(days=2)).ficha
    vigencias = []
    for dias in (0, 2, 3):
        with reloj.fijo(HOY + timedelta(days=dias)):
            vigencias.append(autenticar(ficha) is not None)
    assert vigencias == [True, True, False]


def test_revocada_o_con_titular_inactivo_no_sirve(enlace, consulta):
    revocada, huerfana = crear(enlace), crear(consulta)
    revocar_credencial(por=reparto.facultades(enlace), credencial=revocada.credencial)
    consulta.is_active = False
    consulta.save()
    assert (autenticar(revocada.ficha), autenticar(huerfana.ficha)) == (None, None)


def test_el_uso_se_anota_a_lo_mas_una_vez_por_minuto(enlace):
    nueva = crear(enlace)
    with reloj.fijo(HOY) as inicio:
        pass
    anotados, escrituras = [], []
    for segundos in (0, 30, 59, 60, 61):
        with reloj.fijo(inicio + timedelta(seconds=segundos)), CaptureQueriesContext(connection) as consultas:
            autenticar(nueva.ficha)
        escrituras.append(sum("UPDATE" in c["sql"] for c in consultas))
        anotados.append(CredencialApi.objects.get(pk=nueva.credencial.pk).usada_en - inicio)
    assert escrituras == [1, 0, 0, 1, 0]
    assert [a.seconds for a in anotados] == [0, 0, 0, 60, 60]


def test_lo_que_falla_no_cuenta_como_uso(enlace):
    nueva = crear(enlace)
    autenticar(alterada(nueva.ficha, 30))
    assert CredencialApi.objects.get(pk=nueva.credencial.pk).usada_en is None


# --- Revocar ---------------------------------------------------------------------------------------------------------


def test_revocar_lo_ajeno_se_niega_como_si_no_existiera(enlace, enlace_ajeno, titular):
    credencial = crear(enlace).credencial
    for quien in (enlace_ajeno, titular):
        with pytest.raises(AccesoNegado) as error:
            revocar_credencial(por=reparto.facultades(quien), credencial=credencial)
        assert error.value.negado.existe is False
    assert CredencialApi.objects.get(pk=credencial.pk).revocada_en is None


def test_quien_se_quedo_sin_designacion_puede_revocar_la_suya(enlace):
    credencial = crear(enlace).credencial
    enlace.designaciones.update(vigencia=(date(2022, 7, 1), date(2022, 7, 6)))
    por = reparto.facultades(enlace)
    assert por.encargos == ()
    assert revocar_credencial(por=por, credencial=credencial).revocada_en == reloj.ahora()


def test_un_anonimo_no_revoca(enlace):
    credencial = crear(enlace).credencial
    with pytest.raises(AccesoNegado):
        revocar_credencial(por=reparto.facultades(None), credencial=credencial)


def test_revocar_dos_veces_lo_dice_y_no_repite_el_hecho(enlace):
    credencial, por = crear(enlace).credencial, reparto.facultades(enlace)
    revocar_credencial(por=por, credencial=credencial)
    with pytest.raises(CredencialRechazada, match="ya estaba revocada"):
        revocar_credencial(por=por, credencial=credencial)
    assert Hecho.objects.filter(clase="credencial.revocada").count() == 1


@pytest.mark.django_db(transaction=True)
def test_el_doble_clic_simultaneo_crea_una_sola(sembrada):
    enlace, prefijo = reparto.enlace(), nuevo_prefijo()

    def una_vez(_):
        with reloj.fijo(HOY), transaction.atomic():
            return crear(enlace, prefijo=prefijo)

    resultados = a_la_vez(2, una_vez)
    assert sorted(type(r).__name__ for r in resultados) == ["CredencialNueva", "CredencialRechazada"]
    assert CredencialApi.objects.filter(prefijo=prefijo).count() == 1
