"""Todo el camino sobre un servidor S3 de verdad: se guarda una vez y comprobado, y solo baja quien puede, con una dirección que caduca."""

import hashlib
import io
import time
import urllib.error
import urllib.request
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.awsrequest import AWSResponse
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from conferencia import deposito
from conferencia.almacen import copia_de
from conferencia.deposito import BytesAlterados, Deposito
from conferencia.models import Archivo, CopiaDeOficio, Trabajo, Usuario
from conferencia.reports.escritos import expediente as reporte
from conferencia.reports.escritos import impreso
from conferencia.services import borradores, trabajos
from conferencia.services.expedientes import abrir_expediente
from tests import reparto, s3
from tests.conferencia.documentos.corpus_hostil import imagen
from tests.conferencia.oficios import de_la_st
from tests.conferencia.presentaciones import copiar, juntar, obligacion, presentar, presentar_archivos

ENTRADA = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture(scope="module")
def servidor(tmp_path_factory):
    with s3.servidor(tmp_path_factory.mktemp("s3") / "datos") as direccion:
        yield direccion


@pytest.fixture
def almacen(servidor, monkeypatch) -> Deposito:
    """El del producto, mientras dura la prueba; lo que ya estaba en la carpeta se copia con su mismo nombre."""
    de_antes, nuevo = default_storage._wrapped, depositar(servidor)
    for archivo in Archivo.objects.all():
        with de_antes.open(archivo.contenido.name) as contenido:
            nuevo.exists(archivo.contenido.name) or nuevo.save(archivo.contenido.name, contenido)
    monkeypatch.setattr(default_storage, "_wrapped", nuevo)
    return nuevo


@pytest.fixture
def entrar(hoy):
    def con(quien: Usuario) -> Client:
        cliente = Client()
        cliente.force_login(quien, backend=ENTRADA)
        return cliente

    return con


def depositar(servidor: str, **cambios) -> Deposito:
    llaves = {"bucket_name": s3.CUBETA, "access_key": s3.LLAVE, "secret_key": s3.SECRETO, "region_name": "us-east-1"}
    return Deposito(**{"endpoint_url": servidor, "querystring_expire": 60, **llaves, **cambios})


def bajar(direccion: str) -> tuple[int, dict, bytes]:
    try:
        with urllib.request.urlopen(direccion, timeout=10) as respuesta:
            return respuesta.status, dict(respuesta.headers), respuesta.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}, error.read()


def leido(almacen: Deposito, nombre: str) -> bytes:
    with almacen.open(nombre) as abierto:
        return abierto.read()


def huella(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()


def test_el_original_baja_identico_por_una_direccion_firmada_y_solo_a_quien_puede(almacen, entrar):
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS", nombre="oficio ñ.pdf").oficio.archivos.all()
    respuesta = entrar(reparto.enlace()).get(reverse("archivo-descargar", args=[archivo.pk]))
    partes = urlsplit(respuesta["Location"])
    dichos = {n: v[0] for n, v in parse_qs(partes.query).items()}
    assert (respuesta.status_code, respuesta["Cache-Control"], respuesta["Referrer-Policy"], respuesta.content) == (
        302,
        "private, no-store",
        "no-referrer",
        b"",
    )
    assert (partes.path, dichos["X-Amz-Expires"]) == (f"/{s3.CUBETA}/{archivo.contenido.name}", "60")
    assert {n: dichos[f"response-{n}"] for n in ("content-type", "content-disposition", "cache-control")} == {
        "content-type": "application/pdf",
        "content-disposition": "attachment; filename*=utf-8''oficio%20%C3%B1.pdf",
        "cache-control": "private, no-store",
    }
    codigo, encabezados, contenido = bajar(respuesta["Location"])
    assert (codigo, huella(contenido)) == (200, archivo.sha256)
    assert (encabezados["content-disposition"], encabezados["cache-control"]) == ("attachment", "private, no-store"), "aun sin los de la firma"
    for ajeno in (reparto.enlace_ajeno(), reparto.consulta(), reparto.sin_designacion()):
        for nombre in ("archivo-descargar", "archivo-ver"):
            negada = entrar(ajeno).get(reverse(nombre, args=[archivo.pk]))
            assert (negada.status_code, negada.headers.get("Location")) == (404, None)


def test_una_direccion_vencida_o_retocada_no_baja_nada(almacen, servidor):
    nombre = almacen.save("prueba/firmada.pdf", ContentFile(b"%PDF-1.7"))
    firmada = almacen.direccion_firmada(nombre, tipo="application/pdf", disposicion="attachment")
    de_un_segundo = depositar(servidor, querystring_expire=1).direccion_firmada(nombre, tipo="application/pdf", disposicion="attachment")
    sin_firma = firmada.split("?")[0]
    retocada = firmada.replace("response-content-disposition=attachment", "response-content-disposition=inline")
    otro = firmada.replace("firmada.pdf", "otra.pdf")
    assert [bajar(d)[0] for d in (firmada, sin_firma, retocada, otro)] == [200, 403, 403, 403]
    time.sleep(2.1)
    codigo, _, dicho = bajar(de_un_segundo)
    assert (codigo, b"expired" in dicho.lower()) == (403, True)


def test_se_firma_con_el_nombre_por_el_que_llega_el_navegador(servidor):
    firmada = depositar(servidor, direccion_publica="https://archivos.example.mx").direccion_firmada("a/b", tipo="application/pdf", disposicion="attachment")
    virtual = depositar("https://s3.example.mx", estilo="virtual").direccion_firmada("a/b", tipo="application/pdf", disposicion="attachment")
    assert [firmada.split("?")[0], virtual.split("?")[0]] == ["https://archivos.example.mx/oficios/a/b", "https://oficios.s3.example.mx/a/b"]


def test_nada_se_pisa_y_lo_que_no_quedo_igual_no_se_conserva(almacen, monkeypatch):
    primero, segundo = almacen.save("prueba/uno", ContentFile(b"primero")), almacen.save("prueba/uno", ContentFile(b"segundo"))
    assert (primero, segundo != primero) == ("prueba/uno", True)
    assert [leido(almacen, n) for n in (primero, segundo)] == [b"primero", b"segundo"]


def test_cada_escritura_pide_no_pisar_y_manda_su_suma(almacen):
    pedidos = []
    eventos = almacen.bucket.meta.client.meta.events
    eventos.register("before-call.s3.PutObject", lambda params, **_: pedidos.append(params["headers"]), unique_id="prueba")
    almacen.save("prueba/dos", ContentFile(b"dos"))
    eventos.unregister("before-call.s3.PutObject", unique_id="prueba")
    assert [(p["If-None-Match"], p["x-amz-checksum-sha256"]) for p in pedidos] == [("*", "wSmYVPKyCWMqsirrhIwkwrAtpLN+z5OoMO6cf2+AmSQ=")]


def test_al_que_no_conoce_la_condicion_se_le_manda_sin_ella_y_lo_ya_escrito_se_dice(almacen):
    eventos, vistos = almacen.bucket.meta.client.meta.events, []

    def rechazar(params, model, **_):
        vistos.append("If-None-Match" in params["headers"])
        codigo, http = ("PreconditionFailed", 412) if params["url_path"].endswith("seis") else ("NotImplemented", 501)
        cuerpo = f"<Error><Code>{codigo}</Code></Error>".encode()
        respuesta = AWSResponse("", http, {}, None)
        respuesta._content = cuerpo
        return (respuesta, {"Error": {"Code": codigo}, "ResponseMetadata": {"HTTPStatusCode": http}}) if vistos[-1] else None

    eventos.register("before-call.s3.PutObject", rechazar, unique_id="prueba")
    try:
        assert leido(almacen, almacen.save("prueba/cinco", ContentFile(b"cinco"))) == b"cinco"
        with pytest.raises(FileExistsError):
            almacen.save("prueba/seis", ContentFile(b"seis"))
    finally:
        eventos.unregister("before-call.s3.PutObject", unique_id="prueba")
    assert (vistos, almacen.exists("prueba/seis")) == ([True, False, True], False)


def test_lo_que_no_quedo_igual_no_se_conserva(almacen, monkeypatch):
    sumas = iter((b"de lo mandado", b"de lo guardado"))
    monkeypatch.setattr(deposito, "_suma", lambda _: next(sumas))
    with pytest.raises(BytesAlterados, match="no guardó prueba/tres tal cual"):
        almacen.save("prueba/tres", ContentFile(b"tres"))
    assert not almacen.exists("prueba/tres")


def test_la_copia_de_trabajo_se_borra_al_salir_y_lo_que_no_esta_se_dice(almacen):
    nombre = almacen.save("prueba/cuatro", ContentFile(b"cuatro"))
    with copia_de(default_storage, nombre) as ruta:
        assert ruta.read_bytes() == b"cuatro"
    abierto = almacen.open(nombre)
    abierto.close()
    with abierto.open("rb") as otra_vez:
        assert otra_vez.read() == b"cuatro"
    assert not ruta.exists()
    with pytest.raises(FileNotFoundError), copia_de(default_storage, "prueba/nunca"):
        pass
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    almacen.delete(archivo.contenido.name)
    copiar(archivo)
    assert Trabajo.objects.get(clave=f"copias/{archivo.pk}").error == "Los bytes del archivo no están en su lugar."


def test_si_falta_el_objeto_no_se_firma_nada(almacen, entrar):
    (archivo,) = presentar(reparto.enlace(), "A9.1", "PUE-SS").oficio.archivos.all()
    almacen.delete(archivo.contenido.name)
    assert entrar(reparto.enlace()).get(reverse("archivo-descargar", args=[archivo.pk])).status_code == 404


@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
def test_del_oficio_al_expediente_todo_pasa_por_el_deposito(almacen, entrar, monkeypatch):
    """Presentar, examinar, copia limpia, acuse, dictamen con el documento al lado y el ZIP del expediente."""
    enlace, mesa = entrar(reparto.enlace()), entrar(reparto.analista())
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/1")
    (archivo,) = entrega.oficio.archivos.all()
    copiar(archivo)
    vista = mesa.get(reverse("archivo-ver", args=[archivo.pk]))
    copia = archivo.copias.get()
    assert "content-disposition=inline" in vista["Location"]
    codigo, encabezados, visto = bajar(vista["Location"])
    assert (codigo, encabezados["content-type"], encabezados["content-disposition"]) == (200, "application/pdf", "inline")
    assert huella(visto) == copia.sha256 != archivo.sha256
    assert f'src="{reverse("archivo-ver", args=[archivo.pk])}' in mesa.get(reverse("bandeja-detalle", args=[entrega.pk])).content.decode()

    monkeypatch.setattr(impreso, "componer", lambda escrito, *_: f"%PDF {escrito.numero}".encode())
    trabajos.hacer(str(Trabajo.objects.get(clase="acuse").pk))
    acuse = type(entrega.oficio.acuse).objects.get(pk=entrega.oficio.acuse.pk)
    assert huella(bajar(enlace.get(reverse("acuse-ver", args=[acuse.pk]))["Location"])[2]) == acuse.archivo.sha256

    emitido = reporte.emitir(abrir_expediente(por=de_la_st(), obligacion=obligacion("T3.1/PUE-SS")))
    paquete = bajar(mesa.get(reverse("archivo-descargar", args=[emitido.paquete_id]))["Location"])[2]
    with zipfile.ZipFile(io.BytesIO(paquete)) as abierto:
        dentro = {huella(abierto.read(n)) for n in abierto.namelist()}
    assert (huella(paquete), {archivo.sha256, acuse.archivo.sha256, emitido.pdf.sha256} <= dentro) == (emitido.paquete.sha256, True)
    assert enlace.get(reverse("archivo-descargar", args=[emitido.paquete_id])).status_code == 404, "el completo es de la Secretaría Técnica"


def test_las_fotos_se_juntan_y_los_borradores_se_leen_y_se_borran(almacen, monkeypatch):
    oficio = presentar_archivos(reparto.enlace(), "A9.1", "PUE-SS", {"1.jpg": imagen(), "2.jpg": imagen("PNG")})
    assert juntar(oficio).resultado == {"junto": True}
    assert almacen.exists(CopiaDeOficio.objects.get(oficio=oficio).contenido.name)
    trabajo = borradores.pedir_revision(por=de_la_st(), contenido=io.BytesIO(b"ACUERDO PRIMERO.- Se aprueba el acta."), nombre="b.txt", fecha=None)
    trabajos.hacer(str(trabajo.pk))
    trabajo.refresh_from_db()
    assert (set(trabajo.resultado) & {"examen", "error"} != set(), borradores.olvidar_borradores()) == (True, 0)
    monkeypatch.setattr(borradores, "GRACIA", -5)
    assert borradores.olvidar_borradores() == 1
    assert not almacen.exists(trabajo.datos["archivo"])
