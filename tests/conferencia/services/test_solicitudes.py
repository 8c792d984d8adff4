"""Prórrogas: se piden con oficio antes de vencer, se resuelven con motivo y fundamento, y la historia dice desde cuándo rigió cada fecha."""

import uuid
from datetime import date

import pytest

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.situacion import Situacion
from conferencia.models import Hecho, Institucion, LimiteDeProrroga, Obligacion, Oficio, Solicitud, TramoDeSituacion
from conferencia.permissions import AccesoNegado
from conferencia.services.hechos import verificar
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.reglas_de_prorroga import fijar_reglas, limites_de
from conferencia.services.solicitudes import Limite, SolicitudRechazada, desistir, limite_de, pedir_prorroga, resolver_prorroga
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.presentaciones import archivo_de, obligacion, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "T3.1/PUE-SS"  # designar enlace por oficio, vence el martes 12 de julio de 2022


def pedir(quien=None, clave: str = CLAVE, institucion: str = "PUE-SS", hasta: date = date(2022, 8, 15), **datos) -> Solicitud:
    quien = quien or reparto.enlace()
    return pedir_prorroga(
        por=reparto.facultades(quien),
        obligacion=obligacion(clave),
        institucion=Institucion.objects.get(clave=institucion),
        datos=DatosDeOficio(**({"numero": "SSP/9/2022", "fecha": date(2022, 7, 6), "firmante": "La titular"} | datos)),
        archivos=[archivo_de(quien)],
        motivo="El cambio de titular retrasó los nombramientos",
        pide_hasta=hasta,
    )


def resolver(solicitud: Solicitud, hasta: date | None = date(2022, 8, 1), version: int | None = None, **opciones) -> Solicitud:
    return resolver_prorroga(
        por=reparto.facultades(reparto.analista()),
        solicitud=solicitud,
        version=version or Obligacion.objects.get(pk=solicitud.obligacion_id).version,
        concede_hasta=hasta,
        resolucion="Causa acreditada",
        fundamento="Lineamiento décimo",
        **opciones,
    )


def tramos(clave: str = CLAVE) -> list[tuple[str, str, date | None]]:
    filas = TramoDeSituacion.objects.filter(obligacion__clave=f"ZC-2022-1/{clave}").order_by("desde")
    return [(t.desde.isoformat(), t.situacion, t.vence_el) for t in filas]


def test_se_pide_con_oficio_y_pedirla_no_mueve_nada():
    solicitud = pedir()
    o = obligacion(CLAVE)
    assert (solicitud.estado, solicitud.oficio.numero, solicitud.oficio.archivos.count()) == ("pendiente", "SSP/9/2022", 1)
    assert (o.vence_el, o.prorrogas, o.estado) == (date(2022, 7, 12), 0, "pendiente")
    assert tramos() == [("2022-07-05", "por_vencer", date(2022, 7, 12)), ("2022-07-13", "sin_respuesta", date(2022, 7, 12))]
    assert Hecho.objects.get(clase="prorroga.pedida").motivo == "El cambio de titular retrasó los nombramientos"


def test_concedida_mueve_el_vencimiento_y_la_original_queda():
    resolver(pedir())
    o = obligacion(CLAVE)
    assert (o.vence_el, o.vence_original_el, o.programada_el, o.prorrogas) == (date(2022, 8, 1), date(2022, 7, 12), date(2022, 7, 12), 1)
    assert tramos() == [
        ("2022-07-05", "por_vencer", date(2022, 7, 12)),
        ("2022-07-06", "en_plazo", date(2022, 8, 1)),
        ("2022-07-25", "por_vencer", date(2022, 8, 1)),
        ("2022-08-02", "sin_respuesta", date(2022, 8, 1)),
    ]
    assert comparar().concuerda
    assert verificar().rotura is None


def test_negada_no_mueve_nada_y_dice_por_que():
    solicitud = resolver(pedir(), hasta=None)
    assert (solicitud.estado, solicitud.resolucion, solicitud.fundamento) == ("improcedente", "Causa acreditada", "Lineamiento décimo")
    assert (obligacion(CLAVE).vence_el, obligacion(CLAVE).prorrogas) == (date(2022, 7, 12), 0)
    assert comparar().concuerda


def test_el_ultimo_dia_todavia_se_pide_y_al_siguiente_ya_no():
    with reloj.fijo(date(2022, 7, 13)), pytest.raises(AccesoNegado, match="ya venció: la prórroga se pide antes de vencer"):
        pedir()
    with reloj.fijo(date(2022, 7, 12)):
        assert pedir().estado == "pendiente"


@pytest.mark.parametrize(
    ("desde", "el_dia_veinte"),
    [(None, "sin_respuesta"), (date(2022, 7, 12), "en_plazo"), (date(2022, 7, 15), "en_plazo")],
    ids=["desde que se resuelve", "desde el vencimiento que tenía", "desde un día intermedio"],
)
def test_vencida_mientras_se_resolvia_la_historia_dice_desde_cuando_rigio(desde, el_dia_veinte):
    """El día 20 aún nadie sabía de la concesión; al día 20, con lo sabido después, depende de desde cuándo se dijo que rige."""
    solicitud = pedir()
    assert Obligacion.objects.con_situacion(date(2022, 7, 20)).get(pk=solicitud.obligacion_id).situacion == Situacion.SIN_RESPUESTA
    with reloj.fijo(date(2022, 7, 22)):
        resolver(solicitud, rige_el=desde)
    t = TramoDeSituacion.objects.get(obligacion=solicitud.obligacion_id, desde__lte=date(2022, 7, 20), hasta__gt=date(2022, 7, 20))
    assert t.situacion == el_dia_veinte
    assert tramos()[-1] == ("2022-08-02", "sin_respuesta", date(2022, 8, 1))
    assert comparar().concuerda


@pytest.mark.parametrize("desde", [date(2022, 7, 5), date(2022, 7, 23)], ids=["antes de pedirla", "después de hoy"])
def test_no_rige_antes_de_pedirla_ni_despues_de_hoy(desde):
    solicitud = pedir()
    with reloj.fijo(date(2022, 7, 22)), pytest.raises(SolicitudRechazada, match="entre el día en que se recibió la petición y hoy"):
        resolver(solicitud, rige_el=desde)


def test_una_por_resolver_a_la_vez():
    pedir()
    with pytest.raises(AccesoNegado, match="Ya hay una prórroga por resolver"):
        pedir()


def test_los_limites_de_la_reunion_mandan_al_pedir_y_al_conceder(reunion):
    assert limite_de(obligacion(CLAVE)) == Limite(1, 90)
    with pytest.raises(SolicitudRechazada, match="90 días naturales a lo más: hasta el 10/10/2022"):
        pedir(hasta=date(2022, 10, 11))
    solicitud = pedir(hasta=date(2022, 10, 10))
    clase = obligacion(CLAVE).plazo_dado_por.plazo_clase
    LimiteDeProrroga.objects.create(reunion=reunion, plazo_clase=clase, cuantas=1, dias=10)
    with pytest.raises(SolicitudRechazada, match="10 días naturales"):
        resolver(solicitud, hasta=date(2022, 7, 23))
    resolver(solicitud, hasta=date(2022, 7, 22))
    with pytest.raises(SolicitudRechazada, match="ya tuvo 1 de 1"):
        pedir(hasta=date(2022, 7, 30))


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [({"hasta": date(2022, 7, 12)}, "posterior al vencimiento"), ({"numero": " "}, "número del oficio"), ({"fecha": date(2022, 7, 7)}, "posterior a hoy")],
)
def test_lo_mal_pedido_se_explica_y_no_deja_rastro(cambio, dicho):
    with pytest.raises(NoProcede, match=dicho):
        pedir(**cambio)
    assert (Solicitud.objects.count(), Oficio.objects.count()) == (0, 0)


def test_con_la_misma_llave_es_la_misma_solicitud_y_solo_de_quien_la_hizo():
    llave = uuid.uuid4()
    assert pedir(llave_de_envio=llave).pk == pedir(llave_de_envio=llave).pk
    with pytest.raises(AccesoNegado, match="No existe o no está a tu alcance"):
        pedir(quien=reparto.enlace_ajeno(), llave_de_envio=llave)


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta, reparto.analista, reparto.sin_designacion])
def test_solo_la_pide_quien_puede_presentar(quien):
    with pytest.raises(AccesoNegado):
        pedir(quien=quien())
    assert Solicitud.objects.count() == 0


def test_desiste_quien_la_pidio_y_puede_volver_a_pedir():
    solicitud = pedir()
    with pytest.raises(AccesoNegado):
        desistir(por=reparto.facultades(reparto.enlace_ajeno()), solicitud=solicitud)
    desistir(por=reparto.facultades(reparto.enlace()), solicitud=solicitud, motivo="Ya no hace falta")
    assert Solicitud.objects.get().estado == "desistida"
    with pytest.raises(OtroSeAdelanto):
        resolver(solicitud)
    assert pedir().estado == "pendiente"


def test_si_mientras_tanto_llego_una_entrega_quien_resuelve_se_entera():
    solicitud = pedir()
    vista = obligacion(CLAVE).version
    presentar(reparto.enlace(), CLAVE, "PUE-SS")
    with pytest.raises(OtroSeAdelanto):
        resolver(solicitud, version=vista)
    assert resolver(solicitud).estado == "procedente"
    assert comparar().concuerda


@pytest.mark.parametrize("falta", ["resolucion", "fundamento"])
def test_sin_motivo_o_sin_fundamento_no_se_resuelve(falta):
    solicitud = pedir()
    dicho = {"resolucion": "Porque sí", "fundamento": "Lineamiento"} | {falta: "  "}
    with pytest.raises(SolicitudRechazada):
        resolver_prorroga(
            por=reparto.facultades(reparto.analista()), solicitud=solicitud, version=obligacion(CLAVE).version, concede_hasta=date(2022, 8, 1), **dicho
        )


def test_el_enlace_no_resuelve_lo_suyo():
    solicitud = pedir()
    with pytest.raises(AccesoNegado, match="Solo la Secretaría Técnica resuelve"):
        resolver_prorroga(
            por=reparto.facultades(reparto.enlace()), solicitud=solicitud, version=2, concede_hasta=date(2022, 8, 1), resolucion="x", fundamento="y"
        )


def test_las_reglas_se_fijan_una_vez_y_repetirlas_no_asienta_nada(reunion):
    por = reparto.facultades(reparto.titular())
    reglas = {"concede": "El pleno de la Conferencia", "fundamento": "Art. 15", "limites": {"fecha": Limite(2, 30)}}
    assert fijar_reglas(por=por, reunion=reunion, **reglas) is True
    assert fijar_reglas(por=por, reunion=reunion, **reglas) is False
    assert (limites_de(reunion)["fecha"], limites_de(reunion)["termino"]) == (Limite(2, 30), Limite(1, 90))
    assert Hecho.objects.filter(clase="reunion.reglas_de_prorroga").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_dos_analistas_a_la_vez_una_resuelve_y_la_otra_se_entera(hoy):
    with reloj.fijo(hoy):
        solicitud = pedir()
    version = obligacion(CLAVE).version

    def decide(n: int):
        with reloj.fijo(hoy):
            return resolver(Solicitud.objects.get(pk=solicitud.pk), hasta=date(2022, 8, 1) if n else None, version=version).estado

    resultados = a_la_vez(2, decide)
    assert sorted(isinstance(r, OtroSeAdelanto) for r in resultados) == [False, True]
    assert Hecho.objects.filter(clase__in=["prorroga.concedida", "prorroga.negada"]).count() == 1
    assert comparar().concuerda
