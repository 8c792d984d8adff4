"""El informe del acta sembrada, leído de la base de verdad; el PDF se compone una sola vez porque tarda."""

from datetime import datetime

import pytest

from conferencia import reloj
from conferencia.reports import informe_cumplimiento
from conferencia.reports.datos import reunir
from tests.conferencia.cambios import asentado

CORTE = datetime(2022, 7, 13, 10, 15, tzinfo=reloj.MEXICO)
FOLIO = "IC-ZC-2022-1-20220713-7K3QF2"
_compuesto: dict[str, bytes] = {}


@pytest.fixture
def datos(reunion):
    """Al 13 de julio de 2022: los enlaces que nadie nombró ya vencieron; se varían algunas para que haya de todo."""
    dia = CORTE.date()
    with reloj.fijo(CORTE):
        asentado("T3.1/PUE-SS", estado="cumplida", cumplida_el=dia, primera_entrega_el=dia.replace(day=8), avance=100)
        asentado("T3.1/HGO-SS", estado="cumplida", cumplida_el=dia, primera_entrega_el=dia, avance=100)
        for clave in ("T1.1/TLAX-UPC", "T1.1/TLAX-C5"):
            asentado(clave, estado="en_revision", primera_entrega_el=dia)
        asentado("A7.1/GRO-SS", estado="no_competente")
        return reunir(reunion, dia)


@pytest.fixture
def pdf(datos) -> bytes:
    if "pdf" not in _compuesto:
        _compuesto["pdf"] = informe_cumplimiento.componer(datos, FOLIO)
    return _compuesto["pdf"]
