"""El trabajo es una fila: ni un trabajador muerto ni un Redis vacío lo pierden, y se hace una sola vez."""

import threading
import time
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from conferencia.models import EstadoTrabajo, Trabajo
from conferencia.services import trabajos
from conferencia.services.trabajos import INTENTOS, TrabajoImposible
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.trabajadores import hasta, matar, trabajador


@pytest.fixture
def clase(monkeypatch):
    """Inscribe una clase de trabajo solo para esta prueba."""

    def inscribir(hacer, nombre="de prueba"):
        monkeypatch.setitem(trabajos._CLASES, nombre, hacer)
        return nombre

    return inscribir


def crear(clave="uno", clase="de prueba", **campos) -> Trabajo:
    return Trabajo.objects.create(clave=clave, clase=clase, **campos)


@pytest.mark.django_db
def test_encolar_dos_veces_la_misma_clave_es_una():
    primero = trabajos.encolar(clase="x", clave="x/1", datos={"n": 1})
    segundo = trabajos.encolar(clase="x", clave="x/1", datos={"n": 2})
    assert (segundo.pk, segundo.datos, Trabajo.objects.count()) == (primero.pk, {"n": 1}, 1)


@pytest.mark.django_db(transaction=True)
def test_de_dos_trabajadores_que_lo_toman_a_la_vez_uno_lo_hace(clase):
    veces = []
    trabajo = crear(clase=clase(lambda t: veces.append(t.intentos) or time.sleep(0.2)))
    assert sorted(a_la_vez(4, lambda n: trabajos.hacer(str(trabajo.pk), quien=f"t{n}"))) == [False, False, False, True]
    trabajo.refresh_from_db()
    assert (veces, trabajo.estado, trabajo.avance, trabajo.intentos) == ([1], EstadoTrabajo.HECHO, 100, 1)
    assert trabajos.hacer(str(trabajo.pk)) is False


@pytest.mark.django_db(transaction=True)
def test_un_trabajo_mas_largo_que_su_arrendamiento_no_se_lo_quitan(clase, monkeypatch):
    monkeypatch.setattr(trabajos, "ARRENDAMIENTO", timedelta(seconds=0.6))
    monkeypatch.setattr(trabajos, "LATIDO", 0.1)
    empezo = threading.Event()
    trabajo = crear(clase=clase(lambda t: empezo.set() or time.sleep(1.5)))

    def uno_trabaja_y_otro_acecha(n: int):
        if n == 0:
            return trabajos.hacer(str(trabajo.pk))
        empezo.wait(5)
        time.sleep(1)
        return (trabajos.hacer(str(trabajo.pk)), trabajos.barrer())

    assert a_la_vez(2, uno_trabaja_y_otro_acecha) == [True, (False, 0)]


@pytest.mark.django_db(transaction=True)
def test_lo_imposible_queda_fallido_con_su_mensaje_y_no_se_reintenta(clase):
    def hacer(trabajo):
        raise TrabajoImposible("El acta no está publicada.")

    trabajo = crear(clase=clase(hacer))
    assert trabajos.hacer(str(trabajo.pk)) is True
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.error, trabajo.intentos) == (EstadoTrabajo.FALLIDO, "El acta no está publicada.", 1)
    assert (trabajos.barrer(), trabajos.hacer(str(trabajo.pk))) == (0, False)


@pytest.mark.django_db(transaction=True)
def test_un_error_inesperado_se_reintenta_cada_vez_mas_tarde_y_un_numero_fijo_de_veces(clase):
    trabajo = crear(clase=clase(lambda t: 1 / 0))
    esperas = []
    while trabajos.hacer(str(trabajo.pk)):
        trabajo.refresh_from_db()
        if trabajo.estado == EstadoTrabajo.FALLIDO:
            break
        esperas.append(round((trabajo.arrendado_hasta - timezone.now()) / trabajos.ARRENDAMIENTO))
        assert trabajos.hacer(str(trabajo.pk)) is False  # todavía no le toca
        Trabajo.objects.update(arrendado_hasta=timezone.now() - timedelta(seconds=1))
    assert (esperas, trabajo.intentos) == ([1, 2, 3, 4], INTENTOS)
    assert "ZeroDivisionError" in trabajo.error
    assert trabajos.barrer() == 0


@pytest.mark.django_db
def test_lo_que_mata_a_su_trabajador_una_y_otra_vez_se_da_por_fallido(clase):
    ayer = timezone.now() - timedelta(days=1)
    trabajo = crear(clase=clase(lambda t: None), estado=EstadoTrabajo.EN_CURSO, intentos=INTENTOS, arrendado_hasta=ayer, tomado_por="muerto")
    assert trabajos.hacer(str(trabajo.pk)) is False
    assert trabajos.barrer() == 0
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.error) == (EstadoTrabajo.FALLIDO, f"El proceso que lo hacía murió a la mitad {INTENTOS} veces.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("campos", "despierta"),
    [
        ({"despertado_en": None}, 1),
        ({"despertado_en": timedelta(seconds=61)}, 1),
        ({"despertado_en": timedelta(seconds=5)}, 0),
        ({"estado": "en_curso", "arrendado_hasta": timedelta(seconds=1)}, 1),
        ({"estado": "en_curso", "arrendado_hasta": timedelta(seconds=-60)}, 0),
        ({"estado": "hecho"}, 0),
        ({"estado": "fallido"}, 0),
    ],
    ids=["nunca despertado", "despertado hace un minuto", "recién despertado", "arrendamiento vencido", "arrendado", "hecho", "fallido"],
)
def test_el_barrido_rescata_solo_lo_olvidado(campos, despierta):
    crear(**{k: timezone.now() - v if isinstance(v, timedelta) else v for k, v in campos.items()})
    assert trabajos.barrer() == despierta


@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
def test_ni_un_kill_9_a_la_mitad_ni_un_redis_vaciado_pierden_un_trabajo(tmp_path):
    """Un trabajador muere a media tarea, otro trabajo solo vivía en Redis y Redis se vacía: el barrido los hace los dos, una vez."""
    cola = redis.Redis.from_url(settings.REDIS_URL)
    cola.flushdb()
    largo = trabajos.encolar(clase="observada", clave="largo", datos={"espera": True})
    bitacora = tmp_path / "bitacora"
    with trabajador(tmp_path) as proceso:
        hasta(bitacora.exists)
        matar(proceso)
    corto = trabajos.encolar(clase="observada", clave="corto")
    assert cola.llen("celery") == 1
    cola.flushdb()
    Trabajo.objects.filter(pk=corto.pk).update(despertado_en=timezone.now() - timedelta(seconds=61))
    hasta(lambda: Trabajo.objects.get(pk=largo.pk).arrendado_hasta < timezone.now(), segundos=10)
    assert trabajos.barrer() == 2
    (tmp_path / "sigue").touch()
    with trabajador(tmp_path):
        hasta(lambda: Trabajo.objects.filter(estado=EstadoTrabajo.HECHO).count() == 2)
    assert sorted(bitacora.read_text().splitlines()) == ["empieza corto", "empieza largo", "empieza largo", "termina corto", "termina largo"]
    largo.refresh_from_db()
    assert (largo.intentos, largo.resultado) == (2, {"base": settings.DATABASES["default"]["NAME"]})
    assert trabajos.barrer() == 0
