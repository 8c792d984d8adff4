"""La búsqueda usa sus índices, y un texto enorme no impide guardar ni hallar."""

import pytest
from django.db import connection
from django.utils import timezone

from conferencia.models import Acta, Archivo, Compromiso, Disposicion, Entrega, Oficio, Parrafo, Solicitud, TextoDeArchivo
from conferencia.models.busqueda import consulta, vector, vector_largo
from conferencia.permissions import visibles_para
from conferencia.queries.texto_completo import Visibles, buscar
from tests import reparto

pytestmark = pytest.mark.django_db
DE_LA_ENIE = [("el año", "AÑO"), ("NIÑO", "niño"), ("las niñas", "niña"), ("el nin\u0303o", "niño"), ("Ibáñez", "ibañez"), ("señalar", "sen\u0303alar")]


@pytest.mark.parametrize(
    ("filas", "indice"),
    [
        (Parrafo.objects.annotate(v=vector("texto")), "parrafo_por_palabras"),
        (Compromiso.objects.annotate(v=vector("accion", "entregable")), "compromiso_por_palabras"),
        (Oficio.objects.annotate(v=vector("numero", "asunto", "firmante")), "oficio_por_palabras"),
        (TextoDeArchivo.objects.annotate(v=vector_largo("texto")), "texto_por_palabras"),
    ],
)
def test_cada_busqueda_casa_con_su_indice(filas, indice):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert indice in filas.filter(v=consulta("diagnóstico")).explain()


def test_un_texto_enorme_de_puras_palabras_distintas_se_guarda_y_se_halla_por_su_principio():
    texto = "xolotzin " + " ".join(f"palabra{n:06d}" for n in range(100_000))
    TextoDeArchivo.objects.create(archivo=Acta.objects.get().archivo, texto=texto, origen="propio", leido_en=timezone.now())
    hallados = TextoDeArchivo.objects.annotate(v=vector_largo("texto"))
    assert [hallados.filter(v=consulta(q)).count() for q in ("Xolotzin", "palabra099999")] == [1, 0]


@pytest.mark.parametrize(
    ("dicho", "pregunta"),
    [("SSP/UPC/0123/2022", "0123"), ("SSP/UPC/0123/2022", "ssp/upc/0123"), ("DGGSCDT_45", "45"), ("Tehuacán", "TEHUACAN"), ("oficios", "oficio"), *DE_LA_ENIE],
)
def test_numeros_acentos_y_plurales(dicho, pregunta):
    parrafo = Parrafo.objects.first()
    Parrafo.objects.filter(pk=parrafo.pk).update(texto=dicho)
    assert parrafo in Parrafo.objects.annotate(v=vector("texto")).filter(v=consulta(pregunta))


@pytest.mark.parametrize(("dicho", "pregunta"), [("el ano", "año"), ("el año", "ano"), ("nino", "NIÑO"), ("niños", "ninos")])
def test_la_enie_no_es_una_ene(dicho, pregunta):
    parrafo = Parrafo.objects.first()
    Parrafo.objects.filter(pk=parrafo.pk).update(texto=dicho)
    assert parrafo not in Parrafo.objects.annotate(v=vector("texto")).filter(v=consulta(pregunta))


def test_el_fragmento_trae_la_enie_como_se_escribe(titular):
    parrafo = Parrafo.objects.first()
    Parrafo.objects.filter(pk=parrafo.pk).update(texto="Se protege a las NIÑAS y niños de Peñamiller.")
    todo = (visibles_para(reparto.facultades(titular), m) for m in (Oficio, Archivo, Disposicion, Compromiso, Entrega, Solicitud))
    (hallado,) = buscar("niña Peñamiller", Visibles(*todo), clase="parrafo").resultados
    assert [t.texto for t in hallado.fragmento if t.hallado] == ["NIÑAS", "niños", "Peñamiller"]
    assert "NIÑAS y niños de Peñamiller" in "".join(t.texto for t in hallado.fragmento)
