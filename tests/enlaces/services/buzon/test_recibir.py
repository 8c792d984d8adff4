"""Del buzón a la propuesta, con un servidor IMAP de verdad: qué se recoge, a qué se atribuye y por qué."""

from datetime import date, datetime

import pytest

from conferencia import reloj
from conferencia.domain.situacion import Situacion
from conferencia.models import Designacion, Entrega, EstadoEntrega
from enlaces.models import Aviso, CorreoRecibido, Regla
from enlaces.services.buzon.jornada import SinBuzon, recibir
from enlaces.services.envio import enviar_pendientes
from tests.enlaces.correos import OFICIO, PUEBLA, correo
from tests.enlaces.escena import DE_PUEBLA, obligacion

pytestmark = pytest.mark.django_db


def uno() -> CorreoRecibido:
    return CorreoRecibido.objects.get()


def bytes_de(archivo) -> bytes:
    with archivo.contenido.open("rb") as abierto:
        return abierto.read()


def razones(c: CorreoRecibido) -> str:
    return " ".join(c.razones)


def situacion(clave: str = DE_PUEBLA) -> Situacion:
    return obligacion(clave).situacion_al(reloj.hoy(), espera_insumo=False)


def test_el_correo_con_la_clave_queda_por_confirmar(imap, seis):
    crudo = correo(asunto="Designación de enlace, ZC-2022-1/T3.1/PUE-SS")
    imap.entregar(crudo)
    assert recibir() == {"nuevos": 1, "repetidos": 0, "fallidos": 0, "propuestos": 1, "en_cuarentena": 0, "anotados": 0, "por_reintentar": 0}
    c = uno()
    assert (c.estado, c.clase, c.remitente, c.de, c.asunto) == (
        "propuesto",
        "correspondencia",
        "enlace",
        PUEBLA,
        "Designación de enlace, ZC-2022-1/T3.1/PUE-SS",
    )
    assert (c.numero, c.fecha_del_oficio) == ("SSP/DGA/0456/2022", date(2022, 7, 6))
    assert bytes_de(c.crudo) == crudo
    primera = c.candidatas.order_by("-puntos").first()
    assert (primera.obligacion.clave, primera.razones[0]) == (DE_PUEBLA, "Escribe la clave ZC-2022-1/T3.1/PUE-SS.")
    assert (primera.entrega.estado, primera.entrega.presentada_por.email) == (EstadoEntrega.POR_CONFIRMAR, PUEBLA)
    assert situacion() == Situacion.RECIBIDA_POR_CONFIRMAR
    [adjunto] = c.adjuntos.all()
    assert (adjunto.nombre, adjunto.sirve, bytes_de(adjunto.archivo)) == ("oficio.pdf", True, OFICIO)


def test_lo_recogido_sale_de_la_entrada_y_no_se_recoge_dos_veces(imap, seis):
    imap.entregar(correo())
    recibir()
    assert (imap.cuantos("INBOX"), imap.cuantos("Procesados")) == (0, 1)
    assert recibir()["nuevos"] == 0
    assert CorreoRecibido.objects.count() == 1


def test_lo_que_alguien_abrio_en_su_programa_tambien_se_recoge(imap, seis):
    imap.entregar(correo())
    with imap.caja() as caja:
        list(caja.fetch(mark_seen=True))
    assert recibir()["nuevos"] == 1


def test_cuenta_desde_que_entro_al_buzon_no_desde_que_se_recoge(imap, seis):
    entro = datetime(2022, 7, 5, 23, 58, tzinfo=reloj.MEXICO)
    with imap.caja() as caja:
        caja.append(correo(asunto=DE_PUEBLA, encabezados={"Date": "Mon, 04 Jul 2022 10:00:00 -0500"}), "INBOX", dt=entro)
    recibir()
    assert uno().recibido_en == entro
    assert Entrega.objects.get(estado="por_confirmar").presentada_en == entro


def test_se_contesta_un_aviso_y_la_direccion_firmada_dice_de_que_se_trata(imap, avisado, seis):
    responder, _ = avisado
    imap.entregar(correo(para=responder.upper(), asunto="RE: pendientes", texto="Se designa enlace por oficio, como se acordó en la TERCERA transitoria."))
    recibir()
    c = uno()
    assert c.estado == "propuesto"
    assert c.responde_a.correo == PUEBLA
    primera = c.candidatas.order_by("-puntos").first()
    assert primera.obligacion.clave == DE_PUEBLA
    assert "Responde a la dirección firmada de un aviso" in primera.razones[0]
    assert c.candidatas.count() > 1  # el resumen hablaba de varias: se ofrecen todas
    assert Entrega.objects.filter(estado="por_confirmar").count() < c.candidatas.count()


def test_sin_direccion_firmada_vale_el_hilo(imap, avisado, seis):
    _, message_id = avisado
    imap.entregar(correo(asunto="RE: pendientes", encabezados={"In-Reply-To": message_id, "References": f"<otro@x> {message_id}"}))
    recibir()
    assert uno().responde_a.correo == PUEBLA
    assert "Contesta, en su hilo, a un aviso" in uno().candidatas.order_by("-puntos").first().razones[0]


def test_la_direccion_alterada_no_sirve_y_se_dice(imap, avisado, seis):
    responder, _ = avisado
    firma, dominio = responder.split("@")
    falsa = f"{firma[:-1]}{'a' if firma[-1] != 'a' else 'b'}@{dominio}"
    imap.entregar(correo(para=falsa, asunto=DE_PUEBLA))
    recibir()
    assert (uno().estado, uno().responde_a) == ("cuarentena", None)
    assert "su firma no corresponde" in razones(uno())


@pytest.mark.parametrize(
    ("de", "clase", "razon"),
    [
        ("Nadie <nadie@otro.mx>", "desconocido", "No se conoce a quien lo manda."),
        ("sin dirección", "desconocido", "No se conoce a quien lo manda."),
    ],
)
def test_de_un_desconocido_va_a_cuarentena_con_la_mejor_suposicion(imap, seis, de, clase, razon):
    imap.entregar(correo(de=de, asunto=f"Oficio {DE_PUEBLA}"))
    recibir()
    c = uno()
    assert (c.estado, c.remitente) == ("cuarentena", clase)
    assert razon in c.razones
    assert c.candidatas.get(obligacion=obligacion()).entrega is None
    assert situacion() != Situacion.RECIBIDA_POR_CONFIRMAR


def test_de_quien_fue_enlace_va_a_cuarentena_y_dice_por_que(imap, seis):
    Designacion.objects.filter(usuario__email=PUEBLA).update(vigencia=(date(2022, 7, 1), date(2022, 7, 6)))
    imap.entregar(correo(asunto=DE_PUEBLA))
    recibir()
    assert (uno().estado, uno().remitente, uno().razones) == ("cuarentena", "ex_enlace", ["Quien lo manda fue enlace y ya no lo es."])


def test_de_quien_su_dominio_no_reconoce_va_a_cuarentena_aunque_sea_enlace(imap, seis):
    autenticado = "mx.secretaria.mx; spf=fail smtp.mailfrom=malo@otro.mx; dmarc=fail header.from=demo.mx"
    imap.entregar(correo(asunto=DE_PUEBLA, encabezados={"Authentication-Results": autenticado}))
    recibir()
    assert (uno().estado, uno().remitente, uno().autenticacion) == ("cuarentena", "enlace", {"spf": "fail", "dmarc": "fail"})
    assert "Falló DMARC" in razones(uno())
    assert not Aviso.objects.filter(regla=Regla.RECIBIDO).exists()


def test_no_se_cree_lo_que_el_propio_correo_dice_de_su_autenticidad(imap, seis):
    imap.entregar(correo(asunto=DE_PUEBLA, encabezados={"Authentication-Results": "mx.impostor.mx; dmarc=pass header.from=demo.mx"}))
    recibir()
    assert uno().autenticacion == {}


def test_sin_anexo_no_hay_entrega_que_proponer(imap, avisado, seis):
    responder, _ = avisado
    imap.entregar(correo(para=responder, anexos={}, texto="Enterado, gracias."))
    recibir()
    assert (uno().estado, uno().razones) == ("cuarentena", ["No trae ningún anexo que se pueda recibir como oficio."])
    assert not Entrega.objects.filter(estado="por_confirmar").exists()


def test_dos_copias_del_mismo_correo_son_uno(imap, seis):
    crudo = correo(asunto=DE_PUEBLA)
    imap.entregar(b"Received: from a by b; Wed, 06 Jul 2022 08:00:00 -0500\r\n" + crudo)
    imap.entregar(b"Received: from c by d; Wed, 06 Jul 2022 08:01:00 -0500\r\n" + crudo)
    recibir()
    assert sorted(CorreoRecibido.objects.values_list("estado", flat=True)) == ["anotado", "propuesto"]
    copia = CorreoRecibido.objects.get(estado="anotado")
    assert (copia.copia_de.estado, copia.razones) == ("propuesto", ["Es otra copia de un correo que ya se recibió."])
    assert Entrega.objects.filter(estado="por_confirmar").count() == 1


def test_mismo_identificador_y_otro_contenido_es_otro_correo(imap, seis):
    mismo = {"Message-ID": "<repetido@correo.mx>"}
    imap.entregar(correo(asunto=DE_PUEBLA, encabezados=mismo))
    imap.entregar(correo(asunto=DE_PUEBLA, texto="Este es distinto.", encabezados=mismo))
    recibir()
    assert CorreoRecibido.objects.filter(copia_de__isnull=True, estado="propuesto").count() == 2


def test_el_servidor_renumera_el_buzon_y_nada_se_duplica(imap, seis, settings):
    settings.CORREO_PROCESADOS = ""  # sin mover: lo recogido se queda en la entrada
    for n in range(3):
        imap.entregar(correo(asunto=f"{DE_PUEBLA} {n}"))
    assert recibir()["nuevos"] == 3
    imap.renumerar()
    assert recibir() | {"propuestos": 0} == recibir() | {"propuestos": 0, "repetidos": 3}
    assert CorreoRecibido.objects.count() == 3


def test_el_que_pesa_demasiado_se_aparta_sin_bajarlo(imap, seis, settings):
    settings.CORREO_TAMANO_MAXIMO = 20_000
    imap.entregar(correo(anexos={"enorme.pdf": OFICIO + b"0" * 30_000}))
    imap.entregar(correo(asunto=DE_PUEBLA))
    saldo = recibir()
    assert (saldo["nuevos"], saldo["propuestos"]) == (2, 1)
    enorme = CorreoRecibido.objects.get(clase="venenoso")
    assert enorme.estado == "cuarentena"
    assert enorme.crudo.tamano < 2000
    assert "más de lo que se recoge" in razones(enorme)


def test_se_le_dice_al_remitente_que_llego_y_que_aun_no_cuenta(buzon, imap, seis):
    imap.entregar(correo(asunto=DE_PUEBLA, encabezados={"Message-ID": "<suyo@correo.puebla.mx>"}))
    imap.entregar(correo(asunto=f"{DE_PUEBLA} otra vez"))
    recibir()
    enviar_pendientes()
    [acuse] = buzon.correos  # dos correos seguidos, un solo aviso
    dichos = dict(acuse.encabezados)
    assert acuse.para == PUEBLA
    assert "Aún no cuenta como entregado" in acuse.texto
    assert CorreoRecibido.objects.get(acuse_provisional__isnull=False).folio in acuse.texto
    assert dichos["Auto-Submitted"] == "auto-replied"
    assert dichos["In-Reply-To"] in [c.message_id for c in CorreoRecibido.objects.all()]


def test_al_desconocido_no_se_le_contesta(buzon, imap, seis):
    imap.entregar(correo(de="nadie@otro.mx", asunto=DE_PUEBLA))
    recibir()
    assert enviar_pendientes().enviados == 0


def test_sin_buzon_configurado_se_dice_que_hacer(settings, db):
    settings.IMAP_URL = settings.CORREO_DEMO_DIR = ""
    with pytest.raises(SinBuzon, match="IMAP_URL"):
        recibir()
