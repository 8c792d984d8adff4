"""Cada cola tiene quien la atienda, en ``make run`` igual que en contenedores, y leer no comparte trabajador con los correos."""

import yaml
from django.conf import settings

from conferencia.arranque import programas
from conferencia.arranque.rutas import RAIZ
from conferencia.services import informes, recepcion


def colas(orden: list[str]) -> tuple[str, int]:
    return orden[orden.index("-Q") + 1], int(orden[orden.index("--concurrency") + 1])


def test_las_colas_que_se_usan_son_las_que_se_atienden_aqui_y_en_contenedores():
    usadas = {settings.CELERY_TASK_DEFAULT_QUEUE, informes.COLA, recepcion.COLA}
    en_marcha = {p.nombre: colas(p.orden) for p in programas.trabajadores({})}
    servicios = yaml.safe_load((RAIZ / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    en_contenedores = {n.removeprefix("worker-"): colas(s["command"]) for n, s in servicios.items() if "worker" in s.get("command", [])}
    assert en_marcha == en_contenedores == {"worker": ("celery", 2), "informes": ("informes", 1), "lectura": ("lectura", 2)}
    assert {cola for cola, _ in en_marcha.values()} == usadas


def test_cada_contenedor_pregunta_por_su_propio_trabajador():
    servicios = yaml.safe_load((RAIZ / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    trabajadores = {n: s for n, s in servicios.items() if "worker" in s.get("command", [])}
    for servicio in trabajadores.values():
        nombre = servicio["command"][servicio["command"].index("-n") + 1].removesuffix("%h")
        assert f'-d "{nombre}$$(hostname)"' in servicio["healthcheck"]["test"][1]
    assert len(trabajadores) == 3
