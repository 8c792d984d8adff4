"""Presentar y dictaminar: de dos que deciden a la vez uno gana, y nada queda a medias."""

import io
import uuid
from datetime import date, datetime

import pytest

from conferencia import reloj
from conferencia.domain.situacion import Situacion
from conferencia.models import Archivo, Entrega, Hecho, Institucion, Obligacion, Oficio
from conferencia.permissions import AccesoNegado
from conferencia.services.archivos import PDF, ArchivoInadmisible, guardar_archivo
from conferencia.services.entregas import (
    EntregaRechazada,
    aceptar_entrega,
    observar_entrega,
    presentar_oficio,
    rechazar_por_ajena,
)
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.oficios import DatosDeOficio, OficioRechazado
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "ZC-2022-1/T3.1/PUE-SS"  # designar enlace por oficio, vence el 12 de julio


def obligacion(clave: str = CLAVE) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def archivo(quien, contenido: bytes | None = None, nombre: str = "oficio.pdf") -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(pdf_de_una_pagina() if contenido is None else contenido), nombre=nombre, admitidos={PDF}, actor=quien.pk)


def presentar(quien=None, claves=(CLAVE,), institucion="PUE-SS", **datos) -> list[Entrega]:
    quien = quien or reparto.enlace()
    return presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[obligacion(c) for c in claves],
        institucion=Institucion.objects.get(clave=institucion),
        datos=DatosDeOficio(**({"numero": "SSP/1/2022", "fecha": date(2022, 7, 6)} | datos)),
        archivos=[archivo(quien)],
    )


def decidir(verbo, entrega: Entrega, quien=None, **opciones):
    return verbo(por=reparto.facultades(quien or reparto.analista()), entrega=entrega, version=obligacion().version, **opciones)


def situacion(hoy: date) -> str:
    return Obligacion.objects.con_situacion(hoy).get(clave=CLAVE).situacion


def test_presentar_y_aceptar_cumple_a_tiempo():
    (entrega,) = presentar()
    assert (obligacion().estado, situacion(date(2022, 7, 20))) == ("en_revision", Situacion.EN_REVISION)
    with reloj.fijo(date(2022, 8, 1)):
        decidir(aceptar_entrega, entrega)
    assert (obligacion().cumplida_el, situacion(date(2022, 8, 1))) == (date(2022, 8, 1), Situacion.CUMPLIDA_A_TIEMPO)
    clases = list(Hecho.objects.filter(obligacion_id=obligacion().pk).order_by("numero").values_list("clase", "de", "a"))
    assert clases == [
        ("obligacion.creada", "", "pendiente"),
        ("entrega.presentada", "pendiente", "en_revision"),
        ("entrega.aceptada", "en_revision", "cumplida"),
    ]


@pytest.mark.parametrize(
    ("hora", "queda"),
    [
        (datetime(2022, 7, 12, 23, 59, 59, tzinfo=reloj.MEXICO), Situacion.CUMPLIDA_A_TIEMPO),
        (datetime(2022, 7, 13, 0, 0, 1, tzinfo=reloj.MEXICO), Situacion.CUMPLIDA_EXTEMPORANEA),
    ],
    ids=["a las 23:59 del último día", "un segundo después"],
)
def test_el_ultimo_minuto_se_juzga_en_la_ciudad_de_mexico(hora, queda):
    with reloj.fijo(hora):
        (entrega,) = presentar()
        decidir(aceptar_entrega, entrega)
    assert situacion(date(2030, 1, 1)) == queda


def test_observar_subsanar_y_aceptar():
    (primera,) = presentar()
    decidir(observar_entrega, primera, observaciones=["Falta la firma", " ", "Falta el correo"], subsanar_el=date(2022, 7, 20))
    assert [(o.numero, o.texto) for o in primera.observaciones.order_by("numero")] == [(1, "Falta la firma"), (2, "Falta el correo")]
    assert (situacion(date(2022, 7, 20)), situacion(date(2022, 7, 21))) == (Situacion.CON_OBSERVACIONES, Situacion.VENCIDA)
    with reloj.fijo(date(2022, 7, 15)):
        (segunda,) = presentar(numero="SSP/2/2022")
        assert {o.atendida_con_id for o in primera.observaciones.all()} == {segunda.pk}
        decidir(aceptar_entrega, segunda)
    assert (segunda.numero, situacion(date(2023, 1, 1))) == (2, Situacion.CUMPLIDA_A_TIEMPO)


def test_subsanar_tarde_queda_extemporanea_para_siempre():
    (primera,) = presentar()
    decidir(observar_entrega, primera, observaciones=["Falta la firma"], subsanar_el=date(2022, 7, 20))
    with reloj.fijo(date(2022, 7, 21)):
        (segunda,) = presentar(numero="SSP/2/2022")
        decidir(aceptar_entrega, segunda)
    assert situacion(date(2030, 1, 1)) == Situacion.CUMPLIDA_EXTEMPORANEA


def test_lo_ajeno_devuelve_a_pendiente_y_no_cuenta_como_primera_entrega():
    (entrega,) = presentar()
    decidir(rechazar_por_ajena, entrega, motivo="Reporta otra cosa")
    o = obligacion()
    assert (o.estado, o.primera_entrega_el, o.ajena, situacion(date(2022, 7, 7))) == ("pendiente", None, True, Situacion.RESPONDIO_AJENO)
    presentar(numero="SSP/2/2022")
    assert (obligacion().ajena, obligacion().primera_entrega_el) == (False, date(2022, 7, 6))


def test_la_permanente_aceptada_queda_ratificada_y_abierta():
    clave = "ZC-2022-1/A7.1/PUE-SS"
    (entrega,) = presentar(claves=[clave])
    aceptar_entrega(por=reparto.facultades(reparto.titular()), entrega=entrega, version=obligacion(clave).version)
    o = Obligacion.objects.con_situacion(date(2022, 9, 1)).get(clave=clave)
    assert (o.estado, o.ratificada_el, o.situacion) == ("pendiente", date(2022, 7, 6), Situacion.PERMANENTE_AL_DIA)


def test_un_oficio_puede_atender_varias_y_cada_una_se_dictamina():
    entregas = presentar(claves=[CLAVE, "ZC-2022-1/A5.1/PUE-SS"])
    assert {e.oficio_id for e in entregas} == {Oficio.objects.get().pk}
    decidir(aceptar_entrega, entregas[0])
    assert [obligacion(c).estado for c in (CLAVE, "ZC-2022-1/A5.1/PUE-SS")] == ["cumplida", "en_revision"]


def test_reintentar_con_la_misma_llave_es_seguro_y_no_se_roba():
    llave = uuid.uuid4()
    primera = presentar(llave_de_envio=llave)
    assert [e.pk for e in presentar(llave_de_envio=llave)] == [e.pk for e in primera]
    assert Entrega.objects.count() == 1
    with pytest.raises(AccesoNegado):
        presentar(quien=reparto.enlace_ajeno(), llave_de_envio=llave)


@pytest.mark.parametrize(
    ("cambios", "error", "dice"),
    [
        ({"quien": "enlace_ajeno"}, AccesoNegado, "No existe o no está a tu alcance"),
        ({"quien": "consulta"}, AccesoNegado, "consultar"),
        ({"institucion": "PUE-UPC"}, EntregaRechazada, "No puedes presentar a nombre de"),
        ({"institucion": "HGO-SS"}, EntregaRechazada, "No puedes presentar a nombre de"),
        ({"numero": "  "}, OficioRechazado, "número"),
        ({"fecha": date(2022, 7, 7)}, OficioRechazado, "posterior a hoy"),
        ({"claves": ()}, EntregaRechazada, "al menos una"),
    ],
)
def test_lo_que_no_procede_se_dice_y_no_deja_nada(cambios, error, dice):
    if "quien" in cambios:
        cambios = cambios | {"quien": getattr(reparto, cambios["quien"])()}
    antes = Hecho.objects.count()
    with pytest.raises(error, match=dice):
        presentar(**cambios)
    assert (Entrega.objects.count(), Oficio.objects.count(), Hecho.objects.count()) == (0, 0, antes)


def test_presentar_sobre_lo_que_ya_esta_en_revision_se_niega():
    presentar()
    with pytest.raises(AccesoNegado, match="espera su dictamen"):
        presentar(numero="SSP/2/2022")
    assert Entrega.objects.count() == 1


@pytest.mark.parametrize(
    ("verbo", "opciones", "dice"),
    [
        (observar_entrega, {"observaciones": ["  "], "subsanar_el": date(2022, 7, 20)}, "al menos una observación"),
        (observar_entrega, {"observaciones": ["x"], "subsanar_el": date(2022, 7, 6)}, "posterior a hoy"),
        (rechazar_por_ajena, {"motivo": " "}, "Explica"),
    ],
)
def test_un_dictamen_incompleto_se_dice(verbo, opciones, dice):
    (entrega,) = presentar()
    with pytest.raises(EntregaRechazada, match=dice):
        decidir(verbo, entrega, **opciones)
    assert obligacion().estado == "en_revision"


def test_el_enlace_no_dictamina_lo_suyo(enlace):
    (entrega,) = presentar()
    with pytest.raises(AccesoNegado, match="Solo la Secretaría Técnica"):
        decidir(aceptar_entrega, entrega, quien=enlace)


def test_decidir_sobre_lo_que_ya_cambio_se_avisa():
    (entrega,) = presentar()
    version = obligacion().version
    decidir(observar_entrega, entrega, observaciones=["x"], subsanar_el=date(2022, 7, 20))
    with pytest.raises(OtroSeAdelanto, match="Alguien más"):
        aceptar_entrega(por=reparto.facultades(reparto.titular()), entrega=entrega, version=version)


@pytest.mark.django_db(transaction=True)
def test_dos_que_deciden_a_la_vez_uno_gana(sembrada, hoy):
    (entrega,) = presentar()
    version, por = obligacion().version, reparto.facultades(reparto.titular())

    def decide(n: int):
        with reloj.fijo(hoy):
            mia = Entrega.objects.get(pk=entrega.pk)
            if n % 2:
                return aceptar_entrega(por=por, entrega=mia, version=version)
            return rechazar_por_ajena(por=por, entrega=mia, version=version, motivo="ajeno")

    resultados = a_la_vez(4, decide)
    assert sorted(type(r).__name__ for r in resultados) in (
        ["Entrega"] + ["OtroSeAdelanto"] * 3,
        ["Entrega"] + ["OtroSeAdelanto"] * 2 + ["TransicionIlegal"],
        ["Entrega"] + ["OtroSeAdelanto"] + ["TransicionIlegal"] * 2,
        ["Entrega"] + ["TransicionIlegal"] * 3,
    )
    assert Hecho.objects.filter(obligacion_id=obligacion().pk).count() == 3


@pytest.mark.parametrize(
    ("contenido", "nombre", "dice"),
    [
        (b"", "vacio.pdf", "está vacío"),
        (b"hola", "nota.txt", "no es de un tipo que se reciba"),
        (b"MZ\x90\x00ejecutable", "oficio.pdf", r"«oficio\.pdf» es un programa, no un documento\. Se reciben: PDF\."),
        (b"%PDF-1.7\nbasura", "roto.pdf", "está dañado"),
        (pdf_de_una_pagina(contrasena="abc"), "cifrado.pdf", "protegido con contraseña"),
    ],
)
def test_el_tipo_se_juzga_por_los_bytes_y_no_por_el_nombre(enlace, contenido, nombre, dice):
    with pytest.raises(ArchivoInadmisible, match=dice):
        archivo(enlace, contenido, nombre)
    assert Archivo.objects.filter(subido_por=enlace).count() == 0


def test_el_nombre_no_escapa_de_su_carpeta_y_el_original_queda_igual(enlace):
    contenido = pdf_de_una_pagina()
    guardado = archivo(enlace, contenido, "../../etc/of\ncio.pdf")
    assert (guardado.nombre, guardado.tamano) == ("ofcio.pdf", len(contenido))
    assert ".." not in guardado.contenido.name
    with guardado.contenido.open() as bytes_guardados:
        assert bytes_guardados.read() == contenido


def test_demasiado_grande(enlace, settings):
    settings.ARCHIVO_TAMANO_MAXIMO = 100
    with pytest.raises(ArchivoInadmisible, match="pesa más"):
        archivo(enlace)


def registrar(quien, *, clave: str = CLAVE, institucion: str = "PUE-SS", **datos) -> list[Entrega]:
    return presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[obligacion(clave)],
        institucion=Institucion.objects.get(clave=institucion),
        datos=DatosDeOficio(**({"numero": "SSP/9/2022", "fecha": date(2022, 7, 4), "canal": "ventanilla"} | datos)),
        archivos=[archivo(quien)],
        a_nombre_de_ella=True,
    )


def test_lo_de_ventanilla_cuenta_desde_que_se_recibio():
    sello = datetime(2022, 7, 5, 18, 30, tzinfo=reloj.MEXICO)
    (entrega,) = registrar(reparto.analista(), recibido_en=sello)
    assert (entrega.presentada_en, entrega.institucion.clave, entrega.oficio.canal) == (sello, "PUE-SS", "ventanilla")
    assert entrega.oficio.registrado_en > sello
    assert Hecho.objects.get(sujeto_id=entrega.pk).rige_el == date(2022, 7, 5)
    assert obligacion().primera_entrega_el == date(2022, 7, 5)


def test_a_nombre_de_otra_solo_la_secretaria_tecnica_y_solo_de_las_partes():
    with pytest.raises(AccesoNegado):
        registrar(reparto.enlace())
    with pytest.raises(AccesoNegado, match="no responde de"):
        registrar(reparto.analista(), institucion="HGO-SS")
    with pytest.raises(OficioRechazado, match="después de ahora"):
        registrar(reparto.analista(), recibido_en=datetime(2022, 7, 7, tzinfo=reloj.MEXICO))
    assert Oficio.objects.count() == 0
