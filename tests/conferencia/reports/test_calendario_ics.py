"""El ``.ics``: un lector estricto lo entiende, el UID no cambia, SEQUENCE crece y lo que deja de exigirse se cancela."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from conferencia.models import Obligacion
from conferencia.queries.suscripciones import ultimos_cambios
from conferencia.reports.calendario_ics import calendario_ics
from conferencia.services.exenciones import Acto, Razon, disponer
from tests import reparto
from tests.enlaces.escena import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "ZC-2022-1/T3.1/PUE-SS"  # vence el martes 12 de julio de 2022
HOY = date(2022, 7, 6)


def bytes_de(*claves: str) -> bytes:
    filas = list(Obligacion.objects.filter(clave__in=claves).con_lo_de_lista().select_related("compromiso__disposicion__reunion").order_by("clave"))
    return calendario_ics("Plazos", filas, ultimos_cambios(filas), hoy=HOY, base_url="https://ejemplo.mx", dominio="ejemplo.mx")


def estricto(contenido: bytes) -> Calendar:
    """El calendario, si ningún componente trae algo que el lector haya tenido que perdonar."""
    calendario = Calendar.from_ical(contenido)
    assert [c.errors for c in calendario.walk() if c.errors] == []
    assert [set(e.required) - set(e) for e in calendario.walk("VEVENT")] == [set() for _ in calendario.walk("VEVENT")]
    return calendario


def evento(clave: str = CLAVE):
    (uno,) = estricto(bytes_de(clave)).walk("VEVENT")
    return uno


def test_un_evento_de_dia_completo_con_sus_dos_alarmas():
    e = evento()
    assert (e.decoded("dtstart"), e.decoded("dtend")) == (date(2022, 7, 12), date(2022, 7, 13))
    assert e["dtstart"].params["VALUE"] == "DATE"
    assert str(e["status"]) == "CONFIRMED"
    assert [a.decoded("trigger") for a in e.walk("VALARM")] == [-timedelta(days=6, hours=15), -timedelta(hours=15)]
    assert str(e["url"]) == f"https://ejemplo.mx/obligaciones/{Obligacion.objects.get(clave=CLAVE).pk}/"
    assert "Vence el martes 12 de julio de 2022, al terminar el día." in str(e["description"])
    assert str(e["summary"]).startswith("Vence: ")


def test_la_forma_del_rfc_5545():
    """CRLF en todo renglón, ninguno de más de 75 octetos, y lo mismo da los mismos bytes."""
    contenido = bytes_de(CLAVE, "ZC-2022-1/A8.1/PUE-SS")
    renglones = contenido.split(b"\r\n")
    assert renglones[-1] == b""
    assert max(len(r) for r in renglones) <= 75
    assert b"\n" not in contenido.replace(b"\r\n", b"")
    assert contenido == bytes_de(CLAVE, "ZC-2022-1/A8.1/PUE-SS")
    calendario = estricto(contenido)
    assert (str(calendario["version"]), str(calendario["method"])) == ("2.0", "PUBLISH")
    uids = [str(e["uid"]) for e in calendario.walk("VEVENT")]
    assert len(uids) == len(set(uids)) == 2


def test_al_presentar_sube_la_secuencia_y_calla_las_alarmas_sin_cambiar_de_uid():
    antes = evento()
    presentar(CLAVE)
    despues = evento()
    assert str(antes["uid"]) == str(despues["uid"])
    assert int(despues["sequence"]) > int(antes["sequence"])
    assert despues.walk("VALARM") == []
    assert str(despues["summary"]).startswith("En revisión: ")


def test_lo_exento_se_cancela_en_vez_de_desaparecer():
    obligacion = Obligacion.objects.get(clave=CLAVE)
    disponer(
        por=reparto.facultades(reparto.titular()),
        obligacion=obligacion,
        acto=Acto.NO_APLICA,
        version=obligacion.version,
        razon=Razon(motivo="Sin unidad que designe enlace.", fundamento="Art. 3 del reglamento"),
    )
    e = evento()
    assert (str(e["status"]), e.walk("VALARM"), str(e["summary"]).split(":")[0]) == ("CANCELLED", [], "No se exige")
