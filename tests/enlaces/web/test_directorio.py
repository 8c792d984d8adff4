"""El directorio: la vacante a la vista, filtros, y designar o terminar solo por la Secretaría Técnica."""

import pytest
from django.urls import reverse

from conferencia.models import Designacion, Institucion, Rol, Usuario
from tests import reparto

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
def test_solo_la_secretaria_tecnica_designa_o_termina(client, quien):
    client.force_login(quien())
    designacion = Designacion.objects.filter(usuario__email="enlace.puebla@demo.mx").first()
    antes = Designacion.objects.count()
    assert client.post(reverse("enlaces-designar"), {}).status_code == 403
    assert client.post(reverse("enlaces-terminar", args=[designacion.pk]), {"el": "06/07/2022", "motivo": "x"}).status_code == 403
    assert Designacion.objects.count() == antes


def test_el_panel_de_la_institucion_dice_la_vacante(st):
    assert "sin enlace" in st.get(reverse("institucion-detail", args=["MOR-SS"])).content.decode()
    assert "Paula Ibarra" in st.get(reverse("institucion-detail", args=["PUE-SS"])).content.decode()


def test_el_directorio_cuesta_lo_mismo_con_muchas_instituciones(st, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        st.get("/enlaces/?todas=on")
