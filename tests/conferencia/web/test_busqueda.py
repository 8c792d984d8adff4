"""Buscar: en español y sin acentos, con lo hallado señalado, y ni un renglón, cuenta o fragmento de lo ajeno."""

from datetime import date

import pytest
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Institucion, TextoDeArchivo
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db
SECRETO = "Operación Xolotzin en el municipio de Tehuacán: se remite el inventario biométrico reservado."


def presentar(numero: str = "SSP/UPC/0123/2022", asunto: str = "Diagnóstico biométrico", texto: str = SECRETO):
    """Un oficio de Puebla con un anexo cuyo texto ya se leyó."""
    quien = reparto.enlace()
    archivo = archivo_de(quien, "anexo.pdf")
    (entrega,) = presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[obligacion("A9.1")],
        institucion=Institucion.objects.get(clave="PUE-SS"),
        datos=DatosDeOficio(numero=numero, fecha=date(2022, 7, 6), asunto=asunto, firmante="Mtra. Ocotlán Pérez"),
        archivos=[archivo],
    )
    TextoDeArchivo.objects.create(archivo=archivo, texto=texto, origen="propio", leido_en=reloj.ahora())
    return entrega


def hallado(cliente, q: str, **mas):
    return cliente.get(reverse("buscar"), {"q": q, **mas}).context["hallado"]


def dicho(h) -> list[tuple[str, str]]:
    return [(r.clase, r.titulo) for r in h.resultados]


def test_el_oficio_se_halla_por_numero_asunto_firmante_remitente_y_texto(entrar):
    entrega = presentar()
    cliente = entrar(reparto.enlace())
    for q in ("0123", "ssp/upc/0123", "diagnostico BIOMETRICO -tehuacan", "Ocotlan"):
        assert ("oficio", "Oficio SSP/UPC/0123/2022") in dicho(hallado(cliente, q)), q
    (archivo,) = hallado(cliente, "xolotzin").resultados
    assert (archivo.clase, archivo.titulo, archivo.obligacion_id) == ("archivo", "anexo.pdf", entrega.obligacion_id)
    assert [t.texto for t in archivo.fragmento if t.hallado] == ["Xolotzin"]


def test_sin_acentos_en_plural_y_por_frase(entrar):
    presentar()
    cliente = entrar(reparto.enlace())
    assert [hallado(cliente, q).cuentas["archivo"] for q in ("tehuacan", "inventarios biométricos", '"inventario biométrico"', '"biométrico inventario"')] == [
        1,
        1,
        1,
        0,
    ]


def test_en_las_actas_y_sus_compromisos(entrar):
    cuentas = hallado(entrar(reparto.consulta()), "policía cibernética").cuentas
    assert (cuentas["parrafo"] > 0, cuentas["compromiso"] > 0, cuentas["oficio"], cuentas["archivo"]) == (True, True, 0, 0)


@pytest.mark.parametrize("q", ["xolotzin", "0123", "Ocotlan", "biometrico reservado", "Xolotzin or ssp", "-nada xolotzin"])
def test_hidalgo_no_halla_ni_cuenta_ni_lee_nada_de_puebla(entrar, q):
    presentar()
    cliente = entrar(reparto.enlace_ajeno())
    pagina = cliente.get(reverse("buscar"), {"q": q})
    h = pagina.context["hallado"]
    assert ([r for r in h.resultados if r.clase in {"oficio", "archivo"}], h.cuentas["oficio"], h.cuentas["archivo"]) == ([], 0, 0)
    cuerpo = pagina.content.decode().split("</form>", 1)[1]
    assert [x for x in ("Tehuacán", "SSP/UPC/0123", "anexo.pdf", "Ocotlán") if x in cuerpo] == []


@pytest.mark.parametrize(
    ("quien", "cuantos"), [(reparto.titular, 1), (reparto.analista, 1), (reparto.enlace, 1), (reparto.enlace_ajeno, 0), (reparto.consulta, 0)]
)
def test_quien_halla_lo_que_trae_un_archivo(entrar, quien, cuantos):
    presentar()
    assert hallado(entrar(quien()), "xolotzin").cuentas["archivo"] == cuantos


def test_sin_designacion_no_se_busca(entrar):
    presentar()
    assert entrar(reparto.sin_designacion()).get(reverse("buscar"), {"q": "xolotzin"}).status_code == 403


def test_lo_que_trae_el_archivo_no_se_vuelve_codigo(entrar):
    presentar(texto="Anexo <script>alert('x')</script> <b>xolotzin</b>")
    pagina = entrar(reparto.enlace()).get(reverse("buscar"), {"q": "xolotzin"})
    cuerpo = pagina.content.decode()
    assert (pagina.context["hallado"].cuentas["archivo"], "xolotzin" in cuerpo.split("</form>", 1)[1]) == (1, True)
    assert ("<script>alert" in cuerpo, "<b>xolotzin" in cuerpo, "<b><mark>" in cuerpo) == (False, False, False)


def test_el_filtro_va_en_la_direccion_y_las_cuentas_siguen_siendo_de_todo(entrar, texto):
    presentar()
    cliente = entrar(reparto.enlace())
    solo = hallado(cliente, "biométrico", clase="oficio")
    assert ({r.clase for r in solo.resultados}, solo.cuentas["archivo"]) == ({"oficio"}, 1)
    assert cliente.get(reverse("buscar"), {"q": "x", "clase": "secretos"}).status_code == 400
    assert "Nada dice eso" in texto(cliente.get(reverse("buscar"), {"q": "inexistentísimo"}))
    assert "Solo en lo que tu designación permite ver" in texto(cliente.get(reverse("buscar")))


def test_lo_mal_escrito_no_tira_la_pagina(entrar):
    cliente = entrar(reparto.enlace())
    raros = ['"', "-", "()", "a & | ! :*", "\\", "''", "%", "«", "or", "1" * 200]
    assert [cliente.get(reverse("buscar"), {"q": q, "pagina": "-1"}).status_code for q in raros] == [200] * len(raros)
    assert [cliente.get(reverse("buscar"), {"q": q}).status_code for q in ("a" * 201, "a\0b")] == [400, 400]


def test_por_paginas_sin_repetir_ni_saltar(entrar):
    cliente = entrar(reparto.titular())
    total = sum(hallado(cliente, "seguridad or entidades or información").cuentas.values())
    vistos, pagina = [], 1
    while True:
        h = hallado(cliente, "seguridad or entidades or información", pagina=str(pagina))
        vistos += [(r.clase, r.objeto_id, r.titulo) for r in h.resultados]
        if not h.hay_mas:
            break
        pagina += 1
    assert (len(vistos), len(set(vistos)), pagina > 1) == (total, total, True)


def test_las_consultas_son_siempre_las_mismas(entrar):
    presentar()
    cliente = entrar(reparto.titular())
    with consultas_como_siempre("buscar"):
        cliente.get(reverse("buscar"), {"q": "biométrico or seguridad"})
    with consultas_como_siempre("buscar"):
        cliente.get(reverse("buscar"), {"q": "entidades or federativas or policía"})
