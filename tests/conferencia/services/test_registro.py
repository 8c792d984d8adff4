"""Quién representa a la zona y qué le resultó a cada entidad: registro con historia, sin obligaciones ni derechos."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import CargoDeZona, Disposicion, EntidadFederativa, Hecho, Institucion, Obligacion, ResultadoPorEntidad, Reunion
from conferencia.permissions import AccesoNegado
from conferencia.queries.registro import cargos_de, resultados_de
from conferencia.services.registro import RegistroRechazado, nombrar_cargo, registrar_resultado, terminar_cargo
from tests import reparto
from tests.conferencia.hilos import a_la_vez

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def st():
    return reparto.facultades(reparto.analista())


def disposicion(sigla: str = "A9") -> Disposicion:
    return Disposicion.objects.select_related("reunion__zona").get(clave=f"ZC-2022-1/{sigla}")


def nombrar(institucion: str = "PUE-UPC", desde: date = date(2022, 7, 6), **otros) -> CargoDeZona:
    datos = {"por": st(), "disposicion": disposicion(), "clase": "representante_upc", "persona": "Ana Ruiz"} | otros
    return nombrar_cargo(institucion=Institucion.objects.get(clave=institucion), desde=desde, **datos)


def test_la_semilla_registra_lo_que_el_acta_deja_hecho():
    consejera = CargoDeZona.objects.get(clase="consejera")
    assert (consejera.institucion.clave, consejera.vigencia.lower, consejera.vigencia.upper) == ("MEX-SS", date(2022, 7, 5), None)
    favorables = [r.entidad.abreviatura for r in resultados_de(disposicion("A1"))]
    assert favorables == ["CHIH", "CDMX", "HGO", "MEX", "NL", "OAX", "PUE"]


def test_nombrar_releva_al_anterior_y_no_da_derechos_ni_cumple_nada():
    primero = nombrar()
    with reloj.fijo(date(2022, 8, 1)):
        segundo = nombrar("HGO-UPC", date(2022, 8, 1))
    primero.refresh_from_db()
    assert (primero.vigencia.upper, primero.motivo_termino, segundo.vigencia.upper) == (date(2022, 8, 1), "Relevo", None)
    assert Obligacion.objects.get(clave="ZC-2022-1/A9.1").estado == "pendiente"
    assert list(Hecho.objects.filter(clase__startswith="cargo.", numero__gt=0).order_by("-numero").values_list("clase", flat=True)[:3]) == [
        "cargo.nombrado",
        "cargo.terminado",
        "cargo.nombrado",
    ]


def test_terminado_queda_vacante_y_su_historia_se_ve():
    terminar_cargo(por=st(), cargo=nombrar(desde=date(2022, 7, 5)), el=date(2022, 7, 6), motivo="Renunció")
    cargo = next(c for c in cargos_de(Reunion.objects.get(), date(2022, 7, 6)) if c.clase == "representante_upc")
    assert (cargo.vigente, [c.persona for c in cargo.anteriores]) == (None, ["Ana Ruiz"])


@pytest.mark.parametrize(
    ("datos", "campo"),
    [({"institucion": "OAX-SS"}, "institucion"), ({"institucion": "SESNSP"}, "institucion"), ({"desde": date(2022, 7, 7)}, "desde")],
    ids=["de otra zona", "federal", "futuro"],
)
def test_un_nombramiento_imposible_dice_que_dato_esta_mal(datos, campo):
    with pytest.raises(RegistroRechazado) as error:
        nombrar(**datos)
    assert error.value.campo == campo
    assert not CargoDeZona.objects.filter(clase="representante_upc").exists()


def test_corregir_un_resultado_conserva_el_anterior_y_pide_por_que():
    puebla = EntidadFederativa.objects.get(abreviatura="PUE")
    datos = {"disposicion": disposicion("A1"), "entidad": puebla, "asunto": "Dictamen de la licencia de conducir digital", "el": date(2022, 7, 6)}
    with pytest.raises(RegistroRechazado, match="por qué cambia"):
        registrar_resultado(por=st(), **datos, resultado="desfavorable")
    registrar_resultado(por=st(), **datos, resultado="desfavorable", nota="Se revocó")
    suyos = ResultadoPorEntidad.objects.filter(entidad=puebla).order_by("-vigente")
    assert [(r.resultado, r.vigente) for r in suyos] == [("desfavorable", True), ("favorable", False)]


@pytest.mark.parametrize("quien", ["enlace", "consulta", "sin_designacion"])
def test_solo_la_secretaria_tecnica_asienta(quien):
    por = reparto.facultades(getattr(reparto, quien)())
    with pytest.raises(AccesoNegado):
        nombrar(por=por)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_dos_nombramientos_a_la_vez_dejan_uno_vigente():
    resultados = a_la_vez(2, lambda _: nombrar())
    assert sorted(type(r).__name__ for r in resultados) == ["CargoDeZona", "RegistroRechazado"]
    assert CargoDeZona.objects.filter(clase="representante_upc", vigencia__endswith__isnull=True).count() == 1
