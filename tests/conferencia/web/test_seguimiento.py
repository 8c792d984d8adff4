"""Las páginas del seguimiento: sin perder lo escrito, con vista previa, y sin decir nada de lo ajeno."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Compromiso, Entrega, Indicador, Medicion, Obligacion, Recurrencia, Requisito
from conferencia.services.requisitos import definir_requisito
from tests import reparto
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db
JULIO, CONVENIO, PLAN = "ZC-2022-1/A3.2/PUE-UPC/2022-07", "ZC-2022-1/A12.1/PUE", "ZC-2022-1/A4.1/PUE-SS"


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def compromiso(clave: str) -> Compromiso:
    return Compromiso.objects.get(clave=f"ZC-2022-1/{clave}")


def cifras(*valores: str, **mas) -> dict:
    return {"version": 1, "nota": "", **{f"valor_{n}": v for n, v in enumerate(valores, start=1)}, **mas}


def test_capturar_avisa_que_el_periodo_no_acaba_y_confirmado_se_envia(entrar, enlace, texto):
    cliente, url = entrar(enlace), reverse("cifras-capturar", args=[obligacion(JULIO).pk])
    assert "Violencia de género por medios digitales" in texto(cliente.get(url))
    pedida = cliente.post(url, cifras("12", "0"))
    assert (pedida.status_code, Medicion.objects.count()) == (422, 0)
    assert "acaba el 31/07/2022" in texto(pedida)
    assert 'value="12"' in pedida.content.decode(), "lo escrito no se pierde"
    enviada = cliente.post(url, cifras("12", "0", confirmo="on"), follow=True)
    assert "Cifras enviadas" in texto(enviada)
    assert (Entrega.objects.get().clase, obligacion(JULIO).estado) == ("cifras", "en_revision")


def test_los_errores_van_junto_a_su_cifra(entrar, enlace, texto):
    cliente, url = entrar(enlace), reverse("cifras-capturar", args=[obligacion(JULIO).pk])
    respuesta = cliente.post(url, cifras("doce", "", sin_dato_2="on"))
    assert respuesta.status_code == 422
    assert "Escribe un número, por ejemplo 1,234 o 56.7." in texto(respuesta)
    respuesta = cliente.post(url, cifras("1.5", "", sin_dato_2="on"))
    assert "Debe ser un número entero." in texto(respuesta)
    assert "Explica por qué no hay dato." in texto(respuesta)


def test_otro_que_se_adelanta_se_dice_sin_perder_lo_escrito(entrar, enlace, texto):
    url = reverse("cifras-capturar", args=[obligacion(JULIO).pk])
    Obligacion.objects.filter(clave=JULIO).update(version=7)
    respuesta = entrar(enlace).post(url, cifras("12", "0", confirmo="on"))
    assert (respuesta.status_code, "Alguien más actuó" in texto(respuesta)) == (422, True)


def test_la_pagina_ensena_su_historia_y_la_disposicion_compara(entrar, enlace, enlace_ajeno, titular, texto):
    entrar(enlace).post(reverse("cifras-capturar", args=[obligacion(JULIO).pk]), cifras("12", "0", confirmo="on"))
    hidalgo = obligacion("ZC-2022-1/A3.2/HGO-UPC/2022-07")
    entrar(enlace_ajeno).post(reverse("cifras-capturar", args=[hidalgo.pk]), cifras("8765", "2", confirmo="on"))
    propia = entrar(enlace).get(reverse("obligacion-detail", args=[obligacion(JULIO).pk]))
    assert "Violencia de género por medios digitales: 12 casos (2022-07)." in texto(propia)
    disposicion = reverse("disposicion-detail", args=[compromiso("A3.2").disposicion_id])
    de_la_st = entrar(titular).get(disposicion)
    assert "2 de 7 instituciones han dado cifra. La cifra más alta es de UPC · Hidalgo: 8,765 casos." in texto(de_la_st)
    assert de_la_st.content.count(b'class="linea"') == 14
    del_enlace = entrar(enlace).get(disposicion).content.decode()
    assert ("8,765" in del_enlace, 'class="linea"' in del_enlace) == (False, True)


@pytest.mark.parametrize("ruta", ["cifras-capturar", "obligacion-turno"])
def test_de_lo_ajeno_no_se_dice_nada(entrar, enlace_ajeno, consulta, ruta):
    clave = JULIO if ruta == "cifras-capturar" else CONVENIO
    url = reverse(ruta, args=[obligacion(clave).pk])
    ajena = entrar(enlace_ajeno).get(url)
    inventada = entrar(enlace_ajeno).get(reverse(ruta, args=["0191e8a0-0000-7000-8000-000000000000"]))
    assert (ajena.status_code, inventada.status_code) == (404, 404)
    assert [entrar(q).get(url).status_code for q in (consulta, reparto.sin_designacion())] == [403, 404]


@pytest.mark.parametrize("ruta", ["obligacion-insumos", "obligacion-constancia", "obligacion-definiciones"])
def test_lo_de_la_secretaria_tecnica_no_lo_hace_nadie_mas(entrar, enlace, enlace_ajeno, consulta, titular, ruta):
    url = reverse(ruta, args=[obligacion(CONVENIO).pk])
    assert [entrar(q).get(url).status_code for q in (enlace, enlace_ajeno, consulta, reparto.sin_designacion())] == [403] * 4
    assert entrar(titular).get(url).status_code in (200, 302)


@pytest.mark.parametrize("ruta", ["compromiso-seguimiento", "indicador-nuevo", "requisito-nuevo", "compromiso-recurrencia", "compromiso-cadencia"])
def test_las_definiciones_son_de_la_secretaria_tecnica(entrar, enlace, consulta, titular, ruta):
    url = reverse(ruta, args=[compromiso("A3.2").pk])
    assert [entrar(q).get(url).status_code for q in (enlace, consulta, reparto.sin_designacion(), titular)] == [403, 403, 403, 200]


def test_indicadores_y_requisitos_se_corrigen_y_se_retiran(entrar, titular, enlace, texto):
    indicador, requisito = Indicador.objects.get(clave="delitos-monetizables"), Requisito.objects.first()
    rutas = [reverse("indicador", args=[indicador.pk]), reverse("indicador-retirar", args=[indicador.pk]), reverse("requisito-retirar", args=[requisito.pk])]
    assert [entrar(enlace).get(r).status_code for r in rutas] == [403] * 3
    cliente = entrar(titular)
    assert [cliente.get(r).status_code for r in rutas] == [200] * 3
    datos = {"nombre": "Delitos monetizables", "unidad": "casos", "decimales": "0", "minimo": "5", "maximo": "1", "meta": "", "motivo": "Prueba"}
    assert "El máximo debe ser igual o mayor que el mínimo." in texto(cliente.post(rutas[0], datos))
    assert cliente.post(rutas[0], datos | {"maximo": ""}).status_code == 302
    assert cliente.post(rutas[1], {"motivo": "Ya no"}).status_code == 302
    assert cliente.post(rutas[2], {"motivo": "Repetido"}).status_code == 302
    assert list(Indicador.objects.filter(pk=indicador.pk).values_list("minimo", "vigente")) == [(5, False)]
    nuevo = {"nombre": "Detenidos", "unidad": "personas", "decimales": "0", "minimo": "0", "maximo": "", "meta": ""}
    assert cliente.post(reverse("indicador-nuevo", args=[compromiso("A3.2").pk]), nuevo).status_code == 302
    assert cliente.post(reverse("requisito-nuevo", args=[compromiso("A3.2").pk]), {"nombre": "Anexo", "obligatorio": "on"}).status_code == 302
    assert "Detenidos" in texto(cliente.get(reverse("compromiso-seguimiento", args=[compromiso("A3.2").pk])))


def test_la_regla_nueva_se_ve_antes_de_guardarse(entrar, titular, texto):
    cliente, url = entrar(titular), reverse("compromiso-recurrencia", args=[compromiso("A3.2").pk])
    datos = {"version": 0, "periodicidad": "trimestral", "cada": 1, "desde": "01/10/2022", "dia_clase": "habil", "dia": 10, "motivo": "Lo acordó el pleno"}
    previa = cliente.post(url, datos)
    assert (previa.status_code, Recurrencia.objects.count()) == (200, 0)
    assert "2022-T4: del sábado 1 de octubre de 2022 al sábado 31 de diciembre de 2022" in texto(previa)
    assert "61 días" in texto(previa)
    assert cliente.post(url, datos | {"desde": "01/07/2022"}).status_code == 422
    assert cliente.post(url, datos | {"confirmar": "1"}).status_code == 302
    assert Recurrencia.objects.get().desde == date(2022, 10, 1)


def test_la_obligacion_dice_la_regla_que_rige(entrar, enlace, texto):
    leida = texto(entrar(enlace).get(reverse("obligacion-detail", args=[obligacion(JULIO).pk])))
    assert "Cada mes. Periodo 2022-07: vence el décimo día hábil del periodo siguiente, porque el acta no fija día." in leida
    suyo = compromiso("A3.2")
    Recurrencia.objects.create(compromiso=suyo, periodicidad="mensual", desde=date(2022, 7, 1), dia_clase="natural", dia=15)
    capturada = texto(entrar(enlace).get(reverse("obligacion-detail", args=[obligacion(JULIO).pk])))
    assert "vence el día 15 del periodo siguiente, según la regla que fijó la Secretaría Técnica." in capturada


def test_la_cadencia_se_ve_antes_y_luego_se_lee_en_la_obligacion(entrar, titular, texto):
    cliente, url = entrar(titular), reverse("compromiso-cadencia", args=[compromiso("A4.2").pk])
    assert "7 obligaciones se ratificarán cada 3 meses; 0 quedarían hoy" in texto(cliente.post(url, {"version": 0, "meses": 3, "motivo": "Pleno"}))
    assert cliente.post(url, {"version": 0, "meses": 3, "motivo": "Pleno", "confirmar": "1"}).status_code == 302
    assert cliente.post(url, {"version": 0, "meses": 6, "motivo": "Otra", "confirmar": "1"}).status_code == 422
    pagina = texto(cliente.get(reverse("obligacion-detail", args=[obligacion("ZC-2022-1/A4.2/PUE-SS").pk])))
    assert "Se ratifica cada 3 meses; lo presentado vale hasta el miércoles 5 de octubre de 2022." in pagina


def test_cada_parte_ve_a_todas_y_mueve_solo_la_suya(entrar, enlace, enlace_ajeno, titular, texto):
    o = obligacion(CONVENIO)
    propia, otra = (o.partes.get(institucion__clave=c) for c in ("PUE-SS", "SESNSP"))
    pagina = entrar(enlace).get(reverse("obligacion-detail", args=[o.pk]))
    assert "0 de 3 partes firmaron." in texto(pagina)
    assert pagina.content.decode().count("Mover etapa") == 1
    assert "Solo su enlace" in texto(pagina)
    suya = reverse("parte-etapa", args=[o.pk, propia.pk])
    assert entrar(enlace).get(reverse("parte-etapa", args=[o.pk, otra.pk])).status_code == 404
    assert [entrar(q).get(suya).status_code for q in (enlace_ajeno, reparto.consulta())] == [404, 403]
    assert entrar(enlace).post(suya, {"version": 1, "etapa": "firmado", "firmado_el": ""}).status_code == 422
    assert entrar(enlace).post(suya, {"version": 1, "etapa": "negociacion", "firmado_el": ""}).status_code == 302
    assert entrar(enlace).post(reverse("obligacion-turno", args=[o.pk]), {"version": 2, "a": [str(otra.institucion_id)]}).status_code == 302
    assert (obligacion(CONVENIO).avance, list(o.partes.filter(en_turno=True).values_list("institucion__clave", flat=True))) == (11, ["SESNSP"])


def test_firmado_por_todas_se_anuncia_y_se_hace_constar(entrar, titular, enlace, texto):
    o = obligacion(CONVENIO)
    o.partes.update(etapa="firmado", firmado_el=date(2022, 7, 6), avance=100)
    cliente = entrar(titular)
    assert CONVENIO in texto(cliente.get(reverse("seguimiento")))
    assert entrar(enlace).get(reverse("seguimiento")).status_code == 403
    assert "falta la constancia" in texto(cliente.get(reverse("obligacion-detail", args=[o.pk])))
    assert cliente.post(reverse("obligacion-constancia", args=[o.pk]), {"version": 1, "nota": "Ejemplar en archivo"}).status_code == 302
    assert obligacion(CONVENIO).estado == "cumplida"


def test_una_dependencia_se_ve_antes_de_agregarse_y_luego_se_dice(entrar, titular, texto):
    o = obligacion(PLAN)
    cliente, url = entrar(titular), reverse("obligacion-insumos", args=[o.pk])
    datos = {"version": 1, "insumo": "ZC-2022-1/A4.4/PUE-SS", "motivo": "Sin cuentas no hay con qué capacitar"}
    assert cliente.post(url, datos | {"insumo": "ZC-0"}).status_code == 422
    assert "Así quedaría" in texto(cliente.post(url, datos))
    assert o.insumos.count() == 0
    assert cliente.post(url, datos | {"confirmar": "1"}).status_code == 302
    assert "En espera de insumo desde hace" in texto(cliente.get(reverse("obligacion-detail", args=[o.pk])))
    quitar = cliente.post(f"{url}?quitar=ZC-2022-1/A4.4/PUE-SS", datos | {"version": 2, "confirmar": "1"})
    assert (quitar.status_code, o.insumos.count()) == (302, 0)


# --- Con oficio y a otro corte ---------------------------------------------------------------------------------------------


def oficio(**cambios) -> dict:
    base = {"numero": "UPC/55/2022", "fecha": "06/07/2022", "firmante": "La titular"}
    return base | {"archivos": SimpleUploadedFile("cifras.pdf", pdf_de_una_pagina(), "application/pdf")} | cambios


def test_las_cifras_pueden_ir_con_su_oficio_y_a_medias_nada_se_pierde(entrar, enlace, texto):
    cliente, url = entrar(enlace), reverse("cifras-capturar", args=[obligacion(JULIO).pk])
    a_medias = cliente.post(url, cifras("12", "0", confirmo="on", **oficio(numero="")))
    assert (a_medias.status_code, Medicion.objects.count()) == (422, 0)
    assert "Escribe el número del oficio." in texto(a_medias)
    (guardado,) = a_medias.context["guardados"]
    enviada = cliente.post(url, cifras("12", "0", confirmo="on", conservar=str(guardado.pk), **oficio(archivos="")), follow=True)
    assert "Cifras enviadas" in texto(enviada)
    assert Entrega.objects.get().oficio.archivos.get() == guardado
    assert "Con el oficio UPC/55/2022 ( cifras.pdf )" in texto(cliente.get(reverse("obligacion-detail", args=[obligacion(JULIO).pk])))


def test_un_oficio_sin_archivo_se_pide_junto_a_su_campo(entrar, enlace, texto):
    cliente, url = entrar(enlace), reverse("cifras-capturar", args=[obligacion(JULIO).pk])
    respuesta = cliente.post(url, cifras("12", "0", confirmo="on", **oficio(archivos="")))
    assert (respuesta.status_code, respuesta.context["formulario"].has_error("archivos"), Medicion.objects.count()) == (422, True, 0)


def test_a_un_corte_pasado_las_cifras_y_los_requisitos_son_los_de_entonces(entrar, enlace, titular, texto):
    with reloj.fijo(date(2022, 8, 8)):
        entrar(enlace).post(reverse("cifras-capturar", args=[obligacion(JULIO).pk]), cifras("12", "0"))
    with reloj.fijo(date(2022, 8, 20)):
        corregida = cifras("15", "0", nota_1="Faltaban tres", version=obligacion(JULIO).version)
        entrar(enlace).post(reverse("cifras-capturar", args=[obligacion(JULIO).pk]), corregida)
        definir_requisito(por=reparto.facultades(titular), compromiso=compromiso("A3.2"), nombre="Bitácora de casos")
    with reloj.fijo(date(2022, 9, 1)):
        pagina = reverse("obligacion-detail", args=[obligacion(JULIO).pk])
        vistas = {corte: texto(entrar(titular).get(pagina, {"corte": corte})) for corte in ("2022-08-01", "2022-08-10", "2022-08-25")}
    dichos = {corte: [f"{n} casos (2022-07)" in t for n in (12, 15)] for corte, t in vistas.items()}
    assert dichos == {"2022-08-01": [False, False], "2022-08-10": [True, False], "2022-08-25": [False, True]}
    assert {corte: "Bitácora de casos" in t for corte, t in vistas.items()} == {"2022-08-01": False, "2022-08-10": False, "2022-08-25": True}
    assert ["Corregir cifras" in t or "Capturar cifras" in t for t in vistas.values()] == [False] * 3
