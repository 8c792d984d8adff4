"""La página pública: dice lo que el documento dice, calla lo confidencial y no deja adivinar."""

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Informe
from conferencia.services.acuses import guardar_pdf
from conferencia.services.informes import Emision, abrir_informe, guardar_emitido
from conferencia.web import limites, verificacion
from tests import reparto
from tests.conferencia.presentaciones import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy", "_sin_cuenta")]


@pytest.fixture
def _sin_cuenta():
    cache.clear()


@pytest.fixture
def acuse():
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/1/2022", nombre="operativo secreto.pdf", nota="Llamar al 222 000 0000")
    return guardar_pdf(entrega.oficio.acuse, b"%PDF-1.7 del acuse")


@pytest.fixture
def informe(reunion) -> Informe:
    abierto = abrir_informe(por=reparto.facultades(reparto.titular()), reunion=reunion, formato="pdf", corte=reloj.hoy())
    return guardar_emitido(abierto, Emision(contenido=b"%PDF-1.7 informe", sabido_al=reloj.ahora(), cabeza="a" * 64, obligaciones=159))


def direcciones_falsas(acuse, informe) -> list[str]:
    otra = "0" if acuse.codigo[-1] != "0" else "1"
    return [
        f"AR-2022-999999-{acuse.codigo}",
        f"{acuse.folio}-{acuse.codigo[:-1]}{otra}",
        f"{acuse.folio}-{informe.codigo}",
        f"{informe.folio}-{acuse.codigo}",
        acuse.folio,
        f"{acuse.folio}-",
        f"{acuse.folio}-0000000000",
        "AR-2022-999999-0000000000",
        "x",
        "-",
        "ñ" * 60,
        "a" * 5000,
        "%00",
        f"{acuse.folio}-{acuse.codigo}x",
    ]


def test_el_acuse_se_verifica_sin_cuenta(client, acuse):
    respuesta = client.get(f"/v/{acuse.clave_publica}")
    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    for dicho in (
        "Este acuse es auténtico",
        acuse.folio,
        "SSP/1/2022",
        acuse.oficio.archivos.get().sha256,
        acuse.archivo.sha256,
        acuse.cabeza,
        "Recibir no es cumplir",
    ):
        assert dicho in html
    assert client.get(f"/v/{acuse.clave_publica.lower()}/").status_code == 200, "copiado en minúsculas y con diagonal también vale"


def test_calla_lo_confidencial(client, acuse):
    html = client.get(f"/v/{acuse.clave_publica}").content.decode()
    persona = acuse.oficio.registrado_por
    for callado in (
        "operativo secreto",
        "222 000",
        persona.nombre,
        persona.email,
        str(acuse.pk),
        str(acuse.oficio_id),
        acuse.oficio.entregas.get().obligacion.compromiso.accion,
    ):
        assert callado not in html


def test_el_informe_se_verifica_con_el_mismo_folio_que_lleva_impreso(client, informe):
    html = client.get(f"/v/{informe.folio}-{informe.codigo}").content.decode()
    for dicho in ("Este informe es auténtico", informe.folio, informe.archivo.sha256, "a" * 64):
        assert dicho in html


def test_el_que_aun_no_se_emite_no_existe(client, reunion):
    abierto = abrir_informe(por=reparto.facultades(reparto.titular()), reunion=reunion, formato="pdf", corte=reloj.hoy())
    assert client.get(f"/v/{abierto.folio}-{abierto.codigo}").status_code == 404


def test_lo_desconocido_y_lo_equivocado_reciben_lo_mismo(client, acuse, informe):
    vistas = set()
    for n, falsa in enumerate(direcciones_falsas(acuse, informe)):
        with CaptureQueriesContext(connection) as consultas:
            r = client.get(f"/v/{falsa}", REMOTE_ADDR=f"10.0.0.{n}")
        cabezas = {k: v for k, v in r.headers.items() if k != "X-Request-ID"}
        vistas.add((r.status_code, r.content, len(consultas), tuple(sorted(cabezas.items())), tuple(r.cookies)))
    assert len(vistas) == 1
    ((estado, contenido, consultas, _, galletas),) = vistas
    assert (estado, consultas, galletas) == (404, 4, ())  # acuse, informe, oficio de salida y expediente
    assert acuse.folio.encode() not in contenido


def test_y_cuestan_lo_mismo(client, acuse):
    """El mejor de treinta, intercalados, en tiempo de procesador: que el folio exista no se nota."""
    falsas = {"desconocido": f"AR-2022-999999-{acuse.codigo}", "equivocado": f"{acuse.folio}-0000000000"}
    mejor = dict.fromkeys(falsas, 9.0)
    for n in range(60):
        nombre = list(falsas)[n % 2]
        antes = time.process_time()
        client.get(f"/v/{falsas[nombre]}", REMOTE_ADDR=f"10.1.{n}.1")
        mejor[nombre] = min(mejor[nombre], time.process_time() - antes)
    assert max(mejor.values()) < 1.5 * min(mejor.values()), mejor


def test_no_se_indexa_ni_se_guarda_ni_abre_sesion(client, acuse):
    r = client.get(f"/v/{acuse.clave_publica}")
    assert (r["X-Robots-Tag"], r["Cache-Control"], r["Referrer-Policy"], list(r.cookies)) == ("noindex, nofollow", "no-store", "no-referrer", [])
    assert '<meta name="robots" content="noindex, nofollow">' in r.content.decode()


def test_hay_un_tope_por_direccion(client, acuse, monkeypatch):
    monkeypatch.setattr(limites.time, "time", lambda: 1_000_000.0)  # a cuarenta segundos de que empiece otro minuto
    ruta = f"/v/{acuse.clave_publica}"
    estados = [client.get(ruta, REMOTE_ADDR="10.9.9.9").status_code for _ in range(verificacion.POR_MINUTO + 1)]
    assert estados == [200] * verificacion.POR_MINUTO + [429]
    negada = client.get(ruta, REMOTE_ADDR="10.9.9.9")
    assert (negada.status_code, negada["Retry-After"], negada["X-Robots-Tag"]) == (429, "20", "noindex, nofollow")
    assert client.get(ruta, REMOTE_ADDR="10.9.9.8").status_code == 200, "otra dirección no paga lo de aquella"
    monkeypatch.setattr(limites.time, "time", lambda: 1_000_020.0)
    assert client.get(ruta, REMOTE_ADDR="10.9.9.9").status_code == 200


def test_detras_de_un_proxy_cuenta_la_direccion_que_el_proxy_vio(rf, settings):
    peticion = rf.get("/v/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    assert limites.direccion_de(peticion) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limites.direccion_de(peticion) == "2.2.2.2"


def test_quien_no_puede_leer_el_qr_lo_escribe(client, acuse):
    assert client.get("/v/").status_code == 200
    assert client.get("/v/", {"folio": acuse.folio, "codigo": acuse.codigo}).url == reverse("verificar", args=[acuse.clave_publica])
    assert "Hay un problema" in client.get("/v/", {"folio": "", "codigo": "x"}).content.decode()
    assert client.get("/v/", {"folio": "a/b", "codigo": "x"}).status_code == 200
    assert client.post("/v/").status_code == 405
