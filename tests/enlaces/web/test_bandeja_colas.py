"""Las colas: qué hay en cada una, con qué filtros, y que decidir sigue en la misma cola y con los mismos filtros."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Antivirus, ExamenDeArchivo, Obligacion
from conferencia.services.entregas import aceptar_entrega, observar_entrega
from enlaces.models import VistaDeBandeja
from enlaces.services.mesa import tomar
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre
from tests.enlaces.escena import presentar
from tests.enlaces.web.test_bandeja import detalle, forma

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
UPC, C5, SS = "ZC-2022-1/T1.1/PUE-UPC", "ZC-2022-1/T1.1/PUE-C5", "ZC-2022-1/T3.1/PUE-SS"


@pytest.fixture
def mesa(client, analista):
    client.force_login(analista)
    return client


def st():
    return reparto.facultades(reparto.analista())


def version(entrega) -> int:
    return Obligacion.objects.get(pk=entrega.obligacion_id).version


@pytest.fixture
def variadas(hoy):
    """Una por revisar de hace ocho días, una mía, una observada y una aceptada."""
    with reloj.fijo(hoy - timedelta(days=1)):
        (vieja,) = presentar(UPC, numero="A")
    (mia,) = presentar(C5, numero="B")
    (observada,) = presentar(SS, numero="C")
    (aceptada,) = presentar("ZC-2022-1/T4.1/PUE-C5", numero="D")
    tomar(por=st(), entrega=mia)
    observar_entrega(por=st(), entrega=observada, version=version(observada), observaciones=["Falta firma"], subsanar_el=date(2022, 7, 20))
    aceptar_entrega(por=st(), entrega=aceptada, version=version(aceptada))
    return {"vieja": vieja, "mia": mia, "observada": observada, "aceptada": aceptada}


def en(mesa, consulta: str = "") -> list:
    return [e.pk for e in mesa.get(f"/bandeja/{consulta}").context["pagina"]]


def test_cada_cola_con_lo_suyo_y_cuantas_tiene(mesa, variadas):
    v = {nombre: e.pk for nombre, e in variadas.items()}
    assert en(mesa) == [v["vieja"], v["mia"]]
    assert en(mesa, "?cola=mias") == [v["mia"]]
    assert en(mesa, "?cola=en_espera") == [v["observada"]]
    assert en(mesa, "?cola=resueltas") == [v["aceptada"]]
    pestanas = mesa.get("/bandeja/").context["pestanas"]
    assert {str(c): n for c, _, n, _ in pestanas} == {"por_revisar": 2, "mias": 1, "en_espera": 1, "en_opinion": 0, "resueltas": 1}


def test_lo_que_se_volvio_a_presentar_ya_no_espera_a_la_entidad(mesa, variadas):
    (segunda,) = presentar(SS, numero="E")
    assert en(mesa, "?cola=en_espera") == []
    assert segunda.pk in en(mesa)


def test_lo_mio_deja_de_serlo_a_la_media_hora(mesa, variadas):
    with reloj.fijo(reloj.ahora() + timedelta(minutes=31)):
        assert en(mesa, "?cola=mias") == []


def test_por_vencimiento_va_primero_lo_que_vence_antes(mesa, variadas):
    Obligacion.objects.filter(clave=C5).update(vence_el=date(2022, 7, 7))
    assert en(mesa, "?orden=vencimiento") == [variadas["mia"].pk, variadas["vieja"].pk]


@pytest.mark.parametrize(
    ("consulta", "quedan"),
    [
        ("?entidad=PUE", ["vieja", "mia"]),
        ("?entidad=HGO", []),
        ("?institucion=PUE-UPC", ["vieja"]),
        ("?canal=portal", ["vieja", "mia"]),
        ("?canal=correo", []),
        ("?disposicion=ZC-2022-1/T1", ["vieja", "mia"]),
        ("?disposicion=ZC-2022-1/T3", []),
        ("?entidad=no-existe&dias=x&cola=tampoco", ["vieja", "mia"]),
    ],
)
def test_los_filtros_y_lo_que_no_existe_se_ignora(mesa, variadas, consulta, quedan):
    assert en(mesa, consulta) == [variadas[n].pk for n in quedan]


@pytest.mark.parametrize(("dias_despues", "quedan"), [(1, []), (2, ["vieja"]), (3, ["vieja", "mia"])])
def test_mas_de_dos_dias_esperando(mesa, variadas, hoy, dias_despues, quedan):
    with reloj.fijo(hoy + timedelta(days=dias_despues)):
        assert en(mesa, "?dias=2") == [variadas[n].pk for n in quedan]


def test_lo_que_espera_mas_de_cinco_dias_se_marca(mesa, variadas, hoy):
    with reloj.fijo(hoy + timedelta(days=5)):
        texto = mesa.get("/bandeja/").content.decode()
    assert '<span class="bandeja__tarde">espera desde hace 6 días</span>' in texto
    assert '<span class="bandeja__espera">espera desde hace 5 días</span>' in texto


def test_entregada_tarde(mesa, hoy):
    presentar(UPC, numero="A")
    with reloj.fijo(date(2022, 7, 13)):
        (tarde,) = presentar(SS, numero="B")
        assert en(mesa, "?tarde=si") == [tarde.pk]


def test_con_hallazgos_en_sus_archivos(mesa, variadas):
    for entrega, hallazgos in ((variadas["vieja"], []), (variadas["mia"], ["javascript"])):
        archivo = entrega.oficio.archivos.get()
        ExamenDeArchivo.objects.update_or_create(
            archivo=archivo, defaults={"hallazgos": hallazgos, "antivirus": Antivirus.NO_HAY, "examinado_en": reloj.ahora()}
        )
    assert en(mesa, "?hallazgos=si") == [variadas["mia"].pk]


def test_los_filtros_puestos_se_quitan_uno_por_uno_sin_perder_la_cola(mesa, variadas):
    filtros = mesa.get("/bandeja/?cola=en_espera&entidad=PUE&tarde=si").context["filtros"]
    assert [(f.titulo, f.valor, f.url_quitar) for f in filtros.fichas] == [
        ("Entidad", "Puebla", "?cola=en_espera&tarde=si"),
        ("Llegó después de vencer", "sí", "?cola=en_espera&entidad=PUE"),
    ]
    assert filtros.limpia == "?cola=en_espera"


def test_al_decidir_sigue_en_la_misma_cola_y_con_los_mismos_filtros(mesa, variadas):
    (otra,) = presentar("ZC-2022-1/T4.1/PUE-UPC", numero="Z")
    consulta = "?institucion=PUE-UPC"
    destino = mesa.post(detalle(variadas["vieja"]) + consulta, forma(variadas["vieja"])).url
    assert destino == detalle(otra) + consulta
    assert mesa.post(destino, forma(otra)).url == "/bandeja/" + consulta


def test_la_siguiente_se_salta_lo_que_otra_persona_tiene(mesa, hoy):
    (una,) = presentar(UPC, numero="A")
    (ajena,) = presentar(C5, numero="B")
    (otra,) = presentar(SS, numero="C")
    tomar(por=reparto.facultades(reparto.titular()), entrega=ajena)
    assert mesa.get(detalle(una)).context["siguiente"] == detalle(otra)
    assert mesa.get(detalle(otra)).context["anterior"] == detalle(una)


def test_tomar_soltar_y_el_aviso_de_que_otra_la_tiene(mesa, titular, variadas):
    entrega = variadas["vieja"]
    tomar_la = reverse("bandeja-tomar", args=[entrega.pk])
    assert "La estás revisando desde las" in mesa.post(tomar_la, follow=True).content.decode()
    mesa.force_login(titular)
    pagina = mesa.post(tomar_la, follow=True).content.decode()
    assert "Háblalo con ella, o tómala de todos modos." in pagina
    assert "Tomar de todos modos" in pagina
    assert "La tiene" in mesa.get("/bandeja/").content.decode()
    mesa.post(tomar_la, {"de_todos_modos": "1"})
    assert en(mesa, "?cola=mias") == [entrega.pk]
    mesa.post(reverse("bandeja-soltar", args=[entrega.pk]))
    assert en(mesa, "?cola=mias") == []


def test_una_vista_guardada_es_una_direccion_que_se_comparte(mesa, titular, variadas):
    mesa.post(reverse("bandeja-vista-guardar"), {"nombre": "Espera Puebla", "consulta": "cola=en_espera&entidad=PUE&pagina=7&x=<b>"})
    vista = VistaDeBandeja.objects.get()
    assert (vista.nombre, vista.consulta) == ("Espera Puebla", "cola=en_espera&entidad=PUE")
    assert "Espera Puebla" in mesa.get("/bandeja/").content.decode()
    mesa.force_login(titular)
    assert "Espera Puebla" not in mesa.get("/bandeja/").content.decode()
    assert en(mesa, f"?{vista.consulta}") == [variadas["observada"].pk]
    assert mesa.post(reverse("bandeja-vista-quitar", args=[vista.pk])).status_code == 404
    mesa.force_login(reparto.analista())
    mesa.post(reverse("bandeja-vista-quitar", args=[vista.pk]))
    assert VistaDeBandeja.objects.count() == 0


@pytest.mark.parametrize("cola", ["", "mias", "en_espera", "en_opinion", "resueltas"])
def test_vacia_cada_cola_dice_que_hacer(mesa, cola):
    texto = mesa.get(f"/bandeja/?cola={cola}").content.decode()
    frases = (
        "No hay nada por revisar",
        "No tienes ninguna tomada",
        "Nadie debe subsanar nada",
        "Ningún área técnica debe opinar",
        "Aún no se ha resuelto nada",
    )
    assert sum(frase in texto for frase in frases) == 1


@pytest.mark.parametrize("ruta", ["bandeja-tomar", "bandeja-soltar", "bandeja-deshacer"])
def test_quien_no_dictamina_no_toma_ni_suelta(client, enlace, variadas, ruta):
    client.force_login(enlace)
    assert client.post(reverse(ruta, args=[variadas["vieja"].pk])).status_code == 403


def test_las_consultas_no_crecen_con_las_entregas(mesa, hoy):
    presentar(UPC, numero="A")
    mesa.get("/bandeja/")
    with consultas_como_siempre("bandeja"):
        mesa.get("/bandeja/")
    for n, clave in enumerate((C5, SS, "ZC-2022-1/T4.1/PUE-C5", "ZC-2022-1/T4.1/PUE-UPC")):
        presentar(clave, numero=f"N{n}")
    with consultas_como_siempre("bandeja"):
        mesa.get("/bandeja/")


def test_los_atajos_se_apagan_por_persona_y_se_vuelve_a_donde_se_estaba(mesa, titular):
    atajos = reverse("bandeja-atajos")
    assert 'data-atajos="si"' in mesa.get("/bandeja/").content.decode()
    assert mesa.post(atajos, {"atajos": "no", "vuelve": "/bandeja/?cola=mias"}).url == "/bandeja/?cola=mias"
    assert 'data-atajos="no"' in mesa.get("/bandeja/").content.decode()
    assert mesa.post(atajos, {"atajos": "si", "vuelve": "https://otro.mx/"}).url == "/bandeja/"
    mesa.post(atajos, {"atajos": "no"})
    mesa.force_login(titular)
    assert 'data-atajos="si"' in mesa.get("/bandeja/").content.decode()


def test_el_modulo_del_teclado_cabe_en_dos_kb():
    assert (settings.BASE_DIR / "static/js/bandeja.js").stat().st_size <= 2048
