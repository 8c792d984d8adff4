"""PRIMERA, TERCERA y CUARTA se cumplen con exactamente esto: un oficio que nombra, entregado y aceptado."""

from datetime import date
from uuid import UUID

import pytest
import uuid6

from conferencia.models import Compromiso, Designacion, Entrega, EstadoEntrega, EstadoPropuesta, Hecho, Obligacion, Oficio, PropuestaDeDesignacion, Rol, Usuario
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.queries.designaciones import materias_de, quien_es
from conferencia.services import propuestas
from conferencia.services.designaciones import DesignacionRechazada, Persona, designar, terminar_designacion
from conferencia.services.designar_por_oficio import designar_por_oficio
from conferencia.services.dictamenes import deshacer_dictamen
from conferencia.services.entregas import EntregaRechazada, aceptar_entrega, observar_entrega, rechazar_por_ajena
from conferencia.services.hechos import verificar
from conferencia.services.indice import comparar
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.propuestas import PropuestaCambiada, PropuestaRechazada
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion
from tests.enlaces.relevos import contacto_con_cuenta, institucion, nombrar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
SARA = Persona(nombre="Sara Ríos", email="Sara@morelos.gob.mx", cargo="Directora de Enlace", telefono="777 123 4567")


def por_oficio(quien: Usuario, clave: str, *sobre: str, llave: UUID | None = None, persona: Persona = SARA, **mas) -> list[PropuestaDeDesignacion]:
    """Designa por la institución; ``sobre``: las siglas de las disposiciones que ordenan designar y así se atienden («T1»)."""
    materias = {
        m.disposicion.pk: m for m in materias_de(institucion(clave), date(2022, 7, 6)) if m.obligacion and m.obligacion.compromiso.disposicion.sigla in sobre
    }
    return designar_por_oficio(
        por=reparto.facultades(quien),
        institucion=institucion(clave),
        persona=persona,
        rol=mas.pop("rol", Rol.ENLACE_TITULAR),
        materias=mas.pop("materias", [m.disposicion for m in materias.values()]),
        obligaciones={pk: m.obligacion for pk, m in materias.items()},
        datos=DatosDeOficio(numero="SSP/MOR/77/2022", fecha=date(2022, 7, 6), firmante="La titular", llave_de_envio=llave),
        archivos=[archivo_de(quien)],
        **mas,
    )


def aceptar(propuesta: PropuestaDeDesignacion) -> Entrega:
    entrega = Entrega.objects.select_related("obligacion__compromiso__disposicion", "oficio").get(pk=propuesta.entrega_id)
    return aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version)


@pytest.fixture
def contacto(db):
    return contacto_con_cuenta("MOR-UPC")


def test_que_compromisos_se_cumplen_designando_sale_del_acta():
    designan = Compromiso.objects.filter(designa=True).order_by("clave").values_list("clave", flat=True)
    assert list(designan) == ["ZC-2022-1/T1.1", "ZC-2022-1/T3.1", "ZC-2022-1/T4.1"]


def test_para_que_se_designa_es_el_acuerdo_al_que_remite_quien_lo_ordena():
    pedidas = [(m.disposicion.sigla, m.obligacion.clave) for m in materias_de(institucion("PUE-UPC"), date(2022, 7, 6)) if m.obligacion]
    assert pedidas == [("A6", "ZC-2022-1/T1.1/PUE-UPC"), ("A13", "ZC-2022-1/T4.1/PUE-UPC")]
    assert [m.disposicion.sigla for m in materias_de(institucion("PUE-SS"), date(2022, 7, 6)) if m.obligacion] == ["A12"]


def test_designar_entrega_y_aceptar_cumple_y_da_derechos(contacto):
    (propuesta,) = por_oficio(contacto, "MOR-UPC", "T1")
    assert (propuesta.estado, propuesta.email, propuesta.materia.sigla) == (EstadoPropuesta.PROPUESTA, "sara@morelos.gob.mx", "A6")
    assert obligacion("T1.1/MOR-UPC").estado == "en_revision"
    assert not Usuario.objects.filter(email="sara@morelos.gob.mx").exists()

    aceptar(propuesta)
    assert obligacion("T1.1/MOR-UPC").estado == "cumplida"
    propuesta.refresh_from_db()
    d = propuesta.designacion
    assert (d.usuario.nombre, d.rol, d.materia.sigla, d.oficio.numero) == ("Sara Ríos", "enlace_titular", "A6", "SSP/MOR/77/2022")
    assert (d.cargo, d.telefono) == ("Directora de Enlace", "777 123 4567")
    assert [e.materia for e in reparto.facultades(d.usuario).encargos] == [d.materia_id]
    assert list(Hecho.objects.order_by("-numero").values_list("clase", flat=True)[:3]) == ["entrega.aceptada", "propuesta.aceptada", "designacion.registrada"]
    assert verificar().integra
    assert (comparar().discordantes, comparar().conteos) == ((), True)


def test_la_misma_persona_para_dos_materias_es_dos_designaciones_y_dos_entregas(contacto):
    dos = por_oficio(contacto, "MOR-UPC", "T1", "T4")
    assert [(p.materia.sigla, p.entrega.obligacion.clave.split("/", 1)[1]) for p in dos] == [("A6", "T1.1/MOR-UPC"), ("A13", "T4.1/MOR-UPC")]
    assert Oficio.objects.filter(numero="SSP/MOR/77/2022").count() == 1
    aceptar(dos[0])
    assert [(obligacion(c).estado) for c in ("T1.1/MOR-UPC", "T4.1/MOR-UPC")] == ["cumplida", "en_revision"]
    assert Designacion.objects.filter(usuario__email="sara@morelos.gob.mx").count() == 1
    aceptar(dos[1])
    assert Designacion.objects.filter(usuario__email="sara@morelos.gob.mx").count() == 2


@pytest.mark.parametrize("como", ["observar", "ajena"])
def test_si_el_oficio_no_se_acepta_la_persona_tampoco_y_se_propone_de_nuevo(contacto, como):
    (propuesta,) = por_oficio(contacto, "MOR-UPC", "T1")
    entrega = propuesta.entrega
    por, version = reparto.facultades(reparto.analista()), obligacion("T1.1/MOR-UPC").version
    if como == "observar":
        observar_entrega(por=por, entrega=entrega, version=version, observaciones=["Falta la firma"], subsanar_el=date(2022, 7, 20))
    else:
        rechazar_por_ajena(por=por, entrega=entrega, version=version, motivo="No nombra a nadie")
    propuesta.refresh_from_db()
    assert (propuesta.estado, propuesta.con_dictamen, bool(propuesta.motivo)) == ("rechazada", True, True)
    (otra,) = por_oficio(contacto, "MOR-UPC", "T1")
    aceptar(otra)
    assert obligacion("T1.1/MOR-UPC").estado == "cumplida"


def test_deshacer_la_aceptacion_anula_la_designacion_y_restituye_a_quien_salia(contacto):
    saliente = nombrar("MOR-UPC", "viejo@morelos.gob.mx", nombre="El anterior", desde=date(2022, 7, 5))
    (propuesta,) = por_oficio(contacto, "MOR-UPC", "T1", sustituye_a=saliente)
    entrega = aceptar(propuesta)
    assert reparto.facultades(saliente.usuario).encargos == ()
    deshacer_dictamen(por=reparto.facultades(reparto.analista()), entrega=entrega)
    propuesta.refresh_from_db()
    assert (propuesta.estado, propuesta.designacion, obligacion("T1.1/MOR-UPC").estado) == ("propuesta", None, "en_revision")
    assert reparto.facultades(Usuario.objects.get(email="sara@morelos.gob.mx")).encargos == ()
    assert [e.rol for e in reparto.facultades(saliente.usuario).encargos] == ["enlace_titular"]
    aceptar(propuesta)
    assert [e.rol for e in reparto.facultades(Usuario.objects.get(email="sara@morelos.gob.mx")).encargos] == ["enlace_titular"]
    assert (comparar().discordantes, comparar().conteos) == ((), True)


def test_reintentar_con_la_misma_llave_es_lo_mismo_y_no_se_roba(contacto):
    llave = uuid6.uuid7()
    primera = por_oficio(contacto, "MOR-UPC", "T1", llave=llave)
    assert por_oficio(contacto, "MOR-UPC", "T1", llave=llave) == primera
    assert PropuestaDeDesignacion.objects.count() == 1
    with pytest.raises(AccesoNegado, match="no está a tu alcance"):
        por_oficio(contacto_con_cuenta("MOR-SS"), "MOR-SS", "T3", llave=llave)


def test_el_contacto_designa_aunque_ya_haya_enlace_y_el_suplente_no(contacto):
    nombrar("MOR-UPC", "general@morelos.gob.mx", nombre="General")
    assert por_oficio(contacto, "MOR-UPC", "T1")[0].estado == "propuesta"
    suplente = nombrar("MOR-C5", "suplente@morelos.gob.mx", nombre="Suplente", rol=Rol.ENLACE_SUPLENTE).usuario
    with pytest.raises(AccesoNegado, match="Designa el contacto oficial"):
        por_oficio(suplente, "MOR-C5", "T1")


def test_nadie_designa_por_otra_institucion(contacto, enlace_ajeno):
    for quien in (contacto, enlace_ajeno):
        with pytest.raises(AccesoNegado, match="no está a tu alcance"):
            por_oficio(quien, "PUE-UPC", "T1")
    assert not PropuestaDeDesignacion.objects.exists()
    assert not Oficio.objects.filter(numero="SSP/MOR/77/2022").exists()


def test_lo_que_la_secretaria_tecnica_registra_sin_obligacion_surte_efecto_de_una_vez(analista):
    (propuesta,) = por_oficio(analista, "MOR-UPC", materias=[None], rol=Rol.ENLACE_CAPTURA)
    assert (propuesta.estado, propuesta.designacion.rol, propuesta.designacion.materia) == ("vigente", "enlace_captura", None)


def test_lo_que_registra_de_ventanilla_y_atiende_algo_espera_su_dictamen(analista):
    (propuesta,) = por_oficio(analista, "MOR-UPC", "T1")
    assert (propuesta.estado, propuesta.entrega.estado) == ("propuesta", EstadoEntrega.EN_REVISION)
    with pytest.raises(PropuestaRechazada, match="en la bandeja"):
        propuestas.aceptar_propuesta(por=reparto.facultades(analista), propuesta=propuesta)


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [
        ({"materias": []}, "materias"),
        ({"rol": Rol.CONTACTO}, "rol"),
        ({"hasta": date(2022, 7, 1)}, "hasta"),
        ({"persona": Persona(nombre=" ", email="x@y.mx")}, "nombre"),
    ],
    ids=["sin materia", "rol que no es de enlace", "ya terminó", "sin nombre"],
)
def test_lo_que_no_cabe_se_dice_y_no_deja_nada(contacto, cambios, campo):
    with pytest.raises(PropuestaRechazada) as error:
        por_oficio(contacto, "MOR-UPC", "T1", **cambios)
    assert error.value.campo == campo
    assert obligacion("T1.1/MOR-UPC").estado == "pendiente"
    assert not Oficio.objects.filter(numero="SSP/MOR/77/2022").exists()


def test_no_se_sustituye_a_alguien_de_otra_institucion(contacto, enlace):
    ajena = Designacion.objects.filter(usuario=enlace).first()
    with pytest.raises(PropuestaRechazada, match="misma institución"):
        por_oficio(contacto, "MOR-UPC", "T1", sustituye_a=ajena)
    with pytest.raises(DesignacionRechazada, match="misma institución"):
        nombrar("MOR-UPC", sustituye_a=ajena)


def test_la_misma_propuesta_dos_veces_se_rechaza(contacto):
    por_oficio(contacto, "MOR-UPC", materias=[None])
    with pytest.raises(PropuestaRechazada, match="Ya hay una propuesta por resolver"):
        por_oficio(contacto, "MOR-UPC", materias=[None])


# --- De quien no se conoce ----------------------------------------------------------------------------------------------


def de_desconocido(clave: str = "MOR-UPC") -> PropuestaDeDesignacion:
    (propuesta,) = propuestas.proponer_designacion(
        por=facultades_del_sistema(date(2022, 7, 6)),
        institucion=institucion(clave),
        persona=SARA,
        rol=Rol.ENLACE_TITULAR,
        materias=[None],
        de_desconocido=True,
        remitente="alguien@gmail.com",
    )
    return propuesta


def test_nada_pasa_hasta_que_el_contacto_la_reconoce(contacto, analista):
    propuesta = de_desconocido()
    assert propuesta.estado == EstadoPropuesta.POR_CONFIRMAR
    with pytest.raises(PropuestaRechazada, match="confirme a Sara"):
        propuestas.aceptar_propuesta(por=reparto.facultades(analista), propuesta=propuesta)
    with pytest.raises(AccesoNegado):  # ni la Secretaría Técnica la confirma por él
        propuestas.confirmar_propuesta(por=reparto.facultades(analista), propuesta=propuesta)
    propuestas.confirmar_propuesta(por=reparto.facultades(contacto), propuesta=propuesta)
    designacion = propuestas.aceptar_propuesta(por=reparto.facultades(analista), propuesta=propuesta)
    assert designacion.usuario.email == "sara@morelos.gob.mx"


def test_el_oficio_con_que_vino_no_se_acepta_sin_esa_confirmacion(contacto, analista):
    (propuesta,) = por_oficio(analista, "MOR-UPC", "T1", de_desconocido=True, remitente="alguien@gmail.com")
    with pytest.raises(PropuestaRechazada, match="Falta que el contacto oficial"):
        aceptar(propuesta)
    assert obligacion("T1.1/MOR-UPC").estado == "en_revision"
    propuestas.negar_propuesta(por=reparto.facultades(contacto), propuesta=propuesta, motivo="No trabaja aquí")
    propuesta.refresh_from_db()
    assert (propuesta.estado, propuesta.motivo) == ("rechazada", "No trabaja aquí")
    assert not Usuario.objects.filter(email="sara@morelos.gob.mx").exists()


def test_el_contacto_de_otra_institucion_no_confirma(contacto):
    propuesta = de_desconocido("PUE-SS")
    with pytest.raises(AccesoNegado, match="no está a tu alcance"):
        propuestas.confirmar_propuesta(por=reparto.facultades(contacto), propuesta=propuesta)


def test_resolver_lo_ya_resuelto_o_lo_que_no_se_vio_se_dice(contacto, analista):
    propuesta = de_desconocido()
    with pytest.raises(PropuestaCambiada):
        propuestas.confirmar_propuesta(por=reparto.facultades(contacto), propuesta=propuesta, version=7)
    propuestas.rechazar_propuesta(por=reparto.facultades(analista), propuesta=propuesta, motivo="Era una prueba")
    with pytest.raises(PropuestaCambiada):
        propuestas.confirmar_propuesta(por=reparto.facultades(contacto), propuesta=propuesta)
    with pytest.raises(PropuestaRechazada, match="por qué"):
        propuestas.rechazar_propuesta(por=reparto.facultades(analista), propuesta=de_desconocido("MOR-SS"), motivo=" ")


def test_a_quien_se_conoce_y_quien_dejo_de_ser_enlace(hoy, titular):
    morelos = institucion("MOR-SS")
    assert quien_es("titular.mor-ss@demo.mx", morelos, hoy)
    assert not quien_es("enlace.puebla@demo.mx", morelos, hoy)
    antes = nombrar("MOR-SS", "antes@morelos.gob.mx", desde=date(2022, 7, 1))
    assert quien_es("ANTES@morelos.gob.mx", morelos, hoy)
    terminar_designacion(por=reparto.facultades(titular), designacion=antes, el=hoy, motivo="Renunció")
    assert not quien_es("antes@morelos.gob.mx", morelos, hoy)


def test_sin_capturar_a_quien_designa_se_puede_aceptar_pero_sigue_la_vacante(contacto, analista):
    """La obligación es del oficio; que falte capturar la persona no la vuelve incumplida."""
    from tests.conferencia.presentaciones import presentar  # noqa: PLC0415 - para contar la historia donde importa

    entrega = presentar(contacto, "T1.1/MOR-UPC", "MOR-UPC")
    aceptar_entrega(por=reparto.facultades(analista), entrega=entrega, version=entrega.obligacion.version)
    assert Obligacion.objects.get(pk=entrega.obligacion_id).estado == "cumplida"
    assert not Designacion.objects.filter(institucion__clave="MOR-UPC", rol__startswith="enlace_").exists()


def test_designar_no_acepta_una_observacion_sin_texto(contacto, analista):
    (propuesta,) = por_oficio(contacto, "MOR-UPC", "T1")
    with pytest.raises(EntregaRechazada):
        observar_entrega(
            por=reparto.facultades(analista),
            entrega=propuesta.entrega,
            version=propuesta.entrega.obligacion.version,
            observaciones=[" "],
            subsanar_el=date(2022, 7, 20),
        )
    propuesta.refresh_from_db()
    assert propuesta.estado == "propuesta"


def test_designar_directo_guarda_cargo_y_telefono(titular):
    d = designar(
        por=reparto.facultades(titular), email="x@y.mx", nombre="X", rol=Rol.ENLACE_TITULAR, institucion=institucion("MOR-C5"), cargo=" Jefa ", telefono=" 55 "
    )
    assert (d.cargo, d.telefono) == ("Jefa", "55")
