"""El directorio: la vacante a la vista, filtros, y designar o terminar solo por la Secretaría Técnica."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from conferencia import reloj
from conferencia.models import Designacion, Disposicion, Institucion, Rol, Usuario
from conferencia.permissions import facultades_de
from tests import reparto
from tests.enlaces.escena import presentar
from tests.enlaces.relevos import contacto_con_cuenta, nombrar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def st(client, titular):
    client.force_login(titular)
    return client


def claves(respuesta) -> list[str]:
    return [i.clave for i in respuesta.context["pagina"]]


def test_por_entidad_con_quien_responde_o_su_vacante(st):
    pagina = st.get("/enlaces/?entidad=PUE")
    assert claves(pagina) == ["PUE-C5", "PUE-SS", "PUE-UPC"]
    assert [[d.usuario.email for d in i.vigentes] for i in pagina.context["pagina"]] == [["enlace.puebla@demo.mx"]] * 3
    assert claves(st.get("/enlaces/?entidad=PUE&vacantes=on")) == []
    assert claves(st.get("/enlaces/?entidad=MOR&vacantes=on")) == ["MOR-C5", "MOR-SS", "MOR-UPC"]
    assert claves(st.get("/enlaces/?rol=enlace_titular")) == ["HGO-C5", "HGO-SS", "HGO-UPC", "PUE-C5", "PUE-SS", "PUE-UPC"]
    assert claves(st.get("/enlaces/?entidad=AGS")) == []
    assert len(claves(st.get("/enlaces/?entidad=AGS&todas=on"))) == 3


def test_un_filtro_que_no_existe_se_ignora(st):
    assert st.get("/enlaces/?entidad=XX&rol=rey").status_code == 200


def test_los_demas_ven_si_hay_enlace_pero_no_quien(client, consulta):
    client.force_login(consulta)
    texto = client.get("/enlaces/?entidad=PUE").content.decode()
    assert "Con enlace designado" in texto
    assert "enlace.puebla@demo.mx" not in texto
    assert "titular.pue-ss@demo.mx" not in texto
    assert "Registrar designación" not in texto


def test_designar_da_derechos_y_terminar_los_quita(st, hoy):
    morelos = Institucion.objects.get(clave="MOR-SS")
    datos = {"institucion": str(morelos.pk), "rol": Rol.ENLACE_TITULAR, "nombre": "Sara Ríos", "email": "sara@morelos.gob.mx", "desde": "01/07/2022"}
    respuesta = st.post(reverse("enlaces-designar"), datos)
    assert respuesta.url == "/enlaces/?entidad=MOR"
    designacion = Designacion.objects.get(usuario__email="sara@morelos.gob.mx")
    assert (designacion.institucion, designacion.rol, designacion.vigencia.lower.isoformat()) == (morelos, "enlace_titular", "2022-07-01")
    sara = Usuario.objects.get(email="sara@morelos.gob.mx")
    assert [e.institucion for e in reparto.facultades(sara).encargos] == [morelos.pk]

    st.post(reverse("enlaces-terminar", args=[designacion.pk]), {"el": "06/07/2022", "motivo": "Renuncia"})
    assert reparto.facultades(sara).encargos == ()
    assert claves(st.get("/enlaces/?entidad=MOR&vacantes=on")) == ["MOR-C5", "MOR-SS", "MOR-UPC"]


def test_los_errores_del_servicio_se_dicen_en_el_formulario(st):
    puebla = Institucion.objects.get(clave="PUE-SS")
    repetida = {"institucion": str(puebla.pk), "rol": Rol.ENLACE_TITULAR, "nombre": "Paula", "email": "enlace.puebla@demo.mx"}
    respuesta = st.post(reverse("enlaces-designar"), repetida)
    assert respuesta.context["formulario"].non_field_errors() == ["Esa persona ya tiene esa designación en esas fechas."]
    designacion = Designacion.objects.get(usuario__email="enlace.puebla@demo.mx", institucion=puebla)
    fuera = st.post(reverse("enlaces-terminar", args=[designacion.pk]), {"el": "05/07/2022", "motivo": "x"})
    assert fuera.context["formulario"].errors == {"el": ["La fecha de término debe caer dentro de la vigencia."]}


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_ni_el_enlace_ni_la_consulta_designan_o_terminan(client, quien):
    client.force_login(quien())
    designacion = Designacion.objects.filter(usuario__email="enlace.puebla@demo.mx").first()
    antes = Designacion.objects.count()
    assert client.post(reverse("enlaces-designar"), {}).status_code == 403
    assert client.post(reverse("enlaces-terminar", args=[designacion.pk]), {"el": "06/07/2022", "motivo": "x"}).status_code in (403, 404)
    assert Designacion.objects.count() == antes


def test_el_panel_de_la_institucion_dice_la_vacante(st):
    assert "vacante desde hace 1 día" in st.get(reverse("institucion-detail", args=["MOR-SS"])).content.decode()
    assert "sin enlace" in st.get(reverse("institucion-detail", args=["MOR-SS"])).content.decode()
    assert "Paula Ibarra" in st.get(reverse("institucion-detail", args=["PUE-SS"])).content.decode()


def test_el_directorio_cuesta_lo_mismo_con_muchas_instituciones(st, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        st.get("/enlaces/?todas=on")


# --- Filtros, historia y persona ------------------------------------------------------------------------------------------


def test_filtrar_por_materia_cuenta_y_persona(st):
    a6 = Disposicion.objects.get(clave="ZC-2022-1/A6")
    nombrar("MOR-UPC", "sara@morelos.gob.mx", materia=a6)
    nombrar("MOR-C5", "luis@morelos.gob.mx", nombre="Luis Paz", materia=Disposicion.objects.get(clave="ZC-2022-1/A13"))
    assert claves(st.get("/enlaces/?entidad=MOR&materia=ZC-2022-1/A6")) == ["MOR-UPC"]
    assert claves(st.get("/enlaces/?cuenta=sin_activar")) == ["MOR-C5", "MOR-UPC"]
    assert claves(st.get("/enlaces/?cuenta=activa&entidad=PUE")) == ["PUE-C5", "PUE-SS", "PUE-UPC"]
    assert claves(st.get("/enlaces/?q=luis paz")) == ["MOR-C5"]
    assert claves(st.get("/enlaces/?q=MOR-")) == ["MOR-C5", "MOR-SS", "MOR-UPC"]
    fichas = st.get("/enlaces/?entidad=MOR&materia=ZC-2022-1/A6").context["fichas"]
    assert [(f["titulo"], str(f["valor"]), f["url_quitar"]) for f in fichas] == [
        ("Entidad", "Morelos", "?materia=ZC-2022-1%2FA6"),
        ("Materia", "Acuerdo SEXTO", "?entidad=MOR"),
    ]


def test_a_quien_no_ve_personas_buscarlas_no_le_dice_nada(client, consulta):
    client.force_login(consulta)
    assert "cuenta" not in client.get("/enlaces/").context["filtro"].fields
    assert claves(client.get("/enlaces/?q=Ibarra")) == []
    assert claves(client.get("/enlaces/?rol=enlace_titular")) == []


def test_la_historia_dice_quien_fue_desde_cuando_y_con_que_oficio(st, titular, hoy):
    antes = nombrar("MOR-SS", "antes@morelos.gob.mx", nombre="Ana Vega", desde=date(2022, 7, 1), cargo="Jefa")
    nombrar("MOR-SS", "sara@morelos.gob.mx", sustituye_a=antes)
    pagina = st.get(reverse("enlaces-institucion", args=["MOR-SS"]))
    vistas = [(v.designacion.usuario.nombre, v.designacion.vigencia.lower.isoformat(), v.designacion.motivo_termino) for v in pagina.context["historia"]]
    assert vistas == [("Sara Ríos", "2022-07-06", ""), ("Ana Vega", "2022-07-01", "Lo sustituye Sara Ríos")]
    persona = st.get(reverse("enlaces-persona", args=[antes.usuario_id]))
    assert (persona.context["vigentes"], len(persona.context["anteriores"])) == ([], 1)
    assert f"{reverse('avisos')}?q=antes%40morelos.gob.mx" in persona.content.decode()


def test_el_oficio_detras_se_descarga_por_quien_puede(st, client, enlace_ajeno):
    (entrega,) = presentar()
    puebla = Designacion.objects.get(usuario__email="enlace.puebla@demo.mx", institucion__clave="PUE-SS")
    Designacion.objects.filter(pk=puebla.pk).update(oficio=entrega.oficio)
    archivo = reverse("archivo-descargar", args=[entrega.oficio.archivos.get().pk])
    assert archivo in st.get(reverse("enlaces-institucion", args=["PUE-SS"])).content.decode()
    client.force_login(enlace_ajeno)
    texto = client.get(reverse("enlaces-institucion", args=["PUE-SS"])).content.decode()
    assert archivo not in texto
    assert "Paula Ibarra" not in texto
    assert client.get(reverse("enlaces-persona", args=[puebla.usuario_id])).status_code == 404


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_exportar_lo_que_se_ve(st, formato):
    nombrar("MOR-SS", "sara@morelos.gob.mx", nombre="=cmd|' /C calc'!A0", cargo="Jefa")
    respuesta = st.get(f"{reverse('enlaces-exportar', args=[formato])}?entidad=MOR")
    assert respuesta["Content-Disposition"] == f'attachment; filename="directorio-de-enlaces-2022-07-06.{formato}"'
    if formato == "csv":
        filas = list(csv.reader(io.StringIO(respuesta.content.decode("utf-8-sig"))))
    else:
        filas = [list(f) for f in load_workbook(io.BytesIO(respuesta.content)).active.iter_rows(values_only=True)]
    assert len(filas) == 2
    assert filas[1][1] == "MOR-SS"
    assert filas[1][5] == ("'" if formato == "csv" else "") + "=cmd|' /C calc'!A0"
    assert filas[1][12] == "sin activar"


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_exportar_es_de_quien_ve_a_todos(client, quien):
    client.force_login(quien())
    assert client.get(reverse("enlaces-exportar", args=["csv"])).status_code == 403


# --- El contacto administra lo suyo y nada más ---------------------------------------------------------------------------


def test_el_contacto_administra_a_los_enlaces_de_su_institucion(client):
    suya = nombrar("MOR-SS", "sara@morelos.gob.mx", hasta=date(2022, 12, 31))
    ajena = Designacion.objects.get(usuario__email="enlace.puebla@demo.mx", institucion__clave="PUE-SS")
    client.force_login(contacto_con_cuenta("MOR-SS"))
    assert reverse("enlaces-terminar", args=[suya.pk]) in client.get("/enlaces/?entidad=MOR").content.decode()
    for nombre in ("enlaces-terminar", "enlaces-renovar", "enlaces-delegar"):
        assert client.get(reverse(nombre, args=[suya.pk])).status_code == 200
        assert client.get(reverse(nombre, args=[ajena.pk])).status_code == 404
    assert client.post(reverse("enlaces-reenviar", args=[ajena.pk])).status_code == 404
    assert client.get(reverse("relevo", args=[ajena.pk])).status_code == 404
    client.post(reverse("enlaces-renovar", args=[suya.pk]), {"hasta": "31/12/2023"})
    suya.refresh_from_db()
    assert suya.vigencia.upper == date(2024, 1, 1)
    client.post(reverse("enlaces-terminar", args=[suya.pk]), {"el": "06/07/2022", "motivo": "Cambio de área"})
    assert reparto.facultades(suya.usuario).encargos == ()


def test_las_vacantes_dicen_desde_cuando_y_que_materia_falta(st, client, enlace, hoy):
    nombrar("MOR-UPC", "sara@morelos.gob.mx", materia=Disposicion.objects.get(clave="ZC-2022-1/A6"))
    with reloj.fijo(date(2022, 7, 16)):
        pagina = st.get(reverse("enlaces-vacantes"))
        por_clave = {v.institucion.clave: v for v in pagina.context["vacantes"]}
        assert (por_clave["MOR-SS"].dias, por_clave["MOR-SS"].contacto) == (11, "titular.mor-ss@demo.mx")
        assert por_clave["MOR-SS"].por_responder > 10
        assert "MOR-UPC" not in por_clave
        assert [(i.clave, "A13" in [d.sigla for d in ds]) for i, ds in pagina.context["parciales"]] == [("MOR-UPC", True)]
    client.force_login(enlace)
    assert client.get(reverse("enlaces-vacantes")).status_code == 403


# --- Delegar y terminar en masa --------------------------------------------------------------------------------------------


def test_delegar_por_unos_dias(client, enlace):
    suya = Designacion.objects.get(usuario=enlace, institucion__clave="PUE-SS")
    client.force_login(enlace)
    datos = {"nombre": "Rosa Gil", "email": "rosa@puebla.gob.mx", "desde": "11/07/2022", "hasta": "15/07/2022", "motivo": "Vacaciones"}
    assert client.post(reverse("enlaces-delegar", args=[suya.pk]), datos).status_code == 302
    rosa = Usuario.objects.get(email="rosa@puebla.gob.mx")
    dias = {dia: bool(facultades_de(rosa, date(2022, 7, dia)).encargos) for dia in (10, 11, 15, 16)}
    assert dias == {10: False, 11: True, 15: True, 16: False}
    assert [e.institucion for e in facultades_de(enlace, date(2022, 7, 12)).encargos if e.institucion == suya.institucion_id] == [suya.institucion_id]
    mal = client.post(reverse("enlaces-delegar", args=[suya.pk]), datos | {"desde": "15/07/2022", "hasta": "11/07/2022"})
    assert set(mal.context["formulario"].errors) == {"hasta"}


def test_el_cambio_de_gobierno_se_ve_antes_y_da_resultado_por_renglon(st, enlace):
    vista = st.get(f"{reverse('enlaces-en-masa')}?entidad=PUE&el=01/08/2022&motivo=Cambio")
    alcance = vista.context["alcance"]
    assert [(g.institucion.clave, len(g.designaciones), g.por_responder > 0) for g in alcance] == [
        ("PUE-C5", 1, True),
        ("PUE-SS", 1, True),
        ("PUE-UPC", 1, True),
    ]
    assert reparto.facultades(enlace).encargos, "mirar no termina nada"
    marcadas = [str(d.pk) for g in alcance for d in g.designaciones][:2]
    hecho = st.post(reverse("enlaces-en-masa"), {"entidad": "PUE", "el": "2022-08-01", "motivo": "Cambio", "designacion": marcadas})
    assert [r.error for r in hecho.context["resultados"]] == ["", ""]
    assert len(facultades_de(enlace, date(2022, 8, 1)).encargos) == 1
    assert len(facultades_de(enlace, date(2022, 7, 31)).encargos) == 3


def test_en_masa_es_de_la_secretaria_tecnica(client, enlace):
    client.force_login(enlace)
    assert client.get(reverse("enlaces-en-masa")).status_code == 403
