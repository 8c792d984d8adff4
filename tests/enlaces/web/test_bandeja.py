"""La bandeja: lo más antiguo primero, decidir pasa a la siguiente, y de dos que deciden a la vez uno se entera."""

from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conferencia import reloj
from conferencia.domain.calendario import CalendarioHabil
from conferencia.models import EstadoEntrega, Obligacion
from conferencia.services.calendarios import adoptar_calendario, agregar_inhabil, crear_calendario
from enlaces.models import Aviso
from enlaces.services.inmediatos import planear_inmediatos
from tests import reparto
from tests.conferencia.documentos.corpus_hostil import imagen
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.presentaciones import copiar, juntar, presentar_archivos
from tests.enlaces.escena import DE_PUEBLA, obligacion, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def mesa(client, analista):
    client.force_login(analista)
    return client


def detalle(entrega) -> str:
    return reverse("bandeja-detalle", args=[entrega.pk])


def forma(entrega, **cambios) -> dict:
    version = Obligacion.objects.get(pk=entrega.obligacion_id).version
    return {"version": version, "decision": "aceptar", "nota": "", "subsanar_el": "20/07/2022", "cuantas": "3", **cambios}


def test_lo_mas_antiguo_primero_con_lo_que_lleva_esperando(mesa, hoy):
    segunda, primera = None, None
    with reloj.fijo(hoy - timedelta(days=1)):
        (primera,) = presentar("ZC-2022-1/T1.1/PUE-UPC", numero="A")
    (segunda,) = presentar(numero="B")
    with reloj.fijo(hoy + timedelta(days=3)):
        pagina = mesa.get("/bandeja/")
    assert [e.pk for e in pagina.context["pagina"]] == [primera.pk, segunda.pk]
    texto = pagina.content.decode()
    assert "espera desde hace 4 días" in texto
    assert "espera desde hace 3 días" in texto


def test_el_plazo_usual_para_subsanar_cuenta_con_el_calendario_que_la_institucion_adopto(mesa, hoy):
    (entrega,) = presentar()
    usual = mesa.get(detalle(entrega)).context["formulario"].initial["subsanar_el"]
    por = reparto.facultades(reparto.analista())
    propio = crear_calendario(por=por, clave="pue-2022", nombre="Puebla 2022", fuente="PO")
    agregar_inhabil(por=por, calendario=propio, fecha=usual, motivo="Asueto local", fuente="PO")
    adoptar_calendario(por=por, institucion=entrega.institucion, calendario=propio, desde=hoy, fuente="Acuerdo 1")
    assert mesa.get(detalle(entrega)).context["formulario"].initial["subsanar_el"] == CalendarioHabil().siguiente_habil(usual + timedelta(days=1))


def test_vacia_dice_que_hacer(mesa):
    assert "No hay nada por revisar" in mesa.get("/bandeja/").content.decode()


def test_al_decidir_pasa_a_la_siguiente_y_al_acabar_vuelve_a_la_lista(mesa, hoy):
    (una,) = presentar("ZC-2022-1/T1.1/PUE-UPC", numero="A")
    (otra,) = presentar(numero="B")
    assert mesa.post(detalle(una), forma(una)).url == detalle(otra)
    assert mesa.post(detalle(otra), forma(otra)).url == reverse("bandeja")
    assert set(Obligacion.objects.filter(estado="cumplida").values_list("clave", flat=True)) == {DE_PUEBLA, "ZC-2022-1/T1.1/PUE-UPC"}


def test_el_oficio_se_ve_junto_al_dictamen(mesa):
    (entrega,) = presentar()
    pagina = mesa.get(detalle(entrega))
    archivo = entrega.oficio.archivos.get()
    copiar(archivo)
    assert f'src="{reverse("archivo-ver", args=[archivo.pk])}' in pagina.content.decode()
    with closing(mesa.get(reverse("archivo-ver", args=[archivo.pk]))) as visto:
        assert (visto["Content-Type"], visto["X-Frame-Options"]) == ("application/pdf", "SAMEORIGIN")


def test_en_varias_fotos_primero_se_ve_el_oficio_entero_y_luego_cada_una(mesa):
    oficio = presentar_archivos(reparto.enlace(), "A9.1", "PUE-SS", {"1.jpg": imagen(), "2.png": imagen("PNG")})
    entrega, primera = oficio.entregas.get(), oficio.archivos.order_by("adjunto_en__orden")[0]
    entero, sola = (f'src="{reverse(n, args=[pk])}' for n, pk in (("oficio-ver", oficio.pk), ("archivo-ver", primera.pk)))
    antes = mesa.get(detalle(entrega)).content.decode()
    assert (entero in antes, sola in antes, "Todo el oficio" in antes) == (False, True, False)
    juntar(oficio)
    junto = mesa.get(detalle(entrega)).content.decode()
    assert (entero in junto, sola in junto, 'aria-current="page">Todo el oficio' in junto) == (True, False, True)
    una = mesa.get(f"{detalle(entrega)}?archivo={primera.pk}").content.decode()
    assert (entero in una, sola in una, "Todo el oficio" in una) == (False, True, True)


def test_el_plazo_propuesto_son_diez_dias_habiles(mesa, hoy):
    (entrega,) = presentar()
    assert mesa.get(detalle(entrega)).context["formulario"].initial["subsanar_el"].isoformat() == "2022-07-20"


def test_devolver_numera_las_observaciones_escritas(mesa):
    (entrega,) = presentar()
    mesa.post(detalle(entrega), forma(entrega, decision="observar", observacion_1="Falta la firma", observacion_3="Falta el sello"))
    assert list(entrega.observaciones.order_by("numero").values_list("numero", "texto")) == [(1, "Falta la firma"), (2, "Falta el sello")]
    assert obligacion().subsanar_el.isoformat() == "2022-07-20"


def test_agregar_otra_observacion_conserva_lo_escrito_y_no_decide(mesa):
    (entrega,) = presentar()
    pagina = mesa.post(detalle(entrega), forma(entrega, decision="observar", observacion_1="Falta la firma", agregar="1"))
    assert [c.name for c in pagina.context["formulario"].campos_de_observacion] == [f"observacion_{n}" for n in (1, 2, 3, 4)]
    assert "Falta la firma" in pagina.content.decode()
    assert obligacion().estado == "en_revision"


@pytest.mark.parametrize(
    ("cambios", "errores"),
    [
        ({"decision": ""}, {"decision": ["Elige qué se dictamina."]}),
        ({"decision": "observar"}, {"observacion_1": ["Escribe al menos una observación."]}),
        ({"decision": "observar", "observacion_1": "x", "subsanar_el": ""}, {"subsanar_el": ["Escribe hasta cuándo se puede subsanar."]}),
        ({"decision": "observar", "observacion_1": "x", "subsanar_el": "06/07/2022"}, {"subsanar_el": ["El plazo para subsanar debe ser posterior a hoy."]}),
        ({"decision": "ajena"}, {"motivo": ["Escribe por qué lo presentado es ajeno a lo acordado."]}),
    ],
)
def test_lo_que_falta_se_dice_junto_a_su_campo(mesa, cambios, errores):
    (entrega,) = presentar()
    assert mesa.post(detalle(entrega), forma(entrega, **cambios)).context["formulario"].errors == errores
    assert obligacion().estado == "en_revision"


def test_con_una_version_vieja_se_dice_que_alguien_se_adelanto(mesa):
    (entrega,) = presentar()
    pagina = mesa.post(detalle(entrega), forma(entrega, version=1), follow=True)
    assert "Alguien más actuó sobre esta obligación mientras decidías" in pagina.content.decode()
    assert obligacion().estado == "en_revision"


def test_desde_la_obligacion_se_decide_y_se_vuelve_a_ella(mesa):
    (entrega,) = presentar()
    pagina = mesa.get(reverse("obligacion-detail", args=[entrega.obligacion_id])).content.decode()
    assert f'action="{detalle(entrega)}"' in pagina
    assert mesa.post(detalle(entrega), forma(entrega, regresa="obligacion")).url == reverse("obligacion-detail", args=[entrega.obligacion_id])


def test_presentar_observar_responder_aceptar(mesa, client):
    """La historia entera, contada por la página de la obligación."""
    (primera,) = presentar()
    mesa.post(detalle(primera), forma(primera, decision="observar", observacion_1="Falta la firma"))
    (segunda,) = presentar(numero="SSP/2/2022")
    previas = mesa.get(detalle(segunda)).context["previas"]
    assert [(e.numero, e.estado) for e in previas] == [(1, EstadoEntrega.CON_OBSERVACIONES)]
    mesa.post(detalle(segunda), forma(segunda))
    final = Obligacion.objects.con_situacion(reloj.hoy()).get(clave=DE_PUEBLA)
    assert (final.estado, final.situacion, final.entregas_recibidas) == ("cumplida", "cumplida_a_tiempo", 2)


def test_lo_entregado_tarde_y_aceptado_queda_extemporaneo_para_siempre(mesa):
    with reloj.fijo(datetime(2022, 7, 13, 0, 5, tzinfo=reloj.MEXICO)):
        (tarde,) = presentar()
        assert "Llegó después de vencer" in mesa.get(detalle(tarde)).content.decode()
        mesa.post(detalle(tarde), forma(tarde))
    for dia in (date(2022, 7, 14), date(2023, 1, 1)):
        assert Obligacion.objects.con_situacion(dia).get(clave=DE_PUEBLA).situacion == "cumplida_extemporanea"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_dos_deciden_a_la_vez_y_solo_uno_gana():
    (entrega,) = presentar()
    decisiones = [forma(entrega), forma(entrega, decision="ajena", motivo="No tiene que ver")]

    def decidir(n: int) -> str:
        navegador = Client()
        navegador.force_login((reparto.analista, reparto.titular)[n]())
        return navegador.post(detalle(entrega), decisiones[n]).url

    destinos = a_la_vez(2, decidir)
    assert sorted(destinos) == sorted([reverse("bandeja"), detalle(entrega)])  # quien pierde vuelve a ver cómo quedó
    entrega.refresh_from_db()
    assert entrega.estado in (EstadoEntrega.ACEPTADA, EstadoEntrega.AJENA)
    assert obligacion().version == 3


def test_tras_decidir_se_ofrece_deshacer_y_al_deshacer_vuelve_a_la_misma(mesa, hoy):
    (una,) = presentar("ZC-2022-1/T1.1/PUE-UPC", numero="A")
    (otra,) = presentar(numero="B")
    pagina = mesa.post(detalle(una), forma(una), follow=True)
    assert pagina.context["entrega"] == otra
    assert "Deshacer (quedan 5 min)" in pagina.content.decode()
    vuelta = mesa.post(reverse("bandeja-deshacer", args=[una.pk]), {"regresa": ""}, follow=True)
    assert vuelta.context["entrega"] == una
    assert "Decisión deshecha: ZC-2022-1/T1.1/PUE-UPC vuelve a estar por revisar. A nadie se le avisó." in vuelta.content.decode()
    assert vuelta.context["recientes"] == []


def test_en_la_obligacion_cualquiera_de_la_mesa_deshace_y_vuelve_a_ella(mesa, titular):
    (entrega,) = presentar()
    mesa.post(detalle(entrega), forma(entrega))
    mesa.force_login(titular)
    pagina = mesa.get(reverse("obligacion-detail", args=[entrega.obligacion_id])).content.decode()
    assert f'action="{reverse("bandeja-deshacer", args=[entrega.pk])}"' in pagina
    destino = mesa.post(reverse("bandeja-deshacer", args=[entrega.pk]), {"regresa": "obligacion"}).url
    assert destino == reverse("obligacion-detail", args=[entrega.obligacion_id])
    assert obligacion().estado == "en_revision"


def test_pasado_el_tiempo_ya_no_se_ofrece_y_si_se_pide_se_dice_por_que(mesa, hoy):
    (entrega,) = presentar()
    mesa.post(detalle(entrega), forma(entrega))
    Aviso.objects.all().delete()
    with reloj.fijo(reloj.ahora() + timedelta(minutes=6)):
        assert mesa.get(detalle(entrega)).context["recientes"] == []
        enviar_sin_nadie()
        pagina = mesa.post(reverse("bandeja-deshacer", args=[entrega.pk]), follow=True).content.decode()
    assert "Se acabó el tiempo para deshacer esta decisión." in pagina
    assert obligacion().estado == "cumplida"


def enviar_sin_nadie():
    """Lo ya planeado se suprimió: no había a quién escribir."""
    planear_inmediatos()
    Aviso.objects.update(estado="suprimido")


def test_un_enlace_no_deshace_ni_sabe_de_la_entrega(client, enlace, mesa):
    (entrega,) = presentar()
    mesa.post(detalle(entrega), forma(entrega))
    client.force_login(enlace)
    assert client.post(reverse("bandeja-deshacer", args=[entrega.pk])).status_code == 403
    assert obligacion().estado == "cumplida"


def test_es_una_alegacion_y_pasa_a_solicitudes(mesa):
    (entrega,) = presentar()
    pagina = mesa.post(detalle(entrega), forma(entrega, decision="no_competencia", alega="Le toca a la Fiscalía"), follow=True)
    assert "Se tramita como alegación de no competencia" in pagina.content.decode()
    assert [s.motivo for s in obligacion().solicitudes.all()] == ["Le toca a la Fiscalía"]


def test_devolver_por_error_de_captura(mesa):
    (entrega,) = presentar()
    mesa.post(detalle(entrega), forma(entrega, decision="captura", que_se_capturo_mal="Es el oficio de Hidalgo"))
    assert (obligacion().estado, obligacion().entregas_recibidas) == ("pendiente", 0)


def test_lo_observado_antes_se_resuelve_al_decidir(mesa):
    (primera,) = presentar()
    mesa.post(detalle(primera), forma(primera, decision="observar", observacion_1="Falta la firma", observacion_2="Falta el sello"))
    (segunda,) = presentar(numero="SSP/2/2022")
    firma, sello = primera.observaciones.order_by("numero")
    formulario = mesa.get(detalle(segunda)).context["formulario"]
    assert [o for o, _ in formulario.rondas] == [firma, sello]
    pagina = mesa.post(detalle(segunda), forma(segunda, **{f"resolucion_{firma.pk}": "no_subsanada"}))
    assert pagina.context["formulario"].errors == {
        f"resolucion_{firma.pk}": ["No se acepta con una observación sin subsanar: devuelve la entrega, o retírala."]
    }
    mesa.post(detalle(segunda), forma(segunda, **{f"resolucion_{firma.pk}": "subsanada", f"resolucion_{sello.pk}": "retirada"}))
    assert list(primera.observaciones.order_by("numero").values_list("resolucion", flat=True)) == ["subsanada", "retirada"]


def test_un_oficio_que_atiende_dos_se_decide_cada_una(mesa):
    una, otra = presentar("ZC-2022-1/T1.1/PUE-C5", otras=("ZC-2022-1/T4.1/PUE-C5",))
    pagina = mesa.get(detalle(una))
    assert [e.pk for e in pagina.context["hermanas"]] == [otra.pk]
    assert mesa.post(detalle(una), forma(una)).url == detalle(otra)
    mesa.post(detalle(otra), forma(otra, decision="ajena", motivo="No trata de esto"))
    assert dict(Obligacion.objects.filter(entregas__isnull=False).values_list("clave", "estado")) == {
        "ZC-2022-1/T1.1/PUE-C5": "cumplida",
        "ZC-2022-1/T4.1/PUE-C5": "pendiente",
    }
